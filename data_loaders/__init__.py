"""From dropped file to versioned store: read, tidy, check, publish.

May import: `geo` (boundary files), pandas, pandera, deltalake. Must not import: `briefing`, `pages`, streamlit.
"""
