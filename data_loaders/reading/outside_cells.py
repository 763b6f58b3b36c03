"""What a file holds beside its cells: notes, properties, links, text boxes, pictures, formulas, names of inner parts.

Nothing of it is ever used, but the file itself may be put away somewhere, so no personal number may hide there.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from data_loaders.findings import Finding, Source
from data_loaders.guarding.person_numbers import number_kinds
from data_loaders.reading import footer, limits
from data_loaders.reading.kind import Kind
from data_loaders.reading.parquet import INDEX
from geo.archive import TEXT_AT_MOST

# Where in a workbook a part stands, as people call it; the first that fits.
_PLACES = (
    (re.compile(r"comment", re.IGNORECASE), "批注"),
    (re.compile(r"^docProps/|^customXml/", re.IGNORECASE), "文件属性"),
    (re.compile(r"^xl/drawings/", re.IGNORECASE), "图形或文本框"),
    (re.compile(r"^xl/charts/", re.IGNORECASE), "图表"),
    (re.compile(r"^xl/pivot", re.IGNORECASE), "数据透视表的缓存"),
    (re.compile(r"^xl/externalLinks/", re.IGNORECASE), "外部链接的缓存"),
    (re.compile(r"^xl/(?:media|embeddings)/", re.IGNORECASE), "图片或嵌入的文件"),
    (re.compile(r"^xl/workbook\.xml$", re.IGNORECASE), "定义的名称"),
    (re.compile(r"^xl/worksheets/", re.IGNORECASE), "公式、超链接、数据验证或页眉页脚"),
)
_ELSEWHERE = "单元格以外的内容"
_MARKUP_PART = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^<>]*>([^<]+)")
# One text in several formats is several runs; the number goes on from one to the next.
_NEXT_RUN = re.compile(
    r"</(?:\w+:)?t>\s*</(?:\w+:)?r>\s*<(?:\w+:)?r\b[^<>]*>\s*"
    r"(?:<(?:\w+:)?rPr\b[^<>]*/>|<(?:\w+:)?rPr\b(?:(?!<(?:\w+:)?rPr\b).)*?</(?:\w+:)?rPr>)?\s*<(?:\w+:)?t\b[^<>]*>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
# No pattern here may go on from a "<" beyond the next one: a part of nothing but "<" would take for ever.
_TAG = re.compile(r"<!--|-->|<[^<>]*>")
# A character by its number or name, as html.unescape finds them.
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[^\t\n\f <&#;]{1,32});?")
# Those of every page; none of these characters may be part of another reference.
_COMMON_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'))
# Pictures name themselves and their ancestors by such numbers.
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
AT_ONCE = 2_000  # parts and their texts
# So much of a piece is looked at again with the next, for a number that goes on from one run to another.
_OVERLAP = 65_536
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
        for some in _together(_TEXTS.get(kind, lambda _: ())(content)):
            if number_kinds(text for _, texts in some for text in texts):
                found.update(
                    dict.fromkeys((place, what) for place, texts in some for what in sorted(number_kinds(texts)))
                )
    except _Endless:
        return [source.finding("file_bomb", limit=limits.megabytes(limits.PIECE_BYTES))]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return [source.finding("file_damaged", reason="压缩结构不完整")]
    return [source.finding("personal_data", what=f"{what}（在{place}中）") for place, what in found]


def _together(parts: Iterable[tuple[str, Iterable[str]]]) -> Iterator[list[tuple[str, list[str]]]]:
    """Parts that are looked at at once: most files have dozens of small ones, and beginning a look costs more than they do."""
    some: list[tuple[str, list[str]]] = []
    held = 0
    for place, texts in parts:
        some.append((place, list(texts)))
        held += 1 + len(some[-1][1])  # a part of nothing counts, too: an archive may have tens of thousands
        if held > AT_ONCE:
            yield some
            some, held = [], 0
    yield some


def markup_texts(markup: str) -> list[str]:
    """The texts and attribute values of XML or HTML, comments included."""
    joined = _NEXT_RUN.sub("", markup) if "r>" in markup else markup
    texts = [value for either in _ATTRIBUTE.findall(joined) for value in either if value]
    texts += filter(None, _TAG.split(joined))
    return list(map(_unescaped, texts)) if "&" in joined else texts


def _unescaped(text: str) -> str:
    """As html.unescape, which works out each character anew where a file may hold the same one millions of times."""
    for reference, character in _COMMON_REFERENCES:
        text = text.replace(reference, character)
    return _REFERENCE.sub(lambda found: _character(found[0]), text) if "&" in text else text


@lru_cache(1_000)
def _character(reference: str) -> str:
    return html.unescape(reference)


def _of_workbook(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "内部文件名", archive.namelist()
        yield "压缩包的注释", zip_comments(archive)
        for name in archive.namelist():
            if archive.getinfo(name).file_size > limits.INFLATED_BYTES:
                continue
            with archive.open(name) as part:
                if not _MARKUP_PART.search(name):
                    for piece in _slices(part):
                        yield _place(name), printable_texts(piece)
                    continue
                for piece in _without_cells(_pieces(part, 0)) if _SHEET.search(name) else _pieces(part, _OVERLAP):
                    yield _place(name), markup_texts(piece.decode("utf-8", "replace"))


def _place(name: str) -> str:
    return next((place for pattern, place in _PLACES if pattern.search(name)), _ELSEWHERE)


class _Endless(Exception):
    """A tag or a text longer than any program writes."""


def _slices(part: IO[bytes]) -> Iterator[bytes]:
    """What is no markup, bit by bit; each piece but the first repeats the end of the one before."""
    before = b""
    while chunk := part.read(limits.PIECE_BYTES):
        yield before + chunk
        before = chunk[-_OVERLAP:]


def _pieces(part: IO[bytes], overlap: int) -> Iterator[bytes]:
    """A part bit by bit, cut where a tag begins; each piece but the first repeats the end of the one before."""
    before = rest = b""
    while chunk := part.read(limits.CHUNK_BYTES):
        rest += chunk
        if len(rest) > limits.PIECE_BYTES:
            raise _Endless
        cut = rest.rfind(b"<")
        if cut > 0:
            piece, rest = before + rest[:cut], rest[cut:]
            yield piece
            before = piece[max(0, piece.find(b"<", max(0, len(piece) - overlap))) :] if overlap else b""
    yield before + rest


def _without_cells(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A worksheet's XML without its cells, whose values are looked at where they stand, but with their formulas."""
    is_before = True
    for piece in pieces:
        begin = piece.find(b"<sheetData") if is_before else 0
        if begin < 0:
            yield piece
            continue
        is_before = False
        end = piece.find(b"</sheetData>")
        # A letter that plain cells do not have is looked for first: that is many times faster than the pattern.
        found = _FORMULA.findall(piece, begin, len(piece) if end < 0 else end) if b"f" in piece else []
        formulas = b"".join(b"<f>" + formula + b"</f>" for formula in found)
        yield piece[:begin] + formulas
        if end >= 0:
            yield piece[end:]
            yield from pieces
            return


def _of_parquet(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    file = pq.ParquetFile(pa.BufferReader(content))
    schema = file.schema_arrow
    # The smallest and largest value of every column, as whoever wrote the file put them down.
    bounds = (text for chunk in footer.chunks(content) for text in chunk.bounds)
    yield "列的统计信息", [file.metadata.created_by or "", *bounds]
    index = [name for name in schema.names if INDEX.fullmatch(name)]
    for batch in file.iter_batches(columns=index, use_threads=False) if index else ():
        yield "索引列", [as_text(value) for column in batch.columns for value in column.unique().to_pylist()]
    told = [schema.metadata or {}, *(field.metadata or {} for field in schema)]
    words = (word.decode("utf-8", "replace") for metadata in told for pair in metadata.items() for word in pair)
    yield "文件属性", [part for word in words for part in re.split(r'["\\]', word)]


def as_text(value: object) -> str:
    """A value of a file as text, bytes included."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def zip_comments(archive: zipfile.ZipFile) -> Iterator[str]:
    """The comments on an archive and on its members, in either way that Chinese is written there."""
    for comment in (archive.comment, *(member.comment for member in archive.infolist())):
        yield from (comment.decode(encoding, "ignore") for encoding in ("utf-8", "gb18030"))


def printable_texts(content: bytes) -> Iterator[str]:
    """What can be read in a part that is no markup: plain text as it is, of a picture its descriptions."""
    try:
        yield content.decode()
    except UnicodeDecodeError:
        for texts, encoding in ((_PRINTABLE, "ascii"), (_PRINTABLE_WIDE, "utf-16-le")):
            yield from (_HEXADECIMAL.sub("-a-", found.decode(encoding)) for found in texts.findall(content))


def _of_web_page(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    try:
        readings = [content.decode()]
    except UnicodeDecodeError:  # what is no UTF-8 may be either, in part
        readings = [content.decode(encoding, "ignore") for encoding in ("utf-8", "gb18030")]
    for markup in readings:
        yield "网页源码", markup_texts(markup)


def _of_old_workbook(content: bytes) -> Iterator[tuple[str, Iterable[str]]]:
    yield _ELSEWHERE, printable_texts(content)


_TEXTS = {
    Kind.XLSX: _of_workbook,
    Kind.DOCX: _of_workbook,
    Kind.PARQUET: _of_parquet,
    Kind.WEB_PAGE: _of_web_page,
    Kind.XLS: _of_old_workbook,
    Kind.XML: _of_web_page,  # GeoJSON too
}
