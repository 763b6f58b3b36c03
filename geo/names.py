"""Village names as text: what stays the same however an office writes them."""

import re
import unicodedata

# A stem keeps at least this many characters: of 下村 the 村 belongs to the name.
SHORTEST_STEM = 2

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_VILLAGE_COMMITTEE = re.compile(r"村?村(?:民委员会|委员会|民委会|委会|委)$")
_RESIDENTS_COMMITTEE = re.compile(r"(?:社区)?居(?:民委员会|委员会|民委会|委会|委)$")
_KIND = re.compile(r"(?:行政村|社区|村)$")


def squeezed(text: str) -> str:
    """The text in half-width forms without any blank: `龙　井 村` → `龙井村`."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def stem(text: str) -> str:
    """The part of a village name that identifies it within a town.

    龙井, 龙井村, 龙井村委会, 龙井村民委员会, 龙井村（社区） and 龙井村（赣州蓉江新区） all give 龙井; 南街居委会
    gives 南街. Characters are never exchanged: 上坝 is not 坝上, and 迳背 and 径背 meet only in an alias table.
    A town in front of the name is not removed here. An empty text gives an empty stem.
    """
    plain = squeezed(text)
    bare = _BRACKETS.sub("", plain) or plain
    bare = _VILLAGE_COMMITTEE.sub("村", bare)
    for ending in (_RESIDENTS_COMMITTEE, _KIND):
        shorter = ending.sub("", bare)
        bare = shorter if len(shorter) >= SHORTEST_STEM else bare
    return bare
