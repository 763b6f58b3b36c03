"""Which columns are about persons, by the parts of their headers' words.

Persons of households may not come in; whoever answers for a thing in office (责任人, 联系人) may, but is left out.
"""

import re
import unicodedata

from data_loaders.guarding.person_numbers import ACCOUNT, BANK_CARD, DOCUMENT, E_MAIL, ID_NUMBER, MOBILE
from data_loaders.guarding.visible import visible

NAME, BIRTH = "姓名等个人信息", "出生日期等个人信息"
HEADER_LENGTH = 20  # a longer text is a title or a remark, not the name of a column

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕")
_NUMBERING = re.compile(r"^[\d一二三四五六七八九十]{1,2}[.、)]|\d{1,2}$")
# What is counted, measured or described of persons tells of none of them: 身份证办理率, 户主培训人次, 一卡通发放金额.
_ABOUT_MANY = re.compile(
    r"(?:数量?|人数|次数?|人次|户次|率|占比|比例|比重|百分比|面积|金额|资金|余额|总额|额度|款项?|费用?|标准|情况|进度|合计|小计|总计|人口|规模|台账"
    r"|统计表?|清单|汇总表?|名册|覆盖|(?<!微)信号|普及|专线|宣传|培训|管理|建设|改造|整治|工程|项目|要求|方式|渠道|程序|材料|说明|依据|来源|政策|制度|公示|公开"
    r"|万元|元)$"
    r"|^是否|^有无|^(?:人均|户均|平均|总|合计|累计|新增|其中)(?!姓名)"
)
_ABOUT_MANY_EVEN_SO = re.compile(r"联系方式$|家庭成员(?:基本)?情况$")
# Accounts and telephones of offices and firms.
_OF_AN_OFFICE = re.compile(
    r"单位|公司|企业|机构|部门|财政|物联|流量卡|平台|系统|设备|监控|摄像|专户|专用账|对公|监管账|共管|基本户|村集体|村委|合作社|基地|热线|监督|举报|值班|服务电话|办公|固定电话"
    r"|咨询|公众号|小程序|工作群|微信群|QQ群|群名"
)
# Persons by their office, not as somebody of a household.
_STAFF = re.compile(
    r"责任人|负责人|责任领导|分管|领导|包[村组片户保]|挂[点村钩职]|驻村|第一书记|干部|书记|主任|[村镇乡]长|[河路林田湖]长(?!度)|填[表报]人|制表|审[核批]人|复核人|经[办手]人"
    r"|(?<!紧急)联系人|联络[员人]|网格[员长]|[管维养]护[员人]|管水员|保洁员|护林员|监理|施工|设计|验收人|验收员|督[导查办]|牵头|承办|主管|同志|工作人员|工作队|法人"
        r"|法定代表人|指导员|技术员|安全员"
    r"|信息员|调解员|协管员|(?<![被受])帮扶(?:责任)?人|帮扶干部|结对(?:干部|人)|检查人|调查人|核查人|登记人|录入人|记录人|采集人|统计人|报送人|签收人|[组队站所科局股院校厂厕]长(?!度)|经理"
)  # fmt: skip
_PARTS = (
    (DOCUMENT, re.compile(r"护照|(?<!车辆)(?<!道路)通行证|回乡证|台胞证|居住证|居留[证身]|永久居留")),
    (ID_NUMBER, re.compile(
        r"身份证|[四4六6]位尾号|尾号(?:后|末)?[四4六6]位|^[后末][四4六6]位|公民身份|身份号|证件号|证件(?:类型|种类)?[及和与]?编?号码|残疾人?证|残疾证|低保证"
            r"|五保证|特困证|社保卡?号|社会保障(?:卡|号)|医保(?:卡|电脑)?(?:号|编号)|参保人?(?:编?号)|农合(?:医疗)?(?:证|卡)?号|医疗证号"
            r"|^id(?:card)?(?:no|number)?$(?<!^id)|驾驶证|驾照|军官证|士兵证|退役军人证|优待证|学生?证号"
        r"|学籍号?|准考证|户口[本簿号]|户口所在|健康证号?|结婚证|生育证|出生证|老年证|军人证|工作证号|学号$"
    )),
    (ACCOUNT, re.compile(r"qq|扣扣|微信|微博|抖音号|支付宝|wechat", re.IGNORECASE)),
    (E_MAIL, re.compile(r"邮箱|电子邮件|电邮|e-?mail", re.IGNORECASE)),
    (BANK_CARD, re.compile(r"银行卡|卡号|账号|帐号|[账帐]户(?!均)|[账帐]户名|(?<![公展])开户(?!厕|数|率)|一卡通|存折|(?<!用)户名$|惠农卡|工资卡|收款码")),
    (MOBILE, re.compile(r"手机(?:号码?|电话)?$|手机号|移动电话|联系(?:电话|方式|号码)|电话(?:号码?)?$|通讯方式|联络方式|^号码$"
        r"|^(?:tel|telephone|phone|mobile|mobilephone|cellphone)(?:no|number)?$", re.IGNORECASE)),
    (BIRTH, re.compile(r"(?<!产)(?<!输)(?<!突)出生(?!产|态|活|物|率|人[口数]|缺)|生日|年龄$|^周岁$")),
    (NAME, re.compile(
        r"(?<!百)姓名|曾用名|^名字$|(?:户主|人|农户|村民|群众|学生|孩子|儿童|老人|家长|父亲|母亲|父母|配偶|子女|成员|对象|职工|本|员|生|者)的?名字|人名$"
            r"|(?<!用)户主(?![管要体导动])|家庭成员|家属|监护人"
        r"|住址|家庭地址|家庭详细地址|户籍(?:地|所在)|户籍$|籍贯|居住地址?$|现居住|通[讯信]地址|收[货件]地址|邮寄地址|身份信息|个人信息|人员信息"
        r"|(?:农|住|村|民|困|贫|测|保)户名称|[被受]帮扶(?:人员?|对象)$"
        r"|户代表|申请人|受益人|受助人|受助对象|救助对象$|持卡人|领[款取]人|代领|收款人|权利人|承包人|承租人|借款人|贷款人|投保人|参保人|被保险人|购房人|房主|当事人|签字人|死者|患者"
        r"|(?<!工)(?<!老)配偶|与户主|与[申本].{0,3}关系|家庭关系|残疾(?:类[别型]|等级|级别|程度)|婚姻|病史|^病种$|所患|疾病$|住院号|门诊号|门牌号|紧急联系人"
            r"|患病(?:种类|名称)|疾病名称|户主信息|成员信息"
        r"|^full ?name$|^性别$|^民族$|^政治面貌$|^文化程度$|^学历$|^健康状况$|^本人$|^(?:爱人|妻子|丈夫|父亲|母亲|儿子|女儿|父母|子女|长子|次子)$",
        re.IGNORECASE,
    )),
)  # fmt: skip
# A group of persons is the header of names or of counts: what stands below decides.
_GROUP = re.compile(
    r"农户|村民|群众代表|贫困户|脱贫户|监测户|监测对象|低保户|低保对象|五保户|特困户|特困人员|残疾人|学生|老人|老年人|儿童|留守儿童|妇女|党员|学员|务工人员|就业人员|租户|户|住户"
    r"|改厕户|建档立卡户|困难户|重点户|退役军人|优抚对象|孕产妇|种植户|养殖户|承包户|受益户|脱贫人口|业主|使用人|使用者|名单|人员|人员名单|受益农户|改造农户|改厕农户|帮扶对象|补助对象"
    r"|补贴对象|name|签名|签字|签章|同住人员?|共同生活人员|五保老人|特困供养人员|村民代表|乡贤|能人|种粮大户|种养大户|致富带头人"
)
_SIMPLIFIED = str.maketrans(
    "戶農證號電話聯繫係關賬帳開銀與機齡別殘貧監護學屬親種養員",
    "户农证号电话联系系关账账开银与机龄别残贫监护学属亲种养员",
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "穆萧尹姚邵湛汪祁毛禹狄米贝臧计伏戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄"
    "曲家封芮羿储靳汲邴糜井段富巫乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫宁仇栾甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕"
    "冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况有琴肖付闫"
)
_NAME_OF_SOMEBODY = re.compile(r"([\u4e00-\u9fff])[\u4e00-\u9fff*＊某]{1,3}|[\u4e00-\u9fff]某{1,2}")
_NO_NAME_ENDS = "村镇组乡户人县区市社队居委户部站局院所校厂路街里"

# A landline with or without its area code, a hotline of five digits, a 400 number.
_LANDLINE = re.compile(r"\(?(?:0\d{2,3})?\)?-?[2-8]\d{6,7}(?:[-转]\d{1,6})?|1\d{4}|9[56]\d{3,4}|400-?\d{3}-?\d{4}")
_SAYS_NOTHING = re.compile(
    r"[\s\-—–－/\\、.*]*|无|暂无|没有|空|合\s*计|小\s*计|总\s*计|共\s*计|N/?A|是|否|有|√|×|✓|Y|N|不详|未知|待定|已?有|已[办领开发]\w?"
    r"|未[办领开发]\w?|略|同上|全部|详见.{0,6}",
    re.IGNORECASE,
)
# Who somebody is to the head of the household: headers of columns elsewhere, below one they are what it tells.
_KINSHIP = re.compile(
    r"本人|户主|配偶|爱人|丈夫|妻子?|夫|[长次三四独]?[子女]|[儿孙外][子女孙]?|孙[子女]|父亲?|母亲?|父母|子女|女儿|儿媳|女婿|祖父|祖母|兄|弟|姐|妹|兄弟|姐妹|其他亲属"
)
# How many there are, below a header that might also be one of names.
_COUNT = re.compile(r"\d{1,4}(?:\.\d+)?\s*(?:户|人|个|元|万元|次|%|张|本)?")


def personal_header(text: object) -> str | None:
    """The kind of personal data a header announces (身份证号码 → 身份证号), or None."""
    return _kind(text) if type(text) is str and len(text) <= HEADER_LENGTH * 2 else None


def staff_header(text: str) -> bool:
    """Whether a header announces somebody by their office: 责任人, 分管领导, 联系人姓名."""
    plain = _plain(text)
    return (
        bool(_STAFF.search(plain))
        and not _ABOUT_MANY.search(plain)
        and not re.search(r"单位$|部门$|公司$|名称$", plain)
    )


def group_header(text: object) -> bool:
    """Whether a header names a group of persons, so that names or counts may stand below: 农户, 监测对象."""
    return type(text) is str and bool(_GROUP.fullmatch(_plain(text)))


def _kind(text: str) -> str | None:
    written = unicodedata.normalize("NFKC", visible(text))
    outside = _plain(_BRACKETS.sub("", written))
    inside = [_plain("".join(filter(None, found))) for found in _BRACKETS.findall(written)]
    return next((kind for part in (outside, *inside) if part and (kind := _kind_of_part(part))), None)


def _kind_of_part(plain: str) -> str | None:
    if len(plain) > HEADER_LENGTH or (_ABOUT_MANY.search(plain) and not _ABOUT_MANY_EVEN_SO.search(plain)):
        return None
    kind = next((kind for kind, pattern in _PARTS if pattern.search(plain)), None)
    if kind in (NAME, E_MAIL) and _STAFF.search(plain):
        return None
    if kind in (NAME, BANK_CARD, E_MAIL, MOBILE, ACCOUNT) and _OF_AN_OFFICE.search(plain):
        return None
    return kind


def _plain(text: str) -> str:
    plain = re.sub(
        r"[\s*:;,.,_\-、·/\"'“”]",
        "",
        _NUMBERING.sub("", unicodedata.normalize("NFKC", visible(text)).strip().strip("*★※#:")),
    )
    return plain.lower().translate(_SIMPLIFIED)


def says_something(value: object, kind: str) -> bool:
    """Whether a cell under a personal header holds a person's detail, in full or masked (138****1234)."""
    text = unicodedata.normalize("NFKC", visible(_as_text(value))).strip()
    is_header = personal_header(text) and not _KINSHIP.fullmatch(text)
    if _SAYS_NOTHING.fullmatch(text) or is_header or (kind != BIRTH and _COUNT.fullmatch(text)):
        return False
    return not (kind == MOBILE and _LANDLINE.fullmatch(re.sub(r"\s", "", text)))


def is_name(value: object) -> bool:
    """Whether a cell reads as the name of somebody: 张三丰, 李某, 王*明; not 龙井村, 全体村民."""
    text = re.sub(r"\s", "", visible(value)) if type(value) is str else ""
    found = _NAME_OF_SOMEBODY.fullmatch(text)
    return bool(found) and text[0] in _SURNAMES and text[-1] not in _NO_NAME_ENDS


def _as_text(value: object) -> str:
    return f"{value:.0f}" if type(value) is float and value == value // 1 else str(value)
