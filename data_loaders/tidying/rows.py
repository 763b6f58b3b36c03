"""Which rows under a header are data: totals, notes, repeated headers and blank rows are set aside, and said."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from data_loaders.findings import Finding, Refused, Source, listed, one_by_one, publishable
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.grid import Grid
from data_loaders.schema import AS_OF, Kind, Table
from data_loaders.tidying.cells import as_text, is_blank, parse_date, squeezed
from data_loaders.tidying.cells_fast import are_harmless
from data_loaders.tidying.headers import Header, match_text, names_another_table, normalised

EXAMPLE_MARK = "示例行"
# The sheet of our own templates that explains the columns; it is no table.
EXPLANATION_SHEET = "填写说明"
# A row of column numbers or 甲 乙 below the header has at least so many.
LEAST_COLUMN_NUMBERS = 3

_TOTAL = re.compile(
    r"(?:(.*?)(?:合计|小计|总计|共计|合計|总和|汇总)|总数|累计|计)(?:数|\([^()]*\))?[:：]?(?:[\d.,]+(?:户|座|万元|元|个?(?:行政)?[村镇]?|个(?:社区|项目|点|站|单位))?)?"
)
# In the place of a town it is the sum of all towns, where no village stands beside it.
_WHOLE = re.compile(r"全[区县市镇乡处](?:合计)?")
# Set aside with the totals, but not compared: 完成率 62% below 合计.
_RATE = re.compile(r".{0,6}(?:完成率|验收率|拨付率|整改率|占比|比例|比率|百分比)(?:\(%\))?[:：]?")
_COUNT_OF_PLACES = re.compile(r"共?\d+个?(?:行政)?(?:村|社区|镇|单位|项目|点|户|座|站|厕)?")
_FOOTER_WORDS = "备注|附注|注|说明|图例|口径|填表|填报|制表|制单|审核|复核|审批|核对|数据来源|资料来源|来源|联系人|联系电话|负责人|单位负责人|报送|统计|经办|分管领导|主要领导|盖章|日期"
_FOOTER = re.compile(
    rf"^\(?(?:{_FOOTER_WORDS})[^，。]{{0,8}}[:：]|^注\d*[、.．:：]|^备注\d+|^(?:数据|资料)来源|^(?:填表|制表|审核|复核|填报|经办|负责)人?(?:签字|签名)?$"
)
# A row that only names the town of the rows below it: 一、潭东镇, （二）潭口镇（13个村）. Their villages tell it again.
_TOWN_ALONE = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]{1,3}[)、.．]+)?[\u4e00-\u9fff]{1,8}(?:镇|乡|街道|管理处)(?:\([^()]*\))?[:：]?"
)
_SERIAL = re.compile(r"\d{1,3}(?:\.0)?")
# A row that only names a group of the rows below it: 一、产业类, （二）基础设施项目.
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].{1,20}")
# Words that may make a row something other than data; only rows with one of them are looked at closely.
_SUSPECT = re.compile(rf"其中|[计計]|总和|总数|汇总|全[区县市镇乡处]|[率比]|{_FOOTER_WORDS}|{EXAMPLE_MARK}")
# A part of the row above, which has counted it already.
_OF_WHICH = re.compile(r"其中[:：]?.")
# Sums of towns that differ by less are rounded.
TOWN_ROUNDING = 0.01
PLACES = ("town", "village", "unit")
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

    rows: pd.Index  # row numbers
    columns: dict[str, Coded]  # by the inside names present in the file
    totals: tuple[TotalRow, ...]
    total_cells: dict[str, Coded]  # the raw cells of the totals, same columns
    findings: tuple[Finding, ...]


def data_rows(grid: Grid, header: Header) -> Body:
    """Split the rows below the header; Refused when there is none, or when a note stands among the data."""
    source = grid.source.of(table=header.table.name)
    first = int(np.searchsorted(grid.rows, header.rows[-1], side="right"))
    numbers, columns = grid.rows[first:], _filled_merges(grid, header, first)
    kinds = _kinds(numbers, columns, header)
    findings = _said(source, kinds)
    findings += _said_differing(source, _lines(columns, numbers, (kinds == "header").to_numpy()), header)
    is_data = (kinds == "data").to_numpy()
    if grid.source.sheet is None:
        too_long = _too_long(columns, header) & is_data
        is_data = is_data & ~too_long  # shifted: every cell of it would be told wrong again
        findings += _said_too_long(source, _lines(columns, numbers, too_long), header)
        shifted = _shifted(columns, header) & is_data
        is_data = is_data & ~shifted
        findings += _said_shifted(source, _lines(columns, numbers, shifted), header)
    if not is_data.any():
        if publishable(findings):
            findings.append(source.finding("no_rows"))
        raise Refused(findings)
    if count := sum(merge.last_row > header.rows[-1] for merge in grid.merges):
        findings.append(source.finding("merged_filled", count=count))
    if grid.hidden_rows:
        findings.append(source.finding("rows_hidden", count=grid.hidden_rows))
    is_total = (kinds == "total").to_numpy()
    totals = tuple(
        TotalRow(row, label or _town_in(cells, header))
        for row, cells in _lines(columns, numbers, is_total).items()
        if (label := _total_label(cells)) is not None
    )
    named = {name: columns[cell.position] for name, cell in header.cells.items()}
    labelled = np.zeros(len(numbers), dtype=bool)
    labelled[numbers.get_indexer([total.row for total in totals])] = True
    total_cells = {name: column[labelled] for name, column in named.items()}
    data = named if is_data.all() else {name: column[is_data] for name, column in named.items()}
    return with_towns_as_totals(
        Body(numbers[is_data], data, totals, total_cells, tuple(findings)), header.table, source
    )


def with_towns_as_totals(body: Body, table: Table, source: Source) -> Body:
    """A body without the rows that name nothing and only carry the sum of what stands below or above them, which become
    totals: those of towns, and those without any word. All of them must be such sums, else one is a row whose village
    was forgotten.
    """
    summed = [column.name for column in table.columns if column.additive and column.name in body.columns]
    named = [
        name for name in dict.fromkeys((*_called(table), *_naming(table))) if name in body.columns and name != "town"
    ]
    if not named or not summed:
        return body
    sums = ~np.logical_or.reduce([body.columns[name].filled for name in named])
    places = np.flatnonzero(sums)
    if not len(places) or not (_are_above(body, places, summed, table) or _are_below(body, places, summed)):
        return body
    moved = {int(body.rows[place]): place for place in places}
    towns = body.columns["town"].objects() if "town" in body.columns else [None] * len(sums)
    totals = [*body.totals, *(TotalRow(row, squeezed(as_text(towns[place]))) for row, place in moved.items())]
    order = np.argsort([total.row for total in totals], kind="stable")
    cells = {
        name: Coded.of([*body.total_cells[name].objects(), *column[sums].objects()])[order]
        if name in body.total_cells
        else Coded.of([None] * len(totals))
        for name, column in body.columns.items()
    }
    said = source.finding("rows_total", count=len(moved), rows=listed(map(source.row, moved)))
    return Body(
        body.rows[~sums], {name: column[~sums] for name, column in body.columns.items()},
        tuple(totals[at] for at in order), cells, (*body.findings, said),
    )  # fmt: skip


def _are_above(body: Body, places: np.ndarray, summed: list[str], table: Table) -> bool:
    """Whether rows are sums of towns, each of the villages below it."""
    if places[0] != 0 or "town" not in body.columns or not (table.has("village") and table.column("village").required):
        return False
    if not body.columns["town"].filled[places].all():
        return False
    ends = [*places[1:], len(body.rows)]
    own = [_numbers(body.columns[name].objects()) for name in summed]
    return all(
        end - begin > 1 and all(abs(numbers[begin] - sum(numbers[begin + 1 : end])) < TOWN_ROUNDING for numbers in own)
        for begin, end in zip(places, ends, strict=True)
    )


def _are_below(body: Body, places: np.ndarray, summed: list[str]) -> bool:
    """Whether the last row and all like it are sums of the rows since the one before, or of all above."""
    if places[-1] != len(body.rows) - 1:
        return False
    own = np.array([_numbers(body.columns[name].objects()) for name in summed])
    is_sum = np.isin(np.arange(len(body.rows)), places)
    for begin, place in zip([0, *places + 1], places, strict=False):
        parts = [own[:, begin:place], own[:, :place][:, ~is_sum[:place]]]
        if not own[:, place].any() or not any(
            part.shape[1] > 1 and (np.abs(part.sum(axis=1) - own[:, place]) < TOWN_ROUNDING).all() for part in parts
        ):
            return False
    return True


def _numbers(cells: Iterable[object]) -> list[float]:
    """The plain numbers of some cells, NaN for every other."""
    texts = (squeezed(as_text(cell)).replace(",", "") for cell in cells)
    return [float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else (0.0 if not text else np.nan) for text in texts]


def _lines(columns: dict[int, Coded], numbers: pd.Index, where: np.ndarray) -> dict[int, list]:
    """Row number → the cells of some rows, by position."""
    cells = [column[where].objects() for column in columns.values()]
    return (
        {int(row): list(line) for row, line in zip(numbers[where], zip(*cells, strict=True), strict=True)}
        if cells
        else {}
    )


def _named(line: list, header: Header) -> dict[str, object]:
    """The cells of a row that the header names, under their inside names."""
    return {name: line[cell.position] for name, cell in header.cells.items()}


def _town_in(cells: list, header: Header) -> str:
    """The town in the row of a total whose words name nothing; "" where there is none."""
    town = squeezed(as_text(_named(cells, header).get("town")))
    return "" if _TOTAL.fullmatch(town) else town


def _filled_merges(grid: Grid, header: Header, first: int) -> dict[int, Coded]:
    """The columns from row position `first` on.

    Vertical merges are spread over their rows, except numbers that are summed: those would count twice.
    """
    numbers = grid.rows[first:]
    columns = {position: grid.column(position)[first:] for position in grid.positions}
    summed = {cell.position for cell in header.cells.values() if cell.column.additive}
    spread = [
        merge for merge in grid.merges
        if merge.first_row > header.rows[-1] and merge.last_row > merge.first_row
        and merge.first_column not in summed
        and merge.first_column in grid.positions and merge.first_row in numbers
    ]  # fmt: skip
    if not spread:
        return columns
    filled = grid.cells.iloc[first:].copy()
    for merge in spread:
        filled.loc[merge.first_row : merge.last_row, merge.first_column] = filled.at[
            merge.first_row, merge.first_column
        ]
    return columns | {position: Coded.of(filled[position]) for position in {merge.first_column for merge in spread}}


def _kinds(numbers: pd.Index, columns: dict[int, Coded], header: Header) -> pd.Series:
    """What each row is: data, blank, unfilled, total, footer, header, example, or a note among the data."""
    filled = np.zeros(len(numbers), dtype=np.int32)
    for column in columns.values():
        filled += column.filled
    close = (filled == 1) | _has_suspect_words(columns, header)
    close[:1] = True  # numbers of columns stand right below the header
    unfilled = _only_printed(columns, header, filled)
    odd = _lines(columns, numbers, close & (filled > 0) & ~unfilled)
    kinds_of_odd = [_kind_of_row(line, _named(line, header), header) for line in odd.values()]
    if (filled > 0).all() and not unfilled.any() and set(kinds_of_odd) <= {"data"}:
        return pd.Series("data", index=numbers, dtype="category")
    kinds = pd.Series("data", index=numbers, dtype=object)
    kinds[filled == 0] = "blank"
    kinds[unfilled] = "unfilled"
    kinds[list(odd)] = kinds_of_odd
    kinds = _with_page_heads(kinds, odd, header.table)
    return _footers_only_at_the_end(kinds)


def _only_printed(columns: dict[int, Coded], header: Header, filled: np.ndarray) -> np.ndarray:
    """The rows in which nothing is filled but all that our template prints beforehand."""
    printed = [header.cells[name].position for name in header.table.printed if name in header.cells]
    if len(printed) < max(len(header.table.printed), 1):
        return np.zeros(len(filled), dtype=bool)
    return np.logical_and.reduce([columns[position].filled for position in printed]) & (filled == len(printed))


def _has_suspect_words(columns: dict[int, Coded], header: Header) -> np.ndarray:
    """For each row whether a label column holds a word of totals, notes, examples or of the header itself."""
    texts_of_header = {squeezed(cell.text) for cell in header.cells.values()}
    leading = [cell.position for cell in header.cells.values() if cell.column.kind in LABEL_KINDS]
    named = [header.cells[name].position for name in (*_naming(header.table), *PLACES) if name in header.cells]
    leading += [position for position in columns if named and position < max(named)]  # 小计 below 序号, behind the town
    suspect = np.zeros(len(next(iter(columns.values()), ())), dtype=bool)
    for position in dict.fromkeys([*list(columns)[:1], *leading]):
        column = columns[position]
        odd = ~are_harmless(column.held, texts_of_header, _SUSPECT.pattern)
        odd[odd] = [isinstance(cell, str) and _is_suspect(cell, texts_of_header) for cell in column.held.some(odd)]
        if odd.any():
            suspect |= odd[column.codes]
    return suspect


def _is_suspect(cell: str, texts_of_header: set[str]) -> bool:
    """Whether a row with this text may be something else than data."""
    text = squeezed(cell)
    if not text or text in texts_of_header:
        return True
    return bool(
        _TOTAL.fullmatch(text)
        or _WHOLE.fullmatch(text)
        or _HEADING.fullmatch(text)
        or _RATE.fullmatch(text)
        or _FOOTER.search(text)
        or _OF_WHICH.match(text)
        or text.startswith(EXAMPLE_MARK)
    )


def _kind_of_row(cells: list, named: dict[str, object], header: Header) -> str:
    """data, blank, total, group, footer, header or example; "lone" for a single text that is none of them."""
    filled = [as_text(cell) for cell in cells if not is_blank(cell)]
    if not filled:
        return "blank"
    if _repeats_header(named, header) or numbers_columns(filled):
        return "header"
    if as_text(named.get("remark")).startswith(EXAMPLE_MARK):
        return "example"
    if _names_nothing(named, header.table) and (
        _total_label(cells, whole=not _names_itself(named, header.table)) is not None
        or _RATE.fullmatch(squeezed(filled[0]))
    ):
        return "total"
    if any(_OF_WHICH.match(squeezed(as_text(named[name]))) for name in _called(header.table) if name in named):
        return "of_which"
    missing = [name for name, cell in header.cells.items() if cell.column.required and is_blank(named[name])]
    if (missing or len(filled) == 1 < len(header.cells)) and _FOOTER.search(squeezed(filled[0])):
        return "footer"
    if len(filled) == 1 and len(missing) >= 2 and _TOWN_ALONE.fullmatch(squeezed(filled[0])):
        return "group"
    if len(filled) == 1 and missing and _HEADING.fullmatch(squeezed(filled[0])):
        return "heading"
    if len(filled) == 1 and len(missing) >= 2 and _SERIAL.fullmatch(squeezed(filled[0])):
        return "unfilled"  # the number of a row was printed beforehand
    if len(filled) == 1 and len(missing) >= 2:
        return "footer" if _is_sentence(filled[0]) else "lone"
    return "data"


def _repeats_header(named: dict[str, object], header: Header) -> bool:
    same = sum(normalised(named[name]) == normalised(cell.text) for name, cell in header.cells.items())
    return same * 2 > len(header.cells)


def numbers_columns(filled: list[str]) -> bool:
    """甲 乙 1 2 3 or (1) (2) (3): the columns' numbers, as printed tables have them below the header."""
    texts = [squeezed(text).strip("()") for text in filled]
    numbers = [text for text in texts if text not in "甲乙丙丁戊己庚辛壬癸"]
    plain = [re.sub(r"=.*", "", text) for text in numbers]
    return len(texts) >= LEAST_COLUMN_NUMBERS and plain == [str(number) for number in range(1, len(plain) + 1)]


def _total_label(cells: list, *, whole: bool = True) -> str | None:
    """The words before 合计 in the first text cells of a row, "" for a bare 合计, None when it is no total.

    全县 is one where it may mean the `whole` table.
    """
    texts = (squeezed(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell))
    for text in islice(texts, 3):
        if match := _TOTAL.fullmatch(text):
            return match[1] or ""
        if whole and _WHOLE.fullmatch(text):
            return ""
    return None


def _names_itself(named: dict[str, object], table: Table) -> bool:
    """Whether a row tells what it is by a name that is no place: then 全县 is where its project lies."""
    own = (column.name for column in table.columns if column.required and column.kind is Kind.TEXT)
    return any(
        not _is_count_or_whole(squeezed(as_text(named[name])))
        for name in own
        if name not in PLACES and not is_blank(named.get(name))
    )


def _is_count_or_whole(text: str) -> bool:
    """Whether words are those of a total: 合计, 全县, 5个项目, a bare number."""
    is_whole = _TOTAL.fullmatch(text) or _WHOLE.fullmatch(text) or _COUNT_OF_PLACES.fullmatch(text)
    return bool(is_whole) or not re.search(r"[^\d.,]", text)


def _names_nothing(named: dict[str, object], table: Table) -> bool:
    """A totals row names no single thing: its label is empty, is the 合计 word, or counts places."""
    label = next((name for name in reversed(_naming(table)) if name in named), None)
    if label is None or is_blank(named[label]):
        return True
    text = squeezed(as_text(named[label]))
    is_place = label == "village" or (label == "town" and table.has("village") and table.column("village").required)
    return _is_count_or_whole(text) and (is_place or not _WHOLE.fullmatch(text))


def _naming(table: Table) -> list[str]:
    """The key columns that name one thing; a day or a choice (资金来源, 类型) names many."""
    return [name for name in table.key if table.column(name).kind not in (Kind.CHOICE, Kind.DATE)]


def _called(table: Table) -> list[str]:
    """The columns that name what a row is about."""
    return [name for name in (*PLACES, "name", "project") if table.has(name)]


def _is_sentence(text: str) -> bool:
    """A lone text that cannot be a place or a name: it is long, carries punctuation, or is a date."""
    is_day = parse_date(text, AS_OF).value is not None
    return is_day or bool(re.search(r"[，。；：:,;]", text)) or len(text) > 15


def _with_page_heads(kinds: pd.Series, odd: dict[int, list], table: Table) -> pd.Series:
    """Printed pages repeat title and header: what stands right above a repeated header is no data.

    A title that names another table is not repeated: there another table begins.
    """
    kinds = kinds.copy()
    for repeated in np.flatnonzero(kinds == "header"):
        above = repeated - 1
        while above >= 0 and kinds.iloc[above] in ("lone", "footer", "blank", "header", "page"):
            if kinds.iloc[above] in ("lone", "footer"):
                text = next(as_text(cell) for cell in odd[kinds.index[above]] if not is_blank(cell))
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
    """One finding for each kind of row set aside, an error for each note among the data and for parts of other rows."""
    findings = [source.finding("note_in_table", row=int(row)) for row in kinds.index[kinds == "note"]]
    for kind, code in (
        ("of_which", "rows_of_which"),
        ("total", "rows_total"),
        ("group", "rows_group"),
        ("heading", "rows_heading"),
        ("footer", "rows_footer"),
        ("example", "rows_example"),
        ("unfilled", "rows_unfilled"),
        ("header", "header_repeated"),
    ):
        if rows := [source.row(int(row)) for row in kinds.index[kinds == kind]]:
            findings.append(source.finding(code, count=len(rows), rows=listed(rows)))
    last = kinds.index[kinds == "data"].max() if (kinds == "data").any() else 0
    if blanks := int(((kinds == "blank") & (kinds.index < last)).sum()):
        findings.append(source.finding("rows_blank", count=blanks))
    return findings


def _said_differing(source: Source, lines: dict[int, list], header: Header) -> list[Finding]:
    """A header printed again in another order, in a sheet too long to be taken apart: what follows is under other columns."""
    found: dict[int, tuple[str, str]] = {}
    for row, line in lines.items():
        for name, cell in header.cells.items():
            meant = match_text(header.table, as_text(line[cell.position]))
            if meant and meant[0].name != name:
                found.setdefault(row, (cell.text, as_text(line[cell.position]).strip()))
    return one_by_one(
        source,
        list(found.items()),
        lambda case: source.finding("header_differs", row=case[0], column=case[1][0], text=case[1][1]),
    )


def _too_long(columns: dict[int, Coded], header: Header) -> np.ndarray:
    """Rows of a delimited file with something beyond the last header column: an unquoted comma."""
    beyond = [column.filled for position, column in columns.items() if position >= header.width]
    return np.logical_or.reduce(beyond) if beyond else np.zeros(len(next(iter(columns.values()), ())), dtype=bool)


def _shifted(columns: dict[int, Coded], header: Header) -> np.ndarray:
    """Rows of a delimited file whose unquoted comma is hidden by an empty last column: a number in a column of words
    there, behind half a number (1,020) or behind words where a number belongs.
    """
    cells = sorted(header.cells.values(), key=lambda cell: cell.position)
    last = cells[-1]
    none = np.zeros(len(next(iter(columns.values()), ())), dtype=bool)
    if last.column.kind not in (Kind.TEXT, Kind.DATE) or last.column.required or len(cells) < 2:
        return none
    held = columns[last.position].held
    is_number = held.begin_with(b"0123456789")  # told at once, where a pattern takes longer
    is_number[is_number] = Different(held.some(is_number)).match(r"^\d+(\.\d+)?$")
    if not is_number.any():
        return none
    odd = is_number[columns[last.position].codes]
    words = np.zeros(len(odd), dtype=bool)
    halves = np.zeros(len(odd), dtype=bool)
    for before, cell in itertools.pairwise(cells):
        first, second = columns[before.position], columns[cell.position]
        half = second.held.match(r"^\d{3}(\.\d+)?$")[second.codes] & first.held.match(r"^[1-9]\d{0,2}$")[first.codes]
        halves |= (
            half if cell is last or cell.column.kind is Kind.DATE else half & second.held.match(r"^0")[second.codes]
        )
    for cell in cells:
        if cell.column.name and cell.column.kind in (Kind.WHOLE, Kind.MONEY, Kind.NUMBER, Kind.PERCENT):
            words |= columns[cell.position].held.match("[\u4e00-\u9fff]{2}")[columns[cell.position].codes]
    return odd & (words | halves)


def _said_shifted(source: Source, lines: dict[int, list], header: Header) -> list[Finding]:
    return one_by_one(
        source,
        list(lines),
        lambda row: source.finding("row_too_long", row=row, cells=header.width + 1, columns=header.width),
    )


def _said_too_long(source: Source, lines: dict[int, list], header: Header) -> list[Finding]:
    return one_by_one(
        source,
        list(lines),
        lambda row: source.finding("row_too_long", row=row, cells=_last_filled(lines[row]), columns=header.width),
    )


def _last_filled(cells: list) -> int:
    return max(position for position, cell in enumerate(cells) if not is_blank(cell)) + 1
