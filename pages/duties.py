"""Duties: which recurring duty was not done in its time, and which unit has not reported?"""

from functools import partial

import streamlit as st

from briefing import duty_grid, markup, matrix, ui


def panels(view: ui.View, unit: str, period: str) -> tuple[str, str]:
    """Duty by period and unit, and who has not reported: both of the same acts, which are looked through once."""
    briefing, window = view.briefing, duty_grid.window_of(period, view.briefing)
    rows = duty_grid.duties(briefing, unit)
    silent = duty_grid.silences(rows, duty_grid.homes(briefing), window)
    title = f"{duty_grid.window_name(window)}履职（{unit}，{len(rows)} 项，逾期多的在前）"
    aside = markup.dated(briefing.as_of if briefing.duties else None)
    duty_matrix = (
        markup.panel_title(title, detail=duty_grid.silent_finding(silent), aside=aside)
        + matrix.legend(window)
        + matrix.duty_matrix(rows, matrix.blocks(briefing, rows, window), window, limit=view.rows("duties"))
    )
    silent_units = markup.panel_title(f"{duty_grid.window_name(window)}未报送的单位") + matrix.silent_units(
        silent, duty_grid.acts_due(rows, window), window, limit=view.rows("silent")
    )
    return duty_matrix, silent_units


with ui.frame("duties") as view:
    with st.container(key="choices", horizontal=True, vertical_alignment="center"):
        units = view.once("units", partial(duty_grid.unit_choices, view.briefing))
        unit = ui.choose("单位", "unit", units, present=view.present)
        period = ui.choose("时段", "period", duty_grid.PERIODS, present=view.present, segmented=True)
    duty_matrix, silent_units = view.once("panels", partial(panels, view, unit, period))
    matrix_column, silent_column = st.columns([0.76, 0.24], gap="small")
    with matrix_column, ui.panel("matrix"):
        ui.html(duty_matrix)
    with silent_column, ui.panel("silent"):
        ui.html(silent_units)
