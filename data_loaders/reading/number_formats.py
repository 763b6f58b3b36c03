"""What a spreadsheet's number format makes of a number: 500000 that reads 50.0万元, 0.75 that reads 75%."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# What a format may write behind a number and change its meaning by; every other word there is decoration.
MONEY_UNITS = frozenset({"元", "百元", "千元", "万元", "百万元", "亿元", "万", "亿"})
THOUSAND, TEN = 1000, 10
# Decimals kept when a number is divided: of an amount in 亿元 the last of them is a cent.
DECIMALS = 10
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|\[([^\]]*)\]|[_*].|([0#?]+)|(.)', re.DOTALL)
_GENERAL = re.compile(r"General|G/通用格式")
_CONDITION = re.compile(r"(>=|<=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_HOLDS = {
    ">=": float.__ge__, "<=": float.__le__, "<>": float.__ne__, "=": float.__eq__, "<": float.__lt__, ">": float.__gt__,
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One part of a format: for which numbers, divided by how much, with which unit of money behind."""

    condition: tuple[str, float] | None
    divisor: int
    unit: str

    def takes(self, number: float) -> bool:
        """Whether a number is shown by this part."""
        return self.condition is None or bool(_HOLDS[self.condition[0]](number, self.condition[1]))

    def shown(self, number: float) -> float | str:
        """The number as a person reads it, all its digits kept: 487512 under 0!.0,"万元" is 48.7512万元."""
        value = round(number / self.divisor, DECIMALS)
        plain = int(value) if value.is_integer() else value
        return f"{plain}{self.unit}" if self.unit else value


@dataclass(frozen=True)
class NumberFormat:
    """A whole format: percent or not, and the parts among which the number chooses."""

    is_percent: bool
    sections: tuple[Section, ...]

    @property
    def changes(self) -> bool:
        """Whether somebody reads another number, or another unit, than the cell holds."""
        return any(section.divisor != 1 or section.unit for section in self.sections)

    def shown(self, number: float) -> float | str:
        """What a person reads for a number."""
        return next((section.shown(number) for section in self.sections if section.takes(number)), number)


@lru_cache(maxsize=1000)
def number_format(code: str) -> NumberFormat:
    """The meaning of a format code such as 0!.0,"万元" or [>=10000]0!.0,"万";0."""
    parts = list(_sections(_GENERAL.sub("0", code)))
    stated = any(section.condition for section, _ in parts)
    sections = [section for section, _ in parts[: len(parts) if stated else 1]]
    return NumberFormat(any(is_percent for _, is_percent in parts), tuple(sections))


def _sections(code: str) -> Iterator[tuple[Section, bool]]:
    """Each part between semicolons, and whether it shows a percentage."""
    tokens: list[re.Match] = []
    for token in _TOKEN.finditer(code):
        if token[5] == ";":
            yield _section(tokens)
            tokens = []
        else:
            tokens.append(token)
    yield _section(tokens)


def _section(tokens: list[re.Match]) -> tuple[Section, bool]:
    condition, behind = None, ""
    commas = digits = moved = 0
    is_percent = has_point = is_moved = False
    for token in tokens:
        if token[3] and (match := _CONDITION.fullmatch(token[3].strip())):
            condition = (match[1], float(match[2]))
        elif token[4]:
            digits += len(token[4])
            moved += len(token[4]) if is_moved else 0
            commas, behind = 0, ""
        elif token[5] == ",":
            commas += digits > 0
        elif token[5] == "%":
            is_percent = True
        elif token[5] == ".":
            has_point = True
        elif literal := token[1] or token[2] or token[5]:
            # A point in quotes moves nothing by itself; the digits that it is put in front of read as decimals.
            is_moved |= literal == "." and digits > 0 and not has_point
            behind += literal
    unit = behind.strip() if behind.strip() in MONEY_UNITS else ""
    return Section(condition, THOUSAND**commas * TEN**moved, unit), is_percent
