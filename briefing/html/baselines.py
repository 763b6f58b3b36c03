"""Floors and caps as one table: bound, value, every unit, trend, verdict. No Streamlit; see `markup`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from briefing import formats, looks
from briefing.formats import aimed
from briefing.html.links import explained
from briefing.html.markup import badge, calm, mark, text, tone
from briefing.html.unit_columns import Column, unit_columns
from briefing.measures import bounds
from briefing.measures.bounds import Direction
from briefing.measures.indicators import change
from briefing.model import Measure, MeasureKind, Part
from briefing.status import SEVERITY, TROUBLED, ActStatus, Status
from briefing.wording import asked

# The sparkline's own coordinates; ui.css says how large it is drawn.
_WIDTH, _HEIGHT, _EDGE = 120, 30, 4


def tally_line(measures: Sequence[Measure]) -> str:
    """How many of each group hold, as one line of badges."""
    parts = []
    for name, own in bounds.grouped(measures).items():
        counts = Counter((measure.status, bounds.word(measure)) for measure in own)
        stands = "".join(f"<span>{badge(*pair)} <b>{counts[pair]}</b></span>" for pair in _worst_first(counts))
        parts.append(f"<li><b>{name} {len(own)} 项</b>{stands}</li>")
    return f'<ul class="tally">{"".join(parts)}</ul>'


def _worst_first(counts: Counter) -> list[tuple[Status, str]]:
    return sorted(counts, key=lambda pair: (-SEVERITY[pair[0]], pair[1]))


def baseline_table(measures: Sequence[Measure], towns: Sequence[str], *, whole: str, year: int) -> str:
    """All bounds, group by group, what is broken first within its group."""
    groups = bounds.grouped(measures)
    if not groups:
        return calm("计划没有底线指标")
    broken = Counter(
        _home(part) for own in groups.values() for measure in own for part in measure.parts if part.status in TROUBLED
    )
    columns = unit_columns(towns, broken)
    heads = ["指标", "条款", "要求", whole, *(column.name for column in columns), "走势", "状态", "说明"]
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(_group_rows(name, own, columns, year) for name, own in groups.items())
    return f'<table class="grid baselines"><thead><tr><td></td>{head}</tr></thead>{body}</table>'


def _home(part: Part) -> str:
    """The unit a part is counted under: its town, or itself."""
    return part.town or part.name


def _group_rows(name: str, measures: Sequence[Measure], columns: Sequence[Column], year: int) -> str:
    ranked = sorted(measures, key=lambda measure: -_badness(measure))
    first = f'<th scope="rowgroup" rowspan="{len(ranked)}" class="group"><span>{name}</span></th>'
    rows = "".join(_row(measure, columns, first if at == 0 else "", year) for at, measure in enumerate(ranked))
    return f"<tbody>{rows}</tbody>"


def _badness(measure: Measure) -> int:
    return SEVERITY[measure.status]


def _row(measure: Measure, columns: Sequence[Column], group_cell: str, year: int) -> str:
    by_home: dict[str, list[Part]] = {}
    for part in measure.parts:
        by_home.setdefault(_home(part), []).append(part)
    cells = "".join(_column_cell(measure, column, by_home) for column in columns)
    return (
        f'<tr {tone(measure.status)}>{group_cell}<th scope="row" title="{text(measure.id)} {text(measure.title)}">'
        f'{text(measure.title)}</th><td>{text(measure.clause)}</td><td class="bound">{text(requirement(measure))}</td>'
        f'<td class="value">{_whole(measure)}</td>{cells}<td>{trend(measure)}</td>'
        f'<td>{badge(measure.status, bounds.word(measure))}{_beside(measure)}</td><td class="words" title="{text(measure.reason)}　{text(measure.note)}">'
        f"{why(measure)}{_lead(measure, year)}</td></tr>"
    )


def _beside(measure: Measure) -> str:
    """What stands beside a status: that its data are old; whose is told above once."""
    old = formats.staleness(measure)
    return f'<b class="old" title="{text(old)}">陈旧</b>' if old else ""


def _lead(measure: Measure, year: int) -> Markup:
    """Who is to be asked about a bound that is broken or unreported, the first who is responsible, and by when."""
    if measure.status not in {*TROUBLED, Status.UNREPORTED}:
        return text("")
    day = asked.until(measure, year) if measure.status in TROUBLED else ""
    told = "，".join(filter(None, (*measure.responsible[:1], day)))
    return text(f"（{told}）" if told else "")


def requirement(measure: Measure) -> str:
    """What is asked for in words: ≥ 99%, = 0 户, ≥ 上年 390 个."""
    way = bounds.direction(measure)
    if way in bounds.AGAINST_LAST_YEAR:
        sign = {Direction.ABOVE: "＞", Direction.NOT_ABOVE: "≤"}.get(way, "≥")
        if measure.target is None:
            return f"{sign} 上年（{bounds.LACKS_BASE}）" if measure.value is not None else f"{sign} 上年"
        return f"{sign} 上年 {aimed(measure.target, measure.unit)}"
    if way is Direction.CHANGED:
        bound = bounds.LACKS_BASE if measure.target is None else f"即 {aimed(measure.target, measure.unit)}"
        return f"较上年{change(measure.subject)}（{bound}）"
    if way is Direction.ZERO:
        return f"= 0 {measure.unit}" if measure.kind == MeasureKind.INDICATOR else f"= 0 {measure.unit}超期"
    return f"{way} {aimed(measure.target, measure.unit)}"


def _whole(measure: Measure) -> str:
    """The district's own value; 最低 or 合计 say how it came about, and who is missing from it."""
    if measure.value is None:
        return badge(ActStatus.UNREPORTED)
    shown = explained(measure.id, text(formats.value_of(measure)))
    word = _made_of(measure)
    part = f"<small>缺 {len(measure.unreported)} 个单位</small>" if measure.unreported else ""
    return f"{f'<small>{word}</small> ' if word else ''}<b>{shown}</b>{part}"


def _made_of(measure: Measure) -> str:
    """A share of several units stands as its worst; money of several villages too; counts are added up."""
    several = sum(part.value is not None for part in measure.parts) > 1
    if not several or measure.kind == MeasureKind.DEADLINE:
        return ""
    if measure.unit == formats.PERCENT or measure.kind == MeasureKind.FLOOR:
        return "最高" if bounds.direction(measure) in (Direction.CAP, Direction.NOT_ABOVE) else "最低"
    return "合计"


def _column_cell(measure: Measure, column: Column, by_home: Mapping[str, Sequence[Part]]) -> str:
    """One unit's value with its mark; villages and projects of a town, or the units that share a column, are counted."""
    own = [part for unit in by_home if unit in column.units for part in by_home[unit]]
    if not own:
        return '<td class="unit">—</td>'
    if len(own) == 1 and own[0].name in column.units:
        return _unit_cell(own[0], measure)
    kept = sum(part.status is Status.MET for part in own)
    word = Status.MET if kept == len(own) else max((part.status for part in own), key=SEVERITY.__getitem__)
    names = "、".join(part.name for part in own if part.status in TROUBLED)
    what = "村" if measure.kind != MeasureKind.DEADLINE and own[0].town and own[0].name != own[0].town else "个"
    return f'<td class="unit" title="{text(names)}">{mark(word)} {kept}/{len(own)} {what}</td>'


def _unit_cell(part: Part, measure: Measure) -> str:
    if part.value is None:
        return f'<td class="unit hatched">{badge(ActStatus.UNREPORTED)}</td>'
    value = explained(f"{measure.id} {part.name}", text(formats.part_value(part, measure.unit)))
    if part.note == bounds.NO_BASE:
        return f'<td class="unit" title="{bounds.NO_BASE}">{value} <small class="hint">{bounds.LACKS_BASE}</small></td>'
    asked = f"上年 {aimed(part.target, measure.unit)}" if bounds.direction(measure) in bounds.AGAINST_LAST_YEAR else ""
    return f'<td class="unit" title="{text(asked)}">{mark(part.status)} {value}</td>'


def why(measure: Measure) -> str:
    """Why the status is what it is, and what the plan notes beside it."""
    note = f"<small>{text(measure.note)}</small>" if measure.note else ""
    return f"{text(measure.reason)}{note}"


def trend(measure: Measure) -> str:
    """The values of the year so far as a small line; hollow and dashed where the last one lacks a unit or its newest number."""
    values = [point.value for point in measure.history]
    if len(values) < 2:
        return '<span class="none">—</span>'
    bounds = formats.value_bounds(measure)
    words = "，".join(
        f"{point.date.month}月 {formats.amount(point.value, measure.unit, *bounds)}" for point in measure.history
    )
    mixed = measure.history[-1].mixed or bool(measure.unreported)
    lacking = "（最后一期沿用部分单位以前的数）" if mixed else ""
    if measure.unreported:
        lacking = f"（最后一期不含{'、'.join(measure.unreported)}）"
    picture = quote(_sparkline(values, looks.look(measure.status).colour, whole=not mixed))
    spoken = text(f"走势：{words}{lacking}")
    return (
        f'<i class="trend" role="img" aria-label="{spoken}" title="{spoken}" '
        f"style=\"background-image:url('data:image/svg+xml,{picture}')\"></i>"
    )


def _sparkline(values: Sequence[float], colour: str, *, whole: bool) -> str:
    """An SVG of the values. `st.html` lets no SVG element through, so ui.css shows it as a background."""
    points = _points(values)
    lines = _line(points if whole else points[:-1], "") + (
        "" if whole else _line(points[-2:], ' stroke-dasharray="4 4"')
    )
    x, y = points[-1]
    fill = colour if whole else looks.PANEL
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_EDGE - 0.5}" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{lines}{dot}</svg>'


def _points(values: Sequence[float]) -> list[tuple[float, float]]:
    low, high = min(values), max(values)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    height = _HEIGHT - 2 * _EDGE
    shares = [0.5 if high == low else (value - low) / (high - low) for value in values]
    return [(_EDGE + at * step, _EDGE + (1 - share) * height) for at, share in enumerate(shares)]


def _line(points: Sequence[tuple[float, float]], dash: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{looks.SOFT_INK}" stroke-width="2"{dash}/>'
