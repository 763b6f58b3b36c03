"""The words for how duties, tasks and actions stand, shown with mark and colour like every other status.

May import: `figures.theme`, `markup`, `status`.
"""

from briefing.figures import theme
from briefing.markup import text
from briefing.status import Status

DONE, GOING, NOT_STARTED, OVERDUE, NOT_DUE, UNREPORTED = "已完成", "推进中", "未启动", "逾期", "未到期", "未报"
AGAINST = "数据不符"  # reported as done while a measure says it is not
# What is not due yet is no status of its own: a quiet dot.
_QUIET = theme.Look("·", theme.FAINT_INK)
_LOOKS = {
    DONE: theme.look(Status.DONE),
    GOING: theme.look(Status.ON_TRACK),
    NOT_STARTED: theme.look(Status.SLIGHTLY_BEHIND),
    OVERDUE: theme.look(Status.OVERDUE),
    AGAINST: theme.look(Status.UNMET),
    UNREPORTED: theme.look(Status.UNREPORTED),
}


def look(word: str) -> theme.Look:
    """How such a word is shown; a word of a later ledger that nobody here knows stays quiet."""
    return _LOOKS.get(word, _QUIET)


def mark(word: str) -> str:
    """The mark alone in its colour, for cells whose legend says the word; screen readers hear the word."""
    own = look(word)
    return f'<i class="mark" style="--tone:{own.ink or own.colour}" role="img" aria-label="{text(word)}">{own.mark}</i>'


def badge(word: str) -> str:
    """Mark and word in their colour."""
    own = look(word)
    sign = f'<i aria-hidden="true">{own.mark}</i>'
    return f'<span class="badge" style="--tone:{own.ink or own.colour}">{sign}{text(word)}</span>'


def counted(word: str, count: int) -> str:
    """The mark of a word and how many there are; screen readers hear the word."""
    own = look(word)
    return f'<span class="badge" style="--tone:{own.ink or own.colour}">{mark(word)}{count}</span>'


def tone(word: str) -> str:
    """The style attribute that hands the colour of such a word to ui.css."""
    return f'style="--tone:{look(word).colour}"'
