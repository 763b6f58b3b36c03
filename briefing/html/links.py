"""Addresses within a screen: what the reader has chosen, and one choice changed."""

import re
from collections.abc import Callable, Mapping
from html import unescape
from urllib.parse import urlencode

from markupsafe import Markup

from briefing.html.markup import text

# What a name leads to, empty for nowhere.
Leads = Callable[[str], str]


def nowhere(_name: str) -> str:
    """Where nobody can click."""
    return ""


def named(name: str, leads: Leads) -> str:
    """A name as HTML, a link where it leads anywhere."""
    return led_to(leads(name), text(name))


def led_to(address: str, html: str) -> str:
    """HTML of ours that leads to an address; empty leads nowhere."""
    return f'<a href="{text(address)}" target="_self">{html}</a>' if address else html


def address(asked: Mapping[str, str], **changes: str | None) -> str:
    """The address of this screen with some choices changed; None takes a choice out, the others stay."""
    wanted = {name: value for name, value in {**asked, **changes}.items() if value is not None}
    return f"?{urlencode(wanted)}"


EXPLAIN = "explain"  # the query parameter that opens where a number comes from
_PLACE = re.compile(f'data-{EXPLAIN}="([^"]*)"')


def explained(what: str, html: str) -> Markup:
    """HTML that leads to where a number comes from, once `led` has given it its address; until then it only stands there.

    `what` is the id of a measure, that with a unit or a day behind a space, or a village with its town.
    """
    return Markup(f'<a class="explained" data-{EXPLAIN}="{text(what)}">{html}</a>')


def led(html: str, asked: Mapping[str, str]) -> str:
    """The same HTML with the addresses of what is explained, on this screen. Words of a drop are escaped, so they make none."""

    def addressed(found: re.Match) -> str:
        return f'href="{text(address(asked, **{EXPLAIN: unescape(found[1])}))}" target="_self" title="这个数从哪来"'

    return _PLACE.sub(addressed, html)
