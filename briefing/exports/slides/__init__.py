"""The slides: native charts, tables and maps."""
