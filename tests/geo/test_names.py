"""Village names as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import stem


@pytest.mark.parametrize(
    "text",
    [
        "龙井", "龙井村", "龙井村委会", "龙井村民委员会", "龙井村村民委员会", "龙井村（社区）", "龙井社区",
        "龙井村（赣州蓉江新区）", " 龙　井 村\u200b", "龙井村【飞地】", "龙井行政村",
    ],
)  # fmt: skip
def test_every_way_to_write_a_village_has_one_stem(text):
    assert stem(text) == "龙井"


def test_a_street_committee_is_known_without_its_committee():
    assert stem("南街居委会") == stem("南街社区居民委员会") == stem("南街") == "南街"


def test_characters_are_never_exchanged():
    assert stem("上坝村") != stem("坝上村")
    assert stem("迳背村") != stem("径背村")


def test_a_name_that_ends_in_village_keeps_it():
    assert stem("下村") == stem("下村村") == stem("下村村委会") == "下村"


def test_an_empty_text_has_an_empty_stem():
    assert stem("") == stem("　 ") == ""


@given(st.text(alphabet="龙井村民委员会社区居（）() 　", max_size=12))
def test_a_stem_never_grows_and_is_empty_only_for_nothing(text):
    assert len(stem(text)) <= len(text)
    assert bool(stem(text)) == bool(text.strip())
