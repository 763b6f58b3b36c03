"""What a person must answer before a file is published, and what may be answered."""

from collections.abc import Mapping

from data_loaders.findings import Finding
from geo.notes import ANSWERS as OF_BOUNDARIES

# What a delivery leaves out, see `rest`.
REST_MISSING, REST_KEEP, REST_DROP = "rows_missing", "rest_keep", "rest_drop"
REST: Mapping[str, str] = {"keep": REST_KEEP, "drop": REST_DROP}  # as a command is told
# What a delivery would undo, see `corrected`.
CORRECTION_UNDONE, CORRECTION_KEEP, CORRECTION_UNDO = "correction_undone", "correction_keep", "correction_undo"
# Question → answer → its words.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    **OF_BOUNDARIES,
    REST_MISSING: {
        REST_KEEP: "是漏填的：保留，沿用原来的数，并注明沿用哪一天",
        REST_DROP: "已经结束或不再列入：去掉，以后不算未报",
    },
    CORRECTION_UNDONE: {
        CORRECTION_KEEP: "按更正后的数：更正继续有效",
        CORRECTION_UNDO: "以这份台账为准：更正作废",
    },
}
OF_LEDGERS = frozenset(
    {*ANSWERS[REST_MISSING], *ANSWERS[CORRECTION_UNDONE]}
)  # which may be given for several files at once
ALL_ANSWERS: Mapping[str, str] = {answer: words for choices in ANSWERS.values() for answer, words in choices.items()}


def as_json(finding: Finding) -> dict:
    """A question as plain values: what it is about, and the words of what may be answered; nothing is suggested."""
    options = list(answers(finding).values())
    return {
        "file": finding.file, "sheet": finding.sheet, "about": finding.sentence, "suggested": None, "options": options,
    }  # fmt: skip


def answers(finding: Finding) -> Mapping[str, str]:
    """What a person may answer to a finding that asks: {answer: its words}."""
    return ANSWERS[finding.code]
