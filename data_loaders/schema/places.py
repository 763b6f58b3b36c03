"""The villages, and their boundaries."""

from data_loaders.schema.columns import LATITUDE, LONGITUDE, REMARK, TOWN, VILLAGE
from data_loaders.schema.declaring import Column, Kind, Table

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
