"""What the clerk says about the columns of a file, kept by its content, so that a changed file is asked about anew."""

import streamlit as st

from data_loaders.delivering.intake import Drop
from data_loaders.layouts.questions import LEAVE_OUT


def sayings(drop: Drop) -> tuple[str, ...]:
    """What the clerk has said about the columns of a file, in the words of the command line; kept by content."""
    return tuple(f"{left}={right}" for left, right in _sayings(drop).items())


def is_accepted(drop: Drop) -> bool:
    """Whether the clerk has accepted what was proposed for a file."""
    return drop.sha256 in st.session_state.get("layouts-accepted", ())


def forget() -> None:
    """Drop everything that was said."""
    for name in ("layouts-said", "layouts-accepted"):
        st.session_state.pop(name, None)


def _sayings(drop: Drop) -> dict[str, str]:
    return st.session_state.setdefault("layouts-said", {}).setdefault(drop.sha256, {})


def keep(drop: Drop, left: str, key: str) -> None:
    """What was chosen under a key is what `left` means; nothing chosen leaves it out."""
    value = st.session_state[key]
    _sayings(drop)[left] = "" if value in (None, LEAVE_OUT) else value


def answer(drop: Drop, about: str, key: str, headers: frozenset[str]) -> None:
    """The answer to a question: which source column a fact of ours is, what it is in all rows, what a word means."""
    known, value = _sayings(drop), st.session_state[key]
    for header in [header for header, meant in known.items() if header in headers and meant == about]:
        del known[header]  # what was answered before
    known.pop(f"{about}:", None)
    if value in headers:
        known[value] = about
    else:
        keep(drop, about if ":" in about else f"{about}:", key)


def unsay(drop: Drop) -> None:
    """Back to what was proposed."""
    _sayings(drop).clear()


def accept(drop: Drop) -> None:
    """Every suggestion about the columns of a file is right."""
    st.session_state.setdefault("layouts-accepted", set()).add(drop.sha256)


def take_back(drop: Drop) -> None:
    """The columns are to be looked at again."""
    st.session_state.setdefault("layouts-accepted", set()).discard(drop.sha256)
