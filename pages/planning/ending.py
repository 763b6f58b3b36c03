"""The end of a review: what the check says, told about the document, the button that publishes, and what comes next."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from briefing.ui.upload_worker import Checked
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Finding
from data_loaders.planning import review, tables
from data_loaders.planning.tables import Rows
from data_loaders.schema import Table
from data_loaders.store.accounts import Account
from data_loaders.store.editions import Store
from pages.desk import findings, progress, publishing

NEXT = "plan-next"


def draw(account: Account, store: Store, file: str, rows: Mapping[Table, Rows], close: Callable[[], None]) -> None:
    """Check and publish the reviewed tables of a document; `close` puts the review away once that is done."""
    drops = [
        Drop(review.table_name(file, table), tables.as_csv(table, body), table=table.name)
        for table, body in rows.items()
    ]

    def told(found: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(review.found_in_document(each, file, rows) for each in found)

    checked = progress.checked(account, store, drops)
    findings.draw(drops, replace(checked, findings=told(checked.findings)))
    if checked.publishable:
        done = partial(_published, checked, close)
        publishing.draw_button(
            account, store, drops, form="publish-plan", example="例如：年度计划", done=done, told=told
        )


def _published(checked: Checked, close: Callable[[], None]) -> None:
    lacking = any(finding.code == "village_list_missing" for finding in checked.findings)
    first = "下载村庄名录模板，填好本地的镇和村，和台账一起交" if lacking else "交各台账"
    st.session_state[NEXT] = f"计划已经发布。下一步：到「上传台账」{first}。"
    close()


def draw_next() -> None:
    """What comes after a plan that was just published, until the next document."""
    if told := st.session_state.get(NEXT):
        st.success(told)
