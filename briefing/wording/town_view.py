"""Towns in the place of villages, where more villages are in sight than a projector can name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd

from briefing.measures import map_layers
from briefing.measures.village_shapes import Land
from briefing.model import VillageItem, VillageState
from briefing.status import Status

# A name takes some 90 by 50 pixels on a projector's map of 1,100 by 800; beyond that nobody reads villages.
NAMED_AT_MOST = 150
VILLAGE, TOWN = "村", "镇"


@dataclass(frozen=True)
class Sight:
    """What a map shows: its places with their statuses, the land they lie in, and whether they are towns or villages."""

    places: tuple[VillageState, ...]
    land: Land
    one: str = VILLAGE  # what one place is called

    @property
    def boundaries(self) -> gpd.GeoDataFrame:
        """The lines of the places, made anew each time: only for who draws them."""
        return self.land.town_boundaries if self.by_town else self.land.boundaries

    @property
    def by_town(self) -> bool:
        """Whether towns stand for their villages."""
        return self.one == TOWN


def in_sight(villages: Sequence[VillageState], land: Land) -> Sight:
    """Villages as a map shows them: themselves, or their towns where there are too many of them."""
    towns = dict.fromkeys(village.town for village in villages)
    if len(villages) <= NAMED_AT_MOST or len(towns) == 1:
        return Sight(tuple(villages), land)
    return Sight(town_states(villages), land, TOWN)


def town_states(villages: Sequence[VillageState]) -> tuple[VillageState, ...]:
    """One place a town, in the order of the list: on every layer its worst village, and how many villages stand how."""
    by_town: dict[str, list[VillageState]] = {}
    for village in villages:
        by_town.setdefault(village.town, []).append(village)
    return tuple(_town_state(town, own) for town, own in by_town.items())


def _town_state(town: str, villages: Sequence[VillageState]) -> VillageState:
    tallies: dict[str, Counter[Status]] = {}
    for village in villages:
        for layer, status in village.statuses.items():
            tallies.setdefault(layer, Counter())[status] += 1
    statuses = {layer: _worst(layer, tally) for layer, tally in tallies.items()}
    items = tuple(
        VillageItem(layer, layer, _stands(layer, tallies[layer]), statuses[layer])
        for layer in map_layers.LAYERS
        if layer in tallies
    )
    return VillageState(town, town, code="", grade="", mapped=villages[0].mapped, statuses=statuses, items=items)


def _worst(layer: str, tally: Mapping[Status, int]) -> Status:
    return max(tally, key=lambda status: map_layers.badness(layer, status))


def _stands(layer: str, tally: Mapping[Status, int]) -> str:
    """How many villages stand how, the worst first: 滞后 3 个村，完成 9 个村."""
    ordered = sorted(tally, key=lambda status: -map_layers.badness(layer, status))
    return "，".join(f"{map_layers.word(layer, status)} {tally[status]} 个村" for status in ordered)
