"""Addresses within a screen: what the reader has chosen, and one choice changed. May import: nothing of ours."""

from collections.abc import Mapping
from urllib.parse import urlencode


def address(asked: Mapping[str, str], **changes: str | None) -> str:
    """The address of this screen with some choices changed; None takes a choice out, the others stay."""
    wanted = {name: value for name, value in {**asked, **changes}.items() if value is not None}
    return f"?{urlencode(wanted)}"
