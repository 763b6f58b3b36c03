"""The materials page makes files of the edition on screen."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from data_loaders.meetings import name_meeting
from data_loaders.store import STORE_VARIABLE, open_store
from sample_data.__main__ import main as seed
from tests.pages.harness import ROOT

SECONDS = 120


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    assert seed() == 0
    return open_store()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/materials.py"), default_timeout=SECONDS)
    app.query_params.update(query)
    return app.run()


def made(app: AppTest) -> dict[str, bytes]:
    """File name → content of what the visit holds."""
    return dict(app.session_state["materials"][1].values())


def test_the_ordered_files_are_made_of_the_day_on_screen(store):
    app = opened(as_of="2023-06-30")
    app.button_group[0].set_value(["pptx", "xlsx"]).run()
    next(button for button in app.button if button.label == "制作").click().run()
    files = made(app)
    assert not app.exception
    assert [name.rpartition(".")[2] for name in files] == ["pptx", "xlsx"]
    slides = Presentation(BytesIO(next(iter(files.values()))))
    words = "".join(shape.text_frame.text for slide in slides.slides for shape in slide.shapes if shape.has_text_frame)
    assert "2023-06-30" in words
    assert "示例数据" in words
    assert zipfile.is_zipfile(BytesIO(list(files.values())[1]))


def test_an_earlier_meeting_can_be_compared_with(store):
    name_meeting(store, 1, "二季度调度会", date(2023, 7, 12), by="李")
    store.restore(1, by="李")
    app = opened()
    assert [option for box in app.selectbox for option in box.options if "二季度调度会" in option]
    assert not app.exception


def test_the_page_says_what_to_do_before_anything_is_made(store):
    assert any("制作" in caption.value for caption in opened().caption)
