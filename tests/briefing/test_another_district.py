"""A plan of another year and another district runs from data files alone: other towns, villages, targets, ids, dates, words."""

import re
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest

from briefing.compose import compose
from briefing.exports.workbook.tables import tables
from briefing.figures import theme, village_map
from briefing.html.duty_matrix import legend
from briefing.measures.map_layers import ALL
from briefing.plan import PlanMissing
from briefing.status import Status
from briefing.wording import standings
from briefing.wording.as_json import as_json
from briefing.wording.duty_grid import Window
from data_loaders.delivering import reference, templates
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store

FILES = {
    "村庄名录.csv": """
镇,村,行政区划代码,帮扶级别
河东镇,柳湾村,361234100201,省定
河东镇,石桥村,361234100202,
河西乡,上岭村,361234200201,县定
河西乡,枫林社区,361234200001,
""",
    "计划设置.csv": """
年度,设置项,设置值
2025,工作名称,农村人居环境整治提升
2025,区域名称,云岭县
2025,发布单位,云岭县农业农村局
2025,镇和管理处,河东镇;河西乡
2025,行业部门,县农业农村局;县水利局
2025,数据陈旧天数,20
2025,略滞后百分点,5
2025,测算月数,2
2025,假期月份,1
2025,学期结束,2025-07-05;2025-12-31
2025,全域称谓,全县
""",
    "计划指标.csv": """
年度,编号,类别,名称,条款,任务序号,目标值,计量单位,规则,对象,范围,截止日期,频次,责任单位,备注
2025,T21,数量目标,清洁庭院,2,1,50,户,places_done,courtyards,全县,2025-10-31,,县农业农村局;各乡镇,
2025,T22,数量目标,生态污水站,2,2,,座,stations_finished,污水处理站,柳湾;上岭,2025-10-31,,县水利局,
2025,T23,数量目标,每乡镇示范村,2,2,,个单位,places_covered,示范村,每单位,2025-12-31,,县农业农村局,
2025,M01,时间节点,项目资金支出率,3,3,100,%,disbursed_share,,,2025-11-30,,县财政局,
2025,M02,占比,县级资金产业占比,3,3,50,%,category_share,产业,县,2025-12-31,,县财政局,
2025,M03,资金下限,省定村资金,3,3,80,万元/村,village_floor,省定,各类资金,2025-12-31,,县财政局,
2025,M04,时限,资产移交,3,3,0,个,handed_over_within,2个月,,,随时,县财政局,
2025,N01,监测指标,投诉办结率,4,4,95,%,indicator_at_least,,全县,,每月,县农业农村局,
2025,N02,监测指标,撂荒面积,4,4,0,亩,indicator_at_most,,每单位,,每月,各乡镇,
2025,B01,定期事项,河道巡查,5,4,,次,recorded,,每单位,,每月（假期除外）,各乡镇,
2025,B02,定期事项,县级调度,5,4,,次,recorded,,全县,,4月;10月,县农业农村局,
2025,B03,定期事项,饮水监测,5,4,,次,recorded,,每村,,每年3次,各村,
2025,B04,定期事项,信息报送,5,4,,次,recorded,,每部门,,学期结束前,各部门,
""",
    "考核节点.csv": """
年度,编号,节点日期,节点比例(%)
2025,M01,2025-05-31,40
2025,M01,2025-08-31,70
2025,M01,2025-11-30,100
""",
    "任务清单.csv": """
年度,序号,部分,条款,任务,完成时限,责任单位
2025,1,1,2,清洁庭院,10月底,县农业农村局
2025,2,1,2,污水站与示范村,全年,县水利局
2025,3,2,3,资金支出,11月底,县财政局
2025,4,2,4,日常工作,全年,各乡镇
""",
    "美丽庭院台账.csv": """
截至日期,镇,村,任务数,完成数
2025-05-31,河东镇,柳湾村,30,10
2025-05-31,河西乡,上岭村,20,6
""",
    "污水处理站台账.csv": """
截至日期,站点名称,镇,村,阶段,形象进度(%),计划完工,责任单位
2025-05-31,柳湾污水处理站,河东镇,柳湾村,完工,100,2025-04-30,县水利局
2025-05-31,上岭污水处理站,河西乡,上岭村,在建,20,2025-05-20,县水利局
""",
    "建设点台账.csv": """
截至日期,编号,类型,名称,镇,村,阶段,形象进度(%),计划完工
2025-05-31,S1,示范村,枫林示范村,河西乡,枫林社区,完工,100,2025-05-01
""",
    "衔接资金台账.csv": """
截至日期,项目编号,项目名称,镇,村,项目类别,资金来源,是否衔接资金,安排资金(万元),累计拨付(万元),验收日期,确权移交日期
2025-05-31,Y1,柳湾果园,河东镇,柳湾村,产业,县,是,60,30,2025-03-20,
2025-05-31,Y2,上岭道路,河西乡,上岭村,基础设施,县,是,40,5,2025-03-20,2025-05-20
""",
    "监测指标台账.csv": """
截至日期,指标编号,单位,数值
2025-05-31,N01,全县,94
2025-05-31,N02,河东镇,0
2025-05-31,N02,河西乡,3
""",
    "定期履职记录.csv": """
事项编号,完成日期,单位,次数
B01,2025-02-10,河东镇,1
B01,2025-02-11,河西乡,1
B02,2025-04-30,县农业农村局,1
B03,2025-03-01,柳湾村,3
B04,2025-05-09,县水利局,1
""",
    "任务清单进展.csv": """
截至日期,序号,状态,进展
2025-05-31,1,已完成,都完成了
""",
    "交办事项台账.csv": """
编号,会议日期,事项,责任单位,完成时限
C1,2025-04-10,柳湾村清淤,河东镇,2025-05-20
""",
}
DAY = date(2025, 5, 31)
# Names of the district that ships with the product; none may appear in another one's Briefing.
SHIPPED = re.compile("蓉江|赣州|潭东|潭口|高校园区|龙井|茶元|区农办|全区")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8-sig")
    store = open_store(str(folder / "store"))
    outcome = publish(store, [Drop.of(path) for path in sorted(folder.glob("*.csv"))], by="县农业农村局")
    assert outcome.edition, [finding.sentence for finding in outcome.findings]
    return outcome.edition


@pytest.fixture(scope="module")
def found(edition):
    return compose(edition, DAY)


def test_the_day_picks_the_plan_of_its_year(edition, found):
    assert (found.year, found.district, found.title) == (2025, "云岭县", "农村人居环境整治提升")
    assert compose(edition).as_of == DAY
    assert compose(edition, date(2024, 6, 30)).year == 2025  # the plan that ships is another district's
    assert compose(edition, date(2026, 1, 31)).year == 2025


def test_only_the_obligations_of_that_plan_are_told(found):
    assert [measure.id for measure in found.measures] == [
        "T21", "T22", "T23", "M01", "M02", "M03", "M04", "N01", "N02", "B01", "B02", "B03", "B04",
    ]  # fmt: skip
    assert [task.number for task in found.tasks] == [1, 2, 3, 4]
    assert (found.towns, found.mapped_towns) == (("河东镇", "河西乡"), ("河东镇", "河西乡"))
    assert [village.village for village in found.villages] == ["柳湾村", "石桥村", "上岭村", "枫林社区"]


@pytest.mark.parametrize(
    ("id", "value", "target", "status"),
    [
        ("T21", 16, 50, Status.BEHIND),  # 32 % against 151/304, five points allowed
        ("T22", 1, 2, Status.BEHIND),  # no number: as many as are named
        ("T23", 1, 2, Status.BEHIND),
        ("M01", 35, 40, Status.OVERDUE),  # 40 % by the end of May
        ("M02", 60, 50, Status.MET),
        ("M03", 60, 80, Status.UNMET),
        ("M04", 1, 0, Status.UNMET),  # two months from 20 March end on 20 May
        ("N01", 94, 95, Status.UNMET),
        ("N02", 3, 0, Status.UNMET),
        ("B01", 2, 8, Status.OVERDUE),  # February to May, two units
        ("B02", 1, 1, Status.ON_TRACK),
        ("B03", 1, 1, Status.ON_TRACK),  # one village has tested three times already
        ("B04", 1, 1, Status.ON_TRACK),
    ],
)
def test_every_rule_works_with_other_numbers(found, id, value, target, status):
    measure = found.measure(id)
    assert (measure.value, measure.target, measure.status) == (value, target, status)


def test_a_rule_that_nobody_wrote_and_an_older_store_holds_is_said_and_stops_nothing(edition):
    frames = {name: edition.table(name) for name in edition.versions}
    plan = frames["plan_obligations"]
    frames["plan_obligations"] = plan.assign(rule=plan["rule"].mask(plan["id"] == "T21", "grown_by_magic"))
    found = compose(replace(edition, _read=lambda name, version: frames[name]), DAY)
    assert found.measure("T21").status is Status.UNREPORTED
    assert found.measure("T21").reason == "计划中的规则「grown_by_magic」无法计算"
    assert found.measure("T22").value == 1


def test_the_settings_are_the_plans_own(edition):
    assert compose(edition, date(2025, 6, 20)).measure("T21").stale is False
    assert compose(edition, date(2025, 6, 21)).measure("T21").stale is True
    assert {cell.period for cell in compose(edition, DAY).duties if cell.id == "B04"} == {
        "2025-07-05前",
        "2025-12-31前",
    }


def test_sentences_speak_of_that_district_alone(found):
    told = "\n".join(
        [found.headline, *found.headlines.values(), *(f"{item.title} {item.owner}" for item in found.attention)]
    )
    assert not SHIPPED.search(told), told
    assert "上岭污水处理站在建，形象进度 20.0%，逾期 11 天" in told
    assert "项目资金支出率 35.0%，未达到 5 月底 40% 节点" in told and "衔接资金拨付率" not in told
    assert "任务 1 报已完成，数据不符：清洁庭院滞后（落后序时 17.7 个百分点）" in told
    assert "交办事项逾期 11 天：柳湾村清淤" in told
    assert "2 项数据" not in told


def test_the_county_s_own_money_is_called_as_the_county_calls_it(found):
    assert [piece.name for piece in found.funds.by_source] == ["县"]
    assert found.measure("M02").reason.startswith("县级资金用于产业")


def test_the_workbook_and_the_rules_of_standings_call_its_towns_as_it_does(found):
    heads = {column.title for sheet in tables(found) for column in sheet.columns}
    assert "乡镇" in heads and "管理处" not in "".join(heads) + standings.RULE + legend(Window(1, 12))


def test_nothing_of_the_shipped_district_is_in_the_json(found):
    assert not SHIPPED.search(str(as_json(found)))


def test_a_county_without_a_village_list_begins_without_anothers_and_is_asked_for_its_own(tmp_path):
    store = open_store(str(tmp_path / "store"))
    plan = [Drop(name, FILES[name].strip().encode()) for name in ("计划设置.csv", "计划指标.csv")]
    outcome = publish(store, plan, by="县农业农村局")
    assert {finding.code for finding in outcome.findings} >= {"village_list_missing"}
    assert (
        outcome.edition.table("villages").empty and not outcome.edition.table("plan_obligations")["year"].eq(2023).any()
    )
    alone = compose(outcome.edition)
    assert (
        alone.villages == () and alone.headlines["map"] == "村庄名录未报。" and not SHIPPED.search(str(as_json(alone)))
    )
    land = gpd.GeoDataFrame({"town": [], "village": []}, geometry=[])
    drawn = village_map.village_map((), land, layer=ALL, schematic=True, sizes=theme.NORMAL, room=(400, 300))
    assert [each.text for each in drawn.layout.annotations] == [village_map.NO_LIST]
    known = store.known_tables(sample=False, shipped=reference.tables())
    assert known["villages"].empty and templates.lists(store).villages == ()


def test_before_any_plan_the_first_one_is_shown_and_without_plans_none(edition):
    assert compose(edition, date(2020, 1, 1)).year == 2025
    frames = {name: edition.table(name) for name in edition.versions}
    bare = {**frames, "plan_obligations": frames["plan_obligations"].iloc[:0]}
    with pytest.raises(PlanMissing):
        compose(replace(edition, _read=lambda name, version: bare[name]), DAY)
