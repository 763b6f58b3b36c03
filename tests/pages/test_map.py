"""The map page: every layer and view opens from its link, and says what its colours and lines mean."""

from dataclasses import replace
from datetime import date
from urllib.parse import quote_plus

import pytest

from briefing.measures import map_layers
from briefing.model import VillageCurve
from briefing.wording import town_view
from tests.briefing import example
from tests.pages.harness import Open, charts, words


@pytest.mark.parametrize("layer", map_layers.LAYERS)
def test_every_layer_opens_from_its_link(open_page: Open, layer: str) -> None:
    app = open_page("map", layer=layer, present="1")
    assert not app.exception
    assert layer in words(app)


def test_the_key_villages_view_lists_key_villages_only(open_page: Open) -> None:
    app = open_page("map", view="key")
    assert not app.exception
    listed = words(app)
    ordinary = [village.village for village in example.briefing().villages if village.mapped and not village.grade]
    assert "<b>龙井村</b>" in listed
    assert not [name for name in ordinary if f"<b>{name}</b>" in listed]


def test_the_grades_of_key_villages_are_counted_beside_the_status(open_page: Open) -> None:
    shown = words(open_page("map", layer=map_layers.KEY_VILLAGES))
    assert all(f"<li>{grade} <b>" in shown for grade in ("省定", "市定", "县定"))
    assert "<b>龙井村</b> <small>潭东镇</small></a><span>省定　" in shown


def test_six_little_maps_each_have_their_number_and_the_villages_behind(open_page: Open) -> None:
    app = open_page("map", view="six", present="1")
    assert not app.exception
    shown = words(app)
    assert shown.count('class="little"') == len(map_layers.SIX)
    assert len(charts(app)) == len(map_layers.SIX)
    assert "示意图，不代表实际位置与界线" in shown


def test_six_little_maps_before_anything_is_delivered_say_so(open_page: Open) -> None:
    app = open_page("map", view="six", briefing=example.unreported(), present="1")
    assert not app.exception
    assert "未报" in words(app)


def test_an_unknown_view_falls_back_to_all_villages(open_page: Open) -> None:
    app = open_page("map", view="<b>")
    assert not app.exception
    assert "各村综合状态" in words(app)


def test_one_town_shows_its_villages_only(open_page: Open) -> None:
    shown = words(open_page("map", town="潭口镇"))
    assert "<b>江坝村</b>" in shown and "<b>龙井村</b>" not in shown


def test_a_village_that_has_not_delivered_says_so_on_its_card(open_page: Open) -> None:
    made = example.briefing()
    late = replace(
        made.villages[0], statuses={**made.villages[0].statuses, map_layers.REPORTING: map_layers.Status.UNREPORTED}
    )
    app = open_page("map", briefing=replace(made, villages=(late, *made.villages[1:])), village=late.label)
    assert "填报：没有填报" in words(app)


def test_the_headline_speaks_of_the_layer_the_town_and_the_villages_in_sight(open_page: Open) -> None:
    assert '">新农村，' in words(open_page("map", layer=map_layers.NEW_VILLAGES))
    assert '">潭口镇 13 个村（社区）：' in words(open_page("map", town="潭口镇"))
    assert "个重点帮扶村，其中" in words(open_page("map", view="key"))


def test_villages_without_a_shape_are_counted_in_the_headline_ranked_and_stand_beside_the_map(open_page: Open) -> None:
    shown = words(open_page("map"))
    undrawn = [village for village in example.briefing().villages if not village.mapped]
    assert undrawn
    chips = shown[shown.rindex("不在图上：") :].partition("</ul>")[0]
    assert [village.village for village in undrawn if village.village not in chips] == []
    assert f"，其中 {len(undrawn)} 个不在图上" in shown
    assert f"{len(example.briefing().villages)} 个村（社区）" in shown


def test_the_card_of_a_village_tells_its_problems_its_curves_and_the_link_that_opens_it(open_page: Open) -> None:
    made = example.briefing()
    village = made.villages[0]
    troubled = replace(village.items[0], problem="<b>征地未完成")
    curves = (VillageCurve(map_layers.FUNDS, ((date(2023, 8, 31), 0.2), (date(2023, 9, 30), 0.5))),)
    village = replace(village, items=(troubled, *village.items[1:]), curves=curves)
    app = open_page("map", briefing=replace(made, villages=(village, *made.villages[1:])), village=village.label)
    assert not app.exception
    assert "问题：&lt;b&gt;征地未完成" in words(app)
    assert len(charts(app)) == 2
    assert "这个村的链接" in [text.value for text in app.text]  # a link needs the router, which a test has not


@pytest.mark.parametrize("query", [{}, {"view": "key"}, {"view": "six"}, {"layer": "户厕"}])
def test_more_villages_than_can_be_named_are_shown_as_their_towns(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(town_view, "NAMED_AT_MOST", 1)
    app = open_page("map", **query)
    assert not app.exception
    assert "个镇" in words(app)
    assert "</b> 个村" not in words(app)
    assert "village" not in [box.key for box in app.selectbox]
    one = open_page("map", town="潭口镇", **query)
    assert not one.exception
    assert "个镇" not in words(one)


def test_the_overview_of_many_villages_speaks_of_towns(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(town_view, "NAMED_AT_MOST", 1)
    assert "各镇综合进度" in words(open_page("overview"))


def test_a_row_of_the_list_and_an_entry_of_the_legend_lead_to_what_stands_out_on_the_map(open_page: Open) -> None:
    shown = words(open_page("map", layer=map_layers.NEW_VILLAGES))
    layer = quote_plus(map_layers.NEW_VILLAGES)
    assert f"?layer={layer}&amp;mark={quote_plus('完成')}" in shown
    assert f"?layer={layer}&amp;village={quote_plus('潭东镇龙井村')}" in shown
    marked = words(open_page("map", mark="完成"))
    assert f'mark={quote_plus("完成")}" target="_self"><span class="badge"' not in marked  # the entry takes it back
    assert "mark=" not in words(open_page("map", present="1"))
    chosen = words(open_page("map", layer=map_layers.NEW_VILLAGES, village="潭东镇龙井村"))  # whose card then makes way
    assert f'href="?layer={layer}&amp;mark={quote_plus("完成")}"' in chosen
