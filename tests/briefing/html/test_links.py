"""Addresses within a screen."""

from briefing.html.links import address


def test_a_choice_is_changed_and_the_others_stay() -> None:
    assert address({"as_of": "2023-09-30", "unit": "a"}, unit="b") == "?as_of=2023-09-30&unit=b"


def test_a_choice_is_taken_out() -> None:
    assert address({"unit": "a"}, unit=None) == "?"


def test_nothing_breaks_out_of_an_address() -> None:
    assert address({}, unit='"><b>&x=1') == "?unit=%22%3E%3Cb%3E%26x%3D1"
