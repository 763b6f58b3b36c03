"""年度计划 at the desk: an official document is read, its settings and rows are reviewed beside the text, and published."""
