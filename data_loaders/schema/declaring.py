"""What a table and a column are: how they are declared, and what is asked of a declaration."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column means once it is tidied."""

    TEXT = "text"
    WHOLE = "whole"  # a count: a whole number
    NUMBER = "number"
    MONEY = "money"  # 万元; files may give 元 when header or unit line says so
    PERCENT = "percent"  # 0 to 100, as offices write it
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"  # 是/否
    GEOMETRY = "geometry"  # WKB in metres of the plane that the plan names, never typed by a person


@dataclass(frozen=True, eq=False)  # compared by identity, so that columns and tables can be cache keys
class Column:
    """One column: its name inside, its header in files, and what a cell may hold."""

    name: str
    header: str
    kind: Kind
    meaning: str  # Chinese; shown in templates, the upload page and docs/ledgers.md
    required: bool = False  # the column must be in the file and every row must fill it
    aliases: tuple[str, ...] = ()
    unit: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)  # value: its synonyms; a text may be another, too
    at_least: float | None = None
    at_most: float | None = None
    additive: bool = False  # a total over rows makes sense, and a 合计 row must equal it
    cumulative: bool = False  # grows through the year; a fall is worth a warning
    stands_for: str = ""  # the column that this one is taken for where a file has no better one
    example: str = ""
    told: str = ""  # how it is told beside the figure of its place where it is filled: 受益 {} 户

    @property
    def title(self) -> str:
        """The header as templates write it, with its unit: 安排资金(万元)."""
        return f"{self.header}({self.unit})" if self.unit else self.header

    @property
    def words(self) -> tuple[str, ...]:
        """The choices as files write them: 数量目标, where the value inside is target."""
        return tuple(map(self.written, self.choices))

    def written(self, value: str) -> str:
        """A value as files write it."""
        synonyms = self.choices.get(value)
        return synonyms[0] if synonyms and value.isascii() else value


# Where a row came from, kept with it in the store; see `data_loaders.origins`.
ORIGIN = (
    Column("from_edition", "来源版本", Kind.WHOLE, "哪一版第一次带来这一行"),
    Column("from_file", "来源文件", Kind.WHOLE, "那一版的第几个文件，从 0 数起"),
    Column("from_row", "来源行", Kind.WHOLE, "文件里的行号"),
    Column("from_rows", "来源各行", Kind.TEXT, "由文件里几行合成的，是哪几行"),
)


@dataclass(frozen=True, eq=False)
class Table:
    """One table: what a row is, its columns, and how a new delivery meets the rows already there."""

    name: str
    title: str
    one_row_is: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # no two rows share it
    replaces: tuple[str, ...]  # a delivery replaces stored rows that agree with it here; () = all
    words: tuple[str, ...] = ()  # in a file, sheet or title row these name the table
    never_above: tuple[tuple[str, str], ...] = ()  # (smaller, larger) within a row
    kept: tuple[Column, ...] = ()  # what only the store knows of a row; no file holds it
    printed: tuple[str, ...] = ()  # columns that our template fills beforehand; a row of nothing else says nothing

    def column(self, name: str) -> Column:
        """The column called `name` inside; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def has(self, name: str) -> bool:
        """Whether the table declares a column called `name`."""
        return any(column.name == name for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The inside names, in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns of a stored row: those of files, and what the store keeps besides."""
        return (*self.columns, *self.kept, *ORIGIN)

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two rows the same thing on different days: the key without the day."""
        return tuple(name for name in self.key if name != "as_of")

    @property
    def reporter(self) -> tuple[str, ...]:
        """Who reports: what a delivery replaces, without the day."""
        return tuple(name for name in self.replaces if name != "as_of")

    @property
    def is_snapshot(self) -> bool:
        """Whether rows speak for a 截至日期."""
        return self.has("as_of")
