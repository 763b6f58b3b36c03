"""月调度 and 季通报 in official layout."""
