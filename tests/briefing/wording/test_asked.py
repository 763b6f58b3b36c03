"""What a screen's headline asks besides its counts: each that is late, whose it is, and by when."""

from briefing.wording import asked
from tests.briefing.ledgers import action, briefing, site, station

DAY = "2023-09-30"


def test_late_works_are_told_with_their_owner_and_day_and_a_single_one_is_not_left_out():
    rows = [
        station("坳上污水处理站", progress=35, planned_finish="2023-12-20", owner="区建投公司", as_of=DAY),
        station("龙井污水处理站", progress=80, planned_finish="2023-09-13", as_of=DAY),
    ]
    stations = briefing(DAY, stations=rows).stations
    assert asked.works(stations, 2023) == (
        "龙井污水处理站（潭东镇，逾期 17 天）、坳上污水处理站（区建投公司，12 月 20 日前）。"
    )
    late = [
        site("新农村建设点", f"岭{at}", progress=5, planned_finish=f"2023-08-0{at}", as_of=DAY) for at in (1, 2, 3, 4)
    ]
    told = [asked.works(briefing(DAY, sites=late[:count]).sites, 2023) for count in (3, 4)]
    assert "岭3（" in told[0] and told[1].endswith("岭2（潭东镇，逾期 59 天），另 2 项。")
    assert asked.works((), 2023) == ""


def test_late_assignments_are_told_with_who_was_to_do_them_the_longest_first():
    rows = [action("补录台账", "2023-09-26", owner="区财政局"), action("更换施工单位", "2023-08-30", owner="潭口镇")]
    told = asked.actions(briefing(DAY, actions=rows).actions)
    assert told == "更换施工单位（潭口镇，逾期 31 天）、补录台账（区财政局，逾期 4 天）。"
