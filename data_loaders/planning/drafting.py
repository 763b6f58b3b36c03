"""From a file to the draft of a plan, and a draft's rows in words."""

from data_loaders.allowance import Allowance
from data_loaders.planning.draft import Draft, Drafted, draft_of
from data_loaders.planning.reading import read_document
from data_loaders.planning.sentences.asked import as_number
from data_loaders.reading import display_name

_COMPARED = {
    "at_most": "不超过 ",
    "zero": "",
    "growth": "增长 ",
    "not_below_last_year": "不低于上年的 ",
    "not_above_last_year": "不高于上年的 ",
}
_WORDS = {"not_below_last_year": "不低于上年", "not_above_last_year": "不高于上年", "growth": "比上年增加"}


def draft_from(name: str, content: bytes, year: int) -> Draft:
    """Read a file as the plan of a year; Refused when it cannot be read or names persons."""
    document = read_document(name, content)
    with Allowance(display_name(name), content):
        return draft_of(document, year)


def demand_in_words(row: Drafted) -> str:
    """每季度; 334 个，9月30日前; 不低于上年."""
    asked = row.asked
    if asked.target is None:
        said = _WORDS.get(asked.comparison or "", "")
    else:
        said = f"{_COMPARED.get(asked.comparison or '', '')}{as_number(asked.target)}{asked.unit}"
    if asked.each:
        said = f"每{asked.each.removeprefix('每')}{said}"
    shares = "、".join(f"{day.month}月{day.day}日 {as_number(rate)}%" for day, rate in asked.milestones)
    day = f"{asked.deadline.month}月{asked.deadline.day}日前" if asked.deadline else ""
    return "，".join(filter(None, (asked.frequency, said, shares or day)))
