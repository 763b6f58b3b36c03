"""The bulletin: its numbers, its official layout, its typefaces."""

import pytest
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefing.exports import BULLETINS, oversight
from tests.briefing.exports.reading import ACROSS, PERCENT, paper, paper_tables, paper_text
from tests.briefing.exports.test_slides import known_percentages


@pytest.fixture(scope="session")
def document(case):
    """The quarterly bulletin of a case."""
    return paper(BULLETINS["quarter"].make(case.briefing, case.land, case.previous))


@pytest.fixture(scope="session")
def tables(document):
    """Its tables by caption."""
    return paper_tables(document)


def table(tables: dict, begins: str) -> list:
    """The rows of the table whose caption begins so."""
    return next((rows for caption, rows in tables.items() if caption.startswith(begins)), [])


def test_every_unit_that_owes_something_is_asked(case, tables) -> None:
    asked = {row[ACROSS] for row in table(tables, "督办事项和时限")}
    owing = {unit for unit, items in oversight.open_items(case.briefing).items() if any(item.urgent for item in items)}
    assert asked == owing
    assert all(row["要求"] and row["时限"] for row in table(tables, "督办事项和时限"))


def test_no_percentage_that_the_briefing_does_not_say(case, document, tables) -> None:
    towns = {
        t for row in table(tables, "各镇（管理处）主要指标") for cell in row.values() for t in PERCENT.findall(cell)
    }
    assert set(PERCENT.findall(paper_text(document))) <= known_percentages(case) | towns


def test_day_edition_and_sample_mark(case, document) -> None:
    day = case.briefing.as_of
    assert f"数据截至{day.year}年{day.month}月{day.day}日，第{case.json['edition']}版" in paper_text(document)
    header = document.sections[0].header.paragraphs[0].text
    assert header == ("【示例数据】" if case.json["sample"] else "")
    assert f"数据截至{case.json['as_of']}" in document.sections[0].footer.paragraphs[1].text


def test_the_layout_of_official_papers(document) -> None:
    page = document.sections[0]
    assert [round(length / Mm(1)) for length in (page.page_width, page.page_height)] == [210, 297]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(length / Mm(1)) for length in margins] == [37, 35, 28, 26]
    body = document.styles["Normal"]
    assert body.font.size == Pt(16)
    assert (body.paragraph_format.line_spacing_rule, body.paragraph_format.line_spacing) == (
        WD_LINE_SPACING.EXACTLY,
        Pt(28),
    )
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0].startswith("一、") and headings[-1].endswith("工作要求")
    assert "PAGE" in page.footer._element.xml


def test_every_run_and_style_names_its_east_asian_typeface(document) -> None:
    bodies = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    runs = [run for body in bodies for run in body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert runs
    for run in runs:
        assert run.rPr.rFonts.get(qn("w:eastAsia")) in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) and not fonts.get(qn("w:eastAsiaTheme"))


def test_the_typefaces_have_their_stand_ins(september) -> None:
    document = paper(september.make("docx"))
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="SimSun"/>' in part.blob.decode()


@pytest.mark.parametrize(("name", "title"), [("2023-09-30", "第三季度"), ("gaps", "10月")])
def test_a_quarters_end_gets_the_quarterly_bulletin_and_other_days_the_monthly(cases, name, title) -> None:
    document = paper(cases[name].make("docx"))
    assert title in document.core_properties.title
    quarterly = any("未达标和未报的底线指标" in paragraph.text for paragraph in document.paragraphs)
    assert quarterly == (title == "第三季度")


def test_the_quarterly_bulletin_compares_with_the_meeting_before(september) -> None:
    assert table(paper_tables(paper(september.make("docx"))), "指标变化（上次数据截至2023年6月30日）")
    assert not table(paper_tables(paper(september.make("docx", compared=False))), "指标变化")


def test_missing_is_never_told_as_fine(cases) -> None:
    told = paper_text(paper(BULLETINS["quarter"].make(cases["nothing"].briefing, cases["nothing"].land)))
    assert "未报" in told
    for wrong in ("按计划推进，请", "都已完成", "均按计划", "0.0%", "目前没有需要调度"):
        assert wrong not in told, wrong


def test_a_station_without_a_planned_day_is_said_to_have_none(cases) -> None:
    told = paper_text(paper(BULLETINS["month"].make(cases["gaps"].briefing, cases["gaps"].land)))
    assert "计划完工日期未报" in told and "—完工" not in told
