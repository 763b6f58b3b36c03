"""What one sentence asks for: amounts, rates, zeros, frequencies, time limits, each with its words, day and share by day.

A sentence is read part by part (，；、): a day that stands alone speaks for what follows it or for what is before it, a
share with a day is a milestone of what is before it. Nothing becomes a row unless words ask for it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate
from math import floor
from typing import Protocol

from data_loaders.planning.amounts import (
    Amount,
    Demand,
    Shares,
    amounts_in,
    base,
    demands_in,
    in_ones,
    is_place,
    shares_in,
)
from data_loaders.planning.numerals import plain
from data_loaders.planning.owners import ungoverned
from data_loaders.planning.times import Day, Frequency, Limit, days_in, frequencies_in, limits_in, names_another_year
from data_loaders.planning.titles import (
    counted_title,
    is_bare,
    naming,
    plain_start,
    short,
    subject,
    titles_of_several,
    unit_of,
)


@dataclass(frozen=True)
class Asked:
    """One thing that a sentence asks for; numbers as written, rates in percent."""

    kind: str  # target, milestones, ratio, floor, deadline, indicator, duty
    title: str
    span: tuple[int, int]  # its words within the sentence
    target: float | None = None
    unit: str = ""
    comparison: str | None = None
    deadline: date | None = None
    milestones: tuple[tuple[date, float], ...] = ()
    frequency: str | None = None
    each: str = ""  # every one of these so many: 村, 镇（管理处）
    places: float | None = None  # how many of them, where the sentence says so
    event: str = ""  # what a time limit is counted from
    sure: int = 3  # 3: its words say so, 2: taken from what stands around it, 1: likely
    shares: str = ""  # how much of it each town owes, where the sentence says so: 东岭镇50户、西岭镇120户
    unfixed: str = ""  # a day that the calendar moves: 春节前
    counted: bool = False  # whether its milestones are written as counts: 6月底前完成50座

    def dated(self, day: Day) -> "Asked":
        """The same by a day; one that a person has to name is asked about."""
        return replace(self, deadline=day.day or self.deadline, unfixed=day.stated if day.is_open else self.unfixed)


@dataclass(frozen=True)
class Reading:
    """What a sentence asks for, and the numbers in it that became nothing."""

    asked: tuple[Asked, ...]
    unused: tuple[str, ...]


@dataclass
class _Part:
    start: int
    end: int
    text: str  # with what is no demand masked, as long as in the sentence
    joint: str  # what parts it from the part before: ， ； 、 和
    days: list[Day] = field(default_factory=list)
    frequencies: list[Frequency] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    in_turn: int | None = field(
        default=None, kw_only=True
    )  # where levels begin, one for each day named before them: 15%、45%、75%

    def before(self, place: int) -> str:
        return self.text[: place - self.start]

    def behind(self, place: int) -> str:
        return self.text[place - self.start :]

    def words(self, start: int, end: int) -> str:
        """The words between two places without the days among them: a day is no part of a name."""
        days = {place for day in self.days for place in range(*day.span)}
        return "".join(
            letter for place, letter in enumerate(self.text, self.start) if start <= place < end and place not in days
        )


_HOLE = "□"
# Private signs, one for each quotation, so that its words can be put back into a title.
_SIGNS = range(0xE000, 0xF900)
_QUOTE_SIGNS = re.compile(r"([\ue000-\uf8ff])\1*")
_QUOTED = re.compile(r"[“‘「『][^“”‘’」』]*[”’」』]|《[^》]*》")
_NOTED = re.compile(r"[（(][^（）()]*[）)]")
# 第3条“…120户”调整为“…158户”: what was, and what is asked now; what is cancelled asks for nothing.
_ANEW = re.compile(
    r"(?P<old>[“「][^“”「」]*[”」])(?P<between>[^“”「」。；]{0,24}?(?:调整|修改|变更|修订|更正|改)为)[“「](?P<new>[^“”「」]*)[”」]"
)
_CANCELLED = re.compile(r"(?:取消|删除|删去|废止|不再\S{2})[^“”「」。；]{0,24}[“「][^“”「」]*[”」]")
_STATE = re.compile(
    r"现有|现[为在]|共有|现已|(?<!项)目前|截至|已有|已完成|已建成(?=\d|[一二两三四五六七八九十百]+[个座处])|累计已|辖(?!区)|上年为|去年(?![^，；\d]{0,12}的)|上年(?:度)?(?:完成|实现|达)|以来(?!.*(?:每|一[遍次轮]))|曾|获得|荣获|位居|排名第|占全"
    r"|(?:较|比)(?:上年|20\d\d年)已|适用于|共(?:安置|覆盖|涉及|惠及)"
    r"|仅[为占有达]|(?:全|我)[县区市镇乡州旗]有|^[全我][县区市镇乡州旗](?:总?共(?:认定|识别|纳入|摸排|核查|录入|登记|标注)|累计(?:认定|识别|纳入|摸排|核查|录入|登记|标注|投入|实施|排查|监测|消除|脱贫|选派|发放|帮扶))(?=[^，。；\d]{0,10}\d)|到县[^，。；]{0,8}资金|历年|累计形成|^该(?:项目|产业|园区?|基地|企业|水厂|工程)|的\d+[^，。；\d]{1,8}(?:完成|销号|办结)\d|已经?(?:全部|全面|基本)?(?:下达|确权|分配|整改|办结|落实|拨付|支付|开工|完工|竣工|投用|发放|培育|新增|认定|改造|治理|培训|到位|销号)(?!的)"
    r"|(?:建成|投产|实施|运营|达产|投用|完工)后[^，。；]{0,4}(?:可|预计|将|能)|预计(?=[^，。；月]*\d)(?![^，。；]*月)|可(?:带动|辐射|惠及|覆盖)"
    r"|(?:评估|调查|监测|统计|测评|数据)(?:结果)?(?:显示|表明)|据统计|经(?:初步)?(?:统计|摸排|排查|测算|核查|核定)(?=，)|(?:今年)?1[—~至到-]\d{1,2}月份?(?=，?[^，。；]*累计)"
    r"|^(?!.*(?:今年|年内|全年|新增|完成|确保|计划|力争|实施|资助|救助|慰问|培训)).*\d万?户\d+(?:\.\d+)?万?人"
)
# What is asked behind what is: 现有车间3家，年内再认定1家.
_ASKS = re.compile(
    "今年|本年|年内|再|要|须|应当|确保|力争|计划|达到|不低于|不少于|不超过|控制在|[提增][高升加]|新[增建改]|每|全部|完成|清零|推进|实施"
)
_SCORED = re.compile(
    r"扣(?:[减除][^，。；]{0,12})?\d|扣[一二三四五六七八九十]+分|(?<![增新添])加\d+(?:\.\d+)?分|加[一二三四五六七八九十]+分|计\d+分|得\d+分|满分|等次(?!比例)[^，。；]{0,6}\d|分值|权重|总分|末位|占\d+分|\d+分制|赋分|计分|\d分(?:[（(]?含[)）]?|及)?(?:以[上下])?的?，?(?:[评确认划]?定|列|视)?为[“‘]?(?:[优良好中差]|[较不]|[合及]格|一般|先进|[A-D一二三四]等?[级类档])|名额|质保金|合同(?:价|金额的)|(?:结算|验收|验收合格|审计|竣工)后[^，。；]{0,6}付[^，。；]{0,4}\d|付[至到]\d[\d.]*%(?:后|，)|\d%(?:留|归|分给|分配给)|\d%的比例(?:执行|分配|分成)|租金[^，。；]{0,8}(?:投入|投资)|工作时[间长][^，。；]{0,6}\d小时|预留\d|列入\S{0,2}[红黑]|(?:排名|靠|倒数|最(?=后\S{0,3}[名位]))后|(?<![前以之])后\d+(?:%|[位名]|个(?!月|工作|小时|自然))|不得?评[优先]|取消\S{0,4}评"
)
# 比普通参保人员降低50%: how two groups differ, no change against last year.
_THAN_OTHERS = re.compile(
    "(?:(?<![占同环])比(?![例重率值]|上|去|往|同|20|[今本]?年初|期初|基期|目前|现在)|较(?![大快好高]|上|去|往|同|20|[今本]?年初|期初|基期|目前|现在))[^，。；]{2,16}?(?P<differs>[高低多少])?$"
    "|(?P<beyond>高于|高出|快于|(?<!不)(?<!不得)低于)(?!上年|去年|20)[^，。；]{2,16}$"
)
_CONDITION = re.compile(
    r"连续\S{1,3}次|累计\S{1,3}次|(?:超过|满|年满|达到|不足|未满|逾期)[^，。；]{1,10}的(?:$|[^要目标任标])|(?:不力|不及时|不到位|未按时|未按期)[^，。；]{0,4}的|^凡|^对(?:未|连续|逾期|不)(?!.*每)|^如|^若|一票否决|约谈|问责"
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
    r"|\d[\d.]*(?:%|个百分点|万?元)(?:以[上内下])?，?(?:的?(?:标准|比例))?(?:按照?|依照?|参照|执行)(?:国家|[省市县区州]|上级|现行|原有?|有关|相关|既定|统一|规定)[^，。；]{0,8}(?:政策|规定|标准|办法|比例)(?:执行|落实|办理|给予|核定|报销|兑现|保障|享受|$)"
    r"|(?:管理|手续|服务|监理|设计|评审|代理|前期|勘察|工作)(?:费用?|经费)[^，。；]{0,6}(?:按|从|在|以|每)[^，。；]*\d[\d.]*%|\d[\d.]*%[^，。；]{0,10}(?:列支|计提|提取)"
    r"|一次性(?:资助|奖励|奖补|补助|补贴|救助|慰问|发放|给予)[^，。；\d]{0,6}\d[\d.]*万?元|预计(?:年均?|可|将|总|带动)[^，。；月]*\d|^[^，。；]{0,6}明年(?:计划|拟|将|预计|再)[^，。；]*\d"
    r"|一式[\d一二三四五六七八九十]+份|(?:各执|备案|存档)[\d一]+份|可优先|\d[^，。；]*的[^，。；\d]{0,12}优先(?:安排|申报|支持|享受|考虑|纳入)|随机抽取[^，。；]*\d|(?:第三方[^，。；]{0,6}(?:评估|调查|抽[样取查]|入户|电话)|样本)[^，。；]*\d[户人份]|(?:转入|结转|并入)(?:今年|本年)|^对[^，。；]*(?:少于|不足|未达到?|低于)[^，。；]*的[^，。；]*(?:予以|给予|约谈|提醒)|由\d+[名人]以上|(?:参会|到会|应到)[^，。；]*\d|[三二]分之[二一]以上[^，。；]{0,8}(?:同意|通过|代表|参加|出席|到会)|(?:核查|检查|验收)人员不[少低]于"
    r"|(?:自缴|自筹|财政补贴|承担|负担)\d[\d.]*%|连续(?:超过|满|达到?)\d|(?:范围|对象)(?:为|是|包括|覆盖(?![率面])|涉及)|有条件的|^(?:鼓励|倡导|提倡|必要时|视情)|^可(?:容纳|供|储|年?产|满足|服务|停放|保障|带动|辐射|惠及|解决|实现)"
    r"|可(?:以|视情|结合|根据|适当|续|再|安排|配备|新增|增加|设)[^，。；]*\d|^(?:国家|中央|省(?:里|级|上)?)(?:层面)?(?:将|每[季半两年月])|^(?:市(?:里|级|上)?)将(?!台)"
)
# What it needs to be allowed something, and where somebody stands: said behind the numbers.
_TOLD_BEHIND = re.compile(
    "^[^。；]*?(?:(?:方|才)[可能](?:申报|申请|享受|安排|列入|纳入|签约|贷款|参[加评])"
    "|(?<!力争)，(?:位?居|位?列|排名?)(?:全[国省市县区])?第(?:[^，。；]{1,3}[位名]|\\d{1,2}(?=[，。；]))|(?:救助|报销|补偿|资助)比例(?:为|达到?)?\\d[\\d.]*%，[^，。；\\d]{0,6}封顶)"
)
# 比例达到75%，按现行政策执行: what a rule grants, whatever the plan says.
_BY_RULE = re.compile(
    r"[^，。；]*\d[\d.]*(?:%|个百分点|万?元|[种类])[^，。；]{0,4}，(?:继续)?(?:按照?|依照?|参照|执行)(?:国家|[省市县区州]|上级|现行|原有?|有关|相关|既定|统一)[^，。；]{0,8}(?:政策|规定|标准|办法)(?:执行|落实|办理|给予|核定|报销|兑现|享受)(?=[。；，]|$)"
)
# 每月对后三名乡镇进行提醒: whom an act is for, no punishment.
_RANK_MET = re.compile(
    r"(?<=[对向])[^，。；\d]{0,10}?(?:(?:排名|得分)?(?:靠|倒数|最)?后的?(?:\d+|[一二两三四五六七八九十])[名位个]?|(?:排名|得分)?(?:末位|末尾|靠后|落后)的?)"
)
_LAST_YEARS = re.compile(
    r"(?:[上去]年年?[底末](?=$|[全我][县区市镇乡州])(?!.*(?:要|须|确保|力争|应(?!急)))|上年度?|去年|上一年度?|过去的?一年|脱贫攻坚(?:期间|以来)|自?20\d\d年以来|近?[\d两二三四五六七八九十]+年来)(?!以来|底|末|度?(?:结[转余]|续建|遗留|剩余|认定)|[^，；\d]{0,12}的|.*(?:要|须|确保|力争|应(?!急)))"
)
_SO_OFTEN = re.compile(
    r"^对[一两二三四五\d]次[^，。；]{2,12}的|[一两二三四五\d]次(?:及?以上)?(?:被|未|因|违|无故|擅自)[^，。；]*的(?:$|予以|给予|由|取消|不得|一律|应)|(?:累计|连续|出现|发生)[^，。；]{0,6}次(?:及?以上)?[^，。；]{0,12}的$"
)
# What was, on which more is built: 在上年达到87%的基础上; 在不低于60%的基础上 asks for it.
_BASE = re.compile(
    r"(?:在|以)[^，。；\d]{0,8}?(?:(?P<year>20\d\d)年|上年|去年|往年|现有|原有|已有|目前)[^。；]{0,60}?(?:基础上|为基[数期])"
)
# So much of a mark: 年终评估占60%, 三项分别占考核的40%、30%、30%.
_WEIGHED = re.compile(
    r"(?:评估|考核|监测|测评|评议|评价|成绩|评分|得分|考评|督查|暗访|自评|核查|抽查|平时|日常|年终)[^，。；、\d]{0,8}?各?占比?(?:总分|总成绩)?的?(?:为|约)?(?:\d|[一二三四五六七八九半]成?)"
    r"|占[^，。；]{0,8}(?:考核|评分|总分|分值|成绩|得分|权重)"
)
# Who is meant by two things at once: 收入低于6300元且支出较大的.
_WHO_IS_MEANT = re.compile(
    r"(?<!不)(?<!不得)(?:低于|高于|超过|不足|不满|少于|多于|大于|小于|达到)\d[\d.]*[^，。；、\d]{1,4}?(?P<joint>且|并|或|又|、[^，。；、\d]{2,8}(?:低于|高于|超过|不足|不满|少于|多于|大于|小于)\d)[^，。；]{1,24}?的(?=[，。；]|家庭|农户|对象|群众|困难|患者|人员|[户人村镇乡]|企业|项目|单位|由|给予|优先|可)"
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
_STANDARD = re.compile(
    r"按[^，。；]{0,6}每|每\s*\d+|每[百千万]\S{0,2}|标准为|的标准|人均不|每人|每亩|每平方米|每立方米|每公里[^，。；]{0,6}(?:造价|投资|养护费|安排)|造价|保额|单[笔次]|单户(?:贷款|额度|借款)|每吨|监测(?:范围|标准|线|收入线)(?:调整|确定|按|为|由|提高)|每[头只羽株生件斤](?!\S{0,2}一?次)|每[户人](?:再|另)?(?:增加|增补|发放)|每户(?:补助|补贴|奖补|不超过|奖励)|补助(?!(?:发放|惠及|覆盖|落实|到|[\u4e00-\u9fff]{2,4})?[≥≤]?\d+(?:\.\d+)?万?[人户名])|补贴标准|奖补|奖励\d|给予|贴息|最高不超过|额度|封顶线|起付线|限额|每个(?:安排|扶持)"
)
# How a thing is to be made, not how much of it: 路面宽度不低于4.5米.
_MADE_SO = re.compile(
    r"(?:[宽厚深高]度|海拔|埋深|间距|坡度|余氯|浊度|直径|半径|(?<![村计方算镇])口径|管径|(?<!总)容积|层高|净高|距离(?=不|小|控制|在)|路[面基]宽)[^，。；\d]{0,6}\d"
    r"|(?:每[户处座个间套][^，。；\d]{0,10}|人均|住房|建房|宅基地|厕屋|室内|单体)(?:住房|建筑)?面积[^，。；]{0,12}\d+平方?米"
    r"|每(?:支|队|组|个?(?:工作队|专班|班组))[^，。；\d]{0,6}\d+[人名]"
    r"|每(?:期|班|场)[^，。；\d]{0,8}\d+(?:学时|课时|人|天|小时)"
)
_SET_ASIDE = re.compile(
    r"(?:统筹|安排|预算|列支|整合|下达|筹集|匹配|配套|(?<!完成)(?<!年度)(?<!固定资产)投资|总投资|设立)[^，。；]{0,16}$"
)
_VERB = re.compile(
    r"新建|改建|新改建|改扩建|扩建|续建|建设|建成|兴建|修建|修复|维修|完成|打造|创建|培育|培训|举办|开展|组织|实施|改造|整治|整改|治理|拆除|清除|清理|清运|种植|栽植|植树|造林|补植|铺设|硬化|绿化|亮化|安装"
    r"|配备|配齐|取缔|关停|搭建|开办|购买|清查|选派|选聘|招聘|引进|引导(?=\d|$)|发展|扶持|带动|吸纳|新增|发放|投放|争取|落实|推广|建立|设立|开发|扩大|增加|稳定|保持|达到|达|实现|确保|力争|联结|选树|评选|张贴|印发|悬挂|制作|摆放|聘用|聘请|新聘|续聘|提供|改良|评定|选定|征集|认证|推介|推出|打通|拓宽|疏浚|清淤|加固|除险|修缮|补栽|更换|组建|成立|筛查|为民办|体检|接种|宣讲|演出|放映|受理|调解|归集|采集|检测|抽检|鉴定|颁证|发证|确权|托管|配送|孵化|招引|引育|落地|立项|获批|入库|认定|选育|培树|申报|认定|消除|化解|提升|提高|更新|补齐|搬迁(?!群众|[户点后]|人[口员]|对象|小区|安置)|安置(?![点区房]|小区|社区)"
    r"|解决|救助|资助|支持|推进|流转|复垦|播种|生产|出栏|销售|帮扶|走访|慰问|不少于|不低于|至少|超过|转移|输送|帮助|改厕|计划(?!数)|布设|安排|划定|设置|埋设|建好|办好|办理|办结|审批|[核排抽巡督]查|销号|收储|盘活|入股|签订|签约|报送|刊发|制定|出台|编制"
    r"|培养|互派|派[驻出]|挂职|开[通设](?!渠道|绿色)|授牌|命名|补充|采购|收购|认购|捐赠|募集|对接|促成|繁育|援建|承接|举行|加装|增设|轮训|发布|颁发|承办|救治|领养|到位(?=资金)|接待|架设|架桥|务工|就业|输转|授配|分解|遴选|储备|谋划|包装|开工|竣工|投产|通车|验收|交付|移交|巩固|维护|[管养]护|管养|轮作|深松|秸秆|回收|处置|购置|配置|新[造植栽种购添设聘招引育培挖打铺]|(?<![\u4e00-\u9fff])新(?!型|时代|的|农|区|一|业|媒|能|乡|村|材)\S|植|建(?!议)|修|栽|拆|清(?!单)|种(?!类)|创|选|办(?!法|公)|招|送|评(?![估价])|养殖"
)
# Acts that other sentences name as things (化肥减量, 防治面积): a part that begins with one asks for it.
_ACT = re.compile(
    r"(?:配套(?!设施|资金|政策|措施|服务)|拉通|接通|连通|架通|铺筑|浇筑|开挖|挖掘|收集|[归撤合]并|编印|印制|查处|查办|打击|关闭|淘汰|报废|清退|退出|退还|返还|发还|追缴|收缴|收回|追回|挽回|兑现|结对|包联|联系|推荐|聘任|配强|充实|轮换|落户|引入|培优|育强|做[大强]|壮大|认[养领]"
    r"|采[摘收样]|收[割治]|抢[收种]|间作|休耕|复耕|减[免征排]|压减|削减|节约|恢复|抚育|封育|禁牧|放流|补栏|扩繁|示范|展[示销演]|直播|上架|外销|出口|通过|表彰|审计|核[实销]|摸排|[普复]查|回访|[义巡]诊|录入|上传|归档|答复|包保|教育|宣传|播[放出]|刊登|发表|拍摄|编排"
    r"|开[放行]|运营|管理|看护|照料|托养|供养|腾[退空]|监测|[抽化]验|配方|施肥|防[控治]|扑杀|免疫|消[杀毒]|保洁|[美净油黑]化|规范|整[理合]|筹集|捐[助献]|[租出]租|租赁|出让|拍卖|交易|放款|授信|担保|[承参]保|理赔)"
)
_OF_SUCH = "的(?!要求|目标|标准|比例|任务|规定|水平|进度|速度|幅度|基础|约)[\u4e00-\u9fff]{2}"  # behind a number: of things so large
# A note that tells days, and shares by day: （10月底前）, （完成时限：10月底前）, （9月底75%，年底100%）.
_NOTE_OF_DAYS = "〈"  # stands for its bracket: it speaks for what is before it
_ONLY_DAYS = re.compile(
    r"(?:[完成达到办结工验收投用前，、；：]|时限|摸[底排]|排查|整[改治]|改造|销号|清零|开工|主体|交付|时间|期限|不低于|全部|全面|力争|确保|\d{1,3}(?:\.\d+)?%(?:以上)?)*"
)
_COMPLETES = re.compile(
    r"完成|完毕|兑付|全部|全面|均|都|须|要|应|必须|将|前|于|在|力争|确保|建成|完工|竣工|交工|投用|投入|使用|运行|运营|通水|通电|通车|通气|到位|整改|验收|清除|清零|落实|发放|开工|达标|拆除|整治|治理|改造|任务|目标|销号|交付|并|基本|实现"
    r"|下达|拨付|分解|通过|上报|启用|入住|搬迁|安装|种植|栽植|栽种|兑现|结束|见效|办结|投产|主体|工程|建设|实施|全线|贯通|具备|合格|条件|处置|处理|工作|复核|认定|评定|评选|挂牌|命名|上线|清理|整体|铺设|移交|[省市县区镇乡]级|收尾|配齐|扫尾|收尾|且|正式|达到|和|及|、|的"
)
# What is to have become of it by then, said without naming it again: 转化提升到位, 并网发电.
_ENDS_IT = re.compile(
    r"[\u4e00-\u9fff]{0,5}(?:到位|开通|投用|投产|发电|运行|通车|通水|通电|见效|开放|开业|入住|挂牌|命名|清零|销号|完毕)。?"
)
# A bare number said of these is the most of it that may be.
_LESS_IS_BETTER = re.compile(
    "(?:逾期|不良|违约|漏损|失业|辍学|返贫|致贫|误差|差错|失误|误识|误判|错评|漏评|闲置|空置|超标|发病|死亡|发生|投诉)率$"
)
# How far something is by a day, which other rates are not: 10月底前硬化村道9公里，通达率达到90%.
_PROGRESS = re.compile(
    "(?:完工|竣工|开工|完成|建成|拨付|支付|支出|兑付|报账|整改|改造|办结|验收|投用|销号|到位|落实|排查|入户)(?:率|比例|进度)"
)
_SIZES = ("立方米", "平方米", "米", "吨", "千瓦", "兆瓦", "元", "亩", "平方公里", "公顷")
_BUILT = "池|窖|库|站|厂|塘|井|桥|房|棚|车间|企业|大户|基地|园区?|场|社|项目"
_ONES = ("座", "个", "口", "栋", "处", "间", "家", "所", "眼")
_RATE_OF_ALL = re.compile("(?:完成|完工|竣工|建成|整改|改造|验收)(?:率|比例)")
_DONE_IN_PART = r"(?:完成|[兑拨支]付|支出|发放|下达|整改|改造|到位|销号|治理|建成|办结)[\d.]+%"
_FINISHES = re.compile("完成|完工|竣工|建成")
_ALL_DONE = re.compile(
    r"(?:全部|全面|全面|如期|基本)?(?:[\u4e00-\u9fff]{2}完毕|结束|(?<=全部)(?:拨付|下达|发放|兑付|支付)(?:完毕)?|完成|完工|建成|竣工|交工|到位|清除|销号|拆除|验收|投用|达到100%)"
)
_PLACES = r"(?:乡镇（街道）|镇（街道）|镇（管理处）|村（社区）|乡镇|镇街|村|镇|乡|街道|社区|县|区|户|单位|部门|管理处|（街道）|（管理处）|（社区）|（镇）|组|学校|企业|合作社|园区|网格|支部|车间|点)"
_EACH = re.compile(
    rf"(?:每(?![年月季周日天半旬])个?|各)(?P<place>[^，。；、每各\d]{{0,14}}?{_PLACES})(?:\S{{0,2}}?)(?:[^，。；]{{0,16}})$"
)
_AT_LEAST_ONE = re.compile(r"(?:至少有?|都有|均有|各有?|每个?\S{1,4}|分别)[^，。；]{0,8}$")
# A number without a unit, in a sentence that asks for nothing; no year.
_LONE_NUMBER = re.compile(r"(?<![\dA-Za-z.〔])(?!20\d\d年)\d+(?:\.\d+)?(?![\d.]*[号年月日A-Za-z〕])")
_COVERS = re.compile(r"覆盖到?(?:所有|全部|全体)[^，。；、]{1,12}(?!.*覆盖率)")  # all of them, by nothing that counts
_LIMIT_ALONE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?以[内上下]")  # 收入比缩小到2.1以内
_SO_LONG = re.compile(r"(?:不少于|不低于|至少)\d+天")
_MULTIPLE = re.compile(r"\d+(?:\.\d+)?倍")  # of something that is no number here
_VAGUE = ("到位", "规模", "面积", "总量", "数量", "人数", "产量", "产值", "总数")
_IN_A_YEAR = re.compile(
    r"(20\d\d)年(?:度)?(?:已|共|全[县区市镇乡])?(?=创建|完成|建成|新建|改建|实现|打造|改造|发展|培育|整治|安排|投入)"
)
# What was so in a year holds for all of its sentence, 2023年，全县…; what is left of that year is asked for in this one.
_OF_A_YEAR = re.compile(
    r"(?:[^，。；]{0,3}：)?(20\d\d)年(?!以来|底?起|度?(?:结转|续建|遗留|剩余|认定|建成)|[^，；\d]{0,12}的|.*(?:要|须|确保|力争|应(?!急)))"
)
# 16个乡镇均建成便民服务中心: how many of them there are to be is how many there are.
_EVERY_ONE = re.compile(
    r"(?:乡|镇|街道|村|行政村|社区|县)[^，。；\d]{0,4}?(?:均|全部|都)(?=建成|建立|建有|设立|设有|完成|配备|通上?)"
)
# 三年内, “十四五”期间: no number of this year's.
_OF_YEARS = re.compile(
    "远期|[两二三四五六七八九十2-9]年(?:内|时间|期间|累计|共)|“?十[三四五六七]五”?(?:时期|期间|末|累计|规划|[前后][两二三])"
)
_LAST_YEAR = r"(?:上年|去年|20\d\d年)(?:同期|相比)?"
_IN_TURN = re.compile("分别|依次")
_RUN = re.compile(r"\d+(?:\.\d+)?%(?:[、和及]\d+(?:\.\d+)?%)+")
_OF_THE_TASK = re.compile("完成(?:年度|全年)?(?:目标|任务)|(?:年度|全年)(?:目标|任务)$")
_QUALIFIES = re.compile(r"[\d.万]+\D{1,3}(?:及?以上|以下)(?=[\u4e00-\u9fff])")
_FROM = re.compile(r"(?:由|从|自)(?:原来?的?|原定的?)?$")  # 由 334 个调整为 350 个: what was
_CHANGED_TO = re.compile(
    r"(?:调整|变更|修改|增加|调增|减少|调减|核减|提高|提升|降低|下调|上调|扩大|压减|改|增|减|降|升|下?调|上调|减少)[为到至]"
)
_TIMES = ("次", "遍", "轮", "回")
# Signs as a keyboard without Chinese writes them; the colon of an hour is none.
_WIDE = str.maketrans(",;()!?", "，；（）！？")
_TO_ONE = re.compile(r"(?<=\d)[：∶](?=1(?!\d))")  # 2.1：1


def read_sentence(sentence: str, year: int, about: str = "", *, is_goal: bool = False) -> Reading:
    """What a sentence of a plan for a year asks for; `about` is the heading above it, for numbers that name nothing.

    What stands in a column of goals needs no verb to be asked: 新建户厕1480户；农村公厕25座.
    """
    sentence = _TO_ONE.sub(":", sentence.translate(_WIDE))
    shares = shares_in(sentence)
    plainer = sentence
    for each in shares:
        plainer = plainer[: each.span[0]] + _HOLE * (each.span[1] - each.span[0]) + plainer[each.span[1] :]
    masked = _masked(plainer, year)
    parts = _parts(masked, year)
    reader = _Reader(sentence, parts, year, short(about))
    reader.is_goal = is_goal
    for position in range(len(parts)):
        reader.read(position)
    asked, unused = tuple(_shared(reader.finished(), shares)), tuple(reader.unused())
    noted = tuple(plainer[slice(*each.span)] for each in amounts_in(plainer) if masked[each.span[0]] == _HOLE)
    noted += tuple(_COVERS.findall(masked)) + tuple(_MULTIPLE.findall(masked))
    noted += tuple(
        each[0]
        for pattern in (_SO_LONG, _LIMIT_ALONE)
        for each in pattern.finditer(masked)
        if not any(start < each.end() <= end for start, end in reader.known())
    )
    if not (asked or unused or noted):  # a number without a unit, else a day, of this month or the next
        days = tuple(each.stated for each in days_in(masked, year)) or tuple(re.findall(r"次月\d+[日号]", masked))
        return Reading((), tuple(_LONE_NUMBER.findall(plainer)) or days)
    return Reading(asked, unused + noted)


def _shared(asked: Iterable[Asked], shares: list[Shares]) -> Iterator[Asked]:
    """The rows with the shares of towns that stand behind them."""
    for row in asked:
        own = [each for each in shares if row.span[0] <= each.total[0] < max(row.span[1], row.span[0] + 1)]
        if own and row.target == own[0].value:
            row = replace(row, shares=own[0].words, span=(row.span[0], max(row.span[1], own[0].span[1])))
        yield row


def _masked(sentence: str, year: int) -> str:
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
            return f"{_HOLE}{inside}前"  # 汛前（4.30）
        if by_day and before_it and before_it[-1].day is None and before_it[-1].span[1] == match.start():
            return f"{_HOLE}{inside}{_HOLE}"  # 入冬前（11月10日前）
        if by_day and _ONLY_DAYS.fullmatch(_without_days(inside, year)):
            return f"{_NOTE_OF_DAYS}{inside}，"
        before = {base(each.unit) for each in amounts_in(sentence[: match.start()])}
        whole = [in_ones(each.value, each.unit) for each in amounts_in(sentence[: match.start()])][-1:]
        parts = [in_ones(each.value, each.unit) for each in amounts]
        if len(parts) > 1 and [(round(sum(count for count, _ in parts), 6), parts[0][1])] == whole:
            return f"，{inside}，"  # 造林3.2万亩（人工造林1.1万亩、封山育林2.1万亩）
        if amounts and (inside.startswith("其中") or (by_day and {base(each.unit) for each in amounts} <= before)):
            return f"，{inside}，"
        told = re.search(r"\d|[较比]?上年|去年", inside)
        return _HOLE * len(match[0]) if told else match[0]

    said = _CANCELLED.sub(lambda match: _HOLE * len(match[0]), sentence)
    for pattern in (_GRANTED, _BASE, _WHO_IS_MEANT):
        said = pattern.sub(lambda match: _hidden(match, year), said)
    said = _ANEW.sub(lambda match: f"{_HOLE * (len(match[0]) - len(match['new']) - 2)}，{match['new']}，", said)
    return _NOTED.sub(note, _QUOTED.sub(hole, said))


def _hidden(match: re.Match, year: int) -> str:
    """Holes over what asks for nothing; what is done in the year itself, or by a verb, is asked for."""
    is_now = match.groupdict().get("year") == str(year)
    acts = "joint" in match.groupdict() and _VERB.search(match[0][match.end("joint") - match.start() :])
    return match[0] if is_now or acts else _HOLE * len(match[0])


def _without_days(text: str, year: int) -> str:
    for day in days_in(text, year):
        text = text.replace(day.stated, "", 1)
    return text


class _Spanned(Protocol):
    @property
    def span(self) -> tuple[int, int]: ...


def _spans(found: Iterable[_Spanned]) -> list[tuple[int, int]]:
    return [each.span for each in found]


def _parts(text: str, year: int) -> list[_Part]:
    """The parts of a sentence with the facts that lie in each."""
    frequencies = frequencies_in(text)
    taken = [each.span for each in frequencies]

    def free(span: tuple[int, int]) -> bool:
        return not any(span[0] < end and start < span[1] for start, end in taken)

    limits = [each for each in limits_in(text) if free(each.span)]
    taken += [each.span for each in limits]
    days = [each for each in days_in(text, year) if free(each.span)]
    taken += [each.span for each in days]
    amounts = [each for each in amounts_in(text) if free(each.span)]
    taken += [each.span for each in amounts]
    demands = [each for each in demands_in(text) if free(each.span)]
    runs = [span for span in (each.span() for each in _RUN.finditer(text)) if _one_a_day(text, span, days)]
    ends = {span[1] for found in (amounts, demands, limits) for span in _spans(found)}
    starts = {each.span[0] for each in amounts}
    parts, begin, joint = [], 0, ""

    def inside(facts: list, start: int, end: int) -> list:
        return [each for each in facts if start <= each.span[0] < end]

    for place, letter in enumerate([*text, "；"]):
        left = text[begin:place]
        is_end = letter in "，；：。！？" + _NOTE_OF_DAYS or place == len(text)
        in_turn = next((start for start, end in runs if begin <= start < end and place < end), None)
        if letter in "、和及与" and not is_end and not _IN_TURN.search(left) and in_turn is None:
            rest = re.split("[，；。]", text[place + 1 :], maxsplit=1)[0]
            after = place in ends or (place - 1 in ends and text[place - 1] in "”" and place > 1)
            before = letter == "和" and place + 1 in starts and bool(inside(amounts, begin, place))
            several = (
                letter == "、"
                and bool(inside(frequencies, begin, place))
                and bool(frequencies_in(rest))
                and not any(s < place < e for s, e in (f.span for f in frequencies))
            )
            limited = letter == "、" and bool(inside(limits, begin, place)) and bool(limits_in(rest))
            is_end = (after and bool(rest) and letter != "与") or before or several or limited
        if is_end and (place > begin or place == len(text)):
            if left.strip("。！？；，”’ "):
                parts.append(
                    _Part(
                        begin,
                        place,
                        left,
                        joint,
                        *(inside(facts, begin, place) for facts in (days, frequencies, limits, amounts, demands)),
                    )
                )
                parts[-1].in_turn = next((start for start, _ in runs if begin <= start < place), None)
            begin, joint = place + 1, letter
        elif is_end:
            begin, joint = place + 1, letter
    return parts


def _one_a_day(text: str, run: tuple[int, int], days: list[Day]) -> bool:
    """Whether as many days stand before a run of levels as it has."""
    begin = max(text.rfind(sign, 0, run[0]) for sign in "；。")
    named = sum(begin < each.span[0] < run[0] for each in days if each.day)
    return named == len(re.findall("%", text[slice(*run)]))


class _Reader:
    """Goes through the parts of a sentence and keeps what they asked for so far."""

    def __init__(self, sentence: str, parts: list[_Part], year: int, about: str):
        self.sentence, self.parts, self.year, self.about = sentence, parts, year, about
        self.last_day = date(year, 12, 31)
        self.asked: list[Asked] = []
        self.since: int = 0  # rows from here on have no day yet that was said behind them
        self.is_goal = False
        self.counted = False  # whether a number stands behind that semicolon
        self.before: int = 0  # the same of the semicolon before the last
        self.ahead: Day | None = None  # a day that stood alone, for what follows
        self.listed: Day | None = None  # a day that stood before the first of a list, or at the head of a clause
        self.leads = False
        self.carried: set[int] = set()  # rows whose day is that one
        self.elsewhere = False  # what follows is said of another year
        self.used: set[tuple[int, int]] = set()
        self.verb = False
        self.state = False  # what is, goes on behind 、
        self.past = False  # what follows is told of another year
        self.told = False  # what is only told goes on behind 、
        self.counts: dict[int, list[tuple[Day, Amount]]] = {}  # place of a row → how much of it by which day

    def read(self, position: int) -> None:
        """Take in one part."""
        part = self.parts[position]
        part.days = [
            day for day in part.days
            if not (names_another_year(day, self.year) and re.match("[^，。；]{1,16}的\\d", part.behind(day.span[1])))
        ]  # 2024年底前已消除风险的413户  # fmt: skip
        if part.joint in ("；", "。"):
            self.ahead, self.listed, self.elsewhere, self.verb = None, None, False, False
            self.before, self.since, self.counted = self.since, len(self.asked), False
        if any(names_another_year(day, self.year) for day in part.days) and not part.frequencies:
            self.elsewhere = self.elsewhere or is_bare(self._rest(part))
            if not any(day.day for day in part.days):
                return
        goes_on = part.joint in ("、", "和", "及") or (
            part.joint == "，" and not _ASKS.search(part.text) and not part.days
        )
        self.state = bool(_STATE.search(part.text)) or (self.state and goes_on)
        if re.search(f"今年|本年|年内|{self.year}年", part.text):
            self.elsewhere = False
        if self.elsewhere or self._asks_for_nothing(part):
            return
        if part.days and not (part.amounts or part.frequencies or part.limits or part.demands):
            self._day_alone(part, position)
        elif (_IN_TURN.search(part.text) or part.in_turn is not None) and len(part.amounts) > 1:
            self._respectively(part)
        else:
            self._frequencies(part)
            self._limits(part)
            self.used |= {number.span for each in part.demands if (number := self._last_years(part, each))}
            self._amounts(part, position)
            self._demands(part, position)
        self.verb = self.verb or bool(_VERB.search(part.text))
        self.counted = self.counted or bool(part.amounts)

    def _last_years(self, part: _Part, each: Demand) -> Amount | None:
        """The number that last year had, where it stands behind what is not to be worse: 不少于上年的8900人."""
        if not each.comparison.endswith("last_year"):
            return None
        behind = (one for one in part.amounts if one.span[0] >= each.span[1])
        first = next(behind, None)
        between = part.text[each.span[1] - part.start : first.start - part.start] if first else ""
        return first if first and between in ("", "的", "的约") else None

    def _chained(self) -> Iterator[Asked]:
        """The rows in the order of the text; levels of one thing by one day after the other are one row."""
        waiting: list[Asked] = []
        for row in sorted(self.asked, key=lambda one: one.span):
            last = waiting[-1] if waiting else None
            if (
                last and last.title.endswith(row.title) and last.unit == row.unit == "%" and last.deadline and row.deadline
                and last.comparison == row.comparison == "at_least" and last.deadline < row.deadline
            ):  # fmt: skip
                levels = {
                    day: level
                    for each in (last, row)
                    for day, level in each.milestones or ((each.deadline, each.target),)
                }
                stones = tuple((day, level) for day, level in levels.items() if day and level is not None)
                waiting[-1] = replace(row, title=last.title, span=(last.span[0], row.span[1]), milestones=stones)
            elif (
                last
                and last.title == row.title
                and last.unit == row.unit
                and {last.kind, row.kind} == {"target"}
                and last.deadline
                and row.deadline
                and last.deadline < row.deadline
                and not (last.milestones or row.milestones)
                and last.target
                and row.target
                and last.target < row.target
                and (last.each, row.each) == ("", "")
            ):  # 6月底前完成800户、11月底前完成1500户
                share = floor(1e8 * last.target / row.target) / 1e6
                stones = ((last.deadline, share), (row.deadline, 100.0))
                waiting[-1] = replace(row, span=(last.span[0], row.span[1]), milestones=stones, counted=True)
            elif last and last.target is None and (last.comparison, last.title) == ("growth", row.title) and row.target:
                waiting[-1] = replace(row, span=(last.span[0], row.span[1]))  # 占比要高于上年，并不低于55%
            elif (
                last
                and (last.milestones or (last.deadline and row.deadline and last.deadline < row.deadline))
                and last.unit == "%"
                and _OF_THE_TASK.search(last.title)
                and row.kind == "target"
                and not row.milestones
            ):
                steps = last.milestones
                if not steps and last.deadline and row.deadline and last.target is not None:
                    steps = (
                        (last.deadline, last.target),
                        (row.deadline, 100.0),
                    )  # 6月底完成任务的60%、10月底完成2400户
                waiting[-1] = replace(row, span=(last.span[0], row.span[1]), milestones=steps)
            else:
                waiting.append(row)
        return iter(waiting)

    def finished(self) -> list[Asked]:
        """The rows in the order of the text, rates with several days as milestones, names with their quotations."""
        self._by_counts()
        return [
            replace(
                each,
                title=_QUOTE_SIGNS.sub(lambda run: self._quotation(run[1]), each.title),
                kind="milestones" if each.kind in ("indicator", "ratio") and len(each.milestones) > 1 else each.kind,
            )
            for each in self._chained()
        ]

    def _quotation(self, sign: str) -> str:
        places = [part.start + place for part in self.parts for place, each in enumerate(part.text) if each == sign]
        return self.sentence[min(places) : max(places) + 1] if places else ""

    def known(self) -> list[tuple[int, int]]:
        """Where the numbers and frequencies stand, used or not."""
        return [span for part in self.parts for found in (part.amounts, part.frequencies) for span in _spans(found)]

    def unused(self) -> list[str]:
        """The numbers and frequencies that no row took."""
        facts = [
            span
            for part in self.parts
            for found in (part.amounts, part.frequencies, part.limits, part.demands)
            for span in _spans(found)
        ]
        return [self.sentence[start:end] for start, end in facts if (start, end) not in self.used]

    # -- what a part asks for

    def _asks_for_nothing(self, part: _Part) -> bool:
        if _WEIGHED.search(part.text) or re.search("权重[^。；]*$", self.about + self.sentence[: part.start]):
            return True
        met = _RANK_MET.sub("", part.text) if part.frequencies else part.text
        if _SCORED.search(met) and not re.search("满意度", part.text):
            return True
        if _SO_OFTEN.search(part.text) or _DEFINES.search(self.sentence[: part.end]):
            return True
        above_us = "下达" in part.text and re.search(
            r"按照?\d", self.sentence[part.end :]
        )  # 省里下达210户，我县按230户推进
        self.told = bool(above_us or _NOT_ASKED.search(part.text)) or (self.told and part.joint in ("、", "和", "及"))
        if self.told:
            return True
        behind = self.sentence[part.start :]
        if (_TOLD_BEHIND.search(behind) or _BY_RULE.match(behind)) and not part.days:
            return True
        if _THRESHOLD.search(part.text) and (part.text[0] in "将把对" or "的" in part.text):
            return True
        if _OF_YEARS.search(self.sentence[part.start : part.end]):
            self.past = True
            return True
        past = _IN_A_YEAR.match(part.text) or (None if part.days else _OF_A_YEAR.match(part.text))
        if _LAST_YEARS.match(part.text) or (past and int(past[1]) != self.year):
            self.past = True
        elif re.search(rf"今年|本年|年内|年底|{self.year}年|再", part.text):
            self.past = False
        if self.past and re.match(r"(?:上年|去年|20\d\d年)[底末]?(?:同期)?为[\d.]+\D{0,4}$", part.text):
            self.past = False  # …，上年为19个: told beside what is asked
            return True
        if self.past:
            return True
        return bool(self.state or _CONDITION.search(part.text)) and not any(
            each.is_compared or each.comparison == "growth" for each in part.amounts
        ) and not part.demands and not part.limits and not (part.frequencies and not _CONDITION.search(part.text))  # fmt: skip

    def _rest(self, part: _Part) -> str:
        """A part's words without its facts."""
        spans = sorted(
            span
            for found in (part.days, part.amounts, part.frequencies, part.limits, part.demands)
            for span in _spans(found)
        )
        words, place = [], part.start
        for start, end in spans:
            words.append(part.text[max(0, place - part.start) : max(0, start - part.start)])
            place = max(place, end)
        words.append(part.text[max(0, place - part.start) :])
        return "".join(words)

    def _day_alone(self, part: _Part, position: int) -> None:
        """A day without a number: for what is before it when only words of completion stand by it, else for what follows."""
        rest = self._rest(part)
        words = _COMPLETES.sub("", _NOTED.sub("", rest)).strip("”“’ 。" + _HOLE)
        day = next((each for each in reversed(part.days) if each.day), part.days[-1])  # 6月10日汛期前
        begins = re.search("开工|启动|进场", rest) and not re.search(
            "完成|完工|竣工|建成", rest
        )  # no day to be done by
        following = self.parts[position + 1 : position + 2]
        is_last = part.joint == _NOTE_OF_DAYS or not following or following[0].joint in "；。"
        if not rest.strip() and not is_last:
            self.ahead = day
        elif (
            self.asked[self._open() :]
            and not begins
            and (
                len(words) <= 1
                or words in self.sentence[slice(*self.asked[-1].span)]
                or (len(words) <= 4 and re.search(r"均|全部|须", rest))
                or _ENDS_IT.fullmatch(rest)
            )
        ):
            is_all = (
                bool(_ALL_DONE.search(rest) or re.fullmatch("全部[\\u4e00-\\u9fff]{2,3}", rest)) and day.day is not None
            )
            begin = self._open()
            if _ENDS_IT.fullmatch(rest):  # 每季度评选一批，通车9个，10月底前开通: no further than the duty
                duties = [at for at, row in enumerate(self.asked[:-1]) if row.kind == "duty"]
                begin = max([begin, *(at + 1 for at in duties)])
            for place in range(begin, len(self.asked)):
                row = self.asked[place]
                levels = row.milestones or place in self.counts
                if (row.comparison or "").endswith("last_year") and re.search("下达|拨付|分解", rest):
                    continue
                if row.unit == "%" and re.search("[支拨兑]", row.title) and re.search("[完竣开]工|通车|投[用产]", rest):
                    continue  # 支出率达到60%，11月底前全部完工: the works, not the money
                is_nearer = row.deadline not in (None, self.last_day) and place not in self.carried
                said = self.sentence[slice(*row.span)]
                if re.search("主体[^，。；]{0,6}$|封顶$", said):
                    is_nearer = False  # 8月底前主体完工，11月10日前验收合格
                in_part = row.unit == "%" and is_all and is_nearer and not levels and re.search(_DONE_IN_PART, said)
                if in_part and row.deadline and row.target:
                    # 4月底前完成70%，5月底前全部完成
                    row = replace(row, milestones=((row.deadline, row.target),), deadline=day.day)
                    levels = row.milestones
                built = row.comparison == "zero" and re.search("建成|[完竣]工|投[用产]|通[车水电]|交付", rest)
                if row.kind == "deadline" or built:
                    continue
                if row.kind == "duty" and (row.frequency or "").startswith("每年") and not row.deadline and is_all:
                    self.asked[place] = replace(row, span=(row.span[0], part.end)).dated(
                        day
                    )  # 每年清查1次，8月底前完成
                if row.kind == "duty" or (is_nearer and (not levels or day.stated == "全年")):
                    continue  # 全年建成 6 座，10月底前完工: the nearer day holds
                shares = row.milestones
                if shares and is_all and day.day:
                    shares, row = (*shares, (day.day, 100.0)), replace(row, target=100.0) if row.unit == "%" else row
                self.asked[place] = replace(row, milestones=shares, span=(row.span[0], part.end)).dated(day)
            if not re.search("主体|封顶", rest):
                self.since = len(self.asked)
        elif not _VERB.search(rest) or (following and self._says_how_much(rest, following[0])):
            self.ahead = day

    def _says_how_much(self, rest: str, part: _Part) -> bool:
        """Whether a part goes on with what a day was said of: 5月底前全部开工，开工率达到100%; 集中招聘，每个乡镇不少于2场."""
        of_each = any(_EACH.search(part.before(each.start)) for each in part.amounts)
        named = subject(part.text[: part.amounts[0].start - part.start]) if part.amounts else ""
        again = any(named[at : at + 2] in rest for at in range(len(named) - 1)) or _PROGRESS.search(named)
        rate = again and any(each.unit == "%" for each in part.amounts)
        return part.joint == "，" and not part.days and bool(of_each or rate)

    def _open(self) -> int:
        """From which row on a day said behind them holds: a chain of shares goes on behind a semicolon, too."""
        last = len(self.asked) - 1
        undated = all(row.deadline in (None, self.last_day) for row in self.asked[self.before :])
        if self.since == len(self.asked) and undated and not self.counted:
            return self.before  # 硬化村道9公里；9月底前完工
        is_chain = self.asked and (self.asked[-1].milestones or last in self.counts)
        return self._alike(last, all_of=False).start if is_chain else self.since

    def _add(self, row: Asked, part: _Part, fact_span: tuple[int, int]) -> None:
        self.used.add(fact_span)
        said_before = [each for each in part.days if each.span[0] < fact_span[0]]
        behind = [
            each for each in part.days if not re.match("(?:全[部面])?(?:开工|启动|进场)", part.behind(each.span[1]))
        ]
        day = said_before[-1] if said_before else behind[0] if behind else None if part.days else self.ahead
        if said_before:
            self.listed = said_before[-1]  # 10月底前建成A 3座、B 2座
            self.leads = is_bare(
                ungoverned(part.before(self.listed.span[0]))
            )  # 11月底前项目完工率达到100%，资金拨付率不低于95%
        elif part.joint not in "、和及与" and not (
            self.leads and (row.unit == "%" or row.kind == "duty" or (self.listed and self.listed.day == self.last_day))
        ):
            self.listed = None  # 4月底前清理60处，拆除7间: each act has its own
        is_level = (row.unit == "%" or row.comparison == "growth") and not _PROGRESS.search(row.title)
        vague = day is None or (day is self.ahead and day.day == self.last_day)  # 今年，…
        if vague and self.listed and not (is_level and part.joint == "，" and self.listed.day != self.last_day):
            day = self.listed
            self.carried.add(len(self.asked))
        if day and row.kind not in ("duty", "deadline"):
            row = row.dated(day)
        self.asked.append(row)

    def _respectively(self, part: _Part) -> None:
        """A、B分别达到x、y: as many rows, or the shares of as many days."""
        if self._is_standard(part, part.amounts):
            return  # 分别奖励30万元、20万元
        said = _IN_TURN.search(part.text)
        split = part.in_turn if part.in_turn is not None else said.start() + part.start if said else part.end
        amounts = [each for each in part.amounts if each.span[0] >= split]
        position = self.parts.index(part)
        before = self.parts[position - 1] if position else part
        stated = part.days or (before.days if is_bare(self._rest(before)) else [])
        days = [each for each in stated if each.span[0] < split and each.day]
        if days and len(days) == len(amounts):
            begin = days[0].span[0]
            counted = [each for each in part.amounts if each.span[0] < begin and each.unit != "%"]
            rows = len(self.asked)
            if counted and begin > part.start:  # 羊舍19栋在6、9、11月底分别完成30%、60%、100%
                own = replace(part, end=begin, text=part.before(begin), days=[], amounts=counted, demands=[])
                self._amounts(own, position)
            title = (
                ""
                if len(self.asked) > rows
                else (
                    subject(part.text[: max(0, days[0].span[0] - part.start)])
                    or subject(part.text[max(0, days[-1].span[1] - part.start) : split - part.start])
                    or subject(part.behind(amounts[-1].span[1]))
                )
            )
            shares = tuple((day.day, amount.value) for day, amount in zip(days, amounts, strict=True) if day.day)
            last = amounts[-1]
            self.used |= {each.span for each in amounts}
            if amounts[0].unit != "%" and self.asked and self.asked[-1].kind == "target":
                self._count(len(self.asked) - 1, list(zip(days, amounts, strict=True)), part)
                return
            if _RATE_OF_ALL.fullmatch(title) and last.value == 100:
                title = ""  # 危房210户，6月底、11月底竣工率分别达到50%、100%
            if not re.sub("(?:分别|依次)?累计$", "", title) and self.asked and self.asked[-1].kind == "target":
                row = self.asked[-1]
                self.asked[-1] = replace(
                    row, milestones=shares, deadline=row.deadline or shares[-1][0], span=(row.span[0], part.end)
                )
                return
            title = re.sub("(?:分别|依次)?累计$", "", title) or "任务完成比例"
            self.asked.append(
                Asked(
                    "indicator",
                    title,
                    (part.start, part.end),
                    last.value,
                    last.unit,
                    last.comparison,
                    shares[-1][0],
                    shares,
                )
            )
            return
        named = part.text[: split - part.start]
        names = titles_of_several(named, len(amounts))
        if is_bare(re.sub("同比|[较比](?:上年|去年|20\\d\\d年)", "", named)) and len(self.asked) >= len(amounts):
            names = [row.title for row in self.asked[-len(amounts) :]]  # 接待120万人次，收入8亿元，同比分别增长10%、12%
        if not amounts or not names:
            return
        if amounts[0].comparison == "growth":
            falls = amounts[0].value < 0
            amounts = [
                replace(each, comparison="growth", value=-abs(each.value) if falls else each.value) for each in amounts
            ]
        alike = self._row(part, amounts[0], "").kind
        for name, amount in zip(names, amounts, strict=True):
            if amount.comparison == "growth":
                name += "降幅" if amount.value < 0 else "增幅"
            row = self._row(part, replace(amount, is_compared=True), name)
            self._add(replace(row, kind=alike), part, amount.span)

    def _frequencies(self, part: _Part) -> None:
        for place, each in enumerate(part.frequencies):
            if re.search(r"(?:不超过|不多于|控制在)\S{1,3}$", each.stated) or part.behind(each.span[1]).startswith(
                "以内"
            ):
                continue  # 每季度不超过 2 次: no duty, told as unread
            behind = [amount for amount in part.amounts if amount.span[0] >= each.span[1]]
            if each.period != "每年" and any(amount.unit == "元" for amount in behind):
                continue  # 每月补贴300元: what somebody is paid
            asked = next((amount for amount in behind if amount.unit not in _TIMES), None)
            if each.period == "每年" and behind and behind[0].unit != "天":
                self.used.add(each.span)  # a number a year is the year's target
                continue
            self.used |= {amount.span for amount in part.amounts if amount.unit in _TIMES}
            when = re.fullmatch("(?:分别|均|统一)?(?:安排|放)?在?", part.text.replace(each.stated, ""))
            if when and when[0] and self.asked:
                self.used.add(each.span)  # 每半年通报一次，分别安排在6月和11月
                continue
            target, unit = None, "次"
            if asked and asked.value > 1 and (asked.is_compared or place == len(part.frequencies) - 1):
                target, unit = asked.value, asked.unit
            self.used |= {amount.span for amount in part.amounts}
            end = (
                part.frequencies[place + 1].span[0] - part.start
                if place + 1 < len(part.frequencies)
                else len(part.text)
            )
            title = (
                short(part.words(part.start, part.start + end))
                if len(part.frequencies) == 1
                else short(part.text[each.span[0] - part.start : end])
            )
            if re.search("一", each.stated) and not re.search(r"[次遍轮回]$", each.stated):
                title = short(part.before(each.span[0])) + re.sub(r"^.*一", "", each.stated)
            elif each.stated == title or re.match("[日周旬月季半]", each.stated):
                title = each.stated
            elif is_bare(title) and self.parts.index(part) > 0:
                title = short(self.parts[self.parts.index(part) - 1].text) or title
            self.asked.append(
                Asked(
                    "duty",
                    title or each.stated,
                    (part.start, part.end),
                    target,
                    unit,
                    "at_least" if target else None,
                    frequency=each.period,
                )
            )
            self.used.add(each.span)

    def _limits(self, part: _Part) -> None:
        if part.frequencies and re.search(r"在村|驻村|吃住", part.text):
            return
        for each in part.limits:
            before = part.before(each.span[0])
            if any(amount.unit == "%" and amount.span[0] > each.span[1] for amount in part.amounts):
                self.used.add(each.span)  # 15日内答复率100%: the rate is what is asked
                continue
            if re.match("[仍还]?(?:未|无法|不能|没有)", part.behind(each.span[1])):
                continue  # 30日内无法消除的: in which case
            if part.frequencies and re.search("(?:开学|开始|结束)(?:之?后)?$", before):
                self.used.add(each.span)  # 学期开学后一个月内各一次: when, not how long
                continue
            if any(
                re.fullmatch(
                    "(?:结束|终了)?(?:之?后)?的?", part.text[one.span[1] - part.start : each.span[0] - part.start]
                )
                for one in part.frequencies
            ):
                self.used.add(each.span)  # 每季度结束后10日内报送 is every quarter
                continue
            if _CONDITION.search(part.text) or re.search(
                r"会议(?:时间|时长)?(?:一般|原则上)?(?:不得?超过|控制在)?$|会期|时长|近$|最近$|未来$|过去$|用$|力争用$|原则上$|前$|冷静期",
                before,
            ):
                continue
            event = re.search(
                r"(?:自|从)?([^，。；]{2,24}?)(?:之日起|之后|后|起|之日)(?:的)?(?:须|应|要|必须)?(?:在)?$", before
            )
            title = short(before + _HOLE + part.behind(each.span[1]).lstrip("内")) or "办理时限"
            self.asked.append(
                Asked(
                    "deadline",
                    title,
                    (part.start, part.end),
                    each.value,
                    each.unit,
                    "at_most",
                    event=event[1] if event else "",
                    sure=3 if event else 2,
                )
            )
            self.used.add(each.span)

    def _amounts(self, part: _Part, position: int) -> None:
        if part.frequencies and part.frequencies[0].period != "每年":
            amounts = []
        else:
            amounts = [each for each in part.amounts if each.span not in self.used]
        if self._is_standard(part, amounts):
            return
        begin = part.start
        for place, each in enumerate(amounts):
            later = amounts[place + 1] if place + 1 < len(amounts) else None
            joined = place and amounts[place - 1].span[1] == each.span[0]  # 培训 12 期 600 人: both are named alike
            before, named = (
                part.before(each.start),
                part.words(begin, (amounts[place - 1] if joined else each).start),
            )
            if each.unit in ("%", "‰") or each.unit.endswith("百分点") or each.comparison == "growth":
                self._rate(part, position, each, later, before, named)
                continue
            if later and self._is_scope(part, each, later):
                if base(each.unit) == base(later.unit) and is_bare(before):
                    begin = each.span[1]
                continue
            if _QUALIFIES.match(part.text[each.start - part.start :]) and any(
                one.comparison == "all" for one in part.demands
            ):
                continue  # 20户以上自然村网络全覆盖
            if (counted := self._share_of(part, each, named)) is not None:
                before_it = [one for one in part.days if one.span[0] < each.span[0]]
                day = before_it[-1] if before_it else part.days[0]  # 其中6个于6月底前完工
                if re.search("开工|启动|进场", part.text) and not _FINISHES.search(part.text):
                    self.used.add(each.span)  # 上半年开工6个: none of them is done by then
                else:
                    self._count(counted, [(day, each)], part)
                continue
            if not self._is_asked(part, position, each, before):
                continue
            if (
                place
                and not part.text[amounts[place - 1].span[1] - part.start : each.start - part.start]
                and part.behind(each.span[1]).startswith("的")
            ):
                continue  # 1支不少于5人的保洁队伍: how large each is
            scope = amounts[place - 1] if place else None
            behind = (
                later.span[1]
                if later and each.span[1] == later.span[0] and self._is_size(part, later)
                else each.span[1]
            )
            name = counted_title(named, part.words(behind, part.end))  # 1座2000吨冷库
            if all_of := _EVERY_ONE.match(part.behind(each.span[1])):
                name = subject(part.behind(each.span[1])[all_of.end() :]) or name
            if (len(name) <= 2 or name[0].isdigit()) and self.asked and re.search("其中", named):
                name = f"{self.asked[-1].title}（{re.sub('其中', '', named).strip('，：') or '其中'}）"
            elif name == "累计" and self.asked:
                name = f"{self.asked[-1].title}累计"
            elif re.fullmatch(r"(?:每个?|各)\S{1,6}", name) and position and not self.parts[position - 1].amounts:
                name = short(self._rest(self.parts[position - 1])) or name
            elif re.fullmatch(rf"(?:每个?|各)\S{{0,4}}?{_PLACES}", name) and self.asked:
                name = self.asked[-1].title  # 选派特派员60名，每个重点村至少1名
            elif name in _VAGUE and position and not self.parts[position - 1].amounts:
                name = short(self.parts[position - 1].text) + name
            elif not name and position and not self.parts[position - 1].amounts and not self.parts[position - 1].days:
                name = short(self.parts[position - 1].text)
            elif (not name or re.match("再|剩余|剩下|其余|余下", name)) and (same := self._as_before(position, each)):
                name = same
            elif not name and self.asked:
                stem = re.sub("[增降]幅$", "", self.asked[-1].title.split("（")[0])
                name = stem if is_bare(named) else f"{stem}（{named}）"
            if is_place(name):
                about = self._named_by(self.parts[position - 1]) if position else ""
                name = f"{about or self.about}（{name}）" if about or self.about else ""
            if not (name := name or self.about):
                continue  # told as unread
            row = self._row(part, each, name)
            if each.unit in _TIMES and before.startswith("对") and place and amounts[place - 1].span in self.used:
                self.used.add(each.span)  # 对413户走访一遍，5月底前完成
                continue
            if each.unit in _TIMES and each.comparison != "at_most":  # so many times in the year of the plan
                self.used.add(each.span)
                if part.limits:
                    continue  # 登记后1个月内提供3次推荐: within the month, not in the year
                again = bool(self.asked) and self.asked[-1].kind == "duty"
                if again and (
                    is_bare(self._rest(part))
                    or re.search("每[^，。；]{1,6}为[^，。；]*，$", self.sentence[: part.start])
                ):
                    continue  # 每季度一次，全年不少于4次; 每月28日为清洁日，开展一次清扫: the same
                title = short(part.words(part.start, part.end)) or name
                period = f"每年{as_number(each.value)}次"
                row = Asked("duty", title, (part.start, part.end), None, "次", None, frequency=period, sure=2)
                if part.days and re.fullmatch("[于在]?(?:今年)?([^年前底末日号]+?月)份?", part.days[-1].stated):
                    whole = f"{part.days[-1].day.month}月" if part.days[-1].day and each.value == 1 else period
                    self.asked.append(replace(row, frequency=whole))  # 9月份排查一次
                    continue
                if part.days and part.days[-1].day not in (None, self.last_day):  # 11月底前再走访2次: so many by then
                    row = replace(
                        row, kind="target", target=each.value, unit=each.unit, comparison="at_least", frequency=None
                    )
                self.asked.append(row.dated(part.days[-1]) if part.days else row)
                continue
            each_place = _EACH.search(before) or (
                scope
                and scope.unit == "个"
                and _AT_LEAST_ONE.search(part.text[scope.span[1] - part.start : each.span[0] - part.start])
            )
            if each_place:
                place_words = (
                    each_place["place"]
                    if scope is None or _EACH.search(before)
                    else counted_title("", part.behind(scope.span[1]))
                )
                row = replace(
                    row, each=place_words, places=scope.value if scope and scope.span not in self.used else None
                )
                if scope and row.places:
                    self.used.add(scope.span)
            self._add(row, part, each.span)

    def _is_standard(self, part: _Part, amounts: list[Amount]) -> bool:
        """Whether money is what somebody is paid for each; a level to be reached is none: 低保标准提高到每人每月560元."""
        if self.is_goal and amounts and all(each.is_compared for each in amounts):
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
            if (
                each.is_compared
                and each.unit == "万元"
                and re.search("每个?[^，。；]{0,10}村", part.before(each.start))
            ):
                return False  # 每个示范村安排奖补资金不低于100万元
            if each.is_compared and each.comparison != "growth":
                words = words.replace(part.text[each.start - part.start : each.span[1] - part.start], "")
        return bool(_STANDARD.search(words)) and not any(each.unit == "%" for each in amounts)

    def _is_size(self, part: _Part, each: Amount) -> bool:
        """Whether a number is how large each of what is counted beside it is: 200立方米蓄水池2口, 1座2000吨冷库."""
        named = re.match(rf"[^，。；、的\d]{{0,8}}?(?:{_BUILT})(?=$|[，。；、\d])", part.behind(each.span[1]))
        if not named or each.is_compared or not {each.unit, base(each.unit)} & {*_SIZES, "头", "只", "羽"}:
            return False
        beside = (each.span[0], each.span[1] + named.end())  # where a number before it ends, or one behind it begins
        return any(
            one.unit in _ONES and (one.span[1] == beside[0] or one.start == one.span[0] == beside[1])
            for one in part.amounts
        )

    def _is_scope(self, part: _Part, each: Amount, later: Amount) -> bool:
        """Whether a number only says whom the next one concerns: 12 个村至少有 1 个, 由 51% 提高到 58%, 投入 500 万元新建 3 座."""
        between = part.text[each.span[1] - part.start : later.span[0] - part.start]
        before_it = part.before(each.start)
        qualifies = part.text[: each.span[1] - part.start].endswith(("以上", "以下", "以内")) and not re.match(
            "[、，和及]", between
        )
        if _FROM.search(part.before(each.span[0])) and _CHANGED_TO.match(between):
            return True
        if re.match(_OF_SUCH, between) and each.unit != later.unit and not _VERB.search(between):
            return True  # 不少于50人的队伍3支
        if re.search("原(?:定|计划|有|来|任务)", part.before(each.span[0])) and re.search(
            rf"(?:{_CHANGED_TO.pattern})$", between
        ):
            return True  # 原定12个减为9个
        alike = base(each.unit) == base(later.unit) and not re.search("[，、和及]", between)
        if alike and (between.startswith("中") or (_VERB.search(between) and is_bare(part.before(each.start)))):
            return in_ones(later.value, later.unit) <= in_ones(each.value, each.unit)  # 21条中的13条, 9个任务销号7个
        if (
            later.unit in _TIMES
            and re.match("对", part.words(part.start, each.start))
            and re.search(f"{_VERB.pattern}|回头看", between)
        ):
            place = self.parts.index(part)  # 对215个村完成一轮排查: how often; by a day all of them are to be
            return bool(part.days) or not self._is_dealt_with(place, "完成|结束|完毕")
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
            if not each.is_compared and not re.search(rf"(?:{_VERB.pattern})$", part.before(each.start)):
                return True  # 四类对象参保率 99%
        if each.span[1] == later.start and (part.behind(later.span[1]).startswith("的") or self._is_size(part, later)):
            return False
        if re.match(rf"{_PLACES}(?:{_VERB.pattern})", between) and re.search(
            r"[、和及][\u4e00-\u9fff]{1,4}$", before_it
        ):
            return True  # 东岭、西岭两个乡镇维修水柜650座: where
        if not between or (qualifies and re.match("[\u4e00-\u9fff]", between)):
            return True  # 5亿元以上 1个, 50户以上自然村通硬化路率 100%
        if each.unit.endswith("元") and not later.unit.endswith("元") and not each.is_compared:
            return True
        return (
            each.unit in ("个", "户", "家", "名", "所")
            and bool(re.search(r"至少|都|全部|(?<![户人亩村])均|各|每|达到|不少于|不低于|占|中的", between))
            and not re.match("[、，和]", between)
        )

    def _share_of(self, part: _Part, each: Amount, named: str) -> int | None:
        """Which row so many by a day are a part of: 上半年完成 9 个 of the 21 just named."""
        counted = [
            at for at, row in enumerate(self.asked) if row.kind == "target" and base(row.unit) == base(each.unit)
        ]
        if not counted or not any(day.day for day in part.days):
            return None
        verb, done = naming(named), _COMPLETES.sub("", part.words(each.span[1], part.end)).strip("。）)")
        row = self.asked[counted[-1]]
        if in_ones(each.value, each.unit)[0] > in_ones(row.target or 0, row.unit)[0]:
            return None
        own = is_bare(named) or verb in self.sentence[slice(*row.span)] or not _COMPLETES.sub("", verb)
        return counted[-1] if own and (not done or done in row.title) else None

    def _as_before(self, position: int, each: Amount) -> str:
        """What is counted in the same unit before it and was no demand: 现有冷库37座，今年再新建6座."""
        for part in reversed(self.parts[:position]):
            for one in part.amounts:
                if base(one.unit) == base(each.unit) and one.span not in self.used:
                    before = _OF_YEARS.split(self.sentence[part.start : one.start])[-1]
                    return counted_title(_STATE.sub("", before), part.behind(one.span[1]))
        return ""

    def _count(self, place: int, levels: list[tuple[Day, Amount]], part: _Part) -> None:
        self.counts.setdefault(place, []).extend(levels)
        self.asked[place] = replace(self.asked[place], span=(self.asked[place].span[0], part.end))

    def _by_counts(self) -> None:
        """Counts by day as shares of the whole; those that tell no share are told as unread."""
        for place, levels in self.counts.items():
            row = self.asked[place]
            total, _ = in_ones(row.target or 0, row.unit)
            reached = _reached_by(
                [(day, in_ones(each.value, each.unit)[0]) for day, each in levels], total, row.deadline
            )
            if not reached:
                continue
            last, _ = reached[-1]
            if row.deadline and row.deadline > last:
                reached.append((row.deadline, total))
            # Never more than the count: 50 of 120 done is 50 of 120.
            stones = tuple(
                (day, floor(1e8 * count / total) / 1e6) for day, count in reached if len(reached) > 1 or count < total
            )
            deadline = row.deadline or (last if reached[-1][1] == total else None)
            self.asked[place] = replace(row, milestones=stones, deadline=deadline, counted=bool(stones))
            self.used |= {each.span for _, each in levels}

    def _is_asked(self, part: _Part, position: int, each: Amount, before: str) -> bool:
        if re.search("完成[^，。；]{2,16}投资$", before):
            return True
        if each.unit.endswith("元") and not each.is_compared and _SET_ASIDE.search(before):
            return self._is_dealt_with(position, "下达|拨付")
        if (
            base(each.unit) in (*_SIZES, "头", "只", "羽")
            and re.search("以[上下]$", self.sentence[slice(*each.span)])
            and re.match(
                rf"[^，。；、的\d]{{0,8}}?(?:{_BUILT})(?:$|[，。；、建开配实全均应要须按])", part.behind(each.span[1])
            )
        ):
            return False  # 维修200立方米以上蓄水池: how large they are
        if self._is_size(part, each) or re.search("(?:分|派|摊)[解配摊发]?[到给至]$", before):
            return False  # 任务分解到5个村
        if re.match(_OF_SUCH, part.behind(each.span[1])) and not _VERB.search(before):
            return False  # 月工资不低于1800元的车间优先认定: which ones
        if re.match("[^，。；\\d且并及]{0,12}?的(?:比例|占比|比重)", part.behind(each.span[1])):
            return False  # 至少有1人就业的比例达到90%
        if re.search("(?:入户|走访)[^，；]{0,4}$", before) and re.search("抽[取样选]", self.sentence[: each.start]):
            return False  # how a score is found
        if before.endswith("有") and re.match(
            "[^，。；\\d]{1,8}的(?:$|[由应要须可]|给予|优先)", part.behind(each.span[1])
        ):
            return False  # 有两名以上重病患者的由乡镇领导联系: who is meant
        if re.search(r"每次[^，；]{0,4}$", before):
            return False  # how long each time, not how much in the year
        if re.search("以下$", self.sentence[slice(*each.span)]) and re.match(
            "[村户镇项家人]|薄弱|自然村|行政村|村庄", part.behind(each.span[1])
        ):
            return False  # 消除10万元以下薄弱村: which ones, not how much
        if _EVERY_ONE.match(part.behind(each.span[1])):
            return True
        if each.unit in _TIMES and (_CONDITION.search(part.text) or re.search("以上[^，。；]*的$", part.text)):
            return False  # 凡2次以上通报的
        if each.unit in _TIMES and part.behind(each.span[1])[:1] != "的":
            return True  # 对管线检修一遍, 轮训队员1次: an act
        if (
            part.days
            and self.sentence[each.start : each.span[0]] == "为"
            and re.search("落实|发放|提供|配备|购买|办理|安装|代缴|缴纳", part.behind(each.span[1]))
        ):
            return True  # 9月底前为310名学生落实资助
        for_whom = part.words(part.start, each.start).lstrip(_HOLE)
        if re.match("对全[县区市镇乡州旗]", for_whom):
            return False  # 对全县138个村开展排查: all there are
        if re.search(r"(?:^|[，；])(?:重点)?(?:对(?![口接])|为|向|从|由(?![县区市镇各]))[^，；]{0,12}$", for_whom):
            before = for_whom
            if re.search("以[上下]$", self.sentence[slice(*each.span)]):
                return False  # 对500亩以上撂荒地开展整治
            acts = re.search(
                r"(?:进行|开展|实施|完成|全面|全部)|^(?:加装|安装|更换|补植|修复)", part.behind(each.span[1])
            )
            if re.match(
                "[^，。；]{1,10}?(?:户|家庭|对象|群众|人口)(?:实施|开展|落实|进行)[^，。；]{0,8}(?:帮扶|监测|管理|服务|保障)",
                part.behind(each.span[1]),
            ):
                return False  # 对527户监测户实施帮扶: whom it concerns
            if re.search("(?:^|[，；])为(?!民)", before) and _VERB.search(before) and not before.endswith("的"):
                return True  # 为安置区配建车间20个
            return bool(acts) or (before.startswith("对") and self._is_dealt_with(position))
        if re.match(r"(?:乡|镇|街道|村|县|区|市|旗|单位|部门)\S{0,4}?(?:要|须|应|负责)", part.behind(each.span[1])):
            return False  # 受灾的3个乡镇要开展排查: who, not how many
        if re.search("按照?$", before) and re.match("推进|实施|落实|组织|下达", part.behind(each.span[1])):
            return True
        if re.search("按照?(?:每|[户人村]均)?[户人村]?$", before):
            return False  # 贷款按5万元以下执行, 资金按户均2万元安排
        # 选派的182名队员: which ones; 反馈的13个问题全部整改 and 剩余的13户 ask for it
        if re.search("(?<!剩余)(?<!剩下)(?<!其余)(?<!余下)(?<!中)的$", before) and not each.is_compared:
            if each.unit.endswith("元") and not re.search("[拨支兑]付|下达", part.behind(each.span[1])):
                return False  # 历年形成的6.4亿元资产全部纳入管理
            if re.match("(?:全面|全部)?(?:完成|办结|消化|处置|销号)", before):
                return True  # 完成上年结转的18个项目
            return bool(
                _ALL_DONE.search(part.behind(each.span[1])) or re.search("全部", part.behind(each.span[1]))
            ) or self._is_dealt_with(position)
        if each.is_compared or _VERB.search(before) or _ACT.match(plain_start(before)):
            return True
        if (before.startswith("其中") and (self.asked or str(self.year) in before)) or (
            each.unit in ("场", "期", "场次") and not self.state
        ):
            return True
        if self.about and not position and not before and not part.demands:
            return True  # 道路硬化：9公里
        if (
            (part.joint in ("、", "和", "及") or (part.joint == "：" and "其中" in self.parts[position - 1].text))
            and self.asked
            and (
                self.asked[-1].kind in ("target", "indicator", "floor")
                or (self.asked[-1].kind == "duty" and not self.parts[position - 1].frequencies)  # 培训2轮、400人次
            )
        ):
            return True
        behind = part.behind(each.span[1])
        if (part.days or self.ahead) and re.search(
            r"分解|下达|拨付|兑[付现]|完成|到位|建成|整改|清除|清零|竣工|完工|全部开工|投用|投入[使运]|交付|销号|验收",
            behind,
        ):
            return True
        following = self.parts[position + 1] if position + 1 < len(self.parts) else None
        if (
            following
            and following.days
            and (
                re.search("下达|拨付", following.text)
                or _ALL_DONE.search(following.text)
                or following.joint == _NOTE_OF_DAYS
            )
        ):
            return True
        if self._is_done_in_parts(position, each) or self._is_level(position, before):
            return True
        if self.is_goal and not self.state and re.fullmatch("[\\u4e00-\\u9fff（）“”]{2,16}", before):
            return True
        return (
            self.verb
            and part.joint == "，"
            and (
                (bool(self.asked) and self.asked[-1].kind == "target")
                or bool(re.fullmatch("每个?[村镇乡户]|各", before))
            )
        )

    def _is_level(self, position: int, before: str) -> bool:
        """Whether a level stands without a verb beside others that are asked: 投保面积32万亩，投保率达到75%以上."""
        following = self.parts[position + 1 : position + 2]
        says = following and following[0].joint == "，" and any(each.is_compared for each in following[0].amounts)
        if not re.search(
            r"(?:^|[\u4e00-\u9fff]{2})(?:面积|总产|总?产[量值]|规模|总量|出栏量?|存栏量?|人数|收入|销售额|交易额)$",
            before,
        ):
            return False
        joint = self.parts[position].joint
        if joint in ("，", "、"):
            return bool(self.asked) and self.asked[-1].kind in ("target", "indicator")
        return bool(says and joint in ("", "；", "："))

    def _is_done_in_parts(self, position: int, each: Amount) -> bool:
        """Whether what stands behind says how much of it by when, and names nothing else: 公路60公里，6月底前完成20公里."""
        for part in self.parts[position + 1 :]:
            if part.joint in "；。":
                return False
            alike = [one for one in part.amounts if base(one.unit) == base(each.unit) and one.value < each.value]
            if part.days and alike and "完成" in part.text and is_bare(self._rest(part)):
                return True
        return False

    def _is_dealt_with(
        self,
        position: int,
        how: str = "到位|完毕|清零|清除|销号|竣工|完工|(?:完成|全部)(?:整改|整治|改造|验收|任务)?$|全部[\\u4e00-\\u9fff]{2,3}$",
    ) -> bool:
        """Whether what stands behind says by when all of it is put right: …的6月底前整改到位，其余9月底前清零."""
        for part in self.parts[position + 1 :]:
            if part.joint in "；。":
                return False
            if part.days and re.search(how, part.text):
                return True
        return False

    def _rate(self, part: _Part, position: int, each: Amount, later: Amount | None, before: str, rest: str) -> None:
        if later and re.search(r"(?:由|从)[^，。；]*$", before):
            return  # from where it rises
        days = [day.day for day in part.days if day.day and day.span[0] < each.span[0]]
        if not part.days and self.ahead and self.ahead.day and is_bare(rest):
            days = [self.ahead.day]  # 到9月底，达到80%
        if days and (place := self._reached(part, position, each, rest)) is not None:
            for at in self._alike(place, all_of="工程量" in rest):
                self.asked[at] = self._with_level(self.asked[at], days[-1], each, part)
            self.used.add(each.span)
            return
        name, sure = subject(rest), 3 if each.is_compared else 2
        by_colon = self._is_named_by_colon(part, position) and is_bare(rest)
        if by_colon:
            name = short(self.parts[position - 1].text)
        elif is_bare(rest) and part.days and not days:
            return  # 春播前完成七成: of what is before it, by a day that a person has to name
        elif is_bare(rest) and _FINISHES.search(rest) and days:
            name, sure = "任务完成比例", 2
        elif is_bare(rest) and position:
            previous = self.parts[position - 1]
            before_it = re.split("不低于|高于|快于", self._named_by(previous))[0]
            name, sure = before_it or subject(part.behind(each.span[1])), 2
        elif (
            len(name) <= 4
            and position
            and part.joint == "，"
            and not is_bare(self.parts[position - 1].text)
            and not self.parts[position - 1].amounts
            and not self.parts[position - 1].frequencies
            and not self.parts[position - 1].days
        ):
            name = short(self.parts[position - 1].text) + name
        before_it = self._named_by(self.parts[position - 1]) if position else ""
        name = name or subject(part.behind(each.span[1])) or before_it or self.about
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
        said = self.sentence[: each.span[0]]
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
        start = self.parts[position - 1].start if name and is_bare(rest) and position else part.start
        self._add(replace(self._row(part, each, name), span=(start, part.end), sure=sure), part, each.span)

    def _alike(self, place: int, *, all_of: bool) -> range:
        """The rows that a level is of: those joined to the last by 、, or all that are counted before it."""
        first = place
        while first > self.before and self.asked[first - 1].kind == self.asked[place].kind == "target":
            stop = self.sentence[self.asked[first - 1].span[1] :][:1]
            levels = self.asked[place].milestones
            if self.asked[first - 1].milestones != levels or not (all_of or levels or stop in "、和及"):
                break
            first -= 1
        return range(first, place + 1)

    def _reached(self, part: _Part, position: int, each: Amount, rest: str) -> int | None:
        """Which row a level by a day belongs to: what is counted where it is to be finished by then, else the last one."""
        counted = next((at for at in reversed(range(len(self.asked))) if self.asked[at].kind == "target"), None)
        own = (
            counted is not None
            and self.asked[counted].span[0] == part.start
            and bool(re.search(r"完成[^，。；]*的$", rest))
        )
        later = [one.text for one in self.parts[position + 1 :]]
        if counted == len(self.asked) - 1 and (
            not _COMPLETES.sub("", rest) or any(text.endswith(f"全部{rest}") for text in later)
        ):
            rest = "完成"  # 问题厕所480座，6月底前整改60%; 盘活60%，年底前全部盘活
        if counted is not None and _RATE_OF_ALL.search(rest) and is_bare(_RATE_OF_ALL.sub("", rest)):
            if self.asked[-1].unit == "%" and self.asked[-1].title.endswith("开工率"):
                row = self.asked[counted]  # 7月底前开工率100%，10月底前竣工率100%: two rates of the same works
                day = next((one.day for one in part.days if one.day), None)
                self.asked[counted] = replace(row, deadline=row.deadline or (day if each.value == 100 else None))
                return None
            if each.value < 100 and not any(re.search("全部|全面|100%|[竣完]工(?!率)", text) for text in later):
                return None  # 10月底前竣工率达到95%, and nothing more: not all of it is asked
            rest, own = "完成", True
        again = bool(self.asked) and len(naming(rest)) > 1 and naming(rest) in self.asked[-1].title
        if (
            not self.asked
            or each.unit != "%"
            or not (is_bare(rest) or own or again)
            or self._is_named_by_colon(part, position)
        ):
            return None
        goes_to_all = any(one.value == 100 for each_part in self.parts[position:] for one in each_part.amounts)
        rate = self.asked[-1]  # 培训1200人次，合格率85%以上，上半年45%，全年100%: the levels are of what is counted
        of_count = rate.unit == "%" and not rate.deadline and goes_to_all and (rate.target or 0) < 100
        place = len(self.asked) - 1
        goes_on = rate.unit == "%" and rate.deadline and rate.span[1] == self.parts[position - 1].end
        named = goes_on and _FINISHES.search(self.parts[position - 1].text)  # 登记6月底完成80%、11月底完成100%
        if counted is not None and not named and (_FINISHES.search(rest) or of_count):
            place = counted
        row = self.asked[place]
        is_rate = row.unit == "%" and row.title.endswith("率") and "完成" in rest and "完成" not in row.title
        levels = each.comparison == row.comparison == "at_least" and row.kind in ("target", "indicator", "ratio")
        return place if levels and not is_rate else None

    def _with_level(self, row: Asked, day: date, each: Amount, part: _Part) -> Asked:
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

    def _named_by(self, part: _Part) -> str:
        """What a part names: of one with a number the name of its row, 零售额突破6亿元，增长15%."""
        if not (part.amounts or part.demands):
            return short(part.words(part.start, part.end))
        own = [row.title for row in self.asked if part.start <= row.span[0] < part.end or row.span[1] == part.end]
        if own or not part.amounts:
            return re.sub("[增降]幅$", "", own[-1]) if own else ""
        return subject(part.words(part.start, part.amounts[0].start))  # 到2027年普及率达到98%，今年达到95%

    def _is_named_by_colon(self, part: _Part, position: int) -> bool:
        """支出进度：6月底达到60% is said of what stands before the colon."""
        if part.joint not in "：:" or not position:
            return False
        named = self.parts[position - 1]
        return not (named.amounts or named.days or named.frequencies) and not is_bare(named.text)

    def _row(self, part: _Part, each: Amount, name: str) -> Asked:
        kind = "target"
        before = part.before(each.span[0])
        if (
            each.unit in ("%", "‰", "分", "倍")
            or each.unit.endswith("百分点")
            or each.comparison in ("growth", "zero", "at_most")
        ):
            kind = "indicator"
            if (
                each.unit == "%"
                and re.search(
                    r"资金[^，。；]{0,12}(?:占比|比重|比例|占)|(?:占|用于)[^，。；]{0,14}(?:比重|比例|占比)", part.text
                )
                and "资金" in part.text
            ):
                kind = "ratio"
        elif re.search(
            "保持|稳定|维持|巩固|达$|(?:扩大|提高|增加|提升|增长|上升|发展|达)[到至]",
            part.text[each.start - part.start : each.span[0] - part.start],
        ):
            kind = "indicator"
        if each.unit in ("天", "小时"):
            kind = "indicator"  # 每年驻村220天
        if each.unit.endswith("元") and re.search(r"村[^，。；]{0,8}(?:资金|投入)", before):
            kind = "floor"
        less = each.comparison == "at_least" and not each.is_compared and _LESS_IS_BETTER.search(name)
        return Asked(
            "indicator" if less else kind,
            name,
            (part.start, part.end),
            each.value,
            each.unit,
            "at_most" if less else each.comparison,
            sure=3 if each.is_compared or _VERB.search(before) else 2,
        )

    def _demands(self, part: _Part, position: int) -> None:
        for each in part.demands:
            if each.comparison == "zero" and part.limits:
                self.used.add(each.span)  # 20天内清零: within so long
                continue
            if each.comparison == "all" and (part.frequencies or any(one.span in self.used for one in part.amounts)):
                self.used.add(each.span)
                continue
            says_before = each.span[0] < each.span[1]
            before = part.words(part.start, each.span[0]) if says_before else part.behind(each.span[0])
            none = re.search("[一1]([名人例户起件])$", self.sentence[: each.span[0]])  # 无一户返贫、无一人致贫
            if none and self.state:
                continue  # 去年没有一户返贫
            before = before.split("、")[0] if none else before
            if re.fullmatch(f"[较比与同]{_LAST_YEAR}", before):
                before = ""  # 务工1.9万人以上，较上年只增不减
            name = subject(before)
            start = part.start
            if re.search("按照?$", name):  # 按照不低于上年的要求安排资金
                name = subject(re.sub("^(?:投入|水平)*的?(?:要求|标准|原则)", "", part.behind(each.span[1])))
            if is_bare(before) and position:
                previous = self.parts[position - 1]
                counted = bool(self.asked) and self.asked[-1].kind == "target" and each.comparison in ("zero", "all")
                if counted and not previous.frequencies and (part.days or previous.amounts or previous.demands):
                    self.used.add(each.span)  # all of what was counted just before
                    if part.days:
                        self.asked[-1] = replace(self.asked[-1], span=(self.asked[-1].span[0], part.end)).dated(
                            part.days[-1]
                        )
                    continue
                name, start = self._named_by(previous) if previous.amounts else short(previous.text), previous.start
            if not name:
                continue
            last = self.asked[-1] if self.asked and each.comparison not in ("zero", "all") else None
            if last and last.title == name and last.target is not None and each.comparison == _last_years_of(last):
                continue  # 务工3万人以上，较上年只增不减: one thing, and its number says how much; the rest is told
            if last and last.title == name and last.target is not None and each.comparison == _last_years_of(last):
                continue  # 务工3万人以上，较上年只增不减: one thing, and its number says how much; the rest is told
            counted_in = base(last.unit) if last and last.title == name else ""
            names = (
                _each_counted(name)
                if each.comparison in ("growth", "not_below_last_year", "not_above_last_year")
                else [name]
            )
            for one in names:
                said = self.sentence[slice(*each.span)]  # 零辍学, 无辍学学生 are people
                named = f"{one}{said}" if said.startswith(("零", "无")) and unit_of(one) == "个" else one
                unit = (
                    "%"
                    if each.comparison == "all"
                    else none[1].replace("名", "人")
                    if none
                    else counted_in or unit_of(named)
                )
                comparison = "at_least" if each.comparison == "all" else each.comparison
                number = self._last_years(part, each)
                row = Asked(
                    "indicator",
                    one,
                    (start, part.end),
                    number.value if number else each.value,
                    number.unit if number else unit,
                    comparison,
                    sure=3 if each.comparison != "all" else 1,
                )
                self._add(row, part, each.span)


def _last_years_of(row: Asked) -> str:
    """What a level says of last year when it is to be reached, or not to be exceeded."""
    return {"at_least": "not_below_last_year", "at_most": "not_above_last_year"}.get(row.comparison or "", "")


def _reached_by(levels: list[tuple[Day, float]], total: float, whole: date | None) -> list[tuple[date, float]]:
    """Counts by day as what is reached by then, `whole` when all is done: parts of a total add up (上半年5座、下半年7座); [] else."""
    days = [day.day for day, _ in levels if day.day]
    counts = [count for _, count in levels]
    if len(days) < len(levels) or days != sorted(set(days)) or not total:
        return []
    rises = counts == sorted(set(counts))
    if len(counts) > 1 and sum(counts) == total and not (rises and whole and whole > days[-1]):
        counts = list(accumulate(counts))
    elif not rises or counts[-1] > total:
        return []
    elif (
        not all(re.search("[前底末]|上半年", day.stated) for day, _ in levels)
        and counts[-1] < total
        and len(counts) > 1
        and sum(counts) <= total
    ):
        return []  # 一季度600户、二季度800户 of 2400: by then, or within the quarter
    elif counts[-1] < total and days[-1].month == 12:
        return []  # 下半年50座 of 120
    return list(zip(days, counts, strict=True))


_COUNTED = r"(?:数量|人数|总数|户数|能力|规模|率|面积|收入|占比|比例|比重|标准|总量|产量|产值|岗位|数|次数|件数|水平)"


def _each_counted(name: str) -> list[str]:
    """A数量和B人数 → both; 自来水普及率、集中供水率 → both; else the name alone."""
    pieces = re.split(
        r"(?<=数量|人数|总数|户数|能力|规模|面积|收入|占比|比例|比重|标准|总量|产量|产值)(?:和|及|与|、)|(?<=率)(?:和|及|与|、)",
        name,
    )
    if len(pieces) > 1 and all(re.search(rf"{_COUNTED}$", piece) for piece in pieces):
        return pieces
    return [name]


def as_number(value: float | None) -> float | int | None:
    """A target as JSON and tables write it."""
    return None if value is None else plain(round(value, 6))
