"""A confirmed or proposed layout laid over a sheet: the rows of one of our tables that come out."""
