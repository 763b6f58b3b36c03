"""What the plan and the meetings ask to be done: tasks, duties, indicators and assignments."""

from dataclasses import replace
from datetime import timedelta

from data_loaders.schema.columns import AS_OF, OWNER, PROBLEM, REMARK, UNCHANGED_SINCE
from data_loaders.schema.declaring import Column, Kind, Table

TASKS = Table(
    "tasks",
    "任务清单进展",
    "一项任务在一个截至日期的进展",
    (
        AS_OF,
        Column(
            "number",
            "序号",
            Kind.WHOLE,
            "任务清单序号",
            required=True,
            aliases=("任务序号", "任务编号", "编号"),
            at_least=1,
            example="38",
        ),
        Column(
            "title",
            "任务名称",
            Kind.TEXT,
            "任务的名称，与年度计划的序号核对",
            aliases=("任务", "任务事项", "工作任务", "任务内容"),
        ),
        Column(
            "status",
            "状态",
            Kind.CHOICE,
            "未启动、推进中或已完成",
            required=True,
            aliases=("进展状态", "任务状态", "完成情况", "推进状态"),
            choices={
                "未启动": ("未开始", "未开展", "尚未启动"),
                "推进中": (
                    "进行中",
                    "正在推进",
                    "持续推进",
                    "推进",
                    "已启动",
                    "正常推进",
                    "有序推进",
                    "按计划推进",
                    "正在推进中",
                    "持续推进中",
                ),
                "已完成": ("完成", "已办结", "办结", "全部完成", "已全部完成"),
            },
            example="推进中",
        ),
        Column(
            "progress_text",
            "进展",
            Kind.TEXT,
            "当前进展；未启动的可以不填",
            required=True,
            aliases=("进展情况", "工作进展", "推进情况"),
            example="17 个点全部开工，12 个完工",
        ),
        PROBLEM,
        Column(
            "next_step",
            "下步措施",
            Kind.TEXT,
            "下一步措施",
            aliases=("下一步措施", "下步打算", "下一步打算", "下步工作", "下一步工作", "下步计划"),
        ),
        REMARK,
    ),
    key=("as_of", "number"),
    replaces=("as_of", "number"),
    words=("任务清单", "任务进展", "tasks"),
    printed=("number", "title"),
)

DUTIES = Table(
    "duties",
    "定期履职记录",
    "一次履职",
    (
        Column(
            "duty_id",
            "事项编号",
            Kind.TEXT,
            "D01 起的事项编号",
            required=True,
            aliases=("履职事项编号", "事项代码", "编号"),
            example="D06",
        ),
        Column(
            "done_on",
            "完成日期",
            Kind.DATE,
            "完成当天",
            required=True,
            aliases=("完成时间", "开展日期", "履职日期", "日期"),
            example="2023-09-12",
        ),
        Column(
            "unit",
            "单位",
            Kind.TEXT,
            "履职的单位（镇、管理处、村或部门）",
            required=True,
            aliases=("履职单位", "责任单位", "完成单位", "填报单位"),
            example="潭东镇",
        ),
        Column(
            "times",
            "次数",
            Kind.WHOLE,
            "不填按 1 次",
            aliases=("开展次数", "完成次数"),
            at_least=0,
            additive=True,
            example="1",
        ),
        Column("detail", "说明", Kind.TEXT, "开展情况", aliases=("情况说明", "开展情况", "内容")),
        REMARK,
    ),
    key=("duty_id", "done_on", "unit"),
    replaces=("duty_id", "done_on", "unit"),
    words=("履职", "定期事项", "duties"),
)

INDICATORS = Table(
    "indicators",
    "监测指标台账",
    "一项指标在一个单位、一个截至日期的数值",
    (
        AS_OF,
        Column(
            "indicator_id",
            "指标编号",
            Kind.TEXT,
            "K01 起的指标编号，或 T10、T11",
            required=True,
            aliases=("指标代码", "编号"),
            example="K01",
        ),
        Column(
            "unit",
            "单位",
            Kind.TEXT,
            "镇、管理处或全区（全县）",
            required=True,
            aliases=("填报单位", "所属单位", "责任单位"),
            example="潭东镇",
        ),
        Column(
            "value",
            "数值",
            Kind.NUMBER,
            "指标数值；百分比填百分数",
            required=True,
            aliases=("指标值", "本期值", "本期数", "完成值"),
            example="99.3",
        ),
        Column(
            "base",
            "基数",
            Kind.NUMBER,
            "上年数，只增不减类指标需要",
            aliases=("上年数", "上年值", "2022年", "2022年数", "基期值", "基期数", "上年基数"),
        ),
        REMARK,
    ),
    key=("as_of", "indicator_id", "unit"),
    replaces=("as_of", "indicator_id", "unit"),
    words=("监测指标", "指标台账", "indicators"),
    kept=(UNCHANGED_SINCE,),
)

# 完成时限 of what is to be done before a meeting that has no day yet; the day that is kept meanwhile is so long after
# the meeting that assigned it, and says nothing: programs of before read it as a day.
BEFORE_NEXT_MEETING = "下次调度会前"
NEXT_MEETING_WITHIN = timedelta(days=92)

ACTIONS = Table(
    "actions",
    "交办事项台账",
    "调度会交办的一件事",
    (
        Column(
            "action_id",
            "编号",
            Kind.TEXT,
            "交办事项编号",
            required=True,
            aliases=("事项编号", "交办编号", "序号"),
            example="2023-Q3-01",
        ),
        Column(
            "assigned_on",
            "会议日期",
            Kind.DATE,
            "调度会日期",
            required=True,
            aliases=("交办日期", "交办时间", "会议时间"),
            example="2023-07-12",
        ),
        Column(
            "item",
            "事项",
            Kind.TEXT,
            "交办内容",
            required=True,
            aliases=("交办事项", "事项内容", "交办内容"),
            example="茶元安置点污水站复工",
        ),
        replace(OWNER, required=True),
        Column(
            "due_on",
            "完成时限",
            Kind.DATE,
            "要求完成的日期",
            required=True,
            aliases=("时限", "办结时限", "要求完成时间", "完成期限"),
            example="2023-09-15",
        ),
        Column(
            "done_on", "完成日期", Kind.DATE, "实际完成日期，未完成留空", aliases=("办结日期", "完成时间", "办结时间")
        ),
        Column("detail", "说明", Kind.TEXT, "办理情况与佐证", aliases=("办理情况", "进展情况", "落实情况")),
        REMARK,
    ),
    key=("action_id",),
    replaces=("action_id",),
    words=("交办", "actions"),
    kept=(
        Column("due_words", "时限说明", Kind.TEXT, f"{BEFORE_NEXT_MEETING}：还没有日期，完成时限是暂定的"),
        Column("first_due_on", "原定时限", Kind.DATE, "延期以前的完成时限"),
        Column("about", "关联", Kind.TEXT, "交办时看着的指标编号或村"),
        Column("answered", "已回复单位", Kind.TEXT, "哪些责任单位回复过办理情况，用、隔开"),
    ),
)
