"""The layers of the village map: which there are, in what order, what stands on each and what its colours mean."""

from briefing.status import SEVERITY, Status

ALL = "综合"
COURTYARDS = "美丽庭院"
TOILETS = "户厕"
SEWAGE = "污水站"
WATER = "自来水"
NEW_VILLAGES = "新农村"
KEY_VILLAGES = "重点帮扶村"
FUNDS = "资金"
REPORTING = "填报情况"

# site kind of the sites table → its layer
SITE_LAYERS = {
    "新农村建设点": NEW_VILLAGES,
    "村庄整治点": "整治点",
    "自来水项目": WATER,
    "产业基地": "产业基地",
    "自选整治村庄": "自选整治",
    "示范村": "示范村",
}
LAYERS = (
    ALL, NEW_VILLAGES, "整治点", COURTYARDS, TOILETS, SEWAGE, WATER, KEY_VILLAGES, FUNDS, REPORTING,
    "产业基地", "自选整治", "示范村",
)  # fmt: skip
# The little maps of one screen, each with the word by which the plan's title of its measure is known.
SIX = {
    NEW_VILLAGES: "新农村", COURTYARDS: "庭院", TOILETS: "户厕", SEWAGE: "污水", WATER: "自来水", FUNDS: "拨付率",
}  # fmt: skip
# What the map screen can show, by the word in its address.
EVERY_VILLAGE, KEY_ONLY, ALL_SIX = "all", "key", "six"
VIEWS = {EVERY_VILLAGE: "全部村", KEY_ONLY: "只看重点帮扶村", ALL_SIX: "六图"}
# What the screen of sites is divided into: choice → the kinds of site it lists.
SITE_CHOICES = {
    "新农村与整治点": ("新农村建设点", "村庄整治点"),
    "自来水": ("自来水项目",),
    "产业基地": ("产业基地",),
    "自选整治": ("自选整治村庄",),
    "示范村": ("示范村",),
}
# What a colour stands for where it is not simply the worst thing there.
MEANINGS = {
    ALL: "颜色取各村最落后的一项",
    KEY_VILLAGES: "省、市、县为帮扶级别",
    FUNDS: "颜色取本村拨付最慢的项目",
    REPORTING: "最近一期该报的台账，各村报了没有",
}
# What it stands for where towns are shown in the place of their villages.
TOWN_MEANING = "颜色取镇内最落后的村"
TOWN_CLICK = "；点一个镇，看它的各村"
# On the layer of deliveries a status has words of its own: nobody is behind who only has not written.
_DELIVERED = {Status.MET: "已报", Status.SLIGHTLY_BEHIND: "旧数据", Status.UNREPORTED: "未报"}
_SILENT_FIRST = (Status.MET, Status.SLIGHTLY_BEHIND, Status.UNREPORTED)


def word(layer: str, status: Status) -> str:
    """What a status is called on a layer."""
    return _DELIVERED.get(status, str(status)) if layer == REPORTING else str(status)


def badness(layer: str, status: Status) -> int:
    """How far up a village of this status stands in a layer's list, more being worse."""
    if layer == REPORTING and status in _SILENT_FIRST:
        return _SILENT_FIRST.index(status)
    return SEVERITY[status]


def is_trouble(layer: str, status: Status | None) -> bool:
    """Whether a village of this status is to be named even where there is little room."""
    return status is not None and badness(layer, status) >= (1 if layer == REPORTING else SEVERITY[Status.UNREPORTED])
