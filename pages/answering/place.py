"""The place on a unit's page where its people fill in, and the office in their stead; nobody else sees more than the door."""

import streamlit as st

from briefing.html import upload
from briefing.screens.outlook import Outlook
from briefing.ui.address import set_query
from briefing.wording import owed
from data_loaders.store.accounts import Account, Capability
from data_loaders.store.editions import open_store
from pages.answering import duties, filled_in, kept, replies, tasks, unchanged
from pages.desk import login

TITLE = "填报"


def draw(look: Outlook) -> None:
    """The forms for who may fill in for the unit on screen; a unit's own people are led to it."""
    store = open_store()
    account = login.account_or_door(store, TITLE)
    if account is None or not account.may(Capability.ANSWER):
        return
    unit = look.query.get("name", "")
    if account.bound and unit != account.bound:
        _lead_home(account.bound, asked=unit)
        return
    if any(one.name == unit for one in owed.units(look.briefing)):
        _draw_forms(account, look, unit)


def _lead_home(own: str, *, asked: str) -> None:
    """Open a unit's own page for its people, or offer it where they look at another."""
    if not asked:
        set_query("name", own)
        st.rerun()
    st.button(f"到{upload.button_label(own)}的页面填报", on_click=set_query, args=("name", own))


def _draw_forms(account: Account, look: Outlook, unit: str) -> None:
    filled_in.say_done()
    own = [one for one in kept.of_unit(account, unit) if one.is_live or one.reason]
    state = kept.state_of(look, unit)
    with st.expander(f"{TITLE}（{upload.button_label(unit)}）", expanded=account.bound is not None, key=f"fill-{unit}"):
        if look.query.get("edition") or look.query.get("as_of"):
            st.info("您看的是以前的版本或日期，填报要在最新的一版上：请把上面的「版本」和「数据截至」选为“最新”。")
            return
        titles = {
            f"任务进展（{len(state.tasks)}）": tasks, "履职登记": duties, f"交办回复（{len(replies.open_items(look, unit))}）": replies,
            "本期无变化": unchanged, f"已填报（{len(own)}）": filled_in,
        }  # fmt: skip
        for tab, part in zip(st.tabs(list(titles)), titles.values(), strict=True):
            with tab:
                part.draw(look, unit, own)
