"""How an edition is looked at: which town, at a desk or on a projector, in the app or offline, and what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.figures import theme
from briefing.html import links
from briefing.measures.village_shapes import Land
from briefing.model import Briefing, Measure, Site, VillageState
from briefing.screens.pieces import Choice
from briefing.wording import town_view
from briefing.wording.open_items import units_of


@dataclass(frozen=True)
class Outlook:
    """All that a screen is made of, so that two looks that are the same show the same."""

    page: str
    briefing: Briefing
    land: Land
    present: bool
    town: str | None = None  # None is the whole district
    query: Mapping[str, str] = field(default_factory=dict)  # what the address holds
    served: bool = True  # whether there is an app for links to lead to, and clicks to change
    earlier: "Outlook | None" = None  # the day or edition that it is set beside

    @property
    def stage(self) -> theme.Stage | None:
        """The shape of the projector's screen, which the address names; none at a desk."""
        return theme.stage(self.query.get("stage")) if self.present else None

    def choosing(self, name: str, option: str) -> "Outlook":
        """The same look with another choice."""
        return replace(self, query={**self.query, name: option})

    def choice(self, label: str, name: str, options: Sequence[str], **looks: Any) -> Choice:
        """A choice as the address has it."""
        return Choice.of(self.query, label, name, options, **looks)

    def link(self, page: str) -> str:
        """The address of another screen: of the same edition and day and in the same mode, or in the same file."""
        if not self.served:
            return f"#{page}"
        same = {"edition": str(self.briefing.edition.number), "as_of": self.briefing.as_of.isoformat()}
        shape = {"stage": self.query["stage"]} if "stage" in self.query else {}
        return page + links.address(same | ({"present": "1"} | shape if self.present else {}))

    @property
    def clicks(self) -> bool:
        """Whether somebody can click here: not in a file, not on a projector."""
        return self.served and not self.present

    def unit_link(self, name: str) -> str:
        """The address of what a unit owes; empty where nobody can click: in a file, on a projector."""
        if not self.clicks:
            return ""
        units = units_of([name], self.briefing)
        same = {name: self.query[name] for name in ("edition", "as_of") if name in self.query}
        return "unit" + links.address(same, name=units[0] if len(units) == 1 else None)

    def here_with(self, choices: Mapping[str, str | None]) -> str:
        """The address of this screen with other choices, or without some; empty where nobody can click."""
        return links.address(self.query, **choices) if self.clicks else ""

    def by_day(self, measure: Measure | None) -> dict[str, str]:
        """Day → the number of a measure on it, for who clicks on a point of its curve."""
        days = [point.date.isoformat() for point in measure.history] if measure else []
        return {day: f"{measure.id} {day}" for day in days} if measure else {}

    @property
    def sizes(self) -> theme.Scale:
        """Type and line sizes of charts."""
        return self.stage.scale if self.stage else theme.NORMAL

    def room(self, frame: str) -> tuple[int, int]:
        """Width and height that a chart is drawn for."""
        return theme.FRAMES[frame].size(self.stage)

    def rows(self, name: str) -> int | None:
        """How many rows a list may show."""
        return theme.rows(name, self.stage)

    def headline(self, asked: str) -> str:
        """The briefing's own sentence on this screen, and what is asked besides."""
        return self.briefing.headlines.get(self.page, self.briefing.headline) + asked

    @property
    def place(self) -> str:
        """The chosen town, or the plan's word for the whole district."""
        return self.town or self.briefing.whole

    def here(self, things: Sequence) -> list:
        """Those of some sites, parts or villages that lie in the chosen town."""
        return [thing for thing in things if self.town in (None, thing.town)]

    @property
    def mapped_villages(self) -> list[VillageState]:
        """The villages that the map shows."""
        return [village for village in self.here(self.briefing.villages) if village.mapped or village.town == self.town]

    def sight(self, *, key_only: bool = False) -> town_view.Sight:
        """What the map shows of them, or of the key villages alone: villages, or towns where they are too many."""
        kept = [village for village in self.mapped_villages if village.grade or not key_only]
        return town_view.in_sight(kept, self.land)

    def measures(self, ids: Sequence[str]) -> list[Measure]:
        """Measures by id; a plan that has no such obligation leaves its place out."""
        return [measure for id in ids for measure in self.briefing.measures if measure.id == id]

    @property
    def all_sites(self) -> tuple[Site, ...]:
        """Sites and stations, which share the map."""
        return (*self.briefing.sites, *self.briefing.stations)
