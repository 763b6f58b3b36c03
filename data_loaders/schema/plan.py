"""The plan of a year itself: its settings, obligations, milestones and tasks."""

from data_loaders.schema.columns import REMARK
from data_loaders.schema.declaring import Column, Kind, Table
from data_loaders.schema.funds import FUNDS
from data_loaders.schema.places import VILLAGES
from data_loaders.schema.works import SITE_KINDS

YEAR = Column(
    "year",
    "年度",
    Kind.WHOLE,
    "计划年度",
    required=True,
    aliases=("计划年度", "年份"),
    at_least=2000,
    at_most=2100,
    example="2023",
)

QUOTE = Column("quote", "条款原文", Kind.TEXT, "条款中要求这件事的原句")

PLAN_SETTINGS = Table(
    "plan_settings",
    "计划设置",
    "一项设置",
    (
        YEAR,
        Column("name", "设置项", Kind.TEXT, "设置项的名称", required=True, example="数据陈旧天数"),
        Column(
            "value",
            "设置值",
            Kind.TEXT,
            "设置的值；多个值用分号隔开；区域范围写 西;南;东;北（度），镇方位写 镇名:东:北",
            required=True,
            example="45",
        ),
        REMARK,
    ),
    key=("year", "name"),
    replaces=("year",),
    words=("计划设置", "plan_settings"),
)

# A plan that is changed during the year keeps the row that held before; each says from which day it holds.
EFFECTIVE = Column(
    "effective_on", "生效日期", Kind.DATE, "从哪一天起这样要求；不填从 1 月 1 日起。年中改了的，原来的一行留着"
)

# Rule of a plan → what an office calls it; `plan_rules` declares what each judges.
RULE_WORDS: dict[str, tuple[str, ...]] = {
    "sites_finished": ("建设点完工个数",), "stations_finished": ("污水处理站建成座数",), "places_done": ("各村完成数之和",),
    "places_covered": ("至少完成一个的村或单位数",), "disbursed_share": ("资金拨付率",), "category_share": ("某类项目资金占比",),
    "village_floor": ("重点帮扶村资金下限",), "handed_over_within": ("验收后移交时限",), "indicator_at_least": ("指标不低于目标",),
    "indicator_at_most": ("指标不高于目标",), "not_below_base": ("不低于上年",), "above_base": ("高于上年",),
    "not_above_base": ("不高于上年",), "grown_by": ("比上年增减",), "recorded": ("按期履职",), "by_hand": ("手工报告",),
}  # fmt: skip
# 对象 of the rules that look at one; a growth or a time is written besides.
SUBJECT_WORDS: dict[str, tuple[str, ...]] = {
    "courtyards": ("美丽庭院", "庭院"),
    "toilets": ("户厕", "厕所", "改厕"),
} | {
    word: ()
    for choices in (SITE_KINDS, FUNDS.column("category").choices, VILLAGES.column("grade").choices)
    for word in choices
}

PLAN_OBLIGATIONS = Table(
    "plan_obligations",
    "计划指标",
    "工作要点中的一项要求",
    (
        YEAR,
        Column(
            "id",
            "编号",
            Kind.TEXT,
            "T 目标、F 资金、K 指标、D 定期事项",
            required=True,
            aliases=("指标编号",),
            example="T01",
        ),
        Column(
            "kind",
            "类别",
            Kind.CHOICE,
            "要求的类别",
            required=True,
            choices={
                "target": ("数量目标",),
                "milestones": ("时间节点",),
                "ratio": ("占比",),
                "floor": ("资金下限",),
                "deadline": ("时限",),
                "indicator": ("监测指标",),
                "duty": ("定期事项",),
            },
            example="数量目标",
        ),
        Column("title", "名称", Kind.TEXT, "要求的名称", required=True, aliases=("指标名称",), example="新农村建设点"),
        Column("short", "简称", Kind.TEXT, "卡片和标题上的短名称，不填用名称"),
        Column("clause", "条款", Kind.TEXT, "工作要点的条款", required=True, example="14"),
        Column("tasks", "任务序号", Kind.TEXT, "任务清单序号，多个用分号隔开"),
        Column("target", "目标值", Kind.NUMBER, "数值目标；按名单计数的留空", aliases=("目标",)),
        Column("unit", "计量单位", Kind.TEXT, "目标值的单位", required=True, example="个"),
        Column(
            "rule",
            "规则",
            Kind.CHOICE,
            "怎么判，见 docs/rules.md",
            required=True,
            choices=RULE_WORDS,
            example="建设点完工个数",
        ),
        Column("subject", "对象", Kind.TEXT, "规则作用的对象，如建设点类型、项目类别、帮扶级别", choices=SUBJECT_WORDS),
        Column("scope", "范围", Kind.TEXT, "计数范围或名单，多个用分号隔开，见 docs/rules.md"),
        Column("deadline", "截止日期", Kind.DATE, "完成期限；文件没有定期限的留空，不判逾期", aliases=("完成期限",)),
        Column("frequency", "频次", Kind.TEXT, "定期事项的频次，见 docs/rules.md"),
        Column("responsible", "责任单位", Kind.TEXT, "多个用分号隔开", required=True),
        EFFECTIVE,
        QUOTE,
        Column(
            "review",
            "核对",
            Kind.CHOICE,
            "草稿的这一行核对过没有：待核的不能发布，不要的不发布；不是草稿的不填",
            choices={"open": ("待核",), "accepted": ("接受", "已核"), "left_out": ("不要",)},
        ),
        REMARK,
    ),
    key=("year", "id", "effective_on"),
    replaces=("year",),
    words=("计划指标", "plan_obligations"),
)

PLAN_MILESTONES = Table(
    "plan_milestones",
    "考核节点",
    "一项要求的一个考核节点",
    (
        YEAR,
        Column("id", "编号", Kind.TEXT, "计划指标的编号", required=True, example="F01"),
        Column("due_on", "节点日期", Kind.DATE, "考核的日期", required=True, example="2023-09-30"),
        Column(
            "rate",
            "节点比例",
            Kind.PERCENT,
            "应达到的比例",
            required=True,
            unit="%",
            at_least=0,
            at_most=100,
            example="75",
        ),
        EFFECTIVE,
        REMARK,
    ),
    key=("year", "id", "due_on", "effective_on"),
    replaces=("year",),
    words=("考核节点", "plan_milestones"),
)

PLAN_TASKS = Table(
    "plan_tasks",
    "任务清单",
    "任务清单中的一项任务",
    (
        YEAR,
        Column("number", "序号", Kind.WHOLE, "任务序号", required=True, at_least=1, example="38"),
        Column("part", "部分", Kind.WHOLE, "第几部分", required=True, at_least=1, example="3"),
        Column("clause", "条款", Kind.TEXT, "工作要点的条款", required=True, example="14"),
        Column(
            "title", "任务", Kind.TEXT, "任务的简要名称", required=True, aliases=("任务名称",), example="户厕问题整改"
        ),
        Column("requirement", "任务要求", Kind.TEXT, "任务清单所写的要求，全文"),
        Column("deadline", "完成时限", Kind.TEXT, "文件所写的时限", required=True, example="全年"),
        Column("responsible", "责任单位", Kind.TEXT, "多个用分号隔开", required=True),
        QUOTE,
        REMARK,
    ),
    key=("year", "number"),
    replaces=("year",),
    words=("任务清单计划", "plan_tasks"),
)
