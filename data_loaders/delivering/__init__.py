"""From dropped files to an edition, at the desk, on the command line and in the inbox."""
