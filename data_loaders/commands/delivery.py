"""What `check` and `publish` do, in the process that reads the files."""

import argparse
from collections.abc import Iterable
from dataclasses import replace

from data_loaders.checking.questions import OF_LEDGERS, REST
from data_loaders.commands import DONE, REFUSED, Answer, plain, sentences
from data_loaders.commands.stored import stored, who
from data_loaders.delivering import known_layouts
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, check, publish
from data_loaders.findings import Refused, Source, publishable, verdict
from data_loaders.layouts.questions import parse_sayings
from data_loaders.reading import display_name
from data_loaders.store import audit
from data_loaders.store.audit import Action
from data_loaders.store.editions import open_store
from geo.archive import is_boundary_file


@stored
def checked(options: argparse.Namespace) -> Answer:
    """What files are, and whether they would be published."""
    outcome = check(open_store(), _drops(options), as_of=options.as_of, sample=options.sample, reporter=options.by)
    is_good = publishable(outcome.findings) and not any(finding.asks for finding in outcome.findings)
    answer = {"publishable": is_good, "findings": plain(outcome.findings)} | _read_as(outcome)
    words = [*sentences(outcome.findings), *_table_lines(outcome.tables), verdict(outcome.findings)]
    return Answer(answer, words, DONE if is_good else REFUSED)


@stored
def published(options: argparse.Namespace) -> Answer:
    """The edition that files became, or why they became none."""
    drops, store = _drops(options), open_store()
    outcome = publish(store, drops, by=options.by, note=options.note, as_of=options.as_of, sample=options.sample)
    edition = outcome.edition
    if edition:
        audit.remember_if_possible(store, who(options), Action.PUBLISHED, str(edition.number), edition.note)
    answer = {
        "publishable": publishable(outcome.findings), "edition": edition.number if edition else None,
        "findings": plain(outcome.findings),
    } | _read_as(outcome)  # fmt: skip
    words = [*sentences(outcome.findings), f"已发布第 {edition.number} 版" if edition else "未发布，原有数据不受影响"]
    return Answer(answer, words, DONE if edition else REFUSED)


def _read_as(outcome: Outcome) -> dict:
    return {"tables": outcome.tables, "layouts": outcome.layouts, "questions": outcome.questions}


def _drops(options: argparse.Namespace) -> list[Drop]:
    """The files of a command; Refused with every one that cannot be read.

    An answer holds for one file: with several boundary files it could take a shift out of the wrong one.
    """
    drops, findings = [], []
    confirmed = [*options.confirm, *([REST[options.rest]] if options.rest else [])]
    layout = known_layouts.of_file(options.layout) if options.layout else None
    said = {"said": tuple(options.say), "accepts_layout": options.accept_layout, "layout": layout}
    parse_sayings(options.say)
    for path in options.files:
        try:
            drops.append(replace(Drop.of(path), confirmed=frozenset(confirmed), **said))
        except Refused as refused:
            findings += refused.findings
    maps = [drop for drop in drops if is_boundary_file(drop.name, drop.content)]
    if set(confirmed) - OF_LEDGERS and len(maps) > 1:
        findings += [Source(display_name(drop.name)).finding("confirmed_several") for drop in maps]
    if findings:
        raise Refused(findings)
    return drops


def _table_lines(tables: Iterable[dict]) -> list[str]:
    return [
        f"{table['table']} {table['as_of'] or ''} {table['rows']} 行 "
        + "，".join(f"{name} {total:.10g}" for name, total in table["totals"].items())
        for table in tables
    ]
