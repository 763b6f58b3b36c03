"""Files to download, offered in one way on every page."""

from collections.abc import Callable
from typing import Literal

import streamlit as st

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON = "application/json"


def offer(
    label: str,
    content: bytes | str | Callable[[], bytes],
    name: str,
    media_type: str = XLSX,
    *,
    key: str,
    type: Literal["primary", "secondary"] = "secondary",
) -> None:
    """A button that downloads a file; a function is called only when somebody asks for it.

    The page is not run again for it: a run forgets the files that the one before had offered, and the browser, which asks
    for the file meanwhile, would sometimes find it gone and show nothing at all.
    """
    st.download_button(label, content, name, media_type, key=key, type=type, on_click="ignore")
