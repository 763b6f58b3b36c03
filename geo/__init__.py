"""From boundary file to one GeoDataFrame in metres; the schematic when no boundaries were delivered."""
