"""No persons: which text is looked at, and the numbers and headers that give somebody away."""
