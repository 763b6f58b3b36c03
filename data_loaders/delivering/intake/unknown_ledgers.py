"""A sheet whose headers are not ours: read by a layout, or refused for what its headers say."""

from dataclasses import dataclass, replace

from data_loaders.delivering.intake.drops import Drop
from data_loaders.delivering.intake.sheet_rows import Now, Read, gazetteer_of, read_rows
from data_loaders.findings import Finding, Refused, Source, listed
from data_loaders.layouts.applying.apply import apply
from data_loaders.layouts.explain import LEAST_VILLAGES, Explained, explain, holds_rows_of_villages
from data_loaders.layouts.known import Known
from data_loaders.layouts.layout import How, NoLayout, to_words
from data_loaders.layouts.questions import Question, parse_sayings
from data_loaders.reading.grid import Grid
from data_loaders.schema import AS_OF, TABLES
from data_loaders.tidying import headers


class OnlyTowns(Exception):
    """A sheet names no single thing of its table: it may be a summary of sheets that are still to be read."""

    def __init__(self, ledger: "UnknownLedger"):
        self.ledger = ledger
        super().__init__()


@dataclass(frozen=True)
class UnknownLedger:
    """A sheet whose headers are not ours: read by a layout, or refused for the reasons that its headers give.

    `beside`: other sheets of the file were read, and this may be a summary or a list of words; `is_last`: no other
    sheet is still to be read.
    """

    drop: Drop
    grid: Grid
    header: headers.Header | None  # as far as ours are found in it
    reasons: tuple[Finding, ...]
    beside: tuple[str, ...]
    table_name: str | None = None
    is_last: bool = False

    def read(self, now: Now) -> Read:
        drop = self.drop
        gazetteer = gazetteer_of(now.tables)
        as_of = drop.as_of or now.as_of
        known = Known.of(now.tables, gazetteer, has_day=as_of is not None)
        sayings = parse_sayings(drop.said)
        layouts = [drop.layout] if drop.layout else now.layouts
        try:
            found = explain(
                self.grid, drop.name, layouts, known, sayings, reporter=now.reporter,
                chosen=TABLES.get(drop.table or self.table_name or ""), accepted=drop.accepts_layout,
            )  # fmt: skip
        except NoLayout:
            raise Refused(Source(self.grid.source.file).finding("saying_unreadable")) from None
        if any(reason.code == "table_ambiguous" for reason in self.reasons) and len(found) < 2 and not drop.said:
            open_ = [question for explained in found for question in explained.questions]
            lacks = any(question.suggested is None and question.about != AS_OF.header for question in open_)
            if not lacks and not any(explained.remembered for explained in found):
                raise Refused(self.reasons)  # only a person knows; the headers themselves are ours
        if found and not all(map(_names_things, found)):
            if self.beside:
                return self._left_out()
            if not self.is_last:
                raise OnlyTowns(self)
        if not found:
            least = 1 if self.grid.source.sheet in self.beside else LEAST_VILLAGES
            if self.beside and not holds_rows_of_villages(self.grid, gazetteer, least):
                return self._left_out()
            raise Refused(self._unread() if self.beside else self.reasons or self._unknown())
        own_words = bool(self.reasons) and not any(map(self._is_told_by, found))
        if not self.reasons:  # our own headers suffice; a doubt brought the sheet here, and it may be settled
            found = [one if one.questions or self._is_told_by(one) else replace(one, remembered=True) for one in found]
        read, said = [], []
        used = {rule.header for one in found for rule in one.layout.rules if rule.is_kept}
        for at, explained in enumerate(found):
            own = explained.grid.source.of(table=explained.layout.table.name)
            asked = list(self.reasons) if own_words else [*_proposed(own, found) * (at == 0), *_asked(own, explained)]
            try:
                applied = apply(explained.grid, explained.block, explained.layout, drop.name, known, as_of)
                applied = replace(applied, header=applied.header.without(used))
                delivery, findings = read_rows(
                    applied.grid, applied.header, applied.body, drop, now, explained, may_lack=bool(asked)
                )
            except Refused as refused:
                findings = [] if own_words else _not_asked(refused.findings, explained)
                raise Refused([*asked, *findings]) from None
            read.append((applied.header, delivery))
            said += asked if own_words else [*asked, *findings, *applied.remarks]
        return read, said

    def _is_told_by(self, explained: Explained) -> bool:
        """Whether a layout says more of the sheet than our own headers do, or a person has."""
        if (
            explained.remembered
            or self.drop.said
            or self.header is None
            or explained.layout.table is not self.header.table
        ):
            return True
        ours = {cell.text: name for name, cell in self.header.cells.items()}
        kept = [rule for rule in explained.layout.rules if rule.is_kept]
        plain = all(rule.how is How.AS_IS and ours.get(rule.header) == rule.to[0] for rule in kept)
        return not plain or bool(explained.layout.generated or explained.layout.constants)

    def _left_out(self) -> Read:
        """A summary or a list of words beside the table itself; which sheet, or from which row on."""
        source, sheet = self.grid.source, self.grid.source.sheet
        if sheet is None or sheet in self.beside:
            return [], [part_left_out(self.grid)]
        taken = "」「".join(self.beside)
        return [], [Source(source.file).finding("sheet_chosen", sheet=taken, others=str(sheet))]

    def _unknown(self) -> list[Finding]:
        """Headers that are ours, in a sheet that is none of our tables all the same."""
        header = self.header
        texts = [*(cell.text for cell in header.cells.values()), *header.ignored] if header else []
        return [self.grid.source.finding("table_unknown", columns=listed(texts) or "无")]

    def _unread(self) -> list[Finding]:
        """Rows of villages that nobody understood, beside a table that was read."""
        reason = "、".join(finding.message for finding in self.reasons[:1]) or "表头不认识"
        return [self.grid.source.finding("sheet_unread", sheet=str(self.grid.source.sheet), reason=reason)]


def part_left_out(grid: Grid) -> Finding:
    return grid.source.finding("part_left_out", row=int(grid.rows[-1]))


def _names_things(explained: Explained) -> bool:
    """Whether a sheet under a layout names what our table counts: a summary by town does not."""
    table = explained.layout.table
    return all(name in explained.layout.targets or not table.column(name).required for name in table.key if name not in ("as_of", "town"))  # fmt: skip


def _proposed(source: Source, found: list[Explained]) -> list[Finding]:
    """That layouts wait for somebody to confirm them, once for all tables of a sheet."""
    new = [one for one in found if not one.remembered and not one.confirmed]
    if not new:
        return []
    titles = "」「".join(one.layout.table.title for one in new)
    kept = {rule.header for one in new for rule in one.layout.rules if rule.is_kept}
    return [source.finding("layout_proposed", titles=titles, columns=len(kept))]


def _asked(source: Source, explained: Explained) -> list[Finding]:
    """What has to be confirmed, as findings that refuse the file; what was settled, as a remark."""
    kept = [rule for rule in explained.layout.rules if rule.is_kept]
    if explained.is_settled and explained.remembered:
        return [source.finding("layout_used", name=explained.layout.name)] if explained.layout.name else []
    findings = []
    if explained.confirmed:
        meanings = listed(f"{rule.header}→{to_words(rule.to, explained.layout.table)}" for rule in kept)
        findings.append(source.finding("layout_accepted", columns=meanings))
    for question in explained.questions:
        findings.append(
            source.finding(
                "layout_question", column=question.about, question=_spoken(question), about=_answer(question, explained)
            )
        )
    return findings


def _not_asked(findings: list[Finding], explained: Explained) -> list[Finding]:
    """The findings without a day that is missing where it is asked for."""
    asked = {question.about for question in explained.questions}
    return [each for each in findings if each.code != "as_of_missing" or AS_OF.header not in asked]


def _spoken(question: Question) -> str:
    return (question.message or question.about).rstrip("？。")


def _answer(question: Question, explained: Explained) -> str:
    """How the command line answers a question."""
    is_ours = any(column.header == question.about for column in explained.layout.table.columns)
    value = question.suggested or "…"
    return f"{question.about}:={value}" if is_ours or question.about == "版式" else f"{question.about}={value}"
