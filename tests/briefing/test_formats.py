"""Numbers, days and names in words: a number never reads as a bound that it does not reach, in cells as in text."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from briefing import formats
from briefing.status import reaches
from data_loaders.frequencies import FREQUENCIES, Year, periods
from tests.briefing.spreadsheet import shown

UNITS = st.sampled_from(["%", "万元", "户"])
# Bounds as plans have them and as 序时 computes them, and values just beside them.
BOUNDS = st.one_of(st.integers(0, 400).map(float), st.floats(0, 400).map(lambda bound: round(bound, 4)))
STEPS = st.one_of(st.floats(-0.06, 0.06), st.sampled_from([-0.01, -0.0004, -1e-6, 1e-6, 0.0004, 0.01]))


def number(text: str) -> Decimal:
    """What a reader takes a number in words for."""
    return Decimal(text.rstrip("%").replace(",", "").replace("−", "-").replace("+", ""))


@given(bound=BOUNDS, step=STEPS, unit=UNITS)
@example(bound=50.0, step=-0.01, unit="万元")
@example(bound=75.0, step=-0.04, unit="%")
def test_an_amount_beside_its_bound_reads_on_its_own_side(bound, step, unit):
    value = round(bound + step, 8)
    assume(value >= 0 and value != bound)
    own, other = formats.digits(value, unit, bound), formats.digits(bound, unit, value)
    assert (number(own) < number(other), number(own) < Decimal(str(bound))) == (value < bound, value < bound)
    assert (number(own) < number(formats.aim(bound))) == (value < bound)
    assert shown(own.value, own.pattern) == own


@given(bound=BOUNDS, step=STEPS)
@example(bound=75.0, step=-0.04)
@example(bound=100.0, step=-0.03)
def test_a_rate_beside_its_bound_reads_on_its_own_side(bound, step):
    value, bound = round((bound + step) / 100, 9), bound / 100
    assume(value >= 0 and not (reaches(value, bound) and reaches(bound, value)))
    own, other = formats.rate(value, None, bound), formats.rate(bound, value)
    assert own != other and (number(own) < number(other)) == (value < bound)
    assert (own == "100.0%") == (reaches(value, 1) and reaches(1, value))
    assert shown(own.value, own.pattern) == own


@given(value=st.floats(0, 2), unit=UNITS)
def test_a_spreadsheet_shows_the_digits_of_the_text(value, unit):
    found = (
        formats.rate(value),
        formats.digits(value * 1000, unit),
        formats.change(value - 1, unit),
        formats.aim(value),
    )
    for one in found:
        assert shown(one.value, one.pattern) == one


@given(before=BOUNDS, step=STEPS, unit=UNITS)
def test_what_differs_never_reads_the_same(before, step, unit):
    after = round(before + step, 6)
    assume(after >= 0 and after != before)
    assert formats.digits(before, unit, after) != formats.digits(after, unit, before)
    assert formats.change(after - before, unit)[0] == ("+" if after > before else "−")
    assert number(formats.change(after - before, unit)) != 0
    assert "0.0 " not in formats.points((after - before) / 100).replace("10.0", "")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (formats.rate(0.7496, 0.75), "74.96%"), (formats.rate(0.7504, 0.75), "75.04%"), (formats.rate(0.75, 0.75), "75.0%"),
        (formats.rate(0.9997), "99.97%"), (formats.rate(1.0003), "100.03%"), (formats.rate(0.0003), "0.03%"),
        (formats.rate(0.8125), "81.3%"), (formats.rate(0.7059), "70.6%"), (formats.rate(None), "未报"),
        (formats.amount(49.99, "万元", 50), "49.99 万元"), (formats.amount(98.96, "%", 99), "98.96%"),
        (formats.amount(739.55, "万元/村", 100), "739.6 万元/村"), (formats.amount(1.25, "万亩"), "1.25 万亩"),
        (formats.amount(98, "%", 99), "98.0%"), (formats.money(3119.96, 3120), "3,119.96"), (formats.money(0.04), "0.04"),
        (formats.aimed(99.5, "%"), "99.5%"), (formats.share(0.75), "75%"), (formats.share(1.0), "100%"),
        (formats.change(-0.02, "户"), "−0.02"), (formats.change(0.0), "0"), (formats.change(None), "—"),
        (formats.moved(42.3, "%"), "+42.3 个百分点"), (formats.moved(5, "个"), "+5"), (formats.moved(None, "%"), "—"),
        (formats.points(0.0), "持平"), (formats.points(-0.0001), "落后不足 0.1 个百分点"),
        (formats.spaced(formats.month_day(date(2023, 9, 30))), "9 月 30 日"), (formats.full_day(date(2023, 9, 30)), "2023年9月30日"),
        (formats.short_due(date(2024, 1, 5), 2023), "2024年1月5日"), (formats.due(None), "—"),
        (formats.listed(["甲", "乙", "丙", "丁"], 2, 3), "甲、乙等 4 个"), (formats.few([]), ""),
        (formats.few(["甲" * 20, "乙" * 20, "丙" * 20]), f"{'甲' * 20}、{'乙' * 20}、{'丙' * 20}"),
        (formats.few(["甲" * 20, "乙" * 20, "丙" * 21]), f"{'甲' * 20}、{'乙' * 20}等"),
        (formats.periods(["2023-01", "2023-02", "2023-03", "2023-03", "2023-08", "2023-09"]), "1 月至 3 月、8 月、9 月"),
        (formats.periods(["2023-Q1", "2023-Q2", "2023-12", ""]), "第一季度、第二季度、12 月、全年"),
    ],
)  # fmt: skip
def test_numbers_days_and_names_in_words(words, text):
    assert words == text


@given(value=st.dates(date(2000, 1, 1), date(2099, 12, 31) - timedelta(1)))
def test_headlines_set_air_around_the_figures_of_the_same_day(value):
    assert formats.spaced(formats.month_day(value)).replace(" ", "") == formats.month_day(value)


@pytest.mark.parametrize("word", [*(frequency.word for frequency in FREQUENCIES), "每3个月", "每周1次", "每年1次"])
def test_every_due_period_of_every_frequency_reads_in_a_sentence(word):
    year = Year(2023, term_ends=(date(2023, 6, 30), date(2023, 12, 31)))
    word = word.replace("N次", "3次")
    assert periods(word, year)
    for period in periods(word, year):
        assert re.search("[月年度]", formats.period(period.label)) and "止" not in formats.period(period.label)


def test_a_period_of_two_months_is_named_by_its_end():
    assert formats.period("2023-02止") == "2 月底前"
