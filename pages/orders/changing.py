"""Another template from now on, or our own look again: what the buttons of the administrator do."""

from collections.abc import Callable

import streamlit as st

from briefing.exports.stationery import Looked
from briefing.ui import session, uploads, visitor
from data_loaders.delivering import desk
from data_loaders.delivering.stationery import Stationery
from data_loaders.store.editions import Store

TURN, LOOKED = "stationeries", "stationery-looked"


def keep(store: Store, looked: Looked) -> None:
    """Use the template that was looked through."""
    _tried(desk.keep_stationery_as, store, looked.stationery)


def remove(store: Store, kind: str) -> None:
    """Our own look again."""
    _tried(desk.remove_stationery_as, store, kind)


def _tried(change: Callable[..., None], store: Store, about: Stationery | str) -> None:
    refused = session.refusal(store, lambda who: change(who, store, about))
    if refused is not None:
        st.session_state["desk-problem"] = refused
    forget()


def forget() -> None:
    """Let go of the file; a new, empty place appears at the next run."""
    uploads.DESK.free(visitor.session())
    st.session_state[TURN] += 1
    st.session_state.pop(LOOKED, None)
