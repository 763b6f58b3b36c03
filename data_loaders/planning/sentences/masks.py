"""Holes over what asks for nothing wherever it stands: names, notes, conditions, what was and what is granted."""

import re

from data_loaders.planning.sentences.amounts import amounts_in, base, demands_in, in_ones
from data_loaders.planning.sentences.times import days_in, frequencies_in

HOLE = "□"
# Private signs, one for each quotation, so that its words can be put back into a title.
_SIGNS = range(0xE000, 0xF900)
_QUOTED = re.compile(r"[“‘「『][^“”‘’」』]*[”’」』]|《[^》]*》")
NOTED = re.compile(r"[（(][^（）()]*[）)]")
# 第3条“…120户”调整为“…158户”: what was, and what is asked now; what is cancelled asks for nothing.
_ANEW = re.compile(
    r"(?P<old>[“「][^“”「」]*[”」])(?P<between>[^“”「」。；]{0,24}?(?:调整|修改|变更|修订|更正|改)为)[“「](?P<new>[^“”「」]*)[”」]"
)
_CANCELLED = re.compile(r"(?:取消|删除|删去|废止|不再\S{2})[^“”「」。；]{0,24}[“「][^“”「」]*[”」]")
# What was, on which more is built: 在上年达到87%的基础上; 在不低于60%的基础上 asks for it.
_BASE = re.compile(
    r"(?:在|以)[^，。；\d]{0,8}?(?:(?P<year>20\d\d)年|上年|去年|往年|现有|原有|已有|目前)[^。；]{0,60}?(?:基础上|为基[数期])"
)
# Who is meant by two things at once: 收入低于6300元且支出较大的.
_WHO_IS_MEANT = re.compile(
    r"(?<!不)(?<!不得)(?:低于|高于|超过|不足|不满|少于|多于|大于|小于|达到)\d[\d.]*[^，。；、\d]{1,4}?(?P<joint>且|并|或|又"
    r"|、[^，。；、\d]{2,8}(?:低于|高于|超过|不足|不满|少于|多于|大于|小于)\d)[^，。；]{1,24}?的(?=[，。；]|家庭|农户|对象|群众|困难|患者|人员|[户人村镇乡]"
    r"|企业|项目|单位|由|给予|优先|可)"
)
# What a rule of long standing grants: 执行起付线降低40%的倾斜政策.
_GRANTED = re.compile(
    r"(?:执行|落实|享受)[^，。；]{2,30}?(?:降低|提高|减免|补[贴助]|资助|报销|优惠)\d[^，。；]{0,30}?的[^，。；]{0,6}(?:政策|待遇)"
    r"|执行[^，。；\d]{0,8}\d[^，。；]{2,40}的(?:政策|规定|标准)|\d[^，。；]{0,8}的[^，。；]{0,4}(?:规定|政策|标准)(?:继续执行|[保维]持|不变)"
    r"|按照?(?:[^，。；\d]{2,12}的|不超过)?\d[\d.]*%[^，。；]{0,6}?(?:给予|资助|补[贴助]|奖|分担|承担|提取|计提|预留|报销|配套|缴纳)"
    r"|按照?[^，。；]{0,4}每[^，。；\d]{1,6}\d+[名个人][^，。；]{0,2}(?:标准|比例)(?=[^，。；]*\d)"
    r"|(?:起付(?:线|标准)|报销比例|支付比例|封顶线)[^，。；]{0,4}(?:降低|提高|上浮)(?![到至])[^，。；\d]{0,2}\d[\d.]*(?:%|个百分点|万?元)"
    r"|\d[\d.]*%[—~～至-]\d[\d.]*%"
    r"|(?:收益|收入|租金|利润)的\d[\d.]*%(?:以内|左右)?(?:用于|作为|归|返)"
    r"|[^，。；]{0,60}\d[^，。；、]{0,8}的，?(?=(?:均|方|也)?可|给予|予以|优先|享受|奖[励补]|补助|补贴|不得|暂停|取消|转入|启动)"
)
VERB = re.compile(
    r"新建|改建|新改建|改扩建|扩建|续建|建设|建成|兴建|修建|修复|维修|完成|打造|创建|培育|培训|举办|开展|组织|实施|改造|整治|整改|治理|拆除|清除|清理|清运|种植|栽植|植树|造林"
    r"|补植|铺设|硬化|绿化|亮化|安装"
    r"|配备|配齐|取缔|关停|搭建|开办|购买|清查|选派|选聘|招聘|引进|引导(?=\d|$)|发展|扶持|带动|吸纳|新增|发放|投放|争取|落实|推广|建立|设立|开发|扩大|增加|稳定|保持"
    r"|达到|达|实现|确保|力争|联结|选树|评选|张贴|印发|悬挂|制作|摆放|聘用|聘请|新聘|续聘|提供|改良|评定|选定|征集|认证|推介|推出|打通|拓宽|疏浚|清淤|加固|除险|修缮|补栽"
    r"|更换|组建|成立|筛查|为民办|体检|接种|宣讲|演出|放映|受理|调解|归集|采集|检测|抽检|鉴定|颁证|发证|确权|托管|配送|孵化|招引|引育|落地|立项|获批|入库|认定|选育|培树|申报"
    r"|认定|消除|化解|提升|提高|更新|补齐|搬迁(?!群众|[户点后]|人[口员]|对象|小区|安置)|安置(?![点区房]|小区|社区)"
    r"|解决|救助|资助|支持|推进|流转|复垦|播种|生产|出栏|销售|帮扶|走访|慰问|不少于|不低于|至少|超过|转移|输送|帮助|改厕|计划(?!数)|布设|安排|划定|设置|埋设|建好|办好|办理"
    r"|办结|审批|[核排抽巡督]查|销号|收储|盘活|入股|签订|签约|报送|刊发|制定|出台|编制"
    r"|培养|互派|派[驻出]|挂职|开[通设](?!渠道|绿色)|授牌|命名|补充|采购|收购|认购|捐赠|募集|对接|促成|繁育|援建|承接|举行|加装|增设|轮训|发布|颁发|承办|救治|领养"
    r"|到位(?=资金)|接待|架设|架桥|务工|就业|输转|授配|分解|遴选|储备|谋划|包装|开工|竣工|投产|通车|验收|交付|移交|巩固|维护|[管养]护|管养|轮作|深松|秸秆|回收|处置|购置"
    r"|配置|新[造植栽种购添设聘招引育培挖打铺]|(?<![\u4e00-\u9fff])新(?!型|时代|的|农|区|一|业|媒|能|乡|村|材)\S|植|建(?!议)|修|栽|拆|清(?!单)"
    r"|种(?!类)|创|选|办(?!法|公)|招|送|评(?![估价])|养殖"
)
# A note that tells days, and shares by day: （10月底前）, （完成时限：10月底前）, （9月底75%，年底100%）.
NOTE_OF_DAYS = "〈"  # stands for its bracket: it speaks for what is before it
_ONLY_DAYS = re.compile(
    r"(?:[完成达到办结工验收投用前，、；：]|时限|摸[底排]|排查|整[改治]|改造|销号|清零|开工|主体|交付|时间|期限|不低于|全部|全面|力争|确保|\d{1,3}(?:\.\d+)?%(?:以上)?)*"
)


def mask(sentence: str, year: int) -> str:
    """The sentence with holes over names, titles and notes, where numbers ask for nothing; a note of days stays."""

    signs = map(chr, _SIGNS)

    def hole(match: re.Match) -> str:
        inside, sign = match[0][1:-1], next(signs)
        if match[0][0] == "《" or (
            re.search(r"\d|[一二两三四五六七八九十百]", inside)
            and not (demands_in(match[0]) or re.fullmatch("[五六七八]一", inside))
            and not frequencies_in(inside)
        ):
            return match[0][0] + sign * len(inside) + match[0][-1]
        return match[0]

    def note(match: re.Match) -> str:
        inside = match[0][1:-1]
        by_day, amounts = any(day.day for day in days_in(inside, year)), amounts_in(inside)
        before_it = days_in(sentence[: match.start()], year)
        point = re.fullmatch(r"\d{1,2}\.\d{1,2}", inside) and before_it and before_it[-1].day is None
        if point and before_it[-1].span[1] == match.start() and days_in(f"{inside}前", year):
            return f"{HOLE}{inside}前"  # 汛前（4.30）
        if by_day and before_it and before_it[-1].day is None and before_it[-1].span[1] == match.start():
            return f"{HOLE}{inside}{HOLE}"  # 入冬前（11月10日前）
        if by_day and _ONLY_DAYS.fullmatch(_without_days(inside, year)):
            return f"{NOTE_OF_DAYS}{inside}，"
        before = {base(each.unit) for each in amounts_in(sentence[: match.start()])}
        whole = [in_ones(each.value, each.unit) for each in amounts_in(sentence[: match.start()])][-1:]
        parts = [in_ones(each.value, each.unit) for each in amounts]
        if len(parts) > 1 and [(round(sum(count for count, _ in parts), 6), parts[0][1])] == whole:
            return f"，{inside}，"  # 造林3.2万亩（人工造林1.1万亩、封山育林2.1万亩）
        if amounts and (inside.startswith("其中") or (by_day and {base(each.unit) for each in amounts} <= before)):
            return f"，{inside}，"
        if whole and len(names := inside.split("、")) > 1 and len(names) == whole[0][0]:
            return HOLE * len(match[0])  # 9个（三道岭、前泉、…）: as many names, and numerals only within them
        told = re.search(r"\d|[较比]?上年|去年", inside)
        return HOLE * len(match[0]) if told else match[0]

    said = _CANCELLED.sub(lambda match: HOLE * len(match[0]), sentence)
    for pattern in (_GRANTED, _BASE, _WHO_IS_MEANT):
        said = pattern.sub(lambda match: _hidden(match, year), said)
    said = _ANEW.sub(lambda match: f"{HOLE * (len(match[0]) - len(match['new']) - 2)}，{match['new']}，", said)
    return NOTED.sub(note, _QUOTED.sub(hole, said))


def _hidden(match: re.Match, year: int) -> str:
    """Holes over what asks for nothing; what is done in the year itself, or by a verb, is asked for."""
    is_now = match.groupdict().get("year") == str(year)
    acts = "joint" in match.groupdict() and VERB.search(match[0][match.end("joint") - match.start() :])
    return match[0] if is_now or acts else HOLE * len(match[0])


def _without_days(text: str, year: int) -> str:
    for day in days_in(text, year):
        text = text.replace(day.stated, "", 1)
    return text
