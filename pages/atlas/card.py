"""The card of a village: everything it has, how it came there, and a link that opens it again."""

from functools import partial

from briefing import layers, lists, markup, ui
from briefing.figures.village_curve import village_curve, village_curve_alt
from briefing.figures.village_map import status_on
from briefing.model import VillageState


def draw(view: ui.View, village: VillageState, *, layer: str) -> None:
    """Items worst first with their problems, the curves of the year, and at a desk the link."""
    aside = markup.badge(status_on(village, layers.ALL))
    items = lists.village_card(village, limit=view.rows("village_items"))
    ui.html(markup.panel_title(village.village, aside=aside) + items)
    if village.curves:
        figure = partial(
            village_curve, village.curves, view.briefing.year, sizes=view.sizes, room=view.room("village_curve")
        )
        ui.chart(figure, view, key="village-curve", alt=village_curve_alt(village))
    if not view.present:
        ui.link("这个村的链接", "map", {"village": village.label, "layer": layer})
