"""Curves over the plan year: cumulative disbursement with its legal dates, and counted targets against 序时."""

from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from briefing.figures import theme
from briefing.model import Funds, Measure, MilestoneVerdict

_TOP = 1.12  # room above 100% for the label of the last milestone
_LOW = 0.15  # below this a label under its point would run into the months
PROJECTION = "按近三个月速度测算"
PARTIAL = "有单位未报"
SCHEDULE = "序时进度"  # 按时间折算: every screen says so in its last line


def year_axes(figure: go.Figure, year: int, *, narrow: bool = False) -> go.Figure:
    """The months of a year across and shares upwards; a narrow figure names only the quarters' ends."""
    months = [date(year, month, 1) for month in range(1, 13)]
    ends = [(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)) for month in range(1, 13)]
    figure.update_xaxes(
        range=[months[0] - timedelta(days=3), ends[-1] + timedelta(days=16)],
        tickmode="array",
        tickvals=ends,
        ticktext=["" if narrow and month.month % 3 else f"{month.month}月" for month in months],
        showgrid=False,
        showline=True,
        linecolor=theme.FAINT_INK,
        tickangle=0,
    )
    figure.update_yaxes(range=[0, _TOP], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    return figure.update_layout(hovermode="x unified", showlegend=True)


def _scheduled(figure: go.Figure, corners: Sequence[tuple[date, float]], *, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[day for day, _ in corners],
        y=[share for _, share in corners],
        mode="lines",
        name=SCHEDULE,
        line={"color": theme.FAINT_INK, "dash": "dot", "width": sizes.line},
        hovertemplate="%{y:.1%}",
    )


def _actual(figure: go.Figure, points: Sequence[tuple[date, float, str]], *, name: str, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[day for day, _, _ in points],
        y=[rate for _, rate, _ in points],
        customdata=[words for _, _, words in points],
        mode="lines+markers",
        name=name,
        line={"color": theme.ACCENT, "width": sizes.line * 1.3},
        marker={"size": sizes.marker, "color": theme.ACCENT},
        hovertemplate="%{y:.1%}　%{customdata}",
        cliponaxis=False,
    )


def _partial(
    figure: go.Figure, points: Sequence[tuple[date, float, str]], part_of: Sequence[bool], *, sizes: theme.Scale
) -> None:
    """Snapshots that lack somebody: hollow, on a thin dashed line, for a part is no fall of the whole."""
    steps = [
        (points[at - 1] if at else None, points[at]) for at, is_part in enumerate(part_of) if is_part or (at and part_of[at - 1])
    ]
    ends = [end for step in steps for end in (*step, None)]
    figure.add_scatter(
        x=[end and end[0] for end in ends],
        y=[end and end[1] for end in ends],
        mode="lines",
        line={"color": theme.ACCENT, "width": sizes.line / 2, "dash": "dot"},
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
            "size": sizes.marker, "color": theme.PANEL, "line": {"color": theme.ACCENT, "width": sizes.line},
        },
        hovertemplate="%{y:.1%}　%{customdata}",
        cliponaxis=False,
    )  # fmt: skip


def _label(figure: go.Figure, day: date, share: float, words: str, *, sizes: theme.Scale, **place) -> None:
    """A label beside a point; the wash keeps it readable where it crosses a line."""
    options = {
        "showarrow": False,
        "bgcolor": "rgba(255,255,255,0.82)",
        "font": {"size": sizes.small, "color": theme.INK},
    } | place
    figure.add_annotation(x=day, y=share, text=words, **options)


def _milestones(figure: go.Figure, milestones: Sequence[MilestoneVerdict], *, sizes: theme.Scale) -> None:
    figure.add_scatter(
        x=[milestone.due_on for milestone in milestones],
        y=[milestone.share for milestone in milestones],
        mode="markers",
        name="考核节点",
        marker={"symbol": "diamond", "size": sizes.marker * 1.7, "color": theme.INK},
        hovertemplate="考核 %{y:.0%}",
    )
    for milestone in milestones:
        sign = "≥" if milestone.share < 1 else ""
        verdict = {True: " ✔", False: " ✘ 未达到", None: f" ○ {theme.MISSING}" if milestone.unknown else ""}[milestone.met]
        _label(
            figure,
            milestone.due_on,
            milestone.share,
            f"{theme.month_end(milestone.due_on)} {sign}{milestone.share:.0%}{verdict}",
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
        (point.date, point.rate, f"{theme.money(point.disbursed)} 万元")
        for point in funds.by_month
        if point.rate is not None
    ]
    if points:
        _actual(figure, points, name="实际拨付", sizes=sizes)
        day, share, _ = points[-1]
        low = share < _LOW
        _label(
            figure,
            day,
            share,
            f"<b>{theme.rate(share)}</b>",
            sizes=sizes,
            xanchor="left",
            yanchor="bottom" if low else "top",
            xshift=sizes.marker / 2,
            yshift=sizes.marker * (0.5 if low else -1.4),
            font={"size": sizes.strong, "color": theme.ACCENT},
        )
    ahead = [point for point in funds.projection if point.rate is not None]
    if ahead:
        figure.add_scatter(
            x=[point.date for point in ahead],
            y=[min(point.rate, _TOP) for point in ahead],
            mode="lines",
            name=PROJECTION,
            customdata=[point.rate for point in ahead],
            hovertemplate="%{customdata:.1%}",
            line={"color": theme.ACCENT, "dash": "dash", "width": sizes.line},
        )
        _label(
            figure,
            ahead[-1].date,
            min(ahead[-1].rate, 1),
            f"测算 {theme.rate(ahead[-1].rate)}",
            sizes=sizes,
            xanchor="right",
            yanchor="top",
            yshift=-sizes.marker * 2.6,
            xshift=sizes.marker,
            font={"size": sizes.small, "color": theme.ACCENT},
        )
    _milestones(figure, funds.milestones, sizes=sizes)
    return year_axes(figure, year)


def fund_curve_alt(funds: Funds) -> str:
    """What the fund curve says."""
    if funds.rate is None:
        return f"衔接资金累计拨付率：{theme.MISSING}"
    dates = "，".join(f"{theme.month_end(m.due_on)}应达 {m.share:.0%}" for m in funds.milestones)
    return f"衔接资金累计拨付率，截至 {theme.day(funds.snapshot)} 为 {theme.rate(funds.rate)}；{dates}"


def fund_finding(funds: Funds) -> str:
    """The title sentence of the fund curve: where it stands and whether the last legal date was kept."""
    if funds.rate is None:
        return theme.MISSING
    judged = [milestone for milestone in funds.milestones if milestone.passed]
    stand = theme.rate(funds.rate)
    if not judged:
        coming = funds.next_milestone
        return stand if coming is None else f"{stand}，{theme.month_end(coming.due_on)}须达 {coming.share:.0%}"
    last = judged[-1]
    if last.unknown:
        return f"{stand}，{theme.month_end(last.due_on)} {last.share:.0%} {theme.MISSING}"
    if not last.met:
        return f"{stand}，未达到{theme.month_end(last.due_on)} {last.share:.0%}"
    return f"{stand}，达到{theme.month_end(last.due_on)} {last.share:.0%} 节点"


def progress_curve(
    measure: Measure, year: int, *, sizes: theme.Scale, room: tuple[int, int], narrow: bool = False
) -> go.Figure:
    """A counted target over the months against 序时; a narrow one names only the quarters' ends."""
    figure = theme.figure(sizes, room)
    history = [point for point in measure.history if point.rate is not None]
    corners = [(date(year, 1, 1), 0.0)] + [(point.date, point.scheduled) for point in history]
    if measure.deadline and (not history or measure.deadline > history[-1].date):
        corners.append((measure.deadline, 1.0))
    _scheduled(figure, corners, sizes=sizes)
    if history:
        points = [(p.date, min(p.rate, _TOP), f"{theme.count(p.value)} {theme.plain(measure.unit)}") for p in history]
        part_of = [not measure.is_whole(point) for point in history]
        whole = [point for point, is_part in zip(points, part_of, strict=True) if not is_part]
        if whole:
            _actual(figure, whole, name="实际完成", sizes=sizes)
        if any(part_of):
            _partial(figure, points, part_of, sizes=sizes)
        last = history[-1]
        ahead = last.rate >= last.scheduled
        above = ahead or last.rate < _LOW
        _label(
            figure,
            last.date,
            min(last.rate, 1),
            f"<b>{theme.rate(last.rate)}</b>",
            sizes=sizes,
            xanchor="right" if ahead and last.rate >= _LOW else "left",
            yanchor="bottom" if above else "top",
            yshift=(sizes.marker if above else -sizes.marker) / 2,
            font={"size": sizes.strong, "color": theme.ACCENT},
        )
    return year_axes(figure, year, narrow=narrow)


def progress_curve_alt(measure: Measure) -> str:
    """What the curve of a counted target says."""
    if measure.value is None:
        return f"{measure.title}逐月进度：{theme.MISSING}"
    return (
        f"{measure.title}逐月进度，截至 {theme.day(measure.snapshot)} "
        f"完成 {theme.count(measure.value)} {measure.unit}，"
        f"完成率 {theme.rate(measure.rate)}，序时 {theme.rate(measure.scheduled)}"
    )
