"""月调度 and 季通报 as Word documents in official layout; every sentence and number from the Briefing.

The 月调度 keeps to what a month is asked: goals, money that is late, who is asked for what. The 季通报 adds bounds,
tasks, units side by side, and the comparison item by item.
May import: `model`, `comparison`, `comparison_words`; of exports: `paper`, `paper_table`,
`bulletin_tables`, `bulletin_lists`, all named …_words, `labels`.
"""

import io
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from docx.document import Document as Paper

from briefing import comparison_words
from briefing.comparison import compare
from briefing.exports import (
    bulletin_lists,
    bulletin_tables,
    bulletin_words,
    labels,
    list_words,
    money_words,
    paper,
    paper_table,
)
from briefing.exports.bulletin_tables import Table
from briefing.land import Land
from briefing.lists import laggards_first
from briefing.model import Briefing
from briefing.status import TROUBLED


class Period(StrEnum):
    """Which bulletin: the short monthly one or the full quarterly one."""

    MONTH = "月调度"
    QUARTER = "季通报"


# Lines a unit in the table of what is asked; the whole list is the 督办单 of the workbook.
ASKED_AT_MOST = {Period.MONTH: 2, Period.QUARTER: 5}
QUARTER_MONTHS, LAST_DAYS = 3, 28


def bulletin(briefing: Briefing, land: Land, previous: Briefing | None = None) -> bytes:
    """The 季通报 at a quarter's end, else the 月调度. `land` is there because every format is asked in the same way."""
    quarter_ends = briefing.as_of.month % QUARTER_MONTHS == 0 and briefing.as_of.day >= LAST_DAYS
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
    paper.blank(sheet)
    paper.addressees(sheet, bulletin_words.addressees(briefing))
    paper.sentence(sheet, bulletin_words.bulletin_opening(briefing, period))
    for number, (name, tell) in enumerate(_sections(period, previous), 1):
        paper.heading(sheet, 1, name, number)
        tell(sheet, briefing)
    paper.attachment(sheet, "工作台账和督办单")
    paper.signature(sheet, [labels.clean(briefing.publisher), bulletin_words.chinese_day(briefing.as_of)])
    content = io.BytesIO()
    sheet.save(content)
    return content.getvalue()


def _sections(period: Period, previous: Briefing | None) -> list[tuple[str, Callable[[Paper, Briefing], None]]]:
    """Title and teller of every section."""
    whole = period is Period.QUARTER
    sections = [
        ("总体情况", _overall),
        ("重点工作推进情况", _works),
        ("衔接资金拨付情况", partial(_funds, whole=whole)),
        ("底线指标情况", partial(_baselines, whole=whole)),
        ("定期事项履职情况", partial(_duties, whole=whole)),
        ("任务清单和交办事项落实情况", partial(_tasks, whole=whole)),
        ("各镇（管理处）情况", partial(_towns, whole=whole)),
    ]
    if previous is not None:
        sections.append(("与上次调度会相比", partial(_comparison, previous=previous, whole=whole)))
    asked = partial(_asked, at_most=ASKED_AT_MOST[period])
    return [*sections, ("需要调度的事项", _attention), ("下一步工作要求", asked)]


def _show(sheet: Paper, table: Table | None) -> None:
    if table is not None:
        paper_table.table(sheet, *table)


def _overall(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, briefing.headline)
    _show(sheet, bulletin_tables.goals(briefing))


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


def _funds(sheet: Paper, briefing: Briefing, *, whole: bool) -> None:
    funds = briefing.funds
    paper.sentence(sheet, briefing.headlines["funds"])
    if funds.rate is None:
        return
    paper.sentence(sheet, money_words.lowest_slice(funds))
    if whole:
        _show(sheet, bulletin_tables.money_slices(briefing))
    late = laggards_first(funds.projects)
    paper.sentence(sheet, money_words.late_projects(late[late["status"].isin(list(TROUBLED))]))
    _show(sheet, bulletin_tables.late_projects(briefing))


def _baselines(sheet: Paper, briefing: Briefing, *, whole: bool) -> None:
    paper.sentence(sheet, briefing.headlines["baselines"])
    if whole:
        _show(sheet, bulletin_tables.open_bounds(briefing))


def _duties(sheet: Paper, briefing: Briefing, *, whole: bool) -> None:
    paper.sentence(sheet, briefing.headlines["duties"])
    _show(sheet, bulletin_lists.duties(briefing, only_late=not whole))


def _tasks(sheet: Paper, briefing: Briefing, *, whole: bool) -> None:
    paper.sentence(sheet, briefing.headlines["tasks"])
    if whole:
        _show(sheet, bulletin_lists.tasks(briefing))
    paper.sentence(sheet, briefing.headlines["actions"])
    _show(sheet, bulletin_lists.actions(briefing))


def _towns(sheet: Paper, briefing: Briefing, *, whole: bool) -> None:
    if whole:
        for line in bulletin_words.town_lines(briefing):
            paper.sentence(sheet, line)
    _show(sheet, bulletin_tables.towns(briefing))


def _comparison(sheet: Paper, briefing: Briefing, *, previous: Briefing, whole: bool) -> None:
    found = compare(previous, briefing)
    paper.sentence(sheet, comparison_words.measures_headline(found))
    if whole:
        _show(sheet, bulletin_lists.changes(found, briefing))
    paper.sentence(sheet, comparison_words.villages_headline(found))
    _show(sheet, bulletin_lists.moves(found))
    paper.sentence(sheet, comparison_words.actions_headline(found))
    _show(sheet, bulletin_lists.carried(found))


def _attention(sheet: Paper, briefing: Briefing) -> None:
    paper.sentence(sheet, list_words.attention_headline(briefing))
    _show(sheet, bulletin_lists.attention(briefing))


def _asked(sheet: Paper, briefing: Briefing, *, at_most: int) -> None:
    """Who must do what by when; duties and missing reports are counted in one line a unit."""
    paper.sentence(sheet, bulletin_words.asked_opening(briefing))
    _show(sheet, bulletin_lists.asked(briefing, at_most=at_most))
