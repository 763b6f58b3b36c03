"""Construction: which sites are late, whose are they, and why?"""

from briefing.ui.frame import show

show("sites", by_town=True)
