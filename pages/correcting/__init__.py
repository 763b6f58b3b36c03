"""更正 at the desk: pick a ledger, a day and a town, type over its cells, say why, look at the effect, publish."""
