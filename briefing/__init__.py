"""What leadership is told: tables + plan + date → one frozen Briefing → screen, slide, bulletin.

May import: `data_loaders`, `geo`, pandas, plotly. Must not import: `pages`; streamlit only in `briefing/ui.py`.
"""
