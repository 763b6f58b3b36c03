"""A correction that somebody is at: the rows as they are stored, as they were left, and what was found on checking."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from briefing.html import corrections
from briefing.ui.draw import html
from briefing.ui.upload_worker import Checked
from data_loaders.delivering import retyped
from data_loaders.delivering.correcting import Edited, Part
from data_loaders.delivering.retyped import Cells, Change
from data_loaders.findings import Finding
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Edition
from pages.correcting import choosing
from pages.desk import findings

AT, TURN, REFUSED = "correcting", "correcting-turn", "correcting-refused"


@dataclass
class Work:
    """`before` are the stored rows of edition `on`, `begun` what the grid began with, `after` what it shows now."""

    part: Part
    town: str | None
    on: int
    sample: bool
    before: list[Cells]
    begun: list[Cells]
    turn: int
    villages: tuple[str, ...]
    after: list[Cells] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    checked: tuple[Edited, Checked] | None = None

    @property
    def changes(self) -> list[Change]:
        """What reads differently than it is stored."""
        return retyped.changes(self.before, self.after, self.part)


def on(account: Account, edition: Edition, part: Part) -> Work:
    """The correction of this session, begun anew when something else was chosen."""
    known = st.session_state.get(AT)
    if known is None or (known.part, known.town) != (part, account.town):
        known = st.session_state[AT] = begun(account, edition, part)
    return known


def begun(account: Account, edition: Edition, part: Part) -> Work:
    """A grid of an edition that nobody has touched, under a key of its own: a browser remembers what it typed."""
    st.session_state[TURN] = turn = st.session_state.get(TURN, 0) + 1
    cells = choosing.cells(edition, part, account.town)
    villages = choosing.villages(edition, part)
    return Work(part, account.town, edition.number, edition.sample, cells, cells, turn, villages)


def begin_anew(refused: Sequence[Finding] = ()) -> None:
    """Forget what was typed; `refused` says why, where that was not the clerk's own wish."""
    st.session_state.pop(AT, None)
    st.session_state[REFUSED] = tuple(refused)
    st.rerun()


def say_refused() -> None:
    """Why what was typed is gone, until the next thing is typed."""
    if refused := st.session_state.get(REFUSED):
        findings.draw_turned_away(refused)


def say_lost(at_work: Work) -> None:
    """What somebody else had corrected too, and that so was not taken along."""
    html(corrections.lost(at_work.lost))
