"""What would eat the machine is refused before it is read."""

import json
import os
import random
import resource
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from data_loaders.__main__ import main
from data_loaders.checking import boundaries
from data_loaders.delivering import intake, publish, reference
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop, take
from data_loaders.store.editions import open_store
from geo.__main__ import main as check_map
from geo.archive import TEXT_AT_MOST
from tests.effort import spent


def codes(drop: Drop) -> list[str]:
    return [finding.code for finding in take([drop], reference.tables()).findings]


def workbook_with_part(name: str, filling: bytes) -> bytes:
    """A small workbook, one part of which was blown up."""
    whole, blown = BytesIO(), BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(blown, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == name:
                at = content.rindex(b"</")
                content = content[:at] + filling + content[at:]
            target.writestr(part, content)
    return blown.getvalue()


def test_a_workbook_whose_list_of_sheets_is_blown_up_is_refused():
    content = workbook_with_part("xl/workbook.xml", b"<a/>" * 5_000_000)
    assert codes(Drop("户厕_2023-09.xlsx", content)) == ["file_damaged"]


def test_a_boundary_text_beyond_any_survey_is_refused():
    content = b'{"type":"FeatureCollection","features":[' + b" " * TEXT_AT_MOST + b"]}"
    assert codes(Drop("村界.geojson", content)) == ["boundary_too_large"]


def packed(*parts: tuple[str, bytes]) -> bytes:
    """A workbook of one household row with further parts."""
    book, file = Workbook(), BytesIO()
    book.active.append(["截至日期", "镇", "村", "任务数", "完成数"])
    book.active.append(["2023-10-31", "潭东镇", "龙井村", 12, 9])
    book.save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def collection(geometry: str, properties: str = '{"XZQMC":"龙井村"}') -> bytes:
    feature = f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()


def star(points: int) -> str:
    """A ring whose lines all cross each other."""
    chance = random.Random(7)
    corners = [[round(114.85 + chance.random() / 10, 6), round(25.75 + chance.random() / 10, 6)] for _ in range(points)]
    return json.dumps({"type": "Polygon", "coordinates": [[*corners, corners[0]]]})


MEGA = 1 << 20
BOMBS = {
    "a part of properties of 60 MB": ("户厕.xlsx", lambda: packed(("docProps/custom.xml", b"<p>" + b"<a>1</a>" * (60 * MEGA // 8))), "file_bomb"),
    "an attribute of 40 MB among noise": (
        "户厕.xlsx", lambda: packed(("xl/drawings/d.xml", b'<a b="' + b"a" * 30 * MEGA + b'"/>'), ("xl/media/i.png", random.Random(1).randbytes(MEGA))),
        "file_bomb",
    ),
    "tags that are never closed": ("户厕.xlsx", lambda: packed(("xl/comments9.xml", b"<" * 8 * MEGA)), None),
    "runs that are never closed": ("户厕.xlsx", lambda: packed(("xl/comments9.xml", b"</t></r><r><rPr><t>" * 400_000)), None),
    "a star of 17,000 corners": ("村界.geojson", lambda: collection(star(17_000)), "boundary_tangled"),
    "a number of 5,000,000 digits": (
        "村界.geojson",
        lambda: collection('{"type":"Polygon","coordinates":[[[114.' + "9" * 5_000_000 + ",25.8],[114.9,25.8],[114.9,25.9],[114.1,25.8]]]}"),
        "boundary_damaged",
    ),
    "a number of 5,000,000 digits in KML": (
        "村界.kml",
        lambda: b"<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>1." + b"9" * 5_000_000 + b",2 3,4 5,6</coordinates>"
        b"</LinearRing></outerBoundaryIs></Polygon></Placemark></kml>",
        "boundary_damaged",
    ),
    "rows of a table that never end": ("村界.kml", lambda: b"<kml><Placemark><description>" + b"&lt;tr" * 4_000_000 + b"</description></Placemark></kml>", "boundary_no_polygons"),
    "twenty thousand keys": (
        "村界.geojson", lambda: collection("null", json.dumps({f"k{number}": 1 for number in range(20_000)})), "boundary_too_wide"
    ),
    "lists in lists": ("村界.geojson", lambda: b"[" * 10_000_000, "boundary_damaged"),
    "cells that reach down": (
        "户厕.xls", lambda: b"<html><table><tr>" + b"<td rowspan=9999999>a</td>" * 499 + b"</tr>" + b"<tr>" * 1_500_000 + b"</table></html>", "file_too_long"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_no_small_file_takes_the_machine(kind: str) -> None:
    """Each is refused for what it is, with little work and memory: the last wall is not needed for it."""
    name, make, code = BOMBS[kind]
    drop, before = Drop(name, make()), memory_peak()
    with spent() as effort:
        found = codes(drop)
    assert effort.pieces < 40
    assert memory_peak() - before < 700 * MEGA
    assert code is None or code in found


def memory_peak() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def slow(*_: object, **__: object) -> None:
    """What every door would run in its own process if it did not use the watched one."""
    raise AssertionError("read in the process of the door itself")


def test_every_door_reads_in_the_watched_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """The readers of this process are broken, and no door notices."""
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(intake, "take", slow)
    monkeypatch.setattr(publish, "take", slow)
    monkeypatch.setattr(boundaries, "check", slow)
    path, outline = tmp_path / "户厕_2023-09.csv", tmp_path / "图.dwg"
    path.write_text("镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n", encoding="utf-8")
    outline.write_bytes(b"AC1032")
    assert main(["check", str(path)]) == 0
    assert main(["publish", str(path)]) == 0
    assert check_map(["check", str(outline)]) == 1
    assert "DWG" in capsys.readouterr().out
    (tmp_path / "inbox").mkdir()
    shutil.copy(path, tmp_path / "inbox")
    os.utime(tmp_path / "inbox" / path.name, (1, 1))
    inbox = Inbox(tmp_path / "inbox", open_store(str(tmp_path / "store")))
    inbox.look()
    assert [ended.parent.name for ended in inbox.look()] == ["published"]
