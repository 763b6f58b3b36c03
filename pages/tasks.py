"""Tasks: which of the plan's tasks are not done, whose are they, and do the figures bear out what was reported?"""

from briefing.ui.frame import show

show("tasks")
