"""A layout as data: what each source column means and how it is read. It holds headers, words and rules, never cells."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from data_loaders.layouts.language.words import header_parts
from data_loaders.schema import TABLES, Table
from data_loaders.tidying.headers import normalised, without_unit

FORM = 1  # of the file that carries a layout to another district
LONGEST_NAME = 40
MOST_COLUMNS = 300
LONGEST_TEXT = 200
SECTION = "（分段标题行）"  # the header of a rule about heading rows


class How(StrEnum):
    """How the cells of a source column become ours."""

    AS_IS = "as_is"
    IGNORED = "ignored"
    VALUE_MAP = "value_map"
    SPLIT = "split_town_village"
    JOIN = "join"  # behind the column `of`
    UNPIVOT = (
        "unpivot"  # each filled cell a row, with `column` = `value`; `values` are what else it says: header → value
    )
    SUM = "sum_columns"
    LAST = "last_column"  # of several the last that is filled: cumulative months
    SUBTRACT = "subtract_from"  # the column `of` minus this one
    ADD = "add_to"  # the column `of` plus this one, which says by how much it has changed
    HEADING = "section_heading"
    GROUP = "group_by"
    COUNT_ROWS = "count_rows"
    COUNT_IF = "count_if"  # rows whose cell is one of `values`
    TICKED = "ticked"  # the column with √ gives `value`
    DEGREES = "degrees_of"  # of several columns with degrees, minutes and seconds, as `value` says
    STAGE_TEXT = "stage_from_text"
    STATUS_TEXT = "status_from_text"
    STAGE_PERCENT = "stage_from_percent"
    STATUS_PERCENT = "status_from_percent"
    NUMBER_TEXT = "from_text"
    DATE_TEXT = "date_from_text"
    DATE_YEAR = "date_text_with_year"
    ONLY_IF = "only_if"  # a day, where the column `of` says one of `values`
    LABEL = "label_value"
    NAME = "match_name"


COORDINATES = ("longitude", "latitude")
# Columns that are read row by row; the others change what a row is.
RESHAPING = frozenset({How.UNPIVOT, How.COUNT_ROWS, How.COUNT_IF, How.GROUP})


@dataclass(frozen=True)
class Rule:
    """One source column: its header as the file writes it, and what becomes of it.

    `to` are inside names of the table, none when it is not kept; `of` is the header of another column;
    `unit` a unit of money that a person stated.
    """

    header: str
    to: tuple[str, ...] = ()
    how: How = How.IGNORED
    values: Mapping[str, str] = field(default_factory=dict)
    column: str | None = None
    value: str | None = None
    of: str | None = None
    unit: str | None = None
    sure: bool = True

    @property
    def is_kept(self) -> bool:
        return bool(self.to)


@dataclass(frozen=True)
class Layout:
    """What a sheet means: its table, a rule for each column, and the columns of ours that are the same in all rows.

    `constants` are inside name → value; those named in `from_title` are read anew from each file. `generated` are made
    from the name in the row.
    """

    table: Table
    rules: tuple[Rule, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    from_title: frozenset[str] = frozenset()
    generated: frozenset[str] = frozenset()
    name: str | None = None
    reporter: str | None = None

    def rule(self, header: str) -> Rule | None:
        """The rule of a header as written, else of one that differs in its day, month or year only."""
        same = [rule for rule in self.rules if rule.header == header]
        if same:
            return same[0]
        return next((rule for rule in self.rules if pattern(rule.header) == pattern(header)), None)

    @property
    def patterns(self) -> frozenset[str]:
        """What is recognised: the headers without order, days and units."""
        return frozenset(pattern(rule.header) for rule in self.rules)

    @property
    def targets(self) -> frozenset[str]:
        """The inside names that some column or constant fills."""
        unpivoted = {rule.column for rule in self.rules if rule.column and rule.is_kept}
        unpivoted |= {
            named(self.table, header) for rule in self.rules if rule.how is How.UNPIVOT for header in rule.values
        }
        aims = {name for rule in self.rules for name in rule.to}
        return frozenset(aims | unpivoted | set(self.constants) | self.generated)

    def meaning(self) -> str:
        """Everything that two layouts must share to be the same, as text."""
        plain = self.as_json()
        del plain["name"], plain["reporter"]
        for column in plain["columns"]:
            column.pop("sure", None)
        for name in plain["from_title"]:
            plain["constants"].pop(name, None)
        plain["columns"] = sorted(
            {json.dumps(column | {"header": pattern(column["header"])}, ensure_ascii=False, sort_keys=True)
             for column in plain["columns"]}
        )  # fmt: skip
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    def as_json(self) -> dict:
        """The layout as plain values, ready for a file."""
        return {
            "layout": FORM, "name": self.name, "reporter": self.reporter, "table": self.table.name,
            "columns": [_rule_as_json(rule, self.table) for rule in self.rules],
            "constants": {self.table.column(name).header: value for name, value in self.constants.items()},
            "from_title": sorted(self.table.column(name).header for name in self.from_title),
            "generated": sorted(self.table.column(name).header for name in self.generated),
        }  # fmt: skip

    def remembered(self, name: str, reporter: str | None = None) -> "Layout":
        """The same under a name and confirmed: what a title gave is not kept, it is read anew each month."""
        constants = {key: value for key, value in self.constants.items() if key not in self.from_title}
        rules = tuple(replace(rule, sure=True) for rule in self.rules)
        return replace(self, rules=rules, constants=constants, name=name[:LONGEST_NAME], reporter=reporter)


def to_words(names: Iterable[str], table: Table) -> str | None:
    """Our columns as people write them: 安排资金(万元), 镇+村; None for none."""
    return "+".join(table.column(name).title for name in names) or None


def _rule_as_json(rule: Rule, table: Table) -> dict:
    how = f"{rule.how.value}:{rule.of}" if rule.of else rule.how.value
    plain: dict = {"header": rule.header, "to": to_words(rule.to, table), "how": how, "sure": rule.sure}
    if rule.values:
        plain["values"] = dict(rule.values)
    if rule.column:
        plain |= {"column": table.column(rule.column).title, "value": rule.value}
    elif rule.value:
        plain["value"] = rule.value
    if rule.unit:
        plain["unit"] = rule.unit
    return plain


class NoLayout(ValueError):
    """A file that is no layout; the text says in Chinese what is wrong with it."""


def from_json(plain: object) -> Layout:
    """The layout that plain values describe; NoLayout for anything else."""
    if not isinstance(plain, dict) or plain.get("layout") != FORM or plain.get("table") not in TABLES:
        raise NoLayout("不是版式文件")
    table = TABLES[plain["table"]]
    columns = plain.get("columns")
    if not isinstance(columns, list) or not 0 < len(columns) <= MOST_COLUMNS:
        raise NoLayout("版式文件里没有列")
    rules = tuple(_rule_from_json(column, table) for column in columns)
    constants = {named(table, name): _text(value) for name, value in _mapping(plain.get("constants")).items()}
    from_title, generated = (
        frozenset(named(table, name) for name in plain.get(key) or ()) for key in ("from_title", "generated")
    )
    reporter = plain.get("reporter")
    return Layout(
        table, rules, constants, from_title, generated,
        name=_text(plain.get("name") or table.title)[:LONGEST_NAME], reporter=_text(reporter) if reporter else None,
    )  # fmt: skip


def named(table: Table, words: object) -> str:
    """The inside name of one of our columns by its header, title or name; NoLayout for another word."""
    wanted = without_unit(normalised(words))[0]
    for column in table.columns:
        if wanted in (without_unit(normalised(column.header))[0], column.name):
            return column.name
    for column in table.columns:
        if wanted in (without_unit(normalised(alias))[0] for alias in column.aliases):
            return column.name
    raise NoLayout(f"「{table.title}」没有「{str(words)[:LONGEST_NAME]}」这一列")


def _rule_from_json(plain: object, table: Table) -> Rule:
    if not isinstance(plain, dict):
        raise NoLayout("版式文件的列不完整")
    how, _, of = _text(plain.get("how")).partition(":")
    if how not in set(How):
        raise NoLayout(f"版式文件里不认识的读法「{how}」")
    to = plain.get("to")
    return Rule(
        header=_text(plain.get("header")),
        to=tuple(named(table, part) for part in _text(to).split("+")) if to else (),
        how=How(how),
        values={_text(key): _text(value) for key, value in _mapping(plain.get("values")).items()},
        column=named(table, plain["column"]) if plain.get("column") else None,
        value=_text(plain["value"]) if plain.get("value") else None,
        of=of or None,
        unit=_text(plain["unit"]) if plain.get("unit") else None,
        sure=bool(plain.get("sure", True)),
    )


def _mapping(plain: object) -> dict:
    if plain is None:
        return {}
    if not isinstance(plain, dict) or len(plain) > MOST_COLUMNS:
        raise NoLayout("版式文件的内容不完整")
    return plain


def _text(plain: object) -> str:
    if not isinstance(plain, str) or len(plain) > LONGEST_TEXT:
        raise NoLayout("版式文件的内容不完整")
    return plain


_DAYS = re.compile(
    r"(?:20\d\d年?(?:度)?)?(?:\d{1,2}月?[-—–~至到])?(?:1[0-2]|0?[1-9])月(?:份|底|末|\d{1,2}[日号])?|20\d\d年?度?"
)


def pattern(header: str) -> str:
    """A header stripped of what changes from month to month: days, months, years and notes in brackets."""
    plain = "/".join(without_unit(normalised(part))[0] for part in header_parts(header))
    return _DAYS.sub("#", plain)
