"""The official document of a plan (工作要点, 实施方案) → a draft of the plan tables, to be reviewed by a person."""
