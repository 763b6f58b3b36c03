"""Rates and levels: of what, by which day, and of which row they are a part."""

import re
from dataclasses import replace
from datetime import date

from data_loaders.planning.sentences.amounts import Amount
from data_loaders.planning.sentences.asked import Asked
from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import (
    DONE,
    Progress,
    add,
    alike_rows,
    is_named_by_colon,
    named_by,
    row_of,
)
from data_loaders.planning.sentences.titles import each_counted, is_bare, naming, short, subject

# 比普通参保人员降低50%: how two groups differ, no change against last year.
_THAN_OTHERS = re.compile(
    "(?:(?<![占同环])比(?![例重率值]|上|去|往|同|20|[今本]?年初|期初|基期|目前|现在)"
    "|较(?![大快好高]|上|去|往|同|20|[今本]?年初|期初|基期|目前|现在))[^，。；]{2,16}?(?P<differs>[高低多少])?$"
    "|(?P<beyond>高于|高出|快于|(?<!不)(?<!不得)低于)(?!上年|去年|20)[^，。；]{2,16}$"
)
COMPLETES = re.compile(
    rf"完成|完毕|{DONE}|兑付|全部|全面|均|都|须|要|应|必须|将|前|于|在|力争|确保|建成|完工|竣工|交工|投用|投入|使用|运行|运营|通水|通电|通车|通气|到位|整改|验收|清除|清零|落实"
    r"|发放|开工|达标|拆除|整治|治理|改造|任务|目标|销号|交付|并|基本|实现"
    r"|下达|拨付|分解|通过|上报|启用|入住|搬迁|安装|种植|栽植|栽种|兑现|结束|见效|办结|投产|主体|工程|建设|实施|全线|贯通|具备|合格|条件|处置|处理|工作|复核|认定|评定|评选"
    r"|挂牌|命名|上线|清理|整体|铺设|移交|[省市县区镇乡]级|收尾|配齐|扫尾|收尾|且|正式|达到|和|及|、|的"
)
RATE_OF_ALL = re.compile("(?:完成|完工|竣工|建成|整改|改造|验收)(?:率|比例)")
FINISHES = re.compile("完成|完工|竣工|建成")


def read_rate(
    progress: Progress, part: Part, position: int, each: Amount, later: Amount | None, before: str, rest: str
) -> None:
    """A rate: a row of its own, or how far another one is to be by a day."""
    if later and re.search(r"(?:由|从)[^，。；]*$", before):
        return  # from where it rises
    days = [day.day for day in part.days if day.day and day.span[0] < each.span[0]]
    if not part.days and progress.ahead and progress.ahead.day and is_bare(rest):
        days = [progress.ahead.day]  # 到9月底，达到80%
    if days and (place := _reached_row(progress, part, position, each, rest)) is not None:
        for at in alike_rows(progress, place, all_of="工程量" in rest):
            progress.asked[at] = _with_level(progress, progress.asked[at], days[-1], each, part)
        progress.used.add(each.span)
        return
    name, sure = subject(rest), 3 if each.is_compared else 2
    by_colon = is_named_by_colon(progress, part, position) and is_bare(rest)
    if by_colon:
        name = short(progress.parts[position - 1].text)
    elif is_bare(rest) and part.days and not days:
        return  # 春播前完成七成: of what is before it, by a day that a person has to name
    elif is_bare(rest) and FINISHES.search(rest) and days:
        name, sure = "任务完成比例", 2
    elif is_bare(rest) and position:
        previous = progress.parts[position - 1]
        before_it = re.split("不低于|高于|快于", named_by(progress, previous))[0]
        name, sure = before_it or subject(part.behind(each.span[1])), 2
    elif (
        len(name) <= 4
        and position
        and part.joint == "，"
        and not is_bare(progress.parts[position - 1].text)
        and not progress.parts[position - 1].amounts
        and not progress.parts[position - 1].frequencies
        and not progress.parts[position - 1].days
    ):
        name = short(progress.parts[position - 1].text) + name
    before_it = named_by(progress, progress.parts[position - 1]) if position else ""
    name = name or subject(part.behind(each.span[1])) or before_it or progress.about
    if not name or (
        not each.is_compared
        and (
            rest.startswith("占")
            or (
                re.search("占(?![比有])[^，。；]{0,12}(?<![率例重])$", rest)
                and not re.search("创|造|建|培育|确保|力争|要", rest)
            )
        )
    ):
        return  # 占耕地面积的65%, 工资性收入占68% tell what comes of it
    said = progress.sentence[: each.span[0]]
    if re.search("(?:(?:率|度|比例|比重|占比)一?般?[为是约]|标准为[^，。；]{0,6}的?)$", said) and not (
        part.days or re.search("目标|确保|力争|任务|要求", said)
    ):
        return  # 普及率为82%: what it is at present
    if re.search("(?:减免|优惠|补[助贴]|报销|资助|贴息|奖[补励])$", before):
        return  # 物业费减免50%: what somebody is granted
    if re.search("增[速幅]$|增长率$", name) and each.comparison == "at_least":
        each = replace(each, comparison="growth")  # 收入增速不低于全县平均，力争达到9%
    growth = each.comparison == "growth"
    if growth and (counted := [one.span[1] for one in part.amounts if one.span[1] < each.start]):
        name = subject(part.words(counted[-1], each.start)) or name  # 带动500户农户户均增收900元
    if (than := _THAN_OTHERS.search(before)) and (growth or than["differs"] or than["beyond"]):
        return
    if growth and not re.search(r"增|降|减|升", name):
        name += "降幅" if each.value < 0 else "增幅"
    start = progress.parts[position - 1].start if name and is_bare(rest) and position else part.start
    for one in each_counted(name):
        add(progress, replace(row_of(progress, part, each, one), span=(start, part.end), sure=sure), part, each.span)


def _reached_row(progress: Progress, part: Part, position: int, each: Amount, rest: str) -> int | None:
    """Which row a level by a day belongs to: what is counted where it is to be finished by then, else the last one."""
    counted = next((at for at in reversed(range(len(progress.asked))) if progress.asked[at].kind == "target"), None)
    own = (
        counted is not None
        and progress.asked[counted].span[0] == part.start
        and bool(re.search(r"完成[^，。；]*的$", rest))
    )
    later = [one.text for one in progress.parts[position + 1 :]]
    if counted == len(progress.asked) - 1 and (
        not COMPLETES.sub("", rest) or any(text.endswith(f"全部{rest}") for text in later)
    ):
        rest = "完成"  # 问题厕所480座，6月底前整改60%; 盘活60%，年底前全部盘活
    if counted is not None and RATE_OF_ALL.search(rest) and is_bare(RATE_OF_ALL.sub("", rest)):
        if progress.asked[-1].unit == "%" and progress.asked[-1].title.endswith("开工率"):
            row = progress.asked[counted]  # 7月底前开工率100%，10月底前竣工率100%: two rates of the same works
            day = next((one.day for one in part.days if one.day), None)
            progress.asked[counted] = replace(row, deadline=row.deadline or (day if each.value == 100 else None))
            return None
        if each.value < 100 and not any(re.search("全部|全面|100%|[竣完]工(?!率)", text) for text in later):
            return None  # 10月底前竣工率达到95%, and nothing more: not all of it is asked
        rest, own = "完成", True
    again = bool(progress.asked) and len(naming(rest)) > 1 and naming(rest) in progress.asked[-1].title
    if (
        not progress.asked
        or each.unit != "%"
        or not (is_bare(rest) or own or again)
        or is_named_by_colon(progress, part, position)
    ):
        return None
    goes_to_all = any(one.value == 100 for each_part in progress.parts[position:] for one in each_part.amounts)
    rate = progress.asked[-1]  # 培训1200人次，合格率85%以上，上半年45%，全年100%: the levels are of what is counted
    of_count = rate.unit == "%" and not rate.deadline and goes_to_all and (rate.target or 0) < 100
    place = len(progress.asked) - 1
    goes_on = rate.unit == "%" and rate.deadline and rate.span[1] == progress.parts[position - 1].end
    named = goes_on and FINISHES.search(progress.parts[position - 1].text)  # 登记6月底完成80%、11月底完成100%
    if counted is not None and not named and (FINISHES.search(rest) or of_count):
        place = counted
    row = progress.asked[place]
    is_rate = row.unit == "%" and row.title.endswith("率") and "完成" in rest and "完成" not in row.title
    levels = each.comparison == row.comparison == "at_least" and row.kind in ("target", "indicator", "ratio")
    return place if levels and not is_rate else None


def _with_level(progress: Progress, row: Asked, day: date, each: Amount, part: Part) -> Asked:
    """A row with one more level by a day."""
    span = (row.span[0], part.end)
    if row.unit != "%":
        deadline = day if each.value == 100 else row.deadline
        return replace(row, milestones=(*row.milestones, (day, each.value)), deadline=deadline, span=span)
    levels = row.milestones
    if not levels and row.deadline and row.target is not None:
        levels = ((row.deadline, row.target),)
    on_the_way = not row.deadline and row.target is not None and each.value < row.target  # 其中6月底达到90%
    return replace(
        row, milestones=tuple(sorted((*levels, (day, each.value)))),
        deadline=row.deadline if on_the_way else max(day, row.deadline or day), target=max(row.target or 0, each.value), span=span,
    )  # fmt: skip
