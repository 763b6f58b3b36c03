"""序时进度 is a straight line from 1 January through the dated milestones; months are those of the calendar."""

from datetime import date

import pytest

from briefing.measures import schedule

FIRST = date(2023, 1, 1)
YEAR = ((date(2023, 12, 31), 1.0),)
LEGAL_DATES = ((date(2023, 9, 30), 0.75), (date(2023, 12, 31), 1.0))


@pytest.mark.parametrize(
    ("day", "corners", "share"),
    [
        (date(2022, 12, 31), YEAR, 0),
        (date(2023, 1, 1), YEAR, 1 / 365),
        (date(2023, 9, 30), YEAR, 273 / 365),
        (date(2023, 12, 31), YEAR, 1),
        (date(2024, 1, 1), YEAR, 1),
        (date(2023, 9, 29), LEGAL_DATES, 0.75 * 272 / 273),
        (date(2023, 9, 30), LEGAL_DATES, 0.75),
        (date(2023, 10, 1), LEGAL_DATES, 0.75 + 0.25 / 92),
        (date(2023, 12, 30), LEGAL_DATES, 0.75 + 0.25 * 91 / 92),
        (date(2023, 12, 31), LEGAL_DATES, 1),
    ],
)
def test_the_share_due_lies_on_the_line(day, corners, share):
    assert schedule.scheduled_rate(day, corners, FIRST) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2023-06-30", "2023-09-30", 3),
        ("2023-01-31", "2023-02-28", 1),
        ("2023-09-30", "2023-12-31", 3),
        ("2023-09-15", "2023-09-30", 0.5),
        ("2022-11-30", "2023-01-31", 2),
    ],
)
def test_from_month_end_to_month_end_are_whole_months(start, end, months):
    assert schedule.months_between(date.fromisoformat(start), date.fromisoformat(end)) == pytest.approx(months)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2023-01-31", 1, "2023-02-28"), ("2023-02-28", 1, "2023-03-28"), ("2023-04-30", 1, "2023-05-30"),
     ("2023-12-05", 1, "2024-01-05"), ("2024-01-31", 1, "2024-02-29"), ("2023-09-30", -3, "2023-06-30")],
)  # fmt: skip
def test_a_month_later_is_the_same_day_or_the_last_one(day, months, later):
    assert schedule.months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("rate", "scheduled", "words"),
    [
        (0.5, 0.5, "与序时持平"),
        (0.1 + 0.2, 0.3, "与序时持平"),
        (0.706, 0.765, "落后序时 5.9 个百分点"),
        (0.8, 0.75, "超序时 5.0 个百分点"),
        (0.7496, 0.75, "落后序时不足 0.1 个百分点"),
        (0.7504, 0.75, "超序时不足 0.1 个百分点"),
    ],
)
def test_a_gap_is_never_said_to_be_nought_point_nought(rate, scheduled, words):
    assert schedule.against_schedule(rate, scheduled) == words


@pytest.mark.parametrize(
    ("day", "end"), [("2023-09-30", "2023-06-30"), ("2023-10-01", "2023-09-30"), ("2023-01-01", "2022-12-31")]
)
def test_the_quarter_before(day, end):
    assert schedule.previous_quarter_end(date.fromisoformat(day)) == date.fromisoformat(end)


def test_what_was_due_before_the_year_began_is_due_as_a_whole():
    assert schedule.scheduled_rate(date(2022, 12, 31), ((date(2022, 12, 31), 1.0),), FIRST) == 1
    assert schedule.scheduled_rate(date(2023, 3, 1), ((date(2022, 12, 31), 1.0),), FIRST) == 1


@pytest.mark.parametrize(
    ("day", "share"), [("2022-12-31", 0), ("2023-01-01", 1 / 365), ("2023-12-31", 1), ("2024-06-30", 1)]
)
def test_the_share_of_a_year_is_nothing_before_it_and_all_of_it_after(day, share):
    assert schedule.year_progress(date.fromisoformat(day), 2023) == pytest.approx(share)
