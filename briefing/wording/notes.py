"""What a speaker reads below a slide: the numbers of a part and the ledgers that they come from."""

from briefing import formats
from briefing.measures.attention import PAGES
from briefing.model import BOUNDS, Briefing, Measure, MeasureKind
from briefing.wording import labels
from briefing.wording.owed import ledger_of
from data_loaders.schema import ACTIONS, DUTIES, TABLES, TASKS

# The parts whose rows come from one ledger, whatever measures there are.
LEDGERS = {"duties": DUTIES, "tasks": TASKS, "actions": ACTIONS}
MOST = 24  # lines; beyond that nobody reads while speaking


def notes(briefing: Briefing, part: str, headline: str) -> str:
    """The sentence of the slide, each number with the ledger and day behind it, and the edition."""
    told = [_line(measure) for measure in _measures(briefing, part)]
    if part in LEDGERS:
        told.append(f"出自{LEDGERS[part].title}。")
    if part == "attention":
        told.append("由各项指标、建设点、交办事项和定期履职按轻重排出，逐项见工作台账“需要调度”表。")
    if part == "changes":
        told.append("本次和上次的数都按各自版本计算，逐项见工作台账“与上次相比”表。")
    more = [f"另有 {len(told) - MOST} 项，见工作台账。"] if len(told) > MOST else []
    source = f"{labels.day_line(briefing)}，{labels.edition_line(briefing)}，{labels.source_line(briefing)}。"
    mark = [labels.SAMPLE_MARK] if briefing.edition.sample else []
    return labels.clean("\n".join([*mark, headline, *told[:MOST], *more, source]))


def _measures(briefing: Briefing, part: str) -> list[Measure]:
    if part == "overview":
        return [briefing.measure(id) for id in briefing.headline_measures]
    if part == "map":
        return [one for one in briefing.measures if one.rule == "places_done"]
    if part == "baselines":
        return [one for one in briefing.measures if one.kind in BOUNDS]
    return [one for one in briefing.measures if PAGES.get(one.rule) == part and one.kind != MeasureKind.DUTY]


def _line(measure: Measure) -> str:
    """T03 美丽庭院：271/334 个，81.1%；出自美丽庭院台账，数据截至 2023-09-30，条款 14。"""
    rate = (
        ""
        if measure.rate is None or measure.kind in BOUNDS or measure.unit == formats.PERCENT
        else f"，{formats.rate_of(measure)}"
    )
    value = formats.value_of(measure) if measure.target is None or measure.kind in BOUNDS else formats.progress(measure)
    ledger = ledger_of(measure)
    told = [f"出自{TABLES[ledger].title}"] if ledger else []
    told += [f"数据截至 {formats.day(measure.snapshot)}"] if measure.snapshot else []
    told += [f"条款 {measure.clause}"] if measure.clause else []
    return f"{measure.id} {measure.title}：{value}{rate}；{'，'.join(told)}。".replace("；。", "。")
