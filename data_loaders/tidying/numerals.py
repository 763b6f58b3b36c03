"""Chinese numerals in the words of a day: 二〇二三年九月三十日 is 2023年9月30日."""

import re

_FIGURES = {sign: at for signs in ("〇一二三四五六七八九", "○", "零") for at, sign in enumerate(signs)}
_YEAR_WRITTEN = re.compile(r"二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_DAY_WRITTEN = re.compile(
    r"(?<=[年至止到期:(于月])(?:十[一二]?|[一二三四五六七八九])(?=月)|(?<=月)(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])"
)


def days_in_figures(text: str) -> str:
    """The text, which has no blanks, with its years, months and days in figures."""
    plain = _YEAR_WRITTEN.sub(lambda match: "".join(str(_FIGURES[sign]) for sign in match[0]), text)
    return _DAY_WRITTEN.sub(lambda match: str(_counted(match[0])), plain)


def _counted(text: str) -> int:
    """The number up to 99 that Chinese numerals write: 三十一."""
    tens, ten, ones = text.rpartition("十")
    return (_FIGURES.get(tens, 1) * 10 if ten else 0) + (_FIGURES[ones] if ones else 0)
