"""Which rule judges what a document asks, by what ledger, and what a person has to say for it."""

import re
from dataclasses import dataclass

from data_loaders import frequencies
from data_loaders.frequencies import FREQUENCIES
from data_loaders.plan_rules import (
    AFTER,
    ALL_FUNDS,
    BY_HAND,
    EVERY_UNIT,
    EVERY_VILLAGE,
    KEY_VILLAGES,
    LINKED_ONLY,
    SOURCES,
    WHOLE,
)
from data_loaders.planning.sentences.asked import Asked, as_number
from data_loaders.schema import SITE_KINDS, VILLAGES

_BASE = "需要上年基数"
_GRADES = {
    word: grade for grade, words in VILLAGES.column("grade").choices.items() for word in (grade, f"{words[-1]}定")
} | {"区定": "县定"}


@dataclass(frozen=True)
class Judged:
    """A rule with what it looks at; `questions` are what the document does not say."""

    rule: str = ""
    subject: str = ""
    scope: str = WHOLE
    questions: tuple[str, ...] = ()


def judged(asked: Asked, sentence: str) -> Judged:
    """The rule for one demand."""
    if asked.kind == "duty":
        return _duty(asked, sentence)
    if asked.kind == "deadline":
        if (
            re.search("验收", asked.title + asked.event)
            and re.search("移交|确权", asked.title)
            and AFTER.fullmatch(limit := f"{as_number(asked.target)}{asked.unit.removeprefix('个自然')}")
        ):
            return Judged("handed_over_within", limit, LINKED_ONLY)
        return Judged(BY_HAND, questions=("没有台账记录这个时限，由责任单位手工报告",))
    if asked.kind == "floor" and asked.unit == "万元":
        grade = next((grade for word, grade in _GRADES.items() if word in asked.title), "")
        if grade:
            return Judged("village_floor", grade, LINKED_ONLY if LINKED_ONLY in asked.title else ALL_FUNDS)
    if asked.unit == "%" and re.search("产业[^，]*(?:占比|比重|比例)", asked.title) and "资金" in sentence:
        source = next((word for word in SOURCES if asked.title.startswith(word)), "")
        if source := source or (LINKED_ONLY if LINKED_ONLY in sentence else ""):
            return Judged("category_share", "产业", source)
    if re.search("(?:拨付|支出|支付)(?:率|进度|比例)?$", asked.title) and "资金" in sentence and asked.unit == "%":
        return Judged("disbursed_share", scope=LINKED_ONLY if LINKED_ONLY in sentence else ALL_FUNDS)
    if asked.comparison == "growth":
        subject = "" if asked.target is None else f"{as_number(asked.target)}{asked.unit}"
        return Judged("grown_by" if subject else "above_base", subject, _whose(asked, sentence), (_BASE,))
    if (asked.comparison or "").endswith(
        "last_year"
    ) and asked.target is not None:  # the document says last year's number
        rule = "indicator_at_least" if asked.comparison == "not_below_last_year" else "indicator_at_most"
        return Judged(rule, scope=_whose(asked, sentence))
    if asked.comparison == "not_below_last_year":
        return Judged("not_below_base", "", _whose(asked, sentence), (_BASE,))
    if asked.comparison == "not_above_last_year":
        return Judged("not_above_base", "", _whose(asked, sentence), (_BASE,))
    if asked.comparison in ("at_most", "zero"):
        return Judged("indicator_at_most", scope=_whose(asked, sentence))
    if (asked.kind == "target" or _is_progress(asked)) and (counted := _counted(asked, sentence)):
        return counted
    if asked.each and _each(asked) != EVERY_UNIT:
        return Judged(BY_HAND, "", _each(asked), ("没有台账按村记录这个数，由责任单位手工报告",))
    if asked.unit in ("天", "小时"):
        return Judged(BY_HAND, "", _whose(asked, sentence), ("没有台账按人记录天数，由责任单位手工报告",))
    questions = () if asked.unit == "%" else ("按监测指标台账填报；有别的台账请改规则",)
    return Judged("indicator_at_least", "", _whose(asked, sentence), questions)


BY_LEDGER = ("places_done", "sites_finished", "stations_finished", "places_covered")  # a ledger counts what is done
KINDS = dict.fromkeys(BY_LEDGER, "target") | {
    "disbursed_share": "milestones", "category_share": "ratio", "village_floor": "floor", "handed_over_within": "deadline",
    "recorded": "duty",
} | dict.fromkeys(("indicator_at_most", "not_below_base", "above_base", "not_above_base", "grown_by"), "indicator")  # fmt: skip


def plan_kind(asked: Asked, rule: str) -> str:
    """类别 of an obligation in the plan: as its rule judges it; a level by quarters that no money is in is an indicator."""
    return KINDS.get(rule) or (asked.kind if asked.kind in ("target", "duty") or rule == BY_HAND else "indicator")


def plan_frequency(frequency: str) -> str:
    """A frequency in the plan's own words: 每月（寒暑假除外） is 每月（假期除外）; what no calendar knows is left out of it."""
    word = re.sub(r"（[^（）]*假[^（）]*除外）", "（假期除外）", frequency)
    return word if frequencies.is_known(word) else re.sub(r"（[^（）]*）", "", word)


def _duty(asked: Asked, sentence: str) -> Judged:
    frequency = asked.frequency or ""
    questions = [
        f"“{frequency}”除外的日子，频次里没有写"
        for _ in [0]
        if "除外" in frequency and "假期除外" not in plan_frequency(frequency)
    ]
    if not frequencies.is_known(plan_frequency(frequency)):
        known = "、".join(each.word for each in FREQUENCIES)
        return Judged(BY_HAND, questions=(f"频次“{frequency}”没有对应的写法（{known}），由责任单位手工报告",))
    return Judged("recorded", "", _by_level(asked) or _whose(asked, sentence), tuple(questions))


def _by_level(asked: Asked) -> str:
    """Whose duty it is by its own words: 村级…, 各村…, 镇级…."""
    if re.match(r"(?:建立)?村级|各村(?!委)|各行政村", asked.title):
        return EVERY_VILLAGE
    if re.match(r"(?:各)?(?:镇|乡镇|乡|镇街)级?", asked.title) and not re.match(r"镇党|镇政", asked.title):
        return EVERY_UNIT
    return WHOLE if re.match(r"[县区市]级?", asked.title) else ""


def _is_progress(asked: Asked) -> bool:
    """Whether a share is how much is done of what a ledger lists: 改厕任务完成75%, not 卫生厕所普及率."""
    return asked.unit == "%" and not re.search("普及|覆盖|满意|达标|合格|占比|比例|比重|使用率|入厕", asked.title)


# What an office counts household by household, village by village: the words of it, and what they are not about.
_HOUSEHOLDS = (
    ("courtyards", re.compile("庭院"), re.compile(r"村$")),
    (
        "toilets",
        re.compile("厕"),
        re.compile(r"公厕|公共厕|旅游|学校|景区|村$|粪污|服务|资金|人员|厕办|技术|培训|宣传|队伍|管护|抽[查验检]"),
    ),
)


def _counted(asked: Asked, sentence: str) -> Judged | None:
    """A count that a ledger of its own knows."""
    for table, about, other in _HOUSEHOLDS:
        if about.search(asked.title) and not other.search(asked.title) and not asked.each:
            return Judged("places_done", table)
    if _is_progress(asked):
        return None
    if "污水处理站" in asked.title:
        return Judged("stations_finished", "污水处理站", ";".join(_named(sentence)) or WHOLE)
    kind = next((kind for kind, words in SITE_KINDS.items() if any(word in asked.title for word in (kind, *words))), "")
    if not kind:
        return None
    if asked.each:
        return Judged("places_covered", kind, _each(asked))
    named = _named(sentence)
    if named and all(re.search("[镇乡道].+", name) for name in named):
        return Judged("places_covered", kind, ";".join(named))
    return Judged("sites_finished", kind)


def _named(sentence: str) -> list[str]:
    """The places that a sentence lists before 等 N 个."""
    listed = re.search(r"([\u4e00-\u9fff]{2,12}(?:、[\u4e00-\u9fff]{2,12})+)等\d+(?:个|座|处)", sentence)
    if not listed:
        return []
    names = listed[1].split("、")
    names[0] = re.sub(r"^.*(?:推进|建成|建设|完成|实施|新建|打造)", "", names[0])
    town, found = "", []
    for name in names:
        place = re.match(r"([\u4e00-\u9fff]{1,6}?(?:镇|乡|街道))([\u4e00-\u9fff]+)$", name)
        town = place[1] if place else town
        found.append(name if place or not town else town + name)
    return found


def _each(asked: Asked) -> str:
    if KEY_VILLAGES in asked.each:
        return KEY_VILLAGES
    return EVERY_VILLAGE if re.search("村|重点", asked.each) else EVERY_UNIT


def _whose(asked: Asked, sentence: str) -> str:
    if KEY_VILLAGES in asked.each:
        return KEY_VILLAGES
    return EVERY_UNIT if asked.each or re.search(r"各(?:镇|乡|街道|管理处|乡镇)", sentence) else WHOLE
