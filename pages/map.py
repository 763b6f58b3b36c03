"""Village map: where does a task stand well or badly, and what has a village to do?"""

from briefing.ui.frame import show

show("map", by_town=True)
