"""A layout for a ledger that nobody has explained yet: from its headers and from what its columns hold.

Everything is a proposal: what a careful clerk would confirm first is marked, what stands nowhere is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data_loaders.layouts import asking, constants, counting, matching, meanings, places, stages, wide
from data_loaders.layouts.contents import Profile, profiles
from data_loaders.layouts.known import Known
from data_loaders.layouts.language import subjects
from data_loaders.layouts.layout import Layout, NoLayout, Rule
from data_loaders.layouts.questions import Question, Sayings
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.layouts.work import HOUSEHOLDS, Work
from data_loaders.reading.grid import Grid
from data_loaders.schema import PROGRESS_TABLES, VILLAGES, Table

TABLES_PROPOSED = (*PROGRESS_TABLES, VILLAGES)
LEAST_SCORE = 0.33
# Each step only decides what is still open, so the surest come first.
STEPS = (
    meanings.said, places.person_columns, places.places, wide.wanted_figures, wide.wide_sources, wide.wide_kinds, wide.wide_days, wide.wide_names, wide.wide_duties, wide.wide_towns, wide.months, wide.months_over_figures, wide.batches,
    wide.ticks, wide.yes_and_no, counting.splits, counting.houses, counting.pairs, counting.worded_figures, places.coordinates_told, counting.whole_and_rest, counting.figures_of_kinds, counting.kinds_of_a_figure, counting.halves, counting.before_and_now, counting.ways, counting.counts, matching.match_names, stages.stages_of_parts, stages.states_beside_texts, matching.greedy, matching.units, matching.by_content, matching.dates_in_text, matching.meeting_days, matching.ended_days,
    counting.differences, counting.increases, counting.changes, counting.counts_in_text, counting.numbers_known, counting.parts_of_villages, matching.by_vocabulary, matching.only_left, stages.stages_by_share, stages.words_by_share, stages.finished_flags, stages.told_in_one,
    matching.repeated, matching.carried_over, matching.joins, counting.empty_sums, matching.remarks, constants.linked_words, constants.fill_constants, constants.sections, matching.by_header, matching.only_figure, matching.only_amount,
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """A layout for a sheet with its header, how well it fits, and what it asks."""

    layout: Layout
    block: HeaderBlock
    score: float
    questions: tuple[Question, ...]


def best_proposals(
    grid: Grid, blocks: Iterable[HeaderBlock], file_words: str, known: Known, sayings: Sayings, chosen: Table | None = None
) -> list[Proposal]:  # fmt: skip
    """The likeliest layout of a sheet, one for each table that its header groups name; none where it looks like none of ours."""
    found: list[Proposal] = []
    for block in blocks:
        columns = profiles(grid, block, known.gazetteer)
        if not any(column.filled for column in columns):
            continue
        grouped = _named_by_groups(block)
        for table in [chosen] if chosen else TABLES_PROPOSED:
            mine = columns
            if len(grouped) > 1:
                if table not in grouped:
                    continue
                mine = tuple(column for column in columns if column.position not in grouped_elsewhere(grouped, table))
            try:
                found += filter(None, [propose(table, grid, block, mine, columns, file_words, known, sayings)])
            except NoLayout:  # what a person said of the columns is no column of this table
                continue
        if grouped_found := [one for one in found if len(grouped) > 1 and one.block is block]:
            best = max(grouped_found, key=lambda one: one.score)
            if best.score > LEAST_SCORE:
                return [one for one in grouped_found if one.score > LEAST_SCORE]
    found.sort(key=lambda one: -one.score)
    return found[:1] if found and found[0].score > LEAST_SCORE else []


def _named_by_groups(block: HeaderBlock) -> dict[Table, frozenset[int]]:
    """The tables that the upper parts of a header name, with their columns: 庭院 over one half, 户厕 over the other."""
    tables: dict[Table, set[int]] = {}
    for position, parts in block.parts.items():
        for table in (t for t in TABLES_PROPOSED if t.name in HOUSEHOLDS):
            if any(subjects.names(table, part) for part in parts):
                tables.setdefault(table, set()).add(position)
    return {table: frozenset(positions) for table, positions in tables.items()}


def grouped_elsewhere(grouped: Mapping[Table, frozenset[int]], table: Table) -> frozenset[int]:
    """The columns under the names of other tables."""
    return frozenset().union(*(positions for other, positions in grouped.items() if other is not table)) - grouped.get(table, frozenset())  # fmt: skip


def propose(
    table: Table, grid: Grid, block: HeaderBlock, columns: tuple[Profile, ...], everything: tuple[Profile, ...],
    file_words: str, known: Known, sayings: Sayings,
) -> Proposal | None:  # fmt: skip
    """The layout of a sheet as one table; None when nothing of it fits."""
    work = Work(table, grid, block, columns, file_words, known, sayings)
    for step in STEPS:
        step(work)
    for profile in work.open():  # what nothing was found for is left out
        work.ignore(profile)
    if not work.rules:
        return None
    left = {column.header for column in everything} - {column.header for column in columns}
    rules = tuple(work.rules.get(column.header) or Rule(column.header, sure=True) for column in everything)
    rules += tuple(
        rule for header, rule in work.rules.items() if header not in {column.header for column in everything}
    )
    layout = Layout(table, rules, work.constants, frozenset(work.from_title), frozenset(work.generated))
    if not any(rule.is_kept for rule in rules if rule.header not in left):
        return None
    return Proposal(layout, block, asking.score(work), tuple(asking.questions(work)))
