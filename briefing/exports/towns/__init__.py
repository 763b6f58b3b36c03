"""A pack for each unit of the plan: its slides, what it owes, and its rows of the ledgers."""
