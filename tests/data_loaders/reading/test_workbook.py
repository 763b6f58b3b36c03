"""Workbooks: every sheet, true row numbers, and what a reader library does not tell."""

import datetime
import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from data_loaders.findings import Refused
from data_loaders.reading import limits, read_bytes
from data_loaders.reading.grid import Merge
from data_loaders.reading.number_formats import number_format

# Control characters and escapes such as _x0041_ have a meaning of their own in XLSX.
texts = st.text(alphabet="潭东镇龙井村 0123.%=+-@\"'<&>,;\nabC", max_size=12)
tables = st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=6)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(rows=(), **cells):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, value in cells.items():
        book.active[place] = value
    return book


def grids(content, name="a.xlsx"):
    return read_bytes(name, content).grids


def refusal(content, name="a.xlsx"):
    with pytest.raises(Refused) as refused:
        read_bytes(name, content)
    return refused.value.findings[0]


def rewritten(content, changes, extra=()):
    """The archive with parts replaced: name → function of the old bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, lambda data: data)(old.read(name)))
        for name, data in extra:
            new.writestr(name, data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@settings(deadline=None, max_examples=40)
@given(rows=tables)
def test_any_texts_come_back_as_they_were_written(rows):
    book = openpyxl.Workbook()
    for i, row in enumerate([["镇", "村", "备注"], *rows], 1):
        for j, text in enumerate(row, 1):
            cell = book.active.cell(i, j)
            cell.value, cell.data_type = text, "s"
    (grid,) = grids(saved(book))
    found = {(i, j): text for i, row in enumerate(grid.cells.to_numpy(), 1) for j, text in enumerate(row) if text}
    assert found == {(i, j): text for i, row in enumerate(rows, 2) for j, text in enumerate(row) if text} | {
        (1, 0): "镇",
        (1, 1): "村",
        (1, 2): "备注",
    }


def test_values_keep_their_kinds():
    day, moment = datetime.date(2023, 9, 30), datetime.datetime(2023, 9, 30, 8, 5)
    (grid,) = grids(saved(workbook([["文", 290, 0.5, True, day, moment, datetime.time(8, 5)]])))
    assert grid.cells.loc[1].tolist() == ["文", 290.0, 0.5, True, day, moment, "08:05:00"]


def test_row_numbers_are_those_of_the_program_when_the_table_stands_lower():
    (grid,) = grids(saved(workbook(C3="镇", C6="潭东镇")))
    assert list(grid.cells.index) == [1, 2, 3, 4, 5, 6]
    assert grid.cells.loc[6].tolist() == [None, None, "潭东镇"]


def test_every_sheet_is_read_and_a_hidden_one_is_marked():
    book = workbook([["镇"]])
    book.active.title = "9月"
    book.create_sheet("字典").sheet_state = "hidden"
    book["字典"]["A1"] = "潭东镇"
    book.create_sheet("空")
    found = grids(saved(book))
    assert [(grid.source.sheet, grid.visible, grid.cells.shape) for grid in found] == [
        ("9月", True, (1, 1)),
        ("字典", False, (1, 1)),
        ("空", True, (0, 0)),
    ]


def test_merged_cells_have_their_value_first():
    book = workbook(A1="潭东镇", B1="龙井村")
    book.active.merge_cells("A1:A3")
    (grid,) = grids(saved(book))
    assert grid.merges == (Merge(1, 3, 0, 0),)


def test_broken_formulas_are_told_from_empty_cells():
    book = workbook(A1="镇", A2="=SUM(B1:B9)", A3="#REF!", A4='=IF(1,"",1)')
    book.active["A3"].data_type = "e"
    content = rewritten(
        saved(book),
        {
            SHEET: lambda data: re.sub(
                rb'<c r="A4"[^>]*>(<f>.*?</f>)<v\s*/?>(</v>)?', rb'<c r="A4" t="str">\1<v></v>', data
            )
        },
    )
    (grid,) = grids(content)
    assert grid.broken == {(2, 0): "", (3, 0): "#REF!"}
    assert grid.cells.to_numpy().tolist() == [["镇"]]


def test_a_formula_with_its_result_is_its_result():
    content = rewritten(
        saved(workbook(A1="=1+1")), {SHEET: lambda data: re.sub(rb"<v\s*/>|<v></v>", b"<v>2</v>", data)}
    )
    (grid,) = grids(content)
    assert grid.cells.loc[1, 0] == 2 and not grid.broken


def test_percent_formats_are_told():
    book = workbook([[0.75, 0.75, 0.75, 75, "75%"]])
    for place, code in {"A1": "0%", "B1": "0.0%;[红色]-0.0%", "C1": '0.00"%"', "E1": "0%"}.items():
        book.active[place].number_format = code
    (grid,) = grids(saved(book))
    assert grid.percents == {(1, 0), (1, 1)}


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ('0!.0,"万元"', 500_000, "50万元"), ('0!.0,"万元"', 487_512, "48.7512万元"), ('#,##0!.0000"万元"', 500_000, "50万元"),
        ('0.00,"千元"', 5_000, "5千元"), ("0.00,,", 5_000_000, 5.0), ('0.00"元"', 12.5, "12.5元"), ('General"万元"', 3, "3万元"),
        ('[>=10000]0!.0,"万";0"元"', 500_000, "50万"), ('[>=10000]0!.0,"万";0"元"', 900, "900元"),
        ("#,##0.00", 5_000, 5_000), ('0"户"', 30, 30), ("0.0_);[Red](0.0)", 5, 5), ('yyyy"年"', 45_199, 45_199),
    ],
)  # fmt: skip
def test_a_format_that_scales_or_names_a_unit_of_money_is_read_as_it_shows(code, number, shown):
    assert number_format(code).shown(float(number)) == shown


def test_numbers_are_read_as_their_format_shows_them():
    book = workbook([[500_000, 500_000, 30, "甲"]])
    for place, code in {"A1": '0!.0,"万元"', "B1": "#,##0", "C1": '0"户"', "D1": '0!.0,"万元"'}.items():
        book.active[place].number_format = code
    (grid,) = grids(saved(book))
    assert grid.cells.loc[1].tolist() == ["50万元", 500_000, 30, "甲"]
    assert grid.reshown == {(1, 0)}


def test_hidden_rows_are_counted_and_read():
    book = workbook([["镇"], ["潭东镇"], ["潭口镇"]])
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[9].hidden = True
    (grid,) = grids(saved(book))
    assert grid.hidden_rows == 1 and grid.cells.loc[2, 0] == "潭东镇"


def test_a_lying_dimension_loses_no_rows():
    book = workbook([[i, "村"] for i in range(50)])
    content = rewritten(
        saved(book), {SHEET: lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', data)}
    )
    (grid,) = grids(content)
    assert grid.cells.shape == (50, 2)


def test_formatted_empty_cells_far_away_do_not_count():
    book = workbook(A1="镇")
    book.active["XFD1048576"].font = Font(bold=True)
    (grid,) = grids(saved(book))
    assert grid.cells.shape == (1, 1)


def test_a_sheet_without_cell_references_is_read():
    content = rewritten(
        saved(workbook([["镇", "村"], ["潭东镇", "龙井村"]])),
        {SHEET: lambda data: re.sub(rb' r="[A-Z]*\d+"', b"", data)},
    )
    (grid,) = grids(content)
    assert grid.cells.to_numpy().tolist() == [["镇", "村"], ["潭东镇", "龙井村"]]


def test_strict_workbooks_are_read():
    def strict(data):
        return data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    content = saved(workbook([["镇"], ["潭东镇"]]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        changes = dict.fromkeys((name for name in archive.namelist() if name != "[Content_Types].xml"), strict)
    (grid,) = grids(rewritten(content, changes))
    assert grid.cells.loc[2, 0] == "潭东镇"


def xls(name="a"):
    book = xlwt.Workbook()
    return book, book.add_sheet(name)


def test_old_workbooks_are_read_with_formats_merges_and_hidden_rows():
    book, sheet = xls("台账")
    sheet.write(0, 0, "镇")
    sheet.write(1, 1, 0.5, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(1, 2, datetime.datetime(2023, 9, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write_merge(2, 3, 0, 1, "潭东镇")
    sheet.row(1).hidden = True
    (grid,) = grids(saved(book), "a.et")
    assert grid.source.sheet == "台账"
    assert grid.cells.loc[2].tolist() == [None, 0.5, datetime.date(2023, 9, 30)]
    assert grid.merges == (Merge(3, 4, 0, 1),) and grid.percents == {(2, 1)} and grid.hidden_rows == 1


def test_errors_in_old_workbooks_are_told():
    book, sheet = xls()
    sheet.write(0, 0, "镇")
    sheet.row(1).set_cell_error(0, "#REF!")
    (grid,) = grids(saved(book), "a.xls")
    assert grid.broken == {(2, 0): "#REF!"}


def test_two_cells_at_the_ends_of_a_sheet_do_not_take_all_memory():
    assert refusal(saved(workbook(A1=1, XFD1048576=2))).code == "file_bomb"
    book, sheet = xls()
    sheet.write(0, 0, 1)
    sheet.write(65535, 255, 1)
    assert refusal(saved(book), "a.xls").code == "file_bomb"


def test_more_than_500_columns_are_refused():
    assert refusal(saved(workbook([list(range(501))]))).code == "file_too_wide"


def test_a_long_text_shared_by_many_cells_is_refused(monkeypatch):
    # As Excel writes it: the text once, and its number in every cell.
    long_text = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(1, 20_001))
    content = rewritten(
        saved(workbook(A1="x")),
        {SHEET: lambda data: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", data)},
        extra=[("xl/sharedStrings.xml", long_text)],
    )
    assert refusal(content).code == "file_bomb"


def test_expanding_entities_are_refused():
    entities = b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 100 + b'"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = rewritten(
        saved(workbook(A1="镇")),
        {SHEET: lambda data: re.sub(rb"(<worksheet)", entities.replace(b"\\", b"") + rb"\1", data, count=1)},
    )
    assert refusal(content).code == "file_damaged"


@pytest.mark.parametrize("cut", [50, 700, -10])
def test_half_a_workbook_is_damaged(cut):
    assert refusal(saved(workbook([["镇", "村"]] * 50))[:cut]).code == "file_damaged"


def test_a_workbook_without_sheets_inside_is_damaged():
    content = rewritten(saved(workbook(A1=1)), {SHEET: lambda _: b"<worksheet><sheetData><row r='x'>"})
    assert refusal(content).code == "file_damaged"


def test_half_an_old_workbook_is_damaged():
    book, sheet = xls()
    for i in range(500):
        sheet.write(i, 0, f"村{i}")
    content = saved(book)
    assert refusal(content[: len(content) // 2], "a.xls").code == "file_damaged"
    assert refusal(content[:600], "a.xls").code == "file_damaged"


BILLIONS = struct.pack("<I", 0x7FFF_FFFF)
FAR_CELL = struct.pack("<HHHHHd", 0x0203, 14, 65535, 65535, 0, 1.0)
NESTED = struct.pack("<HHHH12x", 0x0809, 16, 0x0600, 0x0020)


@pytest.mark.parametrize(
    ("place", "skipped", "claim"),
    [
        ("header", 40, BILLIONS),  # sectors of the directory, of the allocation table, of the small one, of its list
        ("header", 44, BILLIONS),
        ("header", 64, BILLIONS),
        ("header", 72, BILLIONS),
        ("root entry", 120, BILLIONS),
        ("texts", 8, BILLIONS),
        ("dimensions", 8, BILLIONS),
        ("dimensions", 4, BILLIONS),
        ("dimensions", 0, FAR_CELL),
        ("dimensions", 0, NESTED + FAR_CELL),
    ],
)
def test_what_an_old_workbook_claims_to_hold_is_never_believed(place, skipped, claim):
    book, sheet = xls()
    for i in range(20):
        sheet.write(i, 0, f"村{i}")
    content = saved(book)
    marks = {
        "header": b"",
        "root entry": "Root Entry".encode("utf-16-le"),
        "texts": b"\xfc\x00",
        "dimensions": b"\x00\x02\x0e\x00",
    }
    begin = content.index(marks[place]) + skipped
    forged = content[:begin] + claim + content[begin + len(claim) :]
    assert refusal(forged, "a.xls").code in {"file_damaged", "file_bomb"}


def test_programs_packed_into_a_workbook_are_refused():
    assert refusal(rewritten(saved(workbook(A1=1)), {}, extra=[("xl/run.exe", b"MZ")])).code == "file_nested"


def test_a_million_formatted_rows_are_within_the_limits():
    # 1,048,553 styled but empty rows are what a careless format brush leaves.
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (i, i) for i in range(2, 200_000))
    content = rewritten(
        saved(workbook(A1="镇")), {SHEET: lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>")}
    )
    (grid,) = grids(content)
    assert grid.cells.shape == (1, 1)


def test_the_limits_are_those_of_the_design():
    assert limits.COLUMNS == 500 and limits.FILE_BYTES == 200 * 2**20 and limits.INFLATED_BYTES == 512 * 2**20
