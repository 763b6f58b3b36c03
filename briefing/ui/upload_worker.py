"""What the upload desk lets a process beside the server do: check files, tell the effect, publish, mark a copy.

The rows of a delivery stay over there; the server gets what it shows, so that a million rows hold up no viewer.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from briefing import compose
from briefing.measures.changes import Effect, effect
from briefing.plan import PlanMissing
from data_loaders import reading
from data_loaders.allowance import Allowance
from data_loaders.delivering import answering, desk, reference
from data_loaders.delivering.annotated_copy import marked_copy
from data_loaders.delivering.correcting import Edited
from data_loaders.delivering.intake import Batch, Drop
from data_loaders.delivering.publish import Outcome
from data_loaders.delivering.village_grades import Ungraded, ungraded
from data_loaders.findings import Finding, Refused
from data_loaders.planning import drafting, review
from data_loaders.planning.draft import Draft
from data_loaders.planning.tables import PlanRows, plan_of_year
from data_loaders.store.accounts import Account, Capability
from data_loaders.store.editions import Edition, EmptyStore, Store

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
    ungraded: Ungraded | None = None  # what the village list would lack
    layouts: tuple[dict, ...] = ()  # see Batch.previews
    layout_questions: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Published:
    """The number of the edition, or None and the findings that say why."""

    number: int | None
    findings: tuple[Finding, ...]
    ungraded: Ungraded | None = None


def key_of(account: Account, newest: int, drops: Sequence[Drop]) -> tuple:
    """What a check holds for: who, the edition it is compared with, and the files with what was said about them."""
    told = tuple(
        (drop.name, drop.sha256, drop.table, drop.as_of, drop.confirmed, drop.said, drop.accepts_layout)
        for drop in drops
    )
    return account, newest, told


def check(account: Account, store: Store, drops: Sequence[Drop], key: tuple) -> Checked:
    """Check files for somebody and tell what publishing would change. Denied without the capability."""
    return _told(store, desk.examine_as(account, store, drops), key)


def check_edited(account: Account, store: Store, edited: Edited) -> Checked:
    """The same for a correction. Denied, Overtaken as `desk.examine_edited_as`."""
    sample = store.edition(edited.on).sample
    return _told(store, desk.examine_edited_as(account, store, edited), (account, edited), sample=sample)


def check_filled(account: Account, store: Store, stamps: Sequence[str]) -> Checked:
    """The same for what units filled in. Denied without the capability."""
    account.require(Capability.RELEASE)
    batch = answering.batch_of(store, [one for one in answering.waiting(store) if one.stamp in stamps])
    return _told(store, batch, (account, tuple(stamps)), sample=store.edition().sample)


def _told(store: Store, batch: Batch, key: tuple, *, sample: bool = False) -> Checked:
    """What is to be shown of a batch, which is kept until it is published."""
    _batches[key] = batch
    while len(_batches) > KEPT_BATCHES:
        _batches.popitem(last=False)
    after = None
    if batch.publishable and not batch.questions:
        frames = batch.frames()
        after = store.preview(frames, files=batch.files(), shipped=reference.beginning(frames), sample=sample)
    if any(finding.code == "personal_data" for finding in batch.findings):
        del _batches[key]
    return Checked(
        batch.findings, batch.questions, batch.publishable, tuple(batch.tables()), _taken_for(batch),
        _effect(store, after) if after else None, ungraded(after.table) if after else None,
        tuple(batch.previews()), tuple(batch.layout_questions()),
    )  # fmt: skip


@dataclass(frozen=True)
class DraftRead:
    """A plan's draft, and the plan before it: rows of its obligations, and its settings."""

    draft: Draft
    last: tuple[dict, ...] | None  # None: there is no plan of the year before of this district to compare with
    settings: dict[str, str]
    now: PlanRows  # the plan of this very year, where there is one: a later document may change it


def draft(account: Account, store: Store, drop: Drop, year: int) -> DraftRead:
    """Read a document as the plan of a year for somebody. Denied without the capability, Refused when it cannot be read."""
    account.require(Capability.PUBLISH)
    read = drafting.draft_from(drop.name, drop.content, year)
    known = store.known_tables(sample=False, shipped=reference.tables())
    last, settings = review.plan_before(read, known, begins=not store.editions())
    now = plan_of_year(known, year)
    return DraftRead(read, last, review.settings_of_year(now) or settings, now)


def _taken_for(batch: Batch) -> dict[str, tuple[str, ...]]:
    told = [(delivery.source.file, delivery.table.name) for delivery in batch.deliveries]
    told += [(finding.file, finding.table) for finding in batch.findings if finding.table]
    files = dict.fromkeys(file for file, _ in told)
    return {file: tuple(dict.fromkeys(table for other, table in told if other == file)) for file in files}


def _effect(store: Store, preview: Edition) -> Effect | None:
    try:
        after = compose.compose(preview)
    except PlanMissing:
        return None
    try:
        shown_now = store.edition()
    except EmptyStore:
        return effect(None, after)
    begins = shown_now.sample and not preview.sample
    return effect(None if begins else compose.compose(shown_now, after.as_of), after)


def publish(account: Account, store: Store, drops: Sequence[Drop], key: tuple, note: str) -> Published:
    """Publish files that were checked under `key`. Denied without the capability."""
    batch = _batches.pop(key, None) or desk.examine_as(account, store, drops)
    return _published(desk.publish_as(account, store, batch, note=note))


def publish_edited(account: Account, store: Store, edited: Edited) -> Published:
    """Publish a correction that was checked. Denied without the capability, Overtaken as `desk.examine_edited_as`."""
    sample = store.edition(edited.on).sample
    batch = _batches.pop((account, edited), None) or desk.examine_edited_as(account, store, edited)
    return _published(desk.publish_as(account, store, batch, note=edited.note, sample=sample, on=edited.on))


def _published(outcome: Outcome) -> Published:
    if outcome.edition is None:
        return Published(None, outcome.findings)
    return Published(outcome.edition.number, outcome.findings, ungraded(outcome.edition.table))


def marked(drop: Drop, findings: Sequence[Finding]) -> bytes:
    """The file as a workbook with its findings on it; only the list of findings when it cannot be read."""
    try:
        with Allowance(reading.display_name(drop.name), drop.content):
            grids = reading.read_bytes(drop.name, drop.content).grids
    except Refused:
        grids = ()
    return marked_copy(grids, findings)
