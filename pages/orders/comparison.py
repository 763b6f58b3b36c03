"""What changed since the meeting before, beside the files that tell it too."""

import streamlit as st

from briefing.html import comparison, markup
from briefing.measures.comparison import compare
from briefing.model import Briefing
from briefing.ui.draw import html, panel
from briefing.wording import comparison as comparison_words


def draw(previous: Briefing, briefing: Briefing) -> None:
    """Measures at the left; villages and assignments, which have fewer rows, at the right."""
    found = compare(previous, briefing)
    left, right = st.columns([3, 2], gap="small")
    with left, panel("changed-measures"):
        html(markup.panel_title("指标变化", aside=f"<span>上次：{comparison_words.since(found)}</span>"))
        html(comparison.measures(found, briefing))
    with right, panel("changed-villages"):
        html(markup.panel_title("村庄变化"))
        html(comparison.villages(found))
        html(markup.panel_title("交办事项变化"))
        html(comparison.actions(found))
