"""The one way from files to an edition: take them in, refuse or publish them as a whole.

May import: `intake`, `store`, `findings`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data_loaders.findings import Finding, Refused, publishable, worst_first
from data_loaders.intake import Batch, Drop, take
from data_loaders.store import Edition, Store


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: its edition when it was published, and everything said about it."""

    batch: Batch
    findings: tuple[Finding, ...]
    edition: Edition | None


def examine(store: Store, drops: Iterable[Drop], *, as_of: date | None = None, sample: bool = False) -> Batch:
    """Read and check files against what the store's next edition would build on; changes nothing."""
    return take(drops, store.known_tables(sample=sample), as_of=as_of)


def publish(
    store: Store, drops: Iterable[Drop], *, by: str, note: str = "", as_of: date | None = None, sample: bool = False
) -> Outcome:
    """All files become one edition, or nothing changes and the findings say why."""
    batch = examine(store, drops, as_of=as_of, sample=sample)
    findings = [*batch.findings, *_sample_as_real(batch, sample=sample)]
    if not publishable(findings) or not batch.deliveries:
        return Outcome(batch, tuple(worst_first(findings)), None)
    try:
        edition = store.publish(batch.frames(), by=by, note=note, sample=sample, files=batch.files())
    except Refused as refused:
        return Outcome(batch, tuple(worst_first([*findings, *refused.findings])), None)
    return Outcome(batch, tuple(worst_first(findings)), edition)


def _sample_as_real(batch: Batch, *, sample: bool) -> list[Finding]:
    """Rows labelled 示例数据 may only become a sample edition."""
    if sample or not batch.is_marked_sample:
        return []
    marked = [delivery for delivery in batch.deliveries if Batch((delivery,), ()).is_marked_sample]
    return [delivery.source.finding("sample_as_real") for delivery in marked]
