"""Courtyards and toilets: are the counts growing as fast as the year, and which villages are behind?"""

from briefing.ui.frame import show

show("households", by_town=True)
