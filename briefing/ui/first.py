"""The first look at an empty store: load the sample by a button, or log in and upload."""

import subprocess
import sys
from typing import NoReturn

import streamlit as st

from briefing.html import markup
from briefing.ui import draw, editions, session, visitor
from data_loaders.store.accounts import Capability
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import open_store

THIS_MACHINE = "127.0.0.1"
# A process of its own, as `start.py` and the command line load it: what reads files may take memory and time.
LOAD = (sys.executable, "-m", "sample_data")
LOADING_SECONDS = 600


def offer() -> NoReturn:
    """What can be done, in the place of a screen; the sample is loaded by this machine itself or by an administrator."""
    may_load = visitor.address() == THIS_MACHINE or _is_administrator()
    first = "可以先载入一套示例数据看看：都是编造的，每个画面都有标记，第一次发布正式数据后不再显示。"
    st.html(
        markup.notice(
            "还没有发布任何数据",
            first if may_load else "登录后上传台账；要先看示例数据，请管理员登录，或在装这个看板的机器上打开本页。",
            "手头有台账的，登录后直接上传；别的地方用，先在「年度计划」交本地的工作要点或实施方案。",
        )
    )
    with st.container(key="first", horizontal=True, horizontal_alignment="center"):
        if may_load and st.button("载入示例数据", type="primary", key="load-sample"):
            _load()
        draw.link("登录并上传台账", "upload", {})
    st.stop()


def _is_administrator() -> bool:
    try:
        account = session.current(open_store())
    except (StoreAway, Damaged):
        return False
    return account is not None and account.may(Capability.KEEP_ACCOUNTS)


def _load() -> None:
    with st.spinner("正在载入示例数据，约半分钟……"):
        try:
            told = subprocess.run(
                LOAD, capture_output=True, timeout=LOADING_SECONDS, encoding="utf-8", errors="replace"
            )
        except (OSError, subprocess.SubprocessError):
            st.error("示例数据没有载入：读文件的程序没有结束。请再点一次，或请管理员看运行记录。")
            return
    if told.returncode:
        st.error("示例数据没有载入。原因：" + (told.stderr.strip().rpartition("\n")[2] or "不明，请管理员看运行记录。"))
        return
    editions.look_at.clear()
    st.rerun()
