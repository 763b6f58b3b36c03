"""A folder that other systems drop files into: each whole file is published or refused once, with a report beside it.

Files wait until they stop growing. Those that are whole at the same look are a claim: a folder of `taking/` whose name
the edition keeps, so that neither a crash nor a second watcher publishes them twice. Of a claim the files without an
error become one edition together. May import: `publish`, `store`, `delta`, `audit`, `findings`, `events`, `reading`.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from deltalake.exceptions import DeltaError

from data_loaders import audit, events
from data_loaders.audit import Action
from data_loaders.delta import StoreAway
from data_loaders.findings import LEVEL_WORDS, Finding, Level, listed
from data_loaders.intake import Drop
from data_loaders.publish import Outcome, examine, publish
from data_loaders.reading import display_name
from data_loaders.store import Store

INBOX_VARIABLE = "DASHBOARD_INBOX"
PUBLISHER = "收件夹"
TAKING, PUBLISHED, REFUSED = "taking", "published", "refused"
REPORT = ".报告.txt"  # how the name of a report ends
UNREADABLE = "未发布，原有数据不受影响\n[错误] 文件无法读取，请用 WPS 或 Excel 打开后另存，再放入"
# The fault is not the files': they wait until the store can be written again.
STORE_AWAY = frozenset({"store_away", "store_unwritable"})
# A file that was not written to for so long, and did not change between two looks, is whole.
SETTLED_SECONDS = 5.0
SECONDS_BETWEEN_LOOKS = 2.0
LONGEST_STEM = 60  # characters; stamp and report ending need room in 255 bytes
# Names that programs give to files they are still writing.
UNFINISHED_SUFFIXES = frozenset({".tmp", ".part", ".crdownload", ".filepart", ".partial"})


@dataclass
class Inbox:
    """A watched folder. `seen` remembers size and time of each file at the last look."""

    folder: Path
    store: Store
    settled_seconds: float = SETTLED_SECONDS
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def look(self, now: float | None = None) -> list[Path]:
        """Take every file that is whole; returns where they ended up. `now` is a Unix time."""
        for name in (TAKING, PUBLISHED, REFUSED):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._claim([path for path in sorted(self.folder.iterdir()) if self._is_whole(path, time.time() if now is None else now)])
        claims = sorted(path for path in (self.folder / TAKING).iterdir() if path.is_dir())
        return [ended for claim in claims for ended in self._end(claim)]

    def watch(self, keep_on: Callable[[], bool] = lambda: True) -> None:
        """Look again and again; a share that is away for a while is simply looked at later."""
        is_away = False
        while keep_on():
            try:
                self.look()
                is_away = False
            except (OSError, DeltaError, StoreAway) as problem:
                self.seen.clear()
                if not is_away:  # said once, not every two seconds for as long as it lasts
                    events.fault("inbox_away", problem)
                is_away = True
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _is_whole(self, path: Path, now: float) -> bool:
        if path.name.startswith((".", "~$")) or path.suffix.lower() in UNFINISHED_SUFFIXES:
            return False
        if path.is_symlink() or not path.is_file():
            return False
        state = path.stat()
        mark = (state.st_size, state.st_mtime_ns)
        unchanged = self.seen.get(path.name) == mark
        self.seen[path.name] = mark
        return unchanged and now - state.st_mtime >= self.settled_seconds

    def _claim(self, paths: list[Path]) -> None:
        """Move files into a folder of their own; what another watcher took first, or somebody holds open, stays out."""
        if not paths:
            return
        claim = self.folder / TAKING / f"{_stamp()}-{uuid4().hex[:8]}"
        claim.mkdir()
        for path in paths:
            with suppress(OSError):
                path.rename(claim / path.name)
                self.seen.pop(path.name, None)

    def _end(self, claim: Path) -> list[Path]:
        """Finish a claim, whatever is wrong with its files: one never holds up the others."""
        ended = self._put_away_published(claim)
        while waiting := {path: Drop.of(path) for path in sorted(claim.iterdir())}:
            try:
                ended += self._round(claim, waiting)
            except (OSError, DeltaError, StoreAway):
                raise  # the share or the disk is away: looked at again later
            except Exception as problem:  # its text may quote the file
                events.fault("inbox_file_unreadable", problem)
                ended += [self._refuse(path, drop, [], UNREADABLE) for path, drop in self._breaking(waiting).items()]
        claim.rmdir()
        return ended

    def _put_away_published(self, claim: Path) -> list[Path]:
        """What an edition of this claim holds already: the process died between publishing and moving."""
        done = {
            file["sha256"]: edition.number
            for edition in self.store.editions()
            for file in edition.files
            if file.get("claim") == claim.name
        }
        drops = {path: Drop.of(path) for path in sorted(claim.iterdir())} if done else {}
        return [
            self._put_away(path, PUBLISHED, f"已发布为第 {done[drop.sha256]} 版（上次中断前已完成）\n")
            for path, drop in drops.items()
            if drop.sha256 in done
        ]

    def _round(self, claim: Path, waiting: dict[Path, Drop]) -> list[Path]:
        """Publish all files that wait, or refuse those with errors so that the others can go on."""
        outcome = publish(self.store, waiting.values(), by=PUBLISHER, note=_note(waiting), claim=claim.name)
        if {finding.code for finding in outcome.findings} & STORE_AWAY:
            raise StoreAway(outcome.findings)
        if outcome.edition:
            return [self._published(path, drop, outcome) for path, drop in waiting.items()]
        errors = [finding for finding in outcome.findings if finding.level is Level.ERROR]
        guilty = {path: drop for path, drop in waiting.items() if any(_is_about(drop, finding) for finding in errors)}
        return [self._refuse(path, drop, outcome.findings) for path, drop in (guilty or waiting).items()]

    def _breaking(self, waiting: dict[Path, Drop]) -> dict[Path, Drop]:
        """The files that cannot be read even alone; all of them when it is none alone."""
        breaking = {}
        for path, drop in waiting.items():
            try:
                examine(self.store, [drop])
            except (OSError, DeltaError, StoreAway):
                raise
            except Exception:
                breaking[path] = drop
        return breaking or waiting

    def _published(self, path: Path, drop: Drop, outcome: Outcome) -> Path:
        audit.remember_if_possible(self.store, PUBLISHER, Action.PUBLISHED, str(outcome.edition.number), drop.sha256)
        own = [finding for finding in outcome.findings if _is_about(drop, finding)]
        return self._put_away(path, PUBLISHED, _report(own, f"已发布为第 {outcome.edition.number} 版"))

    def _refuse(self, path: Path, drop: Drop, findings: Sequence[Finding], first: str = "未发布，原有数据不受影响") -> Path:
        own = [finding for finding in findings if _is_about(drop, finding)]
        codes = "、".join(sorted({finding.code for finding in own}))
        audit.remember_if_possible(self.store, PUBLISHER, Action.REFUSED, drop.sha256, codes)
        if any(finding.code == "personal_data" for finding in own):
            return self._destroy(path, _report(own, first))
        return self._put_away(path, REFUSED, _report(own, first))

    def _put_away(self, path: Path, folder: str, report: str) -> Path:
        """Move the file under a name that is free, and write the report beside it."""
        target = self.folder / folder / f"{path.stem[:LONGEST_STEM]}_{_stamp()}{path.suffix[:10]}"
        path.rename(target)
        return _write_report(target, report)

    def _destroy(self, path: Path, report: str) -> Path:
        """Nothing of a file with personal data is kept, not even its name; only the report says it was refused."""
        path.unlink()
        return _write_report(self.folder / REFUSED / f"含个人信息_{_stamp()}", report)


def _write_report(beside: Path, report: str) -> Path:
    beside.with_name(f"{beside.name}{REPORT}").write_text(report, encoding="utf-8")
    return beside


def _report(findings: Iterable[Finding], first: str) -> str:
    """The findings in Chinese, with the outcome first."""
    lines = [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]
    return "\n".join([first, *lines]) + "\n"


def _is_about(drop: Drop, finding: Finding) -> bool:
    """Whether a finding is about a file, or about another one's conflict with it."""
    shown = display_name(drop.name)
    return finding.file == shown or (finding.code == "batch_conflict" and f"〈{shown}〉" in finding.message)


def _note(waiting: dict[Path, Drop]) -> str:
    return f"收件夹 {listed(display_name(drop.name) for drop in waiting.values())}"


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")


def configured_folder() -> Path | None:
    """The folder DASHBOARD_INBOX names, or None when there is none."""
    folder = os.environ.get(INBOX_VARIABLE)
    return Path(folder) if folder else None
