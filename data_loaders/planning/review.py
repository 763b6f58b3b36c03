"""The review of a draft: rows accepted, changed, split or left out, and what differs from last year's plan."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import pandas as pd

from data_loaders.findings import Finding
from data_loaders.plan_rules import BY_HAND, RULES, WHOLE, Rule
from data_loaders.plan_words import DEPARTMENTS, DISTRICT_NAME, DOCUMENT, UNITS, in_force, whole_word
from data_loaders.planning.draft import OF_SETTINGS, Draft
from data_loaders.planning.rules import BY_LEDGER, KINDS
from data_loaders.planning.sentences.asked import as_number
from data_loaders.planning.tables import PLACE, Rows, plan_rows, plan_settings
from data_loaders.planning.tasks import pairs, share
from data_loaders.reading import display_name
from data_loaders.schema import PLAN_MILESTONES, PLAN_OBLIGATIONS, PLAN_SETTINGS, PLAN_TASKS, Table

Milestones = tuple[tuple[str, float | int | None], ...]  # day and percent
LIKE = 0.6  # so much of one title must stand in the other for the two to be the same obligation


class Decision(StrEnum):
    """What a reviewer decided about a row."""

    OPEN = "open"
    ACCEPTED = "accepted"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Item:
    """A row of 计划指标 or 任务清单 under review: its values by inside name, the words it was read from, where they stand."""

    row: Mapping[str, object]
    sentence: str
    quote: str
    block: int
    questions: tuple[str, ...] = ()
    milestones: Milestones = ()
    decision: Decision = Decision.OPEN

    @property
    def id(self) -> str:
        """The number of the row; a task's with its part, since those may begin again."""
        return f"{self.row['part']}-{self.row['number']}" if self.is_task else str(self.row["id"])

    @property
    def is_task(self) -> bool:
        """Whether it is a row of 任务清单."""
        return "number" in self.row


def items_of(draft: Draft) -> list[Item]:
    """The rows of a draft, none decided: what it asks, then its tasks."""
    rows = plan_rows(draft)
    stones: dict[object, list] = {}
    for each in rows[PLAN_MILESTONES]:
        stones.setdefault(each["id"], []).append((each["due_on"], each["rate"]))
    return [
        Item(row, drafted.sentence, drafted.quote, drafted.block, drafted.questions, tuple(stones.get(row["id"], ())))
        for row, drafted in zip(rows[PLAN_OBLIGATIONS], draft.obligations, strict=True)
    ] + [
        Item(row, task.words, task.requirement, task.block, tuple(filter(None, (task.mended,))))
        for row, task in zip(rows[PLAN_TASKS], draft.tasks, strict=True)
    ]


def waiting(items: Iterable[Item]) -> list[Item]:
    """The rows that nobody has decided yet."""
    return [item for item in items if item.decision is Decision.OPEN]


def next_open(items: Sequence[Item], place: int) -> int:
    """The next row that nobody has decided, else the same."""
    order = [*range(place + 1, len(items)), *range(place)]
    return next((at for at in order if items[at].decision is Decision.OPEN), place)


def summary(items: Sequence[Item]) -> str:
    """49 条要求，已核 3 条；任务 18 项，已核 0 项."""
    tasks, asked = [item for item in items if item.is_task], [item for item in items if not item.is_task]
    told = f"{len(asked)} 条要求，已核 {len(asked) - len(waiting(asked))} 条"
    return f"{told}；任务 {len(tasks)} 项，已核 {len(tasks) - len(waiting(tasks))} 项" if tasks else told


# What is asked of a row and answered elsewhere, with the place where.
_ANSWERED_BY = {"需要上年基数": "需要上年基数：这里不用填，在监测指标台账的「基数」列报"}


def without_questions(item: Item) -> Item:
    """A row that somebody accepted, as it is published: what the reviewer was asked is no remark for readers."""
    if item.is_task or item.decision is not Decision.ACCEPTED:
        return item
    remark = str(item.row["remark"] or "").removesuffix("；".join(item.questions)).rstrip("；")
    return replace(item, row={**item.row, "remark": remark or None})


def remarks(item: Item) -> tuple[str, ...]:
    """What a reviewer is told beside the fields of a row: what each town owes of it, what is asked."""
    shares, _, _ = str(item.row["remark"] or "").partition("；")
    asked = (_ANSWERED_BY.get(question, question) for question in item.questions)
    return (*((shares,) if shares.startswith("其中：") else ()), *asked)


def questions(draft: Draft) -> tuple[str, ...]:
    """What the document does not say and nobody has filled in yet."""
    said = {OF_SETTINGS[name] for name in OF_SETTINGS if draft.settings.get(name)}
    named = re.compile("计划设置「(.*?)」")
    return tuple(
        asked for asked in draft.questions
        if asked not in said and not any(draft.settings.get(name) for name in named.findall(asked))
    )  # fmt: skip


def settings_before_review(draft: Draft, before: Mapping[str, str]) -> dict[str, str]:
    """The settings that a review begins with: of the plan before where it is this district's, then of the document."""
    return (dict(before) if is_same_district(draft, before) else {}) | plan_settings(draft)


def table_name(file: str, table: Table) -> str:
    """What a plan table that was read out of a document is called, where files are named: 要点.docx（计划指标）."""
    return display_name(f"{file}（{table.title}）")


def found_in_document(finding: Finding, file: str, rows: Mapping[Table, Rows]) -> Finding:
    """A finding about a row of a plan table, as one about the document: nobody has seen the table as a file.

    The row is called by its number and name, with the place of its sentence.
    """
    table = next((each for each in rows if finding.file == table_name(file, each)), None)
    if table is None:
        return finding
    own = [_named(row) for row in rows[table]]

    def called(row: int) -> str:
        return own[row - 2] if 2 <= row < len(own) + 2 else f"第{row}行"  # a table begins with its headers

    message = re.sub(r"第(\d+)行", lambda told: called(int(told[1])), finding.message)
    where = f"{called(finding.row)}的「{finding.column}」：" if finding.row and finding.column else ""
    where = where or (f"{called(finding.row)}：" if finding.row else "")
    return replace(finding, file=file, sheet=None, row=None, column=None, message=f"{where}{message}")


def _named(row: Mapping[str, object]) -> str:
    """T07「农村户厕」（第 24 段）; 任务 3「…」; 计划设置「假期月份」."""
    if "name" in row:
        return f"计划设置「{row['name']}」"
    number = f"任务 {row['number']}" if "number" in row else str(row["id"])
    title = f"「{row['title']}」" if row.get("title") else ""
    return f"{number}{title}{f'（{row[PLACE]}）' if row.get(PLACE) else ''}"


def takes_milestones(rule: Rule) -> bool:
    """Whether what a rule judges may be owed in part by earlier days."""
    return rule.name in (*BY_LEDGER, "disbursed_share", "indicator_at_least", "indicator_at_most")


def rule_in_words(name: str) -> str:
    """建设点完工个数：某类建设点完工或验收的个数; what it judges alone where that begins with its name."""
    written, judges = PLAN_OBLIGATIONS.column("rule").written(name), RULES[name].judges
    return judges if judges.startswith(written) else f"{written}：{judges}"


def milestones_frame(item: Item) -> pd.DataFrame:
    """The levels by day of a row, to be edited."""
    days, rates = [day for day, _ in item.milestones], [rate for _, rate in item.milestones]
    return pd.DataFrame({"due_on": pd.to_datetime(days), "rate": pd.array(rates, dtype="Float64")})


def milestones_of(rows: Iterable[Mapping[str, object]]) -> Milestones:
    """The levels by day that somebody filled in, earliest first; a row without both is none."""
    told = [(row["due_on"], number(row["rate"])) for row in rows]
    return tuple(
        sorted(
            (day.date().isoformat(), as_number(rate))
            for day, rate in told
            if isinstance(day, datetime) and rate is not None and not pd.isna(day)
        )
    )


def words_of_scope(rule: Rule, settings: Mapping[str, str]) -> tuple[str, ...]:
    """What 范围 is chosen from under a rule: its words, as the plan calls the whole, and the units the plan names."""
    words = [whole_word(settings) if word == WHOLE else word for word in rule.scope]
    named = [name for setting in (UNITS, DEPARTMENTS) for name in setting.of(settings)]
    return (*words, *(named if rule.names else ()))


def changed(
    items: Sequence[Item],
    place: int,
    decision: Decision,
    values: Mapping[str, object] | None = None,
    milestones: Milestones | None = None,
) -> list[Item]:
    """The items with one decided, and with other values and levels by day where somebody changed them."""
    item = items[place]
    row = {**item.row, **(values or {}), "review": decision.value}
    after = replace(item, row=row, decision=decision, milestones=item.milestones if milestones is None else milestones)
    return [*items[:place], after, *items[place + 1 :]]


def kind_under(item: Item, rule: str) -> str:
    """类别 of a row under a rule that a reviewer may have changed: what only the old rule made it, it is no more."""
    kind = str(item.row["kind"])
    if rule == item.row["rule"]:
        return kind
    kept = ("target", "duty", "deadline") if rule == BY_HAND else ("target",)
    return KINDS.get(rule, kind if kind in kept else "indicator")


_COUNTED_TO = ("sites_finished", "indicator_at_least", "indicator_at_most", "category_share", "village_floor")


def lacks_target(item: Item) -> bool:
    """Whether a row has no number that its rule holds it against: nobody takes such a row without looking at it."""
    return item.row.get("rule") in _COUNTED_TO and item.row["target"] is None


def split(items: Sequence[Item], place: int) -> list[Item]:
    """The items with one twice, the second under the next free number of its kind, both open again."""
    item = items[place]
    prefix = item.id.rstrip("0123456789")
    numbers = [int(each.id.removeprefix(prefix)) for each in items if each.id.removeprefix(prefix).isdigit()]
    item = replace(item, row={**item.row, "review": Decision.OPEN.value}, decision=Decision.OPEN)
    again = replace(item, row={**item.row, "id": f"{prefix}{max(numbers) + 1:02d}"})
    return [*items[:place], item, again, *items[place + 1 :]]


def all_accepted(items: Sequence[Item]) -> list[Item]:
    """The items with every one accepted that nobody has decided yet and that has what its rule needs."""
    for place, item in enumerate(items):
        if item.decision is Decision.OPEN and not lacks_target(item):
            items = changed(items, place, Decision.ACCEPTED)
    return list(items)


def reviewed_rows(draft: Draft, items: Sequence[Item], before: Mapping[str, str]) -> dict[Table, Rows]:
    """The plan tables after a review: what was left out is not there.

    `before` are the settings of the plan before: where the district is the same, what the document does not say goes on.
    """
    kept = [without_questions(item) for item in items if item.decision is not Decision.LEFT_OUT]
    settings = settings_before_review(draft, before)
    rows = plan_rows(draft)
    rows[PLAN_SETTINGS] = [{"year": draft.year, "name": name, "value": value} for name, value in settings.items()]
    rows[PLAN_OBLIGATIONS] = [dict(item.row) for item in kept if not item.is_task]
    rows[PLAN_TASKS] = [dict(item.row) for item in kept if item.is_task]
    rows[PLAN_MILESTONES] = [
        {"year": draft.year, "id": item.id, "due_on": day, "rate": rate}
        for item in kept
        for day, rate in item.milestones
    ]
    return {table: body for table, body in rows.items() if body}


def is_same_district(draft: Draft, before: Mapping[str, str]) -> bool:
    """Whether the plan before is of the district that the document names, or the document names none."""
    name = DISTRICT_NAME.name
    return (draft.settings.get(name) or before.get(name)) == before.get(name)


def plan_before(
    draft: Draft, tables: Mapping[str, pd.DataFrame], *, begins: bool = False
) -> tuple[tuple[dict, ...] | None, dict[str, str]]:
    """Last year's obligations of this district as they held at the end, and the settings of the newest plan before.

    None where the tables hold no plan of the year before, or another district's: there is nothing to compare with. Where
    nothing was ever published (`begins`) the plan that ships goes on only in the district that the document names.
    """
    if begins and DISTRICT_NAME.name not in draft.settings:
        return None, {}
    rows, settings = tables["plan_obligations"], tables["plan_settings"]
    newest = max((int(each) for each in rows["year"].unique() if each < draft.year), default=0)
    told = dict(settings.loc[settings["year"] == newest, ["name", "value"]].itertuples(index=False))
    if newest != draft.year - 1 or not is_same_district(draft, told):
        return None, told
    held = in_force(rows[rows["year"] == newest], date(newest, 12, 31))
    return tuple({str(name): value for name, value in row.items()} for row in held.to_dict("records")), told


def settings_of_year(now: Mapping[Table, Rows]) -> dict[str, str]:
    """What the plan of this very year says of its district; nothing where there is none yet."""
    return {str(row["name"]): str(row["value"]) for row in now[PLAN_SETTINGS]}


def amended_rows(draft: Draft, items: Sequence[Item], now: Mapping[Table, Rows], since: date) -> dict[Table, Rows]:
    """The tables of a plan that a later document changes from a day on; what it does not name stays as it is."""
    obligations = amended(now[PLAN_OBLIGATIONS], items, since)
    stones = amended_milestones(now[PLAN_MILESTONES], obligations, items, since)
    paper = draft.settings.get(DOCUMENT.name)
    settings = [
        {**row, "value": f"{row['value']}、{paper}"} if paper and row["name"] == DOCUMENT.name and paper not in str(row["value"]) else dict(row)
        for row in now[PLAN_SETTINGS]
    ]  # fmt: skip
    rows = {PLAN_SETTINGS: settings, PLAN_OBLIGATIONS: obligations, PLAN_MILESTONES: stones}
    return {table: body for table, body in rows.items() if body}


def amended(now: Rows, items: Sequence[Item], since: date) -> Rows:
    """The obligations of a plan with what a later document changes, from a day on; what it does not name stays.

    `now` are the rows of 计划指标. A row of the document is the obligation of the plan that its title names; its old row
    stays beside the new one. One that the plan does not have is new from that day on.
    """
    rows = [dict(row) for row in now]
    known = list({str(row["id"]): row for row in now}.values())
    for item in map(without_questions, items):
        if item.decision is Decision.LEFT_OUT or item.is_task:
            continue
        same = _same_obligation(known, item)
        values = dict(item.row) if same is None else {**same, **_said_anew(item.row)}
        number = _free_number(rows, item.id) if same is None else str(same["id"])
        rows.append({**values, "id": number, "effective_on": since.isoformat()})
    return rows


def amended_milestones(now: Rows, rows: Rows, items: Sequence[Item], since: date) -> Rows:
    """The milestones of a plan with those of a later document; where it gives none the old ones go on."""
    numbers = [str(row["id"]) for row in rows if row.get("effective_on") == since.isoformat()]
    kept = [item for item in items if item.decision is not Decision.LEFT_OUT and not item.is_task]
    more = [
        {"year": item.row["year"], "id": number, "due_on": day, "rate": rate, "effective_on": since.isoformat()}
        for number, item in zip(numbers, kept, strict=True)
        for day, rate in item.milestones
    ]
    return [*map(dict, now), *more]


# What a later document says of an obligation; rule, scope and number stay those of the plan.
_ANEW = ("target", "unit", "deadline", "frequency", "remark", "review")


def _said_anew(row: Mapping[str, object]) -> dict[str, object]:
    return {name: row[name] for name in _ANEW if row.get(name) not in (None, "")}


def _same_obligation(known: Sequence[Mapping[str, object]], item: Item) -> Mapping[str, object] | None:
    title, kind = str(item.row["title"]), item.row["kind"]
    own = [row for row in known if row["kind"] == kind]
    near = max(own, key=lambda row: _alike(str(row["title"]), title), default=None)
    if near is not None and _alike(str(near["title"]), title) >= LIKE:
        return near
    within = [row for row in own if str(row["title"]) in title or title in str(row["title"])]
    return within[0] if len(within) == 1 else None


def _free_number(rows: Rows, number: str) -> str:
    """The next number of a kind that no row has: T12 behind T11."""
    prefix = number.rstrip("0123456789")
    taken = [str(row["id"]).removeprefix(prefix) for row in rows if str(row["id"]).startswith(prefix)]
    return f"{prefix}{max([int(each) for each in taken if each.isdigit()], default=0) + 1:02d}"


@dataclass(frozen=True)
class Difference:
    """An obligation beside last year's: 新增, 取消, 提高, 降低 or 频次不同, with what both plans say."""

    kind: str
    title: str
    before: str
    after: str


def differences(last: Iterable[Mapping[str, object]], items: Iterable[Item]) -> list[Difference]:
    """What last year's plan had and this one lacks, what is new, and which targets rose or fell.

    `last` are rows of plan_obligations; they are the same obligation where the titles are alike.
    """
    gone = list(last)
    found = []
    for item in items:
        if item.decision is Decision.LEFT_OUT or item.is_task:
            continue
        title = str(item.row["title"])
        near = max(gone, key=lambda row: _alike(str(row["title"]), title), default=None)
        if near is None or _alike(str(near["title"]), title) < LIKE:
            found.append(Difference("新增", title, "", _said(item.row)))
            continue
        gone.remove(near)
        if (kind := _change(near, item.row)) is not None:
            found.append(Difference(kind, title, _said(near), _said(item.row)))
    order = ("取消", "降低", "提高", "频次不同", "新增")
    found += [Difference("取消", str(row["title"]), _said(row), "") for row in gone]
    return sorted(found, key=lambda each: order.index(each.kind))


def _alike(one: str, other: str) -> float:
    return min(share(one, pairs(other)), share(other, pairs(one))) if one != other else 1.0


def _change(before: Mapping[str, object], after: Mapping[str, object]) -> str | None:
    old, new = number(before["target"]), number(after["target"])
    if old is not None and new is not None and old != new:
        return "提高" if new > old else "降低"
    return (
        "频次不同"
        if (_text(before["frequency"]) or _text(after["frequency"]))
        and _text(before["frequency"]) != _text(after["frequency"])
        else None
    )


def _said(row: Mapping[str, object]) -> str:
    target = number(row["target"])
    said = f"{as_number(target)} {row['unit']}" if target is not None else ""
    return " ".join(filter(None, (said, _text(row["frequency"]))))


def number(value: object) -> float | None:
    """A cell as a number; None for a blank one."""
    return float(value) if isinstance(value, int | float) and value == value else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
