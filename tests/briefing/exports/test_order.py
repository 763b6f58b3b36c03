"""督办单: a Word file for every unit that has something urgent, and for no other; a 回执 without room for persons."""

import zipfile
from datetime import date
from io import BytesIO

from docx import Document

from briefing.exports.bulletin.order import LEAST, WRITTEN, write_order
from briefing.wishes import Wishes
from briefing.wording import labels, open_items
from data_loaders.guarding.person_columns import personal_header
from data_loaders.store.papers import Particulars


def papers_of(content: bytes) -> dict[str, Document]:
    """Unit → its paper."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name.split("_")[1]: Document(BytesIO(archive.read(name))) for name in archive.namelist()}


def urgent(briefing) -> dict[str, list[str]]:
    """Unit → what is urgent, counted here without the room that words it."""
    found = open_items.open_items(briefing)
    return {unit: titles for unit, items in found.items() if (titles := [item.title for item in items if item.urgent])}


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_each_unit_with_something_urgent_has_its_paper_with_all_of_it(september):
    papers = papers_of(september.make("orders"))
    wanted = urgent(september.briefing)
    assert set(papers) == set(wanted) and len(wanted) > 5
    for unit, named in wanted.items():
        titles = [labels.printed(title) for title in named]
        asked, receipt = papers[unit].tables
        assert [row[1].partition("（条款")[0].strip() for row in cells(asked)[1:]] == titles
        assert [row[2] for row in cells(receipt)[1:]] == titles
        assert {tuple(row[3:]) for row in cells(receipt)[1:]} == {("", "")}
        assert f"以下{len(titles)}项工作" in "".join(paragraph.text for paragraph in papers[unit].paragraphs)


def test_the_receipt_asks_for_no_person_and_has_room_to_write(september):
    _, receipt = papers_of(september.make("orders"))["潭口镇"].tables
    assert not [head for head in cells(receipt)[0] if personal_header(head)]
    heights = [row.height.mm for row in receipt.rows[1:]]
    assert LEAST <= round(min(heights)) and max(heights) <= WRITTEN and len(set(heights)) == 1


def test_nothing_is_asked_for_by_a_day_that_has_passed(september):
    told = Particulars(dated=date(2023, 10, 12), meeting="三季度调度会")
    paper = Document(BytesIO(write_order(september.briefing, "潭口镇", Wishes(told=told))))
    days = {row[4] for row in cells(paper.tables[0])[1:]}
    assert "10月19日前" in days and "10月7日前" not in days
    words = "".join(paragraph.text for paragraph in paper.paragraphs)
    assert words.index("按照三季度调度会要求") < words.index("2023年10月12日") and "请于10月19日前" in words


def test_papers_are_numbered_alike_whoever_makes_them(september):
    numbers = {
        unit: next(one.text for one in paper.paragraphs if "督办〔" in one.text)
        for unit, paper in papers_of(september.make("orders")).items()
    }
    assert len(set(numbers.values())) == len(numbers)
    again = {unit: Document(BytesIO(write_order(september.briefing, unit))) for unit in numbers}
    assert numbers == {
        unit: next(one.text for one in paper.paragraphs if "督办〔" in one.text) for unit, paper in again.items()
    }
    assert numbers["潭东镇"] == "督办〔2023〕0930-01号"
