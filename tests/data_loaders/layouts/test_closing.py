"""A text closes something on a day only where it says that all of it was done."""

import pytest

from data_loaders.layouts.language.closing import closed_on


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10月24日全部通电", "10月24日"),
        ("已按要求于9月20日整改到位", "9月20日"),
        ("10月16日起核对,10月23日补齐", "10月23日"),
        ("9月20日,全部完成", "9月20日"),
        ("整改完成(9月12日)", "9月12日"),
        ("已于9月3日完成,10月5日验收", "9月3日"),
        ("9月20日已完成,剩余2户将于10月10日完成", "9月20日"),
        ("2023.9.18已销号", "2023.9.18"),
        ("完成100%,8月2日办结", "8月2日"),
    ],
)
def test_the_day_of_what_was_done_is_told(text, day):
    assert closed_on(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "预计10月20日完成", "10月底前完成", "力争12月5日办结", "拟于11月3日整改到位", "9月3日未完成", "截至9月20日尚未到位",
        "9月3日已部署整改", "9月20日完成60%", "9月20日完成过半", "正在招标", "9月20日进场",
    ],
)  # fmt: skip
def test_what_is_planned_begun_or_done_in_part_closes_nothing(text):
    assert closed_on(text) is None
