"""Bytes of a text file → its encoding, tried from the strictest to the widest.

BOM, then strict UTF-8, then strict GB18030. Guessing libraries take GBK for Big5 and are not used.
"""

import re
import struct

import pyarrow as pa

from data_loaders.findings import Refused, Source
from data_loaders.reading.limits import MEGABYTE

UTF8 = "utf-8-sig"

_BOMS = ((b"\xef\xbb\xbf", UTF8), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SPOKEN = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gbk": "GBK", "gb18030": "GB18030"}

_SAMPLE = MEGABYTE
# A Chinese character in UTF-8; in mojibake its last byte is often lost.
_UTF8_CHARACTER = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_UTF8_CHARACTER_OR_TORN = re.compile(rb"[\xe2-\xef][\x80-\xbf](?:[\x80-\xbf]|\?)")
_ASCII = bytes(range(0x80))
_NO_BEGINNING = bytes({*range(0x100)} - {*range(0xE2, 0xF0)})  # of such a character
_LOST = re.compile("\ufffd|锟斤拷")
_CHINESE = re.compile("[\u3400-\u9fff]")
_ACCENTED = re.compile("[\u0080-\u00ff\u0152-\u0192\u2013-\u2122]")
_LEAST_ACCENTED = 4


def encoding_of(content: bytes, source: Source) -> str:
    """The codec that reads the whole content without an error.

    Raises Refused with `encoding_broken` (naming the first bad line) or `encoding_mojibake`.
    """
    encoding = _by_bom(content) or _by_zeros(content)
    if encoding in (None, UTF8) and _is_utf8(content):
        encoding, text, has_zero = UTF8, content[: 4 * _SAMPLE].decode(UTF8, "ignore"), 0 in content
    else:
        encoding, text = (
            _by_trial(content, source) if encoding is None else (encoding, _decoded(content, encoding, source))
        )
        has_zero = "\0" in text
    if has_zero:
        raise _broken(content, content.index(b"\0"), source, "含有非文本内容")
    if _is_mojibake(text[:_SAMPLE]):
        raise Refused(source.finding("encoding_mojibake"))
    return encoding


def _is_utf8(content: bytes) -> bool:
    """Whether it is UTF-8 throughout, told without decoding: the text of a large file is never held as one string."""
    end = pa.py_buffer(struct.pack("<qq", 0, len(content)))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, end, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decoded(content: bytes, encoding: str, source: Source) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(content, error.start, source, f"不是完整的 {spoken(encoding)}") from None


def spoken(encoding: str) -> str:
    """The encoding as offices call it."""
    return _SPOKEN.get(encoding, "UTF-8")


def _by_bom(content: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a BOM: digits, commas and line ends have their zero byte always on the same side."""
    sample = content[: _SAMPLE // 2 * 2]
    before, behind = sample[0::2].count(0), sample[1::2].count(0)
    if before + behind == 0 or len(content) % 2:
        return None
    if behind >= 9 * before:
        return "utf-16-le"
    return "utf-16-be" if before >= 9 * behind else None


def _by_trial(content: bytes, source: Source) -> tuple[str, str]:
    """The encoding and the text."""
    try:
        return UTF8, content.decode(UTF8)
    except UnicodeDecodeError as error:
        bad_for_utf8 = error.start
    # One broken byte in a UTF-8 file often leaves something that GB18030 reads as rubbish.
    if _explains(_UTF8_CHARACTER, content[:_SAMPLE], more_than=0.8):
        raise _broken(content, bad_for_utf8, source, "不是完整的 UTF-8")
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _broken(content, max(error.start, bad_for_utf8), source, "不是 UTF-8，也不是 GBK") from None
    try:
        return "gbk", content.decode("gbk")
    except UnicodeDecodeError:
        return "gb18030", text


def _broken(content: bytes, position: int, source: Source, what: str) -> Refused:
    # UTF-16 line ends hold the same byte, so that this counts lines in every encoding we read. The codec that skips
    # a mark of the encoding counts from behind it.
    position += len(_BOMS[0][0]) if content.startswith(_BOMS[0][0]) else 0
    line = content.count(b"\n", 0, position) + 1
    return Refused(source.finding("encoding_broken", row=line, reason=f"第 {line} 行{what}"))


def _is_mojibake(text: str) -> bool:
    """Whether the text was already read in a wrong encoding once and saved so: 闀�,鏉�,鐐逛綅鍚嶇О."""
    if _LOST.search(text):
        return True
    if not _CHINESE.search(text):
        return len(_ACCENTED.findall(text)) >= _LEAST_ACCENTED
    return _explains(_UTF8_CHARACTER_OR_TORN, text.encode("gb18030", "ignore"), more_than=0.5)


def _explains(pattern: re.Pattern, data: bytes, *, more_than: float) -> bool:
    """Whether the pattern, of characters in UTF-8, explains more than a part of the bytes beyond ASCII."""
    least = more_than * len(data.translate(None, _ASCII))
    if 3 * len(data.translate(None, _NO_BEGINNING)) <= least:
        return False  # a character has three bytes at most: told without a search
    return sum(map(len, pattern.findall(data))) > least
