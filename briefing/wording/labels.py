"""What every export says about itself: day, edition, source, sample mark; and text that office files can hold."""

import re
from datetime import UTC, date

from briefing import formats
from briefing.model import Briefing, MeasureKind
from data_loaders.version import VERSION

SAMPLE_MARK = "示例数据"
SCHEDULE_NOTE = "序时进度按时间比例折算（文件仅规定考核节点）"
FONT = "Microsoft YaHei"
MADE_BY = f"乡村振兴工作调度看板 {VERSION}"  # in the properties of office files
# Characters that XML cannot hold; a drop may carry them.
_HALF_BRACKETS = re.compile(r"\(([^()]*[一-鿿][^()]*)\)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(value: object) -> str:
    """Anything as text for an office file: nothing for None, no control characters."""
    return "" if formats.absent(value) else _UNPRINTABLE.sub(" ", str(value))


def printed(value: object) -> str:
    """The same for a paper or a slide, Chinese words in Chinese brackets: 各镇（管理处）."""
    return _HALF_BRACKETS.sub(r"（\1）", clean(value))


def sign(properties: object, title: str, briefing: Briefing) -> None:
    """What an office file says of itself in its properties: title, office, when the figures were published."""
    moment = briefing.edition.published_at.astimezone(UTC).replace(tzinfo=None)
    told = {
        "title": title, "author": clean(briefing.publisher), "last_modified_by": clean(briefing.publisher),
        "subject": f"{day_line(briefing)}，{edition_line(briefing)}", "language": "zh-CN", "comments": MADE_BY,
        "created": moment, "modified": moment, "revision": 1, "keywords": "", "category": "",
    }  # fmt: skip
    for name, value in told.items():
        setattr(properties, name, value)


def title(briefing: Briefing) -> str:
    """What the whole pack is about."""
    return f"{briefing.title} · {briefing.year} 年工作调度"


def day_line(briefing: Briefing) -> str:
    """The day that the figures speak for; where all ledgers are older, that the rest is counted to it, and theirs."""
    older = older_ledgers(briefing)
    day = formats.day(briefing.as_of)
    return f"统计到 {day}，台账截至 {formats.day(older)}" if older else f"数据截至 {day}"


def older_ledgers(briefing: Briefing) -> date | None:
    """The newest day of the ledgers, where that is before the day that is told of."""
    days = [one.snapshot for one in briefing.measures if one.kind != MeasureKind.DUTY and one.snapshot]
    newest = max(days, default=briefing.as_of)
    return newest if newest < briefing.as_of else None


def edition_line(briefing: Briefing) -> str:
    """Which edition the figures come from."""
    return f"第 {briefing.edition.number} 版"


def source_line(briefing: Briefing) -> str:
    """Who published the figures and when."""
    edition = briefing.edition
    return f"来源：{clean(edition.by)} {formats.moment(edition.published_at)} 发布"


def slide_source(briefing: Briefing) -> str:
    """Where the figures of a slide come from; edition and hour stand on the cover."""
    return f"来源：各单位报送的台账，{day_line(briefing)}　·　{SCHEDULE_NOTE}"


def paper_source(briefing: Briefing) -> str:
    """Where the figures come from, on paper, below a table."""
    return f"数据来源为各单位报送的台账（{edition_line(briefing)}）"


def footer(briefing: Briefing) -> str:
    """Day, edition, source and, for sample data, the mark, in one line."""
    marks = [SAMPLE_MARK] if briefing.edition.sample else []
    return "　·　".join([*marks, day_line(briefing), edition_line(briefing), source_line(briefing), SCHEDULE_NOTE])


def file_stem(briefing: Briefing, what: str) -> str:
    """A file name without its suffix: 工作调度_2023-09-30_第3版."""
    mark = f"_{SAMPLE_MARK}" if briefing.edition.sample else ""
    return f"{what}_{briefing.as_of.isoformat()}_第{briefing.edition.number}版{mark}"
