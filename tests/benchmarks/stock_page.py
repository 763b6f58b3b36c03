"""The bare stock page that everything is measured against: plain Streamlit, the same elements, the same plotly bytes.

It does what most pages do: it builds its figures on each run and caches nothing but the file it read. `?screen=funds`
draws what our screen of that name sends (see `shapes`); SHAPES names the file. Served without our settings.
"""

import json
import os
from pathlib import Path

import geopandas  # noqa: F401 - a page of this kind has all three loaded, and the garbage collector sees it
import pandas  # noqa: F401
import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def shapes() -> dict[str, list]:
    """What each screen sends, in order: [kind, content] pairs."""
    return json.loads(Path(os.environ["SHAPES"]).read_text(encoding="utf-8"))


st.set_page_config(layout="wide")
for at, (kind, content) in enumerate(shapes()[st.query_params.get("screen", "overview")]):
    if kind == "html":
        st.html(content)
    elif kind == "plotly_chart":
        st.plotly_chart(go.Figure(json.loads(content)), theme=None, key=f"chart-{at}")
    elif kind == "page_link":
        st.page_link("https://example.invalid/", label=content)
    else:
        st.button(content, key=f"button-{at}")
