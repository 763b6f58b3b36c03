"""建设点台账 and 污水处理站台账: invented sites, places and dates on the plan's kinds, counts and named villages.

经度 and 纬度 stay blank: the map of the sample is a drawing, and a made-up position would look measured.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data import plan, villages
from sample_data.plan import FIRST_DAY, LAST_DAY
from sample_data.works import Work, day


@dataclass(frozen=True)
class Kind:
    """What the sites of a kind share."""

    prefix: str  # of the site number
    owner: str  # empty: the town itself
    name: str


KINDS = {
    "新农村建设点": Kind("XNC", "区农办", "{village}{spot}新农村建设点"),
    "村庄整治点": Kind("ZZD", "区住建局", "{village}{spot}村庄整治点"),
    "自来水项目": Kind("ZLS", "区住建局", "{village}供水一体化工程"),
    "产业基地": Kind("CYJD", "区农办", "{village}{spot}"),
    "自选整治村庄": Kind("ZXZZ", "", "{village}{spot}自选整治村庄"),
    "示范村": Kind("SFC", "区党群部", "{village}移风易俗重点示范村"),
}

# (village, spot, life); 13 of the 17 are due by LAST_DAY and 12 finished, one of them early.
NEW_COUNTRYSIDE = (
    ("龙井村", "上屋", Work("02-10", "04-30", "04-25")),
    ("江坝村", "河背", Work("02-13", "04-30", "04-28")),
    ("上坝村", "新屋", Work("02-20", "05-31", "05-26")),
    ("岭上村", "大坪", Work("02-22", "05-31", "05-30")),
    ("田头村", "圳背", Work("03-02", "06-30", "06-20")),
    ("筱坝村", "樟树下", Work("03-06", "06-30", "06-28")),
    ("箩渡村", "围里", Work("03-08", "06-30", "06-29")),
    ("桥兰村", "桥头", Work("03-15", "07-31", "07-28")),
    ("路背村", "老屋", Work("03-16", "07-31", "07-25")),
    ("上元村", "塘背", Work("03-20", "07-31", progress=58, stalled="07-20", problem_since="07-31",
                           problem="施工单位更换，7月下旬起停工，剩余排水沟和入户路未做")),
    ("短井村", "井边", Work("04-03", "08-31", "08-22")),
    ("龙塘村", "坝里", Work("04-10", "09-30", progress=88, problem_since="08-31",
                           problem="雨季影响路面施工，预计10月中旬完工")),
    ("虎形村", "山下", Work("04-12", "09-30", "08-30")),
    ("高坑村", "对门", Work("04-20", "10-31", "09-26")),
    ("茶元村", "下屋", Work("05-08", "11-30", progress=76, problem_since="08-31",
                           problem="部分附属房未拆除，占用施工面")),
    ("石禾村", "禾场", Work("05-10", "11-30", progress=84)),
    ("坪路村", "坪上", Work("05-15", "12-20", progress=79)),
)  # fmt: skip
TIDIED = (
    ("宋塘村", "塘边", Work("03-01", "05-31", "05-20")),
    ("坞埠村", "埠头", Work("03-06", "06-30", "06-12")),
    ("武陵村", "中心", Work("03-10", "06-30", "06-25")),
    ("代卫村", "沙坝", Work("04-10", "08-31", "08-18")),
)
TAP_WATER = (
    ("龙井村", "", Work("02-15", "06-30", "06-10")),
    ("江坝村", "", Work("03-01", "07-31", "08-05", problem="管材到货推迟", problem_since="07-31")),
    ("三观村", "", Work("03-20", "10-31", progress=91)),
    ("上元村", "", Work("04-15", "11-30", progress=66, problem="加压泵站用地手续未办结", problem_since="07-31")),
    ("龙塘村", "", Work("04-20", "12-15", progress=80)),
)
INDUSTRY_BASES = (
    ("龙井村", "设施蔬菜大棚基地", Work("01-20", "05-31", "05-28")),
    ("江坝村", "莲虾共作基地", Work("01-30", "04-30", "04-26")),
    ("三观村", "食用菌种植基地", Work("02-10", "06-30", "06-18")),
    ("上元村", "油茶种植基地", Work("02-15", "07-31", "07-20")),
    ("龙塘村", "脐橙分拣仓储基地", Work("03-10", "08-31", "09-15", problem="设备安装推迟", problem_since="08-31")),
    ("迳背村", "肉鸭养殖基地", Work("04-01", "10-31", progress=91)),
    ("东坑村", "露地蔬菜基地", Work("04-20", "11-30", progress=83)),
    ("茶元村", "花卉苗木基地", Work("04-15", "11-15", progress=79, problem_since="07-31",
                                   problem="第二期土地流转未签完")),
    ("坞埠村", "蔬菜育苗基地", Work("02-20", "07-31", "07-12")),
    ("石禾村", "冷链保鲜基地", Work("03-15", "09-15", "09-08")),
    ("箩渡村", "观光采摘基地", Work("03-01", "08-31", "08-28")),
    ("坪路村", "林下养蜂基地", Work("04-10", "10-20", progress=95)),
)  # fmt: skip
MODEL_VILLAGES = (
    ("上坝村", "", Work("03-20", "08-31", "08-15")),
    ("田头村", "", Work("03-25", "09-30", "09-12")),
    ("当塘村", "", Work("04-10", "11-30", progress=77)),
)
SPOTS = ("上新屋", "大屋下", "石背", "岭下", "坑口", "高排", "黄屋", "枫树下", "墩上")
NO_VILLAGE_MONEY = "村级自筹资金未到位，进度停滞"
# Percentage points a self-chosen site stands before or behind its own straight line on LAST_DAY.
AHEAD, SLIGHTLY_BEHIND = 4, -6
DUE_LATER_SHARE = 0.25  # of the villages that keep up, so many have a site that is not due yet


def scheduled(planned: date) -> int:
    """Percent that a straight line from New Year to the planned finish has reached on LAST_DAY."""
    return round(100 * (LAST_DAY - FIRST_DAY).days / (planned - FIRST_DAY).days)


def self_chosen_work(village: str, chance) -> Work:
    """The life of the site a village chose itself, after how fast the village works."""
    start = f"{3 + int(2 * chance.random()):02}-{1 + int(27 * chance.random()):02}"
    planned = day("05-31") + timedelta(days=int(110 * chance.random()))
    finish = planned - timedelta(days=int(20 * chance.random()))
    due_later = day("10-20") + timedelta(days=int(55 * chance.random()))
    is_due_later = chance.random() < DUE_LATER_SHARE
    if village in villages.BEHIND:
        return Work(start, "08-31", progress=62, stalled="08-20", problem_since="08-31", problem=NO_VILLAGE_MONEY)
    if village in villages.SLIGHTLY_BEHIND:
        return Work(start, f"{due_later:%m-%d}", progress=scheduled(due_later) + SLIGHTLY_BEHIND)
    if village not in villages.FINISHED and is_due_later:
        return Work(start, f"{due_later:%m-%d}", progress=min(scheduled(due_later) + AHEAD, 98))
    return Work(start, f"{planned:%m-%d}", f"{finish:%m-%d}")


def self_chosen() -> tuple:
    """One self-chosen site a village, for every village of the list."""
    chance = plan.dice("self-chosen sites")
    return tuple(
        (village, SPOTS[number % len(SPOTS)], self_chosen_work(village, chance))
        for number, village in enumerate(plan.villages()["village"])
    )


def site_row(kind: str, number: int, village: str, spot: str, work: Work, as_of: date) -> dict:
    """One site on one day."""
    about, town = KINDS[kind], plan.town_of(village)
    return {
        "as_of": as_of,
        "site_id": f"{about.prefix}-{number:02}",
        "kind": kind,
        "name": about.name.format(village=village, spot=spot),
        "town": town,
        "village": village,
        "owner": about.owner or town,
        **work.state(as_of),
    }


def rows(as_of: date) -> list[dict]:
    """Every site on one day."""
    lists = (NEW_COUNTRYSIDE, TIDIED, TAP_WATER, INDUSTRY_BASES, self_chosen(), MODEL_VILLAGES)
    return [
        site_row(kind, number, village, spot, work, as_of)
        for kind, sites in zip(KINDS, lists, strict=True)
        for number, (village, spot, work) in enumerate(sites, start=1)
    ]


# (name, village, 吨/日, 户, owner, life); the four names are the plan's.
STATIONS = (
    ("坳上污水处理站", "坳上村", 60, 176, "区生态环境分局", Work("02-10", "06-30", "06-28")),
    ("迳背污水处理站", "迳背村", 50, 142, "区建投公司",
     Work("03-15", "08-31", progress=85, problem="出水管网未接通，尚未通水调试", problem_since="08-31")),
    ("龙井污水处理站", "龙井村", 80, 231, "区建投公司", Work("03-01", "08-31", "08-20")),
    ("茶元安置点污水处理站", "茶元村", 120, 318, "区生态环境分局",
     Work("05-20", "12-31", progress=35, stalled="08-25", problem_since="07-31",
          problem="安置点二期场地未移交，主体池施工停滞")),
)  # fmt: skip


def station_rows(as_of: date) -> list[dict]:
    """The four named stations on one day."""
    return [
        {
            "as_of": as_of,
            "name": name,
            "town": plan.town_of(village),
            "village": village,
            "capacity": capacity,
            "beneficiaries": households,
            "owner": owner,
            **work.state(as_of),
        }
        for name, village, capacity, households, owner, work in STATIONS
    ]
