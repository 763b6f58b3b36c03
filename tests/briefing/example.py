"""A believable Briefing written by hand, for looking at screens and testing them without a store.

Nothing here is computed from drops; every number is invented.
"""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from briefing.measures import map_layers
from briefing.model import (
    Attention,
    Briefing,
    EditionInfo,
    FundPoint,
    Funds,
    FundSlice,
    Measure,
    MilestoneVerdict,
    Part,
    Point,
    Site,
    VillageItem,
    VillageState,
)
from briefing.status import Status, judge_progress, worst

ROOT = Path(__file__).parents[2]
VILLAGE_LIST = ROOT / "data_loaders" / "reference" / "2023" / "村庄名录.csv"
PLAN_LIST = VILLAGE_LIST.with_name("计划指标.csv")
AS_OF = date(2023, 9, 30)
YEAR_END = date(2023, 12, 31)
YEAR_PROGRESS = 273 / 365
MONTH_ENDS = tuple(stamp.date() for stamp in pd.date_range("2023-01-31", "2023-09-30", freq="ME"))
MAPPED = ("潭东镇", "潭口镇")
GRADES = {
    "龙井村": "省定",
    "江坝村": "省定",
    "三观村": "市定",
    "上元村": "市定",
    "龙塘村": "市定",
    "茶元村": "县定",
    "箩渡村": "县定",
}
OWNERS = ("区农办", "区住建局", "潭东镇", "潭口镇")
STAGES = ("未开工", "在建", "完工", "验收")


def _plan_rules() -> dict[str, tuple[str, str]]:
    """Obligation id → rule and subject, as the plan has them."""
    with PLAN_LIST.open(encoding="utf-8-sig") as lines:
        return {row["编号"]: (row["规则"], row["对象"]) for row in csv.DictReader(lines)}


PLAN_RULES = _plan_rules()


def village_rows() -> list[tuple[str, str, str]]:
    """Town, village and code of the 34 villages of the plan."""
    with VILLAGE_LIST.open(encoding="utf-8-sig") as lines:
        return [(row["镇"], row["村"], row["行政区划代码"]) for row in csv.DictReader(lines)]


def _progress(rate: float | None) -> Status:
    return judge_progress(
        rate=rate,
        scheduled=YEAR_PROGRESS,
        met=rate is not None and rate >= 1,
        deadline_reached=False,
        slightly_behind=0.1,
    )


def _history(target: float, shares: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple(
        Point(day, round(target * share), round(target * share) / target, (day - date(2022, 12, 31)).days / 365)
        for day, share in zip(MONTH_ENDS, shares, strict=True)
    )


HOUSEHOLD_SHARES = (0.03, 0.08, 0.15, 0.25, 0.37, 0.52, 0.63, 0.74, 0.814)


def _village_parts(total: int, *, late: tuple[str, ...], silent: str) -> tuple[Part, ...]:
    rows = village_rows()
    parts = []
    for number, (town, village, _) in enumerate(rows):
        target = total // len(rows) + (1 if number < total % len(rows) else 0)
        share = 0.45 if village in late else (0.7 if number % 7 == 3 else (1.0 if number % 4 == 0 else 0.85))
        done = None if village == silent else min(target, round(target * share))
        rate = None if done is None else done / target
        parts.append(Part(village, town, done, target, rate, YEAR_PROGRESS, _progress(rate)))
    return tuple(parts)


COURTYARD_PARTS = _village_parts(334, late=("坳上村", "上元村", "洋山村"), silent="短井村")
TOILET_PARTS = _village_parts(356, late=("龙塘村", "三观村", "迳背村"), silent="短井村")


def _measure(id: str, title: str, unit: str, target: float, value: float, status: Status, **more) -> Measure:
    fields = {
        "kind": "target",
        "clause": "14",
        "rate": value / target,
        "scheduled": YEAR_PROGRESS,
        "snapshot": AS_OF,
        "stale": False,
        "deadline": YEAR_END,
        "responsible": ("区农办", "区住建局"),
        "tasks": (38,),
        "reason": "",
        "note": "",
    } | more
    fields = {"rule": PLAN_RULES[id][0], "subject": PLAN_RULES[id][1]} | fields
    return Measure(id=id, title=title, unit=unit, target=target, value=value, status=status, **fields)


def _place(
    kind: str, name: str, place: tuple[str, str], *, progress: float | None, due: date, stage: str, **more
) -> Site:
    finished = stage in ("完工", "验收")
    scheduled = 1.0 if due <= AS_OF else max(0.0, 1 - (due - AS_OF).days / 240)
    status = judge_progress(
        rate=progress, scheduled=scheduled, met=finished, deadline_reached=due <= AS_OF, slightly_behind=0.1
    )
    fields = {
        "actual_finish": date(2023, 8, 20) if finished else None,
        "owner": "区农办",
        "problem": "",
        "days_late": max(0, (AS_OF - due).days) if not finished else 0,
        "longitude": None,
        "latitude": None,
    } | more
    return Site(
        layer=map_layers.SITE_LAYERS.get(kind, map_layers.SEWAGE),
        kind=kind,
        name=name,
        town=place[0],
        village=place[1],
        stage=stage,
        progress=progress,
        scheduled=scheduled,
        planned_finish=due,
        status=status,
        **fields,
    )


PROBLEMS = ("土地流转未签完，等镇里协调", "连续降雨停工 12 天", "施工队人手不足", "设计变更待审批", "")


def _sites() -> tuple[Site, ...]:
    rows = [row[:2] for row in village_rows()]
    sites = []
    for number in range(17):
        town, village = rows[(number * 2) % len(rows)]
        if number < 12:
            site = _place(
                "新农村建设点",
                f"{village}新农村建设点",
                (town, village),
                progress=1.0,
                due=date(2023, 8, 31),
                stage="验收" if number % 3 else "完工",
                owner=OWNERS[number % 4],
            )
        else:
            site = _place(
                "新农村建设点",
                f"{village}新农村建设点",
                (town, village),
                progress=0.4 + number % 4 * 0.13,
                due=date(2023, 9, 15) if number < 14 else date(2023, 11, 30),
                stage="在建",
                problem=PROBLEMS[number % 5],
                owner=OWNERS[number % 4],
            )
        sites.append(site)
    for number in range(4):
        town, village = rows[number * 5 + 1]
        sites.append(
            _place("村庄整治点", f"{village}整治点", (town, village), progress=1.0, due=date(2023, 9, 30), stage="验收")
        )
    for number, village in enumerate(("龙井村", "江坝村", "三观村", "上元村", "龙塘村")):
        town = next(town for town, name in rows if name == village)
        sites.append(
            _place(
                "自来水项目",
                f"{village}供水一体化项目",
                (town, village),
                progress=(1.0, 0.9, 0.8, 0.65, None)[number],
                due=date(2023, 10, 31),
                stage=("完工", "在建", "在建", "在建", "未开工")[number],
                owner="区住建局",
            )
        )
    for number in range(12):
        town, village = rows[number * 2 + 3]
        sites.append(
            _place(
                "产业基地",
                f"{village}脐橙基地",
                (town, village),
                progress=min(1.0, 0.6 + number * 0.05),
                due=date(2023, 11, 30),
                stage="完工" if number > 7 else "在建",
                owner="区党群部",
            )
        )
    for number, (town, village) in enumerate(rows):
        progress = min(1.0, 0.5 + number % 6 * 0.11)
        sites.append(
            _place(
                "自选整治村庄",
                f"{village}自选整治",
                (town, village),
                progress=progress,
                due=YEAR_END,
                stage="完工" if progress >= 1 else "在建",
                owner="区农办",
            )
        )
    for number in range(3):
        town, village = rows[number * 13]
        sites.append(
            _place("示范村", f"{village}移风易俗示范村", (town, village), progress=0.8, due=YEAR_END, stage="在建")
        )
    return tuple(sites)


def _stations() -> tuple[Site, ...]:
    kind = "污水处理站"
    return (
        _place(
            kind,
            "坳上污水处理站",
            ("潭口镇", "坳上村"),
            progress=1.0,
            due=date(2023, 6, 30),
            stage="验收",
            owner="区生态环境分局",
            capacity=60,
            beneficiaries=210,
        ),
        _place(
            kind,
            "迳背污水处理站",
            ("潭东镇", "迳背村"),
            progress=0.92,
            due=date(2023, 8, 31),
            stage="在建",
            owner="区建投公司",
            capacity=50,
            beneficiaries=160,
            problem="主体已完工，外线电未接通，无法通水调试",
        ),
        _place(
            kind,
            "龙井污水处理站",
            ("潭东镇", "龙井村"),
            progress=1.0,
            due=date(2023, 9, 30),
            stage="完工",
            owner="区生态环境分局",
            capacity=80,
            beneficiaries=None,
        ),
        _place(
            kind,
            "茶元安置点污水处理站",
            ("潭东镇", "茶元村"),
            progress=0.35,
            due=date(2023, 10, 31),
            stage="在建",
            owner="区生态环境分局",
            capacity=120,
            beneficiaries=320,
            problem="选址调整后征地未完成，8 月起停工",
        ),
    )


def _villages(sites: tuple[Site, ...]) -> tuple[VillageState, ...]:
    states = []
    for town, village, code in village_rows():
        items = [
            VillageItem(site.layer, site.name, f"{site.stage} {site.progress or 0:.0%}", site.status)
            for site in sites
            if (site.town, site.village) == (town, village)
        ]
        for layer, parts, unit in (
            (map_layers.COURTYARDS, COURTYARD_PARTS, "个"),
            (map_layers.TOILETS, TOILET_PARTS, "户"),
        ):
            part = next(part for part in parts if part.name == village)
            text = "未报" if part.value is None else f"{part.value:.0f} / {part.target:.0f} {unit}"
            items.append(VillageItem(layer, f"{layer}", text, part.status))
        if village in GRADES:
            status = Status.UNMET if village == "三观村" else Status.MET
            items.append(
                VillageItem(map_layers.KEY_VILLAGES, f"{GRADES[village]}重点帮扶村资金", "已投入 86 万元", status)
            )
            items.append(VillageItem(map_layers.FUNDS, "资金投入", "拨付 62.0 / 86.0 万元", Status.ON_TRACK))
        statuses = {layer: worst(i.status for i in items if i.layer == layer) for layer in {i.layer for i in items}}
        if village == "短井村":
            items = [replace(item, status=Status.UNREPORTED, text="未报") for item in items]
            statuses = dict.fromkeys(statuses, Status.UNREPORTED)
        statuses[map_layers.ALL] = worst(item.status for item in items)
        states.append(
            VillageState(town, village, code, GRADES.get(village, ""), town in MAPPED, statuses, tuple(items))
        )
    return tuple(states)


ALLOCATED = 3120.0
RATES = (0.02, 0.05, 0.09, 0.16, 0.25, 0.34, 0.47, 0.62, 0.7631)
CATEGORIES = ("产业", "基础设施", "公共服务", "产业", "其他")


def _projects() -> pd.DataFrame:
    rows = []
    for number, (town, village, _) in enumerate(village_rows()):
        allocated = 60.0 + number % 5 * 20
        rate = (0.1, 0.55, 0.7, 0.76, 0.8, 0.92, 1.0)[number % 7]
        status = _progress(rate)
        rows.append(
            {
                "as_of": AS_OF,
                "project_id": f"RJ2023-{number:03d}",
                "project": f"{village}{('供水管网延伸工程', '大棚蔬菜基地', '道路硬化')[number % 3]}",
                "town": town,
                "village": village,
                "category": CATEGORIES[number % 5],
                "source": ("中央", "省", "市", "区")[number % 4],
                "linked": number % 6 != 0,
                "allocated": allocated,
                "disbursed": round(allocated * rate, 1),
                "accepted_on": None,
                "handed_over_on": None,
                "owner": "区农办" if number % 5 == 0 else None,
                "remark": None,
                "rate": rate,
                "status": str(status),
            }
        )
    return pd.DataFrame(rows)


def _slices(shares: dict[str, tuple[float, float]]) -> tuple[FundSlice, ...]:
    return tuple(
        FundSlice(name, ALLOCATED * part, ALLOCATED * part * rate, rate) for name, (part, rate) in shares.items()
    )


def funds() -> Funds:
    """衔接资金 as on 30 September: 75% reached, the year's end in doubt."""
    september = MilestoneVerdict(date(2023, 9, 30), 0.75, 0.7631, True)
    december = MilestoneVerdict(YEAR_END, 1.0, None, None)
    months = (date(2023, 10, 31), date(2023, 11, 30), YEAR_END)
    return Funds(
        snapshot=AS_OF,
        stale=False,
        allocated=ALLOCATED,
        disbursed=2381.0,
        rate=0.7631,
        industry_share_central=0.62,
        by_month=tuple(
            FundPoint(day, ALLOCATED, ALLOCATED * rate, rate) for day, rate in zip(MONTH_ENDS, RATES, strict=True)
        ),
        scheduled=((date(2023, 1, 1), 0.0), (date(2023, 9, 30), 0.75), (YEAR_END, 1.0)),
        milestones=(september, december),
        next_milestone=december,
        gap=739.0,
        pace_needed=246.3,
        pace_recent=440.1,
        projection=tuple(
            FundPoint(day, ALLOCATED, ALLOCATED * rate, rate)
            for day, rate in zip((AS_OF, *months), (0.7631, 0.84, 0.92, 0.985), strict=True)
        ),
        by_source=_slices({"中央": (0.5, 0.81), "省": (0.2, 0.74), "市": (0.15, 0.71), "区": (0.15, 0.68)}),
        by_town=_slices(
            {"潭东镇": (0.4, 0.82), "潭口镇": (0.38, 0.77), "高校园区管理处": (0.14, 0.6), "全区": (0.08, 0.76)}
        ),
        by_category=_slices(
            {"产业": (0.58, 0.8), "基础设施": (0.3, 0.72), "公共服务": (0.08, 0.7), "其他": (0.04, 0.55)}
        ),
        projects=_projects(),
    )


def _measures() -> tuple[Measure, ...]:
    climb = (0.0, 0.06, 0.12, 0.24, 0.3, 0.41, 0.53, 0.59, 0.706)
    money = funds()
    key_villages = {
        "unit": "万元/村",
        "kind": "floor",
        "rate": None,
        "scheduled": None,
        "clause": "13",
        "responsible": ("区农办",),
    }
    return (
        _measure(
            "T01",
            "新农村建设点",
            "个",
            17,
            12,
            Status.SLIGHTLY_BEHIND,
            change=5,
            history=_history(17, climb),
            reason="应完工 12.7 个，实际 12 个",
        ),
        _measure(
            "T02",
            "村庄整治点",
            "个",
            4,
            4,
            Status.DONE,
            change=1,
            history=_history(4, (0, 0, 0, 0.25, 0.5, 0.75, 0.75, 1, 1)),
        ),
        _measure(
            "T03",
            "美丽庭院",
            "个",
            334,
            271,
            Status.ON_TRACK,
            change=96,
            parts=COURTYARD_PARTS,
            history=_history(334, HOUSEHOLD_SHARES),
            unreported=("潭东镇短井村",),
            responsible=("区农办",),
        ),
        _measure(
            "T04",
            "户厕问题整改",
            "户",
            356,
            290,
            Status.ON_TRACK,
            change=88,
            parts=TOILET_PARTS,
            clause="14",
            history=_history(356, HOUSEHOLD_SHARES),
            unreported=("潭东镇短井村",),
            responsible=("区农办",),
        ),
        _measure(
            "T05",
            "污水处理站建成",
            "座",
            4,
            2,
            Status.BEHIND,
            change=1,
            responsible=("区生态环境分局", "区建投公司"),
            reason="应建成 3 座，实际 2 座",
            history=_history(4, (0, 0, 0, 0, 0, 0.25, 0.25, 0.25, 0.5)),
        ),
        _measure(
            "F01",
            "项目资金拨付率",
            "%",
            100,
            76.31,
            Status.ON_TRACK,
            kind="milestones",
            clause="8",
            rate=0.7631,
            change=1320.0,
            scheduled=0.75,
            milestones=money.milestones,
            responsible=("区农办", "区财政局"),
            reason="9月底 75% 已达到",
        ),
        _measure(
            "F02",
            "中央衔接资金产业占比",
            "%",
            60,
            62.0,
            Status.MET,
            kind="ratio",
            clause="10",
            rate=0.62,
            scheduled=None,
            responsible=("区财政局",),
            reason="62.0%，不低于 60%",
        ),
        _measure(
            "F03",
            "省定重点帮扶村衔接资金",
            target=100,
            value=112,
            status=Status.MET,
            reason="2 个村均不低于 100 万元",
            **key_villages,
        ),
        _measure(
            "F04",
            "市定重点帮扶村资金",
            target=50,
            value=41,
            status=Status.UNMET,
            reason="三观村 41 万元，低于 50 万元",
            **key_villages,
        ),
        _measure(
            "F05",
            "县定重点帮扶村资金",
            target=30,
            value=36,
            status=Status.MET,
            reason="2 个村均不低于 30 万元",
            **key_villages,
        ),
        _measure(
            "F06",
            "项目资产确权登记移交",
            "个月",
            1,
            1,
            Status.OVERDUE,
            kind="deadline",
            clause="9",
            rate=None,
            scheduled=None,
            responsible=("区农办",),
            reason="2 个项目验收超过 1 个月未移交",
        ),
    )


ATTENTION = (
    Attention(
        "茶元安置点污水处理站形象进度 35%，落后序时 40 个百分点",
        "区生态环境分局、潭东镇",
        Status.BEHIND,
        0,
        "sewage",
        "T05",
    ),
    Attention("迳背污水处理站未通水，计划 8 月底完工，已逾期 30 天", "区建投公司", Status.OVERDUE, 30, "sewage", "T05"),
    Attention("新农村建设点 5 个未完工：上元村、龙塘村等", "区农办、潭口镇", Status.SLIGHTLY_BEHIND, 0, "sites", "T01"),
    Attention("三季度分散供水水质检测 2 个单位未做", "区农办", Status.OVERDUE, 0, "duties", "D08"),
    Attention("市定重点帮扶村三观村资金 41 万元，不足 50 万元", "区财政局", Status.UNMET, 0, "funds", "F04"),
    Attention("9 月小额信贷使用和逾期监管：高校园区管理处未报", "区农办", Status.UNREPORTED, 0, "duties", "D15"),
)
HEADLINES = {
    "overview": "6 项重点任务：1 项完成、3 项达序时、2 项落后；污水处理站落后最多，4 座建成 2 座。",
    "map": "27 个村中 5 个滞后、9 个略滞后，集中在潭口镇；短井村未报。",
    "sites": "新农村建设点完工 12 / 17 个，比序时少 1 个，其中 2 个已逾期；村庄整治点 4 个全部完成。",
    "households": "美丽庭院 271 / 334 个、户厕整改 290 / 356 户，均快于序时；坳上、龙塘等 6 个村落后。",
    "sewage": "4 座污水处理站建成 2 座；迳背逾期 30 天，茶元安置点落后序时 40 个百分点。",
    "funds": "累计拨付 2,381 万元，拨付率 76.3%，达到 9 月底 75% 节点；到 12 月底还需拨付 739 万元。",
}


def briefing(**changes) -> Briefing:
    """The example on 30 September 2023; keyword arguments replace its fields."""
    sites, stations = _sites(), _stations()
    built = Briefing(
        edition=EditionInfo(3, True, datetime(2023, 10, 8, 1, 30, tzinfo=UTC), "区农办", "9 月台账"),
        as_of=AS_OF,
        year=2023,
        title="巩固拓展脱贫攻坚成果同乡村振兴有效衔接",
        district="赣州蓉江新区",
        publisher="赣州蓉江新区巩固拓展脱贫攻坚成果同乡村振兴有效衔接领导小组办公室",
        year_progress=YEAR_PROGRESS,
        headline=HEADLINES["overview"],
        headlines=HEADLINES,
        measures=_measures(),
        funds=funds(),
        sites=sites,
        stations=stations,
        villages=_villages((*sites, *stations)),
        duties=(),
        tasks=(),
        actions=(),
        attention=ATTENTION,
        towns=(*MAPPED, "高校园区管理处"),
        mapped_towns=MAPPED,
        headline_measures=("T01", "T02", "T03", "T04", "T05", "F01"),
        snapshots=dict.fromkeys(("sites", "stations", "courtyards", "toilets", "funds"), AS_OF),
    )
    return replace(built, **changes)


def unreported() -> Briefing:
    """The same plan before anybody delivered anything: every figure is 未报."""
    blank = {
        "value": None,
        "rate": None,
        "snapshot": None,
        "status": Status.UNREPORTED,
        "parts": (),
        "history": (),
        "change": None,
    }
    measures = tuple(replace(measure, **blank, milestones=(), reason="") for measure in _measures())
    empty = Funds(
        snapshot=None,
        stale=False,
        allocated=None,
        disbursed=None,
        rate=None,
        industry_share_central=None,
        by_month=(),
        scheduled=funds().scheduled,
        milestones=tuple(replace(m, rate=None, met=None) for m in funds().milestones),
        next_milestone=None,
        gap=None,
        pace_needed=None,
        pace_recent=None,
        projection=(),
        by_source=(),
        by_town=(),
        by_category=(),
        projects=_projects().iloc[:0],
    )
    villages = tuple(replace(v, statuses={map_layers.ALL: Status.UNREPORTED}, items=()) for v in _villages(()))
    return briefing(
        measures=measures,
        funds=empty,
        sites=(),
        stations=(),
        villages=villages,
        attention=(),
        headline="尚无填报数据。",
        headlines=dict.fromkeys(HEADLINES, "尚无填报数据。"),
        snapshots={},
    )
