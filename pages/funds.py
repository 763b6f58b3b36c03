"""Funds: is the money leaving as fast as the law wants, and where does it stick?"""

from functools import partial

import streamlit as st

from briefing import cards, lists, markup, ui
from briefing.figures import bars, curves

with ui.frame("funds", by_town=True) as view:
    briefing, funds = view.briefing, view.briefing.funds
    aside = markup.dated(funds.snapshot, stale=funds.stale)
    ui.html(cards.tiles(cards.fund_tiles(briefing)))
    curve_column, slice_column, bound_column = st.columns([1.2, 1, 0.8], gap="small")

    with curve_column, ui.panel("curve"):
        ui.html(markup.panel_title("累计拨付率", detail=curves.fund_finding(funds), aside=aside))
        draw = partial(curves.fund_curve, funds, briefing.year, sizes=view.sizes, room=view.room("funds_curve"))
        ui.chart(draw, view, key="funds-curve", alt=curves.fund_curve_alt(funds))

    disbursement = cards.of_kind(briefing, cards.DISBURSEMENT)
    with slice_column, ui.panel("slices"):
        ui.html(markup.panel_title("分来源、镇、类别（万元）", aside=aside))
        draw = partial(
            bars.fund_slices,
            funds,
            scheduled=disbursement and disbursement.scheduled,
            sizes=view.sizes,
            room=view.room("funds_slices"),
        )
        ui.chart(draw, view, key="funds-slices", alt=bars.fund_slices_alt(funds))

    with bound_column, ui.panel("bounds"):
        ui.html(markup.panel_title("资金底线", aside=aside) + lists.bounds(briefing.measures))

    with ui.panel("projects"):
        projects = funds.projects if view.town is None else funds.projects[funds.projects["town"] == view.town]
        ui.html(
            markup.panel_title(f"项目拨付（{view.place}，共 {len(projects)} 个，慢的在前）", aside=aside)
            + view.once("projects", partial(lists.project_table, projects, limit=view.rows("projects")))
        )
