"""Columns of persons are known by parts of their headers; columns of places, counts and offices are not taken for them."""

import pytest

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Batch, Drop, take
from data_loaders.guarding.person_columns import is_name, personal_header, staff_header
from tests.security.planting import CSV, HEADER, MOBILE, OTHER, ROW, table

OF_PERSONS = """
    姓名 户主姓名 户主 户主名字 农户姓名 残疾人姓名 学生姓名 监护人姓名 监护人 家庭成员 家庭成员姓名 出生日期 出生年月 家庭住址
    家庭详细地址 住址 现住址 户籍地址 户籍所在地 开户人 开户行 开户银行 开户名 开户账号 银行账号 银行卡号 银行卡 卡号 账号 帐号
    四位尾号 身份证后四位 一卡通 一卡通号 一卡通账号 惠农卡号 存折号 残疾证号 残疾人证号 残疾证 身份证 身份证号 身份证号码 公民身份号码 证件号码 证件号
    户口本号 社保卡号 医保卡号 手机 手机号 手机号码 联系电话 电话 电话号码 联系方式 本人电话 家庭电话 户主电话 监护人联系电话 微信
    微信号 QQ QQ号 QQ号码 邮箱 电子邮箱 E-mail 护照 护照号 护照号码 港澳台通行证 港澳通行证号 台湾居民来往大陆通行证
    外国人永久居留证 外国人永久居留身份证号码 居住证号 学籍号 学号 受益人姓名 受益户姓名 脱贫户姓名 监测对象姓名 申请人 申请人姓名 配偶
    配偶姓名 与户主关系 性别 年龄 民族 家庭成员1 成员姓名 村民姓名 群众姓名 党员姓名 老人姓名 儿童姓名 患者姓名 死者姓名 承包人姓名
    承包人 房主 房主姓名 权利人 领款人 收款人 收款人姓名 持卡人 户名 账户名 账户 银行账户 农户名 曾用名 低保证号 籍贯 生日
    身份证号（必填） 姓名* 1.姓名 贫困户户主姓名 改厕户主 户主（签字） 户主信息 通讯地址 残疾等级 残疾类别 婚姻状况 学生名字
    孩子名字 名字 法定监护人 紧急联系人电话 家长姓名 家长电话 务工人员姓名 就业人员姓名 退役军人姓名 代领人 被保险人 参保人姓名 借款人
    农户名称 低保户名称 被帮扶人员 受帮扶对象 户主年龄 父亲姓名 母亲姓名 子女姓名 家属姓名 家属电话 基本信息(姓名) 健康证号
    户主身份证 与户主的关系 医保编号 医保电脑号 参保号 新农合证号 戶主 農戶姓名 身份證號 聯繫電話 IDCard PhoneNo. MobilePhone
    紧急联系人 门牌号 病种 所患疾病 住院号 电邮 证件类型及号码
""".split()
OF_NONE = """
    商户名称 用户名称 帮扶责任人 平均年龄 村名 村 镇 行政村 自然村 站点名称 点位名称 户数 受益户数 责任单位 单位名称 项目名称 人口 户籍人口 总人口 开户数 开户户数
    银行账户数 账户数 账户余额 建档立卡户数 联系村 责任领导 责任人 负责人 分管领导 联系人 包村干部 驻村第一书记 项目编号 项目地址
    建设地址 地址 详细地址 行政区划代码 村编码 编码 序号 任务数 完成数 验收数 备注 类型 阶段 形象进度 开工日期 实际完工 截至日期
    计划完工 资金文号 文号 总投资 到位资金 拨付金额 结余 电话普及率 手机信号覆盖 手机普及率 身份证办理率 残疾证发放数 残疾人数
    残疾人口 学生人数 监护人培训人次 家庭成员数 户主培训人数 出生人口 出生率 出生人数 一卡通发放金额 惠农补贴资金 公开户厕数 公开户数
    用户主管部门 农户主要收入来源 农户数 村民人数 党员人数 户均收入 人均收入 监测对象户数 脱贫户数 脱贫人口数 低保户数 产出生态效益
    突出生态 信用代码 统一社会信用代码 产权证号 确权证号 许可证号 移交单位 管护单位 管护责任人 管护员 施工单位 监理单位 设计单位
    验收人 填表人 审核人 经办人 网格员 河长 路长 村书记 法人 法定代表人 办公电话 值班电话 监督电话 单位账号 微信公众号 微信群数
    户厕类型 厕所名称 公厕名称 受益人口 受益村 受益对象 管网长度 处理能力 户籍户数 常住户数 整改情况 问题描述 是否验收 是否脱贫户
    质量等级 等级 百姓名录 老百姓满意度 村民代表会议次数 牵头单位 配合单位 完成时限 车辆通行证 邮编 邮政编码 经度 纬度 坐标 面积
    年份 月份 指标名称 目标值 实际值 姓氏祠堂数 名称 合作社名称 企业名称 公司名称 项目名字 村名字 站点名字 联系单位 挂点领导
    责任领导姓名 负责人姓名 联系人姓名 分管领导姓名 工作人员 信息员
    物联网卡号 物联卡号 平台账号 监控账号 设备账号 ID 门牌安装数 签字确认情况 户主签字率 人口性别比 电表号 水表号 疾病防控情况
""".split()
OF_STAFF = "责任人 负责人 责任领导 分管领导 联系人 包村干部 驻村第一书记 管护员 网格员 村书记 填表人 审核人 经办人 河长 联系人姓名 负责人姓名".split()


def taken(header: str, cell: str, other: str = "") -> Batch:
    return take([Drop(CSV, table([[*HEADER, header], [*ROW, None, cell], [*OTHER, other]]))], reference.tables())


def codes(batch: Batch) -> set[str]:
    return {finding.code for finding in batch.findings}


def test_headers_of_persons_are_known() -> None:
    assert [header for header in OF_PERSONS if personal_header(header) is None] == []


def test_headers_of_places_counts_and_offices_are_not_taken_for_persons() -> None:
    assert [header for header in OF_NONE if personal_header(header)] == []


@pytest.mark.parametrize(
    "header", ["残疾人姓名", "户主名字", "家庭住址", "开户人", "护照号码", "微信号", "1.监护人姓名"]
)
def test_a_file_with_such_a_column_is_refused(header: str) -> None:
    assert codes(taken(header, "赵六一")) == {"personal_data"}


@pytest.mark.parametrize("kin", ["配偶", "妻", "长子", "女儿", "儿媳", "孙女"])
def test_what_somebody_is_to_the_head_of_the_household_is_told_of_persons(kin: str) -> None:
    assert codes(taken("与户主关系", kin)) == {"personal_data"}


@pytest.mark.parametrize("header", ["签名", "村民代表", "种粮大户", "共同生活人员", "乡贤"])
def test_below_a_group_of_persons_names_are_refused_and_counts_are_not(header: str) -> None:
    assert codes(taken(header, "赵六一")) == {"personal_data"}
    assert "personal_data" not in codes(taken(header, "12", "9"))


@pytest.mark.parametrize(
    "rows",
    [
        [["备注"], ["li.si" + "@" + "qq.com"], ["wang.wu" + "@" + "qq.com"]],
        [["家庭成员"], ["赵六一、钱七二"], ["孙八三、李九四"]],
        [["li.si" + "@" + "example.com"], ["wang.wu" + "@" + "example.com"]],
        [["赵六一、钱七二", MOBILE], ["孙八三、李九四", MOBILE]],
    ],
    ids=["addresses", "families", "addresses without headers", "families without headers"],
)
def test_no_cell_above_another_is_repeated_as_its_header(rows: list[list[str]]) -> None:
    filled = [[*place, *cells] for place, cells in zip((HEADER, ROW, OTHER)[-len(rows) :], rows, strict=True)]
    batch = take([Drop(CSV, table(filled))], reference.tables())
    assert "personal_data" in codes(batch)
    said = " ".join(finding.sentence for finding in batch.findings)
    assert not [
        part
        for cells in rows
        for cell in cells
        for part in cell.split("、")
        if part in said and part not in ("备注", "家庭成员")
    ]


def test_numbers_of_passports_are_refused_where_they_are_announced_only() -> None:
    assert codes(taken("护照号", "G20230001")) == codes(taken("QQ号", "8370123")) == {"personal_data"}
    assert "personal_data" not in codes(taken("项目编号", "G20230001"))


def test_the_year_of_a_birth_is_refused_and_a_count_of_families_is_not() -> None:
    assert codes(taken("出生年份", "1985")) == codes(taken("年龄", "47")) == {"personal_data"}
    assert "personal_data" not in codes(taken("户主", "12户"))


def test_a_group_of_persons_heads_names_or_counts() -> None:
    assert codes(taken("脱贫户", "赵六一")) == {"personal_data"}
    assert "personal_data" not in codes(taken("脱贫户", "35"))
    assert "personal_data" not in codes(taken("监测对象", "全村"))
    assert codes(taken("name", "赵六一")) == {"personal_data"}
    assert "personal_data" not in codes(taken("name", "东坑村"))  # as in every KML and GeoJSON of villages


def test_staff_are_left_out_with_a_remark_and_their_file_is_taken() -> None:
    assert [header for header in OF_STAFF if not staff_header(header)] == []
    batch = taken("责任人", "赵六一", "钱七")
    (finding,) = [finding for finding in batch.findings if finding.code == "columns_of_staff"]
    assert "责任人" in finding.sentence and batch.publishable
    assert "赵六一" not in batch.deliveries[0].frame.to_csv()


def test_a_mobile_of_staff_is_refused_and_an_office_s_landline_is_not() -> None:
    assert codes(taken("联系人", f"赵六一{MOBILE}")) == codes(taken("联系人电话", MOBILE)) == {"personal_data"}
    assert "personal_data" not in codes(taken("联系人电话", "0797-8370123"))
    assert "personal_data" not in codes(taken("联系人", "区农办 0797-8370123"))


@pytest.mark.parametrize("remark", ["户主外出", "已告知户主", "待户主签字", "联系不上户主", "户主不同意"])
def test_a_remark_about_somebody_is_no_header(remark: str) -> None:
    rows = [HEADER, [*ROW, remark], [*OTHER[:5], "已完工"], ["潭口镇", "石芫村", 1, 1, 1, "资料未交"]]
    assert "personal_data" not in codes(take([Drop(CSV, table(rows))], reference.tables()))


def test_names_are_told_from_places() -> None:
    assert all(map(is_name, ["赵六一", "李某", "王*明", "欧阳小雨"]))
    assert not any(map(is_name, ["石芫村", "潭口镇", "全体村民", "12户", 7, None, "李屋组"]))
