"""How far a sentence is read: what it asked for so far, and what is still to be said of it."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from data_loaders.planning.sentences.amounts import Amount, base
from data_loaders.planning.sentences.asked import Asked
from data_loaders.planning.sentences.masks import VERB
from data_loaders.planning.sentences.owners import ungoverned
from data_loaders.planning.sentences.parts import Part, spans_of
from data_loaders.planning.sentences.times import Day
from data_loaders.planning.sentences.titles import counted_title, is_bare, short, subject

STATE = re.compile(
    r"(?:完成|建成|实现|新增|改造|培育|开展|举办|解决|落实|发放|组织)了|现有|现[为在]|共有|现已|(?<!项)目前|截至|已有|已完成|已建成(?=\d|[一二两三四五六七八九十百]+[个座处])|累计已|辖(?!区)|上年为|去年(?![^，；\d]{0,12}的)"
    r"|上年(?:度)?(?:完成|实现|达)|以来(?!.*(?:每|一[遍次轮]))|曾|获得|荣获|位居|排名第|占全"
    r"|(?:较|比)(?:上年|20\d\d年)已|适用于|共(?:安置|覆盖|涉及|惠及)"
    r"|仅[为占有达]|(?:全|我)[县区市镇乡州旗]有|^[全我][县区市镇乡州旗](?:总?共(?:认定|识别|纳入|摸排|核查|录入|登记|标注)"
    r"|累计(?:认定|识别|纳入|摸排|核查|录入|登记|标注|投入|实施|排查|监测|消除|脱贫|选派|发放|帮扶))(?=[^，。；\d]{0,10}\d)|到县[^，。；]{0,8}资金|历年"
    r"|累计形成|^该(?:项目|产业|园区?|基地|企业|水厂|工程)|的\d+[^，。；\d]{1,8}(?:完成|销号|办结)\d"
    r"|已经?(?:全部|全面|基本)?(?:下达|确权|分配|整改|办结|落实|拨付|支付|开工|完工|竣工|投用|发放|培育|新增|认定|改造|治理|培训|到位|销号)(?!的)"
    r"|(?:建成|投产|实施|运营|达产|投用|完工)后[^，。；]{0,4}(?:产值|产量|收入|营收|税收|利润|可|预计|将|能)|预计(?=[^，。；月]*\d)(?![^，。；]*月)|可(?:带动|辐射|惠及|覆盖)"
    r"|(?:评估|调查|监测|统计|测评|数据)(?:结果)?(?:显示|表明)|据统计|经(?:初步)?(?:统计|摸排|排查|测算|核查|核定)(?=，)"
    r"|(?:今年)?1[—~至到-]\d{1,2}月份?(?=，?[^，。；]*累计)"
    r"|^(?!.*(?:今年|年内|全年|新增|完成|确保|计划|力争|实施|资助|救助|慰问|培训)).*\d万?户\d+(?:\.\d+)?万?人"
)
# A bare number said of these is the most of it that may be.
_LESS_IS_BETTER = re.compile(
    "(?:逾期|不良|违约|漏损|失业|辍学|返贫|致贫|误差|差错|失误|误识|误判|错评|漏评|闲置|空置|超标|发病|死亡|发生|投诉)率$"
)
DONE = "[种栽拆清修建改做办发装播收插挖铺打补换配]完(?![成工毕善整])"  # 6月20日前种完
# How far something is by a day, which other rates are not: 10月底前硬化村道9公里，通达率达到90%.
PROGRESS = re.compile(
    "(?:完工|竣工|开工|完成|建成|拨付|支付|支出|兑付|报账|整改|改造|办结|验收|投用|销号|到位|落实|排查|入户)(?:率|比例|进度)"
)
# 三年内, “十四五”期间: no number of this year's.
OF_YEARS = re.compile(
    "远期|[两二三四五六七八九十2-9]年(?:内|时间|期间|累计|共)|“?十[三四五六七]五”?(?:时期|期间|末|累计|规划|[前后][两二三])"
)


@dataclass
class Progress:
    """How far the reading of a sentence has come; its parts are read in their order."""

    sentence: str
    parts: list[Part]
    year: int
    about: str  # the heading above it
    is_goal: bool = False  # what stands in a column of goals needs no verb to be asked
    asked: list[Asked] = field(default_factory=list)
    since: int = 0  # rows from here on have no day yet that was said behind them
    counted: bool = False  # whether a number stands behind that semicolon
    before: int = 0  # the same of the semicolon before the last
    ahead: Day | None = None  # a day that stood alone, for what follows
    listed: Day | None = None  # a day that stood before the first of a list, or at the head of a clause
    leads: bool = False  # whether that day stood bare at the head: rates and duties behind it keep it too
    carried: set[int] = field(default_factory=set)  # rows whose day is that one
    elsewhere: bool = False  # what follows is said of another year
    used: set[tuple[int, int]] = field(default_factory=set)
    verb: bool = False  # whether words that ask stand before
    state: bool = False  # what is, goes on behind 、
    past: bool = False  # what follows is told of another year
    told: bool = False  # what is only told goes on behind 、
    counts: dict[int, list[tuple[Day, Amount]]] = field(default_factory=dict)  # place of a row → how much by which day

    @property
    def last_day(self) -> date:
        """Of the year that the plan is for."""
        return date(self.year, 12, 31)


def without_facts(progress: Progress, part: Part) -> str:
    """A part's words without its facts."""
    spans = sorted(
        span
        for found in (part.days, part.amounts, part.frequencies, part.limits, part.demands)
        for span in spans_of(found)
    )
    words, place = [], part.start
    for start, end in spans:
        words.append(part.text[max(0, place - part.start) : max(0, start - part.start)])
        place = max(place, end)
    words.append(part.text[max(0, place - part.start) :])
    return "".join(words)


def add(progress: Progress, row: Asked, part: Part, fact_span: tuple[int, int]) -> None:
    """One more row, with the day that was said for it."""
    progress.used.add(fact_span)
    said_before = [each for each in part.days if each.span[0] < fact_span[0]]
    behind = [each for each in part.days if not re.match("(?:全[部面])?(?:开工|启动|进场)", part.behind(each.span[1]))]
    day = said_before[-1] if said_before else behind[0] if behind else None if part.days else progress.ahead
    if said_before:
        progress.listed = said_before[-1]  # 10月底前建成A 3座、B 2座
        progress.leads = is_bare(
            ungoverned(part.before(progress.listed.span[0]))
        )  # 11月底前项目完工率达到100%，资金拨付率不低于95%
    elif part.joint not in "、和及与" and not (
        progress.leads
        and (row.unit == "%" or row.kind == "duty" or (progress.listed and progress.listed.day == progress.last_day))
    ):
        progress.listed = None  # 4月底前清理60处，拆除7间: each act has its own
    is_level = (row.unit == "%" or row.comparison == "growth") and not PROGRESS.search(row.title)
    vague = day is None or (day is progress.ahead and day.day == progress.last_day)  # 今年，…
    if vague and progress.listed and not (is_level and part.joint == "，" and progress.listed.day != progress.last_day):
        day = progress.listed
        progress.carried.add(len(progress.asked))
    if day and row.kind not in ("duty", "deadline"):
        row = row.dated(day)
    progress.asked.append(row)


def as_before(progress: Progress, position: int, each: Amount) -> str:
    """What is counted in the same unit before it and was no demand: 现有冷库37座，今年再新建6座."""
    for part in reversed(progress.parts[:position]):
        for one in part.amounts:
            if base(one.unit) == base(each.unit) and one.span not in progress.used:
                before = OF_YEARS.split(progress.sentence[part.start : one.start])[-1]
                if name := counted_title(STATE.sub("", before), part.behind(one.span[1])):
                    return name
    return ""


def count_towards(progress: Progress, place: int, levels: list[tuple[Day, Amount]], part: Part) -> None:
    """Remember that so much of a row is asked by a day."""
    progress.counts.setdefault(place, []).extend(levels)
    progress.asked[place] = replace(progress.asked[place], span=(progress.asked[place].span[0], part.end))


def alike_rows(progress: Progress, place: int, *, all_of: bool) -> range:
    """The rows that a level is of: those joined to the last by 、, or all that are counted before it."""
    first = place
    while first > progress.before and progress.asked[first - 1].kind == progress.asked[place].kind == "target":
        stop = progress.sentence[progress.asked[first - 1].span[1] :][:1]
        levels = progress.asked[place].milestones
        if progress.asked[first - 1].milestones != levels or not (all_of or levels or stop in "、和及"):
            break
        first -= 1
    return range(first, place + 1)


def named_by(progress: Progress, part: Part) -> str:
    """What a part names: of one with a number the name of its row, 零售额突破6亿元，增长15%."""
    if not (part.amounts or part.demands):
        return short(part.words(part.start, part.end))
    own = [row.title for row in progress.asked if part.start <= row.span[0] < part.end or row.span[1] == part.end]
    if own or not part.amounts:
        return re.sub("[增降]幅$", "", own[-1]) if own else ""
    return subject(part.words(part.start, part.amounts[0].start))  # 到2027年普及率达到98%，今年达到95%


def is_named_by_colon(progress: Progress, part: Part, position: int) -> bool:
    """支出进度：6月底达到60% is said of what stands before the colon."""
    if part.joint not in "：:" or not position:
        return False
    named = progress.parts[position - 1]
    return not (named.amounts or named.days or named.frequencies) and not is_bare(named.text)


def row_of(progress: Progress, part: Part, each: Amount, name: str) -> Asked:
    """The row that an amount asks for under a name."""
    kind = "target"
    before = part.before(each.span[0])
    if (
        each.unit in ("%", "‰", "分", "倍")
        or each.unit.endswith("百分点")
        or each.comparison in ("growth", "zero", "at_most")
    ):
        kind = "indicator"
        if (
            each.unit == "%"
            and re.search(
                r"资金[^，。；]{0,12}(?:占比|比重|比例|占)|(?:占|用于)[^，。；]{0,14}(?:比重|比例|占比)", part.text
            )
            and "资金" in part.text
        ):
            kind = "ratio"
    elif re.search(
        "保持|稳定|维持|巩固|达$|(?:扩大|提高|增加|提升|增长|上升|发展|达)[到至]",
        part.text[each.start - part.start : each.span[0] - part.start],
    ):
        kind = "indicator"
    if each.unit in ("天", "小时") or re.search("保有[量数]$|保有面积$", name):
        kind = "indicator"  # 每年驻村220天, 耕地保有量
    if each.unit.endswith("元") and re.search(r"村[^，。；]{0,8}(?:资金|投入)", before):
        kind = "floor"
    less = each.comparison == "at_least" and not each.is_compared and _LESS_IS_BETTER.search(name)
    return Asked(
        "indicator" if less else kind,
        name,
        (part.start, part.end),
        each.value,
        each.unit,
        "at_most" if less else each.comparison,
        sure=3 if each.is_compared or VERB.search(before) else 2,
    )
