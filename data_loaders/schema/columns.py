"""Columns that several tables have: the day, the place, the stage, who is responsible."""

from data_loaders.schema.declaring import Column, Kind

UNFINISHED_STAGES = ("未开工", "在建")
FINISHED_STAGES = ("完工", "验收")
DISTRICT = "全区"

AS_OF = Column(
    "as_of",
    "截至日期",
    Kind.DATE,
    "本行数据统计到哪一天",
    required=True,
    aliases=(
        "统计截止日期",
        "截止日期",
        "统计日期",
        "数据截至",
        "统计时间",
        "截止时间",
        "截至时间",
        "截止日",
        "统计截止时间",
        "数据截止日期",
        "月份",
        "统计月份",
        "截至月份",
        "截止月份",
        "数据月份",
        "报告月份",
        "所属月份",
        "报表月份",
        "期数",
    ),
    example="2023-09-30",
)
TOWN = Column(
    "town",
    "镇",
    Kind.TEXT,
    "镇、乡、街道或管理处，须在村庄名录内",
    required=True,
    aliases=(
        "乡镇",
        "乡(镇)",
        "镇(乡)",
        "镇(管理处)",
        "所属乡镇",
        "所在乡镇",
        "所属镇",
        "所在镇",
        "镇名称",
        "乡镇名称",
        "镇街",
        "镇(街道)",
        "乡镇(街道)",
        "乡镇/街道",
        "镇(街)",
        "镇(办)",
        "乡镇街道",
    ),
    example="潭东镇",
)
VILLAGE = Column(
    "village",
    "村",
    Kind.TEXT,
    "行政村或社区，须在村庄名录内",
    required=True,
    aliases=(
        "行政村",
        "村(社区)",
        "村(居)",
        "村名",
        "村名称",
        "村庄",
        "所在村",
        "所属村",
        "行政村名称",
        "村委会",
        "镇村",
        "乡镇村",
        "乡镇、村",
        "乡镇/村",
        "镇、村",
        "乡镇(村)",
        "镇(村)",
        "乡(镇)村",
        "所在镇村",
        "所属镇村",
        "所在乡镇村",
        "乡镇及村",
        "行政村(社区)",
        "村(居委会)",
        "村(居、社区)",
        "村/社区",
        "村、社区",
        "村社区",
        "村居",
        "村别",
    ),
    example="龙井村",
)
STAGE = Column(
    "stage",
    "阶段",
    Kind.CHOICE,
    "未开工、在建、完工或验收",
    required=True,
    aliases=("状态", "建设状态", "建设阶段", "工程状态", "当前阶段", "工程阶段", "施工阶段", "建设情况"),
    choices={
        "未开工": ("未动工", "未启动", "未建", "待开工", "尚未开工"),
        "在建": ("施工中", "建设中", "已开工", "正在施工", "在施工", "正在建设", "已动工", "已开工在建", "开工在建"),
        "完工": ("已完工", "已建成", "竣工", "建成", "已竣工", "已完成", "完成"),
        "验收": ("已验收", "验收合格", "通过验收", "已通过验收", "完工验收", "竣工验收"),
    },
    example="在建",
)
PROGRESS = Column(
    "progress",
    "形象进度",
    Kind.PERCENT,
    "0 到 100",
    aliases=("进度", "工程进度", "完成进度", "建设进度", "进展比例", "工程形象进度", "项目形象进度", "完成比例"),
    unit="%",
    at_least=0,
    at_most=100,
    cumulative=True,
    example="65",
)
PLANNED_FINISH = Column(
    "planned_finish",
    "计划完工",
    Kind.DATE,
    "计划完工日期",
    aliases=("计划完工日期", "计划完工时间", "计划竣工", "计划竣工时间", "预计完工", "预计完工时间"),
    example="2023-10-31",
)
ACTUAL_FINISH = Column(
    "actual_finish",
    "实际完工",
    Kind.DATE,
    "实际完工日期，未完工留空",
    aliases=("实际完工日期", "实际完工时间", "实际竣工", "竣工时间", "完工日期", "完工时间"),
)
OWNER = Column(
    "owner",
    "责任单位",
    Kind.TEXT,
    "牵头负责的单位",
    aliases=("牵头单位", "责任部门", "主管单位", "实施单位", "负责单位"),
    example="农业农村局",
)
STARTED_ON = Column(
    "started_on",
    "开工时间",
    Kind.DATE,
    "实际开工日期，未开工留空",
    aliases=("开工日期", "实际开工时间", "实际开工日期", "动工时间", "动工日期"),
    told="{}开工",
)
BENEFICIARIES = Column(
    "beneficiaries",
    "受益户数",
    Kind.WHOLE,
    "受益的户数",
    aliases=("受益农户", "受益农户数", "受益户"),
    at_least=0,
    told="受益 {} 户",
)
LONGITUDE = Column(
    "longitude",
    "经度",
    Kind.NUMBER,
    "东经，十进制度",
    aliases=("东经", "lng", "lon", "x"),
    at_least=70,
    at_most=140,
)
LATITUDE = Column(
    "latitude",
    "纬度",
    Kind.NUMBER,
    "北纬，十进制度",
    aliases=("北纬", "lat", "y"),
    at_least=15,
    at_most=55,
)
PROBLEM = Column(
    "problem",
    "存在问题",
    Kind.TEXT,
    "当前存在的问题",
    aliases=("问题", "主要问题", "困难问题", "存在的问题", "存在困难"),
)
# A row that a delivery lacked and a person kept, from the snapshot of an earlier day.
CARRIED_FROM = Column("carried_from", "沿用", Kind.DATE, "沿用哪一天的数据")
UNCHANGED_SINCE = Column("unchanged_since", "无变化", Kind.DATE, "单位确认本期无变化：与哪一天相同")
REMARK = Column("remark", "备注", Kind.TEXT, "需要说明的情况", aliases=("备注说明", "附注"))
