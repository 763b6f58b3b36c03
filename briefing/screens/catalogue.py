"""Which screens there are: address → title, in briefing order.

A new screen is a row here, its declaration in a file of this room with a row in `presented`, and a file in pages/ that
shows it. Its sentence may be added to the headlines of compose.py; without one the overview's stands there.
"""

from briefing.model import Briefing

# The screens that show an edition; a presentation goes through them in this order.
PRESENTED = {
    "overview": "总览",
    "map": "村庄地图",
    "sites": "建设进度",
    "households": "庭院与户厕",
    "sewage": "污水站",
    "funds": "衔接资金",
    "tasks": "任务清单",
    "duties": "定期履职",
    "baselines": "底线指标",
    "actions": "交办事项",
}
# Where a presentation stops, by address: every screen, and the six little maps, which only a remote control reaches there.
SIX_MAPS = "map?view=six"
STOPS = tuple(stop for name in PRESENTED for stop in ((name, SIX_MAPS) if name == "map" else (name,)))
# A screen of an edition that links lead to: whose it is stands in its address, so no presentation goes through it.
LINKED = {"unit": "责任单位"}
# The screens that show time going by, or two days or editions side by side; see `beside`.
TIMED = ("map", "households", "funds")
SCREENS = PRESENTED | LINKED | {"materials": "调度会材料", "upload": "数据上传"}


def heading(page: str, briefing: Briefing) -> str:
    """What stands at the top of a screen."""
    if page == "overview":
        return f"{briefing.title} · {briefing.year} 年工作调度"
    return f"{SCREENS[page]} · {briefing.year} 年"
