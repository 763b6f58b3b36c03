"""Town and village names as people write them → the names of the village list.

Matched on town + stem through the list and its written aliases; never by likeness, for 上坝 and 坝上
are two villages.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from data_loaders.schema import DISTRICT, OWN_LEVELS
from data_loaders.tidying.cells import Parsed, squeezed
from geo.names import stem

_TOWN_SUFFIX = re.compile(r"(人民政府|镇政府|办事处|管理处|管委会|街道|镇|乡)+$")
_BETWEEN = "·•・-—–/、,:+&|>_"  # 潭东镇·龙井村
_BRACKETS_BEHIND = re.compile(r"(?<=.)\([^()]*\)$")
# What ledgers call the whole, whatever the district is named; its own names come from the plan's settings.
WHOLE_WORDS = frozenset(f"{level}{word}" for level in "区县市" for word in ("级", "本级", "直")) | {
    f"全{level}{word}" for level in "区县市" for word in ("", "合计")
}
SHORTEST_DISTRICT_NAME = 3  # 云岭县; a shorter end of a name, 新区, may mean any
TOWN_ENDINGS = ("镇", "乡", "管理处")
VILLAGE_ENDINGS = ("村", "村委会", "居委会", "社区")
# A name of which half the characters stand in their place is near enough to be what was meant.
NEAR_SHARE = 0.5


@dataclass(frozen=True)
class Later:
    """Words that are worked out when they are said: a column in the wrong place has a million unknown villages."""

    words: Callable[[], str]

    def __str__(self) -> str:
        return self.words()


@dataclass(frozen=True)
class Gazetteer:
    """The village list, ready to look names up in."""

    towns: tuple[str, ...]
    by_stem: dict[str, tuple[tuple[str, str], ...]]  # stem → (town, village) pairs
    district_words: frozenset[str] = WHOLE_WORDS
    level: str | None = None  # 区 or 县, as the whole is called

    @classmethod
    def of(cls, villages: pd.DataFrame, towns: Iterable[str] = (), district: Iterable[str] = ()) -> "Gazetteer":
        """From a frame with town, village and aliases (`;`-separated).

        `towns` adds units without villages; `district` are the names of the whole, each also known by its end:
        赣州蓉江新区 and 蓉江新区.
        """
        by_stem: dict[str, list[tuple[str, str]]] = {}
        others = villages["aliases"] if "aliases" in villages else [None] * len(villages)
        for town, village, aliases in zip(villages["town"], villages["village"], others, strict=True):
            for name in (village, *(re.split(r"[;；、]", aliases) if isinstance(aliases, str) else ())):
                pairs = by_stem.setdefault(stem(name), [])
                if (town, village) not in pairs:
                    pairs.append((town, village))
        known = tuple(dict.fromkeys([*villages["town"].dropna(), *towns]))
        ends = {name[start:] for name in district for start in range(len(name) - SHORTEST_DISTRICT_NAME + 1)}
        levels = {name[-1:] for name in district}
        level = levels.pop() if len(levels) == 1 and levels <= {*OWN_LEVELS} else None
        stems = {key: tuple(pairs) for key, pairs in by_stem.items()}
        return cls(known, stems, WHOLE_WORDS | ends | set(district), level)

    def is_district(self, text: str) -> bool:
        """Whether a text means the whole district: 全区, 区本级, its name."""
        return squeezed(text) in self.district_words

    def town(self, text: str) -> str | None:
        """The town a text names: 潭口, 潭 东 镇, 潭东镇人民政府, 管理处."""
        plain = self._without_district(_BRACKETS_BEHIND.sub("", squeezed(text)))
        if plain in self.towns:
            return plain
        core = _TOWN_SUFFIX.sub("", plain)
        if core:
            matches = [town for town in self.towns if _TOWN_SUFFIX.sub("", town) == core]
        else:
            matches = [town for town in self.towns if town.endswith(plain)]
        return matches[0] if len(matches) == 1 else None

    def split(self, text: str) -> tuple[str | None, str]:
        """A village text that carries its town in front, 潭东镇龙井村 → (潭东镇, 龙井村)."""
        plain = self._without_district(squeezed(text))
        for town, short, prefixes in self._prefixes if plain.startswith(self._any_prefix) else ():
            for prefix in prefixes:
                rest = plain.removeprefix(prefix).lstrip(_BETWEEN)
                # Without 镇 it is a prefix only when a village follows: 潭口 may begin another name.
                if rest not in ("", plain) and (prefix != short or stem(rest) in self.by_stem):
                    return town, rest
        return None, plain

    def _without_district(self, plain: str) -> str:
        """A name without that of the whole in front, which may be written with its province and city."""
        if plain.startswith(self._longest_first):
            word = next((word for word in self._longest_first if plain.startswith(word) and plain != word), "")
            return plain.removeprefix(word)
        for town in self.towns:
            before, _, _ = plain.partition(town)
            if before != plain and re.sub("[省市]", "", before).endswith(self._longest_first):
                return plain.removeprefix(before)
        return plain

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self.district_words, key=len, reverse=True))

    @cached_property
    def _prefixes(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each town, what is left of it without 镇, and what may stand in front of its villages."""
        shorts = [(town, _TOWN_SUFFIX.sub("", town)) for town in self.towns]
        return [(town, short, (town, f"{short}镇", short)) for town, short in shorts]

    @cached_property
    def _any_prefix(self) -> tuple[str, ...]:
        return tuple(prefix for _, _, prefixes in self._prefixes for prefix in prefixes)

    def village(self, text: str, town: str | None) -> Parsed:
        """The (town, village) a text names; with a problem code when there is none, or more than one.

        `town` is the row's own town when it gives one; it must agree, and so must a town in front of the name.
        """
        prefix, name = self.split(text)
        given = {place for place in (town, prefix) if place}
        pairs = self.by_stem.get(stem(name), ())
        within = [pair for pair in pairs if given <= {pair[0]}]
        if len(within) == 1:
            village = within[0][1]
            return Parsed(within[0], () if squeezed(text) == village else (f"village_spelling:{text.strip()}",))
        if len(within) > 1:
            return Parsed(problem="village_ambiguous", slots={"text": name, "candidates": _either(within)})
        if pairs:
            other = next(place for place in (town, prefix) if place and place != pairs[0][0])
            near = self._near(name, other)
            hint = f"；{other}有{_either_names(near)}" if near else ""
            slots = {"village": pairs[0][1], "town": pairs[0][0], "given": other, "suggestion": hint}
            return Parsed(problem="village_wrong_town", slots=slots)
        suggestion = Later(partial(self._suggestion, name, town or prefix))
        return Parsed(problem="village_unknown", slots={"text": name, "suggestion": suggestion})

    def is_village(self, text: str) -> bool:
        """Whether a text is the name of a village, with its town in front or without."""
        return self.village(text, None).problem in (None, "village_ambiguous")

    def unit(self, text: str) -> Parsed:
        """A unit that reports: a town, a village, 全区, or a department as written.

        What calls itself a town or a village must be one of the list.
        """
        plain = squeezed(text)
        if self.is_district(plain):
            return Parsed(DISTRICT)
        if town := self.town(plain):
            return Parsed(town)
        found = self.village(plain, None)
        if found.value:
            return Parsed("".join(found.value))
        if plain.endswith(TOWN_ENDINGS):
            return Parsed(problem="town_unknown", slots={"text": text, "towns": "、".join(self.towns)})
        return found if plain.endswith(VILLAGE_ENDINGS) else Parsed(plain)

    def _suggestion(self, name: str, town: str | None) -> str:
        """All near names of the list as a question, those of the row's own town first, or where to look."""
        names = list(dict.fromkeys([*self._near(name, town), *self._near(name)]))
        if not self.by_stem:
            return "还没有村庄名录：请下载村庄名录模板，填好本地的镇和村，和台账一起或先交上来"
        return f"是否为{_either_names(names)}？请改正后上传" if names else "请核对村庄名录；新增的村请先更新村庄名录"

    def _near(self, name: str, town: str | None = None) -> list[str]:
        """The villages, of one town or of all, whose names are written nearly like this one."""
        key = stem(name)
        near = [
            village
            for known, pairs in self.by_stem.items()
            for own_town, village in pairs
            if _is_near(known, key) and town in (None, own_town)
        ]
        return list(dict.fromkeys(near))


def _is_near(known: str, key: str) -> bool:
    """The same characters in another order, half of them in place, or one too many or too few."""
    if sorted(known) == sorted(key):
        return True
    if len(known) == len(key):
        return sum(a == b for a, b in zip(known, key, strict=True)) >= NEAR_SHARE * len(key)
    short, long = sorted((known, key), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _either(pairs: list[tuple[str, str]]) -> str:
    return _either_names([f"{town}{village}" for town, village in pairs])


def _either_names(names: list[str]) -> str:
    return "或".join(f"「{name}」" for name in names)
