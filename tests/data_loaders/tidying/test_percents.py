"""Percentages: 75%, ７５％, 0.75 that reads 75%, 75, a column of fractions, and what cannot be told apart."""

import pytest

from tests.data_loaders.dropping import check, codes, errors, finding

NOTHING = -1
HEADER = ["截至日期", "站点名称", "镇", "村", "阶段", "形象进度"]
PLACES = [
    ("坳上站", "潭口镇", "坳上村"),
    ("迳背站", "潭东镇", "迳背村"),
    ("龙井站", "潭东镇", "龙井村"),
    ("茶元站", "潭东镇", "茶元村"),
]


def stations(*progress):
    return [HEADER, *(["2023-10-31", *place, "在建", cell] for place, cell in zip(PLACES, progress, strict=False))]


def read(batch) -> list[float]:
    assert batch.publishable, batch.findings
    return batch.frames()["stations"]["progress"].astype(float).fillna(NOTHING).tolist()


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("75", "60", "0", ""), [75, 60, 0, NOTHING]),
        (("75%", "６０％", "0%", "7.5 %"), [75, 60, 0, 7.5]),
        (("75%", "60", "1", "0"), [75, 60, 1, 0]),
        (("0.75", "0.6", "0", "1"), [75, 60, 0, 100]),
        (("0.29", "0.57", "0.07", "0.14"), [29, 57, 7, 14]),
        (("0.6%", "75%", "50%", "1%"), [0.6, 75, 50, 1]),
    ],
)
def test_percentages_of_one_kind(office, cells, values):
    assert read(check(office.csv("污水站.csv", stations(*cells)))) == pytest.approx(values)


def percent_cells(*rows):
    def edit(workbook):
        for row in rows:
            workbook["Sheet1"].cell(row, 6).number_format = "0.0%"

    return edit


def test_fractions_that_read_as_percentages_are_percentages(office):
    path = office.xlsx("污水站.xlsx", stations(0.75, 0.6, 0.005, 1), percent_cells(2, 3, 4, 5))
    assert read(check(path)) == [75, 60, 0.5, 100]


def test_cells_that_read_as_percentages_beside_bare_ones(office):
    path = office.xlsx("污水站.xlsx", stations(0.75, 60, 75, 0), percent_cells(2))
    assert read(check(path)) == [75, 60, 75, 0]


@pytest.mark.parametrize("unclear", [0.6, 0.0999])
def test_a_fraction_among_percentages_is_asked_about(office, unclear):
    batch = check(office.csv("污水站.csv", stations(60, unclear, 75, 100)))
    assert errors(batch) == [("cell_percent_unclear", 3, "形象进度")]
    assert f"分不清是 {unclear}% 还是 {unclear * 100:g}%" in finding(batch, "cell_percent_unclear").message


def test_a_bare_one_among_cells_that_read_as_percentages_is_asked_about(office):
    path = office.xlsx("污水站.xlsx", stations(0.75, 1, 0.5, 0.2), percent_cells(2, 4, 5))
    assert errors(check(path)) == [("cell_percent_unclear", 3, "形象进度")]


def test_a_column_of_nothing_but_0_and_1_is_asked_about(office):
    assert errors(check(office.csv("污水站.csv", stations(0, 1, 1, 0)))) == [
        ("column_percent_unclear", None, "形象进度")
    ]
    assert read(check(office.csv("污水站.csv", stations(0, 0, 0, 0)))) == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("cell", "code"), [("101", "cell_out_of_range"), ("-5", "cell_out_of_range"), ("七成", "cell_not_number")]
)
def test_progress_outside_0_to_100_is_refused(office, cell, code):
    (found,) = errors(check(office.csv("污水站.csv", stations("60", cell))))
    assert found[1:] == (3, "形象进度")
    assert found[0] in (code, "cell_negative")


def test_an_indicator_that_reads_as_a_percentage_is_its_percentage(office):
    rows = [
        ["截至日期", "指标编号", "单位", "数值"],
        ["2023-10-31", "K01", "潭东镇", 0.993],
        ["2023-10-31", "K01", "潭口镇", 99.1],
    ]

    def edit(workbook):
        workbook["Sheet1"]["D2"].number_format = "0.00%"

    frame = check(office.xlsx("监测指标.xlsx", rows, edit)).frames()["indicators"]
    assert list(frame["value"]) == [99.3, 99.1]


def test_stage_and_progress_at_odds_are_a_reminder(office):
    rows = stations(100)
    assert "stage_progress" in codes(check(office.csv("污水站.csv", rows)))
