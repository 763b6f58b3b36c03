"""The columns of the workbook's tables: header, kind of cell, and where the value stands in the Briefing.

May import: `model`, `layers`, `words`, `figures`, `comparison`; of exports: `worksheets`, `labels`.
"""

from collections.abc import Callable
from operator import attrgetter, itemgetter

from briefing.comparison import delta
from briefing.exports import labels
from briefing.exports.worksheets import Column, Kind, as_day
from briefing.figures import theme
from briefing.figures.village_map import status_on
from briefing.layers import ALL, LAYERS
from briefing.model import VillageState
from briefing.words import period

UNREPORTED = theme.MISSING
STATUS_OF_ACTS = {"已完成": "完成", "逾期": "逾期", "未到期": None, "未报": "未报"}


def text(title: str, field: str, **more) -> Column:
    """A column of short text that is a field of its things."""
    return Column(title, Kind.TEXT, attrgetter(field), **more)


def _of(kind: Kind, title: str, field: str, **more) -> Column:
    return Column(title, kind, attrgetter(field), **more)


def _listed(field: str) -> Callable[[object], str]:
    return lambda thing: "、".join(map(str, getattr(thing, field)))


def _act(status: str) -> str | None:
    """The status of a recorded act as one of ours; what is not due yet has none."""
    return STATUS_OF_ACTS.get(status, status)


MEASURES = (
    text("编号", "id", width=7),
    text("指标", "title", width=30),
    _of(Kind.STATUS, "状态", "status"),
    _of(Kind.COUNT, "目标值", "target"),
    _of(Kind.COUNT, "完成值", "value", missing=UNREPORTED),
    text("单位", "unit", width=9),
    _of(Kind.RATE, "完成率", "rate"),
    _of(Kind.RATE, "序时进度", "scheduled"),
    _of(Kind.POINTS, "较上季末", "change"),
    _of(Kind.DAY, "数据截至", "snapshot", missing=UNREPORTED),
    Column("数据陈旧", Kind.TEXT, lambda measure: "数据陈旧" if measure.stale else "", width=10),
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
    Column("镇（管理处）", Kind.TEXT, lambda pair: pair[1].town),
    Column("名称", Kind.TEXT, lambda pair: pair[1].name, width=28),
    Column("状态", Kind.STATUS, lambda pair: pair[1].status),
    Column("目标值", Kind.COUNT, lambda pair: pair[1].target),
    Column("完成值", Kind.COUNT, lambda pair: pair[1].value, UNREPORTED),
    Column("完成率", Kind.RATE, lambda pair: pair[1].rate),
    Column("序时进度", Kind.RATE, lambda pair: pair[1].scheduled),
    Column("说明", Kind.WORDS, lambda pair: pair[1].note),
)
HISTORY = (
    Column("编号", Kind.TEXT, lambda pair: pair[0].id, width=7),
    Column("指标", Kind.TEXT, lambda pair: pair[0].title, width=30),
    Column("截至日期", Kind.DAY, lambda pair: pair[1].date),
    Column("完成值", Kind.COUNT, lambda pair: pair[1].value, UNREPORTED),
    Column("完成率", Kind.RATE, lambda pair: pair[1].rate),
    Column("序时进度", Kind.RATE, lambda pair: pair[1].scheduled),
)
SITES = (
    text("类型", "kind"),
    text("名称", "name", width=30),
    text("镇（管理处）", "town"),
    text("村", "village"),
    _of(Kind.STATUS, "状态", "status"),
    text("阶段", "stage", width=9),
    _of(Kind.RATE, "形象进度", "progress", missing=UNREPORTED),
    _of(Kind.RATE, "序时进度", "scheduled"),
    _of(Kind.DAY, "计划完工", "planned_finish", missing=UNREPORTED),
    _of(Kind.DAY, "实际完工", "actual_finish"),
    _of(Kind.COUNT, "逾期天数", "days_late"),
    text("责任单位", "owner", missing=UNREPORTED),
    _of(Kind.WORDS, "存在问题", "problem"),
    _of(Kind.DEGREES, "经度", "longitude"),
    _of(Kind.DEGREES, "纬度", "latitude"),
)
STATIONS = (
    *SITES,
    _of(Kind.COUNT, "设计规模（吨/日）", "capacity", missing=UNREPORTED),
    _of(Kind.COUNT, "受益户数", "beneficiaries", missing=UNREPORTED),
)
SLICES = (
    Column("分组", Kind.TEXT, itemgetter(0)),
    Column("名称", Kind.TEXT, lambda pair: pair[1].name, width=20),
    Column("安排资金（万元）", Kind.MONEY, lambda pair: pair[1].allocated, UNREPORTED, 17),
    Column("累计拨付（万元）", Kind.MONEY, lambda pair: pair[1].disbursed, UNREPORTED, 17),
    Column("拨付率", Kind.RATE, lambda pair: pair[1].rate),
)
FUND_POINTS = (
    Column("截至日期", Kind.DAY, lambda pair: pair[1].date),
    Column("来源", Kind.TEXT, itemgetter(0), width=22),
    Column("安排资金（万元）", Kind.MONEY, lambda pair: pair[1].allocated, UNREPORTED, 17),
    Column("累计拨付（万元）", Kind.MONEY, lambda pair: pair[1].disbursed, UNREPORTED, 17),
    Column("拨付率", Kind.RATE, lambda pair: pair[1].rate),
)
PROJECTS = (
    Column("项目编号", Kind.TEXT, itemgetter("project_id")),
    Column("项目名称", Kind.TEXT, itemgetter("project"), width=30),
    Column("镇（管理处）", Kind.TEXT, itemgetter("town")),
    Column("村", Kind.TEXT, itemgetter("village")),
    Column("项目类别", Kind.TEXT, itemgetter("category"), width=11),
    Column("资金来源", Kind.TEXT, itemgetter("source"), width=11),
    Column("状态", Kind.STATUS, itemgetter("status")),
    Column("安排资金（万元）", Kind.MONEY, itemgetter("allocated"), UNREPORTED, 17),
    Column("累计拨付（万元）", Kind.MONEY, itemgetter("disbursed"), UNREPORTED, 17),
    Column("拨付率", Kind.RATE, itemgetter("rate")),
    Column("验收日期", Kind.DAY, lambda row: as_day(row["accepted_on"])),
    Column("确权移交日期", Kind.DAY, lambda row: as_day(row["handed_over_on"]), labels.DASH, 14),
)
DUTIES = (
    text("编号", "id", width=7),
    text("事项", "title", width=26),
    text("单位", "unit", width=22),
    Column("周期", Kind.TEXT, lambda cell: period(cell.period)),
    text("周期编号", "period", width=13),
    _of(Kind.DAY, "期限", "due_on"),
    Column("状态", Kind.STATUS, lambda cell: _act(cell.status), "未到期"),
    _of(Kind.DAY, "完成日期", "done_on"),
)
TASKS = (
    _of(Kind.COUNT, "序号", "number", width=7),
    _of(Kind.WORDS, "任务", "title"),
    text("状态", "status", width=10),
    text("期限", "deadline"),
    _of(Kind.WORDS, "进展", "progress", missing=UNREPORTED),
    _of(Kind.WORDS, "存在问题", "problem", width=30),
    _of(Kind.WORDS, "下步措施", "next_step", width=30),
    Column("责任单位", Kind.WORDS, _listed("responsible"), width=34),
    Column("数据印证", Kind.TEXT, _listed("proofs")),
    _of(Kind.WORDS, "数据不符", "contradiction", width=30),
    _of(Kind.DAY, "数据截至", "snapshot", missing=UNREPORTED),
    text("条款", "clause", width=8),
)
ACTIONS = (
    text("编号", "id"),
    _of(Kind.WORDS, "事项", "item"),
    text("责任单位", "owner", width=20),
    _of(Kind.DAY, "会议日期", "assigned_on"),
    _of(Kind.DAY, "完成时限", "due_on"),
    _of(Kind.DAY, "完成日期", "done_on"),
    Column("状态", Kind.STATUS, lambda action: _act(action.status), "未到期"),
    _of(Kind.COUNT, "逾期天数", "days_late"),
    _of(Kind.WORDS, "说明", "detail"),
)
ATTENTION = (
    Column("序号", Kind.COUNT, itemgetter(0), width=7),
    Column("事项", Kind.WORDS, lambda pair: pair[1].title, width=70),
    Column("责任单位", Kind.TEXT, lambda pair: pair[1].owner, width=26),
    Column("状态", Kind.STATUS, lambda pair: pair[1].status),
    Column("逾期天数", Kind.COUNT, lambda pair: pair[1].days_late),
    Column("指标编号", Kind.TEXT, lambda pair: pair[1].measure),
)
CHANGES = (
    text("编号", "id", width=7),
    text("指标", "title", width=30),
    _of(Kind.COUNT, "上次", "before", missing=UNREPORTED),
    _of(Kind.COUNT, "本次", "after", missing=UNREPORTED),
    Column("变化", Kind.POINTS, delta),
    text("单位", "unit", width=9),
    _of(Kind.STATUS, "上次状态", "status_before"),
    _of(Kind.STATUS, "本次状态", "status_after"),
)
MOVES = (
    text("村（社区）", "label", width=26),
    _of(Kind.STATUS, "上次状态", "before"),
    _of(Kind.STATUS, "本次状态", "after"),
)
OPEN_ITEMS = (
    text("类别", "kind", width=11),
    _of(Kind.WORDS, "事项", "title", width=32),
    _of(Kind.STATUS, "状态", "status"),
    _of(Kind.WORDS, "现状", "stands", width=44),
    _of(Kind.DAY, "时限", "due_on"),
    Column("逾期天数", Kind.COUNT, lambda item: item.days_late or None),
    _of(Kind.WORDS, "要求", "ask", width=26),
    Column("办理情况", Kind.WORDS, lambda _: "", "", 26),
)


def village_columns() -> tuple[Column, ...]:
    """Place, grade, one status a layer, then every item in words."""
    return (
        text("镇（管理处）", "town"),
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
