"""Who did what: the audit as the administrator reads it."""

import pandas as pd
import streamlit as st

from briefing import formats
from briefing.exports.workbook.worksheets import safe
from data_loaders.delivering import desk
from data_loaders.findings import in_general
from data_loaders.store.accounts import Account
from data_loaders.store.audit import Action, Entry
from data_loaders.store.editions import Store
from pages.desk.account import ROLE_WORDS

# An entry is about an account's role, an edition or a file, each told as text.
_WORDS: dict[str, str] = {str(role): words for role, words in ROLE_WORDS.items()}


def draw(account: Account, store: Store) -> None:
    """All entries, newest first. The table can be saved as CSV, so no name in it may run as a formula."""
    entries = desk.entries_as(account, store)
    table = pd.DataFrame(
        {
            "时间": [formats.moment(entry.at) for entry in entries],
            "账号": [safe(entry.who) for entry in entries],
            "操作": [entry.action.value for entry in entries],
            "对象": [safe(_WORDS.get(entry.subject, entry.subject)) for entry in entries],
            "说明": [safe(_in_words(entry)) for entry in entries],
        }
    )
    widths = {"时间": 150, "账号": 110, "操作": 130, "对象": 320}
    st.dataframe(
        table,
        hide_index=True,
        column_config={name: st.column_config.Column(width=width) for name, width in widths.items()},
    )


def _in_words(entry: Entry) -> str:
    """Why files were refused, in general; every other detail as it was kept."""
    return "；".join(map(in_general, entry.detail.split("、"))) if entry.action is Action.REFUSED else entry.detail
