"""The form for a new account: a name, a role, and the unit or town that it is bound to."""

import streamlit as st

from briefing.plan import PlanMissing
from briefing.ui import editions
from briefing.wording import owed
from data_loaders.store.accounts import Account, Role
from pages.desk.account import ROLE_WORDS

DISTRICT = "（全部单位，不绑定）"


def draw() -> Account | None:
    """The form; whom it asks for once it is filled in."""
    roles = {words: role for role, words in ROLE_WORDS.items()}
    with st.form("new-account", clear_on_submit=True):
        name = st.text_input("账号（已有的会改角色和绑定）", key="new-name")
        role = st.selectbox("角色", list(roles), key="new-role")
        bound = st.selectbox(
            "绑定单位（填报员填报哪个单位；上传员选镇的，只能报、只能改本镇）",
            [DISTRICT, *units()],
            key="new-bound",
        )
        at_once = st.checkbox("填报直接发布，不等农办（只对填报员）", key="new-at-once")
        display = st.text_input("显示名（写在页脚，可不填）", key="new-display")
        wanted = st.form_submit_button("建立，并生成一次性链接", type="primary")
    if not wanted:
        return None
    place = None if bound == DISTRICT else bound
    if roles[role] is Role.REPORTER:
        return Account(name, Role.REPORTER, display=display, unit=place, at_once=at_once)
    return Account(name, roles[role], None if roles[role] is Role.ADMINISTRATOR else place, display)


def units() -> dict[str, bool]:
    """Everybody whom the newest edition knows, and whether it is a town."""
    try:
        number = editions.newest()
        briefing = editions.briefing_of(editions.address(), number, None) if number else None
    except PlanMissing:
        briefing = None
    return {unit.name: unit.name in briefing.towns for unit in owed.units(briefing)} if briefing else {}
