"""What is known of a sheet while it is taken for one table: which column has a meaning, and which is still open."""

import re
from datetime import date
from functools import cached_property

from data_loaders.layouts.contents import FEW_WORDS, MOST, Profile, unit_named
from data_loaders.layouts.known import Known
from data_loaders.layouts.language.words import RATE, SURE, choice_of, leaf_and_group, likeness, numbered
from data_loaders.layouts.layout import How, Rule
from data_loaders.layouts.questions import Question, Sayings
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.reading.grid import Grid
from data_loaders.schema import TASKS, VILLAGES, Column, Kind, Table
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import as_text, squeezed

HOUSEHOLDS = ("courtyards", "toilets")
HAPPENED = frozenset({"actual_finish", "started_on", "accepted_on", "handed_over_on", "done_on", "assigned_on"})
ENDED = ("完工", "验收", "已完成")  # stages and states of what is done
UNIT_SHARE = 0.9
_STATUS = TASKS.column("status")
_YEARS = re.compile(r"(?<!\d)20\d\d(?=年)")
_UP_TO = re.compile(r"截[至止]|统计|更新|数据")
_CODE = re.compile(r"代[码号]|编[码号]|[码号]$")
ALIAS = 0.95  # of a header that the schema itself lists


class Work:
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

    def taken(self, name: str) -> bool:
        """Whether a column of ours is filled."""
        return name in self.scores

    def open(self) -> list[Profile]:
        """The source columns that nothing has been decided about."""
        return [column for column in self.columns if column.header not in self.rules]

    def put(self, profile: Profile, to: tuple[str, ...], how: How, score: float, **more) -> None:
        """Decides what a source column is; with `score` how likely, which is asked about below SURE."""
        sure = more.pop("sure", score >= SURE)
        self.rules[profile.header] = Rule(profile.header, to, how, sure=sure, **more)
        for name in to:
            self.scores[name] = max(self.scores.get(name, 0), score)
        if more.get("column"):
            self.scores[more["column"]] = max(self.scores.get(more["column"], 0), score)

    def ignore(self, profile: Profile, *, sure: bool = True) -> None:
        """Decides that a source column is not kept."""
        self.rules[profile.header] = Rule(profile.header, sure=sure)

    def fit(self, profile: Profile, column: Column) -> float:
        """How well a source column is one of ours: its header, weakened by cells that hardly suit."""
        if (column.additive or column.name == "value") and self.is_of_another_year(profile):
            return 0.0
        if column.kind is Kind.CHOICE and (coded := self._coded(profile, column)):
            return coded
        like = likeness(self.table, column, profile.header)
        suits = profile.suits_listed(column) if self.table is VILLAGES else profile.suits(column)
        leaf = leaf_and_group(profile.header)[0]
        if not like and (unit := profile.unit or self.block.unit(profile.position) or "") and not leaf.endswith(unit):
            like = UNIT_SHARE * likeness(self.table, column, leaf + unit)  # 惠及 over 140户, 受益(户)
        if (
            not like
            and column.kind is Kind.PERCENT
            and (profile.percent_shown or profile.is_percent or "%" in profile.header)
        ):
            like = UNIT_SHARE * likeness(self.table, column, leaf + "比例")  # 完成工程量 over 90%
        if not suits or not like or (column.name in HAPPENED and self.is_ahead(profile)):
            return 0.0
        if column.kind is Kind.PERCENT and (_CODE.search(leaf) or (like < ALIAS and not profile.may_be_shares)):
            return 0.0  # 1, 2, 3 are codes for how far a thing is, and no shares
        if column.name in ("stage", "status", "grade") and profile.flag_share >= MOST and profile.number_share < MOST:
            return 0.0  # 是 and 否 are no stages, and no levels
        if column.name in ("stage", "status") and like < ALIAS and profile.is_sparse:
            return 0.0
        if column.name == "due_on" and self.stands_where_ended(profile):
            return 0.0
        if column.name == "unit" and len(self.towns_told) == 1 and profile.filled and not any(unit_named(self.known.gazetteer, word) or self.known.gazetteer.is_village(word) for word in profile.words):  # fmt: skip
            return 0.0  # the title says whose ledger it is, and what stands here are offices within it
        if column.name == "as_of" and self.day and profile.days and self.day not in profile.days:
            return 0.0  # the title says another day
        if column.kind is Kind.CHOICE and like < ALIAS and profile.filled and not profile.number_share:
            if not profile.choice_share(column):
                return 0.0  # words of another choice, or of none
        if column.kind is Kind.MONEY and (
            profile.percent_shown or profile.is_percent or RATE.search(leaf_and_group(profile.header)[0])
        ):
            return 0.0
        if column.name in ("town", "village") and self.table is not VILLAGES:
            share = profile.town_share if column.name == "town" else profile.village_share
            return max(like, 0.9) if share >= MOST and like >= 0.4 else like * (0.5 + 0.5 * suits)
        return like * (0.5 + 0.5 * suits)

    def _coded(self, profile: Profile, column: Column) -> float:
        """How well a column of codes is a choice: 类别代码 over 1, 2 and 3, where a legend says what each of them means."""
        if column.name not in self._legends:
            self._legends[column.name] = numbered(column, self.block.told + self.block.notes)
        if not profile.filled or not set(profile.words) <= self._legends[column.name].keys():
            return 0.0
        return likeness(self.table, column, _CODE.sub("", leaf_and_group(profile.header)[0]))

    @cached_property
    def _legends(self) -> dict[str, dict[str, str]]:
        return {}

    def stands_where_ended(self, profile: Profile) -> bool:
        """Whether only the rows that another column says to be done have anything here: the day on which they were."""
        filled = [cell is not None for cell in profile.cells]
        if all(filled) or not any(filled):
            return False
        for other in self.columns:
            if other is profile or not 1 < len(other.words) <= FEW_WORDS:
                continue
            meant = {word: choice_of(_STATUS, word) for word in other.words}
            ended = [cell is not None and (meaning := meant[squeezed(as_text(cell))]) is not None and meaning[0] in ENDED for cell in other.cells]  # fmt: skip
            if ended == filled and all(meant.values()):
                return True
        return False

    def is_of_another_year(self, profile: Profile) -> bool:
        """2022年底已创建 in a ledger of 2023."""
        years = set(_YEARS.findall(profile.header))
        return self.table.is_snapshot and self.day is not None and bool(years) and str(self.day.year) not in years

    def is_ahead(self, profile: Profile) -> bool:
        """Whether a column of days goes beyond the day of the ledger: what is planned."""
        return self.day is not None and any(day > self.day for day in profile.days)

    @cached_property
    def towns_told(self) -> list[str]:
        """The towns that titles, sheet and file name."""
        return [town for town in self.known.gazetteer.towns if town in self.title_text]

    @cached_property
    def day(self) -> date | None:
        """The day that title, sheet or file name say; of a list of what was assigned not the day on which that was."""
        sheet, file = [self.titles[-2]], [self.titles[-1]]
        told = ((self.block.told, [*sheet, *file]), (sheet, [*self.block.titles, *file]), (file, self.block.titles))
        said = (([text for text in texts if self.table.is_snapshot or _UP_TO.search(squeezed(text))], context) for texts, context in told)  # fmt: skip
        return next((day for texts, context in said if (day := stated_day(texts, context))), None)

    def ask_word(self, column: Column, word: str, suggested: str | None) -> None:
        """Asks what a word of a choice means, with the meaning that is likely."""
        shown = word if len(word) <= 30 else f"{word[:30]}…"
        about = f"{column.header}:{shown}"
        if all(question.about != about for question in self.asked_words):
            message = f"「{shown}」按「{suggested}」计？" if suggested else f"「{shown}」是哪一种{column.header}？"
            self.asked_words.append(Question(about, suggested, tuple(column.choices), message))

    def has_day(self) -> bool:
        """Whether title, sheet or file name say the 截至日期."""
        return self.day is not None
