"""What makes the materials readable: large short tables, long lists said to be longer, official spacing, marks on print."""

import io

import openpyxl
import pytest
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing.exports.bulletin import official_layout
from briefing.exports.slides.maker import Maker
from briefing.exports.slides.tables import Head, balanced
from briefing.measures.comparison import compare, delta, worse
from briefing.status import Status
from briefing.wording import comparison
from tests.briefing import ledgers
from tests.briefing.exports.reading import slide_tables, slide_text
from tests.briefing.ledgers import action, households

HEADS = (Head("事项", 70), Head("数量", 30, True))


def rows(count: int) -> list[tuple[str, str]]:
    return [(f"第{number}件事", str(number)) for number in range(count)]


def size_of(slide) -> float:
    """Points of the text in the first cell below the header."""
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size / Pt(1)


@pytest.mark.parametrize(("count", "size"), [(3, 22), (14, 16)])
def test_a_short_table_is_set_larger_than_a_full_one(september, count, size) -> None:
    maker = Maker(september.briefing)
    maker.table("标题", HEADS, rows(count), nothing="")
    maker.rest("其余")
    assert size_of(maker.deck.slides[0]) == size


def test_tables_that_leave_a_slide_empty_share_one_under_their_headlines_with_their_notes(september) -> None:
    maker = Maker(september.briefing)
    for part, count in (("duties", 2), ("tasks", 12), ("actions", 3), ("sewage", 0)):
        maker.part = part
        maker.table(f"{part}的结论。", HEADS, rows(count), nothing="都已建成。")
    maker.rest("其余")
    maker.saved()
    shared, full = maker.deck.slides  # where the first of its tables belongs
    numbers = [field.find(qn("a:t")).text for one in (shared, full) for field in one._element.iter(qn("a:fld"))]
    assert numbers == ["1", "2"] and "其余：sewage的结论。都已建成。" in slide_text(shared)
    assert full.shapes.title.text_frame.text == "tasks的结论。" and "actions的结论。" in slide_text(shared)
    assert [len(table) for table in slide_tables(shared)] == [
        3,
        4,
    ] and "duties的结论。" in shared.shapes.title.text_frame.text
    assert all(words in shared.notes_slide.notes_text_frame.text for words in ("定期履职", "交办事项"))
    grids = [shape for shape in shared.shapes if shape.has_table]
    bottoms = [shape.top + sum(row.height for row in shape.table.rows) for shape in grids]
    assert bottoms[0] < grids[1].top and bottoms[1] <= Pt(500)


def test_a_list_that_is_cut_says_how_much_is_missing(september) -> None:
    maker = Maker(september.briefing)
    maker.table("标题", HEADS, rows(60), nothing="", most_slides=2)
    shown = [row for slide in maker.deck.slides for table in slide_tables(slide) for row in table[1:]]
    assert len(maker.deck.slides) == 2 and 0 < len(shown) < 60
    assert f"另有 {60 - len(shown)} 项，见工作台账" in slide_text(maker.deck.slides[1])


def test_a_list_that_fits_is_not_cut(september) -> None:
    maker = Maker(september.briefing)
    maker.table("标题", HEADS, rows(20), nothing="", most_slides=2)
    assert "另有" not in "".join(map(slide_text, maker.deck.slides))


@pytest.mark.parametrize(
    ("screen", "document"),
    [
        ("完成 12/17 个（70.6%）", "完成12/17个（70.6%）"),
        ("距 9 月底 75% 节点还差 2,059.2 万元", "距9月底75%节点还差2,059.2万元"),
        ("■ 滞后", "■ 滞后"),
        ("Word 2019", "Word 2019"),
    ],
)
def test_official_papers_set_no_spaces_between_figures_and_characters(screen, document) -> None:
    assert official_layout.official(screen) == document


def test_every_printed_page_of_the_workbook_repeats_title_source_and_header(september, made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(september, "xlsx")))
    assert {sheet.print_title_rows for sheet in book.worksheets[1:]} == {"$1:$3"}
    assert book["目录"].print_title_rows == "$1:$4"


@pytest.mark.parametrize(
    ("before", "after", "is_worse"),
    [
        (Status.ON_TRACK, Status.BEHIND, True),
        (Status.BEHIND, Status.ON_TRACK, False),
        (Status.MET, Status.UNREPORTED, False),
        (Status.UNREPORTED, Status.OVERDUE, False),
        (None, Status.OVERDUE, False),
    ],
)
def test_what_was_not_reported_on_one_side_is_neither_better_nor_worse(before, after, is_worse) -> None:
    assert worse(before, after) == is_worse


def test_a_measure_that_fell_silent_is_said_to_have_and_has_no_difference() -> None:
    before = ledgers.briefing("2023-06-30", courtyards=[households(1, 10, as_of="2023-06-30")])
    found = compare(before, ledgers.briefing("2023-09-30"))
    assert found.fell_silent and all(delta(change) is None for change in found.fell_silent)
    assert f"{len(found.fell_silent)} 项转为未报" in comparison.measures_headline(found)


def test_a_village_of_which_nothing_was_and_is_known_has_not_moved() -> None:
    before, after = ledgers.briefing("2023-08-31"), ledgers.briefing("2023-09-30", courtyards=[households(1, 10)])
    moved = compare(before, after).villages
    assert [move.label for move in moved] == ["潭东镇龙井村"]
    assert "开始或停止报送 1 个" in comparison.villages_headline(compare(before, after))


def test_an_assignment_made_and_closed_between_two_meetings_is_told_once() -> None:
    before = ledgers.briefing("2023-07-31", actions=[action("A", "2023-08-15")])
    now = [action("A", "2023-08-15"), action("B", "2023-09-15", "2023-09-10", assigned_on="2023-08-20")]
    told = comparison.told_actions(compare(before, ledgers.briefing("2023-09-30", actions=now)))
    assert [(word, one.id) for word, one in told] == [("结转未办结", "A"), ("期间办结", "B")]


def test_columns_of_text_share_their_room_by_what_they_hold_and_those_of_days_keep_theirs() -> None:
    heads = (Head("事项", 30), Head("情况", 34), Head("时限", 12))
    own = balanced(heads, [("短", "长" * 80, "12 月 31 日前")], 888)
    assert own[2].share == 12 and own[1].share > 40 and sum(head.share for head in own) == pytest.approx(76)
