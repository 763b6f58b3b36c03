"""What one sentence asks for: amounts, rates, zeros, frequencies, time limits, each with its words, day and share by day.

A sentence is read part by part (，；、): a day that stands alone speaks for what follows it or for what is before it, a
share with a day is a milestone of what is before it. Nothing becomes a row unless words ask for it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import floor

from data_loaders.planning.sentences.amounts import Shares, amounts_in, shares_in
from data_loaders.planning.sentences.asked import Asked, Reading
from data_loaders.planning.sentences.counts import put_counts_in
from data_loaders.planning.sentences.duties import number_of_last_year, read_demands, read_frequencies, read_limits
from data_loaders.planning.sentences.figures import read_amounts
from data_loaders.planning.sentences.in_turn import read_in_turn
from data_loaders.planning.sentences.lone_days import read_day_alone
from data_loaders.planning.sentences.masks import HOLE, VERB, mask
from data_loaders.planning.sentences.parts import IN_TURN, parts_of, spans_of
from data_loaders.planning.sentences.progress import STATE, Progress, without_facts
from data_loaders.planning.sentences.times import days_in, names_another_year
from data_loaders.planning.sentences.titles import is_bare, short
from data_loaders.planning.sentences.told import asks_for_nothing

_QUOTE_SIGNS = re.compile(r"([\ue000-\uf8ff])\1*")
# What is asked behind what is: 现有车间3家，年内再认定1家.
_ASKS = re.compile(
    "今年|本年|年内|再|要|须|应当|确保|力争|计划|达到|不低于|不少于|不超过|控制在|[提增][高升加]|新[增建改]|每|全部|完成|清零|推进|实施"
)
# A number without a unit, in a sentence that asks for nothing; no year.
_LONE_NUMBER = re.compile(r"(?<![\dA-Za-z.〔])(?!20\d\d年)\d+(?:\.\d+)?(?![\d.]*[号年月日A-Za-z〕])")
_COVERS = re.compile(r"覆盖到?(?:所有|全部|全体)[^，。；、]{1,12}(?!.*覆盖率)")  # all of them, by nothing that counts
_LIMIT_ALONE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?以[内上下]")  # 收入比缩小到2.1以内
_SO_LONG = re.compile(r"(?:不少于|不低于|至少)\d+天")
_MULTIPLE = re.compile(r"\d+(?:\.\d+)?倍")  # of something that is no number here
_OF_THE_TASK = re.compile("完成(?:年度|全年)?(?:目标|任务)|(?:年度|全年)(?:目标|任务)$")
# Signs as a keyboard without Chinese writes them; the colon of an hour is none.
_WIDE = str.maketrans(",;()!?", "，；（）！？")
_TO_ONE = re.compile(r"(?<=\d)[：∶](?=1(?!\d))")  # 2.1：1


def read_sentence(sentence: str, year: int, about: str = "", *, is_goal: bool = False) -> Reading:
    """What a sentence of a plan for a year asks for; `about` is the heading above it, for numbers that name nothing.

    What stands in a column of goals needs no verb to be asked: 新建户厕1480户；农村公厕25座.
    """
    sentence = _TO_ONE.sub(":", sentence.translate(_WIDE))
    shares = shares_in(sentence)
    plainer = sentence
    for each in shares:
        plainer = plainer[: each.span[0]] + HOLE * (each.span[1] - each.span[0]) + plainer[each.span[1] :]
    masked = mask(plainer, year)
    parts = parts_of(masked, year)
    progress = Progress(sentence, parts, year, short(about), is_goal)
    for position in range(len(parts)):
        _read_part(progress, position)
    asked, unused = tuple(_shared(_finished(progress), shares)), tuple(_unused_words(progress))
    noted = tuple(plainer[slice(*each.span)] for each in amounts_in(plainer) if masked[each.span[0]] == HOLE)
    noted += tuple(_COVERS.findall(masked)) + tuple(_MULTIPLE.findall(masked))
    noted += tuple(
        each[0]
        for pattern in (_SO_LONG, _LIMIT_ALONE)
        for each in pattern.finditer(masked)
        if not any(start < each.end() <= end for start, end in _known_spans(progress))
    )
    if not (asked or unused or noted):  # a number without a unit, else a day, of this month or the next
        days = tuple(each.stated for each in days_in(masked, year)) or tuple(re.findall(r"次月\d+[日号]", masked))
        return Reading((), tuple(_LONE_NUMBER.findall(plainer)) or days)
    return Reading(asked, unused + noted)


def _shared(asked: Iterable[Asked], shares: list[Shares]) -> Iterator[Asked]:
    """The rows with the shares of towns that stand behind them."""
    for row in asked:
        own = [each for each in shares if row.span[0] <= each.total[0] < max(row.span[1], row.span[0] + 1)]
        if own and row.target == own[0].value:
            row = replace(row, shares=own[0].words, span=(row.span[0], max(row.span[1], own[0].span[1])))
        yield row


def _read_part(progress: Progress, position: int) -> None:
    """Take in one part."""
    part = progress.parts[position]
    part.days = [
        day for day in part.days
        if not (names_another_year(day, progress.year) and re.match("[^，。；]{1,16}的\\d", part.behind(day.span[1])))
    ]  # 2024年底前已消除风险的413户  # fmt: skip
    if part.joint in ("；", "。"):
        progress.ahead, progress.listed, progress.elsewhere, progress.verb = None, None, False, False
        progress.before, progress.since, progress.counted = progress.since, len(progress.asked), False
    if any(names_another_year(day, progress.year) for day in part.days) and not part.frequencies:
        progress.elsewhere = progress.elsewhere or is_bare(without_facts(progress, part))
        if not any(day.day for day in part.days):
            return
    goes_on = part.joint in ("、", "和", "及") or (part.joint == "，" and not _ASKS.search(part.text) and not part.days)
    progress.state = bool(STATE.search(part.text)) or (progress.state and goes_on)
    if re.search(f"今年|本年|年内|{progress.year}年", part.text):
        progress.elsewhere = False
    if progress.elsewhere or asks_for_nothing(progress, part):
        return
    if part.days and not (part.amounts or part.frequencies or part.limits or part.demands):
        read_day_alone(progress, part, position)
    elif (IN_TURN.search(part.text) or part.in_turn is not None) and len(part.amounts) > 1:
        read_in_turn(progress, part)
    else:
        read_frequencies(progress, part)
        read_limits(progress, part)
        progress.used |= {number.span for each in part.demands if (number := number_of_last_year(progress, part, each))}
        read_amounts(progress, part, position)
        read_demands(progress, part, position)
    progress.verb = progress.verb or bool(VERB.search(part.text))
    progress.counted = progress.counted or bool(part.amounts)


def _chained(progress: Progress) -> Iterator[Asked]:
    """The rows in the order of the text; levels of one thing by one day after the other are one row."""
    waiting: list[Asked] = []
    for row in sorted(progress.asked, key=lambda one: one.span):
        last = waiting[-1] if waiting else None
        if (
            last and last.title.endswith(row.title) and last.unit == row.unit == "%" and last.deadline and row.deadline
            and last.comparison == row.comparison == "at_least" and last.deadline < row.deadline
        ):  # fmt: skip
            levels = {
                day: level for each in (last, row) for day, level in each.milestones or ((each.deadline, each.target),)
            }
            stones = tuple((day, level) for day, level in levels.items() if day and level is not None)
            waiting[-1] = replace(row, title=last.title, span=(last.span[0], row.span[1]), milestones=stones)
        elif (
            last
            and last.title == row.title
            and last.unit == row.unit
            and {last.kind, row.kind} == {"target"}
            and last.deadline
            and row.deadline
            and last.deadline < row.deadline
            and not (last.milestones or row.milestones)
            and last.target
            and row.target
            and last.target < row.target
            and (last.each, row.each) == ("", "")
        ):  # 6月底前完成800户、11月底前完成1500户
            share = floor(1e8 * last.target / row.target) / 1e6
            stones = ((last.deadline, share), (row.deadline, 100.0))
            waiting[-1] = replace(row, span=(last.span[0], row.span[1]), milestones=stones, counted=True)
        elif last and last.target is None and (last.comparison, last.title) == ("growth", row.title) and row.target:
            waiting[-1] = replace(row, span=(last.span[0], row.span[1]))  # 占比要高于上年，并不低于55%
        elif (
            last
            and (last.milestones or (last.deadline and row.deadline and last.deadline < row.deadline))
            and last.unit == "%"
            and _OF_THE_TASK.search(last.title)
            and row.kind == "target"
            and not row.milestones
        ):
            steps = last.milestones
            if not steps and last.deadline and row.deadline and last.target is not None:
                steps = (
                    (last.deadline, last.target),
                    (row.deadline, 100.0),
                )  # 6月底完成任务的60%、10月底完成2400户
            waiting[-1] = replace(row, span=(last.span[0], row.span[1]), milestones=steps)
        else:
            waiting.append(row)
    return iter(waiting)


def _finished(progress: Progress) -> list[Asked]:
    """The rows in the order of the text, rates with several days as milestones, names with their quotations."""
    put_counts_in(progress)
    return [
        replace(
            each,
            title=_QUOTE_SIGNS.sub(lambda run: _quotation(progress, run[1]), each.title),
            kind="milestones" if each.kind in ("indicator", "ratio") and len(each.milestones) > 1 else each.kind,
        )
        for each in _chained(progress)
    ]


def _quotation(progress: Progress, sign: str) -> str:
    places = [part.start + place for part in progress.parts for place, each in enumerate(part.text) if each == sign]
    return progress.sentence[min(places) : max(places) + 1] if places else ""


def _known_spans(progress: Progress) -> list[tuple[int, int]]:
    """Where the numbers and frequencies stand, used or not."""
    return [span for part in progress.parts for found in (part.amounts, part.frequencies) for span in spans_of(found)]


def _unused_words(progress: Progress) -> list[str]:
    """The numbers and frequencies that no row took."""
    facts = [
        span
        for part in progress.parts
        for found in (part.amounts, part.frequencies, part.limits, part.demands)
        for span in spans_of(found)
    ]
    return [progress.sentence[start:end] for start, end in facts if (start, end) not in progress.used]
