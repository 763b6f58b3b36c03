"""What the columns of an office's own ledger mean: proposed, changed and accepted once, before it is read so."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from briefing.html import upload
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked
from data_loaders import reading
from data_loaders.delivering.intake import Drop
from data_loaders.layouts.questions import LEAVE_OUT
from data_loaders.schema import TABLES
from pages.desk import said

PLACE = "镇+村"
NAMES = frozenset({"名称", "站点名称", "项目名称"})  # may stand behind the place in one cell


def draw(drops: Sequence[Drop], checked: Checked) -> None:
    """Every sheet that a proposed layout explains: its columns with samples, its questions, what comes out, one button."""
    for number, drop in enumerate(drops):
        shown = reading.display_name(drop.name)
        for position, layout in enumerate(own for own in checked.layouts if own["file"] == shown):
            asked = [q for q in checked.layout_questions if (q["file"], q["sheet"]) == (shown, layout["sheet"])]
            with panel(f"layout-{number}-{position}"):
                _draw_layout(f"{number}-{position}", drop, layout, asked)


def _draw_layout(key: str, drop: Drop, layout: Mapping, asked: Sequence[Mapping]) -> None:
    answerless = [question for question in asked if question["suggested"] is None]
    html(upload.layout_head(layout, len(answerless)))
    headers = {column["header"] for column in layout["columns"]}
    for at, question in enumerate(question for question in asked if question["about"] not in headers):
        _draw_question(f"{key}-{at}", drop, question, headers)
    titles = [column.title for column in TABLES[layout["table"]].columns]
    own = [] if said.is_accepted(drop) else layout["columns"]
    for at, column in enumerate(own):
        if column["header"] in layout["samples"]:
            _draw_column(f"{key}-{at}", drop, column, layout["samples"][column["header"]], titles)
    html(upload.first_rows(layout["rows"], layout["count"], layout["totals"]))
    if said.is_accepted(drop):
        st.success("已接受这种读法，请看下面的检查结果。")
        st.button("重新核对", key=f"again-{key}", on_click=said.take_back, args=(drop,))
    else:
        st.button("全部接受，按此读取", key=f"accept-{key}", type="primary", on_click=said.accept, args=(drop,))


def _draw_column(key: str, drop: Drop, column: Mapping, samples: Sequence[str], titles: Sequence[str]) -> None:
    name, meaning, _ = st.columns([2, 2, 1], vertical_alignment="center")
    with name:
        html(upload.column_samples(column["header"], samples, sure=column["sure"]))
    own = column["to"] or LEAVE_OUT
    names = [f"{PLACE}+{title}" for title in titles if title in NAMES]
    options = list(dict.fromkeys([own, *titles, PLACE, *names, LEAVE_OUT]))
    key = f"means-{key}-{drop.sha256[:8]}"
    keep: dict[str, Any] = {"key": key, "on_change": said.keep, "args": (drop, column["header"], key)}
    meaning.selectbox("这一列是", options, label_visibility="collapsed", **keep)


def _draw_question(key: str, drop: Drop, question: Mapping, headers: set[str]) -> None:
    html(upload.layout_question(question))
    options, about = list(question["options"]), question["about"]
    key = f"says-{key}-{drop.sha256[:8]}"
    index = options.index(question["suggested"]) if question["suggested"] in options else None
    if not options:
        st.text_input("答案", key=key, label_visibility="collapsed", on_change=said.keep, args=(drop, f"{about}:", key))
        return
    is_column = set(options) <= headers
    keep: dict[str, Any] = {
        "on_change": said.keep_column if is_column else said.keep,
        "args": (drop, about if is_column or ":" in about else f"{about}:", key),
    }
    st.selectbox("答案", options, index=index, key=key, label_visibility="collapsed", placeholder="请选择", **keep)
