"""What was worked out about the files of a delivery, remembered for as long as it holds."""

from collections.abc import Sequence

import streamlit as st

from briefing.ui import upload_worker
from briefing.ui.upload_worker import Checked, Published
from data_loaders.delivering import desk
from data_loaders.delivering.annotated_copy import marked_copy
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Finding, Refused
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import beside

REMEMBERED = "examined"


def checked(account: Account, store: Store, drops: Sequence[Drop]) -> Checked:
    """What is to be said about these files, worked out once for the edition they would build on."""
    key = upload_worker.key_of(account, newest(store), drops)
    known = st.session_state.get(REMEMBERED)
    if known and known[0] == key:
        return known[1]
    try:
        answer = beside.done("正在读取和检查", upload_worker.check, account, store, drops, key)
    except Refused as stopped:  # a file that took too much
        desk.remember_refusal(account, store, drops, stopped.findings)
        answer = Checked(tuple(stopped.findings), (), publishable=False, tables=(), taken_for={})
    if any(finding.code == "personal_data" for finding in answer.findings):
        beside.worker().forget()
    st.session_state[REMEMBERED] = (key, answer)
    return answer


def published(account: Account, store: Store, drops: Sequence[Drop], note: str) -> Published:
    """Publish what was checked."""
    try:
        return beside.done(
            "正在发布", upload_worker.publish, account, store, drops, st.session_state[REMEMBERED][0], note
        )
    except Refused as stopped:
        return Published(None, tuple(stopped.findings))


def marked(drop: Drop, findings: Sequence[Finding]) -> bytes:
    """A marked copy, made when it is asked for; only the list of findings of a file that took too much."""
    try:
        return beside.worker().submit(upload_worker.marked, drop, findings).result()
    except Refused:
        return marked_copy((), findings)


def forget() -> None:
    """Drop what was worked out."""
    st.session_state.pop(REMEMBERED, None)


def newest(store: Store) -> int:
    """The number of the newest edition, 0 before the first: what a check and a comparison hold for."""
    return max((edition.number for edition in store.editions()), default=0)
