"""Every table that can be dropped, declared once.

Readers, checks, templates, sample data and the documentation all come from here.
A column is known inside by its English `name` and in files by its Chinese `header` or an alias.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column means once it is tidied."""

    TEXT = "text"
    WHOLE = "whole"  # a count: a whole number
    NUMBER = "number"
    MONEY = "money"  # 万元; files may give 元 when header or unit line says so
    PERCENT = "percent"  # 0 to 100, as offices write it
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"  # 是/否
    GEOMETRY = "geometry"  # WKB in metres of the plane that the plan names, never typed by a person


@dataclass(frozen=True, eq=False)  # compared by identity, so that columns and tables can be cache keys
class Column:
    """One column: its name inside, its header in files, and what a cell may hold."""

    name: str
    header: str
    kind: Kind
    meaning: str  # Chinese; shown in templates, the upload page and docs/ledgers.md
    required: bool = False  # the column must be in the file and every row must fill it
    aliases: tuple[str, ...] = ()
    unit: str = ""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)  # value: its synonyms; a text may be another, too
    at_least: float | None = None
    at_most: float | None = None
    additive: bool = False  # a total over rows makes sense, and a 合计 row must equal it
    cumulative: bool = False  # grows through the year; a fall is worth a warning
    stands_for: str = ""  # the column that this one is taken for where a file has no better one
    example: str = ""
    told: str = ""  # how it is told beside the figure of its place where it is filled: 受益 {} 户

    @property
    def title(self) -> str:
        """The header as templates write it, with its unit: 安排资金(万元)."""
        return f"{self.header}({self.unit})" if self.unit else self.header

    @property
    def words(self) -> tuple[str, ...]:
        """The choices as files write them: 数量目标, where the value inside is target."""
        return tuple(map(self.written, self.choices))

    def written(self, value: str) -> str:
        """A value as files write it."""
        synonyms = self.choices.get(value)
        return synonyms[0] if synonyms and value.isascii() else value


# Where a row came from, kept with it in the store; see `data_loaders.origins`.
ORIGIN = (
    Column("from_edition", "来源版本", Kind.WHOLE, "哪一版第一次带来这一行"),
    Column("from_file", "来源文件", Kind.WHOLE, "那一版的第几个文件，从 0 数起"),
    Column("from_row", "来源行", Kind.WHOLE, "文件里的行号"),
    Column("from_rows", "来源各行", Kind.TEXT, "由文件里几行合成的，是哪几行"),
)


@dataclass(frozen=True, eq=False)
class Table:
    """One table: what a row is, its columns, and how a new delivery meets the rows already there."""

    name: str
    title: str
    one_row_is: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # no two rows share it
    replaces: tuple[str, ...]  # a delivery replaces stored rows that agree with it here; () = all
    words: tuple[str, ...] = ()  # in a file, sheet or title row these name the table
    never_above: tuple[tuple[str, str], ...] = ()  # (smaller, larger) within a row
    kept: tuple[Column, ...] = ()  # what only the store knows of a row; no file holds it
    printed: tuple[str, ...] = ()  # columns that our template fills beforehand; a row of nothing else says nothing

    def column(self, name: str) -> Column:
        """The column called `name` inside; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def has(self, name: str) -> bool:
        """Whether the table declares a column called `name`."""
        return any(column.name == name for column in self.columns)

    def __reduce__(self):
        """A table that goes to another process comes back as the one declared here."""
        return table_named, (self.name,)

    @property
    def names(self) -> tuple[str, ...]:
        """The inside names, in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns of a stored row: those of files, and what the store keeps besides."""
        return (*self.columns, *self.kept, *ORIGIN)

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes two rows the same thing on different days: the key without the day."""
        return tuple(name for name in self.key if name != "as_of")

    @property
    def reporter(self) -> tuple[str, ...]:
        """Who reports: what a delivery replaces, without the day."""
        return tuple(name for name in self.replaces if name != "as_of")

    @property
    def is_snapshot(self) -> bool:
        """Whether rows speak for a 截至日期."""
        return self.has("as_of")


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

SITE_KINDS = {
    "新农村建设点": ("新农村", "新农村建设", "新农村点"),
    "村庄整治点": ("整治点", "村庄整治"),
    "自来水项目": ("自来水", "供水项目", "饮水项目"),
    "产业基地": ("联农带农产业基地", "产业示范基地"),
    "自选整治村庄": ("自选整治", "自选整治点", "自选村庄"),
    "示范村": ("移风易俗示范村", "重点示范村", "移风易俗重点示范村"),
}


# Money from outside the four levels: kept with its source, never counted as 衔接资金.
OWN_LEVELS = ("区", "县")  # one level of government: a district calls its own money 区, a county 县
OUTSIDE_SOURCES = {
    "自筹": ("自筹资金", "群众自筹", "村集体自筹", "村民自筹", "自筹投入", "群众自筹资金", "企业自筹", "业主自筹"),
    "社会帮扶": (
        "社会帮扶资金", "社会资金", "社会捐赠", "社会捐资", "社会投入", "定点帮扶", "定点帮扶资金", "捐赠资金", "对口帮扶", "对口帮扶资金", "帮扶单位资金",
    ),
}  # fmt: skip


def _household_columns(unit: str, *more: Column) -> tuple[Column, ...]:
    """The columns that 美丽庭院 and 户厕 share; both count by village."""
    return (
        AS_OF,
        TOWN,
        VILLAGE,
        Column(
            "planned",
            "任务数",
            Kind.WHOLE,
            f"全年任务（{unit}）",
            required=True,
            aliases=(
                "计划数",
                "目标数",
                "目标任务数",
                "任务",
                "年度任务",
                "年度任务数",
                "计划任务数",
                "应完成数",
                "目标",
                "全年任务数",
                "任务户数",
                "计划户数",
                "目标户数",
                "整改任务数",
                "计划整改数",
                "计划完成数",
                "计划任务",
                "问题整改任务数",
                "应整改数",
                "建设任务数",
                "创建任务数",
            ),
            at_least=0,
            additive=True,
            example="14",
        ),
        Column(
            "done",
            "完成数",
            Kind.WHOLE,
            f"累计完成（{unit}）",
            required=True,
            aliases=(
                "完成",
                "已完成",
                "已完成数",
                "累计完成",
                "累计完成数",
                "完成户数",
                "实际完成",
                "实际完成数",
                "整改完成数",
                "问题整改完成数",
                "已整改",
                "已整改数",
                "整改数",
                "已建成数",
                "建成数",
                "创建完成数",
            ),
            at_least=0,
            additive=True,
            cumulative=True,
            example="11",
        ),
        Column(
            "accepted",
            "验收数",
            Kind.WHOLE,
            f"累计验收（{unit}）",
            aliases=(
                "已验收",
                "已验收数",
                "验收",
                "验收户数",
                "验收合格数",
                "验收通过数",
                "通过验收数",
                "累计验收",
                "累计验收数",
            ),
            at_least=0,
            additive=True,
            cumulative=True,
            example="9",
        ),
        *more,
        REMARK,
    )


VILLAGES = Table(
    "villages",
    "村庄名录",
    "一个村（社区）",
    (
        TOWN,
        VILLAGE,
        Column(
            "code",
            "行政区划代码",
            Kind.TEXT,
            "12 位行政区划代码，按文本填写",
            aliases=("区划代码", "村代码", "行政村代码", "代码", "统计用区划代码"),
            example="360702192210",
        ),
        Column(
            "grade",
            "帮扶级别",
            Kind.CHOICE,
            "重点帮扶村的级别，其他村留空",
            aliases=("重点帮扶村级别", "重点村级别", "级别"),
            choices={"省定": ("省级", "省"), "市定": ("市级", "市"), "县定": ("县级", "区定", "区级", "县")},
        ),
        Column(
            "aliases", "别名", Kind.TEXT, "村名的其他写法，多个用分号隔开", aliases=("异写", "曾用名"), example="径背"
        ),
        Column("households", "户数", Kind.WHOLE, "总户数", aliases=("总户数",), at_least=0, additive=True),
        Column("population", "人口", Kind.WHOLE, "总人口", aliases=("总人口", "人口数"), at_least=0, additive=True),
        LONGITUDE,
        LATITUDE,
        REMARK,
    ),
    key=("town", "village"),
    replaces=(),
    words=("村庄名录", "行政村名录", "村名录", "villages"),
)

SITES = Table(
    "sites",
    "建设点台账",
    "一个建设点在一个截至日期的状态",
    (
        AS_OF,
        Column(
            "site_id",
            "编号",
            Kind.TEXT,
            "建设点编号，年内不变；没有则按名称识别",
            aliases=("点位编号", "项目编号", "建设点编号"),
            example="XNC-01",
        ),
        Column(
            "kind",
            "类型",
            Kind.CHOICE,
            "建设点的类型",
            required=True,
            aliases=("建设类型", "项目类型", "点位类型", "类别"),
            choices=SITE_KINDS,
            example="新农村建设点",
        ),
        Column(
            "name",
            "名称",
            Kind.TEXT,
            "点位名称",
            required=True,
            aliases=("点位名称", "建设点名称", "站点名称", "项目名称", "建设点", "点位"),
            example="龙井村上屋新农村建设点",
        ),
        TOWN,
        VILLAGE,
        STAGE,
        PROGRESS,
        STARTED_ON,
        PLANNED_FINISH,
        ACTUAL_FINISH,
        OWNER,
        BENEFICIARIES,
        LONGITUDE,
        LATITUDE,
        PROBLEM,
        REMARK,
    ),
    key=("as_of", "kind", "site_id"),
    replaces=("as_of", "town", "kind"),
    words=("建设点", "整治点", "新农村", "自来水", "产业基地", "示范村", "自选整治", "sites"),
    kept=(CARRIED_FROM, UNCHANGED_SINCE),
)

STATIONS = Table(
    "stations",
    "污水处理站台账",
    "一座污水处理站在一个截至日期的状态",
    (
        AS_OF,
        Column(
            "name",
            "站点名称",
            Kind.TEXT,
            "污水处理站名称",
            required=True,
            aliases=("名称", "点位名称", "站点", "污水站名称", "污水处理站", "污水处理站名称", "项目名称"),
            example="坳上污水处理站",
        ),
        TOWN,
        VILLAGE,
        STAGE,
        PROGRESS,
        Column(
            "capacity",
            "设计规模",
            Kind.NUMBER,
            "每日处理能力",
            unit="吨/日",
            aliases=("处理规模", "设计处理规模", "日处理规模", "日处理能力"),
            at_least=0,
            example="60",
        ),
        replace(
            BENEFICIARIES,
            meaning="接管受益的户数",
            aliases=("受益农户", "受益农户数", "服务户数"),
            example="120",
        ),
        PLANNED_FINISH,
        ACTUAL_FINISH,
        OWNER,
        LONGITUDE,
        LATITUDE,
        PROBLEM,
        REMARK,
    ),
    key=("as_of", "name"),
    replaces=("as_of", "town"),
    words=("污水", "stations", "sewage"),
    kept=(CARRIED_FROM, UNCHANGED_SINCE),
)

COURTYARDS = Table(
    "courtyards",
    "美丽庭院台账",
    "一个村在一个截至日期的美丽庭院数",
    _household_columns("个", BENEFICIARIES, STARTED_ON),
    key=("as_of", "town", "village"),
    replaces=("as_of", "town"),
    words=("庭院", "courtyards"),
    never_above=(("done", "planned"), ("accepted", "done")),
    kept=(CARRIED_FROM, UNCHANGED_SINCE),
)

TOILETS = Table(
    "toilets",
    "户厕问题整改台账",
    "一个村在一个截至日期的户厕问题整改数",
    _household_columns("户"),
    key=("as_of", "town", "village"),
    replaces=("as_of", "town"),
    words=("户厕", "厕所", "改厕", "toilets"),
    never_above=(("done", "planned"), ("accepted", "done")),
    kept=(CARRIED_FROM, UNCHANGED_SINCE),
)

FUNDS = Table(
    "funds",
    "衔接资金台账",
    "一个项目（一种资金来源）在一个截至日期的拨付情况",
    (
        AS_OF,
        Column(
            "project_id",
            "项目编号",
            Kind.TEXT,
            "项目库编号，按文本填写",
            required=True,
            aliases=("项目代码", "项目库编号", "编号"),
            example="RJ2023-001",
        ),
        Column(
            "project",
            "项目名称",
            Kind.TEXT,
            "项目名称",
            required=True,
            aliases=("名称", "项目"),
            example="龙井村供水管网延伸工程",
        ),
        replace(
            TOWN, aliases=(*TOWN.aliases, "实施地点", "项目所在镇"), meaning="所在镇（管理处）；跨镇项目填 全区（全县）"
        ),
        replace(VILLAGE, required=False, meaning="所在村，跨村项目留空"),
        Column(
            "category",
            "项目类别",
            Kind.CHOICE,
            "产业、基础设施、公共服务或其他",
            required=True,
            aliases=("类别", "项目类型", "资金用途"),
            choices={
                "产业": ("产业发展", "产业项目", "产业类"),
                "基础设施": ("基础设施建设", "基础设施类", "基建", "乡村建设"),
                "公共服务": ("公共服务类",),
                "其他": ("其它", "其他类"),
            },
            example="产业",
        ),
        Column(
            "source",
            "资金来源",
            Kind.CHOICE,
            "中央、省、市或区（县）；四级以外的填自筹或社会帮扶，另列不计入",
            required=True,
            aliases=("资金级别", "资金层级", "来源"),
            choices={
                "中央": ("中央资金", "中央衔接资金", "中央级", "中央财政"),
                "省": ("省级", "省资金", "省级资金", "省级衔接资金", "省财政"),
                "市": ("市级", "市资金", "市级资金", "市级衔接资金", "市财政"),
                "区": ("区级", "区资金", "区级资金", "本级", "区本级", "区级衔接资金", "区财政"),
                "县": ("县级", "县资金", "县级资金", "县本级", "县级衔接资金", "县财政"),
                **OUTSIDE_SOURCES,
            },
            example="中央",
        ),
        Column(
            "linked",
            "是否衔接资金",
            Kind.FLAG,
            "是或否",
            required=True,
            aliases=("衔接资金", "是否为衔接资金"),
            example="是",
        ),
        Column(
            "allocated",
            "安排资金",
            Kind.MONEY,
            "安排到项目的资金",
            required=True,
            unit="万元",
            aliases=(
                "预算",
                "安排金额",
                "下达资金",
                "资金安排",
                "项目资金",
                "计划资金",
                "安排资金金额",
                "项目预算",
                "预算资金",
                "预算金额",
                "资金安排数",
                "安排资金数",
            ),
            at_least=0,
            additive=True,
            example="120",
        ),
        Column(
            "disbursed",
            "累计拨付",
            Kind.MONEY,
            "截至当日累计拨付",
            required=True,
            unit="万元",
            aliases=(
                "已拨付",
                "拨付资金",
                "累计拨付资金",
                "已拨付资金",
                "拨付金额",
                "累计支付",
                "已支付",
                "累计拨付金额",
                "支付金额",
                "已拨付金额",
                "累计拨付数",
                "累计拨付额",
                "拨付数",
                "累计支付金额",
                "已支付资金",
                "资金拨付",
            ),
            at_least=0,
            additive=True,
            cumulative=True,
            example="90",
        ),
        Column(
            "investment",
            "总投资",
            Kind.MONEY,
            "项目总投资；没有安排资金一列时按它计",
            unit="万元",
            aliases=(
                "计划投资",
                "计划总投资",
                "计划投资额",
                "投资金额",
                "项目总投资",
                "总投资额",
                "投资总额",
                "投资规模",
                "概算投资",
                "概算总投资",
            ),
            at_least=0,
            stands_for="allocated",
        ),
        Column(
            "invested",
            "完成投资",
            Kind.MONEY,
            "截至当日累计完成投资",
            unit="万元",
            aliases=("累计完成投资", "已完成投资", "完成投资额", "累计完成投资额", "已完成投资额", "完成投资金额"),
            at_least=0,
        ),
        Column(
            "document",
            "资金文号",
            Kind.TEXT,
            "下达资金的文件号",
            aliases=("文号", "下达文号", "资金下达文号", "指标文号", "资金文件", "资金文件号", "文件号"),
        ),
        OWNER,
        Column(
            "content",
            "建设内容",
            Kind.TEXT,
            "建设什么，多大规模",
            aliases=(
                "项目建设内容",
                "主要建设内容",
                "建设内容及规模",
                "建设规模及内容",
                "建设内容和规模",
                "项目内容",
                "建设任务",
            ),
        ),
        STARTED_ON,
        Column(
            "accepted_on",
            "验收日期",
            Kind.DATE,
            "验收结算日期，未验收留空",
            aliases=("验收时间", "验收结算日期", "竣工验收日期"),
        ),
        Column(
            "handed_over_on",
            "确权移交日期",
            Kind.DATE,
            "确权、登记、移交完成的日期，未移交留空",
            aliases=("移交日期", "确权日期", "移交时间", "确权移交时间", "资产移交日期"),
        ),
        REMARK,
    ),
    key=("as_of", "project_id", "source"),
    replaces=("as_of", "town"),
    words=("资金", "拨付", "funds"),
    never_above=(("disbursed", "allocated"),),
    kept=(CARRIED_FROM, UNCHANGED_SINCE),
)

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

BOUNDARIES = Table(
    "boundaries",
    "界线",
    "一个村的界线",
    (
        TOWN,
        VILLAGE,
        Column("code", "行政区划代码", Kind.TEXT, "12 位行政区划代码"),
        Column("geometry", "图形", Kind.GEOMETRY, "计划设置所定投影带（CGCS2000 三度带）下的面，WKB", required=True),
        Column("schematic", "示意", Kind.FLAG, "是示意图而非实测界线", required=True),
        Column("origin", "来源", Kind.TEXT, "界线来源与日期"),
        REMARK,
    ),
    key=("town", "village"),
    replaces=("town",),
    words=("界线", "边界", "boundaries"),
)

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

PROGRESS_TABLES = (SITES, STATIONS, COURTYARDS, TOILETS, FUNDS, TASKS, DUTIES, INDICATORS, ACTIONS)
PLAN_TABLES = (PLAN_SETTINGS, PLAN_OBLIGATIONS, PLAN_MILESTONES, PLAN_TASKS)
# What the product ships for real use: the plan and the village list are facts, not somebody's monthly numbers.
REFERENCE_TABLES = (VILLAGES, *PLAN_TABLES)
DROP_TABLES = (VILLAGES, *PROGRESS_TABLES, *PLAN_TABLES)  # boundaries arrive as map files, not as grids
TABLES = {table.name: table for table in (*DROP_TABLES, BOUNDARIES)}


def table_named(name: str) -> Table:
    """The declared table of an inside name; KeyError for a name that is none."""
    return TABLES[name]
