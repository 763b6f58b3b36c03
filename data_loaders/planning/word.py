"""A Word document → pieces: paragraphs with the numbers that Word shows before them, and rows with merged cells filled."""

import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile

from docx import Document as open_word
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from data_loaders.findings import Refused, Source
from data_loaders.planning.document import MARKER, Heading, Piece
from data_loaders.planning.sentences.numerals import chinese
from data_loaders.reading.archive import checked_copy

_MACROS = re.compile(rb"vbaProject|macroEnabled", re.IGNORECASE)
_CHINESE_COUNTS = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "chineseLegalSimplified",
)
_LEVEL = re.compile(r"%(\d)")
_WHOLE = 5  # letters of a paragraph that may be a sentence of its own


def read_word(content: bytes, source: Source) -> list[Piece]:
    """The pieces of a .docx; pages are not known, Word makes them on the screen. Raises Refused."""
    checked_copy(content, source)  # bombs and forged sizes end here
    if _MACROS.search(content):
        raise Refused(source.finding("document_macros"))
    try:
        opened = open_word(io.BytesIO(content))
        numbers = _Numbers(opened)
        return list(_pieces(opened.element.body, numbers, opened))
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
        BadZipFile,
        OpcError,
        etree.LxmlError,
    ):
        raise Refused(source.finding("file_damaged", reason="不是完整的 Word 文档")) from None


def _pieces(parent, numbers: "_Numbers", opened) -> Iterator[Piece]:
    """Paragraphs and rows below an element, also inside content controls."""
    for child in parent:
        if child.tag == qn("w:p"):
            if text := _text(child):
                shown = Heading(numbers.before(child) + text)
                shown.level = numbers.level(child) or 0
                yield shown if shown.level else str(shown), None
            for box in child.iter(qn("w:txbxContent")):
                if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
                    yield from _pieces(box, numbers, opened)
        elif child.tag == qn("w:tbl"):
            yield from _rows(Table(child, opened), numbers)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _pieces(child, numbers, opened)


def _rows(table: Table, numbers: "_Numbers") -> Iterator[Piece]:
    for row in table.rows:
        cells, seen = [], {}
        for cell in row.cells:
            if cell._tc not in seen:
                seen[cell._tc] = _joined([numbers.before(p) + _text(p) for p in cell._tc.iter(qn("w:p"))])
            cells.append(seen[cell._tc])
        yield tuple(cells), None


def _joined(lines: list[str]) -> str:
    """The paragraphs of a cell: numbered or whole ones are sentences, others may be one name torn in two, or two names."""
    text = ""
    for line in filter(None, lines):
        is_whole = len(line) > _WHOLE and len(text) > _WHOLE and re.search(r"\d", text + line)
        parts = text and (MARKER.match(line) or is_whole) and text[-1] not in "，、；：。！？,;:（("
        text += ("；" if parts else " " if text else "") + line
    return text


def _text(paragraph) -> str:
    """What a reader sees of a paragraph: insertions and links belong to it, deletions and text boxes do not."""
    words = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if next(element.iterancestors(qn("w:p"))) is not paragraph or any(
            True for _ in element.iterancestors(qn("w:tabs"))
        ):
            continue
        words.append(
            (element.text or "") if element.tag == qn("w:t") else " " if element.tag != qn("w:noBreakHyphen") else "-"
        )
    return "".join(words).strip()


class _Numbers:
    """Counts the numbered paragraphs as Word does, since their numbers stand nowhere in the text."""

    def __init__(self, opened):
        self._counts: dict[tuple[str, int], int] = {}
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._styles = {style.style_id: style.element for style in opened.styles}
        try:
            root = opened.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))}
        for one in root.iter(qn("w:num")):
            kept = abstract.get(_value(one, "abstractNumId"))
            if kept is not None:
                self._levels[one.get(qn("w:numId"))] = {
                    int(level.get(qn("w:ilvl"))): (
                        _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", int(_value(level, "start") or 1),
                    )
                    for level in kept.iter(qn("w:lvl"))
                }  # fmt: skip

    def before(self, paragraph) -> str:
        """The number of a paragraph as Word writes it: （一）; empty for one without."""
        chosen = self._chosen(paragraph)
        if chosen is None:
            return ""
        number, depth = chosen
        levels = self._levels.get(number, {})
        if depth not in levels:
            return ""
        self._counts[number, depth] = self._counts.get((number, depth), levels[depth][2] - 1) + 1
        for deeper in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[deeper]
        form, pattern, _ = levels[depth]
        if form == "bullet":
            return ""

        def shown(match: re.Match) -> str:
            level = int(match[1]) - 1
            count = self._counts.get((number, level), levels.get(level, ("", "", 1))[2])
            return chinese(count) if levels.get(level, (form,))[0] in _CHINESE_COUNTS else str(count)

        return _LEVEL.sub(shown, pattern)

    def level(self, paragraph) -> int | None:
        """The level of a heading, by the style's outline; None for a text."""
        properties = paragraph.find(qn("w:pPr"))
        style = self._styles.get(_value(properties, "pStyle") or "") if properties is not None else None
        for _ in range(10):
            if style is None:
                return None
            own = style.find(qn("w:pPr"))
            if own is not None and (outline := _value(own, "outlineLvl")) is not None:
                return int(outline) + 1 if int(outline) < 9 else None
            style = self._styles.get(_value(style, "basedOn") or "")
        return None

    def _chosen(self, paragraph) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's."""
        element, seen = paragraph.find(qn("w:pPr")), 0
        while element is not None and seen < 10:
            numbered = element.find(qn("w:numPr"))
            if numbered is not None:
                number, depth = _value(numbered, "numId"), _value(numbered, "ilvl")
                return (number, int(depth or 0)) if number and number != "0" else None
            style = self._styles.get(_value(element, "pStyle") or _value(element.getparent(), "basedOn") or "")
            element, seen = (style.find(qn("w:pPr")) if style is not None else None), seen + 1
        return None


def _value(element, name: str) -> str | None:
    found = element.find(qn(f"w:{name}"))
    return None if found is None else found.get(qn("w:val"))
