"""What any delivery must keep, checked on every sample file: labels, keys, known places, growth, no persons."""

import re

import pandas as pd
import pytest

from data_loaders import schema
from sample_data import generate, plan
from tests.sample_data.delivered import deliveries, tables

PLACES = set(zip(plan.villages()["town"], plan.villages()["village"], strict=True))
# Mobile, old and new ID numbers, bank cards; codes of villages have 12 digits.
PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{15,19}|\d{17}[Xx])(?!\d)")


def months_of(name):
    """All snapshots of a table under one another."""
    return pd.concat([frame for (table, day), frame in tables().items() if table == name and day])


def test_every_row_says_it_is_a_sample():
    for name, _, frame in deliveries():
        assert frame["remark"].str.fullmatch(r"示例数据(；.+)?").all(), name


def test_no_two_rows_share_the_key():
    for name, table, frame in deliveries():
        assert not frame.duplicated(list(table.key)).any(), name


def test_required_cells_are_filled_and_choices_known():
    for name, table, frame in deliveries():
        for column in table.columns:
            if column.required:
                assert frame[column.name].notna().all(), (name, column.name)
            if column.choices:
                assert set(frame[column.name].dropna()) <= set(column.choices), (name, column.name)


def test_no_smaller_number_exceeds_its_larger_one():
    for name, table, frame in deliveries():
        for smaller, larger in table.never_above:
            assert (frame[smaller] <= frame[larger]).all(), (name, smaller, larger)


def test_every_village_is_in_the_village_list_under_its_town():
    for name, table, frame in deliveries():
        if table.has("village"):
            placed = frame.dropna(subset="village")
            assert set(zip(placed["town"], placed["village"], strict=True)) <= PLACES, name
        if table.has("town"):
            assert set(frame["town"]) <= {*plan.units(), schema.DISTRICT}, name


@pytest.mark.parametrize("name", ["sites", "stations", "courtyards", "toilets", "funds"])
def test_cumulative_columns_never_fall(name):
    table = schema.TABLES[name]
    item = [column for column in table.key if column != "as_of"]
    grouped = months_of(name).sort_values("as_of").groupby(item)
    for column in table.columns:
        if column.cumulative:
            assert (grouped[column.name].diff().dropna() >= 0).all(), column.name


@pytest.mark.parametrize("name", ["sites", "stations"])
def test_stages_never_go_back_and_agree_with_progress(name):
    frame = months_of(name).sort_values("as_of")
    item = [column for column in schema.TABLES[name].key if column != "as_of"]
    order = {stage: place for place, stage in enumerate((*schema.UNFINISHED_STAGES, *schema.FINISHED_STAGES))}
    assert (frame.assign(step=frame["stage"].map(order)).groupby(item)["step"].diff().dropna() >= 0).all()
    finished = frame["stage"].isin(schema.FINISHED_STAGES)
    assert (frame.loc[finished, "progress"] == 100).all()
    assert (frame.loc[~finished, "progress"] < 100).all()
    assert (frame["actual_finish"].notna() == finished).all()
    assert (frame.loc[finished, "actual_finish"] <= frame.loc[finished, "as_of"]).all()


def test_no_cell_looks_like_a_person():
    paths = sorted((generate.HERE / "csv").glob("*.csv"))
    assert len(paths) > 50
    assert [path.name for path in paths if PERSONAL.search(path.read_text(encoding="utf-8-sig"))] == []


def test_the_search_for_persons_would_find_one():
    assert PERSONAL.search("联系 " + "138" + "0" * 8)
    assert PERSONAL.search("3" * 17 + "X")
    assert not PERSONAL.search("360702192210")
