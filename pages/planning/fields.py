"""The fields of one row of a plan's draft: what takes one of a few words is chosen among these, in Chinese."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from data_loaders.plan_rules import RULES, Rule
from data_loaders.planning import review
from data_loaders.planning.review import Item
from data_loaders.planning.sentences.asked import as_number
from data_loaders.planning.tables import OFFERED
from data_loaders.schema import PLAN_OBLIGATIONS

SUBJECT = PLAN_OBLIGATIONS.column("subject")


def rule_of(item: Item) -> Rule:
    """The rule that somebody chose; what else there is to fill in depends on it, so it stands outside the form."""
    names = list(RULES)
    chosen = st.selectbox("规则（怎么判）", names, names.index(str(item.row["rule"])), format_func=review.rule_in_words, key=f"plan-{item.id}-rule")  # fmt: skip
    return RULES[chosen]


def fields(item: Item, rule: Rule, settings: Mapping[str, str]) -> dict[str, object]:
    """The fields of a row, filled as drafted; what a person has made of them. `settings` are those of the plan."""
    values: dict[str, object] = {"rule": rule.name, "kind": review.kind_under(item, rule.name)}
    values["title"] = st.text_input("名称", str(item.row["title"]), key=f"plan-{item.id}-title") or None
    with st.container(horizontal=True):
        values["target"] = as_number(st.number_input("目标值", value=review.number(item.row["target"]), format="%g", key=f"plan-{item.id}-target"))  # fmt: skip
        values["unit"] = st.text_input("计量单位", str(item.row["unit"] or ""), key=f"plan-{item.id}-unit") or None
        day = date.fromisoformat(str(item.row["deadline"])) if item.row["deadline"] else None
        chosen = st.date_input("截止日期", day, format="YYYY-MM-DD", key=f"plan-{item.id}-deadline")
    values["deadline"] = chosen.isoformat() if isinstance(chosen, date) else None
    values["subject"] = _subject(item, rule)
    values["scope"] = _scope(item, rule, settings)
    if rule.name == "recorded":
        values["frequency"] = _one_of("频次", OFFERED["frequency"], item, "frequency", more=True)
    values["responsible"] = st.text_input("责任单位（用分号隔开）", str(item.row["responsible"] or ""), key=f"plan-{item.id}-responsible") or None  # fmt: skip
    return values


def milestones(item: Item, rule: Rule) -> review.Milestones:
    """The levels by day of a row, as a person has made them; none where its rule looks at none."""
    if not review.takes_milestones(rule):
        return ()
    columns = {
        "due_on": st.column_config.DateColumn("节点日期", format="YYYY-MM-DD", required=True),
        "rate": st.column_config.NumberColumn("节点比例（%）", min_value=0, max_value=100, required=True),
    }
    shown = st.data_editor(review.milestones_frame(item), key=f"plan-{item.id}-milestones-{item.milestones}", num_rows="dynamic", hide_index=True, placeholder="", column_config=columns)  # fmt: skip
    return review.milestones_of(shown.to_dict("records"))


def _subject(item: Item, rule: Rule) -> object:
    if rule.subjects:
        return _one_of("对象", rule.subjects, item, "subject", words=SUBJECT.written)
    if rule.subject_form:
        return (
            st.text_input("对象（如 1个月、8%）", str(item.row["subject"] or ""), key=f"plan-{item.id}-subject") or None
        )
    return item.row["subject"] if rule.name == item.row["rule"] else None


def _scope(item: Item, rule: Rule, settings: Mapping[str, str]) -> object:
    if not (rule.scope or rule.names):
        return None
    said = [part for part in str(item.row["scope"] or "").split(";") if part]
    options = list(dict.fromkeys((*review.words_of_scope(rule, settings), *said)))
    chosen = st.multiselect("范围", options, said, key=f"plan-{item.id}-scope-{rule.name}", accept_new_options=bool(rule.names))  # fmt: skip
    return ";".join(chosen) or None


def _one_of(label: str, options: Sequence[str], item: Item, name: str, *, more: bool = False, words=str) -> object:
    said = str(item.row[name] or "")
    choices = list(dict.fromkeys((*options, *([said] if more and said else []))))
    place = choices.index(said) if said in choices else None
    return st.selectbox(label, choices, place, format_func=words, key=f"plan-{item.id}-{name}-{len(choices)}", placeholder="请选择", accept_new_options=more)  # fmt: skip
