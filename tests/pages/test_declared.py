"""A screen is declared once: what the app shows on a projector is what the offline page shows."""

import re
from collections.abc import Iterator

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from briefing.exports.offline import render
from briefing.measures import map_layers
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.screens.catalogue import LINKED, PRESENTED
from briefing.screens.presented import DECLARED
from briefing.wording import town_view
from tests.briefing import example
from tests.pages import plan_screens
from tests.pages.harness import Open, open_script, squares, words

PANEL_KEY = re.compile(r"panel-[\w-]+$")
HATCH = re.compile(r'\w+="group"|\w+="img"|[\w-]+-hatch|<a [^>]*>|</a>|<g[^>]*>|</g>')  # and what only a file leads to
# A panel as it is read: key, words of its HTML, its charts.
Read = tuple[str, str, list]
LAND = Land.of(squares(), schematic=True)


def words_of(fragment: str) -> str:
    return html.fromstring(f"<div>{fragment}</div>").text_content()


def drawings(panel: html.HtmlElement) -> list[str]:
    """The charts of a panel as they are drawn, each below its legend if it has one, without what tells their hatches from another one's."""
    boxes = panel.xpath(".//div[starts-with(@class, 'drawing')]")
    carried = [html.fromstring(f"<div>{box.get('data-svg')}</div>") if box.get("data-svg") else box for box in boxes]
    found = ["".join(html.tostring(part, encoding="unicode", with_tail=False) for part in box) for box in carried]
    return [HATCH.sub("", one) for one in found]


def panels_of_the_app(app: AppTest) -> list[Read]:
    """The panels of a page, from left to right and top to bottom."""

    def walk(block: Block) -> Iterator[Read]:
        for child in block.children.values():
            if isinstance(child, Block):
                key = PANEL_KEY.search(getattr(child.proto, "id", ""))
                yield from [read(key[0], child)] if key else walk(child)

    def read(key: str, panel: Block) -> Read:
        pieces = list(panel.children.values())
        shown = html.fromstring(f"<div>{''.join(piece.proto.body for piece in pieces if piece.type == 'html')}</div>")
        return key, shown.text_content(), drawings(shown)

    return list(walk(app.main))


def panels_of_the_file(drawn: render.Drawn, variant: int = 0) -> list[Read]:
    """The panels of a screen of the offline page, with the first option of its choice or another."""

    def read(panel: html.HtmlElement) -> Read:
        charts = drawings(panel)
        for part in panel.xpath(".//div[starts-with(@class, 'drawing')]/*"):
            part.getparent().remove(part)
        return PANEL_KEY.search(panel.get("class").split()[0])[0], panel.text_content(), charts

    root = html.fromstring(f"<div>{drawn.html}</div>")
    (shown,) = root.xpath(f"./div[@class='variant' and @data-number='{variant}']") or [root]
    return [read(panel) for panel in shown.xpath(".//section")]


def top_of_the_file(drawn: render.Drawn) -> list[str]:
    """Title and headline."""
    root = html.fromstring(f"<div>{drawn.html}</div>")
    return [one.text_content() for one in root.xpath("(//h1)[1] | (//p[contains(@class, 'headline')])[1]")]


def file(briefing: Briefing) -> dict[str, render.Drawn]:
    """The screens of the offline page by name."""
    return {drawn.name: drawn for drawn in render.screens(briefing, LAND)}


@pytest.fixture(scope="module")
def drawn() -> dict[str, render.Drawn]:
    """The sample's."""
    return file(plan_screens.sample())


def test_every_screen_of_an_edition_is_declared() -> None:
    assert list(DECLARED) == [*PRESENTED, *LINKED]


@pytest.mark.parametrize("page", PRESENTED)
def test_the_offline_page_has_the_panels_words_and_figures_of_the_projector(
    open_page: Open, drawn: dict[str, render.Drawn], page: str
) -> None:
    app = open_page(page, briefing=plan_screens.sample(), present="1")
    assert not app.exception
    shown = panels_of_the_app(app)
    assert panels_of_the_file(drawn[page]) == shown
    assert shown or page == "sewage"  # which is of cards alone
    assert [words_of(one) for one in top_of_the_file(drawn[page])] == top_of_the_file(render.Drawn("", html=words(app)))


@pytest.mark.parametrize(
    ("page", "query"),
    [("map", {"layer": "户厕"}), ("sites", {"kind": "自来水"}), ("duties", {"period": "全年"})],
)
def test_every_option_of_a_carried_choice_is_the_app_s(
    open_page: Open, drawn: dict[str, render.Drawn], page: str, query: dict[str, str]
) -> None:
    (option,) = query.values()
    labels = [one.text for one in html.fromstring(drawn[page].buttons).xpath(".//button")]
    app = open_page(page, briefing=plan_screens.sample(), present="1", **query)
    assert panels_of_the_file(drawn[page], labels.index(option)) == panels_of_the_app(app)


def test_a_screen_is_made_once_for_all_who_look_at_the_same(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str | None] = []
    funds = DECLARED["funds"]
    monkeypatch.setitem(DECLARED, "funds", lambda look: made.append(look.town) or funds(look))
    open_page("funds")
    for query in ({}, {"town": "潭口镇"}, {}, {"town": "潭口镇"}):
        assert not open_script("pages/funds.py", **query).exception
    assert made == [None, "潭口镇"]


def test_towns_in_the_place_of_villages_are_on_both(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town_view, "NAMED_AT_MOST", 1)
    found = file(example.briefing())
    for page in ("overview", "map"):
        app = open_page(page, present="1")
        shown = [(key, told.replace(map_layers.TOWN_CLICK, ""), charts) for key, told, charts in panels_of_the_app(app)]
        assert any("各镇" in told for _, told, _ in shown)
        assert panels_of_the_file(found[page]) == shown
    assert map_layers.TOWN_CLICK not in found["map"].html  # nothing in the file opens a town


def test_the_file_leads_from_a_worry_to_its_screen(drawn: dict[str, render.Drawn]) -> None:
    links = html.fromstring(drawn["overview"].html).xpath("//*[@class='attention']//a/@href")
    assert links and {link.removeprefix("#") for link in links} <= set(PRESENTED)


def test_the_card_of_every_village_waits_in_the_file(drawn: dict[str, render.Drawn]) -> None:
    villages = [village for village in plan_screens.sample().villages if village.mapped]
    cards = html.fromstring(f"<div>{drawn['map'].html}</div>").xpath("//*[@class='village-card']")
    assert [card.get("data-village") for card in cards] == [village.label for village in villages]
    assert [len(drawings(card)) for card in cards] == [bool(village.curves) for village in villages]
