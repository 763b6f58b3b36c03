"""Sentences are made from numbers only, read like a bulletin, and say no number that is not among the figures."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from briefing import formats
from briefing.compose import compose
from briefing.measures import naming
from briefing.measures.comparison import compare
from briefing.measures.map_layers import ALL, SEWAGE, TOILETS
from briefing.model import MilestoneVerdict, Part, VillageState
from briefing.status import Status
from briefing.wording import asked, comparison, headlines, money, open_items
from tests.briefing.ledgers import briefing, households, project, station

DAYS = (
    "2023-01-31",
    "2023-03-31",
    "2023-06-30",
    "2023-08-15",
    "2023-09-29",
    "2023-09-30",
    "2023-10-01",
    "2023-12-31",
    "2024-01-05",
)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def sentences(found):
    return [
        *found.headlines.values(),
        *(item.title for item in found.attention),
        *(measure.reason for measure in found.measures),
    ]


def figures(found):
    """Every number a sentence may hold, as it would be printed."""
    numbers = {
        found.year_progress * 100,
        len(found.villages),
        len(found.tasks),
        len(found.actions),
        len(found.attention),
    }
    for measure in found.measures:
        numbers |= {measure.value, measure.target, len(measure.unreported)} | {
            (measure.rate or 0) * 100,
            (measure.scheduled or 0) * 100,
        }
        if measure.snapshot:  # an older figure is told with its day
            numbers |= {measure.snapshot.year, measure.snapshot.month, measure.snapshot.day}
        numbers |= {abs((measure.rate or 0) - (measure.scheduled or 0)) * 100}
        numbers |= (
            {part.value for part in measure.parts} | {part.target for part in measure.parts} | {len(measure.parts)}
        )
        numbers |= {sum(part.status is status for part in measure.parts) for status in Status}
        numbers |= {
            sum(
                part.status not in (Status.DONE, Status.MET, Status.ON_TRACK, Status.UNREPORTED)
                for part in measure.parts
            )
        }
        for verdict in measure.milestones:
            numbers |= {verdict.share * 100, (verdict.rate or 0) * 100, (verdict.share - (measure.rate or 0)) * 100}
            numbers |= {verdict.due_on.month, verdict.due_on.day}
    for status in Status:
        numbers |= {
            sum(measure.status is status for measure in found.measures if measure.id in found.headline_measures)
        }
        numbers |= {
            sum(
                measure.status is status
                for measure in found.measures
                if measure.kind in ("ratio", "floor", "deadline", "indicator")
            )
        }
        numbers |= {
            sum(
                village.statuses.get("综合", Status.UNREPORTED) is status
                for village in found.villages
                if village.mapped
            )
        }
    numbers |= {
        len(found.headline_measures),
        sum(measure.kind in ("ratio", "floor", "deadline", "indicator") for measure in found.measures),
    }
    numbers |= {sum(village.mapped for village in found.villages)}
    money = found.funds
    numbers |= {money.disbursed, money.allocated, (money.rate or 0) * 100, money.gap, money.pace_needed}
    for site in (*found.sites, *found.stations):
        numbers |= {(site.progress or 0) * 100, abs(site.scheduled - (site.progress or 0)) * 100, site.days_late}
        if site.planned_finish:
            numbers |= {site.planned_finish.month, site.planned_finish.day}
    for status in ("已完成", "逾期", "未到期", "未报", "推进中", "未启动"):
        for states in (found.duties, found.tasks, found.actions):
            numbers.add(sum(state.status == status for state in states))
    due = [cell for cell in found.duties if cell.status != "未到期"]
    overdue = [cell for cell in found.duties if cell.status == "逾期"]
    numbers.add(len(due))
    many = {
        unit for unit in {cell.unit for cell in overdue} if len({cell.id for cell in overdue if cell.unit == unit}) >= 5
    }
    numbers |= {len({cell.id for cell in overdue if cell.unit == unit}) for unit in many}
    for id in {cell.id for cell in overdue}:
        own = [cell for cell in overdue if cell.id == id and cell.unit not in many]
        newest = [cell for cell in own if cell.due_on == max(each.due_on for each in own)]
        numbers |= {
            len(newest),
            len(own) - len(newest),
            *(cell.due_on.month for cell in newest),
            *(cell.due_on.day for cell in newest),
        }
    for unit in found.towns:
        numbers.add(sum(unit in measure.unreported and measure.kind != "duty" for measure in found.measures))
    for action in found.actions:
        numbers |= {action.days_late}
    numbers |= {task.number for task in found.tasks} | {sum(bool(task.contradiction) for task in found.tasks)}
    return {f"{number:,.{places}f}" for number in numbers if number is not None for places in (0, 1)} | {
        "0.1",
        str(found.year),
    }


def without_names(sentence, found):
    """A sentence without names that others gave: titles, items, places."""
    names = [measure.title for measure in found.measures] + [action.item for action in found.actions]
    names += [site.name for site in (*found.sites, *found.stations)] + list(found.funds.projects["project"])
    for name in sorted(names, key=len, reverse=True):
        sentence = sentence.replace(name, "")
    return sentence


@pytest.fixture(scope="module")
def told(sample):
    """Day → the Briefing of the sample on that day, composed once."""
    return cache(lambda day: compose(sample, date.fromisoformat(day)))


@pytest.mark.parametrize("day", DAYS)
def test_every_number_in_a_sentence_is_a_figure(told, day):
    found = told(day)
    known = figures(found)
    for sentence in sentences(found):
        for number in NUMBER.findall(without_names(sentence, found)):
            assert number in known, f"{number} in {sentence}"


@pytest.mark.parametrize("day", DAYS)
def test_sentences_are_well_formed(told, day):
    found = told(day)
    for sentence in sentences(found):
        assert sentence and not re.search(r"[，。；、：]{2}|[，；：、]$|None|nan|\bTrue\b|  |^[，；]", sentence), (
            sentence
        )
        assert not re.search(r"(?<!\d)0\.0 个百分点", sentence) and "-" not in without_names(sentence, found), sentence
    for page, sentence in found.headlines.items():
        assert sentence.endswith("。") and sentence.count("。") == 1, page
    assert not any(item.title.endswith("。") for item in found.attention)
    assert all(item.owner for item in found.attention)


def test_the_headlines_of_the_sample_at_the_end_of_september(told):
    found = told("2023-09-30")
    assert found.headlines == {
        "overview": (
            "6 项重点工作中，已完成 1 项、达到序时进度 3 项，污水处理站滞后（区生态环境分局牵头）、"
            "新农村建设点略低于序时进度（区农办牵头）；衔接资金拨付率 76.3%，达到 9 月底 75% 节点。"
        ),
        "map": found.headlines["map"],
        "sites": (
            "新农村建设点已完成 12 个，占任务数 17 个的 70.6%，略低于序时进度，3 处落后：上元村塘背新农村建设点、"
            "龙塘村坝里新农村建设点、茶元村下屋新农村建设点；村庄整治点 4 个全部完成。"
        ),
        "households": (
            "美丽庭院已完成 271 个，占任务数 334 个的 81.1%，达到序时进度，但 9 个村落后：迳背村、洋山村、上元村等；"
            "户厕问题整改已完成 290 户，占任务数 356 户的 81.5%，达到序时进度，但 9 个村落后：迳背村、洋山村、上元村等。"
        ),
        "sewage": "4 座污水处理站建成 2 座；未按计划：迳背污水处理站、茶元安置点污水处理站。",
        "funds": "累计拨付 2,381 万元，拨付率 76.3%，达到 9 月底 75% 节点；到 12 月 31 日达到 100% 还需拨付 739 万元，平均每月需拨付 246.3 万元。",
        "tasks": found.headlines["tasks"],
        "duties": found.headlines["duties"],
        "baselines": found.headlines["baselines"],
        "actions": "交办 8 项，办结 5 项，逾期 2 项，未到期 1 项；逾期：潭口镇、区生态环境分局。",
    }
    assert found.headlines["map"].startswith("34 个村（社区），其中 7 个不在图上：")
    assert found.headlines["map"].endswith("、逾期 4 个（迳背村、洋山村、龙塘村、上元村）。")
    assert (
        "；主要是" not in found.headlines["duties"]
        and "，主要是高校园区管理处、潭口镇、潭东镇等" in found.headlines["duties"]
    )  # villages under their town
    lecture = next(one for one in found.measures if one.title == "家庭教育巡回宣讲")
    assert headlines.measures_headline([lecture], SEPTEMBER).endswith(
        "略低于序时进度（区党群部牵头）。"
    )  # 全区 is no place
    assert "镇（管理处）中，潭东镇拨付率最低" in money.lowest_slice(found.funds)  # 区级项目 belong to no town
    assert found.headlines["baselines"].startswith("20 项底线指标，达标 15 项，未达标 4 项（县定重点帮扶村资金、")
    assert (asked.baselines(found), asked.funds(found), asked.duties(found)) == (
        "未达标：县定重点帮扶村资金（坪路村差 12 万元，区农办，12 月 31 日前）、未销号住房安全隐患（潭口镇超 2 户，区住建局，12 月 31 日前），另 2 项；"
        "不能判断：经营主体带动户数潭口镇缺上年基数。",
        "资金底线 2 项未达标，差得最多的是县定重点帮扶村资金（坪路村差 12 万元，区农办，12 月 31 日前）；"
        "落后项目 13 个，最慢的坪路村入户道路修缮 25.0%（高校园区管理处，12 月 31 日前应拨付 100%）。",
        "逾期最多的高校园区管理处 44 次，最早 7 月 31 日到期；下一次 10 月 31 日到期。",
    )
    assert asked.tasks(found).startswith(
        "数据不符：重点帮扶村资金投入（区农办，12 月 31 日前）；未启动：返乡创业与致富带头人培育（"
    )
    assert "；推进中有 15 项佐证指标逾期或落后（区" in asked.tasks(found)


@pytest.mark.parametrize(
    ("rate", "below", "text"),
    [
        (0.7631, 1, "76.3%"), (None, 1, "未报"), (0.0, 1, "0.0%"), (1.0, 1, "100.0%"), (1.06, 1, "106.0%"),
        (0.99996, 1, "99.996%"), (0.7496, 0.75, "74.96%"), (0.75, 0.75, "75.0%"), (0.1 + 0.2, 0.3, "30.0%"),
    ],
)  # fmt: skip
def test_a_rate_never_reads_as_reached_when_it_is_not(rate, below, text):
    assert formats.rate(rate, below) == text


def test_headings_call_the_units_what_the_plan_s_units_are():
    words = {
        "镇": ["河东镇"],
        "乡镇": ["河东镇", "西岭乡"],
        "镇（管理处）": ["河东镇", "园区管理处"],
        "乡镇（街道）": ["城关街道", "西岭乡"],
    }
    assert {word: formats.units_word(units) for word, units in words.items()} == {word: word for word in words}


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("2023-09", "9 月"), ("2023-11", "11 月"), ("2023-Q1", "第一季度"), ("2023-Q4", "第四季度"), ("2023-H1", "上半年"),
        ("2023-H2", "下半年"), ("2023", "全年"), ("2023-06-30前", "6 月 30 日前"),
    ],
)  # fmt: skip
def test_a_period_reads_like_a_bulletin(label, text):
    assert formats.period(label) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "未报"), (739, "739 万元"), (2381.04, "2,381 万元"), (246.33, "246.3 万元")]
)
def test_money_reads_in_ten_thousands(value, text):
    assert formats.amount(value, formats.MONEY) == text


def test_before_the_first_legal_date_the_gap_is_said_once(told):
    assert told("2023-08-15").headlines["funds"] == (
        "累计拨付 1,466.4 万元，拨付率 47.0%（按 7 月 31 日数据），距 9 月底 75% 节点还差 873.6 万元，平均每月需拨付 576.2 万元。"
    )


def test_what_a_single_month_needs_is_not_said_twice():
    paid = [project("桥", 300, 90, as_of="2023-07-31"), project("桥", 300, 150, as_of="2023-08-31")]
    july, august = (briefing(day, funds=paid).headlines["funds"] for day in ("2023-07-31", "2023-08-31"))
    assert "距 9 月底 75% 节点还差 135 万元，平均每月需拨付 67.5 万元；" in july
    assert "距 9 月底 75% 节点还差 75 万元；" in august


def test_a_share_in_trouble_is_told_with_its_own_percentage(told):
    titles = [item.title for item in told("2024-01-05").attention if item.measure == "T11"]
    assert titles == [
        "重点帮扶村垃圾收运覆盖率 91.7%（目标 100%），期限已到，落后序时 8.3 个百分点（按 2023 年 9 月 30 日数据）"
    ]


@pytest.mark.parametrize(
    ("names", "text"),
    [("甲", "甲"), ("甲乙丙", "甲、乙、丙"), ("甲乙丙丁", "甲、乙、丙、丁"), ("甲乙丙丁戊", "甲、乙、丙等")],
)
def test_long_lists_are_cut_where_more_than_one_name_is_left_out(names, text):
    assert formats.few(list(names)) == text


SEPTEMBER, DECEMBER = date(2023, 9, 30), date(2023, 12, 31)


def test_older_figures_are_told_with_their_day(told):
    december = told("2023-12-31").headlines
    assert december["households"].startswith("按 9 月 30 日数据，美丽庭院已完成")
    # Of one day it is said once; what is behind with its money is not named twice.
    assert (
        december["overview"].startswith("按 9 月 30 日数据，6 项重点工作中")
        and "；拨付率 76.3%，" in december["overview"]
    )
    assert december["overview"].count("9 月 30 日") == 1
    for page in ("sewage", "funds", "tasks", "baselines"):
        assert "（按 9 月 30 日数据）" in december[page], page
    assert december["duties"].endswith("（履职记录最新到 9 月 30 日）。")
    assert not [page for page, sentence in told("2023-09-30").headlines.items() if "9 月 30 日数据" in sentence]
    mixed = [replace(told("2023-09-30").measure("T03"), snapshot=day) for day in (SEPTEMBER, date(2023, 8, 31))]
    assert headlines.measures_headline(mixed, SEPTEMBER).count("（按 8 月 31 日数据）") == 1


def test_a_list_of_tasks_that_nobody_reported_is_said_to_be_silent():
    assert briefing("2023-09-30").headlines["tasks"] == "48 项任务均未报送进展。"


@pytest.mark.parametrize(
    ("rate", "milestones", "ahead", "gap", "text"),
    [
        (None, (), None, None, "衔接资金拨付率未报"),
        (
            0.5,
            ((SEPTEMBER, 0.75, None, None),),
            (SEPTEMBER, 0.75, None, None),
            250.0,
            "衔接资金拨付率 50.0%，距 9 月底 75% 节点还差 250 万元",
        ),
        (
            0.8,
            ((SEPTEMBER, 0.75, None, None),),
            (SEPTEMBER, 0.75, None, None),
            -50.0,
            "衔接资金拨付率 80.0%，提前达到 9 月底 75% 节点",
        ),
        (0.763, ((SEPTEMBER, 0.75, 0.763, True),), None, None, "衔接资金拨付率 76.3%，达到 9 月底 75% 节点"),
        (0.7496, ((SEPTEMBER, 0.75, 0.7496, False),), None, None, "衔接资金拨付率 74.96%，未达到 9 月底 75% 节点"),
        (
            0.8,
            ((SEPTEMBER, 0.75, 0.74, False),),
            None,
            None,
            "衔接资金拨付率 80.0%，9 月底 75% 节点未按期达到（当日 74.0%）",
        ),
        (
            0.7,
            ((SEPTEMBER, 0.75, 0.76, True),),
            None,
            None,
            "衔接资金拨付率 70.0%，9 月底 75% 节点已按期达到（当日 76.0%）",
        ),
        (
            0.9,
            ((SEPTEMBER, 0.75, 0.76, True), (DECEMBER, 1.0, 0.9, False)),
            None,
            None,
            "衔接资金拨付率 90.0%，未达到 12 月底 100% 节点",
        ),
        (0.9, (), None, None, "衔接资金拨付率 90.0%"),
    ],
)
def test_the_money_against_its_dates(rate, milestones, ahead, gap, text):
    base = briefing("2023-09-30", funds=[project("a", 1000, 500)]).funds
    verdicts = tuple(MilestoneVerdict(*each) for each in milestones)
    funds = replace(
        base, rate=rate, milestones=verdicts, next_milestone=MilestoneVerdict(*ahead) if ahead else None, gap=gap
    )
    assert headlines.disbursement(funds, SEPTEMBER) == text


def test_empty_lists_have_their_own_sentences():
    assert headlines.measures_headline([], SEPTEMBER) == "计划没有这一类目标。"
    assert headlines.tasks_headline([], SEPTEMBER) == "计划没有任务清单。"
    assert headlines.baselines_headline([], SEPTEMBER) == "计划没有底线指标。"
    assert headlines.map_headline([]) == "村庄名录未报。"
    assert headlines.duties_headline([], SEPTEMBER, delivered=True) == "还没有到期的定期事项。"


def test_villages_of_one_name_in_two_towns_are_two_villages() -> None:
    twins = [
        VillageState(town, "上坝村", "", "", True, {ALL: Status.DONE, TOILETS: Status.OVERDUE}, ())
        for town in ("甲镇", "乙镇")
    ]
    assert headlines.map_headline(twins) == "2 个村（社区）：完成 2 个。"
    assert headlines.map_headline(twins, TOILETS) == "户厕，2 个村（社区）：逾期 2 个（甲镇上坝村、乙镇上坝村）。"
    assert headlines.map_headline(twins, SEWAGE, where="甲镇") == "甲镇污水站：2 个村（社区）都没有这项任务。"


def test_a_sentence_names_the_units_of_a_county_and_counts_those_of_a_prefecture():
    county, prefecture = [f"{number}镇" for number in range(12)], [f"{number}镇" for number in range(200)]
    assert formats.listed(county) == "、".join(county)
    assert formats.listed(prefecture) == "0镇、1镇、2镇等 200 个"


def test_names_of_forty_characters_stand_alone_and_what_they_leave_out_is_counted():
    names = [f"{number}号片区农村人居环境整治与配套基础设施改造提升补短板工程续建部分项目" for number in range(3)]
    assert formats.few(names) == f"{names[0]}等" and formats.is_cut(names) and not formats.is_cut(["甲", "乙", "丙"])
    sentence = briefing(
        "2023-09-30", stations=[station(f"{name}龙井", "在建", progress=10) for name in names]
    ).headlines
    assert f"；未按计划 3 座：{names[0]}龙井等；" in sentence["sewage"]


def test_nothing_and_all_are_told_in_words(told):
    spring = told("2023-04-30").headlines
    assert (
        "村庄整治点任务数 4 个，尚无完成" in spring["sites"] and "4 座污水处理站均未建成；未按计划" in spring["sewage"]
    )
    assert "254 次，均已完成。" in spring["duties"] and spring["actions"] == "交办 8 项，均未到期。"
    lowest = money.lowest_slice(told("2023-09-30").funds)
    assert "潭东镇拨付率最低，为 73.4%（不分镇的区级项目为 73.0%）" in lowest
    december = told("2023-12-31")
    assert "（缺潭东镇、潭口镇、高校园区管理处、区级项目）" in december.measure("F01").reason
    changed = comparison.measures_changed(compare(told("2023-09-30"), december))
    assert changed == "27 项指标有变化（其中 26 项数字未变），26 项状态变差。"


def test_missed_periods_are_told_in_order_and_an_older_day_beside_its_rate(told):
    items = {item.title: item.stands for item in open_items.open_items(told("2023-12-31"))["潭口镇"]}
    assert items["资产村级管护"].startswith("逾期 41 次：8 月至 12 月（")
    assert items["龙塘村脐橙分拣仓储中心"] == "拨付 45.5/130 万元（35.0%，按 9 月 30 日数据）"


def test_names_of_units_are_parted_and_a_name_with_a_word_for_and_is_whole():
    assert naming.owners("县水利局和县财政局、和平镇/共和乡，河东镇和平村") == (
        "县水利局", "县财政局", "和平镇", "共和乡", "河东镇和平村",
    )  # fmt: skip


def test_several_villages_of_a_town_that_did_not_report_are_counted_under_it():
    parts = [Part(f"甲镇{at}村", "甲镇", None, 1, None, None, Status.UNREPORTED) for at in range(3)]
    parts.append(replace(parts[0], name="乙镇一村", town="乙镇"))
    assert naming.silent_places(["丙镇", *(part.name for part in parts)], parts) == ["丙镇", "甲镇 3 个村", "乙镇一村"]


def test_what_is_done_says_too_whose_figures_are_older():
    rows = [households(150, 150, as_of="2023-12-31"), households(206, 206, village="江坝村", as_of="2023-11-30")]
    sentence = briefing("2023-12-31", toilets=rows).headlines["households"]
    assert "户厕问题整改 356 户全部完成（其中潭口镇为 11 月 30 日数据）" in sentence


def test_a_plan_without_stations_owes_no_ledger_of_them():
    assert headlines.stations_headline(None, (), date(2023, 9, 30)) == "计划没有这一类目标。"
