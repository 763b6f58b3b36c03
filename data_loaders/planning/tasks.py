"""The task list of a plan: which table it is, what its columns say, and its rows put right where a scan shifted them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from data_loaders.planning.document import Document, Row
from data_loaders.planning.indicators import BY, filled, is_of_indicators, kind_of_head, step_of
from data_loaders.planning.outline import Sentence
from data_loaders.planning.sentences.amounts import amounts_in, demands_in
from data_loaders.planning.sentences.numerals import NUMERAL
from data_loaders.planning.sentences.owners import UNIT, Owners, is_unit, owners_in
from data_loaders.planning.sentences.times import frequencies_in
from data_loaders.planning.towns import is_parted

_ITEM = re.compile(r"事项|工作任务|重点工作|重点任务|任务名称|任务类别|工作类别|类别|项目|任务|工作|领域|指标")
_LEFT = "left "  # begins the role of a column that nobody asks for: what it counts is told as unread
_PERSON = re.compile("领导$|责任人|负责人|联系人|电话")  # no unit stands there
_GOAL = re.compile(
    r"^(?:20\d\d年)?(?:年度|工作|任务|量化|主要|重点|预期|具体|整改|提升|绩效)?目标(?:任务|值|要求)?$|^目标任务$|^(?:年度)?任务目标$"
    r"|^(?:20\d\d年)?(?:年度)?(?:计划|任务)数?$|^(?:建设)?规模$|^数量$|^(?:完成|工作|验收)标准$|^预期(?:成效|效果|成果)$|^完成标志$"
)
_COLUMNS = (
    ("number", re.compile(r"^序\s*号$|^编号$|^项目序号$|^任务序号$")),
    ("lead", re.compile(r"牵头|责任(?:单位|部门|主体|科室|领导单位|分工|落实|机构|处室)|^责任$|^(?:工作|任务|职责)分工$|主责|主办"
        r"|(?:主管|负责|实施|执行|推进|组织|归口|经办|承担|落实|完成)(?:单位|主体|部门|机构)|承办|^[县区市州旗镇]直(?:部门|单位)$")),
    ("unit", re.compile(r"^(?:计量)?单位$")),
    ("support", re.compile(r"配合|协办|协同|参与|参加")),
    ("deadline", re.compile(r"时限|(?:完成|完工|竣工|建成|交付|投用|起止|实施|推进)(?:时间|日期)|时间(?:节点|要求|安排|进度)|进度|期限|完成日期|频次|办结时间")),
    ("goal", _GOAL),
    ("requirement", re.compile(r"任务要求|具体|要求|措施|工作内容|任务内容|主要内容|内容|举措|年度目标|任务目标|目标任务|细化|工作任务$|重点任务$")),
    ("item", _ITEM),
)  # fmt: skip
_WHEN = re.compile(
    r"^(?:全年|长期|常年|常态|持续|年底|年内|即时|随时|按[月季年时期]|每|各|除|第?[一二三四1-4]季度|上半年|下半年|20\d\d年|\d{1,2}月"
    r"|\d{1,2}\.\d{1,2}前|立行立改|学期|分别|年末|年终|春|秋|实时)"
)
_SCORES = re.compile("(?:标准)?分[值数]?|权重|(?:评分|计分|扣分|考核)(?:标准|办法|细则)")  # beside what is to be done
_WHEN_LENGTH, _HEADER_LENGTH = 24, 16
_EXPLAINED = re.compile(r"(?<=[\u4e00-\u9fff]{2})[（(][^（）()]{6,24}[)）]$")
_GROUP = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十]{1,3}[)）]|第.{1,3}(?:部分|章))")
_COUNT = re.compile(f"[≥≤＞＜><]?{NUMERAL}")
_COUNTS = re.compile(rf"{_COUNT.pattern}(?!季度|月|半年)")
_NAMES_NOTHING = re.compile(
    r"(?:全年|年内|上半年|每[月季年周日]度?|\d+月底?前)*(?:不少于|不低于|不超过|至少|达到|控制在|[≥≤])?\d"
)
_DOES_SO_MUCH = re.compile(
    rf"(?:新增|新[改扩]?建|改[扩造建]|[扩续修创]建|建[设成]|完成|举办|开展|打造|实施|培育|整治|种植|发展){NUMERAL}[\u4e00-\u9fff%]{{1,3}}(?:以上)?(?=[，。；、]|$)"
)
_POINTS = re.compile(r"(?:^|(?<=[；。]))(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])")  # 1.新建…；2.改造…
_LABEL = re.compile(r"^(?:（?(\d{1,2})）?[.、]|（([一二三四五六七八九十]{1,3})）|([一二三四五六七八九十]{1,3})、)")


@dataclass(frozen=True)
class Task:
    """A row of the task list; `title` is its work item, `mended` says what was put right."""

    number: int
    part: int
    clause: str
    title: str
    requirement: str
    deadline: str
    owners: Owners
    place: str
    mended: str = ""
    block: int = 0
    more: str = ""  # what its columns of goals and steps say besides
    left: tuple[str, ...] = ()  # what other columns count

    @property
    def words(self) -> str:
        """All that the row asks for, as one sentence; a requirement that names nothing is of its work item."""
        asked = _POINTS.sub("", self.requirement.rstrip("。") if self.more else self.requirement)
        if _DOES_SO_MUCH.match(asked) and self.title and not _LABEL.match(self.title):
            asked = f"{self.title}：{asked}"  # 户厕改造 | 新改建640户
        elif _NAMES_NOTHING.match(asked) and not _LABEL.match(self.title) and not asked.startswith(self.title):
            asked = self.title + asked  # 改厕 | 全年500户
        return f"{asked}{self.more}" if _COUNTS.match(self.more) else "，".join(filter(None, (asked, self.more)))

    @property
    def is_count(self) -> bool:
        """Whether it is a number that its column asks for: 新建设施大棚 | 120亩."""
        counts = re.match(r"\d[\d.]*(?![\d.年月日天]|个月|个工作)", self.requirement)
        return bool(_COUNTS.match(self.more) or (counts and not demands_in(re.split("[，；。]", self.requirement)[0])))


def tasks_of(document: Document, sentences: list[Sentence], year: int) -> tuple[list[Task], list[Row]]:
    """The tasks of the document's task list in order, and the rows of all tables that are none of them."""
    tasks: list[Task] = []
    others: list[Row] = []
    for table in _joined([_upright(table) for table in document.tables], year):
        columns, body = _columns(table, year)
        if columns is None or is_parted(table, year):
            others += table
        else:
            tasks += _tasks(body, columns, year, len({task.part for task in tasks}), len(tasks))
    return _with_clauses(tasks, sentences), others


def _upright(table: tuple[Row, ...]) -> tuple[Row, ...]:
    """A table of cards, 任务名称 | 改造水厂 above 牵头单位 | 县水利局, as one with a column for each of their labels."""
    keys = [_key(row.cells[0]) for row in table]
    if any(len(row.cells) != 2 for row in table) or not all(map(_CARD.search, keys)) or len(set(keys)) < 3:
        return table
    heads = tuple(dict.fromkeys(keys))
    cards: list[dict[str, str]] = []
    for key, row in zip(keys, table, strict=True):
        if not cards or key in cards[-1]:
            cards.append({})
        cards[-1][key] = row.cells[1]
    bodies = [tuple(card.get(head, "") for head in heads) for card in cards]
    return tuple(replace(row, cells=cells) for row, cells in zip(table, [heads, *bodies], strict=False))


_CARD = re.compile("任务|名称|项目|事项|目标|内容|措施|要求|时限|期限|时间|单位|部门|领导|备注|序号|类别|进展|进度")


def _by_content(table: list[Row]) -> dict[str, int] | None:
    """The roles of columns without a head, by what stands in them: units, days, and what is to be done."""
    columns = list(zip(*(row.cells for row in table if len(set(filter(None, row.cells))) > 1), strict=False))
    filled_in = [[cell for cell in column if cell] for column in columns]

    def mostly(place: int, test: Callable[[str], object]) -> bool:
        cells = filled_in[place]
        return len(cells) > 1 and sum(bool(test(cell)) for cell in cells) >= 0.8 * len(cells)

    places = range(len(columns))
    leads = [at for at in places if mostly(at, lambda cell: all(map(is_unit, owners_in(cell).units or ("",))))]
    days = [at for at in places if mostly(at, lambda cell: len(cell) <= _WHEN_LENGTH and _WHEN.match(cell))]
    asks = [
        at for at in places if at not in (*leads, *days) and mostly(at, lambda cell: len(cell) > 5 and amounts_in(cell))
    ]
    if not leads or not asks or leads[0] < asks[0]:
        return None
    roles = {"requirement": asks[0], "lead": leads[0]} | ({"support": leads[1]} if len(leads) > 1 else {})
    return roles | ({"deadline": days[0]} if days else {})


def _joined(tables: Iterable[tuple[Row, ...]], year: int) -> list[list[Row]]:
    """Tables; what goes on after a page, with or without its header again, belongs to the one before."""
    joined: list[list[Row]] = []
    for table in tables:
        last = joined[-1] if joined else None
        width = len(table[0].cells)
        if last and len(last[0].cells) == width and _columns(last, year)[0]:
            again = [_key(cell) for cell in table[0].cells] == [_key(cell) for cell in last[0].cells]
            if again or _columns(list(table), year)[0] is None:
                last += table[1:] if again else table
                continue
        joined.append(list(table))
    return joined


def _key(cell: str) -> str:
    """A header without blanks, and without what a bracket behind it explains: 责任单位（排首位的为牵头单位）."""
    return _EXPLAINED.sub("", re.sub(r"\s+", "", cell))


def _columns(table: list[Row], year: int) -> tuple[dict[str, int] | None, list[Row]]:
    """Role → position of a task list's columns, and the rows below its header; None for another table."""
    for place, row in enumerate(table[:4]):
        roles: dict[str, int] = {}
        cells = [_key(cell) for cell in row.cells]
        if is_of_indicators(table[place:], year):
            return None, table
        if any(len(cell) > _HEADER_LENGTH for cell in cells):
            continue  # a row of the body, whatever words stand in its other cells
        if place + 1 < len(table) and (
            len(set(cells)) < len(cells) or "" in cells
        ):  # a header of two rows: 责任单位 over 牵头, 配合
            below = [_key(cell) for cell in table[place + 1].cells]
            if (
                len(below) == len(cells)
                and all(len(cell) <= 12 for cell in below)
                and not any(re.fullmatch(r"\d+", cell) for cell in below)
            ):
                above = filled(cells, below)
                cells = [
                    under if cell in (*above[:spot][-1:], *above[spot + 1 : spot + 2]) else cell
                    for spot, (cell, under) in enumerate(zip(above, below, strict=True))
                ]
        for position, cell in enumerate(cells):
            if not cell or len(cell) > 14 or kind_of_head(cell, year) == "past" or _PERSON.search(cell):
                continue
            if step := step_of(cell):
                roles[f"{BY}{step}"] = position
                continue
            role = next((name for name, pattern in _COLUMNS if pattern.search(cell) and name not in roles), None)
            if role == "goal" and _ITEM.search(cell) and any(_GOAL.search(other) for other in cells[position + 1 :]):
                role = "item"  # 任务 | 目标
            if (
                role is None
                and "lead" in roles
                and "support" not in roles
                and re.search("责任|负责|实施|落实|承办", cell)
            ):
                role = "support"  # 牵头单位 | 责任单位
            if role is None and "requirement" not in roles and _ITEM.search(cell):
                role = "requirement"  # 任务类别 | 主要任务: the second says what is to be done
            if (
                role == "requirement"
                and "item" not in roles
                and any(re.search("内容|措施|要求|举措", other) for other in cells[position + 1 :])
            ):
                role = "item"
            roles[role or f"{_LEFT}{position}"] = position
        if "goal" in roles and "requirement" not in roles:
            roles["requirement"] = roles.pop("goal")
        if (
            "item" in roles
            and "requirement" not in roles
            and not any(kind_of_head(cell, year) == "past" for cell in cells)
        ):
            roles["requirement"] = roles.pop("item")
        if "requirement" in roles and (
            "lead" in roles
            or "deadline" in roles
            or sum(role.startswith(BY) for role in roles) > 1
            or any(map(_SCORES.fullmatch, cells))
        ):
            return roles, table[place + 1 :]
    roles_found = _by_content(table) if len(table) > 1 else None
    return roles_found, table


def _tasks(rows: list[Row], columns: dict[str, int], year: int, part: int, before: int) -> list[Task]:
    tasks: list[Task] = []
    waiting: Task | None = None  # a row that lacks its number, which a scan put below it
    for row in rows:
        cells = [cell if not re.fullmatch("[/—－-]+", cell) else "" for cell in row.cells]
        filled = [cell for cell in dict.fromkeys(cells) if cell]
        if not filled or (
            [_key(cell) for cell in cells].count(_key(filled[0])) == len(cells) and _columns([row], year)[0]
        ):
            continue
        if _columns([row], year)[0]:
            continue  # the header again
        if (
            len(filled) == 1
            and (_GROUP.match(filled[0]) or len(set(cells)) == 1)
            and not re.fullmatch(r"\d{1,3}", filled[0])
        ):
            part += 1
            continue
        task = _task(row, cells, columns, max(part, 1))
        number = _number(cells, columns)
        if number is None and "number" in columns and not _CODE.fullmatch(_numbered(cells, columns)):
            if (
                tasks and not task.deadline and not task.owners and (task.requirement or task.title)
            ):  # its lines go on over a page
                tasks[-1] = _longer(tasks[-1], task)
            elif task.requirement:
                waiting = task
            continue
        if number is not None and waiting and not task.requirement:
            task, waiting = replace(waiting, mended="序号错到下一行"), None
        if number is not None and tasks and tasks[-1].number == number:
            tasks[-1] = _longer(tasks[-1], task)
            continue
        if waiting:
            tasks.append(replace(waiting, number=(tasks[-1].number if tasks else before) + 1, mended="没有序号"))
            waiting = None
        if task.requirement:
            tasks.append(
                replace(task, number=number if number is not None else (tasks[-1].number if tasks else before) + 1)
            )
    if waiting:
        tasks.append(replace(waiting, number=(tasks[-1].number if tasks else before) + 1, mended="没有序号"))
    return tasks


_CODE = re.compile(r"[A-Za-z一二三四五六七八九十]{1,2}[-—.]?\d{1,2}|\d{1,2}(?:[-—.]\d{1,2})+")  # A1, 1-2


def _numbered(cells: list[str], columns: dict[str, int]) -> str:
    """What stands in a row's column of numbers, where it is long enough to have one."""
    return _key(cells[columns["number"]]) if "number" in columns and columns["number"] < len(cells) else ""


def _number(cells: list[str], columns: dict[str, int]) -> int | None:
    cell = _numbered(cells, columns)
    return int(cell) if re.fullmatch(r"\d{1,3}", cell) else None


def _task(row: Row, cells: list[str], columns: dict[str, int], part: int) -> Task:
    def cell(role: str) -> str:
        return cells[columns[role]] if role in columns and columns[role] < len(cells) else ""

    def counted(role: str) -> str:
        return cell(role) + (cell("unit") if _COUNT.fullmatch(cell(role)) else "")

    requirement, deadline, lead, mended = counted("requirement"), cell("deadline"), cell("lead"), ""
    title = cell("item")
    counts = [each.unit for each in amounts_in(f"完成{requirement}，{counted('goal')}") if each.unit != "%"]
    unit = cell("unit") or (counts[0] if len(counts) == 1 else "")  # 培训1200人次 | 300 | 900
    steps = _steps(
        [(role.removeprefix(BY), cell(role).strip("。")) for role in columns if role.startswith(BY)],
        unit,
        bool(deadline),
    )
    if steps:
        deadline = deadline or "；".join(steps)
    goal = counted("goal")
    if goal and not title and requirement and not re.search(r"\d", goal) and re.search(r"\d", requirement):
        title, goal = goal, ""
    elif (
        goal
        and requirement
        and len(goal) > 6
        and (not title or (len(requirement) <= 14 and re.search(r"\d", goal)))
        and not re.search(r"\d", requirement)
    ):
        title, requirement, goal = requirement, goal, ""  # 工作任务 | 年度目标
    if goal and goal not in requirement:
        requirement, goal = (requirement, goal) if requirement else (goal, "")
    more = "，".join(filter(None, (goal if goal not in requirement else "", *steps)))
    if not requirement and len(deadline) > _WHEN_LENGTH / 2 and not _WHEN.match(deadline):
        requirement, deadline, lead, mended = deadline, lead, "", "此行错位"
    elif (
        lead and _WHEN.match(lead) and len(lead) <= _WHEN_LENGTH and not UNIT.search(lead) and not _WHEN.match(deadline)
    ):
        requirement, deadline, lead, mended = requirement or deadline, lead, "", "此行错位"
    elif (
        deadline
        and not _WHEN.match(deadline)
        and UNIT.search(deadline)
        and lead
        and not UNIT.search(lead)
        and not _WHEN.match(lead)
    ):
        deadline, lead, mended = "", deadline, "此行错位"
    if not requirement and title and not _LABEL.match(title) and len(title) > _WHEN_LENGTH:
        requirement, title = title, ""
    owners = owners_in(lead)
    support = owners_in(cell("support"))
    return Task(
        0, part, "", title, requirement, deadline,
        Owners(owners.lead or owners.support, tuple(dict.fromkeys((*(owners.support if owners.lead else ()), *support.lead, *support.support)))),
        row.place, mended, row.number, more, tuple(
            text for role in columns if role.startswith(_LEFT) and (text := cell(role)) and (amounts_in(text) or frequencies_in(text))
        ),
    )  # fmt: skip


_ON_THE_WAY = re.compile("主体|方案|设计|招标|启动|开工|推进|准备|选址")


def _steps(cells: list[tuple[str, str]], unit: str, is_due: bool) -> list[str]:
    """What is to be done by when, of columns with their heads; what is done all along or is merged over columns has no day.

    A stage of the works (主体完工) is no day that all is done by, nor is the last one where a column says which is.
    """
    told = [text for _, text in cells]
    steps = []
    for at, (head, text) in enumerate(cells):
        counts = _COUNT.fullmatch(text)
        if not text or (at and text == told[at - 1] and not counts):
            continue
        whole = not counts and text in told[at + 1 : at + 2]
        if frequencies_in(text):
            steps.append(text)
        elif not whole and (amounts_in(f"完成{text}") or not (is_due or _ON_THE_WAY.search(text))):
            steps.append(f"{head}{text}{unit if counts else ''}")
    return steps


def _longer(task: Task, more: Task) -> Task:
    """A task whose row goes on in the next: its texts, days and units together."""

    def both(one: str, other: str) -> str:
        return one if not other or other == one else one + other

    return replace(
        task, requirement=both(task.requirement, more.requirement), title=both(task.title, more.title),
        deadline=task.deadline if not more.deadline or more.deadline in task.deadline else f"{task.deadline}、{more.deadline}".strip("、"),
        owners=Owners(
            tuple(dict.fromkeys((*task.owners.lead, *more.owners.lead))), tuple(dict.fromkeys((*task.owners.support, *more.owners.support)))
        ),
    )  # fmt: skip


# Which clause a task belongs to

LIKE = 0.3


def pairs(text: str) -> set[str]:
    """Every two letters that follow each other, for likeness of texts."""
    letters = re.sub(r"[^\w%]", "", text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def share(part: str, whole: set[str]) -> float:
    """How much of a text lies in another, 0 to 1."""
    own = pairs(part)
    return len(own & whole) / len(own) if own else 0.0


def _with_clauses(tasks: list[Task], sentences: list[Sentence]) -> list[Task]:
    """Tasks with the clause of the text that says the same; what a scan left out is taken from there."""
    clauses = list(dict.fromkeys(each.clause for each in sentences))
    texts = {
        clause: pairs("".join(each.heading + each.text for each in sentences if each.clause == clause))
        for clause in clauses
    }
    headings = {each.clause: each.heading for each in sentences}
    owners = {each.clause: each.owners or each.earlier for each in sentences if each.owners or each.earlier}
    named = [_labelled(task, clauses, headings) for task in tasks]
    found = []
    for place, task in enumerate(tasks):
        clause = named[place] or _likeliest(task, clauses, texts, named[:place], named[place + 1 :])
        found.append(replace(task, clause=clause, owners=task.owners or owners.get(clause, Owners())))
    titles: dict[str, str] = {}
    for task in found:
        if task.clause and task.title:
            titles.setdefault(task.clause, task.title)
    return [replace(task, title=_title(task, titles, headings)) for task in found]


def _title(task: Task, titles: dict[str, str], headings: dict[str, str]) -> str:
    return task.title or titles.get(task.clause) or headings.get(task.clause) or task.requirement[:20]


def _labelled(task: Task, clauses: list[str], headings: dict[str, str]) -> str:
    """The clause that a task's item names by its number or by its heading."""
    label = _LABEL.match(task.title)
    if label and label[1] and label[1] in clauses:
        return label[1]
    bare = _LABEL.sub("", task.title).strip("。")
    named = {clause: headings.get(clause, "").strip("。") for clause in clauses}
    near = [clause for clause in clauses if len(bare) >= 4 and bare in named[clause]]  # 监测预警: 加强监测预警
    return next((clause for clause in clauses if bare and named[clause] == bare), near[0] if len(near) == 1 else "")


def _likeliest(task: Task, clauses: list[str], texts: dict[str, set[str]], before: list[str], behind: list[str]) -> str:
    """The clause most like a task's words, between those of the tasks around it."""
    first = next((clauses.index(clause) for clause in reversed(before) if clause), 0)
    last = next((clauses.index(clause) for clause in behind if clause), len(clauses) - 1)
    among = clauses[first : last + 1] if first <= last else clauses
    best = max(among, key=lambda clause: share(task.requirement, texts[clause]), default="")
    return best if best and share(task.requirement, texts[best]) >= LIKE else ""
