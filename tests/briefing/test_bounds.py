"""Which way a measure is bound, told by its rule where it carries one and else by nothing but its figures."""

from dataclasses import dataclass, replace

import pytest

from briefing import bounds
from briefing.bounds import Direction
from briefing.model import Measure, Part
from briefing.status import Status
from tests.briefing import example

PLAIN = replace(
    example.briefing().measure("T03"), kind="indicator", parts=(), note="", target=None, value=None, unit="个"
)


@dataclass(frozen=True)
class Ruled(Measure):
    """A measure that carries the rule of its obligation."""

    rule: str = ""


def measure(value: float | None = None, target: float | None = None, status=Status.UNREPORTED, **changes) -> Measure:
    parts = () if value is None else (Part("潭东镇", "潭东镇", value, target, None, None, status),)
    return replace(PLAIN, value=value, target=target, parts=parts, **changes)


@pytest.mark.parametrize(
    ("made", "direction"),
    [
        (measure(9.4, 10, Status.MET), Direction.CAP),
        (measure(11, 10, Status.UNMET), Direction.CAP),
        (measure(99.3, 99, Status.MET), Direction.FLOOR),
        (measure(98, 99, Status.UNMET), Direction.FLOOR),
        (measure(0, 0, Status.MET), Direction.ZERO),
        (measure(100, 100, Status.MET, unit="%"), Direction.FLOOR),
        (measure(None, 10), Direction.UNSURE),
        (measure(10, 10, Status.MET), Direction.UNSURE),
        (measure(5, None), Direction.NOT_BELOW),
        (measure(5, 4, Status.MET, note="需要上年基数"), Direction.NOT_BELOW),
        (measure(5, 4, Status.MET, note="逐年提高"), Direction.ABOVE),
        (measure(1, 0, kind="deadline"), Direction.ZERO),
        (measure(62, 60, kind="ratio"), Direction.FLOOR),
        (measure(18, 30, Status.UNMET, kind="floor"), Direction.FLOOR),
    ],
)
def test_figures_tell_the_direction_or_leave_it_open(made: Measure, direction: Direction) -> None:
    assert bounds.direction(made) is direction


@pytest.mark.parametrize(("rule", "direction"), bounds.BY_RULE.items())
def test_a_rule_is_believed_before_any_figure(rule: str, direction: Direction) -> None:
    fields = {name: getattr(PLAIN, name) for name in PLAIN.__dataclass_fields__}
    assert bounds.direction(Ruled(**(fields | {"target": 10.0}), rule=rule)) is direction


def test_groups_keep_their_order_and_leave_out_what_is_no_bound() -> None:
    money, cap = measure(62, 60, kind="ratio"), measure(9.4, 10, Status.MET)
    found = bounds.grouped([money, measure(kind="target"), cap])
    assert found == {"上限": [cap], "资金": [money]}
