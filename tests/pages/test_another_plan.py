"""A plan that numbers its obligations otherwise and calls the whole 全县 fills the same screens."""

from dataclasses import replace

import pytest

from briefing.model import Briefing
from briefing.screens.catalogue import PRESENTED
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.briefing import example
from tests.briefing.test_another_district import FILES, SHIPPED
from tests.pages.harness import Open, open_script, words


def renumbered() -> Briefing:
    """The example under ids of another plan."""
    known = example.briefing()
    measures = tuple(replace(measure, id=f"B{at:02d}") for at, measure in enumerate(known.measures, 1))
    return replace(known, measures=measures, headline_measures=tuple(m.id for m in measures[:6]), whole="全县")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("sites", ("<h2>新农村建设点</h2>", "<h2>村庄整治点</h2>", "逐月进度")),
        ("households", ("美丽庭院逐月", "户厕问题整改逐月", "落后最多的村（全县）")),
        ("sewage", ("污水处理站", "责任单位：")),
        ("funds", ("项目拨付（全县，共",)),
        ("baselines", ('<th scope="col">全县</th>',)),
    ],
)
def test_screens_find_their_measures_by_rule_and_not_by_number(
    open_page: Open, page: str, shown: tuple[str, ...]
) -> None:
    drawn = words(open_page(page, briefing=renumbered()))
    for text in shown:
        assert text in drawn
    assert "全区" not in drawn


def test_a_plan_that_counts_only_some_kinds_of_sites_offers_only_those(open_page: Open) -> None:
    known = example.briefing()
    bases = replace(known.measure("T01"), id="B01", rule="places_covered", subject="产业基地", title="产业基地")
    drawn = words(open_page("sites", briefing=replace(known, measures=(bases,), sites=(), headline_measures=())))
    assert "产业基地：共 0 个" in drawn
    assert "<h2>产业基地</h2>" in drawn


def test_the_share_on_the_funds_screen_is_the_one_the_plan_asks_for(open_page: Open) -> None:
    known = example.briefing()
    share = replace(known.measure("F02"), id="M02", title="省级资金产业占比", rate=0.5, target=45.0)
    drawn = words(open_page("funds", briefing=replace(known, measures=(share, known.measure("F01")))))
    tile = drawn[drawn.index("<h2>省级资金产业占比</h2>") :]
    assert tile.index("50.0%") < tile.index("不低于 45%")


def test_on_the_day_of_a_milestone_no_monthly_pace_is_asked_for_and_none_is_unreported(open_page: Open) -> None:
    known = example.briefing()
    today = replace(known.funds.next_milestone, due_on=known.as_of)
    money = replace(known.funds, pace_needed=None, next_milestone=today)
    drawn = words(open_page("funds", briefing=replace(known, funds=money)))
    tile = drawn[drawn.index("<h2>每月需拨付</h2>") :].split("</article>")[0]
    assert "未报" not in tile
    assert "—" in tile


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that holds another district's files alone."""
    folder = tmp_path_factory.mktemp("county")
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8-sig")
    outcome = publish(
        open_store(str(folder / "store")), [Drop.of(path) for path in sorted(folder.glob("*.csv"))], by="县农业农村局"
    )
    assert outcome.edition, [finding.sentence for finding in outcome.findings]
    return str(folder / "store")


@pytest.mark.parametrize("page", PRESENTED)
def test_no_screen_of_another_district_names_the_one_that_ships(
    county: str, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", county)
    app = open_script(f"pages/{page}.py", as_of="2025-05-31")
    assert not app.exception
    assert "2025 年" in words(app)
    assert not SHIPPED.search(words(app)), SHIPPED.search(words(app))
    assert not [box for box in app.selectbox if SHIPPED.search(str(box.options))]
