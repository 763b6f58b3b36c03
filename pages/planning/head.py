"""计划设置 of a draft: what the document says of the district, its office and its towns, and what it does not say."""

import re
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from briefing.html import markup
from briefing.ui.draw import html
from data_loaders.plan_words import (
    DEPARTMENTS,
    DISTRICT_NAME,
    DOCUMENT,
    PUBLISHER,
    SETTINGS,
    TITLE,
    UNITS,
    Setting,
    several,
)
from data_loaders.planning import review

SHOWN: tuple[Setting, ...] = (TITLE, DISTRICT_NAME, PUBLISHER, DOCUMENT, UNITS, DEPARTMENTS)


def draw(known: dict) -> None:
    """The fields, unfolded as long as one that every screen needs is empty; the draft goes on with what they say."""
    read = known["read"]
    first = known.setdefault("settings", review.settings_before_review(read.draft, read.settings))
    unfolded = not (TITLE.of(first) and UNITS.of(first))
    asked = [SETTINGS[name] for name in re.findall("计划设置「(.*?)」", "".join(read.draft.questions))]
    line = st.container()  # says what the fields below it say by now
    with st.expander("计划设置（请核对，缺的补上）", expanded=unfolded):
        columns, said = st.columns(2), {}
        for at, each in enumerate(dict.fromkeys([*SHOWN, *asked])):
            with columns[at % 2]:
                said[each.name] = _field(each, first, read.draft.document)
    settings = first | said
    with line:
        html(f"<p>{markup.text(_in_short(settings))}</p>")
    known["read"] = replace(read, draft=replace(read.draft, settings=settings))


def _in_short(settings: Mapping[str, str]) -> str:
    """云岭县，报数的 2 个镇（乡、街道）：河东镇、河西乡. In sight, for a ledger of a town that lacks is turned away."""
    towns = UNITS.of(settings)
    named = f"报数的 {len(towns)} 个镇（乡、街道）：{'、'.join(towns)}" if towns else "没有列出各镇"
    return f"{DISTRICT_NAME.of(settings) or '没有区域名称'}，{named}"


def _field(setting: Setting, settings: Mapping[str, str], document: object) -> str:
    """What somebody says of a setting, several names put apart as the plan has them."""
    key, value = f"plan-setting-{setting.name}-{id(document)}", settings.get(setting.name, "")
    listed = setting.read is several
    draw = st.text_area if listed else st.text_input
    label = f"{setting.name}（用顿号或分号隔开）" if listed else setting.name
    told = draw(label, value, key=key, placeholder=f"例如：{setting.example}").strip()
    return ";".join(filter(None, re.split(r"[;；、，,\s]+", told))) if listed else told
