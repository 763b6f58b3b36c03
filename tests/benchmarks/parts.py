"""What is measured, part by part: each yields rows of the table, ours beside what it is compared with.

Both are measured in the same run and in turn, so that a noisy machine is noisy for both.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from briefing.screens.catalogue import PRESENTED
from data_loaders.store.editions import open_store
from tests.benchmarks import editions, ledger, pack, room, shapes, soak, windows
from tests.benchmarks.province import publish_province
from tests.benchmarks.served import ROOT, Served, listening, serving
from tests.browser.harness import free_port, launch
from tests.visits import VISITS

QUERY = "present=1"
SCREENS = list(PRESENTED)
RUNS = 30  # of a screen, for its cost
ROOMS, ROOM_SECONDS = (50, 10, 1), 40
WINDOWS = ("overview", "map", "funds")  # screens that new windows are opened at
DISTRICTS, PUBLICATIONS = 100, 3
SOAK_VIEWERS, SOAK_MINUTES = 50, 60
WATCHING, PUBLISH_EVERY = 50, 20  # viewers, seconds
WATCH_SECONDS = float(os.environ.get("WATCH_SECONDS", 600))
MAP_VIEWERS, MAP_SECONDS = 3, float(os.environ.get("MAP_SECONDS", 300))


class Row(NamedTuple):
    """One line of the table; `baseline` says what the measure is compared with."""

    what: str
    ours: str
    baseline: str
    ratio: float | None

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"| {self.what} | {self.ours} | {self.baseline} | {ratio} |"


class Place(NamedTuple):
    """Where the measuring happens: a folder of its own and a store with the sample edition."""

    folder: Path
    store: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a server there."""
        return os.environ | {"DASHBOARD_STORE": str(self.store)} | more


@contextmanager
def both(place: Place) -> Iterator[tuple[Served, Served]]:
    """Our server and that of the stock page, which sends as much."""
    with peers(place) as (servers, _):
        yield servers["ours"], servers["stock page"]


@contextmanager
def peers(place: Place, *, all_of_them: bool = False) -> Iterator[tuple[dict[str, Served], list[shapes.Stop]]]:
    """Our server and those of pages that send as much, by name, and where a presentation stops."""
    pages = ROOT / "tests" / "benchmarks" / "peers"
    folder = Path(tempfile.mkdtemp(dir=place.folder))
    sent = place.environment(SHAPES=str(folder / shapes.SHAPES))
    with ExitStack() as servers:
        ours = servers.enter_context(serving("ours", "app.py", place.environment()))
        stops = asyncio.run(shapes.record(ours.url, place.store, QUERY, folder))
        found = [ours, servers.enter_context(serving("stock page", pages / "stock_page.py", sent, folder=folder))]
        if all_of_them:
            port = free_port()
            module = ["http.server", str(port)]
            found.append(servers.enter_context(listening("static page", module, port, sent, folder=folder)))
        if all_of_them and find_spec("dash"):
            port = free_port()
            module = ["tests.benchmarks.peers.dash_page"]
            found.append(servers.enter_context(listening("Dash", module, port, sent | {"PORT": str(port)})))
        yield {served.name: served for served in found}, stops


def runs(place: Place) -> Iterator[Row]:
    """Server CPU of one warm run of every screen."""
    with both(place) as servers:
        for screen in SCREENS:
            ours, stock = (asyncio.run(room.cost_of_a_run(one, screen, QUERY, runs=RUNS)) for one in servers)
            yield Row(
                f"`/{screen}`, server CPU of a warm run", f"{ours:.0f} ms", f"stock page {stock:.0f} ms", ours / stock
            )


def rooms(place: Place) -> Iterator[Row]:
    """Rooms of fifty, ten and one."""
    for viewers in ROOMS:
        with both(place) as servers:
            ours, stock = (
                asyncio.run(room.full_room(one, SCREENS, QUERY, viewers=viewers, seconds=ROOM_SECONDS))
                for one in servers
            )
        for what, unit, own, other in (
            ("server CPU of a screen", "ms", ours.cpu_ms, stock.cpu_ms),
            ("page switch, median", "ms", ours.p50_ms, stock.p50_ms),
            ("page switch, 95th percentile", "ms", ours.p95_ms, stock.p95_ms),
            ("memory of a session", "MB", ours.memory_mb, stock.memory_mb),
        ):
            if what.startswith("memory") and viewers < max(ROOMS):
                continue  # too few to tell from what the server takes anyway
            digits = 2 if unit == "MB" else 0
            yield Row(
                f"{viewers} viewers: {what}",
                f"{own:.{digits}f} {unit}",
                f"stock page {other:.{digits}f} {unit}",
                own / other,
            )
        yield Row(f"{viewers} viewers: screens that failed", str(ours.failures), f"stock page {stock.failures}", None)


def browser(place: Place) -> Iterator[Row]:
    """New windows, beside every peer; and publish until visible."""
    with peers(place, all_of_them=True) as (servers, stops), sync_playwright() as playwright:
        chromium = launch(playwright)
        if "Dash" not in servers:
            yield Row("Dash is not installed: tests/benchmarks/peers/requirements.txt", "", "", None)
        for stop in (stop for stop in stops if stop.address in WINDOWS):
            ours, *others = windows.openings(chromium, list(servers.values()), stop.screen, QUERY, stop.charts)
            for name, other in zip(list(servers)[1:], others, strict=True):
                for what, unit, own, theirs in zip(windows.OPENED, windows.UNITS, ours, other, strict=True):
                    yield Row(
                        f"`/{stop.screen}`, new window: {what}",
                        f"{own:.0f} {unit}",
                        f"{name} {theirs:.0f} {unit}",
                        own / theirs if theirs else None,
                    )
        at_rest = {name: served.memory() for name, served in servers.items()}
        yield Row(
            "memory at rest, after these windows",
            f"{at_rest['ours']:.0f} MB",
            f"stock page {at_rest['stock page']:.0f} MB",
            at_rest["ours"] / at_rest["stock page"],
        )
        seconds = windows.publish_until_visible(chromium, servers["ours"], str(place.store), place.folder)
        yield Row("published until a projector shows it", f"{seconds:.1f} s", "asked: 10 s", None)
        chromium.close()


def turns(place: Place) -> Iterator[Row]:
    """From stop to stop of a presentation, as people see it."""
    with peers(place) as (servers, stops), sync_playwright() as playwright:
        chromium = launch(playwright)
        walks = [
            (f"{servers['ours'].url}/{stops[0].address}?{QUERY}", windows.by_remote_control),
            (f"{servers['stock page'].url}/{stops[0].name}", windows.by_link),
        ]
        ours, stock = windows.turns(chromium, walks, stops)
        for stop, own, theirs in zip(stops[1:], ours, stock, strict=True):
            yield Row(
                f"`/{stop.address}`, PgDn until the last change",
                f"{own:.0f} ms",
                f"stock page {theirs:.0f} ms",
                own / theirs,
            )
        chromium.close()


def ingest(place: Place) -> Iterator[Row]:
    """A million rows of CSV, and two hundred thousand of a workbook."""
    works = (
        ("a million rows", "pyarrow, CSV to Parquet", ledger.ingest),
        ("a workbook of 200,000 rows", "calamine alone", ledger.workbook),
    )
    for what, other, measured in works:
        ours, theirs = measured(place.folder)
        for kind, own, bare in zip(("wall", "CPU"), ours, theirs, strict=True):
            yield Row(f"{what}: read, check, publish, {kind}", f"{own:.1f} s", f"{other} {bare:.2f} s", own / bare)


def layouts(place: Place) -> Iterator[Row]:
    """A million rows under an office's own headers, explained once before."""
    explained, declared = ledger.remembered(place.folder)
    yield Row(
        "a million rows under a remembered layout",
        f"{explained:.1f} s",
        f"under our own headers {declared:.1f} s",
        explained / declared,
    )


def documents(place: Place) -> Iterator[Row]:
    """The export pack."""
    made, computed = pack.pack(open_store(str(place.store)).edition())
    yield Row(
        f"{', '.join(pack.PACKED)} of an edition, CPU",
        f"{made:.1f} s",
        f"computing its briefing {computed:.2f} s",
        made / computed,
    )


def growth(place: Place) -> Iterator[Row]:
    """A hundred times the data."""
    big = place._replace(store=place.folder / "province")
    publish_province(open_store(str(big.store)), open_store(str(place.store)).edition(), DISTRICTS)
    with serving("ours", "app.py", place.environment()) as small, serving("ours", "app.py", big.environment()) as large:
        after = zip(
            *[
                [
                    asyncio.run(editions.first_after_a_publish(one, str(at.store)))
                    for one, at in ((small, place), (large, big))
                ]
                for _ in range(PUBLICATIONS)
            ],
            strict=True,
        )
        one, hundred = map(median, after)
        yield Row(
            f"first screen after a publication with {DISTRICTS} districts",
            f"{hundred:.0f} ms", f"one district {one:.0f} ms", hundred / one,
        )  # fmt: skip
        for screen in SCREENS:
            one, hundred = (asyncio.run(room.cost_of_a_run(each, screen, QUERY, runs=RUNS)) for each in (small, large))
            yield Row(
                f"`/{screen}`, warm run with {DISTRICTS} districts",
                f"{hundred:.0f} ms",
                f"one district {one:.0f} ms",
                hundred / one,
            )


def while_published(place: Place) -> Iterator[Row]:
    """A full room on every screen while editions appear, then three viewers on the layers of the map alone."""
    layers = [visit for visit in VISITS if "layer" in visit.query]
    rooms = ((WATCHING, VISITS, WATCH_SECONDS), (MAP_VIEWERS, layers, MAP_SECONDS))
    for viewers, visits, seconds in rooms:
        store = place.folder / f"watched-{viewers}"
        shutil.copytree(place.store, store)
        with serving("ours", "app.py", place._replace(store=store).environment()) as ours:
            seen = asyncio.run(
                editions.watch(ours, str(store), visits, viewers=viewers, seconds=seconds, publish_every=PUBLISH_EVERY)
            )
            where = "all screens" if visits is VISITS else "the layers of the map"
            what = f"{viewers} viewers on {where} for {seconds:.0f} s, an edition every {PUBLISH_EVERY} s"
            asked = f"of {seen.looks}, {len(seen.published) - 1} editions"
            yield Row(f"{what}: screens that failed", str(seen.failures), asked, None)
            yield Row(f"{what}: screens that were stale", str(seen.stale), asked, None)
            yield Row(
                f"{what}: page switch, 95th percentile", f"{quantiles(seen.waits, n=20)[-1] * 1000:.0f} ms", "", None
            )
            quarter = max(1, len(seen.memory) // 4)
            early, late = median(seen.memory[quarter : 2 * quarter] or seen.memory), median(seen.memory[-quarter:])
            yield Row(f"{what}: memory, last quarter", f"{late:.0f} MB", f"second {early:.0f} MB", late / early)


def an_hour(place: Place) -> Iterator[Row]:
    """Fifty viewers for an hour: the last quarter against the second, when the caches are full."""
    with serving("ours", "app.py", place.environment()) as ours:
        notes = asyncio.run(soak.soak(ours, SCREENS, QUERY, viewers=SOAK_VIEWERS, minutes=SOAK_MINUTES))
    quarter = len(notes) // 4
    early, late = (sum(part) / len(part) for part in (notes[quarter : 2 * quarter], notes[-quarter:]))
    yield Row(
        f"{SOAK_VIEWERS} viewers for an hour: memory, last quarter",
        f"{late:.0f} MB",
        f"second quarter {early:.0f} MB",
        late / early,
    )


PARTS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "runs": runs, "rooms": rooms, "browser": browser, "turns": turns, "ingest": ingest, "layouts": layouts, "documents": documents, "growth": growth,
    "editions": while_published, "soak": an_hour,
}  # fmt: skip
USUAL = [name for name in PARTS if name not in ("editions", "soak")]
