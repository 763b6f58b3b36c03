"""Unit: what does one unit owe now, by which clause, and how does it report that it is done?"""

from briefing.html import markup, unit_list
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel, Screen
from briefing.wording import owed
from briefing.wording.owed import UnitState

NOBODY = "请选择单位"


def screen(look: Outlook) -> Screen:
    """The unit that the address names, or all of them to choose from."""
    units = {unit.name: unit for unit in owed.units(look.briefing)}
    name = look.choice("单位", "name", [NOBODY, *units])
    if name.chosen != NOBODY:
        return _of(units[name.chosen], look, choices=(name,))
    asked = look.query.get("name", NOBODY)
    known = asked == NOBODY
    everybody = Panel(
        "units",
        (unit_list.all_units(list(units.values()), leads=look.unit_link, limit=look.rows("units")),),
        title=f"责任单位（{len(units)} 个）",
        aside=markup.dated(look.briefing.as_of),
    )
    headline = "点单位名称，看它现在欠什么、怎么报" if known else f"没有“{asked}”这个单位，请在下面选择"
    return Screen((everybody,), choices=(name,), bar="choices", headline=headline)


def _of(unit: UnitState, look: Outlook, *, choices: tuple) -> Screen:
    aside = markup.dated(look.briefing.as_of)
    owes = Panel(
        "owed", (unit_list.lists(unit, limit=look.rows("unit_items")),), title=f"{unit.name}现在要办的事", aside=aside
    )
    tasks = Panel(
        "unit-tasks",
        (unit_list.tasks(unit.tasks, limit=look.rows("unit_tasks")),),
        title=f"承担的任务（{len(unit.tasks)} 项）",
        aside=aside,
    )
    said = "，".join(f"{owed.GROUPS[group]} {len(unit.group(group))} 项" for group in owed.GROUPS if unit.group(group))
    return Screen(
        (owes, tasks), choices=choices, bar="choices", headline=f"{unit.name}：{said or '没有到期、逾期和未报的事项'}"
    )
