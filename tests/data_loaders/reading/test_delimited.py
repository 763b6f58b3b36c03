"""Delimited text: whatever encoding and delimiter an office uses, the same cells come back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.findings import Refused
from data_loaders.reading import limits, read_bytes

HEADER = ["截至日期", "镇", "村", "备注"]
WORDS = '潭东镇口龙井村委会已完工验收 0123456789.%-/年月日abcXYZ㘵,"\n'
# But for lines within a cell that look like rows: those are taken for swallowed ones.
texts = st.text(alphabet=WORDS, max_size=12).filter(
    lambda text: all(line.count(",") < 2 for line in text.split("\n")[1:])
)
tables = st.lists(st.lists(texts, min_size=4, max_size=4), min_size=1, max_size=8)


def write(rows, encoding="utf-8", delimiter=","):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def cells(content, name="a.csv"):
    (grid,) = read_bytes(name, content).grids
    return [[cell or "" for cell in row] for row in grid.cells.to_numpy().tolist()]


def codes(content, name="a.csv"):
    return [finding.code for finding in read_bytes(name, content).findings]


def refusal(content, name="a.csv"):
    with pytest.raises(Refused) as refused:
        read_bytes(name, content)
    return refused.value.findings[0]


def without_empty_end(rows):
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@given(rows=tables)
def test_any_table_comes_back_as_it_was_written(encoding, rows):
    rows = [HEADER, *rows]
    assert cells(write(rows, encoding)) == without_empty_end(rows)


def test_row_numbers_count_blank_lines_but_not_quoted_line_breaks():
    (grid,) = read_bytes("a.csv", '标题,\n\n镇,村\n"潭东\n镇",龙井村\n潭口镇,坳上村\n'.encode()).grids
    assert list(grid.cells.index) == [1, 2, 3, 4, 5]
    assert grid.cells.loc[2].tolist() == [None, None]
    assert grid.cells.loc[4].tolist() == ["潭东\n镇", "龙井村"]
    assert grid.cells.loc[5, 1] == "坳上村"


def test_an_empty_cell_is_none_and_nothing_is_stripped_or_converted():
    (grid,) = read_bytes("a.csv", "镇,数\n 潭东镇 ,007\n潭口镇,\n".encode()).grids
    assert grid.cells.to_numpy().tolist() == [["镇", "数"], [" 潭东镇 ", "007"], ["潭口镇", None]]


def test_plain_utf8_needs_no_note_with_or_without_bom():
    assert codes(write([HEADER])) == codes(write([HEADER], "utf-8-sig")) == []


@pytest.mark.parametrize(
    ("encoding", "spoken"), [("gbk", "GBK"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")]
)
def test_another_encoding_is_said(encoding, spoken):
    (note,) = read_bytes("a.csv", write([HEADER] * 3, encoding)).findings
    assert note.code == "encoding" and note.message == f"编码 {spoken}"


def test_a_rare_place_name_makes_it_gb18030():
    (note,) = read_bytes("a.csv", write([HEADER, ["㘵下村"] * 4], "gb18030")).findings
    assert note.message == "编码 GB18030"


@pytest.mark.parametrize("delimiter", ["\t", ";", "，"])
def test_another_delimiter_is_found_and_said(delimiter):
    rows = [HEADER, ["2023-09-30", "潭东镇", "龙井村", "东坑,龙井已完工"]]
    content = write(rows, delimiter=delimiter)
    assert cells(content) == rows
    assert codes(content) == ["delimiter"]


def test_semicolons_and_chinese_commas_inside_cells_do_not_split():
    rows = [["镇", "责任单位", "说明"], *[["潭东镇", "区农办;水利局;住建局", "已开工，已进场，正在浇筑"]] * 5]
    assert cells(write(rows)) == rows
    assert codes(write(rows)) == []


def test_a_long_list_in_one_cell_does_not_split_a_short_file():
    units = ";".join(f"县第{number}局" for number in range(30))
    rows = [
        ["年度", "设置项", "设置值", "备注"],
        ["2025", "区域名称", "罗陵县", "文件所写"],
        ["2025", "行业部门", units, ""],
    ]
    assert cells(write(rows)) == rows


def test_a_single_column_stays_one_column():
    assert cells("镇\n潭东镇\n潭口镇\n".encode()) == [["镇"], ["潭东镇"], ["潭口镇"]]


def test_a_short_or_long_row_keeps_its_cells():
    (grid,) = read_bytes("a.csv", "镇,村,数\n潭东镇,龙井村\n潭口镇,坳上村,3,多\n".encode()).grids
    assert grid.cells.to_numpy().tolist() == [
        ["镇", "村", "数", None],
        ["潭东镇", "龙井村", None, None],
        ["潭口镇", "坳上村", "3", "多"],
    ]


def test_empty_rows_and_columns_at_the_end_are_cut():
    (grid,) = read_bytes("a.csv", ("镇,村,,\n潭东镇,龙井村,,\n" + ",,,\n" * 50).encode()).grids
    assert grid.cells.shape == (2, 2)


def test_old_line_ends_are_read():
    assert cells("镇,村\r潭东镇,龙井村\r".encode()) == [["镇", "村"], ["潭东镇", "龙井村"]]


def test_formulas_stay_text():
    rows = [["镇", "备注"], ["=1+1", "@SUM(A1)"], ["+3", "-"]]
    assert cells(write(rows)) == rows


def test_a_broken_byte_is_refused_with_its_line():
    finding = refusal("镇,村\n潭东镇,龙井村\n潭口镇,坳".encode() + b"\xff\n")
    assert finding.code == "encoding_broken" and finding.row == 3 and "第 3 行" in finding.message


def test_utf8_cut_in_the_middle_is_not_taken_for_gbk():
    assert refusal(("镇,村\n" + "潭东镇,龙井村\n" * 9).encode()[:-2]).code == "encoding_broken"


def test_binary_is_no_text():
    assert refusal(bytes(range(256)) * 4).code == "encoding_broken"


@pytest.mark.parametrize(
    "text",
    [
        "镇,村,点位名称,责任单位\n潭东镇,龙井村,建设点,区农办\n".encode().decode("gbk", "replace"),
        "点位名称,责任单位\n建设点一号,区农办和水利局\n".encode().decode("latin-1"),
        "点位名称,责任单位\n建设点一号,区农办和水利局\n".encode("gbk").decode("latin-1"),
        "镇,村\n潭东镇,锟斤拷锟斤拷\n",
    ],
)
def test_text_saved_as_rubbish_is_refused(text):
    assert refusal(text.encode()).code == "encoding_mojibake"


def test_too_many_columns_are_refused():
    assert refusal((",".join(["数"] * 501) + "\n").encode()).code == "file_too_wide"


def test_an_endless_quote_or_line_is_refused():
    assert refusal(('镇,村\n"' + "龙井村\n" * 40_000).encode()).code == "cell_too_long"
    assert refusal(b"a," * limits.LINE_CHARACTERS).code == "cell_too_long"
    assert refusal(f"镇,村\n潭东镇,{'长' * (limits.CELL_CHARACTERS + 1)}\n".encode()).row == 2


def test_a_file_of_nothing_but_separators_has_no_cells():
    (grid,) = read_bytes("a.csv", b",,,\n" * 3).grids
    assert grid.cells.shape == (0, 0)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 10)
    assert refusal("镇\n".encode() * 11).code == "file_too_long"
