"""A dropped file: what the office gave and said about it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from data_loaders import reading
from data_loaders.findings import Refused, Source
from data_loaders.layouts.layout import Layout

SAMPLE_MARK = "示例数据"


@dataclass(frozen=True)
class Drop:
    """A dropped file: its name as given, its bytes, and what a person said about it besides.

    `table` is the inside name of the table it is to be read as; `as_of` the 截至日期 of a file that carries none;
    `confirmed` the answers to the questions that the file raises (`questions.answers`); `said` what a person
    said of its columns (`parse_sayings`), `accepts_layout` that every suggestion is right, `layout` one from a file.
    """

    name: str
    content: bytes
    table: str | None = None
    as_of: date | None = None
    confirmed: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    accepts_layout: bool = False
    layout: Layout | None = None

    @classmethod
    def of(cls, path: Path | str) -> "Drop":
        """The file at a path; Refused when it cannot be read, and unread when it is too large.

        An empty one is taken: what is wrong with it is told together with what is wrong with the others.
        """
        path = Path(path)
        source = Source(reading.display_name(path.name))
        try:
            reading.refuse_too_large(path.stat().st_size, source)
            with path.open("rb") as file:
                content = file.read(reading.limits.FILE_BYTES + 1)  # it may have grown since
        except OSError:
            raise Refused(source.finding("file_missing")) from None
        reading.refuse_too_large(len(content), source)
        return cls(path.name, content)

    @cached_property
    def sha256(self) -> str:
        """The fingerprint kept in the edition."""
        return hashlib.sha256(self.content).hexdigest()
