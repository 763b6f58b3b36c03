"""The fast reader of regular text says the same as the one that goes row by row, or leaves the file to it."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_loaders.findings import Refused, Source
from data_loaders.reading import limits
from data_loaders.reading.bounded import cells_of
from data_loaders.reading.delimited import _rows
from data_loaders.reading.delimited_fast import read_regular
from data_loaders.reading.distinct import Coded
from data_loaders.reading.encodings import UTF8
from data_loaders.reading.grid import Grid

SOURCE = Source("户厕.csv")


def row_by_row(text: bytes, encoding: str = UTF8, delimiter: str = ",") -> pd.DataFrame:
    return cells_of(_rows(text, encoding, delimiter, SOURCE), SOURCE)


def grid_of(columns: tuple[Coded, ...]) -> pd.DataFrame:
    return Grid(SOURCE, columns).cells


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return one.index.equals(other.index) and one.to_numpy().tolist() == other.to_numpy().tolist()


@settings(max_examples=200, deadline=None)
@example('\r"\r')
@given(st.text(st.sampled_from('村a1 ,;\t"\r\n\ufeff=+'), max_size=40))
def test_any_text_is_read_as_the_slow_reader_reads_it_or_left_to_it(text):
    fast = read_regular(text.encode(), UTF8, ",", SOURCE)
    assert fast is None or same(grid_of(fast), row_by_row(text.encode()))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)] * 3),
        min_size=2,
    )
)
def test_a_table_as_programs_write_it_is_never_left_to_the_slow_reader(rows):
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(rows)
    fast = read_regular(written.getvalue().encode(), UTF8, ",", SOURCE)
    assert fast is not None
    assert same(grid_of(fast), row_by_row(written.getvalue().encode()))


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-16", "\t"), (UTF8, ";")])
def test_encodings_and_delimiters_are_those_of_the_slow_reader(encoding, delimiter):
    text = delimiter.join(["镇", "村"]) + "\n" + delimiter.join(["潭东镇", "㘵村"]) + "\n"
    columns = read_regular(text.encode(encoding), encoding, delimiter, SOURCE)
    assert same(grid_of(columns), row_by_row(text.encode(encoding), encoding, delimiter))
    assert columns[1].objects().tolist() == ["村", "㘵村"]


def test_a_cell_beyond_any_spreadsheet_is_refused_with_its_row():
    text = f"镇,村\n潭东镇,{'龙' * (limits.CELL_CHARACTERS + 1)}\n"
    with pytest.raises(Refused) as refused:
        read_regular(text.encode(), UTF8, ",", SOURCE)
    assert (refused.value.findings[0].code, refused.value.findings[0].row) == ("cell_too_long", 2)


@pytest.mark.parametrize("text", ["镇,村\n潭东镇\n", '镇,村\n"潭东镇,龙井村\n', ""])
def test_what_is_irregular_is_left_to_the_reader_that_can_say_where(text):
    assert read_regular(text.encode(), UTF8, ",", SOURCE) is None
