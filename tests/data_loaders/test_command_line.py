"""`python -m data_loaders check` and `publish`: the pinned JSON, the exit codes, and words a person reads."""

import json
import subprocess
import sys

import pytest

from data_loaders.__main__ import main
from tests.data_loaders.dropping import HOUSEHOLD_TOTALS, Office, households, with_cell, without


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "store"))


def told(capsys, *arguments) -> tuple[int, dict]:
    """Exit code and JSON answer of one command."""
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_good_file_is_publishable_with_its_totals(office: Office, capsys):
    code, answer = told(capsys, "check", office.csv("户厕.csv", households()))
    assert (code, answer["publishable"]) == (0, True)
    assert answer["tables"] == [{"table": "toilets", "as_of": "2023-10-31", "rows": 5, "totals": HOUSEHOLD_TOTALS}]


def test_a_bad_file_is_refused_with_every_key_of_a_finding(office: Office, capsys):
    path = office.xlsx("户厕.xlsx", with_cell(households(), 4, "完成数", "约10"))
    code, answer = told(capsys, "check", path)
    assert (code, answer["publishable"], answer["tables"]) == (1, False, [])
    assert answer["findings"][0] == {
        "level": "error", "code": "cell_not_number", "file": "户厕.xlsx", "table": "toilets", "sheet": "Sheet1", "row": 4,
        "column": "完成数", "message": "「约10」不是准确数字", "hint": "请填阿拉伯数字，例如 11",
    }  # fmt: skip


def test_the_day_can_be_given(office: Office, capsys):
    path = office.csv("户厕.csv", without(households(), "截至日期"))
    assert told(capsys, "check", path)[0] == 1
    code, answer = told(capsys, "check", path, "--as-of", "2023-10-31")
    assert (code, answer["tables"][0]["as_of"]) == (0, "2023-10-31")


def test_several_files_become_one_edition_or_none(office: Office, capsys):
    good, bad = office.csv("户厕.csv", households()), office.csv("庭院.csv", with_cell(households(), 2, "村", ""))
    code, answer = told(capsys, "publish", good, bad, "--by", "测试")
    assert (code, answer["edition"]) == (1, None)
    assert told(capsys, "history")[1] == {"editions": []}
    code, answer = told(capsys, "publish", good, office.csv("庭院.csv", households()), "--by", "测试")
    assert (code, answer["edition"]) == (0, 1)
    assert {table["table"] for table in answer["tables"]} == {"toilets", "courtyards"}


def test_a_missing_file_and_a_bad_day_are_told(office: Office, capsys):
    assert told(capsys, "check", office.folder / "没有.csv")[0] == 1
    with pytest.raises(SystemExit) as stopped:
        main(["check", "x.csv", "--as-of", "九月"])
    assert stopped.value.code == 2


def test_words_for_a_person(office: Office, capsys):
    assert main(["check", str(office.csv("户厕.csv", with_cell(households(), 4, "完成数", "约10")))]) == 1
    said = capsys.readouterr().out
    assert said.startswith("[错误] 〈户厕.csv〉第4行「完成数」：「约10」不是准确数字。")
    assert said.rstrip().endswith("不能发布")


LIBRARIES = {"geopandas", "openpyxl", "pdfplumber", "docx", "plotly", "streamlit"}


@pytest.mark.parametrize(
    ("modules", "unused"),
    [
        ("data_loaders.commands.history, data_loaders.commands.check", LIBRARIES | {"pandas", "phonenumbers"}),
        ("briefing.__main__, data_loaders.commands.delivery", LIBRARIES),
    ],
)
def test_a_short_answer_waits_for_no_library_that_it_does_without(modules: str, unused: set[str]):
    script = f"import sys, {modules}; print(*sys.modules)"
    child = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not unused & set(child.stdout.split())
