"""The bulletin: its numbers, its official layout, its typefaces."""

import re
from dataclasses import replace
from datetime import date

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pptx.oxml.ns import qn as pptx_name

from briefing import looks
from briefing.compose import compose
from briefing.exports import BULLETINS
from briefing.exports.bulletin import layout_table, official_layout, sentences
from briefing.exports.bulletin import tables as bulletin_tables
from briefing.measures.village_shapes import land_of
from briefing.wishes import Wishes
from briefing.wording import open_items
from data_loaders.store.papers import Particulars
from tests.briefing.exports.reading import PERCENT, deck, paper, paper_tables, paper_text
from tests.briefing.exports.test_slides import known_percentages


@pytest.fixture(scope="session")
def document(case):
    """The quarterly bulletin of a case."""
    return paper(BULLETINS["quarter"].make(case.briefing, case.land, Wishes(case.previous)))


@pytest.fixture(scope="session")
def tables(document):
    """Its tables by caption."""
    return paper_tables(document)


def table(tables: dict, begins: str) -> list:
    """The rows of the table whose caption begins so."""
    return next((rows for caption, rows in tables.items() if caption.startswith(begins)), [])


def test_who_owes_something_is_asked_each_unit_before_any_is_asked_twice(case, tables) -> None:
    asked = [row["牵头单位"] for row in table(tables, "重点事项交办如下：")]
    owing = {unit for unit, items in open_items.open_items(case.briefing).items() if any(item.urgent for item in items)}
    assert set(asked) <= owing and len(set(asked)) == min(len(owing), len(asked))
    assert len([unit for unit, before in zip(asked, ["", *asked], strict=False) if unit != before]) == len(set(asked))
    assert all(row["要求"] and row["时限"] for row in table(tables, "重点事项交办如下："))


def test_no_percentage_that_the_briefing_does_not_say(case, document, tables) -> None:
    towns = {
        t for row in table(tables, "各镇（管理处）主要指标") for cell in row.values() for t in PERCENT.findall(cell)
    }
    assert set(PERCENT.findall(paper_text(document))) <= known_percentages(case) | towns


@pytest.mark.parametrize(("day", "title"), [(date(2023, 9, 30), "2023年第三季度"), (date(2023, 10, 31), "2023年巩固")])
def test_a_quarter_is_named_when_it_has_ended(sample, day, title) -> None:
    found = replace(compose(sample, date(2023, 9, 30)), as_of=day)
    document = paper(BULLETINS["quarter"].make(found, land_of(sample)))
    assert document.core_properties.title.startswith(f"关于{title}")
    told = paper_text(document)
    assert f"现将截至{day.month}月{day.day}日的工作推进情况通报如下" in told
    assert not re.search(r"季度末|\d月末", told)


def test_the_bulletin_of_december_tells_that_its_figures_are_of_september(sample) -> None:
    found = compose(sample, date(2023, 12, 31))
    told = paper_text(paper(BULLETINS["quarter"].make(found, land_of(sample))))
    assert "各台账最新数据截至9月30日，定期履职和交办事项统计到12月31日。" in told


def test_missed_duties_are_not_told_as_unreported_data(cases) -> None:
    briefing = cases["2023-09-30"].briefing
    missing = {town for town in briefing.towns for m in briefing.measures if town in m.unreported}
    for town, line in zip(briefing.towns, sentences.town_lines(briefing), strict=True):
        assert ("未报 " in line) == (town in missing), line


def test_undelivered_records_of_duty_are_not_told_as_nothing_done(cases) -> None:
    nothing = cases["nothing"]
    for line in sentences.town_lines(nothing.briefing):
        assert "定期履职记录未报" in line and "逾期" not in line and " 0 " not in line


def test_no_demand_of_a_bulletin_has_a_day_that_has_passed(case, tables) -> None:
    for row in table(tables, "重点事项交办如下："):
        year, month, day = re.fullmatch(r"(?:(\d+)年)?(\d+)月(\d+)日前", row["时限"]).groups()
        assert date(int(year or case.briefing.as_of.year), int(month), int(day)) > case.briefing.as_of, row


def test_day_edition_and_sample_mark(case, document) -> None:
    day = case.briefing.as_of
    newest = max(
        filter(None, (one["snapshot"] for one in case.json["measures"] if one["kind"] != "duty")), default=f"{day}"
    )
    told = f"数据截至{day.year}年{day.month}月{day.day}日）"
    older = f"统计到{day.year}年{day.month}月{day.day}日，台账截至{int(newest[5:7])}月{int(newest[8:])}日）"
    assert (told if newest >= f"{day}" else older) in paper_text(document)
    assert f"各单位报送的台账（第{case.json['edition']}版）" in paper_text(document)
    header = document.sections[0].header.paragraphs[0].text
    assert header == ("【示例数据】" if case.json["sample"] else "")
    assert document.sections[0].even_page_header.paragraphs[0].text == header
    assert "\n    年    月    日" not in paper_text(document) and "　　年　　月　　日" in paper_text(document)


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
    assert headings == ["一、总体情况", "二、主要进展", "三、存在的主要问题", "四、下一步工作和交办事项"]
    for foot, side in ((page.footer, WD_ALIGN_PARAGRAPH.RIGHT), (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)):
        assert "PAGE" in foot._element.xml and foot.paragraphs[0].alignment == side
    grid = page._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "580")


def test_what_is_told_of_a_paper_stands_in_it(september) -> None:
    told = Particulars("三季度调度会", date(2023, 10, 12), "赣蓉振办字〔2023〕9号", "甲签", "区委办公室")
    document = paper(BULLETINS["month"].make(september.briefing, september.land, Wishes(told=told)))
    text = paper_text(document) + "".join(cell.text for one in document.tables for cell in one._cells)
    for piece in (
        "三季度调度会材料",
        "2023年10月12日",
        "赣蓉振办字〔2023〕9号",
        "签发人：甲签",
        "抄送：区委办公室。",
        "2023年10月12日印发",
    ):
        assert piece in text, piece
    plain = paper_text(paper(september.make("docx")))
    assert "签发人" not in plain and "抄送" not in plain and "2023年9月30日\n" not in plain[-40:]


def test_the_properties_say_our_title_office_and_day(september) -> None:
    told = paper(september.make("docx")).core_properties
    assert told.author == told.last_modified_by == september.briefing.publisher
    assert told.created == september.briefing.edition.published_at.replace(tzinfo=told.created.tzinfo, microsecond=0)
    slides = deck(september.make("pptx"))
    assert slides.core_properties.last_modified_by == september.briefing.publisher
    assert slides.element.find(pptx_name("p:sldSz")).get("type") is None


def test_every_run_and_style_names_its_east_asian_typeface(document) -> None:
    bodies = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    runs = [run for body in bodies for run in body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert runs
    for run in runs:
        assert run.rPr.rFonts.get(qn("w:eastAsia")) in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体")
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
    quarterly = any("未达标和尚不能判断的底线指标" in paragraph.text for paragraph in document.paragraphs)
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
    assert "—完工" not in told


def test_a_county_of_five_units_has_two_tables_of_them_and_one_note_for_what_is_said_of_all(sample) -> None:
    found = compose(sample, date(2023, 12, 31))
    goals = bulletin_tables.goals(found)
    assert goals.caption.endswith("（数据截至2023年9月30日）") and "截至" not in goals.rows[-1]
    many = replace(found, towns=(*found.towns, "新设镇", "另设镇"))
    own = bulletin_tables.towns(many)
    assert [len(table.heads) for table in own] == [4, 3] and own[0].caption.endswith("（1/2）")
    assert all(looks.ems(line) <= 9 for row in bulletin_tables.towns(replace(found, towns=found.towns * 4))[0].rows
               for cell in row[1:] for line in cell.split("\n"))  # fmt: skip


def test_a_monthly_bulletin_names_what_is_behind_among_its_problems_alone(september) -> None:
    told = paper_text(paper(BULLETINS["month"].make(september.briefing, september.land)))
    progress, _, rest = told.partition("三、存在的主要问题")
    assert "3处落后" in progress and "上元村塘背新农村建设点" not in progress and "上元村塘背新农村建设点" in rest
    assert "附件1" not in told and "附件：工作台账和督办单（另附）" in told


@pytest.mark.parametrize("day", ["", "按 8 月 31 日数据，"])
def test_a_paragraph_on_one_target_names_it_once(day) -> None:
    assert sentences._untitled("清洁庭院", f"{day}清洁庭院已完成 4 户，滞后。") == f"{day}已完成 4 户，滞后。"
    assert sentences._untitled("清洁庭院", "户厕和清洁庭院未报。") == "户厕和清洁庭院未报。"


def test_no_figure_and_no_bracket_is_torn_in_a_cell_even_in_a_wide_face() -> None:
    heads = (
        bulletin_tables.TOWN_HEAD,
        *(layout_table.Head(town, bulletin_tables.TOWN_SHARE) for town in ("甲镇", "乙镇", "丙镇")),
    )
    room = layout_table.room(heads, 1)
    assert sentences.stacked("218/364", "（59.9%）", room) == "218/364（59.9%）"
    assert sentences.stacked("2,218/3,364", "（65.9%）", room) == "2,218/3,364\n（65.9%）"
    assert sentences.stacked("甲项", "（条款 7）", 9) == "甲项（条款 7）"
    assert sentences.stacked("甲乙丙丁戊己", "（条款 7）", 9) == "甲乙丙丁戊己\n（条款 7）"
    widths = {
        head.title: layout_table.room(bulletin_tables.GOAL_HEADS, at)
        for at, head in enumerate(bulletin_tables.GOAL_HEADS)
    }
    assert looks.ems("100.0%", sentences.WIDE_EM) < widths["完成率"] == widths["序时"]
    assert layout_table.height("", heads, [("甲", "1\n（2）", "", "")]) - layout_table.height(
        "", heads, [("甲", "1", "", "")]
    ) == (layout_table.TABLE_LINE)


def test_a_short_table_is_not_torn_and_of_a_long_one_no_row_stands_alone() -> None:
    heads = (layout_table.Head("事项", 1),)
    for count, loose in ((3, []), (9, range(2, 7))):
        document = official_layout.new_paper()
        layout_table.table(document, "", heads, [(str(row),) for row in range(1, count + 1)])
        kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in document.tables[0].rows]
        assert kept == [at not in loose and at < count for at in range(count + 1)]


def test_a_paragraph_does_not_say_again_what_its_title_says(september) -> None:
    told = sentences.other_goals(september.briefing)
    assert re.match(r"\d+ 项中，已完成或达到序时进度 \d+ 项；", told) and "年度目标" not in told
