"""Funds: is the money leaving as fast as the law wants, and where does it stick?"""

from briefing.ui.frame import show

show("funds", by_town=True)
