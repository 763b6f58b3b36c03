"""Every command that writes says in words that its place cannot be written or read: never a traceback, nothing lost."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefing.__main__ import main as briefing
from data_loaders.__main__ import main
from data_loaders.commands import DONE, REFUSED
from data_loaders.delivering import reference
from data_loaders.findings import Refused, Source
from data_loaders.store import audit
from data_loaders.store.accounts import Role, account_named, add_account, log_in
from data_loaders.store.editions import Store, open_store
from tests.data_loaders.store.test_editions import household_rows

PASSWORD = "long enough 2023"
GOOD = "镇,村,任务数,完成数\n潭东镇,龙井村,12,9\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    store = open_store(str(tmp_path / "store"))
    store.publish({"toilets": household_rows("2023-09-30", 1)}, by="测试", shipped=reference.tables())
    add_account(store, "王", Role.UPLOADER, PASSWORD)
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return store


@pytest.fixture
def read_only(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store whose lists and tables can be read and not written; the tests may run as root, whom no bits stop."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("data_loaders.store.delta.write_deltalake", refuse)
    monkeypatch.setattr("data_loaders.delivering.worker.of_command", lambda: ThreadPoolExecutor(1))  # where it holds
    return store


@pytest.mark.parametrize(
    "command",
    [
        ["user", "add", "李", "--role", "uploader"],
        ["user", "remove", "王"],
        ["publish", "户厕_2023-09.csv", "--by", "测试"],
        ["restore", "1", "--by", "测试"],
    ],
)
def test_on_a_read_only_store_it_says_so_and_changes_nothing(
    command, read_only: Store, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("户厕_2023-09.csv").write_text(GOOD, encoding="utf-8")
    assert main(command) == REFUSED
    assert "不能写入" in capsys.readouterr().out
    assert account_named(read_only, "王") and not account_named(read_only, "李")
    assert len(read_only.editions()) == 1


@pytest.mark.parametrize(
    ("command", "is_open"),
    [(["user", "add", "王", "--role", "administrator"], True), (["user", "remove", "王"], False)],
)
def test_a_disk_that_fills_up_between_an_account_and_its_audit_does_not_call_it_refused(
    command, is_open, store: Store, capsys, monkeypatch
) -> None:
    def no_space(location: str, *_: object) -> None:
        raise Refused(Source(location).finding("store_unwritable", reason="OSError"))

    monkeypatch.setattr(audit, "append_record", no_space)
    monkeypatch.setattr("sys.stdin", io.StringIO("another one 2023\n"))
    assert main(command) == DONE
    said = capsys.readouterr()
    assert "操作记录没有写成" in said.err and "账号 王" in said.out
    monkeypatch.undo()
    assert bool(account_named(store, "王")) is is_open
    if is_open:
        assert log_in(store, "王", "another one 2023").role is Role.ADMINISTRATOR


@pytest.mark.parametrize(
    "command",
    [
        ["check", "户厕.csv"], ["publish", "户厕.csv", "--by", "测试"], ["history"], ["restore", "1", "--by", "测试"],
        ["backup", "b.zip"], ["recover", "kept.zip"], ["user", "add", "李", "--role", "uploader"], ["user", "remove", "王"],
    ],
)  # fmt: skip
def test_where_the_store_s_place_is_a_file_it_says_so(
    command, store: Store, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("户厕.csv").write_text(GOOD, encoding="utf-8")
    assert main(["backup", "kept.zip"]) == 0
    Path("file").write_text("x")
    monkeypatch.setenv("DASHBOARD_STORE", str(tmp_path / "file" / "store"))
    capsys.readouterr()
    code = main(command)
    said = "".join(capsys.readouterr())
    assert code == REFUSED or (command == ["history"] and code == 0)
    assert any("一" <= letter <= "鿿" for letter in said)


@pytest.mark.parametrize("command", [["backup", "file/b.zip"], ["templates", "file/folder"]])
def test_where_its_own_file_cannot_be_written_it_says_so(
    command, store: Store, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    assert main(command) == REFUSED
    assert "请" in capsys.readouterr().out


def test_an_export_to_where_nothing_can_be_written_says_so(store: Store, tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    assert briefing(["export", "xlsx", "--out", "file/x.xlsx"]) == 1
    assert "请" in "".join(capsys.readouterr())
