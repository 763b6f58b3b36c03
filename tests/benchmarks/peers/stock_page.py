"""Plain Streamlit that caches: the same elements and the same plotly figures, one page a screen.

SHAPES names the file that says what our screens send (see `shapes`). Served without our settings.
"""

import json
import os
from functools import partial
from pathlib import Path

import geopandas  # noqa: F401 - a page of this kind has all three loaded, and the garbage collector sees it
import pandas  # noqa: F401
import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def shapes() -> dict[str, list]:
    """What each screen sends, in order: [kind, content] pairs."""
    return json.loads(Path(os.environ["SHAPES"]).read_text(encoding="utf-8"))


@st.cache_resource(max_entries=1000)
def figure(screen: str, at: int) -> go.Figure:
    """A chart of a screen, made once."""
    return go.Figure(json.loads(shapes()[screen][at][1]))


def show(screen: str) -> None:
    """Send every element of a screen."""
    for at, (kind, content) in enumerate(shapes()[screen]):
        if kind == "html":
            st.html(content)
        elif kind == "plotly_chart":
            st.plotly_chart(figure(screen, at), theme=None, key=f"chart-{at}")
        elif kind == "page_link":
            st.page_link("https://example.invalid/", label=content)
        else:
            st.button(content, key=f"button-{at}")


def home() -> None:
    """Where the links are."""


st.set_page_config(layout="wide")
screens = [st.Page(partial(show, screen), title=screen, url_path=screen) for screen in shapes()]
st.navigation([st.Page(home, title="home", default=True), *screens], expanded=True).run()
