"""The best column for each of ours by words and cells, names of the plan, and what stands inside texts."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data_loaders.layouts.contents import FEW_WORDS, MOST, OFFICE, Profile
from data_loaders.layouts.language import words
from data_loaders.layouts.language.closing import closed_on
from data_loaders.layouts.language.fields import GIVEN, LEAST_ALIKE, PAID, alike, nearest_choice
from data_loaders.layouts.language.words import (
    CUMULATIVE,
    LIKELY,
    RATE,
    SURE,
    THIS_PERIOD,
    choice_of,
    leaf_and_group,
    likeness,
)
from data_loaders.layouts.layout import How
from data_loaders.layouts.meanings import how_read, where_ended
from data_loaders.layouts.work import ENDED, HAPPENED, HOUSEHOLDS, Work
from data_loaders.schema import TASKS, VILLAGES, Column, Kind
from data_loaders.tidying.cells import squeezed
from data_loaders.tidying.headers import normalised
from data_loaders.tidying.nearness import nearest_name

_NO_VALUE = re.compile(rf"{words.RATE.pattern}|目标|任务|计划|应|变化|增减|净增|新增|排名|[±+]|较|上[年月期]|去年|基数")
_STATUS = TASKS.column("status")
_BESIDES = re.compile(r"结转|追加|调增|(?:上年|去年|往年).{0,4}(?:资金|安排|下达|结余)")
_PAID = re.compile(r"(?:已|累计)?(?:支付|支出|拨付|报账|使用)(?:资金|金额)?\d+(?:\.\d+)?万?元")


def match_names(work: Work) -> None:
    """A column of the plan's own names: indicators, duties and tasks are found by name."""
    names = {"indicators": ("indicator_id", work.known.indicators), "duties": ("duty_id", work.known.duties)}
    if work.table.name == "tasks":
        _task_numbers(work)
        return
    target, known = names.get(work.table.name, ("", {}))
    if not target or work.taken(target):
        return
    proper = [p for p in work.open() if p.share(lambda text: bool(re.fullmatch(r"[A-Za-z]\d{2,3}", text))) >= MOST]
    if proper:
        work.put(proper[0], (target,), How.AS_IS, 0.95)
        return
    for profile in work.open():
        if profile.number_share > 0.5 or not profile.filled:
            continue
        matched = {word: number for word in profile.words if (number := nearest_name(word, known))}
        if len(matched) >= 0.6 * len(profile.words):
            exact = all(word in {squeezed(title) for title in known} for word in profile.words)
            work.put(profile, (target,), How.NAME, 0.95 if exact else 0.8, values={} if exact else matched)
            for word in profile.words:
                if word not in matched:
                    work.ask_word(work.table.column(target), word, None)
            return
    _named_in_title(work, target, known)


def _named_in_title(work: Work, target: str, known: Mapping[str, str]) -> None:
    """脱贫人口医保参保率统计表 is of one indicator, whose figures stand under 参保率; a sheet of one duty alike."""
    named = max((title for title in known if squeezed(title) in work.title_text), key=len, default=None)
    if named is None:
        return
    work.constants[target] = known[named]
    work.from_title.add(target)
    work.scores[target] = 0.9
    for profile in work.open() if target == "indicator_id" else ():
        leaf = leaf_and_group(profile.header)[0]
        if len(leaf) > 2 and leaf in squeezed(named) and profile.number_share >= 0.7:
            work.put(profile, ("value",), How.AS_IS, 0.9)
            return


_NTH = re.compile(r"第\d{1,3}[项号条]")


def _task_numbers(work: Work) -> None:
    """The plan's number, or only a running one: the names beside it tell."""
    if work.taken("number"):
        return
    number = work.table.column("number")
    in_text = [p for p in work.open() if p.share(lambda text: bool(_NTH.fullmatch(text))) >= MOST]
    for profile in in_text if len(in_text) == 1 else ():
        work.put(profile, ("number",), How.NUMBER_TEXT, 0.9)
        return
    numbers = [(work.fit(p, number), p) for p in work.open() if p.number_share >= MOST and p.whole_share == 1]
    titles = {squeezed(title): told for title, told in work.known.tasks.items()}
    names = [p for p in work.open() if p.filled and len([w for w in p.words if nearest_name(w, work.known.tasks)]) >= 0.6 * len(p.words)]  # fmt: skip
    best = max(numbers, key=lambda pair: pair[0] - 0.2 * pair[1].is_running, default=(0.0, None))
    for score, profile in sorted(numbers, key=lambda pair: -pair[0]):
        if not names or score <= 0.3:
            break
        pairs = [
            (cell, nearest_name(squeezed(str(name)), work.known.tasks))
            for cell, name in zip(profile.numbers, names[0].cells, strict=True)
            if name is not None
        ]
        agree = sum(told is not None and not np.isnan(cell) and int(cell) == int(told) for cell, told in pairs)
        if agree and agree >= 0.7 * sum(told is not None for _, told in pairs):
            work.put(profile, ("number",), How.AS_IS, 0.95)
            return
    if names:
        exact = all(word in titles for word in names[0].words)
        matched = {word: n for word in names[0].words if (n := nearest_name(word, work.known.tasks))}
        work.put(names[0], ("number",), How.NAME, 0.9 if exact else 0.75, values={} if exact else matched)
    elif best[1] is not None and best[0] > 0.3:
        if best[1].is_running and words.RANK.search(leaf_and_group(best[1].header)[0]) and _names_others(work):
            work.ignore(best[1])  # the lines of a list of other work
            return
        running = best[1].is_running and not re.search("任务", best[1].header)
        work.put(best[1], ("number",), How.AS_IS, 0.75 if running else max(best[0], 0.8), sure=not running)


def _names_others(work: Work) -> bool:
    """Whether a column names tasks, none of which is one of the plan's."""
    title = work.table.column("title")
    named = [p for p in work.open() if p.filled and p.number_share < 0.5 and work.fit(p, title) >= LIKELY]
    return bool(work.known.tasks) and any(
        len(p.words) > 2 and not any(nearest_name(word, work.known.tasks) for word in p.words) for p in named
    )


def greedy(work: Work) -> None:
    """The best pair of a source column and one of ours, again and again."""
    targets = [
        column for column in work.table.columns if not work.taken(column.name) and column.name not in work.constants
    ]
    if work.table.name in HOUSEHOLDS:
        targets = [column for column in targets if column.name not in ("planned", "done", "accepted")]
    pairs = []
    for profile in work.open() if work.table.name == "funds" else ():
        if profile.is_running and leaf_and_group(profile.header)[0] in _MADE_ANEW:
            work.ignore(profile)
    for profile in work.open():
        for column in targets:
            if column.name in ("town", "village") and work.table is not VILLAGES and profile.filled:
                continue
            if (score := work.fit(profile, column)) >= 0.3:
                pairs.append((score + _preferred(work, profile, column), profile, column))
    pairs.sort(key=lambda pair: -pair[0])
    for score, profile, column in pairs:
        if work.taken(column.name) or profile.header in work.rules:
            continue
        if score < LIKELY and not column.required:
            continue
        if column.name == "remark" and score < SURE:
            continue
        how, more = how_read(work, profile, (column.name,))
        near = [
            other
            for other, p, c in pairs
            if c is column and p is not profile and p.header not in work.rules and score - other < 0.06
        ]
        score = min(score, 0.8) if near and column.required and column.kind in (Kind.MONEY, Kind.WHOLE) else score
        work.put(profile, (column.name,), how, min(score, 1.0), **more)
    for column in targets:
        rule = next((rule for rule in work.rules.values() if rule.to == (column.name,)), None)
        if rule and column.stands_for and not work.taken(column.stands_for):
            work.scores.pop(column.name)
            work.put(work.by_header[rule.header], (column.stands_for,), rule.how, 0.8)


_MADE_ANEW = frozenset({"编号", "号", "项次", "序列", "顺序号"})  # with every list, where they run from 1 on


def repeated(work: Work) -> None:
    """A figure whose header stands there again under another group may be only a part of it: a person says so."""
    left = {leaf_and_group(p.header)[0] for p in work.open() if p.number_share >= 0.7}
    for header, rule in list(work.rules.items()):
        leaf, group = leaf_and_group(header)
        if (
            group
            and leaf in left
            and rule.how is How.AS_IS
            and any(work.table.column(name).additive for name in rule.to)
        ):
            work.rules[header] = replace(rule, sure=False)


def carried_over(work: Work) -> None:
    """上年结转 or 追加 beside what was arranged may belong to it: a person says so."""
    others = [p for p in work.open() if p.number_share >= 0.7 and _BESIDES.search(leaf_and_group(p.header)[0])]
    if work.table.name == "funds" and others:
        for header, rule in list(work.rules.items()):
            if rule.to == ("allocated",):
                work.rules[header] = replace(rule, sure=False)


def _preferred(work: Work, profile: Profile, column: Column) -> float:
    """What the cells add where words alone leave two columns level."""
    leaf, _ = leaf_and_group(profile.header)
    worth = 0.0
    if column.name == "stage":
        worth += 0.05 * profile.choice_share(column) - 0.1 * (profile.number_share > 0.5)
    if column.name == "progress":
        worth += 0.05 if profile.percent_shown or "%" in leaf or "比例" in leaf or "率" in leaf else 0.0
    if column.name == "disbursed":
        worth += 0.03 * bool(CUMULATIVE.search(leaf)) - 0.3 * bool(
            THIS_PERIOD.search(leaf) and not CUMULATIVE.search(leaf)
        )
    if column.name == "allocated":
        worth += 0.05 * ("衔接" in leaf)  # 投入资金, 其中衔接资金
    if column.name.endswith("_id") and profile.is_running:
        worth -= 0.1  # a number of its own goes before
    if column.name == "owner" and re.search("责任", leaf):
        worth += 0.02
    if column.name == "item" and re.search("事项", leaf):
        worth += 0.02
    if column.name == "status" and profile.choice_share(column) >= MOST and profile.number_share < 0.5:
        worth += 0.05
    if column.name == "progress_text" and profile.is_long_text:
        worth += 0.02
    if month := _OF_MONTH.match(leaf):
        worth += 0.001 * int(month[1])  # of 7月进展 and 8月进展 the last
    return worth


_OF_MONTH = re.compile(r"(?:20\d\d年)?(1[0-2]|[1-9])月")


def by_content(work: Work) -> None:
    """Words of a choice are that choice, whatever stands above them; so are villages and towns."""
    for column in work.table.columns:
        if column.kind is not Kind.CHOICE or work.taken(column.name) or column.name in work.constants:
            continue
        left = [p for p in work.open() if p.filled and not (p.is_sparse and column.required) and not words.refuses(work.table, column, leaf_and_group(p.header)[0])]  # fmt: skip
        said = words.explained_below(column, work.block.notes)
        texts = [p for p in left if p.number_share < 0.5 and len(p.words) <= FEW_WORDS and not _NO_CHOICE.search(p.header)]  # fmt: skip
        exact = [p for p in left if p.exact_choice_share(column) >= 0.9]
        near = [p for p in texts if p.share(lambda word, column=column: _meant(column, word)) >= 0.9 and not words.PERSON.search(p.header)]  # fmt: skip
        levels = [p for p in texts if column.name == "source" and p.share(_is_source_word) >= 0.9]
        explained = [p for p in texts if set(p.words) <= {*words.legend(column, p.header), *said}]
        if not column.required:
            exact, near, levels = [], [], []
        found = exact or explained or levels or (near if column.name in ("stage", "status", "category") else [])
        if found:
            how, more = how_read(work, found[0], (column.name,))
            work.put(found[0], (column.name,), how, 0.65, **more | {"sure": False})


def _meant(column: Column, word: str) -> bool:
    return bool(choice_of(column, word) or nearest_choice(column.name, word))


_NO_CHOICE = re.compile(
    r"内容|名称|规模|地[点址]|问题|措施|打算|单位|备注|要求|目标|标准"
)  # what stands below may speak of a choice, and is none


def by_vocabulary(work: Work) -> None:
    """A header that no pattern knows means what those mean that it is most like, where its cells may be that: a person confirms it."""
    found = []
    for profile in work.open():
        leaf, group = leaf_and_group(profile.header)
        if not profile.filled or profile.is_ticks or _says_nothing(profile) or ((profile.is_percent or RATE.search(leaf)) and not work.table.has("progress")):  # fmt: skip
            continue
        texts = dict.fromkeys((leaf, group.rpartition("/")[2] + leaf))
        near = [(max(alike(work.table.name, column.name, text) for text in texts), column) for column in work.table.columns if _may_be(work, profile, column)]  # fmt: skip
        if not near:
            continue
        best, column = max(near, key=lambda pair: pair[0])
        least = LEAST_ALIKE * (2 if column.additive else 1)
        if best >= least and best > max(alike(work.table.name, "", text) for text in texts) and not work.taken(column.name):  # fmt: skip
            found.append((best, profile, column))
    for _, profile, column in sorted(found, key=lambda each: -each[0]):
        if not work.taken(column.name):
            how, more = how_read(work, profile, (column.name,))
            work.put(profile, (column.name,), how, 0.6, **more | {"sure": False})


_NO_FIGURE = re.compile(rf"{words.REMAINING.pattern}|{THIS_PERIOD.pattern}|{words.LAST_PERIOD}|{words.ONGOING.pattern}")  # fmt: skip


def _says_nothing(profile: Profile) -> bool:
    """Whether a header is of a person, a rank, or of a figure that is none of ours: what is left, or of this month."""
    leaf = leaf_and_group(profile.header)[0]
    return bool(words.PERSON.search(leaf) or words.RANK.search(leaf) or (profile.number_share > 0.5 and _NO_FIGURE.search(leaf)))  # fmt: skip


def _may_be(work: Work, profile: Profile, column: Column) -> bool:
    """Whether the cells of a column can be what a column of ours holds."""
    if column.name in ("town", "village", "as_of", "remark", "longitude", "latitude", "linked") or not profile.suits(column) > 0.5:  # fmt: skip
        return False
    if words.refuses(work.table, column, leaf_and_group(profile.header)[0]):
        return False
    if column.name in ("stage", "status") and profile.is_sparse:
        return False
    if column.kind is Kind.TEXT and not column.name.endswith("_id") and max(profile.number_share, profile.true_day_share) > 0.5:  # fmt: skip
        return False
    if column.name in ("owner", "item", "name", "project", "title") and profile.exact_choice_share(_STATUS) == 1:
        return False
    if column.name == "due_on" and work.stands_where_ended(profile):
        return False
    return not (column.kind is Kind.DATE and column.name in HAPPENED and work.is_ahead(profile))


def only_left(work: Work) -> None:
    """A fact that a row must have is the one column left whose cells can be it, whatever stands above: a person confirms it."""
    left = [p for p in work.open() if p.filled and not _says_nothing(p) and not _is_besides(work, p)]  # fmt: skip
    days = [
        p
        for p in left
        if p.day_share >= MOST
        and not work.stands_where_ended(p)
        and not (
            work.table.has("due_on")
            and words.refuses(work.table, work.table.column("due_on"), leaf_and_group(p.header)[0])
        )
    ]
    texts = [p for p in left if max(p.number_share, p.day_share, p.flag_share) < 0.2]
    offices = [
        p
        for p in texts
        if not (
            work.table.has("owner")
            and words.refuses(work.table, work.table.column("owner"), leaf_and_group(p.header)[0])
        )
        and p.share(lambda text: bool(OFFICE.search(text))) >= MOST
    ]
    said = [p for p in texts if p not in offices and len(p.filled) == len(p.cells) and len(p.words) > 0.6 * len(p.texts)]  # fmt: skip
    for name, own in (("due_on", days), ("owner", offices), ("name", said), ("item", said), ("progress_text", said)):
        wanted = work.table.has(name) and work.table.column(name).required and not work.taken(name)
        if wanted and len(own) == 1 and own[0].header not in work.rules:
            work.put(own[0], (name,), how_read(work, own[0], (name,))[0], 0.55)
    _problems(work, [p for p in texts if p not in offices and p.header not in work.rules])


def _problems(work: Work, texts: list[Profile]) -> None:
    """What is written only beside what is not finished is what stands in its way, and then what is done about it."""
    how_far = next((work.by_header.get(rule.header) for rule in work.rules.values() if rule.to[:1] in (("stage",), ("status",))), None)  # fmt: skip
    names = [name for name in ("problem", "next_step") if work.table.has(name) and not work.taken(name)]
    if how_far is None or not names:
        return
    column = work.table.column("stage" if work.table.has("stage") else "status")
    meant = [choice_of(column, squeezed(str(cell))) if cell is not None else None for cell in how_far.cells]
    ended = np.array([meaning is not None and meaning[0] in ENDED for meaning in meant])
    own = [p for p in texts if ended.any() and not any(cell is not None for cell, end in zip(p.cells, ended, strict=True) if end)]  # fmt: skip
    if len(own) == len(names):
        for name, profile in zip(names, own, strict=True):
            work.put(profile, (name,), How.AS_IS, 0.55)


def _is_besides(work: Work, profile: Profile) -> bool:
    """Whether a header is like what offices keep besides: 处理工艺, 招标方式, 下达日期."""
    return alike(work.table.name, "", leaf_and_group(profile.header)[0]) >= LEAST_ALIKE


def units(work: Work) -> None:
    """A column of towns or villages is who reports, whatever stands above it, where a table has no place of its own."""
    if not work.table.has("unit") or work.taken("unit") or work.table.has("village"):
        return
    found = [p for p in work.open() if p.filled and max(p.town_share, p.village_share) >= MOST]
    if len(found) == 1 and not words.PERSON.search(found[0].header):
        work.put(found[0], ("unit",), How.AS_IS, 0.9)


def only_figure(work: Work) -> None:
    """The one column of numbers that is left is the value of an indicator, whatever stands above it."""
    if work.table.name != "indicators" or work.taken("value") or not work.taken("indicator_id"):
        return
    left = [
        p
        for p in work.open()
        if p.number_share >= 0.7
        and not p.is_running
        and not _NO_VALUE.search(p.header)
        and not words.refuses(work.table, work.table.column("value"), leaf_and_group(p.header)[0])
    ]
    if len(left) == 1:
        work.put(left[0], ("value",), how_read(work, left[0], ("value",))[0], 0.6)


def only_amount(work: Work) -> None:
    """The one amount that is left beside what was paid is what was arranged, and the other way round: a person says so."""
    if work.table.name != "funds" or work.taken("allocated") == work.taken("disbursed"):
        return
    name, known = ("allocated", "disbursed") if work.taken("disbursed") else ("disbursed", "allocated")
    own = next((work.by_header.get(rule.header) for rule in work.rules.values() if rule.to == (known,)), None)
    left = [p for p in work.open() if p.number_share >= 0.7 and not p.percent_shown and _IS_AMOUNT[name].search(leaf_and_group(p.header)[0]) and not _NO_AMOUNT.search(p.header) and not words.refuses(work.table, work.table.column(name), leaf_and_group(p.header)[0])]  # fmt: skip
    if own is None or len(left) != 1:
        return
    paid, given = (own, left[0]) if name == "allocated" else (left[0], own)
    both = ~np.isnan(paid.numbers) & ~np.isnan(given.numbers)
    if both.sum() > 1 and bool((paid.numbers[both] <= given.numbers[both]).all()):
        work.put(left[0], (name,), how_read(work, left[0], (name,))[0], 0.6)


_IS_AMOUNT = {
    "allocated": re.compile(rf"{GIVEN}|^(?:总|财政)?(?:资金|金额|经费|款项?|额度)(?:总额|数额?|额|合计)?$"),
    "disbursed": re.compile(rf"{PAID}|[支付拨][^度率]?数?$"),
}
_NO_AMOUNT = re.compile(
    rf"{words.RATE.pattern}|{words.REMAINING.pattern}|{THIS_PERIOD.pattern}|{words.INSTALMENT}|投资|合同|中标|审计|决算|概算|自筹|社会|捐|帮扶资金|结|上[年月]|保证金|质保|收|益|人均|户均|补贴标准|产值|贷|预安排|预下达|减|扣|差|罚"
)


def by_header(work: Work) -> None:
    """A choice that only a header names, with words that nobody knows: each of them is asked about."""
    for column in work.table.columns:
        if column.kind is not Kind.CHOICE or not column.required or work.taken(column.name):
            continue
        for profile in work.open():
            if profile.filled and profile.number_share < 0.5 and profile.flag_share < MOST and len(profile.words) <= FEW_WORDS and likeness(work.table, column, profile.header) >= SURE:  # fmt: skip
                how, more = how_read(work, profile, (column.name,))
                work.put(profile, (column.name,), how, 0.65, **more | {"sure": False})
                break


def joins(work: Work) -> None:
    """A place below the village is a name only together with it."""
    if work.table is not None and work.table.name == "sites" and work.taken("name"):
        rule = next((rule for rule in work.rules.values() if rule.to == ("name",)), None)
        village = next((rule.header for rule in work.rules.values() if "village" in rule.to), None)
        if rule is None or village is None or rule.how is not How.AS_IS:
            return
        profile = work.by_header[rule.header]
        within = work.by_header[village]
        stems = [squeezed(str(cell)) if cell is not None else "" for cell in within.cells]
        carried = sum(
            bool(place) and place[:2] in squeezed(str(cell))
            for place, cell in zip(stems, profile.cells, strict=True)
            if cell is not None
        )
        if re.search(words.BELOW_VILLAGE, normalised(rule.header)) or (
            carried == 0 and max(map(len, profile.texts), default=9) <= 5 and len(profile.words) < len(profile.texts)
        ):
            work.rules[rule.header] = replace(rule, how=How.JOIN, of=village)


def ended_days(work: Work) -> None:
    """办结（预计办结）时间: the day of what is done, where another column says that it is."""
    for name, wanted in (("done_on", r"办结|完成|销号|落实"), ("actual_finish", r"完工|竣工|完成|建成")):
        for profile in work.open() if work.table.has(name) else ():
            leaf = leaf_and_group(profile.header)[0]
            if not work.taken(name) and profile.day_share >= MOST and _EITHER.search(leaf) and re.search(wanted, leaf):
                if of := where_ended(work, profile):
                    work.put(profile, (name,), How.ONLY_IF, 0.8, **of)


_EITHER = re.compile(r"[(（/或及、].{0,3}(?:预计|计划|拟)|(?:预计|计划|拟).{0,6}[)）/或及、]")


def dates_in_text(work: Work) -> None:
    """The closing day inside 办理情况, and an amount with its source inside one text."""
    if work.table.name == "actions" and not work.taken("done_on"):
        for header, rule in list(work.rules.items()):
            profile = work.by_header.get(header)
            if profile and rule.to == ("detail",) and profile.share(lambda text: closed_on(text) is not None) > 0.15:
                work.rules[header] = replace(rule, to=("detail", "done_on"), how=How.DATE_TEXT)
                work.scores["done_on"] = 0.9
        closed = [p for p in work.open() if not work.taken("done_on") and not work.taken("detail") and p.share(lambda text: closed_on(text) is not None) > 0.15]  # fmt: skip
        if len(closed) == 1:
            work.put(closed[0], ("detail", "done_on"), How.DATE_TEXT, 0.86)
    if work.table.name == "funds" and not work.taken("disbursed"):
        for profile in work.open():
            if profile.number_share < 0.5 and profile.share(lambda text: bool(_PAID.search(text))) >= MOST:
                work.put(profile, ("disbursed",), How.NUMBER_TEXT, 0.86)
                break
    if work.table.name == "funds" and not work.taken("allocated"):
        for profile in work.open():
            if profile.share(lambda text: bool(re.search(r"\d+(?:\.\d+)?万?元", text))) >= MOST and re.search(
                r"资金|投资|筹资|金额", profile.header
            ):
                source = (
                    profile.share(lambda text: choice_of(work.table.column("source"), _source_words(text)) is not None)
                    >= MOST
                )
                to = ("allocated", "source") if source and not work.taken("source") else ("allocated",)
                work.put(profile, to, How.NUMBER_TEXT, 0.86)
                return


def meeting_days(work: Work) -> None:
    """7月6日调度会 under 部署会议: the day of the meeting at which something was assigned."""
    if work.table.name != "actions" or work.taken("assigned_on"):
        return
    found = [p for p in work.open() if p.share(lambda text: bool(_AT_MEETING.search(text))) >= MOST and not _NO_MEETING.search(p.header)]  # fmt: skip
    if len(found) == 1:
        work.put(found[0], ("assigned_on",), How.DATE_YEAR, 0.8)


_AT_MEETING = re.compile(
    r"\d{1,2}[月./-]\d{1,2}日?.{0,12}(?:会|调度|交办|督[办查]|部署)|(?:会|调度|交办|督[办查]|部署).{0,6}\d{1,2}[月./-]\d{1,2}日?"
)
_NO_MEETING = re.compile(r"进展|情况|时限|期限|结果|措施|说明|备注|内容|事项")


def remarks(work: Work) -> None:
    """情况说明 or 未完成原因 that is none of our other columns is what a person remarks on the row."""
    if any(rule.how in (How.COUNT_ROWS, How.GROUP) for rule in work.rules.values()):
        return  # what is said of a house or a part is not said of its village
    for name, wanted in (("problem", _REASON), ("remark", _REMARK)):
        if not work.table.has(name) or work.taken(name):
            continue
        found = [p for p in work.open() if max(p.number_share, p.day_share, p.flag_share) < 0.2 and wanted.search(leaf_and_group(p.header)[0]) and not _NO_REMARK.search(p.header)]  # fmt: skip
        if len(found) == 1:
            work.put(found[0], (name,), How.AS_IS, SURE)


_REASON = re.compile(r"原因|缘由|事由|问题|困难|难点|障碍")
_REMARK = re.compile(rf"说明|情况$|概述|简述|附言|{_REASON.pattern}|建议|诉求")
_NO_REMARK = re.compile(r"类型|类别|数$|是否|照片|单位|时间|日期")


def _is_source_word(text: str) -> bool:
    return _source_words(text) != "无" and not re.search(r"\d", text)


def _source_words(text: str) -> str:
    match = re.search(r"(中央|省级?|市级?|区级?|县级?)(?=财政|衔接|专项|资金|补助|配套|本级|直达|级|$)", text)
    return match[1] if match else "无"
