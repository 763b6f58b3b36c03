"""监测指标台账: invented values of K01 to K15, T10 and T11 at the ends of the three quarters.

One K04 is open, one base is missing, and 高校园区管理处 delivered nothing for the third quarter.
"""

from datetime import date

from sample_data import plan

QUARTER_MONTHS = (3, 6, 9)
EAST, SOUTH, CAMPUS = "潭东镇", "潭口镇", "高校园区管理处"
DISTRICT = "全区"

# (indicator, unit): (base, March, June, September); None was not delivered.
VALUES = {
    ("K01", EAST): (None, 99.1, 99.4, 99.6),
    ("K01", SOUTH): (None, 98.8, 99.2, 99.3),
    ("K01", CAMPUS): (None, 99.0, 99.1, None),
    ("K02", DISTRICT): (None, 8.7, 9.1, 9.4),
    ("K03", EAST): (None, 0, 0, 0),
    ("K03", SOUTH): (None, 0, 0, 0),
    ("K03", CAMPUS): (None, 0, 0, None),
    ("K04", EAST): (None, 3, 1, 0),
    ("K04", SOUTH): (None, 5, 3, 2),
    ("K04", CAMPUS): (None, 1, 0, None),
    ("K05", EAST): (None, 12, 4, 0),
    ("K05", SOUTH): (None, 15, 6, 0),
    ("K05", CAMPUS): (None, 4, 1, None),
    ("K06", EAST): (186, 186, 190, 193),
    ("K06", SOUTH): (204, 204, 205, 207),
    ("K06", CAMPUS): (62, 62, 63, None),
    ("K07", EAST): (131, 131, 132, 135),
    ("K07", SOUTH): (149, 149, 150, 151),
    ("K07", CAMPUS): (38, 38, 38, None),
    ("K08", EAST): (74, 75, 78, 81),
    ("K08", SOUTH): (88, 88, 90, 93),
    ("K08", CAMPUS): (21, 21, 22, None),
    ("K09", EAST): (612, 615, 634, 651),
    ("K09", SOUTH): (None, 702, 718, 735),
    ("K09", CAMPUS): (143, 143, 147, None),
    ("K10", DISTRICT): (121, 37, 78, 125),
    ("K11", EAST): (None, 62.5, 91.7, 100),
    ("K11", SOUTH): (None, 58.3, 86.7, 100),
    ("K11", CAMPUS): (None, 75, 100, None),
    ("K12", EAST): (None, 54.2, 88.9, 100),
    ("K12", SOUTH): (None, 60, 90.6, 100),
    ("K12", CAMPUS): (None, 66.7, 100, None),
    ("K13", EAST): (91.2, 91.2, 92.4, 93.1),
    ("K13", SOUTH): (88.6, 88.6, 89.5, 90.8),
    ("K13", CAMPUS): (95.4, 95.4, 95.9, None),
    ("K14", EAST): (89.7, 89.7, 90.8, 91.6),
    ("K14", SOUTH): (86.3, 86.3, 87.2, 88.9),
    ("K14", CAMPUS): (94.8, 94.8, 95.1, None),
    ("K15", DISTRICT): (197, 59, 127, 202),
    ("T10", DISTRICT): (None, 0, 1, 2),
    ("T11", DISTRICT): (None, 75, 83.3, 91.7),
}


def needs_base(indicator: str) -> bool:
    """Whether the rule of an indicator compares with last year."""
    rules = plan.obligations().set_index("id")["rule"]
    return rules[indicator].endswith("_base")


def remark(indicator: str, base: float | None) -> str:
    """The label, and that the base is missing where one is needed."""
    missing = needs_base(indicator) and base is None
    return f"{plan.SAMPLE_LABEL}；上年基数未报" if missing else plan.SAMPLE_LABEL


def rows(as_of: date) -> list[dict]:
    """What was delivered for a quarter; nothing in other months."""
    if as_of.month not in QUARTER_MONTHS:
        return []
    quarter = QUARTER_MONTHS.index(as_of.month)
    return [
        {
            "as_of": as_of,
            "indicator_id": indicator,
            "unit": unit,
            "value": values[quarter],
            "base": base,
            "remark": remark(indicator, base),
        }
        for (indicator, unit), (base, *values) in VALUES.items()
        if values[quarter] is not None
    ]
