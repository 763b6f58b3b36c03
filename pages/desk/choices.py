"""What each file was taken for, and what the clerk may say instead."""

from collections.abc import Sequence

import streamlit as st

from briefing import formats
from briefing.html import upload
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked
from data_loaders import reading
from data_loaders.delivering.intake import Drop
from data_loaders.schema import TABLES
from pages.desk.files import TITLES, key

AUTOMATIC = "自动识别"
FOLDED = "每个文件是什么表、截至哪天（一般不用改）"
# What the clerk must then say, and in which of the two fields.
ASKS_TABLE = frozenset({"table_unknown", "table_ambiguous"})
ASKS_DAY = frozenset({"as_of_missing"})


def draw(drops: Sequence[Drop], checked: Checked) -> None:
    """For each file what it was taken for and for which day, both to be changed; folded away while nothing is asked."""
    asked = {(finding.file, finding.code) for finding in checked.findings if finding.code in ASKS_TABLE | ASKS_DAY}
    with panel("files") if asked else st.expander(_recognised(checked), key="files-folded"):
        for position, drop in enumerate(drops):
            codes = {code for file, code in asked if file == reading.display_name(drop.name)}
            _draw_file(position, drop, checked, codes)


def _recognised(checked: Checked) -> str:
    """What all files together were taken for, and where to say otherwise."""
    names = dict.fromkeys(name for taken in checked.taken_for.values() for name in taken)
    return (
        f"识别为{formats.listed([TABLES[name].title for name in names])}；不对，或要指定截至日期，点开改"
        if names
        else FOLDED
    )


def _draw_file(position: int, drop: Drop, checked: Checked, codes: set[str]) -> None:
    shown = reading.display_name(drop.name)
    found = "、".join(TABLES[name].title for name in checked.taken_for.get(shown, ()))
    automatic = f"{AUTOMATIC}：{found}" if found and not drop.table else AUTOMATIC
    name, table, day = st.columns([2, 2, 1], vertical_alignment="center")
    with name:
        html(upload.file_name(shown, asked=bool(codes)))
    table.selectbox(
        "是哪张台账（请选择）" if codes & ASKS_TABLE else "是哪张台账", [AUTOMATIC, *TITLES],
        key=key("table", position, drop.name), format_func=lambda title: automatic if title == AUTOMATIC else title,
    )  # fmt: skip
    day.date_input(
        "截至日期（请选择）" if codes & ASKS_DAY else "截至日期（文件里没有才填）", None,
        key=key("day", position, drop.name), format="YYYY-MM-DD",
    )  # fmt: skip
