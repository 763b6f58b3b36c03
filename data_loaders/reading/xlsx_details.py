"""A second look at XLSX sheets, for what the workbook reader does not tell.

It sees how far cells really reach (before memory is taken for them), broken formulas, number formats that show
something else than the cell holds, and hidden rows.
"""

import io
import posixpath
import re
import string
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from lxml import etree

from data_loaders.findings import Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.number_formats import NumberFormat, number_format

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACED_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^<>]*?\s)??r\s*=\s*[\"']([A-Za-z]{1,3}\d{1,7})[\"']")
_PLACED, _LONGEST_PLACE = b'<c r="', len("XFD1048576")
_LEAST_CELL_BYTES = len('<c t="s"><v>0</v></c>')
_LETTERS, _DIGITS = string.ascii_letters.encode(), string.digits.encode()
# What a byte is worth in the number of a row, and in the letters of a column; -1 where it is none of them.
_DIGIT_OF, _POSITION_OF = (
    np.array([chars.find(chr(byte).upper()) if byte < 128 else -1 for byte in range(256)], dtype=np.int64)
    for chars in (string.digits, string.ascii_uppercase)
)
_SHARED_TEXT_CELL = re.compile(rb"\st\s*=\s*[\"']s[\"'][^<>]{0,300}>\s*<(?:\w+:)?v>\s*(\d{1,9})")
# Errors, formulas and hidden rows, each behind a letter that plain cells do not have: one byte is found at once, plain
# bytes many times faster than a pattern.
_WORTH_A_LOOK = (
    (b"e", (b't="e"', b"t='e'")), (b"f", (b"<f", b":f>", b":f ")), (b"h", (b"hidden=",)), (b"k", (b"strike",)),
)  # fmt: skip
_SHARED_TEXT_BEGIN = re.compile(rb"<(?:\w+:)?si[\s/>]")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?![^>]*val=[\"'](?:0|false))[\s/>]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PERCENT_FORMATS = frozenset((9, 10))
_PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_RELATION = "{*}Relationship"


@dataclass
class Details:
    """What a second look found on one sheet; row numbers from 1, column positions from 0."""

    last_row: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    shown: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)  # numbers that read as another amount
    hidden_rows: int = 0


@dataclass
class _Reach:
    """What a quick pass over the bytes of a sheet tells."""

    size: int = 0
    rows: int = 0
    columns: int = 0
    all_placed: bool = True
    needs_look: bool = False
    shared_texts: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def look_at_sheets(workbook: bytes, source: Source) -> list[Details | None]:
    """The details of each sheet of a checked copy of a workbook; None for a sheet that has no part in it.

    Raises Refused when the cells would not fit in memory, or the XML is no workbook's.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            _refuse_entities(archive, source)
            parts = _sheet_parts(archive)
            lengths = _shared_text_lengths(archive)
            reaches = {part: _reach(archive, part, lengths) for part in set(parts) if part is not None}
            _refuse_repeated_texts([reaches[part] for part in parts if part], lengths, source)
            styles = _styles(archive)
            details = {part: _details(archive, part, reach, styles, source) for part, reach in reaches.items()}
    except (etree.LxmlError, KeyError, ValueError):  # their texts may quote the file
        raise Refused(source.finding("file_damaged", reason="工作簿内容不完整")) from None
    found = [None if part is None else details[part] for part in parts]
    if sum(sheet.last_row * sheet.columns for sheet in found if sheet) > limits.CELLS:
        raise Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))
    return found


def _refuse_entities(archive: zipfile.ZipFile, source: Source) -> None:
    """A workbook has no document type; one that brings its own entities wants them expanded."""
    for name in archive.namelist():
        with archive.open(name) as part:
            if _DOCTYPE.search(part.read(limits.CHUNK_BYTES)):
                raise Refused(source.finding("file_damaged", reason="含有不允许的 XML 实体"))


def _parsed(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """A small part as a tree, which takes many times the part's size; ValueError for one that is not small."""
    if archive.getinfo(name).file_size > limits.TREE_BYTES:
        raise ValueError("part")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _sheet_parts(archive: zipfile.ZipFile) -> list[str | None]:
    """The part of the archive that holds each sheet, in the workbook's order."""
    names = {name.lower(): name for name in archive.namelist()}
    workbook = names.get(_workbook_part(archive, names).lower())
    if workbook is None:
        raise KeyError("workbook")
    folder, file = posixpath.split(workbook)
    relations = _relations(archive, names.get(f"{folder}/_rels/{file}.rels".lower()))
    targets = [
        next((relations.get(value, "") for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        for sheet in _parsed(archive, workbook).iterfind(".//{*}sheets/{*}sheet")
    ]
    # Links should be relative to the workbook; some programs write them from the root, without its slash.
    places = [target if target.startswith("xl/") else posixpath.join(folder, target) for target in targets]
    return [names.get(posixpath.normpath(place).lstrip("/").lower()) for place in places]


def _workbook_part(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    relations = _parsed(archive, names["_rels/.rels"]).iterfind(_RELATION) if "_rels/.rels" in names else ()
    targets = [item.get("Target", "") for item in relations if item.get("Type", "").endswith("/officeDocument")]
    return targets[0].lstrip("/") if targets else "xl/workbook.xml"


def _relations(archive: zipfile.ZipFile, name: str | None) -> dict[str, str]:
    if name is None:
        return {}
    return {item.get("Id"): item.get("Target", "") for item in _parsed(archive, name).iterfind(_RELATION)}


def _windows(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that end where a tag ends, so that no tag is cut in two."""
    rest = b""
    with archive.open(name) as part:
        while chunk := part.read(limits.CHUNK_BYTES):
            window = rest + chunk
            end = window.rfind(b"</")
            end = end if end > 0 else len(window)
            rest = window[end:]
            yield window[:end]
    yield rest


def _reach(archive: zipfile.ZipFile, name: str, lengths: np.ndarray) -> _Reach:
    reach = _Reach(size=archive.getinfo(name).file_size)
    may_repeat = reach.size // _LEAST_CELL_BYTES * lengths.max(initial=0) > limits.INFLATED_BYTES
    for window in _windows(archive, name):
        rows, columns, is_all = _reached(window)
        reach.all_placed &= is_all
        if not reach.all_placed and reach.size > limits.ODD_SHEET_BYTES:
            break
        reach.rows, reach.columns = max(reach.rows, rows), max(reach.columns, columns)
        reach.needs_look |= any(
            letter in window and any(sign in window for sign in signs) for letter, signs in _WORTH_A_LOOK
        )
        if may_repeat and (texts := _SHARED_TEXT_CELL.findall(window)):
            reach.shared_texts = _added(reach.shared_texts, np.bincount(np.array(texts, dtype="S9").astype(np.int64)))
    return reach


def _reached(window: bytes) -> tuple[int, int, bool]:
    """How many rows and columns the places of its cells reach, r="B12", and whether all say their place."""
    if b":c" in window:
        return _reached_by_pattern(window)
    # As all programs write it: read letter by letter of all places at once, several times faster than by a pattern.
    held = np.frombuffer(window + bytes(len(_PLACED) + _LONGEST_PLACE + 1), dtype=np.uint8)
    tags = np.flatnonzero(held == ord("<"))
    cells = tags[held[tags + 1] == ord("c")]
    if not all((held[cells + at] == letter).all() for at, letter in enumerate(_PLACED)):
        return _reached_by_pattern(window)
    rows, columns = np.zeros(len(cells), dtype=np.int64), np.zeros(len(cells), dtype=np.int64)
    inside = np.ones(len(cells), dtype=bool)
    for at in range(len(_PLACED), len(_PLACED) + _LONGEST_PLACE + 1):
        letters = held[cells + at]
        inside &= letters != ord('"')
        digit, position = _DIGIT_OF[letters], _POSITION_OF[letters]
        if (inside & (digit < 0) & (position < 0)).any():
            break
        np.copyto(rows, rows * 10 + digit, where=inside & (digit >= 0))
        np.copyto(columns, columns * 26 + position + 1, where=inside & (position >= 0))
        if not inside.any() and rows.all() and columns.all():
            return int(rows.max(initial=0)), int(columns.max(initial=0)), True
    return _reached_by_pattern(window)


def _reached_by_pattern(window: bytes) -> tuple[int, int, bool]:
    found = _PLACED_CELL.findall(window)
    places = b" ".join(found)
    numbers = set(places.translate(None, _LETTERS).split())
    letters = set(places.translate(None, _DIGITS).split())
    rows = max(map(int, numbers), default=0)
    columns = max((_position(text.decode()) + 1 for text in letters), default=0)
    return rows, columns, len(found) == _count_cells(window)


def _count_cells(window: bytes) -> int:
    if b":c" in window:  # tags with a prefix, or a text that looks like one
        return len(_CELL.findall(window))
    return sum(window.count(b"<c" + end) for end in (b" ", b">", b"/", b"\n", b"\t", b"\r"))


def _added(counts: np.ndarray, more: np.ndarray) -> np.ndarray:
    total = np.zeros(max(len(counts), len(more)), dtype=np.int64)
    total[: len(counts)] += counts
    total[: len(more)] += more
    return total


def _position(letters: str) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _shared_text_lengths(archive: zipfile.ZipFile) -> np.ndarray:
    """How many bytes each shared text takes."""
    name = _shared_texts_part(archive)
    if name is None:
        return np.zeros(0, dtype=np.int64)
    texts = _SHARED_TEXT_BEGIN.split(archive.read(name))[1:]
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + len("<si>")


def _refuse_repeated_texts(reaches: list[_Reach], lengths: np.ndarray, source: Source) -> None:
    """One long shared text in a million cells is a million long texts once it is read."""
    total = 0
    for reach in reaches:
        counts = reach.shared_texts[: len(lengths)]
        total += int((counts * lengths[: len(counts)]).sum())
    if total > limits.INFLATED_BYTES:
        raise Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))


@dataclass(frozen=True)
class _Styles:
    """The style numbers, as cells quote them, that show a percentage or another amount, and those that cross a text out.

    `texts` are the numbers of shared texts of which a part is crossed out.
    """

    percent: frozenset[str] = frozenset()
    shown: Mapping[str, NumberFormat] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.percent or self.shown or self.struck or self.texts)


def _styles(archive: zipfile.ZipFile) -> _Styles:
    name = next((name for name in archive.namelist() if name.lower().endswith("/styles.xml")), None)
    if name is None:
        return _Styles(texts=_struck_texts(archive))
    styles = _parsed(archive, name)
    own = {
        item.get("numFmtId"): number_format(item.get("formatCode", ""))
        for item in styles.iterfind(".//{*}numFmts/{*}numFmt")
    }
    percents = {number for number, found in own.items() if found.is_percent} | {str(n) for n in _PERCENT_FORMATS}
    crossed = {
        str(number) for number, font in enumerate(styles.iterfind("./{*}fonts/{*}font"))
        if any(strike.get("val", "1") in ("1", "true") for strike in font.iterfind("{*}strike"))
    }  # fmt: skip
    used = list(styles.iterfind("./{*}cellXfs/{*}xf"))
    return _Styles(
        frozenset(str(i) for i, style in enumerate(used) if style.get("numFmtId") in percents),
        {str(i): found for i, style in enumerate(used) if (found := own.get(style.get("numFmtId"))) and found.changes},
        frozenset(str(i) for i, style in enumerate(used) if style.get("fontId") in crossed),
        _struck_texts(archive),
    )


def _struck_texts(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the shared texts that have a part crossed out."""
    name = _shared_texts_part(archive)
    data = archive.read(name) if name else b""
    if b"strike" not in data:
        return frozenset()
    begins = [match.start() for match in _SHARED_TEXT_BEGIN.finditer(data)]
    places = [match.start() for match in _STRIKE.finditer(data)]
    return frozenset(str(number) for number in np.searchsorted(begins, places) - 1)


def _shared_texts_part(archive: zipfile.ZipFile) -> str | None:
    return next((name for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")), None)


def _details(archive: zipfile.ZipFile, part: str, reach: _Reach, styles: _Styles, source: Source) -> Details:
    is_odd = not reach.all_placed or reach.rows * reach.columns > limits.CELLS
    if is_odd and reach.size > limits.ODD_SHEET_BYTES:
        raise Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))
    if is_odd or reach.needs_look or styles:
        with archive.open(part) as sheet:
            return _looked_through(sheet, styles)
    return Details(last_row=reach.rows, columns=reach.columns)


def _looked_through(sheet, styles: _Styles) -> Details:
    details, row_number = Details(), 0
    for _, row in etree.iterparse(sheet, tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False):
        row_number = int(row.get("r", row_number + 1))
        is_filled, column = False, -1
        for cell in row.iterchildren("{*}c"):
            here, column = _place(cell.get("r"), row_number, column + 1)
            if _look_at_cell(cell, (here, column), styles, details):
                is_filled = True
                details.last_row = max(details.last_row, here)
                details.columns = max(details.columns, column + 1)
        details.hidden_rows += is_filled and row.get("hidden") in ("1", "true")
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
    return details


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    place = _PLACE.fullmatch(reference or "")
    return (int(place[2]), _position(place[1])) if place else (row, column)


def _look_at_cell(cell, place: tuple[int, int], styles: _Styles, details: Details) -> bool:
    """Notes what is special about a cell; False for one without any content."""
    kind, value = cell.get("t", "n"), cell.find("{*}v")
    text = value.text if value is not None else None
    if kind == "e":
        details.broken[place] = text or "#N/A"
    elif cell.find("{*}f") is not None and not text and kind != "str":
        details.broken[place] = ""  # a formula whose result is an empty text says t="str"
    elif kind == "n" and text and cell.get("s") in styles.percent:
        details.percents.add(place)
    elif kind == "n" and text and cell.get("s") in styles.shown:
        details.shown[place] = styles.shown[cell.get("s")]
    is_struck_text = (
        text in styles.texts if kind == "s" else kind == "inlineStr" and cell.find(".//{*}strike") is not None
    )
    if len(cell) and (is_struck_text or cell.get("s") in styles.struck):
        details.struck.add(place)
    return len(cell) > 0
