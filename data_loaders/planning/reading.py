"""A dropped document → its blocks, within the limits of the reading room; persons in it are refused."""

from data_loaders.allowance import Allowance
from data_loaders.findings import Refused, Source
from data_loaders.guarding.person_numbers import suspect_texts
from data_loaders.planning.document import Document, numbered, paragraphs_of
from data_loaders.reading import Kind, kind_of, limits, refuse_size
from data_loaders.reading.encodings import encoding_of
from data_loaders.reading.outside_cells import findings_beside
from data_loaders.reading.personal_data import source_of

TEXT_BYTES = 4 * limits.MEGABYTE
WORD_BYTES = 64 * limits.MEGABYTE
CHARACTERS = 600_000


def read_document(name: str, content: bytes) -> Document:
    """The blocks of a .docx, .pdf or .txt, told from its bytes; Refused with findings that repeat nothing of it."""
    source = source_of(name)
    refuse_size(len(content), source)
    with Allowance(source.file, content):
        document = numbered(source.file, _pieces(content, source))
        _refuse_unusable(document, kind_of(content), content, source)
    return document


def _pieces(content: bytes, source: Source):
    kind = kind_of(content)
    limit = TEXT_BYTES if kind is Kind.DELIMITED else WORD_BYTES
    if len(content) > limit:
        raise Refused(
            source.finding("file_too_large", size=limits.megabytes(len(content)), limit=limits.megabytes(limit))
        )
    if kind is Kind.DOCX:
        from data_loaders.planning.word import read_word

        return read_word(content, source)
    if kind is Kind.PDF:
        from data_loaders.planning.portable import read_portable

        return read_portable(content, source)
    if kind is Kind.DELIMITED:
        text = content.decode(encoding_of(content, source))
        return paragraphs_of((line, None) for line in text.replace("\f", "\n").splitlines())
    if kind is Kind.PROTECTED:
        raise Refused(source.finding("file_protected"))
    raise Refused(source.finding("document_kind", kind=kind.value))


def _refuse_unusable(document: Document, kind: Kind, content: bytes, source: Source) -> None:
    texts = list(document.texts)
    if not any(texts):
        raise Refused(source.finding("document_scanned" if kind is Kind.PDF else "no_rows"))
    if sum(map(len, texts)) > CHARACTERS:
        raise Refused(source.finding("document_too_large", limit=CHARACTERS))
    # Over the joints of runs and lines, too, since a number may be torn apart there.
    kinds = sorted(set(suspect_texts(texts).values()) | set(suspect_texts(["\n".join(texts)]).values()))
    beside = findings_beside(kind, content, source)
    if kinds or beside:
        raise Refused([*(source.finding("personal_data", what=kind) for kind in kinds), *beside])
