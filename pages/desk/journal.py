"""Who did what: the audit as the administrator reads it."""

import pandas as pd
import streamlit as st

from briefing.exports.worksheets import safe
from briefing.figures import theme
from data_loaders import desk
from data_loaders.accounts import Account
from data_loaders.store import Store


def draw(account: Account, store: Store) -> None:
    """All entries, newest first. The table can be saved as CSV, so no name in it may run as a formula."""
    entries = desk.entries_as(account, store)
    table = pd.DataFrame(
        {
            "时间": [theme.moment(entry.at) for entry in entries],
            "账号": [safe(entry.who) for entry in entries],
            "操作": [entry.action.value for entry in entries],
            "对象": [safe(entry.subject) for entry in entries],
            "说明": [safe(entry.detail) for entry in entries],
        }
    )
    st.dataframe(table, hide_index=True)
