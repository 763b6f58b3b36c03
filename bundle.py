"""Fill a folder that installs and serves the dashboard without a network; `python3 start.py bundle` runs this.

    python3 start.py bundle [FOLDER] [--windows VERSION]

The folder holds the product and `wheels/`; the start.py inside finds the wheels beside itself. Wheels fit one kind
of machine: this one's system, processor and Python, and with --windows 3.12 also 64-bit Windows with Python 3.12.
Standard library only, so that it needs nothing but the pip of the environment that start.py made.
"""

import argparse
import platform
import re
import shutil
import sys
from pathlib import Path

from start import (
    APP_LOCK,
    BUILD_LOCK,
    CHECKED,
    PIP,
    ROOT,
    TEST_LOCK,
    WHEELS,
    fail,
    run_and_listen,
    say,
    why_not_installed,
)

# What the product is. Named one by one, so that no store, no secrets and no environment ever travels along.
PRODUCT = (
    "app.py", "pages", "briefing", "geo", "data_loaders", "sample_data", ".streamlit/config.toml",
    "start.py", "bundle.py", BUILD_LOCK, APP_LOCK, TEST_LOCK,
    "requirements.txt", "requirements-build.txt", "requirements-test.txt",
    "README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "docs",
)  # fmt: skip
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc")
DEFAULT_FOLDER = "bundle"
# The only package that has no wheel anywhere; it is pure Python and built where it is installed.
SOURCE_ONLY = "prcoords"
WINDOWS_LOCK = "lock-windows.txt"  # beside the wheels while they are fetched
WINDOWS_PLATFORM = "win_amd64"
MARKER = re.compile(r" ;[^\\\n]*")
NOTE = """离线安装包 · Offline bundle

适用 / fits: {fits}

1. 装好上面写的 Python 版本（Debian、Ubuntu 还要 python3-venv）。Install that Python; Debian and Ubuntu: python3-venv too.
2. 在本文件夹里运行 / in this folder run:  python3 start.py        (Windows: py start.py)
   不访问外网，依赖来自 wheels 文件夹。Nothing is fetched; everything comes from wheels/.
3. 升级时把新文件夹放在旁边，DASHBOARD_STORE 指向原来的库，见 docs/operation.md。
   To upgrade put the new folder beside this one and keep DASHBOARD_STORE; see docs/operation.md.
"""


def main(arguments: list[str]) -> int:
    """Make the bundle; 0 when the folder is complete, 1 when it is not, 2 for a wrong command."""
    options = _parser().parse_args(arguments)
    if options.folder.exists() and any(options.folder.iterdir()):
        return fail(f"{options.folder} 不是空文件夹，请另选一个。\nThat folder is not empty; choose another.")
    copy_product(options.folder)
    say("准备 wheels，可能要几分钟 / collecting wheels, this may take minutes …")
    windows_lock = options.folder / WINDOWS_LOCK
    windows_lock.write_text(lock_for_windows((ROOT / APP_LOCK).read_text(encoding="utf-8")), encoding="utf-8")
    for command in pip_commands(options.folder / WHEELS.name, windows_lock, options.windows):
        code, said = run_and_listen(sys.executable, *PIP, *command)
        if code != 0:
            return fail(
                f"wheels 没有备齐，原因见上。\nThe wheels are not complete, see above.\n{why_not_installed(said)}"
            )
    windows_lock.unlink()
    (options.folder / "离线安装.txt").write_text(NOTE.format(fits=fits(options.windows)), encoding="utf-8")
    say(f"{options.folder}：{fits(options.windows)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="start.py bundle", description="做一个没有外网也能装的文件夹 · A folder that installs without a network."
    )
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / DEFAULT_FOLDER)
    parser.add_argument(
        "--windows",
        metavar="VERSION",
        help="64 位 Windows 的这个 Python 版本也要 · also wheels for 64-bit Windows with this Python, e.g. 3.12",
    )
    return parser


def copy_product(folder: Path) -> None:
    """The files of the product and nothing else of this folder."""
    for name in PRODUCT:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=NOT_COPIED)
        else:
            shutil.copy2(source, target)


def pip_commands(wheels: Path, windows_lock: Path, windows: str | None) -> list[tuple[str, ...]]:
    """pip's arguments that fill `wheels` with the very files of the locks: for this machine, then for Windows.

    The first prepares this environment to look into SOURCE_ONLY, as the machine of the bundle will.
    """
    into = ("--dest", str(wheels.resolve()))
    commands = [
        ("install", *CHECKED, "-r", BUILD_LOCK),
        ("download", *CHECKED, "-r", BUILD_LOCK, "-r", APP_LOCK, *into),
    ]
    if windows:
        other = (
            "--no-deps",
            "--only-binary=:all:",
            f"--no-binary={SOURCE_ONLY}",
            "--platform",
            WINDOWS_PLATFORM,
            "--python-version",
            windows,
        )
        commands.append(("download", *CHECKED, *other, "-r", str(windows_lock.resolve()), *into))
    return commands


def lock_for_windows(lock: str) -> str:
    """A lock with everything that Windows needs: pip reads "only on Windows" by the machine it runs on."""
    return MARKER.sub(" ", lock)


def fits(windows: str | None) -> str:
    """The machines that the wheels are for, in words."""
    here = f"{platform.system()} {platform.machine()}，Python {'.'.join(platform.python_version_tuple()[:2])}"
    return f"{here}；Windows x64，Python {windows}" if windows else here


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
