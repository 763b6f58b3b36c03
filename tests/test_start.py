"""start.py: what it installs when, which browser it takes, and what it says. Nothing is really installed here."""

import subprocess
import sys
from pathlib import Path

import pytest

import start


@pytest.fixture(name="commands")
def _commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, ...]]:
    """Every command that start.py would run, in a folder of its own where all of them succeed."""
    said: list[tuple[str, ...]] = []
    for name in (start.BUILD_LOCK, start.APP_LOCK, start.TEST_LOCK):
        (tmp_path / name).write_text("one==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "venv_works", lambda: True)
    monkeypatch.setattr(start, "run", lambda *command: said.append(tuple(map(str, command))) or 0)
    monkeypatch.setattr(start, "run_and_listen", lambda *command: (start.run(*command), ""))
    return said


def test_installing_happens_again_only_when_a_lock_changed(commands, tmp_path) -> None:
    assert start.install(start.APP_LOCK) and start.install(start.APP_LOCK)
    assert [Path(command[-1]).name for command in commands] == ["lock-build.txt", "1-lock.txt", "check"]
    for turn, lock in enumerate((start.APP_LOCK, start.BUILD_LOCK), start=2):
        (tmp_path / lock).write_text("one==2\n")
        start.install(start.APP_LOCK)
        assert len(commands) == 3 * turn


def test_nothing_is_installed_or_built_unchecked(commands) -> None:
    start.install(start.TEST_LOCK)
    *installs, check = commands
    assert all({"--require-hashes", "--no-build-isolation"} <= set(command) for command in installs)
    assert installs[-1][-1].endswith("1-lock-test.txt") and check[-1] == "check"


def test_every_line_of_a_lock_is_installed_by_one_pip_or_another(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start.os, "cpu_count", lambda: 3)
    for lock in (start.APP_LOCK, start.TEST_LOCK):
        dealt = [part.read_text("utf-8") for part in start.parts_of(lock)]
        lines = [
            line for line in (start.ROOT / lock).read_text("utf-8").splitlines() if not line.lstrip().startswith("#")
        ]
        assert len(dealt) == 3 and sorted("".join(dealt).splitlines()) == sorted(lines)
        assert all(part[0] != " " and part.endswith("\n") and not part.endswith("\\\n") for part in dealt)


@pytest.mark.parametrize(
    ("pip_says", "told"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", start.PACKAGE_CHANGED),
        ("ERROR: Hashes are required in --require-hashes mode, but they are missing", start.PACKAGE_CHANGED),
        ("ERROR: No matching distribution found for idna==3.20", start.PACKAGE_GONE),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            start.INSTALL_FAILED,
        ),
    ],
)
def test_a_changed_package_a_deleted_one_and_another_failure_are_told_apart(
    pip_says, told, commands, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(start, "run_and_listen", lambda *command: (1, pip_says))
    assert not start.install(start.APP_LOCK)
    said = capsys.readouterr().err.strip()
    assert said == told and ("维护人员" in said or "start.py bundle" in said)


def test_a_failed_install_is_not_remembered(commands, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "run", lambda *command: 1)
    assert not start.install(start.APP_LOCK)
    assert "start.py bundle" in capsys.readouterr().err
    monkeypatch.setattr(start, "run", lambda *command: commands.append(command) or 0)
    assert start.install(start.APP_LOCK)
    assert len(commands) == 3


def pytest_runs(commands: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The arguments of each pytest, beside which types and form are looked at."""
    return [command[3:] for command in commands if command[1:3] == ("-m", "pytest")]


def test_arguments_after_test_go_to_pytest_and_lint_counts(commands, monkeypatch) -> None:
    monkeypatch.setattr(start, "install_programs", lambda: None)
    monkeypatch.setattr(start, "prepare_machine", lambda: None)
    assert start.main(["test", "tests/geo", "-k", "x"]) == 0
    assert pytest_runs(commands)[-1] == ("tests/geo", "-k", "x")


@pytest.mark.parametrize(("cores", "told"), [(None, ()), (1, ()), (2, ("-n", "3")), (64, ("-n", "4"))])
def test_the_whole_suite_shares_the_cores(cores: int | None, told: tuple[str, ...], commands, monkeypatch) -> None:
    monkeypatch.setattr(start, "install_programs", lambda: None)
    monkeypatch.setattr(start, "prepare_machine", lambda: None)
    monkeypatch.setattr(start.os, "cpu_count", lambda: cores)
    assert start.main(["test"]) == 0
    together = ("--dist", "loadfile", "--no-loadscope-reorder") if told else ()
    assert pytest_runs(commands) == [start.COLLECTED, (*told, *together)]
    for look in ("check", "format", "mypy"):
        monkeypatch.setattr(start, "run", lambda *command, look=look: int(look in command))
        assert start.main(["test"]) == 1, look


@pytest.mark.parametrize(
    ("arguments", "variable", "port"), [([], None, 8501), ([], "8600", 8600), (["--port", "9"], "8600", 9)]
)
def test_the_port(arguments, variable, port, monkeypatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    if variable:
        monkeypatch.setenv("PORT", variable)
    assert start.port_wanted(arguments) == port


def test_an_old_python_is_told_so_in_both_languages(monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "OLDEST_PYTHON", (99, 0))
    assert start.main([]) == 1
    told = capsys.readouterr().err
    assert "需要 Python" in told and "is needed" in told


def test_a_browser_is_sought_by_name_then_in_the_usual_places(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(start, "MAC_BROWSERS", ())
    monkeypatch.setattr(start, "WINDOWS_FOLDERS", ("PROGRAMFILES",))
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert start.find_browser() is None
    edge = tmp_path / "Microsoft/Edge/Application/msedge.exe"
    edge.parent.mkdir(parents=True)
    edge.touch()
    assert start.find_browser() == str(edge)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/bin/{name}" if name == "chromium" else None)
    assert start.find_browser() == "/bin/chromium"


def test_only_what_is_lacking_is_installed(commands, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "package_manager", lambda: start.PACKAGE_MANAGERS["apt-get"])
    monkeypatch.setattr(start, "as_root", lambda command: command)
    monkeypatch.setattr(start, "find_browser", lambda: "/bin/chromium")
    monkeypatch.setattr(start, "has_chinese_font", lambda: False)
    monkeypatch.setattr(start.shutil, "which", lambda name, path=None: None if name == "nginx" else f"/bin/{name}")
    start.install_programs()
    start.prepare_machine()
    assert [command[:2] for command in commands] == [("apt-get", "update"), ("apt-get", "install")]
    assert {"fonts-noto-cjk", "nginx"} <= set(commands[-1]) and not {"chromium", "openssl"} & set(commands[-1])
    assert start.NO_FONT in capsys.readouterr().out


def test_where_a_system_lacks_the_lighter_browser_the_usual_one_is_installed(commands, monkeypatch) -> None:
    found = iter([None, None, None, "/bin/chromium"])
    monkeypatch.setattr(start, "package_manager", lambda: start.PACKAGE_MANAGERS["apt-get"])
    monkeypatch.setattr(start, "as_root", lambda command: command)
    monkeypatch.setattr(start, "find_browser", lambda: next(found))
    monkeypatch.setattr(start, "has_chinese_font", lambda: True)
    monkeypatch.setattr(start.shutil, "which", lambda name, path=None: f"/bin/{name}")
    start.install_programs()
    assert [command[-1] for command in commands if "install" in command] == ["chromium-headless-shell", "chromium"]


def test_without_a_browser_to_be_had_it_says_what_to_install(commands, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "package_manager", lambda: None)
    monkeypatch.setattr(start, "find_browser", lambda: None)
    monkeypatch.setattr(start, "has_chinese_font", lambda: True)
    monkeypatch.setattr(start, "run", lambda *command: 1)
    start.prepare_machine()
    assert capsys.readouterr().out.strip() == start.NO_BROWSER


def test_a_broken_environment_is_noticed(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(start, "PYTHON", tmp_path / "python")
    assert not start.venv_works()
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    assert start.venv_works()
    monkeypatch.setattr(start.subprocess, "run", lambda *args, **rest: subprocess.CompletedProcess(args, 1, stdout=""))
    assert not start.venv_works()
