"""月调度 and 季通报 as Word documents in official layout; every sentence and number from the Briefing.

May import: `model`, `lists`, `status`, `comparison`, `figures.theme`; of exports: `paper`, `sentences`, `oversight`,
`labels`.
"""

import io
from collections.abc import Callable, Sequence
from enum import StrEnum

from docx.document import Document as Paper

from briefing.comparison import compare, delta
from briefing.exports import bulletin_words, labels, oversight, paper, sentences
from briefing.exports.paper import Head
from briefing.figures import theme
from briefing.land import Land
from briefing.lists import laggards_first
from briefing.model import Briefing
from briefing.status import TROUBLED, Status


class Period(StrEnum):
    """Which bulletin: the short monthly one or the full quarterly one."""

    MONTH = "月调度"
    QUARTER = "季通报"


GOAL_KINDS = ("target", "milestones")
ASKED_AT_MOST = 5  # lines a unit; the whole list is the 督办单 of the workbook
GOAL_HEADS = (
    Head("指标", 29),
    Head("目标", 15, True),
    Head("完成", 15, True),
    Head("完成率", 12, True),
    Head("序时", 12, True),
    Head("状态", 14),
)
SLICE_HEADS = (
    Head("分组", 20),
    Head("名称", 24),
    Head("安排（万元）", 18, True),
    Head("拨付（万元）", 18, True),
    Head("拨付率", 14, True),
)
PROJECT_HEADS = (
    Head("项目", 32),
    Head("地点", 22),
    Head("安排（万元）", 17, True),
    Head("拨付（万元）", 17, True),
    Head("拨付率", 12, True),
    Head("状态", 15),
)
BOUND_HEADS = (Head("指标", 34), Head("现值", 18, True), Head("状态", 14), Head("说明", 38))
DUTY_HEADS = (
    Head("单位", 24),
    Head("应履职", 12, True),
    Head("已完成", 12, True),
    Head("逾期", 9, True),
    Head("逾期事项", 43),
)
TASK_HEADS = (Head("序号", 9, True), Head("任务", 34), Head("状态", 12), Head("说明", 46))
ATTENTION_HEADS = (Head("序号", 9, True), Head("事项", 56), Head("责任单位", 24), Head("状态", 15))
ACTION_HEADS = (Head("事项", 42), Head("责任单位", 18), Head("完成时限", 15), Head("状态", 14), Head("进展", 27))
ASK_HEADS = (Head("责任单位", 17), Head("事项", 27), Head("现状", 31), Head("要求", 20), Head("时限", 16))
CHANGE_HEADS = (
    Head("指标", 32),
    Head("上次", 15, True),
    Head("本次", 15, True),
    Head("变化", 12, True),
    Head("上次状态", 15),
    Head("本次状态", 15),
)
ACT_STATUS = {"已完成": Status.DONE, "逾期": Status.OVERDUE}


def bulletin(briefing: Briefing, land: Land, previous: Briefing | None = None) -> bytes:
    """The 季通报 at a quarter's end, else the 月调度. `land` is there because every format is asked in the same way."""
    quarter_ends = (briefing.as_of.month % 3 == 0) and briefing.as_of.day >= 28
    return write_bulletin(briefing, Period.QUARTER if quarter_ends else Period.MONTH, previous)


def monthly(briefing: Briefing, land: Land, previous: Briefing | None = None) -> bytes:
    """The 月调度, whatever the day."""
    return write_bulletin(briefing, Period.MONTH, previous)


def quarterly(briefing: Briefing, land: Land, previous: Briefing | None = None) -> bytes:
    """The 季通报, whatever the day."""
    return write_bulletin(briefing, Period.QUARTER, previous)


def write_bulletin(briefing: Briefing, period: Period, previous: Briefing | None) -> bytes:
    """The document, section after section; a section that has nothing to say is left out and not counted."""
    title = bulletin_words.bulletin_title(briefing, period)
    sheet = paper.new_paper("".join(title), labels.clean(briefing.publisher))
    if briefing.edition.sample:
        paper.sample_mark(sheet, labels.SAMPLE_MARK)
    paper.page_numbers(sheet, labels.short_footer(briefing))
    paper.title(sheet, title)
    paper.centred(sheet, bulletin_words.bulletin_subtitle(briefing))
    paper.sentence(sheet, bulletin_words.bulletin_opening(briefing, period))
    sections: list[tuple[str, Callable[[], None]]] = [
        ("总体情况", lambda: _overall(sheet, briefing)),
        ("重点工作推进情况", lambda: _works(sheet, briefing)),
        ("衔接资金拨付情况", lambda: _funds(sheet, briefing)),
        ("底线指标情况", lambda: _baselines(sheet, briefing)),
        ("定期事项履职情况", lambda: _duties(sheet, briefing, period)),
        ("任务清单和交办事项落实情况", lambda: _tasks(sheet, briefing)),
    ]
    if period is Period.QUARTER:
        sections.append(("各镇（管理处）情况", lambda: _towns(sheet, briefing)))
        if previous is not None:
            sections.append(("与上次调度会相比", lambda: _comparison(sheet, briefing, previous)))
    sections += [
        ("需要调度的事项", lambda: _attention(sheet, briefing)),
        ("下一步工作要求", lambda: _asked(sheet, briefing)),
    ]
    for number, (name, tell) in enumerate(sections, 1):
        paper.heading(sheet, 1, name, number)
        tell()
    paper.signature(sheet, [labels.clean(briefing.publisher), bulletin_words.chinese_day(briefing.as_of)])
    content = io.BytesIO()
    sheet.save(content)
    return content.getvalue()


def _overall(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, briefing.headline)
    rows = [
        (
            measure.title,
            sentences.value_of(measure.target, measure.unit) if measure.target is not None else labels.DASH,
            sentences.value_of(measure.value, measure.unit),
            theme.rate(measure.rate),
            labels.DASH if measure.scheduled is None else theme.rate(measure.scheduled),
            measure.status,
        )
        for measure in briefing.measures
        if measure.kind in GOAL_KINDS
    ]
    paper.table(sheet, f"年度目标完成情况（{labels.day_line(briefing)}）", GOAL_HEADS, rows)


def _works(sheet: Paper, briefing: Briefing) -> None:
    parts = (
        ("新农村建设和村庄整治", [briefing.headlines["sites"], bulletin_words.late_sites(briefing)]),
        ("美丽庭院和户厕问题整改", [briefing.headlines["households"], *bulletin_words.village_gaps(briefing)]),
        ("污水处理站建设", [briefing.headlines["sewage"], *bulletin_words.station_lines(briefing)]),
        ("其他年度目标", [bulletin_words.other_goals(briefing)]),
    )
    for number, (title, told) in enumerate(parts, 1):
        paper.heading(sheet, 2, title, number)
        for one in filter(None, told):
            paper.sentence(sheet, one)


def _funds(sheet: Paper, briefing: Briefing) -> None:
    funds = briefing.funds
    paper.sentence(sheet, briefing.headlines["funds"])
    if funds.rate is None:
        return
    paper.sentence(sheet, sentences.lowest_slice(funds))
    rows = [
        (group, piece.name, theme.money(piece.allocated), theme.money(piece.disbursed), theme.rate(piece.rate))
        for group, piece in sentences.slices(funds)
    ]
    paper.table(sheet, f"衔接资金分类拨付情况（截至 {theme.day(funds.snapshot)}）", SLICE_HEADS, rows)
    late = laggards_first(funds.projects)
    late = late[late["status"].isin(list(TROUBLED))]
    paper.sentence(sheet, sentences.late_projects(late))
    if not late.empty:
        listed = [
            (
                row.project,
                f"{row.town}{row.village if isinstance(row.village, str) else ''}",
                theme.money(row.allocated),
                theme.money(row.disbursed),
                theme.rate(row.rate),
                Status(row.status),
            )
            for row in late.itertuples()
        ]
        paper.table(sheet, "拨付落后的项目", PROJECT_HEADS, listed)


def _baselines(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, briefing.headlines["baselines"])
    rows = [
        (measure.title, sentences.value_of(measure.value, measure.unit), measure.status, measure.reason or measure.note)
        for measure in sentences.baselines(briefing)
        if measure.status is not Status.MET
    ]
    if rows:
        paper.table(sheet, "未达标和未报的底线指标", BOUND_HEADS, rows)


def _duties(sheet: Paper, briefing: Briefing, period: Period) -> None:
    paper.sentence(sheet, briefing.headlines["duties"])
    tallies = sentences.duty_tallies(briefing)
    shown = [tally for tally in tallies if tally.overdue or (period is Period.QUARTER and tally.due)]
    rows = [
        (tally.unit, theme.count(tally.due), theme.count(tally.done), theme.count(tally.overdue), tally.missing)
        for tally in shown
    ]
    if rows:
        paper.table(sheet, "各单位定期事项履职情况", DUTY_HEADS, rows)


def _tasks(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, briefing.headlines["tasks"])
    rows = [
        (str(task.number), task.title, task.status, task.contradiction or task.problem or labels.DASH)
        for task in sentences.tasks_to_ask(briefing)
    ]
    if rows:
        paper.table(sheet, "未启动、未报和数据不符的任务", TASK_HEADS, rows)
    paper.sentence(sheet, briefing.headlines["actions"])
    _actions(sheet, briefing)


def _actions(sheet: Paper, briefing: Briefing) -> None:
    rows = [
        (
            action.item,
            action.owner,
            labels.short_due(action.due_on, briefing.year),
            ACT_STATUS.get(action.status, action.status),
            sentences.action_stands(action),
        )
        for action in briefing.actions
    ]
    if rows:
        paper.table(sheet, "交办事项落实情况", ACTION_HEADS, rows)


def _towns(sheet: Paper, briefing: Briefing) -> None:
    """One column a unit: what of each measure lies there."""
    for line in bulletin_words.town_lines(briefing):
        paper.sentence(sheet, line)
    measures = bulletin_words.measures_by_town(briefing)
    heads = (Head("指标", 27), *(Head(town, 25) for town in briefing.towns))
    rows = [
        (measure.title, *(bulletin_words.town_share(measure, town) for town in briefing.towns)) for measure in measures
    ]
    rows += [("衔接资金拨付率", *(bulletin_words.town_money(briefing.funds, town) for town in briefing.towns))]
    paper.table(sheet, "各镇（管理处）主要指标", heads, rows)


def _comparison(sheet: Paper, briefing: Briefing, previous: Briefing) -> None:
    found = compare(previous, briefing)
    paper.sentence(sheet, sentences.comparison_headline(found))
    paper.sentence(sheet, sentences.moves_headline(found))
    paper.sentence(sheet, sentences.carried_headline(found))
    rows = [
        (
            change.title,
            sentences.value_of(change.before, change.unit),
            sentences.value_of(change.after, change.unit),
            theme.change(delta(change)),
            change.status_before or labels.DASH,
            change.status_after,
        )
        for change in sentences.telling_changes(found, briefing)
    ]
    if rows:
        paper.table(sheet, f"指标变化（上次数据截至 {theme.day(found.as_of_before)}）", CHANGE_HEADS, rows)


def _attention(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, sentences.attention_headline(briefing))
    rows = [(str(number), item.title, item.owner, item.status) for number, item in enumerate(briefing.attention, 1)]
    if rows:
        paper.table(sheet, "需要调度的事项", ATTENTION_HEADS, rows)


def _asked(sheet: Paper, briefing: Briefing) -> None:
    """Who must do what by when; what was only not reported, or is a routine duty, is counted in one line a unit."""
    units = oversight.open_items(briefing)
    asked = {unit: _asked_of(items, briefing.year) for unit, items in units.items()}
    rows = [row for unit, own in asked.items() for row in ((unit, *line) for line in own)]
    paper.sentence(sheet, bulletin_words.asked_opening(briefing, [unit for unit, own in asked.items() if own]))
    if rows:
        paper.table(sheet, "督办事项和时限", ASK_HEADS, rows)


def _by_when(item: oversight.OpenItem, year: int) -> str:
    return labels.short_due(item.due_on, year) if item.due_on else "立即"


def _asked_of(items: Sequence[oversight.OpenItem], year: int) -> list[tuple[str, str, str, str]]:
    """The lines of one unit: its urgent items, then duties and missing reports in one line each kind."""
    urgent = [item for item in items if item.urgent]
    single = [item for item in urgent if item.kind not in (oversight.DUTY_KIND, oversight.REPORT)]
    lines = [(item.title, item.stands, item.ask, _by_when(item, year)) for item in single[:ASKED_AT_MOST]]
    if len(single) > ASKED_AT_MOST:
        lines.append((f"其余 {len(single) - ASKED_AT_MOST} 项", "见督办单", "按督办单逐项落实", labels.DASH))
    for kind, ask in ((oversight.DUTY_KIND, "补做并登记履职记录"), (oversight.REPORT, "补报数据")):
        own = [item for item in urgent if item.kind == kind]
        if own:
            word = "逾期" if kind == oversight.DUTY_KIND else theme.MISSING
            lines.append((kind, f"{len(own)} 项{word}：{sentences.few([item.title for item in own])}", ask, "立即"))
    return lines
