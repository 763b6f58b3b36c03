"""Overview: how do the six main tasks stand, where, and who has to be asked?"""

from briefing.ui.frame import show

show("overview")
