"""A delivery beside what is stored, what is planned and what is delivered with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data_loaders.checking import corrected, plan_rows, rest
from data_loaders.checking import tables as checks
from data_loaders.checking.shares import check_shares
from data_loaders.delivering.intake.batches import Delivery
from data_loaders.findings import Finding
from data_loaders.origins import Standing
from data_loaders.schema import TABLES, Table
from data_loaders.tidying import headers
from data_loaders.typed_frames import empty_frame


def with_stored_villages(
    header: headers.Header | None, delivery: Delivery, known: Mapping[str, pd.DataFrame], findings: list[Finding]
) -> Delivery:
    """A village list with the columns that the file lacks as they are stored, and what is said of it: a list out of a
    map has names and codes, and would take away every alias and grade."""
    table, stored = delivery.table, known.get(delivery.table.name)
    if table.name != "villages" or header is None or stored is None or stored.empty:
        return delivery
    frame = rest.with_stored_columns(delivery.frame, stored, table, [*header.cells, *table.identity])
    if kept := [one.title for one in table.columns if not frame[one.name].equals(delivery.frame[one.name])]:
        findings.append(delivery.source.finding("columns_kept", columns="、".join(kept)))
    return replace(delivery, frame=frame)


def with_whole_rows(delivery: Delivery) -> Delivery:
    """A delivery whose layout still waits for an answer, without the rows that lack what is asked for."""
    if delivery.explained is None or delivery.explained.is_settled:
        return delivery
    required = [column.name for column in delivery.table.columns if column.required]
    return replace(delivery, frame=delivery.frame.dropna(subset=required))


def with_the_rest(
    deliveries: list[Delivery], known: Mapping[str, pd.DataFrame]
) -> tuple[list[Delivery], list[Finding]]:
    """The deliveries with what they leave out of the stored snapshots kept or ended, as was answered, or asked about."""
    found, said = list(deliveries), []
    for table in dict.fromkeys(delivery.table for delivery in deliveries if rest.concerns(delivery.table)):
        own = [place for place, delivery in enumerate(deliveries) if delivery.table is table]
        frame = _joined([deliveries[place].frame for place in own], table)
        left = rest.missing(frame, known.get(table.name, empty_frame(table)), table)
        for place in own:
            delivery = found[place]
            mine = rest.of_reporters(left, delivery.frame, table)
            left = left.drop(mine.index)
            if mine.empty:
                continue
            if rest.KEEP in delivery.drop.confirmed:
                whole, finding = rest.kept(delivery.frame, mine, table, delivery.source)
                found[place] = replace(delivery, frame=whole)
            elif rest.DROP in delivery.drop.confirmed:
                ended, finding = rest.ended(mine, table, delivery.source)
                found[place] = replace(delivery, ended=(*delivery.ended, *ended))
            else:
                finding = replace(rest.question(mine, delivery.source), asks=True)
            said.append(finding)
    return found, said


def with_the_corrected(
    deliveries: list[Delivery], standing: Sequence[Standing]
) -> tuple[list[Delivery], list[Finding]]:
    """The deliveries with what a person has corrected kept or overruled, as was answered, or asked about."""
    whole, said = [], []
    for delivery in deliveries:
        table, source, answers = delivery.table, delivery.source, delivery.drop.confirmed
        found = corrected.undone(delivery.frame, table, standing)
        if found and corrected.KEEP in answers:
            frame, made, reason, finding = corrected.kept(delivery.frame, found, table, source)
            delivery = replace(delivery, frame=frame, corrections=(*delivery.corrections, *made), reason=reason)
        elif found and corrected.UNDO in answers:
            finding = corrected.overruled(found, table, source)
        elif found:
            finding = replace(corrected.question(found, table, source), asks=True)
        whole.append(delivery)
        said += [finding] if found else []
    return whole, said


def against_the_rest(
    header: headers.Header, delivery: Delivery, deliveries: list[Delivery], whole: list[Delivery],
    known: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame],
) -> list[Finding]:  # fmt: skip
    """What a delivery says next to the stored edition, the plan and the other files of the batch.

    `whole` are the deliveries with what was kept, which no file holds and so has no row to be named.
    """
    table = delivery.table
    stored = known.get(table.name, empty_frame(table))
    others = [other.frame for other in deliveries if other.table is table and other is not delivery]
    standing = delivery.frame
    if table.name in checks.PLANNED_TOTALS:
        standing = _with_stored(_joined([one.frame for one in whole if one.table is table], table), stored, table)
    earlier, obligations = _joined([stored, *others], table), tables.get("plan_obligations")
    return [
        *checks.check_against_earlier(delivery.frame, delivery.source, header, earlier),
        *check_shares(delivery.frame, delivery.source, header, earlier, obligations),
        *checks.check_against_plan(delivery.frame, delivery.source, header, tables, standing),
        *plan_rows.check_plan(delivery.frame, delivery.source, header, tables),
        *_of_positions(delivery, header, deliveries, tables, shipped),
    ]


def _of_positions(
    delivery: Delivery, header: headers.Header, deliveries: list[Delivery],
    tables: Mapping[str, pd.DataFrame], shipped: Mapping[str, pd.DataFrame],
) -> list[Finding]:  # fmt: skip
    if "longitude" not in delivery.frame or delivery.frame["longitude"].isna().all():
        return []
    drawn = [other.frame for other in deliveries if other.table is TABLES["boundaries"]]
    return map_checks()[1].check_positions(delivery.frame, delivery.source, header, tables, shipped, drawn)


def map_checks():
    # The libraries of maps take a third of a second that a ledger without positions need not wait for.
    from data_loaders.checking import boundaries, site_positions

    return boundaries, site_positions


def _with_stored(delivered: pd.DataFrame, stored: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The table as it would stand: the delivered rows, and the stored ones that they do not replace."""
    keys = list(table.replaces)
    covered = pd.MultiIndex.from_frame(delivered[keys])
    kept = stored[~pd.MultiIndex.from_frame(stored[keys]).isin(covered)]
    return _joined([kept, delivered.drop_duplicates(list(table.key), keep="last")], table)


def _joined(frames: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled) if filled else empty_frame(table)


def conflicts(deliveries: list[Delivery]) -> list[Finding]:
    """Two files that give the same row of a table different contents."""
    findings = []
    for position, delivery in enumerate(deliveries):
        for earlier in deliveries[:position]:
            if earlier.table is delivery.table and _disagree(earlier.frame, delivery.frame, delivery.table):
                same_file = earlier.source.file == delivery.source.file and earlier.source.sheet
                other = f"{earlier.source.file}〉工作表〈{earlier.source.sheet}" if same_file else earlier.source.file
                findings.append(delivery.source.finding("batch_conflict", other=other))
    return findings


def _disagree(one: pd.DataFrame, other: pd.DataFrame, table: Table) -> bool:
    """Whether two frames share a key with different rows."""
    if "as_of" in table.key and not one["as_of"].isin(other["as_of"]).any():
        return False
    distinct = pd.concat([one, other])[list(table.names)].drop_duplicates()
    return bool(distinct.duplicated(list(table.key)).any())
