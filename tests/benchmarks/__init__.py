"""What the README's table of measurements is made with: `python -m tests.benchmarks`. Run by hand, never as a test."""
