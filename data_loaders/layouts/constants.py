"""What the title or a heading row says for all rows."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from data_loaders.layouts.contents import FEW_WORDS, NUMBERED, OFFICE, heading_of, listed_town, place_of, unit_named
from data_loaders.layouts.language.words import NOT_LINKED, choice_of, is_linked, leaf_and_group
from data_loaders.layouts.layout import SECTION, How, Rule
from data_loaders.layouts.work import Work
from data_loaders.reading.grid import Grid
from data_loaders.schema import DISTRICT, PROGRESS_TABLES, SITE_KINDS, VILLAGES, Column, Kind
from data_loaders.tidying.as_of import stated_day
from data_loaders.tidying.cells import as_text, is_blank, parse_date, squeezed
from data_loaders.tidying.headers import without_unit
from data_loaders.tidying.nearness import nearest_name

_ASSIGNED = re.compile(r"会议|调度会|交办|反馈|督办|部署|下发")
_OWNER = re.compile(
    r"(?:责任|牵头|建设|业主|主管)(?:单位|部门)(?:[(（][^()（）]*[)）])?[:：]([\u4e00-\u9fff]{2,20})[)）]?$"
)
_MADE_ON = re.compile(r"(?:填[报表]|制表|上报|报送)(?:日期|时间)")
_BROUGHT_UP_TO = re.compile(r"(?:截[至止]|(?:统计|填[报表]|制表|数据|更新|上报)(?:日期|时间|[至到截:：]))[^)）]*")
_DAY_OF_MEETING = re.compile(r"(?:(20\d\d)[年./-])?(1[0-2]|0?[1-9])[月./-](3[01]|[12]\d|0?[1-9])(?:日|号|(?!\d))")
LEAST_TAKEN = 2  # of our columns, for the headings of a sheet to be looked at
HEADINGS_WITHIN, LONGEST_HEADING = 2000, 30
_LONGER = re.compile(
    r"\d月?(?:份|底|末)?[-—–~至到]\d{1,2}月|季度|半年|年度|全年|截[至止]|累计"
)  # than the month of a title
_OF_TOWNS = re.compile(r"(?<!分)(?<!各)[镇乡](?!村|乡|级|域|区)|管理处")  # a form that each town fills in
_NO_HEADING = re.compile(r"[:：。]|^注|填表|审核|合计|小计|总计|^[\d.,]+$")
_TOTAL = re.compile(r"[合小总共]\s*计|汇\s*总")
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


def linked_words(work: Work) -> None:
    """资金类型: 衔接资金 beside 其他涉农资金 says of each row whether it is; what the others are a person confirms.

    资金来源 that says 中央财政衔接资金 and 区级资金（非衔接） is both, where the money comes from and whether it is.
    """
    if work.table.name != "funds" or work.taken("linked") or "linked" in work.constants:
        return
    for profile in work.columns:
        rule = work.rules.get(profile.header)
        own = {word: is_linked(word) for word in profile.words}
        if not 1 < len(own) <= FEW_WORDS or not _KINDS.search(profile.header) or len({*own.values()}) < 2:
            continue
        if rule is None:
            values = {word: "是" if linked else "否" for word, linked in own.items()}
            work.put(profile, ("linked",), How.VALUE_MAP, 0.8, values=values)
            return
        if rule.to == ("source",) and any(map(NOT_LINKED.search, own)):
            work.put(profile, ("source", "linked"), How.NUMBER_TEXT, 0.8)
            return


_KINDS = re.compile(r"类型|类别|性质|种类|来源|归类|属性")


def _constant(work: Work, column: Column, title: str) -> tuple[str, bool, bool] | None:
    name = column.name
    own = squeezed(" ".join(work.block.titles))
    if name == "source":
        source = source_told(column, own or title, work.grid.source.sheet)
        return (source, True, True) if source else None
    if name == "linked":
        headings = section_headings(work.grid, work.block.rows)
        texts = " ".join([title, *headings, *(column.header for column in work.columns)])
        if any(map(NOT_LINKED.search, (texts, *(word for profile in work.columns for word in profile.words[:20])))):
            return None  # some of it is and some is not
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
        gazetteer = work.known.gazetteer
        towns = work.towns_told
        if len(towns) == 1:
            return (
                None
                if name == "town" and work.taken("village") and work.table is not VILLAGES
                else (towns[0], True, True)
            )
        if any(part in gazetteer.towns for parts in work.block.parts.values() for part in parts):
            return None  # each unit has columns of its own
        if name == "unit" and not towns and work.table.name == "indicators" and not _OF_TOWNS.search(own):
            return DISTRICT, False, False
        return None
    if name == "done_on" and work.table.name == "duties" and not _LONGER.search(title):
        day = stated_day(work.block.told, work.titles)
        return (day.isoformat(), True, False) if day else None
    if name == "owner":
        told = {match[1] for text in work.block.titles if (match := _OWNER.search(squeezed(text)))}
        return (told.pop(), True, True) if len(told) == 1 else None
    if name == "assigned_on" and _ASSIGNED.search(title):
        day = meeting_day([*work.block.titles, work.grid.source.sheet or ""], work.titles)
        return (day.isoformat(), True, True) if day else None
    if name == "as_of" and not work.known.has_day and not work.has_day():
        day = day_made_on(work.block.told)
        if day is None and (day := _day_over_figures(work)):
            return day.isoformat(), True, True
        return (day.isoformat(), True, False) if day else None
    return None


def source_told(column: Column, text: str, sheet: str | None) -> str | None:
    """Where the money of all rows comes from: as titles say, else a sheet that has its name, 省级 or 中央资金."""
    told = (_LEVELS.findall(text), [squeezed(sheet)] if sheet and _SOURCE_SHEET.fullmatch(squeezed(sheet)) else [])
    for words in told:
        if found := {chosen[0] for word in words if (chosen := choice_of(column, word))}:
            return found.pop() if len(found) == 1 else None
    return None


_LEVELS = re.compile(r"(中央|省级|省|市级|区级|县级)(?=财政|衔接|专项|资金|补助|级)")
_SOURCE_SHEET = re.compile(r"(?:中央|[省市区县](?:级|本级))(?:财政)?(?:衔接|补助|专项)?(?:资金|项目)?")


def day_made_on(texts: Iterable[str]) -> date | None:
    """The day on which texts say that a sheet was filled in, which may be the one it speaks for."""
    made = [text for text in map(squeezed, texts) if _MADE_ON.search(text)]
    return stated_day(_MADE_ON.sub("截至", text) for text in made)


def _day_over_figures(work: Work) -> date | None:
    """The day that the headers of the figures say: 2023年9月末数, or 9月底 of the year in the title."""
    told = [
        part for rule in work.rules.values() if set(rule.to) & _TO_DATE for part in leaf_and_group(rule.header) if part
    ]
    return stated_day(told, work.titles)


def sections(work: Work) -> None:
    """Heading rows among the data that give a choice its value: （一）中央财政衔接资金."""
    wanted = [
        column
        for column in work.table.columns
        if (column.kind is Kind.CHOICE and not work.taken(column.name))
        or (column.name in work.constants and column.kind is Kind.CHOICE)
    ]
    wants_place = work.table.has("town") and not work.taken("town")
    if sum(work.taken(column.name) for column in work.table.columns) < LEAST_TAKEN:
        return
    headings = section_headings(work.grid, work.block.rows)
    if not headings:
        return
    if any(headings.values()):  # rows of sums are no rows of ours, whatever their headings say
        work.rules[SECTION] = Rule(SECTION)
    for column in wanted:
        values = {text: meaning[0] for text in headings if (meaning := choice_of(column, bare_heading(text)))}
        if len(values) >= max(1, 0.6 * len(headings)):
            work.constants.pop(column.name, None)
            work.from_title.discard(column.name)
            work.rules[SECTION] = Rule(SECTION, (column.name,), How.HEADING, values=values, sure=True)
            work.scores[column.name] = 0.9
            return
    if wants_place and work.table.has("village") and not work.taken("village"):
        places = [text for text in headings if place_of(bare_heading(text), work.known.gazetteer)[1]]
        if len(places) == len(headings):
            work.rules[SECTION] = Rule(SECTION, ("town", "village"), How.HEADING, values={}, sure=True)
            work.scores["town"] = work.scores["village"] = 0.9
            return
    if wants_place:
        town_of = listed_town if work.table is VILLAGES else work.known.gazetteer.town
        values = {text: town for text in headings if (town := town_of(bare_heading(text)))}
        alone = not work.taken("village") or work.table is VILLAGES
        if values and (alone or (len(values) == len(headings) and not any(headings.values()))):
            work.rules[SECTION] = Rule(SECTION, ("town",), How.HEADING, values=values, sure=True)
            work.scores["town"] = 0.9
    if work.table.has("unit") and (not work.taken("unit") or "unit" in work.unsure_constants):
        units = {text: unit for text in headings if (unit := unit_named(work.known.gazetteer, bare_heading(text)))}
        if len(units) == len(headings):
            work.constants.pop("unit", None)
            work.unsure_constants.discard("unit")
            work.rules[SECTION] = Rule(SECTION, ("unit",), How.HEADING, values=units, sure=True)
            work.scores["unit"] = 0.9
    if (
        work.table.has("owner")
        and work.table.column("owner").required
        and not work.taken("owner")
        and SECTION not in work.rules
    ):
        if all(OFFICE.search(bare_heading(text)) for text in headings):
            work.rules[SECTION] = Rule(SECTION, ("owner",), How.HEADING, sure=True)
            work.scores["owner"] = 0.9
    for name, known in (("indicator_id", work.known.indicators), ("duty_id", work.known.duties)):
        if work.table.has(name) and not work.taken(name) and SECTION not in work.rules:
            numbers = {text: nearest_name(without_unit(bare_heading(text))[0], known) for text in headings}
            if all(numbers.values()):
                work.rules[SECTION] = Rule(SECTION, (name,), How.HEADING, sure=True)
                work.scores[name] = 0.9
    by_heading = "assigned_on" not in work.scores or "assigned_on" in work.from_title
    if work.table.has("assigned_on") and by_heading and all(meeting_day([text], work.titles) for text in headings):
        work.constants.pop("assigned_on", None)
        work.from_title.discard("assigned_on")
        work.rules[SECTION] = Rule(SECTION, ("assigned_on",), How.HEADING, sure=True)
        work.scores["assigned_on"] = 0.9
        counted = next((work.by_header[rule.header] for rule in work.rules.values() if rule.to == ("action_id",)), None)
        if counted and len(counted.words) < len(counted.texts):
            work.generated.add("action_id")  # they begin anew with every meeting


def meeting_day(titles: Iterable[str], context: Iterable[str]) -> date | None:
    """The day that a title gives the meeting, its year from elsewhere; not the one up to which its list was brought."""
    told = [_BROUGHT_UP_TO.sub("", squeezed(text)) for text in titles]
    years = {year for text in (*told, *map(squeezed, context)) for year in re.findall(r"(?<!\d)20\d\d(?=年|[-./])", text)}  # fmt: skip
    for text in sorted(told, key=lambda text: not _ASSIGNED.search(text)):
        if match := _DAY_OF_MEETING.search(text):
            year = match[1] or (years.pop() if len(years) == 1 else "")
            return parse_date(f"{year}-{match[2]}-{match[3]}", _DAY_COLUMN).value
    return None


def bare_heading(text: str) -> str:
    """A heading without its number and the count of its rows: 一、潭东镇（3项） is 潭东镇."""
    return re.sub(
        r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+|[(（][共\d]+\D{0,4}[)）]$|[:：]$", "", squeezed(text)
    )


def section_headings(grid: Grid, header_rows: Sequence[int]) -> dict[str, bool]:
    """The texts that stand alone in a row between rows of data, or beside the sums of those: whether beside sums."""
    seen = zip(grid.rows[:HEADINGS_WITHIN], grid.lines(HEADINGS_WITHIN), strict=False)
    lines = [line for row, line in seen if row > header_rows[-1]]
    texts: dict[str, bool] = {}
    heads = [[cell for cell in line if not is_blank(cell)] for row, line in zip(grid.rows[:HEADINGS_WITHIN], grid.lines(HEADINGS_WITHIN), strict=False) if row in header_rows]  # fmt: skip
    for own, below in pairwise([cell for cell in line if not is_blank(cell)] for line in lines):
        if below in heads and not NUMBERED.match(squeezed(as_text(own[0])) if own else ""):
            continue  # the title of a page that repeats the header
        text = heading_of(own) if len(below) > 1 else ""
        first = squeezed(as_text(below[0])) if below else ""
        if len(own) > 1 and (not first or NUMBERED.match(first) or _TOTAL.search(first)):
            continue  # its own kind or a total stands below it: a row of data whose name is numbered
        if text and len(text) <= LONGEST_HEADING and not _NO_HEADING.search(text):
            texts[text] = texts.get(text, False) or len(own) > 1
    return texts
