"""A backup is a whole store, and a store again: the same numbers by hash, or refused in words with nothing changed."""

import json
import os
import stat
import subprocess
import sys
import threading
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from briefing.__main__ import main as briefing
from data_loaders.__main__ import main
from data_loaders.delivering import reference
from data_loaders.findings import Refused
from data_loaders.store import audit, backup, meetings
from data_loaders.store.accounts import Role, add_account, log_in
from data_loaders.store.backup import MANIFEST, back_up, recover
from data_loaders.store.editions import Store, open_store
from tests.briefing.ledgers import frame, households, project

PASSWORD = "long enough 2023"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three editions, the last one a restored first, with an account and a meeting."""
    store = open_store(str(tmp_path / "store"))
    for done in (3, 5):
        funds = frame("funds", [project("a", 10, done)])
        store.publish(
            {"toilets": frame("toilets", [households(done, 9)]), "funds": funds},
            by="测试",
            note="九月",
            shipped=reference.tables(),
        )
    store.restore(1, by="李")
    add_account(store, "李", Role.ADMINISTRATOR, PASSWORD)
    meetings.name_meeting(store, 2, "三季度调度会", date(2023, 10, 12), by="李")
    return store


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """A backup of that store."""
    back_up(store, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """Where a backup is brought back to."""
    return open_store(str(tmp_path / "elsewhere" / "store"))


def fingerprints(store: Store, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """sha256 of what `briefing show --json` says of every edition."""
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    found = []
    for edition in store.editions():
        assert briefing(["show", "--edition", str(edition.number), "--json"]) == 0
        found.append(sha256(capsys.readouterr().out.encode()).hexdigest())
    return found


def everything(store: Store) -> dict[str, bytes]:
    """Every file of a store, by its path."""
    folder = Path(store.uri)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def code(problem: pytest.ExceptionInfo[Refused]) -> str:
    return problem.value.findings[0].code


def rewritten(file: Path, change) -> None:
    """Write a backup again with its entries (name → bytes) changed."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def test_a_recovered_store_gives_the_same_numbers_by_hash(
    store: Store, file: Path, empty: Store, capsys, monkeypatch
) -> None:
    recover(empty, file)
    before = fingerprints(store, capsys, monkeypatch)
    assert fingerprints(empty, capsys, monkeypatch) == before
    assert len(before) == 3 and before[0] != before[1]


def test_accounts_meetings_and_the_audit_come_back_too(store: Store, file: Path, empty: Store) -> None:
    recover(empty, file)
    assert meetings.meetings(empty) == meetings.meetings(store)
    assert audit.entries(empty) == audit.entries(store)
    assert log_in(empty, "李", PASSWORD).role is Role.ADMINISTRATOR


def test_a_recovered_store_goes_on(file: Path, empty: Store) -> None:
    recover(empty, file)
    assert empty.publish({"toilets": frame("toilets", [households(7, 9)])}, by="测试").number == 4
    assert empty.edition(2).table("toilets")["done"].tolist() == [5]


def test_two_commands_do_it(store: Store, empty: Store, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    assert main(["backup", str(tmp_path / "b.zip"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["editions"] == 3
    monkeypatch.setenv("DASHBOARD_STORE", empty.uri)
    assert main(["recover", str(tmp_path / "b.zip")]) == 0
    assert "3 个版本" in capsys.readouterr().out
    assert main(["recover", str(tmp_path / "b.zip")]) == 1
    assert "不是空的" in capsys.readouterr().out


def test_a_backup_made_while_others_publish_is_whole(store: Store, tmp_path: Path) -> None:
    """Two tables always carry the same number; a recovered edition where they differ would be half a batch."""
    enough, problems = threading.Event(), []

    def publish() -> None:
        done = 0
        while not enough.is_set():
            done += 1
            both = [households(done, 999)]
            try:
                store.publish(
                    {"toilets": frame("toilets", both), "courtyards": frame("courtyards", both)},
                    by="压测",
                    shipped=reference.tables(),
                )
            except Exception as problem:  # a thread's failure must reach the test
                problems.append(problem)
                return

    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        for turn in range(5):
            back_up(store, tmp_path / f"{turn}.zip")
    finally:
        enough.set()
        publisher.join()
    assert problems == []
    for turn in range(5):
        empty = open_store(str(tmp_path / f"store{turn}"))
        contents = recover(empty, tmp_path / f"{turn}.zip")
        assert len(empty.editions()) == contents.editions >= 3
        for edition in empty.editions()[3:]:
            assert edition.table("toilets")["done"].tolist() == edition.table("courtyards")["done"].tolist()


def test_a_store_with_anything_in_it_is_never_overwritten(store: Store, file: Path) -> None:
    before = everything(store)
    with pytest.raises(Refused) as problem:
        recover(store, file)
    assert code(problem) == "store_not_empty" and everything(store) == before


def hostile(entries: dict[str, bytes]) -> None:
    entries["../../evil"] = b"x"


def hostile_with_its_place_in_the_list(entries: dict[str, bytes]) -> None:
    hostile(entries)
    said = json.loads(entries[MANIFEST])
    said["files"]["../../evil"] = [1, sha256(b"x").hexdigest()]
    entries[MANIFEST] = json.dumps(said).encode()


def changed(entries: dict[str, bytes]) -> None:
    name = next(name for name in entries if name.endswith(".parquet"))
    entries[name] = entries[name][:-1] + bytes([entries[name][-1] ^ 1])


def lacking(entries: dict[str, bytes]) -> None:
    entries.popitem()
    entries.pop(next(name for name in entries if name.startswith("tables/")))


def without_list(entries: dict[str, bytes]) -> None:
    entries.pop(MANIFEST)


@pytest.mark.parametrize("change", [hostile, hostile_with_its_place_in_the_list, changed, lacking, without_list])
def test_a_backup_that_was_changed_is_refused_before_anything_is_written(
    change, file: Path, empty: Store, tmp_path: Path
) -> None:
    rewritten(file, change)
    with pytest.raises(Refused) as problem:
        recover(empty, file)
    assert code(problem) == "backup_damaged"
    assert not Path(empty.uri).exists()
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [b"", b"not a backup", b"PK\x03\x04"])
def test_a_file_that_is_no_backup_is_refused(content: bytes, empty: Store, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Refused) as problem:
        recover(empty, tmp_path / "x.zip")
    assert code(problem) == "backup_damaged"


def test_a_cut_backup_is_refused(file: Path, empty: Store) -> None:
    file.write_bytes(file.read_bytes()[:-5000])
    with pytest.raises(Refused) as problem:
        recover(empty, file)
    assert code(problem) == "backup_damaged"


def test_a_missing_file_and_an_empty_store_are_said(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused) as problem:
        recover(empty, tmp_path / "nothing.zip")
    assert code(problem) == "file_missing"
    with pytest.raises(Refused) as problem:
        back_up(empty, tmp_path / "b.zip")
    assert code(problem) == "backup_of_nothing"
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize("harm", ["lost", "changed"])
def test_a_store_that_lost_data_is_kept_as_far_as_it_goes_and_what_is_lost_is_said(
    store: Store, empty: Store, tmp_path: Path, harm: str, capsys, monkeypatch
) -> None:
    path = Path(store.uri) / "tables" / "toilets" / written_by_edition(store, 2)
    path.unlink() if harm == "lost" else path.write_bytes(path.read_bytes().replace(b"PAR1", b"PAR2"))
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert "第 2 版已经无法读取" in capsys.readouterr().out
    recover(empty, tmp_path / "b.zip")
    assert empty.edition(3).table("toilets")["done"].tolist() == [3]


def written_by_edition(store: Store, number: int) -> str:
    """The file that holds the toilets of an edition."""
    log = (
        Path(store.uri) / "tables" / "toilets" / "_delta_log" / f"{store.edition(number).versions['toilets']:020}.json"
    )
    return next(action["add"]["path"] for action in map(json.loads, log.read_text().splitlines()) if "add" in action)


def test_an_older_backup_is_not_overwritten(store: Store, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Refused) as problem:
        back_up(store, file)
    assert code(problem) == "backup_exists" and file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits; the folder's permissions are inherited")
def test_a_backup_holds_password_hashes_so_only_its_owner_reads_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as archive:
        assert any(name.startswith("accounts/") for name in archive.namelist())
        assert all(PASSWORD.encode() not in archive.read(name) for name in archive.namelist())


class Killed(BaseException):
    """What ends a process at once."""


def died_at(step: int, recovering) -> bool:
    """Whether a recovery was ended before its nth file was written; False when it had fewer steps."""

    def counted(real):
        def write(*arguments, **named):
            nonlocal step
            step -= 1
            if step < 0:
                raise Killed
            return real(*arguments, **named)

        return write

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "copyfileobj", counted(backup.copyfileobj))
        patch.setattr(backup.obstore, "put", counted(backup.obstore.put))
        patch.setattr(backup.obstore, "delete", counted(backup.obstore.delete))
        patch.setattr(backup.shutil, "rmtree", lambda *_, **__: None)  # a killed process tidies nothing
        try:
            recovering()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("is_mount", [False, True])
def test_a_recovery_killed_at_any_step_is_run_again_and_then_whole(
    store: Store, file: Path, tmp_path: Path, is_mount, monkeypatch
) -> None:
    monkeypatch.setattr(backup.os.path, "ismount", lambda _: is_mount)
    step, wanted = 0, [edition.as_json() for edition in store.editions()]
    while True:
        place = open_store(str(tmp_path / f"again{step}" / "store"))
        Path(place.uri).mkdir(parents=True)
        died = died_at(step, lambda place=place: recover(place, file))
        shown = [edition.as_json() for edition in place.history().editions]
        assert all(edition in wanted for edition in shown)  # nothing half
        if died:
            recover(place, file)
        assert [edition.as_json() for edition in place.editions()] == wanted
        assert everything(place) == everything(store)
        assert [path.name for path in Path(place.uri).parent.iterdir()] == ["store"]
        if not died:
            break
        step += 5
    assert step > 20


def test_nobody_publishes_into_a_store_that_is_being_filled_in_place(
    store: Store, file: Path, empty: Store, monkeypatch
) -> None:
    monkeypatch.setattr(backup.os.path, "ismount", lambda _: True)
    Path(empty.uri).mkdir(parents=True)
    assert died_at(12, lambda: recover(empty, file))
    with pytest.raises(Refused):
        empty.publish({"toilets": frame("toilets", [households(7, 9)])}, by="测试")
    recover(empty, file)
    assert [edition.as_json() for edition in empty.editions()] == [edition.as_json() for edition in store.editions()]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
def test_what_a_killed_backup_left_is_cleared_by_the_next_and_a_living_one_s_is_not(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    hold = (
        "import sys, time; from pathlib import Path; from data_loaders.store import backup\n"
        "from data_loaders.store.editions import open_store\n"
        "backup._write = lambda *_: (print('writing', flush=True), time.sleep(600))\n"
        "backup.back_up(open_store(sys.argv[1]), Path(sys.argv[2]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, store.uri, folder / "b.zip"],
        stdout=subprocess.PIPE,
        cwd=Path(backup.__file__).parents[2],
    ) as living:
        assert living.stdout.readline() == b"writing\n"
        (folder / ".mine.zip.abcd1234").write_text("somebody else's")
        back_up(store, folder / "first.zip")
        assert len(list(folder.glob(".b.zip.*"))) == 1
        living.kill()
    back_up(store, folder / "second.zip")
    assert sorted(path.name for path in folder.iterdir()) == [".mine.zip.abcd1234", "first.zip", "second.zip"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no locks that end with their process")
@pytest.mark.parametrize(
    ("act", "made_by"),
    [
        (lambda store, file, place: back_up(store, place), "mkstemp"),
        (lambda store, file, place: recover(open_store(str(place)), file), "mkdtemp"),
    ],
)
def test_a_run_that_has_only_just_begun_is_not_cleared_by_another_in_the_same_folder(
    act, made_by, store: Store, file: Path, tmp_path: Path, monkeypatch
) -> None:
    make, others = getattr(backup.tempfile, made_by), []

    def made_while_another_begins(**named) -> object:
        made = make(**named)
        if not others:
            others.append(threading.Thread(target=act, args=(store, file, tmp_path / "room" / "second")))
            others[0].start()
            others[0].join(1)  # it clears what killed runs left, if it may
        return made

    (tmp_path / "room").mkdir()
    monkeypatch.setattr(backup.tempfile, made_by, made_while_another_begins)
    act(store, file, tmp_path / "room" / "first")
    others[0].join()
    assert sorted(path.name for path in (tmp_path / "room").iterdir()) == ["first", "second"]
