"""What units filled in and nobody has published: unit by unit, with what changed meanwhile, what it does, and the button."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import markup, upload
from briefing.model import Briefing
from briefing.ui import editions, session, upload_worker
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked, Published
from data_loaders.delivering import answering, desk
from data_loaders.findings import Refused, Told
from data_loaders.store.accounts import ANYBODY, Account
from data_loaders.store.editions import Edition, Overtaken, Store
from pages.answering import one_unit
from pages.desk import beside, publishing

CHECKED = "filled-checked"


def draw(account: Account, store: Store, newest: Edition, briefing: Briefing) -> None:
    """What is chosen is checked and compared at once, and published with one button."""
    waiting = answering.waiting(store)
    changed = answering.changed(store, waiting)
    with panel("filled"):
        html(markup.panel_title(f"各单位填报，待发布（{len(waiting)} 项）"))
        if not waiting:
            html(markup.calm("没有待发布的填报。单位填报以后在这里核对、发布。"))
            return
        chosen = [stamp for unit in dict.fromkeys(one.unit for one in waiting) for stamp in one_unit.draw(store, unit, waiting, changed, briefing)]  # fmt: skip
    if not chosen:
        return
    checked = _checked(account, store, newest, tuple(chosen))
    html(upload.verdict(checked.findings) + upload.finding_groups(checked.findings) if checked.findings else "")
    if checked.publishable and not checked.questions:
        publishing.draw_effect(checked)
        if st.button(f"发布选中的 {len(chosen)} 项", type="primary", key="release-filled"):
            _publish(account, store, newest, chosen)


def _checked(account: Account, store: Store, newest: Edition, chosen: tuple[str, ...]) -> Checked:
    known = st.session_state.get(CHECKED)
    if known and known[0] == (newest.number, chosen):
        return known[1]
    try:
        answer = beside.done("正在检查和比较", upload_worker.check_filled, account, store, chosen)
    except Refused as stopped:
        answer = Checked(tuple(stopped.findings), (), publishable=False, tables=(), taken_for={})
    st.session_state[CHECKED] = ((newest.number, chosen), answer)
    return answer


def _publish(account: Account, store: Store, newest: Edition, chosen: Sequence[str]) -> None:
    who = session.current(store) or ANYBODY
    try:
        outcome = desk.release_as(who, store, chosen, on=newest.number)
        published = Published(outcome.edition.number if outcome.edition else None, outcome.findings)
    except Overtaken:
        st.warning("您查看期间，有人发布了新的一版，或单位改了填报。上面已重新比较，请核对后再发布。")
        return
    except Told as problem:
        st.error(problem.told)
        return
    if published.number is None:
        html(upload.verdict(published.findings) + upload.finding_groups(published.findings))
        return
    editions.look_at.clear()
    st.session_state["published"], st.session_state["ungraded"] = published.number, None
    st.rerun()
