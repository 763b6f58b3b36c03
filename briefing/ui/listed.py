"""The tables behind a screen, for who sits at a desk: sorted, searched, and downloaded as they were filtered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from briefing import formats
from briefing.exports.workbook import ledger, tables
from briefing.exports.workbook.worksheets import Column, Kind, Sheet
from briefing.screens.outlook import Outlook
from briefing.ui import downloads

TITLE = "表格：排序、查找、下载"
# Screen → the tables of the workbook that list what it shows.
OF_SCREENS: Mapping[str, tuple[str, ...]] = {
    "overview": ("指标", "需要调度"), "map": ("村庄",), "sites": ("建设点",), "households": ("指标分项",),
    "sewage": ("污水处理站",), "funds": ("资金项目", "资金汇总"), "tasks": ("任务清单", "指标"), "duties": ("定期履职",),
    "baselines": ("指标", "指标分项"), "actions": ("交办事项",),
}  # fmt: skip


def draw(look: Outlook) -> None:
    """Folded away, and made only when somebody opens it."""
    names = OF_SCREENS.get(look.page, ())
    if not names:
        return
    place = st.expander(TITLE, key=f"listed-{look.page}", on_change="rerun")
    if not place.open:
        return
    with place:
        sheets = {sheet.name: sheet for sheet in tables.tables(look.briefing) if sheet.name in names}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.selectbox("表", names, key=f"listed-name-{look.page}", width=180)
            words = st.text_input("查找（几个词用空格隔开，都有的才列出）", look.town or "", key=f"listed-find-{look.page}-{look.town}")  # fmt: skip
            shown = tables.found(sheets[name], words)
            downloads.offer(
                f"下载这 {len(shown.rows)} 行（xlsx）", lambda: ledger.one_table(look.briefing, shown),
                f"{name}_{look.briefing.as_of.isoformat()}.xlsx", key=f"listed-file-{look.page}",
            )  # fmt: skip
        st.dataframe(_frame(shown), hide_index=True, placeholder="")


def _frame(sheet: Sheet) -> pd.DataFrame:
    """The rows as a browser sorts them: numbers as numbers, days as days; shares in percent."""
    return pd.DataFrame(
        {_title(column, sheet): [_cell(column.known(row)) for row in sheet.rows] for column in sheet.columns}
    )


def _title(column: Column, sheet: Sheet) -> str:
    shares = column.kind is Kind.NUMBER and any("%" in getattr(column.value(row), "pattern", "") for row in sheet.rows)
    return f"{column.title}（%）" if shares and "%" not in column.title else column.title


def _cell(value: Any) -> str | float | date | None:
    if isinstance(value, formats.Number):
        share = value.value is not None and "%" in value.pattern
        return round(value.value * 100, 2) if share else value.value  # type: ignore[operator]
    return value if value is None or isinstance(value, date) else str(value)
