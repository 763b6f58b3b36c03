"""Overview: how do the six main tasks stand, where, and who has to be asked?"""

from functools import partial

import streamlit as st

from briefing import cards, layers, lists, markup, ui
from briefing.figures import curves, village_map

with ui.frame("overview") as view:
    briefing, sight = view.briefing, view.sight()
    ui.html(cards.measure_cards(briefing, view.measures(briefing.headline_measures)))
    map_column, curve_column, list_column = st.columns([1.1, 1.12, 0.88], gap="small")

    with map_column, ui.panel("map"):
        aside = lists.layer_date(briefing, layers.ALL)
        ui.html(markup.panel_title(f"各{sight.one}综合进度", aside=aside) + lists.map_legend(sight.places, layers.ALL, meaning=False))
        draw = partial(
            village_map.village_map,
            sight.places,
            sight.boundaries,
            layer=layers.ALL,
            schematic=view.land.schematic,
            sizes=view.sizes,
            room=view.room("overview_map"),
            review_number=briefing.map_approval,
        )
        ui.chart(draw, view, key="overview-map", alt=village_map.village_map_alt(sight.places, layers.ALL, sight.one))

    with curve_column, ui.panel("curve"):
        funds = briefing.funds
        aside = markup.dated(funds.snapshot, stale=funds.stale)
        ui.html(markup.panel_title("资金拨付率", detail=curves.fund_finding(funds), aside=aside))
        draw = partial(curves.fund_curve, funds, briefing.year, sizes=view.sizes, room=view.room("overview_curve"))
        ui.chart(draw, view, key="overview-curve", alt=curves.fund_curve_alt(funds))

    with list_column, ui.panel("attention"):
        ui.html(
            markup.panel_title(f"需要调度的事项（{len(briefing.attention)}）")
            + lists.attention_list(briefing.attention, limit=view.rows("attention"), query=view.query)
        )
