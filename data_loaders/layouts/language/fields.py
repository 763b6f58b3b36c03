"""A header as a bag of field words, whatever their order: 拨付/支付/兑付 with 金额, 计划 with 完工 and 时间.

What no pattern of a whole header knows is read here, with less weight, so that a person is asked.
"""

import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache

from data_loaders.layouts.language.vocabulary import CHOICE_WORDS, OTHERS, VOCABULARY

# What somebody does with money, with houses and with works; each list is one field word.
GIVEN = r"核拨|划拨|授信|额度|批准|安排|下达|下拨|批复|核定|核批|核准|审定|审批|分配|计划|预算|到位|拨入|补助|补贴|奖补|投入|切块|指标|获批|扶持|入账|财政|专项|概预算"
PAID = r"支用|列支|划付|支拨|报支|用款|(?:已|实|累计)[支付拨兑报用]|拨付|支付|支出|支取|报账|报销|兑付|兑现|付款|拨款|实付|实拨|实支|已付|已拨|付讫|付出|执行|核销|结算|发放|使用|用款"
AMOUNT = r"资金|金额|款|经费|额|费用"
MONEY = rf"{AMOUNT}|数|补助|投资"
INVESTED = r"投资|产值|工程量"
DONE = r"完成|竣工|完工|建成|建好|整改|改造|改建|处理|处置|办结|销号|清零|归零|创建|创成|打造|培育|建设|整治|治理|修复|维修|修缮|解决|落实|达标|到位|提升|改好|更换"
WANTED = r"纳入|列入|应|需|拟|计划|目标|任务|名额|指标|下达|分配|安排|核定|预计|申报|预定|待[^,]{0,6}(?:总|数|量)"
FOUND = r"问题|病害|隐患|不合格|不达标|存量|底数|底册|台账|清单|摸排|排查|查出|发现|核查|认定"
CHECKED = r"验收|挂牌|授牌|命名|评定|评审|评选|评估|认定|合格|复查|复核|核查|核验|复验|抽查|通过|确认"
COUNT = r"数|户|座|个|总|处|(?<!质)量|名额|目标|任务|指标"
SO_FAR = r"已|累计|实际|现|至今|共"
DAY = r"日期|时间|日$|年月|月份|时点|年度?$"
PLANNED = r"力争|预期|承诺|确保|要求|计划|预计|拟|预定|应|须|约定|合同|目标|限|倒排|确定"
FINISHED = r"投产|启用|完工|竣工|完成|建成|交工|交付|投用|投运|通水|通车|运行|收尾|验收"
BEGUN = r"开工|动工|开建|进场|启动|破土|开始"
NO_DAY = r"日期|时间|时限|期限|年月"
NO_TEXT = rf"{NO_DAY}|率|比例|占比|是否"
CLOSED = r"办结|销号|办理|完成|整改|落实|解决|反馈|回复|办毕|结案|交账|处理|闭环"
NO_COUNT = r"户|人|岗|村|点|次|批|面积|亩|公里|米|任务|目标|数量|标准|单价"  # what is counted is no money
NO_GIVEN = rf"{PAID}|{NO_TEXT}|{NO_COUNT}|未|剩余|结[余转存]|完成|文号|文件|来源|性质|类|单位|自筹|社会|帮扶|差"

# Table → column → (weight, field words that must all be there, words that speak against it).
_PLACE = {
    "town": ((0.8, (r"镇|乡|街道|管理处|街办|辖区",), rf"村|社区|级|政府|数|{NO_TEXT}|审|验|意见|资金|金额"),),
    "village": (
        (
            0.8,
            (r"村|社区|居委|居$",),
            rf"镇|乡村|数$|级|自然|组|集体|户|人口|{NO_TEXT}|干部|书记|类|审|意见|经费|资金|编[号码]|代码",
        ),
    ),
}
_HOUSEHOLDS = {
    "planned": (
        (0.8, (WANTED, COUNT), rf"已|累计|实际|未|剩余|{NO_TEXT}|单位|措施|资金|本月|{CHECKED}|开工|户籍"),
        (0.75, (FOUND, COUNT), rf"已|累计|未|剩余|{NO_TEXT}|单位|类型|措施|整改|完成|原因|资金|户籍|数额"),
    ),
    "done": (
        (0.8, (SO_FAR, DONE), rf"未|剩余|待|{NO_TEXT}|单位|资金|投资|{CHECKED}|问题数|计划|任务数|措施"),
        (0.75, (DONE, COUNT), rf"未|剩余|待|应|需|拟|计划|目标|任务|正在|开工|{NO_TEXT}|单位|资金|投资|{CHECKED}|措施|类型|方式|个人"),
    ),
    "accepted": ((0.8, (CHECKED,), rf"未|不合格|待|应|需|拟|计划|{NO_TEXT}|发现|问题|排查|摸排|查出|意见|单位|结果|情况"),),
    "beneficiaries": ((0.75, (r"受益|惠及|覆盖|服务|带动|受惠", r"户"), rf"人|{NO_TEXT}"),),
    "started_on": ((0.8, (BEGUN, DAY), rf"{PLANNED}|完|竣"),),
}  # fmt: skip
_NUMBER = ((0.8, (r"(?:号|码|id)$|序号",), r"文号|账号|号码|电话|手机|证|邮|条|区划"),)
_OWNER = (
    (
        0.75,
        (r"单位|部门|主体|业主|法人",),
        rf"配合|协助|协同|监理|设计|施工|填报|填表|监督|{NO_TEXT}|领导|意见|运维|帮扶|包联",
    ),
)
_PROBLEM = (
    (0.8, (r"问题|困难|难点|难题|堵点|瓶颈|短板|制约|卡点|协调|不足",), rf"数|类型|{NO_TEXT}|整改|措施|单位|来源|清单"),
)
_WORKS = {
    "planned_finish": (
        (0.86, (PLANNED, FINISHED, DAY), r"开工|率|实际|投资|资金"), (0.8, (FINISHED, r"时限|期限|节点"), "实际|开工"), (0.75, (PLANNED, FINISHED), r"开工|率|数|量|投资|资金|比|情况|任务|验收"),
    ),
    "actual_finish": ((0.8, (FINISHED, DAY), rf"{PLANNED}|开工|投资"),),
    "started_on": _HOUSEHOLDS["started_on"],
    "owner": _OWNER,
    "problem": _PROBLEM,
    "progress": ((0.8, (r"进度|进展|完成|完工|竣工|施工|形象|工程量", r"率|比|%|百分|程度"), r"投资|资金|支付|拨付|支出|日期|时间"),),
    "stage": ((0.7, (r"状态|阶段|状况|进展|现状|进度|情况", r"建设|工程|项目|施工|运行|实施|推进|目前|当前|形象|使用"), rf"{NO_TEXT}|资金|投资|支付|拨付|问题|说明"),),
    "beneficiaries": ((0.8, (r"受益|惠及|覆盖|服务|接入|接管|纳管|收集|受惠|带动|供水", r"户"), rf"人|{NO_TEXT}"),),
    "name": ((0.75, (r"名称|名$|点$|站$|工程$|项目$",), rf"{NO_TEXT}|单位|镇|行政村|类|编[号码]|代码|负责|户|姓名"),),
}  # fmt: skip
FIELDS: dict[str, dict[str, tuple[tuple[float, tuple[str, ...], str], ...]]] = {
    "toilets": {**_PLACE, **_HOUSEHOLDS},
    "courtyards": {**_PLACE, **_HOUSEHOLDS},
    "sites": {
        **_PLACE, **_WORKS,
        "site_id": _NUMBER,
        "kind": ((0.75, (r"类型|类别|种类|分类|性质",), r"资金|问题|来源"),),
    },
    "stations": {**_PLACE, **_WORKS, "capacity": ((0.8, (r"规模|能力|水量|处理量|吨位|吨数|日处理",), r"实际|户|人|投资|管网|进水|出水"),)},
    "funds": {
        **_PLACE,
        "project_id": _NUMBER,
        "project": ((0.75, (r"名称|名$|项目$|工程$",), rf"{NO_TEXT}|类|单位|数$|镇|村$|资金|文件"),),
        "category": ((0.75, (r"类型|类别|种类|分类|大类|投向|用途|方向|领域|行业|板块|属性",), r"资金(?:类|性|属)|问题|来源|子|二级"),),
        "source": ((0.75, (r"来源|渠道|级别|级次|层级|等级|口径|资金归属|资金属性",), rf"金额|规模|数$|额$|项目级|{NO_TEXT}"),),
        "allocated": (
            (0.86, (GIVEN, AMOUNT), NO_GIVEN),
            (0.78, (GIVEN, MONEY), NO_GIVEN),
            (0.7, (r"合同|中标|审计|决算|批准|立项|金额|资金", MONEY), NO_GIVEN),
        ),
        "disbursed": (
            (0.86, (PAID, rf"{MONEY}|{SO_FAR}|万元"), rf"{NO_TEXT}|{NO_COUNT}|未|剩余|待|结[余转存]|应|计划|单位|方式|进度|本月|当月|本[周旬季期]|上[月周旬季]"),
            (0.78, (PAID,), rf"{NO_TEXT}|{NO_COUNT}|未|剩余|待|结[余转存]|应|计划|单位|方式|对象|本月|当月|本[周旬季期]|上[月周旬季]|情况|凭证"),
        ),
        "investment": ((0.8, (r"总|计划|概算|估算|预算|批复", r"投资|概算"), rf"完成|{PAID}|{NO_TEXT}|来源|到位|财政"),),
        "invested": ((0.8, (r"完成|累计|实际", INVESTED), rf"{NO_TEXT}|计划|未"),),
        "document": ((0.8, (r"文号|文件",), "日期|时间|金额"),),
        "content": ((0.8, (r"内容|任务|规模|概况", r"建设|项目|实施|工程|主要|具体"), rf"{NO_TEXT}|资金|投资|类"),),
        "owner": _OWNER,
        "started_on": _HOUSEHOLDS["started_on"],
        "accepted_on": ((0.8, (r"验收", DAY), rf"{PLANNED}"),),
        "handed_over_on": ((0.8, (r"移交|确权|登记|交接", DAY), rf"{PLANNED}"),),
    },
    "tasks": {
        "number": _NUMBER,
        "title": ((0.75, (r"任务|工作|事项|要点|项目|内容",), rf"{NO_TEXT}|进展|情况|单位|数$|状态|措施|问题|打算|序|号|码|责任|进度|阶段|成效"),),
        "status": ((0.75, (r"状态|状况|情形|阶段|评价|是否完成|与否|进度|研判|评定|亮灯",), rf"{NO_DAY}|问题|措施|计划|打算"),),
        "progress_text": ((0.75, (r"进展|情况|成效|进度|结果|做法|完成|动态|已.{0,3}(?:工作|事项)|开展",), rf"{NO_TEXT}|与否|状况|问题|措施|计划|打算|状态|%"),),
        "problem": _PROBLEM,
        "next_step": ((0.8, (r"下一?[步阶月季]|打算|后续|措施|安排|计划",), rf"{NO_DAY}|目标|完成"),),
    },
    "indicators": {
        "indicator_id": ((0.7, (r"指标|监测|统计|事项|项目", r"号|码|名|内容|项"), rf"{NO_TEXT}|值|数$|单位"),),
        "value": ((0.8, (r"现|末|本期|报告期|完成|实际|当前|当期|最新|本年|今年|累计|发生", r"值|数|量|情况|实有|末$"), rf"上年|去年|年初|同期|目标|任务|计划|基|{NO_TEXT}|增|减|比"),),
        "base": ((0.8, (r"上年|去年|年初|基期|基数|期初|同期|上期|上年末",), r"比|增|减|率|%|上月"),),
    },
    "actions": {
        "action_id": _NUMBER,
        "assigned_on": ((0.8, (r"会议?|交办|下发|下达|反馈|布置|督办|部署|发现|提出|召开|转办|受理|议定", DAY), rf"{PLANNED}|{FINISHED}"),),
        "item": ((0.8, (r"事项|问题|任务|内容|要求|议题|诉求|意见",), rf"{NO_TEXT}|类|单位|责任|措施|情况|进展|结果|状态|号$|来源|数$"),),
        "owner": _OWNER,
        "due_on": ((0.86, (r"时限|期限|截止|限时|限期|限办",), "实际|是否|超"), (0.8, (PLANNED, CLOSED, DAY), "实际|是否|会议")),
        "done_on": ((0.8, (CLOSED, DAY), rf"{PLANNED}|是否"),),
        "detail": ((0.75, (r"情况|进展|进度|结果|成效|说明|落实|反馈",), rf"{NO_TEXT}|单位|状态|会议|措施"),),
    },
    "duties": {
        "duty_id": ((0.8, (r"事项|履职|任务|工作|职责", r"号|码|名|内容|项"), rf"{NO_TEXT}|次数|单位|情况"),),
        "done_on": ((0.8, (DAY,), r"频|要求|计划|应"),),
        "times": ((0.8, (r"次|频次|场|期数|轮",), rf"频率|要求|计划|应|{NO_DAY}"),),
        "detail": ((0.75, (r"情况|说明|内容|结果|记录|成效",), NO_TEXT),),
    },
    "villages": {
        "code": ((0.8, (r"代码|编码|区划|统计码",), "邮"),),
        "grade": ((0.8, (r"级别|等级|层级|类别|类型|定级|级$", r"帮扶|重点|村|脱贫|示范"), ""), (0.75, (r"重点村|帮扶村",), r"数|是否")),
        "aliases": ((0.8, (r"别[名称]|曾用|俗[名称]|又[名称]|异[名写称]|旧[名称]|简称",), ""),),
        "households": ((0.8, (r"户", r"数|总|家庭|农"), r"脱贫|监测|低保|率|受益|五保|人"),),
        "population": ((0.8, (r"人口|人数|总人",), r"脱贫|监测|劳动|率|受益|流动|低保|户数"),),
    },
}  # fmt: skip


def composed(table: str, column: str, text: str) -> float:
    """How well the field words of a header make a column of ours; 0 where one is lacking or speaks against it."""
    for weight, needed, against in FIELDS.get(table, {}).get(column, ()):
        if all(re.search(word, text) for word in needed) and not (against and re.search(against, text)):
            return weight
    return 0.0


LEAST_ALIKE = 0.16
# What a header is to be like is the nearest of those that mean it, and a little of the two behind.
_NEIGHBOURS = (0.6, 0.25, 0.15)


@cache
def listed(table: str) -> dict[str, frozenset[str]]:
    """Header → the columns of a table that the vocabulary gives it to."""
    found: dict[str, set[str]] = {}
    for column, headers in VOCABULARY.get(table, {}).items():
        for header in headers.split():
            found.setdefault(header, set()).add(column)
    return {header: frozenset(columns) for header, columns in found.items()}


def _pieces(text: str) -> frozenset[str]:
    """A header as its characters, and two and three of them in a row, with its beginning and end."""
    whole = f"^{text}$"
    return frozenset(text) | {whole[at : at + size] for size in (2, 3) for at in range(len(whole) - size + 1)}


@cache
def _worth() -> Callable[[str], float]:
    """How much a piece says: the rarer among all headers, the more."""
    headers = [header for columns in VOCABULARY.values() for texts in columns.values() for header in texts.split()]
    counted = Counter(piece for header in headers for piece in _pieces(header))
    return lambda piece: math.log(len(headers) / (1 + counted[piece]))


@lru_cache(maxsize=20_000)
def _weighed(text: str) -> tuple[frozenset[str], float]:
    pieces = _pieces(text)
    return pieces, sum(map(_worth(), pieces))


def _alike(one: str, other: str) -> float:
    """What two headers share of what they are made of."""
    (mine, all_mine), (its, all_its) = _weighed(one), _weighed(other)
    shared = sum(map(_worth(), mine & its))
    return shared / (all_mine + all_its - shared)


@lru_cache(maxsize=20_000)
def alike(table: str, column: str, text: str) -> float:
    """How like a header is to the others that mean a column; of no column for what is none of ours."""
    known = VOCABULARY[table].get(column, "") if column else OTHERS
    nearest = sorted((_alike(text, header) for header in known.split() if header != text), reverse=True)
    return sum(share * score for share, score in zip(_NEIGHBOURS, nearest, strict=False))


def nearest_choice(column: str, word: str) -> str | None:
    """The choice whose words a word of a ledger is most like; None where it is like none, or like two of them."""
    near = sorted(
        ((max(_alike(word, known) for known in words.split()), choice) for choice, words in CHOICE_WORDS.get(column, {}).items()), reverse=True
    )  # fmt: skip
    return near[0][1] if near and near[0][0] >= LEAST_ALIKE and near[0][0] > 1.1 * near[1][0] else None
