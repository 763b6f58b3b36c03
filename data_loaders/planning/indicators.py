"""Tables of indicators: what is measured, in which unit, how much this year, by whom; what was reached before is no target."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from data_loaders.planning.document import Row
from data_loaders.planning.sentences.amounts import amounts_in, base
from data_loaders.planning.sentences.numerals import NUMERAL
from data_loaders.planning.sentences.owners import Owners, owners_in

# Columns that say how far the work is to be by a day: 上半年, 三季度末, 一季度目标, 1—9月.
_SCHEDULE = re.compile(
    r"(?:截至)?(?:第?(?P<quarter>[一二三四1-4])季度|[Qq](?P<q>[1-4])|(?:1|4|7|10)月?[—~～-](?P<month>\d{1,2})月份?"
    r"|(?P<day>上半年|下半年|全年|前[二三两23]季度|\d{1,2}月份?|年底|年末|年终))"
    r"(?P<edge>[底末]?前?)(?:目标|计划|任务|进度|安排|节点|要求|完成比例)*[值数]?"
)
_YEAR = re.compile(r"20\d\d")
_NO_FIGURE = re.compile(
    "分值|权重|[得评扣满计]分|备注|说明|来源|口径|依据|公式|方法|方式|属性|性质|类[型别]|时[限间]|期限|序号|单位|部门|排名|位次"
)
_AIM = re.compile(
    "目标|计划|^任务$|任务[数量值]|(?:年度|本年|今年|当年|全年)任务|预期|指标值|达标值|应达|要求值|本年|今年|当年|年度"
)
_ONE_S_OWN = re.compile("本年|今年|当年|年度")
_LESS = re.compile("奋斗|力争|争取|挑战|累计|总体|标准")  # where another column says what is asked this year
_DUE = re.compile("(?:计划|应|拟|需|须|目标|预计|力争|确保)完成|完成目标")
_REACHED = re.compile(
    "上[一]?年|去年|前[一]?年|往年|同期|历史|基期|基数|基础[值数]|基准|现状|现有|已有|实绩|实际|底数|期初|已完成|截至|目前|现值|执行(?:数|情况|结果)|达成"
    "|完成(?:数|值|情况|量|率|结果)?$|完成(?:数|值|情况|量|率)?[（(]"
)
_ELSEWHERE = re.compile("平均|年均|全[国省]|十[二三四五六七]五|规划|[三五]年|远期|中期|远景")
_GROWS = re.compile("增[长幅速减加]|同比|[较比](?:上年|去年|20)|提高|降幅|提升")
_UNIT = re.compile(r"[（(](?:单位[：:])?([^（()）\d、，]{1,5})[)）]$")
_FIGURE = re.compile(rf"[≥≤＞＜><=+±约]*{NUMERAL}[%‰]?(?:以[上下内])?|[-—－/]|")
_GROUP = re.compile("[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十]{1,3}[)）]|合计|小计|总计")
_SAYS = re.compile(r"\d|[一二三四五六七八九十百]|清零|[只不][^，。]{0,2}[增减升降]|全覆盖|上年")
BY = "by "  # begins the role of a column that says how far by when
_WHOLE = ("全年", "年底", "年末", "年终")
_HEADER_LENGTH = 16


@dataclass(frozen=True)
class Indicator:
    """A row of a table of indicators: what, how much, by whom; the number stands in `value` as written."""

    title: str
    value: str
    unit: str
    owners: Owners
    place: str
    words: str
    block: int
    steps: tuple[tuple[str, str], ...] = ()  # how far by when: 上半年 → 250
    deadline: str = ""
    number: str = ""  # of its row, where the table counts them
    clause: str = ""

    @property
    def said(self) -> str:
        """The number with its unit behind it: 7以上 of % is 7%以上."""
        if not self.unit or any(base(each.unit) for each in amounts_in(self.value)):
            return self.value
        if re.fullmatch(NUMERAL, self.value):
            return self.value + self.unit
        return re.sub(
            r"(\d+(?:\.\d+)?[百千万亿]?)(?![\d.年月日号季])(?!.*\d)",
            lambda number: number[1] + self.unit,
            self.value,
            count=1,
        )


def step_of(head: str) -> str:
    """By when a column says how far the work is to be: 一季度目标 → 一季度, 1—6月 → 6月底; "" for another column."""
    said = _SCHEDULE.fullmatch(_UNIT.sub("", head))
    if not said:
        return ""
    if said["month"]:
        return f"{said['month']}月底"
    quarter = said["quarter"] or said["q"]
    return (f"{quarter}季度" if quarter else said["day"]) + said["edge"]


def kind_of_head(head: str, year: int) -> str:
    """What a column's figures are in a plan for a year: aim, less (an aim behind others), growth, past, or nothing of these."""
    years = set(_YEAR.findall(head))
    if not head or _NO_FIGURE.search(_UNIT.sub("", head)):
        return ""
    if (years and str(year) not in years) or _ELSEWHERE.search(head):
        return "past"
    if _GROWS.search(head):
        return "growth"
    if _REACHED.search(head) and not _DUE.search(head):
        return "past"
    if "累计" in head and not re.search("目标|计划|任务|达|[底末]", head):
        return "past"
    if not (years or _AIM.search(head)):
        return "less" if head in ("标准", "考核标准") else ""
    return "less" if _LESS.search(head) else "aim"


def _is_own(head: str, year: int) -> bool:
    """Whether an aim names its year, which goes before one that does not: 2026年目标, 年度计划 before 计划."""
    return str(year) in head or bool(_ONE_S_OWN.search(head))


def heads_of(table: list[Row]) -> tuple[list[str], int]:
    """The heads of a table's columns, those of two or three rows joined (目标 over 2025年 is 2025年目标 of both), and how many rows."""
    first = next((at for at, row in enumerate(table) if len({cell for cell in map(_key, row.cells) if cell}) > 1), 0)
    heads = [_key(cell) for cell in table[first].cells] if table else []
    count = first + 1
    for row in table[first + 1 : first + 3]:
        below = [_key(cell) for cell in row.cells]
        if len(below) != len(heads) or not _goes_on(heads, below):
            break
        above = filled(heads, below)
        heads = [
            over if not under or over.endswith(under) else under if under.startswith(over) else over + under
            for over, under in zip(above, below, strict=True)
        ]
        count += 1
    return heads, count


def _goes_on(heads: list[str], below: list[str]) -> bool:
    """Whether a row is still of the header: cells above it are merged, and it has no figure."""
    spans = {at for at, head in enumerate(heads) if not head or head in (*heads[:at][-1:], *heads[at + 1 : at + 2])}
    spans |= {at - 1 for at in spans if not heads[at]}
    own = {at for at, (over, under) in enumerate(zip(heads, below, strict=True)) if under and under != over}
    figures = any(re.fullmatch(rf"[≥≤＞＜><]*{NUMERAL}[%以上下内]*", cell) for cell in below)
    return bool(own) and own <= spans and not figures and all(len(cell) <= _HEADER_LENGTH for cell in below)


def filled(heads: list[str], below: list[str]) -> list[str]:
    """Heads with what a merged cell says in all of its columns."""
    whole: list[str] = []
    for over, under in zip(heads, below, strict=False):
        whole.append(over or (whole[-1] if whole and under else ""))
    return whole


def is_of_indicators(table: list[Row], year: int) -> bool:
    """Whether a table has a head of indicators, above it or at its side."""
    start = _start(table, year)
    return columns_of(heads_of(table[start:])[0], year) is not None or _turned(table, year) is not None


def indicators_of(rows: Iterable[Row], year: int) -> tuple[list[Indicator], list[Row]]:
    """The rows of tables of indicators (指标名称, 单位, 目标值), and the rows that are none."""
    found: list[Indicator] = []
    rest: list[Row] = []
    for _, group in groupby(rows, key=lambda row: row.table):
        table = list(group)
        for part in _apart(table):
            own, left = _read(part, year)
            found += own
            rest += left
    return found, rest


def _apart(table: list[Row]) -> list[list[Row]]:
    """A table, or its halves where two stand beside each other under the same heads."""
    half, odd = divmod(len(table[0].cells), 2)
    head = table[0].cells
    if odd or half < 2 or head[:half] != head[half:] or len(set(head[:half])) < half:
        return [table]
    sides = (slice(None, half), slice(half, None))
    return [[replace(row, cells=row.cells[side]) for row in table if len(row.cells) == 2 * half] for side in sides]


def _read(table: list[Row], year: int) -> tuple[list[Indicator], list[Row]]:
    start = _start(table, year)
    form, table = table[:start], table[start:]
    heads, count = heads_of(table)
    columns = columns_of(heads, year)
    if columns is None and (turned := _turned(table, year)):
        return list(turned), []
    if columns is None:
        return [], table
    above = {row.cells for row in table[:count]}
    body = [row for row in table[count:] if row.cells not in above]  # without the header again
    body = _whole(body, columns["value"])
    read = [_indicator(row, columns, heads) for row in body]
    owners, deadline = _of_form(form)
    found = [replace(one, owners=one.owners or owners, deadline=one.deadline or deadline) for one in read if one]
    return found, form + [row for row, one in zip(body, read, strict=True) if one is None]


_FORM = 8  # rows of a form above a table's head at most


def _start(table: list[Row], year: int) -> int:
    """Where a table's head of indicators stands, below the rows of a form: 主管部门 | 县水利局 | 实施期限 | 2025年3月—10月."""
    starts = range(min(_FORM, len(table) - 1))
    return next((at for at in starts if columns_of(heads_of(table[at:])[0], year) is not None), 0)


def _of_form(rows: list[Row]) -> tuple[Owners, str]:
    """Whose all of a table is and by when, as the form above it says."""
    said = {key: value for row in rows for key, value in pairwise(row.cells) if key != value}
    units = [
        [value for key, value in said.items() if re.search(label, key)] for label in ("主管|牵头", "实施单位|责任单位")
    ]
    lead, support = (owners_in("、".join(named)).units for named in units)
    due = next((value for key, value in said.items() if re.search("期限|时限|完成时间", key)), "")
    return Owners(lead or support, support if lead else ()), re.sub("^.*[—～~至]", "", due)


def _whole(rows: list[Row], value: int) -> list[Row]:
    """Rows with what of them stands on the next page, where the number is not."""
    whole: list[Row] = []
    for row in rows:
        last = whole[-1] if whole else None
        same = last and row.page != last.page and len(row.cells) == len(last.cells) > value
        if last and same and not row.cells[value] and last.cells[value]:
            whole[-1] = replace(last, cells=tuple(map("".join, zip(last.cells, row.cells, strict=True))))
        else:
            whole.append(row)
    return whole


def _indicator(row: Row, columns: dict[str, int], heads: list[str]) -> Indicator | None:
    def cell(role: str) -> str:
        return row.cells[columns[role]] if role in columns and columns[role] < len(row.cells) else ""

    steps = [
        (role.removeprefix(BY), cell(role)) for role in columns if role.startswith(BY) and _SAYS.search(cell(role))
    ]
    value = cell("value")
    if steps and heads[columns["value"]] in _WHOLE:
        if _SAYS.search(value):
            steps.append(("年底", value))
        else:
            value = steps[-1][1]  # 40, 100, —: all of it by the half year
    titles = [row.cells[place] for place in range(columns["title"] + 1) if place < len(row.cells) and heads[place]]
    title = cell("title") or next((text for text in reversed(titles) if text and not text.isdigit()), "")
    if not title or title == value or not _SAYS.search(value) or _GROUP.match(title):
        return None
    unit = cell("unit") or _unit_in(title) or _unit_in(heads[columns["value"]]) or unit_by_name(title, value)
    if "grows" in columns:
        unit = _unit_in(heads[columns["value"]]) or ("%" if re.search("幅|速|率", heads[columns["value"]]) else "")
        value = re.sub(r"^[+＋]?(?=\d)", "增长", re.sub(r"^[-—－](?=\d)", "下降", value))
        if not unit and not amounts_in(value):
            return None  # by 5 of the hundred or by 5 of its unit
    lead, support = owners_in(cell("lead")), owners_in(cell("support"))
    return Indicator(
        _UNIT.sub("", title) if _unit_in(title) == unit else title,
        value,
        unit,
        Owners(lead.lead or lead.support, tuple(dict.fromkeys((*(lead.support if lead.lead else ()), *support.units)))),
        row.place,
        "，".join(filter(None, dict.fromkeys(row.cells))),
        row.number,
        tuple(steps),
        cell("deadline"),
        row.cells[0] if heads[0] in ("序号", "编号") else "",
    )


def unit_by_name(title: str, value: str) -> str:
    """The unit of a bare number that its name leaves no doubt of: 务工人数, 参保率; a rate of 1 at most may be a share of one."""
    if re.search("人数$", title):
        return "人"
    if re.search("户数$", title):
        return "户"
    rate = re.search("(?:率|占比|比例|比重)$", title) and re.fullmatch(r"[^\d]*(\d+(?:\.\d+)?)[^\d]*", value)
    return "%" if rate and float(rate[1]) > 1 else ""


def _unit_in(head: str) -> str:
    said = _UNIT.search(head)
    return said[1] if said and amounts_in(f"完成3{said[1]}") else ""


def _turned(table: list[Row], year: int) -> Iterator[Indicator] | None:
    """Of a table whose rows are 单位, 2025年实际, 2026年目标 and whose columns are indicators; None for another."""
    width = len(table[0].cells)
    if width < 3 or len(table) < 2 or any(len(row.cells) != width for row in table):
        return None
    heads = [_key(row.cells[0]) for row in table]
    columns = columns_of(["指标", *heads[1:]], year)
    if columns is None or not all(_role(head, year) or step_of(head) or _NO_FIGURE.search(head) for head in heads[1:]):
        return None
    value = table[columns["value"]]
    sides = [replace(value, cells=tuple(row.cells[column] for row in table)) for column in range(1, width)]
    return filter(None, (_indicator(side, columns, ["指标", *heads[1:]]) for side in sides))


def _role(head: str, year: int) -> str:
    if re.search("配合|协办|协同|参与", head):
        return "support"
    if re.search("责任|牵头|负责|(?:实施|承办|落实|完成)单位", head):
        return "lead"
    if re.search("(?:考核|评[分价估]|数据来源|提供)(?:单位|部门)", head):
        return "told by"
    if re.search("(?:计量)?单位$|^单位", head):
        return "unit"
    if re.search("时限|期限|完成时间", head):
        return "deadline"
    return kind_of_head(head, year)


_TITLE = re.compile("(?:考核|评[价估]|监测)(?:内容|项目|要点)|指标(?!解释|说明|类|来源|属性|口径|依据|性质|值|数)")
_THING = re.compile("项目|名称|内容|事项|任务|工作")


def columns_of(heads: list[str], year: int) -> dict[str, int] | None:
    """Role → position of the columns of a table of indicators; None for another table."""
    roles: dict[str, int] = {}
    found: dict[str, list[int]] = {}
    for position, head in enumerate(heads):
        if not head or len(head) > 2 * _HEADER_LENGTH:
            continue
        at, under = next(((at, step) for at in range(len(head)) if (step := step_of(head[at:]))), (0, ""))
        role = _role(head[:at] if under else head, year)
        if under in _WHOLE and re.search("目标|计划|任务", head[at:]) and role in ("", "aim"):
            found.setdefault("aim", []).append(position)  # 全年目标 beside 本年累计
        elif under and role in ("", "aim", "less"):
            roles[f"{BY}{under}"] = position
        elif role:
            found.setdefault(role, []).append(position)
            if role == "lead" and len(found[role]) > 1:
                found.setdefault("support", []).append(position)  # 牵头单位 | 责任单位
        elif _TITLE.search(head):
            found["title"] = [*found.get("title", []), position]
        elif _THING.search(head):
            found.setdefault("thing", []).append(position)
    aims = sorted(found.get("aim", []), key=lambda at: not _is_own(heads[at], year)) + found.get("less", [])
    whole = [roles.pop(f"{BY}{word}") for word in _WHOLE if not aims and f"{BY}{word}" in roles]
    if not aims and not whole and len([role for role in roles if role.startswith(BY)]) > 2:
        whole = [at for role, at in roles.items() if re.fullmatch(f"{BY}(?:[四4]季度|12月)[末底]?", role)]
    if not aims and not whole:
        aims = [at for at in found.get("growth", []) if "past" in found or _is_own(heads[at], year)]
        if aims:
            roles["grows"] = aims[0]
    values = aims + whole
    is_measured = "past" in found and "deadline" not in found
    own = [at for at in aims if _is_own(heads[at], year)]
    if is_measured and own and min(aims) < own[0] and not ("title" in found or "thing" in found):
        found["thing"] = [min(aims)]  # 目标任务 | 2025年完成 | 2026年任务
    is_counted = (
        "unit" in found and bool(aims) and heads[found["unit"][0]] in ("单位", "计量单位") and "lead" not in found
    )
    titles = found.get("title") or (found.get("thing", []) if is_measured or is_counted else [])
    before = [at for at in titles if values and at < values[0]]
    if not before or not values:
        return None
    roles |= {"title": before[-1], "value": values[0]}
    for role in ("unit", "deadline", "support"):
        if role in found:
            roles[role] = found[role][0]
    if leads := found.get("lead") or found.get("told by"):
        roles["lead"] = leads[0]
    return roles


def _key(cell: str) -> str:
    return re.sub(r"\s+", "", cell)
