"""What `geo` says about a boundary file: codes, levels and their Chinese words.

`data_loaders` turns notes into findings; WORDS has the form of its catalogue.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Level = Literal["error", "warning", "repair"]

# A message lists at most this many names.
LISTED_AT_MOST = 10


@dataclass(frozen=True)
class Note:
    """One thing to know about a boundary file; `slots` fill the words of its code.

    `asks` is a question nobody has answered yet: the file is not published before.
    """

    level: Level
    code: str
    slots: dict[str, object] = field(default_factory=dict)
    asks: bool = False

    @property
    def message(self) -> str:
        """What is the matter, in Chinese."""
        return WORDS[self.code][1].format(**self.slots)

    @property
    def hint(self) -> str:
        """What to do about it, in Chinese; may be empty."""
        return WORDS[self.code][2].format(**self.slots)


class Refused(Exception):
    """A file that cannot be read at all; carries the notes that say why."""

    def __init__(self, *notes: Note):
        self.notes = notes
        super().__init__("；".join(note.message for note in notes))


def note(code: str, **slots) -> Note:
    """A note at the level its code has in WORDS; KeyError for an unknown code."""
    return Note(WORDS[code][0], code, slots)


def question(code: str, confirmed: Collection[str], **slots) -> Note:
    """A note that asks until `confirmed` holds one of its answers; an answered one is only a warning."""
    if any(answer in confirmed for answer in ANSWERS[code]):
        return Note("warning", code, slots)
    return Note(WORDS[code][0], code, slots, asks=True)


def refusal(code: str, **slots) -> Refused:
    """The exception for a file that stops here: `raise refusal("boundary_damaged", reason=…)`."""
    return Refused(note(code, **slots))


def listed(names: Iterable[object]) -> str:
    """Names as a Chinese list, cut after LISTED_AT_MOST with the full count said."""
    words = [str(name) for name in names]
    shown = "、".join(words[:LISTED_AT_MOST])
    return f"{shown}等 {len(words)} 个" if len(words) > LISTED_AT_MOST else shown


_E: Final = "error"
_W: Final = "warning"
_R: Final = "repair"
_ZIP_ALL_PARTS = "请把同名的 .shp、.shx、.dbf、.prj、.cpg 一起打包成 ZIP 后上传"
_EXPORT = "请在 ArcGIS 或 QGIS 中转为{plane}后重新导出"

WORDS: dict[str, tuple[Level, str, str]] = {
    # the file as a whole
    "boundary_empty": (_E, "文件是空的（0 字节）", "请重新导出后上传；现用界线不受影响"),
    "boundary_too_large": (_E, "文件 {size} MB，超过 {limit} MB", "请只导出本区的村界后上传"),
    "boundary_bomb": (_E, "解压后超过 {limit} MB，不予读取", "请只导出本区的村界后上传"),
    "boundary_too_wide": (_E, "属性有 {columns} 列，超过 {limit} 列", "请只保留村名、代码等列，重新导出"),
    "boundary_tangled": (
        _E,
        "「{name}」的图形自相交超过 {limit} 处，无法修复",
        "请在 ArcGIS 或 QGIS 中修复图形后重新导出",
    ),
    "boundary_kind_unknown": (_E, "不认识这种界线文件", "请交 GeoJSON、打包成 ZIP 的 SHP 或 GDB、GPKG 或 KML"),
    "boundary_archive_unknown": (_E, "不认识这种压缩格式", "请改用 ZIP 压缩后上传"),
    "boundary_dwg": (_E, "DWG 图纸不能读取", "请在 CAD 或 ArcGIS 中把村界转成面，导出为 SHP（打包成 ZIP）或 GeoJSON"),
    "boundary_dxf": (
        _E,
        "DXF 图纸没有村名和代码，不能读取",
        "请在 CAD 或 ArcGIS 中把村界转成面并挂上村名，导出为 SHP（打包成 ZIP）或 GeoJSON",
    ),
    "boundary_loose_part": (_E, "这只是 SHP 的一个部件（{suffix}）", _ZIP_ALL_PARTS),
    "boundary_coarse": (
        _W,
        "这是 ECharts 压缩的地图，坐标精度约一百米",
        "只能当示意看；请向提供单位要未压缩的村界，有了再换",
    ),
    "boundary_gml": (_E, "GML 不能读取", "请在 ArcGIS 或 QGIS 中导出为 SHP（打包成 ZIP）或 GeoJSON"),
    "boundary_echarts_script": (
        _E,
        "这是 ECharts 的网页脚本（registerMap），不能读取",
        "请只留大括号里的内容另存为 .json，或向提供单位要 SHP（打包成 ZIP）、GeoJSON",
    ),
    "boundary_access": (
        _E,
        "个人地理数据库（MDB）不能读取",
        "请在 ArcGIS 中把村界导出为 SHP（打包成 ZIP）或文件地理数据库（GDB）",
    ),
    "boundary_export": (
        _E,
        "{kind} 文件不能作为界线读取",
        "请在 ArcGIS 或 QGIS 中把村界图层导出为 SHP（打包成 ZIP）或 GeoJSON",
    ),
    "boundary_vct": (
        _E,
        "VCT（国土资源交换格式）不能读取",
        "请自然资源部门转出村级调查区（CJDCQ）的 SHP（打包成 ZIP）或 GDB",
    ),
    "boundary_ovital": (_E, "奥维的这种对象文件（{suffix}）不能读取", "请在奥维中导出为 .ovkml 或 .kml"),
    "boundary_mapinfo_part": (
        _E,
        "这只是 MapInfo 文件的一个部件（{suffix}）",
        "请把同名的 .mif、.mid 一起打包成 ZIP 后上传，或导出为 SHP、GeoJSON",
    ),
    "boundary_mapinfo_tab": (
        _E,
        "MapInfo 的 TAB 表不能读取",
        "请在 MapInfo 中导出为 .mif、.mid，一起打包成 ZIP，或导出为 SHP、GeoJSON",
    ),
    "boundary_part_missing": (_E, "「{name}」缺少 {suffix} 文件", _ZIP_ALL_PARTS),
    "boundary_cut_off": (_E, "「{name}」不完整，像是没有复制或下载完", "请从原机器重新复制后打包上传"),
    "boundary_damaged": (_E, "文件已损坏或格式不对，无法读取：{reason}", "请用原软件重新导出后上传"),
    "boundary_zip_path": (_E, "压缩包里有指向包外的路径", "请重新打包，只放界线文件"),
    "boundary_zip_locked": (_E, "压缩包有密码", "请去掉密码后重新打包"),
    "boundary_zip_nested": (_E, "压缩包里还是压缩包", "请解开里面的压缩包后重新打包"),
    "boundary_zip_empty": (_E, "压缩包里没有界线文件", "请放入 SHP 的全部部件、GDB 文件夹、GPKG、GeoJSON 或 KML"),
    "boundary_zip_others": (_R, "压缩包里还有别的文件未读取：{names}", ""),
    "boundary_doctype": (_E, "KML 里含有 DOCTYPE 声明，不予读取", "请用原软件重新导出后上传"),
    "boundary_encoding": (_R, "属性文字按 {encoding} 读取", ""),
    "boundary_encoding_broken": (
        _W,
        "属性文字有乱码，按 {encoding} 勉强读取",
        "请核对未识别的村名，必要时重新导出为 UTF-8",
    ),
    "boundary_layers": (_R, "{count} 个图层已合并读取：{names}", ""),
    "boundary_layers_differ": (_E, "各图层的坐标系不同：{names}", "请在 ArcGIS 或 QGIS 中转为同一个坐标系后重新导出"),
    "boundary_no_polygons": (
        _E,
        "文件里没有面图形（{kinds}）",
        "请把界线转成面、挂上村名后导出（QGIS 用“线转面”，奥维把首尾相接的线转为图形）",
    ),
    "boundary_not_polygons": (_R, "{count} 个点或线未使用", ""),
    "boundary_without_shape": (_W, "{count} 条记录没有图形：{names}", "请核对原图层"),
    # the reference system
    "boundary_link": (_W, "文件用网址说明坐标系，系统不访问网址", "请核对下面按数值判断的坐标系"),
    "boundary_crs_unreadable": (_W, "文件写的坐标系不能识别：{text}", "请核对下面按数值判断的坐标系"),
    "boundary_crs_guessed": (_W, "文件没有写明坐标系，按坐标数值判断为 {crs}", "请向提供单位核实坐标系"),
    "boundary_crs_by_format": (_R, "文件没有写明坐标系，按格式规定为 WGS84 经纬度", ""),
    "boundary_crs_contradicted": (
        _W,
        "文件写的坐标系是 {declared}，坐标数值却是 {judged}，按数值读取",
        "请向提供单位核实坐标系",
    ),
    "boundary_wgs84": (_R, "WGS84 按 CGCS2000 使用，两者在本图比例下无差别", ""),
    "boundary_crs_unknown": (_E, "判断不出坐标系（坐标如 {x}, {y}）", _EXPORT),
    "boundary_axes_swapped": (
        _E,
        "横纵坐标写反了（坐标如 {x}, {y}）",
        "请把东坐标（经度）放在前、北坐标（纬度）放在后，重新导出",
    ),
    "boundary_wrong_zone": (_E, "坐标在别的投影带（{what}，坐标如 {x}, {y}）", _EXPORT),
    "boundary_neighbour_zone": (
        _E,
        "坐标系是 {crs}，不是本区的投影带",
        _EXPORT + "；确认带号无误的，可确认后继续",
    ),
    "boundary_old_datum": (
        _E,
        "坐标系是 {crs}，与 CGCS2000 相差可达百米，软件转换不改正",
        "请自然资源部门转为 CGCS2000；可接受误差的，可确认后继续",
    ),
    "boundary_other_crs": (_E, "坐标系是 {crs}，不是约定的 CGCS2000", _EXPORT + "；确认无误的，可确认后继续"),
    "boundary_place_unknown": (
        _E,
        "计划设置中没有「区域范围」，不能核对界线的位置{found}",
        "请核实后在计划设置中加上「区域范围」（西;南;东;北，度），需要时加上「中央经线」，再交界线",
    ),
    "boundary_outside": (_E, "{count} 个村落在本区范围以外：{names}", "请核对坐标系和投影带，或该村图形是否画错"),
    "boundary_outside_shifted": (
        _E,
        "{count} 个村落在本区范围以外，按 {system} 纠正后都在范围内：{names}",
        "请改用 CGCS2000 重新导出，或确认是哪一种偏移",
    ),
    "boundary_kml_shift": (
        _W,
        "KML 可能来自加了偏移的网络地图（GCJ-02 偏约 600 米，BD-09 偏约 1200 米）",
        "请确认导出时用的是 WGS84 或 CGCS2000，或改交 SHP",
    ),
    "boundary_looks_gcj02": (
        _W,
        "与{what}相比整体偏 {metres} 米，像是 GCJ-02（高德、奥维）坐标",
        "请改用 CGCS2000 重新导出，或确认按 GCJ-02 纠正",
    ),
    "boundary_looks_bd09": (
        _W,
        "与{what}相比整体偏 {metres} 米，像是 BD-09（百度）坐标",
        "请改用 CGCS2000 重新导出，或确认按 BD-09 纠正",
    ),
    "boundary_moved": (_W, "与现用界线相比整体偏 {metres} 米（{direction}）", "请核实新旧两份界线哪一份的位置正确"),
    "boundary_some_moved": (
        _W,
        "与现用界线相比，{count} 个村与其余的村错开 {metres} 米以上{looks}：{names}",
        "请核实这些村的界线出自哪里、坐标系是否相同",
    ),
    "boundary_unshifted": (_R, "已按 {system} 纠正偏移", ""),
    # names and codes
    "boundary_no_match": (
        _E,
        "没有一个图形的村名或代码在村庄名录内，找到的字段：{columns}",
        "请确认文件是本区的村界，并带有村名（XZQMC、ZLDWMC）或代码（XZQDM、ZLDWDM）",
    ),
    "boundary_too_few": (_E, "只认出 {matched} 个村，{towns}应有 {expected} 个", "请把全部村界合成一个文件后上传"),
    "boundary_missing": (_W, "缺 {count} 个村：{names}", "没有界线的村画不到地图上，请补交"),
    "boundary_neighbours": (_R, "名录以外的 {count} 个图形未使用：{names}", ""),
    "boundary_not_listed": (_W, "属于本区但不在村庄名录：{names}", "如是新设的村（社区），请先更新村庄名录"),
    "boundary_ambiguous": (_W, "分不清是哪个镇的村：{names}", "请补上镇名或代码"),
    "boundary_unnamed": (_W, "{count} 个图形没有村名和代码，未使用", "请补上村名或代码"),
    "boundary_code_name": (
        _W,
        "代码与村名不一致：{pairs}",
        "请按提供单位的原图核对代码和村名，改正后重新导出；核实无误的，可确认后继续",
    ),
    "boundary_code_unknown": (_W, "代码不在名录内，按村名计：{pairs}", "请核对代码"),
    "boundary_name_differs": (
        _W,
        "村名不在名录内，按代码计：{pairs}",
        "确是同一村的，请在村庄名录的「别名」中补上这种写法",
    ),
    # shapes
    "boundary_dissolved": (_R, "{count} 个村有多个图形（飞地），已合并：{names}", ""),
    "boundary_groups": (
        _W,
        "{count} 个图形是村民小组，不是村界（属 {villages} 个村），没有测的组会让村缺一块",
        "请改交村级调查区（CJDCQ）；各组都测全了的，可确认后合并",
    ),
    "boundary_parcels": (
        _W,
        "{count} 个图形平均每村 {mean} 个，像是地类图斑（DLTB）或地块，不是村界，合起来会有空缺",
        "请改交村级调查区（CJDCQ）；确是各村的全部土地，可确认后合并",
    ),
    "boundary_apart": (
        _W,
        "{count} 个村与别的村都不相接，像是只有村里的一块地或缺了一块：{names}",
        "请核对图形是不是整个村的范围（村级调查区 CJDCQ）；确是这样的，可确认后继续",
    ),
    "boundary_tiny": (
        _W,
        "{count} 个村的面积小得不像整个村（平方公里）：{names}；本文件各村一般在 {middle} 左右",
        "请核对图形是否缺了一块；确是这样小的，可确认后继续",
    ),
    "boundary_gaps": (
        _W,
        "{count} 处空地不属于任何村，像是有的村缺了一块：{names}",
        "请与提供单位核对；确是林场、水面等不归村的地，可确认后继续",
    ),
    "boundary_against_points": (
        _W,
        "台账里有经纬度的 {whole} 处，{count} 处不在自己的村里：{names}",
        "像是村名对调或整体偏移，请与提供单位核对界线；是台账的经纬度不对的，可确认后继续",
    ),
    "boundary_unchecked": (
        _W,
        "这是第一份实测界线，没有旧界线和点位可对照：整体偏移几百米、两村对调、靠外的村缺一块，从文件里看不出来",
        "发布后请打开地图，逐镇与提供单位的原图核对村名和形状",
    ),
    "boundary_claimed": (
        _W,
        "有的村很大一块画在了别的村里：{pairs}",
        "请提供单位核对界线；确认无误的，可确认后继续",
    ),
    "boundary_sketch_over": (
        _W,
        "文件注明是示意图，发布后会换掉现用的 {count} 个村的正式界线",
        "请交正式界线；确要改用示意图的，可确认后继续",
    ),
    "boundary_twice": (
        _W,
        "{count} 个村各有几个互相重叠的图形{years}，像是两个年度或两份成果放在一起：{names}",
        "请只留一个年度、一份成果后重新导出；确要合并的，可确认后继续",
    ),
    "boundary_would_vanish": (
        _W,
        "现用界线里的 {count} 个村这份文件没有，发布后它们的界线就没有了：{names}",
        "请补齐这些村后上传；确实不要的，可确认后继续",
    ),
    "boundary_area_changed": (
        _W,
        "{count} 个村的面积与现用界线相差很大（平方公里）：{names}",
        "请核对图形是否缺了一块或并了别的村；确是这样的，可确认后继续",
    ),
    "boundary_old_codes": (
        _W,
        "代码不是本区现在的（{prefixes} 开头），村名与名录相同，按村名计：{pairs}",
        "请确认是区划调整以前的代码；是邻县同名村的，请去掉后重新导出",
    ),
    "boundary_wgs84_shift": (
        _W,
        "坐标是 WGS84 经纬度（或没有写明），又没有现用界线可比，可能来自加了偏移的网络地图（GCJ-02 偏约 600 米，BD-09 偏约 1200 米）",
        "请确认导出时用的是 WGS84 或 CGCS2000，或改交 SHP",
    ),
    "boundary_repaired": (_R, "{count} 个村的图形有自相交等错误，已修复：{names}", ""),
    "boundary_flattened": (_R, "高程值已去掉", ""),
    "boundary_no_area": (_W, "图形没有面积：{names}", "请核对原图层"),
    "boundary_overlaps": (_W, "村与村重叠：{pairs}", "请提供单位核对界线"),
    "boundary_schematic": (_W, "文件注明是示意图，地图上将标注「示意图，不代表实际位置与界线」", "有正式界线后请替换"),
}

# The questions: code → {what a person may answer: its words}. An answer that names a shift has it taken out.
_NO_DOUBT = "已向提供单位核实，坐标系就是这个"
_IN_PLACE = "已核实，这份文件的位置正确，照原样使用"
_GCJ02 = {"boundary_looks_gcj02": "是 GCJ-02 坐标，请纠正"}
_BD09 = {"boundary_looks_bd09": "是 BD-09 坐标，请纠正"}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "boundary_crs_guessed": {"boundary_crs_guessed": _NO_DOUBT},
    "boundary_crs_contradicted": {"boundary_crs_contradicted": _NO_DOUBT},
    "boundary_neighbour_zone": {"boundary_neighbour_zone": "带号核实无误，照用"},
    "boundary_old_datum": {"boundary_old_datum": "接受百米以内的误差，照用"},
    "boundary_other_crs": {"boundary_other_crs": "坐标系核实无误，照用"},
    "boundary_kml_shift": {"boundary_kml_shift": "导出时用的是 WGS84 或 CGCS2000，没有偏移"} | _GCJ02 | _BD09,
    "boundary_coarse": {"boundary_coarse": "先当示意用"},
    "boundary_wgs84_shift": {"boundary_wgs84_shift": "导出时用的是 WGS84 或 CGCS2000，没有偏移"} | _GCJ02 | _BD09,
    "boundary_groups": {"boundary_groups": "各村民小组都测全了，合并成村界"},
    "boundary_parcels": {"boundary_parcels": "确是各村的全部土地，合并成村界"},
    "boundary_apart": {"boundary_apart": "已核实，各村的范围就是这样"},
    "boundary_tiny": {"boundary_tiny": "已核实，村就是这样小"},
    "boundary_gaps": {"boundary_gaps": "已核实，这些地不归任何村"},
    "boundary_against_points": {"boundary_against_points": "已核实，界线无误，是台账的经纬度不对"},
    "boundary_claimed": {"boundary_claimed": "已核实，照这份界线使用"},
    "boundary_sketch_over": {"boundary_sketch_over": "改用示意图"},
    "boundary_twice": {"boundary_twice": "已核实，重叠的图形合并使用"},
    "boundary_area_changed": {"boundary_area_changed": "已核实，以这份文件的面积为准"},
    "boundary_old_codes": {"boundary_old_codes": "是区划调整以前的代码，按村名计"},
    "boundary_code_name": {"boundary_code_name": "已核实，照这样采用"},
    "boundary_looks_gcj02": _GCJ02 | {"boundary_moved": _IN_PLACE},
    "boundary_looks_bd09": _BD09 | {"boundary_moved": _IN_PLACE},
    "boundary_outside_shifted": _GCJ02 | _BD09,
    "boundary_moved": {"boundary_moved": _IN_PLACE},
    "boundary_some_moved": {"boundary_some_moved": _IN_PLACE},
}
