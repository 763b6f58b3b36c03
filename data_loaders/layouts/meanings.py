"""What a column that is one of ours means: how its cells are read, and what a person said of it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from data_loaders.layouts.contents import FEW_WORDS, MOST, Profile
from data_loaders.layouts.language import words
from data_loaders.layouts.language.fields import nearest_choice
from data_loaders.layouts.language.words import REMAINING, choice_of, leaf_and_group
from data_loaders.layouts.layout import How, Rule, named
from data_loaders.layouts.questions import LEAVE_OUT
from data_loaders.layouts.wide import source_named
from data_loaders.layouts.work import ENDED, Work
from data_loaders.schema import SITES, TASKS, VILLAGES, Column, Kind, Table
from data_loaders.tidying.cells import BLANK_WORDS, NO_GRADE, parser
from data_loaders.tidying.headers import UNITS_PER_WAN

_EITHER_DAY = re.compile(r"预计|计划|拟|预期")
LONGEST_WORD = 12  # what is longer is a sentence, of which no word is the choice


def said(work: Work) -> None:
    """What a person said of a column goes before everything."""
    for profile in work.columns:
        to = work.sayings.column(profile.header)
        if to is None:
            continue
        if to in ("", LEAVE_OUT):
            work.ignore(profile)
            continue
        names = tuple(named(work.table, part) for part in to.split("+"))
        how, more = how_read(work, profile, names)
        work.put(profile, names, how, 1.0, **more | {"sure": True})
    said: dict[tuple[str, ...], list[Rule]] = {}
    for rule in work.rules.values():
        if rule.is_kept:
            said.setdefault(rule.to, []).append(rule)
    for aims, rules in said.items():
        if len(rules) > 1 and work.table.column(aims[0]).additive:
            for rule in rules:
                more = _variant(work, work.by_header[rule.header])
                work.rules[rule.header] = replace(rule, how=How.UNPIVOT, **more) if more else replace(rule, how=How.SUM)
    for name, value in work.sayings.constants:
        try:
            ours = named(work.table, name)
        except ValueError:
            continue
        work.constants[ours] = value
        work.scores[ours] = 1.0


def _variant(work: Work, profile: Profile) -> dict:
    source = source_named(profile.header)
    return {"column": "source", "value": source} if source and work.table.name == "funds" else {}


def how_read(work: Work, profile: Profile, to: tuple[str, ...]) -> tuple[How, dict]:
    """How the cells of a source column become our column(s)."""
    if len(to) > 1 and "village" in to:
        return How.SPLIT, {}
    if to == ("stage", "progress"):
        return How.STAGE_PERCENT, {}
    if to == ("status", "progress_text"):
        return How.STATUS_TEXT, {}
    if len(to) > 1:
        return (How.DATE_TEXT if "done_on" in to else How.NUMBER_TEXT), {}
    column = work.table.column(to[0])
    leaf, _ = leaf_and_group(profile.header)
    if work.table is not VILLAGES and column.name in ("town", "village"):
        own = profile.town_share if column.name == "town" else profile.village_share
        if own < MOST <= profile.place_share:
            return How.SPLIT, {}
    if column.name in ("done", "disbursed") and REMAINING.search(leaf):
        whole = "planned" if column.name == "done" else "allocated"
        base = next((rule.header for rule in work.rules.values() if whole in rule.to), None)
        base = (
            base
            or max(
                ((work.fit(p, work.table.column(whole)), p.header) for p in work.columns if p is not profile),
                default=(0, ""),
            )[1]
        )
        return (How.SUBTRACT, {"of": base}) if base else (How.AS_IS, {})
    if column.kind is Kind.CHOICE:
        return _how_choice(work, profile, column)
    if column.name in ("done_on", "actual_finish") and (of := where_ended(work, profile)):
        return How.ONLY_IF, of
    if column.kind is Kind.DATE and profile.true_day_share < 0.999 and profile.filled:
        return How.DATE_YEAR, {}
    if words.is_number(column) and profile.filled:
        return _how_number(work, profile, column)
    if (
        column.name in ("indicator_id", "duty_id")
        and profile.share(lambda text: bool(re.fullmatch(r"[A-Za-z]\d+", text))) < 0.5
    ):
        return How.NAME, {}
    return How.AS_IS, {}


def where_ended(work: Work, profile: Profile) -> dict:
    """办结（预计办结）时间 is a day of what is done only in the rows that say so: in which column, by which words."""
    if not (_EITHER_DAY.search(profile.header) or work.is_ahead(profile)):
        return {}
    for other in work.columns:
        for column in (TASKS.column("status"), SITES.column("stage")):
            meant = {word: choice_of(column, word) for word in other.words}
            ended = {word: "是" for word, meaning in meant.items() if meaning and meaning[0] in ENDED}
            if 1 < len(meant) <= FEW_WORDS and all(meaning and meaning[1] for meaning in meant.values()) and ended:
                return {"of": other.header, "values": ended}
    return {}


def _how_choice(work: Work, profile: Profile, column: Column) -> tuple[How, dict]:
    stage = column.name == "stage"
    said = words.legend(column, profile.header) | words.explained_below(column, work.block.notes)
    said |= words.numbered(column, (*work.block.titles, profile.header, *work.block.notes))
    said |= {word: value for ours, word, value in work.sayings.words if _is_named(work.table, ours, column)}
    if profile.number_share >= MOST and profile.may_be_shares and not set(profile.words) <= said.keys():
        return (How.STAGE_PERCENT if stage else How.STATUS_PERCENT), {}
    if not profile.filled or (profile.exact_choice_share(column) == 1.0 and not said.keys() & {*profile.words}):
        return How.AS_IS, {}
    longest, counted = max(map(len, profile.words)), any(re.search(r"\d", word) for word in profile.words)
    free = (
        column.name in ("stage", "status")
        and profile.number_share < MOST
        and (len(profile.words) > 12 or longest > 8 or counted)
    )
    values, sure = {}, True
    for word in profile.words:
        if word in BLANK_WORDS and not column.required:
            continue
        if word in said:
            values[word] = said[word]
            continue
        if column.name == "grade" and NO_GRADE.fullmatch(word):
            values[word] = ""
            continue
        meaning = choice_of(column, word)
        if free and meaning and meaning[1]:
            continue
        if meaning is None and len(word) <= LONGEST_WORD and (near := nearest_choice(column.name, word)):
            meaning = near, False
        if meaning == ("推进中", False) and word.startswith("未") and _says_going_on(column, profile.words):
            meaning = "未启动", False  # 正在落实 stands beside 未落实
        if meaning is None or not meaning[1]:
            work.ask_word(column, word, meaning[0] if meaning else None)
        if meaning:
            values[word] = meaning[0]
    if free:
        # The words of the texts are ours; only those that were asked about are kept.
        return (How.STAGE_TEXT if stage else How.STATUS_TEXT), {"values": values}
    return How.VALUE_MAP, {"values": values, **({} if sure else {"sure": False})}


def _says_going_on(column: Column, words_beside: Iterable[str]) -> bool:
    return ("推进中", True) in (choice_of(column, word) for word in words_beside)


def _how_number(work: Work, profile: Profile, column: Column) -> tuple[How, dict]:
    unit = work.block.unit(profile.position)
    read = parser(column, unit=unit if unit in UNITS_PER_WAN else "万元")
    bad = [cell for cell in profile.filled if read(cell).problem not in (None, "cell_blank_word")]
    return (
        (How.NUMBER_TEXT, {})
        if bad and (len(bad) * 2 > len(profile.filled) or profile.number_share == 1) and column.kind is not Kind.PERCENT
        else (How.AS_IS, {})
    )


def _is_named(table: Table, ours: str, column: Column) -> bool:
    try:
        return named(table, ours) == column.name
    except ValueError:
        return False
