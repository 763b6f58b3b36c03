"""What a card says in ten seconds: what is left, by when, and who owes it."""

import re
from dataclasses import replace
from datetime import date

from briefing import looks
from briefing.html import cards, tables
from briefing.measures import map_layers
from briefing.model import Attention
from briefing.status import Status
from tests.briefing.example import briefing
from tests.pages import plan_screens


def test_units_are_named_whole_and_counted_where_there_is_no_room_for_all() -> None:
    sample = briefing()
    measure = replace(sample.measures[0], responsible=("区农办", "区生态环境分局", "区建投公司", "各镇(管理处)"))
    for ems in range(4, 40):
        said = cards.owners_in(measure, ems)
        *named, last = re.sub(r"等 \d 个单位$", "", said).split("、")
        assert {*named, last} <= {*measure.responsible} and said.startswith("区农办")
        assert said.endswith("等 4 个单位") or [*named, last] == list(measure.responsible)
        assert looks.ems(said) <= ems or named == []


def test_every_form_of_a_measure_says_who_owes_it_and_by_when() -> None:
    sample = briefing()
    measures = [one for one in sample.measures if one.id in sample.headline_measures and one.deadline]
    assert measures
    for measure in measures:
        _, until = cards.left_and_until(measure, sample)
        card, strip = cards.measure_card(measure, sample), cards.measure_strip(measure, sample)
        assert until and until in strip and (cards.already_late(measure, sample) or until) in card
        assert measure.responsible[0] in card and measure.responsible[0] in strip
    little = [tables.little_map_head(sample, layer, sample.villages, ()) for layer in map_layers.SIX]
    assert sum("月" in one.partition("owed-by")[2] for one in little) >= len(little) - 1
    owned = [
        tables.little_map_head(plan_screens.sample(), layer, plan_screens.sample().villages, ())
        for layer in map_layers.SIX
    ]
    assert (
        "上元（区农办，7 月 31 日到期，逾期 61 天）、龙塘（区农办，9 月 30 日到期未完成）" in owned[0]
        and "茶元（区农办，11 月 30 日前）" in owned[0]
    )
    assert "<small>迳背、洋山、上元</small>" in owned[1]  # of three there is room for the names alone


def test_the_day_of_another_year_is_told_with_its_year() -> None:
    asked = Attention("补录", "区财政局", Status.OVERDUE, 275, "actions", "", date(2022, 12, 29))
    shown = tables.attention_list([asked], year=2023, limit=None, link=str)
    assert "区财政局　2022 年 12 月 29 日到期" in shown
    assert "区财政局　12 月 29 日到期" in tables.attention_list([asked], year=2022, limit=None, link=str)
