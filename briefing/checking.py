"""What the upload desk lets a process beside the server do: check files, tell the effect, publish, mark a copy.

The rows of a delivery stay over there; the server gets what it shows, so that a million rows hold up no viewer.
May import: `compose`, `effect`, `plan`; `data_loaders`.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from briefing import compose
from briefing.effect import Effect, effect
from briefing.plan import PlanMissing
from data_loaders import desk, reading
from data_loaders.accounts import Account
from data_loaders.findings import Finding, Refused
from data_loaders.intake import Batch, Drop
from data_loaders.marked import marked_copy
from data_loaders.store import EmptyStore, Store

# So many checked deliveries wait to be published; an older one is checked again when its clerk publishes it.
KEPT_BATCHES = 3
_batches: OrderedDict[tuple, Batch] = OrderedDict()


@dataclass(frozen=True)
class Checked:
    """What is to be shown of checked files."""

    findings: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    publishable: bool
    tables: tuple[dict, ...]  # see Batch.tables
    taken_for: dict[str, tuple[str, ...]]  # file as shown → names of the tables it was read as
    effect: Effect | None = None  # None: not publishable, or no plan for the year of the data


@dataclass(frozen=True)
class Published:
    """The number of the edition, or None and the findings that say why."""

    number: int | None
    findings: tuple[Finding, ...]


def key_of(account: Account, newest: int, drops: Sequence[Drop]) -> tuple:
    """What a check holds for: who, the edition it is compared with, and the files with what was said about them."""
    told = tuple((drop.name, drop.sha256, drop.table, drop.as_of, drop.confirmed) for drop in drops)
    return account, newest, told


def check(account: Account, store: Store, drops: Sequence[Drop], key: tuple) -> Checked:
    """Check files for somebody and tell what publishing would change. Denied without the capability."""
    batch = _batches[key] = desk.examine_as(account, store, drops)
    while len(_batches) > KEPT_BATCHES:
        _batches.popitem(last=False)
    ready = batch.publishable and not batch.questions
    if any(finding.code == "personal_data" for finding in batch.findings):
        del _batches[key]
    return Checked(
        batch.findings, batch.questions, batch.publishable, tuple(batch.tables()), _taken_for(batch),
        _effect(store, batch) if ready else None,
    )  # fmt: skip


def _taken_for(batch: Batch) -> dict[str, tuple[str, ...]]:
    told = [(delivery.source.file, delivery.table.name) for delivery in batch.deliveries]
    told += [(finding.file, finding.table) for finding in batch.findings if finding.table]
    files = dict.fromkeys(file for file, _ in told)
    return {file: tuple(dict.fromkeys(table for other, table in told if other == file)) for file in files}


def _effect(store: Store, batch: Batch) -> Effect | None:
    try:
        after = compose.compose(store.preview(batch.frames()))
    except PlanMissing:
        return None
    try:
        shown_now = store.edition()
    except EmptyStore:
        return effect(None, after)
    return effect(None if shown_now.sample else compose.compose(shown_now, after.as_of), after)


def publish(account: Account, store: Store, drops: Sequence[Drop], key: tuple, note: str) -> Published:
    """Publish files that were checked under `key`. Denied without the capability."""
    batch = _batches.pop(key, None) or desk.examine_as(account, store, drops)
    outcome = desk.publish_as(account, store, batch, note=note)
    return Published(outcome.edition.number if outcome.edition else None, outcome.findings)


def marked(drop: Drop, findings: Sequence[Finding]) -> bytes:
    """The file as a workbook with its findings on it; only the list of findings when it cannot be read."""
    try:
        grids = reading.read_bytes(drop.name, drop.content).grids
    except Refused:
        grids = ()
    return marked_copy(grids, findings)
