"""Addresses within a screen: what the reader has chosen, and one choice changed."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from briefing.html.markup import text

# What a name leads to, empty for nowhere.
Leads = Callable[[str], str]


def nowhere(_name: str) -> str:
    """Where nobody can click."""
    return ""


def named(name: str, leads: Leads) -> str:
    """A name as HTML, a link where it leads anywhere."""
    address = leads(name)
    return f'<a href="{text(address)}" target="_self">{text(name)}</a>' if address else text(name)


def address(asked: Mapping[str, str], **changes: str | None) -> str:
    """The address of this screen with some choices changed; None takes a choice out, the others stay."""
    wanted = {name: value for name, value in {**asked, **changes}.items() if value is not None}
    return f"?{urlencode(wanted)}"
