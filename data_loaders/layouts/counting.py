"""任务数, 完成数 and 验收数: as the words say where the numbers allow it, from houses, parts, texts or what is left."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data_loaders.layouts.contents import (
    FEW_WORDS,
    FLOW,
    HOUSES,
    MOST,
    TICKS,
    WORDED,
    Profile,
    change_told,
    is_counted_text,
    listed_place,
    place_of,
)
from data_loaders.layouts.language import words
from data_loaders.layouts.language.words import (
    CUMULATIVE,
    LIKELY,
    RATE,
    REMAINING,
    SURE,
    THIS_PERIOD,
    leaf_and_group,
    likeness,
)
from data_loaders.layouts.layout import How, Rule
from data_loaders.layouts.meanings import how_read
from data_loaders.layouts.wide import SINCE
from data_loaders.layouts.work import HOUSEHOLDS, UNIT_SHARE, Work
from data_loaders.schema import VILLAGES, Column, Kind
from data_loaders.tidying.cells import YES
from data_loaders.tidying.headers import normalised, without_unit

LEAST_WORDED = 2  # numbers in one text
LEAST_NAMED = 0.3  # a word that may mean a figure of ours, among others
_ONLY_COUNT = re.compile(r"[总户个座]?[数量额]?|任务数?|户|座|个|下|问题|资金|金额")
MOST_COMPARED = 12  # columns of numbers, each with each other
_PAIR = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff]{0,2}/\d+(?:\.\d+)?[\u4e00-\u9fff]{0,2}")
_PAIR_HEADER = re.compile(r"([^/()]+)/([^/()]+?)\)?$")
_WHOLES = words.WHOLE_GROUP | {"总计", "汇总", "全部"}
_HOUSE = re.compile(r"户(?:编号|号|码)|^序号$|门牌|厕编号|编号")
_HOUSES_TOLD = re.compile(r"户数$")
_PLANNED_DAY = re.compile(r"时限|计划|预计|拟|应|要求|目标")
_OTHER_SHARE = re.compile(
    r"验收|挂牌|开工|启动|摸排|排查|普及|覆盖|入户|受益|占比|使用率|满意"
)  # of something else than what is done
_DONE_WORD = re.compile(r"^(?:已|完成|整改完成|整改到位|合格|是|√|达标|竣工|建成|改好)|(?:完成|到位|合格)$")


def houses(work: Work) -> None:
    """One row a house: counted to one row a village."""
    if work.table.name not in HOUSEHOLDS or any(work.taken(name) for name in ("planned", "done")):
        return
    village = next((p for p in work.columns if (rule := work.rules.get(p.header)) and "village" in rule.to), None)
    if village is None or len(village.words) * 1.3 > len(village.texts):
        return
    if any(p.number_share >= 0.7 and _HOUSES_TOLD.search(leaf_and_group(p.header)[0]) for p in work.open()):
        return  # a row is no house
    if any(work.fit(p, work.table.column(name)) >= SURE and not _OF_MONEY.search(p.header) for p in work.open() for name in ("planned", "done")):  # fmt: skip
        return
    for profile in work.columns:
        rule = work.rules.get(profile.header)
        if rule and set(rule.to) <= {"town", "village"} and rule.to:
            work.rules[profile.header] = replace(rule, how=How.GROUP if rule.how is How.AS_IS else rule.how)
    counted = next((p for p in work.columns if _HOUSE.search(leaf_and_group(p.header)[0])), None) or village
    if asked := next((p for p in work.open() if p.flag_share >= MOST and _IS_TASK.search(leaf_and_group(p.header)[0])), None):  # fmt: skip
        work.put(
            asked, ("planned",), How.COUNT_IF, 0.8, values={word: "是" for word in asked.words if word.upper() in YES}
        )
    elif counted is village:
        work.rules["（每行一户）"] = Rule("（每行一户）", ("planned",), How.COUNT_ROWS, sure=False)
        work.scores["planned"] = 0.8
    else:
        work.put(counted, ("planned",), How.COUNT_ROWS, 0.8)
    ticked = _ticked_done(work)
    for name in ("done", "accepted"):
        wanted = r"验收|挂牌|销号" if name == "accepted" else r"整改|完成|状态|情况|进度|创建|进展|达标|建成|竣工|完工"
        for profile in work.open():
            leaf = _asked(profile)
            told = name == "done" and any(profile is one for one in ticked)
            if not (told or re.search(wanted, leaf)) or profile.number_share > 0.5 or work.taken(name):
                continue
            if profile.is_ticks and (name == "done" or not _ticked_fully(leaf)) and not told:
                continue
            if profile.true_day_share >= MOST and re.search(r"日期|时间|日$", leaf) and not _PLANNED_DAY.search(leaf):
                work.put(profile, (name,), How.COUNT_IF, 0.8, values={"*": "是"})
                break
            if 0 < len(profile.words) <= 12:
                closed = {
                    word: "是"
                    for word in profile.words
                    if (_DONE_WORD.search(word) or (profile.is_ticks and word in TICKS)) and not REMAINING.search(word)
                }
                if closed:
                    work.put(profile, (name,), How.COUNT_IF, 0.8, values=closed)
                    break


_IS_TASK = re.compile(r"是否.{0,4}(?:问题|不合格|需|应|列入|纳入|任务)")  # of all houses of a village only some are


def _asked(profile: Profile) -> str:
    """The words of a column of a list of houses: 是 below 是否整改 has those above it."""
    leaf, group = leaf_and_group(profile.header)
    return group.rpartition("/")[2] if group and leaf == "是" else leaf


def _ticked_fully(leaf: str) -> bool:
    """Whether √ under a header says that something is done: not under 未整改 or 整改中."""
    return not REMAINING.search(leaf) and not words.ONGOING.search(leaf)


def _ticked_done(work: Work) -> list[Profile]:
    """The column of √ that says what is done, 已建成, where all that is accepted is ticked there too.

    Where none of that is, each house has one √ for how far it is: what is accepted is done as well.
    """
    by_name = {
        name: [p for p in work.open() if p.is_ticks and _ticked_fully(_asked(p)) and likeness(work.table, work.table.column(name), _asked(p)) >= LIKELY]
        for name in ("done", "accepted")
    }  # fmt: skip
    done, accepted = by_name["done"], by_name["accepted"]
    if len(done) != 1 or len(accepted) > 1:
        return []
    also = [d is not None for p in accepted for a, d in zip(p.cells, done[0].cells, strict=True) if a is not None]
    if also and not any(also):
        for profile, names in ((done[0], ("done",)), (accepted[0], ("done", "accepted"))):
            work.put(profile, names, How.COUNT_IF, 0.75, values=dict.fromkeys(profile.words, "是"))
    return done if all(also) else []


def whole_and_rest(work: Work) -> None:
    """待整改总量, 已清零 and 剩余: in every row the first is what the others make, whatever they are called."""
    names = ("planned", "done") if work.table.name in HOUSEHOLDS else ("allocated", "disbursed")
    if not all(map(work.table.has, names)) or all(map(work.taken, names)):
        return
    numeric = [p for p in work.open() if p.number_share >= 0.7 and not p.percent_shown and not RATE.search(leaf_and_group(p.header)[0])]  # fmt: skip
    left = [p for p in numeric if _is_left(work, p, names[::-1])]
    if len(numeric) > MOST_COMPARED or len(left) > 2:
        return
    made = [
        (whole, part) for rest in left for whole in numeric for part in numeric
        if len({rest.header, whole.header, part.header}) == 3 and _makes(whole, part, rest) and part not in left
    ]  # fmt: skip
    if len(made) != 1 or any(words.ONGOING.search(p.header) or THIS_PERIOD.search(p.header) for p in made[0]):
        return
    columns = [work.table.column(name) for name in names]
    other = {(column.name, p.header): likeness(work.table, column, p.header) for column in columns for p in numeric}
    for name, not_name, profile in zip(names, reversed(names), made[0], strict=True):
        rival = max((other[name, p.header] for p in numeric if p is not profile), default=0)
        refused = words.never(work.table.column(name), leaf_and_group(profile.header)[0])
        if refused or rival >= LIKELY or other[not_name, profile.header] >= LIKELY or (work.table.has("accepted") and work.fit(profile, work.table.column("accepted")) >= LIKELY):  # fmt: skip
            return
    for name, profile in zip(names, made[0], strict=True):
        if not work.taken(name):
            work.put(profile, (name,), how_read(work, profile, (name,))[0], 0.88)


def _makes(whole: Profile, part: Profile, rest: Profile) -> bool:
    """Whether two columns make a third in every row, and not because one of them holds nothing."""
    numbers = [np.nan_to_num(profile.numbers) for profile in (whole, part, rest)]
    fits = len(numbers[0]) > 1 and bool((np.abs(numbers[1] + numbers[2] - numbers[0]) < 0.005).all())
    return fits and all(column.any() for column in numbers)


def figures_of_kinds(work: Work) -> None:
    """问题数 and 整改数 under each kind of fault: what is under 合计, else all of a figure together."""
    if work.table.name not in HOUSEHOLDS:
        return
    found: dict[str, list[Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if group and profile.number_share >= 0.7 and not profile.is_percent and not RATE.search(leaf) and not REMAINING.search(leaf):  # fmt: skip
            found.setdefault(leaf, []).append(profile)
    both = _groups_with_both(work, found)
    whole = _whole_of_kinds(work, found)
    for leaf, own in found.items():
        scores = {name: max(likeness(work.table, work.table.column(name), text) for text in (leaf, leaf + "数")) for name in ("planned", "done", "accepted")}  # fmt: skip
        name = "planned" if leaf == whole else max(scores, key=lambda each: scores[each])
        groups = [leaf_and_group(profile.header)[1].rpartition("/")[2] for profile in own]
        if (scores[name] < LIKELY and leaf != whole) or len(own) < 2 or work.taken(name) or any(_counted_words(work, group) and group not in both for group in groups):  # fmt: skip
            continue
        wholes = [profile for profile, group in zip(own, groups, strict=True) if group in _WHOLES]
        for profile in own:
            if not wholes:
                work.put(profile, (name,), How.SUM, 0.75)
            elif profile is wholes[0]:
                work.put(profile, (name,), How.AS_IS, 0.75 if leaf == whole else 0.9)
            else:
                work.ignore(profile)


def ways(work: Work) -> None:
    """已自改 and 已统改 beside what is to be done: the two ways in which it is done, which make what is done together."""
    if work.table.name not in HOUSEHOLDS or work.taken("done"):
        return
    column, whole = work.table.column("done"), work.table.column("planned")
    groups: dict[tuple[str, str], list[Profile]] = {}
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if (
            match := _WAY.fullmatch(leaf)
            if profile.number_share >= 0.7 and _counted(work, profile, column) >= LIKELY
            else None
        ):
            groups.setdefault((group, match[1] or match[2]), []).append(profile)
    for (group, _), own in groups.items():
        beside = [
            p for p in work.columns if p.number_share >= 0.7 and leaf_and_group(p.header)[1] == group and p not in own
        ]
        tasks = [p for p in beside if likeness(work.table, whole, p.header) >= LIKELY]
        told = [p for p in beside if _counted(work, p, column) >= LIKELY]
        if len(own) > 1 and len(tasks) == 1 and not told and _never_above(_together(own), tasks[0]):
            for profile in own:
                work.put(profile, ("done",), How.SUM, 0.75)
            return


# The act without who did it, or how: 自, 统, 集中, 分散.
_WAY = re.compile(
    r"已?(?:自行|统一|集中|分散|委托|自|统|代|联)(整改|改造|改|建|完成|创建|治理)(?:完成)?[户座]?数?|已(改|建|整改|改造|创建|完成)(?:自行|统一|集中|分散|单户|联户)式?[户座]?数?"
)


def _below_groups(work: Work) -> dict[str, list[Profile]]:
    """The open columns of figures below each group of a header that is next above them."""
    groups: dict[str, list[Profile]] = {}
    for profile in work.open():
        if (group := leaf_and_group(profile.header)[1].rpartition("/")[2]) and profile.number_share >= 0.7:
            groups.setdefault(group, []).append(profile)
    return groups


def kinds_of_a_figure(work: Work) -> None:
    """精品庭院, 示范庭院 and 达标庭院 under 完成创建: of the kinds that a figure is told in, all together are the figure."""
    if work.table.name not in HOUSEHOLDS:
        return
    for group, own in _below_groups(work).items():
        name, leaves = _counted_words(work, group), [leaf_and_group(profile.header)[0] for profile in own]
        kinds = len({leaf[-1:] for leaf in leaves}) == 1 and not any(map(_NO_KIND.search, leaves))
        said = [_counted_words(work, leaf) for leaf in leaves]
        if name is None or work.taken(name) or len(own) < 2 or not kinds or None not in said or {*said} - {None, name}:
            continue
        figures = np.array([np.nan_to_num(profile.numbers) for profile in own])
        if not any((2 * one == figures.sum(axis=0)).all() for one in figures):
            for profile in own:
                work.put(profile, (name,), How.SUM, 0.7)


def halves(work: Work) -> None:
    """男 and 女 under 人口, 农业户 and 非农业户 under 户数: what each one is one of two of is a figure together."""
    for group, own in _below_groups(work).items():
        one, *others = sorted(_OF_WHAT.sub("", leaf_and_group(profile.header)[0]) for profile in own)
        score, name = max(((likeness(work.table, column, group), column.name) for column in work.table.columns if column.additive), default=(0.0, ""))  # fmt: skip
        if len(others) == 1 and (others[0] == f"非{one}" or (one, others[0]) == ("女", "男")) and score >= SURE and not work.taken(name):  # fmt: skip
            for profile in own:
                work.put(profile, (name,), How.SUM, 0.8)


_OF_WHAT = re.compile(r"(?<=.)[性户人口数]+$")
_NO_KIND = re.compile(
    rf"{RATE.pattern}|{REMAINING.pattern}|{THIS_PERIOD.pattern}|{CUMULATIVE.pattern}|^其中|计$|时间|日期|人|元|金额"
)


def _whole_of_kinds(work: Work, found: Mapping[str, list[Profile]]) -> str | None:
    """排查数 beside 整改数 under every kind, which is never above it: of the one figure that is done, the other is all."""
    names = {leaf: _counted_words(work, leaf) for leaf in found}
    done = [own for leaf, own in found.items() if names[leaf] == "done"]
    if "planned" in names.values() or len(done) != 1:
        return None
    others = [
        leaf for leaf, own in found.items()
        if names[leaf] is None and len(own) == len(done[0]) > 1 
        and all(_never_above(part, all_of) and leaf_and_group(part.header)[1] == leaf_and_group(all_of.header)[1] for part, all_of in zip(done[0], own, strict=True))
        and not all(_never_above(all_of, part) for part, all_of in zip(done[0], own, strict=True))
    ]  # fmt: skip
    return others[0] if len(others) == 1 else None


def _groups_with_both(work: Work, found: dict[str, list[Profile]]) -> set[str]:
    """The groups that each have 计划 and 完成 below them, 旱厕改造 and 问题整改: they name kinds, whatever their words."""
    figures: dict[str, set[str]] = {}
    for leaf, own in found.items():
        if name := _counted_words(work, leaf) or _counted_words(work, leaf + "数"):
            for profile in own:
                figures.setdefault(leaf_and_group(profile.header)[1].rpartition("/")[2], set()).add(name)
    kinds = {group for group, names in figures.items() if len(names) > 1 and not _PERIOD.search(group)}
    return kinds if len(kinds) == len(figures) else set()


_PERIOD = re.compile(rf"20\d\d|[年月季周旬]|{THIS_PERIOD.pattern}|{CUMULATIVE.pattern}")


def pairs(work: Work) -> None:
    """20/30 in one cell: what is done of what is to be done, in the order that the header tells, else the numbers."""
    if work.table.name == "villages":
        _two_figures(work)
    whole, part = ("allocated", "disbursed") if work.table.name == "funds" else ("planned", "done")
    if work.table.name not in (*HOUSEHOLDS, "funds") or work.taken(whole) or work.taken(part):
        return
    for profile in work.open():
        if not profile.filled or profile.share(lambda text: bool(_PAIR.fullmatch(text))) < MOST:
            continue
        said = _PAIR_HEADER.search(without_unit(normalised(profile.header))[0])
        halves = said.groups() if said else ("", "")
        first, second = (_counted_words(work, half) for half in halves)
        if said and not (first or second) and not RATE.search(profile.header):
            continue  # 总户数/总人口 are other figures
        if first == second:
            first, second = None, None
        to = (whole, part) if first == whole or second == part else (part, whole)
        pairs = [[float(re.sub(r"[^\d.]", "", half)) for half in text.split("/")] for text in profile.texts if _PAIR.fullmatch(text)]  # fmt: skip
        if not all(half[to.index(part)] <= half[to.index(whole)] for half in pairs):
            to = to[::-1]
        work.put(profile, to, How.NUMBER_TEXT, 0.9 if first or second else 0.75)
        return


def worded_figures(work: Work) -> None:
    """任务12户，完成10户 in one cell: each number is what the word before it says, the same words in nearly every text."""
    if work.table.name not in HOUSEHOLDS or work.taken("planned") or work.taken("done"):
        return
    for profile in work.open():
        found = [WORDED.findall(text) for text in profile.texts]
        sayings = [tuple(word for word, _ in own) for own in found]
        common = max(sayings, key=sayings.count, default=())
        if len(common) < LEAST_WORDED or len(set(common)) < len(common) or sayings.count(common) < MOST * len(sayings):
            continue
        meant = {word: _figure_meant(work, word) for word in common}
        names = [name for name in meant.values() if name]
        if {"planned", "done"} <= set(names) and len(set(names)) == len(names):
            values = {word: work.table.column(name).header for word, name in meant.items() if name}
            work.put(profile, tuple(names), How.NUMBER_TEXT, 0.75, values=values)
            return


def _figure_meant(work: Work, word: str) -> str | None:
    scores = {name: likeness(work.table, work.table.column(name), word + "数") for name in ("planned", "done", "accepted")}  # fmt: skip
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= LIKELY and not REMAINING.search(word) else None


def _two_figures(work: Work) -> None:
    """610户/2510人 under 户数/人口: each number is what its half of the header says."""
    for profile in work.open():
        said = _PAIR_HEADER.search(normalised(profile.header))
        if said is None or profile.share(lambda text: bool(_PAIR.fullmatch(text))) < MOST:
            continue
        meant = [max((likeness(work.table, column, half), column.name) for column in work.table.columns if column.additive) for half in said.groups()]  # fmt: skip
        names = tuple(name for _, name in meant)
        if min(meant)[0] >= LIKELY and len(set(names)) == len(names) and not any(map(work.taken, names)):
            work.put(profile, names, How.NUMBER_TEXT, 0.86)


def _counted_words(work: Work, text: str) -> str | None:
    """Whether words mean what is to be done or what is done."""
    names = ("allocated", "disbursed") if work.table.name == "funds" else ("planned", "done")
    scores = {name: likeness(work.table, work.table.column(name), text) if text else 0.0 for name in names}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= LIKELY else None


def increases(work: Work) -> None:
    """比2022年末增加 beside what there is now: what there was then is the difference."""
    now = [header for header, rule in work.rules.items() if rule.to == ("value",) and rule.how is How.AS_IS]
    more = [p for p in work.open() if p.number_share >= 0.7 and not p.percent_shown and SINCE.search(leaf_and_group(p.header)[0])]  # fmt: skip
    if work.table.name == "indicators" and not work.taken("base") and len(now) == len(more) == 1:
        work.put(more[0], ("base",), How.SUBTRACT, 0.8, of=now[0])


def changes(work: Work) -> None:
    """2022年末数 beside 较2022年末增减, and no figure of now: it is what there was, changed by so much."""
    if work.table.name != "indicators" or work.taken("value"):
        return
    said = [p for p in work.open() if p.filled and not RATE.search(_SINCE_WHEN.sub("", leaf_and_group(p.header)[0])) and p.share(lambda text: change_told(text) is not None) == 1]  # fmt: skip
    known = [p for p in work.columns if p.number_share >= MOST and _BEFORE.match(leaf_and_group(p.header)[0])]
    pairs = [(p, before) for p in said if (match := _SINCE_WHEN.match(leaf_and_group(p.header)[0])) for before in known if before is not p and leaf_and_group(before.header)[0].startswith(match[1] or "")]  # fmt: skip
    if len(pairs) == 1:
        change, before = pairs[0]
        work.put(change, ("value",), How.ADD, 0.8, of=before.header)


_BEFORE = re.compile(r"上[年月季期]|去年|年初|基[期数]|期初|20\d\d年|\d{1,2}月")
_SINCE_WHEN = re.compile(r"(?:[比较与]?(上[年月季期]|去年|年初|基期|20\d\d年|\d{1,2}月)[末底]?数?(?:相?比)?(?:的)?|本[月季期年])?(?:净?增[加减长]?(?:变化)?|变化|变动|增减)(?:数|量|情况|值)?$")  # fmt: skip


def before_and_now(work: Work) -> None:
    """上月累计完成 and 本月新增完成, and nothing that says both together: they are added up."""
    name = "disbursed" if work.table.name == "funds" else "done"
    if not work.table.has(name) or work.taken(name):
        return
    column = work.table.column(name)
    found: dict[bool, list[Profile]] = {True: [], False: []}  # by whether it is of before
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        is_before, is_now = _UP_TO_LAST.search(leaf), _NOW.search(leaf)
        if profile.number_share < 0.7 or RATE.search(leaf) or bool(is_before) == bool(is_now) or (is_now and CUMULATIVE.search(leaf)):  # fmt: skip
            continue
        rest = _UP_TO_LAST.sub("", leaf) if is_before else _NOW.sub("", leaf)
        if (
            max(likeness(work.table, column, text) for text in (rest or leaf, group.rpartition("/")[2] + rest))
            >= LIKELY
        ):
            found[bool(is_before)].append(profile)
    both = [*found[True], *found[False]]
    if [len(own) for own in found.values()] == [1, 1] and not any(work.fit(p, column) >= SURE for p in work.open() if p not in both):  # fmt: skip
        for profile in both:
            work.put(profile, (name,), How.SUM, 0.75)


_UP_TO_LAST = re.compile(r"(?:截[至止]到?)?上[月周旬季]度?[底末止]?(?=累计|[已完整创拨支报]|$)")
_NOW = re.compile(r"[本当][月周旬季]度?(?:新增)?|新增")


def parts_of_villages(work: Work) -> None:
    """One row a 村民小组 or a kind with its own counts: added up to one row a village."""
    if any(_names_parts(work, profile) for profile in work.columns):
        work.rules[_EACH_PART] = Rule(_EACH_PART, ("village",), How.GROUP)
        for header, own in list(work.rules.items()):
            if work.table is VILLAGES and own.to[:1] in (("households",), ("population",)):
                work.rules[header] = replace(own, sure=False)  # whether every part is listed
        return
    village = next((p for p in work.columns if (rule := work.rules.get(p.header)) and rule.to == ("village",)), None)
    parts = [p for p in work.open() if p.filled and (words.PART_OF_VILLAGE.search(leaf_and_group(p.header)[0]) or _tells_kinds(p, village))]  # fmt: skip
    added = ("households", "population") if work.table is VILLAGES else ("planned", "done")
    figures = [rule for rule in work.rules.values() if len(rule.to) == 1 and rule.to[0] in added]
    if (
        (work.table.name not in HOUSEHOLDS and work.table is not VILLAGES)
        or village is None
        or not parts
        or any(rule.how is not How.AS_IS for rule in figures)
        or work.taken("longitude")
    ):
        return
    if len(village.words) < len(village.texts) and len(figures) > 1:
        for header, rule in list(work.rules.items()):
            if rule.to in (("town",), ("village",)) and rule.how is How.AS_IS:
                work.rules[header] = replace(rule, how=How.GROUP)
            elif work.table is VILLAGES and rule in figures:
                work.rules[header] = replace(rule, sure=False)  # whether every part is listed


_EACH_PART = "（每行一组）"


def _names_parts(work: Work, profile: Profile) -> bool:
    """潭东镇龙井村上屋组, 潭东镇龙井村下屋组: parts of villages, each named once."""
    rule = work.rules.get(profile.header)
    if rule is None or rule.how is not How.SPLIT or rule.to[-1] != "village" or not (work.table is VILLAGES or work.table.name in HOUSEHOLDS):  # fmt: skip
        return False
    places = [listed_place(text) if work.table is VILLAGES else place_of(text, profile.gazetteer) for text in profile.texts]  # fmt: skip
    return len(profile.words) == len(profile.texts) > len(set(places)) and profile.share(lambda text: bool(_PART_BEHIND.search(text))) >= MOST  # fmt: skip


_PART_BEHIND = re.compile(r"(?:组|屋场|自然村|网格|片区?)$")


def _tells_kinds(profile: Profile, village: Profile | None) -> bool:
    """Whether a column says of which kind a village's row is, each kind once."""
    if village is None or not words.KIND_HEADER.search(profile.header) or len(profile.words) > FEW_WORDS:
        return False
    pairs = list(zip(village.cells, profile.cells, strict=True))
    return profile.number_share < 0.5 and None not in profile.cells and len(set(pairs)) == len(pairs)


def splits(work: Work) -> None:
    """Columns right behind a task that add up to it, and say of nothing that it is done: its kinds, none of our figures."""
    if work.table.name not in HOUSEHOLDS:
        return
    whole = work.table.column("planned")
    numeric = [p for p in work.columns if p.number_share >= 0.7]
    for at, first in enumerate(numeric):
        if likeness(work.table, whole, first.header) < LIKELY or not np.nansum(first.numbers):
            continue
        parts: list[Profile] = []
        for part in numeric[at + 1 :]:
            if part.header in work.rules or _SAID_DONE.search(part.header) or REMAINING.search(part.header):
                break
            parts.append(part)
            added = np.nansum([one.numbers for one in parts], axis=0)
            if len(parts) > 1 and bool((np.abs(added - np.nan_to_num(first.numbers)) < 0.005).all()):
                for one in parts:
                    work.ignore(one)
                break


def counts(work: Work) -> None:
    """任务数, 完成数, 验收数 together: as the words say, where the numbers allow it."""
    if work.table.name not in HOUSEHOLDS:
        return
    names = ("planned", "done", "accepted")
    numeric = [
        p
        for p in work.open()
        if p.number_share >= 0.7 and p.whole_share >= 0.95 and not (p.percent_shown or p.is_percent)
    ]
    shares = [p for p in work.columns if p.number_share >= 0.7 and RATE.search(leaf_and_group(p.header)[0]) and not _OTHER_SHARE.search(p.header)]  # fmt: skip
    proven = _proven(work, numeric, shares)
    options: dict[str, list[tuple[float, Profile | None]]] = {}
    for name in names:
        column = work.table.column(name)
        if work.taken(name):
            own = next(
                (
                    p
                    for p in work.columns
                    if (rule := work.rules.get(p.header)) and name in rule.to and rule.how is How.AS_IS
                ),
                None,
            )
            options[name] = [(1.0, own)]
            continue
        scored = [(max(_counted(work, p, column), proven.get((name, p.header), 0.0)), p) for p in numeric]
        options[name] = [(score, p) for score, p in scored if score >= 0.3] + [(0.0, None)]
    best, choice = -1.0, None
    for score_p, planned in options["planned"]:
        for score_d, done in options["done"]:
            if done is not None and done is planned:
                continue
            for score_a, accepted in options["accepted"]:
                if accepted is not None and accepted in (planned, done):
                    continue
                worth = score_p + score_d + 0.9 * score_a
                worth -= 0.8 * (not _never_above(done, planned)) + 0.5 * (not _never_above(accepted, done))
                worth += any(_is_share(rate, done, planned) for rate in shares if done and planned)
                if worth > best:
                    best, choice = worth, (planned, done, accepted, score_p, score_d, score_a)
    if choice is None:
        return
    planned, done, accepted, *scores = choice
    named = any(_counted(work, p, work.table.column(name)) >= LIKELY for name, p in (("planned", planned), ("done", done)) if p)  # fmt: skip
    is_proven = named and any(_is_share(rate, done, planned) for rate in shares if done and planned)
    for name, profile, score in zip(names, (planned, done, accepted), scores, strict=True):
        if profile is None or work.taken(name):
            continue
        if is_proven and name != "accepted":
            score = max(score, 0.9)
        others = [
            s for s, p in options[name] if p is not None and p is not profile and p not in (planned, done, accepted)
        ]
        close = any(score - other < 0.08 for other in others) and not is_proven
        how, more = how_read(work, profile, (name,))
        work.put(profile, (name,), how, min(score, 0.8) if close else score, **more)
        if name == "done" and not CUMULATIVE.search(profile.header) and _this_month_beside(work, profile, numeric):
            work.rules[profile.header] = replace(work.rules[profile.header], sure=False)


def _proven(work: Work, numeric: list[Profile], shares: list[Profile]) -> dict[tuple[str, str], float]:
    """(our column, header) → how much a share speaks for it: 处理率 is 处理数 of 问题数, whatever they are called."""
    found: dict[tuple[str, str], float] = {}
    if len(numeric) > MOST_COMPARED:
        return found
    planned, done = work.table.column("planned"), work.table.column("done")
    for rate in shares:
        for part in (p for p in numeric if not words.OTHERWISE.search(leaf_and_group(p.header)[0])):
            if _counted(work, part, done) or not REMAINING.search(part.header):
                for whole in numeric:
                    if whole is not part and not words.never(planned, whole.header) and _is_share(rate, part, whole):
                        found["done", part.header] = found["planned", whole.header] = 0.5
    return found


def _this_month_beside(work: Work, profile: Profile, numeric: list[Profile]) -> bool:
    return any(p is not profile and CUMULATIVE.search(p.header) and likeness(work.table, work.table.column("done"), p.header) > LIKELY for p in numeric)  # fmt: skip


def _counted(work: Work, profile: Profile, column: Column) -> float:
    leaf, group = leaf_and_group(profile.header)
    if (
        _OF_MONEY.search(profile.header)
        or work.is_of_another_year(profile)
        or REMAINING.search(leaf)
        or (column.name != "planned" and REMAINING.search(group.rpartition("/")[2]) and not _SAID_DONE.search(leaf))
        or RATE.search(leaf)
        or (column.name == "done" and _only_splits(leaf, group))
        or (words.ONGOING.search(leaf) and not re.search("任务|计划|目标", leaf))
    ):
        return 0.0
    score = likeness(work.table, column, profile.header)
    if THIS_PERIOD.search(leaf) and not CUMULATIVE.search(leaf):
        score = min(score, 0.35) if column.name == "done" else 0.0
    if CUMULATIVE.search(leaf) and column.name == "done":
        score = min(score + 0.04, 1.0)
    siblings = [p for p in work.columns if leaf_and_group(p.header)[1] == group and p is not profile] if group else []
    for name in ("planned", "done", "accepted") if likeness(work.table, column, leaf) < LIKELY else ():
        own = work.table.column(name)
        if _is_part(work, profile, own) and any(_is_part(work, p, own) for p in siblings if p.number_share >= 0.7):
            return 0.0  # parts of a group: they are added up
    if (
        group
        and leaf not in words.WHOLE_GROUP
        and any(leaf_and_group(p.header)[0] in words.WHOLE_GROUP for p in siblings)
    ):
        score *= 0.5
    return score


_KIND_OF_TASK = re.compile(
    r"^(?:其中[:：]?)?(?:立[即行]|即知|限[期时]|分[期类批]|长期|新建|改建|扩建|新改建|重建|提升|[一二三四五ⅠⅡⅢABCabc甲乙丙][类级档型]|重点|一般|轻[微度]|严重|简易|突出|其[他它])"
)
_SAID_DONE = re.compile(
    r"已|累计|实际|完成|竣工|完工|建成|到位|销号|办结|创成|建好|改好|达标|清零|闭环|验收|拨付|支出|报账"
)


def _only_splits(leaf: str, group: str) -> bool:
    """Whether a column only splits a task by kind, 限期整改 or 其中新建, and no word says that anything is done."""
    is_part = leaf.startswith("其中") or group.rpartition("/")[2].startswith("其中") or _KIND_OF_TASK.search(leaf)
    return bool(is_part) and not _SAID_DONE.search(leaf + group)


_OF_MONEY = re.compile(r"元[)）]?$|补助|资金|金额|投资|经费")


def _is_part(work: Work, profile: Profile, column: Column) -> bool:
    """Whether only the group over a column says what it is, not its own words."""
    leaf, group = leaf_and_group(profile.header)
    if not group or leaf in words.WHOLE_GROUP or leaf in words.PART_OF_GROUP or leaf.startswith("其中"):
        return False
    return likeness(work.table, column, leaf) < LIKELY <= likeness(work.table, column, group)


def differences(work: Work) -> None:
    """What is left instead of what is done: 总数 minus 未整改."""
    wanted = {"done": "planned", "disbursed": "allocated"}
    for name, whole in wanted.items():
        if not work.table.has(name) or work.taken(name) or not work.taken(whole):
            continue
        base = next(
            (
                rule.header
                for rule in work.rules.values()
                if whole in rule.to and rule.how in (How.AS_IS, How.NUMBER_TEXT)
            ),
            None,
        )
        left = [p for p in work.open() if p.number_share >= 0.7 and not p.percent_shown and _is_left(work, p, (name, whole)) and not RATE.search(leaf_and_group(p.header)[0]) and not re.search("验收", p.header)]  # fmt: skip
        left = _of_all_kinds(left)
        if base and left and _never_above(_together(left), work.by_header.get(base)):
            is_plain = work.table.name != "funds" or not re.search(
                "待", left[0].header
            )  # 待拨 may be only what is due now
            for profile in left:
                work.put(profile, (name,), How.SUBTRACT, 0.9 if is_plain and len(left) == 1 else 0.75, of=base)


def _of_all_kinds(left: list[Profile]) -> list[Profile]:
    """The one column of what is left, or all of the kinds that a group tells it in: 立行立改 and 分期整改 under 未销号."""
    groups = {leaf_and_group(profile.header)[1] for profile in left}
    whole = [profile for profile in left if leaf_and_group(profile.header)[0] in words.WHOLE_GROUP]
    own = whole or left
    kinds = len(groups) == 1 and groups != {""} and not any(REMAINING.search(leaf_and_group(p.header)[0]) for p in own)
    return own if len(own) == 1 or kinds else []


def _together(left: list[Profile]) -> Profile:
    return left[0] if len(left) == 1 else replace(left[0], cells=tuple(np.nansum([p.numbers for p in left], axis=0)))


def _is_left(work: Work, profile: Profile, names: tuple[str, ...]) -> bool:
    """Whether a header says what is left of one of our figures, 未整改 or 剩余, and not only that something is not, 长期未用."""
    leaf, group = leaf_and_group(profile.header)
    over = group.rpartition("/")[2]
    only_kind = _ONLY_COUNT.fullmatch(leaf) or (_KIND_OF_TASK.search(leaf) and REMAINING.search(over) and not _SAID_DONE.search(leaf))  # fmt: skip
    leaf = over if over and only_kind else leaf
    of = REMAINING.sub("", leaf)
    if of == leaf or any(words.never(work.table.column(name), leaf) for name in names[:1]):
        return False
    return _ONLY_COUNT.fullmatch(of) is not None or any(likeness(work.table, work.table.column(name), of) >= LEAST_NAMED for name in names)  # fmt: skip


def counts_in_text(work: Work) -> None:
    """已完成15户 under 完成情况, 日处理80吨 under 规模: the one number of each text."""
    counted = (column for column in work.table.columns if column.kind in (Kind.WHOLE, Kind.NUMBER))
    for column in counted:
        name = column.name
        of_houses = name in HOUSES
        says = (lambda text: len(FLOW.findall(text)) == 1) if name == "capacity" else _says_houses if of_houses else is_counted_text  # fmt: skip
        found = [(max(likeness(work.table, column, p.header), of_houses * UNIT_SHARE * likeness(work.table, column, p.header + "户")), p) for p in work.open() if p.number_share < MOST and p.share(says) >= MOST]  # fmt: skip
        score, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and score >= LIKELY and not work.taken(name):
            work.put(best, (name,), How.NUMBER_TEXT, 0.75)


def _says_houses(text: str) -> bool:
    """Whether a text counts houses once, whatever else it counts: 128户493人."""
    return is_counted_text(text) or len(re.findall(r"\d户", text)) == 1


def numbers_known(work: Work) -> None:
    """The parts of a group that has no sum of its own are added up, and so are 预付款 and 进度款."""
    if work.table.name not in HOUSEHOLDS:
        paid = [p for p in work.open() if work.table.name == "funds" and (p.number_share >= 0.7 or not p.filled) and _INSTALMENT.fullmatch(leaf_and_group(p.header)[0])]  # fmt: skip
        for profile in paid if len(paid) > 1 and not work.taken("disbursed") else ():
            work.put(profile, ("disbursed",), How.SUM, 0.75)
        return
    for group, found in _below_groups(work).items():
        own = [p for p in found if not p.is_percent and not _NO_FIGURE.search(leaf_and_group(p.header)[0])]
        score, name = max((likeness(work.table, work.table.column(name), group), name) for name in ("planned", "done", "accepted"))  # fmt: skip
        if score >= LIKELY and len(own) > 1 and not work.taken(name):
            for profile in own:
                work.put(profile, (name,), How.SUM, 0.75)


_NO_FIGURE = re.compile(rf"{RATE.pattern}|{REMAINING.pattern}")


def empty_sums(work: Work) -> None:
    """Where nothing stands in any of the columns that are added up, nothing has come yet: a person says so."""
    added: dict[tuple[str, ...], list[str]] = {}
    for header, rule in work.rules.items():
        if rule.how is How.SUM and header in work.by_header:
            added.setdefault(rule.to, []).append(header)
    for headers in added.values():
        if any(all(cell is None for cell in cells) for cells in zip(*(work.by_header[header].cells for header in headers), strict=True)):  # fmt: skip
            for header in headers:
                work.rules[header] = replace(work.rules[header], sure=work.sayings.column(header) is not None)


_INSTALMENT = re.compile(rf"(?:已付)?(?:{words.INSTALMENT})")


def _never_above(lesser: Profile | None, larger: Profile | None) -> bool:
    if lesser is None or larger is None:
        return True
    both = ~np.isnan(lesser.numbers) & ~np.isnan(larger.numbers)
    return bool((lesser.numbers[both] <= larger.numbers[both]).all())


def _is_share(rate: Profile, part: Profile, whole: Profile) -> bool:
    """Whether a share column follows from two others: 整改率 from 已整改 and 问题户厕数."""
    known = ~np.isnan(rate.numbers) & ~np.isnan(part.numbers) & ~np.isnan(whole.numbers) & (whole.numbers != 0)
    if known.sum() < 2:
        return False
    shares = part.numbers[known] / whole.numbers[known]
    stated = rate.numbers[known]
    return any(bool((np.abs(stated - scale * shares) <= 0.0051 * scale).all()) for scale in (1, 100))
