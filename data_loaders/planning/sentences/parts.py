"""A sentence in parts (，；、), each with the days, frequencies, limits, amounts and demands that lie in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from data_loaders.planning.sentences.amounts import Amount, Demand, amounts_in, demands_in
from data_loaders.planning.sentences.masks import HOLE, NOTE_OF_DAYS
from data_loaders.planning.sentences.times import Day, Frequency, Limit, days_in, frequencies_in, limits_in

IN_TURN = re.compile("分别|依次")
_RUN = re.compile(r"\d+(?:\.\d+)?%(?:[、和及]\d+(?:\.\d+)?%)+")


@dataclass
class Part:
    start: int
    end: int
    text: str  # with what is no demand masked, as long as in the sentence
    joint: str  # what parts it from the part before: ， ； 、 和
    days: list[Day] = field(default_factory=list)
    frequencies: list[Frequency] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    in_turn: int | None = field(
        default=None, kw_only=True
    )  # where levels begin, one for each day named before them: 15%、45%、75%

    def before(self, place: int) -> str:
        return self.text[: place - self.start]

    def behind(self, place: int) -> str:
        return self.text[place - self.start :]

    def words(self, start: int, end: int) -> str:
        """The words between two places without the days among them: a day is no part of a name."""
        days = {place for day in self.days for place in range(*day.span)}
        return "".join(
            letter for place, letter in enumerate(self.text, self.start) if start <= place < end and place not in days
        )


class _Spanned(Protocol):
    @property
    def span(self) -> tuple[int, int]: ...


def spans_of(found: Iterable[_Spanned]) -> list[tuple[int, int]]:
    """Where facts stand."""
    return [each.span for each in found]


def parts_of(text: str, year: int) -> list[Part]:
    """The parts of a sentence with the facts that lie in each."""
    frequencies = frequencies_in(text)
    taken = [each.span for each in frequencies]

    def free(span: tuple[int, int]) -> bool:
        return not any(span[0] < end and start < span[1] for start, end in taken)

    limits = [each for each in limits_in(text) if free(each.span)]
    taken += [each.span for each in limits]
    days = [each for each in days_in(text, year) if free(each.span)]
    taken += [each.span for each in days]
    amounts = [each for each in amounts_in(text) if free(each.span)]
    taken += [each.span for each in amounts]
    demands = [each for each in demands_in(text) if free(each.span)]
    runs = [span for span in (each.span() for each in _RUN.finditer(text)) if _one_a_day(text, span, days)]
    ends = {span[1] for found in (amounts, demands, limits) for span in spans_of(found)}
    starts = {each.span[0] for each in amounts}
    parts, begin, joint = [], 0, ""

    def inside(facts: list, start: int, end: int) -> list:
        return [each for each in facts if start <= each.span[0] < end]

    for place, letter in enumerate([*text, "；"]):
        left = text[begin:place]
        is_end = letter in "，；：。！？" + NOTE_OF_DAYS or place == len(text)
        in_turn = next((start for start, end in runs if begin <= start < end and place < end), None)
        if letter in "、和及与" and not is_end and not IN_TURN.search(left) and in_turn is None:
            rest = re.split("[，；。]", text[place + 1 :], maxsplit=1)[0]
            after = (
                place in ends
                or begin + len(left.rstrip(HOLE)) in ends
                or (place - 1 in ends and text[place - 1] in "”" and place > 1)
            )
            before = letter == "和" and place + 1 in starts and bool(inside(amounts, begin, place))
            several = (
                letter == "、"
                and bool(inside(frequencies, begin, place))
                and bool(frequencies_in(rest))
                and not any(s < place < e for s, e in (f.span for f in frequencies))
            )
            limited = letter == "、" and bool(inside(limits, begin, place)) and bool(limits_in(rest))
            is_end = (after and bool(rest) and letter != "与") or before or several or limited
        if is_end and (place > begin or place == len(text)):
            if left.strip("。！？；，”’ "):
                parts.append(
                    Part(
                        begin,
                        place,
                        left,
                        joint,
                        *(inside(facts, begin, place) for facts in (days, frequencies, limits, amounts, demands)),
                    )
                )
                parts[-1].in_turn = next((start for start, _ in runs if begin <= start < place), None)
            begin, joint = place + 1, letter
        elif is_end:
            begin, joint = place + 1, letter
    return parts


def _one_a_day(text: str, run: tuple[int, int], days: list[Day]) -> bool:
    """Whether as many days stand before a run of levels as it has."""
    begin = max(text.rfind(sign, 0, run[0]) for sign in "；。")
    named = sum(begin < each.span[0] < run[0] for each in days if each.day)
    return named == len(re.findall("%", text[slice(*run)]))
