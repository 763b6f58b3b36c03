"""The columns of the workbook's tables: header, kind of cell, and where the value stands in the Briefing."""

from collections.abc import Callable
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

import pandas as pd

from briefing import formats
from briefing.exports.workbook.worksheets import Column, Kind, as_day
from briefing.figures.village_map import status_on
from briefing.formats import BEFORE_NEXT_MEETING, DASH, MISSING, Number
from briefing.measures.comparison import delta
from briefing.measures.map_layers import ALL, LAYERS
from briefing.model import Site, VillageState
from briefing.status import ActStatus

TOWN = "镇"  # the workbook writes what the district has: 乡镇, 镇（管理处）


def text(title: str, field: str, **more) -> Column:
    """A column of short text that is a field of its things."""
    return Column(title, Kind.TEXT, attrgetter(field), **more)


def _of(kind: Kind, title: str, field: str, **more) -> Column:
    return Column(title, kind, attrgetter(field), **more)


def _listed(field: str) -> Callable[[Any], str]:
    return lambda thing: "、".join(map(str, getattr(thing, field)))


def _number(
    title: str, number: Callable[[Any], Number | None], missing: str = DASH, width: float | None = None
) -> Column:
    return Column(title, Kind.NUMBER, number, missing, width)


def _count(title: str, field: str, missing: str = DASH, width: float | None = None) -> Column:
    """A column of whole numbers that are a field of its things."""
    return _number(title, lambda thing: formats.count(getattr(thing, field)), missing, width)


def _money(allocated: Callable[[Any], float], disbursed: Callable[[Any], float]) -> tuple[Column, Column]:
    """What was allocated and what of it was disbursed."""
    return (
        _number("安排资金（万元）", lambda thing: formats.money(allocated(thing)), MISSING, 17),
        _number("累计拨付（万元）", lambda thing: formats.money(disbursed(thing), allocated(thing)), MISSING, 17),
    )


def _money_of(title: str, name: str) -> Column:
    """An amount that a project's ledger may leave out."""
    return _number(title, lambda row: None if pd.isna(row[name]) else formats.money(row[name]), DASH, 16)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _degrees(title: str, field: str) -> Column:
    def degrees(site: Site) -> Number | None:
        value = getattr(site, field)
        return None if value is None else formats.degrees(value)

    return _number(title, degrees)


MEASURES = (
    text("编号", "id", width=7),
    text("指标", "title", width=30),
    _of(Kind.STATUS, "状态", "status"),
    _number("目标值", lambda measure: formats.aim(measure.target)),
    _number("完成值", formats.digits_of, MISSING),
    text("单位", "unit", width=9),
    _number("完成率", formats.rate_of),
    _number("序时进度", formats.scheduled_of),
    _number("较上季末", lambda measure: formats.change(measure.change, measure.unit)),
    _of(Kind.DAY, "数据截至", "snapshot", missing=MISSING),
    Column("数据陈旧", Kind.TEXT, formats.staleness, width=10),
    Column("其他日期的数据", Kind.WORDS, lambda measure: formats.mixed_days(measure.mixed), width=24),
    _of(Kind.DAY, "期限", "deadline"),
    _of(Kind.WORDS, "说明", "reason"),
    Column("责任单位", Kind.WORDS, _listed("responsible")),
    Column("未报单位", Kind.WORDS, _listed("unreported"), width=24),
    text("条款", "clause", width=8),
    _of(Kind.WORDS, "备注", "note", width=30),
)
PARTS = (
    Column("编号", Kind.TEXT, lambda pair: pair[0].id, width=7),
    Column("指标", Kind.TEXT, lambda pair: pair[0].title, width=28),
    Column(TOWN, Kind.TEXT, lambda pair: pair[1].town),
    Column("名称", Kind.WORDS, lambda pair: pair[1].name, width=28),
    Column("状态", Kind.STATUS, lambda pair: pair[1].status),
    _number("目标值", lambda pair: formats.aim(pair[1].target)),
    _number("完成值", lambda pair: formats.part_digits(pair[1], formats.part_unit(pair[0])), MISSING),
    _number("完成率", lambda pair: formats.part_rate(pair[1], pair[0])),
    _number("序时进度", lambda pair: formats.scheduled_of(pair[1])),
    Column("说明", Kind.WORDS, lambda pair: pair[1].note),
)
HISTORY = (
    Column("编号", Kind.TEXT, lambda pair: pair[0].id, width=7),
    Column("指标", Kind.TEXT, lambda pair: pair[0].title, width=30),
    Column("截至日期", Kind.DAY, lambda pair: pair[1].date),
    _number("完成值", lambda pair: formats.point_digits(pair[1], pair[0]), MISSING),
    _number("完成率", lambda pair: formats.rate(pair[1].rate, *formats.rate_bounds(pair[0]))),
    _number("序时进度", lambda pair: formats.scheduled_of(pair[1])),
)
SITES = (
    text("类型", "kind"),
    _of(Kind.WORDS, "名称", "name", width=30),
    text(TOWN, "town"),
    text("村", "village"),
    _of(Kind.STATUS, "状态", "status"),
    text("阶段", "stage", width=9),
    _number("形象进度", formats.progress_of, MISSING),
    _number("序时进度", formats.due_of),
    _of(Kind.DAY, "开工时间", "started_on"),
    _of(Kind.DAY, "计划完工", "planned_finish", missing=MISSING),
    _of(Kind.DAY, "期限", "due_on"),
    _of(Kind.DAY, "实际完工", "actual_finish"),
    _count("逾期天数", "days_late"),
    _of(Kind.WORDS, "责任单位", "owner", missing=MISSING, width=20),
    _count("受益户数", "beneficiaries"),
    _of(Kind.WORDS, "存在问题", "problem"),
    _degrees("经度", "longitude"),
    _degrees("纬度", "latitude"),
)
STATIONS = (
    *SITES,
    _count("设计规模（吨/日）", "capacity", MISSING),
)
SLICES = (
    Column("分组", Kind.TEXT, itemgetter(0)),
    Column("名称", Kind.TEXT, lambda pair: formats.of_place(pair[1].name), width=22),
    *_money(lambda pair: pair[1].allocated, lambda pair: pair[1].disbursed),
    _number("拨付率", lambda pair: formats.fund_rate(pair[1].rate, pair[2])),
)
FUND_POINTS = (
    Column("截至日期", Kind.DAY, lambda pair: pair[1].date),
    Column("来源", Kind.TEXT, itemgetter(0), width=22),
    *_money(lambda pair: pair[1].allocated, lambda pair: pair[1].disbursed),
    _number("拨付率", lambda pair: formats.fund_rate(pair[1].rate, pair[2])),
)
PROJECTS = (
    Column("项目编号", Kind.TEXT, itemgetter("project_id")),
    Column("项目名称", Kind.WORDS, itemgetter("project"), width=30),
    Column(TOWN, Kind.TEXT, itemgetter("town")),
    Column("村", Kind.TEXT, itemgetter("village")),
    Column("项目类别", Kind.TEXT, itemgetter("category"), width=11),
    Column("资金来源", Kind.TEXT, itemgetter("source"), width=11),
    Column("状态", Kind.STATUS, itemgetter("status")),
    *_money(itemgetter("allocated"), itemgetter("disbursed")),
    _number("拨付率", lambda row: formats.fund_rate(row["rate"], row["funds"])),
    *(_money_of(title, name) for title, name in (("总投资（万元）", "investment"), ("完成投资（万元）", "invested"))),
    Column("资金文号", Kind.TEXT, lambda row: _word(row["document"]), width=20),
    Column("责任单位", Kind.WORDS, lambda row: _word(row["owner"]), width=18),
    Column("建设内容", Kind.WORDS, lambda row: _word(row["content"]), width=34),
    Column("开工时间", Kind.DAY, lambda row: as_day(row["started_on"])),
    Column("验收日期", Kind.DAY, lambda row: as_day(row["accepted_on"])),
    Column("确权移交日期", Kind.DAY, lambda row: as_day(row["handed_over_on"]), DASH, 14),
)
DUTIES = (
    text("编号", "id", width=7),
    text("事项", "title", width=26),
    text("单位", "unit", width=22),
    Column("周期", Kind.TEXT, lambda cell: formats.period(cell.period)),
    text("周期编号", "period", width=13),
    _of(Kind.DAY, "期限", "due_on"),
    Column("状态", Kind.STATUS, lambda cell: cell.status.judged, ActStatus.NOT_DUE),
    _of(Kind.DAY, "完成日期", "done_on"),
)
TASKS = (
    _count("序号", "number", width=7),
    _of(Kind.WORDS, "任务", "title"),
    _of(Kind.WORDS, "任务要求", "requirement", width=50),
    text("状态", "status", width=10),
    text("期限", "deadline"),
    _of(Kind.DAY, "下一期限", "due_on"),
    _of(Kind.WORDS, "进展", "progress", missing=MISSING),
    _of(Kind.WORDS, "存在问题", "problem", width=30),
    _of(Kind.WORDS, "下步措施", "next_step", width=30),
    Column("责任单位", Kind.WORDS, _listed("responsible"), width=34),
    Column("数据印证", Kind.TEXT, _listed("proofs")),
    _of(Kind.WORDS, "数据不符", "contradiction", width=30),
    _of(Kind.DAY, "数据截至", "snapshot", missing=MISSING),
    text("条款", "clause", width=8),
)
ACTIONS = (
    text("编号", "id"),
    _of(Kind.WORDS, "事项", "item"),
    _of(Kind.WORDS, "责任单位", "owner", width=20),
    _of(Kind.DAY, "会议日期", "assigned_on"),
    _of(Kind.DAY, "完成时限", "due_on", missing=BEFORE_NEXT_MEETING),
    _of(Kind.DAY, "原定时限", "first_due_on"),
    _of(Kind.DAY, "完成日期", "done_on"),
    Column("状态", Kind.STATUS, lambda action: action.status.judged, ActStatus.NOT_DUE),
    _count("逾期天数", "days_late"),
    _of(Kind.WORDS, "说明", "detail"),
)
ATTENTION = (
    _number("序号", lambda pair: formats.count(pair[0]), width=7),
    Column("事项", Kind.WORDS, lambda pair: pair[1].title, width=70),
    Column("责任单位", Kind.WORDS, lambda pair: pair[1].owner, width=26),
    Column("状态", Kind.STATUS, lambda pair: pair[1].status),
    Column("时限", Kind.DAY, lambda pair: pair[1].due_on),
    _number("逾期天数", lambda pair: formats.count(pair[1].days_late)),
    Column("指标编号", Kind.TEXT, lambda pair: pair[1].measure),
)
CHANGES = (
    text("编号", "id", width=7),
    text("指标", "title", width=30),
    _number("上次", lambda change: change.digits[0], MISSING),
    _number("本次", lambda change: change.digits[1], MISSING),
    _number("变化", lambda change: formats.change(delta(change), change.unit)),
    text("单位", "unit", width=9),
    _of(Kind.STATUS, "上次状态", "status_before"),
    _of(Kind.STATUS, "本次状态", "status_after"),
)
MOVES = (
    text("村（社区）", "label", width=26),
    _of(Kind.STATUS, "上次状态", "before"),
    _of(Kind.STATUS, "本次状态", "after"),
)


def open_item_columns(asked_on: date) -> tuple[Column, ...]:
    """What a unit owes, as a paper of a day asks for it: never by a day that has passed."""
    return (
        text("类别", "kind", width=11),
        text("编号", "number", width=13),
        _of(Kind.WORDS, "事项", "title", width=32),
        _of(Kind.STATUS, "状态", "status"),
        _of(Kind.WORDS, "现状", "stands", width=44),
        _of(Kind.DAY, "原定时限", "due_on"),
        _number("逾期天数", lambda item: formats.count(item.days_late or None)),
        _of(Kind.WORDS, "要求", "ask", width=26),
        Column("办结或反馈时限", Kind.DAY, lambda item: item.answer_by(asked_on) if item.urgent else None, DASH, 16),
        Column("配合单位", Kind.WORDS, _listed("helpers"), "", 24),
        Column("办理情况", Kind.WORDS, lambda _: "", "", 26),
        Column("办结日期", Kind.WORDS, lambda _: "", "", 14),
    )


def village_columns() -> tuple[Column, ...]:
    """Place, grade, one status a layer, then every item in words."""
    return (
        text(TOWN, "town"),
        text("村（社区）", "village"),
        text("行政区划代码", "code"),
        text("帮扶级别", "grade", width=10),
        *(_layer_column(layer) for layer in LAYERS),
        Column("各项情况", Kind.WORDS, _items, width=90),
    )


def _layer_column(layer: str) -> Column:
    return Column("综合状态" if layer == ALL else layer, Kind.STATUS, lambda village: status_on(village, layer))


def _items(village: VillageState) -> str:
    return "；".join(f"{item.title} {item.text}（{item.status.value}）" for item in village.items)
