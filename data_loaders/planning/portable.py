"""A PDF → lines with their page, and rows of the tables that are drawn with strokes."""

import io
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from data_loaders.findings import Refused, Source
from data_loaders.planning.document import Piece, paragraphs_of

PAGES = 200
# What the parsers say of spoiled bytes.
_SPOILED = (MalformedPDFException, PSException, struct.error, zlib.error, NotImplementedError)
_LEAST_LETTERS = 20


_INDENT = "\u3000\u3000"  # before a line that begins a paragraph as its place tells
_LETTERS_IN, _APART = 1.2, 1.25  # so many letters from the margin, so many times a usual line below the line before


def _begin(lines: list[dict]) -> list[bool]:
    """Which lines of a page stand apart from the margin or from the line before them."""
    margin = min((line["x0"] for line in lines), default=0)
    steps = [line["top"] - before["top"] for before, line in pairwise(lines)]
    usual = sorted(steps)[len(steps) // 5] if steps else 0
    inside = [line["x0"] - margin > _LETTERS_IN * (line["bottom"] - line["top"]) for line in lines]
    return [is_in or step > _APART * usual > 0 for is_in, step in zip(inside, [0, *steps], strict=False)]


def read_portable(content: bytes, source: Source) -> list[Piece]:
    """The pieces of a PDF. Raises Refused: a scan without text, a password, damage, too many pages."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as opened:
            if len(opened.pages) > PAGES:
                raise Refused(source.finding("document_too_long", pages=len(opened.pages), limit=PAGES))
            pieces = list(paragraphs_of([part for page in opened.pages for part in _parts(page)]))
    except PdfminerException as error:
        protected = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        raise Refused(source.finding("file_protected") if protected else _damaged(source)) from None
    except (*_SPOILED, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError):
        raise Refused(_damaged(source)) from None
    if sum(len(text) if isinstance(text, str) else sum(map(len, text)) for text, _ in pieces) < _LEAST_LETTERS:
        raise Refused(source.finding("document_scanned"))
    return pieces


def _damaged(source: Source):
    return source.finding("file_damaged", reason="不是完整的 PDF")


def _parts(page) -> Iterator[Piece]:
    """Lines and rows of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]

    def outside(thing) -> bool:
        middle, height = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(x0 <= middle <= x1 and top <= height <= bottom for x0, top, x1, bottom in boxes)

    lines = page.filter(lambda thing: thing["object_type"] != "char" or outside(thing)).extract_text_lines()
    parts: list[tuple[float, str | tuple[str, ...]]] = [
        (line["top"], _INDENT * begins + line["text"]) for line, begins in zip(lines, _begin(lines), strict=True)
    ]
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=True):
            parts.append((row.bbox[1], tuple((cell or "").replace("\n", " ") for cell in cells)))
    for _, part in sorted(parts, key=lambda one: one[0]):
        yield part, page.page_number
    page.close()
