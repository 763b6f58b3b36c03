"""Deliver files: templates, drop, findings, effect on the numbers, publish."""

import time
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath

import streamlit as st

from briefing import compose, markup, reception, ui
from briefing.effect import Effect, effect
from briefing.plan import PlanMissing
from data_loaders import desk, reading, worker
from data_loaders.accounts import Account
from data_loaders.findings import Finding, Refused
from data_loaders.intake import Batch, Drop
from data_loaders.marked import marked_copy
from data_loaders.schema import DROP_TABLES, TABLES
from data_loaders.store import EmptyStore, Store
from data_loaders.templates import template
from pages.desk import questions

# Drawings and loose parts are let in, so that the check can say what to hand in instead.
SUFFIXES = [
    "csv", "txt", "xlsx", "xls", "et", "parquet", "geojson", "json", "zip", "gpkg", "kml", "kmz",
    "dxf", "dwg", "shp", "shx", "dbf",
]  # fmt: skip
AUTOMATIC = "自动识别"
LOOK_EVERY_SECONDS = 0.2
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(account: Account, store: Store) -> None:
    """The whole way of a delivery, top to bottom."""
    _draw_templates()
    drops = _dropped()
    if not drops:
        if turned_away := st.session_state.get("turned-away"):
            with ui.panel("findings"):
                _draw_findings(turned_away)
        return
    st.session_state.pop("published", None)
    st.session_state.pop("turned-away", None)
    batch = _examined(account, store, drops)
    if _has_personal_data(batch):
        _forget()  # nothing of the file may stay in the session, nor its name on the page
        st.session_state["turned-away"] = batch.findings
        st.rerun()
    with ui.panel("findings"):
        _draw_findings(batch.findings)
        if tables := batch.tables():
            ui.html(reception.recognised(tables))
    _offer_marked_copies(drops, batch)
    questions.draw(drops, batch)
    if batch.publishable and not batch.questions:
        _draw_effect(store, batch)
        _draw_publish(account, store, batch)


def _draw_findings(findings: Sequence[Finding]) -> None:
    ui.html(markup.panel_title("检查结果") + reception.verdict(findings))
    ui.html(reception.finding_groups(findings))


@st.cache_data(show_spinner=False)
def _template(name: str) -> bytes:
    content = BytesIO()
    template(TABLES[name]).save(content)
    return content.getvalue()


def _draw_templates() -> None:
    with st.expander("下载模板"), st.container(horizontal=True):
        for table in DROP_TABLES:
            name = f"{table.title}_模板.xlsx"
            st.download_button(
                table.title, lambda table=table: _template(table.name), name, XLSX, key=f"template-{table.name}"
            )


def _dropped() -> list[Drop]:
    """The files of the drop area, with what the clerk says about them where they do not say it themselves."""
    st.session_state.setdefault("delivery", 0)
    files = st.file_uploader(
        "把台账文件拖到这里，可一次放多个",
        SUFFIXES,
        accept_multiple_files=True,
        key=f"files-{st.session_state['delivery']}",
    )
    if not files:
        return []
    titles = {table.title: table.name for table in DROP_TABLES}
    drops = []
    with st.expander("每个文件是什么表、截至哪天（一般不用改）"):
        for position, file in enumerate(files):
            name = PurePosixPath(file.name.replace("\\", "/")).name
            shown = reading.display_name(name)
            left, right = st.columns(2)
            title = left.selectbox(f"{shown} 是", [AUTOMATIC, *titles], key=f"table-{position}-{shown}")
            day = right.date_input(f"{shown} 截至", None, key=f"day-{position}-{shown}", format="YYYY-MM-DD")
            drop = Drop(name, file.getvalue(), table=titles.get(title), as_of=day)
            drops.append(replace(drop, confirmed=frozenset(questions.answers(drop).values())))
    return drops


@st.cache_resource(show_spinner=False)
def _worker():
    return worker.start_worker()


def _examined(account: Account, store: Store, drops: Sequence[Drop]) -> Batch:
    """The batch of these files, checked once; a check under way shows that it is."""
    key = (
        account,
        _newest(store),
        tuple((drop.name, drop.sha256, drop.table, drop.as_of, drop.confirmed) for drop in drops),
    )
    known = st.session_state.get("examined")
    if known and known[0] == key:
        return known[1]
    try:
        batch = _wait(worker.examine_beside(_worker(), account, store, drops))
    except BrokenProcessPool:  # the checking process came to an end; the next check gets a new one
        _worker.clear()
        st.error("检查时中断，没有完成。请再试一次；如果总是中断，请拆分文件后上传。原有数据不受影响。")
        st.stop()
    st.session_state["examined"] = (key, batch)
    return batch


def _wait(future: Future[Batch]) -> Batch:
    """Wait with a sign of life; the check runs in a process of its own."""
    started = time.monotonic()
    bar = st.progress(0.0, "正在读取和检查……")
    while not future.done():
        seconds = time.monotonic() - started
        bar.progress(seconds / (seconds + 10), f"正在读取和检查……已用 {seconds:.0f} 秒")
        time.sleep(LOOK_EVERY_SECONDS)
    bar.empty()
    return future.result()


def _newest(store: Store) -> int:
    """The number of the newest edition, 0 before the first: what a check and a comparison hold for."""
    return max((edition.number for edition in store.editions()), default=0)


def _has_personal_data(batch: Batch) -> bool:
    return any(finding.code == "personal_data" for finding in batch.findings)


def _forget() -> None:
    """Drop the uploaded files and what was read of them; a new drop area appears at the next run."""
    st.session_state.pop("examined", None)
    questions.forget()
    st.session_state["delivery"] += 1


def _offer_marked_copies(drops: Sequence[Drop], batch: Batch) -> None:
    """For every file with findings at cells: a copy with the cells coloured."""
    with st.container(horizontal=True):
        for position, drop in enumerate(drops):
            shown = reading.display_name(drop.name)
            own = [finding for finding in batch.findings if finding.file == shown]
            if any(finding.row for finding in own):
                make = lambda drop=drop, own=own: _marked(drop, own)  # noqa: E731
                st.download_button(
                    f"下载标注副本：{shown}", make, f"{shown}_检查结果.xlsx", XLSX, key=f"marked-{position}"
                )


def _marked(drop: Drop, findings) -> bytes:
    try:
        grids = reading.read_bytes(drop.name, drop.content).grids
    except Refused:
        grids = ()
    return marked_copy(grids, findings)


def _draw_effect(store: Store, batch: Batch) -> None:
    with ui.panel("effect"):
        ui.html(markup.panel_title("发布后会变化的数字"))
        try:
            ui.html(reception.effect_table(_effect(store, batch)))
        except PlanMissing:
            st.warning("这些数据的年度还没有计划，发布后要等计划上传才能显示。")


def _effect(store: Store, batch: Batch) -> Effect:
    after = compose.compose(store.preview(batch.frames()))
    try:
        shown_now = store.edition()
    except EmptyStore:
        return effect(None, after)
    return effect(None if shown_now.sample else compose.compose(shown_now, after.as_of), after)


def _draw_publish(account: Account, store: Store, batch: Batch) -> None:
    with st.form("publish", border=False):
        note = st.text_input("备注", placeholder="例如：9 月调度数据")
        wanted = st.form_submit_button("发布", type="primary")
    newest = _newest(store)
    seen, st.session_state["compared-with"] = st.session_state.get("compared-with"), newest
    if not wanted:
        return
    if seen != newest:
        st.warning(f"您查看期间，有人发布了第 {newest} 版。上面已按新的一版重新检查和比较，请核对后再点「发布」。")
        return
    outcome = desk.publish_as(account, store, batch, note=note)
    if outcome.edition is None:
        ui.html(reception.verdict(outcome.findings) + reception.finding_groups(outcome.findings))
        return
    _forget()
    st.session_state["published"] = outcome.edition.number
    st.rerun()
