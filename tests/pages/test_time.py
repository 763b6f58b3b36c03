"""Time on the screens: day by day with a slider and a button, or two days or editions side by side."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote_plus

import pytest
from streamlit.testing.v1 import AppTest

from briefing.figures import theme
from briefing.measures import map_layers
from briefing.screens.beside import SIDE_BY_SIDE
from briefing.screens.catalogue import TIMED
from briefing.status import Status
from briefing.ui import editions, timeline
from tests.briefing import example
from tests.pages.harness import DAYS, Open, charts, open_script, words

FIRST, LAST = min(DAYS), max(DAYS)


def times(app: AppTest) -> list[str]:
    return [option for box in app.selectbox if box.key == "time" for option in box.options]


def test_the_screens_that_show_time_are_those_that_can_be_set_side_by_side() -> None:
    assert set(TIMED) == set(SIDE_BY_SIDE)


@pytest.mark.parametrize("page", TIMED)
@pytest.mark.parametrize("present", [{}, {"present": "1"}])
@pytest.mark.parametrize(("time", "side"), [(FIRST.isoformat(), f"{FIRST}（第 3 版）"), ("2", f"{LAST}（第 2 版）")])
def test_a_link_sets_two_days_or_editions_side_by_side(
    open_page: Open, page: str, present: dict[str, str], time: str, side: str
) -> None:
    app = open_page(page, time=time, **present)
    assert not app.exception
    shown = words(app)
    assert f'class="headline">与 {side}相比：' in shown.replace(" long", "").replace(" longer", "")
    assert f"<h2>{side}</h2>" in shown and f"<h2>{LAST}（第 3 版）</h2>" in shown
    assert len(charts(app)) in (2, 4)


def test_what_got_worse_is_named_first_and_leads_to_the_village(open_page: Open) -> None:
    made = example.briefing()
    done = [
        replace(one, statuses=dict.fromkeys(one.statuses, Status.DONE)) if one.village == "迳背村" else one
        for one in made.villages
    ]
    late = [one.statuses.get(map_layers.ALL) for one in made.villages if one.village == "迳背村"]
    assert late == [Status.OVERDUE]
    shown = words(open_page("map", then=replace(made, villages=tuple(done)), time=FIRST.isoformat()))
    assert "综合状态变差 1 个村（迳背村）" in shown
    moved = shown[shown.index('class="moves"') :]
    assert moved.index("变差（1）") < moved.index("迳背村")
    assert quote_plus("潭东镇迳背村") in moved


def test_only_earlier_days_and_editions_of_the_same_kind_are_offered(open_page: Open) -> None:
    assert times(open_page("map")) == ["本期", "逐期看", f"对比 {FIRST}", "对比第 2 版"]
    assert times(open_page("map", as_of=FIRST.isoformat(), edition="2")) == ["本期", "逐期看"]
    assert times(open_page("sites")) == []


def test_sample_and_real_figures_are_never_set_side_by_side(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    open_page("map")
    editions.by_number("")[2].sample = False
    assert times(open_script("pages/map.py")) == ["本期", "逐期看", f"对比 {FIRST}"]


def test_an_unknown_time_shows_the_screen_as_it_is_now(open_page: Open) -> None:
    app = open_page("map", time="<b>")
    assert not app.exception
    assert "各村综合状态" in words(app)


@pytest.mark.parametrize("page", TIMED)
def test_a_slider_of_days_moves_the_whole_screen(open_page: Open, page: str) -> None:
    app = open_page(page, time="days")
    (slider,) = app.select_slider
    assert list(slider.options) == [FIRST.isoformat(), LAST.isoformat()]
    assert slider.value == LAST.isoformat()
    slider.set_value(FIRST.isoformat()).run()
    assert app.query_params["as_of"] == FIRST.isoformat()
    assert f"数据截至 <b>{FIRST}</b>" in words(app)


def test_playing_begins_anew_at_the_end_and_a_hand_on_the_slider_stops_it(open_page: Open) -> None:
    app = open_page("map", time="days")
    app.button(key="timeline-play").click().run()
    assert (app.query_params["as_of"], app.query_params["play"]) == (FIRST.isoformat(), "1")
    assert app.button(key="timeline-play").label == "停"
    app.select_slider[0].set_value(LAST.isoformat()).run()
    assert "play" not in app.query_params


def test_a_projector_says_which_day_of_how_many_it_shows(open_page: Open) -> None:
    assert "第 1/2 期" in words(open_page("map", time="days", as_of=FIRST.isoformat(), present="1"))
    assert "期" not in words(open_page("map", present="1")).partition("</header>")[0]


def test_the_remote_control_goes_from_day_to_day_as_far_as_they_go(open_page: Open) -> None:
    app = open_page("funds", present="1", time="days")
    for key, day in (("earlier", FIRST), ("earlier", FIRST), ("later", LAST), ("later", LAST)):
        app.button(key=f"remote-{key}").click().run()
        assert app.query_params["as_of"] == day.isoformat()


def test_the_day_after_the_last_is_none() -> None:
    assert timeline.following(DAYS, FIRST) == LAST
    assert timeline.following(DAYS, date(2023, 9, 2)) == LAST
    assert timeline.following(DAYS, LAST) is None


def test_charts_side_by_side_share_the_stage() -> None:
    for name in ("map_beside", "slices_beside", "gaps_beside"):
        assert 2 * theme.FRAMES[name].width < 1848
