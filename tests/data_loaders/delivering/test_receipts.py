"""A 回执 that a unit sends back answers what was assigned to it, and says what it cannot answer."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest
from docx import Document

from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.exports.bulletin.order import write_order
from briefing.measures.village_shapes import land_of
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import examine, publish
from data_loaders.store.editions import Store
from tests.seeded import copied_to, sample_store

DAY, UNIT = date(2023, 9, 30), "潭口镇"


@pytest.fixture(scope="module")
def seen():
    """The sample edition and its Briefing."""
    edition = Store(str(sample_store())).edition()
    return edition, compose(edition, DAY)


@pytest.fixture(scope="module")
def order(seen) -> bytes:
    return write_order(seen[1], UNIT)


@pytest.fixture(scope="module")
def number(seen) -> str:
    """The one thing that a meeting assigned to the unit and that is open."""
    (own,) = [one for one in seen[1].actions if one.owner == UNIT and one.done_on is None]
    return own.id


def filled(order: bytes, change) -> bytes:
    """The 回执 as a unit writes into it: `change` is given the rows of its table."""
    paper = Document(io.BytesIO(order))
    change(paper.tables[1].rows)
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def row_of(rows, number: str):
    return next(row for row in rows if row.cells[1].text == number)


def write(number: str, words: str, day: str = ""):
    def change(rows) -> None:
        row_of(rows, number).cells[3].text, row_of(rows, number).cells[4].text = words, day

    return change


def batch_of(content: bytes, name: str = "回执.docx"):
    return examine(Store(str(sample_store())), [Drop(name, content)], sample=True)


def codes(batch) -> dict[str, int | None]:
    return {finding.code: finding.row for finding in batch.findings}


def test_a_word_回执_closes_the_thing_that_the_unit_owns_alone(order, number) -> None:
    batch = batch_of(filled(order, write(number, "施工队已进场复工", "2023年10月8日")))
    (row,) = batch.frames()["actions"].to_dict("records")
    assert batch.publishable and row["action_id"] == number
    assert row["done_on"] == pd.Timestamp(2023, 10, 8) and row["answered"] == UNIT
    assert row["detail"].endswith("施工队已进场复工") and row["owner"] == UNIT
    assert codes(batch)["receipt_read"] is None and "receipt_undated" not in codes(batch)


def test_it_is_published_like_a_ledger_and_the_other_things_stay(order, number, tmp_path) -> None:
    store = Store(str(copied_to(tmp_path / "store")))
    before = store.edition().table("actions")
    content = filled(order, write(number, "已复工", "10 月 8 日"))  # of the year of the paper
    outcome = publish(store, [Drop("回执.docx", content)], by="潭口镇", sample=True)
    after = store.edition().table("actions").set_index("action_id")
    assert outcome.edition and len(after) == len(before)
    assert after.loc[number, "done_on"] == pd.Timestamp(2023, 10, 8) and after.loc[number, "answered"] == UNIT
    others = before[before["action_id"] != number].set_index("action_id")
    assert after.loc[others.index, "done_on"].equals(others["done_on"])


def test_without_a_day_only_the_words_are_kept(order, number) -> None:
    batch = batch_of(filled(order, write(number, "正在办理")))
    (row,) = batch.frames()["actions"].to_dict("records")
    assert pd.isna(row["done_on"]) and row["detail"].endswith("正在办理") and "receipt_undated" in codes(batch)


def test_a_row_about_anything_else_is_named_and_not_taken(order, number) -> None:
    def change(rows) -> None:
        write(number, "已复工", "2023-10-08")(rows)
        other = next(row for row in rows[1:] if row.cells[1].text != number)
        other.cells[3].text = "已完工"

    batch = batch_of(filled(order, change))
    assert batch.publishable and codes(batch)["receipt_elsewhere"] > 1
    assert any(
        "洋山村" in one.message or "：" in one.message for one in batch.findings if one.code == "receipt_elsewhere"
    )


def renumbered(number: str, told: str):
    def change(rows) -> None:
        row = row_of(rows, number)
        row.cells[1].text, row.cells[3].text = told, "已复工"

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda number: renumbered(number, "2023-Q3-99"), "receipt_unknown"),
        (lambda number: renumbered(number, "another"), "receipt_not_owner"),
        (lambda number: write(number, "已复工", "上旬"), "receipt_day"),
        (lambda number: write(number, "已复工", "2099-01-01"), "receipt_future"),
        (lambda number: write(number, "已复工", "2023-01-01"), "receipt_early"),
        (lambda number: write(number, "经办人：张小明，已复工", "2023-10-08"), "personal_data"),
        (lambda number: write(number, "已复工，电话13800138000", "2023-10-08"), "personal_data"),
        (lambda number: lambda rows: None, "receipt_empty"),
    ],
)
def test_what_is_wrong_in_a_回执_is_said_and_nothing_is_guessed(seen, order, number, change, code) -> None:
    alien = next(one.id for one in seen[1].actions if one.owner != UNIT and one.done_on is None)
    content = filled(order, change(number))
    if code == "receipt_not_owner":
        content = filled(order, renumbered(number, alien))
    batch = batch_of(content)
    assert not batch.publishable and code in codes(batch)
    assert not any("13800138000" in one.message or "张小明" in one.message for one in batch.findings)


def test_a_回执_that_does_not_say_whose_it_is_is_asked_for_it(order, number) -> None:
    paper = Document(io.BytesIO(filled(order, write(number, "已复工", "2023-10-08"))))
    for paragraph in paper.paragraphs:
        if "督办〔" in paragraph.text or "盖章" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    content = io.BytesIO()
    paper.save(content)
    assert "receipt_unit" in codes(batch_of(content.getvalue()))


def test_a_sheet_of_the_workbook_comes_back_as_a_回执_and_an_empty_one_is_none(seen, number) -> None:
    edition, briefing = seen
    workbook = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].make(briefing, land_of(edition))))
    for name in [name for name in workbook.sheetnames if name != f"督办_{UNIT}"]:
        del workbook[name]
    sheet = workbook.active
    head = next(row for row in sheet.iter_rows() if any(cell.value == "办结日期" for cell in row))
    place = {cell.value: cell.column for cell in head}
    own = next(row for row in sheet.iter_rows() if row[place["编号"] - 1].value == number)
    own[place["办理情况"] - 1].value, own[place["办结日期"] - 1].value = "已复工", date(2023, 10, 8)
    content = io.BytesIO()
    workbook.save(content)
    (row,) = batch_of(content.getvalue(), "回执.xlsx").frames()["actions"].to_dict("records")
    assert row["action_id"] == number and row["done_on"] == pd.Timestamp(2023, 10, 8)
    own[place["办理情况"] - 1].value = own[place["办结日期"] - 1].value = None
    content = io.BytesIO()
    workbook.save(content)
    assert "receipt_read" not in codes(batch_of(content.getvalue(), "回执.xlsx"))


def test_another_word_file_is_no_ledger() -> None:
    content = io.BytesIO()
    paper = Document()
    paper.add_paragraph("会议通知")
    paper.save(content)
    assert "file_kind_unknown" in codes(batch_of(content.getvalue(), "通知.docx"))
