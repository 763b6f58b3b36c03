"""The screens as HTML fragments of 1920×1080, composed from the same pieces as the pages of the app.

A page of the app draws with Streamlit and lets readers choose; here every choice that is worth taking along is drawn
and switched in the browser. May import: `model`, `land`, `markup`, `screens`; of exports: all named screen_….
"""

from typing import NamedTuple

import plotly.graph_objects as go

from briefing import markup
from briefing.exports import screen_lists, screen_works
from briefing.exports.screen_pieces import Canvas, block
from briefing.land import Land
from briefing.model import Briefing
from briefing.screens import PRESENTED

DRAWERS = {
    "overview": screen_works.overview,
    "map": screen_works.map,
    "sites": screen_works.sites,
    "households": screen_works.households,
    "sewage": screen_works.sewage,
    "funds": screen_lists.funds,
    "tasks": screen_lists.tasks,
    "duties": screen_lists.duties,
    "baselines": screen_lists.baselines,
    "actions": screen_lists.actions,
}


class Screen(NamedTuple):
    """One screen: its address, its title, its HTML, and the figures that its places for charts name."""

    name: str
    title: str
    html: str
    figures: dict[str, go.Figure]


def screens(briefing: Briefing, land: Land) -> list[Screen]:
    """All screens of an edition, in briefing order."""
    return [_screen(name, briefing, land) for name in PRESENTED]


def _screen(name: str, briefing: Briefing, land: Land) -> Screen:
    canvas = Canvas(briefing, land)
    body = DRAWERS[name](canvas)
    title = (
        f"{briefing.title} · {briefing.year} 年工作调度"
        if name == "overview"
        else f"{PRESENTED[name]} · {briefing.year} 年"
    )
    sentence = briefing.headlines.get(name, briefing.headline)
    head = block(markup.title_row(title, briefing) + markup.headline(sentence))
    return Screen(name, PRESENTED[name], head + body + block(markup.footer(briefing)), canvas.figures)
