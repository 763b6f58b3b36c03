"""One row of a plan's draft beside the text it was read from: accept, change, split, leave out."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from briefing.html import plan_text
from briefing.ui.draw import html
from data_loaders.plan_rules import RULES
from data_loaders.planning import review
from data_loaders.planning.review import Decision, Item

MARKS = {Decision.OPEN: "○", Decision.ACCEPTED: "✔", Decision.LEFT_OUT: "✖"}
WORDS = ("title", "unit", "subject", "scope", "frequency", "responsible")
TITLES = {
    "title": "名称",
    "unit": "计量单位",
    "subject": "对象",
    "scope": "范围",
    "frequency": "频次",
    "responsible": "责任单位",
}


def summary(items: Sequence[Item], tasks: int) -> str:
    """49 条要求，已核 3 条，任务 18 项."""
    done = sum(item.decision is not Decision.OPEN for item in items)
    return f"{len(items)} 条要求，已核 {done} 条，任务 {tasks} 项"


def draw(known: dict) -> None:
    """Left the document with the sentence marked, right the row."""
    items: list[Item] = known["items"]
    place = min(st.session_state.get("plan-place", 0), len(items) - 1)
    place = st.selectbox("核对哪一条", range(len(items)), place, format_func=lambda at: _label(items[at]), key=f"plan-row-{place}-{len(items)}")  # fmt: skip
    item = items[place]
    left, right = st.columns(2)
    with left:
        html(plan_text.document_window(known["read"].draft.document, item.block, item.quote))
    with right, st.form(f"plan-form-{item.id}", border=False):
        values = _fields(item)
        html(plan_text.questions(item.questions))
        with st.container(horizontal=True):
            accept = st.form_submit_button("接受（含改动）", type="primary")
            again = st.form_submit_button("拆成两条")
            leave = st.form_submit_button("不要这一条")
    if not (accept or again or leave):
        return
    if again:
        known["items"] = review.split(review.changed(items, place, Decision.OPEN, values), place)
    else:
        known["items"] = review.changed(items, place, Decision.ACCEPTED if accept else Decision.LEFT_OUT, values)
    st.session_state["plan-place"] = place if again else _next_open(known["items"], place)
    st.rerun()


def _label(item: Item) -> str:
    target = "" if item.row["target"] is None else f"{item.row['target']}{item.row['unit']}"
    return f"{MARKS[item.decision]} {item.id} {item.row['title']} {item.row['frequency'] or target}"


def _fields(item: Item) -> dict[str, object]:
    """The fields of a row, filled as drafted; what a person has made of them."""
    values: dict[str, object] = {}
    for name in WORDS:
        values[name] = st.text_input(TITLES[name], str(item.row[name] or ""), key=f"plan-{item.id}-{name}") or None
    values["target"] = st.number_input("目标值", value=review.number(item.row["target"]), key=f"plan-{item.id}-target")
    day = date.fromisoformat(str(item.row["deadline"])) if item.row["deadline"] else None
    chosen = st.date_input("截止日期", day, key=f"plan-{item.id}-deadline")
    values["deadline"] = chosen.isoformat() if isinstance(chosen, date) else None
    rules = list(RULES)
    values["rule"] = st.selectbox("规则", rules, rules.index(str(item.row["rule"])), format_func=lambda name: RULES[name].judges, key=f"plan-{item.id}-rule")  # fmt: skip
    return values


def _next_open(items: Sequence[Item], place: int) -> int:
    """The next row that nobody has decided, else the same."""
    order = [*range(place + 1, len(items)), *range(place)]
    return next((at for at in order if items[at].decision is Decision.OPEN), place)
