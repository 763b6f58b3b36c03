"""What the title or a heading row says for all rows."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from data_loaders.layouts.contents import listed_town, place_of
from data_loaders.layouts.layout import SECTION, How, Rule
from data_loaders.layouts.sheet import HeaderBlock
from data_loaders.layouts.words import choice_of, leaf_and_group
from data_loaders.layouts.work import Work
from data_loaders.reading.grid import Grid
from data_loaders.schema import DISTRICT, PROGRESS_TABLES, SITE_KINDS, VILLAGES, Column, Kind
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import parse_date, squeezed

_ASSIGNED = re.compile(r"会议|调度会|交办|反馈|督办|部署|下发")
_MADE_ON = re.compile(r"(?:填[报表]|制表|上报|报送)(?:日期|时间)")
HEADINGS_WITHIN, LONGEST_HEADING = 2000, 30
_NO_HEADING = re.compile(r"[:：。]|^注|填表|审核|合计|小计|总计|^[\d.,]+$")
_TO_DATE = {"done", "disbursed", "accepted", "value", "progress"}  # what is told up to a day
_DAY_COLUMN = PROGRESS_TABLES[0].column("as_of")


def fill_constants(work: Work) -> None:
    """What stands in no column and is the same for all rows."""
    title = work.title_text
    for column in work.table.columns:
        if work.taken(column.name) or column.name in work.constants:
            continue
        if (found := _constant(work, column, title)) is not None:
            value, from_title, sure = found
            work.constants[column.name] = value
            work.scores[column.name] = 0.7 if sure else 0.5
            if from_title:
                work.from_title.add(column.name)
            if not sure:
                work.unsure_constants.add(column.name)
    if work.table.name == "funds" and not work.taken("project_id") and work.taken("project"):
        work.generated.add("project_id")


def _constant(work: Work, column: Column, title: str) -> tuple[str, bool, bool] | None:
    name = column.name
    own = squeezed(" ".join(work.block.titles))
    gazetteer = work.known.gazetteer
    if name == "source":
        levels = re.findall(r"(中央|省级|省|市级|区级|县级)(?=财政|衔接|专项|资金|补助|级)", own or title)
        meant = {level[0] for level in (choice_of(column, word) for word in levels) if level}
        return (meant.pop(), True, True) if len(meant) == 1 else None
    if name == "linked":
        texts = " ".join([title, *(column.header for column in work.columns)])
        if "衔接" in texts:
            return "是", False, True
        cells = any("衔接" in text for profile in work.columns for text in profile.words[:20])
        return ("是", False, False) if cells else None
    if name == "kind" and work.table.name == "sites":
        found = [kind for kind, synonyms in SITE_KINDS.items() if any(word in title for word in (kind, *synonyms))]
        if len(found) > 1:
            found = [kind for kind in found if kind in title] or found
        return (found[0], True, True) if len(found) == 1 else None
    if name in ("town", "unit"):
        towns = [town for town in gazetteer.towns if town in title]
        if len(towns) == 1:
            return (
                None
                if name == "town" and work.taken("village") and work.table is not VILLAGES
                else (towns[0], True, True)
            )
        if name == "unit" and not towns and work.table.name == "indicators":
            return DISTRICT, False, False
        return None
    if name == "assigned_on" and _ASSIGNED.search(title):
        titles = work.block.titles
        day = _meeting_day(titles) or stated_day(titles, [work.grid.source.sheet or ""])
        return (day.isoformat(), True, True) if day else None
    if name == "as_of" and not work.known.has_day and not work.has_day():
        made = [text for text in work.block.titles if _MADE_ON.search(squeezed(text))]
        day = stated_day([_MADE_ON.sub("截至", squeezed(text)) for text in made]) if made else None
        if day is None and (day := _day_over_figures(work)):
            return day.isoformat(), True, True
        return (day.isoformat(), True, False) if day else None
    return None


def _day_over_figures(work: Work) -> date | None:
    """The day that the headers of the figures say: 2023年9月末数, or 9月底 of the year in the title."""
    told = [leaf_and_group(rule.header)[0] for rule in work.rules.values() if set(rule.to) & _TO_DATE]
    return stated_day(told, work.titles)


def sections(work: Work) -> None:
    """Heading rows among the data that give a choice its value: （一）中央财政衔接资金."""
    wanted = [
        column
        for column in work.table.columns
        if (column.kind is Kind.CHOICE and column.required and not work.taken(column.name))
        or (column.name in work.constants and column.kind is Kind.CHOICE)
    ]
    wants_place = work.table.has("town") and not work.taken("town")
    headings = section_headings(work.grid, work.block) if wanted or wants_place else []
    if not headings:
        return
    for column in wanted:
        values = {text: meaning[0] for text in headings if (meaning := choice_of(column, _without_number(text)))}
        if len(values) >= max(1, 0.6 * len(headings)):
            work.constants.pop(column.name, None)
            work.from_title.discard(column.name)
            work.rules[SECTION] = Rule(SECTION, (column.name,), How.HEADING, values=values, sure=True)
            work.scores[column.name] = 0.9
            return
    if wants_place and work.table.has("village") and not work.taken("village"):
        places = [text for text in headings if place_of(_without_number(text), work.known.gazetteer)[1]]
        if len(places) == len(headings):
            work.rules[SECTION] = Rule(SECTION, ("town", "village"), How.HEADING, values={}, sure=True)
            work.scores["town"] = work.scores["village"] = 0.9
            return
    if wants_place and (not work.taken("village") or work.table is VILLAGES):
        town_of = listed_town if work.table is VILLAGES else work.known.gazetteer.town
        values = {text: town for text in headings if (town := town_of(_without_number(text)))}
        if values:
            work.rules[SECTION] = Rule(SECTION, ("town",), How.HEADING, values=values, sure=True)
            work.scores["town"] = 0.9


def _meeting_day(titles: Iterable[str]) -> date | None:
    """The day that a title gives the meeting; not the one up to which its list was brought: 统计至9月30日."""
    told = [squeezed(text) for text in titles]
    for text in sorted(told, key=lambda text: not _ASSIGNED.search(text)):
        if match := re.search(r"(?<!至)(?<!止)20\d\d年\d{1,2}月\d{1,2}日", text):
            return parse_date(match[0], _DAY_COLUMN).value
    return None


def _without_number(text: str) -> str:
    return re.sub(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+", "", squeezed(text))


def section_headings(grid: Grid, block: HeaderBlock) -> list[str]:
    """The texts that stand alone in a row between rows of data."""
    cells = grid.head(HEADINGS_WITHIN)
    lines = cells.loc[cells.index > block.rows[-1]].itertuples(index=False, name=None)
    filled = [[cell for cell in line if cell is not None and cell == cell and cell != ""] for line in lines]
    texts = []
    for own, below in pairwise(filled):
        text = squeezed(str(own[0])) if len(own) == 1 < len(below) else ""
        if text and len(text) <= LONGEST_HEADING and not _NO_HEADING.search(text):
            texts.append(text)
    return list(dict.fromkeys(texts))
