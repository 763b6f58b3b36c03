"""How well a layout fits, what it lacks, and what has to be confirmed."""

import re
from collections.abc import Iterable

from data_loaders.layouts.language import subjects
from data_loaders.layouts.language.words import LIKELY
from data_loaders.layouts.layout import How, to_words
from data_loaders.layouts.questions import LEAVE_OUT, Question
from data_loaders.layouts.work import Work
from data_loaders.schema import STATIONS, VILLAGES, Column, Kind

_HOW_ASKED = {
    How.SUM: "各列相加，都没有填的按 0 计", How.LAST: "按累计数取最后一个月", How.COUNT_ROWS: "按行数计", How.COUNT_IF: "按已完成的行数计",
    How.SUBTRACT: "按总数减去它计", How.ADD: "按原来的数加上增减计",
}  # fmt: skip
# What one word may say for all rows; figures differ from row to row.
_SAID_ONCE = frozenset({Kind.TEXT, Kind.DATE})


def required_columns(work: Work) -> list[Column]:
    """The columns of ours that a row must have."""
    return [column for column in work.table.columns if column.required]


def missing(work: Work) -> list[Column]:
    """Required columns that nothing fills."""
    derived = set()
    if work.taken("village") or (work.table.has("village") and work.table.column("village").required):
        derived.add("town")
    if work.known.has_day or work.has_day():
        derived.add("as_of")
    return [
        c
        for c in required_columns(work)
        if not work.taken(c.name) and c.name not in derived | work.generated and c.name not in work.constants
    ]


def score(work: Work) -> float:
    """How much of the table the sheet is, and whether its title says so."""
    required = [column for column in required_columns(work) if column.name not in ("as_of", "linked", "project_id")]
    worth = sum(
        work.scores.get(column.name, 0.5 if column.name in ("town",) and work.taken("village") else 0)
        for column in required
    )
    optional = sum(score for name, score in work.scores.items() if not work.table.column(name).required)
    groups = "".join(part for parts in work.block.parts.values() for part in parts[:-1])
    is_named = subjects.names(work.table, work.title_text + groups)
    has_fact = any(
        work.scores.get(column.name, 0) >= LIKELY
        for column in required
        if column.name not in ("town", "village", "unit", "kind", "source") and column.name not in work.constants
    )
    if work.table is VILLAGES:  # a list of villages is known by their codes or levels
        facts = ("code", "grade", "households", "population")
        has_fact = any(map(work.taken, facts[:2])) and sum(map(work.taken, facts)) > 1
        of_parts = any(rule.how is How.GROUP for rule in work.rules.values())
        has_fact |= all(map(work.taken, facts[2:])) and (
            of_parts or not work.taken("village")
        )  # what lies below villages
    if not has_fact and not is_named:
        return 0.0
    if work.table is STATIONS and not is_named and not _says_sewage(work):
        return 0.0  # a point of any other kind of work
    strong = subjects.names(work.table, " ".join(work.block.titles))
    return worth / len(required) + 0.04 * optional + 0.35 * is_named + 0.15 * strong


def _says_sewage(work: Work) -> bool:
    texts = (*work.by_header, *(word for profile in work.columns for word in profile.words[:20]))
    return any(_SEWAGE.search(text) for text in texts)


_SEWAGE = re.compile(r"污水|[处理]站|终端|尾水|管网|吨/[日天]|m3/d|t/d", re.IGNORECASE)


def _asked_for(column: Column, said: Iterable[str], unused: Iterable[str]) -> str:
    """How a fact that is in no column is asked for: a word for all rows, a column, or the ledger again with it."""
    lacks = f"表里没有「{column.header}」"
    if said:
        return f"{lacks}，所有行都是哪一种（{'、'.join(said)}）？"
    if column.kind in _SAID_ONCE:
        return f"{lacks}，哪一列是它？各行都相同的直接写明"
    return f"{lacks}，哪一列是它？都不是，请在表里补上这一列再上传" if unused else f"{lacks}，请在表里补上这一列再上传"


def questions(work: Work) -> Iterable[Question]:
    """Facts that are missing, and meanings, constants and words that are not sure, each as a question."""
    titles = [column.title for column in work.table.columns]
    unused = [p.header for p in work.columns if not work.rules[p.header].is_kept]
    for column in missing(work):
        said = tuple(column.choices) or (("是", "否") if column.kind is Kind.FLAG else ())
        yield Question(column.header, None, said or tuple(unused), _asked_for(column, said, unused))
    asked = set()
    for rule in work.rules.values():
        if rule.is_kept and not rule.sure:
            key = (rule.to, rule.how) if rule.how in (How.SUM, How.LAST, How.UNPIVOT) else rule.header
            if key in asked:
                continue
            asked.add(key)
            ours = to_words(rule.to, work.table)
            yield Question(
                rule.header,
                ours,
                (*titles, LEAVE_OUT),
                f"「{rule.header}」是「{ours}」吗？{_HOW_ASKED.get(rule.how, '')}",
            )
    for name in sorted(work.unsure_constants):
        column = work.table.column(name)
        options = tuple(column.choices) or (("是", "否") if column.kind is Kind.FLAG else ())
        yield Question(
            column.header,
            work.constants[name],
            options,
            f"所有行的「{column.header}」都是「{work.constants[name]}」吗？",
        )
    kept = {name for rule in work.rules.values() for name in rule.to}
    yield from (
        q for q in work.asked_words if any(work.table.column(name).header == q.about.partition(":")[0] for name in kept)
    )
