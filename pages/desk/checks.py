"""The desk's long work, done beside the server: started, waited for with a sign of life, its answer remembered."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import streamlit as st

from briefing import checking
from briefing.checking import Checked, Published
from data_loaders import worker
from data_loaders.accounts import Account
from data_loaders.findings import Finding
from data_loaders.intake import Drop
from data_loaders.store import Store

LOOK_EVERY_SECONDS = 0.2
REMEMBERED = "examined"


@st.cache_resource(show_spinner=False)
def _worker():
    return worker.start_worker()


def checked(account: Account, store: Store, drops: Sequence[Drop]) -> Checked:
    """What is to be said about these files, worked out once for the edition they would build on."""
    key = checking.key_of(account, newest(store), drops)
    known = st.session_state.get(REMEMBERED)
    if known and known[0] == key:
        return known[1]
    answer = _beside("正在读取和检查", checking.check, account, store, drops, key)
    st.session_state[REMEMBERED] = (key, answer)
    return answer


def published(account: Account, store: Store, drops: Sequence[Drop], note: str) -> Published:
    """Publish what was checked."""
    return _beside("正在发布", checking.publish, account, store, drops, st.session_state[REMEMBERED][0], note)


def marked(drop: Drop, findings: Sequence[Finding]) -> bytes:
    """A marked copy, made when it is asked for."""
    return _worker().submit(checking.marked, drop, findings).result()


def forget() -> None:
    """Drop what was worked out."""
    st.session_state.pop(REMEMBERED, None)


def newest(store: Store) -> int:
    """The number of the newest edition, 0 before the first: what a check and a comparison hold for."""
    return max((edition.number for edition in store.editions()), default=0)


def _beside(doing: str, work: Callable, *arguments: object):
    """The answer of the process beside; stops the page where that process came to an end."""
    try:
        return _wait(_worker().submit(work, *arguments), doing)
    except BrokenProcessPool:  # the next work gets a new one
        _worker.clear()
        st.error("检查时中断，没有完成。请再试一次；如果总是中断，请拆分文件后上传。原有数据不受影响。")
        st.stop()


def _wait(future: Future, doing: str):
    started = time.monotonic()
    bar = st.progress(0.0, f"{doing}……")
    while not future.done():
        seconds = time.monotonic() - started
        bar.progress(seconds / (seconds + 10), f"{doing}……已用 {seconds:.0f} 秒")
        time.sleep(LOOK_EVERY_SECONDS)
    bar.empty()
    return future.result()
