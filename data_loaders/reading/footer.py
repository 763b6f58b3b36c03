"""The footer of a Parquet file, read by ourselves where Arrow ends the process over a damaged one.

Arrow throws into Python, past all handlers, when a column's own sizes contradict each other. Of the footer only that is
read which Arrow tells nobody without risk: how large columns claim to be, and their smallest and largest values.
"""

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from data_loaders.reading import limits

_TAIL = 8  # the footer's length, and PAR1
_AT_MOST = 4 * limits.MEGABYTE  # a hundred times that of a million rows in the usual groups
_MOST_NESTED = 16
# Numbers of the fields in parquet.thrift.
_ROW_GROUPS, _COLUMNS, _META, _KIND, _UNPACKED, _STATISTICS = 4, 1, 3, 1, 6, 12
_BOUNDS = (1, 2, 5, 6)  # largest and smallest, as old and as new writers put them down
_NUMBERS = {1: "<i", 2: "<q", 4: "<f", 5: "<d"}  # physical type → how its values are packed


class Chunk(NamedTuple):
    """What a footer says of one column in one group of rows: its size unpacked in bytes, its bounds as text."""

    unpacked: int
    bounds: tuple[str, ...]


def chunks(content: bytes) -> Iterator[Chunk]:
    """Every column of every group of rows.

    Raises:
        ValueError: The footer is damaged.
    """
    length = int.from_bytes(content[-_TAIL:-4], "little")
    begin = len(content) - _TAIL - length
    if length > _AT_MOST or begin < 0:
        raise ValueError("the footer is too long")
    try:
        told = _Compact(content, begin).structure()
        for group in told.get(_ROW_GROUPS, []):
            for column in group.get(_COLUMNS, []):
                meta = column.get(_META, {})
                statistics = meta.get(_STATISTICS, {})
                bounds = (_text(statistics[at], meta.get(_KIND)) for at in _BOUNDS if at in statistics)
                yield Chunk(int(meta.get(_UNPACKED, 0)), tuple(bounds))
    except (IndexError, AttributeError, TypeError, KeyError, struct.error, RecursionError):
        raise ValueError("the footer is damaged") from None


def _text(value: bytes, kind: int | None) -> str:
    layout = _NUMBERS.get(kind or 0)
    if layout and len(value) == struct.calcsize(layout):
        return str(struct.unpack(layout, value)[0])
    return value.decode("utf-8", "replace")


class _Compact:
    """A structure in Thrift's compact protocol, as field number → value."""

    def __init__(self, content: bytes, at: int):
        self._content, self._at = content, at

    def structure(self, depth: int = 0) -> dict[int, Any]:
        if depth > _MOST_NESTED:
            raise ValueError("a footer nests less")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._integer()
            kind = head & 15
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        match kind:
            case 1 | 2 | 3:  # in a list a truth is a byte
                return self._byte()
            case 4 | 5 | 6:
                return self._integer()
            case 7:
                return self._bytes(8)
            case 8:
                return self._bytes(self._unsigned())
            case 9 | 10:
                head = self._byte()
                size = self._unsigned() if head >> 4 == 15 else head >> 4
                return [self._value(head & 15, depth) for _ in range(size)]
            case 11:
                size = self._unsigned()
                kinds = self._byte() if size else 0
                return [(self._value(kinds >> 4, depth), self._value(kinds & 15, depth)) for _ in range(size)]
            case 12:
                return self.structure(depth + 1)
        raise ValueError("no kind of value")

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _bytes(self, length: int) -> bytes:
        self._at += length
        if self._at > len(self._content):
            raise ValueError("a value ends behind the file")
        return self._content[self._at - length : self._at]

    def _unsigned(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 128:
            value |= (byte & 127) << shift
            shift += 7
            if shift > 63:
                raise ValueError("a number is longer than any")
        return value | byte << shift

    def _integer(self) -> int:
        """Zigzag: 0, -1, 1, -2, …"""
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)
