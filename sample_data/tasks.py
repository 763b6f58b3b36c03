"""任务清单进展: an invented line of progress for each of the 48 tasks.

Task 35 is reported 已完成 although two 县定 key villages are below the floor: a contradiction to be found.
"""

from dataclasses import dataclass
from datetime import date

from sample_data.plan import LAST_DAY

NOT_STARTED, UNDER_WAY, DONE = "未启动", "推进中", "已完成"


@dataclass(frozen=True)
class Progress:
    """How a task went: what is said in September, and the months it started and was reported done."""

    latest: str
    problem: str = ""
    next_step: str = ""
    start: int = 2
    done: int | None = None  # month


TASKS = {
    1: Progress("常态排查与集中排查同步开展，新增对象按程序纳入", next_step="四季度再开展一轮集中排查", start=1),
    2: Progress("超1年未消除风险对象“回头看”分镇推进", next_step="11月底前完成全部回头看"),
    3: Progress("已消除风险对象回头看按月推进", next_step="规范标注，补齐佐证"),
    4: Progress("抽查理赔案件两批，与保险公司按月比对数据"),
    5: Progress("控辍保学按月开展", "管理处三季度未报送", "督促补报并核实", start=1),
    6: Progress("春季学期教育资助已落实", next_step="秋季学期结束前发放到位"),
    7: Progress("慢病签约履约服务正常开展，村卫生室按季巡查", "管理处三季度巡查未报送", "10月补查"),
    8: Progress("参保率保持在99%以上，目录外费用占比9.4%", "占比接近10%上限", "对高值耗材逐例核查"),
    9: Progress("按季开展住房安全排查", "潭口镇有2户隐患未销号", "10月底前完成修缮"),
    10: Progress("危旧房和铁皮棚分类处置", "2户修缮未完工", "住建部门包户督办"),
    11: Progress("5个村供水工程完工2个，其余3个在建", "上元村加压泵站用地手续未办结", "协调自然资源部门加快办理"),
    12: Progress("饮水安全按月排查", "潭口镇8月未报送", "补做排查并说明原因", start=1),
    13: Progress("集中供水第一轮检测已完成", "分散供水检测进度不一", "11月底前完成分散供水检测", start=4),
    14: Progress("低保、特困和临时救助动态调整", next_step="四季度开展数据比对"),
    15: Progress("年度特殊群体养老保险代缴已完成", done=8),
    16: Progress("项目库与资金逐项匹配，未发现负面清单事项"),
    17: Progress("拨付率76.3%，达到9月底节点", "5个项目拨付率低于40%", "逐个项目约谈，按旬调度"),
    18: Progress("资产确权回头看完成登记造册", "个别项目移交超过1个月", "补办移交手续", start=3),
    19: Progress("管护责任落实到村到人", "洋山村管护记录缺两个月", "镇级抽查补录", start=3),
    20: Progress("中央衔接资金产业占比62%，高于60%", done=7),
    21: Progress("小额信贷需求按季摸底", "9月逾期监管未报送", "10月上旬补报"),
    22: Progress("产业奖补按季核实发放", next_step="四季度集中兑现"),
    23: Progress("12个重点帮扶村产业基地建成8个", "茶元村土地流转未签完", "镇村干部包户签约"),
    24: Progress("经营主体带动效果按季核查", "管理处三季度未报送", "督促补报"),
    25: Progress("上半年收支公示已完成", next_step="12月公示下半年收支", start=4),
    26: Progress("就业信息按月摸排更新", start=1),
    27: Progress("举办专项招聘，零工市场投入使用", start=1),
    28: Progress("上半年需求摸排完成，培训按计划开班", next_step="下半年摸排安排在11月"),
    29: Progress("雨露计划补助按学期核发"),
    30: Progress("公益性岗位数量不低于上年", "个别岗位到期未续", "10月补充聘用"),
    31: Progress("就业帮扶车间按季排查", "潭口镇二季度未报送", "补充排查资料"),
    32: Progress("创业培训与创业担保贷款同步推进"),
    33: Progress("6月已调度一次", next_step="11月开展第二次调度", start=5),
    34: Progress("致富带头人培育方案尚在征求意见", "培训资金未落实", "10月开班", start=10),
    35: Progress("12个重点帮扶村资金已安排到项目", done=8),
    36: Progress("“多规合一”村庄规划编制完成，样板村完成验收", done=9),
    37: Progress("重点帮扶村垃圾收运覆盖11个村", "1个村收运点未建成", "11月底前建成投用"),
    38: Progress("新农村建设点完工12个，整治点全部完工", "上元村、龙塘村建设点逾期", "倒排工期，按周调度"),
    39: Progress("户厕问题整改完成290户", "洋山村、迳背村、上元村进度滞后", "镇级包村，11月底前完成"),
    40: Progress("污水处理站建成2座，2座在建", "茶元安置点场地未移交，迳背管网未接通", "区级专题协调场地移交"),
    41: Progress("产业路、资源路按计划施工"),
    42: Progress("汛期供水保障平稳，供水管网延伸工程在建"),
    43: Progress("村党组织书记轮训已开展两期", start=1),
    44: Progress("感恩教育宣讲进村入户"),
    45: Progress("移风易俗宣传月已开展，示范村建成2个", "当塘村示范村未完成", "年底前验收", start=4),
    46: Progress("“赣南新妇女”活动按季开展，巡回宣讲2场", next_step="四季度完成第3场"),
    47: Progress("积分制覆盖大部分村，爱心超市按月兑换"),
    48: Progress("清单样式正在起草", "部门清单口径未统一", "10月印发清单样式", start=10),
}


def status(task: Progress, month: int) -> str:
    """未启动, 推进中 or 已完成 in a month."""
    if month < task.start:
        return NOT_STARTED
    return DONE if task.done is not None and month >= task.done else UNDER_WAY


def words(task: Progress, as_of: date) -> str:
    """What is reported: the September line at the end and once the task is done, plain words before."""
    if as_of == LAST_DAY or status(task, as_of.month) == DONE:
        return task.latest
    return "前期准备" if as_of.month < task.start else "已部署到责任单位和镇村，按计划推进"


def rows(as_of: date) -> list[dict]:
    """All 48 tasks on one day; problems and next steps are reported on the last one."""
    is_last = as_of == LAST_DAY
    return [
        {
            "as_of": as_of,
            "number": number,
            "status": status(task, as_of.month),
            "progress_text": words(task, as_of),
            "problem": task.problem if is_last and task.problem else None,
            "next_step": task.next_step if is_last and task.next_step else None,
        }
        for number, task in TASKS.items()
    ]
