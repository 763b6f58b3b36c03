"""Web pages that office systems save as .xls → one Grid, laid out as a spreadsheet program shows the page.

Nothing is fetched and nothing is run: a page with scripts or outside links is refused.
May import: `findings`, `grid`.
"""

import re
from collections.abc import Iterator

from lxml import etree, html

from data_loaders.findings import Finding, Refused, Source
from data_loaders.grid import Grid, Merge
from data_loaders.reading import limits
from data_loaders.reading.encodings import UTF8, encoding_of, spoken
from data_loaders.reading.frames import cells_of

_SILENT_TAGS = frozenset(("head", "style", "title", "meta", "link", "template", "noscript"))
# As XPath, because a page has a million elements and these look at each of them in C.
_ACTIVE_TAGS = "script iframe frame frameset object embed applet base form input svg video audio".split()
_ACTIVE_PARTS = etree.XPath(
    "|".join(f"//{tag}" for tag in _ACTIVE_TAGS)
    + "|//@*[starts-with(name(), 'on')]|//meta[contains(translate(@http-equiv, 'REFSH', 'refsh'), 'refresh')]"
)
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


def _parsed(text: str, source: Source) -> html.HtmlElement:
    parser = html.HTMLParser(no_network=True, remove_pis=True)
    try:
        return html.document_fromstring(_XML_DECLARATION.sub("", text).replace("\0", ""), parser=parser)
    except (etree.LxmlError, ValueError):  # its own text may quote the file
        raise Refused(source.finding("file_damaged", reason="网页内容不完整")) from None


def _is_active(page: html.HtmlElement) -> bool:
    """Whether something on the page runs or reaches outside the file."""
    if _ACTIVE_PARTS(page):
        return True
    if any(map(_ACTIVE_STYLE.search, _STYLES(page))):
        return True
    # A plain hyperlink in a cell does nothing until clicked, and only its text is kept.
    return any(map(_CODE_LINK.match, _HYPERLINKS(page))) or any(map(_OUTSIDE.match, _OTHER_LINKS(page)))


def _blocks(element: html.HtmlElement) -> Iterator[html.HtmlElement | str]:
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


def _text_of(element: html.HtmlElement) -> str:
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

    def add(self, block: html.HtmlElement | str) -> None:
        if isinstance(block, str):
            self._append([block])
            return
        for caption in block.findall("caption"):
            self._append([_text_of(caption)])
        rows = list(block.iter("tr"))
        reaching: dict[int, int] = {}  # column position → rows it still reaches down
        for i, row in enumerate(rows):
            self._add_row(row, reaching, rows_left=len(rows) - i)

    def _add_row(self, row: html.HtmlElement, reaching: dict[int, int], rows_left: int) -> None:
        number, cells, taken = len(self.rows) + 1, [], dict(reaching)
        for cell in row.iterchildren("td", "th"):
            while len(cells) in taken:
                cells.append("")
            first, width = len(cells), _span(cell, "colspan", limits.COLUMNS + 1)
            height = _span(cell, "rowspan", rows_left)
            cells += [_text_of(cell)] + [""] * (width - 1)
            if len(cells) > limits.COLUMNS:
                raise Refused(self._source.finding("file_too_wide", columns=len(cells), limit=limits.COLUMNS))
            if height > 1:
                reaching.update(dict.fromkeys(range(first, first + width), height))
            if height > 1 or width > 1:
                self.merges.append(Merge(number, number + height - 1, first, first + width - 1))
        for column, left in list(reaching.items()):
            reaching[column] = left - 1
            if left <= 1:
                del reaching[column]
        self.hidden_rows += "display:none" in row.get("style", "").replace(" ", "").lower()
        self._append(cells)

    def _append(self, cells: list[str]) -> None:
        self._cells += len(cells)
        if self._cells > limits.CELLS:
            raise Refused(self._source.finding("file_too_long", limit=len(self.rows)))
        self.rows.append(cells)


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    text = cell.get(name)
    if text is None or not re.fullmatch(r"\s*\d{1,9}\s*", text):
        return 1
    return min(max(int(text), 1), most)
