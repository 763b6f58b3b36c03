"""What a person must answer before a file is published, and what may be answered."""

from collections.abc import Mapping

from data_loaders.checking import corrected, rest
from data_loaders.findings import Finding
from geo.notes import ANSWERS as OF_BOUNDARIES

# Question → answer → its words.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    **OF_BOUNDARIES, rest.QUESTION: rest.ANSWERS, corrected.QUESTION: corrected.ANSWERS,
}  # fmt: skip
OF_LEDGERS = frozenset({*rest.ANSWERS, *corrected.ANSWERS})  # which may be given for several files at once
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
