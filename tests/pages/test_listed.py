"""The tables behind a screen: searched, and downloaded as they were filtered."""

import io

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from briefing.compose import compose
from briefing.exports.workbook import ledger, tables
from briefing.ui.listed import OF_SCREENS
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests.pages.harness import ROOT, SECONDS
from tests.seeded import sample_store


@pytest.fixture(autouse=True)
def looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(sample_store()))


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / f"pages/{page}.py"), default_timeout=SECONDS)
    app.session_state[f"listed-{page}"] = True
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize("page", OF_SCREENS)
def test_a_desk_screen_has_its_tables_and_a_projector_none(page: str) -> None:
    app = opened(page)
    assert not app.exception and len(app.dataframe) == 1 and len(app.dataframe[0].value)
    assert len(opened(page, present="1").dataframe) == 0


def test_what_is_searched_is_what_is_listed_and_downloaded() -> None:
    app = opened("sites")
    every = len(app.dataframe[0].value)
    next(box for box in app.text_input if box.label.startswith("查找")).set_value("龙井村 新农村建设点")
    app = app.run()
    shown = app.dataframe[0].value
    assert 0 < len(shown) < every and set(shown["村"]) == {"龙井村"}
    assert f"下载这 {len(shown)} 行（xlsx）" in {button.label for button in app.get("download_button")}
    briefing = compose(open_store().edition())
    (sheet,) = [one for one in tables.tables(briefing) if one.name == "建设点"]
    kept = tables.found(sheet, "龙井村 新农村建设点")
    (page,) = load_workbook(io.BytesIO(ledger.one_table(briefing, kept))).worksheets
    assert sum("龙井村" in str([cell.value for cell in row]) for row in page.rows) == len(kept.rows) == len(shown)


def test_the_chosen_town_is_searched_for_and_numbers_sort_as_numbers() -> None:
    frame = opened("funds", town="潭口镇").dataframe[0].value
    assert set(frame["镇（管理处）"]) == {"潭口镇"}
    assert frame["安排资金（万元）"].dtype.kind == "f"
