"""Two days or editions side by side: how it stood then, how it stands now, and what got better or worse between them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefing import formats
from briefing.figures import bars, village_map
from briefing.html import cards, comparison, markup, tables
from briefing.measures import comparison as compared
from briefing.measures import map_layers
from briefing.measures.comparison import Move
from briefing.measures.naming import DISBURSEMENT, of_kind
from briefing.model import Measure, VillageState
from briefing.screens import map as map_screen
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Cell, Chart, Panel, Row, Screen
from briefing.wording import comparison as words

SHARES = (1, 1, 0.62)  # then, now, and what moved
NOT_ON_ONE_SIDE = "那时没有这一项，不能对比"
IDLE_PROJECTS, IDLE_VILLAGES = "期间没有拨付的项目", "期间没有新完成的村"


def village_maps(look: Outlook, earlier: Outlook) -> Screen:
    """One layer twice; villages that moved are named, those that stand worse outlined."""
    layer, one = look.choice("图层", "layer", map_layers.LAYERS, segmented=True), look.sight().one
    moves = compared.village_moves(_places(earlier), _places(look), layer.chosen)
    sides = tuple((_map(side, key, layer.chosen, moves),) for key, side in (("then", earlier), ("now", look)))
    moves = _called_short(moves, _places(look))
    return Screen(
        (Row(SHARES, (*sides, (_moves(look, moves, one),))),),
        choices=(layer,),
        bar="map-choices",
        headline=_headline(earlier, words.moves_in_short(moves, f"{layer.chosen}状态", one)),
    )


def _called_short(moves: Sequence[Move], villages: Sequence[VillageState]) -> tuple[Move, ...]:
    """Without the town, but for villages that share their name with another."""
    times = Counter(village.village for village in villages)
    short = {village.label: village.village for village in villages if times[village.village] == 1}
    return tuple(replace(move, label=short.get(move.label, move.label)) for move in moves)


def _places(look: Outlook) -> Sequence[VillageState]:
    sight = look.sight()
    return sight.places if sight.by_town else look.here(look.briefing.villages)


def _headline(earlier: Outlook, sentence: str) -> str:
    return f"与 {words.side(earlier.briefing)}相比：{sentence}。"


def _map(look: Outlook, key: str, layer: str, moves: Sequence[Move]) -> Panel:
    briefing, sight = look.briefing, look.sight()
    figure = village_map.village_map(
        sight.places, sight.boundaries, layer=layer, schematic=look.land.schematic, sizes=look.sizes,
        room=look.room("map_beside"), review_number=briefing.map_approval,
        named={move.label for move in moves}, worse={move.label for move in moves if move.worsened},
    )  # fmt: skip
    beside = map_screen.undrawn(look, sight, key_only=False)
    legend = tables.map_legend(sight.places, layer, meaning=False, by_town=sight.by_town, clicks=False)
    return Panel(
        f"map-{key}",
        (
            legend + tables.beside_the_map(beside, layer, limit=look.rows("undrawn_beside")),
            Chart(f"map-{key}", figure, village_map.village_map_alt(sight.places, layer, sight.one)),
        ),
        title=words.side(briefing),
        aside=tables.layer_date(briefing, layer),
    )


def _moves(look: Outlook, moves: Sequence[Move], one: str, key: str = "moves", **idle: Sequence[str] | str) -> Panel:
    told = comparison.moves(moves, limit=look.rows(key.partition("-")[0]), one=one, **idle)  # type: ignore[arg-type]
    return Panel(key, (told,), title="变化")


def funds(look: Outlook, earlier: Outlook) -> Screen:
    """The rate and its slices twice; projects that moved, and those that were paid nothing."""
    moves = compared.project_moves(earlier.briefing.funds, look.briefing.funds)
    idle = compared.idle_projects(earlier.briefing.funds, look.briefing.funds)
    sides = tuple(_money(one, key) for key, one in (("then", earlier), ("now", look)))
    moved = _moves(look, moves, "项目", idle=idle, idle_title=IDLE_PROJECTS)
    sentence = words.moves_in_short(moves, "拨付状态", "项目")
    return Screen((Row(SHARES, (*sides, (moved,))),), headline=_headline(earlier, sentence))


def _money(look: Outlook, key: str) -> tuple[Cell, ...]:
    money, paid = look.briefing.funds, of_kind(look.briefing, DISBURSEMENT)
    figure = bars.fund_slices(
        money, scheduled=paid.scheduled if paid else None, sizes=look.sizes, room=look.room("slices_beside")
    )
    spent = formats.amount(money.disbursed, formats.MONEY, money.allocated)
    strip = cards.measure_strip(paid, beside=spent) if paid else ""
    slices = Chart(f"slices-{key}", figure, bars.fund_slices_alt(money))
    return strip, Panel(f"slices-{key}", (slices,), title=words.side(look.briefing), aside=markup.dated_of(money))


def households(look: Outlook, earlier: Outlook) -> Screen:
    """Each number of places twice, with the villages that are furthest behind now; villages that moved, and that did nothing."""
    rows: list[Row | Cell] = []
    told = []
    known = {measure.id: measure for measure in earlier.briefing.measures}
    for measure in look.briefing.judged_by("places_done"):
        then = known.get(measure.id)
        if then is None:
            rows.append(Panel(f"then-{measure.id}", (markup.calm(NOT_ON_ONE_SIDE),), title=measure.title))
            continue
        moves = compared.part_moves(look.here(then.parts), look.here(measure.parts))
        idle = compared.idle_parts(look.here(then.parts), look.here(measure.parts))
        shown = bars.ranked(look.here(measure.parts))[: look.rows("gaps_beside")]
        names = [compared.part_place(part) for part in shown]
        sides = tuple(
            _gaps(one, key, own, names) for key, one, own in (("then", earlier, then), ("now", look, measure))
        )
        moved = _moves(look, moves, "村", f"moves_beside-{measure.id}", idle=idle, idle_title=IDLE_VILLAGES)
        rows.append(Row(SHARES, (*sides, (moved,))))
        told.append(words.moves_in_short(moves, measure.title, "村"))
    return Screen(tuple(rows), headline=_headline(earlier, "；".join(told)))


def _gaps(look: Outlook, key: str, measure: Measure, names: Sequence[str]) -> tuple[Cell, ...]:
    """The villages of these names in their order, so that the same row stands for the same village on both sides."""
    own = {compared.part_place(part): part for part in measure.parts}
    parts = [own[name] for name in names if name in own]
    figure = bars.village_gaps(parts, sizes=look.sizes, room=look.room("gaps_beside"))
    chart = Chart(f"gaps-{key}-{measure.id}", figure, bars.village_gaps_alt(measure, parts))
    strip = cards.measure_strip(measure, beside=f"完成率 {formats.rate_of(measure)}")
    return strip, Panel(
        f"gaps-{key}-{measure.id}", (chart,), title=words.side(look.briefing), aside=markup.dated_of(measure)
    )


SIDE_BY_SIDE = {"map": village_maps, "funds": funds, "households": households}
