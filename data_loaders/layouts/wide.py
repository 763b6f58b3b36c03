"""Columns that become rows: sources, indicators, units and months side by side, and choices that are ticked."""

import re

import numpy as np

from data_loaders.layouts.contents import MOST, Profile, days_of, unit_named
from data_loaders.layouts.language import words
from data_loaders.layouts.language.words import (
    LIKELY,
    RATE,
    REMAINING,
    THIS_PERIOD,
    choice_of,
    leaf_and_group,
    likeness,
    month_told,
)
from data_loaders.layouts.layout import How
from data_loaders.layouts.work import HOUSEHOLDS, Work
from data_loaders.schema import DISTRICT, FUNDS, OUTSIDE_SOURCES, Kind
from data_loaders.tidying.cells import BLANK_WORDS, month_end, squeezed
from data_loaders.tidying.nearness import nearest_name

_ACT = r"(?:累计|新增|实际)?(?:完成|整改|创建|建成|销号|改造|支出|拨付|支付|报账|拨款|付款)*(?:资金|情况)?(?:数|额|金额|次数|户数)?"
_MONTH = re.compile(rf"^(?:截[至止到])?(?:20\d\d年?)?(1[0-2]|0?[1-9])月(?:份|底|末|\d{{1,2}}[日号])?止?{_ACT}$")
_MONTHS = re.compile(
    r"^(?:20\d\d年?)?1[-—–~至到](1[0-2]|[1-9])月(?:份|底|末)?(?:累计)?(?:完成|整改|创建|建成|支出|拨付|支付|报账)*(?:数|额|金额|情况)?$"
)
_QUARTER = re.compile(rf"^(?:20\d\d年?)?第?([一二三四1-4])季度?{_ACT}$")
_BATCH = re.compile(
    r"^(?:首|第?[一二三四五六七八九十\d]+)[批次笔期]次?(?:资金|安排|下达|金额|\d+年|(拨付|支付|支出|拨款|付款|报账))*$"
)
_SOURCE = re.compile(
    r"(?:^|/)(中央|国家|省|市|区|县)(?:级|本级|财政)*(?:衔接|补助|专项|配套)?(?:资金|补助|投入|金额|数)?(?:安排|下达|拨付|支出|支付)?(?:资金|数|金额)?$"
)
_OUTSIDE = re.compile(
    r"(?:^|/)(?:其中)?(?:群众|村集体|村民|企业|业主)?(自筹|社会|捐赠|定点帮扶|对口帮扶)(?:帮扶|投入|捐赠|捐资)?(?:资金|投入|金额|数)?(?:安排|下达|拨付|支出"
    r"|支付)?(?:资金|数|金额)?$"
)
_SOURCES = FUNDS.column("source")
_PERIOD = re.compile(r"[年月季]|期|目前|当前|现|数|值")
_BASE = re.compile(r"上年|去年|基数|年初|基期|同期|20\d\d年[末底]?[数值]?$")


def is_spread(header: str) -> bool:
    """Whether a header says of which source of money or which month the figures below it are."""
    return source_named(header) is not None or _month_of(leaf_and_group(header)[0]) is not None


def source_named(header: str) -> str | None:
    """The source of money that a header names, or the group over it; None for another header."""
    leaf, group = leaf_and_group(header)
    for text in (words.NOTE.sub("", part) for part in (leaf, group.rpartition("/")[2])):  # 区级资金（非衔接）
        if match := _OUTSIDE.search(text):
            outside = choice_of(_SOURCES, match[1])
            return outside[0] if outside else None
        if match := _SOURCE.search(text):
            level = choice_of(_SOURCES, "中央" if match[1] == "国家" else match[1] + "级")
            return level[0] if level else None
    return None


def wanted_figures(work: Work) -> None:
    """目标值 over the towns, 应开展次数 over the months: what is to be reached, which is neither a value nor done."""
    if work.table.name not in ("indicators", "duties"):
        return
    all_wanted = bool(_SPREAD.search(work.title_text)) and not _REACHED.search(work.title_text)
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        said = [is_wanted for text in (leaf, *reversed(group.split("/"))) if (is_wanted := _is_wanted(work, text)) is not None]  # fmt: skip
        spread = all_wanted and bool(unit_named(work.known.gazetteer, leaf) or _month_of(leaf))
        if profile.number_share >= 0.7 and (said[0] if said else spread):
            work.ignore(profile)


def _is_wanted(work: Work, text: str) -> bool | None:
    """Whether a part of a header says what is to be reached, or what is; None where it says neither."""
    if nearest_name(text, {**work.known.indicators, **work.known.duties}):
        return None
    if _MEANT_TO.search(text):
        return True
    return False if _REACHED.search(text) else True if _TO_REACH.search(text) else None


_SPREAD = re.compile(
    r"(?:目标|任务|计划|指标)值?(?:数|任务)?(?:分解|下达|分配|安排|设定)|(?:分解|下达|分配)(?:的)?(?:目标|任务|计划|指标)"
)
_TO_REACH = re.compile(r"应|计划|目标|任务(?!清单|名称|编号|序号)")
_MEANT_TO = re.compile(r"(?:应|须|需|拟|计划|预计|目标)(?:完成|达到|实现|开展)(?!情况|率|进度|程度)")
_REACHED = re.compile(r"完成|实际|达到|达成|实现|进展|进度|已|落实情况|执行")


def wide_sources(work: Work) -> None:
    """中央, 省, 市, 区 as columns under what was arranged and what was paid."""
    if work.table.name != "funds" or work.taken("source"):
        return
    wide = [(p, s) for p in work.open() if p.number_share >= 0.7 or not p.filled if (s := source_named(p.header))]
    if len({source for _, source in wide}) < 2:
        return
    linked, is_mixed = work.table.column("linked"), any(words.NOT_LINKED.search(p.header) for p, _ in wide)
    if is_mixed:
        work.scores["linked"] = 0.9
    paid_of: dict[str, set[str]] = {}
    for profile, source in wide:
        leaf, group = leaf_and_group(profile.header)
        bare = group + leaf if not group or _names_money(work, leaf) else group
        paid, given = _money_told(work, leaf, bare)
        if RATE.search(bare) or RATE.search(leaf) or THIS_PERIOD.search(bare) or REMAINING.search(bare):
            work.ignore(profile, sure=not THIS_PERIOD.search(bare))
            continue
        to = "disbursed" if paid > given else "allocated"
        score = 0.95 if max(paid, given) >= LIKELY else 0.7
        more = {"values": {linked.header: "是" if words.is_linked(leaf + group) else "否"}} if is_mixed else {}
        work.put(profile, (to,), How.UNPIVOT, score, column="source", value=source, **more)
        paid_of.setdefault(source, set()).add(to)
    for header, rule in list(work.rules.items()):  # 自筹 of which only one of the two figures is told makes no row
        if rule.value in OUTSIDE_SOURCES and len(paid_of[rule.value]) < len(set().union(*paid_of.values())):
            work.ignore(work.by_header[header])
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if profile.number_share >= 0.7 and (leaf in words.WHOLE_GROUP and group):
            work.ignore(profile)


def _money_told(work: Work, leaf: str, bare: str) -> tuple[float, float]:
    """How far a header says what was paid and what was arranged: its own words, 投入 or 支付, before those over it."""
    for text in (leaf, bare) if _names_money(work, leaf) and not _SOURCE.search(leaf) else (bare,):
        paid, given = (likeness(work.table, work.table.column(name), text) for name in ("disbursed", "allocated"))
        if max(paid, given) >= LIKELY:
            break
    return paid, given


def _names_money(work: Work, text: str) -> bool:
    return bool(re.search(r"安排|下达|拨付|支出|支付|批复|投入|报账|计划", text))


def wide_kinds(work: Work) -> None:
    """点名 and 建设状态 under 新农村建设点, and again under 村庄整治点: each group is a row of its kind."""
    if not work.table.has("kind") or work.taken("kind"):
        return
    groups: dict[str, dict[str, Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        meaning = choice_of(work.table.column("kind"), group.rpartition("/")[2]) if group else None
        if meaning and meaning[1]:
            groups.setdefault(meaning[0], {})[leaf] = profile
    _same_below(work, "kind", groups)


def wide_days(work: Work) -> None:
    """建设阶段 and 进度 under 8月底, and again under 9月底: each group is a row of its day."""
    if not (work.table.has("stage") or work.table.has("status")) or not work.table.has("as_of"):
        return
    groups: dict[str, dict[str, Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if (month := _month_of(group.rpartition("/")[2])) and not _INSIDE_MONTH.search(group):
            groups.setdefault(month_told(profile.header, month), {})[leaf] = profile
    _same_below(work, "as_of", groups)


_INSIDE_MONTH = re.compile(r"\d[日号]|计划|目标")


def _same_below(work: Work, column: str, groups: dict[str, dict[str, Profile]]) -> None:
    """Groups with the same columns below them, each of which is a row with its own value of a column of ours."""
    leaves = [set(own) for own in groups.values()]
    if len(groups) < 2 or any(own != leaves[0] for own in leaves):
        return
    own = [ours for ours in work.table.columns if ours.name not in ("kind", "town", "village", "as_of")]
    for leaf in sorted(leaves[0]):
        score, name = max((likeness(work.table, ours, leaf), ours.name) for ours in own)
        for value, profiles in groups.items() if score >= LIKELY and not work.taken(name) else ():
            work.put(profiles[leaf], (name,), How.UNPIVOT, score, column=column, value=value)


def wide_duties(work: Work) -> None:
    """Duties as columns, with how often or when each was done; months below them are rows of their own."""
    if work.table.name != "duties" or work.taken("duty_id"):
        return
    found = []
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        number = nearest_name(leaf, work.known.duties) or nearest_name(group.rpartition("/")[2], work.known.duties)
        if number and not RATE.search(leaf) and not _WANTED.search(leaf):
            found.append((profile, number, _month_of(leaf)))
    if len({number for _, number, _ in found}) < 2:
        return
    for profile, number, month in found:
        days = profile.day_share >= MOST and profile.number_share < MOST
        if month:
            work.put(profile, ("times",), How.UNPIVOT, 0.9, column="done_on", value=f"{month}月", values={work.table.column("duty_id").header: number})  # fmt: skip
            work.scores["duty_id"] = 0.9
        elif days or profile.number_share >= 0.7 or profile.is_marks or not profile.filled:
            work.put(profile, ("done_on" if days else "times",), How.UNPIVOT, 0.9, column="duty_id", value=number)


_WANTED = re.compile(r"应|计划|要求|目标|频次")


def wide_names(work: Work) -> None:
    """Indicators as columns: 岗位数量 over 2022年末 and 2023年9月底."""
    if work.table.name != "indicators" or work.taken("indicator_id"):
        return
    found = []
    for profile in work.open():
        if profile.number_share < 0.7:
            continue
        leaf, group = leaf_and_group(profile.header)
        if group and (number := nearest_name(group, work.known.indicators)):
            is_base = _BASE.search(leaf) and not _newest(work, leaf, group)
            to = "" if RATE.search(leaf) or _MORE.match(leaf) else "base" if is_base else "value"
            found.append((profile, number, "base" if SINCE.search(leaf) else to))
        elif number := nearest_name(leaf, work.known.indicators):
            found.append((profile, number, "base" if _BASE.search(group) else "value"))
    for profile, number, to in found:
        if not to:
            work.ignore(profile)
            continue
        now = [p.header for p, its, what in found if its == number and what == "value"]
        of = {"of": now[0], "sure": False} if SINCE.search(leaf_and_group(profile.header)[0]) and len(now) == 1 else {}
        work.put(profile, (to,), How.UNPIVOT, 0.9, column="indicator_id", value=number, **of)


SINCE = re.compile(r"(?:比|较)(?:上年|去年|年初|基期|20\d\d年)[末底]?数?(?:净?增[加减]?|新增)数?$")
_MORE = re.compile(r"净?[增减]|变化|新增")


def _newest(work: Work, leaf: str, group: str) -> bool:
    """Whether a leaf with a year is the last of its group's years."""
    years = [
        re.search(r"20\d\d", leaf_and_group(p.header)[0]) for p in work.columns if leaf_and_group(p.header)[1] == group
    ]
    own = re.search(r"20\d\d", leaf)
    if own and work.day and int(own[0]) < work.day.year:
        return False
    numbers = [int(match[0]) for match in years if match]
    if re.search(r"上年|去年|基数|基期|同期|年初", leaf):
        return False
    return (
        own is not None
        and len(numbers) > 0
        and int(own[0]) == max(numbers)
        and (numbers.count(int(own[0])) < len(numbers) or len(numbers) == 1)
    )


def wide_towns(work: Work) -> None:
    """Units as columns, indicators or duties as rows."""
    if work.table.name not in ("indicators", "duties") or work.taken("unit"):
        return
    found = []
    for profile in work.open():
        if profile.number_share >= 0.7 or profile.is_marks or profile.day_share >= MOST or not profile.filled:
            leaf, group = leaf_and_group(profile.header)
            is_figure = (_PERIOD.search(leaf) or _REACHED.search(leaf)) if work.table.name == "indicators" else _duty_figure(work, leaf)  # fmt: skip
            over = group.rpartition("/")[2] if is_figure else ""
            unit = next(
                (unit for text in (leaf, over) if text and (unit := unit_named(work.known.gazetteer, text))), None
            )
            if unit:
                found.append((profile, unit))
    if len([unit for _, unit in found if unit != DISTRICT]) < 2:
        return
    if any(len({_month_of(leaf_and_group(p.header)[0]) for p, own in found if own == unit} - {None}) > 1 for _, unit in found):  # fmt: skip
        return  # months below each unit are rows of their own
    days = work.table.name == "duties" and any(p.day_share >= MOST and p.number_share < MOST for p, _ in found)
    to = "value" if work.table.name == "indicators" else "done_on" if days else "times"
    groups = {leaf_and_group(profile.header)[1] for profile, _ in found}
    by_month = {group: month for group in groups if (month := _month_of(group.rpartition("/")[2]))}
    years = set(re.findall(r"20\d\d", "".join(groups)))
    if work.table.name != "indicators" or len(by_month) < max(2, len(groups)) or len(years) > 1:
        by_month = {}
    for profile, unit in found:
        leaf, group = leaf_and_group(profile.header)
        if month := by_month.get(group):  # units under each month
            work.put(profile, ("value",), How.UNPIVOT, 0.9, column="as_of", value=month_told(profile.header, month), values={work.table.column("unit").header: unit})  # fmt: skip
            work.scores["unit"] = 0.9
        elif work.table.name == "indicators" and any(_BASE.search(text) and not _newest(work, leaf, group) for text in (leaf, group) if text):  # fmt: skip
            work.put(profile, ("base",), How.UNPIVOT, 0.9, column="unit", value=unit)
        else:
            own = _duty_figure(work, leaf) or to if work.table.name == "duties" else to
            work.put(profile, (own,), How.UNPIVOT, 0.9, column="unit", value=unit, sure=unit != DISTRICT)


def _duty_figure(work: Work, leaf: str) -> str | None:
    """Whether a header says how often a duty was done, or when."""
    return next((name for name in ("times", "done_on") if likeness(work.table, work.table.column(name), leaf) >= LIKELY), None)  # fmt: skip


def months(work: Work) -> None:
    """Months as columns: summed, the last one, or rows."""
    told = [(p, month) for p in work.open() if (month := _month_of(leaf_and_group(p.header)[0]))]
    if work.table.name == "duties" and not work.taken("done_on") and _days_of_months([p for p, _ in told]):
        for profile, month in told:
            more = _unit_over(work, leaf_and_group(profile.header)[1])
            work.put(profile, ("done_on",), How.UNPIVOT, 0.9, column="done_on", value=f"{month}月", **more)
        work.constants["times"], work.scores["times"] = "1", 0.9
        for profile in work.open():  # how many there are together
            if leaf_and_group(profile.header)[0] in words.WHOLE_GROUP and profile.number_share >= 0.7:
                work.ignore(profile)
        return
    if work.table.has("status") and not work.taken("status"):
        _last_shares(work)
        return
    found = [(p, month) for p, month in told if p.number_share >= 0.7 or p.is_marks or not p.filled]
    groups: dict[str, list[tuple[Profile, int]]] = {}
    for profile, month in found:
        groups.setdefault(leaf_and_group(profile.header)[1], []).append((profile, month))
    for group, own in groups.items():
        ends = [(p, month) for p, month in own if _DAY_END.search(leaf_and_group(p.header)[0])]
        if len(ends) > 1:  # 9月新增 stands beside 截至8月31日 and 截至9月30日
            own = ends
        if len({month for _, month in own}) < 2:
            continue
        if work.table.name == "duties":
            for profile, month in own:
                if not work.taken("done_on") or "done_on" in {rule.column for rule in work.rules.values()}:
                    more = _unit_over(work, group)
                    work.put(profile, ("times",), How.UNPIVOT, 0.9, column="done_on", value=f"{month}月", **more)
        elif work.table.name == "indicators":
            for profile, month in own:
                more = _unit_over(work, group)
                work.put(profile, ("value",), How.UNPIVOT, 0.9, column="as_of", value=month_told(profile.header, month), **more)  # fmt: skip
        elif work.table.name in (*HOUSEHOLDS, "funds"):
            _months_of(work, group, own)
        elif work.table.has("progress") and not work.taken("progress") and bool((np.diff(np.nan_to_num(_by_month(own)), axis=0) >= 0).all()):  # fmt: skip
            for profile, _ in own:
                work.put(profile, ("progress",), How.LAST, 0.8)


def _last_shares(work: Work) -> None:
    """一季度完成率, 二季度完成率 …: how far a task is the last of them says."""
    shares = [(month, p) for p in work.open() if p.number_share >= 0.7 and (month := _month_of(_SHARE.sub("", leaf_and_group(p.header)[0])))]  # fmt: skip
    for month, profile in shares:
        if month < max(month for month, _ in shares):
            work.ignore(profile)


_SHARE = re.compile(r"(?:完成|推进)?(?:率|比例|进度|百分比)$")


def _days_of_months(own: list[Profile]) -> bool:
    """16日, 29号 or 10 under months: on which day of each; or whole days under months or quarters."""
    texts = [str(day) for profile in own for text in profile.texts if text not in BLANK_WORDS for day in days_of(text)]
    if texts and all(p.day_share >= MOST and p.number_share < MOST for p in own if p.filled):
        return len(own) > 1
    return len(own) > 1 and any(text[-1] in "日号" for text in texts) and all(map(_DAY_OF_MONTH.fullmatch, texts))


_DAY_OF_MONTH = re.compile(r"(?:3[01]|[12]\d|0?[1-9])[日号]?")


def months_over_figures(work: Work) -> None:
    """计划数 and 完成数 under each month: each of them put together over the months."""
    names = ("planned", "done", "accepted") if work.table.name in HOUSEHOLDS else ("allocated", "disbursed")
    if not all(map(work.table.has, names)) or any(map(work.taken, names)):
        return
    figures: dict[str, list[tuple[Profile, int]]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        month = _month_of(group.rpartition("/")[2]) if group else None
        if (
            month
            and (profile.number_share >= 0.7 or not profile.filled)
            and not RATE.search(leaf)
            and not REMAINING.search(leaf)
        ):
            figures.setdefault(leaf, []).append((profile, month))
    for leaf, own in figures.items():
        scores = {name: likeness(work.table, work.table.column(name), leaf) for name in names}
        name = max(scores, key=lambda each: scores[each])
        if scores[name] < LIKELY or len({month for _, month in own}) < 2:
            continue
        values = _by_month(own)
        is_same = name in ("planned", "allocated") and bool((np.diff(values, axis=0) == 0).all())
        how, sure = (How.LAST, True) if is_same else _over_months(work, leaf, own)
        for profile, month in own:
            group = leaf_and_group(profile.header)[1]
            if all(_DAY_END.search(leaf_and_group(each.header)[1]) for each, _ in own):  # 8月底 and 9月底
                work.put(profile, (name,), How.UNPIVOT, 0.9, column="as_of", value=month_told(group, month))
            else:
                work.put(profile, (name,), how, 0.9 if sure else 0.7)


def _month_of(leaf: str) -> int | None:
    """The month that a header names; of a quarter its last."""
    if match := _MONTH.match(leaf) or _MONTHS.match(leaf):
        return int(match[1])
    quarter = _QUARTER.match(leaf)
    return 3 * (1 + "一二三四1234".index(quarter[1]) % 4) if quarter else None


def batches(work: Work) -> None:
    """第一批 and 第二批 are added up to what was arranged, 首批拨付 and 二批拨付 to what was paid."""
    found = [(p, match) for p in work.open() if (p.number_share >= 0.7 or not p.filled) and (match := _batch_of(p))]
    for name in ("allocated", "disbursed") if work.table.name == "funds" else ():
        own = [p for p, match in found if (bool(match[1]) or _is_paid(work, p)) == (name == "disbursed")]
        if len(own) > 1 and not work.taken(name):
            whole = _sum_beside(work, name, [(profile, at) for at, profile in enumerate(own)])
            for profile in own:
                if whole:
                    work.ignore(profile)
                else:
                    work.put(profile, (name,), How.SUM, 0.75)
            if whole:
                work.put(whole, (name,), How.AS_IS, 0.9)


def _batch_of(profile: Profile) -> re.Match[str] | None:
    """The batch that a header names, or the group over 金额."""
    leaf, group = leaf_and_group(profile.header)
    over = group.rpartition("/")[2] if _ONLY_AMOUNT.fullmatch(leaf) else ""
    return _BATCH.match(leaf) or _BATCH.match(over)


_ONLY_AMOUNT = re.compile(r"(?:资金|金额|数额|额度?|数)+")


def _is_paid(work: Work, profile: Profile) -> bool:
    """Whether a batch stands under a group that says what was paid: 拨付情况 over 第一次."""
    group = leaf_and_group(profile.header)[1]
    return bool(group) and likeness(work.table, work.table.column("disbursed"), group) >= LIKELY


def _unit_over(work: Work, group: str) -> dict:
    """The unit that a group of months belongs to, as what else each of its cells says."""
    unit = unit_named(work.known.gazetteer, group.rpartition("/")[2]) if group else None
    if unit is None:
        return {}
    work.scores["unit"] = 0.9
    return {"values": {work.table.column("unit").header: unit}}


def _months_of(work: Work, group: str, own: list[tuple[Profile, int]]) -> None:
    name = "disbursed" if work.table.name == "funds" else "done"
    if work.taken(name) or re.search(r"计划|目标|任务", group):
        for profile, _ in own:
            work.ignore(profile, sure=False)
        return
    if whole := _sum_beside(work, name, own):
        for profile, _ in own:
            work.ignore(profile)
        work.put(whole, (name,), How.AS_IS, 0.9)
        return
    how, sure = _over_months(work, group + "".join(leaf_and_group(profile.header)[0] for profile, _ in own), own)
    if how is How.SUM and _passes_the_whole(work, name, own):
        how, sure = How.LAST, False
    up_to = work.day if _UP_TO.search(work.title_text) else None
    ends = [month_end(up_to.year, month) for _, month in own] if up_to else []
    days = (
        how is How.LAST
        and sure
        and up_to not in ends
        and all(_DAY_END.search(leaf_and_group(profile.header)[0]) for profile, _ in own)
    )
    for profile, month in own:
        if days:  # 3月底, 6月底 and 9月底: what was done up to each of these days
            work.put(profile, (name,), How.UNPIVOT, 0.9, column="as_of", value=month_told(profile.header, month))
        else:
            work.put(profile, (name,), how, 0.9 if sure else 0.7)


_UP_TO = re.compile(r"截[至止]")
_DAY_END = re.compile(r"月(?:份)?[底末]|截[至止]")


def _over_months(work: Work, words_over: str, own: list[tuple[Profile, int]]) -> tuple[How, bool]:
    """Whether figures of months are added up or the last one counts, as the words and the numbers say; and how surely."""
    said = squeezed(words_over + work.title_text)
    rises = bool((np.diff(np.nan_to_num(_by_month(own), nan=0), axis=0) >= 0).all())
    is_new = bool(re.search(r"新增|当月|本月|月度完成|[每各]月(?!累计)", said)) and "累计" not in words_over
    from_january = all(_MONTHS.match(leaf_and_group(profile.header)[0]) for profile, _ in own)
    is_new = is_new and not from_january
    is_cumulative = ("累计" in said or from_january) and not is_new
    how = How.LAST if rises and not is_new and (is_cumulative or len(own) > 2) else How.SUM
    return how, is_cumulative if how is How.LAST else is_new or not (rises or is_cumulative)


def _passes_the_whole(work: Work, name: str, own: list[tuple[Profile, int]]) -> bool:
    """Whether months that are added up come to more than was to be done, and their last does not."""
    whole = work.table.column("allocated" if name == "disbursed" else "planned")
    score, best = max(((work.fit(p, whole), p) for p in work.columns if all(p is not q for q, _ in own)), key=lambda pair: pair[0], default=(0.0, None))  # fmt: skip
    if best is None or score < LIKELY:
        return False
    months = np.nan_to_num(_by_month(own))
    return bool((months.sum(axis=0) > best.numbers).any() and not (months[-1] > best.numbers).any())


def _sum_beside(work: Work, name: str, own: list[tuple[Profile, int]]) -> Profile | None:
    """A column of its own that is the sum of the months, or the last of them where they are cumulative."""
    months = np.nan_to_num(_by_month(own), nan=0)
    mine = [profile for profile, _ in own]
    for profile in work.open():
        if profile in mine or profile.number_share < 0.7 or likeness(work.table, work.table.column(name), profile.header) < LIKELY:  # fmt: skip
            continue
        if any(bool((np.abs(np.nan_to_num(profile.numbers, nan=0) - whole) < 0.005).all()) for whole in (months.sum(axis=0), months[-1])):  # fmt: skip
            return profile
    return None


def _by_month(own: list[tuple[Profile, int]]) -> np.ndarray:
    return np.array([profile.numbers for profile, _ in sorted(own, key=lambda pair: pair[1])])


def _is_step(profile: Profile) -> bool:
    """是否开工, 是否完工: each says whether a step is taken."""
    return profile.flag_share >= MOST and profile.header.rpartition("/")[2].startswith("是否")


def yes_and_no(work: Work) -> None:
    """√ under 是 or under 否, which stand below what is asked: 衔接资金, 是否完成."""
    groups: dict[str, dict[str, Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if group and leaf in ("是", "否") and (profile.is_ticks or not profile.filled):
            groups.setdefault(group.rpartition("/")[2], {})[leaf] = profile
    for group, own in groups.items():
        flags = [column for column in work.table.columns if column.kind is Kind.FLAG and max(likeness(work.table, column, text) for text in (group, f"是否{group}")) >= LIKELY]  # fmt: skip
        values = {flags[0].name: ("是", "否")} if flags else {"stage": ("完工", "在建"), "status": ("已完成", "推进中")} if FINISHED.search(group) else {}  # fmt: skip
        name = next((name for name in values if work.table.has(name) and not work.taken(name)), None)
        if name and len(own) > 1:
            for leaf, value in zip(("是", "否"), values[name], strict=True):
                work.put(own[leaf], (name,), How.TICKED, 0.9 if flags else 0.6, value=value)


FINISHED = re.compile(r"是否.{0,4}(?:完成|完工|竣工|建成|办结|落实|销号)")


def ticks(work: Work) -> None:
    """A choice told by the column with √ in it."""
    for column in work.table.columns:
        if column.kind is not Kind.CHOICE or work.taken(column.name):
            continue
        found = [(p, c) for p in work.open() if (p.is_ticks or _is_step(p) or not p.filled) and (c := choice_of(column, leaf_and_group(p.header)[0].removeprefix("是否").removeprefix("已")))]  # fmt: skip
        if len([p for p, _ in found if p.is_ticks or _is_step(p)]) < 2 and not (
            len(found) > 1 and any(p.is_ticks for p, _ in found)
        ):
            continue
        said = {word: value for _, word, value in work.sayings.words}
        first, last = min(p.position for p, _ in found), max(p.position for p, _ in found)
        groups = {leaf_and_group(p.header)[1] for p, _ in found} - {""}
        ticked = [p for p in work.open() if p.is_ticks and (first < p.position < last or leaf_and_group(p.header)[1] in groups)]  # fmt: skip
        for profile in (p for p in ticked if all(p is not q for q, _ in found)):
            leaf = leaf_and_group(profile.header)[0]
            if leaf in said:
                found.append((profile, (said[leaf], True)))
            else:
                work.ask_word(column, leaf, None)
        for profile, (value, _) in found:
            work.put(profile, (column.name,), How.TICKED, 0.9, value=value)
