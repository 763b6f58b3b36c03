"""The one way from files to an edition: take them in, refuse or publish them as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data_loaders.checking import questions
from data_loaders.delivering import known_layouts, reference
from data_loaders.delivering.intake import Batch, Drop, take
from data_loaders.delivering.village_grades import ungraded
from data_loaders.findings import Finding, Refused, Source, publishable, worst_first
from data_loaders.origins import Standing
from data_loaders.schema import Table
from data_loaders.store import audit, provenance
from data_loaders.store.editions import Edition, Store


@dataclass(frozen=True)
class Outcome:
    """What became of a batch: its edition when it was published, and everything said about it.

    It holds no rows, so that it travels between processes. `tables`: see `Batch.tables`.
    """

    tables: tuple[dict, ...]
    findings: tuple[Finding, ...]
    edition: Edition | None
    layouts: tuple[dict, ...] = ()  # see `Batch.layouts`
    questions: tuple[dict, ...] = ()  # of layouts and of files, as `check --json` gives them


def examine(
    store: Store, drops: Iterable[Drop], *, as_of: date | None = None, sample: bool = False, reporter: str | None = None
) -> Batch:
    """Read and check files against what the store's next edition would build on; changes nothing.

    `reporter` delivers them: where offices use the same headers with different meanings, its own layout counts.

    A batch that only says why, when the store is away or what it holds is damaged.
    """
    try:
        shipped = reference.OnDemand()
        known = store.known_tables(sample=sample, shipped=shipped)
        layouts = known_layouts.read(store, reporter)
        standing = _standing(store, sample=sample)
    except Refused as refused:
        return Batch((), tuple(refused.findings))
    return take(drops, known, shipped=shipped, as_of=as_of, layouts=layouts, reporter=reporter, standing=standing)


def _standing(store: Store, *, sample: bool) -> list[Standing]:
    """The corrections that hold in the edition that the next one builds on."""
    editions = store.editions()
    base = next((one for one in reversed(editions) if one.sample == sample), None)
    return provenance.standing(base, editions) if base else []


def check(
    store: Store, drops: Iterable[Drop], *, as_of: date | None = None, sample: bool = False, reporter: str | None = None
) -> Outcome:
    """What `examine` says, without the rows."""
    batch = examine(store, drops, as_of=as_of, sample=sample, reporter=reporter)
    return _outcome(batch, batch.findings, None)


def _outcome(batch: Batch, findings: Iterable[Finding], edition: Edition | None) -> Outcome:
    return Outcome(
        tuple(batch.tables()), tuple(worst_first(findings)), edition,
        tuple(batch.layouts()), (*batch.layout_questions(), *map(questions.as_json, batch.questions)),
    )  # fmt: skip


def publish(
    store: Store,
    drops: Iterable[Drop],
    *,
    by: str,
    note: str = "",
    as_of: date | None = None,
    sample: bool = False,
    town: str | None = None,
    claim: str | None = None,
) -> Outcome:
    """All files become one edition, or nothing changes and the findings say why.

    With `town` only rows of that town are taken; the others stay as the last edition has them. What was claimed under
    a name is published once: again under the same `claim` gives the edition that it became.
    """
    batch = limited_to_town(examine(store, drops, as_of=as_of, sample=sample, reporter=by), town)
    return publish_batch(store, batch, by=by, note=note, sample=sample, claim=claim)


def publish_batch(
    store: Store, batch: Batch, *, by: str, note: str = "", sample: bool = False, claim: str | None = None,
    on: int | None = None,
) -> Outcome:  # fmt: skip
    """A batch that was examined becomes an edition, or nothing changes and the findings say why.

    With `on`, the newest edition when it was examined: Overtaken when somebody has published since.

    Personal numbers in `by` and `note` are masked. The layouts that it was read by are remembered.
    """
    findings = [*batch.findings, *_unconfirmed(batch), *_sample_as_real(batch, sample=sample)]
    if not publishable(findings) or not batch.deliveries:
        return _outcome(batch, findings, None)
    try:
        batch, new = known_layouts.named(store, batch, reporter=by)
        files = [file | ({"claim": claim} if claim else {}) for file in batch.files()]
        edition = store.publish(
            batch.frames(),
            by=audit.kept(by),
            note=audit.kept(note),
            sample=sample,
            files=files,
            claim=claim,
            shipped=reference.beginning(batch.frames()),
            on=on,
        )
        known_layouts.remember(store, new, by=audit.kept(by))
    except Refused as refused:
        return _outcome(batch, [*findings, *refused.findings], None)
    if not sample and (lacking := ungraded(edition.table)):
        findings.append(lacking.finding)
    return _outcome(batch, findings, edition)


def limited_to_town(batch: Batch, town: str | None) -> Batch:
    """Only the rows of one town; tables that are not kept by town are refused. None leaves the batch as it is."""
    if town is None:
        return batch
    findings = list(batch.findings)
    deliveries = []
    for delivery in batch.deliveries:
        own = rows_of_town(delivery.frame, delivery.table, town)
        ended = tuple(ending for ending in delivery.ended if ending.reporter[0] == town)
        if own is None or (own.empty and not (ended or delivery.removed)):
            findings.append(delivery.source.finding("table_not_yours", town=town, table=delivery.table.title))
            continue
        if others := len(delivery.frame) - len(own):
            findings.append(delivery.source.finding("rows_of_others", count=others))
        deliveries.append(replace(delivery, frame=own, ended=ended))
    return Batch(tuple(deliveries), tuple(worst_first(findings)))


def rows_of_town(frame: pd.DataFrame, table: Table, town: str) -> pd.DataFrame | None:
    """The rows of a table that belong to a town (or a village of it); None for a table without towns or units."""
    if not table.replaces or table.name == "boundaries":
        return None
    if table.has("town"):
        return frame[frame["town"] == town]
    if table.has("unit") and table.name in ("duties", "indicators"):
        return frame[frame["unit"].str.startswith(town)]
    return None


def _unconfirmed(batch: Batch) -> list[Finding]:
    """A doubt is never published in silence: every open question refuses the batch until a person has answered it."""
    findings = []
    for finding in batch.questions:
        options = " 或 ".join(f"--confirm {answer}（{words}）" for answer, words in questions.answers(finding).items())
        source = Source(finding.file, table=finding.table)
        findings.append(source.finding("unconfirmed", question=finding.message, options=options))
    return findings


def _sample_as_real(batch: Batch, *, sample: bool) -> list[Finding]:
    """Rows labelled 示例数据 may only become a sample edition."""
    if sample or not batch.is_marked_sample:
        return []
    marked = [delivery for delivery in batch.deliveries if Batch((delivery,), ()).is_marked_sample]
    return [delivery.source.finding("sample_as_real") for delivery in marked]
