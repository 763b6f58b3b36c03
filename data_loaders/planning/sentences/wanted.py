"""Whether a number is asked for: it may be a size, a standard, a scope, a level that was reached."""

import re

from data_loaders.planning.sentences.amounts import Amount, base, in_ones
from data_loaders.planning.sentences.masks import HOLE, NOTE_OF_DAYS, VERB
from data_loaders.planning.sentences.parts import Part
from data_loaders.planning.sentences.progress import DONE, Progress, without_facts
from data_loaders.planning.sentences.titles import is_bare, plain_start
from data_loaders.planning.sentences.told import is_condition

_STANDARD = re.compile(
    r"\d[万亿]?元/|按[^，。；]{0,6}每|每\s*\d+|每[百千万]\S{0,2}|标准为|的标准|人均不|每人|每亩|每平方米|每立方米|每公里[^，。；]{0,6}(?:造价|投资|养护费|安排)|造价|保额"
    r"|单[笔次]|单户(?:贷款|额度|借款)|每吨|监测(?:范围|标准|线|收入线)(?:调整|确定|按|为|由|提高)|每[头只羽株生件斤](?!\S{0,2}一?次)"
    r"|每[户人](?:再|另)?(?:增加|增补|发放)|每户(?:补助|补贴|奖补|不超过|奖励)"
    r"|补助(?!(?:发放|惠及|覆盖|落实|到|[\u4e00-\u9fff]{2,4})?[≥≤]?\d+(?:\.\d+)?万?[人户名])|补贴标准|奖补|奖励\d|给予|贴息|最高不超过|额度"
    r"|封顶线|起付线|限额|每个(?:安排|扶持)"
)
# How a thing is to be made, not how much of it: 路面宽度不低于4.5米.
_MADE_SO = re.compile(
    r"(?:[宽厚深高]度|海拔|埋深|间距|坡度|余氯|浊度|直径|半径|(?<![村计方算镇])口径|管径|(?<!总)容积|层高|净高|距离(?=不|小|控制|在)|路[面基]宽)[^，。；\d]{0,6}\d"
    r"|(?:总?建筑|占地|用地)(?:总?面积)[^，。；\d]{0,4}\d|占地约?\d"
    r"|(?:每[户处座个间套][^，。；\d]{0,10}|人均|住房|建房|宅基地|厕屋|室内|单体)(?:住房|建筑)?面积[^，。；]{0,12}\d+平方?米"
    r"|每(?:支|队|组|个?(?:工作队|专班|班组))[^，。；\d]{0,6}\d+[人名]"
    r"|每(?:期|班|场)[^，。；\d]{0,8}\d+(?:学时|课时|人|天|小时)"
)
_SET_ASIDE = re.compile(
    r"(?:统筹|安排|预算|列支|整合|下达|筹集|匹配|配套|(?<!完成)(?<!年度)(?<!固定资产)投资|总投资|设立)[^，。；]{0,16}$"
)
# Acts that other sentences name as things (化肥减量, 防治面积): a part that begins with one asks for it.
_ACT = re.compile(
    r"(?:配套(?!设施|资金|政策|措施|服务)|拉通|接通|连通|架通|铺筑|浇筑|开挖|挖掘|收集|[归撤合]并|编印|印制|查处|查办|打击|关闭|淘汰|报废|清退|退出|退还|返还|发还|追缴"
    r"|收缴|收回|追回|挽回|兑现|结对|包联|联系|推荐|聘任|配强|充实|轮换|落户|引入|培优|育强|做[大强]|壮大|认[养领]"
    r"|采[摘收样]|收[割治]|抢[收种]|间作|休耕|复耕|减[免征排]|压减|削减|节约|恢复|抚育|封育|禁牧|放流|补栏|扩繁|示范|展[示销演]|直播|上架|外销|出口|通过|表彰|审计"
    r"|核[实销]|摸排|[普复]查|回访|[义巡]诊|录入|上传|归档|答复|包保|教育|宣传|播[放出]|刊登|发表|拍摄|编排"
    r"|开[放行]|运营|管理|看护|照料|托养|供养|腾[退空]|监测|[抽化]验|配方|施肥|防[控治]|扑杀|免疫|消[杀毒]|保洁|[美净油黑]化|规范|整[理合]|筹集|捐[助献]|[租出]租"
    r"|租赁|出让|拍卖|交易|放款|授信|担保|[承参]保|理赔)"
)
_OF_SUCH = "的(?!要求|目标|标准|比例|任务|规定|水平|进度|速度|幅度|基础|约)[\u4e00-\u9fff]{2}"  # behind a number: of things so large
_SIZES = ("立方米", "平方米", "米", "吨", "千瓦", "兆瓦", "元", "亩", "平方公里", "公顷")
_BUILT = "池|窖|库|站|厂|塘|井|桥|房|棚|车间|企业|大户|基地|园区?|场|社|项目"
_ONES = ("座", "个", "口", "栋", "处", "间", "家", "所", "眼")
ALL_DONE = re.compile(
    rf"(?:全部|全面|如期|基本)?(?:{DONE}|结束|"
    r"[\u4e00-\u9fff]{2}完毕|(?<=全部)(?:拨付|下达|发放|兑付|支付)(?:完毕)?|完成|完工|建成|竣工|交工|到位|清除"
    r"|销号|拆除|验收|投用|达到100%)"
)
PLACES = r"(?:(?:乡镇|镇|乡|村|街道)（[\u4e00-\u9fff、]{1,6}）|乡镇|镇街|村|镇|乡|街道|社区|县|区|户|单位|部门|管理处|（街道）|（管理处）|（社区）|（镇）|组|学校|企业|合作社|园区|网格|支部|车间|点)"
# 16个乡镇均建成便民服务中心: how many of them there are to be is how many there are.
EVERY_ONE = re.compile(
    r"(?:乡|镇|街道|村|行政村|社区|县)[^，。；\d]{0,4}?(?:均|全部|都)(?=建成|建立|建有|设立|设有|完成|配备|通上?)"
)
# 17个行政村完成污水治理; 17个村完成治理后: what follows then.
_COMPLETE_IT = re.compile(
    r"(?:行政村|自然村|村庄?|乡镇|镇|社区|学校|小区)(?:要|须|应|基本|全面)*(?:完成|建成|创成|实现|达到)(?!了|后|的)(?![^，。；]*(?:后|的)$)"
)
_FROM = re.compile(r"(?:由|从|自)(?:原来?的?|原定的?)?$")  # 由 334 个调整为 350 个: what was
_CHANGED_TO = re.compile(
    r"(?:调整|变更|修改|增加|调增|减少|调减|核减|提高|提升|降低|下调|上调|扩大|压减|改|增|减|降|升|下?调|上调|减少)[为到至]"
)
TIMES = ("次", "遍", "轮", "回")


def is_standard(progress: Progress, part: Part, amounts: list[Amount]) -> bool:
    """Whether money is what somebody is paid for each; a level to be reached is none: 低保标准提高到每人每月560元."""
    if progress.is_goal and amounts and all(each.is_compared for each in amounts):
        return False  # 单座补助 | ≤2.6万元
    if _MADE_SO.search(part.text):
        return True
    if re.search(
        r"资金(?:发放|兑[付现]|[拨支]付|到位|投放|发出|落实)?(?:总[额量])?(?:不少于|不低于|达到?|完成)?\d[\d.]*[万亿]元(?:以上)?$",
        part.text,
    ) and not re.search("[每均]", part.text):
        return False  # 落实奖补资金1200万元: all of it
    if any(re.search("(?:最[高多]|上限|封顶)[^，。；]{0,4}$", part.before(each.start)) for each in amounts):
        return True
    if any(
        each.unit.endswith("元")
        and each.comparison == "at_most"
        and re.search("每个?[村户人]$", part.before(each.start))
        for each in amounts
    ):
        return True  # 每村不超过300万元
    if any(each.unit in _SIZES and part.before(each.start).endswith("原则上") for each in amounts):
        return True
    words = re.sub(r"由每人每[月年]\d+元(?=[提增][高加升]到)", "", part.text)
    for each in amounts:
        said = part.text[max(0, each.start - part.start - 12) : each.start - part.start]
        if each.is_compared and re.search("[户村]均", said):
            return False  # 户均奖补不超过5000元
        if each.is_compared and each.unit == "万元" and re.search("每个?[^，。；]{0,10}村", part.before(each.start)):
            return False  # 每个示范村安排奖补资金不低于100万元
        if each.is_compared and each.comparison != "growth":
            words = words.replace(part.text[each.start - part.start : each.span[1] - part.start], "")
    return bool(_STANDARD.search(words)) and not any(each.unit == "%" for each in amounts)


def is_size(progress: Progress, part: Part, each: Amount) -> bool:
    """Whether a number is how large each of what is counted beside it is: 200立方米蓄水池2口, 1座2000吨冷库."""
    named = re.match(rf"[^，。；、的\d]{{0,8}}?(?:{_BUILT})(?=$|[，。；、\d])", part.behind(each.span[1]))
    if not named or each.is_compared or not {each.unit, base(each.unit)} & {*_SIZES, "头", "只", "羽"}:
        return False
    beside = (each.span[0], each.span[1] + named.end())  # where a number before it ends, or one behind it begins
    return any(
        one.unit in _ONES and (one.span[1] == beside[0] or one.start == one.span[0] == beside[1])
        for one in part.amounts
    )


def is_scope(progress: Progress, part: Part, each: Amount, later: Amount) -> bool:
    """Whether a number only says whom the next one concerns: 12 个村至少有 1 个, 由 51% 提高到 58%, 投入 500 万元新建 3 座."""
    between = part.text[each.span[1] - part.start : later.span[0] - part.start]
    before_it = part.before(each.start)
    qualifies = part.text[: each.span[1] - part.start].endswith(("以上", "以下", "以内")) and not re.match(
        "[、，和及]", between
    )
    if _FROM.search(part.before(each.span[0])) and _CHANGED_TO.match(between):
        return True
    if re.match(_OF_SUCH, between) and each.unit != later.unit and not VERB.search(between):
        return True  # 不少于50人的队伍3支
    if re.search("原(?:定|计划|有|来|任务)", part.before(each.span[0])) and re.search(
        rf"(?:{_CHANGED_TO.pattern})$", between
    ):
        return True  # 原定12个减为9个
    alike = base(each.unit) == base(later.unit) and not re.search("[，、和及]", between)
    if alike and (between.startswith("中") or (VERB.search(between) and is_bare(part.before(each.start)))):
        return in_ones(later.value, later.unit) <= in_ones(each.value, each.unit)  # 21条中的13条, 9个任务销号7个
    if (
        later.unit in TIMES
        and re.match("对", part.words(part.start, each.start))
        and re.search(f"{VERB.pattern}|回头看", between)
    ):
        place = progress.parts.index(part)  # 对215个村完成一轮排查: how often; by a day all of them are to be
        return bool(part.days) or not _is_dealt_with(progress, place, "完成|结束|完毕")
    people = base(each.unit) == "户" and base(later.unit) == "人"
    if not between and not qualifies and (each.unit in ("期", "班", "场") or people):
        return False  # 培训 12 期 600 人 asks for both, 慰问 320 户 960 人 too
    if (
        later.unit == "%"
        and each.unit in ("个", "条", "类", "项", "种")
        and re.fullmatch(
            r"[\u4e00-\u9fff]{2,}率(?:均|不低于|达到?|(?:提升|提高)[到至]|突破|保持在|稳定在|不少于)?", between
        )
    ):
        if not each.is_compared and not re.search(rf"(?:{VERB.pattern})$", part.before(each.start)):
            return True  # 四类对象参保率 99%
    if each.span[1] == later.start and (part.behind(later.span[1]).startswith("的") or is_size(progress, part, later)):
        return False
    if re.match(rf"{PLACES}(?:{VERB.pattern})", between) and re.search(
        r"[、和及][\u4e00-\u9fff]{1,8}$|^(?:全年|年内|今年)?在", before_it
    ):
        return True  # 东岭、西岭两个乡镇维修水柜650座, 在5个村打造示范点9个: where
    if not between or (qualifies and re.match("[\u4e00-\u9fff]", between)):
        return True  # 5亿元以上 1个, 50户以上自然村通硬化路率 100%
    if each.unit.endswith("元") and not later.unit.endswith("元") and not each.is_compared:
        return True
    return (
        each.unit in ("个", "户", "家", "名", "所")
        and bool(re.search(r"至少|都|全部|(?<![户人亩村])均|各|每|达到|不少于|不低于|占|中的", between))
        and not re.match("[、，和]", between)
    )


def is_asked(progress: Progress, part: Part, position: int, each: Amount, before: str) -> bool:
    """Whether an amount is asked for, by its verb, its bound or what stands around it."""
    if re.search("完成[^，。；]{2,16}投资$", before):
        return True
    if each.unit.endswith("元") and not each.is_compared and _SET_ASIDE.search(before):
        return _is_dealt_with(progress, position, "下达|拨付")
    if (
        base(each.unit) in (*_SIZES, "头", "只", "羽")
        and re.search("以[上下]$", progress.sentence[slice(*each.span)])
        and re.match(
            rf"[^，。；、的\d]{{0,8}}?(?:{_BUILT})(?:$|[，。；、建开配实全均应要须按])", part.behind(each.span[1])
        )
    ):
        return False  # 维修200立方米以上蓄水池: how large they are
    if is_size(progress, part, each) or re.search("(?:分|派|摊)[解配摊发]?[到给至]$", before):
        return False  # 任务分解到5个村
    if re.match(_OF_SUCH, part.behind(each.span[1])) and not VERB.search(before):
        return False  # 月工资不低于1800元的车间优先认定: which ones
    if re.match("[^，。；\\d且并及]{0,12}?的(?:比例|占比|比重)", part.behind(each.span[1])):
        return False  # 至少有1人就业的比例达到90%
    if re.search("(?:入户|走访)[^，；]{0,4}$", before) and re.search("抽[取样选]", progress.sentence[: each.start]):
        return False  # how a score is found
    if position and progress.parts[position - 1].text.startswith("原") and _CHANGED_TO.match(f"{before}为"):
        return True  # 原计划改厕230户，调整为310户
    if re.search("(?:分赴|奔赴|深入|走进)$", before) or (
        before.endswith("由") and re.match("[^，。；]{0,12}组成", part.behind(each.span[1]))
    ):
        return False  # 3支队伍分赴8个镇, 由5名专家组成: where, and of whom
    if before.endswith("有") and re.match("[^，。；\\d]{1,8}的(?:$|[由应要须可]|给予|优先)", part.behind(each.span[1])):
        return False  # 有两名以上重病患者的由乡镇领导联系: who is meant
    if re.search(r"每次[^，；]{0,4}$", before):
        return False  # how long each time, not how much in the year
    if re.search("以下$", progress.sentence[slice(*each.span)]) and re.match(
        "[村户镇项家人]|薄弱|自然村|行政村|村庄", part.behind(each.span[1])
    ):
        return False  # 消除10万元以下薄弱村: which ones, not how much
    if EVERY_ONE.match(part.behind(each.span[1])):
        return True
    if not (before.strip("，；") or progress.state) and _COMPLETE_IT.match(part.behind(each.span[1])):
        return len(part.amounts) == 1
    if each.unit in TIMES and (is_condition(part) or re.search("以上[^，。；]*的$", part.text)):
        return False  # 凡2次以上通报的
    if each.unit in TIMES and part.behind(each.span[1])[:1] != "的":
        return True  # 对管线检修一遍, 轮训队员1次: an act
    if (
        part.days
        and progress.sentence[each.start : each.span[0]] == "为"
        and re.search("落实|发放|提供|配备|购买|办理|安装|代缴|缴纳", part.behind(each.span[1]))
    ):
        return True  # 9月底前为310名学生落实资助
    for_whom = part.words(part.start, each.start).lstrip(HOLE)
    if re.match("对全[县区市镇乡州旗]", for_whom):
        return False  # 对全县138个村开展排查: all there are
    if re.search(r"(?:^|[，；])(?:重点)?(?:对(?![口接])|为|向|从|由(?![县区市镇各]))[^，；]{0,12}$", for_whom):
        before = for_whom
        if re.search("以[上下]$", progress.sentence[slice(*each.span)]):
            return False  # 对500亩以上撂荒地开展整治
        acts = re.search(r"(?:进行|开展|实施|完成|全面|全部)|^(?:加装|安装|更换|补植|修复)", part.behind(each.span[1]))
        if re.match(
            "[^，。；]{1,10}?(?:户|家庭|对象|群众|人口)(?:实施|开展|落实|进行)[^，。；]{0,8}(?:帮扶|监测|管理|服务|保障)",
            part.behind(each.span[1]),
        ):
            return False  # 对527户监测户实施帮扶: whom it concerns
        if re.search("(?:^|[，；])为(?!民)", before) and VERB.search(before) and not before.endswith("的"):
            return True  # 为安置区配建车间20个
        return bool(acts) or (before.startswith("对") and _is_dealt_with(progress, position))
    if re.match(r"(?:乡|镇|街道|村|县|区|市|旗|单位|部门)\S{0,4}?(?:要|须|应|负责)", part.behind(each.span[1])):
        return False  # 受灾的3个乡镇要开展排查: who, not how many
    if re.search("按照?$", before) and re.match("推进|实施|落实|组织|下达", part.behind(each.span[1])):
        return True
    if re.search("按照?(?:每|[户人村]均)?[户人村]?$", before):  # 贷款按5万元以下执行, 资金按户均2万元安排
        return each.comparison == "at_least" and each.is_compared and before.endswith("每村")
    # 选派的182名队员: which ones; 反馈的13个问题全部整改 and 剩余的13户 ask for it
    if re.search("(?<!剩余)(?<!剩下)(?<!其余)(?<!余下)(?<!中)的$", before) and not each.is_compared:
        if each.unit.endswith("元") and not re.search("[拨支兑]付|下达", part.behind(each.span[1])):
            return False  # 历年形成的6.4亿元资产全部纳入管理
        if re.match("(?:全面|全部)?(?:完成|办结|消化|处置|销号)", before):
            return True  # 完成上年结转的18个项目
        return bool(
            ALL_DONE.search(part.behind(each.span[1])) or re.search("全部", part.behind(each.span[1]))
        ) or _is_dealt_with(progress, position)
    if each.is_compared or VERB.search(before) or _ACT.match(plain_start(before)):
        return True
    if (before.startswith("其中") and (progress.asked or str(progress.year) in before)) or (
        each.unit in ("场", "期", "场次") and not progress.state
    ):
        return True
    if progress.about and not position and not before and not part.demands:
        return True  # 道路硬化：9公里
    if (
        (part.joint in ("、", "和", "及") or (part.joint == "：" and "其中" in progress.parts[position - 1].text))
        and progress.asked
        and (
            progress.asked[-1].kind in ("target", "indicator", "floor")
            or (progress.asked[-1].kind == "duty" and not progress.parts[position - 1].frequencies)  # 培训2轮、400人次
        )
    ):
        return True
    behind = part.behind(each.span[1])
    if (part.days or progress.ahead) and re.search(
        r"分解|下达|拨付|兑[付现]|完成|到位|建成|整改|清除|清零|竣工|完工|全部开工|投用|投入[使运]|交付|销号|验收",
        behind,
    ):
        return True
    following = progress.parts[position + 1] if position + 1 < len(progress.parts) else None
    if (
        following
        and following.days
        and (
            re.search("下达|拨付", following.text) or ALL_DONE.search(following.text) or following.joint == NOTE_OF_DAYS
        )
    ):
        return True
    if _is_done_in_parts(progress, position, each) or _is_a_level(progress, position, before):
        return True
    if progress.is_goal and not progress.state and re.fullmatch("[\\u4e00-\\u9fff（）“”]{2,16}", before):
        return True
    return (
        progress.verb
        and part.joint == "，"
        and (
            (bool(progress.asked) and progress.asked[-1].kind == "target")
            or bool(re.fullmatch("每个?[村镇乡户]|各", before))
        )
    )


def _is_a_level(progress: Progress, position: int, before: str) -> bool:
    """Whether a level stands without a verb beside others that are asked: 投保面积32万亩，投保率达到75%以上."""
    following = progress.parts[position + 1 : position + 2]
    says = following and following[0].joint == "，" and any(each.is_compared for each in following[0].amounts)
    if not re.search(
        r"(?:^|[\u4e00-\u9fff]{2})(?:面积|总产|总?产[量值]|规模|总量|出栏量?|存栏量?|人数|收入|销售额|交易额)$",
        before,
    ):
        return False
    joint = progress.parts[position].joint
    if joint in ("，", "、"):
        return bool(progress.asked) and progress.asked[-1].kind in ("target", "indicator")
    return bool(says and joint in ("", "；", "："))


def _is_done_in_parts(progress: Progress, position: int, each: Amount) -> bool:
    """Whether what stands behind says how much of it by when, and names nothing else: 公路60公里，6月底前完成20公里."""
    for part in progress.parts[position + 1 :]:
        if part.joint in "；。":
            return False
        alike = [one for one in part.amounts if base(one.unit) == base(each.unit) and one.value < each.value]
        if part.days and alike and "完成" in part.text and is_bare(without_facts(progress, part)):
            return True
    return False


def _is_dealt_with(
    progress: Progress,
    position: int,
    how: str = "到位|完毕|清零|清除|销号|竣工|完工|(?:完成|全部)(?:整改|整治|改造|验收|任务)?$|全部[\\u4e00-\\u9fff]{2,3}$",
) -> bool:
    """Whether what stands behind says by when all of it is put right: …的6月底前整改到位，其余9月底前清零."""
    for part in progress.parts[position + 1 :]:
        if part.joint in "；。":
            return False
        if part.days and re.search(how, part.text):
            return True
    return False
