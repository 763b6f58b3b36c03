"""The draft of a year's plan out of a document: every row with its sentence, its place, its rule and how sure it is."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from data_loaders.plan_rules import WHOLE
from data_loaders.plan_words import whole_word
from data_loaders.planning.document import Document, Row
from data_loaders.planning.indicators import Indicator, indicators_of
from data_loaders.planning.letterhead import settings_of, year_of
from data_loaders.planning.outline import PREFACE, Sentence, clause_finder, outside_of, parties_of, sentences_of
from data_loaders.planning.rules import BY_LEDGER, Judged, judged, plan_kind
from data_loaders.planning.sentences.amounts import amounts_in, base, in_ones
from data_loaders.planning.sentences.asked import Asked, as_number
from data_loaders.planning.sentences.numerals import NUMERAL, plain
from data_loaders.planning.sentences.owners import Owners, is_unit, nearest_subject, subject_of, ungoverned
from data_loaders.planning.sentences.read import read_sentence
from data_loaders.planning.sentences.times import days_in, frequencies_in
from data_loaders.planning.sentences.titles import naming, subject
from data_loaders.planning.tasks import Task, pairs, share, tasks_of
from data_loaders.planning.towns import Parted, parted_in

CERTAINTY = {3: "确定", 2: "较确定", 1: "待核"}
_PREFIX = {"target": "T", "milestones": "F", "ratio": "F", "floor": "F", "deadline": "F", "indicator": "K", "duty": "D"}


@dataclass(frozen=True)
class Drafted:
    """A row of the draft: what is asked, where it stands, who owes it, and what a person is asked about it."""

    id: str
    asked: Asked
    sentence: str
    quote: str
    clause: str
    place: str
    block: int
    owners: Owners
    number: int = 0  # of its sentence in the text
    tasks: tuple[int, ...] = ()
    rule: Judged = field(default_factory=Judged)
    questions: tuple[str, ...] = ()

    @property
    def certainty(self) -> str:
        """How sure it is, in a word."""
        return CERTAINTY[self.asked.sure]

    def as_json(self) -> dict:
        """The row as plain values."""
        asked = self.asked
        return {
            "id": self.id, "kind": asked.kind, "title": asked.title, "target": as_number(asked.target), "unit": asked.unit or None,
            "comparison": asked.comparison, "deadline": asked.deadline.isoformat() if asked.deadline else None,
            "deadline_stated": asked.deadline is not None,
            "milestones": [{"due_on": day.isoformat(), "rate": as_number(rate)} for day, rate in asked.milestones],
            "shares": asked.shares or None, "frequency": asked.frequency, "responsible": list(self.owners.units), "clause": self.clause, "tasks": list(self.tasks),
            "sentence": self.sentence, "quote": self.quote, "place": self.place, "rule": self.rule.rule, "subject": self.rule.subject,
            "scope": self.rule.scope, "certainty": self.certainty, "questions": list(self.questions),
        }  # fmt: skip


@dataclass(frozen=True)
class Unread:
    """A sentence with numbers or a frequency of which none became a row."""

    sentence: str
    place: str
    clause: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What a document asks of a year, to be reviewed by a person."""

    year: int
    document: Document
    obligations: tuple[Drafted, ...]
    tasks: tuple[Task, ...]
    settings: dict[str, str]
    unread: tuple[Unread, ...]
    questions: tuple[str, ...]

    def as_json(self) -> dict:
        """The draft as the command line prints it."""
        return {
            "year": self.year,
            "obligations": [{**each.as_json(), "deadline": self._due(each)} for each in self.obligations],
            "tasks": [
                {
                    "number": task.number, "part": task.part, "clause": task.clause, "title": task.title, "requirement": task.requirement,
                    "deadline": task.deadline, "responsible": list(task.owners.units), "place": task.place, "note": task.mended,
                }
                for task in self.tasks
            ],
            "settings": self.settings,
            "unread": [each.sentence for each in self.unread],
            "questions": list(self.questions),
        }  # fmt: skip

    def _due(self, row: Drafted) -> str | None:
        """By when a row is due: what says no day is due by the year's end, of acts and time limits there is none."""
        asked = row.asked
        is_of_the_year = asked.kind not in ("duty", "deadline") and not asked.unfixed
        day = asked.deadline or (date(self.year, 12, 31) if is_of_the_year else None)
        return day.isoformat() if day else None


def draft_of(document: Document, year: int) -> Draft:
    """Read a document as the plan of a year."""
    sentences = sentences_of(document)
    tasks, tables = tasks_of(document, sentences, year)
    parted, others = parted_in(tables, year, document.caption)
    indicators, others = indicators_of(others, year)
    rows, unread = _from_sentences(sentences, year)
    parties = parties_of(document)
    rows = [replace(row, owners=row.owners.called(parties)) for row in rows]
    if not any(task.clause for task in tasks):
        tasks = [replace(task, clause=str(task.number)) for task in tasks]  # a document that is a table
    rows, said_there, left = _with_tasks(rows, tasks, year)
    rows, unread = rows + said_there, unread + left
    clause_of, has_text = clause_finder(document), any(each.clause not in ("", PREFACE) for each in sentences)
    if not has_text:  # a document that is a table: its numbers are the clauses
        indicators = [replace(each, clause=each.number) for each in indicators]
    listed, left = _from_indicators(indicators, rows, year, clause_of)
    rows, unread = rows + listed, unread + left
    rows, alone = _parted(parted, rows, year)
    unread += alone
    settings = settings_of(document, year)
    whole = whole_word(settings)
    rows = list(_numbered(_one_a_ledger(_judged(row, whole) for row in rows)))
    unread = [*_outside(document), *unread, *(_of_table(row) for row in others if _has_numbers(row))]
    return Draft(
        year,
        document,
        tuple(rows),
        tuple(tasks),
        settings,
        tuple(unread),
        tuple(_questions(rows, settings, year, year_of(document))),
    )


def _from_sentences(sentences: Iterable[Sentence], year: int) -> tuple[list[Drafted], list[Unread]]:
    rows: list[Drafted] = []
    unread: list[Unread] = []
    for each in sentences:
        if _takes_levels(each, rows, year):
            continue
        reading = read_sentence(each.text, year, each.heading)
        for asked in reading.asked:
            quote = each.text[slice(*asked.span)].strip("，；、。")
            acts = asked.kind in ("duty", "deadline")
            said = subject_of(quote) or (
                nearest_subject(each.text[: asked.span[1]]) if acts else _of_all(_head_of(each.text, asked.span[0]))
            )
            if all(_SOME_UNITS.search(unit) for unit in said.units):
                head = subject_of(each.text) if "：" in each.text[: asked.span[0] + 1] else Owners()
                said = each.earlier or _surely(head) or said  # 市级部门每季度比对: those that the heading names
            if said.support and not said.lead:  # 会同县民政局: with whose the item is
                said = Owners(each.earlier.lead, (*each.earlier.support, *said.support))
            owners = _led_by(each.owners, subject_of(quote)) or said or each.earlier
            plainer = ungoverned(asked.title)
            if plainer != asked.title and not acts and subject(plainer):
                asked = replace(asked, title=subject(plainer))
            row = Drafted("", asked, each.text, quote, each.clause, each.place, each.block, owners, each.number)
            rows.append(_with_day_of(row, each.due, year) if each.due else row)
        if reading.unused and (not reading.asked or any(_is_worth_saying(fact) for fact in reading.unused)):
            unread.append(Unread(each.text, each.place, each.clause, reading.unused))
    return rows, unread


_SOME_UNITS = re.compile(
    "(?:[县市区镇乡省]级|有关|相关|行业|职能|主管)(?:部门|单位)$|^[县市区镇乡省村]级$|(?:干部|领导|书记|[成队专格督导]员|联系人|责任人|负责人)$"
)


def _head_of(sentence: str, place: int) -> Owners:
    """Who is named first in the part between semicolons that a place lies in, where that is a unit, else in all of it."""
    own = _surely(subject_of(re.split("[；。]", sentence[: place + 1])[-1] + sentence[place + 1 :]))
    return own or subject_of(sentence)


def _surely(said: Owners) -> Owners:
    """The units of a sentence's own head, where they are units by name."""
    return said if all(is_unit(unit) and unit[0] not in "各有相" for unit in said.units) else Owners()


def _of_all(said: Owners) -> Owners:
    """Whom the first part of a sentence names, for the numbers behind it: a unit, not 干部 or 网格员."""
    return (
        Owners()
        if any(re.search("干部$|员$|队$|(?:帮扶|派出|后盾|结对|包[联保])单位$", unit) for unit in said.units)
        else said
    )


def _led_by(owners: Owners, said: Owners) -> Owners:
    """Those that a bracket names, first whom of them the sentence itself names: 县水利局每月巡查 is not led by 县财政局."""
    return said if said and set(said.units) <= set(owners.units) else owners


_LEVELS = re.compile(r"^(?:其中[，：:]?|进度要求[：:])?[^，。；]{2,8}(?:前|底|末|季度|半年)[^，。；]{0,8}?\d")


def _takes_levels(sentence: Sentence, rows: list[Drafted], year: int) -> bool:
    """Whether a sentence only says by when how much of the one before it: 其中6月底前完成45%，11月底前全部完成."""
    taken = False
    if _LEVELS.match(sentence.text):
        near = [
            place
            for place, row in enumerate(rows)
            if row.number == sentence.number - 1 and row.clause == sentence.clause and not row.asked.milestones
        ]
        counted = [place for place in near if rows[place].asked.kind == "target"]
        for place in counted or near:
            row = rows[place]
            rows[place] = _with_levels(row, sentence.text, year)
            taken = taken or rows[place] is not row
    return taken


def _with_levels(row: Drafted, said: str, year: int) -> Drafted:
    """The row with the levels by day that are said behind it, where they are of it and nothing else is asked."""
    if row.asked.kind == "indicator" and row.asked.unit != "%":
        return row  # 产量稳定在26万吨: no work that is done in parts
    own = read_sentence(f"{row.quote}，{said}", year, row.asked.title).asked
    if len(own) != 1 or not own[0].milestones or own[0].target != row.asked.target or row.asked.kind == "duty":
        return row
    asked = replace(row.asked, milestones=own[0].milestones, deadline=own[0].deadline, counted=own[0].counted)
    return replace(row, asked=asked, sentence=f"{row.sentence}{said}")


def _outside(document: Document) -> Iterator[Unread]:
    """What stands in no clause with a number or a frequency: a person sees whether it asks for something."""
    for text, paragraph in outside_of(document):
        facts = [each.stated for each in frequencies_in(text)]
        numbers = tuple(facts + [text[slice(*each.span)] for each in amounts_in(text)])
        yield Unread(text, paragraph.place, "", numbers)


def _is_worth_saying(fact: str) -> bool:
    return bool(re.search(r"\d|[一二三四五六七八九十百千]|每|清零|增不减|减不增|全覆盖|上年|去年", fact))


def _with_tasks(rows: list[Drafted], tasks: list[Task], year: int) -> tuple[list[Drafted], list[Drafted], list[Unread]]:
    """Rows with the tasks that say the same, their units and days; what only the task list asks for; what is unread."""
    rows = list(rows)
    alone: list[Drafted] = []
    left: list[Unread] = []
    for task in tasks:
        taken: set[int] = set()
        lead = "完成" if task.is_count else ""
        reading = read_sentence(lead + task.words, year, is_goal=True)
        unused = tuple(fact for fact in reading.unused if not any(fact in row.sentence for row in rows))
        if unused and any(map(_is_worth_saying, unused)):
            left.append(Unread(task.words, task.place, task.clause or "附表", unused))
        for text in task.left:
            spans = [each.span for each in amounts_in(text)] + [each.span for each in frequencies_in(text)]
            facts = [text[slice(*span)] for span in spans]
            if not all(any(fact in row.sentence for row in rows) for fact in facts):
                left.append(Unread(text, task.place, task.clause or "附表", tuple(facts)))
        for asked in reading.asked:
            same = _same(asked, task, rows, taken)
            if same is None:
                quote = (lead + task.words)[slice(*asked.span)].removeprefix(lead).strip("，；、。")
                row = Drafted(
                    "",
                    replace(asked, sure=min(asked.sure, 2)),
                    task.words,
                    quote,
                    task.clause or "附表",
                    task.place,
                    task.block,
                    task.owners,
                    tasks=(task.number,),
                )
                alone.append(_with_day_of(row, task.deadline, year))
            else:
                taken.add(same)
                rows[same] = _owed(rows[same], task, year)
        words = pairs(task.words)
        for place, row in enumerate(rows):
            if row.clause == task.clause and not row.tasks and share(row.quote, words) >= 0.6:
                rows[place] = _owed(row, task, year)
    return rows, alone, left


def _owed(row: Drafted, task: Task, year: int) -> Drafted:
    owners = task.owners if task.owners and not row.tasks else row.owners
    numbers = tuple(dict.fromkeys((*row.tasks, task.number)))
    return _with_day_of(replace(row, owners=owners, tasks=numbers), task.deadline, year)


def _with_day_of(row: Drafted, deadline: str, year: int) -> Drafted:
    """The row with the day of its task or clause, where that is one and the sentence has none."""
    is_vague = row.asked.deadline == date(year, 12, 31) and re.search("全年|年内|今年|本年", row.quote)
    if (
        (row.asked.deadline and not is_vague)
        or row.asked.kind == "deadline"
        or (row.asked.kind == "duty" and row.asked.sure == 3)
    ):
        return row  # 每月 has no day; 抚育2次 has the one that its clause says
    days = days_in(f"{deadline}完成", year)
    if days and (whose := re.match("[\u4e00-\u9fff]{2,12}(?=$|[：:])", deadline[: days[0].span[0]])):
        if share(whose[0], pairs(row.quote + row.asked.title)) < 0.5:
            return row  # 新增治理村9月底前完工: of another row
        deadline = deadline[whose.end() :].lstrip("：:")
        days = days_in(f"{deadline}完成", year)
    if re.search(r"\d", deadline) and amounts_in(deadline) and not row.asked.milestones:
        return _with_levels(row, deadline, year)
    named = naming(re.sub("|".join(re.escape(day.stated) for day in days) or "$", "", deadline))
    if len(named) > 1 and named in row.sentence and named not in row.quote:
        return row  # 轮训8月底前: of another row
    if days and len(days) == 1 + deadline.count("、") and not re.search("[/;；，（]", deadline):
        return replace(row, asked=_all_by_then(row.asked.dated(days[-1])))  # 6月底、11月底: all of it by the last
    own = read_sentence(f"{row.quote}，{deadline}", year, row.asked.title).asked
    if len(own) != 1 or own[0].target != row.asked.target or row.asked.kind == "duty":
        return row
    return replace(row, asked=replace(row.asked, deadline=own[0].deadline))  # 5月底前开工，9月底前竣工


def _all_by_then(asked: Asked) -> Asked:
    """The row with its day as the last of its levels: 40% by June, 75% by September, the whole by the day it is due."""
    whole = asked.target if asked.unit == "%" else 100.0
    if not (asked.milestones and asked.deadline and whole):
        return asked
    day, level = asked.milestones[-1]
    due = ((asked.deadline, whole),) if day < asked.deadline and level < whole else ()
    return replace(asked, milestones=(*asked.milestones, *due))


def _same(asked: Asked, task: Task, rows: list[Drafted], taken: set[int]) -> int | None:
    """The row of the text that asks for the same as a task does: same numbers or frequency, and the most alike."""
    words = pairs(task.words[slice(*asked.span)] + asked.title)
    near = []
    for place, row in enumerate(rows):
        if place in taken or not _alike(row.asked, asked):
            continue
        alike, together = share(row.asked.title + row.quote, words), bool(task.clause) and row.clause == task.clause
        if len(asked.title) > 4:
            alike = max(alike, 0.9 * share(asked.title, pairs(row.asked.title)))
        if asked.kind == "duty" and share(task.words[slice(*asked.span)], pairs(row.quote)) >= 0.8:
            alike = max(alike, 0.8)  # 每季度排查一遍 of a list that leaves out who and whom
        counts = asked.kind == "target" and (asked.target or 0) >= 10 and base(row.asked.unit) == base(asked.unit)
        enough = 0.4 if asked.kind == "deadline" else 0.2 if counts else 0.5  # without a clause words have to say it
        if together:  # 100% many a sentence of one clause has
            usual = (asked.unit, asked.target) == ("%", 100)
            named = len(asked.title) <= 4 or share(row.asked.title, pairs(asked.title)) >= 0.25
            enough = 0 if named or not usual else 0.5
        if alike >= enough:
            near.append((alike + together, place))
    return max(near)[1] if near else None


def _alike(one: Asked, other: Asked) -> bool:
    if (one.kind == "duty") != (other.kind == "duty"):
        return False
    if one.kind == "duty":
        return _a_year(one.frequency) == _a_year(other.frequency)
    return (
        one.target == other.target
        and (one.comparison == other.comparison or (one.unit != "%" and _more(one) == _more(other) == "more"))
        and (one.kind == "deadline") == (other.kind == "deadline")
    )


def _a_year(frequency: str | None) -> str | None:
    """5月;10月 is 每年2次 to a list that names no months."""
    return f"每年{frequency.count(';') + 1}次" if frequency and ";" in frequency else frequency


def _more(asked: Asked) -> str | None:
    """新增3400户 and 增加3400户 ask for the same."""
    return "more" if asked.comparison in ("growth", "at_least") else asked.comparison


def _from_indicators(
    indicators: Iterable[Indicator], rows: list[Drafted], year: int, clause_of: Callable[[int], str]
) -> tuple[list[Drafted], list[Unread]]:
    """What a table of indicators asks for and the text does not: its title and value read as a sentence would be; what is unread."""
    found: list[Drafted] = []
    left: list[Unread] = []
    for each in indicators:
        clause = clause_of(each.block) or each.clause or "附表"
        plain = re.sub(r"\d+(?:\.\d+)?", "", each.title)  # 收入超50万元村占比 40%: the number asked for is the value's
        unit = "" if re.search(r"[^\d.]", each.value) else each.unit
        steps = "".join(f"，{day}{'' if day[-1] in '底末前' else '末'}{said}{unit}" for day, said in each.steps)
        begins = "完成" if re.match(f"(?:[每各][^，。]{{0,8}}?)?{NUMERAL}", each.said) else ""
        asked = read_sentence(f"{begins}{plain}{each.said}{steps}", year, is_goal=True).asked
        if len(asked) != 1:
            left.append(Unread(each.words, each.place, clause, (each.value,)))
            continue
        row = replace(asked[0], title=each.title, sure=2, span=(0, 0))
        if row.kind == "target" and _LEVEL.search(each.title) and not _NEW.search(each.title):
            row = replace(row, kind="indicator")
        if any(
            _alike(row, other.asked) and share(each.title, pairs(other.asked.title + other.quote)) >= 0.6
            for other in rows
        ):
            continue
        drafted = Drafted("", row, each.words, each.words, clause, each.place, each.block, each.owners)
        found.append(_with_day_of(drafted, each.deadline, year) if each.deadline else drafted)
    return found, left


# How much there is to be, not how much more: 务工规模, 生猪存栏.
_LEVEL = re.compile("规模|总[人户面数量产]|产[量值]|存栏|保有|人均|收入|水平|总额|余额")
_NEW = re.compile("新增|新建|新改建|完成|净增|增加")


def _parted(parted: Iterable[Parted], rows: list[Drafted], year: int) -> tuple[list[Drafted], list[Unread]]:
    """The rows with what each town owes of them; a total that no row has is one; without a total, parts are unread."""
    rows, alone = list(rows), []
    for each in parted:
        total = each.total if each.total is not None else sum(number for _, number in each.parts)
        words = f"{each.title}{plain(total)}{each.unit}"
        (own,) = read_sentence(f"完成{words}", year).asked[:1] or (None,)
        near = [
            (_about(each, row), -place)
            for place, row in enumerate(rows)
            if each.unit and (each.unit != "%" or each.total is not None) and row.asked.target is not None and row.asked.kind != "duty"
            and in_ones(row.asked.target, row.asked.unit) == in_ones(total, each.unit)
        ]  # fmt: skip
        best, place = max(near, default=(0, 0))
        if best > (_SURELY_SAME if each.unit == "%" else 0):
            own_words = rows[-place].asked.shares or each.words  # as the text says it
            rows[-place] = replace(rows[-place], asked=replace(rows[-place].asked, shares=own_words))
        elif own and each.total is not None and each.names and each.unit:
            asked = replace(own, title=each.title, sure=2, span=(0, 0), shares=each.words)
            rows.append(Drafted("", asked, words, words, "附表", each.row.place, each.row.number, Owners()))
        else:
            numbers = tuple(str(plain(number)) for _, number in each.parts)
            alone.append(Unread(f"{each.title}：{each.words}", each.row.place, "附表", numbers))
    return rows, alone


_SURELY_SAME = 1.2  # of two: many rates are 100 of the hundred


def _about(parted: Parted, row: Drafted) -> float:
    """How likely a row is what a table parts, where number and unit are the same: by its letters, since 改厕 is 改造户厕."""
    own, said = set(parted.names), row.asked.title + row.quote
    return share(parted.names, pairs(said)) + len(own & set(said)) / len(own) if own else 1


def _numbered(rows: Iterable[Drafted]) -> Iterator[Drafted]:
    """Rows with their numbers: T01, F01, K01, D01 in the order of the document."""
    counts: dict[str, int] = {}
    for row in rows:
        prefix = _PREFIX[plan_kind(row.asked, row.rule.rule)]
        counts[prefix] = counts.get(prefix, 0) + 1
        yield replace(row, id=f"{prefix}{counts[prefix]:02d}")


def _judged(row: Drafted, whole: str) -> Drafted:
    rule = judged(row.asked, row.sentence)
    rule = replace(rule, scope=whole) if rule.scope == WHOLE else rule
    questions = list(rule.questions)
    if row.asked.counted:
        questions.append("文件写的是各节点的数量，考核节点按总数折算成比例，请核对")
    if row.asked.unfixed:
        questions.append(f"“{row.asked.unfixed}”是哪一天")
    if not row.owners:
        questions.append("文件没有写责任单位")
    return replace(row, rule=rule, questions=tuple(questions))


def _one_a_ledger(rows: Iterable[Drafted]) -> list[Drafted]:
    """The rows, of those that one ledger would count the first alone by it: it cannot tell the others apart.

    How much of what is counted is to be done by when (6月底前完成改厕任务的40%) belongs to the row that counts it.
    """
    kept: list[Drafted] = []
    first: dict[tuple, int] = {}
    for row in rows:
        place = first.setdefault((row.rule.rule, row.rule.subject, row.rule.scope), len(kept))
        if place == len(kept) or row.rule.rule not in BY_LEDGER:
            kept.append(row)
            continue
        counts = kept[place]
        if row.asked.unit == "%" and row.asked.milestones and counts.asked.unit != "%" and not counts.asked.milestones:
            asked = replace(counts.asked, milestones=row.asked.milestones, deadline=row.asked.deadline)
            kept[place] = replace(counts, asked=asked, sentence=counts.sentence + row.sentence)
            continue
        question = f"和“{counts.asked.title}”是同一本台账，台账分不开这两项；按监测指标台账填报，或合成一条"
        rule = replace(row.rule, rule="indicator_at_least", subject="")
        kept.append(replace(row, rule=rule, questions=(question, *row.questions)))
    return kept


def _of_table(row: Row) -> Unread:
    cells = [
        cell
        for place, cell in enumerate(row.cells)
        if cell and (place == 0 or cell != row.cells[place - 1] or len(cell) < 4)
    ]
    return Unread(" ".join(cells), row.place, "附表", tuple(cell for cell in row.cells if re.search(r"\d", cell)))


def _has_numbers(row: Row) -> bool:
    return sum(bool(re.search(r"\d", cell)) for cell in row.cells[1:]) > 0


# Setting → what is asked where the document does not say it.
OF_SETTINGS = {
    "区域名称": "文件没有写明区域名称，请在计划设置「区域名称」里填写",
    "工作名称": "文件标题里看不出工作名称，请在计划设置「工作名称」里填写",
    "镇和管理处": "文件没有列出各镇（街道、管理处），请在计划设置「镇和管理处」里填写；不填的，以随后交的村庄名录为准",
}


def _questions(rows: Iterable[Drafted], settings: dict[str, str], year: int, said: int | None) -> Iterator[str]:
    """What the document does not say and the plan needs, and whether it says another year."""
    if said is not None and said != year:
        yield f"文件的标题或文号是 {said} 年，这份草稿按 {year} 年读，日期都在 {year} 年；不对的，请改计划年度重读"
    for name, question in OF_SETTINGS.items():
        if name not in settings:
            yield question
    if any("重点帮扶村" in row.sentence for row in rows):
        yield "哪些村是重点帮扶村，文件没有写，请在村庄名录的「帮扶级别」里填写"
    if any(row.asked.kind == "target" and not row.asked.milestones for row in rows):
        yield "没有写节点的目标，序时进度按全年直线折算；不合适的请加考核节点"
    if any("寒暑假" in (row.asked.frequency or "") for row in rows):
        yield "假期是哪几个月，请在计划设置「假期月份」里填写"
    if any("学期" in (row.asked.frequency or "") for row in rows):
        yield "学期在哪一天结束，请在计划设置「学期结束」里填写"
