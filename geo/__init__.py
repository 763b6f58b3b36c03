"""From boundary file to one GeoDataFrame in metres; the schematic when no boundaries were delivered.

May import: geopandas, shapely, pyproj. Must not import: `data_loaders`, `briefing`, streamlit.
(`geo/__main__.py` is a door, not a room: it may call `data_loaders` to word its findings.)
"""
