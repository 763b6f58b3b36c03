"""Missing is never 0 and never done: what nobody delivered is 未报, whatever else was delivered."""

import json

import pytest

from briefing.compose import compose, newest_day
from briefing.status import Status
from briefing.wording.as_json import as_json
from data_loaders.delivering import reference
from data_loaders.store.editions import open_store
from tests.briefing import ledgers
from tests.briefing.ledgers import (
    act,
    action,
    all_tables,
    briefing,
    frame,
    households,
    indicator,
    project,
    site,
    station,
    task,
)

DAY = "2023-09-30"
# One table each, and the measures it can say something about.
TABLES = {
    "sites": ([site("新农村建设点", "a", "完工")], {"T01"}),
    "stations": ([station("龙井污水处理站", "完工")], {"T05"}),
    "courtyards": ([households(1, 2)], {"T03"}),
    "toilets": ([households(1, 2)], {"T04"}),
    "funds": ([project("a", 10, 5, **ledgers.in_village("龙井村"))], {"F01", "F02", "F03", "F04", "F05", "F06"}),
    "indicators": ([indicator("K02", "全区", 9)], {"K02"}),
    "tasks": ([task(1, "推进中")], set()),
    "duties": ([act("D28", "2023-01-05", "区农办")], {f"D{number:02d}" for number in range(1, 34)}),
    "actions": ([action("a", "2023-12-01")], set()),
}
GOOD = {Status.DONE, Status.MET, Status.ON_TRACK}


@pytest.mark.parametrize("name", TABLES)
def test_one_table_says_nothing_about_the_others(name):
    rows, concerned = TABLES[name]
    found = briefing(DAY, **{name: rows})
    for measure in found.measures:
        if measure.id not in concerned:
            assert (measure.value, measure.rate, measure.status) == (None, None, Status.UNREPORTED), measure.id
            assert "完成" not in measure.reason and "达到" not in measure.reason, measure.reason
    assert (found.funds.allocated is None) == (name != "funds")
    assert {state.status for state in found.tasks if state.number > 1} == {"未报"}
    if name != "duties":
        assert "已完成" not in {cell.status for cell in found.duties} and "逾期" not in {
            cell.status for cell in found.duties
        }


def test_an_empty_edition_says_so_in_every_sentence():
    found = briefing(DAY)
    assert found.headline == "6 项重点工作中，未报 6 项；衔接资金拨付率未报。"
    for page, sentence in found.headlines.items():
        assert "未报" in sentence, page
        assert "完成" not in sentence and " 0 " not in sentence, sentence
    assert found.attention == ()
    assert {status for village in found.villages for status in village.statuses.values()} <= {Status.UNREPORTED}


def test_an_empty_edition_has_null_where_a_number_would_be():
    found = as_json(briefing(DAY))
    assert {measure["value"] for measure in found["measures"]} == {None}
    assert {measure["status"] for measure in found["measures"]} == {"未报"}
    of_the_plan = ("stale", "title", "due", "next_milestone", "recent_months")
    money = {name: value for name, value in found["funds"].items() if not isinstance(value, list)}
    assert {value for name, value in money.items() if name not in of_the_plan} == {None}
    assert "NaN" not in json.dumps(found, allow_nan=False)


def test_a_real_edition_after_a_sample_shows_nothing_of_the_sample(sample_store, tmp_path):
    store = open_store(str(tmp_path / "store"))
    example = {name: sample_store.edition().table(name) for name in ("courtyards", "funds", "tasks", "duties")}
    store.publish(example, by="示例", sample=True, shipped=reference.tables())
    assert compose(store.edition()).measure("T03").value == 271
    real = store.publish({"toilets": frame("toilets", [households(7, 9)])}, by="区农办", shipped=reference.tables())
    found = compose(real)
    assert (found.edition.sample, found.measure("T04").value) == (False, 7)
    rest = {measure.status for measure in found.measures if measure.id != "T04"}
    assert rest == {Status.UNREPORTED}
    assert (found.funds.allocated, found.measure("T03").value) == (None, None)


def test_a_unit_that_reports_nothing_is_seen_at_one_look():
    units = ledgers.UNITS[:2]
    rows = [act(id, "2023-03-20", unit) for id in ("D03", "D04", "D05", "D12", "D14") for unit in units]
    numbers = [indicator("K03", unit, 0, as_of="2023-03-31") for unit in units]
    found = briefing("2023-03-31", duties=rows, indicators=numbers)
    silent = [item for item in found.attention if item.owner == "高校园区管理处"]
    assert [item.page for item in silent] == ["duties", "baselines"]
    assert not [
        part
        for measure in found.measures
        for part in measure.parts
        if part.name == "高校园区管理处" and part.status in GOOD and part.target
    ]


@pytest.mark.parametrize(
    ("tables", "day"),
    [
        ({}, "2023-01-01"),
        ({"duties": [act("D28", "2023-04-05", "区农办")]}, "2023-04-05"),
        ({"actions": [action("a", "2023-12-01", assigned_on="2023-07-12")]}, "2023-07-12"),
        (
            {"toilets": [households(1, 2, as_of="2023-05-31")], "duties": [act("D28", "2023-08-05", "区农办")]},
            "2023-05-31",
        ),
    ],
)
def test_the_day_of_a_briefing_is_the_newest_anybody_spoke_for(tables, day):
    assert str(newest_day(all_tables(**tables))) == day
