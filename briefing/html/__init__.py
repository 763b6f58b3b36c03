"""Figures → pieces of HTML, for the screens and the offline page."""
