"""Sewage stations: which of the named stations runs, which is late, and what holds it up?"""

from briefing.ui.frame import show

show("sewage", by_town=True)
