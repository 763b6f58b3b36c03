"""The words of offices: what headers and titles are called, and what a text says was done."""
