"""The name a file came with: is it only a name, and how may we repeat it.

May import: `personal`, `findings`.
"""

import re

from data_loaders.personal import mask
from data_loaders.reading.limits import NAME_CHARACTERS

_PATH = re.compile(r"[/\\\x00-\x1f\x7f]|^[A-Za-z]:|^\.{1,2}$|^\s*$")
# Turns the reading direction round, so that a name looks like another: 报表‮xslx.exe
_INVISIBLE = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def display_name(name: str) -> str:
    """The name as findings and screens may show it: no path, no control characters, no personal number."""
    last = re.split(r"[/\\]", name)[-1] or "未命名"
    return mask(_INVISIBLE.sub("", last))[-NAME_CHARACTERS:]


def is_plain_name(name: str) -> bool:
    """Whether the name is one file name and not a way to somewhere."""
    return len(name) <= NAME_CHARACTERS and not _PATH.search(name)


def suffix(name: str) -> str:
    """The extension in small letters with its dot: 户厕.XLS → .xls; "" when there is none."""
    _, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and extension.isalnum() and len(extension) <= 8 else ""
