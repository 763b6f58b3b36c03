"""Village map: where does a task stand well or badly, and what has a village to do?"""

from functools import partial

import streamlit as st

from briefing import layers, lists, markup, ui
from briefing.figures import village_map

RANKING = "各村，落后的在前"
SIX_COLUMNS = 3


def choose_view(*, present: bool) -> str:
    """Which villages, or all six little maps; kept in the address as a word that no translation changes."""
    chosen = st.query_params.get("view")
    chosen = chosen if chosen in layers.VIEWS else layers.EVERY_VILLAGE
    if not present:
        st.session_state["view"] = chosen
        keep = {"key": "view", "on_change": lambda: ui.set_query("view", st.session_state["view"])}
        words = {"format_func": layers.VIEWS.get, "required": True, "label_visibility": "collapsed"}
        st.segmented_control("看法", list(layers.VIEWS), **keep, **words)
    return chosen


def draw_six(view: ui.View) -> None:
    """Six little maps, each with its one number: what a leader reads in ten seconds."""
    columns = (*st.columns(SIX_COLUMNS, gap="small"), *st.columns(SIX_COLUMNS, gap="small"))
    for at, (layer, column) in enumerate(zip(layers.SIX, columns, strict=True)):
        with column, ui.panel(f"six-{at}"):
            ui.html(lists.little_map_head(view.briefing, layer, view.mapped_villages))
            draw = partial(
                village_map.village_map, view.mapped_villages, view.land.boundaries, layer=layer,
                schematic=view.land.schematic, sizes=view.sizes, room=view.room("little_map"), little=True,
            )  # fmt: skip
            alt = village_map.village_map_alt(view.mapped_villages, layer)
            ui.chart(draw, view, key=f"little-map-{at}", alt=alt, remembers="village")
    ui.html(lists.map_note(view.briefing, schematic=view.land.schematic))


def draw_layer(view: ui.View, layer: str, *, key_only: bool) -> None:
    """One layer, and beside it the villages that are behind, or the card of the chosen village."""
    briefing, villages = view.briefing, [place for place in view.mapped_villages if place.grade or not key_only]
    map_column, card_column = st.columns([2.2, 1], gap="small")
    with card_column, ui.panel("village"):
        by_label = {village.label: village for village in villages}
        chosen = ui.choose("村", "village", [RANKING, *by_label], present=view.present)
        if chosen == RANKING:
            title = markup.panel_title(lists.ranking_title(layer), detail=layer)
            ui.html(title + lists.ranked_villages(villages, layer, limit=view.rows("worst_villages")))
        else:
            village = by_label[chosen]
            aside = markup.badge(village_map.status_on(village, layers.ALL))
            title = markup.panel_title(village.village, aside=aside)
            ui.html(title + lists.village_card(village, limit=view.rows("village_items")))
            ui.link("这个村的链接", "map", {"village": chosen, "layer": layer})

    with map_column, ui.panel("map"):
        aside = lists.layer_date(briefing, layer)
        ui.html(markup.panel_title(lists.map_title(layer), aside=aside) + lists.map_legend(villages, layer))
        edition = f"第 {briefing.edition.number} 版，{briefing.edition.published_at:%Y-%m-%d}"
        draw = partial(
            village_map.village_map, villages, view.land.boundaries, layer=layer, sites=view.all_sites,
            schematic=view.land.schematic, sizes=view.sizes, room=view.room("map"), chosen=chosen,
            review_number=briefing.map_approval, source=village_map.lines_source(view.land.boundaries, edition),
            ground=[village for village in view.mapped_villages if not village.grade] if key_only else (),
            coordinates=briefing.coordinates,
        )  # fmt: skip
        ui.chart(draw, view, key="village-map", alt=village_map.village_map_alt(villages, layer), remembers="village")


with ui.frame("map", by_town=True) as view:
    with st.container(key="map-choices", horizontal=True):
        shape = choose_view(present=view.present)
        one_layer = shape != layers.ALL_SIX
        layer = ui.choose("图层", "layer", layers.LAYERS, present=view.present or not one_layer, segmented=True)
    if one_layer:
        draw_layer(view, layer, key_only=shape == layers.KEY_ONLY)
    else:
        draw_six(view)
