"""The village list, ready to look up the names and codes that boundary files carry."""

import re
from dataclasses import dataclass

import pandas as pd

from geo.layer import as_text
from geo.names import squeezed, stem

CODE_DIGITS = 12
_CODE = re.compile(r"\d{12,19}")  # 12 digits are a village; 14 a group in it, 19 a padded 坐落单位代码
_ABOVE_VILLAGE = "000"  # a code that ends so is a town, a county, or has lost its digits in a spreadsheet
_ALIAS_MARKS = re.compile(r"[;；、,，]")
_TOWN_KIND = re.compile(r"(?:人民政府|镇政府|街道办事处|办事处|管理处|管委会|街道|镇|乡)+$")
COUNTY_DIGITS, TOWN_DIGITS = 6, 9


@dataclass(frozen=True)
class Villages:
    """The list as lookups; a village is known by its row position in the list."""

    places: tuple[tuple[str, str], ...]  # (town, village) by position
    codes: tuple[str | None, ...]
    by_code: dict[str, int]
    by_stem: dict[str, tuple[int, ...]]
    towns: tuple[str, ...]

    @classmethod
    def of(cls, villages: pd.DataFrame) -> "Villages":
        """From a frame with town, village and, where known, code and aliases (separated by ;)."""
        by_stem: dict[str, list[int]] = {}
        places, codes = [], []
        for position, row in enumerate(villages.to_dict("records")):
            places.append((row["town"], row["village"]))
            codes.append(village_code(row.get("code")))
            aliases = row.get("aliases")
            for name in (row["village"], *(_ALIAS_MARKS.split(aliases) if isinstance(aliases, str) else ())):
                positions = by_stem.setdefault(stem(name), [])
                if name.strip() and position not in positions:
                    positions.append(position)
        by_code = {code: position for position, code in enumerate(codes) if code}
        towns = tuple(dict.fromkeys(town for town, _ in places))
        return cls(tuple(places), tuple(codes), by_code, {key: tuple(found) for key, found in by_stem.items()}, towns)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of all names and aliases."""
        return frozenset(self.by_stem)

    def named(self, text: str, town: str | None = None) -> tuple[int, ...]:
        """Positions of the villages a text may mean, as 龙井村委会 or 潭东镇龙井村; only those of `town` when given."""
        prefix, name = self._split(text)
        found = self.by_stem.get(stem(name), ())
        town = prefix or town
        return found if town is None else tuple(position for position in found if self.places[position][0] == town)

    def town(self, text: str) -> str | None:
        """The town of the list that a text names: 潭口, 潭 东 镇, 章贡区潭东镇."""
        plain = squeezed(text)
        core = _TOWN_KIND.sub("", plain)
        for town in self.towns:
            if plain.endswith(town) or (core and core == _TOWN_KIND.sub("", town)):
                return town
        return None

    def label(self, position: int) -> str:
        """The village's name, with its town where another town has the same."""
        town, village = self.places[position]
        return village if sum(name == village for _, name in self.places) == 1 else town + village

    def _split(self, text: str) -> tuple[str | None, str]:
        plain = squeezed(text)
        for town in self.towns:
            before, found, rest = plain.rpartition(town)
            if found and rest:
                return town, rest
            core = _TOWN_KIND.sub("", town)
            if (
                not before
                and plain.startswith(core)
                and stem(plain[len(core) :]) in self.by_stem
                and stem(plain) not in self.by_stem
            ):
                return town, plain[len(core) :]
        return None, plain


def village_code(value: object) -> str | None:
    """The 12 digits of a village in a code of any length or form; None for towns, counties and what is no code."""
    text = as_text(value)
    if text is None or not _CODE.fullmatch(squeezed(text)):
        return None
    code = squeezed(text)[:CODE_DIGITS]
    return None if code.endswith(_ABOVE_VILLAGE) else code
