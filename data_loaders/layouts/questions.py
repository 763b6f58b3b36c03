"""What a ledger cannot answer by itself, and what a person said about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from data_loaders.findings import Refused, Source
from data_loaders.schema import TABLES, Kind
from data_loaders.tidying.headers import normalised

LEAVE_OUT = "不采用"
CHOICES = frozenset(
    column.header for table in TABLES.values() for column in table.columns if column.kind is Kind.CHOICE
)


@dataclass(frozen=True)
class Question:
    """One thing to be confirmed: about a source header or a column of ours; nothing suggested means that only a person knows."""

    about: str
    suggested: str | None
    options: tuple[str, ...] = ()
    message: str = ""

    def as_json(self) -> dict:
        return {
            "about": self.about, "suggested": self.suggested, "options": list(self.options), "message": self.message,
        }  # fmt: skip


@dataclass(frozen=True)
class Sayings:
    """What a person said: source header → our column ("" leaves it out), our column → value, word of a column → choice."""

    columns: tuple[tuple[str, str], ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()

    def column(self, header: str) -> str | None:
        """What was said of a source header; None when nothing was."""
        return next((to for said, to in self.columns if normalised(said) == normalised(header)), None)


def parse_sayings(texts: Iterable[str]) -> Sayings:
    """`源表头=我方列`, `我方列:=值`, `我方列:词=值`; Refused for a text that is none of them."""
    columns, constants, words = [], [], []
    for text in texts:
        left, is_constant, right = text.partition(":=")
        if not is_constant:
            left, is_constant, right = text.partition("：=")
        if is_constant and left.strip():
            constants.append((left.strip(), right.strip()))
            continue
        left, equals, right = text.rpartition("=")
        if not equals or not left.strip():
            raise Refused(Source(text).finding("saying_unreadable"))
        ours, colon, word = left.partition(":")
        if colon and word.strip() and right.strip() and (ours.strip() in CHOICES or (ours.strip() and "(" not in word)):
            words.append((ours.strip(), word.strip(), right.strip()))
        columns.append((left.strip(), right.strip()))
    return Sayings(tuple(columns), tuple(constants), tuple(words))
