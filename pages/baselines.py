"""Baselines: which floor, cap, zero-target or not-less-than-last-year is broken, where, and which way does it go?"""

from briefing.ui.frame import show

show("baselines")
