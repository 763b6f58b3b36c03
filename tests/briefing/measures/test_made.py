"""How rows become terms and terms a value: sums, counts, shares, and the least of some villages."""

import pandas as pd
import pytest

from briefing.measures.made import STANDS_FOR, LeastOfPlaces, Share, Single, made
from briefing.model import Operation, Term
from briefing.rows import Rows

FRAME = pd.DataFrame({"done": [1.0, 2.5, 4.0], "kind": ["a", "b", "a"], "place": ["x", None, "x"]})
ROWS = {"t": Rows.of(FRAME)}
NONE = {"t": ROWS["t"].where([])}


@pytest.mark.parametrize(
    ("single", "term", "of_nothing"),
    [
        (Single("和", Operation.SUM, ("done",)), Term("done", Operation.SUM, 7.5), 0),
        (Single("最低", Operation.MIN, ("done",)), Term("done", Operation.MIN, 1.0), None),
        (Single("最高", Operation.MAX, ("done",)), Term("done", Operation.MAX, 4.0), None),
        (Single("个数", Operation.COUNT, name="stage"), Term("stage", Operation.COUNT, 3.0), 0),
        (Single("几处", Operation.DISTINCT, ("place",)), Term("place", Operation.DISTINCT, 1.0), 0),
    ],
)
def test_one_operation_over_a_column_or_the_rows_themselves(single, term, of_nothing):
    assert (single.terms(ROWS), single.value(single.terms(ROWS))) == ((term,), term.value)
    assert single.value(single.terms(NONE)) == of_nothing


def test_a_share_is_told_with_both_sums_in_percent_and_there_is_none_of_nothing():
    whole = Share("比", "done", "done", ("kind", "a"))
    terms = whole.terms(ROWS)
    assert [(one.name, one.operation, one.about) for one in terms[:2]] == [
        ("done", Operation.SUM, "a"),
        ("done", Operation.SUM, ""),
    ]
    assert [one.value for one in terms] == [5.0, 7.5, pytest.approx(2 / 3)]
    assert whole.value(terms) == 66.666667
    assert Share("比", "done", "done").value(Share("比", "done", "done").terms(ROWS)) == 100
    nothing = whole.terms({"t": Rows.of(FRAME.assign(done=0.0))})
    assert (len(nothing), whole.value(nothing)) == (2, None)


def test_a_village_without_a_row_has_nothing_and_is_the_least():
    money = Rows.of(pd.DataFrame({"town": ["甲", "甲", "乙"], "village": ["一", "一", "二"], "sum": [1.25, 2.0, 9.0]}))
    listed = Rows.of(pd.DataFrame({"town": ["甲", "乙", "乙"], "village": ["一", "二", "三"]}))
    least = LeastOfPlaces("最少", "sum", "money", "list")
    told = least.terms({"money": money, "list": listed})
    assert [(one.about, one.value) for one in told] == [("甲一", 3.25), ("乙二", 9.0), ("乙三", 0.0), ("", 0.0)]
    assert told[-1].operation is Operation.MIN and least.value(told) == 0
    assert least.value(least.terms({"money": money, "list": listed.where([0, 1])})) == 3.25
    assert least.value(least.terms({"money": money, "list": listed.where([])})) is None


def test_a_figure_knows_its_rows_which_nobody_may_change_and_what_they_stand_for():
    some = {"t": ROWS["t"].at([1, 2])}
    found = made(Single("几处", Operation.DISTINCT, (STANDS_FOR,)), some, ["p", "p"])
    (rows,) = found.rows
    assert (rows.table, rows.places.tolist(), found.stands_for, found.value) == ("t", [1, 2], ("p", "p"), 1)
    assert not rows.places.flags.writeable
    assert made(Single("和", Operation.SUM, ("done",)), some).stands_for is None
