"""Figures as drawings: SVG that a browser paints at once, without plotly's script."""
