"""Columns kept as their different cells."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data_loaders.reading.distinct import Coded, Different, bytes_of_kinds, combined
from data_loaders.schema import FUNDS, TOILETS, Kind
from data_loaders.searching import PART, holding, matching
from data_loaders.tidying.cells_fast import read_plainly
from data_loaders.typed_frames import told_apart, typed_values


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


def test_texts_searched_together_are_told_as_each_by_itself():
    texts = pa.array(["统", "计划", None, "", "合计 3", *["巡查"] * 40, "小计"] * (PART // 40), pa.string())[3:]
    for written in (texts, texts.cast(pa.large_string()), texts[:1], texts[:0]):
        for pattern in ("统计", "计", "[^\u4e00-\u9fff]", "巡查"):
            assert (holding(written, pattern) == matching(written, pattern)).all()
    assert not holding(texts, "统计").any(), "over the end of a text nothing is found"


def test_a_column_made_of_few_words_is_told_apart_as_any_other_until_it_is_changed():
    words, codes = pa.array(["甲", "乙", None, "甲", "丁"]), np.array([3, 1, 0, 2, 1] * 20)
    made = typed_values(words, codes, pd.RangeIndex(100), Kind.TEXT)
    for column in (made, made.where(made != "乙", "丙"), made[50:], pd.DataFrame({"unit": made})["unit"]):
        numbers, told = told_apart(column)
        assert pd.Series([*told, None], dtype="str").take(numbers).tolist() == column.tolist()
        assert len(set(told)) == len(told)
