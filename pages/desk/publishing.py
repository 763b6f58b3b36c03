"""What publishing would change, and the button that does it."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from briefing.html import markup, upload
from briefing.ui import downloads
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.village_grades import Ungraded
from data_loaders.findings import Finding
from data_loaders.schema import VILLAGES
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import files, progress


def draw_effect(checked: Checked) -> None:
    """The numbers that would change, and what to look at before."""
    with panel("effect"):
        html(markup.panel_title("发布后会变化的数字"))
        if checked.effect is None:
            st.warning("这些数据的年度还没有计划，发布后要等计划上传才能显示。")
        else:
            html(upload.effect_table(checked.effect))
        html(upload.to_be_watched(checked.findings))
        _draw_ungraded(checked.ungraded, "village-list")


def draw_published() -> None:
    """The edition that was just published, and what its village list lacks; stays until the next file is dropped."""
    if (number := st.session_state.get("published")) and not files.any_dropped():
        st.success(f"已发布第 {number} 版，各屏几秒内更新。")
        _draw_ungraded(st.session_state.get("ungraded"), "village-list-published")


def _draw_ungraded(lacking: Ungraded | None, key: str) -> None:
    """Which figures have no villages to look at, and the village list to fill; both may be on the page at once."""
    if lacking is not None:
        st.warning(f"{lacking.finding.message}。请下载村庄名录，在「帮扶级别」列填上，和台账一起或随后交上来。")
        downloads.offer("下载村庄名录（填帮扶级别）", lacking.workbook, f"{VILLAGES.title}.xlsx", key=key)


def draw_button(
    account: Account, store: Store, drops: Sequence[Drop], form: str = "publish", example: str = "例如：9 月调度数据",
    done: Callable[[], None] | None = None, told: Callable[[Iterable[Finding]], Sequence[Finding]] = tuple,
) -> None:  # fmt: skip
    """Publish with a note, then `done`; refused when somebody else has published since the comparison was drawn.

    `told` says what was found at the last moment in the words of whoever publishes.
    """
    newest = progress.newest(store)
    # Before the button is there: whoever presses it at once ends this run, and what comes behind it would not be done.
    seen, st.session_state["compared-with"] = st.session_state.get("compared-with"), newest
    with st.form(form, border=False):
        note = st.text_input("备注", placeholder=example)
        wanted = st.form_submit_button("发布", type="primary")
    if not wanted:
        return
    if seen != newest:
        st.warning(f"您查看期间，有人发布了第 {newest} 版。上面已按新的一版重新检查和比较，请核对后再点「发布」。")
        return
    published = progress.published(account, store, drops, note)
    if published.number is None:
        found = told(published.findings)
        html(upload.verdict(found) + upload.finding_groups(found))
        return
    files.forget()
    if done:
        done()
    st.session_state["published"], st.session_state["ungraded"] = published.number, published.ungraded
    st.rerun()
