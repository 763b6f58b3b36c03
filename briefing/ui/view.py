"""The screens, each made once for all who look at the same."""

from datetime import date

import streamlit as st

from briefing.screens import presented
from briefing.screens.drawn import drawn
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Screen
from briefing.ui import editions

KEPT_SCREENS = editions.KEPT_BRIEFINGS * 10  # every screen of as many briefings


def screen(look: Outlook) -> Screen:
    """The screen that is looked at, made by its first viewer; nobody changes it afterwards.

    It is kept by the whole query, so by all that narrows a view.
    """
    edition, choices = look.briefing.edition.number, tuple(sorted(look.query.items()))
    return _screen(editions.address(), edition, look.briefing.as_of, look.page, choices, look)


@st.cache_resource(max_entries=KEPT_SCREENS, show_spinner=False)
def _screen(
    address: str, number: int, as_of: date, page: str, choices: tuple[tuple[str, str], ...], _look: Outlook
) -> Screen:
    return made(_look)


def made(look: Outlook) -> Screen:
    """A screen as it is shown: HTML alone, its charts drawn."""
    return drawn(presented.screen(look), look)
