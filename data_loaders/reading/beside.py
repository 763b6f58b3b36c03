"""What a file holds beside its cells: notes, properties, links, text boxes, formulas, names of inner parts.

Nothing of it is ever used, but the file itself may be put away somewhere, so no personal number may hide there.
May import: `findings`, `personal`; `geo`.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.findings import Finding, Source
from data_loaders.personal import number_kinds
from data_loaders.reading import limits
from data_loaders.reading.kind import Kind
from geo.archive import TEXT_AT_MOST

# Where in a workbook a part stands, as people call it; the first that fits.
_PLACES = (
    (re.compile(r"comment", re.IGNORECASE), "批注"),
    (re.compile(r"^docProps/|^customXml/", re.IGNORECASE), "文件属性"),
    (re.compile(r"^xl/drawings/", re.IGNORECASE), "图形或文本框"),
    (re.compile(r"^xl/charts/", re.IGNORECASE), "图表"),
    (re.compile(r"^xl/pivot", re.IGNORECASE), "数据透视表的缓存"),
    (re.compile(r"^xl/externalLinks/", re.IGNORECASE), "外部链接的缓存"),
    (re.compile(r"^xl/workbook\.xml$", re.IGNORECASE), "定义的名称"),
    (re.compile(r"^xl/worksheets/", re.IGNORECASE), "公式、超链接、数据验证或页眉页脚"),
)
_ELSEWHERE = "单元格以外的内容"
_MARKUP_PART = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]+)</")
# One text in several formats is several runs; the number goes on from one to the next.
_NEXT_RUN = re.compile(
    r"</(?:\w+:)?t>\s*</(?:\w+:)?r>\s*<(?:\w+:)?r\b[^>]*>\s*(?:<(?:\w+:)?rPr\b.*?</(?:\w+:)?rPr>|<(?:\w+:)?rPr/>)?\s*<(?:\w+:)?t\b[^>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_TAG = re.compile(r"<!--|-->|<[^>]*>")
_PRINTABLE = re.compile(rb"[\x20-\x7e]{11,}")
_PRINTABLE_WIDE = re.compile(rb"(?:[\x20-\x7e]\0){11,}")


def findings_beside(kind: Kind, content: bytes, source: Source) -> list[Finding]:
    """`personal_data` errors for what is not in the cells; the file was read before and is no bomb.

    `file_damaged` where that cannot be looked at: a part whose two headers differ was read by the one, not the other.
    """
    if kind is Kind.XML and len(content) > TEXT_AT_MOST:
        return []  # refused for its size
    found: dict[tuple[str, str], None] = {}
    try:
        for place, texts in _TEXTS.get(kind, lambda _: ())(content):
            found.update(dict.fromkeys((place, what) for what in sorted(number_kinds(texts))))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return [source.finding("file_damaged", reason="压缩结构不完整")]
    return [source.finding("personal_data", what=f"{what}（在{place}中）") for place, what in found]


def markup_texts(markup: str) -> Iterator[str]:
    """The texts and attribute values of XML or HTML, comments included."""
    joined = _NEXT_RUN.sub("", markup)
    for match in _ATTRIBUTE.finditer(joined):
        yield html.unescape(match[1] or match[2] or "")
    yield from (html.unescape(text) for text in _TAG.split(joined))


def _of_workbook(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "内部文件名", archive.namelist()
        for name in archive.namelist():
            if _MARKUP_PART.search(name) and archive.getinfo(name).file_size <= limits.INFLATED_BYTES:
                part = archive.read(name)
                yield _place(name), markup_texts((_without_cells(part) if _SHEET.search(name) else part).decode("utf-8", "replace"))


def _place(name: str) -> str:
    return next((place for pattern, place in _PLACES if pattern.search(name)), _ELSEWHERE)


def _without_cells(sheet: bytes) -> bytes:
    """A worksheet's XML without its cells, whose values are looked at where they stand, but with their formulas."""
    begin, end = sheet.find(b"<sheetData"), sheet.rfind(b"</sheetData>")
    if begin < 0 or end < begin:
        return sheet
    formulas = b"".join(b"<f>" + formula + b"</f>" for formula in _FORMULA.findall(sheet, begin, end))
    return sheet[:begin] + b"<sheetData>" + formulas + sheet[end:]


def _of_parquet(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    schema = pq.read_schema(pa.BufferReader(content))
    told = [schema.metadata or {}, *(field.metadata or {} for field in schema)]
    words = (word.decode("utf-8", "replace") for metadata in told for pair in metadata.items() for word in pair)
    yield "文件属性", [part for word in words for part in re.split(r'["\\]', word)]


def _of_web_page(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    for encoding in ("utf-8", "gb18030"):
        yield "网页源码", markup_texts(content.decode(encoding, "ignore"))


def _of_old_workbook(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    yield _ELSEWHERE, [found.decode("ascii") for found in _PRINTABLE.findall(content)]
    yield _ELSEWHERE, [found.decode("utf-16-le") for found in _PRINTABLE_WIDE.findall(content)]


_TEXTS = {
    Kind.XLSX: _of_workbook,
    Kind.PARQUET: _of_parquet,
    Kind.WEB_PAGE: _of_web_page,
    Kind.XLS: _of_old_workbook,
    Kind.XML: _of_web_page,  # GeoJSON too
}
