"""A sheet and what explains it: a layout that was confirmed before, else a proposal; with what is still to be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data_loaders.layouts.contents import FEW_WORDS, MOST, Profile, profiles
from data_loaders.layouts.forms import KNOWN_LABELS, STRANGE_VALUES, as_form, as_turned
from data_loaders.layouts.known import Known
from data_loaders.layouts.language.words import choice_of, is_column_name, is_header_word, leaf_and_group
from data_loaders.layouts.layout import How, Layout, Rule, pattern
from data_loaders.layouts.long import as_long
from data_loaders.layouts.propose import Proposal, best_proposals, propose
from data_loaders.layouts.questions import LEAVE_OUT, Question, Sayings
from data_loaders.layouts.sheet import HeaderBlock, header_blocks, printed_once
from data_loaders.reading.grid import Grid
from data_loaders.schema import Kind, Table
from data_loaders.tidying.cells import BLANK_WORDS, as_text, squeezed
from data_loaders.tidying.gazetteer import Gazetteer

# So much of two headers must be the same for one to be the other after a change.
SAME_LAYOUT = 0.6
HEADER_WORDS = 3  # that our tables know, and half of all, make a row the header
# A sheet that names so many villages is no list of words.
LEAST_VILLAGES = 3
SAMPLES, SHOWN_CHARACTERS = 3, 24
NO_PLACES = Gazetteer((), {})
BY_WORDS = frozenset({How.AS_IS, How.VALUE_MAP, How.STAGE_TEXT, How.STATUS_TEXT})  # the words of a choice


@dataclass(frozen=True)
class Explained:
    """A sheet under a layout. `remembered` needs no question by itself; `confirmed`: a person has accepted the rest."""

    grid: Grid
    block: HeaderBlock
    layout: Layout
    questions: tuple[Question, ...]
    remembered: bool = False
    confirmed: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether nothing about the layout is open any more."""
        return not self.questions and (self.remembered or self.confirmed)


def samples(explained: Explained) -> dict[str, list[str]]:
    """Source header → the first different cells below it, shown to who confirms the layout and kept nowhere."""
    found = profiles(explained.grid, explained.block, NO_PLACES)
    return {profile.header: [word[:SHOWN_CHARACTERS] for word in profile.words[:SAMPLES]] for profile in found}


def word_meanings(explained: Explained) -> dict[str, dict[str, str | None]]:
    """Source header → its words and the choice of ours that each is taken for, so that a wrong one can be put right."""
    found: dict[str, dict[str, str | None]] = {}
    for profile in profiles(explained.grid, explained.block, NO_PLACES):
        rule = explained.layout.rule(profile.header)
        if rule is None or rule.how not in BY_WORDS or len(profile.words) > FEW_WORDS:
            continue
        for column in (
            column for name in rule.to if (column := explained.layout.table.column(name)).kind is Kind.CHOICE
        ):
            told = {word: rule.values.get(word) or (choice_of(column, word) or (None,))[0] for word in profile.words if word not in BLANK_WORDS}  # fmt: skip
            found.setdefault(profile.header, told)
    return found


def explain(
    grid: Grid, file_words: str, layouts: Sequence[Layout], known: Known, sayings: Sayings, *,
    reporter: str | None = None, chosen: Table | None = None, accepted: bool = False,
) -> list[Explained]:  # fmt: skip
    """What explains a sheet, one for each table it holds; empty where it looks like none of ours.

    With `accepted` every suggestion counts as confirmed; a question that has none stays.
    """
    turned = as_long(grid) or as_turned(grid, known.gazetteer.is_village, is_header_word)
    form = as_form(grid) if turned is None else None
    if turned is not None:
        grid = turned
    elif form is not None and _is_form(form, known.gazetteer):
        grid = form
    blocks = _to_the_header(header_blocks(grid))
    for block in blocks:
        grid = printed_once(grid, block)
    layouts = [layout for layout in layouts if chosen in (None, layout.table)]
    found = _remembered(grid, blocks, layouts, file_words, known, sayings, reporter)
    if found is None:
        proposals = best_proposals(grid, blocks, file_words, known, sayings, chosen)
        found = [Explained(grid, one.block, one.layout, one.questions) for one in proposals]
    if form is grid:
        found = [replace(one, layout=_labelled(one.layout)) for one in found]
    return [_accepted(one) for one in found] if accepted else found


def _to_the_header(blocks: Iterable[HeaderBlock]) -> list[HeaderBlock]:
    """The blocks up to the first whose words are those of a header: below it stand rows, whatever they look like."""
    found = []
    for block in blocks:
        found.append(block)
        known = sum(is_header_word(leaf_and_group(name)[0]) for name in block.names.values())
        if known >= HEADER_WORDS and known * 2 >= len(block.names):
            break
    return found


def holds_rows_of_villages(grid: Grid, gazetteer: Gazetteer, least: int = LEAST_VILLAGES) -> bool:
    """Whether some column names `least` villages and another holds figures: more than a list of words."""
    for block in header_blocks(grid):
        columns = profiles(grid, block, gazetteer)
        places = [p for p in columns if p.village_share >= MOST and len(p.words) >= least]
        if places and any(p.number_share >= MOST and not p.is_running for p in columns if p not in places):
            return True
    return False


def _accepted(explained: Explained) -> Explained:
    open_questions = tuple(question for question in explained.questions if question.suggested is None)
    rules = tuple(replace(rule, sure=True) for rule in explained.layout.rules)
    return replace(explained, layout=replace(explained.layout, rules=rules), questions=open_questions, confirmed=True)


def _labelled(layout: Layout) -> Layout:
    rules = tuple(replace(rule, how=How.LABEL) if rule.how is How.AS_IS else rule for rule in layout.rules)
    return replace(layout, rules=rules)


def _is_form(grid: Grid, gazetteer: Gazetteer) -> bool:
    """Whether the labels of a form are words that our tables know, and its values are not."""
    labels, values = ([as_text(cell) for cell in grid.cells.iloc[at].tolist()] for at in (-2, -1))
    known = sum(map(is_header_word, labels)) / len(labels)
    strange = sum(map(is_column_name, values)) / len(values)
    return (
        known >= KNOWN_LABELS
        and strange <= STRANGE_VALUES
        and not any(label.isdigit() or gazetteer.town(label) or gazetteer.is_village(label) for label in labels)
    )


def _remembered(
    grid: Grid, blocks: list[HeaderBlock], layouts: Sequence[Layout], file_words: str, known: Known, sayings: Sayings,
    reporter: str | None,
) -> list[Explained] | None:  # fmt: skip
    """The sheet under the layouts that were confirmed for its headers; None where none was."""
    exact = [(block, layout) for block in blocks for layout in layouts if _patterns(block) == _headers(layout)]
    by_table: dict[str, list[tuple[HeaderBlock, Layout]]] = {}
    for block, layout in exact:
        by_table.setdefault(layout.table.name, []).append((block, layout))
    found = []
    for candidates in by_table.values():
        block, layout, questions = _one_of(candidates, reporter, sayings)
        if any(sayings.column(name) is not None for name in block.names.values()):
            changed = _changed(grid, block, layout, file_words, known, sayings)
            found += [changed] if changed else []
            continue
        found.append(_again(grid, block, layout, questions, file_words, known, sayings))
    if found:
        return found
    near = [
        (len(_patterns(block) & _headers(layout)) / len(_patterns(block) | _headers(layout)), block, layout)
        for block in blocks
        for layout in layouts
    ]
    nearest = max(near, key=lambda each: each[0], default=None)
    if nearest is None or nearest[0] < SAME_LAYOUT:
        return None
    _, block, layout = nearest
    changed = _changed(grid, block, layout, file_words, known, sayings)
    return [changed] if changed else None


def _patterns(block: HeaderBlock) -> frozenset[str]:
    return frozenset(pattern(name) for name in block.names.values())


def _headers(layout: Layout) -> frozenset[str]:
    """The headers of a layout that stand in a sheet; rules about rows have none."""
    return frozenset(pattern(rule.header) for rule in layout.rules if not rule.header.startswith("（"))


def _one_of(
    candidates: list[tuple[HeaderBlock, Layout]], reporter: str | None, sayings: Sayings
) -> tuple[HeaderBlock, Layout, list[Question]]:
    """The layout for these headers; where offices mean different things by them, the reporter's own, else a question."""
    named = [pair for pair in candidates if ("版式", pair[1].name) in sayings.constants]
    own = named or [pair for pair in candidates if pair[1].reporter == reporter]
    chosen = own or candidates
    block, layout = chosen[-1]
    if not own and len({one.meaning() for _, one in candidates}) > 1:
        names = tuple(str(one.name) for _, one in candidates)
        return block, layout, [Question("版式", None, names, "几个单位用同样的表头，含义不同，请选定版式")]
    return block, layout, []


def _again(
    grid: Grid, block: HeaderBlock, layout: Layout, questions: list[Question], file_words: str, known: Known, sayings: Sayings
) -> Explained:  # fmt: skip
    """A known layout on a new month's file: only words and constants that are new are asked about."""
    columns = profiles(grid, block, known.gazetteer)
    layout, asked = _with_new_words(layout, columns, sayings)
    told = dict(_said_constants(layout.table, sayings))
    layout = replace(layout, constants={**layout.constants, **told})
    proposal = propose(
        layout.table, grid, block, columns, columns, file_words, known, _as_sayings(layout, sayings, columns)
    )
    if proposal:
        titles = {name: value for name, value in proposal.layout.constants.items() if name in layout.from_title}
        missing = [
            q for q in proposal.questions if q.suggested is None and q.about in {c.header for c in layout.table.columns}
        ]
        missing = [q for q in missing if not _is_filled(layout, q.about)]
        layout = replace(layout, constants={**layout.constants, **titles})
        questions = [*questions, *missing]
    return Explained(grid, block, layout, (*questions, *asked), remembered=True)


def _is_filled(layout: Layout, header: str) -> bool:
    return any(layout.table.column(name).header == header for name in layout.targets)


def _said_constants(table: Table, sayings: Sayings) -> Iterable[tuple[str, str]]:
    for words, value in sayings.constants:
        for column in table.columns:
            if words in (column.header, column.title):
                yield column.name, value


def _as_sayings(layout: Layout, sayings: Sayings, columns: tuple[Profile, ...]) -> Sayings:
    """What a layout knows, said again, so that a proposal asks only about the rest."""
    said = []
    for profile in columns:
        rule = layout.rule(profile.header)
        if rule is not None and sayings.column(profile.header) is None:
            said.append((profile.header, "+".join(layout.table.column(name).header for name in rule.to)))
    constants = [(layout.table.column(name).header, value) for name, value in layout.constants.items()]
    return Sayings((*sayings.columns, *said), (*constants, *sayings.constants), sayings.words)


def _changed(
    grid: Grid, block: HeaderBlock, layout: Layout, file_words: str, known: Known, sayings: Sayings
) -> Explained | None:
    """A known layout whose header has changed: what is known stays, each new column is a question."""
    columns = profiles(grid, block, known.gazetteer)
    proposal: Proposal | None = propose(
        layout.table, grid, block, columns, columns, file_words, known, _as_sayings(layout, sayings, columns)
    )
    if proposal is None:
        return None
    rules, asked = [], list(proposal.questions)
    titles = tuple(column.title for column in layout.table.columns)
    for rule in proposal.layout.rules:
        old = layout.rule(rule.header)
        if old is not None and sayings.column(rule.header) is None:
            rules.append(replace(old, header=rule.header))
            asked = [question for question in asked if question.about != rule.header]
            continue
        rules.append(replace(rule, sure=sayings.column(rule.header) is not None))
        if sayings.column(rule.header) is None and all(question.about != rule.header for question in asked):
            ours = "+".join(layout.table.column(name).title for name in rule.to) or LEAVE_OUT
            asked.append(Question(rule.header, ours, (*titles, LEAVE_OUT), f"新的列「{rule.header}」，按「{ours}」？"))
    rules += [
        rule
        for rule in layout.rules
        if rule.header.startswith("（") and all(rule.header != own.header for own in rules)
    ]
    constants = {**layout.constants, **proposal.layout.constants}
    changed = replace(
        layout, rules=tuple(rules), constants=constants, from_title=layout.from_title | proposal.layout.from_title
    )
    return Explained(grid, block, changed, tuple(asked))


def _with_new_words(layout: Layout, columns: tuple[Profile, ...], sayings: Sayings) -> tuple[Layout, list[Question]]:
    """The value maps with the words of this file; a word that no one has explained is asked about."""
    by_header = {profile.header: profile for profile in columns}
    rules: list[Rule] = []
    asked = []
    for rule in layout.rules:
        profile = next((p for h, p in by_header.items() if layout.rule(h) is rule), None)
        if rule.how is not How.VALUE_MAP or profile is None:
            rules.append(rule)
            continue
        column = layout.table.column(rule.to[0])
        said = {word: value for ours, word, value in sayings.words if ours in (column.header, column.title)}
        values = {**rule.values, **said}
        for word in profile.words:
            if word in values or column.kind is not Kind.CHOICE or (word in BLANK_WORDS and not column.required):
                continue
            meaning = choice_of(column, squeezed(word))
            if meaning is None or not meaning[1]:
                about, suggested = f"{column.header}:{word[:30]}", meaning[0] if meaning else None
                asked.append(
                    Question(about, suggested, tuple(column.choices), f"「{word[:30]}」是哪一种{column.header}？")
                )
            if meaning:
                values[word] = meaning[0]
        rules.append(replace(rule, values=values))
    return replace(layout, rules=tuple(rules)), asked
