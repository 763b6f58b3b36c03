"""A doubt about a boundary file is answered by a person before it is published, whichever door the file comes through."""

import json
import os
import time
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data_loaders.__main__ import main
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.findings import Finding
from data_loaders.store.editions import Store, open_store
from geo.notes import ANSWERS, WORDS

WEST, SOUTH, SIDE = 585_000, 2_850_000, 1_800


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "store"))
    return open_store()


def squares(east: float = 0.0) -> gpd.GeoDataFrame:
    """Four villages of 潭东镇 side by side, in metres."""
    names = ["龙井村", "上坝村", "茶元村", "迳背村"]
    lands = [
        shapely.box(WEST + east + SIDE * at, SOUTH, WEST + east + SIDE * (at + 1), SOUTH + SIDE)
        for at in range(len(names))
    ]
    return gpd.GeoDataFrame({"镇": "潭东镇", "XZQMC": names}, geometry=lands, crs=4547)


def geojson(frame: gpd.GeoDataFrame, *, declared: bool) -> bytes:
    document = json.loads(frame.set_crs(None, allow_override=True).to_json())
    document.pop("crs", None)
    if declared:
        document["crs"] = {"type": "name", "properties": {"name": f"EPSG:{frame.crs.to_epsg()}"}}
    return json.dumps(document).encode()


DOUBTFUL = geojson(squares(), declared=False)
FOREIGN = geojson(squares().to_crs(4548), declared=True)
CLEAR = geojson(squares(), declared=True)


def codes(findings: list[Finding] | tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def test_a_file_without_doubt_is_published_at_once(store):
    outcome = publish(store, [Drop("界线.geojson", CLEAR)], by="李")
    assert outcome.edition is not None
    assert outcome.edition.files[0].keys() == {"name", "sha256", "table", "program"}


@pytest.mark.parametrize(
    ("content", "question"),
    [(DOUBTFUL, "boundary_crs_guessed"), (FOREIGN, "boundary_neighbour_zone")],
    ids=["guessed", "zone"],
)
def test_a_doubt_is_published_only_with_its_answer_and_the_edition_keeps_it(store, content, question):
    refused = publish(store, [Drop("界线.geojson", content)], by="李")
    assert refused.edition is None
    assert {question, "unconfirmed"} <= codes(refused.findings)
    wrong = publish(store, [Drop("界线.geojson", content, confirmed=frozenset({"boundary_kml_shift"}))], by="李")
    assert wrong.edition is None
    outcome = publish(store, [Drop("界线.geojson", content, confirmed=frozenset({question}))], by="李")
    assert outcome.edition.files[0]["confirmed"] == [question]
    land = gpd.GeoSeries.from_wkb(outcome.edition.table("boundaries")["geometry"])
    assert land.total_bounds == pytest.approx(squares().total_bounds, abs=0.1)


def test_a_shift_against_the_boundaries_in_use_is_kept_or_taken_out_as_answered(store):
    publish(store, [Drop("界线.geojson", CLEAR)], by="李")
    moved = geojson(squares(east=300), declared=True)
    assert publish(store, [Drop("新.geojson", moved)], by="李").edition is None
    kept = publish(store, [Drop("新.geojson", moved, confirmed=frozenset({"boundary_moved"}))], by="李")
    assert gpd.GeoSeries.from_wkb(kept.edition.table("boundaries")["geometry"]).total_bounds[0] == pytest.approx(
        WEST + 300
    )


def test_the_command_asks_and_takes_the_answer(store, tmp_path, capsys):
    path = tmp_path / "界线.geojson"
    path.write_bytes(DOUBTFUL)
    assert main(["check", str(path)]) == 1  # publishable once somebody has looked
    assert capsys.readouterr().out.rstrip().endswith("核实后可以发布")
    assert main(["publish", str(path)]) == 1
    assert "--confirm boundary_crs_guessed" in capsys.readouterr().out
    assert main(["publish", str(path), "--confirm", "boundary_crs_guessed"]) == 0


def test_an_answer_is_never_given_to_two_boundary_files_at_once(store, tmp_path, capsys):
    paths = [tmp_path / "甲.geojson", tmp_path / "乙.geojson"]
    for path in paths:
        path.write_bytes(DOUBTFUL)
    assert main(["publish", *map(str, paths), "--confirm", "boundary_looks_gcj02", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {finding["code"] for finding in answer["findings"]} == {"confirmed_several"}
    assert store.editions() == []


def test_the_inbox_publishes_no_doubt_and_its_report_says_what_to_do(store, tmp_path):
    inbox = Inbox(tmp_path / "inbox", store)
    inbox.folder.mkdir()
    path: Path = inbox.folder / "界线.geojson"
    path.write_bytes(DOUBTFUL)
    os.utime(path, (time.time() - 60, time.time() - 60))
    inbox.look()
    (ended,) = inbox.look()
    assert ended.parent.name == "refused"
    assert store.editions() == []
    report = ended.with_name(ended.name + ".报告.txt").read_text(encoding="utf-8")
    assert "要有人核实后才能发布" in report
    assert "「数据上传」" in report


@pytest.mark.parametrize("question", ANSWERS)
def test_every_question_is_a_note_with_answers_in_words(question):
    assert question in WORDS
    assert all(ANSWERS[question].values())
