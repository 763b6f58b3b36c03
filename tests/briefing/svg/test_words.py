"""Text in drawings: our few tags, and everything else as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefing.figures import theme
from briefing.svg import words


def parsed(text: str) -> etree._Element:
    return etree.fromstring(str(words.written(text, "0", "0", size=10, colour="#000000")))


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff")))
def test_whatever_a_name_holds_it_is_read_and_makes_no_element(name: str) -> None:
    found = parsed(theme.plain(name))
    assert "".join(found.itertext()) == name
    assert {one.tag for one in found.iter()} == {"text", "tspan"} and len(found[0]) == 0


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=alert(1)>", '<span style="color:red" onclick="x">', "<script>"]
)
def test_a_tag_that_nobody_escaped_is_text_all_the_same(hostile: str) -> None:
    found = parsed(hostile)
    assert "".join(found.itertext()) == hostile
    assert not [one for one in found.iter() if set(one.keys()) & {"onerror", "onclick", "style"}]


def test_bold_and_coloured_parts_keep_their_looks_and_lines_stand_below_each_other() -> None:
    first, second = parsed('<b>北</b><br><span style="color:#A32020">■</span> 洋山村')
    assert (first[0].get("font-weight"), second[0].get("fill")) == ("bold", "#A32020")
    assert float(second.get("dy")) == pytest.approx(10 * words.LINE)
    assert words.width("<b>北</b><br>洋山村", 10) == pytest.approx(30)
    assert words.plain("<b>北</b><br>a &lt; b") == "北　a < b"
