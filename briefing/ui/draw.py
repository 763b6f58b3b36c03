"""Drawing with Streamlit: fragments, panels, links, and whole screens."""

from collections.abc import Mapping
from contextlib import nullcontext

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from briefing.screens.pieces import Cell, Chart, Link, Panel, Piece, Row, Screen
from briefing.ui import address


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
            _block(block)


def _block(block: Piece) -> None:
    assert not isinstance(block, Chart)  # `view` has drawn it
    if isinstance(block, Link):
        link(block.label, block.page, block.query)
    else:
        html(block)
