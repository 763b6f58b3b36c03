"""Another office's templates give papers and slides their look, without a change of code."""

import io
from datetime import date

import pytest
from docx import Document
from pptx import Presentation
from pptx.util import Pt

from briefing.__main__ import main
from briefing.exports import BULLETINS, FORMATS
from briefing.exports.bulletin.order import write_order
from briefing.exports.stationery import looked_through
from briefing.wishes import Wishes
from data_loaders.findings import Refused
from data_loaders.store import stationery
from data_loaders.store.editions import STORE_VARIABLE, open_store
from data_loaders.store.papers import Particulars
from tests.briefing.exports import foreign
from tests.briefing.exports.reading import outside, paper_text, slide_tables, slide_text
from tests.seeded import copied_to

TOLD = Particulars("三季度调度会", date(2023, 10, 12), "云振办〔2023〕12号", "甲签", "区委办公室")
PAGES = {"4:3": (720, 540), "small 16:9": (720, 405)}


def kept(name: str, content: bytes) -> bytes:
    return looked_through(name, content).stationery.content


@pytest.fixture(scope="module")
def in_the_text() -> bytes:
    return kept("红头.docx", foreign.red_head_in_the_text())


def words_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    page = document.sections[0]
    headers = [paragraph.text for head in (page.header, page.first_page_header) for paragraph in head.paragraphs]
    return "\n".join([*headers, paper_text(document)])


def test_a_bulletin_stands_below_the_offices_red_head_in_its_styles(september, in_the_text) -> None:
    wishes = Wishes(september.previous, TOLD, in_the_text)
    content = BULLETINS["month"].make(september.briefing, september.land, wishes)
    document, words = Document(io.BytesIO(content)), words_of(content)
    assert document.paragraphs[0].text == foreign.OFFICE and foreign.EXAMPLE not in words
    assert "云振办〔2023〕12号　　　　签发人：甲签" in document.paragraphs[1].text and words.count("云振办") == 1
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"公文标题", "公文正文", "公文一级标题", "主送机关", "落款"} <= styles and "Title" not in styles
    body = next(one for one in document.paragraphs if one.style.name == "公文正文" and one.text)
    assert all(run.font.size is None and run._r.rPr is None for run in body.runs)  # the style alone gives the look
    assert "示例数据" in words and document.sections[0].left_margin.mm == pytest.approx(20, abs=0.1)
    own = paper_text(
        Document(
            io.BytesIO(BULLETINS["month"].make(september.briefing, september.land, Wishes(september.previous, TOLD)))
        )
    )
    text = [line for line in own.splitlines() if len(line) > 40 and line not in words]
    assert text == []  # not a sentence is lost


def test_a_head_in_the_header_stays_and_what_follows_the_marked_place_too(september) -> None:
    looked = looked_through("页眉.docx", foreign.red_head_in_the_header())
    assert "发文字号的位置" in looked.missing[-1] and "样式“落款”" in looked.missing
    wishes = Wishes(told=TOLD, template=looked.stationery.content)
    words = words_of(BULLETINS["month"].make(september.briefing, september.land, wishes))
    assert foreign.OFFICE in words and "【正文】" not in words and TOLD.number in words
    assert words.index("重点事项交办如下：") < words.index(foreign.IMPRINT)


def test_a_督办单_takes_its_own_number_into_the_head(september, in_the_text) -> None:
    words = words_of(write_order(september.briefing, "潭口镇", Wishes(told=TOLD, template=in_the_text)))
    assert foreign.OFFICE in words and "督办〔2023〕0930-" in words and "云振办" not in words


def test_a_file_without_a_red_head_is_said_to_lack_it_and_gets_ours(september) -> None:
    plain = Document()
    content = io.BytesIO()
    plain.save(content)
    looked = looked_through("空.docx", content.getvalue())
    assert looked.missing[-1] == "红头"
    wishes = Wishes(told=TOLD, template=looked.stationery.content)
    assert TOLD.number in words_of(BULLETINS["month"].make(september.briefing, september.land, wishes))


@pytest.mark.parametrize("size", PAGES.values(), ids=PAGES)
def test_slides_stand_on_the_offices_master_inside_its_page(september, made, size) -> None:
    template = kept("母版.pptx", foreign.master(*size))
    deck = Presentation(
        io.BytesIO(
            FORMATS["pptx"].make(september.briefing, september.land, Wishes(september.previous, template=template))
        )
    )
    assert deck.slide_height == Pt(540) and deck.slide_width == pytest.approx(size[0] / size[1] * Pt(540), rel=0.001)
    assert {slide.slide_layout.name for slide in deck.slides} == {"封面页", "只有标题"}
    words = "\n".join(map(slide_text, deck.slides))
    assert foreign.EXAMPLE not in words and outside(deck) == []
    faces = {
        face.get("typeface") for slide in deck.slides for face in slide.element.iter() if face.tag.endswith("}latin")
    }
    assert faces == set()  # the theme's own
    cells = {cell for slide in deck.slides for table in slide_tables(slide) for row in table for cell in row}
    ours = Presentation(io.BytesIO(made(september, "pptx")))
    assert {cell for slide in ours.slides for table in slide_tables(slide) for row in table for cell in row} <= cells
    for slide in list(deck.slides)[1:]:
        assert "示例数据" in slide_text(slide) and "数据截至 2023-09-30" in slide_text(slide)
        tables = [shape for shape in slide.shapes if shape.has_table]
        foot = min(
            shape.top for shape in slide.shapes if shape.has_text_frame and "来源：各单位" in shape.text_frame.text
        )
        assert all(shape.top + sum(row.height for row in shape.table.rows) <= foot + Pt(2) for shape in tables)


def test_on_a_dark_master_the_content_has_a_light_ground_and_the_cover_has_none(september) -> None:
    template = kept("深色.pptx", foreign.master(960, 540, dark=True))
    deck = Presentation(io.BytesIO(FORMATS["pptx"].make(september.briefing, september.land, Wishes(template=template))))
    cover, *others = deck.slides
    whole = deck.slide_width * 0.8
    assert all(any(shape.width > whole and not shape.is_placeholder for shape in slide.shapes) for slide in others)
    assert all(shape.is_placeholder for shape in cover.shapes)


def test_an_upright_master_is_refused_and_missing_layouts_are_named() -> None:
    with pytest.raises(Refused, match="template_size"):
        looked_through("竖.pptx", foreign.master(540, 960))
    deck = Presentation(io.BytesIO(foreign.master(960, 540)))
    for layout in deck.slide_layouts:
        layout.name = f"甲 {layout.name[-1]}"
    content = io.BytesIO()
    deck.save(content)
    assert looked_through("甲.pptx", content.getvalue()).missing == ["版式“封面”", "版式“仅标题”"]


def test_the_command_line_takes_templates_and_gives_them_up(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    for name, content in (("红头.docx", foreign.red_head_in_the_text()), ("母版.pptx", foreign.master(720, 540))):
        (tmp_path / name).write_bytes(content)
    assert main(["stationery", str(tmp_path / "红头.docx"), str(tmp_path / "母版.pptx")]) == 0
    said = capsys.readouterr().out
    assert "红头.docx 缺少样式“表格文字”" in said and "公文模板：红头.docx" in said and "幻灯片模板：母版.pptx" in said
    assert main(["export", "docx", "--out", str(tmp_path / "a.docx")]) == 0
    assert foreign.OFFICE in words_of((tmp_path / "a.docx").read_bytes())
    assert main(["stationery", "--remove", "docx"]) == 0
    assert stationery.templates(open_store()).keys() == {"pptx"}
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    assert main(["stationery", str(tmp_path / "坏.docx")]) == 1
