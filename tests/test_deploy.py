"""The units and the words of docs: systemd accepts them, and every command, variable and file they name exists."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from data_loaders.__main__ import _parser
from data_loaders.delivering.inbox import INBOX_VARIABLE
from data_loaders.events import LOGS_VARIABLE
from data_loaders.store.editions import STORE_VARIABLE

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"
OPERATION = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
OURS = {STORE_VARIABLE, LOGS_VARIABLE, INBOX_VARIABLE}


def unit(name: str) -> configparser.ConfigParser:
    """A unit; keys that stand several times keep their last value."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here; elsewhere it judges the units")
def test_systemd_accepts_the_units() -> None:
    checked = subprocess.run(
        ["systemd-analyze", "verify", *map(str, UNITS)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in checked.stderr.splitlines() if "dashboard" in line]
    assert (checked.returncode, complaints) == (0, [])


def test_the_units_start_and_back_up_the_product_and_give_it_as_little_as_possible() -> None:
    assert unit("dashboard.service")["Service"]["ExecStart"].split()[1] == "start.py"
    assert " data_loaders backup " in unit("dashboard-backup.service")["Service"]["ExecStart"]
    for name in ("dashboard.service", "dashboard-backup.service"):
        service = unit(name)["Service"]
        assert (service["User"], service["NoNewPrivileges"], service["ProtectSystem"]) == ("dashboard", "yes", "strict")
        assert service["UMask"] == "0077"


def test_the_server_has_a_last_wall_of_memory_and_outlives_the_process_that_runs_into_it() -> None:
    service = unit("dashboard.service")["Service"]
    assert service["MemoryMax"].endswith("G") and service["OOMPolicy"] == "continue"


def test_every_variable_of_ours_in_the_docs_is_one_that_the_product_reads() -> None:
    for path in (*DEPLOY.iterdir(), ROOT / "docs" / "operation.md"):
        assert set(re.findall(r"DASHBOARD_[A-Z]+", path.read_text(encoding="utf-8"))) <= OURS, path.name
    assert {name for name in OURS if f"`{name}`" in COMMANDS} == OURS


def test_every_command_in_the_docs_is_one_that_the_command_line_knows() -> None:
    known = set(_parser()._subparsers._group_actions[0].choices)
    for text in (OPERATION, COMMANDS):
        assert set(re.findall(r"-m data_loaders (\w+)", text)) <= known
    assert {command for command in known if f"-m data_loaders {command}" in COMMANDS} == known


def test_every_file_that_the_docs_link_to_exists() -> None:
    for page in (*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_configuration_is_explained() -> None:
    for path in DEPLOY.iterdir():
        assert path.name in OPERATION, path.name
