"""How a status and an act of duty look: mark, colour and ink; our colours and fonts, for figures, HTML and papers alike."""

from dataclasses import dataclass

from briefing.status import SEVERITY, ActStatus, Status

ACCENT = "#1F5F8B"
INK = "#17222E"
SOFT_INK = "#4A5866"
FAINT_INK = "#5C6874"
GROUND = "#F3F6F9"
PANEL = "#FFFFFF"
LINE = "#D9E0E7"
GRID = "#E8EDF2"
TRACK = "#E3E9EF"
ACCENT_WASH = "#E6EFF6"
NEUTRAL = "#E4E9EE"  # a village that has nothing on this layer: that is not 未报
BADGE = "#FFF3D6"
BADGE_INK = "#7A4B00"

# None is downloaded: the first that the machine has is used.
FONTS = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
LAST_NARROW, NARROW_EM = 0x2E7F, 0.56  # Latin letters and figures are about half as wide as Chinese characters


@dataclass(frozen=True)
class Look:
    """How a status is shown: never by colour alone."""

    mark: str
    colour: str
    ink: str  # the same as text on our lightest grounds
    on_colour: str = "#FFFFFF"  # text on an area of this colour
    hatched: bool = False


# Each a tone of its own in grey too, about ten steps of lightness from the next: the worse, the darker, and what is done
# darker than what goes well. A print without colours and a colour-blind reader tell them apart.
_GOOD, _FINE = Look("✔", "#1B7F4B", "#17693E"), Look("●", "#78B0E6", "#24609F", INK)
_WARNING, _BAD = Look("▲", "#CC7A00", "#8A5000", INK), Look("■", "#A32020", "#A32020")
_WORST, _UNMET = Look("✖", "#6B1020", "#6B1020"), Look("▼", "#33103F", "#5A1E6C")
LOOKS = {
    Status.DONE: _GOOD,
    Status.MET: _GOOD,
    Status.ON_TRACK: _FINE,
    Status.SLIGHTLY_BEHIND: _WARNING,
    Status.BEHIND: _BAD,
    Status.OVERDUE: _WORST,
    Status.UNMET: _UNMET,
    Status.UNREPORTED: Look("○", "#C3CAD2", SOFT_INK, INK, hatched=True),
}
WORST_FIRST = tuple(sorted(Status, key=lambda status: -SEVERITY[status]))
# How the acts of duties, tasks and assignments stand, in the looks of a status.
ACT_LOOKS = {
    ActStatus.DONE: LOOKS[Status.DONE],
    ActStatus.GOING: LOOKS[Status.ON_TRACK],
    ActStatus.NOT_STARTED: LOOKS[Status.SLIGHTLY_BEHIND],
    ActStatus.OVERDUE: LOOKS[Status.OVERDUE],
    ActStatus.AGAINST: LOOKS[Status.UNMET],
    ActStatus.UNREPORTED: LOOKS[Status.UNREPORTED],
}
# What is not due yet is no status of its own: a quiet dot; so is a word of a later ledger that nobody here knows.
_QUIET = Look("·", FAINT_INK, FAINT_INK)
_ALL: dict[str, Look] = {str(word): own for word, own in (*ACT_LOOKS.items(), *LOOKS.items())}


def look(word: str) -> Look:
    """How a status, or the word for how an act stands, is shown."""
    return _ALL.get(word, _QUIET)


def ink(word: str) -> str:
    """The colour of such a word as text."""
    return look(word).ink


def marked(word: str) -> str:
    """Such a word with its mark, so that it reads without its colour: ■ 滞后."""
    return f"{look(word).mark} {word}"


def tint(colour: str, share: float = 0.12) -> str:
    """A colour thinned onto white, for washes behind text."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02X}" for channel in channels)


def ems(words: str, narrow: float = NARROW_EM) -> float:
    """About how wide words are, in widths of a Chinese character."""
    return sum(1 if ord(character) > LAST_NARROW else narrow for character in words)
