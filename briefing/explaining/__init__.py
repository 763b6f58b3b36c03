"""Where a number comes from: the stored rows that make it, the arithmetic, and what earlier editions said."""
