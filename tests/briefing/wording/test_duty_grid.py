"""Duties as a grid: which months a period covers, what stands in a window, who is silent."""

from datetime import date

import pytest

from briefing.model import DutyCell
from briefing.wording import duty_grid
from briefing.wording.duty_grid import Window
from tests.briefing import example

THIRD = Window(7, 9)
YEAR = Window(1, 12)


def cell(period: str, due_on: str, status: str = "已完成", *, unit: str = "潭东镇", id: str = "D01") -> DutyCell:
    return DutyCell(id, "事项", unit, period, date.fromisoformat(due_on), status, None)


def only_duty(*cells: DutyCell) -> duty_grid.Duty:
    (duty,) = duty_grid.duties(example.briefing(duties=cells))
    return duty


def quarters(status: str = "已完成") -> list[DutyCell]:
    days = ("2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31")
    return [cell(f"2023-Q{number}", day, status) for number, day in enumerate(days, 1)]


def spans(duty: duty_grid.Duty, window: Window) -> list[tuple[int, int]]:
    return [(slot.first, slot.last) for slot in duty.within(window)]


def test_quarters_halves_and_years_cover_their_months() -> None:
    assert spans(only_duty(*quarters()), YEAR) == [(1, 3), (4, 6), (7, 9), (10, 12)]
    halves = only_duty(cell("2023-H1", "2023-06-30"), cell("2023-H2", "2023-12-31"))
    assert spans(halves, YEAR) == [(1, 6), (7, 12)]
    assert spans(only_duty(cell("2023", "2023-12-31")), THIRD) == [(7, 9)]


def test_a_month_covers_itself_and_a_vacation_stays_blank() -> None:
    assert spans(only_duty(cell("2023-06", "2023-06-30"), cell("2023-09", "2023-09-30")), THIRD) == [(9, 9)]


def test_the_end_of_a_term_covers_the_months_since_the_one_before() -> None:
    terms = only_duty(cell("2023-06-30前", "2023-06-30"), cell("2023-12-31前", "2023-12-31"))
    assert spans(terms, YEAR) == [(1, 6), (7, 12)]


def test_what_is_missing_counts_where_it_was_due() -> None:
    duty = only_duty(cell("2023-H1", "2023-06-30", "逾期"), cell("2023-H2", "2023-12-31", "未到期"))
    assert (duty.missing(THIRD), duty.missing_before(THIRD)) == (0, 1)
    assert duty.missing(YEAR) == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (quarters(), "每季度"),
        ([cell("2023-H1", "2023-06-30"), cell("2023-H2", "2023-12-31")], "每半年"),
        ([cell("2023", "2023-12-31")], "全年"),
        ([cell(f"2023-{m:02d}", f"2023-{m:02d}-28") for m in range(1, 13)], "每月"),
        ([cell(f"2023-{m:02d}", f"2023-{m:02d}-28") for m in (1, 3, 4, 5, 6, 9, 10, 11, 12)], "每月（2、7、8 月除外）"),
        ([cell("2023-06", "2023-06-30"), cell("2023-11", "2023-11-30")], "6、11 月"),
        ([cell("2023-06-30前", "2023-06-30"), cell("2023-12-31前", "2023-12-31")], "全年 2 次，按期限"),
    ],
)
def test_the_rhythm_is_read_from_the_periods(cells: list[DutyCell], words: str) -> None:
    assert duty_grid.rhythm(only_duty(*cells)) == words


@pytest.mark.parametrize(
    ("period", "as_of", "window"),
    [
        ("最近一季", date(2023, 1, 15), Window(1, 3)),
        ("最近一季", date(2023, 9, 30), THIRD),
        ("最近一季", date(2023, 10, 1), THIRD),  # nothing of the fourth quarter is due before its first month has ended
        ("最近一季", date(2023, 10, 30), THIRD),
        ("最近一季", date(2023, 10, 31), Window(10, 12)),
        ("最近一季", date(2024, 2, 1), Window(10, 12)),
        ("第一季度", date(2023, 9, 30), Window(1, 3)),
        ("全年", date(2023, 9, 30), YEAR),
    ],
)
def test_the_window_of_a_choice(period: str, as_of: date, window: Window) -> None:
    assert duty_grid.window_of(period, example.briefing(as_of=as_of)) == window


def test_the_most_overdue_comes_first_and_what_is_not_asked_last() -> None:
    late = [
        cell("2023-09", "2023-09-30", "逾期", id="D02"),
        cell("2023-09", "2023-09-30", "逾期", id="D02", unit="潭口镇"),
    ]
    once = cell("2023-09", "2023-09-30", "逾期", id="D03")
    asked_later, done = cell("2023-11", "2023-11-30", "未到期", id="D00"), cell("2023-09", "2023-09-30", id="D01")
    rows = duty_grid.duties(example.briefing(duties=(asked_later, done, once, *late)))
    assert [duty.id for duty in duty_grid.most_overdue_first(rows, THIRD)] == ["D02", "D03", "D01", "D00"]


def silences(*cells: DutyCell) -> list[duty_grid.Silence]:
    made = example.briefing(duties=cells)
    return duty_grid.silences(duty_grid.duties(made), duty_grid.homes(made), THIRD)


def test_a_unit_that_did_nothing_of_several_things_is_silent_and_comes_first() -> None:
    late = [cell("2023-09", "2023-09-30", "逾期", id=f"D0{n}") for n in (1, 2, 3)]
    done = cell("2023-08", "2023-08-31")
    nothing = [cell("2023-09", "2023-09-30", "逾期", unit="潭口镇", id=id) for id in ("D01", "D02")]
    found = silences(done, *late, *nothing)
    assert [(one.unit, one.missing, one.due, one.total) for one in found] == [
        ("潭口镇", 2, 2, True), ("潭东镇", 3, 4, False),
    ]  # fmt: skip
    assert duty_grid.silent_finding(found) == "潭口镇到期的全部未报"


def test_one_missed_thing_is_late_and_not_silent() -> None:
    assert [one.total for one in silences(cell("2023-09", "2023-09-30", "逾期"))] == [False]


def test_villages_share_the_line_of_their_town() -> None:
    (one,) = silences(*(cell("2023-09", "2023-09-30", "逾期", unit=f"潭东镇{v}") for v in ("龙井村", "上坝村")))
    assert (one.unit, one.places, one.missing) == ("潭东镇各村", ("龙井村", "上坝村"), 2)


def test_what_is_not_due_or_lies_outside_the_window_is_not_missing() -> None:
    assert silences(cell("2023-11", "2023-11-30", "未到期"), cell("2023-05", "2023-05-31", "逾期")) == []


def test_without_any_record_a_unit_is_unreported() -> None:
    assert [one.word for one in silences(cell("2023-09", "2023-09-30", "未报"))] == ["未报"]


def test_what_is_missing_speaks_for_several_cells() -> None:
    made = [cell("2023-09", "2023-09-30", status) for status in ("已完成", "未到期", "逾期")]
    assert duty_grid.worst(made) == "逾期"
    assert duty_grid.worst(made[:2]) == "未到期"
    assert duty_grid.worst(()) == "未到期"
