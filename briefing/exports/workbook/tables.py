"""The tables of the workbook, which the offline page shows too: the rows of a Briefing for each."""

from dataclasses import replace

from briefing import formats
from briefing.exports.workbook import columns
from briefing.exports.workbook.worksheets import Sheet
from briefing.model import Briefing, Funds
from briefing.wording import money, open_items


def tables(briefing: Briefing) -> list[Sheet]:
    """The tables of the ledger, in the order of the screens; the head over the towns is what the district has."""
    towns = formats.units_word(briefing.towns)
    return [
        replace(
            sheet,
            columns=tuple(each._replace(title=towns) if each.title == columns.TOWN else each for each in sheet.columns),
        )
        for sheet in _tables(briefing)
    ]


def _tables(briefing: Briefing) -> list[Sheet]:
    return [
        Sheet("指标", "计划指标完成情况", columns.MEASURES, briefing.measures),
        Sheet(
            "指标分项",
            "各项指标的分村、分单位、分点位情况",
            columns.PARTS,
            [(m, part) for m in briefing.measures for part in m.parts],
        ),
        Sheet(
            "逐期进度",
            "各项指标逐期数值",
            columns.HISTORY,
            [(m, point) for m in briefing.measures for point in m.history],
        ),
        Sheet("村庄", "各村（社区）状态", columns.village_columns(), briefing.villages),
        Sheet("建设点", "建设点", columns.SITES, briefing.sites),
        Sheet("污水处理站", "污水处理站", columns.STATIONS, briefing.stations),
        Sheet("资金汇总", "衔接资金分来源、镇、类别", columns.SLICES, _slices(briefing)),
        Sheet("资金逐月", "衔接资金逐月累计拨付", columns.FUND_POINTS, _fund_points(briefing)),
        Sheet("资金项目", "衔接资金项目", columns.PROJECTS, _projects(briefing)),
        Sheet("定期履职", "定期事项履职情况", columns.DUTIES, briefing.duties),
        Sheet("任务清单", "任务清单进展", columns.TASKS, briefing.tasks),
        Sheet("交办事项", "调度会交办事项", columns.ACTIONS, briefing.actions),
        Sheet("需要调度", "需要调度的事项", columns.ATTENTION, list(enumerate(briefing.attention, 1))),
    ]


def found(sheet: Sheet, words: str) -> Sheet:
    """The table with the rows that hold every word somewhere, as they are read."""
    wanted = words.split()
    rows = [row for row in sheet.rows if all(word in _read(sheet, row) for word in wanted)] if wanted else sheet.rows
    return replace(sheet, rows=rows)


def _read(sheet: Sheet, row: object) -> str:
    return " ".join(str(value) for column in sheet.columns if (value := column.known(row)) is not None)


def all_open_items(briefing: Briefing) -> Sheet:
    """What every unit still owes, in one table."""
    items = [item for own in open_items.open_items(briefing).values() for item in own]
    return Sheet(
        "督办事项",
        "各单位未办结事项",
        (columns.text("责任单位", "unit"), *columns.open_item_columns(briefing.as_of)[:-1]),
        items,
    )


def _projects(briefing: Briefing) -> list[dict]:
    """Every project with the money that it is a part of, whose dated shares its rate is held against."""
    return [row | {"funds": briefing.funds} for row in briefing.funds.projects.to_dict("records")]


def _slices(briefing: Briefing) -> list[tuple[str, object, Funds]]:
    funds = briefing.funds
    return [(group, piece, funds) for group, piece in money.slices(funds)]


def _fund_points(briefing: Briefing) -> list[tuple[str, object, Funds]]:
    """Every reported month, then the projection, which begins with the newest report again."""
    funds = briefing.funds
    reported: list[tuple[str, object, Funds]] = [("实际拨付", point, funds) for point in funds.by_month]
    return reported + [(formats.projection(funds), point, funds) for point in funds.projection]
