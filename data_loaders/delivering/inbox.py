"""A folder that other systems drop files into: each whole file is published or refused once, with a report beside it.

Files wait until nobody has written to them for a while. Those that are whole at the same look are a claim: a folder of
`taking/` whose name the edition keeps, so that neither a crash nor a second watcher publishes them twice. Of a claim the
files without an error become one edition together. A file to which somebody writes although it was taken (a copy that
stalled for long) is claimed again, as a correction, and its reports say so.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from deltalake.exceptions import DeltaError

from data_loaders import events
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, check, publish
from data_loaders.delivering.worker import Worker
from data_loaders.findings import LEVEL_WORDS, Finding, Level, Refused, Source, listed
from data_loaders.reading import display_name, refuse_size
from data_loaders.store import audit
from data_loaders.store.audit import Action
from data_loaders.store.delta import StoreAway
from data_loaders.store.editions import Store

INBOX_VARIABLE, QUIET_VARIABLE = "DASHBOARD_INBOX", "DASHBOARD_INBOX_QUIET"
PUBLISHER = "收件夹"
TAKING, PUBLISHED, REFUSED = "taking", "published", "refused"
REPORT = ".报告.txt"  # how the name of a report ends
UNREADABLE = "未发布，原有数据不受影响\n[错误] 文件无法读取，请用 WPS 或 Excel 打开后另存，再放入"
# The fault is not the files': they wait until the store can be written again.
STORE_AWAY = frozenset({"store_away", "store_unwritable"})
# A file that was not written to for so long, and did not change between two looks, is whole.
QUIET_SECONDS = 60.0
# A file that was put away is looked at again for so long, lest its writer goes on.
WATCHED_SECONDS = 86400.0
CORRECTION = "-correction"  # how the name of a claim ends
CORRECTED = "更正：上次收取以后文件又有变化，已重新收取整份文件"
TAKEN_AGAIN = "此后文件又有变化，已作为更正重新收取"
# The line of a report that a later look compares the file with: name, bytes, time of writing.
AS_TAKEN = re.compile(r"^收取时：〈(?P<name>.*)〉(?P<size>\d+) 字节，写于 (?P<written>\d+)$", re.MULTILINE)
SECONDS_BETWEEN_LOOKS = 2.0
LONGEST_STEM, LONGEST_SUFFIX = 35, 10  # characters; claim and report ending need room in 255 bytes
# Names that programs give to files they are still writing.
UNFINISHED_SUFFIXES = frozenset({".tmp", ".part", ".crdownload", ".filepart", ".partial"})


@dataclass
class Inbox:
    """A watched folder. `seen` remembers size and time of each file at the last look, `taken` the original name of
    each file that was put away lately, with size and time as it was read; None until the reports have been read.
    """

    folder: Path
    store: Store
    settled_seconds: float = QUIET_SECONDS
    seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    taken: dict[Path, tuple[str, tuple[int, int]]] | None = None
    as_read: dict[Path, tuple[int, int]] = field(default_factory=dict)
    worker: Worker = field(default_factory=lambda: Worker("inbox-checks"))

    def look(self, now: float | None = None) -> list[Path]:
        """Take every file that is whole; returns where they ended up. `now` is a Unix time."""
        for name in (TAKING, PUBLISHED, REFUSED):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        now = time.time() if now is None else now
        self._claim({path: path.name for path in sorted(self.folder.iterdir()) if self._is_whole(path, now)})
        self._claim(self._changed_since(now), CORRECTION)
        claims = sorted(path for path in (self.folder / TAKING).iterdir() if path.is_dir())
        return [ended for claim in claims for ended in self._end(claim)]

    def watch(self, keep_on: Callable[[], bool] = lambda: True) -> None:
        """Look again and again; a share that is away for a while is simply looked at later."""
        is_away = False
        while keep_on():
            try:
                self.look()
                is_away = False
            except (OSError, DeltaError, Refused) as problem:
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
        return self._is_quiet(path, now)

    def _is_quiet(self, path: Path, now: float) -> bool:
        """Whether a file is as it was at the last look and has not been written to for a while."""
        mark = _mark(path)
        unchanged = self.seen.get(path) == mark
        self.seen[path] = mark
        return unchanged and now - mark[1] / 1e9 >= self.settled_seconds

    def _changed_since(self, now: float) -> dict[Path, str]:
        """Files that were put away lately and are not what was read then, now at rest; with their original names."""
        if self.taken is None:
            self.taken = dict(_told_in_reports(self.folder, now))
        changed = {}
        for path, (name, mark) in list(self.taken.items()):
            if not path.is_file() or now - _mark(_report_of(path))[1] / 1e9 > WATCHED_SECONDS:
                del self.taken[path]
            elif _mark(path) != mark and self._is_quiet(path, now):
                changed[path] = name
        return changed

    def _claim(self, paths: dict[Path, str], kind: str = "") -> None:
        """Move files into a folder of their own, under their original names; what another watcher took first, or
        somebody holds open, stays out, and what is not as it was just before goes back and waits.
        """
        if not paths:
            return
        claim = self.folder / TAKING / f"{_stamp()}-{uuid4().hex[:8]}{kind}"
        claim.mkdir()
        for path, name in paths.items():
            with suppress(OSError):
                if (claim / name).exists():
                    continue
                if kind:
                    _say_in_report(path, TAKEN_AGAIN)
                path.rename(claim / name)
                if _mark(claim / name) != self.seen.pop(path, None):
                    (claim / name).rename(_stamped(path) if path.exists() else path)

    def _end(self, claim: Path) -> list[Path]:
        """Finish a claim, whatever is wrong with its files: one never holds up the others."""
        ended = self._refuse_unread(claim) + self._put_away_published(claim)
        while waiting := self._read(claim):
            try:
                ended += self._round(claim, waiting)
            except (OSError, DeltaError, StoreAway):
                raise  # the share or the disk is away: looked at again later
            except Exception as problem:  # its text may quote the file
                events.fault("inbox_file_unreadable", problem)
                ended += [self._refuse(path, drop, [], UNREADABLE) for path, drop in self._breaking(waiting).items()]
        claim.rmdir()
        return ended

    def _refuse_unread(self, claim: Path) -> list[Path]:
        """Put away what is too large, or too small, to be looked at."""
        ended = []
        for path in sorted(claim.iterdir()):
            try:
                refuse_size(path.stat().st_size, Source(display_name(path.name)))
            except Refused as refused:
                self.as_read[path] = _mark(path)
                ended.append(self._refuse(path, Drop(path.name, b""), refused.findings))
        return ended

    def _put_away_published(self, claim: Path) -> list[Path]:
        """What an edition of this claim holds already: the process died between publishing and moving."""
        done = {
            file["sha256"]: edition.number
            for edition in self.store.editions()
            for file in edition.files
            if file.get("claim") == claim.name
        }
        return [
            self._put_away(path, PUBLISHED, f"已发布为第 {done[drop.sha256]} 版（上次中断前已完成）\n")
            for path, drop in (self._read(claim) if done else {}).items()
            if drop.sha256 in done
        ]

    def _read(self, claim: Path) -> dict[Path, Drop]:
        """The files of a claim; what each was like just before it was read is kept, to see whether it changes later."""
        paths = sorted(claim.iterdir())
        self.as_read |= {path: _mark(path) for path in paths}
        return {path: Drop.of(path) for path in paths}

    def _round(self, claim: Path, waiting: dict[Path, Drop]) -> list[Path]:
        """Publish all files that wait, or refuse those with errors so that the others can go on."""
        try:
            work = self.worker.submit(
                publish, self.store, [*waiting.values()], by=PUBLISHER, note=_note(claim, waiting), claim=claim.name
            )
            outcome = work.result()
        except StoreAway:
            raise
        except Refused as stopped:  # a file that took too much
            outcome = Outcome((), tuple(stopped.findings), None)
        if any(finding.code == "personal_data" for finding in outcome.findings):
            self.worker.forget()
        if {finding.code for finding in outcome.findings} & STORE_AWAY:
            raise StoreAway(outcome.findings)
        if outcome.edition:
            held = {file["sha256"] for file in outcome.edition.files}
            late = {path: path.name for path, drop in waiting.items() if drop.sha256 not in held}
            self.seen |= {path: self.as_read[path] for path in late}
            self._claim(late, CORRECTION)  # written to after an interrupted look had published the claim
            return [self._published(path, drop, outcome) for path, drop in waiting.items() if path not in late]
        errors = [finding for finding in outcome.findings if finding.level is Level.ERROR]
        guilty = {path: drop for path, drop in waiting.items() if any(_is_about(drop, finding) for finding in errors)}
        return [self._refuse(path, drop, outcome.findings) for path, drop in (guilty or waiting).items()]

    def _breaking(self, waiting: dict[Path, Drop]) -> dict[Path, Drop]:
        """The files that cannot be read even alone; all of them when it is none alone."""
        breaking = {}
        for path, drop in waiting.items():
            try:
                self.worker.submit(check, self.store, [drop]).result()
            except (OSError, DeltaError, StoreAway):
                raise
            except Exception:
                breaking[path] = drop
        return breaking or waiting

    def _published(self, path: Path, drop: Drop, outcome: Outcome) -> Path:
        assert outcome.edition is not None
        audit.remember_if_possible(self.store, PUBLISHER, Action.PUBLISHED, str(outcome.edition.number), drop.sha256)
        own = [finding for finding in outcome.findings if _is_about(drop, finding)]
        return self._put_away(path, PUBLISHED, _report(own, f"已发布为第 {outcome.edition.number} 版"))

    def _refuse(
        self, path: Path, drop: Drop, findings: Sequence[Finding], first: str = "未发布，原有数据不受影响"
    ) -> Path:
        own = [finding for finding in findings if _is_about(drop, finding)]
        codes = "、".join(sorted({finding.code for finding in own}))
        audit.remember_if_possible(self.store, PUBLISHER, Action.REFUSED, drop.sha256 if drop.content else "", codes)
        if any(finding.code == "personal_data" for finding in own):
            return self._destroy(path, _report(own, first))
        return self._put_away(path, REFUSED, _report(own, first))

    def _put_away(self, path: Path, folder: str, report: str) -> Path:
        """Write the report, then move the file beside it; done again after an interruption, both get the same names."""
        target = self.folder / folder / _name_after_claim(path)
        size, written = self.as_read.pop(path)
        report = f"{_with_correction(path, report.rstrip())}\n收取时：〈{path.name}〉{size} 字节，写于 {written}\n"
        _report_of(target).write_text(report, encoding="utf-8")
        path.rename(target)
        if self.taken is not None:
            self.taken[target] = (path.name, (size, written))
        return target

    def _destroy(self, path: Path, report: str) -> Path:
        """Nothing of a file with personal data is kept, not even its name; only the report says it was refused."""
        path.unlink()
        self.as_read.pop(path)
        told = self.folder / REFUSED / f"含个人信息_{_stamp()}"
        _report_of(told).write_text(_with_correction(path, report), encoding="utf-8")
        return told


def _mark(path: Path) -> tuple[int, int]:
    """Bytes of a file and the time it was written, in nanoseconds: another pair is another content."""
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _name_after_claim(path: Path) -> str:
    """The name under which a file of a claim is put away: free, for a claim is put away once."""
    stem, suffix = path.stem[:LONGEST_STEM], path.suffix[:LONGEST_SUFFIX]
    if stem + suffix != path.name:  # two long names may begin alike
        stem = f"{stem}_{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]}"
    return f"{stem}_{path.parent.name}{suffix}"


def _stamped(path: Path) -> Path:
    """A free name for a file whose own is taken again."""
    return path.with_name(f"{path.stem[:LONGEST_STEM]}_{_stamp()}{path.suffix[:LONGEST_SUFFIX]}")


def _report_of(path: Path) -> Path:
    return path.with_name(f"{path.name}{REPORT}")


def _with_correction(path: Path, report: str) -> str:
    """A report that says, after its first line, that the file of this claim had been taken before."""
    first, _, rest = report.partition("\n")
    return "\n".join([first, CORRECTED, rest]) if path.parent.name.endswith(CORRECTION) else report


def _say_in_report(path: Path, words: str) -> None:
    """Add a line to the report of a file, if it has one."""
    report = _report_of(path)
    if report.is_file() and words not in report.read_text(encoding="utf-8"):
        with report.open("a", encoding="utf-8") as lines:
            lines.write(f"{words}\n")


def _told_in_reports(folder: Path, now: float) -> Iterator[tuple[Path, tuple[str, tuple[int, int]]]]:
    """The files that were put away lately, with original name, size and time as read, by what their reports say."""
    for report in (report for name in (PUBLISHED, REFUSED) for report in (folder / name).glob(f"*{REPORT}")):
        if now - _mark(report)[1] / 1e9 <= WATCHED_SECONDS and (
            said := AS_TAKEN.search(report.read_text(encoding="utf-8"))
        ):
            path = report.with_name(report.name.removesuffix(REPORT))
            yield path, (Path(said["name"]).name, (int(said["size"]), int(said["written"])))


def _report(findings: Iterable[Finding], first: str) -> str:
    """The findings in Chinese, with the outcome first."""
    lines = [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]
    return "\n".join([first, *lines]) + "\n"


def _is_about(drop: Drop, finding: Finding) -> bool:
    """Whether a finding is about a file, or about another one's conflict with it."""
    shown = display_name(drop.name)
    return finding.file == shown or (finding.code == "batch_conflict" and f"〈{shown}〉" in finding.message)


def _note(claim: Path, waiting: dict[Path, Drop]) -> str:
    corrects = "更正 " if claim.name.endswith(CORRECTION) else ""
    return f"收件夹 {corrects}{listed(display_name(drop.name) for drop in waiting.values())}"


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")


def configured_folder() -> Path | None:
    """The folder DASHBOARD_INBOX names, or None when there is none."""
    folder = os.environ.get(INBOX_VARIABLE)
    return Path(folder) if folder else None


def configured_quiet() -> float:
    """How many seconds nobody may have written to a file: what DASHBOARD_INBOX_QUIET says, 60 by default.

    ValueError for what is no number of seconds.
    """
    return quiet_seconds(os.environ.get(QUIET_VARIABLE) or QUIET_SECONDS)


def quiet_seconds(said: str | float) -> float:
    """A quiet time as somebody wrote it; ValueError when it is none."""
    seconds = float(said)
    if not 0 <= seconds < float("inf"):
        raise ValueError(said)
    return seconds
