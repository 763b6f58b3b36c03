"""The layouts that were confirmed: what they read, where they were used; renamed, deleted, taken along as a file."""

import json

import streamlit as st

from briefing import formats
from briefing.html import upload
from briefing.ui import downloads, session
from briefing.ui.draw import html
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from data_loaders.store.layouts import Kept


def draw(account: Account, store: Store) -> None:
    """Every layout in force with what may be done to it."""
    found = desk.layouts_as(account, store)
    if not found:
        st.info("还没有版式。上传表头不同的台账，接受提出的读法并发布以后，会记在这里。")
    for position, (kept, editions) in enumerate(found):
        with st.container(key=f"layout-{position}", border=True, horizontal=True, vertical_alignment="center"):
            html(upload.layout_row(kept.name, kept.plain, kept.by, formats.moment(kept.at), editions))
            _draw_actions(store, kept, position)


def _draw_actions(store: Store, kept: Kept, position: int) -> None:
    text = json.dumps(kept.plain, ensure_ascii=False, indent=2)
    downloads.offer("导出", text, f"{kept.name}.json", downloads.JSON, key=f"layout-file-{position}")
    with st.popover("改名"), st.form(f"layout-name-{position}", border=False):
        key = f"layout-renamed-{position}-{kept.name}"
        st.text_input("新名称", kept.name, key=key)
        st.form_submit_button("确定", on_click=_change, args=(desk.rename_layout_as, store, kept.name, key))
    with st.popover("删除"):
        html(upload.layout_gone(kept.name))
        st.button(
            "确定删除", key=f"layout-gone-{position}", on_click=_change, args=(desk.remove_layout_as, store, kept.name)
        )


def _change(change, store: Store, name: str, key: str | None = None) -> None:
    arguments = [name] if key is None else [name, st.session_state[key]]
    refused = session.refusal(store, lambda who: change(who, store, *arguments))
    if refused is not None:
        st.session_state["desk-problem"] = refused
