"""The screens of the works: overview, village map, sites, courtyards and toilets, sewage stations.

May import everything of `briefing` but `ui`; of exports: `screen_pieces`.
"""

from collections.abc import Sequence

from briefing import cards, layers, lists, markup
from briefing.exports.screen_pieces import CHOICES_HEIGHT, SIZES, Canvas, block, choices, columns, panel, room, rows
from briefing.figures import bars, curves, village_map
from briefing.model import Measure


def overview(canvas: Canvas) -> str:
    """Six cards, the map, the money, the worries."""
    briefing, funds = canvas.briefing, canvas.briefing.funds
    villages = [village for village in briefing.villages if village.mapped]
    figure = village_map.village_map(
        villages, canvas.land.boundaries, layer=layers.ALL, schematic=canvas.land.schematic, sizes=SIZES,
        room=room("overview_map"), review_number=briefing.map_approval,
    )  # fmt: skip
    map_panel = panel(
        "map",
        block(
            markup.panel_title("各村综合进度", aside=lists.layer_date(briefing, layers.ALL))
            + lists.map_legend(villages, layers.ALL, meaning=False)
        ),
        canvas.chart("overview-map", figure, village_map.village_map_alt(villages, layers.ALL)),
    )
    curve = curves.fund_curve(funds, briefing.year, sizes=SIZES, room=room("overview_curve"))
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
            + lists.attention_list(briefing.attention, limit=rows("attention"))
        ),
    )
    top = block(cards.measure_cards(briefing, canvas.measures(briefing.headline_measures)))
    return top + columns([1.1, 1.12, 0.88], map_panel, curve_panel, worries)


def map(canvas: Canvas) -> str:
    """Every layer can be chosen; a click on a village shows its card in place of the ranking."""
    villages = [village for village in canvas.briefing.villages if village.mapped]
    variants = {layer: _layer(canvas, layer, number, villages) for number, layer in enumerate(layers.LAYERS)}
    village_cards = "".join(
        f'<div class="village-card" data-village="{markup.text(village.label)}" hidden>'
        + block(
            markup.panel_title(village.village, aside=markup.badge(village_map.status_on(village, layers.ALL)))
            + lists.village_card(village, limit=rows("village_items"))
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
        schematic=canvas.land.schematic, sizes=SIZES, room=_map_room(), review_number=briefing.map_approval,
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
            + lists.ranked_villages(villages, layer, limit=rows("worst_villages"))
        ),
        kind="ranking-of-villages",
    )
    return columns([2.2, 1], map_panel, ranked)


def _map_room() -> tuple[int, int]:
    """The room of the map; the buttons of the layers, which a projector does not show, take some of it."""
    width, height = room("map")
    return width, height - CHOICES_HEIGHT


def sites(canvas: Canvas) -> str:
    """The sites by kind: cards and curve beside the table."""
    variants = {
        choice: _site_choice(canvas, choice, number)
        for number, choice in enumerate(lists.site_choices(canvas.briefing))
    }
    return choices("kind", variants, label="类型")


def _site_choice(canvas: Canvas, choice: str, number: int) -> str:
    briefing = canvas.briefing
    kinds = layers.SITE_CHOICES[choice]
    sites = [site for site in briefing.sites if site.kind in kinds]
    measures = lists.site_measures(briefing, kinds)
    side = block(cards.measure_cards(briefing, measures, stacked=True))
    for measure in measures[:1]:
        figure = curves.progress_curve(measure, briefing.year, sizes=SIZES, room=room("sites_curve"), narrow=True)
        side += panel(
            "curve",
            block(markup.panel_title("逐月进度", aside=markup.dated(measure.snapshot, stale=measure.stale))),
            canvas.chart(f"sites-{number}", figure, curves.progress_curve_alt(measure)),
        )
    table = panel(
        "table",
        block(
            markup.panel_title(f"{choice}：共 {len(sites)} 个", aside=lists.tables_date(briefing, ["sites"]))
            + lists.site_table(sites, limit=rows("sites"))
        ),
    )
    return columns([0.24, 0.76], side, table)


def households(canvas: Canvas) -> str:
    """Courtyards and toilets side by side: curve above, the villages furthest behind below."""
    measures = canvas.briefing.judged_by("places_done")
    return (
        columns([1] * len(measures), *(_household(canvas, measure) for measure in measures))
        if measures
        else block(markup.calm("计划没有这一类目标"))
    )


def _household(canvas: Canvas, measure: Measure) -> str:
    aside = markup.dated(measure.snapshot, stale=measure.stale)
    shown = min(rows("gaps"), len(measure.parts))
    curve = curves.progress_curve(measure, canvas.briefing.year, sizes=SIZES, room=room("household_curve"))
    gaps = bars.village_gaps(measure.parts, limit=shown, sizes=SIZES, room=room("household_gaps"))
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


def sewage(canvas: Canvas) -> str:
    """The named stations, one panel each."""
    strips = [cards.measure_strip(measure, owners=True) for measure in canvas.briefing.judged_by(cards.STATIONS_RULE)]
    return block(
        "".join(strips)
        + cards.stations(canvas.briefing.stations, cards.silent_stations(canvas.briefing), limit=rows("stations"))
    )
