"""What the clerk of a 调度会 does at the assigned items: record one, close it, extend it, open it anew."""
