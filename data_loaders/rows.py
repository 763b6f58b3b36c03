"""Which rows under a header are data: totals, notes, repeated headers and blank rows are set aside, and said.

May import: `schema`, `findings`, `grid`, `cells`, `headers`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from data_loaders.cells import as_text, is_blank, squeezed
from data_loaders.findings import Finding, Refused, listed
from data_loaders.grid import Grid
from data_loaders.headers import Header, normalised
from data_loaders.schema import Column, Kind, Table

# What our own templates carry besides data: an example row, and a sheet that explains the columns.
EXAMPLE_MARK = "示例行"
EXPLANATION_SHEET = "填写说明"
_TOTAL = re.compile(r"(.*?)(合计|小计|总计|共计|合計|总和)(数)?[:：]?$")
_FOOTER = re.compile(r"^(备注|注|说明|附注|填表|制表|审核|复核|数据来源|资料来源|来源|联系人|填报|负责人|单位负责人|报送|统计)[^，。]{0,8}[:：]|^(备注|注)[:：\d]|^数据来源|^注[0-9一二三]?[、.．]")  # fmt: skip
# A total may stand in any of the leading label columns, never in a note.
LABEL_KINDS = (Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.WHOLE)


@dataclass(frozen=True)
class TotalRow:
    """A 合计 or 小计 row set aside: its number, the words before 合计, and how many data rows stand above it."""

    row: int
    label: str
    rows_above: int


@dataclass(frozen=True)
class Body:
    """The data rows of a sheet, raw cells by inside name, and the rows that are compared but not counted."""

    frame: pd.DataFrame  # columns: inside names present in the file; index: row numbers; object cells
    totals: tuple[TotalRow, ...]
    total_cells: pd.DataFrame  # the raw cells of the totals rows, same columns
    findings: tuple[Finding, ...]


def data_rows(grid: Grid, header: Header) -> Body:
    """Split the rows below the header; Refused when there is none, or when a note stands among the data."""
    source = grid.source.of(table=header.table.name)
    below = grid.cells.loc[grid.cells.index > header.rows[-1]]
    body = _filled_merges(grid, header, below)
    frame = pd.DataFrame({name: body[cell.position] for name, cell in header.cells.items()}, dtype=object)
    blank = _blank_rows(body)
    looked_at = _suspicious(frame, body, header) & ~blank
    kinds = pd.Series("data", index=body.index)
    kinds[blank] = "blank"
    for row in body.index[looked_at]:
        kinds[row] = _kind_of_row(body.loc[row], frame.loc[row], header)
    kinds = _footers_only_at_the_end(kinds)
    findings = _said(source, kinds, body)
    if grid.source.sheet is None:
        findings += _too_long(source, body.loc[kinds == "data"], header)
    data = frame.loc[kinds == "data"]
    if data.empty and not any(finding.code == "note_in_table" for finding in findings):
        findings.append(source.finding("no_rows"))
    refusals = [finding for finding in findings if finding.level == "error"]
    if refusals:
        raise Refused(refusals)
    if grid.merges and any(merge.last_row > header.rows[-1] for merge in grid.merges):
        count = sum(merge.last_row > header.rows[-1] for merge in grid.merges)
        findings.append(source.finding("merged_filled", count=count))
    if grid.hidden_rows:
        findings.append(source.finding("rows_hidden", count=grid.hidden_rows))
    totals = tuple(
        TotalRow(int(row), _total_label(body.loc[row]), int((data.index < row).sum()))
        for row in kinds.index[kinds == "total"]
    )
    return Body(data, totals, frame.loc[kinds == "total"], tuple(findings))


def _filled_merges(grid: Grid, header: Header, below: pd.DataFrame) -> pd.DataFrame:
    """Vertical merges spread over their rows, except numbers that are summed: those would count twice."""
    summed = {cell.position for cell in header.cells.values() if cell.column.additive}
    spread = [
        merge for merge in grid.merges
        if merge.first_row > header.rows[-1] and merge.last_row > merge.first_row
        and merge.first_column == merge.last_column and merge.first_column not in summed
        and merge.first_column in below.columns and merge.first_row in below.index
    ]  # fmt: skip
    if not spread:
        return below
    filled = below.copy()
    for merge in spread:
        filled.loc[merge.first_row : merge.last_row, merge.first_column] = filled.at[merge.first_row, merge.first_column]
    return filled


def _blank_rows(body: pd.DataFrame) -> pd.Series:
    """Rows with nothing in them; cells of mere spaces count as nothing."""
    empty = body.isna() | body.eq("")
    blank = empty.all(axis=1)
    # Only rows that are nearly empty can be blank through spaces; the rest need no look at their cells.
    for row in body.index[~blank & (empty.sum(axis=1) >= body.shape[1] - 1)]:
        blank[row] = all(is_blank(cell) for cell in body.loc[row])
    return blank


def _suspicious(frame: pd.DataFrame, body: pd.DataFrame, header: Header) -> pd.Series:
    """Rows worth a close look: a required cell missing, or a word of totals, notes, examples in a label column."""
    required = [name for name, cell in header.cells.items() if cell.column.required and name != "town"]
    looked = frame[required].isna().any(axis=1) if required else pd.Series(False, index=frame.index)
    leading = [cell.position for cell in header.cells.values() if cell.column.kind in LABEL_KINDS] or [0]
    pattern = rf"计|备注|^注|说明|来源|填表|审核|{EXAMPLE_MARK}"
    for position in dict.fromkeys([0, *leading]):
        if position not in body.columns:
            continue
        texts = body[position].astype("str").str.replace(r"\s", "", regex=True)
        looked |= texts.str.contains(pattern, regex=True, na=False)
        if position in {cell.position for cell in header.cells.values()}:
            own = next(cell.text for cell in header.cells.values() if cell.position == position)
            looked |= texts.eq(re.sub(r"\s", "", own))
    return looked


def _kind_of_row(cells: pd.Series, named: pd.Series, header: Header) -> str:
    """data, total, footer, header or example."""
    if _repeats_header(named, header):
        return "header"
    filled = [as_text(cell) for cell in cells if not is_blank(cell)]
    if any(text.startswith(EXAMPLE_MARK) for text in filled):
        return "example"
    if _total_label(cells) is not None and _labels_only(named, header.table):
        return "total"
    missing = [name for name, cell in header.cells.items() if cell.column.required and is_blank(named[name])]
    if any(_FOOTER.match(squeezed(text)) or _FOOTER.match(text.strip()) for text in filled) and missing:
        return "footer"
    if len(filled) == 1 and len(missing) >= 2 and _is_sentence(filled[0], named, header.table):
        return "footer"
    return "data"


def _repeats_header(named: pd.Series, header: Header) -> bool:
    same = sum(normalised(named[name]) == normalised(cell.text) for name, cell in header.cells.items())
    return same * 2 > len(header.cells)


def _total_label(cells: pd.Series) -> str | None:
    """The words before 合计 in the first text cells of a row, "" for a bare 合计, None when it is no total."""
    texts = [squeezed(as_text(cell)) for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    for text in texts[:3]:
        if match := _TOTAL.match(text):
            return match.group(1)
    return None


def _labels_only(named: pd.Series, table: Table) -> bool:
    """A totals row names no single thing: its most specific label is empty or is itself the 合计 word."""
    label = next((name for name in reversed(table.key) if name in named.index), None)
    if label is None or is_blank(named[label]):
        return True
    text = squeezed(as_text(named[label]))
    return bool(_TOTAL.match(text)) or not re.search(r"[^\d.,]", text)


def _is_sentence(text: str, named: pd.Series, table: Table) -> bool:
    """A lone text that cannot be a place or a name: it carries punctuation, or stands in the first column and is long."""
    return bool(re.search(r"[，。；：:,;]", text)) or len(text) > 15


def _footers_only_at_the_end(kinds: pd.Series) -> pd.Series:
    """Notes followed by further data are not footers."""
    data = kinds.index[kinds == "data"]
    if len(data):
        inside = (kinds == "footer") & (kinds.index < data[-1])
        kinds = kinds.mask(inside, "note")
    return kinds


def _said(source, kinds: pd.Series, body: pd.DataFrame) -> list[Finding]:
    """One finding for each kind of row set aside, an error for each note among the data."""
    findings = [source.finding("note_in_table", row=int(row)) for row in kinds.index[kinds == "note"]]
    numbers = {kind: list(kinds.index[kinds == kind]) for kind in ("total", "footer", "header", "example")}
    last = kinds.index[kinds == "data"].max() if (kinds == "data").any() else 0
    blanks = int(((kinds == "blank") & (kinds.index < last)).sum())
    if numbers["total"]:
        findings.append(source.finding("rows_total", count=len(numbers["total"]), rows=listed(numbers["total"])))
    if numbers["footer"]:
        findings.append(source.finding("rows_footer", count=len(numbers["footer"]), rows=listed(numbers["footer"])))
    if numbers["example"]:
        findings.append(source.finding("rows_example", rows=listed(numbers["example"])))
    if numbers["header"]:
        findings.append(source.finding("header_repeated", count=len(numbers["header"])))
    if blanks:
        findings.append(source.finding("rows_blank", count=blanks))
    return findings


def _too_long(source, body: pd.DataFrame, header: Header) -> list[Finding]:
    """Rows of a delimited file with something beyond the last header column: an unquoted comma."""
    extra = [position for position in body.columns if position >= header.width]
    if not extra:
        return []
    beyond = ~(body[extra].isna() | body[extra].eq("")).all(axis=1)
    return [
        source.finding("row_too_long", row=int(row), cells=_last_filled(body.loc[row]), columns=header.width)
        for row in body.index[beyond]
    ]


def _last_filled(cells: pd.Series) -> int:
    return max(position for position, cell in cells.items() if not is_blank(cell)) + 1


def compare_totals(source, header: Header, body: Body, tidy: pd.DataFrame, read) -> list[Finding]:
    """A finding for every 合计 that equals neither all rows, nor its block, nor its town.

    `read(column, cell)` turns a raw cell of the totals row into its value.
    """
    findings = []
    previous = 0
    for total in body.totals:
        block = tidy.iloc[previous : total.rows_above]
        town = tidy[tidy["town"].astype("str").str.startswith(total.label[:2])] if _names_town(total, tidy) else block
        for column in (column for column in header.table.columns if column.additive and column.name in header.cells):
            stated = read(column, body.total_cells.at[total.row, column.name])
            if stated is None:
                continue
            sums = [_sum(rows, column) for rows in (tidy.iloc[: total.rows_above], tidy, block, town)]
            if not any(abs(stated - summed) < 0.005 for summed in sums):
                expected = sums[3] if _names_town(total, tidy) else sums[0]
                findings.append(
                    source.finding(
                        "total_differs", row=total.row, column=header.text(column.name),
                        stated=_plain(stated), summed=_plain(expected), gap=_plain(abs(stated - expected)),
                    )  # fmt: skip
                )
        previous = total.rows_above
    return findings


def _names_town(total: TotalRow, tidy: pd.DataFrame) -> bool:
    return bool(total.label) and "town" in tidy and tidy["town"].astype("str").str.startswith(total.label[:2]).any()


def _sum(rows: pd.DataFrame, column: Column) -> float:
    return float(rows[column.name].sum())


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
