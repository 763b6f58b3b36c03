"""No name on a map covers another: read from the boxes that the browser really drew, for every layer and both ways of looking."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from briefing.measures.map_layers import LAYERS
from tests.browser.harness import CUT_OFF, PROJECTOR, SCROLLERS, SMALL_TEXTS, Server, open_screen

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
ADDRESSES = (
    *(f"map?layer={layer}" for layer in LAYERS),
    "map?layer=新农村&town=潭口镇",
    "map?layer=综合&view=key",
    "map?view=six",
    "overview",
)
LEAST_BODY, LEAST_CHART = 18, 16

# Texts of a chart with the box of their ink: a line's box has an eighth of a line of air above and below.
TEXT_BOXES = """() => [...document.querySelectorAll('.drawing text')].filter(text => text.textContent.trim())
    .map(text => {
        const box = text.getBoundingClientRect(), air = parseFloat(getComputedStyle(text).fontSize) / 8;
        return {words: text.textContent, left: box.left, right: box.right, top: box.top + air, bottom: box.bottom - air};
    }).filter(box => box.right > box.left)"""


def overlapping(boxes: list[dict]) -> list[tuple[str, str]]:
    """The words of every two boxes that share ink."""
    return [
        (one["words"], other["words"])
        for number, one in enumerate(boxes)
        for other in boxes[:number]
        if one["left"] < other["right"] and other["left"] < one["right"]
        and one["top"] < other["bottom"] and other["top"] < one["bottom"]
    ]  # fmt: skip


@pytest.mark.parametrize("present", [True, False], ids=["projector", "desk"])
def test_no_two_names_on_any_map_overlap(browser: Browser, server: Server, present: bool) -> None:
    context = browser.new_context(viewport=PROJECTOR if present else DESK, locale="zh-CN")
    tab = context.new_page()
    found = {}
    for address in ADDRESSES:
        suffix = ("&" if "?" in address else "?") + "present=1" if present else ""
        screen = open_screen(tab, f"{server.url}/{quote(address, safe='/?=&')}{suffix}")
        boxes = screen.ask(TEXT_BOXES)
        assert boxes, address
        assert screen.errors == [] and screen.outside == []
        found[address] = overlapping(boxes)
        if present:
            assert screen.ask(SMALL_TEXTS, {"body": LEAST_BODY, "chart": LEAST_CHART}) == [], address
            assert screen.ask(SCROLLERS) == [] and screen.ask(CUT_OFF) == [], address
    context.close()
    assert {address: pairs for address, pairs in found.items() if pairs} == {}
