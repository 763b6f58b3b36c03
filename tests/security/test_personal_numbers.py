"""Personal numbers planted where a clerk or an attacker may put them: refused or masked, never repeated, never kept."""

import json
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from data_loaders.delivering import desk
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.store import audit
from data_loaders.store.accounts import Account, LoginFailed, Role, add_account, log_in
from data_loaders.store.editions import Store, open_store
from tests.data_loaders.dropping import Office, check, codes, households, with_cell

MOBILE = "138" + "0013" + "8000"
PASSWORD = "long enough 2023"
SQUARE = [[[114.90, 25.80], [114.95, 25.80], [114.95, 25.85], [114.90, 25.80]]]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def kept_anywhere(folder: Path) -> Iterator[Path]:
    """Every file that holds the number, or is named after it."""
    for path in folder.rglob("*"):
        if MOBILE in path.name or (path.is_file() and MOBILE.encode() in path.read_bytes()):
            yield path


def boundary(attributes: dict, **rest) -> bytes:
    feature = {"type": "Feature", "properties": attributes, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **rest}, ensure_ascii=False).encode()


def archive(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as target:
        for name in names:
            target.writestr(name, boundary({"村": "龙井村"}) if name.endswith("json") else b"x")
    return content.getvalue()


BOUNDARIES = {
    "a village name": ("界线.geojson", boundary({"村": MOBILE})),
    "a negative number": ("界线.geojson", boundary({"村": "龙井村", "备注": -int(MOBILE)})),
    "a list": ("界线.geojson", boundary({"村": "龙井村", "备注": [MOBILE]})),
    "an attribute's name": ("界线.geojson", boundary({"村": "龙井村", MOBILE: 1})),
    "the coordinate system": (
        "界线.geojson",
        boundary({"村": "龙井村"}, crs={"type": "name", "properties": {"name": MOBILE}}),
    ),
    "an unread file in a ZIP": ("界线.zip", archive("a.geojson", f"{MOBILE}.pdf")),
    "a layer in a ZIP": ("界线.zip", archive("a.geojson", f"{MOBILE}.geojson")),
    "a lone part in a ZIP": ("界线.zip", archive(f"{MOBILE}.dbf")),
    "the file's name": (f"{MOBILE}.zip", archive("a.geojson")),
}


@pytest.mark.parametrize("place", BOUNDARIES)
def test_a_boundary_file_with_a_number_is_refused_without_repeating_it(office: Office, place: str) -> None:
    name, content = BOUNDARIES[place]
    batch = check(office.bytes(name, content))
    assert not batch.publishable
    assert "personal_data" in codes(batch) or place == "the coordinate system"
    assert all(MOBILE not in finding.sentence for finding in batch.findings)


@pytest.mark.parametrize(
    "form", [f"-{MOBILE}", "138.0013.8000", "138·0013·8000", "(138)0013-8000", "(138)00138000", "+86138 0013 8000"]
)
def test_a_mobile_written_otherwise_is_found(office: Office, form: str) -> None:
    batch = check(office.csv("户厕_2023-10.csv", with_cell(households(), 2, "备注", form)))
    assert codes(batch) == {"personal_data"}


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_a_number_cell_below_zero_is_not_repeated_as_a_wrong_amount(office: Office, kind: str) -> None:
    batch = check(getattr(office, kind)(f"户厕_2023-10.{kind}", with_cell(households(), 2, "完成数", -int(MOBILE))))
    assert codes(batch) == {"personal_data"}


@pytest.mark.parametrize("amount", ["1380079.7123", "1,380,079,712.34", "2023.0930.1031", "1.3800138e3"])
def test_amounts_with_the_same_marks_are_fine(office: Office, amount: str) -> None:
    batch = check(office.csv("户厕_2023-10.csv", with_cell(households(), 2, "备注", amount)))
    assert "personal_data" not in codes(batch)


def test_notes_meetings_and_names_are_kept_without_numbers(store: Store, tmp_path: Path) -> None:
    from datetime import date

    somebody = Account(MOBILE, Role.ADMINISTRATOR)
    drop = Drop("户厕_2023-09.csv", "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n".encode())
    edition = desk.publish_as(somebody, store, desk.examine_as(somebody, store, [drop]), note=f"请打{MOBILE}").edition
    assert edition is not None
    desk.name_meeting_as(somebody, store, edition.number, f"会 {MOBILE}", date(2023, 10, 12))
    with pytest.raises(LoginFailed):
        log_in(store, MOBILE, PASSWORD)
    with pytest.raises(ValueError):
        add_account(store, MOBILE, Role.UPLOADER, PASSWORD)
    texts = [edition.note, edition.by, *(entry.who + entry.subject + entry.detail for entry in audit.entries(store))]
    assert MOBILE not in "".join(texts)


@pytest.mark.parametrize("name", [f"{MOBILE}.zip", f"{MOBILE}.geojson", f"户厕 {MOBILE}.csv"])
def test_the_inbox_keeps_no_file_that_is_named_after_a_number(store: Store, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / name).write_bytes(b"{}")
    os.utime(folder / name, (1, 1))
    box = Inbox(folder, store)
    box.look()
    assert len(box.look()) == 1
    assert list(kept_anywhere(tmp_path)) == []
