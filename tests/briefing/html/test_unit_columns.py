"""A column for each unit, as long as they fit."""

from briefing.html.unit_columns import AT_MOST, unit_columns

MANY = [f"{number:03}镇" for number in range(200)]


def test_every_unit_of_a_county_has_a_column_in_the_order_of_the_plan():
    units = MANY[:AT_MOST]
    assert [(column.name, column.units) for column in unit_columns(units, {units[-1]: 9})] == [
        (unit, {unit}) for unit in units
    ]


def test_of_two_hundred_those_with_most_trouble_keep_theirs_and_no_unit_is_left_out():
    columns = unit_columns(MANY, {"150镇": 3, "007镇": 1})
    assert len(columns) == AT_MOST
    assert [column.name for column in columns] == ["000镇", "001镇", "002镇", "007镇", "150镇", "其余 195 个"]
    assert sorted(unit for column in columns for unit in column.units) == MANY
