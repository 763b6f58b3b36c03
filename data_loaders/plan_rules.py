"""The rules that a plan may use, and which words its 对象 and 范围 may hold for each, declared once.

The door checks plans against them, `briefing.measures` judges by them, docs/rules.md lists them.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from data_loaders.schema import FUNDS, OUTSIDE_SOURCES, SITE_KINDS, VILLAGES

EVERY_UNIT, EVERY_VILLAGE, EVERY_DEPARTMENT, KEY_VILLAGES = "每单位", "每村", "每部门", "重点帮扶村"
OR_DEPARTMENT = "或责任部门"
LINKED_ONLY, ALL_FUNDS = "衔接资金", "各类资金"
BY_HAND = "by_hand"
# 对象 of grown_by: 8%, -20%, or in the unit of the thing itself: 1.5个百分点, 800亩.
GROWTH = re.compile(r"-?\d+(?:\.\d+)?(?:%|[\u4e00-\u9fff]+)")
# 对象 of handed_over_within. Working days are none: no calendar of ours knows the holidays.
AFTER = re.compile(r"([1-9]\d*)(个月|周|日|天)")
WHOLE = "全区"  # also 全县, 全市 and the plan's own 全域称谓
# Names that a 范围 may hold beside its words.
PLACE_NAMES, STATION_NAMES, UNIT_NAMES = "村（镇名加村名）", "站点名称", "单位、村（镇名加村名）或部门"
SOURCES = tuple(source for source in FUNDS.column("source").choices if source not in OUTSIDE_SOURCES)
SCOPES: Mapping[str, str] = {
    WHOLE: "整个区（县写全县、市写全市，或设置项“全域称谓”的说法）；定期事项由责任单位中的部门完成",
    EVERY_UNIT: "设置项“镇和管理处”的每一个",
    EVERY_VILLAGE: "村庄名录的每个村",
    KEY_VILLAGES: "村庄名录填了帮扶级别的村",
    EVERY_DEPARTMENT: "设置项“行业部门”的每一个",
    OR_DEPARTMENT: "写在“每单位”后面：责任单位中的部门开展的，各单位都算完成",
    LINKED_ONLY: "只计“是否衔接资金”为是的项目",
    ALL_FUNDS: "计资金台账的全部项目",
    "、".join(SOURCES): "资金来源；区和县是同一级，画面上用本计划的说法",
}


_BRACKETS = re.compile(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True)
class Rule:
    """A rule of the plan: what it judges, in Chinese and English, and what its 对象 and 范围 may hold."""

    name: str
    judges: str
    english: str
    scope: tuple[str, ...] = ()  # words of SCOPES
    names: str = ""  # and names of this kind
    needs_scope: bool = False
    subjects: tuple[str, ...] = ()  # () = the rule does not look at it
    subject_form: str = ""  # a pattern instead of a list


_BOUND_SCOPES = (WHOLE, EVERY_UNIT, KEY_VILLAGES)
RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("sites_finished", "某类建设点完工或验收的个数", "sites of a kind finished", (WHOLE,), subjects=tuple(SITE_KINDS)),
        Rule("stations_finished", "点名的污水处理站建成的座数", "named stations finished", (WHOLE,), STATION_NAMES),
        Rule("places_done", "各村完成数之和（庭院、户厕）", "done, summed over villages", (WHOLE,), subjects=("courtyards", "toilets")),
        Rule(
            "places_covered", "名单内有几个村或单位至少完成一个", "places with at least one finished",
            (WHOLE, EVERY_VILLAGE, KEY_VILLAGES, EVERY_UNIT), PLACE_NAMES, subjects=tuple(SITE_KINDS),
        ),
        Rule("disbursed_share", "累计拨付 ÷ 安排资金，按考核节点", "disbursed share at its milestones", (LINKED_ONLY, ALL_FUNDS)),
        Rule(
            "category_share", "某来源资金中某类项目的占比", "share of a category within a source", (*SOURCES, LINKED_ONLY, ALL_FUNDS),
            needs_scope=True, subjects=tuple(FUNDS.column("category").choices),
        ),
        Rule(
            "village_floor", "每个重点帮扶村的资金下限", "least money for each key village", (LINKED_ONLY, ALL_FUNDS),
            subjects=tuple(VILLAGES.column("grade").choices),
        ),
        Rule(
            "handed_over_within", "验收后多久内确权移交", "handed over within a time after acceptance", (LINKED_ONLY, ALL_FUNDS),
            subject_form=AFTER.pattern,
        ),
        Rule("indicator_at_least", "指标不低于目标值", "at least the target", _BOUND_SCOPES),
        Rule("indicator_at_most", "指标不高于目标值", "at most the target", _BOUND_SCOPES),
        Rule("not_below_base", "不低于上年基数", "not below last year", _BOUND_SCOPES),
        Rule("above_base", "高于上年基数", "above last year", _BOUND_SCOPES),
        Rule("not_above_base", "不高于上年基数", "not above last year", _BOUND_SCOPES),
        Rule(
            "grown_by", "比上年基数增长这么多；负数是下降", "grown against last year by so much, fallen where negative", _BOUND_SCOPES,
            subject_form=GROWTH.pattern,
        ),
        Rule(
            "recorded", "每个周期都有履职记录", "done in every period",
            (WHOLE, EVERY_UNIT, OR_DEPARTMENT, EVERY_VILLAGE, EVERY_DEPARTMENT), UNIT_NAMES, needs_scope=True,
        ),
        Rule(BY_HAND, "没有台账能判，由责任单位手工报告；总是未报", "no ledger judges it: reported by hand, never judged", (*_BOUND_SCOPES, EVERY_VILLAGE, EVERY_DEPARTMENT, LINKED_ONLY, ALL_FUNDS)),
    )
}  # fmt: skip


def grown(base: float, subject: str) -> float:
    """Last year's number grown by what a subject of `grown_by` says: 8% of it, or so many of its own unit."""
    number, unit = re.match(r"(-?[\d.]+)(.*)", subject).groups()  # type: ignore[union-attr]  # GROWTH is checked at the door
    return base * (1 + float(number) / 100) if unit == "%" else base + float(number)


def time_after(day: date, subject: str) -> date:
    """The day so long after another as a subject of `handed_over_within` says."""
    number, unit = AFTER.fullmatch(subject).groups()  # type: ignore[union-attr]  # AFTER is checked at the door
    unit = {"个月": "months", "周": "weeks"}.get(unit, "days")
    return day + relativedelta(**{unit: int(number)})


def takes_subject(rule: Rule, subject: str) -> bool:
    """Whether a rule can be about this 对象."""
    if rule.subject_form:
        return bool(re.fullmatch(rule.subject_form, subject))
    return not rule.subjects or subject in rule.subjects


def departments_of(responsible: Sequence[str]) -> tuple[str, ...]:
    """The departments among those responsible that are named: not 各镇(管理处), 各村, 领导小组成员单位."""
    return tuple(unit for unit in responsible if not unit.startswith("各") and not unit.endswith("成员单位"))


@dataclass(frozen=True)
class Owing:
    """Who owes a duty: `units` each for itself; what one of `for_all` does counts for all of them."""

    units: tuple[str, ...]
    for_all: tuple[str, ...] = ()

    @property
    def acting(self) -> tuple[str, ...]:
        """Everybody whose record counts."""
        return tuple(dict.fromkeys((*self.units, *self.for_all)))


def owing(
    scope: Sequence[str], responsible: Sequence[str], *, units: Sequence[str], departments: Sequence[str],
    villages: Sequence[str], whole_words: Collection[str],
) -> Owing:  # fmt: skip
    """Who owes a duty of a scope: every unit, village or department of it, or those it names.

    What the whole district owes its responsible departments do; the first stands for it.
    """
    named = departments_of(responsible) or tuple(responsible)
    by_word = {
        EVERY_UNIT: tuple(units),
        EVERY_DEPARTMENT: tuple(departments),
        EVERY_VILLAGE: tuple(villages),
        OR_DEPARTMENT: (),
        **dict.fromkeys(whole_words, named[:1]),
    }
    found = tuple(unit for word in scope for unit in by_word.get(word, (word,)))
    if not set(scope).isdisjoint(whole_words):
        return Owing(found, (*named, *whole_words))  # a record of 全区 is the district's own
    return Owing(found, named if OR_DEPARTMENT in scope else ())


def unit_name(text: str) -> str:
    """区农办（乡村振兴局） is 区农办: what a unit's name adds in brackets does not make it another unit."""
    return _BRACKETS.sub("", text)
