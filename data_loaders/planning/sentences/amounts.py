"""Numbers with their units, and the words that ask for a number without writing one: 动态清零, 只增不减, 全覆盖."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data_loaders.planning.sentences.numerals import CHINESE, NUMERAL, value_of

Span = tuple[int, int]

# Longest first; after a numeral these are measured, counted or rated.
_MEASURES = (
    "平方公里 平方千米 平方米 立方米 万千瓦时 千瓦时 兆瓦 千瓦 百分点 个百分点 微克 毫克 公里 千米 公顷 公斤 千克 海里 米 亩 吨 斤 升 "
    "人次 场次 笔 批次 趟次 班次 车次 户次 门次 件次 元 美元 户 人 名 位 座 处 所 家 条 株 棵 头 只 羽 匹 尾 箱 期 场 次 遍 轮 项 件 份 篇 套 台 辆 盏 间 栋 幢 宗 "
    "支 对 门 口 眼 孔 块 片 面 个 分 队 节 班 本 册 张 幅 组 趟 道 段 根 只 类 种 款 例 起 站 村 镇 乡 县 类 社区 天 倍 把 艘 杆 盆 桶 枚 棒 "
    "学时 课时 平米 粒 袋 瓶 筐 穴 蔸 枝 床 席 座席 标箱 峰 列 台套 台次 亩次 担 桌 顶 架 群 小时"
).split()
_UNIT = "|".join(sorted(map(re.escape, set(_MEASURES)), key=len, reverse=True))
_PER = "日|天|年|平方公里|公里|亩|公顷|立方米|升|公斤|千克"  # 300平方米/公里
_AMOUNT = re.compile(
    rf"(?P<low>{NUMERAL})(?:\s*[—~～至到-]\s*(?P<high>{NUMERAL}))?(?P<more>余|多|来)?"
    rf"(?P<unit>(?:[万亿千百]|百万|千万)?(?:[%‰]|(?:{_UNIT})(?:(?<!元)/(?:{_PER}))?)|[万亿])(?:（(?:{_UNIT})）)?(?P<over>左右|上下|以上|及以上|以下|以内|之内)?"
)
_PERCENT_WORDS = re.compile(
    rf"(?:(?P<of>[百千万二三四五十])分之(?P<value>{NUMERAL}|百)|(?P<half>(?<![另前后上下])一半|半数|(?<!时间)(?<!时间过半任务)(?<!时间过半[、，]任务)过半(?![年月天]|个?月)))(?P<over>左右|以上|以下|以内|之内)?"
)
# 城乡收入比缩小到1.9以内, 降至2.1:1
_RATIO = re.compile(r"(?<![\d.])(?P<value>\d(?:\.\d+)?)(?::1(?!\d))?(?P<over>以[内下]|左右)?(?=[，。；、（□]|$)")
_RATIO_NAMED = re.compile(r"(?:收入[^，。；\d]{0,4}比|差距|倍差|倍数|比值)[^，。；\d]{0,12}$")
_TENTHS = re.compile(
    r"(?P<value>[一二两三四五六七八九]|(?<![\d.])[1-9])成(?P<half>[半一二三四五六七八九])?(?P<over>左右|以上|以下|以内)?(?![效果就立为员品功交本绩分长熟])"
)
_AT_MOST = re.compile(
    r"(?:[≤＜<]|不[得能]?突破|不得?超过|不得?高于|不得?多于|不得?大于|不超|控制在|控制到|压减到|压减至|(?<!不)(?<!不得)低于|下降到|下降至|降低到|降低至|降到|降至"
    r"|减少到|减少至|压降至|压降到|压缩到|压缩至|缩小到|缩小至|收窄到|收窄至|(?<!不)(?<!不得)小于)$"
)
_COMPARED = (
    r"[≤≥＜＞<>≧]|不得?低于|不得?少于|不得?小于|至少有?|最少|达到?|实现|不得?超过|不得?高于|不得?多于|不得?大于|不超|超过|高于|大于|低于|小于|(?:不[得能]?)?突破"
    r"|保持在?|稳定在?|维持在?|控制在|控制到"
    r"|(?:提高|扩大|增加|提升|增长|上升|下降|降低|减少|压减|压降|压缩|缩小|收窄|降|增|升|发展|增至)[到至]|为|是|在|约|力争|(?<!平)均|各|分别|大约|全部|超"
)
COMPARED = re.compile(rf"(?:{_COMPARED})+$")
_GROWS = re.compile(
    r"(?P<verb>增长|增加|提高|(?<!改造)(?<!整治)(?<!巩固)提升|增幅|增速|增长率|上升|递增|增收|净增加?|(?<=[年期])[多少]|扩大|下降|降低|减少|压减|缩减|削减"
    r"|压降|减幅|降幅)(?:幅度|(?<!增收)比例)?(?P<by>了?"
    r"(?:[要须应均]|必须|确保|不得?低于|不得?少于|不得?小于|不得?超过|[≥≤＞＜]|超过|至少|达到?|力争|约|保持在|高于|在|为|控制在)*)$"
)
_FALLING = ("少", "下降", "降低", "减少", "压减", "缩减", "削减", "压降", "减幅", "降幅")


@dataclass(frozen=True)
class Amount:
    """A number that a text writes with its unit; `span` covers both, and 以上 behind them.

    `comparison` is at_least, at_most, zero or growth; a fall has a negative `value`.
    """

    span: Span
    start: int  # where what is said of it begins: 不低于60% begins at 不
    value: float
    unit: str
    comparison: str
    is_compared: bool  # whether a word says so (不低于, 以上), or the bare number stands there


@dataclass(frozen=True)
class Demand:
    """A demand without a number of its own: zero, not_below_last_year, not_above_last_year, growth, or all."""

    span: Span
    comparison: str
    value: float | None


# How much of a total each town or village owes.

_CJK = r"[\u4e00-\u9fff]"
# What stands beside towns without being one: 松岭垦殖场; 养殖场 and 市场 are works.
FARM = "(?:[农林牧渔茶盐]|垦殖|良种|原种|园艺|畜牧|种畜|水产|蚕桑|国营)场"
_TOWN_NAME = rf"{_CJK}{{1,5}}(?:镇|乡|街道|街办|管理处|园区|{FARM}|区|县|市|旗)(?:（{_CJK}{{1,6}}）)?"
_VILLAGE_NAME = rf"{_CJK}{{1,4}}(?:村|社区)"
_PLACE = rf"(?:{_TOWN_NAME}(?:{_VILLAGE_NAME})?|{_VILLAGE_NAME})"
_KIND_OF_PLACE = re.compile(
    r"^[一二三四五]类|(?:级|型|类|示范|重点|精品|样板|提升|整治|中心|脱贫|试点|美丽|宜居|达标|特色|引领|创建|规划|行政|自然|和美|标杆|先进|文明|卫生|生态|安置|普通|一般"
    r"|薄弱|空壳|推进|帮扶|革命|振兴)(?:镇|乡|村|社区|园区)$|乡村$"
    r"|^(?:乡|村|集|城|小城|建制|中心|重点)[镇乡]$|家庭[农林牧]场$|每|^(?:各|全|新建|改建|建成|建设|打造|创建|培育)"
)
_PART = rf"{NUMERAL}[^\d、，；：。）和及与]{{1,6}}"
_GROUP = rf"{_CJK}{{1,6}}(?:(?<!领导小)(?<!工作)(?<!专项)(?<!专家)(?<!推进)(?<!督[导查])(?<!指导)(?<!项目)(?<!包保)组|屯|寨|片区|网格)"
_SHARE = rf"(?:{_PLACE}|{_GROUP}|其余[^，。；、\d]{{0,8}})(?:各|均|完成|承担|为|建设)?{_PART}"
_IN_TURN = rf"{_PLACE}(?:[、和及]{_PLACE})+分别[^\d，。；]{{0,6}}{_PART}(?:[、和及，]{_PART})+"
_LEAD = r"(?P<lead>[（(]其中[：:，]?|[（(]|其中[：:，]?|(?<=[：:，、；]))"
_LISTED = re.compile(rf"{_LEAD}(?P<run>{_IN_TURN}|{_SHARE}(?:[、，；和及]{_SHARE})*)(?P<end>[）)]?)")


@dataclass(frozen=True)
class Shares:
    """What the towns owe of a total that stands before them: their words, and the total's number and place."""

    span: Span
    words: str
    total: Span
    value: float


def is_place(name: str) -> bool:
    """Whether a name is that of a town or village, and says nothing of what is asked there."""
    return bool(re.fullmatch(_PLACE, name)) and not _KIND_OF_PLACE.search(name)


def shares_in(text: str) -> list[Shares]:
    """The lists of towns with their part of a number counted before them: 356户，其中东岭镇50户、西岭镇120户."""
    found = []
    for match in _LISTED.finditer(text):
        words, start = match["run"], match.start("run")
        own = amounts_in(words)
        totals = [each for each in amounts_in(text[:start]) if own and base(each.unit) == base(own[0].unit)]
        places = re.split(rf"{NUMERAL}[^、，；和及]*[、，；和及]?", words)[:-1]
        several = len(own) > 1 or "其中" in match["lead"]
        dated = re.match("[）)]?(?:[均各]|于|在|须|要|应)*(?:\\d{1,2}月|第?[一二三四]季度|上半年)", text[match.end() :])
        if totals and several and not dated and not any(_KIND_OF_PLACE.search(place) for place in places):
            end = match.end() if match["lead"][:1] in ("（", "(") else match.end("run")
            found.append(Shares((match.start(), end), words, totals[-1].span, totals[-1].value))
    return found


_MYRIADS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def base(unit: str) -> str:
    """万户 → 户."""
    return unit.lstrip("百千万亿")


def in_ones(value: float, unit: str) -> tuple[float, str]:
    """1.2 万户 → 12000 户."""
    for sign in unit[: len(unit) - len(base(unit))]:
        value *= _MYRIADS[sign]
    return round(value, 6), base(unit)


_LAST = r"(?:上年同期|去年同期|上年[末底]|去年[末底]|20\d\d年[末底]|上年度?|去年|上一年度?|20\d\d年度?|往年)(?:水平|数|同期|底)?"
_DEMANDS = (
    ("not_below_last_year", None, re.compile(rf"[“”]?(?:(?:与|同)上年(?:同期|水平)?持平|(?:保持|稳定|维持)在?{_LAST}(?<=水平)|只增不减|只升不降|不降反升|有增无减|稳中有升|稳中有增|稳定增长|不下降|不减少|不降低(?!标准|门槛|要求|质量)|(?:不得?低于|不得?少于|不小于|高于或等于){_LAST})[“”]?")),
    ("not_above_last_year", None, re.compile(rf"[“”]?(?:只减不增|只降不升|不增加|不反弹|不上升|[零负]增长|稳中有降|(?:不得?高于|不得?超过|不得?多于|不大于){_LAST})[“”]?")),
    ("growth", None, re.compile(rf"(?:[较比]{_LAST})?(?:有(?:新|较大|明显|所)?的?(?:增加|增长|提高|提升|上升)|(?<!水平)(?<!能力)(?<!质量)(?<!成效)(?<!面貌)(?<!环境)(?<!素质)(?:逐年|稳步|持续|进一步|不断)(?:提高|提升|增长|增加|扩大)(?=[。，；、]|$)|(?:高于|超过|多于){_LAST}(?![^，。；]{{0,12}}的[^，。；]{{0,6}}(?:[乡镇村户]|街道|单位|地区|企业|项目|对象|部门)(?:[，。；由应要须作给纳列按予进逐及]|$))|(?<=[较比])上年(?:增长|增加|提高)(?=[。，；]|$))")),
    ("zero", 0.0, re.compile(r"[“”]?(?:动态清零|全面清零|全部清零|全[部面]消除|实现清零|清零(?!”?(?:行动|专项|工作|方案|台账|攻坚))|归零|保持为零|为零|为0(?![\d.%])|零发生|零新增"
        r"|零返贫|零辍学|零存量|零上访|零事故|零容留|零状态|(?<![一二三四五六七八九十百千万亿点])零(?!距离|售|工|散|碎|星|部|门槛|跑|等|障|容忍|基|利|成本|见|材|接|起|租|费"
        r"|投入|关|花|食|钱|增长)[\u4e00-\u9fff]{2}(?=[、，。；”）]|$)|“零”(?=[\u4e00-\u9fff]{2}(?:[、，。；”）]|$))"
        r"|无(?:失学|辍学|因贫)[^，。；、]{0,6})[“”]?")),
    ("zero", 0.0, re.compile(r"(?:(?<=[无零][一1][名人例户起件])|(?<=(?:没有|不让)[一1][名人例户起件])|(?<=不发生[一1][名人例户起件])|(?<=不出现[一1][名人例户起件])"
        r"|(?<=不出现)(?=因[贫病灾]))(?!一)(?=[^，。；、]{2,12}(?:[、，。；]|$))")),
    ("zero", 0.0, re.compile(r"(?<=消除)(?=[^，。；、]{4,24}(?:现象|情况|万元以下的?[\u4e00-\u9fff]{0,4}村)(?:[，。；]|$))")),
    ("growth", None, re.compile(r"(?<=[提增][高升加])(?=[^，。；]{2,24}(?:普及率|供水率|覆盖率|治理率|参保率|巩固率|就业率|达标率|合格率|处理率|利用率|机械化率)(?:[，。；]|$))")),
    ("all", 100.0, re.compile(r"[“”]?全覆盖[“”]?(?!行动|工作|机制)|(?<=体系|网络|设施|服务|站点|平台|队伍|保险|制度|收运|保洁|供水|宽带|管护)覆盖到?(?:所有|全部|全体)(?=[\u4e00-\u9fff]{0,4}(?:村|镇|乡|社区|小组|农户|校|单位)(?:[，。；、]|$))(?![^。；]*覆盖率)")),
)  # fmt: skip
_NO_COUNT = re.compile(
    r"^(?:提升|不愁|突出|聚焦|强化|增强|促进|围绕|振兴|关键|抓手|覆盖|打通|加快|优化|全覆盖|严格|必须|不准|不得|巩固|衔接(?!项目|资金)|方面|环节|机制|体系|制度|措施"
    r"|大?行动|转变|结合|关系|阶段|层次|层级|层面|原则|维度|确保|坚持|重点(?!村|项目|帮扶|示范)|领域|要素|到位|为主|中心(?!村|镇|城|小学|卫生|户)|不(?!少于|低于|变)"
    r"|目标|步骤|清单|一批|专班|同步|统一|转型|融合|水平|短板|弱项|底线|指标|必|关口"
    r"|季度|月|年|星期|小时|工作日|时间|学期|国家|以|方向|层|批次|角度|文明|意识|维护|确立|自信|布局|全面|台账|台阶|平台(?!\d)|类别|档|级|渠道|途径|路径|方式|办法)"
)
# Units of what is no count before some words (三项机制), and those of which one or two are none at all (一批, 两面).
_BUILT = frozenset("户 座 处 个 所 条 公里 间 栋 口 眼 盏".split())
_VAGUE_UNITS = frozenset("个 项 类 种 件 条 次 面 支 本 批 级 分 节 段 道 轮 门 组 起 例 块 张".split())
_SMALL_UNITS = frozenset("批 项 类 种 道 面 些 起 本 片 条 支 对 块 段 节 门 次 个".split())
_WHO = re.compile(
    "(?:以上|以下)?(?:人员|农户|家庭|对象|群[体众]|人[群口]|个人|患者|名单|[\u4e00-\u9fff]{2}户|村(?!均))"
)
# 无一人因贫辍学, 不漏一户: none of them.
_NOT_ONE = re.compile(
    r"(?:无|零|没有|不(?:新增|增加|漏|落|丢|少|差|缺|让|使|留|发生|出现)|未(?:发生|出现|漏|落)|杜绝|防止|避免)(?:任何)?$"
)
# 一户一策, 一人一档: each its own, no number.
_EACH = re.compile("(?<![统唯逐])一(?:户|人|村|校|企|点|乡|镇|街|组|家|园|厂|事|岗|片|地|站|项目|产业)$")
_EACH_ITS_OWN = re.compile(r"一(?![级期次类等体批些定])[\u4e00-\u9fff]|1[策案档册卡码品账表岗]")
# Letters behind a unit that make another word of it: 3架构.
_WORD_ON = {"担": "[任当负保忧]", "架": "构", "顶": "[层点目]", "群": "[众体]"}
# How long a day a service is there: 日供水时间延长到20小时; how long a meeting lasts is no level.
_HOURS_OF = re.compile(
    "(?:供[水电暖气热]|开放|服务|开门|营业|值守|驻点|直播|播[放出]|运[行营]|通[水电车])[^，。；\\d]{0,4}时[间长](?:[^，。；]*)$"
)
# What is done once: 全员培训一次, not 有一次.
_DONE_ONCE = re.compile(
    "(?:开展|组织|进行|召开|举办|安排|[轮培]训|检[修查测]|[巡排督核抽普审]查|走访|遍访|回访|随访|调研|督导|抽[检样]|演练|体检|评[估比议]|观摩|会商|研[判究]|听取"
    "|通报|调度|清[洗理淤运掏]|消[毒杀]|维[护修]|保养|监测|比对|更新|复核|核[对实]|座谈|慰问|宣[讲传]|[巡义]诊|报送|公[示布]|点评|轮换|盘点)[^，。；]{0,8}$"
)
_RANKED = re.compile(
    "(?:^|[，、对向将给列居入得的排名绩县市区镇靠])[前后]$|(?:倒数|最后|[靠排]后的?|靠前的?|落后的?|末位的?|末尾的?)$"
)
_MODIFIER = re.compile(r"^(?:（含）)?的(?!要求|目标|标准|任务|比例|规定|水平)")


def amounts_in(text: str) -> list[Amount]:
    """The numbers with units in a text; 第2次, idioms, ages and standards are none."""
    found = list(_rates(text))
    for match in _AMOUNT.finditer(text):
        if any(match.start() < each.span[1] and each.span[0] < match.end() for each in found):
            continue
        value = value_of(match["low"])
        if value is None or not _counts(match, text):
            continue
        listed = list(_in_one_unit(match, text))
        found = [each for each in found if not any(one.span[0] == each.span[0] for one in listed)] + listed
        found.append(_amount(match.span(), value, match["unit"], match["over"], text))
    return sorted(found, key=lambda each: each.span)


def _in_one_unit(last: re.Match, text: str) -> Iterator[Amount]:
    """The numbers of a list whose last alone has the unit: 分别达到22、18、9.5万亩, 分别提高1.5个、3个百分点."""
    if listed := re.search(r"(?:分别|依次)[^，。；\d]{0,8}((?:\d+(?:\.\d+)?个?[、和])+)$", text[: last.start()]):
        if "个" in listed[1] and "百分点" not in last["unit"]:
            return
        for number in re.finditer(r"\d+(?:\.\d+)?", listed[1]):
            span = (listed.start(1) + number.start(), listed.start(1) + number.end())
            yield _amount(span, float(number[0]), last["unit"], last["over"], text)


def _rates(text: str) -> Iterator[Amount]:
    for match in _PERCENT_WORDS.finditer(text):
        if text[: match.start()].endswith("个"):
            continue  # 三个百分之百
        value = (
            1
            if match["half"]
            else value_of(match["value"].replace("百", "一百"))
            if match["value"] == "百"
            else value_of(match["value"])
        )
        whole = (
            2
            if match["half"]
            else {"千": 1000, "万": 10_000}.get(match["of"]) or value_of(match["of"].replace("百", "一百"))
        )
        if value is not None and whole:
            yield _amount(match.span(), round(100 * value / whole, 6), "%", match["over"], text)
    for match in _RATIO.finditer(text):
        if ":1" in match[0] or _RATIO_NAMED.search(text[: match.start()]):
            yield _amount(match.span(), float(match["value"]), "倍", match["over"], text)
    for match in re.finditer("翻一?番", text):
        yield Amount(match.span(), match.start(), 100, "%", "growth", True)
    for match in _TENTHS.finditer(text):
        yield _amount(
            match.span(),
            (value_of(match["value"]) or 0) * 10
            + (5 if match["half"] == "半" else value_of(match["half"] or "零") or 0),
            "%",
            match["over"],
            text,
        )


def _amount(span: Span, value: float, unit: str, over: str | None, text: str) -> Amount:
    before = re.sub(r"每人(?:每[月年])?$", "", text[: span[0]])  # 提高到每人每月560元
    compared = COMPARED.search(before)
    start = compared.start() if compared else span[0]
    grows = _GROWS.search(before)
    if grows and not (grows["verb"] == "提升" and base(unit) in _BUILT):  # 新建600户、提升300户
        value = -value if grows["verb"] in _FALLING else value
        return Amount(span, grows.start(), value, unit, "growth", True)
    at_most = (over or "") in ("以下", "以内", "之内") or bool(_AT_MOST.search(before))
    comparison = "at_most" if at_most and not re.search(r"不得?低于$|不得?少于$", before) else "at_least"
    if value == 0:
        comparison = "zero"
    said = bool(over and over not in ("左右", "上下")) or bool(
        compared and not re.fullmatch("为|是|在|约|均|各|分别|全部|实现", compared[0])
    )
    return Amount(span, start, value, unit, comparison, said or at_most or value == 0)


def _counts(match: re.Match, text: str) -> bool:
    before, behind = text[: match.start()], text[match.end() :]
    unit, low = match["unit"], match["low"]
    if (
        (before.endswith("号") and not before.endswith("销号"))
        or before.endswith(("第", "〔", "［", "[", "之", "S", "G", "X", "Y", "C", "A"))
        or before[-1:] in {*CHINESE, *".万亿"}
        or re.search(r"\d$", before)
    ):
        return False
    if unit in ("万", "亿") and (low[0] in CHINESE or not re.match(r"[以左上，。；、）]|$", behind)):
        return False
    if unit in ("%", "‰") or unit.endswith("百分点"):
        level = behind.startswith("的基础上") and (
            re.search("不低于|不少于|稳定在|保持在", before[-6:]) or ("确保" in before and match["over"] == "以上")
        )
        return not _MODIFIER.match(behind) or bool(
            level or re.search("(?:覆盖(?:面|率)?(?:扩大|提高|达)?[到至]?|推动|推行|引导|带动|力争)$", before)
        )  # 覆盖60%以上的村
    if _MODIFIER.match(behind) and not re.search(r"(?:达到|不低于|不少于|至少)$", before):
        return False
    if low in ("一", "1") and (
        _NOT_ONE.search(before) or _EACH_ITS_OWN.match(behind) or (_EACH.search(before) and unit not in ("名", "次"))
    ):
        return False
    if low == "一" and re.search(rf"一{re.escape(unit)}[、，]\S{{1,4}}一{re.escape(unit)}", text):
        return False  # 发现一处、整改一处
    if unit in _VAGUE_UNITS and _NO_COUNT.match(behind):
        return False
    if unit in ("村", "镇", "乡", "县", "站", "社区", "倍") or (unit == "期" and re.match("工程|项目|建设", behind)):
        return False
    if unit in ("微克", "毫克") or re.match(_WORD_ON.get(base(unit), "(?!)"), behind):
        return False
    if unit == "小时" and not _HOURS_OF.search(before):
        return False
    if unit == "天" and not re.search(
        r"(?:每个?|按)[月年周季]|(?:全年|年内|年度)[^，。；]*(?:不少于|不低于|至少)$", before
    ):
        return False
    listed = low == "两" and unit == "个" and re.search(rf"{_PLACE}[、和]{_PLACE}$", before)
    if unit in ("名", "位", "个") and (_RANKED.search(before) or (unit != "个" and before.endswith("前"))):
        return False  # 位列前三名, 后三名乡镇, 排名靠后的2个镇
    if f"{low}{unit}" == "二次":
        return False  # 二次救助: the second
    if unit == "次" and re.match("全会|全体|会议", behind):
        return False
    if low == "一" and before.endswith(("统", "唯", "逐", "单", "专")):
        return False
    if f"{low}{unit}" == "一次" and re.match("性|办|过|告|就|次|地|线|函|产业|又|分配", behind):
        return False
    if f"{low}{unit}" == "一次" and _DONE_ONCE.search(before):
        return True
    if low in ("一", "两") and f"{low}{unit}" != "两次" and unit in _SMALL_UNITS and not (listed or _asks(before)):
        return False
    if (
        unit.endswith("元")
        and _WHO.match(behind)
        and re.search("(?:超过|不足|不满|低于|高于|大于|小于|达到?)$", before)
    ):
        return False  # 自付超过1万元人员: who, not how much
    if unit == "人" and (behind[:1] == "户" or (low[0] in CHINESE and behind[:1] in {"们", "口"})):
        return False
    if unit == "分" and not re.search(r"(?:满意度|得分|评分|成绩|分值|指数)[^，。；]{0,8}$", before):
        return False
    if unit in ("类", "种", "大") and low[0] in CHINESE:
        return False
    return not (unit == "元" and behind.startswith(("的标准", "标准")))


def _asks(before: str) -> bool:
    """Whether words before a small Chinese numeral make it a demand: 至少一个, 每村建成一条."""
    return bool(
        re.search(
            r"(?:至少|不少于|不低于|最少|达到|各|每[^，。；]{0,14}|新增|新建|建成|建设|打造|创建|培育)[^，。；]{0,4}$",
            before,
        )
    )


def demands_in(text: str) -> list[Demand]:
    """What a text asks for without a number of its own, in order."""
    found: list[Demand] = []
    for comparison, value, pattern in _DEMANDS:
        for match in pattern.finditer(text):
            if not any(match.start() < each.span[1] and each.span[0] < match.end() for each in found):
                found.append(Demand(match.span(), comparison, value))
    return sorted(found, key=lambda each: each.span)
