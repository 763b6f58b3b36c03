"""What the columns of an office's own ledger mean: proposed, changed and accepted once, before it is read so."""

from collections.abc import Mapping, Sequence

import streamlit as st

from briefing.html import proposed
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked
from data_loaders import reading
from data_loaders.delivering.intake import Drop
from data_loaders.schema import AS_OF
from pages.layouts import said
from pages.layouts.asked import draw_column, draw_question


def draw(drops: Sequence[Drop], checked: Checked) -> None:
    """Every file that proposed layouts explain: what is asked and doubtful, what comes out, one button."""
    for number, drop in enumerate(drops):
        shown = reading.display_name(drop.name)
        asked = [each for each in checked.layout_questions if each["file"] == shown and each["about"] != AS_OF.header]
        about = {question["sheet"] for question in asked}  # of a remembered layout only what is asked is shown
        own = [
            each
            for each in checked.layouts
            if each["file"] == shown and (not each["remembered"] or each["sheet"] in about)
        ]
        unanswered = [question for question in asked if question["suggested"] is None]
        if own:
            with panel(f"layout-{number}"):
                if said.is_accepted(drop) and not unanswered:
                    _draw_accepted(f"{number}", drop, own)
                else:
                    _draw_file(f"{number}", drop, own, asked, may_accept=not unanswered)


def _draw_accepted(key: str, drop: Drop, layouts: Sequence[Mapping]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        html(proposed.accepted(layouts))
        st.button("重新核对", key=f"again-{key}", on_click=said.take_back, args=(drop,))


def _draw_file(key: str, drop: Drop, layouts: Sequence[Mapping], asked: Sequence[Mapping], *, may_accept: bool) -> None:
    html(proposed.head(layouts[0]["file"]))
    html("".join(proposed.changed(layout, asked) for layout in layouts))
    done: set[str | None] = set()  # a question about a sheet of two tables is asked once
    for position, layout in enumerate(layouts):
        own = [question for question in asked if question["sheet"] == layout["sheet"] and layout["sheet"] not in done]
        done.add(layout["sheet"])
        _draw_layout(f"{key}-{position}", drop, layout, own, [other for other in layouts if other is not layout])
    with st.container(horizontal=True, key=f"accept-bar-{key}"):
        st.button(
            "全部接受，按此读取" if may_accept else "先回答上面的问题", disabled=not may_accept,
            key=f"accept-{key}", type="primary", on_click=said.accept, args=(drop,),
        )  # fmt: skip
        if drop.said:
            st.button("撤销改动", key=f"unsaid-{key}", on_click=said.unsay, args=(drop,))


def _draw_layout(key: str, drop: Drop, layout: Mapping, asked: Sequence[Mapping], beside: Sequence[Mapping]) -> None:
    headers = {column["header"] for column in layout["columns"]}
    for at, question in enumerate(question for question in asked if question["about"] not in headers):
        draw_question(f"{key}-{at}", drop, question, layout)
    own = [(at, column) for at, column in enumerate(layout["columns"]) if column["header"] in layout["samples"]]
    for at, column in own:
        if not column["sure"]:
            draw_column(f"{key}-{at}", drop, column, layout)
    html(proposed.rows(layout, beside))
    if any(column["sure"] for _, column in own):
        with st.expander("各列怎么读的（不对可改）", key=f"columns-{key}"):
            for at, column in own:
                if column["sure"]:
                    draw_column(f"{key}-{at}", drop, column, layout)
