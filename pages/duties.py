"""Duties: which recurring duty was not done in its time, and which unit has not reported?"""

import streamlit as st

from briefing import duty_grid, markup, matrix, ui

with ui.frame("duties") as view:
    briefing = view.briefing
    with st.container(key="choices", horizontal=True, vertical_alignment="center"):
        unit = ui.choose("单位", "unit", duty_grid.unit_choices(briefing), present=view.present)
        period = ui.choose("时段", "period", duty_grid.PERIODS, present=view.present, segmented=True)
    window = duty_grid.window_of(period, briefing)
    rows = duty_grid.duties(briefing, unit)
    silent = duty_grid.silences(rows, duty_grid.homes(briefing), window)
    matrix_column, silent_column = st.columns([0.76, 0.24], gap="small")

    with matrix_column, ui.panel("matrix"):
        title = f"{duty_grid.window_name(window)}履职（{unit}，{len(rows)} 项，逾期多的在前）"
        aside = markup.dated(briefing.as_of if briefing.duties else None)
        ui.html(
            markup.panel_title(title, detail=duty_grid.silent_finding(silent), aside=aside)
            + matrix.legend(window)
            + matrix.duty_matrix(rows, matrix.blocks(briefing, rows, window), window, limit=view.rows("duties"))
        )

    with silent_column, ui.panel("silent"):
        ui.html(
            markup.panel_title(f"{duty_grid.window_name(window)}未报送的单位")
            + matrix.silent_units(silent, duty_grid.acts_due(rows, window), window, limit=view.rows("silent"))
        )
