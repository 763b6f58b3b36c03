"""The amounts of a part, each a row, a share of one, or nothing."""

import re
from dataclasses import replace

from data_loaders.planning.sentences.amounts import Amount, base, in_ones, is_place
from data_loaders.planning.sentences.asked import Asked, as_number
from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import (
    Progress,
    add,
    as_before,
    count_towards,
    named_by,
    row_of,
    without_facts,
)
from data_loaders.planning.sentences.rates import COMPLETES, FINISHES, read_rate
from data_loaders.planning.sentences.titles import counted_title, is_bare, naming, short, subject
from data_loaders.planning.sentences.wanted import EVERY_ONE, PLACES, TIMES, is_asked, is_scope, is_size, is_standard

EACH = re.compile(
    rf"(?:每(?![年月季周日天半旬])个?|各)(?P<place>[^，。；、每各\d]{{0,14}}?{PLACES})(?:\S{{0,2}}?)(?:[^，。；]{{0,16}})$"
)
_AT_LEAST_ONE = re.compile(r"(?:至少有?|都有|均有|各有?|每个?\S{1,4}|分别)[^，。；]{0,8}$")
_VAGUE = ("到位", "规模", "面积", "总量", "数量", "人数", "产量", "产值", "总数")
_QUALIFIES = re.compile(r"[\d.万]+\D{1,3}(?:及?以上|以下)(?=[\u4e00-\u9fff])")


def read_amounts(progress: Progress, part: Part, position: int) -> None:
    """Each amount of a part becomes a row, a level or share of one before it, or nothing."""
    if part.frequencies and part.frequencies[0].period != "每年":
        amounts = []
    else:
        amounts = [each for each in part.amounts if each.span not in progress.used]
    if is_standard(progress, part, amounts):
        return
    begin = part.start
    for place, each in enumerate(amounts):
        later = amounts[place + 1] if place + 1 < len(amounts) else None
        joined = place and amounts[place - 1].span[1] == each.span[0]  # 培训 12 期 600 人: both are named alike
        before, named = (
            part.before(each.start),
            part.words(begin, (amounts[place - 1] if joined else each).start),
        )
        if each.unit in ("%", "‰") or each.unit.endswith("百分点") or each.comparison == "growth":
            read_rate(progress, part, position, each, later, before, named)
            continue
        if later and is_scope(progress, part, each, later):
            if base(each.unit) == base(later.unit) and is_bare(before):
                begin = each.span[1]
            continue
        if _QUALIFIES.match(part.text[each.start - part.start :]) and any(
            one.comparison == "all" for one in part.demands
        ):
            continue  # 20户以上自然村网络全覆盖
        if (counted := _share_of(progress, part, each, named)) is not None:
            before_it = [one for one in part.days if one.span[0] < each.span[0]]
            day = before_it[-1] if before_it else part.days[0]  # 其中6个于6月底前完工
            if re.search("开工|启动|进场", part.text) and not FINISHES.search(part.text):
                progress.used.add(each.span)  # 上半年开工6个: none of them is done by then
            else:
                count_towards(progress, counted, [(day, each)], part)
            continue
        if not is_asked(progress, part, position, each, before):
            continue
        if (
            place
            and not part.text[amounts[place - 1].span[1] - part.start : each.start - part.start]
            and part.behind(each.span[1]).startswith("的")
        ):
            continue  # 1支不少于5人的保洁队伍: how large each is
        scope = amounts[place - 1] if place else None
        behind = (
            later.span[1]
            if later and each.span[1] == later.span[0] and is_size(progress, part, later)
            else each.span[1]
        )
        name = counted_title(named, part.words(behind, part.end))  # 1座2000吨冷库
        if all_of := EVERY_ONE.match(part.behind(each.span[1])):
            name = subject(part.behind(each.span[1])[all_of.end() :]) or name
        if (len(name) <= 2 or name[0].isdigit()) and progress.asked and re.search("其中", named):
            name = f"{progress.asked[-1].title}（{re.sub('其中', '', named).strip('，：') or '其中'}）"
        elif name == "累计" and progress.asked:
            name = f"{progress.asked[-1].title}累计"
        elif re.fullmatch(r"(?:每个?|各)\S{1,6}", name) and position and not progress.parts[position - 1].amounts:
            name = short(without_facts(progress, progress.parts[position - 1])) or name
        elif re.fullmatch(rf"(?:每个?|各)\S{{0,4}}?{PLACES}", name) and progress.asked:
            name = progress.asked[-1].title  # 选派特派员60名，每个重点村至少1名
        elif name in _VAGUE and position and not progress.parts[position - 1].amounts:
            name = short(progress.parts[position - 1].text) + name
        elif (
            not name and position and not progress.parts[position - 1].amounts and not progress.parts[position - 1].days
        ):
            name = short(progress.parts[position - 1].text)
        elif (not name or re.match("再|(?:调整|变更|调增|调减|核减|压减)$|剩余|剩下|其余|余下", name)) and (
            same := as_before(progress, position, each)
        ):
            name = same
        elif not name and progress.asked:
            stem = re.sub("[增降]幅$", "", progress.asked[-1].title.split("（")[0])
            name = stem if is_bare(named) else f"{stem}（{named}）"
        if is_place(name):
            about = named_by(progress, progress.parts[position - 1]) if position else ""
            name = f"{about or progress.about}（{name}）" if about or progress.about else ""
        if not (name := name or progress.about):
            continue  # told as unread
        row = row_of(progress, part, each, name)
        if each.unit in TIMES and before.startswith("对") and place and amounts[place - 1].span in progress.used:
            progress.used.add(each.span)  # 对413户走访一遍，5月底前完成
            continue
        if each.unit in TIMES and each.comparison != "at_most":  # so many times in the year of the plan
            progress.used.add(each.span)
            if part.limits:
                continue  # 登记后1个月内提供3次推荐: within the month, not in the year
            again = bool(progress.asked) and progress.asked[-1].kind == "duty"
            if again and (
                is_bare(without_facts(progress, part))
                or re.search("每[^，。；]{1,6}为[^，。；]*，$", progress.sentence[: part.start])
            ):
                continue  # 每季度一次，全年不少于4次; 每月28日为清洁日，开展一次清扫: the same
            title = short(part.words(part.start, part.end)) or name
            period = f"每年{as_number(each.value)}次"
            row = Asked("duty", title, (part.start, part.end), None, "次", None, frequency=period, sure=2)
            if part.days and re.fullmatch("[于在]?(?:今年)?([^年前底末日号]+?月)份?", part.days[-1].stated):
                whole = f"{part.days[-1].day.month}月" if part.days[-1].day and each.value == 1 else period
                progress.asked.append(replace(row, frequency=whole))  # 9月份排查一次
                continue
            if part.days and part.days[-1].day not in (None, progress.last_day):  # 11月底前再走访2次: so many by then
                row = replace(
                    row, kind="target", target=each.value, unit=each.unit, comparison="at_least", frequency=None
                )
            progress.asked.append(row.dated(part.days[-1]) if part.days else row)
            continue
        each_place = EACH.search(before) or (
            scope
            and scope.unit == "个"
            and _AT_LEAST_ONE.search(part.text[scope.span[1] - part.start : each.span[0] - part.start])
        )
        if each_place:
            place_words = (
                each_place["place"]
                if scope is None or EACH.search(before)
                else counted_title("", part.behind(scope.span[1]))
            )
            row = replace(
                row, each=place_words, places=scope.value if scope and scope.span not in progress.used else None
            )
            if scope and row.places:
                progress.used.add(scope.span)
        add(progress, row, part, each.span)


def _share_of(progress: Progress, part: Part, each: Amount, named: str) -> int | None:
    """Which row so many by a day are a part of: 上半年完成 9 个 of the 21 just named."""
    counted = [
        at for at, row in enumerate(progress.asked) if row.kind == "target" and base(row.unit) == base(each.unit)
    ]
    if not counted or not any(day.day for day in part.days):
        return None
    verb, done = naming(named), COMPLETES.sub("", part.words(each.span[1], part.end)).strip("。）)")
    row = progress.asked[counted[-1]]
    if in_ones(each.value, each.unit)[0] > in_ones(row.target or 0, row.unit)[0]:
        return None
    own = is_bare(named) or verb in progress.sentence[slice(*row.span)] or not COMPLETES.sub("", verb)
    return counted[-1] if own and (not done or done in row.title) else None
