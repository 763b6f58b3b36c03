"""A layout for a ledger that nobody has explained yet: from its headers and from what its columns hold.

Everything is a proposal: what a careful clerk would confirm first is marked, what stands nowhere is asked for.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from data_loaders.layouts import subjects, words
from data_loaders.layouts.contents import MOST, Profile, is_counted_text, profiles
from data_loaders.layouts.layout import How, Layout, NoLayout, Rule, named, to_words
from data_loaders.layouts.questions import LEAVE_OUT, Question, Sayings
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.layouts.words import (
    CUMULATIVE,
    LIKELY,
    RATE,
    REMAINING,
    SURE,
    THIS_PERIOD,
    choice_of,
    leaf_and_group,
    likeness,
)
from data_loaders.reading.grid import Grid
from data_loaders.schema import DISTRICT, OUTSIDE_SOURCES, PROGRESS_TABLES, SITE_KINDS, VILLAGES, Column, Kind, Table
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import NO, parse_date, parser, squeezed
from data_loaders.tidying.gazetteer import Gazetteer
from data_loaders.tidying.headers import UNITS_PER_WAN
from data_loaders.tidying.nearness import nearest_name

TABLES_PROPOSED = (*PROGRESS_TABLES, VILLAGES)
HOUSEHOLDS = ("courtyards", "toilets")
LEAST_SCORE = 0.33
ALIAS = 0.95  # of a header that the schema itself lists
MOST_COMPARED = 12  # columns of numbers, each with each other
_MONTH = re.compile(
    r"^(?:截[至止到])?(?:20\d\d年?)?(1[0-2]|0?[1-9])月(?:份|底|末|\d{1,2}[日号])?止?(?:数|累计|完成|新增|次数)?$"
)
_SOURCE = re.compile(
    r"(?:^|/)(中央|国家|省|市|区|县)(?:级|本级|财政)*(?:衔接|补助|专项|配套)?(?:资金|补助|投入|金额|数)?(?:安排|下达|拨付|支出|支付)?(?:资金|数|金额)?$"
)
_OUTSIDE = re.compile(
    r"(?:^|/)(?:其中)?(?:群众|村集体|村民|企业|业主)?(自筹|社会|捐赠|定点帮扶|对口帮扶)(?:帮扶|投入|捐赠|捐资)?(?:资金|投入|金额|数)?(?:安排|下达|拨付|支出|支付)?(?:资金|数|金额)?$"
)
_BASE = re.compile(r"上年|去年|基数|年初|基期|同期|20\d\d年(?:末|底|数|值)?$")
_ORDER = {"中央": 0, "省": 1, "市": 2, "区": 3}
_ASSIGNED = re.compile(r"会议|调度会|交办|反馈|督办|部署|下发")
_CLOSED_ON = re.compile(
    r"\d{1,2}月\d{1,2}日.{0,6}(?:办结|完成|销号|整改|落实)|(?:办结|完成|销号|整改到位).{0,6}\d{1,2}月\d{1,2}日"
)
_MADE_ON = re.compile(r"(?:填[报表]|制表|上报|报送)(?:日期|时间)")
_HOUSE = re.compile(r"户(?:编号|号|码)|^序号$|门牌|厕编号|编号")
_FINISHED = re.compile(r"是否.{0,4}(?:完成|完工|竣工|建成|办结|落实|销号)")
_DONE_WORD = re.compile(r"^(?:已|完成|整改完成|整改到位|合格|是|√|达标|竣工|建成|改好)|(?:完成|到位|合格)$")


@dataclass(frozen=True)
class Known:
    """What proposing may know beside the sheet: places, the plan's indicators, duties and tasks by name, a day given."""

    gazetteer: Gazetteer
    indicators: Mapping[str, str] = field(default_factory=dict)  # title → id
    duties: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)  # title → number
    has_day: bool = False

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], gazetteer: Gazetteer, *, has_day: bool) -> "Known":
        """From the plan tables of the edition or batch."""
        obligations, tasks = tables.get("plan_obligations"), tables.get("plan_tasks")
        names: dict[str, dict[str, str]] = {"indicator": {}, "duty": {}, "target": {}}
        if obligations is not None:
            for kind, title, number in zip(obligations["kind"], obligations["title"], obligations["id"], strict=True):
                names.setdefault(str(kind), {})[str(title)] = str(number)
        numbers = {} if tasks is None else {str(row.title): str(row.number) for row in tasks[["title", "number"]].itertuples()}  # fmt: skip
        counted = {title: number for title, number in names["target"].items() if number in ("T10", "T11")}
        return cls(gazetteer, names["indicator"] | counted, names["duty"], numbers, has_day)


@dataclass(frozen=True)
class Proposal:
    """A layout for a sheet with its header, how well it fits, and what it asks."""

    layout: Layout
    block: HeaderBlock
    score: float
    questions: tuple[Question, ...]


def best_proposals(
    grid: Grid, blocks: Iterable[HeaderBlock], file_words: str, known: Known, sayings: Sayings, chosen: Table | None = None
) -> list[Proposal]:  # fmt: skip
    """The likeliest layout of a sheet, one for each table that its header groups name; none where it looks like none of ours."""
    found: list[Proposal] = []
    for block in blocks:
        columns = profiles(grid, block, known.gazetteer)
        if not any(column.filled for column in columns):
            continue
        grouped = _named_by_groups(block)
        for table in [chosen] if chosen else TABLES_PROPOSED:
            mine = columns
            if len(grouped) > 1:
                if table not in grouped:
                    continue
                mine = tuple(column for column in columns if column.position not in grouped_elsewhere(grouped, table))
            try:
                found += filter(None, [propose(table, grid, block, mine, columns, file_words, known, sayings)])
            except NoLayout:  # what a person said of the columns is no column of this table
                continue
        if grouped_found := [one for one in found if len(grouped) > 1 and one.block is block]:
            best = max(grouped_found, key=lambda one: one.score)
            if best.score > LEAST_SCORE:
                return [one for one in grouped_found if one.score > LEAST_SCORE]
    found.sort(key=lambda one: -one.score)
    return found[:1] if found and found[0].score > LEAST_SCORE else []


def _named_by_groups(block: HeaderBlock) -> dict[Table, frozenset[int]]:
    """The tables that the upper parts of a header name, with their columns: 庭院 over one half, 户厕 over the other."""
    tables: dict[Table, set[int]] = {}
    for position, parts in block.parts.items():
        for table in (t for t in TABLES_PROPOSED if t.name in HOUSEHOLDS):
            if any(subjects.names(table, part) for part in parts):
                tables.setdefault(table, set()).add(position)
    return {table: frozenset(positions) for table, positions in tables.items()}


def grouped_elsewhere(grouped: Mapping[Table, frozenset[int]], table: Table) -> frozenset[int]:
    """The columns under the names of other tables."""
    return frozenset().union(*(positions for other, positions in grouped.items() if other is not table)) - grouped.get(table, frozenset())  # fmt: skip


def propose(
    table: Table, grid: Grid, block: HeaderBlock, columns: tuple[Profile, ...], everything: tuple[Profile, ...],
    file_words: str, known: Known, sayings: Sayings,
) -> Proposal | None:  # fmt: skip
    """The layout of a sheet as one table; None when nothing of it fits."""
    work = _Work(table, grid, block, columns, file_words, known, sayings)
    work.run()
    if not work.rules:
        return None
    left = {column.header for column in everything} - {column.header for column in columns}
    rules = tuple(work.rules.get(column.header) or Rule(column.header, sure=True) for column in everything)
    rules += tuple(
        rule for header, rule in work.rules.items() if header not in {column.header for column in everything}
    )
    layout = Layout(table, rules, work.constants, frozenset(work.from_title), frozenset(work.generated))
    if not any(rule.is_kept for rule in rules if rule.header not in left):
        return None
    return Proposal(layout, block, work.score(), tuple(work.questions()))


class _Work:
    """One sheet taken for one table: who is what, step by step; each step only decides what is still open."""

    def __init__(
        self, table: Table, grid: Grid, block: HeaderBlock, columns: tuple[Profile, ...], file_words: str,
        known: Known, sayings: Sayings,
    ):  # fmt: skip
        self.table, self.grid, self.block, self.columns = table, grid, block, columns
        self.known, self.sayings = known, sayings
        self.by_header = {column.header: column for column in columns}
        self.rules: dict[str, Rule] = {}
        self.constants: dict[str, str] = {}
        self.from_title: set[str] = set()
        self.generated: set[str] = set()
        self.unsure_constants: set[str] = set()
        self.scores: dict[str, float] = {}  # of our columns that are filled
        self.asked_words: list[Question] = []
        self.titles = [*block.titles, grid.source.sheet or "", file_words.rpartition(".")[0] or file_words]
        self.title_text = squeezed(" ".join(self.titles))

    # -- helpers
    def taken(self, name: str) -> bool:
        return name in self.scores

    def open(self) -> list[Profile]:
        return [column for column in self.columns if column.header not in self.rules]

    def put(self, profile: Profile, to: tuple[str, ...], how: How, score: float, **more) -> None:
        sure = more.pop("sure", score >= SURE)
        self.rules[profile.header] = Rule(profile.header, to, how, sure=sure, **more)
        for name in to:
            self.scores[name] = max(self.scores.get(name, 0), score)
        if more.get("column"):
            self.scores[more["column"]] = max(self.scores.get(more["column"], 0), score)

    def ignore(self, profile: Profile, *, sure: bool = True) -> None:
        self.rules[profile.header] = Rule(profile.header, sure=sure)

    def fit(self, profile: Profile, column: Column) -> float:
        """How well a source column is one of ours: its header, weakened by cells that hardly suit."""
        like = likeness(self.table, column, profile.header)
        suits = profile.suits_listed(column) if self.table is VILLAGES else profile.suits(column)
        if not suits or not like:
            return 0.0
        if column.name in ("stage", "status") and profile.flag_share >= MOST and profile.number_share < MOST:
            return 0.0  # 是 and 否 are no stages
        if column.kind is Kind.CHOICE and like < ALIAS and profile.filled and not profile.number_share:
            if not profile.choice_share(column):
                return 0.0  # words of another choice, or of none
        if column.kind is Kind.MONEY and (profile.percent_shown or RATE.search(leaf_and_group(profile.header)[0])):
            return 0.0
        if column.name in ("town", "village") and self.table is not VILLAGES:
            share = profile.town_share if column.name == "town" else profile.village_share
            return max(like, 0.9) if share >= MOST and like >= 0.4 else like * (0.5 + 0.5 * suits)
        return like * (0.5 + 0.5 * suits)

    # -- steps
    def run(self) -> None:
        self.said()
        for step in (
            self.person_columns, self.places, self.wide_sources, self.wide_names, self.wide_towns, self.months, self.ticks,
            self.houses, self.counts, self.match_names, self.greedy, self.by_content, self.differences, self.counts_in_text, self.numbers_known,
            self.stages_by_share, self.finished_flags,
            self.joins, self.dates_in_text, self.fill_constants, self.sections, self.rest,
        ):  # fmt: skip
            step()

    def said(self) -> None:
        """What a person said of a column goes before everything."""
        for profile in self.columns:
            to = self.sayings.column(profile.header)
            if to is None:
                continue
            if to in ("", LEAVE_OUT):
                self.ignore(profile)
                continue
            names = tuple(named(self.table, part) for part in to.split("+"))
            how, more = self.how(profile, names)
            self.put(profile, names, how, 1.0, **more | {"sure": True})
        said: dict[tuple[str, ...], list[Rule]] = {}
        for rule in self.rules.values():
            if rule.is_kept:
                said.setdefault(rule.to, []).append(rule)
        for aims, rules in said.items():
            if len(rules) > 1 and self.table.column(aims[0]).additive:
                for rule in rules:
                    more = self._variant(self.by_header[rule.header])
                    self.rules[rule.header] = (
                        replace(rule, how=How.UNPIVOT, **more) if more else replace(rule, how=How.SUM)
                    )
        for name, value in self.sayings.constants:
            try:
                ours = named(self.table, name)
            except ValueError:
                continue
            self.constants[ours] = value
            self.scores[ours] = 1.0

    def _variant(self, profile: Profile) -> dict:
        source = self._source_of(profile)
        return {"column": "source", "value": source} if source and self.table.name == "funds" else {}

    def person_columns(self) -> None:
        for profile in self.open():
            if words.PERSON.search(leaf_and_group(profile.header)[0]) or (words.RANK.search(leaf_and_group(profile.header)[0]) and self.table.name not in ("tasks", "actions")):  # fmt: skip
                self.ignore(profile)

    def places(self) -> None:
        """Town and village: by what the cells hold more than by what stands above them."""
        if not self.table.has("village") or self.table is VILLAGES:
            return
        town, village = self.table.column("town"), self.table.column("village")
        both = [
            p
            for p in self.open()
            if p.filled and p.place_share >= MOST and p.number_share < 0.5
            if self._has_town_in_front(p) or self._is_place_with_more(p)
        ]
        towns = [(self.fit(p, town), p) for p in self.open() if p.town_share >= MOST]
        villages = [(self.fit(p, village), p) for p in self.open() if p.village_share >= MOST and p not in both]
        if towns and not self.taken("town"):
            score, best = max(towns, key=lambda pair: pair[0])
            owner = re.search(r"单位|部门", best.header) and self.table.has("owner") and (both or villages)
            if not owner and (score >= 0.3 or not both):
                self.put(best, ("town",), How.AS_IS, max(score, 0.7))
        if villages and not self.taken("village"):
            score, best = max(villages, key=lambda pair: pair[0])
            if score or (len(villages) == 1 and not _is_name_header(best.header)):
                self.put(best, ("village",), How.AS_IS, max(score, 0.7))
        if both and not self.taken("village"):
            named_place = [(likeness(self.table, village, p.header), p) for p in both]
            score, best = max(named_place, key=lambda pair: pair[0])
            if score or not _is_name_header(best.header):
                to = ("village",) if self.taken("town") else ("town", "village")
                self.put(best, to, How.SPLIT, max(score, SURE if score else 0.6))

    def _is_place_with_more(self, profile: Profile) -> bool:
        """石禾村上屋组 under 实施地点: a village with what lies in it, and no name of a project."""
        like = likeness(self.table, self.table.column("village"), profile.header)
        return profile.village_share < MOST and like >= LIKELY and not re.search("名称|内容", profile.header)

    def _has_town_in_front(self, profile: Profile) -> bool:
        gazetteer = self.known.gazetteer
        return profile.share(lambda text: gazetteer.split(text)[0] is not None or gazetteer.town(text) is not None or gazetteer.is_district(text)) >= 0.5  # fmt: skip

    def _source_of(self, profile: Profile) -> str | None:
        leaf, group = leaf_and_group(profile.header)
        for text in (leaf, group.rpartition("/")[2]):
            if match := _OUTSIDE.search(text):
                outside = choice_of(self.table.column("source"), match[1])
                return outside[0] if outside else None
            if match := _SOURCE.search(text):
                level = choice_of(self.table.column("source"), "中央" if match[1] == "国家" else match[1] + "级")
                return level[0] if level else None
        return None

    def wide_sources(self) -> None:
        """中央, 省, 市, 区 as columns under what was arranged and what was paid."""
        if self.table.name != "funds" or self.taken("source"):
            return
        wide = [(p, s) for p in self.open() if p.number_share >= 0.7 or not p.filled if (s := self._source_of(p))]
        if len({source for _, source in wide}) < 2:
            return
        paid_of: dict[str, set[str]] = {}
        for profile, source in wide:
            leaf, group = leaf_and_group(profile.header)
            bare = group if _SOURCE.search(leaf) and group else leaf
            bare = group + leaf if not group or self._names_money(leaf) else group
            paid = likeness(self.table, self.table.column("disbursed"), bare)
            given = likeness(self.table, self.table.column("allocated"), bare)
            if RATE.search(bare) or RATE.search(leaf) or THIS_PERIOD.search(bare) or REMAINING.search(bare):
                self.ignore(profile, sure=not THIS_PERIOD.search(bare))
                continue
            to = "disbursed" if paid > given else "allocated"
            score = 0.95 if max(paid, given) >= LIKELY else 0.7
            self.put(profile, (to,), How.UNPIVOT, score, column="source", value=source)
            paid_of.setdefault(source, set()).add(to)
        for header, rule in list(self.rules.items()):  # 自筹 of which only one of the two figures is told makes no row
            if rule.value in OUTSIDE_SOURCES and len(paid_of[rule.value]) < len(set().union(*paid_of.values())):
                self.ignore(self.by_header[header])
        for profile in self.open():
            leaf, group = leaf_and_group(profile.header)
            if profile.number_share >= 0.7 and (leaf in words.WHOLE_GROUP and group):
                self.ignore(profile)

    def _names_money(self, text: str) -> bool:
        return bool(re.search(r"安排|下达|拨付|支出|支付|批复", text))

    def wide_names(self) -> None:
        """Indicators as columns: 岗位数量 over 2022年末 and 2023年9月底."""
        if self.table.name != "indicators" or self.taken("indicator_id"):
            return
        found = []
        for profile in self.open():
            if profile.number_share < 0.7:
                continue
            leaf, group = leaf_and_group(profile.header)
            name = group or leaf
            if number := nearest_name(name, self.known.indicators):
                found.append(
                    (
                        profile,
                        number,
                        "base" if group and _BASE.search(leaf) and not self._newest(leaf, group) else "value",
                    )
                )
        if not found:
            return
        for profile, number, to in found:
            group = leaf_and_group(profile.header)[1]
            if RATE.search(leaf_and_group(profile.header)[0]) and group:
                self.ignore(profile)
                continue
            self.put(profile, (to,), How.UNPIVOT, 0.9, column="indicator_id", value=number)

    def _newest(self, leaf: str, group: str) -> bool:
        """Whether a leaf with a year is the last of its group's years."""
        years = [
            re.search(r"20\d\d", leaf_and_group(p.header)[0])
            for p in self.columns
            if leaf_and_group(p.header)[1] == group
        ]
        own = re.search(r"20\d\d", leaf)
        numbers = [int(match[0]) for match in years if match]
        if re.search(r"上年|去年|基数|基期|同期|年初", leaf):
            return False
        return (
            own is not None
            and len(numbers) > 0
            and int(own[0]) == max(numbers)
            and (numbers.count(int(own[0])) < len(numbers) or len(numbers) == 1)
        )

    def wide_towns(self) -> None:
        """Units as columns, indicators or duties as rows."""
        if self.table.name not in ("indicators", "duties") or self.taken("unit"):
            return
        gazetteer = self.known.gazetteer
        found = []
        for profile in self.open():
            if profile.number_share >= 0.7 or profile.is_ticks or profile.true_day_share >= MOST or not profile.filled:
                leaf = leaf_and_group(profile.header)[0]
                unit = gazetteer.town(leaf) or (DISTRICT if gazetteer.is_district(leaf) else None)
                if unit:
                    found.append((profile, unit))
        if len([unit for _, unit in found if unit != DISTRICT]) < 2:
            return
        days = self.table.name == "duties" and any(p.true_day_share >= MOST and p.number_share < MOST for p, _ in found)
        to = "value" if self.table.name == "indicators" else "done_on" if days else "times"
        for profile, unit in found:
            group = leaf_and_group(profile.header)[1]
            if self.table.name == "indicators" and group and _BASE.search(group):
                self.put(profile, ("base",), How.UNPIVOT, 0.9, column="unit", value=unit)
            else:
                self.put(profile, (to,), How.UNPIVOT, 0.9, column="unit", value=unit)

    def months(self) -> None:
        """Months as columns: summed, the last one, or rows."""
        found = [
            (p, int(m[1]))
            for p in self.open()
            if p.number_share >= 0.7 or p.is_ticks or not p.filled
            if (m := _MONTH.match(leaf_and_group(p.header)[0]))
        ]
        groups: dict[str, list[tuple[Profile, int]]] = {}
        for profile, month in found:
            groups.setdefault(leaf_and_group(profile.header)[1], []).append((profile, month))
        for group, own in groups.items():
            if len({month for _, month in own}) < 2:
                continue
            if self.table.name == "duties":
                for profile, month in own:
                    if not self.taken("done_on") or "done_on" in {rule.column for rule in self.rules.values()}:
                        more = self._unit_over(group)
                        self.put(profile, ("times",), How.UNPIVOT, 0.9, column="done_on", value=f"{month}月", **more)
            elif self.table.name == "indicators":
                for profile, month in own:
                    more = self._unit_over(group)
                    self.put(profile, ("value",), How.UNPIVOT, 0.9, column="as_of", value=f"{month}月", **more)
            elif self.table.name in (*HOUSEHOLDS, "funds"):
                self._months_of(group, own)

    def _unit_over(self, group: str) -> dict:
        """The unit that a group of months belongs to, as what else each of its cells says."""
        unit = self.known.gazetteer.town(group.rpartition("/")[2]) if group else None
        if unit is None:
            return {}
        self.scores["unit"] = 0.9
        return {"values": {self.table.column("unit").header: unit}}

    def _months_of(self, group: str, own: list[tuple[Profile, int]]) -> None:
        name = "disbursed" if self.table.name == "funds" else "done"
        if self.taken(name) or re.search(r"计划|目标|任务", group):
            for profile, _ in own:
                self.ignore(profile, sure=False)
            return
        said = squeezed(group + self.title_text) + "".join(leaf_and_group(profile.header)[0] for profile, _ in own)
        values = np.array([profile.numbers for profile, _ in sorted(own, key=lambda pair: pair[1])])
        rises = bool((np.diff(np.nan_to_num(values, nan=0), axis=0) >= 0).all())
        is_new = bool(re.search(r"新增|当月|每月|本月|月度完成|各月", said))
        is_cumulative = "累计" in said and not is_new
        how = How.LAST if rises and not is_new and (is_cumulative or len(own) > 2) else How.SUM
        sure = is_cumulative if how is How.LAST else is_new or not (rises or is_cumulative)
        for profile, _ in own:
            self.put(profile, (name,), how, 0.9 if sure else 0.7)

    def ticks(self) -> None:
        """A choice told by the column with √ in it."""
        for column in self.table.columns:
            if column.kind is not Kind.CHOICE or self.taken(column.name):
                continue
            found = [(p, c) for p in self.open() if (p.is_ticks or not p.filled) and (c := choice_of(column, leaf_and_group(p.header)[0]))]  # fmt: skip
            if len([p for p, _ in found if p.is_ticks]) < 2 and not (
                len(found) > 1 and any(p.is_ticks for p, _ in found)
            ):
                continue
            for profile, (value, _) in found:
                self.put(profile, (column.name,), How.TICKED, 0.9, value=value)

    def houses(self) -> None:
        """One row a house: counted to one row a village."""
        if self.table.name not in HOUSEHOLDS or any(self.taken(name) for name in ("planned", "done")):
            return
        village = next((p for p in self.columns if (rule := self.rules.get(p.header)) and "village" in rule.to), None)
        if village is None or len(village.words) * 1.3 > len(village.texts):
            return
        if any(self.fit(p, self.table.column(name)) >= SURE for p in self.open() for name in ("planned", "done")):
            return
        for profile in self.columns:
            rule = self.rules.get(profile.header)
            if rule and set(rule.to) <= {"town", "village"} and rule.to:
                self.rules[profile.header] = replace(rule, how=How.GROUP if rule.how is How.AS_IS else rule.how)
        counted = next((p for p in self.columns if _HOUSE.search(leaf_and_group(p.header)[0])), None) or village
        if counted is village:
            self.rules[village.header] = replace(self.rules[village.header], how=How.GROUP)
            self.rules["（每行一户）"] = Rule("（每行一户）", ("planned",), How.COUNT_ROWS, sure=False)
            self.scores["planned"] = 0.8
        else:
            self.put(counted, ("planned",), How.COUNT_ROWS, 0.8)
        for name in ("done", "accepted"):
            wanted = r"验收|挂牌|销号" if name == "accepted" else r"整改|完成|状态|情况|进度|创建|进展|达标"
            for profile in self.open():
                leaf = leaf_and_group(profile.header)[0]
                if not re.search(wanted, leaf) or profile.number_share > 0.5:
                    continue
                if profile.true_day_share >= MOST and re.search(r"日期|时间|日$", leaf) and "时限" not in leaf:
                    self.put(profile, (name,), How.COUNT_IF, 0.8, values={"*": "是"})
                    break
                if 0 < len(profile.words) <= 12:
                    closed = {
                        word: "是" for word in profile.words if _DONE_WORD.search(word) and not REMAINING.search(word)
                    }
                    if closed:
                        self.put(profile, (name,), How.COUNT_IF, 0.8, values=closed)
                        break

    def counts(self) -> None:
        """任务数, 完成数, 验收数 together: as the words say, where the numbers allow it."""
        if self.table.name not in HOUSEHOLDS:
            return
        names = ("planned", "done", "accepted")
        numeric = [p for p in self.open() if p.number_share >= 0.7 and p.whole_share >= 0.95 and not p.percent_shown]
        shares = [p for p in self.columns if p.number_share >= 0.7 and RATE.search(leaf_and_group(p.header)[0])]
        proven = self._proven(numeric, shares)
        options: dict[str, list[tuple[float, Profile | None]]] = {}
        for name in names:
            column = self.table.column(name)
            if self.taken(name):
                own = next(
                    (
                        p
                        for p in self.columns
                        if (rule := self.rules.get(p.header)) and name in rule.to and rule.how is How.AS_IS
                    ),
                    None,
                )
                options[name] = [(1.0, own)]
                continue
            scored = [(max(self._counted(p, column), proven.get((name, p.header), 0.0)), p) for p in numeric]
            options[name] = [(score, p) for score, p in scored if score >= 0.3] + [(0.0, None)]
        best, choice = -1.0, None
        for score_p, planned in options["planned"]:
            for score_d, done in options["done"]:
                if done is not None and done is planned:
                    continue
                for score_a, accepted in options["accepted"]:
                    if accepted is not None and accepted in (planned, done):
                        continue
                    worth = score_p + score_d + 0.9 * score_a
                    worth -= 0.8 * (not _never_above(done, planned)) + 0.5 * (not _never_above(accepted, done))
                    worth += 0.3 * any(_is_share(rate, done, planned) for rate in shares if done and planned)
                    if worth > best:
                        best, choice = worth, (planned, done, accepted, score_p, score_d, score_a)
        if choice is None:
            return
        planned, done, accepted, *scores = choice
        is_proven = any(_is_share(rate, done, planned) for rate in shares if done and planned)
        for name, profile, score in zip(names, (planned, done, accepted), scores, strict=True):
            if profile is None or self.taken(name):
                continue
            if is_proven and name != "accepted":
                score = max(score, 0.9)
            others = [
                s for s, p in options[name] if p is not None and p is not profile and p not in (planned, done, accepted)
            ]
            close = any(score - other < 0.08 for other in others) and not is_proven
            how, more = self.how(profile, (name,))
            self.put(profile, (name,), how, min(score, 0.8) if close else score, **more)
            if name == "done" and not CUMULATIVE.search(profile.header) and self._this_month_beside(profile, numeric):
                self.rules[profile.header] = replace(self.rules[profile.header], sure=False)

    def _proven(self, numeric: list[Profile], shares: list[Profile]) -> dict[tuple[str, str], float]:
        """(our column, header) → how much a share speaks for it: 处理率 is 处理数 of 问题数, whatever they are called."""
        found: dict[tuple[str, str], float] = {}
        if len(numeric) > MOST_COMPARED:
            return found
        for rate in shares:
            if re.search(r"验收|挂牌|开工|启动|摸排|排查", rate.header):
                continue
            for part in numeric:
                if self._counted(part, self.table.column("done")) or not REMAINING.search(part.header):
                    for whole in numeric:
                        if whole is not part and _is_share(rate, part, whole):
                            found["done", part.header] = found["planned", whole.header] = 0.5
        return found

    def _this_month_beside(self, profile: Profile, numeric: list[Profile]) -> bool:
        return any(p is not profile and CUMULATIVE.search(p.header) and likeness(self.table, self.table.column("done"), p.header) > LIKELY for p in numeric)  # fmt: skip

    def _counted(self, profile: Profile, column: Column) -> float:
        leaf, group = leaf_and_group(profile.header)
        if (
            REMAINING.search(leaf)
            or RATE.search(leaf)
            or (words.ONGOING.search(leaf) and not re.search("任务|计划|目标", leaf))
        ):
            return 0.0
        score = likeness(self.table, column, profile.header)
        if THIS_PERIOD.search(leaf) and not CUMULATIVE.search(leaf):
            score = min(score, 0.35) if column.name == "done" else 0.0
        if CUMULATIVE.search(leaf) and column.name == "done":
            score = min(score + 0.04, 1.0)
        siblings = (
            [p for p in self.columns if leaf_and_group(p.header)[1] == group and p is not profile] if group else []
        )
        for name in ("planned", "done", "accepted") if likeness(self.table, column, leaf) < LIKELY else ():
            own = self.table.column(name)
            if self._is_part(profile, own) and any(self._is_part(p, own) for p in siblings if p.number_share >= 0.7):
                return 0.0  # parts of a group: they are added up
        if (
            group
            and leaf not in words.WHOLE_GROUP
            and any(leaf_and_group(p.header)[0] in words.WHOLE_GROUP for p in siblings)
        ):
            score *= 0.5
        return score

    def _is_part(self, profile: Profile, column: Column) -> bool:
        """Whether only the group over a column says what it is, not its own words."""
        leaf, group = leaf_and_group(profile.header)
        if not group or leaf in words.WHOLE_GROUP or leaf in words.PART_OF_GROUP or leaf.startswith("其中"):
            return False
        return likeness(self.table, column, leaf) < LIKELY <= likeness(self.table, column, group)

    def match_names(self) -> None:
        """A column of the plan's own names: indicators, duties and tasks are found by name."""
        names = {"indicators": ("indicator_id", self.known.indicators), "duties": ("duty_id", self.known.duties)}
        if self.table.name == "tasks":
            self._task_numbers()
            return
        target, known = names.get(self.table.name, ("", {}))
        if not target or self.taken(target):
            return
        proper = [p for p in self.open() if p.share(lambda text: bool(re.fullmatch(r"[A-Za-z]\d{2,3}", text))) >= MOST]
        if proper:
            self.put(proper[0], (target,), How.AS_IS, 0.95)
            return
        for profile in self.open():
            if profile.number_share > 0.5 or not profile.filled:
                continue
            matched = {word: number for word in profile.words if (number := nearest_name(word, known))}
            if len(matched) >= 0.6 * len(profile.words):
                exact = all(word in {squeezed(title) for title in known} for word in profile.words)
                self.put(profile, (target,), How.NAME, 0.95 if exact else 0.8, values={} if exact else matched)
                for word in profile.words:
                    if word not in matched:
                        self._ask_word(self.table.column(target), word, None)
                return

    def _task_numbers(self) -> None:
        """The plan's number, or only a running one: the names beside it tell."""
        if self.taken("number"):
            return
        number = self.table.column("number")
        numbers = [(self.fit(p, number), p) for p in self.open() if p.number_share >= MOST and p.whole_share == 1]
        titles = {squeezed(title): told for title, told in self.known.tasks.items()}
        names = [p for p in self.open() if p.filled and len([w for w in p.words if nearest_name(w, self.known.tasks)]) >= 0.6 * len(p.words)]  # fmt: skip
        best = max(numbers, key=lambda pair: pair[0], default=(0.0, None))
        if names and best[1] is not None and best[0] > 0.3:
            pairs = [
                (cell, nearest_name(squeezed(str(name)), self.known.tasks))
                for cell, name in zip(best[1].numbers, names[0].cells, strict=True)
                if name is not None
            ]
            agree = sum(told is not None and not np.isnan(cell) and int(cell) == int(told) for cell, told in pairs)
            if agree >= 0.7 * len(pairs):
                self.put(best[1], ("number",), How.AS_IS, 0.95)
                return
        if names:
            exact = all(word in titles for word in names[0].words)
            matched = {word: n for word in names[0].words if (n := nearest_name(word, self.known.tasks))}
            self.put(names[0], ("number",), How.NAME, 0.9 if exact else 0.75, values={} if exact else matched)
        elif best[1] is not None and best[0] > 0.3:
            running = best[1].is_running and not re.search("任务", best[1].header)
            self.put(best[1], ("number",), How.AS_IS, 0.75 if running else max(best[0], 0.8), sure=not running)

    def greedy(self) -> None:
        """The best pair of a source column and one of ours, again and again."""
        targets = [
            column for column in self.table.columns if not self.taken(column.name) and column.name not in self.constants
        ]
        if self.table.name in HOUSEHOLDS:
            targets = [column for column in targets if column.name not in ("planned", "done", "accepted")]
        pairs = []
        for profile in self.open():
            for column in targets:
                if column.name in ("town", "village") and self.table is not VILLAGES and profile.filled:
                    continue
                if (score := self.fit(profile, column)) >= 0.3:
                    pairs.append((score + self._preferred(profile, column), profile, column))
        pairs.sort(key=lambda pair: -pair[0])
        for score, profile, column in pairs:
            if self.taken(column.name) or profile.header in self.rules:
                continue
            if score < LIKELY and not column.required:
                continue
            if column.name == "remark" and score < SURE:
                continue
            how, more = self.how(profile, (column.name,))
            near = [
                other
                for other, p, c in pairs
                if c is column and p is not profile and p.header not in self.rules and score - other < 0.06
            ]
            score = min(score, 0.8) if near and column.required and column.kind in (Kind.MONEY, Kind.WHOLE) else score
            self.put(profile, (column.name,), how, min(score, 1.0), **more)
        for column in targets:
            rule = next((rule for rule in self.rules.values() if rule.to == (column.name,)), None)
            if rule and column.stands_for and not self.taken(column.stands_for):
                self.scores.pop(column.name)
                self.put(self.by_header[rule.header], (column.stands_for,), rule.how, 0.8)

    def _preferred(self, profile: Profile, column: Column) -> float:
        """What the cells add where words alone leave two columns level."""
        leaf, _ = leaf_and_group(profile.header)
        worth = 0.0
        if column.name == "stage":
            worth += 0.05 * profile.choice_share(column) - 0.1 * (profile.number_share > 0.5)
        if column.name == "progress":
            worth += 0.05 if profile.percent_shown or "%" in leaf or "比例" in leaf or "率" in leaf else 0.0
        if column.name == "disbursed":
            worth += 0.03 * bool(CUMULATIVE.search(leaf)) - 0.3 * bool(
                THIS_PERIOD.search(leaf) and not CUMULATIVE.search(leaf)
            )
        if column.name == "owner" and re.search("责任", leaf):
            worth += 0.02
        if column.name == "item" and re.search("事项", leaf):
            worth += 0.02
        if column.name == "status" and profile.choice_share(column) >= MOST and profile.number_share < 0.5:
            worth += 0.05
        if column.name == "progress_text" and profile.is_long_text:
            worth += 0.02
        return worth

    def by_content(self) -> None:
        """Words of a choice are that choice, whatever stands above them; so are villages and towns."""
        for column in self.table.columns:
            if (
                column.kind is not Kind.CHOICE
                or self.taken(column.name)
                or not column.required
                or column.name in self.constants
            ):
                continue
            exact = [p for p in self.open() if p.filled and p.exact_choice_share(column) >= 0.9]
            near = [p for p in self.open() if p.filled and p.choice_share(column) >= 0.9 and p.number_share < 0.5 and not words.PERSON.search(p.header) and len(p.words) <= 12]  # fmt: skip
            if exact or (near and column.name in ("stage", "status", "category")):
                profile = (exact or near)[0]
                how, more = self.how(profile, (column.name,))
                self.put(profile, (column.name,), how, 0.65, **more | {"sure": False})

    def differences(self) -> None:
        """What is left instead of what is done: 总数 minus 未整改."""
        wanted = {"done": "planned", "disbursed": "allocated"}
        for name, whole in wanted.items():
            if not self.table.has(name) or self.taken(name) or not self.taken(whole):
                continue
            base = next(
                (
                    rule.header
                    for rule in self.rules.values()
                    if whole in rule.to and rule.how in (How.AS_IS, How.NUMBER_TEXT)
                ),
                None,
            )
            left = [p for p in self.open() if p.number_share >= 0.7 and not p.percent_shown and REMAINING.search(leaf_and_group(p.header)[0]) and not RATE.search(leaf_and_group(p.header)[0]) and not re.search("验收", p.header)]  # fmt: skip
            if base and len(left) == 1 and _never_above(left[0], self.by_header.get(base)):
                self.put(left[0], (name,), How.SUBTRACT, 0.9, of=base)

    def counts_in_text(self) -> None:
        """已完成15户 under 完成情况: the one number of each text."""
        if self.table.name not in HOUSEHOLDS:
            return
        for name in ("planned", "done", "accepted"):
            column = self.table.column(name)
            found = [
                (likeness(self.table, column, p.header), p) for p in self.open() if p.share(is_counted_text) >= MOST
            ]
            score, best = max(found, key=lambda pair: pair[0], default=(0.0, None))
            if best is not None and score >= LIKELY and not self.taken(name):
                self.put(best, (name,), How.NUMBER_TEXT, 0.75)

    def numbers_known(self) -> None:
        """The parts of a group that has no sum of its own are added up."""
        if self.table.name not in HOUSEHOLDS:
            return
        groups: dict[str, list[Profile]] = {}
        for profile in self.open():
            leaf, group = leaf_and_group(profile.header)
            if group and profile.number_share >= 0.7 and not RATE.search(leaf) and not REMAINING.search(leaf):
                groups.setdefault(group, []).append(profile)
        named_groups = {
            group: max(
                ("planned", "done", "accepted"), key=lambda name: likeness(self.table, self.table.column(name), group)
            )
            for group in groups
        }
        for group, name in named_groups.items():
            enough = likeness(self.table, self.table.column(name), group) >= LIKELY and len(groups[group]) > 1
            if enough and not self.taken(name):
                for profile in groups[group]:
                    self.put(profile, (name,), How.SUM, 0.75)

    def finished_flags(self) -> None:
        """是否完成: 是 is the end, and 否 some way to it, which a person confirms."""
        for name, words_of in (("stage", ("完工", "在建")), ("status", ("已完成", "推进中"))):
            if not self.table.has(name) or self.taken(name):
                continue
            for profile in self.open():
                if profile.flag_share >= MOST and _FINISHED.search(leaf_and_group(profile.header)[0]):
                    values = {text: words_of[text.upper() in NO] for text in profile.words}
                    self.put(profile, (name,), How.VALUE_MAP, 0.6, values=values)
                    break

    def stages_by_share(self) -> None:
        """A ledger without words for how far a thing is, but with its share: 0, between, all."""
        for name, share, how in (("stage", "progress", How.STAGE_PERCENT), ("status", "progress", How.STATUS_PERCENT)):
            if not self.table.has(name) or self.taken(name):
                continue
            rule = next((rule for rule in self.rules.values() if rule.to == (share,) and rule.how is How.AS_IS), None)
            if rule is not None:
                self.rules[rule.header] = replace(rule, to=(name, share), how=how, sure=False)
                self.scores[name] = 0.8

    def joins(self) -> None:
        """A place below the village is a name only together with it."""
        if self.table is not None and self.table.name == "sites" and self.taken("name"):
            rule = next((rule for rule in self.rules.values() if rule.to == ("name",)), None)
            village = next((rule.header for rule in self.rules.values() if "village" in rule.to), None)
            if rule is None or village is None or rule.how is not How.AS_IS:
                return
            profile = self.by_header[rule.header]
            within = self.by_header[village]
            stems = [squeezed(str(cell)) if cell is not None else "" for cell in within.cells]
            carried = sum(
                bool(place) and place[:2] in squeezed(str(cell))
                for place, cell in zip(stems, profile.cells, strict=True)
                if cell is not None
            )
            if re.search(r"自然村|屋场|小组", rule.header) or (
                carried == 0
                and max(map(len, profile.texts), default=9) <= 5
                and len(profile.words) < len(profile.texts)
            ):
                self.rules[rule.header] = replace(rule, how=How.JOIN, of=village)

    def dates_in_text(self) -> None:
        if self.table.name == "actions" and not self.taken("done_on"):
            for header, rule in list(self.rules.items()):
                profile = self.by_header.get(header)
                if (
                    profile
                    and rule.to == ("detail",)
                    and profile.share(lambda text: bool(_CLOSED_ON.search(text))) > 0.15
                ):
                    self.rules[header] = replace(rule, to=("detail", "done_on"), how=How.DATE_TEXT)
                    self.scores["done_on"] = 0.9
        if self.table.name == "funds" and not self.taken("allocated"):
            for profile in self.open():
                if profile.share(lambda text: bool(re.search(r"\d+(?:\.\d+)?万?元", text))) >= MOST and re.search(
                    r"资金|投资|筹资|金额", profile.header
                ):
                    source = (
                        profile.share(
                            lambda text: choice_of(self.table.column("source"), _source_words(text)) is not None
                        )
                        >= MOST
                    )
                    to = ("allocated", "source") if source and not self.taken("source") else ("allocated",)
                    self.put(profile, to, How.NUMBER_TEXT, 0.86)
                    return

    # -- how
    def how(self, profile: Profile, to: tuple[str, ...]) -> tuple[How, dict]:
        """How the cells of a source column become our column(s)."""
        if to in (("town", "village"), ("village", "town")):
            return How.SPLIT, {}
        if len(to) > 1:
            return (How.DATE_TEXT if "done_on" in to else How.NUMBER_TEXT), {}
        column = self.table.column(to[0])
        leaf, _ = leaf_and_group(profile.header)
        if (
            column.name == "village"
            and self.table is not VILLAGES
            and profile.village_share < MOST <= profile.place_share
        ):
            return How.SPLIT, {}
        if column.name in ("done", "disbursed") and REMAINING.search(leaf):
            whole = "planned" if column.name == "done" else "allocated"
            base = next((rule.header for rule in self.rules.values() if whole in rule.to), None)
            base = (
                base
                or max(
                    ((self.fit(p, self.table.column(whole)), p.header) for p in self.columns if p is not profile),
                    default=(0, ""),
                )[1]
            )
            return (How.SUBTRACT, {"of": base}) if base else (How.AS_IS, {})
        if column.kind is Kind.CHOICE:
            return self._how_choice(profile, column)
        if column.kind is Kind.DATE and profile.true_day_share < 0.999 and profile.filled:
            return How.DATE_YEAR, {}
        if words.is_number(column) and profile.filled:
            return self._how_number(profile, column)
        if (
            column.name in ("indicator_id", "duty_id")
            and profile.share(lambda text: bool(re.fullmatch(r"[A-Za-z]\d+", text))) < 0.5
        ):
            return How.NAME, {}
        return How.AS_IS, {}

    def _how_choice(self, profile: Profile, column: Column) -> tuple[How, dict]:
        stage = column.name == "stage"
        if profile.number_share >= MOST:
            return (How.STAGE_PERCENT if stage else How.STATUS_PERCENT), {}
        if not profile.filled or profile.exact_choice_share(column) == 1.0:
            return How.AS_IS, {}
        longest, counted = max(map(len, profile.words)), any(re.search(r"\d", word) for word in profile.words)
        free = column.name in ("stage", "status") and (len(profile.words) > 12 or longest > 8 or counted)
        values, sure = {}, True
        said = {word: value for ours, word, value in self.sayings.words if _is_named(self.table, ours, column)}
        for word in profile.words:
            if word in said:
                values[word] = said[word]
                continue
            meaning = choice_of(column, word)
            if free and meaning and meaning[1]:
                continue
            if meaning is None or not meaning[1]:
                self._ask_word(column, word, meaning[0] if meaning else None)
            if meaning:
                values[word] = meaning[0]
        if free:
            # The words of the texts are ours; only those that were asked about are kept.
            return (How.STAGE_TEXT if stage else How.STATUS_TEXT), {"values": values}
        return How.VALUE_MAP, {"values": values, **({} if sure else {"sure": False})}

    def _how_number(self, profile: Profile, column: Column) -> tuple[How, dict]:
        unit = self.block.unit(profile.position)
        read = parser(column, unit=unit if unit in UNITS_PER_WAN else "万元")
        bad = [cell for cell in profile.filled if read(cell).problem not in (None, "cell_blank_word")]
        return (
            (How.NUMBER_TEXT, {})
            if bad
            and (len(bad) * 2 > len(profile.filled) or profile.number_share == 1)
            and column.kind is not Kind.PERCENT
            else (How.AS_IS, {})
        )

    def _ask_word(self, column: Column, word: str, suggested: str | None) -> None:
        shown = word if len(word) <= 30 else f"{word[:30]}…"
        about = f"{column.header}:{shown}"
        if all(question.about != about for question in self.asked_words):
            message = f"「{shown}」按「{suggested}」计？" if suggested else f"「{shown}」是哪一种{column.header}？"
            self.asked_words.append(Question(about, suggested, tuple(column.choices), message))

    # -- constants
    def fill_constants(self) -> None:
        title = self.title_text
        for column in self.table.columns:
            if self.taken(column.name) or column.name in self.constants:
                continue
            if (found := self._constant(column, title)) is not None:
                value, from_title, sure = found
                self.constants[column.name] = value
                self.scores[column.name] = 0.7 if sure else 0.5
                if from_title:
                    self.from_title.add(column.name)
                if not sure:
                    self.unsure_constants.add(column.name)
        if self.table.name == "funds" and not self.taken("project_id") and self.taken("project"):
            self.generated.add("project_id")

    def _constant(self, column: Column, title: str) -> tuple[str, bool, bool] | None:
        name = column.name
        own = squeezed(" ".join(self.block.titles))
        gazetteer = self.known.gazetteer
        if name == "source":
            levels = re.findall(r"(中央|省级|省|市级|区级|县级)(?=财政|衔接|专项|资金|补助|级)", own or title)
            meant = {level[0] for level in (choice_of(column, word) for word in levels) if level}
            return (meant.pop(), True, True) if len(meant) == 1 else None
        if name == "linked":
            texts = " ".join([title, *(column.header for column in self.columns)])
            if "衔接" in texts:
                return "是", False, True
            cells = any("衔接" in text for profile in self.columns for text in profile.words[:20])
            return ("是", False, False) if cells else None
        if name == "kind" and self.table.name == "sites":
            found = [kind for kind, synonyms in SITE_KINDS.items() if any(word in title for word in (kind, *synonyms))]
            if len(found) > 1:
                found = [kind for kind in found if kind in title] or found
            return (found[0], True, True) if len(found) == 1 else None
        if name in ("town", "unit"):
            towns = [town for town in gazetteer.towns if town in title]
            if len(towns) == 1:
                return (
                    (towns[0], True, True)
                    if name == "unit"
                    else None
                    if self.taken("village")
                    else (towns[0], True, True)
                )
            if name == "unit" and not towns and self.table.name == "indicators":
                return DISTRICT, False, False
            return None
        if name == "assigned_on" and _ASSIGNED.search(title):
            day = stated_day(self.block.titles, [self.grid.source.sheet or ""]) or _meeting_day(self.block.titles)
            return (day.isoformat(), True, True) if day else None
        if name == "as_of" and not self.known.has_day and not self._has_day():
            made = [text for text in self.block.titles if _MADE_ON.search(squeezed(text))]
            day = stated_day([_MADE_ON.sub("截至", squeezed(text)) for text in made]) if made else None
            return (day.isoformat(), True, False) if day else None
        return None

    def _has_day(self) -> bool:
        sheet, file = [self.titles[-2]], [self.titles[-1]]
        return any(
            stated_day(texts, context)
            for texts, context in (
                (self.block.titles, [*sheet, *file]),
                (sheet, [*self.block.titles, *file]),
                (file, self.block.titles),
            )
        )

    def sections(self) -> None:
        """Heading rows among the data that give a choice its value: （一）中央财政衔接资金."""
        wanted = [
            column
            for column in self.table.columns
            if (column.kind is Kind.CHOICE and column.required and not self.taken(column.name))
            or (column.name in self.constants and column.kind is Kind.CHOICE)
        ]
        headings = section_headings(self.grid, self.block)
        if not headings:
            return
        for column in wanted:
            values = {text: meaning[0] for text in headings if (meaning := choice_of(column, _without_number(text)))}
            if len(values) >= max(1, 0.6 * len(headings)):
                self.constants.pop(column.name, None)
                self.from_title.discard(column.name)
                self.rules[SECTION] = Rule(SECTION, (column.name,), How.HEADING, values=values, sure=True)
                self.scores[column.name] = 0.9
                return
        if self.table.has("town") and not self.taken("town") and not self.taken("village"):
            values = {text: town for text in headings if (town := self.known.gazetteer.town(_without_number(text)))}
            if values:
                self.rules[SECTION] = Rule(SECTION, ("town",), How.HEADING, values=values, sure=True)
                self.scores["town"] = 0.9

    def rest(self) -> None:
        """What nothing was found for is left out; a number that could be one of ours instead is asked about."""
        for profile in self.open():
            self.ignore(profile)

    # -- result
    @cached_property
    def required(self) -> list[Column]:
        return [column for column in self.table.columns if column.required]

    def missing(self) -> list[Column]:
        """Required columns that nothing fills."""
        derived = set()
        if self.taken("village") or (self.table.has("village") and self.table.column("village").required):
            derived.add("town")
        if self.known.has_day or self._has_day():
            derived.add("as_of")
        return [
            c
            for c in self.required
            if not self.taken(c.name) and c.name not in derived | self.generated and c.name not in self.constants
        ]

    def score(self) -> float:
        """How much of the table the sheet is, and whether its title says so."""
        required = [column for column in self.required if column.name not in ("as_of", "linked", "project_id")]
        worth = sum(
            self.scores.get(column.name, 0.5 if column.name in ("town",) and self.taken("village") else 0)
            for column in required
        )
        optional = sum(score for name, score in self.scores.items() if not self.table.column(name).required)
        groups = "".join(part for parts in self.block.parts.values() for part in parts[:-1])
        is_named = subjects.names(self.table, self.title_text + groups)
        has_fact = any(
            self.scores.get(column.name, 0) >= LIKELY
            for column in required
            if column.name not in ("town", "village", "unit", "kind", "source") and column.name not in self.constants
        )
        if not has_fact and not is_named:
            return 0.0
        strong = subjects.names(self.table, " ".join(self.block.titles))
        return worth / len(required) + 0.04 * optional + 0.35 * is_named + 0.15 * strong

    def questions(self) -> Iterable[Question]:
        titles = [column.title for column in self.table.columns]
        unused = [p.header for p in self.columns if not self.rules[p.header].is_kept]
        for column in self.missing():
            message = f"表中没有「{column.header}」，请补上，或说明哪一列是它"
            options = tuple(column.choices) or (("是", "否") if column.kind is Kind.FLAG else tuple(unused))
            yield Question(column.header, None, options, message)
        asked = set()
        for rule in self.rules.values():
            if rule.is_kept and not rule.sure:
                key = (rule.to, rule.how) if rule.how in (How.SUM, How.LAST, How.UNPIVOT) else rule.header
                if key in asked:
                    continue
                asked.add(key)
                ours = to_words(rule.to, self.table)
                yield Question(
                    rule.header,
                    ours,
                    (*titles, LEAVE_OUT),
                    f"「{rule.header}」是「{ours}」吗？{_HOW_ASKED.get(rule.how, '')}",
                )
        for name in sorted(self.unsure_constants):
            column = self.table.column(name)
            options = tuple(column.choices) or (("是", "否") if column.kind is Kind.FLAG else ())
            yield Question(
                column.header,
                self.constants[name],
                options,
                f"所有行的「{column.header}」都是「{self.constants[name]}」吗？",
            )
        kept = {name for rule in self.rules.values() for name in rule.to}
        yield from (
            q
            for q in self.asked_words
            if any(self.table.column(name).header == q.about.partition(":")[0] for name in kept)
        )


SECTION = "（分段标题行）"
_HOW_ASKED = {
    How.SUM: "各列相加", How.LAST: "按累计数取最后一个月", How.COUNT_ROWS: "按行数计", How.COUNT_IF: "按已完成的行数计",
    How.SUBTRACT: "按总数减去它计",
}  # fmt: skip


def _is_named(table: Table, ours: str, column: Column) -> bool:
    try:
        return named(table, ours) == column.name
    except ValueError:
        return False


def _is_name_header(header: str) -> bool:
    return bool(re.search(r"名称|项目|工程|点位|站点|设施", header))


def _source_words(text: str) -> str:
    match = re.search(r"(中央|省级?|市级?|区级?|县级?)(?=财政|衔接|专项|资金|补助|级|$)", text)
    return match[1] if match else "无"


def _meeting_day(titles: Iterable[str]):
    for text in titles:
        if match := re.search(r"20\d\d年\d{1,2}月\d{1,2}日", squeezed(text)):
            return parse_date(match[0], _DAY_COLUMN).value
    return None


_DAY_COLUMN = PROGRESS_TABLES[0].column("as_of")


def _without_number(text: str) -> str:
    return re.sub(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+", "", squeezed(text))


def section_headings(grid: Grid, block: HeaderBlock) -> list[str]:
    """The texts that stand alone in a row between rows of data."""
    cells = grid.head(2000)
    cells = cells.loc[cells.index > block.rows[-1]]
    filled = cells.notna() & (cells != "")
    counts = filled.sum(axis=1)
    alone = counts.index[counts == 1]
    texts = []
    for row in alone:
        text = squeezed(str(cells.loc[row][filled.loc[row]].iloc[0]))
        if re.search(r"[:：。]|^注|填表|审核|合计|小计|总计", text) or len(text) > 30 or re.fullmatch(r"[\d.,]+", text):
            continue
        below = counts.loc[counts.index > row]
        if len(below) and below.iloc[0] > 1:
            texts.append(text)
    return list(dict.fromkeys(texts))


def _never_above(lesser: Profile | None, larger: Profile | None) -> bool:
    if lesser is None or larger is None:
        return True
    both = ~np.isnan(lesser.numbers) & ~np.isnan(larger.numbers)
    return bool((lesser.numbers[both] <= larger.numbers[both]).all())


def _is_share(rate: Profile, part: Profile, whole: Profile) -> bool:
    """Whether a share column follows from two others: 整改率 from 已整改 and 问题户厕数."""
    known = ~np.isnan(rate.numbers) & ~np.isnan(part.numbers) & ~np.isnan(whole.numbers) & (whole.numbers != 0)
    if known.sum() < 2:
        return False
    shares = part.numbers[known] / whole.numbers[known]
    stated = rate.numbers[known]
    return any(bool((np.abs(stated - scale * shares) <= 0.0051 * scale).all()) for scale in (1, 100))
