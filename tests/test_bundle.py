"""The offline bundle: what travels along, what does not, and that it installs where no index can be reached.

The whole way with the real wheels takes minutes: tests/soak/offline_install.py.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import bundle
import start
from briefing.screens.catalogue import SCREENS
from data_loaders.delivering import reference
from data_loaders.store.editions import open_store
from tests.briefing.ledgers import frame, households

# Nothing listens there: whatever still asks an index fails at once.
UNREACHABLE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}


def offline_environment(**variables: str) -> dict[str, str]:
    """The environment of a machine without a network and without pip settings of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PIP_")} | UNREACHABLE | variables


def offline(*command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    """A command run inside a bundle on such a machine."""
    environment = offline_environment(**variables)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def write_wheel(folder: Path, name: str) -> None:
    """The smallest wheel there is: one module."""
    folder.mkdir()
    info = f"{name}-1.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", "INSTALLED = True\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
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
    open_store(store).publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试", shipped=reference.tables())
    # -B: what runs there leaves no bytecode in the folder that the next test looks through.
    shown = offline(sys.executable, "-B", "-m", "briefing", "show", folder=folder, DASHBOARD_STORE=store)
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


INSTALL = "import start; raise SystemExit(not start.install(start.APP_LOCK))"


@pytest.fixture(scope="module")
def installing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle in whose environment small packages are installed, each test another: environments take long to make."""
    folder = tmp_path_factory.mktemp("away") / "看板"
    bundle.copy_product(folder)
    return folder


@pytest.fixture
def small(installing: Path, request: pytest.FixtureRequest) -> str:
    """A package of its own; the bundle has its wheel, and its lock names the hash."""
    package = f"small{hashlib.sha256(request.node.name.encode()).hexdigest()[:8]}"
    shutil.rmtree(installing / "wheels", ignore_errors=True)
    write_wheel(installing / "wheels", package)
    (wheel,) = (installing / "wheels").iterdir()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (installing / start.BUILD_LOCK).write_text("")
    (installing / start.APP_LOCK).write_text(f"{package}==1 \\\n    --hash=sha256:{digest}\n")
    return package


def install(folder: Path) -> subprocess.CompletedProcess:
    """What start.py does there first."""
    return offline(
        sys.executable, "-c", "import start; raise SystemExit(not start.install(start.APP_LOCK))", folder=folder
    )


def is_installed(package: str, folder: Path) -> bool:
    python = folder / start.PYTHON.relative_to(start.ROOT)
    return offline(str(python), "-c", f"import {package}", folder=folder).returncode == 0


def test_a_bundle_installs_with_the_index_unreachable(installing: Path, small: str) -> None:
    """start.py of the bundle makes a fresh environment and takes everything from the wheels beside it."""
    (installing / "wheels").rename(installing / "elsewhere")
    without = install(installing)
    assert without.returncode == 1 and start.PACKAGE_GONE in without.stderr
    (installing / "wheels").mkdir()
    empty = install(installing)
    assert empty.returncode == 1 and "离线安装.txt" in empty.stderr
    (installing / "wheels").rmdir()
    (installing / "elsewhere").rename(installing / "wheels")
    assert install(installing).returncode == 0
    assert is_installed(small, installing)


@pytest.mark.parametrize("lock", [start.BUILD_LOCK, start.APP_LOCK])
def test_a_changed_package_is_not_installed_and_it_is_said_what_to_do(installing: Path, small: str, lock: str) -> None:
    """The wheel has one byte more than the one that the lock knows by its hash."""
    (installing / lock).write_text((installing / start.APP_LOCK).read_text())
    (wheel,) = (installing / "wheels").iterdir()
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.comment = b"x"
    refused = install(installing)
    assert refused.returncode == 1 and "DO NOT MATCH THE HASHES" in refused.stderr
    assert start.PACKAGE_CHANGED in refused.stderr
    assert not is_installed(small, installing)


def test_a_package_without_a_hash_is_not_installed(installing: Path, small: str) -> None:
    (installing / start.APP_LOCK).write_text(f"{small}==1\n")
    refused = install(installing)
    assert refused.returncode == 1 and start.PACKAGE_CHANGED in refused.stderr
    assert not is_installed(small, installing)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "mine.txt").write_text("x")
    assert bundle.main([str(tmp_path)]) == 1
    assert "不是空文件夹" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_bundle_is_filled_with_checked_files_and_for_windows_with_wheels(tmp_path: Path) -> None:
    prepared, here, windows = bundle.pip_commands(tmp_path, tmp_path / "lock-windows.txt", "3.12")
    assert [command[0] for command in (prepared, here, windows)] == ["install", "download", "download"]
    assert all({"--require-hashes", "--no-build-isolation"} <= set(command) for command in (prepared, here, windows))
    assert {start.BUILD_LOCK, start.APP_LOCK} <= set(here)
    assert ("--platform", "win_amd64", "--python-version", "3.12") == windows[windows.index("--platform") :][:4]
    assert {"--only-binary=:all:", "--no-binary=prcoords"} <= set(windows)
    assert str(tmp_path) == here[-1] == windows[-1]


def test_what_only_windows_needs_is_named_for_it() -> None:
    """pip leaves out what a marker reserves for Windows when it runs elsewhere."""
    lock = (start.ROOT / start.APP_LOCK).read_text(encoding="utf-8")
    for_windows = bundle.lock_for_windows(lock)
    assert "\ntzdata==" in for_windows and ";" not in for_windows
    assert for_windows.count("--hash=sha256:") == lock.count("--hash=sha256:")
    assert ";" in lock and for_windows.count(" \\\n") == lock.count(" \\\n")
