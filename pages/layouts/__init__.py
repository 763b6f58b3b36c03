"""Layouts at the desk: proposed ones to be accepted, and those that are kept."""
