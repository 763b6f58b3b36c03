"""The deck: its numbers, its charts that can be edited, its typefaces, and nothing over the edge."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
import shapely
from pptx.oxml.ns import qn
from pptx.util import Pt

from briefing import formats, looks
from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.exports.slides import kit, village_map
from briefing.figures.curves import PARTIAL, SCHEDULE
from briefing.measures.naming import short_title
from briefing.measures.village_shapes import land_of
from briefing.wording import labels, titles
from tests.briefing import ledgers
from tests.briefing.exports import reading
from tests.briefing.exports.reading import PERCENT, charts, deck, outside, shapes, slide_tables, slide_text, table_under
from tests.briefing.ledgers import households, project

SMALLEST_ON_MAP = 10
EXCEL_DAY_ZERO = date(1899, 12, 30)


@pytest.fixture(scope="session")
def slides(case, made):
    """The deck of a case."""
    return deck(made(case, "pptx"))


def by_day(points: dict[str, float]) -> dict[str, float]:
    """Categories of a time axis, which are days counted as Excel does, as ISO days."""
    return {(EXCEL_DAY_ZERO + timedelta(int(float(day)))).isoformat(): value for day, value in points.items()}


def all_charts(presentation) -> dict:
    """Every chart of the deck by name."""
    return {name: chart for slide in presentation.slides for name, chart in charts(slide).items()}


def test_every_card_shows_its_measure(case, slides) -> None:
    text = slide_text(slides.slides[1])
    for id in case.briefing.headline_measures:
        measure = case.measure(id)
        assert short_title(case.briefing.measure(id)) in text
        assert f"{looks.look(measure['status']).mark} {measure['status']}" in text
        if measure["kind"] == "milestones":
            assert f"拨付率 {formats.rate(measure['rate'])}" in text
            assert formats.money(case.json["funds"]["disbursed"]) in text
        else:
            assert f"{formats.count(measure['value'])} / {formats.count(measure['target'])} {measure['unit']}" in text
            assert f"完成率 {formats.rate(measure['rate'])}" in text


def test_the_fund_curve_is_what_json_says(case, slides) -> None:
    funds = case.json["funds"]
    if not funds["by_month"]:
        assert "衔接资金累计拨付率" not in all_charts(slides)
        return
    curve = all_charts(slides)["衔接资金累计拨付率"]
    assert by_day(curve["实际拨付"]) == pytest.approx(
        {point["date"]: point["rate"] for point in funds["by_month"]}, abs=1e-6
    )
    assert by_day(curve["考核节点"]) == {point["date"]: point["share"] for point in funds["milestones"]}
    ahead = {point["date"]: point["rate"] for point in funds["projection"]}
    if len(ahead) > 1:
        assert by_day(curve[f"按近{'零一两三'[funds['recent_months']]}个月速度测算"]) == pytest.approx(ahead, abs=1e-6)
    scheduled = by_day(curve["序时进度"])
    for milestone in funds["milestones"]:
        assert scheduled[milestone["date"]] == pytest.approx(milestone["share"])


def test_the_household_curves_and_bars_are_what_json_says(case, slides) -> None:
    found = all_charts(slides)
    for id in ("T03", "T04"):
        measure = case.measure(id)
        reported = {point["date"]: point["rate"] for point in measure["history"] if point["rate"] is not None}
        curve = found.get(f"{measure['title']}逐月进度", {"实际完成": {}})  # without a report there is none
        assert by_day(curve["实际完成"]) == pytest.approx(reported, abs=1e-6)
        rates = {part["name"]: part["rate"] for part in measure["parts"]}
        bars = found.get(f"{measure['title']}分村完成率", {"完成率": {}})["完成率"]
        for name, value in bars.items():
            assert value == pytest.approx(rates[reading.STATUS_MARK.sub("", name)], abs=1e-6)
        assert bool(bars) == any(rate is not None for rate in rates.values())


def test_no_percentage_that_the_briefing_does_not_say(case, slides) -> None:
    allowed = known_percentages(case)
    for number, slide in enumerate(slides.slides, 1):
        unknown = set(PERCENT.findall(slide_text(slide))) - allowed
        assert not unknown, (number, unknown)


def known_percentages(case) -> set[str]:
    """Every share of the Briefing as it may be written, and every percentage in the texts of JSON."""
    numbers, texts = [], []
    waiting = [case.json]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
        elif isinstance(value, float | int):
            numbers.append(value)
        elif isinstance(value, str):
            texts.append(value)
    briefing = case.briefing
    numbers += [site.progress for site in (*briefing.sites, *briefing.stations) if site.progress is not None]
    numbers += [milestone.share for measure in briefing.measures for milestone in measure.milestones]
    numbers += briefing.funds.projects["rate"].dropna().tolist()
    texts += [briefing.headline, *briefing.headlines.values()]
    texts += [text for task in briefing.tasks for text in (task.title, task.progress, task.problem, task.next_step)]
    texts += [site.problem for site in (*briefing.sites, *briefing.stations)]
    texts += [action.detail for action in briefing.actions]
    said = {formats.rate(number) for number in numbers} | {f"{number:.0%}" for number in numbers}
    said |= {formats.amount(number, formats.PERCENT) for number in numbers} | {
        f"{round(number, 2):,g}%" for number in numbers
    }
    return said | {token for text in texts for token in PERCENT.findall(text)}


def test_what_nobody_reported_is_never_a_zero(cases, made) -> None:
    slides = deck(made(cases["nothing"], "pptx"))
    for slide in slides.slides:
        assert "0.0%" not in slide_text(slide).replace("100.0%", "")
        assert not table_under(slides, ["状态", "名称"])
    assert all("未报" in slide_text(slide) for slide in list(slides.slides)[1:9])
    actual = [
        series for chart in all_charts(slides).values() for name, series in chart.items() if name.startswith("实际")
    ]
    told = "\n".join(map(slide_text, slides.slides))
    assert not any(actual) and "户厕问题整改未报" in told and "衔接资金台账未报" in told
    assert "都已完成" not in told and "没有村落后" not in told and "目前没有需要调度" not in told


def test_every_slide_says_day_source_number_and_sample_and_the_cover_the_edition(case, slides) -> None:
    assert f"第 {case.json['edition']} 版" in slide_text(slides.slides[0])
    for number, slide in enumerate(slides.slides, 1):
        text = slide_text(slide)
        assert labels.day_line(case.briefing) in text and case.json["as_of"] in text and "来源：" in text
        (field,) = [one for one in slide._element.iter(qn("a:fld")) if one.get("type") == "slidenum"]
        assert field.find(qn("a:t")).text == str(number)
        assert ("示例数据" in [shape.name for shape in slide.shapes]) == case.json["sample"]


def test_every_slide_has_its_message_as_a_title(case, slides) -> None:
    frames = [slide.shapes.title.text_frame for slide in slides.slides]
    assert all(frame.text for frame in frames) and frames[1].text.replace("\v", "") in titles.overview(case.briefing)
    assert len({run.font.size for frame in frames[1:] for run in frame.paragraphs[0].runs}) == 1
    assert all(looks.ems(frame.text) * kit.TITLE <= kit.TITLE_LINES * kit.BODY_WIDTH for frame in frames[1:])


def test_every_run_names_its_east_asian_typeface(slides) -> None:
    for slide in slides.slides:
        for run in slide._element.iter(qn("a:r"), qn("a:fld")):
            properties = run.find(qn("a:rPr"))
            for tag in ("a:latin", "a:ea"):
                assert properties.find(qn(tag)).get("typeface") == labels.FONT
        for shape in slide.shapes:
            if shape.has_chart:
                for face in shape.chart._chartSpace.iter(qn("a:defRPr")):
                    assert face.find(qn("a:ea")).get("typeface") == labels.FONT


def test_text_is_large_enough_for_the_back_row(slides) -> None:
    for slide in slides.slides:
        for shape in shapes(slide):
            small = SMALLEST_ON_MAP if shape.shape_type == 5 or "示意图" in _words(shape) else kit.BODY - 4
            if "来源：" not in _words(shape):
                sizes = [int(run.get("sz")) / 100 for run in shape._element.iter(qn("a:rPr")) if run.get("sz")]
                assert min(sizes, default=small) >= small, _words(shape)


def _words(shape) -> str:
    return shape.text_frame.text if shape.has_text_frame else ""


def test_nothing_reaches_over_the_edge_and_tables_end_above_the_foot(slides) -> None:
    assert outside(slides) == []
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= Pt(kit.FOOT_TOP + 1)


def test_a_chart_carries_the_workbook_it_is_edited_in(september, made) -> None:
    slides = deck(made(september, "pptx"))
    edited = 0
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                heads = [cell.value for cell in book.worksheets[0][1]][1:]
                assert heads == [series.name for series in shape.chart.plots[0].series]
                edited += 1
    assert edited >= 8


def test_axes_are_counted_from_zero_up_as_the_schema_wants(slides) -> None:
    numbers = [
        int(told.get("val"))
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_chart
        for told in shape.chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx"))
    ]
    assert all(0 <= number < 2**32 for number in numbers)
    assert len(set(numbers)) * 2 <= len(numbers)  # each axis is named again by the other and by what is drawn on it


def test_every_mapped_village_is_a_shape_with_name_mark_and_colour(case, slides) -> None:
    freeforms = {shape.name: shape for shape in shapes(slides.slides[2]) if shape.shape_type == 5}
    for village in case.briefing.villages:
        if village.mapped:
            status = village.statuses.get("综合", "未报")
            shape = freeforms[f"{village.label} {status}"]
            assert looks.look(status).mark in shape.text_frame.text
            assert village.village[:2] in shape.text_frame.text.replace("\n", "")
            pattern = shape._element.spPr.find(qn("a:pattFill"))
            assert (pattern is not None) == (status == "未报")
            if status != "未报":
                assert str(shape.fill.fore_color.rgb) == looks.look(status).colour.lstrip("#")


def test_with_the_meeting_before_there_is_a_comparison(september, made) -> None:
    told = "\n".join(slide.shapes.title.text_frame.text for slide in deck(made(september, "pptx")).slides)
    assert "与 6 月 30 日（第 1 版）相比" in told and "个村综合状态有变化" in told
    alone = deck(september.make("pptx", compared=False))
    assert not any("相比" in slide.shapes.title.text_frame.text for slide in alone.slides)


def test_long_tables_are_dealt_evenly_over_slides(september, made) -> None:
    counts = [
        len(table) - 1
        for slide in deck(made(september, "pptx")).slides
        for table in slide_tables(slide)
        if table[0][:2] == ["序号", "事项"]
    ]
    assert sum(counts) == len(september.json["attention"]) and min(counts) >= max(counts) - 4


def test_the_projection_is_said_to_be_one(september, made) -> None:
    assert "按近三个月速度测算" in all_charts(deck(made(september, "pptx")))["衔接资金累计拨付率"]
    assert date.fromisoformat(september.json["as_of"]) == date(2023, 9, 30)


def test_a_figure_that_carries_a_towns_earlier_value_is_marked_on_its_curve_and_said() -> None:
    rows = [
        households(9, 10), households(8, 20, village="江坝村"), households(10, 10, as_of="2023-10-31"),
    ]  # fmt: skip
    edition = ledgers.edition(toilets=rows)
    made = deck(FORMATS["pptx"].make(compose(edition, date(2023, 10, 31)), land_of(edition)))
    told = by_day(all_charts(made)["户厕问题整改逐月进度"][PARTIAL])
    # 高校园区 never reported, so neither figure is whole.
    assert list(told) == ["2023-09-30", "2023-10-31"] and told["2023-10-31"] == pytest.approx(18 / 356)
    assert any("其中潭口镇为 9 月 30 日数据" in slide_text(slide) for slide in made.slides)


def test_a_month_without_a_figure_leaves_no_hole_in_the_fund_curve() -> None:
    rows = [
        project("桥", 200, paid, as_of=day)
        for day, paid in (("2023-02-28", 30), ("2023-03-31", 55), ("2023-06-30", 120))
    ]
    edition = ledgers.edition(funds=rows)
    made = deck(FORMATS["pptx"].make(compose(edition, date(2023, 6, 30)), land_of(edition)))
    curve = all_charts(made)["衔接资金累计拨付率"]
    assert by_day(curve["实际拨付"]) == pytest.approx({"2023-02-28": 0.15, "2023-03-31": 0.275, "2023-06-30": 0.6})
    days = [day for day in by_day(curve[SCHEDULE]) if "2023-02-28" <= day <= "2023-07-31"]
    assert days == ["2023-02-28", "2023-03-31", "2023-06-30", "2023-07-31"]


def test_long_names_that_begin_alike_are_told_apart_on_the_map_of_a_slide() -> None:
    sheet = village_map.Sheet(0, 100, 1, 0, 0)
    for land in (shapely.box(0, 0, 64, 70), shapely.box(0, 0, 90, 40)):
        told = [
            village_map._wording(land, sheet, "■", f"河口镇{where}易地搬迁集中安置区第一居民小组")
            for where in ("东坪", "西坪")
        ]
        (one, size, _), (other, _, _) = told
        assert one[0] == "■" and one != other and one[-1].endswith("…")
        assert all(len(line) * size <= shapely.bounds(land)[2] for line in one)
