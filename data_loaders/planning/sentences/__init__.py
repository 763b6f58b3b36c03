"""What one sentence of a plan says: amounts, days, frequencies, units, and what it asks for."""
