"""Towns report on different days: a figure is put together from the newest snapshot of each, and says so."""

from dataclasses import replace
from datetime import date

import pytest

from briefing import formats
from briefing.compose import compose
from briefing.html import comparison as html_comparison
from briefing.html.cards import measure_card
from briefing.measures.comparison import compare
from briefing.measures.reported import Ledgers
from briefing.model import Older
from briefing.plan import read_plan
from briefing.status import Status
from briefing.wording.as_json import as_json
from data_loaders.endings import Ending
from tests.briefing.ledgers import (
    all_tables,
    briefing,
    edition,
    households,
    in_village,
    indicator,
    project,
    settings_with,
    site,
    station,
)

SEPTEMBER, OCTOBER = "2023-09-30", "2023-10-31"
EAST, SOUTH, CAMPUS = "潭东镇", "潭口镇", "高校园区管理处"
TWO_TOWNS = settings_with("镇和管理处", f"{EAST};{SOUTH}")


def money(as_of, town, disbursed, allocated, **more):
    return project(f"{town}项目", allocated, disbursed, town=town, as_of=as_of, **more)


def both_then_one(**more):
    """Both towns by September, the eastern one alone in October."""
    return [
        money(SEPTEMBER, EAST, 380, 500, **more), money(SEPTEMBER, SOUTH, 425, 550, **more),
        money(OCTOBER, EAST, 495, 500, **more),
    ]  # fmt: skip


def test_one_towns_delivery_is_not_the_districts_number():
    found = briefing(OCTOBER, funds=both_then_one(), plan_settings=TWO_TOWNS)
    assert (found.funds.allocated, found.funds.disbursed) == (1050, 920)
    assert found.funds.mixed == (Older(SOUTH, date(2023, 9, 30)),)
    assert "其中潭口镇为 9 月 30 日数据" in found.headlines["funds"]
    (measure,) = [one for one in as_json(found)["measures"] if one["id"] == "F01"]
    assert measure["mixed"] == as_json(found)["funds"]["mixed"] == [{"reporter": SOUTH, "snapshot": SEPTEMBER}]
    assert [piece.name for piece in found.funds.by_town] == [SOUTH, EAST]


def test_who_never_delivered_is_named_without_a_day():
    found = briefing(OCTOBER, funds=both_then_one())
    assert found.funds.mixed[-1] == Older(CAMPUS, None)
    assert found.measure("F01").unreported == (CAMPUS,)


def test_the_plan_says_who_has_nothing_to_report():
    settings = settings_with("不涉及", f"{CAMPUS}:户厕问题整改台账")
    rows = [households(4, 6, as_of="2023-09-28"), households(5, 7, village="江坝村")]
    found = briefing("2023-10-08", toilets=rows, plan_settings=settings).measure("T04")
    assert (found.value, found.mixed, found.unreported) == (9, (Older(EAST, date(2023, 9, 28)),), ())


def test_a_reporter_that_is_too_old_makes_the_figure_stale_and_is_named():
    found = briefing("2023-11-20", funds=both_then_one(), plan_settings=TWO_TOWNS)
    assert (found.funds.stale, found.funds.outdated) == (True, (SOUTH,))
    assert not briefing(OCTOBER, funds=both_then_one(), plan_settings=TWO_TOWNS).funds.stale


def test_a_milestone_is_reached_with_both_towns_and_unknown_while_one_is_silent():
    found = briefing(OCTOBER, funds=both_then_one(), plan_settings=TWO_TOWNS).measure("F01")
    assert found.milestones[0].met is True  # 805 of 1050 on the day
    rows = [money("2023-08-31", EAST, 300, 500), money("2023-08-31", SOUTH, 300, 550), money(SEPTEMBER, EAST, 380, 500)]
    verdict = briefing(SEPTEMBER, funds=rows, plan_settings=TWO_TOWNS).measure("F01").milestones[0]
    assert (verdict.met, verdict.unknown, verdict.silent) == (None, True, (SOUTH,))
    rows += [money(OCTOBER, SOUTH, 400, 550)]  # 780 of 1050 even then
    assert briefing(OCTOBER, funds=rows, plan_settings=TWO_TOWNS).measure("F01").milestones[0].met is False


def test_one_towns_share_on_a_day_before_the_others_reported_reaches_nothing():
    rows = [money("2023-09-28", EAST, 495, 500), money(SEPTEMBER, SOUTH, 100, 550)]
    assert briefing(SEPTEMBER, funds=rows, plan_settings=TWO_TOWNS).measure("F01").milestones[0].met is not True


def test_a_curve_carries_on_what_was_reported_and_says_where():
    points = briefing(OCTOBER, funds=both_then_one(), plan_settings=TWO_TOWNS).funds.by_month
    assert [(str(point.date), point.disbursed, point.mixed) for point in points] == [
        (SEPTEMBER, 805, False), (OCTOBER, 920, True)
    ]  # fmt: skip


def test_pace_is_measured_between_figures_of_the_same_towns():
    rows = [
        money("2023-07-31", EAST, 100, 500),
        money("2023-08-31", EAST, 200, 500),
        money("2023-08-31", SOUTH, 300, 550),
    ]
    assert briefing("2023-08-31", funds=rows, plan_settings=TWO_TOWNS).funds.pace_recent is None


def test_a_project_filed_anew_and_a_site_whose_kind_was_corrected_count_once():
    filed = [project("RJ-7", 100, 40, town="全区"), project("RJ-7", 100, 60, town=SOUTH, as_of=OCTOBER)]
    found = briefing(OCTOBER, funds=filed).funds
    assert (found.allocated, found.mixed) == (
        100,
        tuple(Older(town, None) for town in (EAST, CAMPUS)),
    )  # 全区 has none left
    built = [
        site("新农村建设点", "上屋", "完工"),
        site("村庄整治点", "上屋", "完工", as_of=OCTOBER),
    ]
    found = briefing(OCTOBER, sites=[row | {"site_id": "XNC-1"} for row in built])
    assert (found.measure("T01").value, found.measure("T02").value) == (0, 1)


def test_running_numbers_of_two_towns_are_two_projects():
    rows = [
        project("1", 100, 40, **in_village("龙井村")) | {"project": "水渠"},
        project("1", 80, 20, as_of=OCTOBER, **in_village("江坝村")) | {"project": "道路"},
    ]
    assert briefing(OCTOBER, funds=rows).funds.allocated == 180


def test_what_a_reporter_ended_is_gone_and_not_unreported():
    rows = [households(4, 6), households(5, 7, village="江坝村")]
    made = edition(toilets=rows, plan_settings=TWO_TOWNS)
    frames = all_tables(toilets=rows, plan_settings=TWO_TOWNS)
    plan = read_plan(frames, 2023)
    ended = Ending("toilets", date(2023, 10, 31), (SOUTH,))
    report = Ledgers(frames, plan, date(2023, 10, 31), [ended]).on("toilets")
    assert (report.rows["done"].tolist(), report.days) == ([4], {EAST: date(2023, 9, 30), SOUTH: date(2023, 10, 31)})
    assert made.endings == ()


def test_an_end_forgives_what_was_before_it_and_nothing_after() -> None:
    rows = [
        households(1, 3, as_of="2023-07-31"), households(1, 2, village="东坑村", as_of="2023-07-31"),
        households(2, 3, as_of=SEPTEMBER), households(1, 2, village="东坑村", as_of=SEPTEMBER),
        households(3, 3, as_of=OCTOBER),
    ]  # fmt: skip
    frames = all_tables(toilets=rows)

    def gone(*days: str) -> list[str]:
        endings = [Ending("toilets", date.fromisoformat(day), (EAST,)) for day in days]
        ledgers = Ledgers(frames, read_plan(frames, 2023), date(2023, 10, 31), endings)
        return ledgers.gone("toilets", ledgers.on("toilets"))["village"].tolist()

    assert gone() == gone("2023-08-31") == ["东坑村"]
    assert gone(SEPTEMBER) == []


def test_a_row_carried_on_makes_its_town_speak_for_the_older_day():
    rows = [
        households(4, 6, as_of=OCTOBER), households(2, 3, village="东坑村", as_of=OCTOBER, carried_from=SEPTEMBER),
        households(5, 7, village="江坝村", as_of=OCTOBER),
    ]  # fmt: skip
    found = briefing(OCTOBER, toilets=rows, plan_settings=TWO_TOWNS).measure("T04")
    assert (found.value, found.mixed) == (11, (Older(EAST, date(2023, 9, 30)),))
    assert [part.note for part in found.parts] == ["", "沿用9月30日", ""]


@pytest.mark.parametrize("name", ["courtyards", "toilets"])
def test_a_ledger_that_a_village_owes_and_nobody_reported_forbids_done(name):
    other = {"courtyards": "toilets", "toilets": "courtyards"}[name]
    found = briefing(SEPTEMBER, **{other: [households(6, 6)]})
    village = next(village for village in found.villages if village.village == "龙井村")
    assert village.statuses["综合"] is Status.UNREPORTED


def test_stations_of_two_towns_on_two_days_are_all_there():
    rows = [station("坳上站", "完工", as_of="2023-09-20"), station("茶元安置点站", "完工", village="江坝村")]
    assert briefing(SEPTEMBER, stations=rows).measure("T05").value == 2


# An edition of before told of each table its newest day alone. What differs now stands beside what was told then.

OF_BEFORE = ({"name": "a.csv", "sha256": "0", "table": "funds"},)


def of_before(as_of, **tables):
    """The Briefing of an edition that a program took in which put nothing together from several days."""
    return compose(replace(edition(**tables), files=OF_BEFORE), date.fromisoformat(as_of))


def test_a_figure_of_an_old_edition_stands_beside_what_was_told_then():
    toilets = [households(89, 150, as_of="2023-09-28"), households(78, 206, village="江坝村")]
    found = of_before(OCTOBER, funds=both_then_one(), toilets=toilets, plan_settings=TWO_TOWNS)
    rate, homes = found.measure("F01"), found.measure("T04")
    assert (homes.value, homes.then.value) == (167, 78)
    assert (rate.value, rate.then.value) == (pytest.approx(87.619, abs=1e-3), 99)
    told = {
        formats.recomputed(rate), found.headlines["funds"].rstrip("。").split("；")[-1],
        formats.besides(found.funds).split("；")[-1], measure_card(rate, found).split(">")[-4].split("<")[0].split("；")[-1],
    }  # fmt: skip
    assert told == {"按现行口径重算，当时 99.0%、达序时"}
    assert "按现行口径重算，当时 78 户、滞后" in found.headlines["households"]
    in_json = as_json(found)
    assert in_json["funds"]["then"] == {"value": 99, "words": "99.0%", "status": "达序时"}
    assert {one["id"] for one in in_json["measures"] if one["then"]} == {"T04", "F01"}
    assert "按现行口径重算" in html_comparison.measures(compare(found, found_later(toilets)), found)


def found_later(toilets):
    """What a later edition tells."""
    return briefing(OCTOBER, funds=both_then_one(), toilets=[*toilets, households(100, 206, village="江坝村", as_of=OCTOBER)])  # fmt: skip


def test_indicators_of_an_old_edition_were_those_of_the_newest_day_alone():
    told = [indicator("K04", EAST, 0), indicator("K04", SOUTH, 3), indicator("K04", EAST, 0, as_of=OCTOBER)]
    found = of_before(OCTOBER, indicators=told, plan_settings=TWO_TOWNS).measure("K04")
    assert (found.value, found.status) == (3, Status.UNMET)
    assert (found.then.value, found.then.status) == (0, Status.UNREPORTED)


def test_sites_of_an_old_edition_were_those_of_the_newest_day_of_their_kind():
    rows = [
        site("新农村建设点", "东一", "完工"), site("新农村建设点", "口一", "完工", village="江坝村"),
        site("新农村建设点", "东一", "验收", as_of=OCTOBER), site("产业基地", "基地", "完工", village="江坝村"),
    ]  # fmt: skip
    found = of_before(OCTOBER, sites=rows)
    assert (found.measure("T01").value, found.measure("T01").then.value) == (2, 1)
    assert found.measure("T08").then is None


def test_nothing_stands_beside_what_is_the_same_or_was_told_by_these_rules():
    whole = [*both_then_one(), money(OCTOBER, SOUTH, 425, 550)]
    assert of_before(OCTOBER, funds=whole, plan_settings=TWO_TOWNS).funds.then is None
    assert briefing(OCTOBER, funds=both_then_one(), plan_settings=TWO_TOWNS).funds.then is None


def test_what_ended_on_new_years_day_or_on_the_day_itself_has_ended_and_an_earlier_year_is_over():
    frames = all_tables()
    endings = [Ending("toilets", date.fromisoformat(day), (EAST,)) for day in ("2022-12-31", "2023-01-01", OCTOBER, "2023-11-01")]  # fmt: skip
    ledgers = Ledgers(frames, read_plan(frames, 2023), date(2023, 10, 31), endings)
    assert list(map(str, ledgers.days("toilets"))) == ["2023-01-01", OCTOBER]
