"""Short names for what a sentence asks: the words around a number without the verbs and days."""

import re

from data_loaders.planning.sentences.masks import HOLE, VERB

_LEADING = re.compile(
    r"^(?:确保|力争|争取|实现|全面|进一步|持续|加快|推进|继续|切实|大力|积极|努力|着力|严格|落实|计划|基本|以上|认真|深入|扎实|不断|逐步|稳步|坚持|要|须|应(?!\S尽|急)"
    r"|原计划|原定|不迟|不晚|赶在|至少|(?:总?投资|投入|安排|统筹)(?:资金)?约?\d[\d.]*[万亿]?元(?=新?[建改扩修打])|的|将|使|把|对(?![口接])|于|再(?![生就])|在(?![校岗册建园读外家编职村线库])|与|及|和(?![美谐睦])|并|且|使得|同时|其中|其余|到?20\d\d年(?:度|[底末初](?:之?前)?|以来)?|全年|年内|今年"
    r"|当年|年底前|按照|通过|围绕"
    r"|全[县区镇市乡州](?!域|民|性)|完成|新增(?!发放)|新建和改建|新建|改建(?!率)|新改建|改造(?!率)|建设|建成|打造|创建|培育|举办|组织|开展|实施|推行|推广|加强|加大"
    r"|强化|做好|抓好|抓实|保障|保证|加快建设|重点|一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|[,，、。；：“”’‘\s□①-⑳—―·•])+"
)
_TRAILING = re.compile(
    r"(?:控制|稳定|保持|巩固|维持|达到?|实现|提高|提升|扩大|增加|降低|下降|减少|完成|不低于|不少于|不超过|不高于|至少有?|要|须|应|(?<![户人亩村平])均|都|各|在|到|至"
    r"|(?<!行)为|是|将|力争|确保|分别|依次|全部|全面|(?<![具所共])有|的|了|以上|以内|(?<![民公合契])约|[较比]?上年度?|[较比]?去年"
    r"|[较比](?:[今本]?年初|期初|基期|目前|现在)|[较比]?20\d\d年度?|当年发现|当年|年底|年度|年末|每年|较|按|与|再|[,，、。；：\s□“])+$"
)
_BARE = re.compile(
    r"确保|完工(?!率)|竣工(?!率)|其余|余下|力争|争取|基本|实现|完成|达到?|控制|稳定|保持|维持|全部|全面|(?<![户人亩村平])均|都|须|要|应|在|到|至|于|为|的|比例"
    r"|进度|不低于|不少于|不超过|不得|提高|提升|降|前|并|且|累计|总?工程量|总量|任务|目标|量|分别|依次|[,，、。；：\s□“”]|年|其中|同时|以上|以内|左右|内"
)
_COUNT_NOUN = re.compile(r"^(?:的)?(?P<noun>[^，。；、：\d]+)")
# 1个集体收入超50万元的村
_SUCH = re.compile(
    r"[^，。；、\d]{2,14}(?:超过?|达到?|低于|高于|不足)\d[\d.]*[万亿]?[^，。；、\d]{1,2}(?:以[上下])?的?(?:村|乡镇|户|企业|合作社|家庭)(?=$|[，。；、])"
)
_IN_PLACES = re.compile(
    "(?:行政)?(?:村|乡|镇|乡镇)(?:逐[村户镇]|全面|集中|统一)?(?:开展|实施|进行|推行)([^，。；、：\\d]{3,16})"
)  # 30个村开展乡村建设试点
_STOPS = re.compile(
    r"(?:\d|(?:上|下)半年|年底|年内|[户人亩村]均|第[一二三四]季度|每|进行|开展|全部|全面|务必|务于|必须|应当|于|在\d|建设任务|任务|均|的(?=要求)|以及|并(?=\S{2})|，|。|；).*$"
)
_FREQUENCY = re.compile(
    r"于?(?:除[^外]{1,8}外)?(?:至少|不少于|坚持|定期)?(?:每?逢?[隔双](?=个?[月周日天])|(?:每|按|逐))(?:[两二三四五六双一]|\d{1,2})?个?(?:半个?月|半年|季度|学期|星期|工作日|日|天"
    r"|周(?:[一二三四五六日天](?!次))?(?:[、和及]周?[一二三四五六日天](?!次))*|旬|月|季|年度?)度?(?:[末底初]月?(?:之?前)?|\d{1,2}[日号](?:[、和及]\d{1,2}[日号])*(?:之?前)?)?(?:的)?(?:至少|不少于|各)?(?:开展|组织"
    r"|进行)?(?:[\d一二两三四五六七八九十]+(?:场次|次|遍|轮|回|场)(?:以上)?)?"
    r"(?:一(?=[\u4e00-\u9fff]{2,3}$))?"
)
_TIMES = re.compile(
    r"(?:至少|不少于|各|分别)?[\d一二两三四五六七八九十]+(?:场次|次|遍|轮|回|场)(?:以上)?(?:/(?:[日天周旬月年]|季度?|半年|学期))?"
)
_SOON = re.compile(r"(?:开学|开始|结束)(?:之?后)?(?:[一两二三]|\d{1,2})(?:周|个?月|天|日|个工作日)(?:之|以)?内")
# 在东村、西村等5个村打造示范点9个
_AT_PLACES = re.compile(
    rf"^(?:全年|年内|今年)?在[^，。；]{{2,80}}(?:村|镇|乡|街道|社区|地区|路段|沿线|区域)(?={VERB.pattern})"
)
_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、]|[（(]\d{1,2}[)）])(?!\d)")  # 2.各牵头单位报送进展
_MONTHS_EACH = re.compile(r"^(?:\d{1,2}月(?:份|[上中下]旬|[底末初])?[、和及与]?){2,}(?:各|分别|均)")  # 4月、10月各开展…
LENGTH = 28


def subject(text: str) -> str:
    """What a rate or level is said of: 确保脱贫人口参保率稳定在 → 脱贫人口参保率."""
    text = re.sub(r"(?:由|从)(?:上年|去年|20\d\d年)?的?\d\S*$", "", re.split(r"[，；。：]", text.strip())[-1])
    while True:
        shorter = _balanced(_TRAILING.sub("", _LEADING.sub("", text)))
        if shorter == text:
            return _cut(text)
        text = shorter


def plain_start(text: str) -> str:
    """A text without what leads into it: 全年要防治 → 防治."""
    return _LEADING.sub("", text)


def counted_title(before: str, behind: str) -> str:
    """What is counted: the noun behind the number (356 户户厕问题整改), else the words before it (新建冷藏库 3 座)."""
    behind = re.sub(r"^[（(][^（()）]{1,4}[)）]", "", behind)  # 60篇（条）
    before, behind = (
        _AT_PLACES.sub("", before),
        re.sub(r"^(?:中的?(?=\d)|/[\u4e00-\u9fff]{1,3}(?:以上)?)", "", behind),
    )  # 化粪池3200座中的60%
    behind = re.sub(r"^的(?:标准|比例)(?:安排|配备|落实|[拨支]付|给予)?", "", behind)
    behind = re.sub(r"^不(?:少于|低于)\d+\S{1,2}的", "", behind.replace(HOLE, ""))  # 1支不少于5人的队伍
    if done := _IN_PLACES.match(behind):
        return _cut(done[1])
    if such := _SUCH.match(behind):
        return _cut(such[0])
    noun = _COUNT_NOUN.match(behind)
    after = _balanced(_STOPS.sub("", noun["noun"])) if noun else ""
    after = re.sub(r"^(?:以上|左右|以内)", "", after)
    if len(after) >= 2 and not re.fullmatch(
        r"(?:完成|到位|以上|左右|整改到位|开展整治|的?要求|全部|达标|建成|建设|改造|投用|投入使用|完工|竣工|验收|不变|不减)+",
        after,
    ):
        return _cut(re.sub(r"(?:整改|整治|建设|改造)?(?:到位|任务)$", "", after) or after)
    return subject(re.sub(r"(?:至少|不少于|不低于).*$", "", before)) or after


_COUNTED = r"(?:数量|人数|总数|户数|能力|规模|率|面积|收入|占比|比例|比重|标准|总量|产量|产值|岗位|数|次数|件数|水平)"


def each_counted(name: str) -> list[str]:
    """A数量和B人数 → both; 自来水普及率、集中供水率 → both; else the name alone."""
    pieces = re.split(
        r"(?<=数量|人数|总数|户数|能力|规模|面积|收入|占比|比例|比重|标准|总量|产量|产值)(?:和|及|与|、)|(?<=率)(?:和|及|与|、)",
        name,
    )
    if len(pieces) > 1 and all(re.search(rf"{_COUNTED}$", piece) for piece in pieces):
        return pieces
    return [name]


def short(text: str) -> str:
    """A part of a sentence as a name: without frequency, times, and leading words."""
    text = _MONTHS_EACH.sub("", _NUMBER.sub("", text))
    text = re.sub(
        r"于?(?:[次下首末][月季周]度?|最后一个月的?)?月?\d+日前",
        "",
        _SOON.sub("", _TIMES.sub("", _FREQUENCY.sub("", text.replace("内□", "□")))),
    )
    text = re.sub(r"(?:不少于|不低于|至少|达到|不超过)\d[^，。；]*$", "", text) or text
    return subject(text.replace(HOLE, "")) or _cut(text.replace(HOLE, "").strip("，。；、 "))


def naming(text: str) -> str:
    """The words that name something: 确保投资到位 → 投资位."""
    return _BARE.sub("", text)


def is_bare(text: str) -> bool:
    """Whether nothing is named by these words: 确保, 9月底前达到."""
    return len(naming(text)) <= 1


def titles_of_several(text: str, count: int) -> list[str]:
    """A、B村资金投入分别 → the names of as many things, the last one's end shared; [] when they do not fit."""
    text = re.split(r"[，；。：]", text)[-1]
    pieces = [piece for piece in re.split(r"、|和(?![美谐睦])|(?<![普涉以])及|与", text) if piece]
    if len(pieces) < count:  # 牛羊饲养量分别增长8%、10%: who reads it tells them apart
        name = subject(text)
        return [f"{name}（第{place}项）" for place in range(1, count + 1)] if name else []
    chosen = pieces[-count:]
    last, lengths = chosen[-1], {len(piece) for piece in chosen[:-1]}
    common = last[min(lengths) :] if len(lengths) == 1 and min(lengths) < len(last) else ""
    names = [piece + common for piece in chosen[:-1]] + [last]
    return [] if any(re.match(r"\d+月", name) for name in names) else [subject(name) or name for name in names]


_UNITS = (
    (r"(?:率|占比|比例|比重|覆盖面)$", "%"),
    (r"(?:收入|资金|标准|余额|投资|税收|产值|营收|贷款额|销售额)$", "元"),
    (r"面积$", "亩"),
    (r"水体", "条"),
    (r"(?:返贫|致贫)$|家庭|住房|危房|户厕|厕所|户数|带动能力|\w户$|房屋", "户"),
    (r"人数|人员|学生|儿童|少年|失学|辍|劳动力|人口|规模|对象|就业|残疾人|妇女|老人|干部", "人"),
    (r"(?:垃圾|隐患|乱)\S{0,3}[点处]", "处"),
    (r"案件|事件|上访|信访|投诉", "件"),
    (r"事故|起数$|火灾", "起"),
    (r"污水处理站|泵站", "座"),
)


def unit_of(name: str) -> str:
    """The unit of something that a document counts without naming one: people by 人, houses by 户; its last noun tells."""
    ends = [(match.end(), unit) for pattern, unit in _UNITS for match in re.finditer(pattern, name)]
    return max(ends, key=lambda end: end[0])[1] if ends else "个"


def _balanced(text: str) -> str:
    """The words without quotation marks, and without a bracket that lacks its other half."""
    text = re.sub("[“”‘’]", "", text).strip()
    if text.count("（") < text.count("）"):
        text = text.replace("）", "", 1)
    if text.count("（") > text.count("）"):
        text = text[: text.rindex("（")] + text[text.rindex("（") + 1 :]
    return text


def _cut(text: str) -> str:
    return (
        text
        if len(text) <= LENGTH
        else text[-LENGTH:]
        if text.endswith(("率", "比例", "比重", "占比", "人数", "数量"))
        else text[:LENGTH]
    )
