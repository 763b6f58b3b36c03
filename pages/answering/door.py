"""What somebody who only fills in for a unit finds on the upload page: the way to that unit's page."""

import streamlit as st

from briefing.html import upload
from briefing.ui.draw import link
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store


def draw(account: Account, store: Store) -> None:
    """A sentence and a link."""
    unit = account.bound or ""
    name = upload.button_label(unit)
    st.info(f"您的账号为{name}填报：任务进展、履职、交办回复和“本期无变化”都在本单位的页面上填。")
    link(f"到{name}的页面填报", "unit", {"name": unit})
