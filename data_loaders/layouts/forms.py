"""Forms, cards and sheets turned on their side, each as a sheet of rows under a header."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from data_loaders.layouts.sheet import as_written, rearranged
from data_loaders.reading.grid import Grid, Merge
from data_loaders.tidying.cells import as_text, is_blank, squeezed
from data_loaders.tidying.headers import HEADER_WITHIN_ROWS

LEAST_LABELS = 4  # of a form, or of each card
CARDS_WITHIN = 1_000  # rows of a sheet that is looked at for cards
# Labels of a card that must mean something to us, and values that may.
KNOWN_LABELS, STRANGE_VALUES = 0.5, 0.1
LOOKED_AT = 12  # texts that stand there again, from the first on
SAME_LABELS = 0.8  # that a card shares with the others; below the last one notes may stand
LEAST_PLACES = 2  # side by side, to turn a sheet
VILLAGE_LABEL, NAME_LABEL = "村", "名称"  # over the places or names of a sheet that was turned
LABELS_TURNED = 4  # below one another, and what stands beside is no sheet of rows


def as_cards(grid: Grid, is_word: Callable[[str], bool], is_column_name: Callable[[str], bool]) -> Grid | None:
    """The same form several times on one sheet, below one another or side by side, as a row each; None for another sheet."""
    if not LEAST_LABELS <= len(grid.rows) <= CARDS_WITHIN:
        return None
    lines = [list(line) for line in grid.lines(CARDS_WITHIN)]
    places = _places_of_cards(lines, is_column_name)
    cards = [dict(_card(grid, lines, at, places, is_word)) for at in places]
    counted = Counter(label for card in cards for label in card)
    labels = [label for label in counted if 2 * counted[label] > len(cards)]
    same = [len(card.keys() & set(labels)) >= SAME_LABELS * max(len(labels), len(card)) for card in cards[:-1]]
    if len(labels) < LEAST_LABELS or not all(same) or not cards[-1].keys() >= set(labels):
        return None
    values = [squeezed(as_text(value)) for card in cards for value, _ in card.values() if not is_blank(value)]
    if sum(map(is_word, labels)) < KNOWN_LABELS * len(labels) or sum(map(is_column_name, values)) > STRANGE_VALUES * len(values):  # fmt: skip
        return None
    top, columns = places[0][0], {column for _, column in places}
    above = [at for at in range(top) if _is_title(lines[at], columns)]
    head = int(grid.rows[top])
    made: dict[int, list] = {int(grid.rows[at]): lines[at] for at in above} | {head: labels}
    made |= {head + at: [card.get(label, (None,))[0] for label in labels] for at, card in enumerate(cards, 1)}
    moved = {card[label][1]: (head + at, place) for at, card in enumerate(cards, 1) for place, label in enumerate(labels) if label in card}  # fmt: skip
    origin = {head + at: grid.source.row(int(grid.rows[row])) for at, (row, _) in enumerate(places, 1)}
    return rearranged(grid, made, moved, grid.source.of(origin=origin))


def _places_of_cards(lines: Sequence[Sequence[object]], is_column_name: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Where cards begin: with the first word of ours that stands there again, rows and columns counted."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                found.setdefault(_label(cell), []).append((row, column))
    again = [(text, places) for text, places in found.items() if len(places) > 1][:LOOKED_AT]
    return next((places for text, places in again if is_column_name(text)), [])


def _card(
    grid: Grid, lines: Sequence[Sequence[object]], at: tuple[int, int], places: Sequence[tuple[int, int]], is_word: Callable[[str], bool]
) -> Iterator[tuple[str, tuple[object, tuple[int, int]]]]:  # fmt: skip
    """Label, and value with its place, of the card that begins at a place."""
    top, left = at
    bottom = min((row for row, _ in places if row > top), default=len(lines))
    right = min((column for _, column in places if column > left), default=len(lines[top]))
    for row in range(top, bottom):
        own = lines[row][left:right]
        alone = [cell for cell in own if not is_blank(cell)]
        if len(alone) == 1 and not is_word(_label(alone[0])):
            continue  # the title of the next card
        for label, value, (number, place) in _pairs(tuple(own), int(grid.rows[row]), _merges_from(grid, left)):
            yield label, (value, (number, left + place))


def _merges_from(grid: Grid, left: int) -> tuple[Merge, ...]:
    """The merged areas, columns counted from the first of a card."""
    return tuple(replace(merge, first_column=merge.first_column - left, last_column=merge.last_column - left) for merge in grid.merges)  # fmt: skip


def _is_title(line: Sequence[object], columns: set[int]) -> bool:
    """Whether a row above cards is of all of them: 卡片1 | 卡片2 stands over each."""
    filled = {at for at, cell in enumerate(line) if not is_blank(cell)}
    return len(filled) < 2 or not filled <= columns or any(":" in squeezed(as_text(line[at])) for at in filled)


def _label(cell: object) -> str:
    return as_written(as_text(cell)).rstrip(":：")


def as_form(grid: Grid) -> Grid | None:
    """A form whose labels stand left of their values, as a sheet with one row under a header; None for another sheet."""
    if not 2 < len(grid.rows) <= HEADER_WITHIN_ROWS:
        return None
    cells = grid.cells
    pairs: list[tuple[str, object, tuple[int, int]]] = []
    titles = []
    for row, line in zip(cells.index, cells.itertuples(index=False, name=None), strict=True):
        filled = [(place, cell) for place, cell in enumerate(line) if not is_blank(cell)]
        if len(filled) == 1 and not pairs and filled[0][0] == 0 and _whole_row(grid, int(row)):
            titles.append(filled[0][1])
            continue
        pairs += _pairs(line, int(row), grid.merges)
    labels = [label for label, _, _ in pairs]
    if len(labels) < LEAST_LABELS or len(set(labels)) != len(labels):
        return None
    first = max(len(titles) + 2, min(place[0] for _, _, place in pairs))
    made: dict[int, list] = {first - 1: labels, first: [value for _, value, _ in pairs]}
    made |= {first - 1 - len(titles) + at: [title] for at, title in enumerate(titles)}
    return rearranged(grid, made, {place: (first, at) for at, (_, _, place) in enumerate(pairs)}, grid.source)


def as_turned(grid: Grid, is_place: Callable[[str], bool], is_word: Callable[[str], bool]) -> Grid | None:
    """A sheet with places side by side and figures below one another, turned; None for another sheet."""
    if not 1 < len(grid.rows) <= HEADER_WITHIN_ROWS:
        return None
    lines = [list(line) for line in grid.lines(HEADER_WITHIN_ROWS)]
    texts = [[squeezed(as_text(cell)) if not is_blank(cell) else "" for cell in line] for line in lines]
    places = next((at for at, line in enumerate(texts) if sum(map(is_place, filter(None, line))) >= LEAST_PLACES), None)
    beside = _names_beside(texts, is_word)
    at = places if beside is None else beside
    if at is None:
        return None
    labels = next(place for place, text in enumerate(texts[at]) if text)
    columns = [place for place, text in enumerate(texts[at]) if text and place > labels]
    below = [line for line, words in zip(lines[at + 1 :], texts[at + 1 :], strict=True) if words[labels]]
    words = [squeezed(as_text(line[labels])) for line in below]
    are_places = sum(is_place(texts[at][place]) for place in columns) * 2 >= len(columns)
    if (at == places and not are_places) or sum(map(is_word, words)) < 2:
        return None
    rows = [*lines[:at], [VILLAGE_LABEL if are_places else NAME_LABEL, *(as_written(word) for word in words)]]
    rows += [[lines[at][place], *(line[place] for line in below)] for place in columns]
    width = max(map(len, rows))
    first = int(grid.rows[at])
    index = [*map(int, grid.rows[: at + 1]), *range(first + 1, first + 1 + len(columns))]
    source = grid.source.of(origin=dict.fromkeys(index[at + 1 :], first))
    cells = pd.DataFrame([line + [None] * (width - len(line)) for line in rows], index=index, dtype=object)
    return replace(grid, given=cells, merges=(), percents=frozenset(), broken={}, source=source)


def _names_beside(texts: Sequence[Sequence[str]], is_word: Callable[[str], bool]) -> int | None:
    """The row of names side by side over labels below one another: 项目 | 龙井站 | 迳背站 over 阶段, 规模 …"""
    for at, line in enumerate(texts):
        first = next((place for place, text in enumerate(line) if text), None)
        names = [] if first is None else [text for text in line[first + 1 :] if text]
        if first is None or len(names) < LEAST_PLACES:
            continue
        labels = [below[first] for below in texts[at + 1 :] if below[first]]
        known = sum(map(is_word, labels))
        filled = max((len(list(filter(None, below))) - 1 for below in texts[at + 1 :]), default=0)
        is_side = known >= LABELS_TURNED and known * 5 >= len(labels) * 4 and filled <= len(names)
        return at if is_side and not any(map(is_word, names)) and len(set(names)) == len(names) else None
    return None


def _whole_row(grid: Grid, row: int) -> bool:
    return any(merge.first_row == row and merge.first_column == 0 and merge.last_column > 1 for merge in grid.merges) or row == 1  # fmt: skip


def _pairs(line: tuple, row: int, merges: tuple[Merge, ...]) -> Iterator[tuple[str, object, tuple[int, int]]]:
    """Label, value and the value's place, from left to right in one row."""
    covered = {
        position
        for merge in merges
        if merge.first_row == row and merge.last_column > merge.first_column
        for position in range(merge.first_column + 1, merge.last_column + 1)
    }
    places = [place for place in range(len(line)) if place not in covered]
    for label, value in zip(places[::2], places[1::2], strict=False):
        if is_blank(line[label]):
            continue
        if text := _label(line[label]):
            yield text, line[value], (row, value)
