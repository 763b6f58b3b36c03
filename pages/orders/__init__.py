"""The parts of the materials page. Pages draw; the files are made in briefing.exports."""
