"""Parts that tell and do not ask: states, scores, definitions, conditions, other years."""

import re

from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import OF_YEARS, Progress

_SCORED = re.compile(
    r"扣(?:[减除][^，。；]{0,12})?\d|扣[一二三四五六七八九十]+分|(?<![增新添])加\d+(?:\.\d+)?分|加[一二三四五六七八九十]+分|计\d+分|得\d+分|满分"
    r"|等次(?!比例)[^，。；]{0,6}\d|分值|权重|总分|末位|占\d+分|\d+分制|赋分|计分"
    r"|\d分(?:[（(]?含[)）]?|及)?(?:以[上下])?的?，?(?:[评确认划]?定|列|视)?为[“‘]?(?:[优良好中差]|[较不]|[合及]格|一般|先进"
    r"|[A-D一二三四]等?[级类档])|名额|质保金|合同(?:价|金额的)|(?:结算|验收|验收合格|审计|竣工)后[^，。；]{0,6}付[^，。；]{0,4}\d"
    r"|付[至到]\d[\d.]*%(?:后|，)|\d%(?:留|归|分给|分配给)|\d%的比例(?:执行|分配|分成)|租金[^，。；]{0,8}(?:投入|投资)"
    r"|工作时[间长][^，。；]{0,6}\d小时|预留\d|列入\S{0,2}[红黑]|(?:排名|靠|倒数|最(?=后\S{0,3}[名位]))后"
    r"|(?<![前以之])后\d+(?:%|[位名]|个(?!月|工作|小时|自然))|不得?评[优先]|取消\S{0,4}评"
)
_CONDITION = re.compile(
    r"连续\S{1,3}次|累计\S{1,3}次|(?:超过|满|年满|达到|不足|未满|逾期)[^，。；]{1,10}的(?:$|[^要目标任标])"
    r"|(?:不力|不及时|不到位|未按时|未按期)[^，。；]{0,4}的|^凡|^对(?:未|连续|逾期|不)(?!.*每)|^如|^若|一票否决|约谈|问责"
)
# Who is meant, not how much: 将年收入低于8000元的农户列为监测对象.
_THRESHOLD = re.compile(
    r"(?:低于|高于|超过|不足|不满|少于|多于|大于|小于|达到|以[上下内])[^，。；]{0,40}的?[^，。；]{0,16}(?:列为|列入|纳入|认定为|视为|界定为|确定为|作为)(?!.*率)"
)
# What a word means, what came of it: none of it is asked.
_DEFINES = re.compile(
    "(?:是指|系指|指的是|所称|所需(?:经费|资金)|^申报(?:主体|企业|对象|单位|条件)|^申报[^，。；]{1,8}[须需应])[^。；]*$"
)
# Whom it concerns, what others do, what may be done or will come of it.
_NOT_ASKED = re.compile(
    r"(?:请假|旷工|离岗|缺勤|休假)[^，。；]{0,8}\d|休假每|元(?:以[上下])?的?(?:由|须|应|要|实行)[^，。；]*(?:审批|评审|审核|招投?标|采购)"
    r"|\d[\d.]*(?:%|个百分点|万?元)(?:以[上内下])?，?(?:的?(?:标准|比例))?(?:按照?|依照?|参照|执行)(?:国家|[省市县区州]|上级|现行|原有?|有关|相关"
    r"|既定|统一|规定)[^，。；]{0,8}(?:政策|规定|标准|办法|比例)(?:执行|落实|办理|给予|核定|报销|兑现|保障|享受|$)"
    r"|(?:管理|手续|服务|监理|设计|评审|代理|前期|勘察|工作)(?:费用?|经费)[^，。；]{0,6}(?:按|从|在|以|每)[^，。；]*\d[\d.]*%"
    r"|\d[\d.]*%[^，。；]{0,10}(?:列支|计提|提取)"
    r"|一次性(?:资助|奖励|奖补|补助|补贴|救助|慰问|发放|给予)[^，。；\d]{0,6}\d[\d.]*万?元|预计(?:年均?|可|将|总|带动)[^，。；月]*\d"
    r"|^原(?:计划|定|任务)[^，。；\d]*\d+(?:\.\d+)?[^，。；\d]*$"
    r"|^[^，。；]{0,6}明年(?:计划|拟|将|预计|再)[^，。；]*\d"
    r"|一式[\d一二三四五六七八九十]+份|(?:各执|备案|存档)[\d一]+份|可优先|\d[^，。；]*的[^，。；\d]{0,12}优先(?:安排|申报|支持|享受|考虑|纳入)"
    r"|随机抽取[^，。；]*\d|(?:第三方[^，。；]{0,6}(?:评估|调查|抽[样取查]|入户|电话)|样本)[^，。；]*\d[户人份]|(?:转入|结转|并入)(?:今年|本年)"
    r"|^对[^，。；]*(?:少于|不足|未达到?|低于)[^，。；]*的[^，。；]*(?:予以|给予|约谈|提醒)|由\d+[名人]以上|(?:参会|到会|应到)[^，。；]*\d"
    r"|[三二]分之[二一]以上[^，。；]{0,8}(?:同意|通过|代表|参加|出席|到会)|(?:核查|检查|验收)人员不[少低]于"
    r"|(?:自缴|自筹|财政补贴|承担|负担)\d[\d.]*%|连续(?:超过|满|达到?)\d|(?:范围|对象)(?:为|是|包括|覆盖(?![率面])|涉及)|有条件的"
    r"|^(?:涉及|鼓励|倡导|提倡|必要时|视情)|^可(?:容纳|供|储|年?产|满足|服务|停放|保障|带动|辐射|惠及|解决|实现)"
    r"|可(?:以|视情|结合|根据|适当|续|再|安排|配备|新增|增加|设)[^，。；]*\d|^(?:国家|中央|省(?:里|级|上)?)(?:层面)?(?:将|每[季半两年月])|^(?:市(?:里|级|上)?)将(?!台)"
)
# What it needs to be allowed something, and where somebody stands: said behind the numbers.
_TOLD_BEHIND = re.compile(
    "^[^。；]*?(?:(?:方|才)[可能](?:申报|申请|享受|安排|列入|纳入|签约|贷款|参[加评])"
    "|(?<!力争)，(?:位?居|位?列|排名?)(?:全[国省市县区])?第(?:[^，。；]{1,3}[位名]|\\d{1,2}(?=[，。；]))"
    "|(?:救助|报销|补偿|资助)比例(?:为|达到?)?\\d[\\d.]*%，[^，。；\\d]{0,6}封顶)"
)
# 比例达到75%，按现行政策执行: what a rule grants, whatever the plan says.
_BY_RULE = re.compile(
    r"[^，。；]*\d[\d.]*(?:%|个百分点|万?元|[种类])[^，。；]{0,4}，(?:继续)?(?:按照?|依照?|参照|执行)(?:国家|[省市县区州]|上级|现行|原有?|有关|相关"
    r"|既定|统一)[^，。；]{0,8}(?:政策|规定|标准|办法)(?:执行|落实|办理|给予|核定|报销|兑现|享受)(?=[。；，]|$)"
)
# 每月对后三名乡镇进行提醒: whom an act is for, no punishment.
_RANK_MET = re.compile(
    r"(?<=[对向])[^，。；\d]{0,10}?(?:(?:排名|得分)?(?:靠|倒数|最)?后的?(?:\d+|[一二两三四五六七八九十])[名位个]?|(?:排名|得分)?(?:末位|末尾|靠后|落后)的?)"
)
_LAST_YEARS = re.compile(
    r"(?:[上去]年年?[底末](?=$|[全我][县区市镇乡州])(?!.*(?:要|须|确保|力争|应(?!急)))|上年度?|去年|上一年度?|过去的?一年|脱贫攻坚(?:期间|以来)"
    r"|自?20\d\d年以来|近?[\d两二三四五六七八九十]+年来)(?!以来|底|末|度?(?:结[转余]|续建|遗留|剩余|认定)|[^，；\d]{0,12}的"
    r"|.*(?:要|须|确保|力争|应(?!急)))"
)
_SO_OFTEN = re.compile(
    r"^对[一两二三四五\d]次[^，。；]{2,12}的|[一两二三四五\d]次(?:及?以上)?(?:被|未|因|违|无故|擅自)[^，。；]*的(?:$|予以|给予|由|取消|不得|一律|应)"
    r"|(?:累计|连续|出现|发生)[^，。；]{0,6}次(?:及?以上)?[^，。；]{0,12}的$"
)
# So much of a mark: 年终评估占60%, 三项分别占考核的40%、30%、30%.
_WEIGHED = re.compile(
    r"(?:评估|考核|监测|测评|评议|评价|成绩|评分|得分|考评|督查|暗访|自评|核查|抽查|平时|日常|年终)[^，。；、\d]{0,8}?各?占比?(?:总分|总成绩)?的?(?:为"
    r"|约)?(?:\d|[一二三四五六七八九半]成?)"
    r"|占[^，。；]{0,8}(?:考核|评分|总分|分值|成绩|得分|权重)"
)
_IN_A_YEAR = re.compile(
    r"(20\d\d)年(?:度)?(?:已|共|全[县区市镇乡])?(?=创建|完成|建成|新建|改建|实现|打造|改造|发展|培育|整治|安排|投入)"
)
# What was so in a year holds for all of its sentence, 2023年，全县…; what is left of that year is asked for in this one.
_OF_A_YEAR = re.compile(
    r"(?:[^，。；]{0,3}：)?(20\d\d)年(?!以来|底?起|度?(?:结转|续建|遗留|剩余|认定|建成)|[^，；\d]{0,12}的|.*(?:要|须|确保|力争|应(?!急)))"
)


def asks_for_nothing(progress: Progress, part: Part) -> bool:
    """Whether a part only tells: what is, what was, what is scored, granted or defined."""
    if _WEIGHED.search(part.text) or re.search("权重[^。；]*$", progress.about + progress.sentence[: part.start]):
        return True
    met = _RANK_MET.sub("", part.text) if part.frequencies else part.text
    if _SCORED.search(met) and not re.search("满意度", part.text):
        return True
    if _SO_OFTEN.search(part.text) or _DEFINES.search(progress.sentence[: part.end]):
        return True
    above_us = "下达" in part.text and re.search(
        r"按照?\d", progress.sentence[part.end :]
    )  # 省里下达210户，我县按230户推进
    progress.told = bool(above_us or _NOT_ASKED.search(part.text)) or (
        progress.told and part.joint in ("、", "和", "及")
    )
    if progress.told:
        return True
    behind = progress.sentence[part.start :]
    if (_TOLD_BEHIND.search(behind) or _BY_RULE.match(behind)) and not part.days:
        return True
    if _THRESHOLD.search(part.text) and (part.text[0] in "将把对" or "的" in part.text):
        return True
    if OF_YEARS.search(progress.sentence[part.start : part.end]):
        progress.past = True
        return True
    past = _IN_A_YEAR.match(part.text) or (None if part.days else _OF_A_YEAR.match(part.text))
    if _LAST_YEARS.match(part.text) or (past and int(past[1]) != progress.year):
        progress.past = True
    elif re.search(rf"今年|本年|年内|年底|{progress.year}年|再", part.text):
        progress.past = False
    if progress.past and re.match(r"(?:上年|去年|20\d\d年)[底末]?(?:同期)?为[\d.]+\D{0,4}$", part.text):
        progress.past = False  # …，上年为19个: told beside what is asked
        return True
    if progress.past:
        return True
    conditional = is_condition(part)
    return bool(progress.state or conditional) and not any(
        each.is_compared or each.comparison == "growth" for each in part.amounts
    ) and not part.demands and not part.limits and not (part.frequencies and not conditional)  # fmt: skip


def is_condition(part: Part) -> bool:
    """Whether a part says when something is done, or to whom it is threatened; 每两个月约谈一次 is an act."""
    text = part.text
    for each in part.frequencies:
        text = re.sub(rf"{re.escape(each.stated)}(?:(?:集中|进行|开展)*约谈)?", "每", text)
    return bool(_CONDITION.search(text))
