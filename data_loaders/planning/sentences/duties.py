"""What is asked again and again, within a time, or never to be worse: frequencies, limits, zeros."""

import re
from dataclasses import replace

from data_loaders.planning.sentences.amounts import Amount, Demand, base
from data_loaders.planning.sentences.asked import Asked
from data_loaders.planning.sentences.masks import HOLE
from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import Progress, add, named_by
from data_loaders.planning.sentences.titles import each_counted, is_bare, short, subject, unit_of
from data_loaders.planning.sentences.told import is_condition
from data_loaders.planning.sentences.wanted import TIMES

_LAST_YEAR = r"(?:上年|去年|20\d\d年)(?:同期|相比)?"


def _last_years_of(row: Asked) -> str:
    """What a level says of last year when it is to be reached, or not to be exceeded."""
    return {"at_least": "not_below_last_year", "at_most": "not_above_last_year"}.get(row.comparison or "", "")


def number_of_last_year(progress: Progress, part: Part, each: Demand) -> Amount | None:
    """The number that last year had, where it stands behind what is not to be worse: 不少于上年的8900人."""
    if not each.comparison.endswith("last_year"):
        return None
    behind = (one for one in part.amounts if one.span[0] >= each.span[1])
    first = next(behind, None)
    between = part.text[each.span[1] - part.start : first.start - part.start] if first else ""
    return first if first and between in ("", "的", "的约") else None


def read_frequencies(progress: Progress, part: Part) -> None:
    """The duties of a part: something so often."""
    act = _act_of_several(progress, part)
    for place, each in enumerate(part.frequencies):
        if re.search(r"(?:不超过|不多于|控制在)\S{1,3}$", each.stated) or part.behind(each.span[1]).startswith("以内"):
            continue  # 每季度不超过 2 次: no duty, told as unread
        behind = [amount for amount in part.amounts if amount.span[0] >= each.span[1]]
        if each.period != "每年" and any(amount.unit == "元" for amount in behind):
            continue  # 每月补贴300元: what somebody is paid
        asked = next((amount for amount in behind if amount.unit not in TIMES), None)
        if each.period == "每年" and behind and behind[0].unit != "天":
            progress.used.add(each.span)  # a number a year is the year's target
            continue
        progress.used |= {amount.span for amount in part.amounts if amount.unit in TIMES}
        when = re.fullmatch("(?:分别|均|统一)?(?:安排|放)?在?", part.text.replace(each.stated, ""))
        if when and when[0] and progress.asked:
            progress.used.add(each.span)  # 每半年通报一次，分别安排在6月和11月
            continue
        target, unit = None, "次"
        if asked and asked.value > 1 and (asked.is_compared or place == len(part.frequencies) - 1):
            target, unit = asked.value, asked.unit
        progress.used |= {amount.span for amount in part.amounts}
        end = part.frequencies[place + 1].span[0] - part.start if place + 1 < len(part.frequencies) else len(part.text)
        title = (
            short(part.words(part.start, part.start + end))
            if len(part.frequencies) == 1
            else short(part.text[each.span[0] - part.start : end])
        )
        if re.search("(?<!周)一", each.stated) and not re.search(r"[次遍轮回]$", each.stated):
            title = short(part.before(each.span[0])) + re.sub(r"^.*(?<!周)一", "", each.stated)
        elif each.stated == title or re.match("[日周旬月季半]", each.stated):
            title = each.stated
        elif is_bare(title) and progress.parts.index(part) > 0:
            title = short(progress.parts[progress.parts.index(part) - 1].text) or title
        progress.asked.append(
            Asked(
                "duty",
                (title or each.stated) + (act if _SAYS_WHO.search(title) else ""),
                (part.start, part.end),
                target,
                unit,
                "at_least" if target else None,
                frequency=each.period,
            )
        )
        progress.used.add(each.span)


_SAYS_WHO = re.compile("[级村镇乡县组办局门位]$")


def _act_of_several(progress: Progress, part: Part) -> str:
    """What is done so often where the last of several says it: 村级每月、乡级每季度开展一次研判 → 研判."""
    if part.behind(part.frequencies[-1].span[1]).strip() if part.frequencies else True:
        return ""
    for later in progress.parts[progress.parts.index(part) + 1 :]:
        if later.joint != "、" or not later.frequencies:
            return ""
        if behind := later.behind(later.frequencies[-1].span[1]).strip("”’"):
            return short(behind)
    return ""


def read_limits(progress: Progress, part: Part) -> None:
    """What is to be done so long after an event."""
    if part.frequencies and re.search(r"在村|驻村|吃住", part.text):
        return
    for each in part.limits:
        before = part.before(each.span[0])
        if any(amount.unit == "%" and amount.span[0] > each.span[1] for amount in part.amounts):
            progress.used.add(each.span)  # 15日内答复率100%: the rate is what is asked
            continue
        if re.match("[仍还]?(?:未|无法|不能|没有)", part.behind(each.span[1])):
            continue  # 30日内无法消除的: in which case
        if part.frequencies and re.search("(?:开学|开始|结束)(?:之?后)?$", before):
            progress.used.add(each.span)  # 学期开学后一个月内各一次: when, not how long
            continue
        if any(
            re.fullmatch("(?:结束|终了)?(?:之?后)?的?", part.text[one.span[1] - part.start : each.span[0] - part.start])
            for one in part.frequencies
        ):
            progress.used.add(each.span)  # 每季度结束后10日内报送 is every quarter
            continue
        if is_condition(part) or re.search(
            r"会议(?:时间|时长)?(?:一般|原则上)?(?:不得?超过|控制在)?$|会期|时长|近$|最近$|未来$|过去$|用$|力争用$|原则上$|前$|冷静期",
            before,
        ):
            continue
        event = re.search(
            r"(?:自|从)?([^，。；]{2,24}?)(?:之日起|之后|后|起|之日)(?:的)?(?:须|应|要|必须)?(?:在)?$", before
        )
        title = short(before + HOLE + part.behind(each.span[1]).lstrip("内")) or "办理时限"
        progress.asked.append(
            Asked(
                "deadline",
                title,
                (part.start, part.end),
                each.value,
                each.unit,
                "at_most",
                event=event[1] if event else "",
                sure=3 if event else 2,
            )
        )
        progress.used.add(each.span)


def read_demands(progress: Progress, part: Part, position: int) -> None:
    """What is asked without an amount: zeros, all of something, not below last year."""
    for each in part.demands:
        if each.comparison == "zero" and part.limits:
            progress.used.add(each.span)  # 20天内清零: within so long
            continue
        if each.comparison == "all" and (part.frequencies or any(one.span in progress.used for one in part.amounts)):
            progress.used.add(each.span)
            continue
        says_before = each.span[0] < each.span[1]
        before = part.words(part.start, each.span[0]) if says_before else part.behind(each.span[0])
        none = re.search("[一1]([名人例户起件])$", progress.sentence[: each.span[0]])  # 无一户返贫、无一人致贫
        if none and progress.state:
            continue  # 去年没有一户返贫
        before = before.split("、")[0] if none else before
        if re.fullmatch(f"[较比与同]{_LAST_YEAR}", before):
            before = ""  # 务工1.9万人以上，较上年只增不减
        counted_here = [one.span[1] for one in part.amounts if part.start < one.span[1] <= each.span[0]]
        again = bool(counted_here) and bool(progress.asked) and is_bare(part.words(counted_here[-1], each.span[0]))
        name = progress.asked[-1].title if again else subject(before)  # 参保率稳定在99%以上且不低于上年
        start = part.start
        if re.search("按照?$", name):  # 按照不低于上年的要求安排资金
            name = subject(re.sub("^(?:投入|水平)*的?(?:要求|标准|原则)", "", part.behind(each.span[1])))
        if is_bare(before) and position:
            previous = progress.parts[position - 1]
            counted = (
                bool(progress.asked) and progress.asked[-1].kind == "target" and each.comparison in ("zero", "all")
            )
            if counted and not previous.frequencies and (part.days or previous.amounts or previous.demands):
                progress.used.add(each.span)  # all of what was counted just before
                if part.days:
                    progress.asked[-1] = replace(progress.asked[-1], span=(progress.asked[-1].span[0], part.end)).dated(
                        part.days[-1]
                    )
                continue
            name, start = named_by(progress, previous) if previous.amounts else short(previous.text), previous.start
        if not name:
            continue
        last = progress.asked[-1] if progress.asked and each.comparison not in ("zero", "all") else None
        if last and last.title == name and last.target is not None and each.comparison == _last_years_of(last):
            continue  # 务工3万人以上，较上年只增不减: one thing, and its number says how much; the rest is told
        counted_in = base(last.unit) if last and last.title == name else ""
        names = (
            each_counted(name)
            if each.comparison in ("growth", "not_below_last_year", "not_above_last_year")
            else [name]
        )
        for one in names:
            said = progress.sentence[slice(*each.span)]  # 零辍学, 无辍学学生 are people
            named = f"{one}{said}" if said.startswith(("零", "无")) and unit_of(one) == "个" else one
            unit = (
                "%"
                if each.comparison == "all"
                else none[1].replace("名", "人")
                if none
                else counted_in or unit_of(named)
            )
            comparison = "at_least" if each.comparison == "all" else each.comparison
            number = number_of_last_year(progress, part, each)
            row = Asked(
                "indicator",
                one,
                (start, part.end),
                number.value if number else each.value,
                number.unit if number else unit,
                comparison,
                sure=3 if each.comparison != "all" else 1,
            )
            add(progress, row, part, each.span)
