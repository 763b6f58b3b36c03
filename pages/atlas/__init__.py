"""Parts of the map page. May import: `briefing`, streamlit."""
