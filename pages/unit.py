"""Unit: what does one unit owe now, by which clause, and how does it report that it is done?"""

from briefing.ui.frame import show
from pages.orders import order

show("unit", at_desk=order.offer)
