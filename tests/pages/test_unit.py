"""What a unit may rely on at its own page: its lists, where they lead from, and that it sees nobody else's."""

from dataclasses import replace
from urllib.parse import quote

from briefing.wording.open_items import urgent_items
from briefing.wording.owed import GROUPS, units
from tests.pages.harness import Open, words
from tests.pages.plan_screens import HOSTILE, sample

NAME = "潭口镇"


def test_the_page_of_a_unit_says_every_thing_that_it_owes_with_clause_and_way_to_report(open_page: Open) -> None:
    app = open_page("unit", briefing=sample(), name=NAME)
    assert not app.exception
    shown, own = words(app), next(one for one in units(sample()) if one.name == NAME)
    assert app.selectbox(key="name").value == NAME
    for group, title in GROUPS.items():
        assert f"{title}（{len(own.group(group))}）" in shown
        assert all(thing.item.title in shown and thing.how in shown for thing in own.group(group))
    assert f"承担的任务（{len(own.tasks)} 项）" in shown and all(task.title in shown for task in own.tasks)
    assert shown.index("上元村新农村建设点更换施工单位后复工") < shown.index("承担的任务")


def test_what_only_another_unit_owes_is_not_there(open_page: Open) -> None:
    assert "茶元安置点污水处理站场地" not in words(open_page("unit", briefing=sample(), name=NAME))


def test_without_a_name_every_unit_is_listed_and_leads_to_its_page(open_page: Open) -> None:
    shown = words(open_page("unit", briefing=sample()))
    assert all(f"unit?name={quote(one.name)}" in shown for one in units(sample()))


def test_a_name_that_nobody_has_is_said_and_not_another_unit_shown(open_page: Open) -> None:
    app = open_page("unit", briefing=sample(), name="无此镇<b>")
    assert not app.exception
    assert "没有“无此镇&lt;b&gt;”这个单位" in words(app)


def test_the_ranking_the_duties_and_the_assignments_lead_to_a_unit_at_a_desk_only(open_page: Open) -> None:
    for page, name in (("actions", "区财政局"), ("actions", NAME), ("duties", "潭东镇")):
        assert f"unit?name={quote(name)}" in words(open_page(page, briefing=sample())), page
        assert "unit?name=" not in words(open_page(page, briefing=sample(), present="1"))


def test_a_link_keeps_the_edition_and_the_day(open_page: Open) -> None:
    shown = words(open_page("actions", briefing=sample(), edition="2", as_of="2023-08-31"))
    assert f"unit?edition=2&amp;as_of=2023-08-31&amp;name={quote(NAME)}" in shown


def test_names_from_drops_are_never_read_as_html(open_page: Open) -> None:
    evil = tuple(replace(one, item=HOSTILE, owner=HOSTILE, detail=HOSTILE) for one in sample().actions)
    told = tuple(replace(one, title=HOSTILE, progress=HOSTILE, problem=HOSTILE) for one in sample().tasks)
    briefing = replace(sample(), actions=evil, tasks=told)
    for query in ({}, {"name": HOSTILE}, {"name": NAME}):
        shown = words(open_page("unit", briefing=briefing, **query))
        assert "&lt;img" in shown and "<img" not in shown


def test_the_order_of_a_unit_is_handed_out_on_its_page_and_on_no_projector(open_page: Open) -> None:
    app = open_page("unit", briefing=sample(), name=NAME)
    (button,) = app.get("download_button")
    count = len(urgent_items(sample())[NAME])
    assert button.proto.label == f"下载督办单和回执（{count} 项）"
    assert not open_page("unit", briefing=sample()).get("download_button")
    assert not open_page("unit", briefing=sample(), name=NAME, present="1").get("download_button")
