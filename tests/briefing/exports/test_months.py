"""Months in which towns report on different days: every output tells what a sum with code of its own tells."""

from datetime import date
from functools import cache

import pytest

from briefing import formats
from briefing.compose import compose
from briefing.measures.village_shapes import land_of
from briefing.wording.as_json import as_json
from data_loaders.checking import rest
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import Edition, open_store
from tests.briefing import ledgers, months
from tests.briefing.exports import reading
from tests.briefing.exports.conftest import Case
from tests.briefing.exports.expected import squeezed
from tests.briefing.exports.test_numbers import DIFFERENCES
from tests.briefing.months import DAYS, OCTOBER, SEPTEMBER

SHOWN_DAYS = (SEPTEMBER, OCTOBER)
ANSWERS = {months.KEEP: {rest.KEEP}, months.DROP: {rest.DROP}, "": set()}


@pytest.fixture(scope="session")
def edition(tmp_path_factory) -> Edition:
    """All deliveries, one edition each, on the graded village list."""
    store = open_store(str(tmp_path_factory.mktemp("months")))
    shipped = ledgers.all_tables()
    store.publish({}, by="区农办", shipped={name: rows for name, rows in shipped.items() if len(rows)})
    for number, one in enumerate(months.DELIVERIES):
        drop = Drop(f"{one.title}_{number}.csv", one.csv, confirmed=frozenset(ANSWERS[one.rest]))
        outcome = publish(store, [drop], by="区农办")
        assert outcome.edition, [finding.sentence for finding in outcome.findings]
    return store.edition()


@pytest.fixture(scope="session")
def told(edition):
    """Day → the case of that day, composed once."""

    @cache
    def case(day: str) -> Case:
        found = compose(edition, date.fromisoformat(day))
        return Case(f"months_{day}", found, land_of(edition), None, as_json(found))

    return case


@pytest.mark.parametrize("day", DAYS)
def test_every_value_is_the_sum_of_each_reporters_newest_delivery(told, day) -> None:
    shown = {one["id"]: one["value"] for one in told(day).json["measures"]}
    wanted = {id: value(day) for id, value in months.VALUES.items()}
    assert {id: shown[id] for id in wanted} == {id: value if value is None else pytest.approx(value, abs=1e-6) for id, value in wanted.items()}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_the_money_is_that_of_the_linked_projects_and_the_rest_stands_apart(told, day) -> None:
    funds, rows, apart = told(day).json["funds"], months.money(day), months.money(day, "否")
    pair = lambda own: tuple(months.total(own, name) for name in ("安排资金(万元)", "累计拨付(万元)"))  # noqa: E731
    assert (funds["allocated"], funds["disbursed"]) == pytest.approx(pair(rows))
    assert (funds["not_counted"]["allocated"], funds["not_counted"]["disbursed"]) == pytest.approx(pair(apart))
    for name, column in (("by_town", "镇"), ("by_source", "资金来源"), ("by_category", "项目类别")):
        found = {one["name"]: (one["allocated"], one["disbursed"]) for one in funds[name]}
        values = {row[column] for row in rows}
        assert found == {value: pytest.approx(pair([row for row in rows if row[column] == value])) for value in values}
    ends = {point["date"]: point["rate"] for point in funds["by_month"]}
    delivered = {one.day for one in months.DELIVERIES if one.title == "衔接资金台账" and one.day <= day}
    assert ends == pytest.approx({end: months.share(months.money(end)) for end in delivered}, abs=1e-6)


@pytest.mark.parametrize("day", DAYS)
def test_each_figure_of_several_days_says_whose_is_older(told, day) -> None:
    case = told(day)
    for id, title in months.LEDGER.items():
        shown = {one["reporter"]: one["snapshot"] for one in case.measure(id)["mixed"] if one["snapshot"]}
        assert shown == months.on(title, day).older, id
    assert case.json["funds"]["mixed"] == case.measure("F01")["mixed"]


def words(id: str, day: str) -> str:
    """A value as papers write it: 155 户, 77.5%."""
    value = months.VALUES[id](day)
    assert value is not None
    if id == "F01":
        return f"{value:.1f}%"
    return f"{value:.0f}"


@pytest.mark.parametrize("day", SHOWN_DAYS)
def test_sentences_slides_bulletin_ledger_and_offline_page_tell_the_same(told, day) -> None:
    case = told(day)
    homes, rate, spent = words("T04", day), words("F01", day), months.total(months.money(day), "累计拨付(万元)")
    ((town, since), *_) = months.on("户厕问题整改台账", day).older.items()
    older = f"{town}为 {formats.spaced(formats.month_day(date.fromisoformat(since)))}数据"
    sentences = case.briefing.headlines
    assert (
        f"户厕问题整改已完成 {homes} 户，占任务数 356 户的" in sentences["households"]
        and older in sentences["households"]
    )
    assert f"拨付率 {rate}" in sentences["funds"] and f"累计拨付 {spent:,.1f}".removesuffix(".0") in sentences["funds"]

    files = {name: case.make(name) for name in DIFFERENCES}
    for name, differences in DIFFERENCES.items():  # and every other figure is the one of JSON
        assert list(differences(files[name], case.json, None, case.briefing.towns)) == [], name
    for tables in (reading.workbook_tables(files["xlsx"]), reading.page_tables(files["html"])):
        rows = {row["编号"]: row for row in tables["指标"]}
        for id, value in months.VALUES.items():
            assert rows[id]["完成值"] == pytest.approx(value(day), abs=1e-6), id
        for id, title in months.LEDGER.items():
            assert all(town in str(rows[id]["其他日期的数据"]) for town in months.on(title, day).older), id
        paid = {row["名称"]: row["累计拨付（万元）"] for row in tables["资金汇总"]}
        by_town = {town: months.total(months.money(day), "累计拨付(万元)", 镇=town) for town in (months.EAST, months.SOUTH)}  # fmt: skip
        assert {town: paid[town] for town in by_town} == pytest.approx(by_town)
    screens = " ".join(files["html"].decode().split())
    assert older in screens and f">{rate}" in screens

    slides = reading.deck(files["pptx"]).slides
    said = "\n".join(map(reading.slide_text, slides))
    assert f"{homes} / 356 户" in said and older in said and rate in said
    curves = [
        charts["衔接资金累计拨付率"] for slide in slides if "衔接资金累计拨付率" in (charts := reading.charts(slide))
    ]
    assert max(curves[0]["实际拨付"].values()) == pytest.approx(months.share(months.money(day)))

    paper = reading.paper(files["docx"])
    goals = next(rows for caption, rows in reading.paper_tables(paper).items() if caption.startswith("年度目标"))
    done = {row["指标"]: row["完成"] for row in goals}
    assert (done["户厕问题整改"], done["项目资金拨付率"]) == (f"{homes}户", rate)
    told_beside = squeezed(reading.paper_text(paper))
    as_told = "" if day == SEPTEMBER else "按9月30日数据，"
    assert f"户厕问题整改{as_told}其中{squeezed(older)}" in told_beside
