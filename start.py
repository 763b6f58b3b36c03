"""Start the dashboard, or test it, on a machine that has only Python.

    python3 start.py [--port 8501]    make .venv, install, serve http://localhost:8501
    python3 start.py test [ARGS …]    install what the tests need, lint, run pytest with ARGS
    python3 start.py --version        which version this is, see CHANGELOG.md
    python3 start.py bundle [FOLDER]  a folder that installs and serves without a network, see bundle.py

Standard library only, Linux, Windows and macOS. pip's own settings (PIP_INDEX_URL, PIP_FIND_LINKS …) are honoured.
"""

from __future__ import annotations  # so that an old Python reads far enough to be told that it is old

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST_PYTHON = (3, 11)
DEFAULT_PORT = 8501
WHEELS = ROOT / "wheels"  # in a bundle: everything to install; pip then asks no index

# Everything to install, to the version and the hash of each file, so that what is installed is what was tested.
BUILD_LOCK = "lock-build.txt"  # goes first: pip, and what turns source into a wheel, which no pip must fetch unchecked
APP_LOCK = "lock.txt"
TEST_LOCK = "lock-test.txt"
PIP = ("-m", "pip", "--disable-pip-version-check", "-q")
CHECKED = ("--require-hashes", "--no-build-isolation")
UNCOMPILED = "--no-compile"  # half of what is installed is never imported by the tests

BROWSER_NAMES = (
    "chromium-headless-shell",  # Chromium without its windows, in half of the work
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge",
)  # fmt: skip
# Where browsers live when they are not on PATH: on Windows below one of its program folders.
WINDOWS_BROWSERS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class PackageManager(NamedTuple):
    """How one kind of Linux installs things, and what it calls the browser and the font that tests need."""

    refresh: tuple[str, ...]
    add: tuple[str, ...]
    browsers: tuple[str, ...]  # the first that it has
    chinese_font: str


PACKAGE_MANAGERS = {
    "apt-get": PackageManager(
        ("apt-get", "update", "-q"),
        ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"),
        ("chromium-headless-shell", "chromium"),
        "fonts-noto-cjk",
    ),
    "dnf": PackageManager((), ("dnf", "install", "-y", "-q"), ("chromium",), "google-noto-sans-cjk-fonts"),
    "apk": PackageManager(("apk", "update", "-q"), ("apk", "add", "-q"), ("chromium",), "font-noto-cjk"),
}

ONE_AT_A_TIME = Lock()  # a package manager that is busy refuses

# Programs that the tests of docs/deploy run; every package manager calls them so.
DEPLOYED_WITH = ("nginx", "openssl")

NO_BROWSER = (
    "没有找到浏览器，浏览器测试会失败。请安装 Chrome、Edge 或 Chromium 后重试，或用 BROWSER_PATH 指明位置。\n"
    "No browser found, so the browser tests will fail. Install Chrome, Edge or Chromium, or name it in BROWSER_PATH."
)
NO_FONT = (
    "没有找到中文字体，界面文字会显示成方块。请安装 Noto Sans CJK SC（fonts-noto-cjk）或思源黑体。\n"
    "No Chinese font found, so text would show as squares. Install Noto Sans CJK SC (fonts-noto-cjk)."
)
# What pip says, in English everywhere, of a file that is not the one with the hash, or of a package that has none here.
PIP_SAYS_CHANGED = ("DO NOT MATCH THE HASHES", "--require-hashes mode")
PIP_SAYS_GONE = ("No matching distribution found",)
PACKAGE_CHANGED = (
    "依赖包与测试过的不是同一个文件（sha256 不同，包名见上），没有安装。请不要去掉核对：换一个可信的软件源（PIP_INDEX_URL）再试，\n"
    "或使用离线包；仍然不同的，请告诉维护人员，由他核实后换版本并更新锁定文件，见 CONTRIBUTING.md。\n"
    "A package is not the file that was tested (its sha256 differs, see above), so nothing was installed. Keep the check:\n"
    "try another index that you trust (PIP_INDEX_URL) or an offline bundle. If it differs still, tell the maintainers, who\n"
    "look into it, pin another version and renew the lock files, see CONTRIBUTING.md."
)
PACKAGE_GONE = (
    "软件源里没有锁定的版本（包名见上）：网络不通，或该版本已被删除，或没有适合这台机器的文件。网络通的，换一个软件源（PIP_INDEX_URL），\n"
    "或用以前做好的离线包；确已删除的，请告诉维护人员换版本并更新锁定文件，见 CONTRIBUTING.md。\n"
    "The index lacks the pinned version (see above): no network, or it was deleted, or has no file for this machine. With\n"
    "a network try another index (PIP_INDEX_URL) or an offline bundle made earlier. If it was deleted, tell the\n"
    "maintainers to pin another version and to renew the lock files, see CONTRIBUTING.md."
)
INSTALL_FAILED = (
    "依赖安装失败，原因见上。没有外网的机器：在能上网的同类机器上运行 python3 start.py bundle，把做好的文件夹拷过来用；\n"
    "已经在用离线包的，请核对 Python 版本是否与“离线安装.txt”所写一致。\n"
    "Installing failed, see above. Without the internet: run `python3 start.py bundle` on a machine of the same kind that\n"
    "has it, and bring the folder here. In a bundle: see 离线安装.txt for the Python that its wheels fit."
)


def main(arguments: list[str]) -> int:
    """Serve, or with `test` as first word, test."""
    for stream in (sys.stdout, sys.stderr):
        # A console of another code page shows ? and goes on.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # typed as any text stream
    if sys.version_info < OLDEST_PYTHON:
        return fail(
            f"需要 Python 3.11 或更新版本，当前是 {sys.version.split()[0]}。\n"
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable})."
        )
    if arguments[:1] == ["--version"]:
        say(version())
        return 0
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    if arguments[:1] == ["bundle"]:
        return run(PYTHON, "bundle.py", *arguments[1:]) if venv_works() or make_venv() else 1
    return serve(port_wanted(arguments))


def version() -> str:
    """Which version of the product this is, as CHANGELOG.md tells of it."""
    import tomllib  # Python 3.11 has it; an older one has been told above

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def port_wanted(arguments: list[str]) -> int:
    """The port from --port, else from the environment variable PORT, else 8501."""
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="安装并打开看板；`start.py test` 运行测试 · Serve the dashboard. `start.py test [ARGS …]` runs the tests instead.",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("PORT", DEFAULT_PORT),
        help="端口，默认 PORT 或 8501 · default: PORT or 8501",
    )
    return parser.parse_args(arguments).port


FIRST_LINK = "第一个管理员.txt"  # the one-time link, while there is no account


def serve(port: int) -> int:
    """Install, publish the sample edition if the store is empty, and serve until stopped."""
    if not install(APP_LOCK):
        return 1
    if run(PYTHON, "-m", "sample_data") != 0:
        return fail("示例数据未能写入数据库，原因见上。\nThe sample edition could not be published, see above.")
    say(f"http://localhost:{port}")
    run(PYTHON, "-m", "data_loaders", "user", "first", "--port", str(port), "--file", str(ROOT / FIRST_LINK))
    command = [str(PYTHON), "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    if WINDOWS:
        return run(*command)
    os.chdir(ROOT)
    os.execv(command[0], command)  # the server takes this process over, so that stopping one stops the other


# Processes of the tests: one more than cores, because those in a browser wait half of their time. Each takes a gigabyte;
# the tests of a file stay together, and share its set-ups.
MOST_PROCESSES = 4
COLLECTED = ("--collect-only", "-p", "no:terminal")
LOOKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
LOOKS_FAILED = "ruff 或 mypy 有意见，见上。\nruff or mypy found something, see above."


def test(arguments: list[str]) -> int:
    """Install what the tests need, look at form and types, and run pytest; 0 only when all are content."""
    with ThreadPoolExecutor() as beside:
        programs = beside.submit(install_programs)  # which wait for the network and the disk half of their time
        if not install(TEST_LOCK, UNCOMPILED):
            return 1
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # every server and process of the tests would compile ours anew
        looks = beside.submit(lambda: max(run(PYTHON, "-m", *look) for look in LOOKS))
        if not arguments:  # types take one core for a while; on another the tests are compiled, once for all processes
            run(PYTHON, "-m", "pytest", *COLLECTED)
        programs.result()
        prepare_machine()
        tests = run(PYTHON, "-m", "pytest", *(arguments or on_all_cores()))
    return (looks.result() and fail(LOOKS_FAILED)) or tests


def on_all_cores() -> tuple[str, ...]:
    """How the whole suite is run; a part of it, by the arguments given, is sooner done on one core than begun on several."""
    cores = os.cpu_count() or 1
    processes = str(min(cores + 1, MOST_PROCESSES))
    # In the order of tests/conftest.py, where what takes longest comes first, so that no process is left with it alone.
    return ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder") if cores > 1 else ()


def install(lock: str, *how: str) -> bool:
    """Make .venv hold exactly the files that a lock names by their hashes; quick when it did not change."""
    stamp = VENV / f"{lock}.sha256"
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in (BUILD_LOCK, lock))).hexdigest()
    if not venv_works() and not make_venv():
        return False
    if stamp.is_file() and stamp.read_text() == digest:
        return True
    say(f"安装依赖 / installing {lock} …")
    source = ("--no-index", "--find-links", WHEELS) if WHEELS.is_dir() else ()
    pip = (PYTHON, *PIP, "install", *source, *CHECKED, *how)
    with ThreadPoolExecutor() as together:
        # A lock is complete, so no part of it need know what the others bring; `pip check` looks at the whole.
        for parts in ([ROOT / BUILD_LOCK], parts_of(lock)):
            done = [*together.map(lambda part: run_and_listen(*pip, "--no-deps", "-r", part), parts)]
            if any(code for code, _ in done):
                fail(why_not_installed("".join(said for _, said in done)))
                return False
    if run(PYTHON, *PIP, "check") != 0:
        fail(INSTALL_FAILED)
        return False
    stamp.write_text(digest)
    return True


def parts_of(lock: str) -> Iterator[Path]:
    """A lock dealt out into one file for each core: one pip takes a minute, mostly of computing."""
    packages = re.findall(r"^[^\s#].*\n(?:[ ].*\n)*", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    parts = min(os.cpu_count() or 1, MOST_PROCESSES)
    for number in range(min(parts, len(packages))):
        part = VENV / f"{number + 1}-{lock}"
        part.write_text("".join(packages[number::parts]), encoding="utf-8")
        yield part


def why_not_installed(said: str) -> str:
    """What to do, by what pip said; in a bundle a missing file means that it was made for another kind of machine."""
    if any(words in said for words in PIP_SAYS_CHANGED):
        return PACKAGE_CHANGED
    if not WHEELS.is_dir() and any(words in said for words in PIP_SAYS_GONE):
        return PACKAGE_GONE
    return INSTALL_FAILED


def venv_works() -> bool:
    """Whether .venv has this Python and a pip: it may be half made, moved, or of a Python since upgraded."""
    if not PYTHON.is_file():
        return False
    question = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv() -> bool:
    """Make .venv afresh. Debian and Ubuntu keep what that needs in a package of its own."""
    if find_spec("ensurepip") is None:
        install_packages(f"python3.{sys.version_info.minor}-venv")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        fail(f"无法建立 .venv，请安装 python3-venv。\n.venv could not be made; install python3-venv. ({error})")
        return False
    return True


def install_programs() -> None:
    """Where the system can be asked, install what the tests need of it: a browser, a Chinese font and DEPLOYED_WITH."""
    if manager := package_manager():
        for browser in manager.browsers:
            lacking = {browser: not find_browser(), manager.chinese_font: not has_chinese_font()}
            lacking |= {name: not find_program(name) for name in DEPLOYED_WITH}
            install_packages(*(name for name, is_lacking in lacking.items() if is_lacking))
            if find_browser():
                break


def prepare_machine() -> None:
    """See that the tests have a browser and a Chinese font after all, or say that they have not."""
    # Where the system has none to give (macOS, Ubuntu), the test library may fetch a browser of its own.
    if not find_browser() and run(PYTHON, "-m", "playwright", "install", "chromium") != 0:
        say(NO_BROWSER)
    if not has_chinese_font():
        say(NO_FONT)


def find_browser() -> str | None:
    """An installed Chromium, Chrome or Edge: BROWSER_PATH, then PATH, then the usual places."""
    on_path = (shutil.which(name) for name in (os.environ.get("BROWSER_PATH", ""), *BROWSER_NAMES) if name)
    folders = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if name in os.environ]
    elsewhere = [*(folder / browser for folder in folders for browser in WINDOWS_BROWSERS), *map(Path, MAC_BROWSERS)]
    return next((found for found in on_path if found), None) or next(
        (str(path) for path in elsewhere if path.is_file()), None
    )


def find_program(name: str) -> str | None:
    """A program on PATH or where Debian keeps those of administrators."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def has_chinese_font() -> bool:
    """Whether the machine can draw Chinese; Windows and macOS always can."""
    if not sys.platform.startswith("linux"):
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def package_manager() -> PackageManager | None:
    """The package manager of this Linux, if it is one we know."""
    return next((manager for name, manager in PACKAGE_MANAGERS.items() if shutil.which(name)), None)


def install_packages(*packages: str) -> None:
    """Ask the system's package manager, as root or through a sudo that asks nothing; the caller looks for success."""
    manager = package_manager()
    if not (manager and packages):
        return
    with ONE_AT_A_TIME:
        say(f"安装 / installing {' '.join(packages)} …")
        if manager.refresh:
            run(*as_root(manager.refresh))
        run(*as_root((*manager.add, *packages)))


def as_root(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command as the system's administrator runs it, never stopping for a question."""
    quiet = ("env", "DEBIAN_FRONTEND=noninteractive", *command)
    return quiet if os.geteuid() == 0 else ("sudo", "-n", *quiet)


def run(*command: str | Path) -> int:
    """Run a command here with its output shown; its exit code, or what a shell says when it is missing or stopped."""
    try:
        return subprocess.call([str(part) for part in command], cwd=ROOT)
    except FileNotFoundError:
        return 127
    except KeyboardInterrupt:
        return 130


def run_and_listen(*command: str | Path) -> tuple[int, str]:
    """The same, with what it wrote to standard error, which is shown line by line too."""
    said = []
    with subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stderr or ():
            said.append(line)
            sys.stderr.write(line)
            sys.stderr.flush()
    return process.returncode, "".join(said)


def say(words: str) -> None:
    """Tell the person at the console."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()  # before the output of the next command


def fail(words: str) -> int:
    """Tell the person at the console what went wrong; 1."""
    sys.stderr.write(words + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
