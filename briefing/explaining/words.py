"""An Explanation as plain values, in the shape that other programs expect, and as a text for people."""

from collections.abc import Iterator

from briefing import formats
from briefing.explaining.explanation import Explanation, Row, Said
from briefing.model import Operation, Term
from data_loaders.origins import Plain
from data_loaders.schema import ORIGIN, TABLES, Column
from data_loaders.store.provenance import UNRECORDED, Corrected, Origin

OPERATIONS = {
    Operation.SUM: "合计", Operation.COUNT: "个数", Operation.MIN: "最小", Operation.MAX: "最大", Operation.SHARE: "占比",
    Operation.DISTINCT: "不重复的个数",
}  # fmt: skip
SHARE = "share"
DECIMALS = 6


def as_json(explanation: Explanation) -> dict:
    """Everything of it; None where nothing is known."""
    return {
        "id": explanation.measure.id,
        "title": explanation.measure.title,
        "unit": explanation.measure.unit,
        "edition": explanation.edition,
        "as_of": explanation.as_of.isoformat(),
        "town": explanation.town,
        "value": _number(explanation.value),
        "formula": explanation.formula,
        "terms": [_term(term) for term in explanation.terms],
        "rows": [_row(row) for row in explanation.rows],
        "history": [{"edition": said.edition, "value": _number(said.value)} for said in explanation.history],
        "reason": explanation.reason or None,
    }


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def _term(term: Term) -> dict:
    about = {"about": term.about} if term.about else {}
    return {"name": term.name, "operation": term.operation.value, "value": _number(term.value)} | about


def _row(row: Row) -> dict:
    origin = row.origin
    return {
        "table": row.table, "values": row.values, "file": origin.file, "sheet": origin.sheet, "row": origin.row,
        "source_rows": list(origin.source_rows), "edition": origin.edition, "by": origin.by,
        "at": origin.at.isoformat() if origin.at else None, "layout": origin.layout,
        "correction": _correction(origin.corrected[-1], row) if origin.corrected else None,
    } | ({} if origin.is_recorded else {"note": UNRECORDED}) | (
        {"earlier_corrections": [_correction(one, row) for one in origin.corrected[:-1]]} if len(origin.corrected) > 1 else {}
    )  # fmt: skip


def _correction(one: Corrected, row: Row) -> dict:
    correction = one.correction
    return {
        "column": column_title(row.table, correction.column), "old": correction.old, "new": correction.new,
        "by": one.by, "at": one.at.isoformat(), "reason": one.reason, "edition": one.edition,
    }  # fmt: skip


def column_title(table: str, name: str) -> str:
    """The header of a column, or what a term is called that is none."""
    columns: tuple[Column, ...] = tuple(column for column in TABLES[table].stored if column not in ORIGIN)
    return next((column.title for column in columns if column.name == name), name)


def in_words(explanation: Explanation) -> str:
    """A text for people: the number, how it is made, what earlier editions said, and every row."""
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    measure = explanation.measure
    whose = f"（{explanation.town}）" if explanation.town else ""
    yield f"{measure.id}  {measure.title}{whose}：{value_in_words(explanation.value, measure.unit)}"
    yield f"第 {explanation.edition} 版，数据截至 {explanation.as_of}"
    if explanation.value is None:
        yield f"没有数：{explanation.reason}"
    else:
        yield f"算法：{explanation.formula}"
        yield from (f"  {line}" for line in terms_in_words(explanation))
    changes = history_in_words(explanation)
    if changes:
        yield f"历次版本：{'；'.join(changes)}"
    yield from (
        f"{TABLES[row.table].title}  {cells_in_words(row)}  ←  {origin_in_words(row.origin)}{corrections_in_words(row)}"
        for row in explanation.rows
    )


def value_in_words(value: float | None, unit: str) -> str:
    """63 户, 未报."""
    return formats.amount(value, unit)


def terms_in_words(explanation: Explanation) -> list[str]:
    """安排资金(万元)合计 3,120: one line a term."""
    lines = []
    for term in explanation.terms:
        name = _term_name(term, explanation)
        value = formats.rate(term.value) if term.operation is Operation.SHARE else formats.aim(term.value)
        lines.append(f"{term.about}{name}{OPERATIONS[term.operation]} {value}")
    return lines


def _term_name(term: Term, explanation: Explanation) -> str:
    if term.name == SHARE:
        return ""
    made = explanation.measure.made
    tables = [rows.table for rows in made.rows] if made else []
    if term.operation in (Operation.COUNT, Operation.DISTINCT):
        return ""
    return next((title for table in tables if (title := column_title(table, term.name)) != term.name), term.name)


def turns(explanation: Explanation) -> list[Said]:
    """The editions in which the number changed, the first one among them."""
    said = explanation.history
    return [one for at, one in enumerate(said) if at == 0 or one.value != said[at - 1].value]


def history_in_words(explanation: Explanation) -> list[str]:
    """第3版 61, where it changed only."""
    return [f"第{one.edition}版 {value_in_words(one.value, explanation.measure.unit)}" for one in turns(explanation)]


def cells_in_words(row: Row) -> str:
    """The filled cells of a row, one after the other."""
    return "，".join(f"{header} {cell_in_words(value)}" for header, value in row.values.items())


def cell_in_words(value: Plain) -> str:
    """A cell as a person writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(formats.aim(value)) if isinstance(value, float) else str(value)


def origin_in_words(origin: Origin) -> str:
    """〈户厕.xlsx〉「九月」第 4 行，小李 10月9日（第2版）."""
    if origin.file is None:
        return UNRECORDED
    sheet = f"「{origin.sheet}」" if origin.sheet else ""
    rows = _rows_in_words(origin.source_rows)
    layout = f"，按版式「{origin.layout}」" if origin.layout else ""
    when = f"，{origin.by} {formats.full_day(origin.at.date())}（第{origin.edition}版）" if origin.at else ""
    return f"〈{origin.file}〉{sheet}{rows}{layout}{when}"


def _rows_in_words(rows: tuple[int, ...]) -> str:
    if not rows:
        return ""
    return f"第 {rows[0]} 行" if len(rows) == 1 else f"{len(rows)} 行：第 {formats.few([str(row) for row in rows])} 行"


def _corrected(value: Plain) -> str:
    return "空" if value is None else cell_in_words(value)


def corrections_in_words(row: Row) -> str:
    """；完成数 4 改为 7，小李，抄错一行（第2版）."""
    return "".join(
        f"；{column_title(row.table, one.correction.column)} {_corrected(one.correction.old)} 改为 {_corrected(one.correction.new)}，"
        f"{one.by}{f'，{one.reason}' if one.reason else ''}（第{one.edition}版）"
        for one in row.origin.corrected
    )
