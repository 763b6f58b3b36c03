"""Figures beside their bounds read alike, and on the right side, in every output: screen, JSON, slides, bulletin, cells."""

import io
from dataclasses import dataclass
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from briefing import formats
from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.exports.bulletin import tables as paper
from briefing.exports.offline import page
from briefing.exports.slides import works
from briefing.exports.slides.maker import Maker
from briefing.exports.workbook.tables import tables
from briefing.figures import curves, theme
from briefing.html import cards, comparison
from briefing.measures.comparison import compare
from briefing.measures.village_shapes import land_of
from briefing.model import Briefing
from briefing.wishes import Wishes
from briefing.wording.as_json import as_json
from tests.briefing import ledgers
from tests.briefing.exports import reading
from tests.briefing.ledgers import households, in_village, indicator, project, station
from tests.briefing.spreadsheet import shown

CENT = 0.01
DAY = date(2023, 9, 30)


def near(disbursed: float, *, as_of: date = DAY, floor: float = 49.99, insured: float = 98.96) -> Briefing:
    """10,000 万元 of which so much left; 5,996 of them for 产业; a village of 市定 just short of its 50; 33,399 of 33,410 done."""
    day = as_of.isoformat()
    rest = {"source": "中央", "as_of": day}
    rows = [
        project("floor", floor, floor, **in_village("迳背村"), **rest),
        project("industry", 5996 - floor, min(disbursed, 5900) - floor, **rest),
        project("roads", 4004, max(0, disbursed - 5900), category="基础设施", **rest),
    ]
    alone = ledgers.settings_with("不涉及", "潭口镇:衔接资金台账;高校园区管理处:衔接资金台账")
    found = ledgers.edition(
        funds=rows,
        plan_settings=alone,
        indicators=[indicator("K01", unit, insured, as_of=day) for unit in ledgers.UNITS],
        courtyards=[households(9996, 10000, as_of=day)],
        stations=[station("龙井污水处理站", progress=74.79, as_of=day)],
    )
    return compose(found, as_of)


@dataclass(frozen=True)
class Made:
    """What is made of a Briefing, as text."""

    slides: str
    paper: str
    page: str
    cells: dict[str, list[dict[str, str]]]


def cells(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Sheet → rows by header, each figure as Excel shows it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            heads, *rows = list(sheet[table.ref])
            found[sheet.title] = [
                {head.value: _shown(cell) for head, cell in zip(heads, row, strict=True)} for row in rows
            ]
    return found


def _shown(cell) -> str:
    return shown(cell.value, cell.number_format) if isinstance(cell.value, int | float) else str(cell.value)


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    """Everything a little short."""
    return near(7496.0)


@pytest.fixture(scope="module")
def made(briefing) -> Made:
    """The real files."""
    land = land_of(ledgers.edition())
    content = {
        name: FORMATS[name].make(briefing, land, Wishes(near(9997.0))) for name in ("pptx", "docx", "xlsx", "html")
    }
    deck = "\n".join(map(reading.slide_text, reading.deck(content["pptx"]).slides))
    document = html.document_fromstring(content["html"].decode())
    return Made(
        deck, reading.paper_text(reading.paper(content["docx"])), document.text_content(), cells(content["xlsx"])
    )


def row(made: Made, sheet: str, **wanted: str) -> dict[str, str]:
    """The one row of a sheet with these cells."""
    (found,) = [one for one in made.cells[sheet] if wanted.items() <= one.items()]
    return found


def test_a_rate_short_of_its_milestone_reads_alike_everywhere(briefing, made):
    measure, words = briefing.measure("F01"), "74.96%"
    assert f"拨付率 {words}，未达到 9 月底 75% 节点" in as_json(briefing)["headline"]
    assert f"拨付率 {words}<" in cards.measure_card(measure, briefing)
    assert curves.fund_finding(briefing.funds) == f"{words}，未达到9月底 75%"
    assert words in made.slides and words in made.paper and words in made.page
    told = row(made, "指标", 编号="F01")
    assert (told["完成率"], told["完成值"]) == (words, "74.96") and told["状态"].endswith("逾期")
    assert row(made, "资金汇总", 分组="资金来源", 名称="中央")["拨付率"] == words
    for text in (made.slides, made.paper, made.page, as_json(briefing)["headline"]):
        assert "拨付率 75.0%" not in text and "拨付率 74.9%" not in text


def test_a_floor_missed_by_a_cent_reads_short(briefing, made):
    short = briefing.measure("F04").title
    items = [item.text for village in briefing.villages for item in village.items if item.title == short]
    assert "49.99 万元，要求 50 万元" in items
    assert "49.99" in {one["完成值"] for one in made.cells["指标分项"] if one["指标"] == short}
    assert "50 万元，要求 50 万元" not in made.page


def test_nothing_short_of_all_reads_as_all(briefing, made):
    done = briefing.measure("T03")
    part = done.parts[0]
    assert part.rate == 0.9996 and formats.part_rate(part, done) == "99.96%"
    assert row(made, "指标分项", 编号="T03", 名称="龙井村")["完成率"] == "99.96%"
    before, after = next(change.words for change in compare(near(9997.0), briefing).changes if change.id == "F01")
    assert (before, after) == ("99.97%", "74.96%")
    assert "99.97%" in made.slides and "99.97%" in made.paper
    assert row(made, "指标变化", 编号="F01")["上次"] == "99.97"
    assert "99.97%" in comparison.measures(compare(near(9997.0), briefing), briefing)


def test_an_indicator_and_a_share_short_of_their_floors_read_short(briefing, made):
    assert "98.96%，应不低于 99%" in briefing.measure("K01").reason
    assert row(made, "指标", 编号="K01")["完成值"] == "98.96"
    assert "59.96%" in briefing.measure("F02").reason and "59.96%" in made.slides and "59.96%" in made.paper
    assert row(made, "指标", 编号="F02")["完成率"] == "59.96%"


def test_a_site_a_hair_behind_reads_behind_its_schedule(briefing, made):
    site = briefing.stations[0]
    progress, due = formats.progress_of(site), formats.due_of(site)
    assert progress != due and site.progress < site.scheduled
    told = row(made, "污水处理站", 名称="龙井污水处理站")
    assert (told["形象进度"], told["序时进度"]) == (progress, due)
    assert progress in cards.station_card(site) and due in cards.station_card(site)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(cents=st.integers(-400, 400).filter(bool), target=st.sampled_from([7500, 10000]))
def test_whatever_is_near_a_bound_reads_the_same_in_all_outputs(cents, target):
    disbursed = min(round(target + cents * CENT, 2), 10000 - CENT)
    found = near(disbursed)
    measure, funds = found.measure("F01"), found.funds
    words = str(formats.fund_rate(funds.rate, funds))
    short = float(words.rstrip("%")) < target / 100
    assert short == (disbursed < target) and words != "100.0%"
    sheet = next(sheet for sheet in tables(found) if sheet.name == "指标")
    told = {column.title: column.known(measure) for column in sheet.columns}
    maker = Maker(found)
    works.overall(maker)
    curve = curves.fund_curve(funds, 2023, sizes=theme.PRESENT, room=(690, 312))
    assert f"拨付率 {words}" in as_json(found)["headlines"]["funds"]
    assert f">拨付率 {words}<" in cards.measure_card(measure, found)
    assert words in {tile.number for tile in cards.fund_tiles(found)}
    assert f"<b>{words}</b>" in {note.text for note in curve.layout.annotations}
    assert f"拨付率 {words}" in reading.slide_text(maker.deck.slides[0])
    goals = {line[0]: line for line in paper.goals(found).rows}
    assert goals[measure.title][2:4] == (words, words)
    assert (shown(told["完成率"].value, told["完成率"].pattern), f"{told['完成值']}%") == (words, words)
    assert f">{words}</td>" in page.table(sheet)
