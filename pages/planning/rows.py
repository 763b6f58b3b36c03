"""One row of a plan's draft beside the text it was read from: accept, change, split, leave out."""

import streamlit as st

from briefing.html import plan_text
from briefing.ui.draw import html
from data_loaders.planning import review
from data_loaders.planning.review import Decision, Item
from data_loaders.planning.tables import plan_settings
from data_loaders.schema import PLAN_TASKS
from pages.planning import fields

MARKS = {Decision.OPEN: "○", Decision.ACCEPTED: "✔", Decision.LEFT_OUT: "✖"}


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
        rule = None if item.is_task else fields.rule_of(item)
        with st.form(f"plan-form-{item.id}", border=False):
            with st.container(horizontal=True):  # above the fields, where a small screen shows them beside the sentence
                accept = st.form_submit_button("接受（含改动）", type="primary")
                again = bool(rule) and st.form_submit_button("拆成两条")
                leave = st.form_submit_button("不要这一条")
            html(plan_text.questions(review.remarks(item)))
            values = fields.fields(item, rule, plan_settings(known["read"].draft)) if rule else _task(item)
            stones = fields.milestones(item, rule) if rule else ()
    if not (accept or again or leave):
        return
    if again:
        known["items"] = review.split(review.changed(items, place, Decision.OPEN, values, stones), place)
    else:
        decision = Decision.ACCEPTED if accept else Decision.LEFT_OUT
        known["items"] = review.changed(items, place, decision, values, stones)
    st.session_state["plan-place"] = place if again else review.next_open(known["items"], place)
    st.rerun()


def is_reviewed(known: dict) -> bool:
    """Whether every row is decided; else how many are not, and a way to accept those that somebody has seen."""
    left = review.waiting(known["items"])
    if not left:
        return True
    lacking = [item.id for item in left if review.lacks_target(item)]
    filling = f"{'、'.join(lacking)} 没有目标值，请逐条填写或改规则。" if lacking else ""
    st.warning(f"还有 {len(left)} 条没有核对，核对完才能发布；不要的请点「不要这一条」。{filling}")
    if (count := len(left) - len(lacking)) and st.button(f"其余 {count} 条都看过了，一并接受"):
        known["items"] = review.all_accepted(known["items"])
        st.rerun()
    return False


def _task(item: Item) -> dict[str, object]:
    """The fields of a task, filled as drafted."""
    values: dict[str, object] = {}
    for name in ("title", "requirement", "deadline", "responsible"):
        draw = st.text_area if name == "requirement" else st.text_input
        values[name] = draw(PLAN_TASKS.column(name).title, str(item.row[name] or ""), key=f"plan-{item.id}-{name}") or None  # fmt: skip
    return values


def _label(item: Item) -> str:
    if item.is_task:
        return f"{MARKS[item.decision]} 任务 {item.row['number']} {item.row['title']}"
    target = "" if item.row["target"] is None else f"{item.row['target']}{item.row['unit']}"
    return f"{MARKS[item.decision]} {item.id} {item.row['title']} {item.row['frequency'] or target}"
