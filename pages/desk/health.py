"""How the installation is, for the administrator."""

import streamlit as st

from briefing.html import installation
from briefing.ui.draw import html, panel
from data_loaders import clock
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store


def draw(account: Account, store: Store) -> None:
    """Data, store and inbox, versions side by side; the last errors below."""
    found = desk.health_as(account, store, clock.today())
    left, middle, right = st.columns([5, 4, 4])
    with left, panel("health-data"):
        html(installation.data(found))
    with middle:
        with panel("health-store"):
            html(installation.store(found))
        with panel("health-inbox"):
            html(installation.inbox(found))
    with right, panel("health-versions"):
        html(installation.versions(found))
    with panel("health-errors"):
        html(installation.errors(found))
