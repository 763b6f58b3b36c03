"""The layers of the village map: which there are, in what order, and what stands on each.

May import: nothing of ours.
"""

ALL = "综合"
COURTYARDS = "美丽庭院"
TOILETS = "户厕"
SEWAGE = "污水站"
KEY_VILLAGES = "重点帮扶村"
FUNDS = "资金"

# site kind of the sites table → its layer
SITE_LAYERS = {
    "新农村建设点": "新农村",
    "村庄整治点": "整治点",
    "自来水项目": "自来水",
    "产业基地": "产业基地",
    "自选整治村庄": "自选整治",
    "示范村": "示范村",
}
LAYERS = (ALL, "新农村", "整治点", COURTYARDS, TOILETS, SEWAGE, "自来水", KEY_VILLAGES, FUNDS, "产业基地", "自选整治", "示范村")
