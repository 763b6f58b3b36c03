"""Drawing with Streamlit: fragments, panels, links, charts, and whole screens."""

from collections.abc import Mapping
from contextlib import nullcontext

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from briefing.html import links
from briefing.screens.pieces import Cell, Chart, Link, Panel, Piece, Row, Screen
from briefing.ui import address

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


def html(fragment: str) -> None:
    """A fragment made by `briefing.html`, which escapes what comes from drops."""
    if fragment:
        st.html(fragment)


def link(label: str, page: str, query: Mapping[str, str]) -> None:
    """A link to a screen as it shows with these query parameters."""
    try:
        st.page_link(f"pages/{page}.py", label=label, query_params=dict(query))
    except StreamlitPageNotFoundError:
        st.text(label)  # the page was opened as a script of its own: there is nowhere else to go


def panel(name: str):
    """A white panel; ui.css styles it by its key."""
    return st.container(key=f"panel-{name}")


def chart(piece: Chart, *, present: bool) -> None:
    """A figure in its own look: theme=None, so that screen, export and test show the same picture."""

    def remember() -> None:
        points = st.session_state[piece.key].selection.points
        if points and piece.remembers:
            address.set_query(piece.remembers, str(points[0]["customdata"]) or None)  # beside the land: nothing chosen
        places = [str(points[0].get(axis))[:10] for axis in "xy"] if points else []
        if what := next((piece.explains[place] for place in places if place in piece.explains), None):
            address.set_query(links.EXPLAIN, what)

    is_clicked = bool(piece.remembers or piece.explains) and not present

    st.plotly_chart(
        piece.figure,
        theme=None,
        config=CHART_CONFIG | ({"scrollZoom": True, "doubleClick": "reset"} if piece.zooms and not present else {}),
        key=piece.key,
        alt=piece.alt,
        width="content" if present else "stretch",
        height="content" if present else "stretch",
        on_select=remember if is_clicked else "ignore",
        selection_mode="points",
    )


def screen(shown: Screen, *, present: bool) -> None:
    """A declared screen: its choices, which a projector does not show, then row below row."""
    if not present:
        with st.container(key=shown.bar, horizontal=True, vertical_alignment="center") if shown.bar else nullcontext():
            for choice in shown.choices:
                address.choose(choice)
    for row in shown.rows:
        if isinstance(row, Row):
            for column, cells in zip(st.columns(row.shares, gap="small"), row.columns, strict=True):
                with column:
                    for cell in cells:
                        _cell(cell, present=present)
        else:
            _cell(row, present=present)


def _cell(cell: Cell, *, present: bool) -> None:
    if isinstance(cell, str):
        html(cell)
    else:
        panelled(cell, present=present)


def panelled(cell: Panel, *, present: bool = False) -> None:
    """A declared panel."""
    with panel(cell.key):
        if cell.choice and not present:
            address.choose(cell.choice)
        for block in cell.blocks:
            _block(block, present=present)


def _block(block: Piece, *, present: bool) -> None:
    if isinstance(block, Chart):
        chart(block, present=present)
    elif isinstance(block, Link):
        link(block.label, block.page, block.query)
    else:
        html(block)
