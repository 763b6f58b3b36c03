"""The text that can be seen: what is guarded, checked and stored is this and nothing else."""

import unicodedata

# Letters by name that draw nothing: the fillers of Hangul.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_KEPT_CONTROLS = frozenset("\t\n")
# Control and format characters, and marks that are drawn over the character before them.
_HIDDEN = frozenset(("Cc", "Cf", "Mn", "Me"))


class _Table(dict):
    """For `str.translate`: None for what is left out; filled as characters are met, within the first plane of Unicode."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        is_hidden = (unicodedata.category(letter) in _HIDDEN and letter not in _KEPT_CONTROLS) or letter in _FILLERS
        kept = None if is_hidden else code
        if code < 0x10000:
            self[code] = kept
        return kept


_TABLE = _Table()


def visible(text: str) -> str:
    """Text without control, format and combining characters; a letter written with its accent behind it is composed first.

    Tabs and line breaks stay, they part words. Asked twice it changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text
    seen = unicodedata.normalize("NFC", text).translate(_TABLE)
    return unicodedata.normalize("NFC", seen)  # what stood between two halves of a letter is gone now
