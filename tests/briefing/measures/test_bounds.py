"""Which way a measure is bound, told by its kind and its rule."""

from dataclasses import replace

import pytest

from briefing.html.baselines import requirement
from briefing.measures import bounds
from briefing.measures.bounds import Direction
from briefing.model import Measure
from briefing.status import Status
from tests.briefing import example

PLAIN = replace(
    example.briefing().measure("T03"), kind="indicator", parts=(), note="", target=None, value=None, unit="个"
)


def measure(value: float | None = None, target: float | None = None, **changes) -> Measure:
    return replace(PLAIN, value=value, target=target, **changes)


@pytest.mark.parametrize(
    ("made", "direction"),
    [
        (measure(9.4, 10, rule="indicator_at_most"), Direction.CAP),
        (measure(None, 10, rule="indicator_at_most"), Direction.CAP),
        (measure(99.3, 99, rule="indicator_at_least"), Direction.FLOOR),
        (measure(0, 0, rule="indicator_at_most"), Direction.ZERO),
        (measure(5, None, rule="not_below_base"), Direction.NOT_BELOW),
        (measure(5, 4, rule="above_base"), Direction.ABOVE),
        (measure(5, 6, rule="not_above_base"), Direction.NOT_ABOVE),
        (measure(5, 4, rule="grown_by", subject="8%"), Direction.CHANGED),
        (measure(1, 0, kind="deadline"), Direction.ZERO),
        (measure(62, 60, kind="ratio"), Direction.FLOOR),
        (measure(18, 30, kind="floor"), Direction.FLOOR),
    ],
)
def test_kind_and_rule_tell_the_direction(made: Measure, direction: Direction) -> None:
    assert bounds.direction(made) is direction


def test_what_is_asked_against_last_year_is_said_with_its_growth_or_fall() -> None:
    grown = measure(5, 216, rule="grown_by", subject="8%")
    fallen = measure(5, None, rule="grown_by", subject="-20%")
    assert requirement(grown) == "较上年增长 8%（即 216 个）"
    assert requirement(fallen) == "较上年下降 20%（缺基数）"
    assert requirement(measure(5, 6, rule="not_above_base")) == "≤ 上年 6 个"
    assert list(bounds.grouped([grown, fallen])) == [bounds.CHANGING]


def test_the_group_with_the_worst_comes_first_and_what_is_no_bound_is_left_out() -> None:
    money, cap = measure(62, 60, kind="ratio"), measure(9.4, 10, rule="indicator_at_most")
    found = bounds.grouped([money, measure(kind="target"), cap])
    assert list(found.items()) == [("上限", [cap]), ("资金", [money])]
    broken = replace(money, status=Status.UNMET)
    assert list(bounds.grouped([broken, cap])) == ["资金", "上限"]


@pytest.mark.parametrize("target", [0, 10])
def test_an_indicator_under_a_rule_that_nobody_wrote_yet_is_put_under_no_bound(target: float) -> None:
    assert bounds.grouped([measure(None, target, rule="indicator_between")]) == {}
