"""The HTML of a proposed layout: what a sheet was taken for, what its columns mean, and the rows that come out.

Everything from a file is escaped by `markup.text`. No Streamlit.
"""

from collections.abc import Iterable, Mapping, Sequence

from briefing import formats
from briefing.html.markup import panel_title, text
from data_loaders.layouts.layout import How
from data_loaders.schema import TABLES

WORDS_AT_MOST = 6
# What becomes of the cells of a column, where it is not plain.
HOW_WORDS = {
    How.SUM: "各列相加",
    How.LAST: "取最后一个有数的月份",
    How.COUNT_ROWS: "数行数",
    How.GROUP: "同一组的行合成一行",
    How.HEADING: "读自分段标题",
    How.STAGE_PERCENT: "按百分比判断",
    How.STATUS_PERCENT: "按百分比判断",
    How.STAGE_TEXT: "按文字判断",
    How.STATUS_TEXT: "按文字判断",
    How.NUMBER_TEXT: "从文字里取出",
    How.DEGREES: "度、分、秒合成一个数",
}


def head(file: str) -> str:
    """What is to be done with a file whose headers are not ours."""
    return f"{panel_title('核对读法', detail=file)}<p>请对照原表核对。接受以后，下个月同样的表头不再问。</p>"


def changed(layout: Mapping, asked: Iterable[Mapping]) -> str:
    """Of a ledger that is known by name what is new in it; nothing of another."""
    headers = {column["header"] for column in layout["columns"]}
    new = [question["about"] for question in asked if question["about"] in headers]
    if not layout["name"] or layout["remembered"] or not new:
        return ""
    return f"<p>版式「{text(layout['name'])}」已经确认过，这次变了的列：{text('、'.join(new))}。其余照旧。</p>"


def samples(header: str, shown: Sequence[str], *, sure: bool) -> str:
    """A source column: its header as the file writes it, and what stands below it."""
    doubt = "" if sure else "<em>请核对</em>"
    return f'<p class="column"><b>{text(header)}</b>{doubt}<br><span>{text("、".join(shown) or "（空）")}</span></p>'


def reading(column: Mapping) -> str:
    """How the cells of a column are read, where that is not plain."""
    return f'<p class="how">{text(_how(column))}</p>'


def _how(column: Mapping) -> str:
    how, _, other = column["how"].partition(":")
    values = column.get("values", {})
    if how == How.COUNT_IF:
        return f"数「{formats.listed(list(values), WORDS_AT_MOST, WORDS_AT_MOST)}」的行数"
    if how == How.SUBTRACT:
        return f"从「{other}」里减去"
    if how == How.ADD:
        return f"「{other}」加上它"
    if how == How.UNPIVOT:
        return f"{column['column']}：{column['value']}" if column.get("column") else ""
    if how == How.VALUE_MAP:
        told = [f"{word} → {meaning or '（空）'}" for word, meaning in values.items() if word != meaning]
        return formats.listed(told, WORDS_AT_MOST, WORDS_AT_MOST) if told else ""
    return HOW_WORDS.get(how, "")


def question(asked: Mapping) -> str:
    """One question about a layout."""
    return f"<p><b>{text(asked['message'] or asked['about'])}</b></p>"


def rows(layout: Mapping, beside: Iterable[Mapping] = ()) -> str:
    """The rows that come out: the first of them under our headers and the file's own, what all add up to, what is left out.

    `beside` are the other layouts of the file, which may take what this one leaves.
    """
    shown, count, totals = layout["rows"], layout["count"], layout["totals"]
    if not shown:
        return ""
    names = [name for name in shown[0] if not _repeats(name, shown, layout)]
    heads = "".join(f"<th>{text(name)}<br><span>{text(_source(name, layout))}</span></th>" for name in names)
    lines = "".join(f"<tr>{''.join(f'<td>{text(row[name])}</td>' for name in names)}</tr>" for row in shown)
    sums = [formats.digits(totals[name]) if name in totals else "" for name in names]
    foot = f"<tr class='sum'>{''.join(f'<td>{text(cell)}</td>' for cell in ['合计', *sums[1:]])}</tr>" if totals else ""
    sheets = {other["sheet"] for other in (layout, *beside)}
    sheet = f"{layout['sheet']}：" if len(sheets) > 1 else ""
    first = f"，前 {len(shown)} 行是" if count > len(shown) else ""
    return (
        f"<p>{text(sheet)}读作<b>{text(TABLES[layout['table']].title)}</b> {formats.count(count)} 行{first}：</p>"
        f'<div class="came-out"><table class="grid"><tr>{heads}</tr>{lines}{foot}</table></div>{_aside(layout, beside)}'
    )


def _repeats(name: str, shown: Sequence[Mapping[str, str]], layout: Mapping) -> bool:
    """Whether a number that was made of the name says nothing beside it."""
    return not _source(name, layout) and any(
        other != name and all(row[other] == row[name] for row in shown) for other in shown[0]
    )


def _source(name: str, layout: Mapping) -> str:
    """The header of the file that a column of ours comes from."""
    found = [column["header"] for column in layout["columns"] if _fills(column, name)]
    if len(found) > 1:
        return f"{found[0]} 等 {len(found)} 列"
    if found:
        return found[0]
    if name in layout["from_title"]:
        return "取自标题"
    return "各行相同" if name in layout["constants"] else ""


def _fills(column: Mapping, name: str) -> bool:
    return name in (column["to"] or "").split("+") or (bool(column["to"]) and column.get("column") == name)


def _aside(layout: Mapping, beside: Iterable[Mapping]) -> str:
    """How often each word of a choice came out, and which columns of the file are not used."""
    counted = [
        f"{name}：{'、'.join(f'{word} {formats.count(times)}' for word, times in words.items())}"
        for name, words in layout["counts"].items()
    ]
    taken = {column["header"] for other in beside for column in other["columns"] if column["to"]}
    unused = [column["header"] for column in layout["columns"] if not column["to"] and column["header"] not in taken]
    lines = ["；".join(counted), f"没有采用的列：{'、'.join(unused)}" if unused else ""]
    return "".join(f'<p class="aside">{text(line)}</p>' for line in lines if line)


def accepted(layouts: Iterable[Mapping]) -> str:
    """That a reading was accepted, in a line."""
    told = "，".join(f"{TABLES[one['table']].title} {formats.count(one['count'])} 行" for one in layouts)
    return f"<p>✔ 已接受读法：{text(told)}</p>"
