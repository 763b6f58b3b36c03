"""Six little maps, each with its one number: what a leader reads in ten seconds."""

from functools import partial

import streamlit as st

from briefing import layers, lists, ui
from briefing.figures import village_map

COLUMNS = 3


def draw(view: ui.View) -> None:
    """Two rows of three maps, and under them what their colours mean."""
    sight = view.sight()
    columns = (*st.columns(COLUMNS, gap="small"), *st.columns(COLUMNS, gap="small"))
    for at, (layer, column) in enumerate(zip(layers.SIX, columns, strict=True)):
        with column, ui.panel(f"six-{at}"):
            ui.html(lists.little_map_head(view.briefing, layer, sight.places, sight.one))
            figure = partial(
                village_map.village_map, sight.places, sight.boundaries, layer=layer,
                schematic=view.land.schematic, sizes=view.sizes, room=view.room("little_map"), little=True,
            )  # fmt: skip
            alt = village_map.village_map_alt(sight.places, layer, sight.one)
            ui.chart(figure, view, key=f"little-map-{at}", alt=alt, remembers="town" if sight.by_town else "village")
    ui.html(lists.map_note(view.briefing, schematic=view.land.schematic))
