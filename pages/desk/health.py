"""How the installation is, for the administrator."""

import streamlit as st

from briefing import health, ui
from data_loaders import clock, desk
from data_loaders.accounts import Account
from data_loaders.store import Store


def draw(account: Account, store: Store) -> None:
    """Data, store and inbox, versions side by side; the last errors below."""
    found = desk.health_as(account, store, clock.today())
    left, middle, right = st.columns([5, 4, 4])
    with left, ui.panel("health-data"):
        ui.html(health.data(found))
    with middle:
        with ui.panel("health-store"):
            ui.html(health.store(found))
        with ui.panel("health-inbox"):
            ui.html(health.inbox(found))
    with right, ui.panel("health-versions"):
        ui.html(health.versions(found))
    with ui.panel("health-errors"):
        ui.html(health.errors(found))
