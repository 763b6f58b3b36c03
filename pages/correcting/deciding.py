"""What a correction changes, why, what the checks and the numbers say of it, and the button that publishes it."""

import streamlit as st

from briefing.html import corrections, markup, upload
from briefing.ui import upload_worker
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked, Published
from data_loaders.delivering import retyped
from data_loaders.delivering.correcting import Edited
from data_loaders.findings import Refused
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Overtaken, Store
from pages.correcting import work
from pages.correcting.work import Work
from pages.desk import beside, publishing


def draw(account: Account, store: Store, at_work: Work) -> None:
    """Old and new values, the reason, then the check, then the button."""
    st.session_state.pop(work.REFUSED, None)
    with panel("corrections"):
        html(corrections.changes(at_work.changes))
        work.say_lost(at_work)
        with st.form(f"correct-why-{at_work.turn}", border=False):
            reason = st.text_input("更正原因", placeholder="例如：抄错一行，以镇报表为准", max_chars=120)
            wanted = st.form_submit_button("检查更正", type="primary")
    if wanted and not reason.strip():
        st.error("请填写更正原因，会和改前改后的数一起留档")
        return
    edited = retyped.edited(at_work.part, at_work.on, at_work.after, reason, sample=at_work.sample)
    if wanted:
        at_work.checked = (edited, _checked(account, store, edited))
    if at_work.checked is None:
        return
    if at_work.checked[0] != edited:
        st.info("检查以后又改过，请再点「检查更正」")
        return
    _draw_checked(account, store, at_work, *at_work.checked)


def _checked(account: Account, store: Store, edited: Edited):
    try:
        answer = beside.done("正在检查", upload_worker.check_edited, account, store, edited)
    except Overtaken:
        st.rerun()
    except Refused as stopped:
        answer = Checked(tuple(stopped.findings), (), publishable=False, tables=(), taken_for={})
    if any(finding.code == "personal_data" for finding in answer.findings):
        beside.worker().forget()
        work.begin_anew(answer.findings)
    return answer


def _draw_checked(account: Account, store: Store, at_work: Work, edited: Edited, checked: Checked) -> None:
    if checked.findings:
        with panel("findings"):
            html(markup.panel_title("检查结果") + upload.verdict(checked.findings))
            html(upload.finding_groups(checked.findings))
    if not checked.publishable or checked.questions:
        return
    publishing.draw_effect(checked)
    if not st.button("发布更正", type="primary", key=f"correct-publish-{at_work.turn}"):
        return
    try:
        published = beside.done("正在发布", upload_worker.publish_edited, account, store, edited)
    except Overtaken:
        st.rerun()  # the page then says who was first
    except Refused as stopped:
        published = Published(None, tuple(stopped.findings))
    if published.number is None:
        html(upload.verdict(published.findings) + upload.finding_groups(published.findings))
        return
    st.session_state["published"], st.session_state["ungraded"] = published.number, published.ungraded
    work.begin_anew()
