"""The ZIP around an XLSX: what it holds is inflated once, counted, and copied into an archive we wrote ourselves.

The workbook reader then sees exactly the bytes that were checked: forged sizes, double directories and
odd compressions end here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from data_loaders.findings import Refused, Source
from data_loaders.reading import limits

_DIRECTORY_END = b"PK\x05\x06"
_ENCRYPTED = 0x1
_NESTED = re.compile(
    r"\.(?:zip|rar|7z|gz|tgz|tar|bz2|xz|cab|iso|exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|jar|apk|sh|lnk)$", re.IGNORECASE
)
_WORKBOOK_PART = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)
# Pictures, drawings and file properties hold no cells.
_UNUSED_PART = re.compile(r"^(?:docProps|customXml|xl/(?:media|drawings|charts|theme|embeddings))/", re.IGNORECASE)


def checked_copy(content: bytes, source: Source) -> bytes:
    """An uncompressed archive with the XML parts of a workbook.

    Raises Refused: `file_bomb`, `file_damaged`, `file_protected`, or `file_nested`.
    """
    parts = io.BytesIO()
    with _opened(content, source) as archive, zipfile.ZipFile(parts, "w") as copy:
        names = set()
        inflated = 0
        for member in _members(archive, source):
            keep = _is_used(member.filename) and member.filename not in names
            names.add(member.filename)
            with copy.open(_entry(member), "w") if keep else io.BytesIO() as target:
                for chunk in _inflated(content, member, source):
                    inflated += len(chunk)
                    if inflated > limits.INFLATED_BYTES:
                        raise _bomb(source)
                    if keep:
                        target.write(chunk)
    return parts.getvalue()


def checked_parts(content: bytes, source: Source) -> dict[str, bytes]:
    """Every part of an archive by the name that its own links use, the first of each name. Raises as `checked_copy`."""
    parts: dict[str, bytes] = {}
    left = limits.INFLATED_BYTES
    with _opened(content, source) as archive:
        for member in _members(archive, source):
            whole = b"".join(_inflated(content, member, source))
            left -= len(whole)
            if left < 0:
                raise _bomb(source)
            parts.setdefault(_entry(member).filename, whole)
    return parts


def refuse_nested(content: bytes, source: Source) -> None:
    """Raises Refused when a plain archive holds programs or further archives, or cannot be listed."""
    with _opened(content, source) as archive:
        _members(archive, source)


def _is_used(name: str) -> bool:
    return bool(_WORKBOOK_PART.search(name)) and not _UNUSED_PART.search(name) and ".." not in name


def _entry(member: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The member under the name that the workbook's own links use."""
    return zipfile.ZipInfo(member.filename.replace("\\", "/").lstrip("/"))


def _bomb(source: Source) -> Refused:
    return Refused(source.finding("file_bomb", limit=limits.megabytes(limits.INFLATED_BYTES)))


def _damaged(source: Source) -> Refused:
    return Refused(source.finding("file_damaged", reason="压缩结构不完整"))


def _opened(content: bytes, source: Source) -> zipfile.ZipFile:
    end = content.rfind(_DIRECTORY_END)
    if end < 0 or len(content) < end + 22:
        raise _damaged(source)
    (directory_bytes,) = struct.unpack_from("<I", content, end + 12)
    if directory_bytes > limits.ARCHIVE_DIRECTORY_BYTES:
        raise _bomb(source)
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error):
        raise _damaged(source) from None


def _members(archive: zipfile.ZipFile, source: Source) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > limits.ARCHIVE_MEMBERS or sum(member.file_size for member in members) > limits.INFLATED_BYTES:
        raise _bomb(source)
    if any(member.file_size > _largest(member.compress_size) for member in members):
        raise _bomb(source)
    if any(_NESTED.search(member.filename) for member in members):
        raise Refused(source.finding("file_nested"))
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused(source.finding("file_protected"))
    return members


def _inflated(content: bytes, member: zipfile.ZipInfo, source: Source) -> Iterator[bytes]:
    """The member's bytes in chunks, however many there really are; `zipfile` would stop at the claimed size."""
    packed = _packed(content, member, source)
    if member.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise _damaged(source)
    inflater, checksum, size = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0
    try:
        for begin in range(0, len(packed), limits.CHUNK_BYTES):
            waiting: bytes | memoryview = packed[begin : begin + limits.CHUNK_BYTES]
            while waiting and not inflater.eof:
                chunk = inflater.decompress(waiting, limits.CHUNK_BYTES)
                waiting = inflater.unconsumed_tail
                checksum, size = zlib.crc32(chunk, checksum), size + len(chunk)
                if size > _largest(len(packed)):
                    raise _bomb(source)
                yield chunk
        while chunk := inflater.decompress(b"", limits.CHUNK_BYTES) if not inflater.eof else b"":
            checksum, size = zlib.crc32(chunk, checksum), size + len(chunk)
            yield chunk
    except zlib.error:
        raise _damaged(source) from None
    if not inflater.eof or checksum != member.CRC or size != member.file_size:
        raise _damaged(source)


def _largest(packed: int) -> int:
    """The most bytes that so many packed ones may become."""
    return max(limits.PART_BYTES, limits.PART_GROWTH * packed)


def _packed(content: bytes, member: zipfile.ZipInfo, source: Source) -> memoryview:
    try:
        name_length, extra_length = struct.unpack_from("<HH", content, member.header_offset + 26)
    except struct.error:
        raise _damaged(source) from None
    begin = member.header_offset + 30 + name_length + extra_length
    packed = memoryview(content)[begin : begin + member.compress_size]
    if len(packed) != member.compress_size:
        raise _damaged(source)
    return packed
