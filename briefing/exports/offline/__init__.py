"""The offline page: every presented screen in one file."""
