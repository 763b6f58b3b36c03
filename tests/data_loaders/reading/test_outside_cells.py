"""What stands beside the cells is looked at as programs show it."""

import html

from hypothesis import given
from hypothesis import strategies as st

from data_loaders.reading.outside_cells import markup_texts

PIECES = [
    "&", "&lt;", "&gt", "&gt;", "lt;", ";", "#", "49", "x31", "&amp;", "amp", "not", "notin;", "&quot;", "&#", "&#x110000;", "&#49;",
    "&#128;", "a", '"', " ", "Z" * 20,
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_characters_by_number_or_name_are_those_that_html_knows(text: str) -> None:
    assert "".join(markup_texts(text)) == html.unescape(text)


def test_texts_attributes_and_comments_are_found() -> None:
    found = list(markup_texts("<p title='&#49;38'>甲<!-- 乙 --></p>"))
    assert [text.strip() for text in found if text.strip()] == ["138", "甲", "乙"]
