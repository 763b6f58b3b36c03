"""Figures → the words, lists and labels that every output shares."""
