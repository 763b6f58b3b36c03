"""Curves over the plan year: cumulative disbursement with its legal dates, and counted targets against 序时."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
from dateutil.relativedelta import relativedelta

from briefing import formats, looks
from briefing.figures import theme
from briefing.model import Funds, Measure, MilestoneVerdict

_TOP = 1.12  # room above the highest share for its label
_LOW = 0.15  # below this a label under its point would run into the months
_MONTHS_ACROSS, _MONTH_EMS = 14, 2.5  # what a year's axis takes with its names of shares; the room of 12月 with a gap
PARTIAL = "有单位未报当日数"
SCHEDULE = "序时进度"  # 按时间折算: every screen says so in its last line


def year_axes(figure: go.Figure, year: int, *, sizes: theme.Scale, highest: float = 1.0) -> go.Figure:
    """The months of a year across and shares upwards, as far as the highest; without room for all, the quarters' ends are named."""
    narrow = figure.layout.width / _MONTHS_ACROSS < _MONTH_EMS * sizes.small
    months = [date(year, month, 1) for month in range(1, 13)]
    ends = [month + relativedelta(day=31) for month in months]
    figure.update_xaxes(
        range=[months[0] - timedelta(days=3), ends[-1] + timedelta(days=16)],
        tickmode="array",
        tickvals=ends,
        ticktext=["" if narrow and month.month % 3 else f"{month.month}月" for month in months],
        showgrid=False,
        showline=True,
        linecolor=looks.FAINT_INK,
        tickangle=0,
    )
    top = max(highest, 1.0)
    step = 0.25 if top <= 1.5 else 0.5 if top <= 3 else math.ceil(top / 4)
    ticks = [step * at for at in range(math.floor(top * _TOP / step) + 1)]
    figure.update_yaxes(range=[0, top * _TOP], tickvals=ticks, tickformat=".0%")
    return figure.update_layout(hovermode="closest", showlegend=True)


def _scheduled(figure: go.Figure, corners: Sequence[tuple[date, float]], *, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[day for day, _ in corners],
        y=[share for _, share in corners],
        customdata=[formats.rate(share) for _, share in corners],
        mode="lines",
        name=SCHEDULE,
        line={"color": looks.FAINT_INK, "dash": "dot", "width": sizes.line},
        hovertemplate="%{customdata}",
    )


def _actual(figure: go.Figure, points: Sequence[tuple[date, float, str]], *, name: str, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[day for day, _, _ in points],
        y=[rate for _, rate, _ in points],
        customdata=[words for _, _, words in points],
        mode="lines+markers",
        name=name,
        line={"color": looks.ACCENT, "width": sizes.line * 1.3},
        marker={"size": sizes.marker, "color": looks.ACCENT},
        hovertemplate="%{customdata}",
        cliponaxis=False,
    )


def _told(
    figure: go.Figure, points: Sequence[tuple[date, float, str]], part_of: Sequence[bool], *, name: str, sizes: theme.Scale
) -> None:  # fmt: skip
    """The figures of the year: full where everybody spoke for the day, hollow where somebody is missing or carried on."""
    whole = [point for point, is_part in zip(points, part_of, strict=True) if not is_part]
    if whole:
        _actual(figure, whole, name=name, sizes=sizes)
    if any(part_of):
        _partial(figure, points, part_of, sizes=sizes)


def _partial(
    figure: go.Figure, points: Sequence[tuple[date, float, str]], part_of: Sequence[bool], *, sizes: theme.Scale
) -> None:
    """Figures that lack somebody or carry on an earlier value: hollow, on a thin dashed line, for a part is no fall of the whole."""
    steps = [
        (points[at - 1] if at else None, points[at])
        for at, is_part in enumerate(part_of)
        if is_part or (at and part_of[at - 1])
    ]
    ends = [end for step in steps for end in (*step, None)]
    figure.add_scatter(
        x=[end and end[0] for end in ends],
        y=[end and end[1] for end in ends],
        mode="lines",
        line={"color": looks.ACCENT, "width": sizes.line / 2, "dash": "dot"},
        showlegend=False,
        hoverinfo="skip",
    )
    own = [point for point, is_part in zip(points, part_of, strict=True) if is_part]
    figure.add_scatter(
        x=[day for day, _, _ in own],
        y=[rate for _, rate, _ in own],
        customdata=[words for _, _, words in own],
        mode="markers",
        name=PARTIAL,
        marker={
            "size": sizes.marker, "color": looks.PANEL, "line": {"color": looks.ACCENT, "width": sizes.line},
        },
        hovertemplate="%{customdata}",
        cliponaxis=False,
    )  # fmt: skip


def _hover(rate: str, value: float, unit: str, *near: float | None) -> str:
    """What a point of a curve says: 76.3%　2,381 万元."""
    return f"{rate}　{theme.plain(formats.amount(value, unit, *near))}"


def _label(figure: go.Figure, day: date, share: float, words: str, *, sizes: theme.Scale, **place) -> None:
    """A label beside a point; the wash keeps it readable where it crosses a line."""
    options = {
        "showarrow": False,
        "bgcolor": "rgba(255,255,255,0.82)",
        "font": {"size": sizes.small, "color": looks.INK},
    } | place
    figure.add_annotation(x=day, y=share, text=words, **options)


def _milestones(figure: go.Figure, milestones: Sequence[MilestoneVerdict], *, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[milestone.due_on for milestone in milestones],
        y=[milestone.share for milestone in milestones],
        customdata=[formats.share(milestone.share) for milestone in milestones],
        mode="markers",
        name="考核节点",
        marker={"symbol": "diamond", "size": sizes.marker * 1.7, "color": looks.INK},
        hovertemplate="考核 %{customdata}",
    )
    for milestone in milestones:
        sign = "≥" if milestone.share < 1 else ""
        verdict = {True: " ✔", False: " ✘ 未达到", None: f" ○ {formats.MISSING}" if milestone.unknown else ""}[
            milestone.met
        ]
        _label(
            figure,
            milestone.due_on,
            milestone.share,
            f"{formats.month_end(milestone.due_on)} {sign}{formats.share(milestone.share)}{verdict}",
            sizes=sizes,
            xanchor="right",
            yanchor="bottom",
            yshift=sizes.marker * 0.9,
            xshift=sizes.marker,
        )


def fund_curve(funds: Funds, year: int, *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """Cumulative disbursement, the 序时 line through the legal dates, and the projection from the recent pace."""
    figure = theme.figure(sizes, room)
    corners = [corner for corner in funds.scheduled if corner[0] > date(year, 1, 1)]
    _scheduled(figure, [(date(year, 1, 1), 0.0), *corners], sizes=sizes)
    points = [
        (
            point.date,
            point.rate,
            _hover(formats.fund_rate(point.rate, funds), point.disbursed, formats.MONEY, point.allocated),
        )
        for point in funds.by_month
        if point.rate is not None
    ]
    if points:
        part_of = [point.mixed for point in funds.by_month if point.rate is not None]
        _told(figure, points, part_of, name="实际拨付", sizes=sizes)
        day, share, _ = points[-1]
        low = share < _LOW
        _label(
            figure,
            day,
            share,
            f"<b>{formats.fund_rate(share, funds)}</b>",
            sizes=sizes,
            xanchor="left",
            yanchor="bottom" if low else "top",
            xshift=sizes.marker / 2,
            yshift=sizes.marker * (0.5 if low else -1.4),
            font={"size": sizes.strong, "color": looks.ACCENT},
        )
    ahead = [(point.date, point.rate) for point in funds.projection if point.rate is not None]
    if ahead:
        figure.add_scatter(
            x=[day for day, _ in ahead],
            y=[min(rate, _TOP) for _, rate in ahead],
            mode="lines",
            name=formats.projection(funds),
            customdata=[formats.fund_rate(rate, funds) for _, rate in ahead],
            hovertemplate="%{customdata}",
            line={"color": looks.ACCENT, "dash": "dash", "width": sizes.line},
        )
        _label(
            figure,
            ahead[-1][0],
            min(ahead[-1][1], 1),
            f"测算 {formats.fund_rate(ahead[-1][1], funds)}",
            sizes=sizes,
            xanchor="right",
            yanchor="top",
            yshift=-sizes.marker * 2.6,
            xshift=sizes.marker,
            font={"size": sizes.small, "color": looks.ACCENT},
        )
    _milestones(figure, funds.milestones, sizes=sizes)
    return year_axes(figure, year, sizes=sizes)


def fund_curve_alt(funds: Funds) -> str:
    """What the fund curve says."""
    if funds.rate is None:
        return f"衔接资金累计拨付率：{formats.MISSING}"
    dates = "，".join(f"{formats.month_end(m.due_on)}应达 {formats.share(m.share)}" for m in funds.milestones)
    return f"衔接资金累计拨付率，截至 {formats.day(funds.snapshot)} 为 {formats.fund_rate(funds.rate, funds)}；{dates}"


def fund_finding(funds: Funds) -> str:
    """The title sentence of the fund curve: where it stands and whether the last legal date was kept."""
    if funds.rate is None:
        return formats.MISSING
    judged = [milestone for milestone in funds.milestones if milestone.passed]
    stand = formats.fund_rate(funds.rate, funds)
    if not judged:
        coming = funds.next_milestone
        return (
            stand
            if coming is None
            else f"{stand}，{formats.month_end(coming.due_on)}须达 {formats.share(coming.share)}"
        )
    last = judged[-1]
    if last.unknown:
        return f"{stand}，{formats.month_end(last.due_on)} {formats.share(last.share)} {formats.MISSING}"
    if not last.met:
        return f"{stand}，未达到{formats.month_end(last.due_on)} {formats.share(last.share)}"
    return f"{stand}，达到{formats.month_end(last.due_on)} {formats.share(last.share)} 节点"


def progress_curve(measure: Measure, year: int, *, sizes: theme.Scale, room: tuple[int, int]) -> go.Figure:
    """A counted target over the months against 序时."""
    figure = theme.figure(sizes, room)
    history = [point for point in measure.history if point.rate is not None]
    corners = [(date(year, 1, 1), 0.0)] + [(point.date, point.scheduled) for point in history]
    if measure.deadline and (not history or measure.deadline > history[-1].date):
        corners.append((measure.deadline, 1.0))
    _scheduled(figure, corners, sizes=sizes)
    if history:
        bounds = formats.rate_bounds(measure)
        words = [
            _hover(formats.rate(p.rate, *bounds), p.value, measure.unit, measure.target_on(p.date)) for p in history
        ]
        points = [(p.date, p.rate or 0.0, said) for p, said in zip(history, words, strict=True)]
        part_of = [not measure.is_whole(point) for point in history]
        _told(figure, points, part_of, name="实际完成", sizes=sizes)
        last, (_, rate, _) = history[-1], points[-1]
        ahead = rate >= last.scheduled
        above = ahead or rate < _LOW
        _label(
            figure,
            last.date,
            rate,
            f"<b>{formats.rate(rate, *bounds)}</b>",
            sizes=sizes,
            xanchor="right" if ahead and rate >= _LOW else "left",
            yanchor="bottom" if above else "top",
            yshift=(sizes.marker if above else -sizes.marker) / 2,
            font={"size": sizes.strong, "color": looks.ACCENT},
        )
    _changes(figure, measure, sizes=sizes)
    return year_axes(figure, year, sizes=sizes, highest=max((point.rate or 0.0 for point in history), default=0.0))


def _changes(figure: go.Figure, measure: Measure, *, sizes: theme.Scale) -> None:
    """A line on each day from which another target held: what is left of it was judged by the one before."""
    for change in measure.changed:
        figure.add_vline(x=change.since, line={"color": looks.FAINT_INK, "dash": "dot"})
        words = "目标改变" if change.after is None else f"目标 {formats.aimed(change.after, measure.unit)}"
        _label(figure, change.since, 0.02, words, sizes=sizes, xanchor="left", yanchor="bottom", font={"size": sizes.small, "color": looks.SOFT_INK})  # fmt: skip


def progress_curve_alt(measure: Measure) -> str:
    """What the curve of a counted target says."""
    if measure.value is None:
        return f"{measure.title}逐月进度：{formats.MISSING}"
    return (
        f"{measure.title}逐月进度，截至 {formats.day(measure.snapshot)} "
        f"完成 {formats.value_of(measure)}，"
        f"完成率 {formats.rate_of(measure)}，序时 {formats.scheduled_of(measure)}"
        + "".join(f"，{formats.target_changed(change, measure.unit)}" for change in measure.changed)
    )
