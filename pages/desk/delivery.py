"""Deliver files: templates, drop, findings, effect on the numbers, publish."""

from collections.abc import Sequence
from io import BytesIO

import streamlit as st

from briefing import markup, reception, ui
from briefing.checking import Checked
from data_loaders import reading
from data_loaders.accounts import Account
from data_loaders.findings import Finding
from data_loaders.intake import Drop
from data_loaders.schema import DROP_TABLES, TABLES
from data_loaders.store import Store
from data_loaders.templates import template
from pages.desk import checks, files, questions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(account: Account, store: Store) -> None:
    """The whole way of a delivery, top to bottom."""
    turned_away = st.session_state.get("turned-away")
    _draw_templates(unfolded=not turned_away and not files.any_dropped())
    drops = files.dropped()
    if not drops:
        if turned_away:
            with ui.panel("findings"):
                ui.html(markup.panel_title("检查结果") + reception.verdict(turned_away) + reception.finding_groups(turned_away))
        else:
            ui.html(reception.way())
        return
    st.session_state.pop("published", None)
    st.session_state.pop("turned-away", None)
    checked = checks.checked(account, store, drops)
    if any(finding.code == "personal_data" for finding in checked.findings):
        _forget()  # nothing of the file may stay in the session, nor its name on the page
        st.session_state["turned-away"] = checked.findings
        st.rerun()
    files.draw_choices(drops, checked)
    _draw_findings(drops, checked)
    questions.draw(drops, checked.questions)
    if checked.publishable and not checked.questions:
        _draw_effect(checked)
        _draw_publish(account, store, drops)


@st.cache_data(show_spinner=False)
def _template(name: str) -> bytes:
    content = BytesIO()
    template(TABLES[name]).save(content)
    return content.getvalue()


def _draw_templates(*, unfolded: bool) -> None:
    with st.expander("下载模板", expanded=unfolded), st.container(horizontal=True):
        for table in DROP_TABLES:
            name = f"{table.title}_模板.xlsx"
            st.download_button(table.title, lambda table=table: _template(table.name), name, XLSX, key=f"template-{table.name}")


def _draw_findings(drops: Sequence[Drop], checked: Checked) -> None:
    with ui.panel("findings"):
        ui.html(markup.panel_title("检查结果") + reception.verdict(checked.findings))
        _offer_marked_copies(drops, checked.findings)
        ui.html(reception.finding_groups(checked.findings))
        if checked.tables:
            ui.html(reception.recognised(checked.tables))


def _offer_marked_copies(drops: Sequence[Drop], findings: Sequence[Finding]) -> None:
    """For every file with findings at cells: a copy with the cells coloured."""
    with st.container(horizontal=True):
        for position, drop in enumerate(drops):
            shown = reading.display_name(drop.name)
            own = [finding for finding in findings if finding.file == shown]
            if any(finding.row for finding in own):
                make = lambda drop=drop, own=own: checks.marked(drop, own)  # noqa: E731
                st.download_button(f"下载标注副本：{reception.button_label(shown)}", make, f"{shown}_检查结果.xlsx", XLSX, key=f"marked-{position}")


def _draw_effect(checked: Checked) -> None:
    with ui.panel("effect"):
        ui.html(markup.panel_title("发布后会变化的数字"))
        if checked.effect is None:
            st.warning("这些数据的年度还没有计划，发布后要等计划上传才能显示。")
        else:
            ui.html(reception.effect_table(checked.effect))
        ui.html(reception.to_be_watched(checked.findings))


def _draw_publish(account: Account, store: Store, drops: Sequence[Drop]) -> None:
    with st.form("publish", border=False):
        note = st.text_input("备注", placeholder="例如：9 月调度数据")
        wanted = st.form_submit_button("发布", type="primary")
    newest = checks.newest(store)
    seen, st.session_state["compared-with"] = st.session_state.get("compared-with"), newest
    if not wanted:
        return
    if seen != newest:
        st.warning(f"您查看期间，有人发布了第 {newest} 版。上面已按新的一版重新检查和比较，请核对后再点「发布」。")
        return
    published = checks.published(account, store, drops, note)
    if published.number is None:
        ui.html(reception.verdict(published.findings) + reception.finding_groups(published.findings))
        return
    _forget()
    st.session_state["published"] = published.number
    st.rerun()


def _forget() -> None:
    """Drop the uploaded files and what was read of them; a new drop area appears at the next run."""
    checks.forget()
    questions.forget()
    st.session_state["delivery"] += 1
