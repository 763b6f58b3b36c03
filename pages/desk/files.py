"""The files of a delivery: where they are dropped, and what the clerk may say about each."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import streamlit as st

from briefing import reception, ui
from briefing.checking import Checked
from data_loaders import reading
from data_loaders.intake import Drop
from data_loaders.schema import DROP_TABLES, TABLES
from pages.desk import questions

# Drawings and loose parts are let in, so that the check can say what to hand in instead.
SUFFIXES = [
    "csv", "txt", "xlsx", "xls", "et", "parquet", "geojson", "json", "zip", "gpkg", "kml", "kmz",
    "dxf", "dwg", "shp", "shx", "dbf",
]  # fmt: skip
AUTOMATIC = "自动识别"
TITLES = {table.title: table.name for table in DROP_TABLES}
# More files than this are folded away while nothing has to be said about them.
SHOWN_FILES = 6
# What the clerk must then say, and in which of the two fields.
ASKS_TABLE = frozenset({"table_unknown", "table_ambiguous"})
ASKS_DAY = frozenset({"as_of_missing"})


def _area() -> str:
    """The key of the drop area; another number is a new, empty one."""
    return f"files-{st.session_state.setdefault('delivery', 0)}"


def any_dropped() -> bool:
    """Whether the drop area, which may stand further below, holds a file."""
    return bool(st.session_state.get(_area()))


def dropped() -> list[Drop]:
    """The files of the drop area, with what the clerk has said about them so far."""
    files = st.file_uploader("把台账文件拖到这里，可一次放多个", SUFFIXES, accept_multiple_files=True, key=_area())
    drops = []
    for position, file in enumerate(files or ()):
        name = PurePosixPath(file.name.replace("\\", "/")).name
        title, day = (st.session_state.get(_key(what, position, name)) for what in ("table", "day"))
        drop = Drop(name, file.getvalue(), table=TITLES.get(title), as_of=day)
        drops.append(replace(drop, confirmed=frozenset(questions.answers(drop).values())))
    return drops


def _key(what: str, position: int, name: str) -> str:
    return f"{what}-{st.session_state['delivery']}-{position}-{reading.display_name(name)}"


def draw_choices(drops: Sequence[Drop], checked: Checked) -> None:
    """For each file what it was taken for and for which day, both to be changed; in sight when something is asked."""
    asked = {(finding.file, finding.code) for finding in checked.findings if finding.code in ASKS_TABLE | ASKS_DAY}
    folded = len(drops) > SHOWN_FILES and not asked
    with st.expander("每个文件是什么表、截至哪天（一般不用改）") if folded else ui.panel("files"):
        for position, drop in enumerate(drops):
            codes = {code for file, code in asked if file == reading.display_name(drop.name)}
            _draw_file(position, drop, checked, codes)


def _draw_file(position: int, drop: Drop, checked: Checked, codes: set[str]) -> None:
    shown = reading.display_name(drop.name)
    found = "、".join(TABLES[name].title for name in checked.taken_for.get(shown, ()))
    automatic = f"{AUTOMATIC}：{found}" if found and not drop.table else AUTOMATIC
    name, table, day = st.columns([2, 2, 1], vertical_alignment="center")
    with name:
        ui.html(reception.file_name(shown, asked=bool(codes)))
    table.selectbox(
        "是哪张台账（请选择）" if codes & ASKS_TABLE else "是哪张台账", [AUTOMATIC, *TITLES],
        key=_key("table", position, drop.name), format_func=lambda title: automatic if title == AUTOMATIC else title,
    )  # fmt: skip
    day.date_input(
        "截至日期（请选择）" if codes & ASKS_DAY else "截至日期（文件里没有才填）", None,
        key=_key("day", position, drop.name), format="YYYY-MM-DD",
    )  # fmt: skip
