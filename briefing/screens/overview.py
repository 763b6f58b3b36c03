"""Overview: how do the six main tasks stand, where, and who has to be asked?"""

from briefing.figures import village_map
from briefing.html import cards, links, tables
from briefing.measures import map_layers
from briefing.screens import funds
from briefing.screens.map import undrawn
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Panel, Row, Screen
from briefing.wording import asked


def screen(look: Outlook) -> Screen:
    """Six cards; below them the map, the money, the worries."""
    briefing = look.briefing
    return Screen(
        (
            cards.measure_cards(briefing, look.measures(briefing.headline_measures)),
            Row(
                (1.1, 1.12, 0.88),
                (
                    (village_panel(look),),
                    (funds.curve(look, "overview_curve", "资金拨付率"),),
                    (attention(look, look.rows("attention")),),
                ),
            ),
        ),
        headline=look.headline(asked.overview(briefing)),
    )


def village_panel(look: Outlook) -> Panel:
    """Where it stands: every village in the colour of its worst."""
    briefing, sight = look.briefing, look.sight()
    figure = village_map.village_map(
        sight.places, sight.boundaries, layer=map_layers.ALL, schematic=look.land.schematic, sizes=look.sizes,
        room=look.room("overview_map"), review_number=briefing.map_approval,
    )  # fmt: skip
    alt = village_map.village_map_alt(sight.places, map_layers.ALL, sight.one)
    return Panel(
        "map",
        (
            tables.map_legend(sight.places, map_layers.ALL, meaning=False)
            + tables.beside_the_map(
                undrawn(look, sight, key_only=False), map_layers.ALL, limit=look.rows("undrawn_beside")
            ),
            Chart("overview-map", figure, alt, remembers=links.EXPLAIN if look.clicks and not sight.by_town else None),
        ),
        title=f"各{sight.one}综合进度",
        aside=tables.layer_date(briefing, map_layers.ALL),
    )


def attention(look: Outlook, limit: int | None) -> Panel:
    """Who has to be asked for what, the worst first."""
    worries = look.briefing.attention
    return Panel(
        "attention",
        (tables.attention_list(worries, year=look.briefing.year, limit=limit, link=look.link),),
        title=f"需要调度的事项（{len(worries)}）",
    )
