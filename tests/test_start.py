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
    for name in (*start.TEST_REQUIREMENTS, start.CONSTRAINTS):
        (tmp_path / name).write_text("one==1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "venv_works", lambda: True)
    monkeypatch.setattr(start, "run", lambda *command: said.append(tuple(map(str, command))) or 0)
    return said


def test_installing_happens_again_only_when_a_requirements_file_changed(commands, tmp_path) -> None:
    assert start.install(start.APP_REQUIREMENTS) and start.install(start.APP_REQUIREMENTS)
    assert len(commands) == 1
    (tmp_path / "requirements.txt").write_text("one==2\n")
    start.install(start.APP_REQUIREMENTS)
    assert len(commands) == 2
    (tmp_path / "constraints.txt").write_text("two==2\n")
    start.install(start.APP_REQUIREMENTS)
    assert len(commands) == 3


def test_a_failed_install_is_not_remembered(commands, monkeypatch, capsys) -> None:
    monkeypatch.setattr(start, "run", lambda *command: 1)
    assert not start.install(start.APP_REQUIREMENTS)
    assert "start.py bundle" in capsys.readouterr().err
    monkeypatch.setattr(start, "run", lambda *command: commands.append(command) or 0)
    assert start.install(start.APP_REQUIREMENTS)
    assert len(commands) == 1


def test_arguments_after_test_go_to_pytest_and_lint_counts(commands, monkeypatch) -> None:
    monkeypatch.setattr(start, "prepare_machine", lambda: None)
    assert start.main(["test", "tests/geo", "-k", "x"]) == 0
    assert commands[-1][1:] == ("-m", "pytest", "tests/geo", "-k", "x")
    monkeypatch.setattr(start, "run", lambda *command: int("ruff" in command))
    assert start.main(["test"]) == 1


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
    start.prepare_machine()
    assert [command[:2] for command in commands] == [("apt-get", "update"), ("apt-get", "install")]
    assert {"fonts-noto-cjk", "nginx"} <= set(commands[-1]) and not {"chromium", "openssl"} & set(commands[-1])
    assert start.NO_FONT in capsys.readouterr().out


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
