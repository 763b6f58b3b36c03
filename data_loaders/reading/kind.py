"""What a file really is, told from its bytes and never from its extension."""

import io
import re
import zipfile
from enum import Enum

from data_loaders.reading.ole2 import CompoundFile, DamagedCompound


class Kind(Enum):
    """The kinds of file with their Chinese names, as messages say them."""

    DELIMITED = "文本表格（CSV）"
    XLSX = "XLSX 工作簿"
    XLS = "XLS 工作簿"
    WEB_PAGE = "网页（HTML）"
    PARQUET = "Parquet"
    PROTECTED = "加密文件"
    XML_2003 = "XML 表格 2003，请用 WPS 或 Excel 打开"
    XML = "XML 文件"
    JSON = "JSON 文件"
    MHTML = "单个文件网页（MHTML）"
    ZIP = "ZIP 压缩包，请先解压"
    XLSB = "XLSB 二进制工作簿"
    ODS = "ODS 表格"
    DOCX = "Word 文档"
    PPTX = "PowerPoint 演示文稿"
    PDF = "PDF 文档"
    RTF = "RTF 文档"
    IMAGE = "图片"
    ARCHIVE = "RAR、7Z 一类的压缩包，请先解压，界线请改用 ZIP 压缩"
    PROGRAM = "程序"
    DATABASE = "数据库文件"
    FEATHER = "Feather 文件"
    OFFICE = "老版 Office 文档"
    OLD_EXCEL = "Excel 4.0 或更早的工作簿"


READABLE = (Kind.DELIMITED, Kind.XLSX, Kind.XLS, Kind.WEB_PAGE, Kind.PARQUET)

# The extensions under which a kind is expected; anything else is worth a note.
EXPECTED_SUFFIXES = {
    Kind.DELIMITED: (".csv", ".tsv", ".txt", ""),
    Kind.XLSX: (".xlsx", ".xlsm", ""),
    Kind.XLS: (".xls", ".et", ""),
    Kind.WEB_PAGE: (".html", ".htm", ""),
    Kind.PARQUET: (".parquet", ".pq", ""),
}

_BEGINNINGS = (
    (b"PAR1", Kind.PARQUET),
    (b"%PDF", Kind.PDF),
    (b"{\\rtf", Kind.RTF),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"Rar!", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Kind.ARCHIVE),
    (b"MSCF", Kind.ARCHIVE),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"RIFF", Kind.IMAGE),
    (b"SQLite format 3", Kind.DATABASE),
    (b"ARROW1", Kind.FEATHER),
    (b"FEA1", Kind.FEATHER),
    (b"\x09\x00\x04\x00", Kind.OLD_EXCEL),
    (b"\x09\x02\x06\x00", Kind.OLD_EXCEL),
    (b"\x09\x04\x06\x00", Kind.OLD_EXCEL),
)
# File headers of encryption products common in offices (天锐绿盾, 亿赛通).
_ENCRYPTION_MARKS = (b"%TSD-Header-###%", b"E-SafeNet", b"b\x14#e")
_ENCRYPTION_MARK_WITHIN = 64

_MARKUP_WITHIN = 4096
_COMMENTS = re.compile(r"\A(?:\s|<!--.*?-->)*", re.DOTALL)
_WEB_PAGE = re.compile(
    r"(?:<\?xml[^>]*\?>\s*)?<(?:!doctype\s+html|html|head|meta|body|table|style|title|link|script|div"
    r"|center|font|p|h\d|tr|td)\b",
    re.IGNORECASE,
)
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{]")


def kind_of(content: bytes) -> Kind:
    """The kind of a file's bytes; DELIMITED for everything that is not recognised as something else."""
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_compound(content)
    if any(mark in content[:_ENCRYPTION_MARK_WITHIN] for mark in _ENCRYPTION_MARKS):
        return Kind.PROTECTED
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning) and _is_not_text(beginning, content):
            return kind
    return _kind_of_text(_opening(content))


def _is_not_text(beginning: bytes, content: bytes) -> bool:
    """A CSV may begin with the letters MZ or RIFF; programs and images have a NUL soon after."""
    return beginning not in (b"MZ", b"BZh", b"RIFF", b"MSCF", b"GIF8", b"Rar!") or _has_binary(content[:256])


def _has_binary(data: bytes) -> bool:
    return any(byte < 9 or 14 <= byte < 27 for byte in data)


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        # Offices mostly drop workbooks; the workbook reader then says what is broken.
        return Kind.XLSX
    if any(name.endswith("xl/workbook.bin") for name in names):
        return Kind.XLSB
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    if any(name.startswith("word/") for name in names):
        return Kind.DOCX
    if any(name.startswith("ppt/") for name in names):
        return Kind.PPTX
    if "mimetype" in names and "content.xml" in names:
        return Kind.ODS
    return Kind.ZIP


def _kind_of_compound(content: bytes) -> Kind:
    try:
        streams = CompoundFile(content).names
    except DamagedCompound:
        return Kind.XLS
    if "encryptedpackage" in streams or "drmencrypteddatspace" in streams:
        return Kind.PROTECTED
    return Kind.XLS if {"workbook", "book"} & streams else Kind.OFFICE


def _opening(content: bytes) -> str:
    head = content[:_MARKUP_WITHIN]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "ignore").lstrip("\ufeff")
    if head[1:2] == b"\0" or head[:1] == b"\0":
        return head.replace(b"\0", b"").decode("latin-1")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _kind_of_text(opening: str) -> Kind:
    comments = _COMMENTS.match(opening)
    markup = opening[comments.end() :] if comments else opening
    if _WEB_PAGE.match(markup):
        return Kind.WEB_PAGE
    if markup.startswith(("<?xml", "<Workbook")):
        return Kind.XML_2003 if "urn:schemas-microsoft-com:office:spreadsheet" in markup else Kind.XML
    if markup.startswith("MIME-Version:"):
        return Kind.MHTML
    return Kind.JSON if _JSON.match(markup) else Kind.DELIMITED
