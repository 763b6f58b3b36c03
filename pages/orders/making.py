"""Make what was chosen with a sign of progress, hand it out one by one or as a ZIP."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from briefing import exports, formats
from briefing.exports.pictures import pictures
from briefing.exports.pictures.browser import CannotPhotograph
from briefing.model import Briefing
from briefing.screens.outlook import Outlook
from briefing.wording import labels
from data_loaders.store.editions import open_store
from pages.orders.catalogue import ORDERS, Wanted

ZIP = "application/zip"
# What was made stays with the visit, for the edition and day it was made of.
MADE = "materials"


def make(look: Outlook, wanted: Wanted) -> None:
    """Make every order; one that cannot be made says why, and the others are made all the same."""
    made: dict[str, tuple[str, bytes]] = {}
    bar, orders = st.progress(0.0), wanted.orders
    for position, name in enumerate(orders):
        done = position / len(orders)
        bar.progress(done, f"正在制作{ORDERS[name].title}……")
        try:
            content = _made(name, look, wanted, partial(_photographed, bar, done))
        except CannotPhotograph as why:
            st.warning(str(why))
            continue
        made[name] = ORDERS[name].file_name(look.briefing), content
    bar.empty()
    st.session_state[MADE] = (_stamp(look.briefing), made)


def _photographed(bar, done: float, screen: str) -> None:
    bar.progress(done, f"已拍好：{screen}")


def _made(name: str, look: Outlook, wanted: Wanted, told: Callable[[str], object]) -> bytes:
    if name == "png":
        return exports.zipped(pictures.named(pictures.photographs(look.briefing, look.land, wanted.screens, told=told)))
    order = ORDERS[name]
    return order.make(look.briefing, look.land, wanted.of(open_store(), name))


def _stamp(briefing: Briefing) -> tuple:
    return briefing.edition.number, briefing.as_of


def offer(briefing: Briefing) -> None:
    """The files made of this edition and day, one by one and together."""
    stamp, made = st.session_state.get(MADE, (None, {}))
    if stamp != _stamp(briefing) or not made:
        st.caption("选好材料后点「制作」。数字与屏幕完全一致；幻灯片里的图表和表格可以在 WPS 或 PowerPoint 里改。")
        return
    for name, (file_name, content) in made.items():
        label, kind = f"{ORDERS[name].title}（{formats.size(len(content))}）", ORDERS[name].media_type
        st.download_button(label, content, file_name, kind, key=f"made-{name}", on_click="ignore")
    if len(made) > 1:
        together = f"{labels.file_stem(briefing, '全部材料')}.zip"
        st.download_button(
            "全部打包下载",
            exports.zipped(dict(made.values())),
            together,
            ZIP,
            key="made-all",
            type="primary",
            on_click="ignore",
        )
