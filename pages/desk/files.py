"""The files of a delivery: where they are dropped, with what the clerk has said about each."""

from dataclasses import replace
from pathlib import PurePosixPath

import streamlit as st

from briefing.ui import uploads, visitor
from data_loaders import reading
from data_loaders.delivering.intake import Drop
from data_loaders.schema import DROP_TABLES
from geo import archive
from pages.desk import progress, questions
from pages.layouts import said

# Drawings and loose parts are let in, so that the check can say what to hand in instead.
SUFFIXES = [
    "csv", "tsv", "txt", "docx", "xlsx", "xlsm", "xls", "et", "html", "htm", "parquet", "pq",
    "tab", *(suffix.removeprefix(".") for suffix in archive.SUFFIXES),
]  # fmt: skip
TITLES = {table.title: table.name for table in DROP_TABLES}


def _area() -> str:
    """The key of the drop area; another number is a new, empty one."""
    return f"files-{st.session_state.setdefault('delivery', 0)}"


def any_dropped() -> bool:
    """Whether the drop area, which may stand further below, holds a file."""
    return bool(st.session_state.get(_area()))


def dropped() -> list[Drop]:
    """The files of the drop area, with what the clerk has said about them so far."""
    files = st.file_uploader(
        "把台账文件拖到这里，可一次放多个", SUFFIXES, accept_multiple_files=True, key=_area(), help=uploads.LIMITS
    )
    if refused := uploads.DESK.told(visitor.session()):
        st.error(refused)
    drops = []
    for position, file in enumerate(files or ()):
        name = PurePosixPath(file.name.replace("\\", "/")).name
        title, day = (st.session_state.get(key(what, position, name)) for what in ("table", "day"))
        drop = Drop(name, file.getvalue(), table=TITLES.get(title or ""), as_of=day)
        answered = frozenset(questions.answers(drop).values())
        told, accepted = said.sayings(drop), said.is_accepted(drop)
        drops.append(replace(drop, confirmed=answered, said=told, accepts_layout=accepted))
    return drops


def key(what: str, position: int, name: str) -> str:
    """The key of what the clerk says about a file: `what` is table or day."""
    return f"{what}-{st.session_state['delivery']}-{position}-{reading.display_name(name)}"


def forget() -> None:
    """Drop the uploaded files and what was read of them; a new drop area appears at the next run."""
    progress.forget()
    questions.forget()
    said.forget()
    uploads.DESK.free(visitor.session())
    st.session_state["delivery"] += 1
