"""A folder that other systems drop files into: each whole file is published or refused once, with a report beside it.

Files wait until they stop growing; a file being taken stands in `taking/`, so that two watchers never take
the same one and a crash loses none. May import: `publish`, `store`, `delta`, `audit`, `findings`, `events`.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from deltalake.exceptions import DeltaError

from data_loaders import audit, events
from data_loaders.audit import Action
from data_loaders.delta import StoreAway
from data_loaders.findings import LEVEL_WORDS, Refused
from data_loaders.intake import Drop
from data_loaders.publish import Outcome, publish
from data_loaders.store import Store

INBOX_VARIABLE = "DASHBOARD_INBOX"
PUBLISHER = "收件夹"
TAKING, PUBLISHED, REFUSED = "taking", "published", "refused"
REPORT = ".报告.txt"  # how the name of a report ends
# A file that was not written to for so long, and did not change between two looks, is whole.
SETTLED_SECONDS = 5.0
SECONDS_BETWEEN_LOOKS = 2.0
# Names that programs give to files they are still writing.
LONGEST_STEM = 60  # characters; stamp and report ending need room in 255 bytes
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
        ended = [self._end(path) for path in sorted((self.folder / TAKING).iterdir())]
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and not path.is_symlink() and self._is_whole(path, time.time() if now is None else now):
                taken = self._claim(path)
                if taken:
                    ended.append(self._end(taken))
        return ended

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
        state = path.stat()
        mark = (state.st_size, state.st_mtime_ns)
        unchanged = self.seen.get(path.name) == mark
        self.seen[path.name] = mark
        return unchanged and now - state.st_mtime >= self.settled_seconds

    def _claim(self, path: Path) -> Path | None:
        """Move the file into `taking`; None when another watcher was first or somebody still holds it open."""
        target = self.folder / TAKING / path.name
        try:
            if target.exists():
                return None
            path.rename(target)
        except OSError:
            return None
        self.seen.pop(path.name, None)
        return target

    def _end(self, path: Path) -> Path:
        """Finish a claimed file, whatever is wrong with it: one file never holds up the others."""
        try:
            return self._finish(path)
        except (OSError, DeltaError, StoreAway):
            raise  # the share or the disk is away: looked at again later
        except Exception as problem:  # its text may quote the file
            events.fault("inbox_file_unreadable", problem)
            return self._put_away(path, REFUSED, "未发布，原有数据不受影响\n[错误] 文件无法读取，请用 WPS 或 Excel 打开后另存，再放入\n")

    def _finish(self, path: Path) -> Path:
        """Publish or refuse a claimed file, write its report, and put both away."""
        drop = Drop.of(path)
        if self._is_published(drop):  # the process died between publishing and moving
            return self._put_away(path, PUBLISHED, "已发布（上次中断前已完成）")
        try:
            outcome = publish(self.store, [drop], by=PUBLISHER, note=f"收件夹 {drop.name}")
        except Refused as refused:
            outcome = Outcome(None, tuple(refused.findings), None)
        if any(finding.code == "store_away" for finding in outcome.findings):
            raise StoreAway(outcome.findings)
        if outcome.edition:
            audit.remember_if_possible(self.store, PUBLISHER, Action.PUBLISHED, str(outcome.edition.number), drop.sha256)
        else:
            codes = "、".join(sorted({finding.code for finding in outcome.findings}))
            audit.remember_if_possible(self.store, PUBLISHER, Action.REFUSED, drop.sha256, codes)
        if any(finding.code == "personal_data" for finding in outcome.findings):
            return self._destroy(path, _report(outcome))
        return self._put_away(path, PUBLISHED if outcome.edition else REFUSED, _report(outcome))

    def _is_published(self, drop: Drop) -> bool:
        return any(
            edition.by == PUBLISHER and any(file["sha256"] == drop.sha256 for file in edition.files)
            for edition in self.store.editions()[-1:]
        )

    def _put_away(self, path: Path, folder: str, report: str) -> Path:
        """Move the file under a name that is free, and write the report beside it."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        target = self.folder / folder / f"{path.stem[:LONGEST_STEM]}_{stamp}{path.suffix[:10]}"
        path.rename(target)
        return _write_report(target, report)

    def _destroy(self, path: Path, report: str) -> Path:
        """Nothing of a file with personal data is kept, not even its name; only the report says it was refused."""
        path.unlink()
        return _write_report(self.folder / REFUSED / f"含个人信息_{datetime.now(UTC):%Y%m%dT%H%M%S%f}", report)


def _write_report(beside: Path, report: str) -> Path:
    beside.with_name(f"{beside.name}{REPORT}").write_text(report, encoding="utf-8")
    return beside


def _report(outcome: Outcome) -> str:
    """The findings in Chinese, with the outcome first."""
    first = f"已发布为第 {outcome.edition.number} 版" if outcome.edition else "未发布，原有数据不受影响"
    lines = [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in outcome.findings]
    return "\n".join([first, *lines]) + "\n"


def configured_folder() -> Path | None:
    """The folder DASHBOARD_INBOX names, or None when there is none."""
    folder = os.environ.get(INBOX_VARIABLE)
    return Path(folder) if folder else None
