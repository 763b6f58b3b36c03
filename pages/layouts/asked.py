"""One column or one question of a proposed layout, with the picker that answers it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from briefing.html import proposed
from briefing.ui.draw import html
from data_loaders.delivering.intake import Drop
from data_loaders.layouts.questions import LEAVE_OUT
from data_loaders.schema import TABLES, Kind
from pages.layouts import said

PLACE = "镇+村"
NAMES = frozenset({"名称", "站点名称", "项目名称"})  # may stand behind the place in one cell
WIDTHS = [5, 3, 4]  # what the file says, what it is taken for, how it is read
# What no single answer may say for all rows.
FIGURES = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


def draw_question(key: str, drop: Drop, question: Mapping, layout: Mapping) -> None:
    """One question with the answers to choose from; what may be the same in all rows can be typed."""
    options, about = list(question["options"]), question["about"]
    headers = frozenset(column["header"] for column in layout["columns"])
    ours = next((each for each in TABLES[layout["table"]].columns if each.header == about), None)
    open_kind = ours.kind if ours is not None and ours.kind not in {Kind.CHOICE, Kind.FLAG} else None
    may_say = open_kind is not None and (question["suggested"] is not None or open_kind not in FIGURES)
    asked, answer, _ = st.columns(WIDTHS, vertical_alignment="center")
    with asked:
        html(proposed.question(question))
    if open_kind and not may_say and not options:
        return  # a figure that is in no column: only the file can say it
    key = f"says-{key}-{drop.sha256[:8]}"
    index = options.index(question["suggested"]) if question["suggested"] in options else None
    if may_say and question["suggested"] and not options:
        options, index = [question["suggested"]], 0
    hint = ("选一列，或直接填写" if options else "请填写") if may_say else "请选择"
    answer.selectbox(
        "答案", options, index=index, key=key, label_visibility="collapsed", placeholder=hint, accept_new_options=may_say,
        on_change=said.answer, args=(drop, about, key, headers),
    )  # fmt: skip


def draw_column(key: str, drop: Drop, column: Mapping, layout: Mapping) -> None:
    """A source column: what stands in it, what it is taken for, how it is read."""
    name, meaning, how = st.columns(WIDTHS, vertical_alignment="center")
    with name:
        html(proposed.samples(column["header"], layout["samples"][column["header"]], sure=column["sure"]))
    titles = [each.title for each in TABLES[layout["table"]].columns]
    own = column["to"] or LEAVE_OUT
    names = [f"{PLACE}+{title}" for title in titles if title in NAMES]
    options = list(dict.fromkeys([own, *titles, PLACE, *names, LEAVE_OUT]))
    key = f"means-{key}-{drop.sha256[:8]}"
    keep: dict[str, Any] = {"key": key, "on_change": said.keep, "args": (drop, column["header"], key)}
    meaning.selectbox("这一列是", options, label_visibility="collapsed", **keep)
    with how:
        html(proposed.reading(column))
        if words := layout["words"].get(column["header"]):
            _draw_words(key, drop, column, words, layout)


def _draw_words(key: str, drop: Drop, column: Mapping, words: Mapping[str, str | None], layout: Mapping) -> None:
    """What each word of a column of choices is taken for, to be put right."""
    titles = column["to"].split("+")
    ours = next(each for each in TABLES[layout["table"]].columns if each.title in titles and each.kind is Kind.CHOICE)
    options = list(ours.choices)
    with st.popover("改词的意思"):
        for at, (word, meaning) in enumerate(words.items()):
            picked = f"{key}-word-{at}"
            index = options.index(meaning) if meaning in options else None
            st.selectbox(
                word, options, index=index, key=picked, placeholder="请选择",
                on_change=said.keep, args=(drop, f"{ours.header}:{word}", picked),
            )  # fmt: skip
