"""What changed since the meeting before, beside the files that tell it too."""

import streamlit as st

from briefing import comparison_panels, comparison_words, markup, ui
from briefing.comparison import compare
from briefing.model import Briefing


def draw(previous: Briefing, briefing: Briefing) -> None:
    """Measures at the left; villages and assignments, which have fewer rows, at the right."""
    found = compare(previous, briefing)
    left, right = st.columns([3, 2], gap="small")
    with left, ui.panel("changed-measures"):
        ui.html(markup.panel_title("指标变化", aside=f"<span>上次：{comparison_words.since(found)}</span>"))
        ui.html(comparison_panels.measures(found, briefing))
    with right, ui.panel("changed-villages"):
        ui.html(markup.panel_title("村庄变化"))
        ui.html(comparison_panels.villages(found))
        ui.html(markup.panel_title("交办事项变化"))
        ui.html(comparison_panels.actions(found))
