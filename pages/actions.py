"""Actions: what did the last 调度会 assign, what of it is overdue, and which unit has the most in trouble?"""

from functools import partial

import streamlit as st

from briefing import follow_up, markup, ranking, ui
from briefing.figures import closing

with ui.frame("actions") as view:
    briefing = view.briefing
    with st.container(key="choices", horizontal=True, vertical_alignment="center"):
        unit = ui.choose("单位", "unit", follow_up.unit_choices(briefing.actions, briefing.towns), present=view.present)
    actions = follow_up.chosen(briefing.actions, unit)
    delivered = "actions" in briefing.delivered
    aside = markup.dated(briefing.as_of if delivered else None)
    table_column, bar_column = st.columns([0.68, 0.32], gap="small")

    with table_column, ui.panel("actions"):
        ui.html(
            markup.panel_title(f"交办事项（{unit}，{len(actions)} 项，逾期的在前）", aside=aside)
            + follow_up.action_table(actions, delivered=delivered, limit=view.rows("actions"))
        )

    with bar_column, ui.panel("closing"):
        nothing = markup.calm("没有交办事项") if delivered and not briefing.actions else ""
        ui.html(markup.panel_title("办结率", aside=aside) + nothing)
        rows = closing.closing_rows(follow_up.by_owner(briefing.actions), follow_up.by_meeting(briefing.actions))
        draw = partial(
            closing.closing_rates, rows, limit=view.rows("closing"), sizes=view.sizes, room=view.room("closing")
        )
        if not nothing:
            ui.chart(draw, view, key="closing-rates", alt=closing.closing_rates_alt(briefing.actions))

    with ui.panel("ranking"):
        towns = view.once("towns", partial(ranking.ranked_towns, briefing))
        departments = view.once("departments", partial(ranking.ranked_departments, briefing))
        ui.html(
            markup.panel_title("单位晾晒", aside=markup.dated(briefing.as_of))
            + follow_up.rankings(towns, departments, limit=view.rows("departments"))
        )
