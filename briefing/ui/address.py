"""Choices that live in the address, so that a link reproduces the view."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from briefing.figures import theme
from briefing.screens.pieces import Choice


def choose(choice: Choice) -> None:
    """Draw a choice as a row of buttons or as a box; what the reader chooses goes to the address.

    Streamlit's own bind="query-params" forgets the value when the reader goes to another page (1.67), so the
    address is the truth here: it is read before the widget is drawn and written when the reader chooses.
    """
    st.session_state[choice.name] = choice.chosen
    keep: dict[str, Any] = {
        "key": choice.name,
        "on_change": _keep,
        "args": (choice.name, choice.options[0]),
        "format_func": choice.said,
    }
    if choice.segmented:
        st.segmented_control(choice.label, choice.options, label_visibility="collapsed", required=True, **keep)
    else:
        st.selectbox(choice.label, choice.options, width=theme.PICKER_WIDTHS[choice.name], **keep)


def pick(label: str, name: str, options: Sequence[str], *, present: bool, **looks: Any) -> str:
    """What the address says of a choice, drawn as a box where somebody sits at a desk."""
    choice = Choice.of(st.query_params, label, name, options, **looks)
    if not present:
        choose(choice)
    return choice.chosen


def _keep(name: str, default: str) -> None:
    """Write a choice to the address; the default stays out of it."""
    set_query(name, None if st.session_state[name] == default else st.session_state[name])


def set_query(name: str, value: str | None) -> None:
    """Put a value in the address, or take it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def valid_day(value: str | None) -> str | None:
    """A day that a link asks for, though no snapshot falls on it; None when it is no day."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def asked(*names: str) -> dict[str, str]:
    """Those of some query parameters that the address holds."""
    return {name: st.query_params[name] for name in names if name in st.query_params}
