"""The pieces of HTML that all screens share: badges, bars, dated panel titles, the lines around a page, messages.

Everything from a drop is escaped by `text`. No Streamlit; looks come from `figures.theme`, layout from ui.css.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup, escape

from briefing import formats, looks
from briefing.figures import theme
from briefing.model import Briefing, Funds, Measure
from briefing.status import SEVERITY, Status
from briefing.wording.labels import SCHEDULE_NOTE

# Up to this many characters' widths the headline sentence stands on one line in full size.
HEADLINE_EMS, LONG_HEADLINE_EMS = 64, 73


def text(value: object) -> Markup:
    """Anything as HTML text, once: every value of a drop goes through here, and what has gone through stays as it is."""
    return escape(value)


def tone(word: str) -> str:
    """The style attribute that hands ui.css the colour of a status or an act, for areas and for text."""
    return f'style="--tone:{looks.look(word).colour};--tone-ink:{looks.ink(word)}"'


def badge(word: str, said: str = "") -> str:
    """Mark and word of a status or an act in its colour; `said` is what it is called here."""
    sign = f'<i aria-hidden="true">{looks.look(word).mark}</i>'
    return f'<span class="badge" {tone(word)}>{sign}{text(said or word)}</span>'


def mark(word: str) -> str:
    """The mark alone in its colour, for cells whose legend says the word; screen readers hear the word."""
    return f'<i class="mark" {tone(word)} role="img" aria-label="{text(word)}">{looks.look(word).mark}</i>'


def site_sign(kind: str) -> str:
    """The sign of a kind of site on the map; there its colour is the status, here it has none."""
    return f'<i class="site-sign {theme.SITE_SYMBOLS.get(kind, "circle")}" aria-hidden="true"></i>'


def counted(word: str, count: int) -> str:
    """The mark of a word and how many there are; screen readers hear the word."""
    return f'<span class="badge" {tone(word)}>{mark(word)}{count}</span>'


def dated(snapshot: date | None, *, stale: str = "", besides: str = "", in_full: str = "") -> str:
    """The 截至日期 of a panel, marked when data is old, and below it what else must be known of the figure."""
    if snapshot is None:
        return f'<span class="dated">{formats.MISSING}</span>'
    old = f"{old_mark(stale)} " if stale else ""
    others = f'<span class="mixed" title="{text(in_full)}">{text(besides)}</span>' if besides else ""
    kind = "dated two" if besides else "dated"
    return f'<span class="{kind}">{old}截至 {formats.day(snapshot)}{others}</span>'


def old_mark(words: str) -> str:
    """That data is old; nothing where it is not."""
    return f'<b class="old">{text(words)}</b>' if words else ""


def dated_of(figure: Measure | Funds, *, then: bool = False) -> str:
    """The 截至日期 of a figure with whoever in it speaks for another day; where there is room, also how it was told then."""
    in_full = formats.besides(figure)
    beside = formats.besides(figure, short=True) if then else formats.mixed_days(figure.mixed, short=True)
    return dated(figure.snapshot, stale=formats.staleness(figure), besides=beside, in_full=in_full)


def panel_title(title: str, *, detail: str = "", aside: str = "") -> str:
    """The heading of a panel: what it is, the finding, and at the right its date (`aside` is HTML)."""
    finding = f"<span>：{text(detail)}</span>" if detail else ""
    return f'<div class="panel-title"><h2>{text(title)}{finding}</h2>{aside}</div>'


def progress_bar(
    rate: float | None, scheduled: float | None, status: str, *, said: str, known_share: float = 1.0
) -> str:
    """A bar with the black tick of 序时; hatched when nothing was reported, and beyond the share that is known of.

    `said` is the rate in words, for who cannot see the bar.
    """
    tick = "" if scheduled is None else f'<b style="left:{min(scheduled, 1):.2%}"></b>'
    fill = "" if rate is None else f'<i style="width:{min(max(rate, 0), 1):.2%}"></i>'
    unknown = "" if rate is None or known_share >= 1 else f'<em style="left:{max(known_share, rate):.2%}"></em>'
    spoken = said + ("" if scheduled is None else f"，序时 {formats.rate(scheduled, rate)}")
    kind = "bar missing" if rate is None else "bar"
    return f'<div class="{kind}" {tone(status)} role="img" aria-label="{text(spoken)}">{fill}{unknown}{tick}</div>'


def item_row(status: Status, title: str, detail: str, *, problem: str = "", owed: str = "") -> str:
    """One line of a list: title, a detail and perhaps a problem or who owes it under it, and the status at the right."""
    trouble = f'<span class="trouble" title="{text(problem)}">问题：{text(problem)}</span>' if problem else ""
    owes = f"<span>{text(owed)}</span>" if owed else ""
    words = f"<div><b>{text(title)}</b><span>{text(detail)}</span>{trouble}{owes}</div>"
    return f"<li {tone(status)}>{words}{badge(status)}</li>"


def calm(sentence: str) -> str:
    """What a list says when it has no rows."""
    return f'<p class="calm">{text(sentence)}</p>'


def more(hidden: int, what: str) -> str:
    """The line that says how much a short list leaves out."""
    return note(f"另有 {hidden} {what}" if hidden > 0 else "")


def note(words: str) -> str:
    """A line under a chart or a list; nothing without words."""
    return f'<p class="more">{text(words)}</p>' if words else ""


def legend(statuses: Sequence[Status | None]) -> str:
    """The statuses on a map with how many villages have each; None is a village without such a task."""
    counts = Counter(statuses)
    known = sorted((status for status in counts if status is not None), key=SEVERITY.__getitem__)
    entries = [f"<li>{badge(status)} <b>{counts[status]}</b></li>" for status in known]
    if counts[None]:
        swatch = '<span class="badge"><i class="swatch"></i>无此项任务</span>'
        entries.append(f"<li>{swatch} <b>{counts[None]}</b></li>")
    return f'<ul class="legend">{"".join(entries)}</ul>'


def title_row(title: str, briefing: Briefing, *, remark: str = "") -> str:
    """The top line of a screen: what it is, on which day, how far the year is, whether it is sample data.

    `remark` says what the link asked for and could not have; it takes the place of how far the year is.
    """
    facts = [
        f'<b class="hint" role="status">{text(remark)}</b>' if remark else "",
        f"<span>数据截至 <b>{formats.day(briefing.as_of)}</b></span>",
        "" if remark else f"<span>年度时间进度 <b>{formats.rate(briefing.year_progress)}</b></span>",
        '<b class="sample">示例数据</b>' if briefing.edition.sample else "",
    ]
    return f'<header class="top"><h1>{text(title)}</h1><p>{"<i></i>".join(filter(None, facts))}</p></header>'


def plain_title(title: str) -> str:
    """The top line of a page that shows no edition."""
    return f'<header class="top"><h1>{text(title)}</h1></header>'


def headline(sentence: str) -> str:
    """The finding of the screen, said first; a long one is set smaller to stay on its line."""
    wide = looks.ems(sentence)
    kind = "headline longer" if wide > LONG_HEADLINE_EMS else "headline long" if wide > HEADLINE_EMS else "headline"
    return f'<p class="{kind}">{text(sentence)}</p>'


def footer(briefing: Briefing, *, hint: str = "") -> str:
    """Where the numbers come from; `hint` says what a reader can do about it."""
    edition = briefing.edition
    note = f"（{text(edition.note)}）" if edition.note else ""
    published = f"{text(edition.by)} {formats.moment(edition.published_at)} 发布，第 {edition.number} 版{note}"
    parts = (
        f"来源：{published}",
        SCHEDULE_NOTE,
        text(briefing.publisher),
    )
    told = [f"<span>{'　·　' if number else ''}{part}</span>" for number, part in enumerate(filter(None, parts))]
    told += [f'<span class="clicks">　·　{hint}</span>'] if hint else []
    return f'<footer class="source">{"".join(told)}</footer>'


def present_mark(page: str, screens: Iterable[str], *, stage: str) -> str:
    """What tells ui.css and present.js that a page is being presented: which screen it is, of which, in what shape."""
    told = f'data-screen="{text(page)}" data-screens="{text(" ".join(screens))}" data-stage="{text(stage)}"'
    return f'<div class="present" hidden {told}></div>'


def notice(title: str, *lines: str) -> str:
    """A message that takes the place of a screen. Lines may hold HTML made by us, never text of a drop."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f'<section class="notice"><h2>{text(title)}</h2>{body}</section>'
