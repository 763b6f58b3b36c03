"""The name a file came with: is it only a name, and how may we repeat it."""

import re

from data_loaders.guarding.person_numbers import mask
from data_loaders.reading.limits import NAME_CHARACTERS

_PATH = re.compile(r"[/\\\x00-\x1f\x7f]|^[A-Za-z]:|^\.{1,2}$|^\s*$")


def display_name(name: str) -> str:
    """The name as findings and screens may show it: no path, no control characters, no personal number."""
    last = re.split(r"[/\\]", name)[-1] or "未命名"
    return re.sub(r"[\t\n]", "", mask(last))[-NAME_CHARACTERS:]


def is_plain_name(name: str) -> bool:
    """Whether the name is one file name and not a way to somewhere."""
    return len(name) <= NAME_CHARACTERS and not _PATH.search(name)


def suffix(name: str) -> str:
    """The extension in small letters with its dot: 户厕.XLS → .xls; "" when there is none."""
    _, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and extension.isalnum() and len(extension) <= 8 else ""
