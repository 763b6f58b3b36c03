"""The HTML of the upload desk: findings in groups, the effect on the numbers, the list of editions.

Everything from a file is escaped by `markup.text`. No Streamlit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from briefing import formats
from briefing.html.markup import badge, calm, panel_title, text
from briefing.measures.changes import Change, Effect
from data_loaders.checking.questions import ALL_ANSWERS
from data_loaders.findings import LEVEL_WORDS, Finding, Level, worst_first
from data_loaders.schema import TABLES
from data_loaders.store.editions import Edition
from data_loaders.store.meetings import Meeting

# A group shows so many places; the marked copy has them all.
PLACES_AT_MOST = 12
NAMES_AT_MOST = 8
FILES_AT_MOST = 3  # in the line of an edition, beside its buttons
# What the proposed layout shows with its columns.
PROPOSED = frozenset({"layout_proposed", "layout_question"})
NO_DAY = "as_of_missing"  # for which there is a field beside the file
# Reminders that belong to the effect of publishing.
WATCHED = frozenset({"fell", "fell_remarked", "plan_total_differs", "places_missing"})


def verdict(findings: Sequence[Finding]) -> str:
    """One line: how many errors, reminders and repairs, and whether something is to be confirmed."""
    counts = {level: sum(finding.level is level for finding in findings) for level in Level}
    asked = sum(finding.asks for finding in findings)
    wrong = [
        finding
        for finding in findings
        if finding.level is Level.ERROR and not finding.asks and finding.code not in PROPOSED
    ]
    if any(finding.code != NO_DAY for finding in wrong):
        first = f"有 {len(wrong)} 处错误，改正后才能发布。原有数据不受影响。"
    elif wrong:
        first = "请先在上面选定截至日期。原有数据不受影响。"
    elif any(finding.code in PROPOSED for finding in findings):
        first = "请先在上面核对读法，接受后才能发布。原有数据不受影响。"
    elif asked:
        first = f"有 {asked} 个问题要先核实，选定后才能发布。原有数据不受影响。"
    else:
        first = "没有错误，可以发布。"
    rest = [f"{LEVEL_WORDS[level]} {counts[level]} 处" for level in (Level.WARNING, Level.REPAIR) if counts[level]]
    return f'<div class="verdict {_worst(findings)}">{first}{"；".join(rest)}</div>'


def _worst(findings: Sequence[Finding]) -> str:
    return next((level.value for level in Level if any(finding.level is level for finding in findings)), "fine")


def finding_groups(findings: Iterable[Finding]) -> str:
    """All findings, the same cause together, worst first; repairs folded away."""
    ordered = sorted(
        worst_first(findings), key=lambda finding: (list(Level).index(finding.level), finding.code, finding.file)
    )
    groups = [
        list(group) for _, group in groupby(ordered, key=lambda finding: (finding.level, finding.code, finding.file))
    ]
    loud = [_group(group) for group in groups if group[0].level is not Level.REPAIR]
    quiet = [_group(group) for group in groups if group[0].level is Level.REPAIR]
    folded = (
        f"<details><summary>已自动处理 {len(quiet)} 类</summary><ul>{''.join(quiet)}</ul></details>" if quiet else ""
    )
    return f'<ul class="findings">{"".join(loud)}</ul>{folded}'


def _group(findings: list[Finding]) -> str:
    """One cause: its places with what is wrong at each, and what to do once."""
    first = findings[0]
    shared = len({finding.hint for finding in findings}) == 1
    places = "".join(_place(finding, with_hint=not shared) for finding in findings[:PLACES_AT_MOST])
    hidden = len(findings) - PLACES_AT_MOST
    copied = "，见批注版" if any(finding.row for finding in findings) else ""  # without rows there is none
    more = f"<li>另有 {hidden} 处{copied}</li>" if hidden > 0 else ""
    hint = f'<p class="hint">{text(first.hint)}</p>' if shared and first.hint else ""
    label = f'<span class="level">{LEVEL_WORDS[first.level]}</span>'
    return f'<li class="{first.level.value}">{label}<ul>{places}{more}</ul>{hint}</li>'


def _place(finding: Finding, *, with_hint: bool) -> str:
    hint = f' <span class="hint">{text(finding.hint)}</span>' if with_hint and finding.hint else ""
    return f"<li><b>{text(finding.place)}</b>{text(finding.message)}{hint}</li>"


def button_label(name: str) -> str:
    """A name of a drop as it may stand in the label of a button or a box, which is Markdown."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)  # Markdown takes the sign away before these only


def file_name(name: str, *, asked: bool) -> str:
    """A dropped file, marked when something is asked about it."""
    return f'<span class="file{" asked" if asked else ""}">{text(name)}</span>'


def way() -> str:
    """What to do, for somebody who is here for the first time."""
    steps = (
        ("准备台账", "已有台账的不用模板，原样上传即可；没有的从上面下载模板填写"),
        ("放入文件", "CSV、Excel、Parquet、界线文件，可一次放多个"),
        ("看检查结果", "哪一行哪一列有问题、怎么改，都会写明；改好再放一次"),
        ("核对变化后发布", "发布前看得到哪些数字会变；发错了由管理员在「历史版本」恢复"),
    )
    return f'<ol class="way">{"".join(f"<li><b>{title}</b><span>{detail}</span></li>" for title, detail in steps)}</ol>'


def to_be_watched(findings: Iterable[Finding]) -> str:
    """Cumulative figures that fell, totals that differ from the plan, places that are no longer there."""
    watched = [finding for finding in findings if finding.code in WATCHED]
    places = "".join(_place(finding, with_hint=False) for finding in watched[:PLACES_AT_MOST])
    more = f"<li>另有 {len(watched) - PLACES_AT_MOST} 处</li>" if len(watched) > PLACES_AT_MOST else ""
    return (
        f'<div class="watched"><b>发布前请留意 {len(watched)} 处：</b><ul>{places}{more}</ul></div>' if watched else ""
    )


def questions(asking: Sequence[Finding], confirmed: Iterable[str], file: str) -> str:
    """What is to be confirmed about a file, and what has been."""
    asked = "".join(
        f'<p><b>{text(finding.message)}</b> <span class="hint">{text(finding.place)}</span></p>' for finding in asking
    )
    given = "".join(f"<p>✔ {text(ALL_ANSWERS[answer])}</p>" for answer in sorted(confirmed))
    return f"{panel_title('请核实', detail=file)}{asked}{given}"


def layout_row(name: str, plain: Mapping, by: str, when: str, editions: Sequence[int]) -> str:
    """A remembered layout in a line: what it reads, who confirmed it, where it was used."""
    used = (
        f"用于第 {formats.listed(list(map(str, editions)), NAMES_AT_MOST, NAMES_AT_MOST)} 版"
        if editions
        else "还没有用过"
    )
    return (
        f'<p class="edition"><b>{text(name)}</b> {text(TABLES[plain["table"]].title)} {len(plain["columns"])} 列<br>'
        f"<span>{text(by)} {text(when)} · {text(used)}</span></p>"
    )


def layout_gone(name: str) -> str:
    """What it means that a layout is deleted, before it is."""
    return f"<p>删除版式「{text(name)}」？下次同样的表头要重新核对；已发布的版本不变。</p>"


def recognised(tables: Sequence[Mapping]) -> str:
    """Which tables the files were taken for, for which day, with their totals."""
    rows = "".join(
        f"<tr><td>{text(TABLES[table['table']].title)}</td><td>{text(table['as_of'] or '—')}</td>"
        f"<td class='number'>{formats.count(table['rows'])}</td><td>{text(_totals(table['totals']))}</td></tr>"
        for table in tables
    )
    return f'<table class="grid"><tr><th>识别为</th><th>截至日期</th><th class="number">行数</th><th>合计</th></tr>{rows}</table>'


def _totals(totals: Mapping[str, float]) -> str:
    return "，".join(f"{name} {formats.digits(total)}" for name, total in totals.items()) or formats.DASH


def effect_table(effect: Effect, before: str = "发布前", after: str = "发布后") -> str:
    """What would read differently on the screens, headline first; `before` and `after` are what the two sides are called."""
    headline = effect.headline_before or "（还没有数据）"
    sentences = f'<dl class="effect"><dt>{before}</dt><dd>{text(headline)}</dd><dt>{after}</dt><dd>{text(effect.headline_after)}</dd></dl>'
    if not effect.changes:
        return sentences + calm("各项数字和状态都不变。") + _arrivals(effect)
    head = f"<tr><th>事项</th><th class='number'>{before}</th><th class='number'>{after}</th><th>状态</th><th>截至日期</th></tr>"
    return f'{sentences}<table class="grid">{head}{"".join(_change(change) for change in effect.changes)}</table>{_arrivals(effect)}'


def _change(change: Change) -> str:
    old = badge(change.status_before.value) if change.status_before else "—"
    statuses = f"{old} → {badge(change.status_after.value)}" if change.status_before is not change.status_after else old
    days = f"{change.snapshot_before or '—'} → {change.snapshot_after or '—'}"
    kind = ' class="worse"' if change.worsened else ""
    before, after = map(text, change.words)
    return (
        f"<tr{kind}><td>{text(change.title)}</td><td class='number'>{before}</td>"
        f"<td class='number'><b>{after}</b></td><td>{statuses}</td><td>{text(days)}</td></tr>"
    )


def _arrivals(effect: Effect) -> str:
    """Villages and sites that would appear or vanish."""
    if effect.headline_before is None:
        return ""  # at the first publish everything is new
    lists = (
        ("新增的村", effect.villages_appeared), ("消失的村", effect.villages_vanished),
        ("新增的点", effect.sites_appeared), ("消失的点", effect.sites_vanished),
    )  # fmt: skip
    return "".join(
        f"<p><b>{label} {len(names)} 个：</b>{text(formats.listed(names, NAMES_AT_MOST, NAMES_AT_MOST))}</p>"
        for label, names in lists
        if names
    )


def edition_row(edition: Edition, meetings: Mapping[int, Meeting]) -> str:
    """One edition of the history in a line: number, when, who, what, and its meeting."""
    meeting = meetings.get(edition.number)
    marks = f'<span class="meeting">{text(meeting.name)} {meeting.held_on}</span>' if meeting else ""
    marks += '<span class="sample">示例数据</span>' if edition.sample else ""
    files = formats.listed([file["name"] for file in edition.files], FILES_AT_MOST, FILES_AT_MOST) or formats.DASH
    when = formats.moment(edition.published_at)
    return (
        f'<p class="edition"><b>第 {edition.number} 版</b> {when} {text(edition.by)} {marks}<br>'
        f"<span>{text(edition.note or '—')} · {text(files)}</span></p>"
    )
