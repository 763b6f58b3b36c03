"""Village map: where does a task stand well or badly, and what has a village to do?"""

from functools import partial

import streamlit as st

from briefing import layers, lists, markup, ui, words
from briefing.figures import village_map
from pages.atlas import card, six

RANKING = "各{one}，落后的在前"
COLUMNS = (1.5, 1)  # the map and the list beside it


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


def headline(view: ui.View) -> str:
    """How the villages in sight stand on the layer that is looked at; the briefing's own words for all of it."""
    shape, layer = st.query_params.get("view"), st.query_params.get("layer")
    layer = layer if layer in layers.LAYERS and shape != layers.ALL_SIX else layers.ALL
    key_only = shape == layers.KEY_ONLY
    sight = view.sight(key_only=key_only)
    if view.town is None and layer == layers.ALL and not key_only:
        return (f"{len(sight.places)} 个镇，" if sight.by_town else "") + view.briefing.headlines["map"]
    kind = {"kind": sight.one} if sight.by_town else {"kind": layers.KEY_VILLAGES} if key_only else {}
    return words.map_headline(sight.places, layer, where=view.town or "", **kind)


def draw_layer(view: ui.View, layer: str, *, key_only: bool) -> None:
    """One layer, and beside it the villages that are behind, or the card of the chosen village."""
    briefing, sight = view.briefing, view.sight(key_only=key_only)
    villages, one, ranking = sight.places, sight.one, RANKING.format(one=sight.one)
    map_column, card_column = st.columns(COLUMNS, gap="small")
    with card_column, ui.panel("village"):
        by_label = {} if sight.by_town else {village.label: village for village in villages}
        chosen = ui.choose("村", "village", [ranking, *by_label], present=view.present or sight.by_town)
        if chosen == ranking:
            title = markup.panel_title(lists.ranking_title(layer, one), detail=layer)
            ui.html(title + lists.ranked_villages(villages, layer, limit=view.rows("worst_villages"), one=one))
        else:
            card.draw(view, by_label[chosen], layer=layer)

    with map_column, ui.panel("map"):
        aside = lists.layer_date(briefing, layer)
        ui.html(markup.panel_title(lists.map_title(layer, one), aside=aside) + lists.map_legend(villages, layer, by_town=sight.by_town))
        edition = f"第 {briefing.edition.number} 版，{briefing.edition.published_at:%Y-%m-%d}"
        draw = partial(
            village_map.village_map, villages, sight.boundaries, layer=layer, sites=() if sight.by_town else view.all_sites,
            schematic=view.land.schematic, sizes=view.sizes, room=view.room("map"), chosen=chosen,
            review_number=briefing.map_approval, source=village_map.lines_source(view.land.boundaries, edition),
            ground=[village for village in view.mapped_villages if not village.grade] if key_only and not sight.by_town else (),
            coordinates=briefing.coordinates,
        )  # fmt: skip
        ui.chart(draw, view, key="village-map", alt=village_map.village_map_alt(villages, layer, one), remembers="town" if sight.by_town else "village")


with ui.frame("map", by_town=True, says=headline) as view:
    with st.container(key="map-choices", horizontal=True):
        shape = choose_view(present=view.present)
        one_layer = shape != layers.ALL_SIX
        layer = ui.choose("图层", "layer", layers.LAYERS, present=view.present or not one_layer, segmented=True)
    if one_layer:
        draw_layer(view, layer, key_only=shape == layers.KEY_ONLY)
    else:
        six.draw(view)
