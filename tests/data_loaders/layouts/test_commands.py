"""Layouts from the command line: what `check --json` says, what `publish` takes and remembers, and the list."""

import json

import pytest

from data_loaders.__main__ import main
from data_loaders.commands import DONE, REFUSED
from data_loaders.store.editions import STORE_VARIABLE
from tests.data_loaders.layouts.ledgers import TOTALS, toilets


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command on an empty store; gives its exit code and its JSON."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))

    def run(*arguments: object) -> tuple[int, dict]:
        capsys.readouterr()
        code = main([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_a_ledger_is_checked_said_accepted_remembered_and_taken_along(office, run, tmp_path):
    path = office.xlsx("改厕.xlsx", toilets("甲数", "乙数"))
    code, answer = run("check", path)
    assert code == REFUSED and answer["publishable"] is False
    (layout,) = answer["layouts"]
    assert layout["file"] == "改厕.xlsx" and layout["name"] is None and layout["table"] == "toilets"
    assert {"header": "村别", "to": "村", "how": "as_is", "sure": True} in layout["columns"]
    assert {question["about"] for question in answer["questions"]} >= {"任务数", "完成数"}
    assert all(set(question) >= {"about", "suggested", "options"} for question in answer["questions"])

    assert run("publish", path, "--accept-layout")[0] == REFUSED  # a question without a suggestion stays
    said = ("--say", "甲数=任务数", "--say", "乙数=完成数")
    assert run("publish", path, *said)[0] == REFUSED  # said, but not accepted
    code, answer = run("publish", path, *said, "--accept-layout")
    assert code == DONE and answer["edition"] == 1 and answer["tables"][0]["totals"] == TOTALS

    code, answer = run("check", path)
    assert code == DONE and not answer["questions"] and answer["layouts"][0]["name"]
    (kept,) = run("layouts", "list")[1]["layouts"]
    assert kept["editions"] == [1]
    assert run("layouts", "show", kept["name"])[1]["table"] == "toilets"
    assert run("layouts", "export", kept["name"], tmp_path / "a.json")[0] == DONE
    assert run("layouts", "remove", kept["name"])[0] == DONE
    assert run("check", path)[0] == REFUSED
    assert run("check", path, "--layout", tmp_path / "a.json")[0] == DONE
    assert run("layouts", "import", tmp_path / "a.json")[0] == DONE
    assert run("check", path)[0] == DONE


def test_a_saying_or_a_file_that_is_none_is_refused_in_words(office, run, tmp_path):
    path = office.xlsx("改厕.xlsx", toilets())
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    assert [finding["code"] for finding in run("check", path, "--say", "没有等号")[1]["findings"]] == [
        "saying_unreadable"
    ]
    assert [finding["code"] for finding in run("check", path, "--layout", tmp_path / "b.json")[1]["findings"]] == [
        "layout_unreadable"
    ]
    assert run("layouts", "remove", "没有的")[1]["findings"][0]["code"] == "layout_unknown"
