"""Who has not answered for a day, as one list, and for each of them the words to copy into a message."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

import streamlit as st

from briefing.html import filled, markup
from briefing.screens.outlook import Outlook
from briefing.ui import editions
from briefing.ui.draw import html, panel
from briefing.wording import owed, silence
from briefing.wording.silence import Heard
from data_loaders import clock
from data_loaders.delivering import desk
from data_loaders.delivering.answering import What
from data_loaders.store.accounts import Account
from data_loaders.store.drafts import Draft, State
from data_loaders.store.editions import Store
from pages.answering.unchanged import newest_days

# What was filled in, as the list of who is silent knows it: the table, and which of what was told names the thing.
KNOWN_AS = {What.TASK: ("tasks", "number"), What.DUTY: ("duties", "duty_id"), What.ACTION: ("actions", "number")}


def draw(account: Account, store: Store, look: Outlook) -> None:
    """The list, then a unit to remind."""
    briefing = look.briefing
    drafts = desk.drafts_as(account, store)
    with panel("silent"):
        html(markup.panel_title("还没有填报的单位"))
        day = st.date_input("截至日期", silence.asked_day(briefing, clock.today()), format="YYYY-MM-DD", key="silent-day", width=200)  # fmt: skip
        newest = newest_days(editions.address(), briefing.edition.number)
        found = silence.silent(briefing, day, newest, heard(drafts))
        waits = Counter(one.unit for one in drafts if one.state is State.WAITING)
        html(filled.silent(found, waits, day, leads=look.unit_link))
        if not found:
            return
        states = {one.name: one for one in owed.units(briefing)}
        names = {one.unit: one for one in found}
        unit = st.selectbox("提醒（复制到短信或工作群，不保存电话号码）", list(names), key="remind-unit", width=420)
        address = f"{(st.context.url or '/upload').rpartition('/')[0]}/unit?name={quote(unit)}"
        st.code(silence.reminder(names[unit], states[unit], day, address), language=None, wrap_lines=True)


def heard(drafts: Iterable[Draft]) -> Iterator[Heard]:
    """What is published or waits of what units filled in."""
    for one in (draft for draft in drafts if draft.is_live):
        waits = one.state is State.WAITING
        day = date.fromisoformat(str(one.told["as_of"])) if "as_of" in one.told else None
        if one.what == What.UNCHANGED:
            yield Heard(one.unit, str(one.told["table"]), str(one.told["table"]), day, waits)
        else:
            table, name = KNOWN_AS[What(one.what)]
            yield Heard(one.unit, table, str(one.told[name]), day, waits)
