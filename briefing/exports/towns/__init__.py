"""A pack for each unit of the plan: what it owes, and its rows of the ledgers."""
