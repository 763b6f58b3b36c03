"""Who did what: the audit as the administrator reads it."""

import pandas as pd
import streamlit as st

from briefing import formats
from briefing.exports.workbook.worksheets import safe
from data_loaders.delivering import desk
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store


def draw(account: Account, store: Store) -> None:
    """All entries, newest first. The table can be saved as CSV, so no name in it may run as a formula."""
    entries = desk.entries_as(account, store)
    table = pd.DataFrame(
        {
            "时间": [formats.moment(at) for at, *_ in entries],
            "账号": [safe(who) for _, who, *_ in entries],
            "操作": [act for _, _, act, _ in entries],
            "做了什么": [safe(sentence) for *_, sentence in entries],
        }
    )
    widths = {"时间": 150, "账号": 110, "操作": 130}
    st.dataframe(
        table,
        hide_index=True,
        column_config={name: st.column_config.Column(width=width) for name, width in widths.items()},
    )
