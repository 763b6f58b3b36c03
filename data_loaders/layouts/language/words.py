"""What the words of a header may mean, as patterns: more than the aliases of the schema, and less certain than those.

A pattern counts from 0 to 1; from SURE on nobody is asked when the cells agree.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz import fuzz

from data_loaders.layouts.language.fields import composed, listed
from data_loaders.schema import TABLES, Column, Kind, Table
from data_loaders.tidying.cells import squeezed
from data_loaders.tidying.headers import (
    PART_OF_GROUP,
    UNITS,
    WHOLE_GROUP,
    Header,
    aliases,
    is_proper,
    match_text,
    normalised,
    without_unit,
)

SURE = 0.85
LIKELY = 0.5
RIVAL = 0.9
# Names that are nearly an alias, 任务户 and 任务数, count less than the alias.
NEAR_ENOUGH, NEAR_SHARE = 78, 0.85

RATE = re.compile(
    r"率(?!先)|占比|之比|比例|百分比|比重|%$|进度%|(?:支出|拨付|支付|报账|使用|资金|完成|整改|创建)进度$|同比|环比|增幅|较上[月年期]|比上"
)
RANK = re.compile(r"^(?:顺?序号|排名|名次|位次|序|编次|no\.?|#)$")
THIS_PERIOD = re.compile(r"本月|当月|本周|本旬|本季|本期(?!值|数$)|当期|新增|净增")
LAST_PERIOD = r"上[月周期旬季]"
CUMULATIVE = re.compile(r"累计|截[至止]|至今|以来|年初")
REMAINING = re.compile(r"未(?!来)|还没|剩余|尚|待(?!遇)|欠|还需|缺口|余下|结余|结存|差额")
ONGOING = re.compile(r"正在|在建|施工中|[整改创]+建?中|推进中|进行中|开工(?:数|户|率|点)|启动数|动工数")
INSTALMENT = r"(?:预付|进度|结算|首付|首期|中期|尾)款|(?:质保|保证|定)金"  # one of several payments
PERSON = re.compile(r"责任人|负责人|联系人|经办人|填[报表]人|户主|姓名|包村干部|包保(?!单位)|巡查人|电话|手机|签[字名]")

PLACE_WORDS = r"地[点址区]|所在地|属地|位置|建设地|实施地|项目地|区域|坐落|镇.?村|乡.?村|所在"
_DONE_ACT = r"完成|竣工|完工|建成|整改到位|到位|改造到位|销号|创成|改成|建好|改好|办结|达标"
_PLAN_ACT = r"应|需|拟|计划|目标|任务|预计|下达|须"

# What is counted is no money, though it is arranged and used: 安排岗位数, 使用户数.
_NO_MONEY = r"户数|农户|人数|岗位|任务|面积|亩|批次|次数|方式|方向|对象|标准|单价"

# What is asked for, wished or kept ready is neither arranged nor done, nor is what belongs to another year.
_NOT_YET = r"申[报请领]|报名|报送|送审|自报|意[向愿]|自愿|愿意|储备|后备|候选|推荐|预[备选]|初选|潜[在力]|参[评选]|入库"
_OTHER_TIME = r"去年|上年|上一年|往年|历年|以前年|明年|下年|次年"
OTHERWISE = re.compile(rf"{_NOT_YET}|{_OTHER_TIME}|{LAST_PERIOD}")  # whatever the numbers say
_OTHER_STEP = r"覆盖|评定|命名|认定|挂牌|授牌|动员|宣传|签[约订协字]|上报|受理|公示|选址|进场|审[核批查]|派[单工发]|采购|方案|通知|下发|立项|招标|登记|录入|分配|安排|发放|摸底|排查|摸排|启动|开工|动工"
_ENDED = r"完成|竣工|完工|建成|建好|整改|改造|治理|整治|修复|销号|办结|到位|创成|创建|改好|达标|打造|清零|闭环|消号"
_LOOKED_AT = r"(?<!问题)(?:排查|摸排|核查|检查|抽查|巡查|走访|复核)(?:农户|户|厕所|座|总)(?!厕问题)|^(?:现有)?(?:农村)?(?:户厕|厕所|卫生厕所)总?数"
_IN_MONTH = r"(?<![-—–~至到\d])\d{1,2}月份?(?:新增|实际)?(?:完成|整改|创建|支付|支出|拨付|报账)"
_ONLY_NOW = rf"^(?!.*(?:累计|截[至止])).*(?:本[月周旬季](?!末|底|止)|当月|当期|[一二三四1-4]季度|{_IN_MONTH})"
_NO_WORK = r"党员|低保|脱贫|监测户|空置|常住|建档"  # what houses are, whatever is done with them
_OTHER_MONEY = r"合同|中标|控制价|财评|审计|结算|决算|概算|估算|需求|意向|可用|匹配|预计|规划|缺口"
# Words that let a header be no such fact of ours, whatever else it says: it is asked for by name.
_NEVER = {
    "planned": re.compile(
        rf"{_NOT_YET}|{_OTHER_TIME}|{_LOOKED_AT}|全[村镇区]|现有|在用|计划外|任务外|调整前|追加|{_NO_WORK}|人口|村庄?总?数|总户|农户数?$"
    ),
    "done": re.compile(
        rf"{_NOT_YET}|{_OTHER_TIME}|{_ONLY_NOW}|{LAST_PERIOD}|{_NO_WORK}|预计|启动|反弹|返工|退回|限[期时]|分期|[立即][行知][立即]改$|^(?!.*(?:{_ENDED})).*(?:{_OTHER_STEP})"
    ),
    "accepted": re.compile(rf"{_OTHER_TIME}|申[报请]"),
    "allocated": re.compile(rf"{_NOT_YET}|{_OTHER_TIME}|{_OTHER_MONEY}"),
    "disbursed": re.compile(
        rf"{_NOT_YET}|{_OTHER_TIME}|{_ONLY_NOW}|{_OTHER_MONEY}|拟|应[付支拨报]|审[定批核]|可[支拨付]|授权|上限|[还尚]需|垫付|欠|开票|发票|资料|^(?:已|累计)?(?:下达|到位|分配)"
    ),
}
_CODED = r"(?:类别|类型|种类|来源|性质|阶段|状态|进度|进展|级别)(?:代[码号]|编[码号])"  # of a choice, and no number of a thing
_NEVER |= {
    "value": re.compile(r"预[计期警]|增[量长]|权重|分值|考核|参考|平均|缺口|标准|[上下]限|警戒"),
    "due_on": re.compile(
        r"^(?!.*(?:[时期]限|何时|要求|计划|应|限|预计|拟|目标|最[迟晚])).*(?:反馈|督办|交办|下发|会议|上报|登记|受理|收文|开始|启动|立项|检查|召开|[上下]一?[次轮])"
    ),
    "done_on": re.compile(r"下一?[次轮]|[填上]报|报送|通知|批复|到期|启动"),
    "owner": re.compile(r"抄送|来文|检查单位|[填上]报|报送"),
    "project_id": re.compile(rf"合同|发票|资产|{_CODED}"),
    "number": re.compile(_CODED),
    "site_id": re.compile(_CODED),
    "action_id": re.compile(_CODED),
    "capacity": re.compile(r"[远近]期|最大|日均|[进出]水|管网|服务|用电"),
    "stage": re.compile(
        rf"资金|用地|手续|质量|安全|招标|档案|征地|单位|合同|监理|审批|许可|等级|性质|风险|{LAST_PERIOD}"
    ),
    "status": re.compile(rf"风险|重要|难度|资金|{LAST_PERIOD}"),
}
# What is meant to be done may be the task, and the day of a notice that of the meeting, which a person says.
_INTENDED = {
    "planned": re.compile(r"拟|预计|[一二三四]期"),
    "allocated": re.compile(r"拟|争取|审定"),
    "due_on": re.compile(r"预计|拟"),
    "assigned_on": re.compile(r"反馈|下[达发]|发现|提出|受理|接办|分办"),
}

# Column of ours → (pattern, how much it counts); the first that is found counts. 0 is a refusal.
NOT_LINKED = re.compile(r"(?:非|除|不含|不属于?)(?:财政)?衔接")
# A place within a village, as headers of the provinces call it: 村民组（寨）, 自然湾, 屯.
BELOW_VILLAGE = (
    r"自然[村湾塆屯寨组]|屋场|小组|村民?组|^[湾塆屯寨组](?:名称?|别)?$|组[/、(][湾塆屯寨]|[湾塆屯寨][/、(]?组"
)
_PLACES = {
    "town": (
        (rf"{BELOW_VILLAGE}|村名|行政村|村委", 0),
        (
            r"^(?:所属|所在|实施|项目|属地|建设|归属|隶属|责任)?(?:乡镇|镇街|镇乡|镇|乡|街镇|街道|镇办|乡办|镇区)(?:名称?|别|街道?|场|单位)?(?:\(.*\))?$",
            0.95,
        ),
        (r"属地[镇乡]|管理处|乡\(镇\)|镇\(|乡镇\(|^[镇乡]级单位", 0.9),
        (r"[镇乡](?:名称?)?$|^(?:乡镇|镇街)", 0.75),
        (r"^(?:填报|报送|责任|实施|项目|建设)?单位(?:名称)?$|^(?:地区|区域|辖区|片区|名称|属地)$", 0.4),
    ),
    "village": (
        (
            rf"村庄?(?:总?数|个数|类型|类别|分类)|村(?:户数|人口|集体|干部|支书|书记|主任)|村级(?!单位|名)|{BELOW_VILLAGE}|组别",
            0,
        ),
        (
            r"^(?:所属|所在|实施|项目|属地|建设)?(?:行政村|村居|村社区|村|村庄|社区)(?:名称?|别)?(?:\(.*\))?(?:名称?)?$",
            0.95,
        ),
        (r"行政村|村居|村名|村委|居委|属地村|社区|^村级单位", 0.9),
        (r"村(?:名称?)?$|^村", 0.75),
        (PLACE_WORDS, 0.5),
        (r"^(?:填报|报送)?单位(?:名称)?$|^(?:名称|地区)$", 0.3),
    ),
    "as_of": (
        (r"计划|预计|拟|[完竣开动]工|建成|验收|要求|整改|办结", 0),
        (
            r"截[至止]|统计(?:日|时间|截|节点)|数据(?:日期|时间)|^(?:月份|年月|期数|期别|期间|时期|报告期|统计期|所属期|所属月份|数据期)$|时点",
            0.95,
        ),
        (r"填[报表](?:日期|时间)|上报(?:日期|时间)|更新(?:日期|时间)", 0.6),
    ),
    "remark": ((r"备注|附注|备考|^(?:说明|其他说明|有关说明)$", 0.95), (r"说明", 0.55)),
}
_MORE = {
    "beneficiaries": (
        (r"人口|人数|率", 0),
        (r"(?:受益|服务|覆盖|惠及|接[管入户]|纳管|收集).{0,4}(?:户|农户|住户|户数)", 0.9),
    ),
    "started_on": (
        (r"计划|预计|拟|应|要求|率|数$|是否|情况|完工|竣工", 0),
        (r"(?:开工|动工|开建|进场|启动)(?:建设|施工)?(?:日期|时间|日)$", 0.92),
    ),
}
_HOUSEHOLDS = {
    **_PLACES,
    "planned": (
        (rf"时限|期限|时间|日期|单位|措施|原因|率|比例|占比|{REMAINING.pattern}|{THIS_PERIOD.pattern}", 0),
        (rf"(?:任务|计划|目标|应|需|拟).{{0,4}}(?:完成|整改|创建|改造|建设|改|建).{{0,2}}(?:数|量|户|座|个|任务|目标|总数)?$|(?:{_PLAN_ACT})(?:数|量|户|座|个|指标|总数|户数|总量)?$", 0.95),
        (rf"(?:已|累计|实际)|{_DONE_ACT}", 0),
        (r"(?:问题|不合格|需改|病).{0,6}(?:厕|户|点).{0,3}(?:总|合计|小计|数|座|户)|问题(?:厕所|户厕)$|问题总?数|^问题$"
            r"|(?:摸排|排查|核查|认定|发现).{0,3}问题", 0.9),
        (rf"(?:{_PLAN_ACT})", 0.88),
        (r"总任务|指标数|名额|总目标", 0.9),
        (r"^(?:总数|合计|总量|户数|数量|小计)$|总数", 0.35),
        (r"摸排|排查|核查", 0.3),
    ),
    "done": (
        (r"^(?:已|累计)(?:创建|完成|整改|建成|改造|创成).{0,6}(?:并|且|、)", 0.9),
        (rf"时限|期限|时间|日期|单位|措施|原因|率|比例|占比|{REMAINING.pattern}|{LAST_PERIOD}|验收|挂牌|授牌|命名|^(?:计划|目标任务|任务|应|需|拟|纳入|列入)(?!完成情况|情况)", 0),
        (rf"(?:已|累计|实际).{{0,6}}(?:{_DONE_ACT}|整改|创建|改造|建设|改|建)|(?:{_DONE_ACT})(?:数|量|户|座|个|户数|座数|个数|总数|任务)?$|{_DONE_ACT}", 0.95),
        (r"^(?:已|累计)|实际|(?:整改|创建|改造|建设).{0,2}(?:数|户|座|个)$", 0.75),
        (r"创建|整改|改造|进展|实施", 0.5),
    ),
    "accepted": (
        (rf"率|比例|占比|{REMAINING.pattern}|(?:应|拟|需|计划).{{0,2}}验收|日期|时间|不合格", 0),
        (r"验收|挂牌|授牌|命名|合格|复核|核验|销号|认定", 0.9),
    ),
}  # fmt: skip
_OWNER = (
    (PERSON.pattern + r"|领导|配合|协[助办]|[督交]办|提出|联系|涉及|对象|监理|设计单位|施工单位|运维", 0),
    (
        r"(?:责任|牵头|承办|主管|实施|负责|落实|主办|主责|建设|整改)(?:责任)?(?:单位|部门|主体)|业主|^(?:责任|承办|牵头|主办)$",
        0.9,
    ),
    (r"单位|部门", 0.5),
)
_STAGE = (
    (rf"率$|日期|时间|时限|节点|{LAST_PERIOD}", 0),
    (
        r"(?:建设|工程|推进|实施|项目|当前|目前|施工|运行|使用)?(?:阶段|状态)$|(?:建设|工程|进展|推进|实施|形象|目前|当前)(?:情况|进展|情形)$",
        0.9,
    ),
    (r"进度|进展|状况|运行情况|现状|是否(?:完工|竣工|开工|建成)", 0.7),
)
_WORK_DATES = {
    "planned_finish": (
        (r"实际|开工|率", 0),
        (
            r"(?:计划|预计|预期|拟|预定|应|要求|约定|合同|目标|承诺|力争|确保|限定?).{0,4}(?:完工|竣工|完成|建成|投用|投运|交付|通水|运行)",
            0.95,
        ),
        (r"(?:完成|竣工|完工|建成)(?:时限|期限|节点)|工期|时限|倒排", 0.85),
    ),
    "actual_finish": (
        (r"计划|预[计期定]|拟|应|要求|承诺|力争|确保|约定|合同|目标|限|率|开工|情况|投资", 0),
        (r"实际.{0,4}(?:完工|竣工|完成|建成)|(?:完工|竣工|建成)(?:验收)?(?:日期|时间|日)|完工日|竣工日", 0.95),
        (r"完成(?:日期|时间)|验收(?:日期|时间)", 0.6),
    ),
    "owner": _OWNER,
    "longitude": ((r"经度|东经|^lng$|^lon", 0.95),),
    "latitude": ((r"纬度|北纬|^lat", 0.95),),
    "problem": (
        (r"数$|率$|是否|整改|(?<![需待])解决(?!的)", 0),
        (r"问题|困难|难点|难题|瓶颈|堵点|制约", 0.9),
    ),
    "progress": (
        (r"日期|时间|资金|投资|支出|支付|拨付", 0),
        (r"进度|完成(?:比例|率|百分比)|进展比例|形象", 0.9),
    ),
    "stage": _STAGE,
}
MEANINGS: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {
    "courtyards": {**_HOUSEHOLDS, **_MORE},
    "toilets": _HOUSEHOLDS,
    "sites": {
        **_PLACES, **_WORK_DATES, **_MORE,
        "site_id": ((r"(?:编号|编码|代码|点号|项目号|工程号|点位号)$", 0.9),),
        "kind": (
            (r"状态|阶段|资金|来源", 0),
            (r"(?:建设|点位|项目|工程|点|整治|创建|村庄)?(?:类型|类别|种类|分类)$", 0.9), (r"建设内容", 0.3),
        ),
        "name": (
            (r"户数|人口|单位|编[号码]|代码|类|时间|日期|投资|资金|内容|数$", 0),
            (r"(?:点位?|工程点?|项目|站点?|建设点|整治点|工程|基地|示范点)(?:全?名称?|全称|名)$|^(?:建设点|整治点|示范点|村点|点|点位|点名|基地名?|项目)$", 0.92),
            (rf"{BELOW_VILLAGE}|屋名|院落", 0.86), (r"名称|名$", 0.7),
        ),
    },
    "stations": {
        **_PLACES, **_WORK_DATES,
        "owner": ((r"(?:运维|运营|管护|管理|维护)(?:责任)?(?:单位|公司|企业|主体)", 0.8), *_OWNER),
        "name": (
            (r"户数|人口|单位|编[号码]|代码|类|时间|日期|投资|资金|规模|工艺|标准|镇名|村名", 0),
            (r"(?:站点?|设施|污水站?|处理站|项目|工程|终端|厂站?)(?:名称?|名)$|^(?:站点|设施|污水处理站|污水站|处理设施|处理站|污水厂|终端)$", 0.92), (r"名称|站名", 0.75),
        ),
        "capacity": ((r"实际|人口|户", 0), (r"规模|处理能力|日处理|处理量|吨位|设计水量", 0.92)),
        "beneficiaries": (
            (r"人口|人数|率", 0),
            (r"(?:受益|服务|覆盖|惠及|接[管入户]|纳管|收集).{0,4}(?:户|农户|住户|户数)|户数", 0.9),
        ),
    },
    "funds": {
        **_PLACES,
        "project_id": ((r"文号|文件|账号|号码", 0), (r"(?:项目库?|工程)?(?:编号|编码|代码|号)$", 0.9),),
        "project": (
            (r"类|编[号码]|代码|金额|资金|单位|内容|地点|投资|乡镇|村$", 0),
            (r"(?:项目|工程)(?:全?名称?|全称|简称|名|标题)$|^(?:项目|工程|建设项目|实施项目)$", 0.95), (r"名称$", 0.6),
        ),
        "category": (
            (r"资金(?:类型|类别|级别|性质)|建设性质", 0),
            (r"(?:项目|工程|建设|产业)?(?:类别|类型|分类|种类|大类)$|(?:资金)?(?:投向|用途|方向|使用方向)$", 0.9),
        ),
        "source": (
            (r"金额|数$|额$", 0),
            (r"(?:来源|层级|级次|渠道)$|(?:资金|经费|补助|财政|指标|拨款|^)(?:级别|性质|类型|类别|等级)$|^(?:筹资|出资|投入)(?:方式|渠道|主体)$", 0.9),
        ),
        "linked": ((r"金额|数$|额$|万元|资金来源", 0), (r"是否.{0,8}衔接|衔接资金\(?是[/、或]?否", 0.95)),
        "allocated": (
            (rf"{RATE.pattern}|{_NO_MONEY}|是否|拨付|支出|支付|报账|使用|未|剩余|结[余存]|完成投资|日期|文号|文件|批次|时间|来源|性质|类|单位|自筹|社会|帮扶资金|其他资金", 0),
            (r"(?:安排|下达|批复|分配|指标|投入|到位|补助|衔接)(?:衔接|财政|专项|补助)*(?:资金|金额|额|数|规模|总额|情况)"
                r"|资金(?:规模|安排|额度|总额|计划|数额|指标|总量)|预算(?:金额|数|资金|安排|指标)?$|计划资金", 0.93),
            (r"调整后", 0.9), (r"年初", 0.5), (r"计划(?:数|金额)|安排|下达|批复|^投入$", 0.75), (r"总投资|计划投资|投资(?:额|金额|规模|总额)?$|概算", 0.6),
            (r"^(?:金额|资金|资金量|合计|小计|总额)$|资金$", 0.55),
        ),
        "disbursed": (
            (rf"率|占比|比例|{REMAINING.pattern}|{INSTALMENT}|日期|时间|单位|计划|应拨|{LAST_PERIOD}|{_NO_MONEY}", 0),
            (r"(?:拨付|支出|支付|报账|兑付|列支|拨款|付款|核销|使用).{0,3}(?:资金|金额|额|数|情况|进度|总额)?$|(?:已|累计|实际)(?:拨|支|付|报|用)", 0.93),
            (r"拨付|支出|支付|报账", 0.75),
        ),
        "investment": (
            (rf"{RATE.pattern}|完成|日期|时间|文号|来源|单位|内容|未|剩余|到位", 0),
            (r"(?:总|计划|概算|预算|项目|估算)投资|投资(?:总额|规模|概算|估算|总规模)|概算", 0.9),
        ),
        "invested": (
            (rf"{RATE.pattern}|{REMAINING.pattern}|日期|时间|计划|总投资$", 0),
            (r"(?:完成|已完成|累计|实际).{0,4}投资|投资完成(?:额|数|情况)?$", 0.92),
        ),
        "document": ((r"日期|时间|金额", 0), (r"(?:资金|下达|指标|拨款|安排|下拨|批次)?文(?:件)?号$|(?:资金|指标|下达)文件(?:名称)?$", 0.9)),
        "content": ((r"类|金额|资金$", 0), (r"(?:建设|项目|实施|工程).{0,3}(?:内容|任务|规模)(?:及.{0,4})?$", 0.88)),
        "owner": _OWNER,
        "started_on": _MORE["started_on"],
        "accepted_on": ((r"计划|预计|拟|应", 0), (r"(?:竣工|项目|完工|结算)?验收.{0,3}(?:日期|时间|日)$|验收结算", 0.92), (r"竣工(?:日期|时间)", 0.4)),
        "handed_over_on": ((r"计划|预计|拟|应", 0), (r"(?:移交|确权|登记).{0,4}(?:日期|时间|日)$", 0.92),),
    },
    "tasks": {
        **_PLACES,
        "title": (
            (r"编号|序号|率|%|进展|情况|时间|时限|单位|数$|状态|措施|问题|^已|动态", 0),
            (r"(?:任务|工作|要点|重点工作|事项)(?:名称|内容|事项|任务)?$", 0.88),
        ),
        "number": ((r"(?:任务|清单|工作|要点)?(?:序号|编号|号|序次)$", 0.9),),
        "status": (
            (rf"时间|时限|日期|措施|问题|计划|{LAST_PERIOD}", 0),
            (r"(?:任务|推进|进展|完成|落实|办理|工作)?(?:状态|情形|阶段)$|是否完成", 0.92),
            (r"完成率|完成比例|进度", 0.6), (r"(?:完成|落实|推进)情况", 0.45),
        ),
        "progress_text": (
            (rf"率|%|状态|问题|措施|计划|打算|时间|时限|{LAST_PERIOD}", 0),
            (r"进展|(?:推进|落实|完成|工作|实施|开展|办理)(?:的)?(?:情况|成效|结果)|工作成效", 0.9),
        ),
        "problem": _WORK_DATES["problem"],
        "next_step": ((r"下[一]?[步阶月季]|打算|后续|下一阶段|工作安排|推进措施|改进措施", 0.92), (r"措施|安排", 0.6)),
    },
    "indicators": {
        **_PLACES,
        "indicator_id": ((r"指标(?:编号|代码|编码|号)$|^(?:编号|代码|编码)$", 0.9), (r"指标(?:名称)?$|监测(?:内容|项目|事项)|项目(?:名称)?$|^名称$", 0.6)),
        "unit": (
            (r"计量|值|数$|目标|责任", 0), (r"(?:填报|上报|报送|统计|所属|监测)?单位(?:名称)?$|乡镇|镇\(|^[镇乡]", 0.85), (r"地区|区域|责任单位", 0.5),
        ),
        "value": (
            (rf"(?:目标|任务|计划|上年|去年|基数|上期|同期|年初|(?<![本当月季期度])末$|比上|之比|占)|{RANK.pattern}", 0),
            (r"(?:指标|完成|实际|当前|本[期季年]|今年|当期|报告期|[期月季]末|目前|现有|现状|监测|本月|累计|落实).{0,3}(?:值|数|量|情况|完成)$"
                r"|^今年.{0,2}(?:数|值)?$|^(?:第?[一二三四1-4]季度?|(?:20\d\d年)?\d{1,2}月)(?:末|底)(?:数|值)?$"
                r"|^(?:数值|数量|值|数据|完成|现状|目前|当前|现在|本期|期末)$", 0.92),
        ),
        "base": ((r"增|减|率|较上|同比", 0), (r"基数|上年|去年|基期|年初|同期|20\d\d年(?:末|底|数|值)?$", 0.9),),
    },
    "actions": {
        "action_id": ((r"(?:编号|编码|代码|序号|序|号)$", 0.9),),
        "assigned_on": ((r"(?:会议?|交办|下发|反馈|布置|督办|部署|下达|发现|提出).{0,2}(?:日期|时间|日)$", 0.92),),
        "item": (
            (r"日期|时间|时限|类|编[号码]|代码|序号|号$|单位|责任|措施|情况|简况|进展|结果|状态|是否", 0),
            (r"(?:交办|确定|议定|督办|工作|会议|反馈|整改|重点|具体).{0,4}(?:事项|问题|任务|内容)|^(?:事项|问题|任务|内容|议题|工作任务)"
                r"|(?:事项|问题|任务|内容)(?:内容|描述|名称)?$", 0.9),
        ),
        "owner": _OWNER,
        "due_on": (
            (r"实际|已|状态|是否", 0),
            (r"时限|期限|(?:要求|计划|限期?|规定|应|预计|拟).{0,4}(?:完成|办结|销号|整改)|截止", 0.92), (r"完成(?:时间|日期)", 0.4),
        ),
        "done_on": (
            (r"计划|要求|限|应|预计|拟|是否", 0),
            (r"(?:办结|销号|办理完成|实际完成|完成|整改完成|反馈|落实|回复).{0,2}(?:日期|时间|日)$", 0.9),
        ),
        "detail": (
            (rf"单位|时间|日期|时限|是否|措施|状态|{LAST_PERIOD}", 0),
            (r"(?:办理|落实|进展|整改|推进|完成|工作|办结|处理).{0,2}(?:情况|简[况述]|概况|进展|结果|成效)|进展|结果|成效", 0.9),
        ),
        "remark": _PLACES["remark"],
    },
    "duties": {
        "duty_id": ((r"(?:事项|履职|任务|工作)?(?:编号|代码|编码)$", 0.92), (r"(?:履职|定期|工作)?事项(?:名称)?$|^(?:任务|工作)(?:名称|内容)?$|履职内容", 0.6)),
        "done_on": (
            (r"频|要求|应|计划|拟|预计", 0),
            (r"(?:完成|开展|履职|检查|巡查|活动|实施|办理|排查)(?:的)?(?:日期|时间|日)$|^(?:日期|时间)$", 0.92),
        ),
        "unit": (
            (rf"{PERSON.pattern}|参[加与会]|配合|协[助同作]|陪同|列席|出席|邀请|联合|对象", 0), (r"(?:履职|完成|填报|开展|实施|责任)?单位(?:名称)?$|^(?:乡镇|镇|村|行政村|乡镇村)", 0.85), (r"部门", 0.6),
        ),
        "times": ((r"频(?!次)|计划|应|要求", 0), (r"次数|次$|场次|数量", 0.9)),
        "detail": ((r"事项", 0), (r"情况|简况|概况|简述|说明|内容|结果|记录", 0.85)),
        "remark": _PLACES["remark"],
    },
    "villages": {
        **_PLACES,
        "code": ((r"(?:区划|行政|村|统计)?.{0,4}(?:代码|编码)$", 0.92),),
        "grade": ((r"^重点(?:帮扶)?(?:村|情况)$", 0.86), (r"(?:帮扶|重点|扶贫|村).{0,6}(?:级别|等级|层级|类别|类型)|^(?:级别|等级)$", 0.9),),
        "aliases": ((r"别名|曾用名|异写|俗称", 0.95),),
        "households": ((r"脱贫|监测|低保|率|受益", 0), (r"(?:总|农|村|全村|家庭)?户(?:籍)?(?:户)?数$|总户", 0.92)),
        "population": ((r"脱贫|监测|劳动|率|受益|流动", 0), (r"人口|总?人数$", 0.9)),
        "longitude": _WORK_DATES["longitude"],
        "latitude": _WORK_DATES["latitude"],
    },
}  # fmt: skip

_PART_DONE = r"(?:完成|完工|竣工|进度)[^,，;；。]{0,8}?(?<![\d.])\d{1,2}(?:\.\d+)?%"  # 完成总工程量的60%
# Words of a ledger → a choice of ours, beyond the synonyms of the schema; whether everybody would read them so.
CHOICES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "category": (
        (r"^(?!.*(?:产业|基础设施)).*公共服务", "公共服务", True),  # 乡村建设行动（农村公共服务）
        (r"产业|种养|加工|经营|帮扶车间|冷库|仓储", "产业", True),
        (r"基础设施|乡村建设|人居|农村建设|道路|供水|饮水|水利|建设行动|路桥", "基础设施", True),
        (r"公共服务|三保障|教育|医疗|健康|卫生|文化|治理|精神文明|养老", "公共服务", True),
        (r"生产发展|富民|特色农业|种植|养殖|农产品|电商|旅游|光伏|农业生产", "产业", False),
        (r"公益设施|小型公益|[路桥渠圳塘堤灯污厕]$|管网|硬化|整治|绿化|水毁|设施", "基础设施", False),
        (r"公益事业|公共|服务|保障房|便民|活动中心", "公共服务", False),
        (r"其[他它]|管理费|就业|易地搬迁|培训|小额|综合保障", "其他", False),
    ),
    "source": (
        (r"自筹", "自筹", True), (r"社会|捐|定点帮扶|对口帮扶|帮扶单位", "社会帮扶", True), (r"中央|国家|中财", "中央", True), (r"省", "省", True), (r"市级|市本级|^市|市财政|设区市", "市", True),
        (r"区|县", "区", True),
    ),
    "grade": tuple((rf"(?:{level})\)?(?:定|级|重点|帮扶|扶持|乡村|$)", value, True) for level, value in (("省", "省定"), ("市", "市定"), ("县|(?<![社园辖片])区", "县定"))),
    "kind": (
        (r"新农村", "新农村建设点", True), (r"自选", "自选整治村庄", True), (r"整治", "村庄整治点", True),
        (r"自来水|供水|饮水", "自来水项目", True), (r"基地|产业", "产业基地", True), (r"示范", "示范村", True),
        (r"新建|建设[村点]", "新农村建设点", False),
    ),
    "stage": (
        (r"^(?:项目|工程|整体|总体|目前|现)*(?:已经?|全部|全面|均)(?:完工|竣工|建成)[,，;；。]?.{0,2}(?:未|待|尚|正在|准备|申请|即将)", "完工", True),
        (r"^(?:[区县镇乡]级?|竣工|终)验收?$", "验收", True),
        (r"(?:未|待|尚未|没有|还未|正在|准备|申请|组织|拟|即将)(?:经过?|通过|组织|进行)*.{0,2}验|验收(?:中|阶段|准备)", "完工", False),
        (r"(?:未|暂未|待)(?:正式)?(?:投入)?(?:使用|运行|运营|投用|投运|启用)", "完工", False),
        (r"(?:已|通过|完成|经).{0,6}验收|^验收|验收(?:合格|通过|完毕|销号)|运行(?:正常|良好|稳定)"
            r"|(?:正常|稳定)?(?:投入)?(?<!试)(?:运行|运营|投用|投运|使用)中?$|停运|停用|移交", "验收", True),
        (r"(?:未|尚未|没有|还未|待|拟|准备)(?:动工|开工|建设?|启动|进场|实施|施工)|前期|筹备|设计|招投?标|中标|预算|立项|勘测|规划|选址|征地|未建|可研", "未开工", True),
        (rf"{_PART_DONE}|(?:即将|接近|临近|快要)(?:完工|竣工|完成|建成)", "在建", True),
        (r"(?:未|没有|未能|没)(?:完工|竣工|完成|建成)", "在建", False),
        (r"(?:完工|竣工|完成|建成|封顶)[,，;；、].{0,4}(?:正在|在建|进行|收尾)|^主体(?:工程|结构|建设)?(?:已|全部)?(?:完工|完成|竣工|建成|封顶)$", "在建", True),
        (r"(?:正在|在|进行).{0,6}(?:评审|审批|报批|审核|公示|挂网|比选|采购|签订合同|办理.{0,4}手续)|待(?:评审|审批|批复|开标)", "未开工", False),
        (r"(?:通水|通车|投产|启用)$|交付使用", "完工", False),
        (r"基本(?:完工|竣工|完成|建成)", "在建", False),
        (r"(?:已|全部|全面|主体|附属|工程).{0,10}(?:完工|竣工|建成|建好)|(?:已|全部|全面)完成(?:全部|所有|各项)|^(?:完工|竣工|建成|已完成?|全部完成|完成)$"
            r"|(?:竣工|完工|建成)$|100%", "完工", True),
        (r"(?<![待未拟])(?:拆除|入地|开挖|浇筑|回填|粉刷|铺装|平整|架设|埋设|清淤|清理|吊装|预制|改水|改沟|改塘)(?:中|阶段)?$", "在建", False),
        (r"^(?:开工|动工|启动|进场)(?:建设)?$|在建|施工|正在|建设中|实施中|进行|推进|已开工|已动工|完成\d|\d%|硬化|安装|铺设|主体|试运行|调试|收尾|装修|封顶|砌筑", "在建", True),
    ),
    "status": (
        (r"^[√✓✔☑●■]$", "已完成", False),
        (r"^[△▲◐○◎]$", "推进中", False),
        (r"^[×✗✘xX]$", "未启动", False),
        (r"[超达欠]进度|进度[超达欠]|[快慢落后滞]于.{0,2}(?:序时|进度)", "推进中", False),
        (r"未启动|未开展|未开始|尚未启动|尚未开展|未实施|未动", "未启动", True),
        (rf"{_PART_DONE}|阶段性", "推进中", True),
        (r"未(?:完成|办结|落实|销号|到位|达标)", "推进中", False),
        (r"未(?:启动|开展|开始|办|推进|动)|尚未|滞后未动", "未启动", False),
        (r"(?:已|全部|全面|圆满|按期|提前|如期|超额|顺利|均).{0,4}(?:完成|办结|落实|销[号账]|达标|到位)|^(?:完成|办结|落实|销[号账]|已结|达标)|落实到位"
            r"|长期坚持|^已(?:整改|解决|闭环|消号)$", "已完成", True),
        (r"正在|推进|进行|持续|有序|启动|开展|序时|滞后|落实中|整改中|办理中|常态|基本完成|部分", "推进中", True),
    ),
}  # fmt: skip
# What begins with the bare word of a stage is at that stage, whatever follows: 施工中，入户道路已完成.
_STATE = re.compile(
    r"(?:项目|工程|整体|总体|目前|现|该|任务|均|全部|全面|按期|如期|提前)*(?:已经?|正在?|尚未?|还未?|未|待|在|持续|有序|按?序?时?)(?:全面|全部|按期)?"
    r"(?:完工|竣工|建成|完成|开工|动工|施工|推进|启动|办结|落实|实施|建设?|开展|整改|销号|办理)(?:建设|施工|完成|到位)?中?|(?:施工|建设|推进|实施|整改|办理|落实)中|完工|竣工"
)
_CLAUSE = re.compile(r"[,，;；。:：(（、]")
_ACCEPTED = re.compile(r"(?<![未待拟])(?:已|通过|完成|经).{0,6}验收(?!申请|准备|资料)|验收(?:合格|通过|完毕)")


def _first_clause(column: Column, text: str) -> tuple[str, bool] | None:
    """What the first clause of a text says, where it is the bare word of a stage and the next one no share of it."""
    head, *rest = _CLAUSE.split(text, maxsplit=1)
    if not rest or not _STATE.fullmatch(head) or re.match(r"\d[\d.]*%", rest[0]):
        return None
    meaning = choice_of(column, head)
    if meaning and meaning[0] == "完工" and _ACCEPTED.search(rest[0]):
        return "验收", True
    return meaning if meaning and meaning[1] else None


def month_told(header: str, month: int) -> str:
    """A month with the year that its header says, if any: 2023年7月 of 2023年月末数/7月."""
    year = re.search(r"20\d\d年", header)
    return f"{year[0] if year else ''}{month}月"


_BETWEEN_PARTS = re.compile(r"/(?![^(（]*[)）])")  # 整改进度（已改/应改） is one part


def header_parts(header: str) -> list[str]:
    """The parts of a header from top to bottom."""
    return _BETWEEN_PARTS.split(header)


@lru_cache(maxsize=20_000)
def leaf_and_group(header: str) -> tuple[str, str]:
    """The last part of a header and the parts over it, both plain and without units."""
    header = re.sub(r"#\d+$", "", header)
    parts = [without_unit(normalised(part))[0] for part in header_parts(header)]
    if len(parts) > 1 and parts[-1] in UNITS:  # 户数/户
        parts.pop()
    return parts[-1], "/".join(parts[:-1])


@lru_cache(maxsize=50_000)
def likeness(table: Table, column: Column, header: str) -> float:
    """How well a header (parts joined by /) names a column of ours, from 0 to 1."""
    leaf, group = leaf_and_group(header)
    if PERSON.search(leaf):
        return 0.0
    if leaf in WHOLE_GROUP and group:
        return _of_text(table, column, group)
    scores = [_of_text(table, column, leaf)]
    if group:
        joined = group.replace("/", "") + leaf
        scores.append(_of_text(table, column, joined) * (1 if leaf in PART_OF_GROUP or scores[0] else 0.9))
        if scores[0] >= SURE and refuses(table, column, group):
            scores[0] = 0.4
    return max(scores)


@lru_cache(maxsize=20_000)
def is_header_word(text: str) -> bool:
    """Whether a text names a column of any of our tables."""
    return bool(text) and any(
        likeness(table, column, text) >= SURE for table in TABLES.values() for column in table.columns
    )


@cache
def _choices() -> frozenset[str]:
    return frozenset(word for table in TABLES.values() for column in table.columns for word in column.words)


def is_column_name(text: str) -> bool:
    """Whether a text names a column and is not what may stand in one, as 验收 is a stage, too."""
    return text not in _choices() and is_header_word(text)


_BOTH = re.compile(r"[及和与]")
BOTH_SHARE = 0.89
LISTED, NOT_LISTED = 0.92, 0.6  # of a header that the vocabulary gives to a column, and to another one
_AMOUNT_TOO = re.compile(r"规模|金额")  # 资金来源及规模 says how much, too
NOTE = re.compile(r"\([^()]*\)")  # 项目名称(全称), 点位(工程)名称

# Aliases that hold only where no better word stands beside them.
_WEAK = {
    "allocated": re.compile(r"投资|概算"),
    "owner": re.compile(r"实施单位"),
    "planned": re.compile(r"^(?:任务|目标)$"),
}


@lru_cache(maxsize=50_000)
def _of_text(table: Table, column: Column, text: str) -> float:
    if never(column, text):
        return 0.0
    score = _by_words(table, column, text)
    is_intended = column.name in _INTENDED and _INTENDED[column.name].search(text)
    return min(score, NOT_LISTED) if is_intended else score


def _by_words(table: Table, column: Column, text: str) -> float:
    if (found := match_text(table, text)) and found[0] is column:
        if column.name in _WEAK and _WEAK[column.name].search(text):
            return SURE + 0.01
        return 0.98 if normalised(column.header) == text else 0.95
    given = listed(table.name).get(text) or listed(table.name).get(_without_subject(table, text))
    if given:
        return LISTED if column.name in given else min(_by_pattern(table, column, text), NOT_LISTED)
    return _by_pattern(table, column, text)


def _by_pattern(table: Table, column: Column, text: str) -> float:
    first = _BOTH.split(text)[0]
    if len(first) > 1 and first != text and not _AMOUNT_TOO.search(text) and _of_text(table, column, first) >= SURE:
        return BOTH_SHARE  # 项目名称及建设内容 is the name before anything else
    plain = _without_subject(table, text)
    for told in dict.fromkeys((plain, text)):
        for wanted, score in MEANINGS.get(table.name, {}).get(column.name, ()):
            if re.search(wanted, told):
                if score >= LIKELY or told == text:
                    return score
                break
    bare = NOTE.sub("", plain)
    if bare not in ("", plain):
        return 0.98 * _of_text(table, column, bare)
    return max(_nearness(table, column, plain), composed(table.name, column.name, plain))


def never(column: Column, text: str) -> bool:
    """Whether a header says something that a column of ours cannot be, whatever else it says."""
    return column.name in _NEVER and bool(_NEVER[column.name].search(text))


def refuses(table: Table, column: Column, text: str) -> bool:
    """Whether a header has a word that speaks against a column of ours."""
    return never(column, text) or any(
        score == 0 and re.search(wanted, text) for wanted, score in MEANINGS.get(table.name, {}).get(column.name, ())
    )


@lru_cache(maxsize=20_000)
def _without_subject(table: Table, text: str) -> str:
    """A header without the ledger's own subject in front: 户厕整改完成数 is 整改完成数."""
    for word in sorted({*table.words, *_SUBJECTS.get(table.name, ())} - _NO_SUBJECTS, key=len, reverse=True):
        if text.startswith(word) and len(text) > len(word) + 1:
            return text.removeprefix(word)
    return text


# They name the ledger in a title, and what is counted in a header: 资金规模, 拨付到镇.
_NO_SUBJECTS = frozenset({"资金", "拨付"})
_SUBJECTS = {
    "toilets": ("农村户厕", "农村改厕", "卫生厕所", "问题厕所"),
    "courtyards": ("美丽庭院", "星级庭院", "最美庭院", "清洁庭院"),
}


def has_rival(header: Header) -> bool:
    """Whether a figure of ours could as well be another column: 完成数 beside 累计完成数, 总投资 beside 批复资金."""
    for cell in header.cells.values():
        if not cell.column.additive:
            continue
        for text in header.ignored:
            leaf, _ = leaf_and_group(text)
            if RATE.search(leaf) or REMAINING.search(leaf) or THIS_PERIOD.search(leaf) or ONGOING.search(leaf):
                continue
            if is_proper(cell) and not (cell.column.cumulative and CUMULATIVE.search(leaf)):
                continue  # our own header goes before others
            if likeness(header.table, cell.column, text) >= RIVAL and not leaf.startswith("其中"):
                return True
    return False


def has_parts(header: Header) -> bool:
    """Whether a row may be of a part or a kind of a village, whose rows are added up: 村民小组, 整改类型."""
    of_villages = header.table.has("planned") or header.table.name == "villages"
    return of_villages and any(PART_OF_VILLAGE.search(text) or KIND_HEADER.search(text) for text in map(normalised, header.ignored))  # fmt: skip


PART_OF_VILLAGE = re.compile(rf"{BELOW_VILLAGE}|^组别?$|网格|片区")
KIND_HEADER = re.compile(r"类型|类别|种类|分类|档次|模式|级别$|^类$")


def has_figure_unread(header: Header) -> bool:
    """Whether what a file need not hold stands there under another word: 农户数 for 户数, 总体进度 for 形象进度."""
    wanted = [
        column for column in header.table.columns
        if column.name not in (*header.cells, "remark") and (column.additive or not column.required)
    ]  # fmt: skip
    months = sum(bool(_MONTH_ALONE.match(text)) for text in header.ignored)
    if months > 1 and any(column.kind is Kind.PERCENT for column in wanted):
        return True
    return any(likeness(header.table, column, text) >= RIVAL for column in wanted for text in header.ignored)


_MONTH_ALONE = re.compile(r"(?:20\d\d年)?(?:1[0-2]|[1-9])月")


def names_tasks(header: Header) -> bool:
    """Whether names of tasks stand beside a plain 序号, which then may be a running number and not the plan's."""
    number = header.cells.get("number")
    named = any(re.search(r"任务|事项|工作内容|要点|名称", text) and not RATE.search(text) for text in header.ignored)
    return number is not None and "任务" not in number.text and named


@cache
def _spellings(table: Table, column: Column) -> tuple[str, ...]:
    return tuple(text for text, named in aliases(table).items() if named is column and len(text) > 2)


def _nearness(table: Table, column: Column, text: str) -> float:
    """A spelling that is nearly one of ours; numbers and opposites (未…, …率) are never near."""
    if len(text) < 3 or REMAINING.search(text) or RATE.search(text) or THIS_PERIOD.search(text):
        return 0.0
    best = max((fuzz.ratio(text, known) for known in _spellings(table, column)), default=0)
    return best / 100 * NEAR_SHARE if best >= NEAR_ENOUGH else 0.0


_LEGEND = re.compile(r"([^()=:,;/、]{1,4})[=:]([\u4e00-\u9fff]{1,12})")


def legend(column: Column, header: str) -> dict[str, str]:
    """What a header says its words mean: 亮灯(绿=完成/黄=推进/红=未动)."""
    found = {sign: choice_of(column, word) for sign, word in _LEGEND.findall(squeezed(header))}
    return {sign: meaning[0] for sign, meaning in found.items() if meaning} if all(found.values()) else {}


def numbered(column: Column, texts: Iterable[str]) -> dict[str, str]:
    """What a legend says that numbers or letters mean: 1未开工 2在建 3完工."""
    said = [(number, choice_of(column, word)) for number, word in _NUMBERED.findall(squeezed(" ".join(texts)))]
    found = {number: meaning[0] for number, meaning in said if meaning and meaning[1]}
    return found if len(found) > 1 else {}


_NUMBERED = re.compile(
    r"(?<![\d.A-Za-z])(\d|[A-Z])(?:[=:.、-]|—{1,2}|为|表示|代表)?([\u4e00-\u9fff]{2,6})(?![\u4e00-\u9fff])"
)
_BEFORE_LEGEND = re.compile(r"^(?:注|备注|说明|图例)\d?[:：.]")
_SIGN = re.compile(r"([^\w\s,;:.()、，。；：（）“”])[=:—-]?([\u4e00-\u9fff]{1,8})")
_MEANT = re.compile(
    r"((?:[^,;:、。()]{1,6}、)*[^,;:、。()]{1,6}?)(?:均|都)?(?:为|是|指|即|视为|表示|按)([\u4e00-\u9fff]{2,8})"
)


def explained_below(column: Column, notes: Iterable[str]) -> dict[str, str]:
    """What notes below the rows say that words mean: ★省定 ●县定; 达进度、欠进度均为正在推进."""
    found: dict[str, str] = {}
    for note in map(squeezed, notes):
        meant = [([sign], word) for sign, word in _SIGN.findall(note)]
        meant += [([own], word) for own, word in _LEGEND.findall(_BEFORE_LEGEND.sub("", note))]
        meant += [(own.split("、"), word) for own, word in _MEANT.findall(re.sub(r"^(?:注|备注|说明)[:：]?", "", note))]
        for own, word in meant:
            if (meaning := choice_of(column, word)) and meaning[1]:
                found |= dict.fromkeys(own, meaning[0])
    return found


@lru_cache(maxsize=20_000)
def choice_of(column: Column, word: str) -> tuple[str, bool] | None:
    """The choice of ours that a word of a ledger means, and whether that needs no question."""
    text = squeezed(word)
    if text in column.choices:
        return text, True
    for value, synonyms in column.choices.items():
        if text in synonyms:
            return value, True
    if column.name in ("stage", "status") and (found := _first_clause(column, text)):
        return found
    for wanted, value, sure in CHOICES.get(column.name, ()):
        if value in column.choices and re.search(wanted, text):
            return value, sure
    return None


def begins_with_state(column: Column, text: str) -> bool:
    """Whether the first words of a text are those of a stage or state, which nobody asks about."""
    head = _CLAUSE.split(text, maxsplit=1)[0]
    return bool(_STATE.fullmatch(head)) and (meaning := choice_of(column, text)) is not None and meaning[1]


def is_linked(word: str) -> bool:
    """Whether words call money 衔接资金: 中央财政衔接资金, and not 区级资金（非衔接）."""
    return "衔接" in word and not NOT_LINKED.search(word)


def is_number(column: Column) -> bool:
    """Whether a column of ours holds numbers."""
    return column.kind in (Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
