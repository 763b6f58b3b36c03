"""本期无变化: the ledgers of which a unit says that all stays as it was."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from briefing import formats
from briefing.screens.outlook import Outlook
from briefing.ui import editions
from briefing.wording import owed, silence
from data_loaders import clock
from data_loaders.delivering import answering
from data_loaders.schema import TABLES, Table
from data_loaders.store.drafts import Draft
from pages.answering import kept


@st.cache_resource(max_entries=editions.KEPT_BRIEFINGS, show_spinner=False)
def newest_days(address: str, number: int) -> dict[str, dict[str, date]]:
    """Ledger → town → the newest day for which it has spoken, in an edition."""
    return answering.newest_days(editions.by_number(address)[number])


def draw(look: Outlook, unit: str, own: Sequence[Draft]) -> None:
    """The ledgers with the day for which they were last delivered, and the new day."""
    ledgers = _ledgers(look, unit)
    if not ledgers:
        st.caption("本单位没有报过台账；任务没有变化的，在「任务进展」里勾“无变化”。")
        return
    turn = st.session_state.setdefault("filled-unchanged", 0)
    st.caption("确认以后，上期的数按新的截至日期再存一次，并注明“本期无变化”；有一个数变了的台账，请交农办上传或更正。")
    with st.form(f"unchanged-{unit}-{turn}", border=False):
        left, right = st.columns([3, 1])
        names = left.multiselect("没有变化的台账", list(ledgers), format_func=ledgers.__getitem__, key=f"unchanged-which-{unit}-{turn}", placeholder="可选几张")  # fmt: skip
        day = right.date_input("截至日期", silence.asked_day(look.briefing, clock.today()), format="YYYY-MM-DD", key=f"unchanged-day-{unit}-{turn}")  # fmt: skip
        wanted = st.form_submit_button("确认本期无变化", type="primary")
    if wanted and not names:
        st.error("请选没有变化的台账。")
    elif wanted and kept.save(look, unit, [answering.no_change(TABLES[name], day) for name in names]):
        st.session_state["filled-unchanged"] = turn + 1
        st.rerun()


def _ledgers(look: Outlook, unit: str) -> dict[str, str]:
    """Ledger by its inside name → how it is offered: a town's own, and those of which a department leads the measure."""
    newest = newest_days(editions.address(), look.briefing.edition.number)
    led = {owed.ledger_of(one) for one in look.briefing.measures if one.responsible[:1] == (unit,)}
    return {
        table.name: f"{table.title}（上次截至{formats.month_day(last)}）"
        for table in answering.UNCHANGEABLE
        if (last := _last(table, unit, newest, leads=table.name in led))
    }


def _last(table: Table, unit: str, newest: silence.Newest, *, leads: bool) -> date | None:
    """The newest day of a unit's rows, of the whole ledger where it leads."""
    days = newest[table.name]
    return days.get(unit) or (max(days.values(), default=None) if leads else None)
