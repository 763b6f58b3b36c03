"""A PDF → lines with their page, and rows of the tables that are drawn with strokes."""

import io
import struct
import zlib
from collections.abc import Iterator

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

    parts: list[tuple[float, str | tuple[str, ...]]] = [
        (line["top"], line["text"])
        for line in page.filter(lambda thing: thing["object_type"] != "char" or outside(thing)).extract_text_lines()
    ]
    for table in tables:
        for row, cells in zip(table.rows, table.extract(), strict=True):
            parts.append((row.bbox[1], tuple((cell or "").replace("\n", " ") for cell in cells)))
    for _, part in sorted(parts, key=lambda one: one[0]):
        yield part, page.page_number
    page.close()
