"""Grids → tables: headers, rows, columns and cells as people write them."""
