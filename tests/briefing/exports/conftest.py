"""Briefings to export: the sample on three days, an edition with gaps, and one that nobody delivered anything to."""

from dataclasses import dataclass
from datetime import date

import pytest

from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.measures.village_shapes import Land, land_of
from briefing.model import Briefing
from briefing.wishes import Wishes
from briefing.wording.as_json import as_json
from tests.briefing import ledgers
from tests.briefing.ledgers import act, action, households, in_village, indicator, project, site, station, task
from tests.shared import made_once

SAMPLE_DAYS = (date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30))
CASES = (*(day.isoformat() for day in SAMPLE_DAYS), "gaps", "nothing")
EVIL = '=HYPERLINK("x")</script><b>村&"\x0b'


@dataclass(frozen=True)
class Case:
    """A Briefing, its map and what `briefing show --json` says of it."""

    name: str
    briefing: Briefing
    land: Land
    previous: Briefing | None
    json: dict

    def make(self, name: str, *, compared: bool = True) -> bytes:
        """The file of a format."""
        return FORMATS[name].make(self.briefing, self.land, Wishes(self.previous if compared else None))

    def measure(self, id: str) -> dict:
        """One measure as JSON has it."""
        return next(measure for measure in self.json["measures"] if measure["id"] == id)


def gaps():
    """Some towns, tables and columns are missing; names are hostile."""
    return ledgers.edition(
        sites=[site("新农村建设点", EVIL, "完工"), site("新农村建设点", "在建点", progress=None)],
        stations=[station("龙井污水处理站", progress=None), station("坳上污水处理站", "完工", village="坳上村")],
        courtyards=[
            households(1, 2, as_of="2023-08-31"),
            households(3, 9, village="坳上村", as_of="2023-08-31"),
            households(2, 2, as_of="2023-09-30"),
        ],
        funds=[project("a", 10, 5, **in_village("龙井村")), project("=1+1", 0, 0)],
        indicators=[indicator("K02", "全区", 9), indicator("K04", "潭口镇", 2)],
        tasks=[task(1, "推进中"), task(2, "未启动", problem="@SUM(A1)")],
        duties=[act("D28", "2023-01-05", "区农办")],
        actions=[action("a", "2023-09-01"), action("-", "2023-12-01", detail="\t见附件")],
    )


@pytest.fixture(scope="session")
def cases(sample) -> dict[str, Case]:
    """All cases by name."""
    land = land_of(sample)
    briefings = {day.isoformat(): compose(sample, day) for day in SAMPLE_DAYS}
    previous = dict(zip(CASES, (None, *briefings.values()), strict=False))
    with_gaps, empty = compose(gaps(), date(2023, 10, 15)), ledgers.briefing("2023-09-30")
    briefings |= {"gaps": with_gaps, "nothing": empty}
    previous |= {"gaps": empty, "nothing": None}
    return {name: Case(name, found, land, previous.get(name), as_json(found)) for name, found in briefings.items()}


@pytest.fixture(scope="session", params=CASES)
def case(request, cases) -> Case:
    """Every case in turn."""
    return cases[request.param]


@pytest.fixture(scope="session")
def september(cases) -> Case:
    """The sample at the end of the third quarter."""
    return cases["2023-09-30"]


@pytest.fixture(scope="session")
def made():
    """(case, format) → the file, made once for all processes."""
    kept: dict[tuple[str, str], bytes] = {}

    def make(case: Case, name: str) -> bytes:
        if (case.name, name) not in kept:
            room = made_once(f"{case.name}_{name}", lambda room: (room / "file").write_bytes(case.make(name)))
            kept[case.name, name] = (room / "file").read_bytes()
        return kept[case.name, name]

    return make
