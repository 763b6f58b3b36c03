"""村庄名录 with invented grades, and how fast each village works in the sample."""

from sample_data import plan

# 龙井, 江坝, 三观, 上元 and 龙塘 are key villages in the plan; the other seven and all grades are invented.
GRADES = {
    "龙井村": "省定", "上元村": "省定",
    "江坝村": "市定", "三观村": "市定", "龙塘村": "市定", "迳背村": "市定",
    "东坑村": "县定", "茶元村": "县定", "坞埠村": "县定", "石禾村": "县定", "箩渡村": "县定", "坪路村": "县定",
}  # fmt: skip

# The story of the sample by village; villages in none of these sets keep up with the plan.
FINISHED = frozenset({"上坝村", "筱坝村", "田头村", "岭上村", "江坝村"})
SLIGHTLY_BEHIND = frozenset({"宋塘村", "芦箕村", "解胜村", "过路村", "博罗村", "坳上村"})
BEHIND = frozenset({"洋山村", "迳背村", "上元村"})


def remark(village: str, note: str) -> str:
    """The label, what is invented about the village, and what the plan's list notes about it."""
    parts = [plan.SAMPLE_LABEL, "帮扶级别为虚构" if village in GRADES else "", note]
    return "；".join(part for part in parts if part)


def rows() -> list[dict]:
    """One row a village of the plan's list; 户数, 人口 and coordinates are left blank rather than invented."""
    return [
        {
            "town": place.town,
            "village": place.village,
            "code": place.code,
            "grade": GRADES.get(place.village),
            "aliases": place.aliases or None,
            "remark": remark(place.village, place.remark),
        }
        for place in plan.villages().itertuples()
    ]
