"""The offline bundle: what travels along, what does not, and that it installs where no index can be reached.

The whole way with the real wheels takes minutes: tests/soak/offline_install.py.
"""

import importlib.metadata
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import bundle
import start
from briefing.screens import SCREENS
from data_loaders.store import open_store
from tests.briefing.ledgers import frame, households

WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "extra": ""}
# Nothing listens there: whatever still asks an index fails at once.
UNREACHABLE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}


def offline_environment(**variables: str) -> dict[str, str]:
    """The environment of a machine without a network and without pip settings of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | UNREACHABLE | variables


def offline(*command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    """A command run inside a bundle on such a machine."""
    environment = offline_environment(**variables)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, encoding="utf-8")


def write_wheel(folder: Path, name: str) -> None:
    """The smallest wheel there is: one module."""
    folder.mkdir()
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", "INSTALLED = True\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle without its wheels."""
    made = tmp_path_factory.mktemp("away") / "看板"
    bundle.copy_product(made)
    return made


def test_a_bundle_holds_what_the_screens_and_the_commands_need(folder: Path, tmp_path: Path) -> None:
    assert {f"{name}.py" for name in SCREENS} <= {path.name for path in (folder / "pages").iterdir()}
    assert len(list((folder / "sample_data").rglob("*.csv"))) == len(list((start.ROOT / "sample_data").rglob("*.csv")))
    store = str(tmp_path / "store")
    open_store(store).publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试")
    shown = offline(sys.executable, "-m", "briefing", "show", folder=folder, DASHBOARD_STORE=store)
    assert shown.returncode == 0 and "数据截至 2023-09-30" in shown.stdout


def test_no_data_no_secret_and_no_environment_travels_along(folder: Path) -> None:
    for private in (".venv", ".git", "store", "inbox", "logs", "tests", ".streamlit/secrets.toml"):
        assert not (folder / private).exists()
    assert not list(folder.rglob("__pycache__"))


def test_everything_at_the_top_of_the_repository_travels_along_but_the_tests() -> None:
    ignored = {line.strip("/") for line in (start.ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    here = {path.name for path in start.ROOT.iterdir()}
    left_out = {name for name in here - ignored - set(bundle.PRODUCT) if not name.startswith(".")}
    assert left_out == {"tests"}


def test_a_bundle_installs_with_the_index_unreachable(tmp_path: Path) -> None:
    """start.py of the bundle makes a fresh environment and takes everything from the wheels beside it."""
    folder = tmp_path / "看板"
    bundle.copy_product(folder)
    for name in (*start.TEST_REQUIREMENTS, start.CONSTRAINTS):
        (folder / name).write_text("smallest==1\n")
    install = "import start; raise SystemExit(not start.install(start.APP_REQUIREMENTS))"
    without = offline(sys.executable, "-c", install, folder=folder)
    assert without.returncode == 1 and "离线安装.txt" in without.stderr
    write_wheel(folder / "wheels", "smallest")
    assert offline(sys.executable, "-c", install, folder=folder).returncode == 0
    python = folder / start.PYTHON.relative_to(start.ROOT)
    assert offline(str(python), "-c", "import smallest", folder=folder).returncode == 0


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "mine.txt").write_text("x")
    assert bundle.main([str(tmp_path)]) == 1
    assert "不是空文件夹" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_wheels_for_windows_are_fetched_beside_those_built_here(tmp_path: Path) -> None:
    built, fetched = bundle.wheel_commands(tmp_path, "3.12")
    assert built[0] == "wheel" and fetched[0] == "download"
    assert ("--platform", "win_amd64", "--python-version", "3.12") == fetched[fetched.index("--platform") :][:4]
    assert str(tmp_path) == fetched[-1]


def test_what_only_windows_needs_is_named() -> None:
    """pip leaves out what a marker reserves for Windows when it runs elsewhere."""
    product, waiting = set(), {line.split("==")[0] for line in requirement_lines()}
    only_there = set()
    while waiting:
        name = waiting.pop()
        product.add(name)
        for text in importlib.metadata.requires(name) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting |= {requirement.name} - product
            elif requirement.marker.evaluate(WINDOWS):
                only_there.add(requirement.name)
    assert only_there - product <= set(bundle.WINDOWS_ONLY)


def requirement_lines() -> list[str]:
    """The requirements of the product, without their reasons."""
    lines = (start.ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if "==" in line]
