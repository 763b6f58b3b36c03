"""Village map: where does a task stand well or badly, and what has a village to do?"""

import streamlit as st

from briefing import layers, lists, markup, ui
from briefing.figures import village_map

RANKING = "各村，落后的在前"

with ui.frame("map", by_town=True) as view:
    briefing, villages = view.briefing, view.mapped_villages
    layer = ui.choose("图层", "layer", layers.LAYERS, present=view.present, segmented=True)
    map_column, card_column = st.columns([2.2, 1], gap="small")

    with card_column, ui.panel("village"):
        by_label = {village.label: village for village in villages}
        chosen = ui.choose("村", "village", [RANKING, *by_label], present=view.present)
        if chosen == RANKING:
            ui.html(
                markup.panel_title("落后的村在前", detail=layer)
                + lists.ranked_villages(villages, layer, limit=view.rows("worst_villages"))
            )
        else:
            village = by_label[chosen]
            status = village_map.status_on(village, layers.ALL)
            ui.html(
                markup.panel_title(village.village, aside=markup.badge(status))
                + lists.village_card(village, limit=view.rows("village_items"))
            )

    with map_column, ui.panel("map"):
        ui.html(
            markup.panel_title(f"各村{layer}状态", aside=lists.layer_date(briefing, layer))
            + markup.legend([village_map.status_on(village, layer) for village in villages])
        )
        figure = village_map.village_map(
            villages,
            view.land.boundaries,
            layer=layer,
            sites=view.all_sites,
            schematic=view.land.schematic,
            sizes=view.sizes,
            room=view.room("map"),
            chosen=chosen,
            review_number=briefing.map_approval,
        )
        ui.chart(figure, view, key="village-map", alt=village_map.village_map_alt(villages, layer), remembers="village")
