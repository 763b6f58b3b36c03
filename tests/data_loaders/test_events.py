"""The log: one line of JSON an event, and nothing in it that a person typed, delivered or is called."""

import json
import logging
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from briefing.ui.lifespan import log_page_error
from data_loaders import events
from data_loaders.__main__ import main
from data_loaders.delivering import desk
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.worker import Worker
from data_loaders.store.accounts import Account, LoginFailed, Role, add_account, log_in
from data_loaders.store.editions import Store, open_store

MOBILE = "138" + "0013" + "8000"
PASSWORD = "long enough 2023"
NOTE, NAME, VILLAGE = "只给领导看的备注", "王会计", "龙井村"
GOOD = f"镇,村,任务数,完成数\n潭东镇,{VILLAGE},12,9\n".encode()
PERSONAL = f"镇,村,任务数,完成数,备注\n潭东镇,{VILLAGE},12,9,{MOBILE}\n".encode()


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that this process writes its events to."""
    monkeypatch.setenv(events.LOGS_VARIABLE, str(tmp_path / "logs"))
    handlers, factory = events.LOG.handlers, logging.getLogRecordFactory()
    events._recent.clear()
    events.begin("server")
    yield tmp_path / "logs"
    events.LOG.handlers[0].close()
    events.LOG.handlers = handlers
    events._recent.clear()
    logging.setLogRecordFactory(factory)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def lines(logs: Path, process: str = "server") -> list[dict]:
    """Every event of a process, oldest first."""
    return [json.loads(line) for line in (logs / f"{process}.jsonl").read_text(encoding="utf-8").splitlines()]


def named(logs: Path) -> list[str]:
    return [line["event"] for line in lines(logs)]


def test_what_happens_at_the_desk_is_one_line_an_event(logs: Path, store: Store) -> None:
    add_account(store, NAME, Role.ADMINISTRATOR, PASSWORD)
    with pytest.raises(LoginFailed):
        log_in(store, NAME, "wrong password")
    somebody = log_in(store, NAME, PASSWORD)
    desk.examine_as(somebody, store, [Drop("户厕_2023-09.csv", PERSONAL)])
    desk.publish_as(somebody, store, desk.examine_as(somebody, store, [Drop("户厕_2023-09.csv", GOOD)]), note=NOTE)
    desk.restore_as(somebody, store, 1)
    desk.name_meeting_as(somebody, store, 1, "三季度调度会", date(2023, 10, 12))
    expected = [
        "started",
        "account_changed",
        "login_failed",
        "logged_in",
        "refused",
        "published",
        "restored",
        "meeting_named",
    ]
    assert named(logs) == expected
    told = {line["event"]: line for line in lines(logs)}
    assert told["published"]["subject"] == "1" and told["refused"]["codes"] == "personal_data"
    assert told["login_failed"]["level"] == "warning"
    assert all(line["at"].endswith("+00:00") for line in lines(logs))


def test_no_name_no_note_no_password_and_no_cell_is_in_the_log(logs: Path, store: Store, tmp_path: Path) -> None:
    """Names too: somebody types the password where the name belongs, sooner or later."""
    somebody = Account(NAME, Role.ADMINISTRATOR)
    add_account(store, NAME, Role.ADMINISTRATOR, PASSWORD)
    for name, password in ((PASSWORD, NAME), (MOBILE, PASSWORD), (NAME, PASSWORD)):
        try:
            log_in(store, name, password)
        except LoginFailed:
            continue
    for content in (PERSONAL, GOOD, GOOD.replace(b"12,9", b"12,99")):
        batch = desk.examine_as(somebody, store, [Drop(f"户厕_2023-09_{NAME}.csv", content)])
        desk.publish_as(somebody, store, batch, note=f"{NOTE} {MOBILE}")
    box = Inbox(tmp_path / "inbox", store)
    box.folder.mkdir()
    for number, content in enumerate((PERSONAL, GOOD, b"\x00\xff")):
        path = box.folder / f"{MOBILE}_{number}.csv"
        path.write_bytes(content)
        os.utime(path, (1, 1))
    box.look()
    box.look()
    log_page_error(ValueError(f"the cell says {MOBILE}, {NOTE}"))
    written = (logs / "server.jsonl").read_text(encoding="utf-8")
    assert {"login_failed", "published", "refused", "page_failed"} <= set(named(logs))
    for planted in (MOBILE, PASSWORD, NOTE, NAME, VILLAGE, "户厕"):
        assert planted not in written


def test_an_error_says_its_kind_and_place_and_never_its_message(logs: Path) -> None:
    try:
        try:
            raise KeyError(MOBILE)
        except KeyError as cause:
            raise ValueError(f"no row {MOBILE}") from cause
    except ValueError as error:
        events.fault("page_failed", error)
    line = lines(logs)[-1]
    assert line["error"][0] == "ValueError" and "KeyError" in line["error"]
    assert line["error"][1].startswith("test_events.py:")
    assert MOBILE not in json.dumps(line)


def test_other_libraries_print_tracebacks_without_messages(logs: Path, capsys: pytest.CaptureFixture) -> None:
    """Streamlit writes what it did not expect to standard error with the exception's own words."""
    other = logging.getLogger("a.library")
    handler = logging.StreamHandler()
    other.addHandler(handler)
    try:
        raise ValueError(f"the cell says {MOBILE}")
    except ValueError:
        other.exception("Uncaught app execution")
    finally:
        other.removeHandler(handler)
    said = capsys.readouterr().err
    assert "ValueError" in said and "test_events.py" in said and MOBILE not in said


def test_the_checking_process_writes_a_file_of_its_own(logs: Path, store: Store) -> None:
    with Worker("checks") as worker:
        account, drops = Account(NAME, Role.UPLOADER), [Drop("户厕_2023-09.csv", PERSONAL)]
        worker.submit(desk.examine_as, account, store, drops).result()
    assert [line["event"] for line in lines(logs, "checks")] == ["started", "refused"]


def test_the_log_makes_room_for_itself(logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events.LOG.handlers[0], "maxBytes", 1000)
    for number in range(300):
        events.note("tick", number=number)
    kept = sorted(path.name for path in logs.iterdir())
    assert len(kept) == events.OLD_FILES + 1
    assert all((logs / name).stat().st_size <= 1000 for name in kept)
    assert lines(logs)[-1]["number"] == 299


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch, capsys, logs: Path) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(events.LOGS_VARIABLE, str(tmp_path / "file" / "logs"))
    events.begin("server")
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in said] == ["started", "logs_unwritable"]


@pytest.mark.parametrize("from_files", [True, False])
def test_the_newest_errors_are_kept_for_the_administrator_and_repeats_are_counted(
    logs: Path, from_files, monkeypatch
) -> None:
    if not from_files:
        monkeypatch.delenv(events.LOGS_VARIABLE)
    for number in range(3):
        events.fault("store_unreadable", OSError("/a/path"))
        events.note("tick", number=number)
    events.fault("page_failed", ValueError())
    newest = events.recent_errors()
    assert [(line["event"], line["times"]) for line in newest] == [("page_failed", 1), ("store_unreadable", 3)]
    for number in range(events.ERRORS_KEPT * 2):
        events.fault(f"event_{number}")
    assert len(events.recent_errors()) == events.ERRORS_KEPT


def test_errors_of_every_process_are_told_and_a_half_written_line_is_passed_over(logs: Path) -> None:
    other = {"at": "2020-01-01T00:00:00.000+00:00", "level": "error", "event": "inbox_away"}
    (logs / "inbox.jsonl").write_text(
        json.dumps(other) + '\n{"at": "2020-01-02", "level": "error", "ev', encoding="utf-8"
    )
    events.fault("page_failed", ValueError())
    assert [line["event"] for line in events.recent_errors()] == ["page_failed", "inbox_away"]


def test_a_share_that_is_away_is_said_once_and_again_when_it_went_again(
    logs: Path, store: Store, tmp_path: Path, monkeypatch
) -> None:
    answers = iter([OSError(), OSError(), None, OSError()])

    def look(_self: Inbox) -> None:
        if problem := next(answers):
            raise problem

    monkeypatch.setattr(Inbox, "look", look)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    turns = iter([True] * 4 + [False])
    Inbox(tmp_path / "inbox", store).watch(lambda: next(turns))
    assert named(logs) == ["started", "inbox_away", "inbox_away"]


def test_publishing_by_command_is_in_the_audit_too(store: Store, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    (tmp_path / "户厕_2023-09.csv").write_bytes(GOOD)
    assert main(["publish", str(tmp_path / "户厕_2023-09.csv"), "--by", NAME]) == 0
    assert main(["restore", "1", "--by", NAME]) == 0
    acts = [(entry.action.name, entry.who, entry.subject) for entry in desk.audit.entries(store)]
    assert acts == [("RESTORED", NAME, "2"), ("PUBLISHED", NAME, "1")]
