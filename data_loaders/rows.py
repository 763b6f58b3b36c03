"""Which rows under a header are data: totals, notes, repeated headers and blank rows are set aside, and said.

May import: `schema`, `findings`, `grid`, `coded`, `cells`, `plain`, `headers`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.cells import Parsed, as_text, is_blank, parse_date, squeezed
from data_loaders.coded import Coded
from data_loaders.findings import Finding, Refused, Source, listed, one_by_one, publishable
from data_loaders.grid import Grid
from data_loaders.headers import Header, names_another_table, normalised
from data_loaders.plain import are_harmless
from data_loaders.schema import AS_OF, DISTRICT, Column, Kind, Table

EXAMPLE_MARK = "示例行"
# The sheet of our own templates that explains the columns; it is no table.
EXPLANATION_SHEET = "填写说明"
# Totals that differ by less are rounded, not wrong.
ROUNDING = 0.01
# A row of column numbers or 甲 乙 below the header has at least so many.
LEAST_COLUMN_NUMBERS = 3

_TOTAL = re.compile(r"(?:(.*?)(?:合计|小计|总计|共计|合計|总和)|总数|累计|计)(?:数|\([^()]*\))?[:：]?(?:[\d.,]+(?:户|个|座|万元|元)?)?")
# Set aside with the totals, but not compared: 完成率 62% below 合计.
_RATE = re.compile(r".{0,6}(?:完成率|验收率|拨付率|整改率|占比|比例|比率|百分比)(?:\(%\))?[:：]?")
_COUNT_OF_PLACES = re.compile(r"共?\d+个?(?:行政)?(?:村|社区|镇|单位|项目|点)?")
_FOOTER_WORDS = "备注|附注|注|说明|填表|填报|制表|制单|审核|复核|审批|核对|数据来源|资料来源|来源|联系人|联系电话|负责人|单位负责人|报送|统计|经办|分管领导|主要领导|盖章|日期"
_FOOTER = re.compile(
    rf"^\(?(?:{_FOOTER_WORDS})[^，。]{{0,8}}[:：]|^注\d*[、.．:：]|^备注\d+|^(?:数据|资料)来源|^(?:填表|制表|审核|复核|填报|经办|负责)人?(?:签字|签名)?$"
)
# A row that only names the town of the rows below it: 一、潭东镇, （二）潭口镇（13个村）. Their villages tell it again.
_TOWN_ALONE = re.compile(r"(?:\(?[一二三四五六七八九十\d]{1,3}[)、.．]+)?[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|管理处)(?:\([^()]*\))?[:：]?")
# Words that may make a row something other than data; only rows with one of them are looked at closely.
_SUSPECT = re.compile(rf"[计計]|总和|总数|[率比]|{_FOOTER_WORDS}|{EXAMPLE_MARK}")
# A total may stand in any of the leading label columns, never in a note.
LABEL_KINDS = (Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.WHOLE)


@dataclass(frozen=True)
class TotalRow:
    """A 合计 or 小计 row set aside: its number, and the town or other words it is a total of ("" for all)."""

    row: int
    label: str


@dataclass(frozen=True)
class Body:
    """The data rows of a sheet, raw cells by inside name, and the rows that are compared but not counted."""

    frame: pd.DataFrame  # columns: inside names present in the file; index: row numbers; object cells
    columns: dict[str, Coded]  # the same columns with each different cell once
    totals: tuple[TotalRow, ...]
    total_cells: pd.DataFrame  # the raw cells of the totals rows, same columns
    findings: tuple[Finding, ...]


def data_rows(grid: Grid, header: Header) -> Body:
    """Split the rows below the header; Refused when there is none, or when a note stands among the data."""
    source = grid.source.of(table=header.table.name)
    first = int(np.searchsorted(grid.cells.index, header.rows[-1], side="right"))
    body, columns = _filled_merges(grid, header, first)
    kinds = _kinds(body, columns, header)
    findings = _said(source, kinds)
    is_data = (kinds == "data").to_numpy()
    if grid.source.sheet is None:
        too_long = _too_long(columns, header) & is_data
        is_data = is_data & ~too_long  # shifted: every cell of it would be told wrong again
        findings += _said_too_long(source, body.loc[too_long], header)
    if not is_data.any():
        if publishable(findings):
            findings.append(source.finding("no_rows"))
        raise Refused(findings)
    if count := sum(merge.last_row > header.rows[-1] for merge in grid.merges):
        findings.append(source.finding("merged_filled", count=count))
    if grid.hidden_rows:
        findings.append(source.finding("rows_hidden", count=grid.hidden_rows))
    frame = _named(body, header)
    is_total = (kinds == "total").to_numpy()
    totals = tuple(
        _total_row(row, body.loc[row], frame.loc[row])
        for row in kinds.index[is_total]
        if _total_label(body.loc[row]) is not None
    )
    data = {name: columns[cell.position][is_data] for name, cell in header.cells.items()}
    return Body(frame if is_data.all() else frame.loc[is_data], data, totals, frame.loc[is_total], tuple(findings))


def _named(body: pd.DataFrame, header: Header) -> pd.DataFrame:
    """The columns that the header names, under their inside names."""
    return pd.DataFrame({name: body[cell.position] for name, cell in header.cells.items()}, copy=False)


def _total_row(row: int, cells: pd.Series, named: pd.Series) -> TotalRow:
    """A row found to be a total, labelled by its own words or by the town in its row."""
    town = named.get("town")
    label = _total_label(cells)
    if not label and not is_blank(town) and not _TOTAL.fullmatch(squeezed(as_text(town))):
        label = squeezed(as_text(town))
    return TotalRow(int(row), label)


def _filled_merges(grid: Grid, header: Header, first: int) -> tuple[pd.DataFrame, dict[int, Coded]]:
    """The rows from position `first` on, as they are and coded by column.

    Vertical merges are spread over their rows, except numbers that are summed: those would count twice.
    """
    below = grid.cells.iloc[first:]
    columns = {position: grid.column(position)[first:] for position in below.columns}
    summed = {cell.position for cell in header.cells.values() if cell.column.additive}
    spread = [
        merge for merge in grid.merges
        if merge.first_row > header.rows[-1] and merge.last_row > merge.first_row
        and merge.first_column not in summed
        and merge.first_column in below.columns and merge.first_row in below.index
    ]  # fmt: skip
    if not spread:
        return below, columns
    filled = below.copy()
    for merge in spread:
        filled.loc[merge.first_row : merge.last_row, merge.first_column] = filled.at[merge.first_row, merge.first_column]
    return filled, columns | {position: Coded.of(filled[position]) for position in {merge.first_column for merge in spread}}


def _kinds(body: pd.DataFrame, columns: dict[int, Coded], header: Header) -> pd.Series:
    """What each row is: data, blank, total, footer, header, example, or a note among the data."""
    filled = np.zeros(len(body), dtype=np.int32)
    for column in columns.values():
        filled += column.filled
    close = (filled == 1) | _has_suspect_words(columns, header)
    close[:1] = True  # numbers of columns stand right below the header
    rows = body.index[close & (filled > 0)]
    named = _named(body.loc[rows], header)
    odd = pd.Series([_kind_of_row(body.loc[row], named.loc[row], header) for row in rows], index=rows, dtype=object)
    if (filled > 0).all() and (odd == "data").all():
        return pd.Series("data", index=body.index, dtype="category")
    kinds = pd.Series("data", index=body.index, dtype=object)
    kinds[filled == 0] = "blank"
    kinds[rows] = odd
    kinds = _with_page_heads(kinds, body, header.table)
    return _footers_only_at_the_end(kinds)


def _has_suspect_words(columns: dict[int, Coded], header: Header) -> np.ndarray:
    """For each row whether a label column holds a word of totals, notes, examples or of the header itself."""
    texts_of_header = {squeezed(cell.text) for cell in header.cells.values()}
    leading = [cell.position for cell in header.cells.values() if cell.column.kind in LABEL_KINDS]
    suspect = np.zeros(len(next(iter(columns.values()), ())), dtype=bool)
    for position in dict.fromkeys([*list(columns)[:1], *leading]):
        column = columns[position]
        odd = ~are_harmless(column.different, texts_of_header, _SUSPECT.pattern)
        odd[odd] = [isinstance(cell, str) and _is_suspect(cell, texts_of_header) for cell in column.different[odd]]
        suspect |= odd[column.codes]
    return suspect


def _is_suspect(cell: str, texts_of_header: set[str]) -> bool:
    """Whether a row with this text may be something else than data."""
    text = squeezed(cell)
    if not text or text in texts_of_header:
        return True
    return bool(
        _TOTAL.fullmatch(text) or _RATE.fullmatch(text) or _FOOTER.search(text) or text.startswith(EXAMPLE_MARK)
    )


def _kind_of_row(cells: pd.Series, named: pd.Series, header: Header) -> str:
    """data, blank, total, group, footer, header or example; "lone" for a single text that is none of them."""
    filled = [as_text(cell) for cell in cells if not is_blank(cell)]
    if not filled:
        return "blank"
    if _repeats_header(named, header) or _numbers_columns(filled):
        return "header"
    if as_text(named.get("remark")).startswith(EXAMPLE_MARK):
        return "example"
    if _names_nothing(named, header.table) and (_total_label(cells) is not None or _RATE.fullmatch(squeezed(filled[0]))):
        return "total"
    missing = [name for name, cell in header.cells.items() if cell.column.required and is_blank(named[name])]
    if missing and _FOOTER.search(squeezed(filled[0])):
        return "footer"
    if len(filled) == 1 and len(missing) >= 2:
        if _TOWN_ALONE.fullmatch(squeezed(filled[0])):
            return "group"
        return "footer" if _is_sentence(filled[0]) else "lone"
    return "data"


def _repeats_header(named: pd.Series, header: Header) -> bool:
    same = sum(normalised(named[name]) == normalised(cell.text) for name, cell in header.cells.items())
    return same * 2 > len(header.cells)


def _numbers_columns(filled: list[str]) -> bool:
    """甲 乙 1 2 3 or (1) (2) (3): the columns' numbers, as printed tables have them below the header."""
    texts = [squeezed(text).strip("()") for text in filled]
    numbers = [text for text in texts if text not in ("甲", "乙", "丙", "丁")]
    plain = [re.sub(r"=.*", "", text) for text in numbers]
    return len(texts) >= LEAST_COLUMN_NUMBERS and plain == [str(number) for number in range(1, len(plain) + 1)]


def _total_label(cells: pd.Series) -> str | None:
    """The words before 合计 in the first text cells of a row, "" for a bare 合计, None when it is no total."""
    texts = [squeezed(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    for text in texts[:3]:
        if match := _TOTAL.fullmatch(text):
            return match[1] or ""
    return None


def _names_nothing(named: pd.Series, table: Table) -> bool:
    """A totals row names no single thing: its label is empty, is the 合计 word, or counts places."""
    label = next((name for name in reversed(_naming(table)) if name in named.index), None)
    if label is None or is_blank(named[label]):
        return True
    text = squeezed(as_text(named[label]))
    return bool(_TOTAL.fullmatch(text) or _COUNT_OF_PLACES.fullmatch(text)) or not re.search(r"[^\d.,]", text)


def _naming(table: Table) -> list[str]:
    """The key columns that name one thing; a day or a choice (资金来源, 类型) names many."""
    return [name for name in table.key if table.column(name).kind not in (Kind.CHOICE, Kind.DATE)]


def _is_sentence(text: str) -> bool:
    """A lone text that cannot be a place or a name: it is long, carries punctuation, or is a date."""
    is_day = parse_date(text, AS_OF).value is not None
    return is_day or bool(re.search(r"[，。；：:,;]", text)) or len(text) > 15


def _with_page_heads(kinds: pd.Series, body: pd.DataFrame, table: Table) -> pd.Series:
    """Printed pages repeat title and header: what stands right above a repeated header is no data.

    A title that names another table is not repeated: there another table begins.
    """
    kinds = kinds.copy()
    for repeated in np.flatnonzero(kinds == "header"):
        above = repeated - 1
        while above >= 0 and kinds.iloc[above] in ("lone", "footer", "blank", "header", "page"):
            if kinds.iloc[above] in ("lone", "footer"):
                text = next(as_text(cell) for cell in body.iloc[above] if not is_blank(cell))
                kinds.iloc[above] = "note" if names_another_table(table, text) else "page"
            above -= 1
    return kinds.replace({"lone": "data"})


def _footers_only_at_the_end(kinds: pd.Series) -> pd.Series:
    """Notes followed by further data are not footers."""
    data = kinds.index[kinds == "data"]
    if len(data):
        inside = (kinds == "footer") & (kinds.index < data[-1])
        kinds = kinds.mask(inside, "note")
    return kinds


def _said(source: Source, kinds: pd.Series) -> list[Finding]:
    """One finding for each kind of row set aside, an error for each note among the data."""
    findings = [source.finding("note_in_table", row=int(row)) for row in kinds.index[kinds == "note"]]
    for kind, code in (("total", "rows_total"), ("group", "rows_group"), ("footer", "rows_footer"), ("example", "rows_example"), ("header", "header_repeated")):
        if rows := [int(row) for row in kinds.index[kinds == kind]]:
            findings.append(source.finding(code, count=len(rows), rows=listed(rows)))
    last = kinds.index[kinds == "data"].max() if (kinds == "data").any() else 0
    if blanks := int(((kinds == "blank") & (kinds.index < last)).sum()):
        findings.append(source.finding("rows_blank", count=blanks))
    return findings


def _too_long(columns: dict[int, Coded], header: Header) -> np.ndarray:
    """Rows of a delimited file with something beyond the last header column: an unquoted comma."""
    beyond = [column.filled for position, column in columns.items() if position >= header.width]
    return np.logical_or.reduce(beyond) if beyond else np.zeros(len(next(iter(columns.values()), ())), dtype=bool)


def _said_too_long(source: Source, body: pd.DataFrame, header: Header) -> list[Finding]:
    return one_by_one(
        source,
        list(body.index),
        lambda row: source.finding("row_too_long", row=int(row), cells=_last_filled(body.loc[row]), columns=header.width),
    )


def _last_filled(cells: pd.Series) -> int:
    return max(position for position, cell in cells.items() if not is_blank(cell)) + 1


def compare_totals(
    source: Source, header: Header, body: Body, tidy: pd.DataFrame,
    broken: Mapping[tuple[int, int], str], read: Callable[[Column, object], Parsed],
) -> list[Finding]:  # fmt: skip
    """A finding for every 合计 that equals neither all rows, nor its block, nor its town; and for unreadable ones.

    `broken` holds the failed formulas of the sheet; `read(column, cell)` reads a raw cell of the totals row.
    """
    findings = []
    for total, before, after in _with_neighbours(body.totals):
        choices = _rows_it_may_sum(total, tidy, before, after)
        for column in (column for column in header.table.columns if column.additive and column.name in header.cells):
            place = {"row": total.row, "column": header.text(column.name)}
            raw = body.total_cells.at[total.row, column.name]
            if is_blank(raw) and (shown := broken.get((total.row, header.cells[column.name].position))) is not None:
                findings.append(source.finding("cell_formula_error" if shown else "total_unchecked", text=shown, **place))
                continue
            parsed = read(column, raw)
            if parsed.problem and parsed.problem != "cell_blank_word":
                findings.append(source.finding(parsed.problem, **place, **parsed.slots))
            if parsed.value is None:
                continue
            sums = [float(rows[column.name].sum()) for rows in choices]
            if not any(abs(parsed.value - summed) < ROUNDING for summed in sums):
                slots = {"stated": _plain(parsed.value), "summed": _plain(sums[0]), "gap": _plain(abs(parsed.value - sums[0]))}
                findings.append(source.finding("total_differs", **place, **slots))
    return findings


def _with_neighbours(totals: tuple[TotalRow, ...]):
    """Each totals row with the row numbers of the totals before and after it."""
    rows = [0, *(total.row for total in totals), np.inf]
    return zip(totals, rows[:-2], rows[2:], strict=True)


def _rows_it_may_sum(total: TotalRow, tidy: pd.DataFrame, before: float, after: float) -> list[pd.DataFrame]:
    """The rows a total may stand for, the likeliest first: its town's, all, those above, its block above or below."""
    town = _town_named(total, tidy)
    above = tidy[tidy.index < total.row]
    blocks = [tidy[(tidy.index > before) & (tidy.index < total.row)], tidy[(tidy.index > total.row) & (tidy.index < after)]]
    own = [] if town is None else [tidy[tidy["town"] == town], above[above["town"] == town]]
    rows = [*own, *([] if own else [tidy, above]), *blocks]
    return [part for part in rows if len(part)] or [tidy]


def _town_named(total: TotalRow, tidy: pd.DataFrame) -> str | None:
    """The town of 潭东镇小计 or 管理处小计; None when the label names none, or more than one."""
    if "town" not in tidy or len(total.label) < 2:
        return None
    towns = [
        town for town in tidy["town"].dropna().unique()
        if town != DISTRICT and (town.startswith(total.label[:2]) or total.label in town)
    ]  # fmt: skip
    return towns[0] if len(towns) == 1 else None


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
