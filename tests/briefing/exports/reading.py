"""Opening what was exported, so that tests compare what a person will see with what `briefing show --json` says."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
from docx import Document
from lxml import html
from pptx import Presentation
from pptx.util import Pt

Row = dict[str, object]
PERCENT = re.compile(r"\d[\d,]*(?:\.\d+)?%")
ACROSS = "across"
STATUS_MARK = re.compile(r"^[✔●▲■✖▼○] ?")


def workbook_tables(content: bytes) -> dict[str, list[Row]]:
    """Sheet → rows by header, of every sheet that holds a table; figures as numbers, days as ISO text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            heads, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
            found[sheet.title] = [dict(zip(heads, map(plain, row), strict=True)) for row in rows if any(row)]
    return found


def page_tables(content: bytes) -> dict[str, list[Row]]:
    """The same of the offline page; a figure is read from its full value."""
    found = {}
    for table in html.document_fromstring(content.decode()).xpath("//table[@data-sheet]"):
        heads = [cell.text_content() for cell in table.xpath(".//thead//th")]
        rows = [[_html_cell(cell) for cell in row.xpath("./td")] for row in table.xpath(".//tbody/tr")]
        found[table.get("data-sheet")] = [dict(zip(heads, row, strict=True)) for row in rows]
    return found


def _html_cell(cell) -> object:
    return float(cell.get("data-value")) if cell.get("data-value") else plain(cell.text_content())


def plain(value: object) -> object:
    """A cell as compared: whole numbers as float, days as ISO text, a status without its mark."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        return float(value)
    return STATUS_MARK.sub("", value) if isinstance(value, str) else value


def deck(content: bytes):
    """The slides."""
    return Presentation(io.BytesIO(content))


def shapes(slide) -> Iterator:
    """All shapes of a slide, those in groups too."""
    waiting = list(slide.shapes)
    while waiting:
        shape = waiting.pop(0)
        yield shape
        if shape.shape_type == 6:
            waiting += list(shape.shapes)


def slide_text(slide) -> str:
    """Everything written on a slide, tables too."""
    texts = [shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame]
    return "\n".join([*texts, *(cell for table in slide_tables(slide) for row in table for cell in row)])


def slide_tables(slide) -> list[list[list[str]]]:
    """The tables of a slide as rows of texts, headers first."""
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def charts(slide) -> dict[str, dict[str, dict]]:
    """Chart name → series name → category → value, as PowerPoint would draw them; blanks are left out."""
    found = {}
    for shape in slide.shapes:
        if shape.has_chart:
            plot = shape.chart.plots[0]
            names = [category.label for category in plot.categories]
            found[shape.name] = {
                series.name: {
                    name: value for name, value in zip(names, series.values, strict=True) if value is not None
                }
                for series in plot.series
            }
    return found


def table_under(presentation, heads: list[str]) -> list[list[str]]:
    """The rows of all tables of a deck that begin with these headers, one slide after the other."""
    tables = [table for slide in presentation.slides for table in slide_tables(slide)]
    return [row for table in tables if table[0][: len(heads)] == heads for row in table[1:]]


def paper(content: bytes):
    """The bulletin."""
    return Document(io.BytesIO(content))


def paper_tables(document) -> dict[str, list[Row]]:
    """Caption → rows by header; a row under a heading across the table has it under `ACROSS`."""
    found, caption = {}, ""
    for element in document.iter_inner_content():
        if hasattr(element, "rows"):
            heads, *rows = [row.cells for row in element.rows]
            across, found[caption] = "", []
            for cells in rows:
                if len({cell._tc for cell in cells}) == 1:
                    across = cells[0].text
                else:
                    row = {head.text: cell.text for head, cell in zip(heads, cells, strict=True)}
                    found[caption].append(row | ({ACROSS: across} if across else {}))
        elif element.text.strip():
            caption = element.text
    return found


def paper_text(document) -> str:
    """Everything written in a document, tables too."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def outside(presentation) -> list[str]:
    """Names of shapes that reach over the edge of their slide."""
    slack = Pt(1)
    return [
        f"{number}: {shape.name}"
        for number, slide in enumerate(presentation.slides, 1)
        for shape in slide.shapes
        if shape.left < -slack
        or shape.top < -slack
        or shape.left + shape.width > presentation.slide_width + slack
        or shape.top + shape.height > presentation.slide_height + slack
    ]
