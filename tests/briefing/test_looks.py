"""How a status looks: told apart in colour, in grey and by the colour-blind, and read as text on every ground."""

import math
from itertools import combinations

import pytest

from briefing import looks
from briefing.status import Status

WCAG_TEXT = 4.5
# Steps of CIE lightness between any two statuses: about what a laser printer keeps apart side by side.
GREY_APART, COLOUR_APART = 10, 20
# How red and green come together for the most frequent colour-blindness (Machado, Oliveira and Fernandes 2009, severity 1).
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
GROUNDS = (looks.PANEL, looks.GROUND, looks.ACCENT_WASH, looks.TRACK, looks.BADGE, looks.tint("#6B1020", 0.09))
KINDS = list({look.mark: look for look in looks.LOOKS.values()}.values())
PAIRS = [pytest.param(*pair, id="".join(look.mark for look in pair)) for pair in combinations(KINDS, 2)]


def linear(colour: str) -> list[float]:
    """Red, green and blue as amounts of light."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def lab(light: list[float]) -> tuple[float, float, float]:
    """CIE L*a*b*, in which equal distances look about equally different."""
    red, green, blue = light
    whites = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0888,
    )
    x, y, z = (share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in whites)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def as_deuteranope(colour: str) -> list[float]:
    light = linear(colour)
    return [min(max(sum(map(math.prod, zip(row, light, strict=True))), 0), 1) for row in DEUTERANOPIA]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, 1 to 21."""
    dark, light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05 for r, g, b in map(linear, (one, other)))
    return light / dark


@pytest.mark.parametrize("one, other", PAIRS)
def test_two_statuses_share_neither_mark_nor_tone_not_even_in_grey(one: looks.Look, other: looks.Look) -> None:
    assert one.mark != other.mark
    grey = abs(lab(linear(one.colour))[0] - lab(linear(other.colour))[0])
    assert grey >= GREY_APART
    assert math.dist(lab(as_deuteranope(one.colour)), lab(as_deuteranope(other.colour))) >= COLOUR_APART


@pytest.mark.parametrize("look", KINDS, ids=lambda look: look.mark)
def test_the_words_of_a_status_are_read_on_every_ground_and_on_its_own_colour(look: looks.Look) -> None:
    assert {ground: contrast(look.ink, ground) for ground in GROUNDS if contrast(look.ink, ground) < WCAG_TEXT} == {}
    assert contrast(look.on_colour, look.colour) >= WCAG_TEXT


@pytest.mark.parametrize("ink", [looks.INK, looks.SOFT_INK, looks.FAINT_INK, looks.ACCENT])
def test_all_other_inks_are_read_on_every_ground(ink: str) -> None:
    assert min(contrast(ink, ground) for ground in GROUNDS) >= WCAG_TEXT


def test_late_is_another_status_than_behind() -> None:
    assert looks.look(Status.OVERDUE).mark != looks.look(Status.BEHIND).mark
    assert looks.look(Status.OVERDUE).colour != looks.look(Status.BEHIND).colour
    assert set(looks.LOOKS) == set(Status)
