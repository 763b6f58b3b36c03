"""The marked copy shows a clerk where to look."""

from io import BytesIO

from openpyxl import load_workbook

from data_loaders.delivering import reference
from data_loaders.delivering.annotated_copy import LIST_SHEET, marked_copy
from data_loaders.delivering.intake import Drop, take
from data_loaders.reading import read_bytes

CONTENT = "镇,村,任务数,完成数,备注\n潭东镇,龙井村,12,约9户,=1+1\n潭东镇,茶元村,3,5,\n".encode()


def test_the_copy_colours_the_cells_and_notes_what_is_wrong():
    drop = Drop("户厕_2023-09.csv", CONTENT)
    batch = take([drop], reference.tables())
    workbook = load_workbook(BytesIO(marked_copy(read_bytes(drop.name, drop.content).grids, batch.findings)))
    sheet = workbook["数据"]
    assert "不是准确数字" in sheet["D2"].comment.text
    assert sheet["D2"].fill.start_color.rgb.endswith("F4B6B6")
    assert workbook[LIST_SHEET]["C2"].value == 2


def test_formula_text_stays_text_in_the_copy():
    drop = Drop("户厕_2023-09.csv", CONTENT)
    workbook = load_workbook(BytesIO(marked_copy(read_bytes(drop.name, drop.content).grids, [])))
    cell = workbook["数据"]["E2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s") or cell.data_type != "f"
