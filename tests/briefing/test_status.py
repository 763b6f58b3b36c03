"""One rule turns a gap into a word; its edges do not depend on float noise."""

import pytest

from briefing.status import SEVERITY, Status, judge_bound, judge_progress, reaches, worst

TOLERATED = 0.10


def judged(rate, scheduled, *, met=False, reached=False):
    return judge_progress(rate=rate, scheduled=scheduled, met=met, deadline_reached=reached, slightly_behind=TOLERATED)


@pytest.mark.parametrize(
    ("rate", "scheduled", "status"),
    [
        (0.75, 0.75, Status.ON_TRACK),  # gap exactly 0
        (0.1 + 0.2, 0.3, Status.ON_TRACK),  # 0.30000000000000004
        (0.3, 0.1 + 0.2, Status.ON_TRACK),
        (0.76, 0.75, Status.ON_TRACK),
        (0.7499, 0.75, Status.SLIGHTLY_BEHIND),
        (0.65, 0.75, Status.SLIGHTLY_BEHIND),  # gap exactly −10 points
        (0.7, 0.8, Status.SLIGHTLY_BEHIND),  # −0.10000000000000009 in floats
        (0.6499, 0.75, Status.BEHIND),
        (0.0, 0.75, Status.BEHIND),
        (None, 0.75, Status.UNREPORTED),
    ],
)
def test_a_gap_becomes_a_word(rate, scheduled, status):
    assert judged(rate, scheduled) is status


def test_what_is_met_is_done_whatever_the_day():
    assert judged(1.06, 1.0, met=True, reached=True) is Status.DONE


def test_from_the_deadline_on_what_is_not_met_is_overdue():
    assert judged(0.999, 1.0, reached=True) is Status.OVERDUE
    assert judged(None, 1.0, reached=True) is Status.UNREPORTED


@pytest.mark.parametrize(
    ("value", "bounds", "status"),
    [
        (60.0, {"at_least": 60}, Status.MET),
        (59.99, {"at_least": 60}, Status.UNMET),
        (10.0, {"at_most": 10}, Status.MET),
        (10.01, {"at_most": 10}, Status.UNMET),
        (0.1 + 0.2, {"at_most": 0.3}, Status.MET),
        (0.0, {"at_most": 0}, Status.MET),
        (None, {"at_most": 0}, Status.UNREPORTED),
        (5.0, {"at_least": None}, Status.UNREPORTED),
    ],
)
def test_a_bound_holds_or_does_not(value, bounds, status):
    assert judge_bound(value, **bounds) is status


def test_reaching_forgives_noise_only():
    assert reaches(0.75 - 1e-12, 0.75)
    assert not reaches(0.75 - 1e-6, 0.75)


def test_nothing_at_all_is_unreported_and_the_worst_wins():
    assert worst([]) is Status.UNREPORTED
    assert worst([Status.DONE, Status.UNREPORTED]) is Status.UNREPORTED
    assert worst([Status.UNMET, Status.OVERDUE, Status.MET]) is Status.OVERDUE


def test_the_statuses_stand_in_one_order_from_done_to_overdue():
    order = [
        {Status.DONE, Status.MET}, {Status.ON_TRACK}, {Status.UNREPORTED}, {Status.SLIGHTLY_BEHIND},
        {Status.BEHIND, Status.UNMET}, {Status.OVERDUE},
    ]  # fmt: skip
    assert [{status for status in Status if SEVERITY[status] == at} for at in sorted(set(SEVERITY.values()))] == order
