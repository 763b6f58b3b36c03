"""Horizontal bars with the tick of 序时: villages ranked by gap, money by source, town and category."""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import plotly.graph_objects as go

from briefing import formats, looks
from briefing.figures import theme
from briefing.measures.comparison import part_place
from briefing.model import Funds, Measure, Part
from briefing.status import Status

_WORDS_AT = 1.03  # of a full bar's length, beyond which stand its words
_LEAST_BAR = 0.2  # of the figure's width, however long names and words are
_CORNER = 3


class Bar(NamedTuple):
    """One row: its name, how full it is, where its tick stands, the words at its end; no status, no status colour."""

    name: str
    rate: float | None
    scheduled: float | None
    words: str
    status: Status | None = None
    beside: str = ""  # what its ledger says besides, told on hovering


class Heading(NamedTuple):
    """A row without a bar that names the group below it."""

    name: str


def bars(entries: Sequence[Bar | Heading], *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """The rows from top to bottom in the order given."""
    figure = theme.figure(sizes, room)
    if not entries:
        return theme.say_missing(figure)
    rows = [(at, entry) for at, entry in enumerate(entries) if isinstance(entry, Bar)]
    for missing in (False, True):
        _tracks(figure, [(at, bar) for at, bar in rows if (bar.rate is None) is missing], missing=missing, sizes=sizes)
    reported = [(at, bar) for at, bar in rows if bar.rate is not None]
    figure.add_bar(
        x=[min(bar.rate or 0, 1) for _, bar in reported],
        y=[at for at, _ in reported],
        orientation="h",
        width=sizes.bar,
        marker={"color": [_colour(bar) for _, bar in reported], "cornerradius": _CORNER},
        hoverinfo="skip",
    )
    _ticks(figure, [(at, bar.scheduled) for at, bar in rows if bar.scheduled is not None], sizes=sizes)
    figure.add_scatter(
        x=[_WORDS_AT] * len(rows),
        y=[at for at, _ in rows],
        mode="text",
        text=[theme.plain(bar.words) for _, bar in rows],
        textposition="middle right",
        textfont={"size": sizes.small},
        cliponaxis=False,
        hovertext=[theme.plain(bar.beside) for _, bar in rows],
        hoverinfo="text" if any(bar.beside for _, bar in rows) else "skip",
    )
    headings = [
        {
            "x": 0, "y": at, "text": f"<b>{theme.plain(entry.name)}</b>", "xanchor": "left", "showarrow": False,
            "font": {"size": sizes.small, "color": looks.SOFT_INK},
        }
        for at, entry in enumerate(entries) if isinstance(entry, Heading)
    ]  # fmt: skip
    # All at once, as the ticks: plotly looks through those there are for each that is added.
    figure.layout.annotations += tuple(headings)
    names = ["" if isinstance(entry, Heading) else _named(entry) for entry in entries]
    figure.update_yaxes(
        tickmode="array",
        tickvals=list(range(len(entries))),
        ticktext=names,
        range=[len(entries) - 0.4, -0.6],
        showgrid=False,
        ticklabelstandoff=sizes.small // 2,
        tickfont={"size": sizes.small, "color": looks.INK},
        showline=False,
    )
    figure.update_xaxes(range=[0, _WORDS_AT], visible=False)
    return figure.update_layout(barmode="overlay", margin={"r": _beyond([bar for _, bar in rows], sizes, room[0])})


def _beyond(rows: Sequence[Bar], sizes: theme.Scale, width: int) -> float:
    """Pixels right of the longest bar for the longest words: in the margin they keep their size in any window, and the bars make room."""
    names = max(looks.ems(bar.name) + (0 if bar.status is None else 1.5) for bar in rows) + 1.5
    words = max(looks.ems(bar.words) for bar in rows) + 1
    return min(words * sizes.small, max((1 - _LEAST_BAR) * width - names * sizes.small, 0))


def _colour(bar: Bar) -> str:
    return looks.ACCENT if bar.status is None else looks.look(bar.status).colour


def _named(bar: Bar) -> str:
    if bar.status is None:
        return theme.plain(bar.name)
    look = looks.look(bar.status)
    return f'<span style="color:{look.ink or look.colour}">{look.mark}</span> {theme.plain(bar.name)}'


def _tracks(figure: go.Figure, rows: list[tuple[int, Bar]], *, missing: bool, sizes: theme.Scale) -> None:
    hatch = {
        "shape": "/",
        "fgcolor": looks.look(Status.UNREPORTED).colour,
        "bgcolor": looks.TRACK,
        "size": sizes.small / 2,
    }
    figure.add_bar(
        x=[1] * len(rows),
        y=[at for at, _ in rows],
        orientation="h",
        width=sizes.bar,
        hovertext=[
            theme.plain(f"{bar.name}　{bar.words}") for _, bar in rows
        ],  # the whole row answers, however short its bar
        marker={"color": looks.TRACK, "pattern": hatch if missing else None, "cornerradius": _CORNER},
    )


def _ticks(figure: go.Figure, ticks: list[tuple[int, float]], *, sizes: theme.Scale) -> None:
    half = sizes.bar / 2 + 0.06
    line = {"color": looks.INK, "width": sizes.line}
    figure.layout.shapes += tuple(
        {"type": "line", "x0": place, "x1": place, "y0": at - half, "y1": at + half, "line": line, "layer": "above"}
        for at, scheduled in ticks
        for place in [min(scheduled, 1)]
    )


def ranked(parts: Sequence[Part]) -> list[Part]:
    """Reported parts by how far they are behind, worst first; what was not reported comes after them."""
    reported = [part for part in parts if part.rate is not None]
    silent = [part for part in parts if part.rate is None]
    return sorted(reported, key=lambda part: ((part.rate or 0) - (part.scheduled or 0), part.name)) + silent


def _gap_words(part: Part) -> str:
    if part.rate is None:
        return formats.MISSING
    done = formats.of_target(part)
    if part.scheduled is None:
        return done
    return f"{done}　{formats.points(part.rate - part.scheduled)}"


def village_gaps(parts: Sequence[Part], *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """Villages against 序时 in the order given, with their towns where these are several; a village that did not
    report keeps a hatched row.
    """
    named = part_place if len({part.town for part in parts}) > 1 else attrgetter("name")
    entries = [Bar(named(part), part.rate, part.scheduled, _gap_words(part), part.status, part.note) for part in parts]
    return bars(entries, sizes=sizes, room=room)


def village_gaps_alt(measure: Measure, parts: Sequence[Part]) -> str:
    """What the ranked bars say."""
    order = ranked(parts)
    if not order or order[0].rate is None:
        return f"{measure.title}按村排名：{formats.MISSING}"
    return f"{measure.title}按村排名，落后最多的是{order[0].name}，{_gap_words(order[0])}"


def fund_slices(funds: Funds, *, scheduled: float | None, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """Disbursement by source, town and category against 序时."""
    entries: list[Bar | Heading] = []
    for name, slices in (
        ("按资金来源", funds.by_source),
        (f"按{formats.units_word(piece.name for piece in funds.by_town)}", funds.by_town),
        ("按项目类别", funds.by_category),
    ):
        if slices:
            entries.append(Heading(name))
        for piece in slices:
            words = f"{formats.fund_rate(piece.rate, funds)}　{formats.spent(piece.disbursed, piece.allocated)}"
            entries.append(Bar(formats.of_place(piece.name), piece.rate, scheduled, words))
    return bars(entries, sizes=sizes, room=room)


def fund_slices_alt(funds: Funds) -> str:
    """What the slices say."""
    pieces = [piece for piece in (*funds.by_source, *funds.by_town, *funds.by_category) if piece.rate is not None]
    if not pieces:
        return f"拨付率按来源、镇和类别：{formats.MISSING}"
    low = min(pieces, key=lambda piece: piece.rate or 0)
    return f"拨付率按来源、镇和类别，最低的是{low.name}，{formats.fund_rate(low.rate, funds)}"
