"""A plan that is changed during the year: figures of before keep the old target, curves show the step."""

from datetime import date

import pandas as pd
import pytest

from briefing.figures import theme
from briefing.figures.curves import progress_curve, progress_curve_alt
from briefing.measures import schedule
from briefing.plan import read_plan
from data_loaders.delivering import reference
from tests.briefing.ledgers import all_tables, briefing, frame, plan_with

JULY = pd.Timestamp("2023-07-01")


def changed(number: str, **anew) -> pd.DataFrame:
    """The shipped obligations, one of them asking for something else from July on."""
    plan = plan_with(number)
    row = plan[plan["id"] == number].iloc[0].to_dict() | {"effective_on": JULY} | anew
    return pd.concat([plan, frame("plan_obligations", [row])], ignore_index=True)


def toilets(*done: tuple[str, int]) -> list[dict]:
    return [
        {"as_of": day, "town": "潭东镇", "village": "龙井村", "planned": 400, "done": number} for day, number in done
    ]


COUNTS = toilets(("2023-03-31", 89), ("2023-06-30", 178), ("2023-09-30", 200))


def test_a_day_before_the_change_is_judged_by_the_old_target():
    found = briefing("2023-06-30", toilets=COUNTS, plan_obligations=changed("T04", target=400.0)).measure("T04")
    assert (found.target, found.rate, found.changed) == (356, 0.5, ())


def test_figures_before_the_change_keep_the_old_target_and_later_ones_take_the_new():
    found = briefing("2023-09-30", toilets=COUNTS, plan_obligations=changed("T04", target=400.0)).measure("T04")
    assert found.target == 400
    assert [(point.date.month, point.rate) for point in found.history] == [(3, 0.25), (6, 0.5), (9, 0.5)]
    assert "7 月 1 日起目标由 356 户改为 400 户" in found.note
    (change,) = found.changed
    assert (change.since, change.before, change.after) == (date(2023, 7, 1), 356, 400)


def test_the_curve_shows_the_day_of_the_change_and_says_it():
    found = briefing("2023-09-30", toilets=COUNTS, plan_obligations=changed("T04", target=400.0)).measure("T04")
    figure = progress_curve(found, 2023, sizes=theme.NORMAL, room=(600, 300))
    assert [shape.x0 for shape in figure.layout.shapes if shape.x0 == date(2023, 7, 1)] == [date(2023, 7, 1)]
    assert "目标 400 户" in [note.text for note in figure.layout.annotations]
    assert "由 356 户改为 400 户" in progress_curve_alt(found)


def test_a_new_deadline_steps_the_line_of_what_is_due():
    tables = all_tables(plan_obligations=changed("T04", deadline=pd.Timestamp("2023-09-30")))
    plan = read_plan(tables, 2023, date(2023, 12, 31))
    (own,) = [one for one in plan.obligations if one.id == "T04"]
    line = schedule.line(plan, own)
    due = {day: round(schedule.scheduled_rate(day, line, plan.first_day), 4) for day in (date(2023, 6, 30), date(2023, 7, 1))}  # fmt: skip
    assert due == {date(2023, 6, 30): round(181 / 365, 4), date(2023, 7, 1): round(182 / 273, 4)}


def test_an_obligation_that_comes_later_is_not_owed_before():
    later = changed("T04", id="T99", title="移动公厕", target=6.0)
    numbers = {
        day: "T99" in {one.id for one in read_plan(all_tables(plan_obligations=later), 2023, day).obligations}
        for day in (date(2023, 6, 30), date(2023, 7, 1))
    }
    assert numbers == {date(2023, 6, 30): False, date(2023, 7, 1): True}


def test_milestones_that_are_not_changed_go_on():
    plan = read_plan(all_tables(plan_obligations=changed("F01", responsible="区财政局")), 2023)
    (own,) = [one for one in plan.obligations if one.id == "F01"]
    assert [stone.share for stone in own.milestones] == [0.75, 1.0]
    assert own.on(date(2023, 6, 30)).responsible != own.responsible


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2023, 12, 31)])
def test_a_plan_that_was_never_changed_has_no_history(day):
    assert all(not one.earlier for one in read_plan(reference.tables(), 2023, day).obligations)
