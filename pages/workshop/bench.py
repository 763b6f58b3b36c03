"""Choose what to make, make it with a sign of progress, hand it out one by one or as a ZIP."""

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from briefing import compose, exports, ui
from briefing.exports import labels, pictures
from briefing.exports.browser import CannotPhotograph
from briefing.model import Briefing
from briefing.screens import PRESENTED
from data_loaders.meetings import Meeting, meetings
from data_loaders.store import Store

ZIP = "application/zip"
NEXT, NOTHING = "下一次（当前版本）", "不比较"
MEETING = "meeting"
# What was made stays with the visit, for the edition and day it was made of.
MADE = "materials"
# What can be ordered: every format, the bulletin under both its names.
ORDERS = {
    "pptx": exports.FORMATS["pptx"],
    **exports.BULLETINS,
    **{name: exports.FORMATS[name] for name in ("xlsx", "html", "png", "pdf")},
}


def choose_meeting(store: Store, briefing: Briefing) -> None:
    """The edition of a 调度会, by its name: the choice goes to the address as the edition of every screen."""
    held = meetings(store)[::-1]
    if not held:
        return
    shown = next((meeting for meeting in held if meeting.edition == briefing.edition.number), NEXT)
    st.session_state[MEETING] = shown
    st.selectbox("给哪次调度会", [NEXT, *held], format_func=_meeting_words, key=MEETING, on_change=_open_meeting)


def _open_meeting() -> None:
    chosen = st.session_state[MEETING]
    ui.set_query("edition", None if chosen == NEXT else str(chosen.edition))
    ui.set_query("as_of", None)  # a meeting's edition speaks for its own newest day


def choose_previous(store: Store, briefing: Briefing) -> Briefing | None:
    """What to compare with: the edition of an earlier 调度会, the newest of them first."""
    earlier = [meeting for meeting in meetings(store) if meeting.edition < briefing.edition.number][::-1]
    if not earlier:
        st.caption("还没有更早的调度会版本可以比较；在「数据上传 · 历史版本」中可以定。")
        return None
    chosen = st.selectbox("与哪次调度会比较", [*earlier, NOTHING], format_func=_meeting_words)
    return None if chosen == NOTHING else compose.compose(store.edition(chosen.edition))


def _meeting_words(meeting: Meeting | str) -> str:
    return meeting if isinstance(meeting, str) else f"{meeting.name}（{meeting.held_on}，第 {meeting.edition} 版）"


def choose_formats() -> list[str]:
    """Names of ORDERS."""
    return st.pills(
        "材料", list(ORDERS), selection_mode="multi", default=["pptx"],
        format_func=lambda name: f"{ORDERS[name].title} {ORDERS[name].suffix}",
    )  # fmt: skip


def choose_screens(orders: Sequence[str]) -> list[str]:
    """Which screens to photograph, asked only when pictures are ordered."""
    if "png" not in orders:
        return list(PRESENTED)
    return st.multiselect("屏幕图片包括", list(PRESENTED), default=list(PRESENTED), format_func=PRESENTED.get)


def make(view: ui.View, previous: Briefing | None, orders: Sequence[str], screens: Sequence[str]) -> None:
    """Make every order; one that cannot be made says why, and the others are made all the same."""
    made: dict[str, tuple[str, bytes]] = {}
    bar = st.progress(0.0)
    for position, name in enumerate(orders):
        order = ORDERS[name]
        bar.progress(position / len(orders), f"正在制作{order.title}……")
        try:
            content = _make(name, view, previous, screens, told=partial(_tell, bar, position / len(orders)))
        except CannotPhotograph as why:
            st.warning(str(why))
            continue
        made[name] = order.file_name(view.briefing), content
    bar.empty()
    st.session_state[MADE] = (_stamp(view.briefing), made)


def _tell(bar, share: float, screen: str) -> None:
    bar.progress(share, f"已拍好：{screen}")


def _make(
    name: str, view: ui.View, previous: Briefing | None, screens: Sequence[str], *, told: Callable[[str], None]
) -> bytes:
    if name == "png":
        return pictures.zipped(pictures.photographs(view.briefing, view.land, screens, told=told))
    order = ORDERS[name]
    return order.make(view.briefing, view.land, previous if order.compares else None)


def _stamp(briefing: Briefing) -> tuple:
    return briefing.edition.number, briefing.as_of


def offer(briefing: Briefing) -> None:
    """The files made of this edition and day, one by one and together."""
    stamp, made = st.session_state.get(MADE, (None, {}))
    if stamp != _stamp(briefing) or not made:
        st.caption("选好材料后点「制作」。数字与屏幕完全一致；幻灯片里的图表和表格可以在 WPS 或 PowerPoint 里改。")
        return
    for name, (file_name, content) in made.items():
        label = f"{ORDERS[name].title}（{len(content) / 1024:,.0f} KB）"
        st.download_button(label, content, file_name, ORDERS[name].media_type, key=f"made-{name}", on_click="ignore")
    if len(made) > 1:
        together = f"{labels.file_stem(briefing, '全部材料')}.zip"
        st.download_button(
            "全部打包下载", _zipped(made), together, ZIP, key="made-all", type="primary", on_click="ignore"
        )


def _zipped(made: dict[str, tuple[str, bytes]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, file_content in made.values():
            archive.writestr(file_name, file_content)
    return content.getvalue()
