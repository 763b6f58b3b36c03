"""The materials page makes files of the edition on screen."""

import time
import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from briefing import formats
from briefing.exports import printing
from briefing.exports.jobs import JOBS
from data_loaders.delivering import reference
from data_loaders.store import papers
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, open_store
from data_loaders.store.meetings import name_meeting
from data_loaders.store.papers import Particulars
from tests.pages.harness import ROOT, words
from tests.patience import SECONDS
from tests.seeded import copied_to


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    return open_store()


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages/materials.py"), default_timeout=SECONDS)
    app.query_params.update(query)
    return app.run()


def made(app: AppTest) -> dict[str, bytes]:
    """File name → content of what the visit asked for, once it is made."""
    (keys,) = app.session_state["materials"].values()
    jobs = [JOBS.known(key) for key in keys]
    return {file.name: file.content for job in jobs for file in job.done.result(SECONDS).files}


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


def test_what_was_asked_for_is_made_beside_the_page_and_is_there_on_return_for_others_too(store):
    app = opened(as_of="2023-03-31")
    app.button_group[0].set_value(["xlsx"]).run()
    next(button for button in app.button if button.label == "制作").click().run()
    (name,) = made(app)
    again = opened(as_of="2023-03-31")  # another visit
    assert [button.label for button in again.get("download_button")] == [
        f"工作台账和督办单（{formats.size(len(made(app)[name]))}）"
    ]
    assert not opened(as_of="2023-06-30").get("download_button")  # of another day


def test_what_somebody_wrote_on_a_paper_is_not_offered_to_other_visits(store):
    app = opened(as_of="2023-03-31")
    app.button_group[0].set_value(["month"]).run()
    field(app, "签发人").set_value("甲签").run()
    next(button for button in app.button if button.label == "制作").click().run()
    assert "甲签" in paper_of(app)
    assert not opened(as_of="2023-03-31").get("download_button")


def test_parts_of_slides_stand_in_the_order_in_which_they_were_picked(store):
    app = opened()
    next(box for box in app.multiselect if box.label.startswith("只要这些部分")).set_value(["funds", "overview"]).run()
    next(button for button in app.button if button.label == "制作").click().run()
    (content,) = made(app).values()
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(BytesIO(content)).slides]
    assert "累计拨付" in titles[1] and "6 项重点工作" in titles[-1] and len(titles) < 8


def test_without_an_office_program_the_page_says_what_to_do_for_a_pdf(store, tmp_path, monkeypatch):
    monkeypatch.setenv(printing.VARIABLE, str(tmp_path / "none"))
    app = opened()
    assert next(box for box in app.checkbox if box.label == "同时做成 PDF").disabled
    assert any("没有找到 LibreOffice" in one.value and "OFD" in one.value for one in app.caption)


def test_an_earlier_meeting_can_be_compared_with(store):
    name_meeting(store, 1, "二季度调度会", date(2023, 7, 12), by="李")
    store.restore(1, by="李")
    app = opened()
    assert [option for box in app.selectbox for option in box.options if "二季度调度会" in option]
    assert not app.exception


def test_what_changed_since_the_meeting_before_is_on_the_screen(store):
    name_meeting(store, 1, "三季度调度会", date(2023, 10, 12), by="李")
    courtyards = store.edition(1).table("courtyards")
    store.publish(
        {"courtyards": courtyards.assign(done=courtyards["done"].clip(upper=5))},
        by="李",
        sample=True,
        shipped=reference.tables(),
    )
    said = words(opened())
    assert "与 9 月 30 日（第 1 版）相比：" in said
    changed = said.partition("指标变化")[2]
    assert "美丽庭院" in changed and "村庄变化" in changed and "交办事项变化" in changed


def test_a_meeting_can_be_chosen_by_its_name(store):
    meeting = name_meeting(store, 1, "二季度调度会", date(2023, 7, 12), by="李")
    store.restore(1, by="李")
    app = opened(as_of="2023-06-30")
    next(box for box in app.selectbox if box.label == "用于哪次调度会").set_value(meeting).run()
    assert app.query_params["edition"] == "1" and "as_of" not in app.query_params
    assert not app.exception


def test_the_page_says_what_to_do_before_anything_is_made(store):
    assert any("制作" in caption.value for caption in opened().caption)


def paper_of(app: AppTest) -> str:
    """The words of the one paper that was made."""
    (content,) = made(app).values()
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def field(app: AppTest, label: str):
    return next(box for box in (*app.text_input, *app.date_input) if box.label == label)


def test_an_official_paper_carries_its_day_number_and_signature(store):
    app = opened()
    assert not [box for box in app.text_input if box.label == "发文字号"]  # slides have none
    app.button_group[0].set_value(["quarter"]).run()
    field(app, "发文字号").set_value("蓉农字〔2023〕8号").run()
    field(app, "成文日期").set_value(date(2023, 10, 12)).run()
    field(app, "签发人").set_value("王").run()
    next(button for button in app.button if button.label == "制作").click().run()
    assert not app.exception
    assert "蓉农字〔2023〕8号" in paper_of(app) and "2023年10月12日" in paper_of(app)
    assert papers.particulars(store, 1) == Particulars()  # whoever looks leaves nothing


def test_what_somebody_logged_in_wrote_on_a_paper_is_there_the_next_time(store):
    name_meeting(store, 1, "三季度调度会", date(2023, 10, 12), by="李")
    account = add_account(store, "李", Role.UPLOADER, "long enough 2023")
    app = opened()
    app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    app.button_group[0].set_value(["quarter"]).run()
    assert field(app, "调度会").value == "三季度调度会"
    field(app, "抄送机关").set_value("区委办、区政府办，联系 13800138000").run()
    next(button for button in app.button if button.label == "制作").click().run()
    again = opened()
    again.button_group[0].set_value(["quarter"]).run()
    assert field(again, "抄送机关").value == "区委办、区政府办，联系 〔手机号〕"
    assert papers.particulars(store, 1).meeting == "三季度调度会"
