"""One row of a plan's draft beside the text it was read from: accept, change, split, leave out."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import plan_text
from briefing.ui.draw import html
from data_loaders.planning import review
from data_loaders.planning.review import Decision, Item
from data_loaders.planning.tables import plan_settings
from pages.desk import plan_fields

MARKS = {Decision.OPEN: "○", Decision.ACCEPTED: "✔", Decision.LEFT_OUT: "✖"}


def summary(items: Sequence[Item], tasks: int) -> str:
    """49 条要求，已核 3 条，任务 18 项."""
    return f"{len(items)} 条要求，已核 {len(items) - len(waiting(items))} 条，任务 {tasks} 项"


def waiting(items: Sequence[Item]) -> list[Item]:
    """The rows that nobody has decided yet."""
    return [item for item in items if item.decision is Decision.OPEN]


def draw(known: dict) -> None:
    """Left the document with the sentence marked, right the row."""
    items: list[Item] = known["items"]
    place = min(st.session_state.get("plan-place", 0), len(items) - 1)
    place = st.selectbox("核对哪一条", range(len(items)), place, format_func=lambda at: _label(items[at]), key=f"plan-row-{place}-{len(items)}")  # fmt: skip
    item = items[place]
    left, right = st.columns(2)
    with left:
        html(plan_text.document_window(known["read"].draft.document, item.block, item.quote))
    with right:
        rule = plan_fields.rule_of(item)
        with st.form(f"plan-form-{item.id}", border=False):
            values = plan_fields.fields(item, rule, plan_settings(known["read"].draft))
            stones = plan_fields.milestones(item, rule)
            html(plan_text.questions(review.remarks(item)))
            with st.container(horizontal=True):
                accept = st.form_submit_button("接受（含改动）", type="primary")
                again = st.form_submit_button("拆成两条")
                leave = st.form_submit_button("不要这一条")
    if not (accept or again or leave):
        return
    if again:
        known["items"] = review.split(review.changed(items, place, Decision.OPEN, values, stones), place)
    else:
        decision = Decision.ACCEPTED if accept else Decision.LEFT_OUT
        known["items"] = review.changed(items, place, decision, values, stones)
    st.session_state["plan-place"] = place if again else _next_open(known["items"], place)
    st.rerun()


def is_reviewed(known: dict) -> bool:
    """Whether every row is decided; else how many are not, and a way to accept those that somebody has seen."""
    count = len(waiting(known["items"]))
    if not count:
        return True
    st.warning(f"还有 {count} 条没有核对，核对完才能发布；不要的请点「不要这一条」。")
    if st.button(f"其余 {count} 条都看过了，一并接受"):
        known["items"] = review.all_accepted(known["items"])
        st.rerun()
    return False


def _label(item: Item) -> str:
    target = "" if item.row["target"] is None else f"{item.row['target']}{item.row['unit']}"
    return f"{MARKS[item.decision]} {item.id} {item.row['title']} {item.row['frequency'] or target}"


def _next_open(items: Sequence[Item], place: int) -> int:
    """The next row that nobody has decided, else the same."""
    order = [*range(place + 1, len(items)), *range(place)]
    return next((at for at in order if items[at].decision is Decision.OPEN), place)
