"""What only a person can know about a file: asked at the desk, answered before it can be published."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from briefing.html import upload
from briefing.ui.draw import html, panel
from data_loaders import reading
from data_loaders.checking.questions import answers as possible_answers
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Finding


def answers(drop: Drop) -> dict[str, str]:
    """What the clerk has answered about a file: question → answer. Kept by content, so a changed file is asked anew."""
    return st.session_state.setdefault("answers", {}).setdefault(drop.sha256, {})


def forget() -> None:
    """Drop all answers."""
    st.session_state.pop("answers", None)


def draw(drops: Sequence[Drop], asked: Sequence[Finding]) -> None:
    """Every open question with its answers to choose from, and a way back for what has been answered."""
    # The browser remembers what was chosen under a key, so a question asked again needs another one.
    times = st.session_state.setdefault("asked-again", 0)
    for position, drop in enumerate(drops):
        own = [finding for finding in asked if finding.file == reading.display_name(drop.name)]
        if not own and not drop.confirmed:
            continue
        with panel(f"questions-{position}"):
            html(upload.questions(own, drop.confirmed, reading.display_name(drop.name)))
            for finding in own:
                choices = possible_answers(finding)
                key = f"answer-{position}-{finding.code}-{times}"
                keep: dict[str, Any] = {"key": key, "on_change": _keep, "args": (drop, finding.code, key)}
                # The label is markdown, so nothing that comes from a file may stand in it.
                st.radio(
                    "核实后选择",
                    list(choices),
                    index=None,
                    format_func=choices.get,
                    label_visibility="collapsed",
                    **keep,
                )
            if drop.confirmed and st.button("重新核实", key=f"ask-again-{position}"):
                answers(drop).clear()
                st.session_state["asked-again"] += 1
                st.rerun()


def _keep(drop: Drop, question: str, key: str) -> None:
    answers(drop)[question] = st.session_state[key]
