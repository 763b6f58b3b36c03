"""Numbers that belong to names or days in turn: 分别、依次."""

import re
from dataclasses import replace

from data_loaders.planning.sentences.asked import Asked
from data_loaders.planning.sentences.figures import read_amounts
from data_loaders.planning.sentences.parts import IN_TURN, Part
from data_loaders.planning.sentences.progress import Progress, add, count_towards, row_of, without_facts
from data_loaders.planning.sentences.rates import RATE_OF_ALL
from data_loaders.planning.sentences.titles import is_bare, subject, titles_of_several
from data_loaders.planning.sentences.wanted import is_standard


def read_in_turn(progress: Progress, part: Part) -> None:
    """A、B分别达到x、y: as many rows, or the shares of as many days."""
    if is_standard(progress, part, part.amounts):
        return  # 分别奖励30万元、20万元
    said = IN_TURN.search(part.text)
    split = part.in_turn if part.in_turn is not None else said.start() + part.start if said else part.end
    amounts = [each for each in part.amounts if each.span[0] >= split]
    position = progress.parts.index(part)
    before = progress.parts[position - 1] if position else part
    stated = part.days or (before.days if is_bare(without_facts(progress, before)) else [])
    days = [each for each in stated if each.span[0] < split and each.day]
    if days and len(days) == len(amounts):
        begin = days[0].span[0]
        counted = [each for each in part.amounts if each.span[0] < begin and each.unit != "%"]
        rows = len(progress.asked)
        if counted and begin > part.start:  # 羊舍19栋在6、9、11月底分别完成30%、60%、100%
            own = replace(part, end=begin, text=part.before(begin), days=[], amounts=counted, demands=[])
            read_amounts(progress, own, position)
        title = (
            ""
            if len(progress.asked) > rows
            else (
                subject(part.text[: max(0, days[0].span[0] - part.start)])
                or subject(part.text[max(0, days[-1].span[1] - part.start) : split - part.start])
                or subject(part.behind(amounts[-1].span[1]))
            )
        )
        shares = tuple((day.day, amount.value) for day, amount in zip(days, amounts, strict=True) if day.day)
        last = amounts[-1]
        progress.used |= {each.span for each in amounts}
        if amounts[0].unit != "%" and progress.asked and progress.asked[-1].kind == "target":
            count_towards(progress, len(progress.asked) - 1, list(zip(days, amounts, strict=True)), part)
            return
        if RATE_OF_ALL.fullmatch(title) and last.value == 100:
            title = ""  # 危房210户，6月底、11月底竣工率分别达到50%、100%
        if not re.sub("(?:分别|依次)?累计$", "", title) and progress.asked and progress.asked[-1].kind == "target":
            row = progress.asked[-1]
            progress.asked[-1] = replace(
                row, milestones=shares, deadline=row.deadline or shares[-1][0], span=(row.span[0], part.end)
            )
            return
        title = re.sub("(?:分别|依次)?累计$", "", title) or "任务完成比例"
        progress.asked.append(
            Asked(
                "indicator",
                title,
                (part.start, part.end),
                last.value,
                last.unit,
                last.comparison,
                shares[-1][0],
                shares,
            )
        )
        return
    named = part.text[: split - part.start]
    names = titles_of_several(named, len(amounts))
    if is_bare(re.sub("同比|[较比](?:上年|去年|20\\d\\d年)", "", named)) and len(progress.asked) >= len(amounts):
        names = [row.title for row in progress.asked[-len(amounts) :]]  # 接待120万人次，收入8亿元，同比分别增长10%、12%
    if not amounts or not names:
        return
    if amounts[0].comparison == "growth":
        falls = amounts[0].value < 0
        amounts = [
            replace(each, comparison="growth", value=-abs(each.value) if falls else each.value) for each in amounts
        ]
    alike = row_of(progress, part, amounts[0], "").kind
    for name, amount in zip(names, amounts, strict=True):
        if amount.comparison == "growth":
            name += "降幅" if amount.value < 0 else "增幅"
        row = row_of(progress, part, replace(amount, is_compared=True), name)
        add(progress, replace(row, kind=alike), part, amount.span)
