"""The command line: one file in, the pinned answer out."""

import json

import pytest

from data_loaders.delivering import reference
from geo.__main__ import main

FINDING_KEYS = ["level", "code", "file", "table", "sheet", "row", "column", "message", "hint"]


@pytest.fixture(autouse=True)
def shipped(villages, monkeypatch):
    monkeypatch.setattr("geo.__main__._tables", lambda: reference.tables() | {"villages": villages})


def test_a_good_file_is_publishable(drawn, geojson, tmp_path, capsys):
    path = tmp_path / "村界.geojson"
    path.write_bytes(geojson(drawn.drop(index=10).to_crs(4526)))
    assert main(["check", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["publishable", "crs", "features", "matched", "missing", "unknown", "area_m2", "findings"]
    assert (answer["crs"], answer["matched"], answer["missing"]) == ("EPSG:4526", 33, ["龙井村"])
    assert [list(finding) for finding in answer["findings"]] == [FINDING_KEYS] * 2
    assert answer["findings"][0]["table"] == "boundaries"


def test_a_refused_file_exits_with_one(tmp_path, capsys):
    path = tmp_path / "图.dwg"
    path.write_bytes(b"AC1032")
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "DWG" in printed
    assert printed.endswith("不能发布\n")


@pytest.mark.parametrize("arguments", [[], ["check"], ["check", "/nowhere/at/all.zip"], ["check", "/"], ["draw", "x"]])
def test_wrong_use_exits_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err
