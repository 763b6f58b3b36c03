"""A real browser: from the address to the last chart, and from a publication to the screen that shows it."""

import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from data_loaders.checking import rest
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.benchmarks.room import address
from tests.benchmarks.served import Served
from tests.browser.harness import PROJECTOR

OPENINGS = 5
PATIENCE = 120_000  # milliseconds
# Every chart of the screen is drawn and the run is over.
WHOLE = """charts => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && document.querySelectorAll('[data-testid=stPlotlyChart] .main-svg, .drawing > svg').length >= charts"""
DELIVERY = "镇,村,任务数,完成数,验收数\n潭东镇,龙井村,14,13,9\n"


def first_open(
    browser: Browser, servers: tuple[Served, Served], screen: str, query: str, *, charts: int
) -> list[float]:
    """Milliseconds from the address to the last chart, the median of several windows, one number a server."""
    times: list[list[float]] = [[] for _ in servers]
    for _ in range(OPENINGS):
        for served, own in zip(servers, times, strict=True):
            page, asked = address(served, screen, query)
            window = browser.new_context(viewport=PROJECTOR)
            tab = window.new_page()
            started = time.perf_counter()
            tab.goto(f"{served.url}/{page}?{asked}", wait_until="commit", timeout=PATIENCE)
            tab.wait_for_function(WHOLE, arg=charts, timeout=PATIENCE)
            own.append((time.perf_counter() - started) * 1000)
            window.close()
    return [median(own) for own in times]


def publish_until_visible(browser: Browser, served: Served, store: str, folder: Path) -> float:
    """Seconds from the end of a publication until a projector that stands at the overview shows the new edition."""
    window = browser.new_context(viewport=PROJECTOR)
    tab = window.new_page()
    tab.goto(f"{served.url}/overview?present=1", timeout=PATIENCE)
    tab.locator("footer.source").first.wait_for(timeout=PATIENCE)
    file = folder / "户厕_2023-10.csv"
    file.write_text(DELIVERY, encoding="utf-8")
    alone = replace(Drop.of(file), confirmed=frozenset({rest.DROP}))
    edition = publish(open_store(store), [alone], by="基准", sample=True).edition
    assert edition is not None
    started = time.perf_counter()
    tab.get_by_text(f"第 {edition.number} 版").first.wait_for(timeout=PATIENCE)
    seconds = time.perf_counter() - started
    window.close()
    return seconds
