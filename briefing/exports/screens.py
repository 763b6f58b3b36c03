"""The screens as HTML fragments of 1920×1080, composed from the same pieces as the pages of the app.

A page of the app draws with Streamlit and lets readers choose; here every choice that is worth taking along is drawn
and switched in the browser. May import everything of `briefing` but `ui`; of exports: `labels`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import plotly.graph_objects as go

from briefing import baselines, bounds, cards, duty_grid, follow_up, layers, lists, markup, matrix, ranking, task_list
from briefing.figures import bars, closing, curves, theme, village_map
from briefing.land import Land
from briefing.model import Briefing, Measure
from briefing.screens import PRESENTED

SIZES = theme.PRESENT


class Screen(NamedTuple):
    """One screen: its address, its title, its HTML, and the figures that its places for charts name."""

    name: str
    title: str
    html: str
    figures: dict[str, go.Figure]


@dataclass
class Canvas:
    """What a screen is drawn with; it collects the figures on the way."""

    briefing: Briefing
    land: Land
    figures: dict[str, go.Figure] = field(default_factory=dict)

    def chart(self, key: str, figure: go.Figure, alt: str) -> str:
        """The place where a figure is drawn, with the words for who cannot see it."""
        self.figures[key] = figure
        size = f"width:{figure.layout.width}px;height:{figure.layout.height}px"
        return f'<div class="chart" id="{key}" style="{size}" role="img" aria-label="{markup.text(alt)}"></div>'

    def measures(self, ids: Iterable[str]) -> list[Measure]:
        """Measures by id; a plan that has no such obligation leaves its place out."""
        return [measure for id in ids for measure in self.briefing.measures if measure.id == id]


def screens(briefing: Briefing, land: Land) -> list[Screen]:
    """All screens of an edition, in briefing order."""
    return [_screen(name, briefing, land) for name in PRESENTED]


def _screen(name: str, briefing: Briefing, land: Land) -> Screen:
    canvas = Canvas(briefing, land)
    body = DRAWERS[name](canvas)
    title = (
        f"{briefing.title} · {briefing.year} 年工作调度"
        if name == "overview"
        else f"{PRESENTED[name]} · {briefing.year} 年"
    )
    sentence = briefing.headlines.get(name, briefing.headline)
    head = block(markup.title_row(title, briefing) + markup.headline(sentence))
    return Screen(name, PRESENTED[name], head + body + block(markup.footer(briefing)), canvas.figures)


# --- pieces ------------------------------------------------------------------------------------------------------


def block(fragment: str) -> str:
    """A fragment of ours under the looks of ui.css."""
    return f'<div data-testid="stHtml">{fragment}</div>'


def panel(name: str, *pieces: str, kind: str = "") -> str:
    """A white panel; ui.css styles it by its key."""
    return f'<section class="st-key-panel-{name} {kind}">{"".join(pieces)}</section>'


def columns(shares: Sequence[float], *cells: str, last: bool = True) -> str:
    """Cells side by side; the last row of a screen takes the height that is left."""
    widths = " ".join(f"minmax(0,{share:g}fr)" for share in shares)
    inner = "".join(f'<div class="column">{cell}</div>' for cell in cells)
    return f'<div class="columns{" last" if last else ""}" style="grid-template-columns:{widths}">{inner}</div>'


def choices(group: str, variants: dict[str, str], *, label: str) -> str:
    """Buttons, and below them the piece that the pressed one shows; the first is shown in pictures."""
    buttons = "".join(
        f'<button type="button" data-group="{group}" data-shows="{number}" aria-pressed="{str(number == 0).lower()}">'
        f"{markup.text(name)}</button>"
        for number, name in enumerate(variants)
    )
    pieces = "".join(
        f'<div class="variant" data-group="{group}" data-number="{number}"{" hidden" if number else ""}>{piece}</div>'
        for number, piece in enumerate(variants.values())
    )
    return f'<div class="choices" role="group" aria-label="{markup.text(label)}">{buttons}</div>{pieces}'


def _rows(name: str) -> int | None:
    return theme.rows(name, present=True)


def _room(frame: str) -> tuple[int, int]:
    return theme.FRAMES[frame].size(True)


# --- the screens -------------------------------------------------------------------------------------------------


def _overview(canvas: Canvas) -> str:
    briefing, funds = canvas.briefing, canvas.briefing.funds
    villages = [village for village in briefing.villages if village.mapped]
    figure = village_map.village_map(
        villages, canvas.land.boundaries, layer=layers.ALL, schematic=canvas.land.schematic, sizes=SIZES,
        room=_room("overview_map"), review_number=briefing.map_approval,
    )  # fmt: skip
    map_panel = panel(
        "map",
        block(
            markup.panel_title("各村综合进度", aside=lists.layer_date(briefing, layers.ALL))
            + lists.map_legend(villages, layers.ALL)
        ),
        canvas.chart("overview-map", figure, village_map.village_map_alt(villages, layers.ALL)),
    )
    curve = curves.fund_curve(funds, briefing.year, sizes=SIZES, room=_room("overview_curve"))
    curve_panel = panel(
        "curve",
        block(
            markup.panel_title(
                "资金拨付率", detail=curves.fund_finding(funds), aside=markup.dated(funds.snapshot, stale=funds.stale)
            )
        ),
        canvas.chart("overview-curve", curve, curves.fund_curve_alt(funds)),
    )
    worries = panel(
        "attention",
        block(
            markup.panel_title(f"需要调度的事项（{len(briefing.attention)}）")
            + lists.attention_list(briefing.attention, limit=_rows("attention"))
        ),
    )
    top = block(cards.measure_cards(briefing, canvas.measures(briefing.headline_measures)))
    return top + columns([1.1, 1.12, 0.88], map_panel, curve_panel, worries)


def _map(canvas: Canvas) -> str:
    """Every layer can be chosen; a click on a village shows its card in place of the ranking."""
    villages = [village for village in canvas.briefing.villages if village.mapped]
    variants = {layer: _layer(canvas, layer, number, villages) for number, layer in enumerate(layers.LAYERS)}
    village_cards = "".join(
        f'<div class="village-card" data-village="{markup.text(village.label)}" hidden>'
        + block(
            markup.panel_title(village.village, aside=markup.badge(village_map.status_on(village, layers.ALL)))
            + lists.village_card(village, limit=_rows("village_items"))
            + '<p class="more"><button type="button" class="back">返回排名</button></p>'
        )
        + "</div>"
        for village in villages
    )
    shown = choices("layer", variants, label="图层")
    return f'<div class="map-screen">{shown}</div><div class="cards-of-villages" hidden>{village_cards}</div>'


def _layer(canvas: Canvas, layer: str, number: int, villages: Sequence) -> str:
    briefing = canvas.briefing
    figure = village_map.village_map(
        villages, canvas.land.boundaries, layer=layer, sites=(*briefing.sites, *briefing.stations),
        schematic=canvas.land.schematic, sizes=SIZES, room=_room("map"), review_number=briefing.map_approval,
    )  # fmt: skip
    map_panel = panel(
        "map",
        block(
            markup.panel_title(lists.map_title(layer), aside=lists.layer_date(briefing, layer))
            + lists.map_legend(villages, layer)
        ),
        canvas.chart(f"map-{number}", figure, village_map.village_map_alt(villages, layer)),
    )
    ranked = panel(
        "village",
        block(
            markup.panel_title("落后的村在前", detail=layer)
            + lists.ranked_villages(villages, layer, limit=_rows("worst_villages"))
        ),
        kind="ranking-of-villages",
    )
    return columns([2.2, 1], map_panel, ranked)


def _sites(canvas: Canvas) -> str:
    variants = {choice: _site_choice(canvas, choice, number) for number, choice in enumerate(lists.site_choices(canvas.briefing))}
    return choices("kind", variants, label="类型")


def _site_choice(canvas: Canvas, choice: str, number: int) -> str:
    briefing = canvas.briefing
    kinds = layers.SITE_CHOICES[choice]
    sites = [site for site in briefing.sites if site.kind in kinds]
    measures = lists.site_measures(briefing, kinds)
    side = block(cards.measure_cards(briefing, measures, stacked=True))
    for measure in measures[:1]:
        figure = curves.progress_curve(measure, briefing.year, sizes=SIZES, room=_room("sites_curve"), narrow=True)
        side += panel(
            "curve",
            block(markup.panel_title("逐月进度", aside=markup.dated(measure.snapshot, stale=measure.stale))),
            canvas.chart(f"sites-{number}", figure, curves.progress_curve_alt(measure)),
        )
    table = panel(
        "table",
        block(
            markup.panel_title(f"{choice}：共 {len(sites)} 个", aside=lists.tables_date(briefing, ["sites"]))
            + lists.site_table(sites, limit=_rows("sites"))
        ),
    )
    return columns([0.24, 0.76], side, table)


def _households(canvas: Canvas) -> str:
    measures = canvas.briefing.judged_by("places_done")
    return (
        columns([1] * len(measures), *(_household(canvas, measure) for measure in measures))
        if measures
        else block(markup.calm("计划没有这一类目标"))
    )


def _household(canvas: Canvas, measure: Measure) -> str:
    aside = markup.dated(measure.snapshot, stale=measure.stale)
    shown = min(_rows("gaps"), len(measure.parts))
    curve = curves.progress_curve(measure, canvas.briefing.year, sizes=SIZES, room=_room("household_curve"))
    gaps = bars.village_gaps(measure.parts, limit=shown, sizes=SIZES, room=_room("household_gaps"))
    return (
        block(cards.measure_strip(measure))
        + panel(
            f"curve-{measure.id}",
            block(markup.panel_title(f"{measure.title}逐月", aside=aside)),
            canvas.chart(f"curve-{measure.id}", curve, curves.progress_curve_alt(measure)),
            kind="fixed",
        )
        + panel(
            f"gaps-{measure.id}",
            block(markup.panel_title(f"落后最多的村（{canvas.briefing.whole}）", aside=aside)),
            canvas.chart(f"gaps-{measure.id}", gaps, bars.village_gaps_alt(measure, measure.parts)),
            block(cards.gaps_line(measure, len(measure.parts) - shown)),
        )
    )


def _sewage(canvas: Canvas) -> str:
    strips = [cards.measure_strip(measure, owners=True) for measure in canvas.briefing.judged_by("stations_finished")]
    return block("".join(strips) + cards.stations(canvas.briefing.stations))


def _funds(canvas: Canvas) -> str:
    briefing, funds = canvas.briefing, canvas.briefing.funds
    aside = markup.dated(funds.snapshot, stale=funds.stale)
    disbursement = cards.of_kind(briefing, cards.DISBURSEMENT)
    curve = curves.fund_curve(funds, briefing.year, sizes=SIZES, room=_room("funds_curve"))
    slices = bars.fund_slices(
        funds, scheduled=disbursement and disbursement.scheduled, sizes=SIZES, room=_room("funds_slices")
    )
    top = columns(
        [1.2, 1, 0.8],
        panel(
            "curve",
            block(markup.panel_title("累计拨付率", detail=curves.fund_finding(funds), aside=aside)),
            canvas.chart("funds-curve", curve, curves.fund_curve_alt(funds)),
        ),
        panel(
            "slices",
            block(markup.panel_title("分来源、镇、类别（万元）", aside=aside)),
            canvas.chart("funds-slices", slices, bars.fund_slices_alt(funds)),
        ),
        panel("bounds", block(markup.panel_title("资金底线", aside=aside) + lists.bounds(briefing.measures))),
        last=False,
    )
    projects = panel(
        "projects",
        block(
            markup.panel_title(f"项目拨付（{briefing.whole}，共 {len(funds.projects)} 个，慢的在前）", aside=aside)
            + lists.project_table(funds.projects, limit=_rows("projects"))
        ),
        kind="last",
    )
    return block(cards.tiles(cards.fund_tiles(briefing))) + top + projects


def _tasks(canvas: Canvas) -> str:
    briefing, tasks, towns = canvas.briefing, canvas.briefing.tasks, canvas.briefing.towns
    measures = {measure.id: measure for measure in briefing.measures}
    side = (
        panel("counts", block(markup.panel_title("分部分") + task_list.summary(tasks, {})), kind="fixed")
        + panel(
            "units",
            block(
                markup.panel_title("按责任单位")
                + task_list.unit_links(tasks, towns, {}, unit=task_list.ANY_UNIT, limit=_rows("task_units"))
            ),
            kind="fixed",
        )
        + panel(
            "unlisted",
            block(
                markup.panel_title("条款有、清单未列") + task_list.unlisted(briefing.measures, limit=_rows("unlisted"))
            ),
        )
    )
    table = panel(
        "tasks",
        block(
            markup.panel_title(
                f"任务（全部，{len(tasks)} 项，数据不符和未报的在前）", aside=markup.dated(task_list.snapshot(tasks))
            )
            + task_list.task_table(list(tasks), measures, lines=_rows("task_lines"), proofs=_rows("task_proofs"))
        ),
    )
    return columns([0.22, 0.78], side, table)


def _duties(canvas: Canvas) -> str:
    variants = {period: _duty_period(canvas, period) for period in (duty_grid.THIS_QUARTER, duty_grid.WHOLE_YEAR)}
    return choices("period", variants, label="时段")


def _duty_period(canvas: Canvas, period: str) -> str:
    briefing = canvas.briefing
    window = duty_grid.window_of(period, briefing)
    rows = duty_grid.duties(briefing)
    silent = duty_grid.silences(rows, duty_grid.homes(briefing), window)
    title = f"{duty_grid.window_name(window)}履职（{len(rows)} 项，逾期多的在前）"
    grid = panel(
        "matrix",
        block(
            markup.panel_title(
                title,
                detail=duty_grid.silent_finding(silent),
                aside=markup.dated(briefing.as_of if briefing.duties else None),
            )
            + matrix.legend(window)
            + matrix.duty_matrix(rows, matrix.blocks(briefing, rows, window), window, limit=_rows("duties"))
        ),
    )
    units = panel(
        "silent",
        block(
            markup.panel_title(f"{duty_grid.window_name(window)}未报送的单位")
            + matrix.silent_units(silent, duty_grid.acts_due(rows, window), window, limit=_rows("silent"))
        ),
    )
    return columns([0.76, 0.24], grid, units)


def _baselines(canvas: Canvas) -> str:
    briefing = canvas.briefing
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    snapshot = max((measure.snapshot for measure in kept if measure.snapshot), default=None)
    fragment = (
        markup.panel_title(f"底线指标（{len(kept)} 项，未达标的在前）", aside=markup.dated(snapshot))
        + baselines.tally_line(kept)
        + baselines.baseline_table(kept, briefing.towns, whole=briefing.whole)
    )
    return panel("baselines", block(fragment), kind="last")


def _actions(canvas: Canvas) -> str:
    briefing, actions = canvas.briefing, canvas.briefing.actions
    aside = markup.dated(briefing.as_of if actions else None)
    rows = closing.closing_rows(follow_up.by_owner(actions), follow_up.by_meeting(actions))
    figure = closing.closing_rates(rows, limit=_rows("closing"), sizes=SIZES, room=_room("closing"))
    top = columns(
        [0.68, 0.32],
        panel(
            "actions",
            block(
                markup.panel_title(f"交办事项（{len(actions)} 项，逾期的在前）", aside=aside)
                + follow_up.action_table(actions, delivered=bool(actions), limit=_rows("actions"))
            ),
        ),
        panel(
            "closing",
            block(markup.panel_title("办结率", aside=aside)),
            canvas.chart("closing-rates", figure, closing.closing_rates_alt(actions)),
        ),
        last=False,
    )
    towns, departments = ranking.ranked_towns(briefing), ranking.ranked_departments(briefing)
    standings = panel(
        "ranking",
        block(
            markup.panel_title("单位晾晒", aside=markup.dated(briefing.as_of))
            + follow_up.rankings(towns, departments, limit=_rows("departments"))
        ),
        kind="last",
    )
    return top + standings


DRAWERS = {
    "overview": _overview,
    "map": _map,
    "sites": _sites,
    "households": _households,
    "sewage": _sewage,
    "funds": _funds,
    "tasks": _tasks,
    "duties": _duties,
    "baselines": _baselines,
    "actions": _actions,
}
