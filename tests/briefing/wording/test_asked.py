"""What a screen's headline asks besides its counts: each that is late, whose it is, and by when."""

from datetime import date

from briefing.measures import map_layers
from briefing.wording import asked, open_items
from tests.briefing.ledgers import action, briefing, site, station
from tests.pages.plan_screens import sample

DAY = "2023-09-30"


def test_late_works_are_told_with_their_owner_and_day_and_a_single_one_is_not_left_out():
    rows = [
        station("坳上污水处理站", progress=35, planned_finish="2023-12-20", owner="区建投公司", as_of=DAY),
        station("龙井污水处理站", progress=80, planned_finish="2023-09-13", as_of=DAY),
    ]
    stations = briefing(DAY, stations=rows).stations
    assert asked.works(stations, 2023) == (
        "龙井污水处理站（潭东镇，9 月 13 日到期，逾期 17 天）、坳上污水处理站（区建投公司，12 月 20 日前）。"
    )
    late = [
        site("新农村建设点", f"岭{at}", progress=5, planned_finish=f"2023-08-0{at}", as_of=DAY) for at in (1, 2, 3, 4)
    ]
    told = [asked.works(briefing(DAY, sites=late[:count]).sites, 2023) for count in (3, 4)]
    assert "岭3（" in told[0] and told[1].endswith("岭2（潭东镇，8 月 2 日到期，逾期 59 天），另 2 项。")
    assert asked.works((), 2023) == asked.overview(briefing(DAY)) == ""
    assert asked.overview(briefing(DAY, stations=rows)).startswith(
        "建设任务最急的是龙井污水处理站（潭东镇，9 月 13 日到期，"
    )


def test_the_map_says_whose_the_worst_is_and_six_little_maps_what_they_leave_out():
    found, kept = sample(), {"潭东镇", "潭口镇", "高校园区管理处"}
    told = {layer: asked.on_map(found, kept, layer) for layer in map_layers.LAYERS}
    assert (
        told["综合"].startswith("上元村塘背新农村建设点（区农办，7 月 31 日到期，逾期 61 天）、")
        and told["整治点"] == ""
    )
    assert told["户厕"] == "户厕问题整改落后最多的是潭东镇迳背村、潭口镇洋山村等（区农办牵头，12 月 31 日前）。"
    assert told["资金"].endswith("最慢的坪路村入户道路修缮 25.0%（高校园区管理处，12 月 31 日前应拨付 100%）。")
    assert asked.on_map(found, {"潭东镇迳背村"}, "综合").count("逾期") == 2
    assert "潭口镇" not in asked.on_map(found, {"潭东镇"}, "美丽庭院")
    assert asked.on_six(found, {"潭东镇迳背村"}) == (
        "建设任务最急的是迳背污水处理站（区建投公司，8 月 31 日到期，逾期 30 天）。六图以外，自选整治村庄落后 1 处：迳背村上新屋自选整治村庄（潭东镇，8 月 31 日到期，逾期 30 天）。"
    )


def test_a_work_is_told_with_the_plans_day_where_its_own_is_later():
    row = station("坳上污水处理站", progress=35, planned_finish="2024-03-20", owner="区建投公司", as_of=DAY)
    found = briefing(DAY, stations=[row])
    assert asked.works(found.stations, 2023) == "坳上污水处理站（区建投公司，12 月 31 日前）。"
    (listed,) = [item for item in found.attention if item.page == "sewage"]
    (owed,) = [item for item in open_items.open_items(found)["区建投公司"] if item.kind == open_items.SITE]
    assert {listed.due_on, owed.due_on, found.stations[0].due_on} == {date(2023, 12, 31)}


def test_late_assignments_are_told_with_who_was_to_do_them_the_longest_first():
    rows = [action("补录台账", "2023-09-26", owner="区财政局"), action("更换施工单位", "2023-08-30", owner="潭口镇")]
    told = asked.actions(briefing(DAY, actions=rows).actions, 2023)
    assert (
        told == "更换施工单位（潭口镇，8 月 30 日到期，逾期 31 天）、补录台账（区财政局，9 月 26 日到期，逾期 4 天）。"
    )
