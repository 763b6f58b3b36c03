"""The words of findings: every kind can be said, in one sentence that names the place."""

import re

import pytest

from data_loaders.findings import (
    CATALOGUE,
    LISTED_AT_MOST,
    SAID_AT_MOST,
    Level,
    Source,
    listed,
    one_by_one,
    worst_first,
)

SOURCE = Source("户厕.xlsx", sheet="9月", table="toilets")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_kind_fills_its_slots_and_ends_once(code):
    template = CATALOGUE[code]
    slots = dict.fromkeys(re.findall(r"{(\w+)}", template.message + template.hint), "某")
    for place in ("row", "column"):
        slots.pop(place, None)
    said = SOURCE.finding(code, row=7, column="完成数", **slots)
    assert said.sentence.startswith("〈户厕.xlsx〉工作表「9月」第7行「完成数」：")
    assert "{" not in said.sentence and "。。" not in said.sentence
    assert template.level is not Level.ERROR or said.hint


def test_errors_come_before_warnings_before_repairs():
    found = [SOURCE.finding(code, count=1) for code in ("thousands", "total_unchecked", "cell_blank")]
    assert [finding.level for finding in worst_first(found)] == [Level.ERROR, Level.WARNING, Level.REPAIR]


def test_a_long_list_is_cut_and_says_its_length():
    assert listed(range(LISTED_AT_MOST)) == "、".join(map(str, range(LISTED_AT_MOST)))
    assert listed(range(40)).endswith("9等 40 处")


def test_the_same_mistake_in_every_row_is_told_so_often_and_then_counted():
    rows = list(range(SAID_AT_MOST + 7))
    said = one_by_one(SOURCE, rows, lambda row: SOURCE.finding("cell_blank", row=row, column="村"))
    assert len(said) == SAID_AT_MOST + 1
    assert (said[-1].message, said[-1].column, said[-1].level) == ("还有 7 处同样的问题", "村", Level.ERROR)
    assert one_by_one(SOURCE, [], lambda row: SOURCE.finding("cell_blank")) == []
