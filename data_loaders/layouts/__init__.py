"""How an office lays its ledger out, as data: proposed from headers and contents, confirmed once, applied ever after."""
