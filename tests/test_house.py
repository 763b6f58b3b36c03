"""The promises that the repository makes about itself: who imports whom, what is pinned, what the README says."""

import ast
import csv
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.figures import theme
from data_loaders.reading import limits
from data_loaders.schema import TABLES, Column, Table

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

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
MAY_DRAW = {"app.py", "briefing/ui.py"}  # and everything in pages/
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


def sources(*rooms: str) -> Iterator[Path]:
    """The Python files of some rooms, a room being a folder or a file of that name."""
    for room in rooms:
        yield from [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").is_file() else sorted((ROOT / room).rglob("*.py"))


def relative(path: Path) -> str:
    """A path as the repository writes it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """The top-level names that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


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


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_nothing_imports_upwards(room: str) -> None:
    for path in sources(room):
        allowed = MAY_IMPORT[room] | DOORS.get(relative(path), set()) | {room}
        assert imported(path) & set(MAY_IMPORT) <= allowed, relative(path)


def test_only_pages_and_their_frame_draw() -> None:
    drawing = {relative(path) for path in sources(*MAY_IMPORT) if "streamlit" in imported(path)}
    assert {path for path in drawing if not path.startswith("pages/")} <= MAY_DRAW


def test_the_lint_rule_bans_drawing_in_the_same_places() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    excepted = {place for place, rules in lint["per-file-ignores"].items() if "TID251" in rules}
    assert excepted == MAY_DRAW | {"pages/*", "tests/*"}


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in sources(*MAY_IMPORT) if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert [relative(path) for path in silent] == []


def test_pages_are_thin() -> None:
    pages = (ROOT / "pages").glob("*.py")
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in pages}
    assert {page: length for page, length in lengths.items() if length > MOST_PAGE_LINES} == {}


def test_what_installs_needs_only_the_standard_library() -> None:
    for name in ("start.py", "bundle.py"):
        assert imported(ROOT / name) <= sys.stdlib_module_names | {"start"}


def test_requirements_are_exact_and_the_lock_agrees() -> None:
    locked = pins("constraints.txt")
    for name in ("requirements.txt", "requirements-test.txt"):
        for package, version in pins(name).items():
            assert locked.get(package) == version, f"{package} in {name} and constraints.txt"


def test_every_requirement_has_its_reason() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
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
    assert config["primaryColor"] == config["linkColor"] == theme.ACCENT
    assert config["textColor"] == theme.INK
    assert config["secondaryBackgroundColor"] == theme.GROUND
    assert config["borderColor"] == theme.LINE
    assert config["font"] == theme.FONTS.replace('"', "")
    status_colours = {look.colour for look in theme.LOOKS.values()}
    assert {config[f"{name}Color"] for name in ("green", "blue", "orange", "red", "gray")} == status_colours
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
    assert (config["client"]["showErrorDetails"], config["client"]["toolbarMode"]) == ("none", "viewer")


def test_the_repository_holds_no_secret() -> None:
    texts = {".py", ".toml", ".md", ".txt", ".conf", ".service", ".timer", ".ps1", ".yml", ".json", ".css", ".js", ".csv"}
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.suffix in texts and path.is_file() and not {".venv", ".git", "store", "inbox", "logs", "bundle"} & set(inside):
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
            functions = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
            assert test in {node.name for node in functions if isinstance(node, ast.FunctionDef)}, f"{path}::{test}"


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "python3 start.py test" in README
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec python3 start.py test")


def test_the_readme_names_every_folder() -> None:
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and (path.name in MAY_IMPORT)}
    for folder in {*folders, "tests/", "app.py", "start.py", "briefing/figures/", "briefing/ui.py"}:
        assert f"`{folder}`" in README, folder


def test_the_readme_lists_every_table_and_column() -> None:
    """The rows below are the README's, word for word: paste them there when the schema changes."""
    missing = [row for row in map(readme_row, TABLES.values()) if row not in README]
    assert not missing, "\n".join(["README.md lacks:", *missing])


def test_every_test_that_a_document_names_exists() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    named = {match for path in documents for match in TEST_NAME.findall(path.read_text(encoding="utf-8"))}
    missing = [f"{file}::{test}" for file, test in sorted(named) if test not in functions_of(ROOT / file)]
    assert named and not missing


def test_the_readme_explains_every_rule_of_the_plan() -> None:
    for plan in (ROOT / "data_loaders" / "reference").glob("*/计划指标.csv"):
        with plan.open(encoding="utf-8-sig", newline="") as rows:
            rules = {row["规则"] for row in csv.DictReader(rows)}
        assert {rule for rule in rules if f"`{rule}`" not in README} == set()


def test_the_readme_names_every_way_a_thing_can_stand() -> None:
    assert [status for status in theme.LOOKS if f"{theme.look(status).mark} {status}" not in README] == []


def functions_of(path: Path) -> set[str]:
    """The names of a file's functions and the empty name; nothing for a file that is not there."""
    if not path.is_file():
        return set()
    return {"", *(node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))}


def readme_row(table: Table) -> str:
    """A table as the README describes it: file title, name inside, one row, columns with the required ones bold."""
    columns = "、".join(readme_column(column) for column in table.columns)
    return f"| {table.title} `{table.name}` | {table.one_row_is} | {columns} |"


def readme_column(column: Column) -> str:
    """A column as the README describes it: 阶段（未开工/在建/完工/验收）."""
    choices = [synonyms[0] if choice.isascii() else choice for choice, synonyms in column.choices.items()]
    words = column.title + (f"（{'/'.join(choices)}）" if choices else "")
    return f"**{words}**" if column.required else words
