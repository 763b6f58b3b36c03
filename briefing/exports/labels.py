"""What every export says about itself: day, edition, source, sample mark; and text that office files can hold.

May import: `model`, `status`, `figures.theme`.
"""

import re
from datetime import date

from briefing.figures import theme
from briefing.model import Briefing, Measure
from briefing.status import Status

SAMPLE_MARK = "示例数据"
SCHEDULE_NOTE = "序时进度为按时间折算（文件只定节点）"
FONT = "Microsoft YaHei"
DASH = "—"
# Characters that XML cannot hold; a drop may carry them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(value: object) -> str:
    """Anything as text for an office file: nothing for None, no control characters."""
    return "" if theme.absent(value) else _UNPRINTABLE.sub(" ", str(value))


def title(briefing: Briefing) -> str:
    """What the whole pack is about."""
    return f"{briefing.title} · {briefing.year} 年工作调度"


def day_line(briefing: Briefing) -> str:
    """The day that the figures speak for."""
    return f"数据截至 {theme.day(briefing.as_of)}"


def edition_line(briefing: Briefing) -> str:
    """Which edition the figures come from."""
    return f"第 {briefing.edition.number} 版"


def source_line(briefing: Briefing) -> str:
    """Who published the figures and when."""
    edition = briefing.edition
    return f"来源：{clean(edition.by)} {theme.moment(edition.published_at)} 发布"


def footer(briefing: Briefing) -> str:
    """Day, edition, source and, for sample data, the mark, in one line."""
    marks = [SAMPLE_MARK] if briefing.edition.sample else []
    return "　·　".join([*marks, day_line(briefing), edition_line(briefing), source_line(briefing), SCHEDULE_NOTE])


def short_footer(briefing: Briefing) -> str:
    """The same without the remark on 序时, for a narrow foot."""
    return footer(briefing).removesuffix(f"　·　{SCHEDULE_NOTE}")


def file_stem(briefing: Briefing, what: str) -> str:
    """A file name without its suffix: 工作调度_2023-09-30_第3版."""
    mark = f"_{SAMPLE_MARK}" if briefing.edition.sample else ""
    return f"{what}_{briefing.as_of.isoformat()}_第{briefing.edition.number}版{mark}"


def marked(status: Status | str) -> str:
    """A status as mark and word, so that it reads without its colour: ■ 滞后."""
    return f"{theme.look(status).mark} {Status(status).value}"


def ink(status: Status | str) -> str:
    """The colour of a status as text on white."""
    look = theme.look(status)
    return look.ink or look.colour


def amount(measure: Measure, value: float | None) -> str:
    """A value of a measure with its unit; 12 个, 76.3%, 未报."""
    if theme.absent(value):
        return theme.MISSING
    shown = f"{round(value, 2):,g}" if abs(value) < 1_000_000 else f"{value:,.0f}"
    return f"{shown}%" if measure.unit == "%" else f"{shown} {measure.unit}"


def due(day: date | None) -> str:
    """A day to keep, or a dash where none is set."""
    return DASH if day is None else theme.day(day)


def short_due(day: date | None, year: int) -> str:
    """A day to keep as sentences say it; only another year is named."""
    if day is None:
        return DASH
    return theme.month_day(day) if day.year == year else f"{day.year}年{theme.month_day(day)}"
