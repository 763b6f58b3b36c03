"""The one way from files to an edition: take them in, refuse or publish them as a whole.

May import: `intake`, `boundaries`, `store`, `audit`, `findings`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data_loaders import audit
from data_loaders.boundaries import answers
from data_loaders.findings import Finding, Refused, Source, publishable, worst_first
from data_loaders.intake import Batch, Delivery, Drop, take
from data_loaders.store import Edition, Store


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: its edition when it was published, and everything said about it."""

    batch: Batch
    findings: tuple[Finding, ...]
    edition: Edition | None


def examine(store: Store, drops: Iterable[Drop], *, as_of: date | None = None, sample: bool = False) -> Batch:
    """Read and check files against what the store's next edition would build on; changes nothing.

    A batch that only says why, when the store is away or what it holds is damaged.
    """
    try:
        known = store.known_tables(sample=sample)
    except Refused as refused:
        return Batch((), tuple(refused.findings))
    return take(drops, known, as_of=as_of)


def publish(
    store: Store, drops: Iterable[Drop], *, by: str, note: str = "", as_of: date | None = None, sample: bool = False,
    town: str | None = None, claim: str | None = None,
) -> Outcome:
    """All files become one edition, or nothing changes and the findings say why.

    With `town` only rows of that town are taken; the others stay as the last edition has them. What was claimed under
    a name is published once: again under the same `claim` gives the edition that it became.
    """
    batch = limited_to_town(examine(store, drops, as_of=as_of, sample=sample), town)
    return publish_batch(store, batch, by=by, note=note, sample=sample, claim=claim)


def publish_batch(
    store: Store, batch: Batch, *, by: str, note: str = "", sample: bool = False, claim: str | None = None
) -> Outcome:
    """A batch that was examined becomes an edition, or nothing changes and the findings say why.

    Personal numbers in `by` and `note` are masked.
    """
    findings = [*batch.findings, *_unconfirmed(batch), *_sample_as_real(batch, sample=sample)]
    if not publishable(findings) or not batch.deliveries:
        return Outcome(batch, tuple(worst_first(findings)), None)
    try:
        files = [file | ({"claim": claim} if claim else {}) for file in batch.files()]
        edition = store.publish(batch.frames(), by=audit.kept(by), note=audit.kept(note), sample=sample, files=files, claim=claim)
    except Refused as refused:
        return Outcome(batch, tuple(worst_first([*findings, *refused.findings])), None)
    return Outcome(batch, tuple(worst_first(findings)), edition)


def limited_to_town(batch: Batch, town: str | None) -> Batch:
    """Only the rows of one town; tables that are not kept by town are refused. None leaves the batch as it is."""
    if town is None:
        return batch
    findings = list(batch.findings)
    deliveries = []
    for delivery in batch.deliveries:
        own = _rows_of_town(delivery, town)
        if own is None or own.empty:
            findings.append(delivery.source.finding("table_not_yours", town=town, table=delivery.table.title))
            continue
        if others := len(delivery.frame) - len(own):
            findings.append(delivery.source.finding("rows_of_others", count=others))
        deliveries.append(replace(delivery, frame=own))
    return Batch(tuple(deliveries), tuple(worst_first(findings)))


def _rows_of_town(delivery: Delivery, town: str) -> pd.DataFrame | None:
    """The delivery's rows that belong to a town (or a village of it); None for a table without towns or units."""
    frame = delivery.frame
    if not delivery.table.replaces or delivery.table.name == "boundaries":
        return None
    if delivery.table.has("town"):
        return frame[frame["town"] == town]
    if delivery.table.has("unit") and delivery.table.name in ("duties", "indicators"):
        return frame[frame["unit"].str.startswith(town)]
    return None


def _unconfirmed(batch: Batch) -> list[Finding]:
    """A doubt is never published in silence: every open question refuses the batch until a person has answered it."""
    findings = []
    for finding in batch.questions:
        options = " 或 ".join(f"--confirm {answer}（{words}）" for answer, words in answers(finding).items())
        source = Source(finding.file, table=finding.table)
        findings.append(source.finding("unconfirmed", question=finding.message, options=options))
    return findings


def _sample_as_real(batch: Batch, *, sample: bool) -> list[Finding]:
    """Rows labelled 示例数据 may only become a sample edition."""
    if sample or not batch.is_marked_sample:
        return []
    marked = [delivery for delivery in batch.deliveries if Batch((delivery,), ()).is_marked_sample]
    return [delivery.source.finding("sample_as_real") for delivery in marked]
