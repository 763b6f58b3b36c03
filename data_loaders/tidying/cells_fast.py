"""Many different cells read at once where they are written plainly; the others are read one by one (`cells`)."""

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.reading.distinct import Different
from data_loaders.schema import Column, Kind
from data_loaders.tidying.cells import BLANK_WORDS, LARGEST, Parsed
from data_loaders.typed_frames import NUMBERS

# What tidying leaves as it is: the letters of most cells. 3E5 may be a number in disguise.
_LETTERS = r"0-9.A-Za-z_:;()\x{4e00}-\x{9fff}（），。、；：《》“”%-"
_UNCLEAN = rf"[^{_LETTERS}]|[0-9.][eE]"
# Fifteen digits are exact in every program; longer numbers are looked at one by one.
_NUMBER = r"^-?[0-9]{1,13}(\.[0-9]{1,12})?$"
_WHOLE = r"^-?[0-9]{1,13}$"


def read_plainly(held: Different, column: Column, unit: str) -> tuple[np.ndarray | pa.Array, np.ndarray]:
    """(values, whether each was read): what the cells of a text or number column say that need no repair.

    Texts stay in Arrow: a value that was not read is there the cell as it stands.
    """
    nothing = np.zeros(len(held), dtype=bool)
    if held.texts is None or (column.kind is not Kind.TEXT and (column.kind not in NUMBERS or unit != "万元")):
        return np.empty(len(held), dtype=object), nothing
    if column.kind is Kind.TEXT:
        own_words = [word for words in column.choices.values() for word in words]
        return held.texts, _are_clean(held) & ~held.are([*BLANK_WORDS, *own_words])
    values = np.empty(len(held), dtype=object)
    read = held.match(_WHOLE if column.kind is Kind.WHOLE else _NUMBER).copy()
    numbers = held.texts.filter(pa.array(read)).cast(pa.float64()).to_numpy(zero_copy_only=False)
    within = np.abs(numbers) <= LARGEST
    read[read] = within
    values[read] = (numbers.astype(np.int64) if column.kind is Kind.WHOLE else numbers)[within]
    return values, read


def are_harmless(held: Different, words: Iterable[str], pattern: str) -> np.ndarray:
    """Which cells are clean texts, none of `words`, and without a match of `pattern` (no lookaround, no ^ and $)."""
    return _are_clean(held) & ~held.hold(pattern) & ~held.are(words)


def _are_clean(held: Different) -> np.ndarray:
    """Which cells are texts that tidying leaves as they are, worth knowing without a closer look."""
    return held.are_texts & ~held.hold(_UNCLEAN)


def read_all(
    held: Different, asked: np.ndarray, column: Column, unit: str, read: Callable[[object], Parsed]
) -> tuple[np.ndarray | pa.Array, dict[int, Parsed]]:
    """(values, code → Parsed of those repaired or refused) of the different cells that are asked for."""
    values, known = read_plainly(held, column, unit)
    closely = np.flatnonzero(asked & ~known)
    if not len(closely):
        return values, {}
    found = [read(cell) for cell in held.some(closely).tolist()]
    if isinstance(values, pa.Array):
        looked_at = np.zeros(len(held), dtype=bool)
        looked_at[closely] = True
        values = pc.replace_with_mask(values, looked_at, pa.array([parsed.value for parsed in found], values.type))
    else:
        values[closely] = [parsed.value for parsed in found]
    odd = {int(code): parsed for code, parsed in zip(closely, found, strict=True) if parsed.problem or parsed.repairs}
    return values, odd
