"""Templates come from the schema, and a filled template is a good drop."""

import pytest
from openpyxl import load_workbook

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.delivering.templates import PREPARED_ROWS, Lists, lists, template, write_templates
from data_loaders.schema import DROP_TABLES, SITES, TASKS, TOILETS
from data_loaders.store.editions import open_store
from data_loaders.tidying.rows import EXPLANATION_SHEET


def test_every_table_has_a_template_with_all_its_headers(tmp_path):
    paths = write_templates(tmp_path)
    assert [path.name for path in paths] == [f"{table.title}_模板.xlsx" for table in DROP_TABLES]
    for table, path in zip(DROP_TABLES, paths, strict=True):
        header = [cell.value for cell in load_workbook(path)[table.title][1]]
        assert header == [column.title for column in table.columns]


def test_choices_can_be_picked_from_a_list():
    sheet = template(SITES)[SITES.title]
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"未开工,在建,完工,验收"' in offered


@pytest.mark.parametrize("table", DROP_TABLES, ids=lambda table: table.name)
def test_choices_are_offered_in_the_words_of_files_and_not_of_the_program(table):
    sheet = template(table)[table.title]
    assert not [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.formula1.isascii()]


def test_the_explanation_names_every_column():
    sheet = template(TOILETS)[EXPLANATION_SHEET]
    named = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert named == [column.title for column in TOILETS.columns]


@pytest.mark.parametrize("table", DROP_TABLES, ids=lambda table: table.name)
def test_an_empty_template_is_refused_because_it_has_no_rows_not_for_its_example(table, tmp_path):
    template(table).save(tmp_path / "表.xlsx")
    batch = take([Drop.of(tmp_path / "表.xlsx")], reference.tables())
    assert [finding.code for finding in batch.findings if finding.level == "error"] == ["no_rows"]


def test_a_filled_template_is_read_and_its_example_row_ignored(tmp_path):
    workbook = template(TOILETS)
    workbook[TOILETS.title].insert_rows(3)
    for position, value in enumerate(("2023-09-30", "潭东镇", "龙井村", 12, 9, 8), start=1):
        workbook[TOILETS.title].cell(3, position, value)
    workbook.save(tmp_path / "户厕.xlsx")
    batch = take([Drop.of(tmp_path / "户厕.xlsx")], reference.tables())
    assert batch.publishable
    assert [table["totals"] for table in batch.tables()] == [{"任务数": 12, "完成数": 9, "验收数": 8}]


KNOWN = Lists((("潭东镇", "龙井村"), ("潭东镇", "三观村"), ("潭口镇", "江坝村")), ((1, "甲事"), (2, "乙事")))


@pytest.mark.parametrize("table", DROP_TABLES, ids=lambda table: table.name)
def test_a_template_with_lists_and_nothing_filled_has_no_rows(table, tmp_path):
    template(table, KNOWN).save(tmp_path / "表.xlsx")
    batch = take([Drop.of(tmp_path / "表.xlsx")], reference.tables())
    assert [finding.code for finding in batch.findings if finding.level == "error"] == ["no_rows"]


def test_towns_and_the_villages_of_the_chosen_town_can_be_picked_and_other_words_written():
    workbook = template(TOILETS, KNOWN)
    rules = {str(rule.sqref): rule for rule in workbook[TOILETS.title].data_validations.dataValidation}
    town, village = rules[f"B2:B{PREPARED_ROWS}"], rules[f"C2:C{PREPARED_ROWS}"]
    assert town.formula1 == "'填写说明'!$H$3:$H$4"
    assert "$B2" in village.formula1 and "'填写说明'!$K$3:$K$5" in village.formula1
    assert not town.showErrorMessage and not village.showErrorMessage
    explained = workbook[EXPLANATION_SHEET]
    assert [explained[f"H{row}"].value for row in (3, 4, 5)] == ["潭东镇", "潭口镇", None]
    assert [(explained[f"J{row}"].value, explained[f"K{row}"].value) for row in (3, 4, 5)] == list(KNOWN.villages)


def test_the_example_row_names_a_place_of_the_district():
    for table in DROP_TABLES:
        sheet = template(table, Lists((("河东镇", "上湾村"),)))[table.title]
        example = "".join(str(cell.value) for cell in sheet[2])
        assert "潭东" not in example and "龙井" not in example
        assert "河东镇" in example or not table.has("town")


def test_the_task_ledger_carries_its_tasks_and_counts_those_that_are_filled(tmp_path):
    workbook = template(TASKS, lists(open_store(str(tmp_path / "store"))))
    sheet = workbook[TASKS.title]
    columns = {name: at for at, name in enumerate(TASKS.names, start=1)}
    printed = [sheet.cell(row, columns["number"]).value for row in range(3, 51)]
    assert printed == list(range(1, 49)) and sheet.cell(50, columns["title"]).value
    for name, value in {"as_of": "2023-09-30", "status": "推进中", "progress_text": "开工"}.items():
        sheet.cell(5, columns[name], value)
    workbook.save(tmp_path / "任务.xlsx")
    batch = take([Drop.of(tmp_path / "任务.xlsx")], reference.tables())
    assert batch.publishable
    assert [table["rows"] for table in batch.tables()] == [1]
    (unfilled,) = [finding for finding in batch.findings if finding.code == "rows_unfilled"]
    assert "47 行" in unfilled.sentence


def test_a_task_with_a_day_and_no_status_is_an_error_and_not_set_aside(tmp_path):
    workbook = template(TASKS, KNOWN)
    workbook[TASKS.title].cell(3, TASKS.names.index("as_of") + 1, "2023-09-30")
    workbook.save(tmp_path / "任务.xlsx")
    batch = take([Drop.of(tmp_path / "任务.xlsx")], reference.tables())
    assert not batch.publishable and "no_rows" not in [finding.code for finding in batch.findings]
