"""Web pages named .xls: laid out as Excel shows them, and never active."""

import pytest

from data_loaders.findings import Refused
from data_loaders.reading import limits, read_bytes
from data_loaders.reading.grid import Merge

TABLE = "<table><tr><td>镇</td><td>村</td></tr><tr><td>潭东镇</td><td>龙井村</td></tr></table>"


def grid(text, encoding="utf-8", name="a.xls"):
    return read_bytes(name, text.encode(encoding)).grids[0]


def cells(text):
    return grid(text).cells.to_numpy().tolist()


def refusal(text):
    with pytest.raises(Refused) as refused:
        read_bytes("a.xls", text.encode())
    return refused.value.findings[0].code


def test_a_table_is_read_and_numbers_stay_text():
    page = (
        "<html><body><table><tr><th>村</th><th>数</th></tr><tr><td>龙井村</td><td> 007 </td></tr></table></body></html>"
    )
    assert cells(page) == [["村", "数"], ["龙井村", "007"]]


def test_a_cell_over_rows_and_columns_has_its_value_first():
    page = grid(
        "<table><tr><td rowspan=2>镇</td><td colspan=2>户厕</td></tr><tr><td>任务</td><td>完成</td></tr>"
        "<tr><td>潭东镇</td><td>7</td><td>5</td></tr></table>"
    )
    assert page.cells.to_numpy().tolist() == [["镇", "户厕", None], [None, "任务", "完成"], ["潭东镇", "7", "5"]]
    assert page.merges == (Merge(1, 1, 1, 2), Merge(1, 2, 0, 0)) or set(page.merges) == {
        Merge(1, 2, 0, 0),
        Merge(1, 1, 1, 2),
    }


def test_titles_and_several_tables_stand_under_one_another():
    page = (
        f"<html><head><title>x</title></head><body><h3>户厕 2023年9月</h3>{TABLE}<p>填表人：</p>{TABLE}</body></html>"
    )
    assert [row[0] for row in cells(page)] == ["户厕 2023年9月", "镇", "潭东镇", "填表人：", "镇", "潭东镇"]


def test_a_table_that_only_lays_out_others_is_opened():
    assert cells(f"<table><tr><td>{TABLE}</td></tr></table>") == [["镇", "村"], ["潭东镇", "龙井村"]]


def test_white_space_is_shown_as_a_browser_shows_it():
    page = "<table><tr><td>潭东镇\n   龙井村<br>二组</td><td>&nbsp;</td><td>a&lt;b</td></tr></table>"
    assert cells(page) == [["潭东镇 龙井村\n二组", None, "a<b"]]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "GB18030"])
def test_the_declared_encoding_is_used(charset):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head>{TABLE}</html>'
    reading = read_bytes("a.xls", page.encode("gb18030"))
    assert reading.grids[0].cells.loc[2].tolist() == ["潭东镇", "龙井村"]
    assert [finding.code for finding in reading.findings] == ["file_kind_mismatch", "encoding"]


def test_a_wrong_declaration_is_not_believed():
    assert grid(f'<meta charset="utf-8">{TABLE}', "gbk").cells.loc[1].tolist() == ["镇", "村"]


@pytest.mark.parametrize(
    "active",
    [
        "<script>alert(1)</script>",
        '<iframe src="x.htm"></iframe>',
        "<object></object>",
        "<embed>",
        '<td onclick="x()">x</td>',
        '<a href="javascript:x()">x</a>',
        '<a href=" JavaScript:x()">x</a>',
        '<img src="http://example.com/a.png">',
        '<img src="//example.com/a.png">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<p style="background:url(http://example.com/a.png)">x</p>',
        "<style>@import 'http://example.com/a.css'</style>",
        '<meta http-equiv="Refresh" content="0;url=http://example.com">',
    ],
)
def test_active_content_is_refused(active):
    assert refusal(f"<html><body>{TABLE}{active}</body></html>") == "active_content"


def test_what_excel_itself_writes_is_not_active():
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><link rel=File-List href="a.files/filelist.xml">'
        '<style>td {mso-number-format:"0%"}</style><!--[if gte mso 9]><xml><script>x</script></xml><![endif]--></head>'
        f'<body>{TABLE}<a href="http://example.com">说明</a></body></html>'
    )
    assert cells(page)[2] == ["说明", None]


def test_a_page_without_a_table_is_refused():
    assert refusal("<html><body>请登录</body></html>") == "file_kind_unknown"


def test_huge_spans_are_harmless():
    assert cells('<table><tr><td rowspan="99999999">镇</td><td>1</td></tr></table>') == [["镇", "1"]]
    assert refusal('<table><tr><td colspan="99999999">镇</td></tr></table>') == "file_too_wide"


def test_hidden_rows_are_counted_and_read():
    page = grid("<table><tr><td>镇</td></tr><tr style='display: none'><td>潭东镇</td></tr></table>")
    assert page.hidden_rows == 1 and page.cells.loc[2, 0] == "潭东镇"


def test_an_oversized_page_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "WEB_PAGE_BYTES", 10)
    assert refusal(TABLE) == "file_too_large"
