"""The container around XLS files (an OLE2 compound file): which streams it holds, and their bytes.

Needed before the workbook reader runs, because that reader trusts what the file claims.
"""

import struct

_LAST_REGULAR_SECTOR = 0xFFFFFFFA
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class DamagedCompound(Exception):
    """The container contradicts itself."""


class CompoundFile:
    """Streams by lower-case name; raises DamagedCompound for a container that cannot be followed."""

    def __init__(self, content: bytes):
        self._content = content
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise DamagedCompound from error

    def _open(self) -> None:
        (sector_shift, mini_shift) = struct.unpack_from("<HH", self._content, 30)
        if sector_shift not in (9, 12) or mini_shift > sector_shift:
            raise DamagedCompound
        self._sector, self._mini_sector = 1 << sector_shift, 1 << mini_shift
        folders, tables = struct.unpack_from("<II", self._content, 40)
        header = struct.unpack_from("<IIIIIII", self._content, 48)
        directory, _, self._cutoff, mini_table, mini_tables, more, more_count = header
        # The workbook reader sets memory aside for as many sectors as the header names.
        if max(folders, tables, mini_tables, more_count) > len(self._content) // self._sector:
            raise DamagedCompound
        self._next = self._table(self._table_sectors(more, more_count))
        self._entries = self._directory(self._chain(directory))
        self._next_mini = self._table(self._chained_sectors(mini_table, self._next))
        self.names = frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; KeyError when there is none of that name."""
        start, size = self._entries[name]
        if size >= self._cutoff:
            return self._chain(start)[:size]
        root_start, root_size = self._root
        mini = self._chain(root_start)[:root_size]
        step = self._mini_sector
        return b"".join(mini[i * step : (i + 1) * step] for i in self._chained_sectors(start, self._next_mini))[:size]

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._content[begin : begin + self._sector]

    def _table_sectors(self, more: int, more_count: int) -> list[int]:
        """The sectors of the allocation table: 109 in the header, the others in a chain of their own."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        # A table needs one entry a sector; a header that lists more of it wants our memory.
        needed = len(self._content) // self._sector // (self._sector // 4) + 2
        for _ in range(min(more_count, needed)):
            *listed, more = struct.unpack(f"<{self._sector // 4}I", self._at(more))
            sectors += listed
            if len(sectors) > needed:
                break
        return [sector for sector in sectors if sector <= _LAST_REGULAR_SECTOR][:needed]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        data = b"".join(map(self._at, sectors))
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._at, self._chained_sectors(start, self._next)))

    @staticmethod
    def _chained_sectors(start: int, table: tuple[int, ...]) -> list[int]:
        sectors: list[int] = []
        while start <= _LAST_REGULAR_SECTOR:
            if len(sectors) > len(table):  # a chain that bites its own tail
                raise DamagedCompound
            sectors.append(start)
            start = table[start]
        return sectors

    def _directory(self, data: bytes) -> dict[str, tuple[int, int]]:
        entries: dict[str, tuple[int, int]] = {}
        for offset in range(0, len(data) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", data, offset + 64)
            start, size = struct.unpack_from("<II" if self._sector == 512 else "<IQ", data, offset + 116)
            if kind in (_ROOT, _STREAM) and size > len(self._content):
                raise DamagedCompound
            if kind == _ROOT:
                self._root = (start, size)
            elif kind == _STREAM:
                name = data[offset : offset + max(length - 2, 0)].decode("utf-16-le")
                entries.setdefault(name.lower(), (start, size))
        if not hasattr(self, "_root"):
            raise DamagedCompound
        return entries
