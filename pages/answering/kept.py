"""What a unit has filled in so far, and keeping what it fills in now."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import upload
from briefing.screens.outlook import Outlook
from briefing.ui import editions, session
from briefing.ui.draw import html
from briefing.wording import owed
from briefing.wording.owed import UnitState
from data_loaders.delivering import desk
from data_loaders.delivering.answering import Filled
from data_loaders.findings import Told
from data_loaders.store.accounts import ANYBODY, Account
from data_loaders.store.drafts import Draft
from data_loaders.store.editions import open_store

DONE, CHANGED = "filled-done", "filled-changed"


def of_unit(account: Account, unit: str) -> list[Draft]:
    """What was filled in for a unit, newest first, each thing once."""
    own = [one for one in desk.drafts_as(account, open_store()) if one.unit == unit]
    return list({(one.what, one.thing): one for one in own}.values())[::-1]


def state_of(look: Outlook, unit: str) -> UnitState:
    """What a unit owes; nothing where nobody knows the unit."""
    return next((one for one in owed.units(look.briefing) if one.name == unit), UnitState(unit))


def save(look: Outlook, unit: str, things: Sequence[Filled]) -> bool:
    """Keep what was filled in; says why where it is not kept."""
    st.session_state.pop(DONE, None)
    account = session.current(open_store()) or ANYBODY
    try:
        saved = desk.fill_in_as(account, open_store(), unit, things, on=look.briefing.edition.number)
    except Told as problem:
        st.error(problem.told)
        return False
    if saved.findings:
        html(upload.verdict(saved.findings) + upload.finding_groups(saved.findings))
    if not saved.stamps:
        return False
    published = saved.outcome.edition if saved.outcome else None
    if published:
        editions.look_at.clear()
    st.session_state[DONE] = (
        f"已发布第 {published.number} 版（{len(things)} 项）。" if published
        else f"已保存 {len(things)} 项，待农办发布；发布以前可以在「已填报」里撤回，也可以重新填。"
    )  # fmt: skip
    st.session_state[CHANGED] = saved.changed
    return True
