"""What one unit filled in and nobody has published, to be chosen or returned."""

from collections.abc import Mapping, Sequence

import streamlit as st

from briefing.html import filled, upload
from briefing.model import Briefing
from briefing.ui.draw import html
from data_loaders.store.drafts import Draft
from data_loaders.store.editions import Store
from pages.answering import returning


def draw(
    store: Store, unit: str, waiting: Sequence[Draft], changed: Mapping[str, str], briefing: Briefing
) -> list[str]:
    """A unit's drafts; what has changed meanwhile is chosen one by one, the rest together. The stamps of the chosen."""
    own = [one for one in waiting if one.unit == unit]
    plain, asked = ([one for one in own if (one.stamp in changed) is is_asked] for is_asked in (False, True))
    chosen = []
    with st.container(border=True, key=f"filled-{unit}"):
        if plain and st.checkbox(
            f"发布{upload.button_label(unit)}的 {len(plain)} 项", value=True, key=f"release-{unit}"
        ):
            chosen += [one.stamp for one in plain]
        html(filled.listed(plain, briefing))
        for one in asked:
            html(filled.listed([one], briefing, changed))
            if st.checkbox("核对过了，仍按这条填报发布", value=False, key=f"release-{one.stamp}"):
                chosen.append(one.stamp)
        returning.draw(store, unit, own, briefing)
    return chosen
