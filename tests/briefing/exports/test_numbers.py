"""Every figure of slides, bulletins, workbook and offline page against `briefing show --json`: number by number.

And the proof that the comparison compares: whatever figure of JSON is changed, the files are found to differ.
"""

import copy
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from lxml import html

from briefing.exports import BULLETINS
from briefing.screens.catalogue import PRESENTED
from briefing.wishes import Wishes
from tests.briefing.exports import expected, reading
from tests.briefing.exports.expected import keyed_differences, row_differences

YEAR_LINES = {"0%", "25%", "50%", "75%", "100%"}  # what axes say
CURVE_TOP = 1.1
EXCEL_DAY_ZERO = date(1899, 12, 30)
SOURCE = re.compile(r"来源：.*?发布")
# Screens that count acts by duty, unit and period, and rank units by counts: their own tests count them too.
COUNTING = ("map", "duties", "actions")
PROJECT_ASK = "加快实施和拨付"  # its day is that of the next milestone of the money
TRIED = 40  # leaves of a kind, here and there, that are changed until one is missed by nobody


# --- slides --------------------------------------------------------------------------------------------------------


@cache
def read_deck(content: bytes) -> tuple[dict[str, dict], dict[tuple, list[dict]], list[set[str]]]:
    """Charts by name; rows by headers, one slide after the other; the figures in the texts of every slide."""
    slides = reading.deck(content).slides
    charts = {name: chart for slide in slides for name, chart in reading.charts(slide).items()}
    listed: dict[tuple, list[dict]] = {}
    for slide in slides:
        for heads, *rows in reading.slide_tables(slide):
            listed.setdefault(tuple(heads), []).extend(dict(zip(heads, row, strict=True)) for row in rows)
    said = [expected.tokens(without_source(reading.slide_text(slide))) for slide in slides]
    return _by_day(charts), listed, said


def deck_differences(content: bytes, json: dict, before: dict | None, towns: tuple[str, ...]) -> Iterator[str]:
    """Charts point by point, tables cell by cell, and every other figure in any text."""
    charts, listed, said = read_deck(content)
    yield from expected.chart_differences(charts, deck_charts(json))
    for heads, rows in listed.items():
        yield from deck_table_differences(heads, rows, json, before, towns)
    known = told_tokens(json, before, towns)
    for number, figures_said in enumerate(said, 1):
        yield from (f"slide {number}: nobody tells of {token}" for token in figures_said - known)


def deck_charts(json: dict) -> dict[str, dict]:
    """Chart → series → point, as ISO days or names."""
    funds, found = json["funds"], {}
    households = [one for one in json["measures"] if one["id"] in ("T03", "T04")]
    for measure in households if any(one["history"] for one in households) else ():  # words stand for charts of nothing
        points = [point for point in measure["history"] if point["rate"] is not None]
        found[f"{measure['title']}逐月进度"] = {"实际完成": {point["date"]: point["rate"] for point in points}}
    for measure in households:
        parts = sorted((part["rate"], part["name"]) for part in measure["parts"] if part["rate"] is not None)
        if parts:
            found[f"{measure['title']}分村完成率"] = {}
    if funds["by_month"]:
        found["衔接资金累计拨付率"] = _fund_curve(funds)
    for name, key in (("按资金来源", "by_source"), ("按镇（管理处）", "by_town"), ("按项目类别", "by_category")):
        if funds["rate"] is not None and len(funds[key]) > 1:  # one alone is compared with nothing
            rates = {expected.place(one["name"]): one["rate"] for one in funds[key] if one["rate"] is not None}
            found[f"{name}拨付率"] = {"拨付率": rates}
    return found


def _fund_curve(funds: dict) -> dict[str, dict]:
    series = {
        "实际拨付": {point["date"]: point["rate"] for point in funds["by_month"] if point["rate"] is not None},
        "考核节点": {point["date"]: point["share"] for point in funds["milestones"]},
    }
    ahead = {one["date"]: min(one["rate"], CURVE_TOP) for one in funds["projection"] if one["rate"] is not None}
    return series | ({f"按近{'零一两三'[funds['recent_months']]}个月速度测算": ahead} if len(ahead) > 1 else {})


def _by_day(charts: dict[str, dict]) -> dict[str, dict]:
    """Categories of a time axis, which are days counted as Excel does, as ISO days."""
    return {
        name: {series: {_day(at): value for at, value in points.items()} for series, points in chart.items()}
        for name, chart in charts.items()
    }


def _day(category: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", category):
        return category
    return (EXCEL_DAY_ZERO + timedelta(int(float(category)))).isoformat()


def deck_table_differences(
    heads: tuple, rows: list[dict], json: dict, before: dict | None, towns: tuple[str, ...]
) -> list[str]:
    """One kind of table; a table that nobody tells of is a difference."""
    year = expected.year_of(json)
    match heads[:2]:
        case ("状态", "名称"):
            told = expected.site_rows([*json["sites"], *json["stations"]], year)
            return keyed_differences("sites", rows, told, "名称")
        case ("状态", "项目"):
            return keyed_differences("projects", rows, expected.project_rows(json), "项目")
        case ("序号", "事项"):
            return row_differences("attention", rows, expected.attention_rows(json))
        case ("单位", "到期应履职"):
            told = expected.duty_rows(json, towns, "单位", "到期应履职")
            return keyed_differences("duties", rows, told, "单位")
        case ("状态", "指标"):
            told = expected.bound_rows(json)
            short = [f"bounds: {len(rows)} of {len(told)}"] if len(rows) != len(told) else []
            return short + keyed_differences("bounds", rows, told, "指标")
        case ("序号", "任务"):
            stands = ("数据不符" if one["contradiction"] else one["status"] for one in json["tasks"])
            told = [
                {"序号": one["number"], "任务": one["title"], "状态": word}
                for one, word in zip(json["tasks"], stands, strict=True)
            ]
            return keyed_differences("tasks", rows, told, "序号")
        case ("状态", "事项"):
            return row_differences("actions", rows, expected.action_rows(json))
        case ("指标", "上次"):
            return keyed_differences("changes", rows, expected.change_rows(before, json), "指标")
        case ("上次状态", "本次状态"):
            return row_differences("moves", _sorted(rows), _sorted(expected.move_rows(before, json)))
        case ("类别", "状态"):
            return keyed_differences("carried", rows, expected.action_rows(json), "事项")
    return [f"nobody tells of a table {heads}"]


def _sorted(rows: list[dict]) -> list[dict]:
    plain = [{key: reading.STATUS_MARK.sub("", str(value)) for key, value in row.items()} for row in rows]
    return sorted(plain, key=lambda row: (row["上次状态"], row["本次状态"]))


def told_tokens(json: dict, before: dict | None, towns: tuple[str, ...]) -> set[str]:
    """Figures that any sentence may say: those of JSON, what is reckoned from them, and figures of no data."""
    found = expected.known_tokens(json, *([before] if before else [])) | expected.reckoned_tokens(json, towns)
    return found | {str(number) for number in range(13)} | YEAR_LINES


def without_source(text: str) -> str:
    """A text without the line that says who published when."""
    return SOURCE.sub("", text)


# --- bulletins -----------------------------------------------------------------------------------------------------


@cache
def read_paper(content: bytes) -> tuple[dict[str, list[dict]], list[tuple[str, set[str]]]]:
    """Tables by caption, and every paragraph with its figures."""
    document = reading.paper(content)
    return reading.paper_tables(document), [(one.text, expected.tokens(one.text)) for one in document.paragraphs]


def paper_differences(content: bytes, json: dict, before: dict | None, towns: tuple[str, ...]) -> Iterator[str]:
    """Tables cell by cell under their captions, and every other figure in any text."""
    tables, paragraphs = read_paper(content)
    for caption, rows in tables.items():
        yield from paper_table_differences(caption, rows, json, before, towns)
    known = told_tokens(json, before, towns)
    for text, said in paragraphs:
        yield from (f"{text[:20]}: nobody tells of {token}" for token in said - known)


def paper_table_differences(
    caption: str, rows: list[dict], json: dict, before: dict | None, towns: tuple[str, ...]
) -> list[str]:
    """One table by its caption."""
    funds = json["funds"]
    match caption.split("（")[0]:
        case "年度目标完成情况":
            return row_differences(caption, rows, expected.goal_rows(json))
        case "衔接资金分类拨付情况":
            told = [
                {"名称": expected.place(one["name"]), "安排（万元）": one["allocated"], "拨付（万元）": one["disbursed"], "拨付率": expected.Share(one["rate"])}
                for one in expected.slices(funds)
            ]  # fmt: skip
            return row_differences(caption, rows, told)
        case "拨付落后的项目":
            told = expected.project_rows(json)
            return keyed_differences(caption, rows, told, "项目")
        case "未达标和尚不能判断的底线指标":
            told = [row for row in expected.bound_rows(json) if row["状态"] != "达标"]
            return keyed_differences(caption, rows, told, "指标")
        case "各单位定期事项履职情况":
            return keyed_differences(caption, rows, expected.duty_rows(json, towns, "单位", "应履职"), "单位")
        case "交办事项落实情况":
            return keyed_differences(caption, rows, expected.action_rows(json), "事项")
        case "指标变化":
            return keyed_differences(caption, rows, expected.change_rows(before, json), "指标")
        case "各镇":
            return row_differences(caption, rows, expected.town_rows(json, towns))
        case "重点事项交办如下：":
            return _asked_differences(rows, json)
    return [f"nobody tells of a table {caption}"]


def _asked_differences(rows: list[dict], json: dict) -> list[str]:
    """What is asked of units: the days of sites, goals and assignments are those of JSON, while they are to come."""
    asked_on = date.fromisoformat(json["as_of"])
    days = {one["name"]: one["due_on"] for one in (*json["sites"], *json["stations"])}
    days |= {one["item"]: one["due_on"] for one in json["actions"]}
    days |= {one["title"]: one["deadline"] for one in json["measures"]}
    return [
        f"asked of {row['牵头单位']}: {row}"
        for row in rows
        if row["事项"] in days
        and row["要求"] not in (PROJECT_ASK, "补报数据")
        and not expected.equal(row["时限"], _asked_by(days[row["事项"]], asked_on))
    ]


def _asked_by(day: str | None, asked_on: date) -> str:
    due = date.fromisoformat(day) if day else asked_on
    asked = due if due > asked_on else asked_on + timedelta(days=7)
    return f"{expected.due(asked.isoformat(), asked_on.year)}前"


# --- workbook and page ---------------------------------------------------------------------------------------------


read_book = cache(reading.workbook_tables)


def book_differences(content: bytes, json: dict, before: dict | None, towns: tuple[str, ...]) -> Iterator[str]:
    """Every table of the workbook; what it compares with the meeting before; what is asked of units."""
    tables = read_book(content)
    yield from expected.ledger_differences(tables, json)
    if before is not None:
        told = [
            {key: row[key] for key in ("指标", "上次", "本次", "变化")} for row in expected.change_rows(before, json)
        ]
        yield from keyed_differences("指标变化", tables["指标变化"], told, "指标")
    late = {one["name"]: one["days_late"] for one in (*json["sites"], *json["stations"])}
    late |= {one["item"]: one["days_late"] for one in json["actions"]}
    asked = [(sheet, row) for sheet, rows in tables.items() if sheet.startswith("督办_") for row in rows]
    for sheet, row in asked:
        days = late.get(row["事项"].lstrip("'")) or None
        if row["类别"] in ("交办事项", "建设点") and not expected.equal(row["逾期天数"], days):
            yield f"{sheet}: {row}"


@cache
def read_page(content: bytes) -> tuple[dict[str, list[dict]], dict[str, set[str]]]:
    """Tables by name, and the figures that every screen says."""
    screens = html.document_fromstring(content.decode()).xpath("//section[div[contains(@class, 'screen')]]")
    assert [one.get("id") for one in screens] == list(PRESENTED)
    for drawing in [svg for one in screens for svg in one.xpath(".//div/svg")]:
        drawing.getparent().remove(
            drawing
        )  # what charts and maps are drawn from is compared as data, where figures are
    said = {one.get("id"): expected.tokens(without_source(" ".join(one.itertext()))) for one in screens}
    return reading.page_tables(content), said


def page_differences(content: bytes, json: dict, before: dict | None, towns: tuple[str, ...]) -> Iterator[str]:
    """Every table of the page, and every figure that its screens say."""
    tables, screens = read_page(content)
    yield from expected.ledger_differences(tables, json)
    known = told_tokens(json, None, towns)
    for screen, said in screens.items():
        unknown = {token for token in said - known if screen not in COUNTING or not token.isdigit()}
        yield from (f"{screen}: nobody tells of {token}" for token in unknown)


DIFFERENCES: dict[str, Callable] = {
    "pptx": deck_differences, "docx": paper_differences, "xlsx": book_differences, "html": page_differences,
}  # fmt: skip


@pytest.fixture(scope="session")
def before(cases):
    """Case name → JSON of the meeting before, or None."""
    from briefing.wording.as_json import as_json

    return {name: as_json(case.previous) if case.previous else None for name, case in cases.items()}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_every_figure_is_the_one_of_json(case, cases, made, before, name) -> None:
    key = next(key for key, one in cases.items() if one is case)
    content = made(case, name)
    assert list(DIFFERENCES[name](content, case.json, before[key], case.briefing.towns)) == []


@pytest.mark.parametrize("period", BULLETINS)
def test_every_figure_of_both_bulletins_is_the_one_of_json(case, cases, before, period) -> None:
    key = next(key for key, one in cases.items() if one is case)
    content = BULLETINS[period].make(case.briefing, case.land, Wishes(case.previous))
    assert list(paper_differences(content, case.json, before[key], case.briefing.towns)) == []


# --- the comparison compares ---------------------------------------------------------------------------------------


def figures(value: object, path: tuple = ()) -> Iterator[tuple]:
    """The place of every figure and day in JSON."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from figures(inner, (*path, key))
    elif not isinstance(value, bool) and (
        isinstance(value, int | float) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    ):
        yield path


def kind(path: tuple) -> str:
    """measures[].parts[].rate for a place in JSON."""
    return ".".join("[]" if isinstance(step, int) else step for step in path).replace(".[]", "[]")


def changed(json: dict, path: tuple) -> dict:
    """JSON with another figure or day in one place."""
    other = copy.copy(json)
    place = other
    for step in path[:-1]:
        place[step] = copy.copy(place[step])
        place = place[step]
    old = place[path[-1]]
    place[path[-1]] = "2021-02-03" if isinstance(old, str) else old + 0.37 if isinstance(old, float) else old + 3
    return other


# What each format shows, by kind; the workbook and the page show everything but what is asked of the whole year.
NO_TABLE = "units[]."  # what a unit owes is told from the other figures, on its own page
NOT_IN_TABLES = {"edition", "as_of", "year_progress", "actions[].due"} | {
    f"funds.{name}" for name in ("allocated", "disbursed", "rate", "industry_share_central", "snapshot", "gap", "pace_needed", "pace_recent")
} | {f"funds.milestones[].{name}" for name in ("date", "share", "rate")}  # fmt: skip
# Of the plan and of days; what curves and maps are drawn from is compared where figures are, as data.
NOT_IN_TABLES |= {
    "year", "duties[].done_on", "duties[].due_on", "funds.due", "funds.recent_months", "funds.next_milestone.due_on", "funds.next_milestone.share",
    "funds.projects[].as_of", "funds.scheduled[][]", "measures[].covered", "measures[].history[].covered",
    "measures[].milestones[].date", "measures[].milestones[].rate", "measures[].milestones[].share", "measures[].tasks[]",
    "sites[].snapshot", "stations[].snapshot", "tasks[].part", "tasks[].snapshot", "villages[].curves[].bounds[]",
    "villages[].curves[].points[][]",
    *(f"snapshots.{name}" for name in ("courtyards", "funds", "indicators", "sites", "stations", "tasks", "toilets")),
}  # fmt: skip
SHOWN = {
    "pptx": {
        "funds.by_month[].rate", "funds.by_month[].date", "funds.milestones[].share", "funds.milestones[].date",
        "funds.projection[].rate", "funds.by_source[].rate", "funds.by_town[].rate", "funds.by_category[].rate",
        "measures[].history[].rate", "measures[].history[].date", "measures[].value", "sites[].progress",
        "sites[].planned_finish", "stations[].progress", "stations[].planned_finish", "actions[].due_on",
        "funds.projects[].allocated", "funds.projects[].disbursed", "funds.projects[].rate",
    },
    "docx": {
        "measures[].value", "measures[].target", "measures[].rate", "measures[].scheduled", "measures[].parts[].value",
        "measures[].parts[].target", "funds.by_source[].allocated", "funds.by_town[].disbursed", "funds.by_category[].rate",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_single_wrong_figure_is_found(september, made, before, name) -> None:
    """Every kind of figure is changed in JSON, place after place, until a place is found that the file shows."""
    content, towns, earlier = made(september, name), september.briefing.towns, before["2023-09-30"]
    places: dict[str, list[tuple]] = {}
    for path in figures(september.json):
        places.setdefault(kind(path), []).append(path)
    tabled = {one for one in places if not one.startswith(NO_TABLE)}
    wanted = SHOWN.get(name) or tabled - NOT_IN_TABLES
    assert wanted <= places.keys()
    differs = DIFFERENCES[name]
    missed = [
        one
        for one in sorted(wanted)
        if not any(
            True
            for path in places[one][:: len(places[one]) // TRIED + 1]
            for _ in differs(content, changed(september.json, path), earlier, towns)
        )
    ]
    assert missed == []
