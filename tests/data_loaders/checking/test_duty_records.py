"""A record that meets no duty is told at the door: whose duty it is, and when it is due."""

import pytest

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.findings import Level


def told(*lines: str):
    """What is said about records of duties, and whether they may be published."""
    batch = take([Drop("定期履职记录.csv", "\n".join(["事项编号,完成日期,单位", *lines]).encode())], reference.tables())
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    return [each for each in batch.findings if each.level is Level.WARNING]


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("D26,2023-03-20,潭口镇", "区农办"),
        ("D09,2023-03-20,潭东镇", "区农办、区财政局"),
        ("D06,2023-03-20,区农办", "潭东镇、潭口镇、高校园区管理处"),
        ("D24,2023-03-20,全区", "潭东镇、潭口镇、高校园区管理处"),
        ("D11,2023-03-20,潭东镇", "潭东镇东坑村、潭东镇宋塘村"),
    ],
)
def test_a_record_of_a_unit_that_does_not_owe_the_duty_says_who_does(line, owners):
    (finding,) = told("D28,2023-01-05,区农办", line)
    assert (finding.code, finding.row, finding.column) == ("duty_not_owed", 3, "单位")
    assert line.split(",")[2] in finding.message and owners in finding.hint


@pytest.mark.parametrize(
    "line",
    [
        "D26,2023-03-20,区农办（乡村振兴局）", "D26,2023-03-20,全区", "D09,2023-03-20,区财政局", "D06,2023-03-20,潭口镇",
        "D11,2023-03-20,龙井村", "D30,2023-03-20,区妇联", "D29,2023-03-20,区农办",
    ],
)  # fmt: skip
def test_a_record_of_who_owes_the_duty_is_taken_without_a_word(line):
    assert told(line) == []


@pytest.mark.parametrize(
    ("line", "periods"),
    [("D01,2023-02-14,潭东镇", "2023-01、2023-03"), ("D22,2023-05-31,潭东镇", "2023-06、2023-11")],
)
def test_a_record_outside_every_due_period_says_when_the_duty_is_due(line, periods):
    (finding,) = told(line)
    assert (finding.code, finding.row, finding.column) == ("duty_not_due", 2, "完成日期")
    assert periods in finding.hint


def test_a_record_of_a_year_without_a_plan_is_told():
    (finding,) = told("D26,2022-03-20,区农办")
    assert finding.code == "year_unplanned" and "2022" in finding.message
