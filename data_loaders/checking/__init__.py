"""Tables → findings: ranges, duplicates, totals, places, boundaries."""
