"""Rows as plain columns: what a cell is, and which rows stand where."""

from datetime import date

import pandas as pd

from briefing.rows import Rows

FRAME = pd.DataFrame({
    "town": pd.array(["甲", None, "甲", "乙"], dtype="str"),
    "number": pd.array([1.5, None, 0, 4], dtype="Float64"),
    "count": pd.array([3, None, 0, 7], dtype="Int64"),
    "day": pd.to_datetime(["2023-09-30", None, "2023-01-01", "2023-12-31"]).astype("datetime64[s]"),
    "linked": pd.array([True, None, False, True], dtype="boolean"),
})  # fmt: skip
ROWS = Rows.of(FRAME)


def test_a_blank_cell_is_nothing_and_never_nought():
    first, blank, nought, _ = ROWS.records()
    assert first == {"town": "甲", "number": 1.5, "count": 3, "day": date(2023, 9, 30), "linked": True}
    assert set(blank.values()) == {None}
    assert (nought["number"], nought["count"], nought["linked"]) == (0, 0, False)
    assert all(ROWS.filled(name).tolist() == [True, False, True, True] for name in FRAME)


def test_rows_are_told_by_their_place_in_the_table_however_they_were_chosen():
    some = ROWS.where(ROWS["town"] == "甲").adding(place=ROWS["town"][:2])
    assert (some.places.tolist(), list(some.cells("count"))) == ([0, 2], [(3,), (0,)])
    assert some.where([1])["place"].tolist() == [None]
    assert (ROWS.at([3, 0])["town"].tolist(), len(ROWS.where([])), ROWS.where([]).records()) == (["乙", "甲"], 0, [])
    pd.testing.assert_frame_equal(some.frame, FRAME.iloc[[0, 2]])


def test_a_word_that_many_rows_say_is_kept_once():
    words = ROWS["town"]
    assert words[0] is words[2] and "town" in ROWS and "village" not in ROWS
