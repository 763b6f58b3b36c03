"""The headers of the vocabulary, and the column of ours that each of them names."""

from data_loaders.layouts.language.fields import alike
from data_loaders.layouts.language.vocabulary import VOCABULARY
from data_loaders.layouts.language.words import SURE, likeness, refuses
from data_loaders.schema import TABLES, Kind

KINDS = {Kind.NUMBER: Kind.WHOLE, Kind.MONEY: Kind.WHOLE, Kind.PERCENT: Kind.WHOLE, Kind.CHOICE: Kind.TEXT}


def named():
    """Table, column and header of the whole vocabulary."""
    for name, columns in VOCABULARY.items():
        yield from ((TABLES[name], column, header) for column, headers in columns.items() for header in headers.split())


def test_no_other_column_is_likelier_than_the_one_that_a_header_names():
    wrong = []
    for table, column, header in named():
        scores = {one.name: likeness(table, one, header) for one in table.columns}
        if scores[column] < 0.5 or max(scores.values()) > scores[column] + 0.04:
            wrong.append((table.name, column, header, scores[column], max(scores, key=scores.get)))
    assert wrong == []


MIGHT_BE = {
    "courtyards": {
        "planned": "农户申报 意向户数 报名户数 储备户数 计划外户数 去年任务 上年任务数 追加任务 建档户数 常住户数 总户数 农户数 村庄总数 候选户数",
        "done": "已报名 已签协议 已动员 去年完成 预计完成 本月完成 已评定 启动户数 已入库 限期整改 立行立改 9月完成 上月完成",
    },
    "toilets": {
        "planned": "排查户数 户厕总数 全村户厕总数 走访户数 上年问题数 明年计划数 申请改造户",
        "done": "申请销号 问题反弹数 返工数 已排查户数 已派单 上年已整改 历年整改",
    },
    "funds": {
        "allocated": "申报资金 储备资金 需求资金 合同金额 送审金额 上年安排 明年安排",
        "disbursed": "申请支付 拟拨付 应付金额 送审支付 本月支付 一季度支付 上年支付 可支付金额 已到位资金 结算金额 9月支付 垫付资金 还需资金 支付上限 已开票金额",
    },
    "actions": {"due_on": "反馈日期 督办日期 受理日期 下次检查时间 立项时间", "owner": "抄送单位 报送单位"},
    "indicators": {"value": "预期数 考核值 全区平均 缺口 增长 预警值 权重"},
    "stations": {"capacity": "远期规模 日均进水量 最大处理量"},
    "sites": {"stage": "资金状态 用地状态 上月状态 审批状态 合同签订情况", "as_of": "计划竣工时点 完工时点"},
    "duties": {"done_on": "下次开展日期 填报日期 计划开展时间 到期时间", "times": "计划次数 应开展次数"},
}


def test_no_fact_is_taken_from_a_word_that_only_could_mean_it():
    for table, column, headers in ((TABLES[name], *pair) for name, own in MIGHT_BE.items() for pair in own.items()):
        for header in headers.split():
            assert not likeness(table, table.column(column), header), header
            assert refuses(table, table.column(column), header), header
    assert likeness(TABLES["funds"], TABLES["funds"].column("disbursed"), "截至本月累计支付") >= SURE
    assert likeness(TABLES["funds"], TABLES["funds"].column("disbursed"), "1-9月支付") >= SURE
    assert likeness(TABLES["toilets"], TABLES["toilets"].column("done"), "排查整改完成数") >= SURE


def test_most_headers_would_be_told_by_the_others_if_they_were_not_known():
    tried = list(named())[::12]
    told = []
    for table, column, header in tried:
        kind = kind_of(table, column)
        rivals = [one for one in VOCABULARY[table.name] if kind_of(table, one) is kind]
        told.append(max(rivals, key=lambda one: alike(table.name, one, header)) == column)
    assert sum(told) > 0.85 * len(tried) > 150


def kind_of(table, column):
    kind = table.column(column).kind
    return KINDS.get(kind, kind)


# What must never be taken for one of our figures or days unasked.
OTHERS = {
    "funds": {
        "allocated": "安排岗位数 下达任务数 补助标准 自筹资金 结余资金 未支付金额 支付金额 支出率 受益人数 完成投资 资金文号 下达日期 资金来源 是否到位 安排户数 补助户数 上年结转资金 社会帮扶资金 资金使用单位 预算单位 奖补亩数 计划工期 合同单价",
        "disbursed": "未拨付资金 剩余资金 结余 应拨付金额 计划支付 支付率 拨付比例 拨付日期 支付单位 拨付批次 使用户数 发放人数 上月支付 待支付金额 安排资金 下达资金 结转资金 执行率 使用方向 支付方式 使用面积",
        "handed_over_on": "计划移交时间 移交情况",
        "accepted_on": "计划验收时间 验收情况",
        "started_on": "计划开工时间 预计开工日期",
    },
    "toilets": {
        "done": "未整改数 正在整改数 开工数 整改率 整改时限 整改单位 整改措施 问题户厕数 应整改数 计划整改数 剩余数 待整改数 验收数 尚未完成 整改责任人 整改中户数 需整改户数 总户数",
        "planned": "已整改数 累计完成 完成率 未整改 剩余任务 任务完成率 验收数 常住人口 本月任务 整改时限 计划完成时间 目标完成日期 任务单位 开工数",
        "accepted": "未验收数 待验收数 验收率 验收时间 计划验收数 不合格数 应验收数",
    },
    "courtyards": {
        "done": "未创建 创建率 创建标准 正在创建 计划创建 待创建户数 创建中",
        "planned": "已创建户数 创建率 剩余户数 挂牌数 受益户数",
    },
    "sites": {
        "actual_finish": "计划完工时间 拟竣工日期 预计完成时间 承诺完工日 要求完成时间 开工时间 完成投资",
        "planned_finish": "实际完工时间 计划开工时间 实际竣工日期",
        "progress": "支付进度 资金支出率 开工日期",
    },
    "actions": {
        "done_on": "要求完成时间 计划办结时间 完成时限 应办结日期 会议日期",
        "due_on": "实际完成时间 办结日期 销号时间",
    },
    "indicators": {
        "value": "目标值 上年值 去年同期数 同比增减 排名 年初数 任务数 计划值",
        "base": "本期值 目标值 增长率 较上年增减",
    },
}  # fmt: skip


def test_a_header_that_names_something_else_is_never_taken_unasked():
    taken = [
        (name, column, header)
        for name, columns in OTHERS.items()
        for column, headers in columns.items()
        for header in headers.split()
        if likeness(TABLES[name], TABLES[name].column(column), header) >= SURE
    ]
    assert taken == []
