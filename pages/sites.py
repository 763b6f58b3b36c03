"""Construction: which sites are late, whose are they, and why?"""

from functools import partial

import streamlit as st

from briefing import cards, lists, markup, ui
from briefing.figures import curves

with ui.frame("sites", by_town=True) as view:
    briefing = view.briefing
    choices = lists.site_choices(briefing)
    choice = ui.choose("类型", "kind", list(choices), present=view.present, segmented=True)
    sites = [site for site in view.here(briefing.sites) if site.kind in choices[choice]]
    card_column, table_column = st.columns([0.24, 0.76], gap="small")

    with card_column:
        measures = lists.site_measures(briefing, choices[choice])
        ui.html(cards.measure_cards(briefing, measures, stacked=True))
        for measure in measures[:1]:
            with ui.panel("curve"):
                aside = markup.dated(measure.snapshot, stale=measure.stale)
                ui.html(markup.panel_title("逐月进度", aside=aside))
                draw = partial(
                    curves.progress_curve,
                    measure,
                    briefing.year,
                    sizes=view.sizes,
                    room=view.room("sites_curve"),
                    narrow=True,
                )
                ui.chart(draw, view, key="sites-curve", alt=curves.progress_curve_alt(measure))

    with table_column, ui.panel("table"):
        ui.html(
            markup.panel_title(f"{choice}：共 {len(sites)} 个", aside=lists.tables_date(briefing, ["sites"]))
            + lists.site_table(sites, limit=view.rows("sites"))
        )
