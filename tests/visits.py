"""Every way to look at an edition without clicking: all screens, all layers and views of the map, at a desk and presented."""

from itertools import product
from typing import NamedTuple

from briefing.measures.map_layers import LAYERS, VIEWS
from briefing.screens.catalogue import LINKED, PRESENTED, SCREENS

MODES = ({}, {"present": "1"})


class Visit(NamedTuple):
    """A screen with the choices in its address."""

    page: str
    query: dict[str, str]

    @property
    def shows_an_edition(self) -> bool:
        """Whether the screen says which edition it shows."""
        return self.page in PRESENTED | LINKED or self.page == "materials"


VISITS = (
    *(Visit(page, mode) for page, mode in product(SCREENS, MODES)),
    *(Visit("map", {"layer": layer} | mode) for layer, mode in product(LAYERS, MODES)),
    *(Visit("unit", {"name": "潭口镇"} | mode) for mode in MODES),
    *(Visit("map", {"view": view} | mode) for view, mode in product(VIEWS, MODES)),
)
