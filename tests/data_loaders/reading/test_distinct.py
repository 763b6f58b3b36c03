"""Columns kept as their different cells."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.reading.distinct import PART, Coded, Different, bytes_of_kinds, combined
from data_loaders.schema import FUNDS, TOILETS
from data_loaders.tidying.cells_fast import read_plainly


def test_rows_left_out_leave_no_cell_behind_in_use():
    column = Coded.of(pd.Series(["龙井村", None, "三观村"], dtype=object))[np.array([True, True, False])]
    assert column.used == ["龙井村", None]
    assert column.filled.tolist() == [True, False]
    assert column.objects().tolist() == ["龙井村", None]


def test_rows_that_agree_in_all_parts_share_a_code_however_many_codes_the_parts_have():
    one, other = np.array([0, 0, 70_000, 70_000]), np.array([5, 5, 5, 90_000])
    codes = combined([one, other, one], [70_001, 90_001, 70_001])
    assert codes[0] == codes[1]
    assert len(set(codes)) == 3


def test_only_what_needs_no_repair_is_read_at_once():
    cells = np.array(["12", "-3", "1,200", "１２", "12.5", "99999999999999999", None], dtype=object)
    values, read = read_plainly(Different(cells), TOILETS.column("done"), "万元")
    assert read.tolist() == [True, True, False, False, False, False, False]
    assert values[read].tolist() == [12, -3]
    assert not read_plainly(Different(cells), FUNDS.column("allocated"), "元")[1].any(), "元 is converted cell by cell"


def test_texts_with_spaces_numbers_in_disguise_and_words_for_nothing_are_looked_at_closely():
    cells = np.array(["龙井村", " 龙井村", "3E5", "3E村", "无", "Ａ"], dtype=object)
    assert read_plainly(Different(cells), TOILETS.column("remark"), "万元")[1].tolist() == [
        True,
        False,
        False,
        False,
        False,
        False,
    ]


def test_the_bytes_of_a_kind_are_counted_in_each_text_by_itself():
    texts = pa.array(["x", "3人7", None, "", "第12次"] * (PART // 4), pa.string())[1:]  # more than one part of them
    for written in (texts, texts.cast(pa.large_string())):
        digits, letters = bytes_of_kinds(written, (b"0123456789", b"x"))
        assert digits[:9].tolist() == [2, 0, 0, 2, 0, 2, 0, 0, 2] and letters[:9].sum() == 1
        assert digits.sum() == PART // 4 * 4 and letters.sum() == PART // 4 - 1
    assert [counts.tolist() for counts in bytes_of_kinds(texts[:0], (b"x",))] == [[]]
