"""What happened, one line of JSON an event, for whoever runs the server: starts, logins, editions, refusals, errors.

A line holds numbers, codes and places in our code. It never holds a name, a note, a password, the text of a cell, nor
the message of an exception, which may quote any of them; who did what is in the audit, which stays in the store.
Lines go to standard error, or to a file for each process in the folder that DASHBOARD_LOGS names, where a full file
makes room for the next.
"""

import json
import logging
import os
import sys
import traceback
from collections import deque
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from data_loaders.guarding.person_numbers import mask

LOGS_VARIABLE = "DASHBOARD_LOGS"
LARGEST_FILE = 5_000_000  # bytes
OLD_FILES = 9
ERRORS_KEPT = 20
PART_READ = 200_000  # bytes at the end of a file that are looked through for errors
LOG = logging.getLogger("dashboard")
LOG.addHandler(logging.NullHandler())  # a command that was not asked for a log prints nothing of it
_recent: deque[dict] = deque(maxlen=ERRORS_KEPT)
_plain_record = logging.LogRecord


def begin(process: str) -> None:
    """Write the events of this process from now on. `process` names its file: server, checks, inbox.

    A folder that cannot be written never stops a server: then the lines go to standard error.
    """
    logging.setLogRecordFactory(record_without_messages)
    handler, problem = _handler(process)
    handler.setFormatter(OneLine())
    for before in LOG.handlers:
        before.close()
    LOG.handlers = [handler, _Recent(logging.ERROR)]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    note("started", process=process, python=sys.version.split()[0])
    if problem:
        fault("logs_unwritable", problem)


def _handler(process: str) -> tuple[logging.Handler, OSError | None]:
    folder = os.environ.get(LOGS_VARIABLE)
    if not folder:
        return logging.StreamHandler(), None
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        path = Path(folder) / f"{process}.jsonl"
        return RotatingFileHandler(path, maxBytes=LARGEST_FILE, backupCount=OLD_FILES, encoding="utf-8"), None
    except OSError as problem:
        return logging.StreamHandler(), problem


def note(event: str, level: int = logging.INFO, **facts: object) -> None:
    """Something happened. `facts` are numbers, codes and fingerprints."""
    LOG.log(level, event, extra={"facts": facts})


def fault(event: str, error: BaseException | None = None, **facts: object) -> None:
    """Something went wrong; of an exception only its kind and its place in the code are told."""
    LOG.error(event, exc_info=error, extra={"facts": facts})


def recent_errors() -> list[dict]:
    """The newest errors, newest first, as their lines say them: of every process that writes to the folder of logs,
    and of this process alone since it began where there is no such folder.
    """
    folder = os.environ.get(LOGS_VARIABLE)
    written = [line for path in Path(folder).glob("*.jsonl") for line in _errors_at_the_end(path)] if folder else []
    newest_first = reversed(written if folder else _recent)
    return sorted(newest_first, key=lambda line: line["at"], reverse=True)[:ERRORS_KEPT]


def _errors_at_the_end(path: Path) -> deque[dict]:
    """The newest errors of a file; only its last part is read."""
    errors: deque[dict] = deque(maxlen=ERRORS_KEPT)
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - PART_READ))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return errors
    for line in lines:
        if '"level": "error"' in line and line.startswith("{") and line.endswith("}"):
            _add(errors, json.loads(line))
    return errors


def _add(errors: deque[dict], line: dict) -> None:
    """Remember an error; the same one again and again counts as one."""
    before = errors.pop() if errors and _same(errors[-1], line) else {}
    errors.append(line | {"times": before.get("times", 0) + 1})


def record_without_messages(*arguments, **named) -> logging.LogRecord:
    """A log record of any library whose traceback names files and lines but repeats no exception's message."""
    record = _plain_record(*arguments, **named)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = "\n".join(places(record.exc_info[1]))  # a formatter that finds this text makes none itself
    return record


def places(error: BaseException) -> list[str]:
    """Kind and place of an exception and of those before it: 'ValueError', 'compose.py:31 compose', … innermost last."""
    told: list[str] = []
    before: BaseException | None = error
    while before is not None:
        told.append(type(before).__name__)
        told += [
            f"{Path(step.filename).name}:{step.lineno} {step.name}"
            for step in traceback.extract_tb(before.__traceback__)
        ]
        before = before.__cause__ or before.__context__
    return told


class OneLine(logging.Formatter):
    """A record as a line of JSON; a personal number that slipped into a fact is masked."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(told(record), ensure_ascii=False)


def told(record: logging.LogRecord) -> dict:
    """When, how grave, what, the facts, and where in the code an error came from."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    facts = {name: mask(fact) if isinstance(fact, str) else fact for name, fact in vars(record)["facts"].items()}
    line = {"at": at, "level": record.levelname.lower(), "event": record.msg, **facts}
    if record.exc_info and record.exc_info[1] is not None:
        line["error"] = places(record.exc_info[1])
    return line


class _Recent(logging.Handler):
    """Remembers the newest errors of this process."""

    def emit(self, record: logging.LogRecord) -> None:
        _add(_recent, told(record))


def _same(one: dict, other: dict) -> bool:
    return all(one.get(name) == other.get(name) for name in ("event", "error"))
