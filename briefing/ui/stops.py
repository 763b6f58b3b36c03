"""What a reader is told in the place of a screen: that there is no data, or that it cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from briefing import plan
from briefing.html import markup
from briefing.ui import editions, first
from data_loaders import events
from data_loaders.store import editions as stores
from data_loaders.store.delta import StoreAway

LOOK_SECONDS = 2  # how often a projector looks for what is new


@st.fragment(run_every=LOOK_SECONDS)
def wait_for_store() -> None:
    """Draw the page anew when the store is back."""
    if not editions.look_at(editions.address()).away:
        st.rerun()


def editions_or_stop() -> dict[int, stores.Edition]:
    """Every readable edition by number; where there is none, says why in the place of the screen."""
    try:
        found = editions.by_number(editions.address())
    except stores.EmptyStore:
        found = {}
    except Exception as problem:
        events.fault("store_unreadable", problem)
        stop(
            "暂时读不到数据",
            "数据存放位置打不开。请检查 <code>DASHBOARD_STORE</code> 指向的目录或对象存储是否存在、是否有读取权限。",
            "处理后刷新本页。",
        )
    look = editions.look_at(editions.address())
    if not found and look.away:
        stop_while_away()
    if not found and look.history.damaged:
        stop("已发布的版本都无法读取", "版本记录已损坏。请从备份恢复，或联系农办。")
    if not found:
        first.offer()
    return found


class _Unreadable(Exception):
    """An edition that cannot be shown; `number` says which."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


@contextmanager
def readable(number: int) -> Iterator[None]:
    """Around whatever reads an edition: gives what goes wrong the edition's number."""
    try:
        yield
    except (plan.PlanMissing, StoreAway):
        raise
    except Exception as problem:
        events.fault("edition_unreadable", problem, edition=number)
        raise _Unreadable(number) from problem


@contextmanager
def problems_said() -> Iterator[None]:
    """Around the bar of a screen: says below it what is wrong with the edition, in the place of the screen."""
    try:
        yield
    except plan.PlanMissing as problem:
        stop(
            "这一版没有年度计划",
            f"{markup.text(problem)}",
            "请在「数据上传」的「年度计划」交上工作要点，核对、发布以后再打开本页。",
        )
    except StoreAway:
        stop_while_away()
    except _Unreadable as problem:
        stop(f"第 {problem.number} 版无法读取", "这一版的文件可能不完整。请换一个版本，或联系农办。")


def stop_while_away() -> NoReturn:
    """Say that the store is away, until it is back."""
    wait_for_store()
    stop(
        "暂时读不到数据",
        "数据存放位置现在打不开。请检查 <code>DASHBOARD_STORE</code> 指向的共享目录或对象存储。",
        "恢复后本页自动显示。",
    )


def notice(title: str, *lines: str) -> None:
    """A message in the place of a screen. Lines may hold HTML made by us, never text of a drop."""
    st.html(markup.notice(title, *lines))


def stop(title: str, *lines: str) -> NoReturn:
    """A message in the place of a screen, and nothing after it."""
    notice(title, *lines)
    st.stop()
