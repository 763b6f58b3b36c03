"""Web pages that office systems save as .xls → one Grid, laid out as a spreadsheet program shows the page.

Nothing is fetched and nothing is run: a page with scripts or outside links is refused.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from data_loaders.findings import Finding, Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.bounded import cells_of
from data_loaders.reading.encodings import UTF8, encoding_of, spoken
from data_loaders.reading.grid import Grid, Merge

_SILENT_TAGS = frozenset(("head", "style", "title", "meta", "link", "template", "noscript"))
# As XPath, because a page has a million elements and these look at each of them in C.
_ACTIVE_TAGS = "script iframe frame frameset object embed applet base form input svg video audio".split()
_ACTIVE_PARTS = etree.XPath(
    "|".join(f"//{tag}" for tag in _ACTIVE_TAGS)
    + "|//@*[starts-with(name(), 'on')]|//meta[contains(translate(@http-equiv, 'REFSH', 'refsh'), 'refresh')]"
)
_ROWS = etree.XPath("count(.//tr)")
_STYLES = etree.XPath("//@style|//style/text()")
_HYPERLINKS = etree.XPath("//a/@href")
_OTHER_LINKS = etree.XPath("//@src|//*[not(self::a)]/@href|//@background|//@action|//@data|//@poster|//@srcset")
_CODE_LINK = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
_ACTIVE_STYLE = re.compile(r"url\s*\(|@import|expression\s*\(|behavior\s*:", re.IGNORECASE)

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHARSETS = dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030") | {"utf-8": UTF8, "utf8": UTF8}
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_web_page(content: bytes, source: Source) -> tuple[Grid, list[Finding]]:
    """All tables of the page under one another, with the texts between them as rows of one cell.

    Numbers stay text; a cell over several rows or columns has its value first and a Merge.
    Raises Refused for active content, a page without a table, or one beyond the limits.
    """
    if len(content) > limits.WEB_PAGE_BYTES:
        size, limit = limits.megabytes(len(content)), limits.megabytes(limits.WEB_PAGE_BYTES)
        raise Refused(source.finding("file_too_large", size=size, limit=limit))
    encoding = _declared(content) or encoding_of(content, source)
    page = _parsed(content.decode(encoding), source)
    if _is_active(page):
        raise Refused(source.finding("active_content"))
    if page.find(".//table") is None:
        raise Refused(source.finding("file_kind_unknown", kind="没有表格的网页"))
    layout = _Layout(source)
    for block in _blocks(page):
        layout.add(block)
    notes = [] if encoding == UTF8 else [source.finding("encoding", encoding=spoken(encoding))]
    return Grid(source, cells_of(layout.rows, source), tuple(layout.merges), hidden_rows=layout.hidden_rows), notes


def _declared(content: bytes) -> str | None:
    """The encoding the page names, if its bytes keep to it."""
    declared = _META_CHARSET.search(content[:4096])
    encoding = _CHARSETS.get(declared[1].decode("ascii").lower()) if declared else None
    if encoding is None or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _parsed(text: str, source: Source) -> etree._Element:
    # Plain elements: those of lxml.html ask a Python function for the class of each, of a million.
    parser = etree.HTMLParser(no_network=True, remove_pis=True)
    try:
        page = etree.fromstring(_XML_DECLARATION.sub("", text).replace("\0", ""), parser)
    except (etree.LxmlError, ValueError):  # its own text may quote the file
        page = None
    if page is None:
        raise Refused(source.finding("file_damaged", reason="网页内容不完整"))
    return page


def _is_active(page: etree._Element) -> bool:
    """Whether something on the page runs or reaches outside the file."""
    if _ACTIVE_PARTS(page):
        return True
    if any(map(_ACTIVE_STYLE.search, _STYLES(page))):
        return True
    # A plain hyperlink in a cell does nothing until clicked, and only its text is kept.
    return any(map(_CODE_LINK.match, _HYPERLINKS(page))) or any(map(_OUTSIDE.match, _OTHER_LINKS(page)))


def _blocks(element: etree._Element) -> Iterator[etree._Element | str]:
    """Tables and the texts around them in reading order; a table that only lays out others is opened up."""
    yield from _text_block(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT_TAGS:
            if child.tag == "table" and child.find(".//table") is None:
                yield child
            elif child.find(".//table") is not None:
                yield from _blocks(child)
            else:
                yield from _text_block(_text_of(child))
        yield from _text_block(child.tail)


def _text_block(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield _WHITE_SPACE.sub(" ", text).strip()


def _text_of(element: etree._Element) -> str:
    """The text as a browser shows it: runs of white space are one space, <br> is a line break."""
    parts = []
    for node in element.iter():
        is_tag = isinstance(node.tag, str)
        if node.tag == "br":
            parts.append("\n")
        elif is_tag and node.tag not in _SILENT_TAGS and node.text:
            parts.append(_WHITE_SPACE.sub(" ", node.text))
        if node is not element and node.tail:
            parts.append(_WHITE_SPACE.sub(" ", node.tail))
    text = "".join(parts).strip(" \n")
    return "" if not text.strip() else text  # &nbsp; alone is how a page writes an empty cell


class _Layout:
    """Rows as they fill up; cells that reach down from above keep their place free."""

    def __init__(self, source: Source):
        self.rows: list[list[str]] = []
        self.merges: list[Merge] = []
        self.hidden_rows = 0
        self._source = source
        self._cells = 0

    def add(self, block: etree._Element | str) -> None:
        if isinstance(block, str):
            self._append([block])
            return
        for caption in block.findall("caption"):
            self._append([_text_of(caption)])
        last = len(self.rows) + int(_ROWS(block))
        reaching = _Reaching()
        for row in block.iter("tr"):
            self._add_row(row, reaching, last)

    def _add_row(self, row: etree._Element, reaching: "_Reaching", last: int) -> None:
        cells: list[str] = []
        number = len(self.rows) + 1
        for cell in row.iterchildren("td", "th"):
            while reaching.until(len(cells)) >= number:
                cells.append("")
            first, width = len(cells), _span(cell, "colspan", limits.COLUMNS + 1)
            height = _span(cell, "rowspan", last - number + 1)
            cells += [_text_of(cell)] + [""] * (width - 1)
            if len(cells) > limits.COLUMNS:
                raise Refused(self._source.finding("file_too_wide", columns=len(cells), limit=limits.COLUMNS))
            if height > 1:
                reaching.add(range(first, first + width), number, number + height - 1)
            if height > 1 or width > 1:
                self.merges.append(Merge(number, number + height - 1, first, first + width - 1))
        self._cells += reaching.below(number)
        self.hidden_rows += "display:none" in row.get("style", "").replace(" ", "").lower()
        self._append(cells)

    def _append(self, cells: list[str]) -> None:
        self._cells += len(cells)
        if self._cells > limits.CELLS:
            raise Refused(self._source.finding("file_too_long", limit=len(self.rows)))
        self.rows.append(cells)


class _Reaching:
    """Columns that cells from above hold, each down to a row; no row costs more for what it does not touch."""

    def __init__(self) -> None:
        self._until: dict[int, int] = {}
        self._ending: Counter[int] = Counter()
        self._held = 0

    def until(self, column: int) -> int:
        """The last row that a column is held in, or was."""
        return self._until.get(column, 0)

    def add(self, columns: range, number: int, last: int) -> None:
        """Hold some columns from row `number`, where none has been let go of yet, to row `last`."""
        for column in columns:
            if (before := self.until(column)) >= number:
                self._ending[before] -= 1
                self._held -= 1
            self._until[column] = last
        self._ending[last] += len(columns)
        self._held += len(columns)

    def below(self, number: int) -> int:
        """How many columns are held in the row after this one."""
        self._held -= self._ending.pop(number, 0)
        return self._held


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name)
    if text is None or not re.fullmatch(r"\s*\d{1,9}\s*", text):
        return 1
    return min(max(int(text), 1), most)
