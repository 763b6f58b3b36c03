"""衔接资金台账: invented projects, 3,120 万元 of 衔接资金, and the payments that reach 76.3 % by 30 September.

Two more are no 衔接资金 and do not count. Two 县定 key villages stay below the floor of the plan, five projects below 40 %.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sample_data import plan
from sample_data.works import day

# 累计拨付 of 衔接资金 at the month ends, 万元; the last is the sum of `paid` below.
PAID_BY_MONTH = (62.4, 156.0, 280.8, 499.2, 780.0, 1060.8, 1466.4, 1934.4, 2381.0)
INSTALMENTS = 4  # a project is paid in so many parts of about equal size
TENTHS = 10  # amounts are counted in 0.1 万元, so that sums are exact
DISTRICT = "全区"


@dataclass(frozen=True)
class Project:
    """One project of one source; amounts in 万元, `paid` by 30 September."""

    number: int
    name: str
    place: str  # a village, a town for projects across villages, or 全区
    category: str
    source: str
    allocated: float
    paid: float
    accepted: str = ""  # 06-28
    handed_over: str = ""
    linked: bool = True

    @property
    def town(self) -> str:
        """The town; 全区 for district projects."""
        return plan.towns_by_village().get(self.place, self.place)

    @property
    def village(self) -> str | None:
        """The village, None for projects across villages."""
        return self.place if self.place in plan.towns_by_village() else None


PROJECTS = (
    Project(1, "龙井村设施蔬菜大棚基地", "龙井村", "产业", "中央", 150, 135.0, "06-28", "07-24"),
    Project(2, "上元村油茶低产林改造", "上元村", "产业", "中央", 140, 106.0),
    Project(3, "江坝村莲虾共作基地", "江坝村", "产业", "中央", 110, 110.0, "05-18", "06-12"),
    Project(4, "三观村食用菌种植基地", "三观村", "产业", "中央", 100, 95.0, "07-06", "08-24"),
    Project(5, "龙塘村脐橙分拣仓储中心", "龙塘村", "产业", "中央", 130, 45.5),
    Project(6, "迳背村肉鸭养殖基地", "迳背村", "产业", "中央", 90, 34.2),
    Project(7, "箩渡村观光采摘园", "箩渡村", "产业", "中央", 80, 68.0),
    Project(8, "石禾村冷链保鲜库", "石禾村", "产业", "中央", 70, 61.6),
    Project(9, "小额信贷贴息", DISTRICT, "产业", "中央", 60, 47.0),
    Project(10, "龙井村供水管网延伸工程", "龙井村", "基础设施", "中央", 95.5, 90.7, "06-20", "07-12"),
    Project(11, "上元村供水管网延伸工程", "上元村", "基础设施", "中央", 104.5, 62.7),
    Project(12, "三观村供水管网延伸工程", "三观村", "基础设施", "中央", 80, 66.4),
    Project(13, "龙塘村供水管网延伸工程", "龙塘村", "基础设施", "中央", 85, 64.0),
    Project(14, "江坝村供水管网延伸工程", "江坝村", "基础设施", "中央", 55, 55.0, "08-16", "09-08"),
    Project(15, "雨露计划职业教育补助", DISTRICT, "其他", "中央", 70, 50.4),
    Project(16, "公益性岗位补助", DISTRICT, "其他", "中央", 80, 52.0),
    Project(17, "茶元村花卉苗木基地", "茶元村", "产业", "省", 118.6, 42.7),
    Project(18, "坞埠村蔬菜育苗中心", "坞埠村", "产业", "省", 111.4, 105.8, "08-10", "09-06"),
    Project(19, "潭东镇产业路硬化", "潭东镇", "基础设施", "省", 137.2, 112.5),
    Project(20, "潭口镇灌溉渠系修复", "潭口镇", "基础设施", "省", 132.8, 101.2),
    Project(21, "桥兰村农村道路提升", "桥兰村", "基础设施", "省", 90, 85.5, "07-20", "08-15"),
    Project(22, "坳上村污水管网配套", "坳上村", "基础设施", "省", 130, 92.3),
    Project(22, "坳上村污水管网配套", "坳上村", "基础设施", "区", 30, 21.0),
    Project(23, "当塘村便民服务中心改造", "当塘村", "公共服务", "市", 85, 68.0),
    Project(24, "虎形村道路亮化", "虎形村", "基础设施", "市", 75, 71.3, "08-25", "09-20"),
    Project(25, "宋塘村文化活动中心", "宋塘村", "公共服务", "市", 90, 63.0),
    Project(26, "代卫村养老服务站", "代卫村", "公共服务", "市", 80, 64.0),
    Project(27, "高坑村就业帮扶车间", "高坑村", "产业", "市", 110, 93.5),
    Project(28, "田头村村庄整治配套", "田头村", "基础设施", "市", 60, 60.0, "09-05"),
    Project(29, "东坑村露地蔬菜基地", "东坑村", "产业", "区", 22, 6.6),
    Project(30, "坪路村入户道路修缮", "坪路村", "基础设施", "区", 18, 4.5),
    Project(31, "迳背村污水管网接户", "迳背村", "基础设施", "区", 60, 39.0),
    Project(32, "潭东镇美丽庭院奖补", "潭东镇", "其他", "区", 70, 56.0),
    Project(33, "潭口镇美丽庭院奖补", "潭口镇", "其他", "区", 70, 49.0),
    Project(34, "户厕问题整改补助", DISTRICT, "公共服务", "区", 90, 69.6),
    Project(35, "新路村饮水巩固提升", "新路村", "基础设施", "区", 40, 32.0),
    Project(36, "潭东镇圩镇路灯维护", "潭东镇", "其他", "区", 36, 27.0, linked=False),
    Project(37, "潭口镇文体广场修缮", "潭口镇", "公共服务", "区", 44, 30.8, linked=False),
)


def tenths(amount: float) -> int:
    """An amount in 0.1 万元."""
    return round(amount * TENTHS)


@cache
def payments() -> list[tuple[float, Project, int]]:
    """Every payment as (month, project, tenths), in the order it is made; projects accepted early are paid early."""
    chance = plan.dice("payments")
    dated = []
    for project in PROJECTS:
        last_month = day(project.accepted).month if project.accepted else plan.LAST_DAY.month
        paid = tenths(project.paid)
        for part in range(INSTALMENTS):
            amount = paid * (part + 1) // INSTALMENTS - paid * part // INSTALMENTS
            dated.append(((part + chance.random()) * last_month, project, amount))
    return sorted(dated, key=lambda payment: payment[0])


def paid_by(month: int) -> dict[Project, int]:
    """累计拨付 in tenths by project at a month end: payments in their order until the month's total is used up.

    What is no 衔接资金 is in no total and is paid in its own time.
    """
    left = tenths(PAID_BY_MONTH[month - 1])
    paid = dict.fromkeys(PROJECTS, 0)
    for due, project, amount in payments():
        if project.linked:
            made = min(amount, left)
            left -= made
        else:
            made = amount if due <= INSTALMENTS * month else 0
        paid[project] += made
    return paid


def reached(month_day: str, as_of: date) -> date | None:
    """A day of the project, None while it lies ahead or is not known."""
    return day(month_day) if month_day and day(month_day) <= as_of else None


def rows(as_of: date) -> list[dict]:
    """Every project on one day."""
    paid = paid_by(as_of.month)
    return [
        {
            "as_of": as_of,
            "project_id": f"RJ{plan.YEAR}-{project.number:03}",
            "project": project.name,
            "town": project.town,
            "village": project.village,
            "category": project.category,
            "source": project.source,
            "linked": project.linked,
            "allocated": project.allocated,
            "disbursed": paid[project] / TENTHS,
            "accepted_on": reached(project.accepted, as_of),
            "handed_over_on": reached(project.handed_over, as_of),
        }
        for project in PROJECTS
    ]
