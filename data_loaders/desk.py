"""What a person at the upload desk does: examine, publish, undo, name a meeting. Permission and audit in one place.

Screens call this and nothing below it. May import: everything of `data_loaders`.
"""

from collections.abc import Iterable
from datetime import date

from deltalake.exceptions import DeltaError

from data_loaders import audit, meetings
from data_loaders.accounts import Account, Capability
from data_loaders.audit import Action
from data_loaders.findings import Finding, Level
from data_loaders.health import Health, health
from data_loaders.intake import Batch, Drop
from data_loaders.meetings import Meeting
from data_loaders.publish import Outcome, examine, limited_to_town, publish_batch
from data_loaders.store import Edition, Store


def examine_as(account: Account, store: Store, drops: Iterable[Drop], *, as_of: date | None = None) -> Batch:
    """Check files; a refusal is remembered by file fingerprint and finding codes. Denied without the capability."""
    account.require(Capability.UPLOAD)
    drops = list(drops)
    batch = limited_to_town(examine(store, drops, as_of=as_of), account.town)
    if not batch.publishable:
        fingerprints = "、".join(drop.sha256[:12] for drop in drops)
        audit.remember_if_possible(store, account.name, Action.REFUSED, fingerprints, _codes(batch.findings))
    return batch


def publish_as(account: Account, store: Store, batch: Batch, *, note: str = "") -> Outcome:
    """Publish an examined batch. Denied without the capability."""
    account.require(Capability.PUBLISH)
    outcome = publish_batch(store, limited_to_town(batch, account.town), by=account.name, note=note)
    if outcome.edition:
        audit.remember_if_possible(store, account.name, Action.PUBLISHED, str(outcome.edition.number), note)
    else:
        audit.remember_if_possible(store, account.name, Action.REFUSED, "", _codes(outcome.findings))
    return outcome


def restore_as(account: Account, store: Store, number: int, *, note: str = "") -> Edition:
    """Publish an old edition again. Denied without the capability, Refused for an unknown edition."""
    account.require(Capability.RESTORE)
    edition = store.restore(number, by=account.name, note=note)
    audit.remember_if_possible(store, account.name, Action.RESTORED, str(edition.number), str(number))
    return edition


def name_meeting_as(account: Account, store: Store, edition: int, name: str, held_on: date) -> Meeting:
    """Give an edition to a 调度会. Denied without the capability, ValueError (Chinese) when it already has one
    or the store cannot be written.
    """
    account.require(Capability.NAME_MEETING)
    try:
        return meetings.name_meeting(store, edition, audit.kept(name), held_on, by=account.name)
    except (OSError, DeltaError):
        raise ValueError("数据目录不能写入，请检查磁盘空间和权限") from None


def entries_as(account: Account, store: Store) -> list[audit.Entry]:
    """The audit, newest first. Denied without the capability."""
    account.require(Capability.READ_AUDIT)
    return audit.entries(store)


def health_as(account: Account, store: Store, today: date) -> Health:
    """How the installation is. Denied without the capability."""
    account.require(Capability.READ_HEALTH)
    return health(store, today)


def _codes(findings: Iterable[Finding]) -> str:
    return "、".join(sorted({finding.code for finding in findings if finding.level is Level.ERROR}))
