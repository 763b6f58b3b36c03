"""Measurements against plain ways of doing the same: `python -m tests.benchmarks`. Run by hand, never as a test."""
