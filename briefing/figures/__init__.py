"""Pure functions from a Briefing, or a part of it, to a Plotly figure; one module a kind.

`theme` owns every colour, size and number format. No Streamlit here.
"""
