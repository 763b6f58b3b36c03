"""What a spreadsheet shows of a number in a number format: fifteen digits, 四舍五入, the section for its sign."""

import re
from decimal import ROUND_HALF_UP, Decimal


def shown(value: float, pattern: str) -> str:
    """The text of a cell; of the formats only what ours use: sections, quoted words, thousands, decimals, per cent."""
    sections = pattern.split(";")
    section = sections[0] if value > 0 or len(sections) == 1 else sections[2] if value == 0 else sections[1]
    number = Decimal(f"{value:.15g}") * (100 if section.endswith("%") else 1)
    if len(sections) > 1:
        number = abs(number)
    decimals = len(section.partition(".")[2].rstrip("%"))
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{rounded:,f}" if "," in section else f"{rounded:f}"
    return re.sub(r"[#0,.]+", digits, section.replace('"', ""))
