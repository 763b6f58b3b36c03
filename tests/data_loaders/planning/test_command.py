"""`python -m data_loaders plan`: the pinned JSON, the files it writes, and that they go through the door as they are."""

import json

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from briefing.plan import read_plan
from data_loaders.__main__ import main
from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.planning.tables import as_workbook
from tests.data_loaders.planning.writing import COUNTY, draft

KEYS = {"kind", "title", "target", "unit", "deadline", "milestones", "frequency", "comparison", "responsible", "clause", "tasks", "sentence", "quote", "rule", "place", "certainty"}  # fmt: skip


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "要点.txt"
    path.write_text(COUNTY, encoding="utf-8")
    return path


def test_the_answer_has_the_pinned_keys(document, capsys):
    assert main(["plan", str(document), "--year", "2025", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"obligations", "tasks", "settings", "unread"} <= set(answer)
    assert all(set(row) >= KEYS for row in answer["obligations"])
    assert all(isinstance(sentence, str) for sentence in answer["unread"])


def test_a_person_reads_what_was_found_and_what_is_to_be_answered(document, capsys):
    assert main(["plan", str(document), "--year", "2025"]) == 0
    told = capsys.readouterr().out
    assert "860户" in told and "[未用]" in told and "[请填写]" in told


def test_a_file_that_is_no_document_is_refused(tmp_path, capsys):
    path = tmp_path / "图.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert main(["plan", str(path), "--year", "2025"]) == 1
    assert "不能当作计划文件读取" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main(["plan", str(path)])
    assert stopped.value.code == 2


def test_what_is_written_out_is_a_plan_that_the_door_takes_and_the_briefing_reads(document, tmp_path, capsys):
    folder = tmp_path / "草稿"
    assert main(["plan", str(document), "--year", "2025", "--out", str(folder)]) == 0
    capsys.readouterr()
    assert main(["check", *map(str, sorted(folder.glob("*.csv"))), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    (waiting,) = [each for each in answer["findings"] if each["level"] == "error"]
    assert not answer["publishable"] and waiting["message"].startswith("还有 19 条没有核对")
    assert waiting["column"] == "核对"
    path = folder / "计划指标.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",待核,", ",接受,", 18).replace(",待核,", ",不要,"), "utf-8")
    drops = [Drop.of(path) for path in sorted(folder.glob("*.csv"))]
    batch = take(drops, reference.tables())
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    assert len(batch.frames()["plan_obligations"]) == 18
    tables = {
        name: frame for name, frame in reference.tables().items() if not name.startswith("plan_")
    } | batch.frames()
    if "plan_tasks" not in tables:
        tables["plan_tasks"] = reference.tables()["plan_tasks"]
    plan = read_plan(tables, 2025)
    assert (plan.district, plan.units) == ("云岭县", ("河东镇", "河西镇", "南坪乡", "城关街道"))
    (spent,) = [one for one in plan.obligations if one.rule == "disbursed_share"]
    assert [(stone.due_on.isoformat(), stone.share) for stone in spent.milestones] == [
        ("2025-06-30", 0.45),
        ("2025-09-30", 0.7),
        ("2025-12-31", 0.98),
    ]


def test_the_workbook_can_be_edited_and_dropped(tmp_path):
    path = tmp_path / "草稿.xlsx"
    path.write_bytes(as_workbook(draft(COUNTY)))
    book = load_workbook(path)
    sheet = book["计划指标"]
    header = [cell.value for cell in sheet[1]]
    place = header.index("目标值") + 1
    changed = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, place).value == 860)
    sheet.cell(changed, place).value = 900
    own = {name: sheet.cell(changed, header.index(name) + 1).value for name in ("类别", "规则", "对象", "范围", "核对")}
    assert list(own.values()) == ["数量目标", "各村完成数之和", "户厕", "全县", "待核"]
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    letters = [get_column_letter(header.index(name) + 1) for name in (*own, "频次")]
    assert set(letters) <= set(offered) and "户厕" in offered[letters[2]] and "每季度" in offered[letters[-1]]
    book.save(path)
    frame = take([Drop.of(path)], reference.tables()).frames()["plan_obligations"]
    (row,) = frame[frame["target"] == 900].to_dict("records")
    assert (row["title"], row["kind"], row["rule"], row["subject"]) == ("户厕", "target", "places_done", "toilets")
    assert not pd.isna(frame["responsible"]).any()


def test_words_of_the_document_are_never_a_formula_in_the_workbook(tmp_path):
    path = tmp_path / "草稿.xlsx"
    path.write_bytes(as_workbook(draft("一、任务\n=HYPERLINK(1)完成改厕50户。")))
    cells = [cell for row in load_workbook(path)["计划指标"].iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells) and all(cell.data_type != "f" for cell in cells)
