"""From dropped file to versioned store: read, tidy, check, publish."""
