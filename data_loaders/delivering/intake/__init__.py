"""Dropped files → one checked batch, or the findings that say why not. Nothing here writes anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from data_loaders import clock, origins, plan_words, reading
from data_loaders.allowance import Allowance
from data_loaders.delivering.intake.batches import Batch, Delivery
from data_loaders.delivering.intake.beside import (
    against_the_rest,
    conflicts,
    with_stored_villages,
    with_the_corrected,
    with_the_rest,
    with_whole_rows,
)
from data_loaders.delivering.intake.drops import SAMPLE_MARK, Drop
from data_loaders.delivering.intake.meetings import told_apart
from data_loaders.delivering.intake.recognising import recognise
from data_loaders.delivering.intake.sheet_rows import Now
from data_loaders.delivering.intake.unknown_ledgers import OnlyTowns
from data_loaders.findings import Finding, Refused, worst_first
from data_loaders.layouts.layout import Layout
from data_loaders.origins import Standing
from data_loaders.tidying import headers

__all__ = ["DEFINING", "SAMPLE_MARK", "Batch", "Delivery", "Drop", "is_of_another_district", "take"]

# A file that defines names is read before the files that use them.
DEFINING = ("plan_settings", "villages", "plan_obligations", "plan_milestones", "plan_tasks")


def take(
    drops: Iterable[Drop],
    known: Mapping[str, pd.DataFrame],
    *,
    shipped: Mapping[str, pd.DataFrame] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    layouts: Sequence[Layout] = (),
    reporter: str | None = None,
    standing: Sequence[Standing] = (),
) -> Batch:
    """Read and check files together.

    `known` holds the tables of the edition the batch would build on (villages and plan among them); `shipped` those that
    ship with the product, where `known` may be older; `as_of` is the 截至日期 a person gave for files
    that carry none; `standing` are the corrections that hold there; `today` bounds what can have happened; `layouts` are those confirmed before, `reporter` whoever
    delivers.
    """
    today = today or clock.today()
    tables, shipped = dict(known), known if shipped is None else shipped
    findings: list[Finding] = []
    waiting = []
    for drop in drops:
        allowance = Allowance(reading.display_name(drop.name), drop.content)
        try:
            with allowance:
                recognised = recognise(drop, findings)
        except Refused as refused:
            findings += refused.findings
        else:
            waiting += [(sheet, allowance) for sheet in recognised]
    order = {name: place for place, name in enumerate(DEFINING)}
    waiting.sort(key=lambda one: order.get(str(one[0].table_name), len(DEFINING)))
    read: list[tuple[headers.Header | None, Delivery]] = []
    now = Now(tables, shipped, as_of, today, tuple(layouts), reporter)
    for sheet, allowance in waiting:
        try:
            with allowance:
                found, said = sheet.read(now)
        except OnlyTowns as only:  # the other sheets tell whether it is their summary
            beside = tuple(dict.fromkeys(str(one.source.sheet) for _, one in read if one.drop is sheet.drop))
            waiting.append((replace(only.ledger, beside=beside, is_last=True), allowance))
            continue
        except Refused as refused:
            findings += refused.findings
            continue
        findings += said
        found = [(header, with_stored_villages(header, delivery, known, findings)) for header, delivery in found]
        read += found
        for _, delivery in found:
            if is_of_another_district({delivery.table.name: delivery.frame}, shipped):
                ours = [name for name in DEFINING if name in shipped and tables.get(name) is shipped[name]]
                tables |= {name: shipped[name].head(0) for name in ours}
            if delivery.table.name in DEFINING:
                tables[delivery.table.name] = delivery.frame
    read = [
        (header, replace(delivery, frame=origins.of_file(delivery.frame, at)))
        for at, (header, delivery) in enumerate(read)
    ]
    read, said = told_apart(read, known)
    findings += said
    deliveries = [delivery for _, delivery in read]
    findings += conflicts(deliveries)
    whole, said = with_the_rest(deliveries, known)
    findings += said
    whole, said = with_the_corrected(whole, standing)
    findings += said
    for header, delivery in read:
        delivery = with_whole_rows(delivery)
        if header is not None and not delivery.frame.empty:
            findings += against_the_rest(header, delivery, deliveries, whole, known, tables, shipped)
    return Batch(tuple(whole), tuple(worst_first(dict.fromkeys(findings))))


def is_of_another_district(frames: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame]) -> bool:
    """Whether the newest plan of these frames is of another 区域名称 than that of the tables, or their villages of other towns."""
    if "plan_settings" in frames:
        name, ours = _district(frames["plan_settings"]), _district(tables.get("plan_settings"))
        return bool(name) and name != ours
    if "villages" not in frames or "villages" not in tables:
        return False
    towns, known = (set(rows["villages"]["town"].dropna()) for rows in (frames, tables))
    return bool(towns) and towns.isdisjoint(known)


def _district(settings: pd.DataFrame | None) -> str:
    if settings is None:
        return ""
    newest = settings[settings["year"] == settings["year"].max()]
    return plan_words.DISTRICT_NAME.of(dict(newest[["name", "value"]].itertuples(index=False)))
