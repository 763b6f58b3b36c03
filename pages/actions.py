"""Actions: what did the last 调度会 assign, what of it is overdue, and which unit has the most in trouble?"""

from briefing.ui.frame import show
from pages.meeting import clerk

show("actions", at_desk=clerk.draw)
