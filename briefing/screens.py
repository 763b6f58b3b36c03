"""Which screens there are: address → title, in briefing order. May import: nothing of ours.

A new screen is a row here, a file in pages/ and, when it is presented, its drawing in exports/screens.py. Its sentence
may be added to the headlines of compose.py; without one the overview's stands there.
"""

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
SCREENS = PRESENTED | {"materials": "调度会材料", "upload": "数据上传"}
