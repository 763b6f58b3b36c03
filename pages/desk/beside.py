"""The desk's long work, done in a process beside the server and waited for with a sign of life."""

import time
from collections.abc import Callable
from concurrent.futures import Future

import streamlit as st

from briefing.ui import upload_worker
from data_loaders.delivering.worker import Crashed, Worker

LOOK_EVERY_SECONDS = 0.2


@st.cache_resource(show_spinner=False)
def worker() -> Worker:
    """The one process that all clerks share."""
    return Worker("checks", upload_worker.__name__)


def done(doing: str, work: Callable, *arguments: object):
    """The answer of the process beside; stops the page where that process came to an end."""
    try:
        return _wait(worker().submit(work, *arguments), doing)
    except Crashed:
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
