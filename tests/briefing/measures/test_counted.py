"""Counted targets, written from the clauses: 14 (T01–T06, T11), 6 (T07), 10 (T08), 16 (T09, T10)."""

from dataclasses import replace
from datetime import date

import pytest

from briefing.compose import compose
from briefing.model import Older
from briefing.status import Status
from data_loaders.endings import Ending
from data_loaders.schema import TABLES, Column, Kind
from tests.briefing.ledgers import (
    UNITS,
    briefing,
    edition,
    graded_villages,
    households,
    indicator,
    measure,
    plan_with,
    site,
    sites,
    station,
)

YEAR_END = "2023-12-31"
NEW, TIDY, WATER, BASE, OWN, MODEL = "新农村建设点", "村庄整治点", "自来水项目", "产业基地", "自选整治村庄", "示范村"
WATER_VILLAGES = ("龙井村", "江坝村", "三观村", "上元村", "龙塘村")
NAMED_STATIONS = ("坳上", "迳背", "龙井", "茶元安置点")


def courtyards(as_of, *counts, village="龙井村"):
    return [households(done, planned, village=village, as_of=as_of) for done, planned in counts]


# 条款 14：完成17个新农村建设和4个村庄整治点整治任务，打造334个美丽庭院，完成356户户厕问题整改。
@pytest.mark.parametrize(
    ("id", "tables", "value", "target", "unit"),
    [
        ("T01", {"sites": sites(NEW, 12, 17)}, 12, 17, "个"),
        ("T02", {"sites": sites(TIDY, 3, 4)}, 3, 4, "个"),
        ("T03", {"courtyards": courtyards("2023-09-30", (271, 334))}, 271, 334, "个"),
        ("T04", {"toilets": courtyards("2023-09-30", (290, 356))}, 290, 356, "户"),
    ],
)
def test_what_is_done_is_counted_against_the_number_of_the_clause(id, tables, value, target, unit):
    found = measure(id, "2023-09-30", **tables)
    assert (found.value, found.target, found.unit, found.rate) == (value, target, unit, pytest.approx(value / target))


@pytest.mark.parametrize(
    ("day", "done", "status"),
    [
        ("2023-09-29", 250, Status.ON_TRACK),  # 272/365 of 334 is 248.9
        ("2023-09-29", 248, Status.SLIGHTLY_BEHIND),
        ("2023-09-30", 250, Status.ON_TRACK),  # 273/365 of 334 is 249.8
        ("2023-09-30", 249, Status.SLIGHTLY_BEHIND),
        ("2023-09-30", 217, Status.SLIGHTLY_BEHIND),  # −9.8 points
        ("2023-09-30", 216, Status.BEHIND),  # −10.1 points
        ("2023-10-01", 250, Status.SLIGHTLY_BEHIND),  # 274/365 of 334 is 250.7
        ("2023-12-30", 333, Status.SLIGHTLY_BEHIND),
        ("2023-12-31", 333, Status.OVERDUE),  # the deadline counts on its day
        ("2023-12-31", 334, Status.DONE),
        ("2024-01-01", 333, Status.OVERDUE),
        ("2024-01-01", 334, Status.DONE),
        ("2023-09-30", 334, Status.DONE),
        ("2023-09-30", 340, Status.DONE),  # over 100 %
        ("2023-09-30", 0, Status.BEHIND),
    ],
)
def test_courtyards_at_the_edges_of_the_year(day, done, status):
    assert measure("T03", day, courtyards=courtyards(day, (done, 340))).status is status


def test_more_than_asked_is_more_than_a_hundred_percent():
    assert measure("T03", YEAR_END, courtyards=courtyards(YEAR_END, (340, 340))).rate == pytest.approx(340 / 334)


def test_the_first_day_of_the_year_asks_for_one_day():
    assert measure("T03", "2023-01-01").scheduled == pytest.approx(1 / 365)


@pytest.mark.parametrize(("as_of", "stale"), [("2023-11-14", False), ("2023-11-15", True)])  # 45 and 46 days
def test_a_snapshot_is_stale_after_45_days(as_of, stale):
    found = measure("T03", as_of, courtyards=courtyards("2023-09-30", (300, 334)))
    assert (found.value, str(found.snapshot), found.stale) == (300, "2023-09-30", stale)


def test_nothing_delivered_is_unreported_and_not_stale():
    found = measure("T03", YEAR_END)
    assert (found.value, found.rate, found.status, found.snapshot, found.stale) == (
        None,
        None,
        Status.UNREPORTED,
        None,
        False,
    )


def test_only_snapshots_up_to_the_day_count():
    rows = courtyards("2023-08-31", (100, 334)) + courtyards("2023-10-31", (334, 334))
    assert measure("T03", "2023-10-30", courtyards=rows).value == 100
    assert measure("T03", "2023-10-31", courtyards=rows).value == 334
    assert measure("T03", "2023-08-30", courtyards=rows).status is Status.UNREPORTED


def test_a_snapshot_of_the_year_before_says_nothing_about_this_year():
    assert measure("T03", "2023-01-15", courtyards=courtyards("2022-12-31", (334, 334))).value is None


def test_a_cumulative_value_that_fell_is_told_as_it_stands():
    rows = courtyards("2023-06-30", (200, 334)) + courtyards("2023-09-30", (180, 334))
    found = measure("T03", "2023-09-30", courtyards=rows)
    assert (found.value, found.change, [point.value for point in found.history]) == (180, -20, [200, 180])


def test_change_is_against_the_end_of_the_quarter_before():
    rows = [
        *courtyards("2023-05-31", (90, 334)),
        *courtyards("2023-06-30", (100, 334)),
        *courtyards("2023-09-30", (250, 334)),
    ]
    assert measure("T03", "2023-09-30", courtyards=rows).change == 150
    assert measure("T03", "2023-10-15", courtyards=rows).change is None  # nothing newer than the end of September
    assert measure("T03", "2023-03-31", courtyards=courtyards("2023-03-31", (9, 334))).change is None


def test_a_village_without_a_task_is_not_behind():
    found = measure("T03", "2023-09-30", courtyards=[households(0, 0), households(334, 334, village="江坝村")])
    assert [part.status for part in found.parts] == [Status.DONE, Status.DONE]
    assert found.parts[0].rate is None


def test_a_target_of_nought_is_done_once_somebody_says_so():
    plan = plan_with("T03", target=0)
    assert measure("T03", "2023-09-30", plan_obligations=plan).status is Status.UNREPORTED
    found = measure("T03", "2023-09-30", plan_obligations=plan, courtyards=courtyards("2023-09-30", (0, 0)))
    assert (found.status, found.value, found.rate) == (Status.DONE, 0, None)


def test_without_a_number_in_the_plan_the_villages_own_tasks_add_up_to_the_target():
    plan = plan_with("T03", target=None)
    rows = [households(9, 12), households(16, 20, village="江坝村")]
    found = measure("T03", "2023-09-30", plan_obligations=plan, courtyards=rows)
    assert (found.value, found.target, found.status) == (25, 32, Status.ON_TRACK)
    assert measure("T03", "2023-09-30", plan_obligations=plan).status is Status.UNREPORTED


def test_what_the_ledger_says_besides_stands_beside_the_village(monkeypatch):
    """Also in a column that the schema has been given since: nothing but its declaration is needed."""
    photos = Column("photos", "照片数", Kind.WHOLE, "照片张数", told="照片 {} 张")
    wider = replace(TABLES["courtyards"], columns=(*TABLES["courtyards"].columns, photos))
    monkeypatch.setitem(TABLES, "courtyards", wider)
    row = courtyards("2023-09-30", (12, 9))[0] | {"beneficiaries": 9, "started_on": "2023-05-06", "photos": 30}
    found = briefing("2023-09-30", courtyards=[row | {"remark": "省道旁"}])
    (part,) = [part for part in found.measure("T03").parts if part.name == "龙井村"]
    assert part.note == "受益 9 户；5月6日开工；照片 30 张；省道旁"
    assert [item.text for village in found.villages for item in village.items if part.note in item.text]


def test_a_village_that_went_silent_has_no_value_and_is_named():
    rows = [
        households(5, 10, as_of="2023-08-31"), households(3, 8, village="江坝村", as_of="2023-08-31"),
        households(2, 4, village="石禾村", as_of="2023-08-31"), households(7, 10), households(4, 8, village="江坝村"),
    ]  # fmt: skip
    found = briefing("2023-09-30", toilets=rows)
    toilets = found.measure("T04")
    assert (toilets.value, toilets.unreported) == (11, ("高校园区管理处", "石禾村"))
    silent = next(part for part in toilets.parts if part.name == "石禾村")
    assert (silent.value, silent.target, silent.rate, silent.status) == (None, 4, None, Status.UNREPORTED)
    village = next(village for village in found.villages if village.village == "石禾村")
    assert [(item.text, item.status) for item in village.items if item.layer == "户厕"] == [("未报", Status.UNREPORTED)]


def test_a_part_is_told_as_a_part_and_is_no_fall():
    rows = [
        households(300, 306, as_of="2023-06-30"), households(20, 50, village="石禾村", as_of="2023-06-30"),
        households(40, 50, village="石禾村"),
    ]  # fmt: skip
    toilets = briefing("2023-09-30", toilets=rows).measure("T04")
    assert (toilets.value, toilets.covered, toilets.known_share) == (340, 356, 1)
    assert [toilets.is_whole(point) for point in toilets.history] == [True, False]
    assert (toilets.change, toilets.mixed) == (20, (Older("潭东镇", date(2023, 6, 30)),))
    assert (toilets.stale, toilets.outdated) == (True, ("潭东镇",))  # 92 days, the plan allows 45


def test_a_ledger_of_fewer_sites_than_the_plan_asks_for_says_how_many_it_lists():
    found = briefing("2023-09-30", sites=[site("新农村建设点", name, "完工") for name in "abc"])
    assert found.measure("T01").reason.endswith("；潭口镇、高校园区管理处未报；台账只列 3/17 个")
    assert "（潭口镇、高校园区管理处未报）" in found.headlines["sites"]


def test_who_has_not_reported_is_named_for_attention_and_who_has_is_not():
    rows = [
        households(5, 10, as_of="2023-08-31"),
        households(3, 8, village="江坝村", as_of="2023-08-31"),
        households(7, 10),
    ]
    found = briefing("2023-09-30", toilets=rows)
    assert (found.measure("T04").value, found.measure("T04").unreported) == (10, ("高校园区管理处",))
    assert [item.title for item in found.attention if item.status is Status.UNREPORTED] == [
        "潭口镇 1 项数据未更新（截至 8 月 31 日）：户厕问题整改", "高校园区管理处 1 项数据未报：户厕问题整改"
    ]  # fmt: skip


# Sites: planned finish


@pytest.mark.parametrize(
    ("as_of", "due", "status"),
    [
        ("2023-09-29", 2 / 4, Status.ON_TRACK),
        ("2023-09-30", 3 / 4, Status.BEHIND),  # one is due this very day
        ("2023-10-01", 3 / 4, Status.BEHIND),
        ("2023-12-31", 4 / 4, Status.OVERDUE),
        ("2024-01-01", 4 / 4, Status.OVERDUE),
    ],
)
def test_sites_are_judged_by_the_share_that_was_due(as_of, due, status):
    planned = ("2023-06-30", "2023-08-31", "2023-09-30", "2024-03-31")  # the last is later than the plan allows
    rows = [
        site(TIDY, str(day), "完工" if n < 2 else "在建", planned_finish=day, as_of="2023-09-01")
        for n, day in enumerate(planned)
    ]
    found = measure("T02", as_of, sites=rows)
    assert (found.value, found.scheduled, found.status) == (2, pytest.approx(due), status)


def test_sites_without_planned_finish_follow_the_line_of_the_year():
    assert measure("T02", "2023-09-30", sites=sites(TIDY, 3, 4)).scheduled == pytest.approx(273 / 365)
    mixed = [*sites(TIDY, 1, 2, planned_finish="2023-06-30"), site(TIDY, "x"), site(TIDY, "y")]
    assert measure("T02", "2023-09-30", sites=mixed).scheduled == pytest.approx((2 + 2 * 273 / 365) / 4)


@pytest.mark.parametrize("stage", ["完工", "验收"])
def test_finished_and_accepted_sites_count(stage):
    assert measure("T02", "2023-09-30", sites=[site(TIDY, "a", stage), site(TIDY, "b", "未开工")]).value == 1


@pytest.mark.parametrize(
    ("as_of", "stage", "progress", "status", "days_late"),
    [
        ("2023-09-29", "在建", 99.9, Status.ON_TRACK, 0),
        ("2023-09-29", "在建", 99, Status.SLIGHTLY_BEHIND, 0),
        ("2023-09-29", "在建", 50, Status.BEHIND, 0),
        ("2023-09-29", "在建", None, Status.UNREPORTED, 0),
        ("2023-09-29", "未开工", None, Status.BEHIND, 0),
        ("2023-09-30", "在建", 99, Status.OVERDUE, 0),
        ("2023-10-01", "在建", 99, Status.OVERDUE, 1),
        ("2023-10-01", "在建", None, Status.OVERDUE, 1),
        ("2023-10-01", "完工", None, Status.DONE, 0),
        ("2023-10-01", "验收", 100, Status.DONE, 0),
    ],
)
def test_a_site_has_its_own_schedule(as_of, stage, progress, status, days_late):
    rows = [site(NEW, "a", stage, progress=progress, planned_finish="2023-09-30", as_of="2023-09-29")]
    (found,) = briefing(as_of, sites=rows).sites
    assert (found.status, found.days_late) == (status, days_late)


def test_a_site_without_planned_finish_is_late_after_the_plans_own_deadline():
    rows = [site(NEW, "a", progress=90, as_of="2023-12-20")]
    assert briefing("2023-12-30", sites=rows).sites[0].status is Status.SLIGHTLY_BEHIND
    assert briefing("2024-01-02", sites=rows).sites[0].days_late == 2


def test_kinds_delivered_on_different_days_are_all_shown():
    rows = [site(NEW, "a", as_of="2023-08-31"), site(BASE, "b", "完工", as_of="2023-09-30")]
    found = briefing("2023-09-30", sites=rows)
    assert {found_site.name for found_site in found.sites} == {"a", "b"}
    assert (str(found.measure("T01").snapshot), str(found.measure("T08").snapshot)) == ("2023-08-31", "2023-09-30")


# 条款 14：年内建成坳上、迳背、龙井、茶元安置点等4个污水处理站。


def four_stations(*stages, **more):
    return [station(f"{name}污水处理站", stage, **more) for name, stage in zip(NAMED_STATIONS, stages, strict=False)]


@pytest.mark.parametrize(
    ("as_of", "stages", "value", "status"),
    [
        ("2023-09-30", ("完工", "验收", "完工", "完工"), 4, Status.DONE),
        ("2023-09-30", ("完工", "验收", "完工", "在建"), 3, Status.ON_TRACK),
        ("2023-09-30", ("完工", "验收", "在建", "在建"), 2, Status.BEHIND),
        ("2023-12-30", ("完工", "验收", "完工", "在建"), 3, Status.BEHIND),
        ("2023-12-31", ("完工", "验收", "完工", "在建"), 3, Status.OVERDUE),
    ],
)
def test_the_four_named_stations(as_of, stages, value, status):
    found = measure("T05", as_of, stations=four_stations(*stages))
    assert (found.value, found.target, found.status) == (value, 4, status)


def test_a_station_the_plan_does_not_name_does_not_count():
    rows = [*four_stations("完工", "在建", "在建", "在建"), station("坪路污水处理站", "验收")]
    assert measure("T05", "2023-09-30", stations=rows).value == 1


def test_a_named_station_that_nobody_reported_has_no_value():
    found = measure("T05", "2023-09-30", stations=four_stations("完工", "完工", "完工"))
    assert (found.value, found.unreported) == (3, ("茶元安置点",))
    assert (found.parts[3].name, found.parts[3].value, found.parts[3].status) == ("茶元安置点", None, Status.UNREPORTED)


def test_a_station_missing_at_the_deadline_is_still_asked_about():
    found = briefing(YEAR_END, stations=four_stations("完工", "完工", "完工", as_of=YEAR_END))
    assert [item.measure for item in found.attention] == ["T05"]


def test_stations_are_known_by_the_longest_name_of_the_plan():
    plan = plan_with("T05", scope="龙井;龙井安置点")
    rows = [station("龙井安置点污水处理站", "完工"), station("龙井污水处理站", "在建")]
    found = measure("T05", "2023-09-30", plan_obligations=plan, stations=rows)
    assert {part.name: part.value for part in found.parts} == {"龙井污水处理站": 0, "龙井安置点污水处理站": 1}


# 条款 14：各村自行选择1个村庄开展整治。 34 villages.


def test_every_village_needs_one_village_of_its_own_choice():
    rows = [site(OWN, village, "完工", village=village) for village in ("龙井村", "江坝村")]
    rows += [site(OWN, "再一个", "完工"), site(OWN, "石禾", "在建", village="石禾村")]
    found = measure("T06", "2023-09-30", sites=rows)
    assert (found.value, found.target, len(found.parts)) == (2, 34, 34)
    by_place = {part.name: part for part in found.parts}
    assert by_place["潭东镇龙井村"].status is Status.DONE
    assert (by_place["潭口镇石禾村"].value, by_place["潭口镇代卫村"].value) == (0, None)
    assert by_place["潭口镇代卫村"].status is Status.UNREPORTED
    assert "潭口镇代卫村" in found.unreported


# 条款 6：潭东镇龙井村、潭口镇江坝村、三观村、上元村、龙塘村等5个重点帮扶村自来水项目。


def test_water_counts_in_the_five_named_villages_only():
    rows = [site(WATER, village, "完工", village=village) for village in (*WATER_VILLAGES[:4], "石禾村")]
    found = measure("T07", "2023-09-30", sites=rows)
    assert (found.value, found.target, found.unreported) == (4, 5, ("潭口镇龙塘村",))
    rows.append(site(WATER, "龙塘村", "验收", village="龙塘村"))
    assert measure("T07", "2023-09-30", sites=rows).status is Status.DONE


def test_sites_in_other_villages_only_leave_every_named_one_unreported():
    found = measure("T07", "2023-09-30", sites=[site(WATER, "石禾村", "完工", village="石禾村")])
    assert (found.value, len(found.unreported)) == (0, 5)


# 条款 10：确保12个乡村振兴重点帮扶村至少有1个联农带农的产业基地。


def test_every_key_village_needs_a_base():
    villages = graded_villages()
    key = villages[villages["grade"].notna()]["village"]
    rows = [site(BASE, village, "完工", village=village) for village in key[:11]] + [
        site(BASE, "非重点", "完工", village="代卫村")
    ]
    found = measure("T08", YEAR_END, sites=rows)
    assert (found.value, found.target, found.status) == (11, 12, Status.OVERDUE)


def test_without_grades_every_village_with_a_base_counts_against_the_twelve():
    villages = graded_villages().assign(grade=None)
    found = measure(
        "T08",
        "2023-09-30",
        villages=villages,
        sites=[site(BASE, "甲", "完工"), site(BASE, "乙", "在建", village="代卫村")],
    )
    assert (found.value, found.target) == (1, 12)


# 条款 16：年内各镇（管理处）培育不少于1个重点示范村（社区）。


@pytest.mark.parametrize(
    ("villages", "value"), [(("龙井村",), 1), (("龙井村", "茶元村"), 1), (("龙井村", "江坝村", "箩渡村"), 3)]
)
def test_every_unit_needs_a_model_village(villages, value):
    rows = [site(MODEL, village, "完工", village=village) for village in villages]
    found = measure("T09", "2023-09-30", sites=rows)
    assert (found.value, found.target, [part.name for part in found.parts]) == (value, 3, list(UNITS))


# 条款 16：组织家庭教育讲师开展巡回宣讲活动3场。条款 14：垃圾收运覆盖率达100%。


@pytest.mark.parametrize(
    ("id", "value", "as_of", "status"),
    [
        ("T10", 3, "2023-02-28", Status.DONE),
        ("T10", 2, "2023-08-31", Status.ON_TRACK),  # 243/365 is 66.58 %
        ("T10", 2, "2023-09-30", Status.SLIGHTLY_BEHIND),
        ("T10", 1, "2023-09-30", Status.BEHIND),
        ("T10", 2, "2023-12-31", Status.OVERDUE),
        ("T11", 100, "2023-09-30", Status.DONE),
        ("T11", 91.7, "2023-09-30", Status.ON_TRACK),
        ("T11", 99.9, "2023-12-31", Status.OVERDUE),
    ],
)
def test_lectures_and_waste_collection(id, value, as_of, status):
    assert measure(id, as_of, indicators=[indicator(id, "全区", value, as_of=as_of)]).status is status


def test_lectures_of_the_units_are_added_up_before_they_are_judged():
    rows = [indicator("T10", "潭东镇", 2), indicator("T10", "潭口镇", 1)]
    found = measure("T10", "2023-09-30", indicators=rows)
    assert (found.value, found.rate, found.status) == (3, 1, Status.DONE)


@pytest.mark.parametrize(("done", "reason"), [(356, "已完成"), (357, "超额完成"), (488, "超额完成")])
def test_more_than_is_asked_for_is_told_and_just_as_much_is_done(done, reason):
    found = measure("T04", "2023-09-30", toilets=[households(done, 500)])
    assert (found.status, found.reason.partition("；")[0]) == (Status.DONE, reason)


def change_of_sites(*ended):
    """How much T01 grew since June; one site was told of in March, and on these days that there is none any more."""
    endings = tuple(Ending("sites", date.fromisoformat(day), ("潭东镇", NEW)) for day in ended)
    told = replace(edition(sites=[site(NEW, "甲", "完工", as_of="2023-03-31")]), _ended=lambda: endings)
    return compose(told, date(2023, 9, 30)).measure("T01").change


def test_what_has_ended_since_is_no_fall_and_nothing_twice_is_no_change():
    assert change_of_sites("2023-08-31") is None
    assert change_of_sites("2023-06-30", "2023-09-30") == 0


@pytest.mark.parametrize(("listed", "told"), [(355, True), (356, False), (357, False)])
def test_a_ledger_that_lists_less_than_is_asked_for_is_told(listed, told):
    found = measure("T04", "2023-09-30", toilets=[households(300, listed)])
    assert (f"；台账只列 {listed}/356 户" in found.reason) is told and ("台账只列" in found.reason) is told
