"""定期履职记录: one act for every due period of every duty up to 30 September, less what was never done.

What is missing tells the story: 高校园区管理处 and its villages reported nothing in the third quarter,
nobody reported September's D15, and a few single acts were forgotten.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sample_data import plan
from sample_data.plan import LAST_DAY, YEAR, month_end

SILENT_TOWN, SILENT_FROM = "高校园区管理处", date(YEAR, 7, 1)
# (duty, unit or "" for every unit, month the period ends in): due and not done.
FORGOTTEN = frozenset({
    ("D15", "", 9),
    ("D06", "潭口镇", 8),
    ("D11", "洋山村", 8), ("D11", "洋山村", 9), ("D11", "东坑村", 9),
    ("D21", "潭口镇", 6),
    ("D24", "潭东镇", 9),
    ("D30", "区公安分局", 9), ("D30", "区团工委", 6), ("D30", "区征收搬迁与项目建设服务中心", 9),
})  # fmt: skip
# Duties of a whole year or half-year that some unit has done before its time: (duty, unit, day).
DONE_EARLY = (
    ("D07", "潭口镇", date(YEAR, 9, 14)),
    ("D08", "潭口镇", date(YEAR, 8, 22)),
    ("D08", "潭东镇", date(YEAR, 9, 20)),
    ("D25", "潭东镇", date(YEAR, 5, 19)),
    ("D25", "潭口镇", date(YEAR, 5, 23)),
    ("D25", "高校园区管理处", date(YEAR, 5, 26)),
    ("D32", "潭东镇", date(YEAR, 6, 28)),
    ("D33", "区党群部", date(YEAR, 5, 30)),
)
# D26, the 调度会 of the district: acts on these days, not by chance; 交办事项台账 names the last two.
MEETING_DUTY = "D26"
MEETINGS = (date(YEAR, 3, 20), date(YEAR, 4, 11), date(YEAR, 7, 12))
LATEST_BEFORE_DUE = 12  # an act falls in the last days of its period
YEARLY = "每年1次"
TWICE_A_YEAR = "每年2次"


def last_months(frequency: str) -> list[int]:
    """The months in which the periods of a frequency end, 1 to 12; empty for a yearly duty (see DONE_EARLY)."""
    quarterly, half_yearly = [3, 6, 9, 12], [6, 12]
    known = {
        "每月": list(range(1, 13)),
        "每月（假期除外）": [month for month in range(1, 13) if str(month) not in plan.setting("假期月份")],
        "每季度": quarterly,
        "每半年": half_yearly,
        TWICE_A_YEAR: half_yearly,
        "学期结束前": [date.fromisoformat(day).month for day in plan.setting("学期结束")],
        YEARLY: [],
    }
    return known[frequency] if frequency in known else [int(month.rstrip("月")) for month in frequency.split(";")]


def acting_units(scope: str, responsible: str) -> list[str]:
    """Who acts: the units, all villages, the departments, or the lead unit for the district."""
    who = {
        "每单位": plan.units(),
        "每村": list(plan.villages()["village"]),
        "每部门": plan.setting("行业部门"),
        "全区": [responsible.split(";")[0]],
        "或责任部门": [],
    }
    return [unit for part in scope.split(";") for unit in who[part]]


def is_missing(duty: str, unit: str, month: int, on: date) -> bool:
    """Whether an act was forgotten or its unit was silent."""
    silent = plan.towns_by_village().get(unit, unit) == SILENT_TOWN and on >= SILENT_FROM
    return silent or bool({(duty, unit, month), (duty, "", month)} & FORGOTTEN)


def acts() -> Iterator[tuple[str, str, date]]:
    """Every act: duty, unit, day."""
    chance = plan.dice("duties")
    for duty in plan.obligations().query("kind == '定期事项'").itertuples():
        if duty.id == MEETING_DUTY:
            yield from ((duty.id, unit, on) for on in MEETINGS for unit in acting_units(duty.scope, duty.responsible))
            continue
        for unit in acting_units(duty.scope, duty.responsible):
            for month in last_months(duty.frequency):
                on = month_end(month) - timedelta(days=int(LATEST_BEFORE_DUE * chance.random()))
                if month_end(month) <= LAST_DAY and not is_missing(duty.id, unit, month, on):
                    yield duty.id, unit, on
    yield from DONE_EARLY


def rows() -> list[dict]:
    """All acts, by day."""
    in_order = sorted(acts(), key=lambda act: (act[2], act[0]))
    return [{"duty_id": duty, "done_on": on, "unit": unit, "times": 1} for duty, unit, on in in_order]
