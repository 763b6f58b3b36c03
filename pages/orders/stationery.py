"""The office's own templates, for the administrator: which are in force, another one, our own look again."""

from pathlib import PurePosixPath

import streamlit as st

from briefing import formats
from briefing.exports.stationery import Looked, looked_through
from briefing.ui import uploads
from data_loaders.delivering import desk
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused
from data_loaders.store import stationery
from data_loaders.store.accounts import Account, Capability
from data_loaders.store.editions import Store
from pages.desk import beside, findings
from pages.orders import changing

REFUSED = "stationery-refused"


def draw(account: Account, store: Store) -> None:
    """The templates in force, and the place to drop one."""
    account.require(Capability.KEEP_LAYOUTS)
    st.caption(
        "带红头的 Word（红线以上的内容保留；也可写一段“【正文】”，它前后的内容都保留）和幻灯片母版。"
        "样式和版式按名称找；缺少的用本系统的样子。通报、督办单、幻灯片从此都照它做。"
    )
    force = stationery.templates(store)
    for kind, title in stationery.TITLES.items():
        one = force.get(kind)
        st.text(f"{title}模板：{f'{one.name}（{one.who}，{formats.moment(one.at)}）' if one else '本系统的样子'}")
        if one:
            st.button(
                f"不再使用{title}模板", key=f"stationery-gone-{kind}", on_click=changing.remove, args=(store, kind)
            )
    file = st.file_uploader("把模板（.docx、.pptx）拖到这里", ["docx", "pptx", "dotx", "potx"], key=f"stationery-{st.session_state.setdefault(changing.TURN, 0)}", help=uploads.LIMITS)  # fmt: skip
    if file is None:
        st.session_state.pop(changing.LOOKED, None)
        if refused := st.session_state.get(REFUSED):
            findings.draw_turned_away(refused)
        return
    st.session_state.pop(REFUSED, None)
    _draw_looked(store, _looked(account, store, file))


def _looked(account: Account, store: Store, file) -> Looked:
    """The dropped file, looked through beside the server, once."""
    drop = Drop(PurePosixPath(file.name.replace("\\", "/")).name, file.getvalue())
    known = st.session_state.get(changing.LOOKED)
    if known is None or known[0] != drop.sha256:
        try:
            known = drop.sha256, beside.done("正在检查模板", looked_through, drop.name, drop.content)
        except Refused as stopped:
            desk.remember_refusal(account, store, [drop], stopped.findings)
            st.session_state[REFUSED] = stopped.findings
            changing.forget()
            st.rerun()
        st.session_state[changing.LOOKED] = known
    return known[1]


def _draw_looked(store: Store, looked: Looked) -> None:
    if looked.missing:
        st.warning(f"可以使用。模板里没有{'、'.join(looked.missing)}，这些用本系统的样子。")
    else:
        st.success("可以使用，需要的样式都有。")
    st.button("从现在起使用", type="primary", on_click=changing.keep, args=(store, looked))
