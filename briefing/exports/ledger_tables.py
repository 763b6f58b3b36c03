"""The tables of the workbook, which the offline page shows too: the rows of a Briefing for each.

May import: `model`, `figures`; of exports: `ledger_columns`, `worksheets`, `oversight`.
"""

from briefing.exports import ledger_columns, oversight
from briefing.exports.worksheets import Sheet
from briefing.figures.curves import PROJECTION
from briefing.model import Briefing


def tables(briefing: Briefing) -> list[Sheet]:
    """The tables of the ledger, in the order of the screens."""
    return [
        Sheet("指标", "计划指标完成情况", ledger_columns.MEASURES, briefing.measures),
        Sheet(
            "指标分项",
            "各项指标的分村、分单位、分点位情况",
            ledger_columns.PARTS,
            [(m, part) for m in briefing.measures for part in m.parts],
        ),
        Sheet(
            "逐期进度",
            "各项指标逐期数值",
            ledger_columns.HISTORY,
            [(m, point) for m in briefing.measures for point in m.history],
        ),
        Sheet("村庄", "各村（社区）状态", ledger_columns.village_columns(), briefing.villages),
        Sheet("建设点", "建设点", ledger_columns.SITES, briefing.sites),
        Sheet("污水处理站", "污水处理站", ledger_columns.STATIONS, briefing.stations),
        Sheet("资金汇总", "衔接资金分来源、镇、类别", ledger_columns.SLICES, _slices(briefing)),
        Sheet("资金逐月", "衔接资金逐月累计拨付", ledger_columns.FUND_POINTS, _fund_points(briefing)),
        Sheet("资金项目", "衔接资金项目", ledger_columns.PROJECTS, briefing.funds.projects.to_dict("records")),
        Sheet("定期履职", "定期事项履职情况", ledger_columns.DUTIES, briefing.duties),
        Sheet("任务清单", "任务清单进展", ledger_columns.TASKS, briefing.tasks),
        Sheet("交办事项", "调度会交办事项", ledger_columns.ACTIONS, briefing.actions),
        Sheet("需要调度", "需要调度的事项", ledger_columns.ATTENTION, list(enumerate(briefing.attention, 1))),
    ]


def all_open_items(briefing: Briefing) -> Sheet:
    """What every unit still owes, in one table."""
    items = [item for own in oversight.open_items(briefing).values() for item in own]
    return Sheet(
        "督办事项",
        "各单位未办结事项",
        (ledger_columns.text("责任单位", "unit"), *ledger_columns.OPEN_ITEMS[:-1]),
        items,
    )


def _slices(briefing: Briefing) -> list[tuple[str, object]]:
    funds = briefing.funds
    groups = (("资金来源", funds.by_source), ("镇（管理处）", funds.by_town), ("项目类别", funds.by_category))
    return [(name, piece) for name, pieces in groups for piece in pieces]


def _fund_points(briefing: Briefing) -> list[tuple[str, object]]:
    """Every reported month, then the projection, which begins with the newest report again."""
    reported = [("实际拨付", point) for point in briefing.funds.by_month]
    return reported + [(PROJECTION, point) for point in briefing.funds.projection]
