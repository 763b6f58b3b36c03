"""What the forms of a meeting offer: units, what an assignment may be about, the day, and how a thing is named."""

from datetime import date

from briefing import formats
from briefing.measures.attention import PAGES
from briefing.model import Briefing, MeasureKind
from briefing.screens.outlook import Outlook
from briefing.status import SEVERITY
from briefing.ui import session
from briefing.wording import owed
from data_loaders import clock

NOTHING = "（不关联）"


def units(briefing: Briefing) -> list[str]:
    """Everybody to whom something may be assigned."""
    return [unit.name for unit in owed.units(briefing)]


def things(briefing: Briefing) -> dict[str, str]:
    """What an assignment may be about: nothing, a measure by its id, a village."""
    measures = {one.id: f"{one.id} {one.title}" for one in briefing.measures if one.kind != MeasureKind.DUTY}
    return {"": NOTHING} | measures | {village.label: village.label for village in briefing.villages}


def stood(look: Outlook, things: dict[str, str]) -> int:
    """Where in that list what the leader stood at is: of the link, else the village or the worst measure of the screen left."""
    page, village = session.stood_at()
    own = [one for one in look.briefing.measures if PAGES.get(one.rule) == page and one.id in things]
    worst = max(own, key=lambda one: SEVERITY[one.status], default=None)
    for name in (look.query.get("about", ""), village, worst.id if worst else ""):
        if name and name in things:
            return list(things).index(name)
    return 0


def meeting_day(briefing: Briefing) -> date:
    """Today; the day of the data where somebody looks at a plan of another year."""
    today = clock.today()
    return today if today.year == briefing.year else briefing.as_of


def title_of(number: str, briefing: Briefing) -> str:
    """An assigned thing as a list names it."""
    one = next(action for action in briefing.actions if action.id == number)
    return f"{one.id} {one.item}（{one.owner}，{formats.action_due(one)}，{one.status}）"
