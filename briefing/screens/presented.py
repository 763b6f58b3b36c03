"""What each screen of an edition shows: address → its declaration. The app draws these, the offline page those presented."""

from collections.abc import Callable

from briefing.html import links
from briefing.screens import (
    actions,
    baselines,
    beside,
    duties,
    funds,
    households,
    map,
    overview,
    sewage,
    sites,
    tasks,
    unit,
)
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Screen

DECLARED: dict[str, Callable[[Outlook], Screen]] = {
    "overview": overview.screen,
    "map": map.screen,
    "sites": sites.screen,
    "households": households.screen,
    "sewage": sewage.screen,
    "funds": funds.screen,
    "tasks": tasks.screen,
    "duties": duties.screen,
    "baselines": baselines.screen,
    "actions": actions.screen,
    "unit": unit.screen,
}


def screen(look: Outlook) -> Screen:
    """The screen that is looked at; where somebody can click, its numbers lead to where they come from."""
    shown = beside.SIDE_BY_SIDE[look.page](look, look.earlier) if look.earlier else DECLARED[look.page](look)
    return shown.with_html(lambda html: links.led(html, look.query)) if look.clicks else shown
