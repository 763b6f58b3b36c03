"""Unit: what does one unit owe now, by which clause, and how does it report that it is done?"""

from briefing.screens.outlook import Outlook
from briefing.ui.frame import show
from pages.answering import place
from pages.orders import order


def at_desk(look: Outlook) -> None:
    """What its people fill in, and the paper that it was sent."""
    place.draw(look)
    order.offer(look)


show("unit", at_desk=at_desk)
