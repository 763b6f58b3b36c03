"""Where a number comes from, as HTML: the arithmetic, the history over editions, every row with its origin.

No Streamlit; see `markup` for escaping and looks.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from briefing import formats
from briefing.explaining import words
from briefing.explaining.explanation import Explanation, Row
from briefing.html.markup import calm, item_row, more, text
from briefing.measures import map_layers
from briefing.model import VillageState
from briefing.status import SEVERITY
from data_loaders.schema import TABLES

ROWS_AT_MOST = 300  # of one ledger; the command line gives all

ToEdition = Callable[[int], str]


def heading(explanation: Explanation) -> str:
    """T04 户厕问题整改（潭口镇）：290 户."""
    measure, whose = explanation.measure, f"（{explanation.town}）" if explanation.town else ""
    return f"{measure.id} {measure.title}{whose}：{words.value_in_words(explanation.value, measure.unit)}"


def arithmetic(explanation: Explanation) -> str:
    """From the terms to the value; where there is none, why."""
    if explanation.value is None:
        return calm(f"没有数：{explanation.reason or formats.MISSING}")
    terms = "".join(f"<li>{text(term)}</li>" for term in words.terms_in_words(explanation))
    value = words.value_in_words(explanation.value, explanation.measure.unit)
    return (
        f'<div class="arithmetic"><p><b>怎么算：</b>{text(explanation.formula)}</p>'
        f"<ul>{terms}</ul><p><b>得到：</b>{text(value)}</p></div>"
    )


def history(explanation: Explanation, link: ToEdition) -> str:
    """What editions said of the same day, where it changed; each leads to its own explanation."""
    steps = [
        f'<a href="{text(link(said.edition))}" target="_self">第 {said.edition} 版</a> '
        f"{text(words.value_in_words(said.value, explanation.measure.unit))}"
        for said in words.turns(explanation)
    ]
    return f'<p class="history"><b>历次版本：</b>{" → ".join(steps)}</p>' if steps else ""


def rows(found: Iterable[Row]) -> str:
    """Every row, ledger by ledger: its cells, then file, sheet, row, who, when, layout, and what was corrected."""
    tables = [(name, list(own)) for name, own in groupby(found, key=lambda row: row.table)]
    return "".join(_ledger(name, own) for name, own in tables)


def _ledger(name: str, own: Sequence[Row]) -> str:
    shown = own[:ROWS_AT_MOST]
    heads = list(dict.fromkeys(header for row in shown for header in row.values))
    head = "".join(f'<th scope="col">{text(header)}</th>' for header in (*heads, "来源", "更正"))
    body = "".join(f"<tr>{_cells(row, heads)}</tr>" for row in shown)
    return (
        f'<h3>{TABLES[name].title}（{len(own)} 行）</h3><div class="origins"><table class="grid"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{more(len(own) - len(shown), '行')}"
    )


def _cells(row: Row, heads: Sequence[str]) -> str:
    cells = "".join(f"<td>{_cell(row, header)}</td>" for header in heads)
    corrected = words.corrections_in_words(row).removeprefix("；")
    return f"{cells}<td>{text(words.origin_in_words(row.origin))}</td><td>{text(corrected or formats.DASH)}</td>"


def _cell(row: Row, header: str) -> str:
    return text(words.cell_in_words(row.values[header])) if header in row.values else ""


def village(place: VillageState) -> str:
    """What makes the status of a village: all that it has, the worst first."""
    items = sorted(
        (item for item in place.items if item.layer != map_layers.REPORTING), key=lambda item: -SEVERITY[item.status]
    )
    if not items:
        return calm("○ 没有填报的项目")
    listed = "".join(item_row(item.status, item.title, item.text, problem=item.problem) for item in items)
    return f'<p><b>怎么来：</b>各项中最差的一项</p><ul class="items made-of">{listed}</ul>'
