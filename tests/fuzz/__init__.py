"""Damaged and hostile files, made by the thousand from good ones."""
