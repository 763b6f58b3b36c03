"""Make what was chosen with a sign of progress, hand it out one by one or as a ZIP."""

import io
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from briefing import formats
from briefing.exports.pictures import pictures
from briefing.exports.pictures.browser import CannotPhotograph
from briefing.model import Briefing
from briefing.screens.outlook import Outlook
from briefing.wording import labels
from pages.orders.choosing import ORDERS

ZIP = "application/zip"
# What was made stays with the visit, for the edition and day it was made of.
MADE = "materials"


def make(look: Outlook, previous: Briefing | None, orders: Sequence[str], screens: Sequence[str]) -> None:
    """Make every order; one that cannot be made says why, and the others are made all the same."""
    made: dict[str, tuple[str, bytes]] = {}
    bar = st.progress(0.0)
    for position, name in enumerate(orders):
        order = ORDERS[name]
        bar.progress(position / len(orders), f"正在制作{order.title}……")
        try:
            content = _make(name, look, previous, screens, told=partial(_tell, bar, position / len(orders)))
        except CannotPhotograph as why:
            st.warning(str(why))
            continue
        made[name] = order.file_name(look.briefing), content
    bar.empty()
    st.session_state[MADE] = (_stamp(look.briefing), made)


def _tell(bar, share: float, screen: str) -> None:
    bar.progress(share, f"已拍好：{screen}")


def _make(
    name: str, look: Outlook, previous: Briefing | None, screens: Sequence[str], *, told: Callable[[str], None]
) -> bytes:
    if name == "png":
        return pictures.zipped(pictures.photographs(look.briefing, look.land, screens, told=told))
    order = ORDERS[name]
    return order.make(look.briefing, look.land, previous if order.compares else None)


def _stamp(briefing: Briefing) -> tuple:
    return briefing.edition.number, briefing.as_of


def offer(briefing: Briefing) -> None:
    """The files made of this edition and day, one by one and together."""
    stamp, made = st.session_state.get(MADE, (None, {}))
    if stamp != _stamp(briefing) or not made:
        st.caption("选好材料后点「制作」。数字与屏幕完全一致；幻灯片里的图表和表格可以在 WPS 或 PowerPoint 里改。")
        return
    for name, (file_name, content) in made.items():
        label = f"{ORDERS[name].title}（{formats.size(len(content))}）"
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
