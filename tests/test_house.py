"""The promises that the repository makes about itself: who imports whom, what is pinned, what the README says."""

import argparse
import ast
import csv
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from packaging.markers import Marker

import bundle
import start
from briefing import __main__ as briefing_door
from briefing import looks
from briefing.exports import FORMATS
from data_loaders import __main__ as data_door
from data_loaders.reading import limits
from data_loaders.schema import TABLES, Column, Table
from data_loaders.version import VERSION
from geo import __main__ as geo_door

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LEDGERS, RULES, ROOMS = ((ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("ledgers", "rules", "rooms"))
README_LINES = 120  # what somebody reads in three minutes

# Data goes one way: drop → table → edition → briefing → screen. Room: which other rooms it may import.
MAY_IMPORT = {
    "geo": set(),
    "data_loaders": {"geo"},
    "sample_data": {"data_loaders", "geo"},
    "briefing": {"data_loaders", "geo"},
    "pages": {"briefing", "data_loaders", "geo"},
    "app": {"briefing"},
    "start": set(),
    "bundle": {"start"},
}
# Command lines are doors, not rooms: this one words its findings as the loaders do.
DOORS = {"geo/__main__.py": {"data_loaders"}}
# Each room → the rooms it imports, those of its own house without the house's name; a room is a folder, or a file that
# stands beside the folders of its house. What is not written here may not be imported, what is written must be.
ARROWS = {
    "geo": "",
    "geo/__main__": (
        "geo data_loaders/allowance data_loaders/checking data_loaders/delivering data_loaders/delivering/intake data_loaders/findings data_loaders/reading "
        "data_loaders/schema data_loaders/store"
    ),
    "data_loaders/allowance": "findings",
    "data_loaders/clock": "",
    "data_loaders/endings": "",
    "data_loaders/findings": "",
    "data_loaders/guarding": "searching",
    "data_loaders/schema": "",
    "data_loaders/searching": "",
    "data_loaders/version": "",
    "data_loaders/typed_frames": "schema",
    "data_loaders/frequencies": "",
    "data_loaders/plan_rules": "schema",
    "data_loaders/plan_words": "geo schema",
    "data_loaders/origins": "findings schema",
    "data_loaders/events": "guarding",
    "data_loaders/reading": "clock findings geo guarding searching",
    "data_loaders/tidying": "findings geo guarding reading schema typed_frames",
    "data_loaders/checking": (
        "endings findings frequencies geo guarding origins plan_rules plan_words reading schema tidying typed_frames"
    ),
    "data_loaders/layouts/language": "schema tidying",
    "data_loaders/layouts": "findings guarding layouts/language reading schema tidying",
    "data_loaders/layouts/applying": "findings layouts layouts/language reading schema tidying",
    "data_loaders/store": "endings events findings guarding origins schema typed_frames version",
    "data_loaders/delivering/intake": (
        "allowance checking clock endings findings geo guarding layouts layouts/applying layouts/language origins plan_words "
        "planning reading schema store tidying typed_frames"
    ),
    "data_loaders/delivering": (
        "allowance checking delivering/intake endings events findings guarding layouts origins reading schema store tidying "
        "typed_frames version"
    ),
    "data_loaders/planning/sentences": "",
    "data_loaders/planning": "allowance findings frequencies guarding plan_rules plan_words planning/sentences reading schema",
    "data_loaders/commands": "checking clock delivering delivering/intake events findings geo layouts planning reading store",
    "data_loaders/__main__": "commands findings",
    "briefing/rows": "",
    "briefing/status": "",
    "briefing/looks": "status",
    "briefing/wishes": "model data_loaders/store",
    "briefing/model": "rows status",
    "briefing/plan": "data_loaders/frequencies data_loaders/plan_words",
    "briefing/formats": "model status data_loaders/clock data_loaders/schema",
    "briefing/measures": (
        "formats geo model plan rows status data_loaders/checking data_loaders/delivering data_loaders/endings data_loaders/frequencies "
        "data_loaders/plan_rules data_loaders/schema data_loaders/store"
    ),
    "briefing/figures": "formats geo looks measures model status",
    "briefing/svg": "looks",
    "briefing/wording": "formats looks measures model status data_loaders/plan_rules data_loaders/schema data_loaders/version",
    "briefing/compose": (
        "formats measures model plan status wording data_loaders/delivering data_loaders/plan_rules data_loaders/schema "
        "data_loaders/store"
    ),
    "briefing/explaining": (
        "compose formats measures model plan rows data_loaders/endings data_loaders/findings data_loaders/origins "
        "data_loaders/schema data_loaders/store"
    ),
    "briefing/exports/bulletin": "formats looks measures model status wishes wording data_loaders/store",
    "briefing/exports/workbook": "figures formats looks measures model status wishes wording",
    "briefing/html": (
        "explaining figures formats looks measures model status wording data_loaders/checking data_loaders/delivering "
        "data_loaders/findings data_loaders/layouts data_loaders/origins data_loaders/planning data_loaders/schema data_loaders/store"
    ),
    "briefing/exports/slides": "exports/workbook figures formats geo looks measures model status wishes wording",
    "briefing/screens": "explaining figures formats html measures model status svg wording",
    "briefing/exports/offline": "exports/workbook figures formats html looks measures model screens wishes wording",
    "briefing/ui": (
        "compose explaining exports/workbook figures formats html measures model plan screens data_loaders/allowance data_loaders/delivering data_loaders/delivering/intake data_loaders/events "
        "data_loaders/findings data_loaders/planning data_loaders/reading data_loaders/store"
    ),
    "briefing/exports/pictures": "exports/offline looks measures model screens wishes",
    "briefing/exports/towns": "exports/bulletin exports/slides exports/workbook formats measures model wishes wording",
    "briefing/exports": (
        "compose exports/bulletin exports/offline exports/pictures exports/slides exports/towns exports/workbook measures "
        "model screens wishes wording data_loaders/delivering data_loaders/events data_loaders/findings data_loaders/store"
    ),
    "briefing/__main__": "compose explaining exports exports/pictures plan wishes wording data_loaders/findings data_loaders/store",
    "pages/desk": (
        "briefing/exports/workbook briefing/formats briefing/html briefing/plan "
        "briefing/ui briefing/wording data_loaders/checking data_loaders/clock data_loaders/delivering data_loaders/delivering/intake data_loaders/findings "
        "data_loaders/reading data_loaders/schema data_loaders/store geo layouts"
    ),
    "pages/layouts": (
        "briefing/formats briefing/html briefing/ui data_loaders/delivering data_loaders/delivering/intake "
        "data_loaders/layouts data_loaders/reading data_loaders/schema data_loaders/store"
    ),
    "pages/orders": (
        "briefing/compose briefing/exports briefing/exports/bulletin briefing/exports/pictures briefing/formats briefing/html "
        "briefing/measures briefing/model briefing/screens briefing/ui briefing/wishes briefing/wording data_loaders/delivering data_loaders/delivering/intake "
        "data_loaders/findings data_loaders/store desk"
    ),
    "pages/meeting": (
        "desk briefing/formats briefing/html briefing/measures briefing/model briefing/screens briefing/status briefing/ui "
        "briefing/wording data_loaders/clock data_loaders/delivering data_loaders/schema data_loaders/store"
    ),
    "pages/planning": (
        "desk briefing/html briefing/ui data_loaders/clock data_loaders/delivering data_loaders/delivering/intake "
        "data_loaders/findings data_loaders/plan_rules data_loaders/plan_words data_loaders/planning data_loaders/planning/sentences data_loaders/reading data_loaders/schema data_loaders/store"
    ),
    "pages/correcting": (
        "desk briefing/html briefing/ui data_loaders/delivering data_loaders/findings data_loaders/origins "
        "data_loaders/schema data_loaders/store"
    ),
    "pages/answering": (
        "desk meeting briefing/formats briefing/html briefing/model briefing/plan briefing/screens briefing/status briefing/ui "
        "briefing/wording data_loaders/clock data_loaders/delivering data_loaders/findings data_loaders/schema data_loaders/store"
    ),
    "pages/editions": (
        "briefing/compose briefing/html briefing/measures briefing/ui data_loaders/clock data_loaders/delivering "
        "data_loaders/store"
    ),
    "pages": "answering correcting desk editions layouts meeting orders planning briefing/html briefing/screens briefing/ui data_loaders/store",
}
# Imports that wait until they are needed: the function and what would be paid for too early. None hides a circle.
LATE_IMPORTS = {
    (
        "data_loaders/planning/reading.py",
        "_pieces",
    ): "the libraries of Word and PDF, for whoever only opens the desk: two threads must not begin them",
    (
        "data_loaders/delivering/intake/beside.py",
        "map_checks",
    ): "the libraries of maps, for who delivers ledgers without positions",
    ("data_loaders/delivering/village_grades.py", "workbook"): "the library of workbooks, for who publishes",
    ("data_loaders/delivering/worker.py", "_by_name"): "what only the process that reads files needs",
    ("data_loaders/delivering/worker.py", "_begin"): "what personal numbers look like, for who waits for that process",
    ("data_loaders/store/editions.py", "_frames"): "pandas, for who only asks which editions there are",
    ("data_loaders/__main__.py", "_parser"): "the libraries of the other commands",
    ("briefing/compose.py", "_worded_as_shipped"): "what reads files, for editions whose plan has all words",
    ("briefing/__main__.py", "_commands"): "the libraries of all formats, for who only asks to `show`",
    ("briefing/exports/__init__.py", "make"): "the libraries of the other formats",
    ("start.py", "version"): "Python 3.10 and older lack the library and are told so first",
    ("briefing/ui/ahead.py", "warm_up"): "walks through all rooms so that the first viewer waits for none",
}
MOST_FILES = 24  # in one folder of the product, its __init__ and __main__ among them
MAY_DRAW = {"app.py", "briefing/ui/*"}  # and everything in pages/
MOST_PAGE_LINES = 80

# Names of formats that look like addresses; nothing is ever fetched from them.
NAMESPACES = {"www.w3.org", "www.opengis.net", "schemas.openxmlformats.org", "schemas.microsoft.com"}
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
HOME_PATH = re.compile(r"/(?:home|root|Users|work|mnt|srv|tmp|opt)/\w|[A-Z]:\\\\?Users")
REGISTRY_OPTION = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|^\s*-[if]\s", re.MULTILINE)
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[A-Za-z0-9-]{10,}"
    r"|\bsk-[A-Za-z0-9]{32,}|(?:cookie_?secret|client_secret)\s*=\s*[\"'][^\"']{8,}|\$argon2i?d?\$v="
)
TEST_NAME = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")  # as documents write it, with or without the function
PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)")
LOCKED = re.compile(
    r"(?P<pin>[^ ;]+==[^ ;]+)(?: ; (?P<marker>[^\\]+?))?(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
)
LOCKS = {
    "lock-build.txt": "requirements-build.txt",
    "lock.txt": "requirements.txt",
    "lock-test.txt": "requirements-test.txt",
}
SYSTEMS = 4  # Linux on x86-64 and aarch64, Windows, macOS


def sources(*rooms: str) -> Iterator[Path]:
    """The Python files of some rooms, a room being a folder or a file of that name."""
    for room in rooms:
        yield from [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").is_file() else sorted((ROOT / room).rglob("*.py"))


def relative(path: Path) -> str:
    """A path as the repository writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a Python file says, outermost first: its module, then what stands in it."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, wherever in the file."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


@cache
def modules_of(path: Path) -> frozenset[str]:
    """The files of the product that a file imports, wherever in it: data_loaders/clock.py, briefing/html/__init__.py."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if _file_of(name) else node.module or "" for name in inside}
    return frozenset(relative(file) for name in names if (file := _file_of(name)))


def _file_of(module: str) -> Path | None:
    place = ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def room_of(file: str) -> str:
    """data_loaders/store/delta.py → data_loaders/store, data_loaders/clock.py → data_loaders/clock; a door is a room."""
    house, _, rest = file.partition("/")
    alone = "/" not in rest and (file in DOORS or house in ("data_loaders", "briefing"))
    return file.removesuffix(".py") if alone and not file.endswith("__init__.py") else file.rpartition("/")[0]


def arrows() -> dict[str, set[str]]:
    """Each room of the four houses → the other rooms that its files import."""
    found: dict[str, set[str]] = {}
    for path in sources("geo", "data_loaders", "briefing", "pages"):
        room = room_of(relative(path))
        found.setdefault(room, set()).update({room_of(file) for file in modules_of(path)} - {room})
    found["briefing/exports"] |= {f"briefing/exports/{one.room.split('.')[0]}" for one in FORMATS.values()}
    houses = {"data_loaders", "briefing"}  # what a house itself holds is its docstring
    return {room: targets - houses for room, targets in found.items() if room not in houses}


def _in_full(name: str, room: str) -> str:
    house = room.split("/")[0]
    return name if name == "geo" or name.split("/")[0] in MAY_IMPORT else f"{house}/{name}"


def late_imports(path: Path) -> set[str]:
    """The functions of a file that import while they run."""
    functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)]
    return {getattr(node, "name", "lambda") for node in functions if any(map(_imports, ast.walk(node)))}


def _imports(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in ("import_module", "__import__")
    return isinstance(node, ast.Import | ast.ImportFrom)


def product_files() -> list[Path]:
    """Every text file that is the product or configures it."""
    suffixes = {".py", ".toml", ".css", ".js", ".html", ".txt", ".json", ".yml"}
    files = [path for room in MAY_IMPORT for path in (ROOT / room).rglob("*") if path.suffix in suffixes]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in suffixes]
    return [*files, ROOT / ".streamlit" / "config.toml", ROOT / ".ci" / "run"]


def pins(name: str) -> dict[str, str]:
    """Package → version of a requirements file; fails on a line that pins nothing."""
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        requirement = line.split("#")[0].strip()
        if requirement and requirement != "-r requirements.txt":
            match = PIN.fullmatch(requirement)
            assert match, f"{name}: {line!r} is not an exact pin"
            found[match[1].lower().replace("_", "-")] = match[2]
    return found


def locked(name: str) -> dict[str, tuple[str, str, int]]:
    """Package → version, marker and number of hashes of a lock; fails on anything that is not pinned with hashes."""
    text = "".join(
        line for line in (ROOT / name).read_text(encoding="utf-8").splitlines(keepends=True) if line[0] != "#"
    )
    entries = list(LOCKED.finditer(text))
    assert "".join(entry[0] for entry in entries) == text, f"{name} holds more than exact pins with their hashes"
    found = {}
    for entry in entries:
        match = PIN.fullmatch(entry["pin"])
        assert match, f"{name}: {entry['pin']} is not an exact pin"
        found[match[1].lower().replace("_", "-")] = (match[2], entry["marker"] or "", entry["hashes"].count("sha256:"))
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_nothing_imports_upwards(room: str) -> None:
    for path in sources(room):
        allowed = MAY_IMPORT[room] | DOORS.get(relative(path), set()) | {room}
        assert imported(path) & set(MAY_IMPORT) <= allowed, relative(path)


def test_every_room_imports_the_rooms_that_the_table_says() -> None:
    assert arrows() == {room: {_in_full(name, room) for name in names.split()} for room, names in ARROWS.items()}


def test_no_rooms_and_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter(arrows()).prepare()  # raises CycleError, which names the circle
    files = {relative(path): path for path in sources(*MAY_IMPORT)}
    TopologicalSorter({name: modules_of(path) for name, path in files.items()}).prepare()


def test_no_import_hides_in_a_function() -> None:
    late = {(relative(path), name) for path in sources(*MAY_IMPORT) for name in late_imports(path)}
    assert late == set(LATE_IMPORTS)


def test_no_folder_of_the_product_is_crowded() -> None:
    folders = {path.parent for path in sources(*MAY_IMPORT)} - {ROOT}
    crowds = {relative(folder): len([*folder.glob("*.*")]) for folder in folders}
    assert {folder: files for folder, files in crowds.items() if files > MOST_FILES} == {}


def test_only_pages_and_their_frame_draw() -> None:
    drawing = {relative(path) for path in sources(*MAY_IMPORT) if "streamlit" in imported(path)}
    assert {path for path in drawing if not path.startswith(("pages/", "briefing/ui/"))} <= MAY_DRAW


def test_every_file_to_download_is_offered_in_the_one_way_that_does_not_lose_it() -> None:
    offering = {
        relative(path) for path in sources(*MAY_IMPORT) if "download_button" in path.read_text(encoding="utf-8")
    }
    assert offering == {"briefing/ui/downloads.py"}


def test_the_lint_rule_bans_drawing_in_the_same_places() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    excepted = {place for place, rules in lint["per-file-ignores"].items() if "TID251" in rules}
    assert excepted == MAY_DRAW | {"pages/*", "tests/*"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in sources(*MAY_IMPORT) if not ast.get_docstring(nodes(path)[0])]
    assert [relative(path) for path in silent] == []


def test_pages_are_thin() -> None:
    pages = (ROOT / "pages").rglob("*.py")
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in pages}
    assert {page: length for page, length in lengths.items() if length > MOST_PAGE_LINES} == {}


def test_what_installs_needs_only_the_standard_library() -> None:
    for name in ("start.py", "bundle.py"):
        assert imported(ROOT / name) <= sys.stdlib_module_names | {"start"}


def test_requirements_are_exact_and_the_lock_agrees() -> None:
    for lock, name in LOCKS.items():
        versions = {package: version for package, (version, _, _) in locked(lock).items()}
        for package, version in pins(name).items():
            assert versions.get(package) == version, f"{package} in {name} and {lock}"


def test_what_the_product_installs_is_what_the_tests_ran_on() -> None:
    product, tested = locked("lock.txt"), locked("lock-test.txt")
    assert product and {package: tested.get(package) for package in product} == product
    here = {package: importlib.metadata.version(package) for package, (_, marker, _) in tested.items() if not marker}
    assert here == {package: version for package, (version, marker, _) in tested.items() if not marker}


def test_what_is_compiled_has_hashes_for_every_system() -> None:
    compiled = {
        package: hashes for package, (_, marker, hashes) in locked("lock-test.txt").items()
        if not marker and "Root-Is-Purelib: false" in importlib.metadata.distribution(package).read_text("WHEEL")
    }  # fmt: skip
    assert len(compiled) > 20
    assert {package for package, hashes in compiled.items() if hashes < SYSTEMS} == set()


def test_whatever_a_lock_names_conditionally_is_right_for_windows_without_the_condition() -> None:
    """A bundle for Windows drops the conditions, because pip judges them by the machine that makes the bundle."""
    markers = {marker for lock in LOCKS for _, marker, _ in locked(lock).values() if marker}
    windows = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "extra": ""}
    assert markers and all(Marker(marker).evaluate(windows) for marker in markers)


def test_every_requirement_has_its_reason() -> None:
    for name in LOCKS.values():
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if "==" in line and "  # " not in line] == []


def test_the_product_names_no_machine_and_no_outside_host() -> None:
    for path in product_files():
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"\b(?:https?|wss?|ftp)://([\w.-]+)", text))
        assert hosts <= NAMESPACES | LOCAL_HOSTS, relative(path)
        assert not HOME_PATH.search(text), relative(path)
        assert path.suffix != ".txt" or not REGISTRY_OPTION.search(text), relative(path)


def test_streamlit_wears_our_colours() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert config["primaryColor"] == config["linkColor"] == looks.ACCENT
    assert config["textColor"] == looks.INK
    assert config["secondaryBackgroundColor"] == looks.GROUND
    assert config["borderColor"] == looks.LINE
    assert config["font"] == looks.FONTS.replace('"', "")
    status_colours = {look.colour for look in looks.LOOKS.values()}
    assert {config[f"{name}Color"] for name in ("green", "blue", "orange", "red", "gray")} < status_colours
    assert not status_colours & set(config["chartCategoricalColors"])


def test_nothing_is_asked_of_outside_hosts_by_configuration() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["browser"]["serverAddress"] == "localhost"
    assert config["client"]["showErrorLinks"] is False


def test_the_server_s_guards_are_on() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["enableXsrfProtection"] is True and config["server"]["enableCORS"] is True
    assert config["server"]["maxUploadSize"] * limits.MEGABYTE == limits.FILE_BYTES
    assert (config["server"]["maxMessageSize"], config["server"]["maxWidgetStateSize"]) == (
        32,
        1,
    )  # of anybody's websocket
    assert (config["client"]["showErrorDetails"], config["client"]["toolbarMode"]) == ("none", "viewer")


def test_the_repository_holds_no_secret() -> None:
    texts = {
        ".py",
        ".toml",
        ".md",
        ".txt",
        ".conf",
        ".service",
        ".timer",
        ".ps1",
        ".yml",
        ".json",
        ".css",
        ".js",
        ".csv",
    }
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if (
            path.suffix in texts
            and path.is_file()
            and not {".venv", ".git", "store", "inbox", "logs", "bundle"} & set(inside)
        ):
            assert not SECRET.search(path.read_text(encoding="utf-8", errors="replace")), relative(path)
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()


def test_every_promise_of_security_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    promises = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| 承诺")]
    assert len(promises) > 15
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", promise)
        assert named, promise
        for path, test in named:
            functions = nodes(ROOT / path)
            assert test in {node.name for node in functions if isinstance(node, ast.FunctionDef)}, f"{path}::{test}"


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "python3 start.py test" in README
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec python3 start.py test")


def test_the_page_of_rooms_names_every_folder() -> None:
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and (path.name in MAY_IMPORT)}
    inside = {
        f"{relative(path)}/"
        for top in ("briefing", "data_loaders")
        for path in (ROOT / top).iterdir()
        if (path / "__init__.py").is_file()
    }
    for folder in {*folders, *inside, "tests/", "app.py", "start.py"}:
        assert f"`{folder}`" in ROOMS, folder


def test_the_ledgers_page_lists_every_table_and_column() -> None:
    """The rows below are those of docs/ledgers.md, word for word: paste them there when the schema changes."""
    missing = [row for row in map(ledger_row, TABLES.values()) if row not in LEDGERS]
    assert not missing, "\n".join(["docs/ledgers.md lacks:", *missing])


def test_every_test_that_a_document_names_exists() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {match for path in documents for match in TEST_NAME.findall(path.read_text(encoding="utf-8"))}
    missing = [f"{file}::{test}" for file, test in sorted(named) if test not in functions_of(ROOT / file)]
    assert named and not missing


def test_the_rules_page_explains_every_rule_of_the_plan() -> None:
    for plan in (ROOT / "data_loaders" / "reference").glob("*/计划指标.csv"):
        with plan.open(encoding="utf-8-sig", newline="") as rows:
            rules = {row["规则"] for row in csv.DictReader(rows)}
        assert {rule for rule in rules if f"`{rule}`" not in RULES} == set()


def test_the_rules_page_names_every_way_a_thing_can_stand() -> None:
    assert [status for status in looks.LOOKS if f"{looks.look(status).mark} {status}" not in RULES] == []


def functions_of(path: Path) -> set[str]:
    """The names of a file's functions and the empty name; nothing for a file that is not there."""
    if not path.is_file():
        return set()
    return {
        "",
        *(node.name for node in nodes(path) if isinstance(node, ast.FunctionDef)),
    }


def ledger_row(table: Table) -> str:
    """A table as docs/ledgers.md describes it: file title, name inside, one row, columns with the required ones bold."""
    columns = "、".join(ledger_column(column) for column in table.columns)
    return f"| {table.title} `{table.name}` | {table.one_row_is} | {columns} |"


def ledger_column(column: Column) -> str:
    """A column as docs/ledgers.md describes it: 阶段（未开工/在建/完工/验收）."""
    words = column.title + (f"（{'/'.join(column.words)}）" if column.words else "")
    return f"**{words}**" if column.required else words


def test_the_version_has_its_section_in_the_changelog_and_start_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    newest = re.findall(r"^## ([\d.]+)（\d{4}-\d\d-\d\d）$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[
        0
    ]
    assert start.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == VERSION == newest


def test_the_readme_is_read_in_three_minutes() -> None:
    assert len(README.splitlines()) <= README_LINES
    assert {
        name
        for name in ("ledgers", "rules", "rooms", "screens", "accounts", "command-line", "speed")
        if f"docs/{name}.md" not in README
    } == set()


def test_no_source_points_at_a_document_that_is_not_here() -> None:
    pointing = re.compile(r"\bDESIGN\b|\b(?:style|house|wording)\.md\b")
    assert [
        relative(path)
        for path in sources(*MAY_IMPORT, "tests")
        if path.name != "test_house.py" and pointing.search(path.read_text("utf-8"))
    ] == []


def told_by(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What a command line says of itself, of its commands and of their options."""
    yield parser.description or "中 en"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from (choice.help or "" for choice in action._choices_actions)
            for command in action.choices.values():
                yield from told_by(command)
        elif action.help and not isinstance(action, argparse._HelpAction):
            yield action.help


@pytest.mark.parametrize("door", [geo_door, data_door, briefing_door, bundle], ids=lambda door: door.__name__)
def test_a_command_line_is_told_in_both_languages(door) -> None:
    told = list(told_by(door._parser()))
    assert told
    assert [one for one in told if not (re.search("[\u4e00-\u9fff]", one) and re.search("[a-z]{2}", one))] == []
