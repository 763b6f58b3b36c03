"""What is said about a dropped file: one kind of finding, its words in one table.

A finding names file, sheet, row and column as the person sees them in the file, says what is
wrong and what to do.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

# A message lists at most this many rows or names; a clerk mends the kind, not the single case.
LISTED_AT_MOST = 10
# The same mistake in a column is told this often; a marked file with more would help nobody.
SAID_AT_MOST = 500


class Level(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"  # the file is refused
    WARNING = "warning"  # publishable; somebody should look
    REPAIR = "repair"  # mended on reading, said so


LEVEL_WORDS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.REPAIR: "已自动处理"}


@dataclass(frozen=True)
class Template:
    """The level and Chinese words of one kind of finding; `{slots}` are filled where it is found."""

    level: Level
    message: str
    hint: str


@dataclass(frozen=True)
class Finding:
    """One thing to know about a dropped file; `row` counts from 1 as the file's own program shows it.

    `asks` is a question that a person must answer before the file is published.
    """

    level: Level
    code: str
    file: str
    table: str | None
    sheet: str | None
    row: int | None
    column: str | None
    message: str
    hint: str
    asks: bool = False
    also: tuple[int, ...] = ()  # further rows of which the same is said; the message counts them

    def as_json(self) -> dict:
        """The finding as plain values, ready for `json.dumps`."""
        plain = asdict(replace(self, also=())) | {"level": self.level.value}
        del plain["also"]
        del plain["asks"]  # the publish command tells what is to be confirmed in a finding of its own
        return plain

    @property
    def place(self) -> str:
        """Where it is, in words: 〈户厕.xlsx〉工作表「9月」第7行「完成数」."""
        parts = [f"〈{self.file}〉"]
        if self.sheet:
            parts.append(f"工作表「{self.sheet}」")
        if self.row is not None:
            parts.append(f"第{self.row}行")
        if self.column is not None:
            parts.append(f"「{self.column}」")
        return "".join(parts)

    @property
    def sentence(self) -> str:
        """The whole finding as one line of Chinese."""
        return f"{self.place}：{self.message}。{self.hint}。" if self.hint else f"{self.place}：{self.message}。"


Case = TypeVar("Case")  # what a finding is about: a row, a pair of rows, a cell


@dataclass(frozen=True)
class Source:
    """The part of a file that findings are about; makes findings with its own place filled in.

    `origin` gives the file's row for rows that a layout made: one row of the file may have become several. `several`
    gives all rows of the file that one of them was made of, the first of which is its origin.
    """

    file: str
    sheet: str | None = None
    table: str | None = None
    origin: Mapping[int, int] | None = field(default=None, compare=False)
    several: Mapping[int, Sequence[int]] | None = field(default=None, compare=False)

    def of(self, **changes) -> "Source":
        """The same file, another sheet or table."""
        return replace(self, **changes)

    def row(self, number: int | None) -> int | None:
        """The row as a person sees it in the file."""
        return number if number is None or self.origin is None else self.origin.get(number, number)

    def finding(self, code: str, *, row: int | None = None, column: str | None = None, **slots) -> Finding:
        """A finding of the catalogue at this place; KeyError for a code that is not in the catalogue."""
        template = CATALOGUE[code]
        row = self.row(row)
        slots |= {"row": row, "column": column}
        return Finding(
            level=template.level, code=code, file=self.file, table=self.table, sheet=self.sheet,
            row=row, column=column, message=template.message.format(**slots), hint=template.hint.format(**slots),
        )  # fmt: skip


class Told(Exception):
    """Something was not done; whoever tried reads why, in Chinese."""

    @property
    def told(self) -> str:
        """Why, in one sentence."""
        return str(self)


class Refused(Told):
    """A file that cannot be taken further; carries the findings that say why."""

    @property
    def told(self) -> str:
        """The first finding, which the others follow from or stand beside."""
        return self.findings[0].sentence

    def __init__(self, findings: Finding | Iterable[Finding]):
        self.findings = [findings] if isinstance(findings, Finding) else list(findings)
        super().__init__("；".join(finding.code for finding in self.findings))

    def __reduce__(self):
        """Refusals travel between processes with their findings."""
        return Refused, (self.findings,)


def listed(names: Iterable[object]) -> str:
    """Names as a Chinese list, cut after LISTED_AT_MOST with the full count said."""
    words = [str(name) for name in names]
    shown = "、".join(words[:LISTED_AT_MOST])
    return f"{shown}等 {len(words)} 处" if len(words) > LISTED_AT_MOST else shown


def one_by_one(
    source: Source, cases: Sequence[Case], say: Callable[[Case], Finding], *, among: int | None = None
) -> list[Finding]:
    """A finding for each case; after SAID_AT_MOST one that counts the rest, `among` all where only the first are given."""
    findings = [say(case) for case in cases[:SAID_AT_MOST]]
    if rest := (len(cases) if among is None else among) - len(findings):
        last = findings[-1]
        findings.append(replace(source.finding("more_of_the_same", column=last.column, count=rest), level=last.level))
    return findings


def once_each(source: Source, cases: Iterable[tuple[int, Hashable]], say: Callable[[int], Finding]) -> list[Finding]:
    """A finding for each different thing that stands in some rows, (row, thing): at the first of its rows, all named."""
    rows: dict[Hashable, list[int]] = {}
    for row, thing in cases:
        rows.setdefault(thing, []).append(row)
    return one_by_one(source, list(rows.values()), lambda same: _in_rows(say(same[0]), list(map(source.row, same))))


def _in_rows(finding: Finding, rows: Sequence[int | None]) -> Finding:
    if len(rows) == 1:
        return finding
    shown = "、".join(map(str, rows[:LISTED_AT_MOST])) + ("等" if len(rows) > LISTED_AT_MOST else "")
    also = tuple(dict.fromkeys(row for row in rows if row not in (None, finding.row)))
    return replace(finding, message=f"{finding.message}（同样的共 {len(rows)} 处：第{shown}行）", also=also)


def in_general(code: str) -> str:
    """What a kind of finding says, without any file's words: 「…」不是准确数字. The code itself when it is unknown."""
    template = CATALOGUE.get(code)
    return re.sub(r"\{\w+\}", "…", template.message) if template else code


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors before warnings before repairs; inside a level as found."""
    order = list(Level)
    return sorted(findings, key=lambda finding: order.index(finding.level))


def publishable(findings: Iterable[Finding]) -> bool:
    """Whether nothing among the findings refuses the file."""
    return all(finding.level is not Level.ERROR for finding in findings)


def verdict(findings: Sequence[Finding]) -> str:
    """Whether it may be published, in a word."""
    if not publishable(findings):
        return "不能发布"
    return "核实后可以发布" if any(finding.asks for finding in findings) else "可以发布"


E, W, R = Level.ERROR, Level.WARNING, Level.REPAIR

CATALOGUE: dict[str, Template] = {
    # the file as a whole
    "file_missing": Template(E, "找不到这个文件", "请核对文件的位置和名称"),
    "file_empty": Template(E, "文件是空的（0 字节）", "请重新导出后上传；原有数据不受影响"),
    "file_too_large": Template(E, "文件 {size} MB，超过 {limit} MB", "请按月份或按镇拆分后上传"),
    "file_name_path": Template(E, "文件名里含有路径", "请改成不含 / 和 \\ 的普通文件名"),
    "shapes_in_workbook": Template(
        E,
        "{column} 列是界线图形，这是界线，不是台账；工作簿的一格装不下一个村的界线",
        "请从原软件导出 GeoJSON 或打包成 ZIP 的 SHP，或把图形导出为 CSV（UTF-8）后上传",
    ),
    "columns_kept": Template(R, "没有列「{columns}」，各村沿用已有的内容", ""),
    "file_kind_unknown": Template(E, "不认识这种文件：{kind}", "请另存为 XLSX 或 CSV 后上传"),
    "file_kind_mismatch": Template(R, "扩展名是 {suffix}，内容是 {kind}，按内容读取", ""),
    "file_damaged": Template(E, "文件已损坏或不完整，无法读取：{reason}", "请用 WPS 或 Excel 打开后另存，再上传"),
    "file_protected": Template(E, "文件有密码或被加密软件保护", "请取消密码后另存，再上传"),
    "file_bomb": Template(E, "解开后超过 {limit} MB，不予读取", "请确认文件内容，清除多余的格式和空行后另存"),
    "file_too_costly": Template(
        E,
        "读取它占用的{what}太多，已经停止",
        "请用原软件打开，只留台账的内容另存；界线请简化、修好自相交后导出，或分镇上传",
    ),
    "file_nested": Template(E, "压缩包里还有压缩包或程序", "请解压后上传其中的数据文件"),
    "file_too_wide": Template(E, "有 {columns} 列，超过 {limit} 列", "请删除无关的列后上传"),
    "file_too_long": Template(E, "超过 {limit} 行", "请按月份拆分后上传"),
    "cell_too_long": Template(E, "单元格内容超过 {limit} 字", "请缩短后上传"),
    "active_content": Template(E, "网页文件里含有脚本或外部链接", "请用 WPS 或 Excel 打开后另存为 XLSX"),
    "parquet_extension_type": Template(E, "Parquet 列的类型 {kind} 不被接受", "请改用普通的文本、数字、日期列"),
    "encoding": Template(R, "编码 {encoding}", ""),
    "encoding_broken": Template(E, "不是可读的文本（{reason}）", "请从原表重新导出，编码选 UTF-8 或 GBK"),
    "encoding_mojibake": Template(E, "文件保存时已成乱码", "请从原表重新导出，编码选 UTF-8 或 GBK"),
    "quote_unclosed": Template(
        E,
        "这一行有一个引号没有配对，后面的 {count} 行被并进了这一格",
        "请用记事本打开，删除多余的引号，或从原表另存为 XLSX 后上传",
    ),
    "delimiter": Template(R, "分隔符是{delimiter}", ""),
    "sheet_chosen": Template(R, "读取工作表「{sheet}」，未读取：{others}", ""),
    # an official document
    "document_kind": Template(E, "{kind}不能当作计划文件读取", "请用 Word、PDF 或文本（.docx、.pdf、.txt）"),
    "document_macros": Template(E, "文档带有宏", "请另存为不带宏的 .docx 后再试"),
    "document_scanned": Template(E, "文档里没有文字，像是扫描图片", "请用有文字的 Word 或 PDF，或先作文字识别"),
    "document_too_long": Template(E, "有 {pages} 页，超过 {limit} 页", "请只留计划正文和任务清单"),
    "document_too_large": Template(E, "超过 {limit} 字", "请只留计划正文和任务清单"),
    # the office's own template for papers or slides
    "template_kind": Template(E, "{kind}不能当作模板", "请用 Word（.docx）或幻灯片（.pptx）文件"),
    "template_macros": Template(E, "模板带有宏或控件", "请另存为不带宏的 .docx 或 .pptx 后再上传"),
    "template_outside": Template(
        E, "模板的{place}指向文件以外的内容", "请在 WPS 或 Office 中取消超链接、链接的图片和附加的模板，另存后再上传"
    ),
    "template_embedded": Template(
        E, "模板里有嵌入的内容：{part}", "请删除嵌入的文件、图表、音视频和批注，只留文字、表格和图片后另存"
    ),
    "template_revisions": Template(E, "模板里还有修订记录", "请接受或拒绝全部修订，另存后再上传"),
    "template_size": Template(E, "幻灯片是竖的", "请用横向的母版，16:9 或 4:3 都可以"),
    "template_unknown": Template(E, "没有上传过{kind}模板", "先上传一个，再取消"),
    # a 回执 that came back
    "receipt_unit": Template(
        E, "看不出是哪个单位的回执", "请保留表上方“督办〔…〕…号 单位”一行，或落款处的“单位（盖章）”"
    ),
    "receipt_empty": Template(E, "回执没有填写", "请在“办理情况”或“办结日期”里填好以后再交"),
    "receipt_unknown": Template(E, "没有编号为 {number} 的交办事项", "请对照督办单改正编号；不要自己编号"),
    "receipt_not_owner": Template(E, "{number} 不由{unit}负责（责任单位：{owner}）", "请核对编号和单位"),
    "receipt_day": Template(E, "办结日期看不懂", "请写成 2023-10-08 这样的日期；没有办结的留空"),
    "receipt_future": Template(E, "办结日期 {day} 还没有到", "请填实际办结的日期；没有办结的留空"),
    "receipt_early": Template(E, "办结日期 {day} 早于交办的日期 {since}", "请核对年份和日期"),
    "receipt_twice": Template(E, "{number} 填了不止一行", "请每个编号只留一行"),
    "receipt_undated": Template(W, "{number} 没有写办结日期，只记办理情况，不算办结", ""),
    "receipt_closed": Template(W, "{number} 已经办结，回执里的这一行没有采用", "要改的，请农办先“重开”"),
    "receipt_elsewhere": Template(
        W, "这一行不是交办事项，没有采用：{item}", "请在这项工作自己的台账或任务清单里报进展"
    ),
    "receipt_read": Template(R, "{unit}的回执，更新 {count} 项交办事项", ""),
    # header and shape
    "table_unknown": Template(
        E, "看不出是哪张台账，找到的列：{columns}", "请使用模板的表头，或在文件名中写明台账名称（如 户厕_2023-09.csv）"
    ),
    "table_ambiguous": Template(E, "看不出是{candidates}中的哪一张", "请在文件名中写明台账名称（如 户厕_2023-09.csv）"),
    "header_row": Template(R, "表头在第{row}行", ""),
    "header_rows": Template(R, "表头占第{rows}行，已合并", ""),
    "header_repeated": Template(R, "重复的表头 {count} 行未计入（第{rows}行）", ""),
    "column_missing": Template(E, "缺少「{header}」列，现有列：{columns}", "请补上这一列"),
    "column_twice": Template(E, "有 {count} 列都是「{header}」（{letters} 列）", "请只保留一列"),
    "columns_ignored": Template(R, "未使用的列：{columns}", ""),
    "no_rows": Template(E, "没有数据行", "请填写后上传；原有数据不受影响"),
    "row_too_long": Template(
        E, "这一行有 {cells} 列，表头 {columns} 列，疑似多了逗号", "请给含逗号的内容加引号，或另存为 XLSX"
    ),
    "row_too_short": Template(E, "这一行只有 {cells} 列，表头 {columns} 列", "请核对是否漏填或错位"),
    "row_shifted": Template(E, "这一行的内容像是错位了", "请对齐表头后上传"),
    "rows_of_which": Template(
        E,
        "“其中”开头的 {count} 行（第{rows}行）是别的行的一部分，会重复计算",
        "请连同并列的分项一起删除；它们才是明细的，请去掉“其中”两字，并在上面一行写明合计",
    ),
    "header_differs": Template(
        E, "这里又是表头，「{column}」下面成了「{text}」", "请把各列排成与上面一样，或分成两张表上传"
    ),
    "note_in_table": Template(E, "数据中间夹有说明文字", "请把说明移到表后或备注列"),
    "rows_blank": Template(R, "空行 {count} 行已跳过", ""),
    "rows_total": Template(R, "合计、小计 {count} 行未计入（第{rows}行）", ""),
    "rows_group": Template(R, "只写镇名的 {count} 行未计入（第{rows}行），各村的镇以村庄名录为准", ""),
    "rows_heading": Template(R, "分段标题 {count} 行未计入（第{rows}行）", ""),
    "rows_footer": Template(R, "表后说明 {count} 行未计入（第{rows}行）", ""),
    "rows_example": Template(R, "模板的示例行未计入（第{rows}行）", ""),
    "rows_unfilled": Template(
        W, "只印好了序号和名称、没有填的 {count} 行未计入（第{rows}行）", "有进展的请填写后重新上传"
    ),
    "rows_duplicate": Template(R, "完全重复的 {count} 行只计一次（第{rows}行）", ""),
    "rows_conflict": Template(E, "与第{other}行是同一条（{key}），内容却不同", "请核对后只保留一行"),
    "rows_hidden": Template(R, "隐藏或被筛选掉的 {count} 行也已计入", ""),
    "merged_filled": Template(R, "合并单元格 {count} 处已展开", ""),
    "town_filled": Template(R, "「{column}」空白 {count} 处沿用上一行", ""),
    "more_of_the_same": Template(E, "还有 {count} 处同样的问题", "请按前面列出的一并改正"),
    "total_unchecked": Template(W, "合计行的公式没有算出结果，没有核对", "请用 WPS 或 Excel 打开、保存，再核对合计"),
    "total_differs": Template(E, "合计行写 {stated}，明细相加 {summed}，相差 {gap}", "请核对是否漏了行或写错了数"),
    # cells
    "cells_blank": Template(E, "没有填写「{columns}」", "请补上；是合计的请写明合计，没有用的行请删除"),
    "cell_blank": Template(E, "没有填写", "请补上"),
    "cell_blank_word": Template(E, "「{text}」不能代替数值", "没有就填 0，不清楚请核实后填写"),
    "cell_formula_error": Template(E, "公式错误 {text}", "请粘贴为数值"),
    "cell_formula_empty": Template(E, "公式没有算出结果", "请用 WPS 或 Excel 打开、保存后上传，或粘贴为数值"),
    "cell_not_number": Template(E, "「{text}」不是准确数字", "请填阿拉伯数字，例如 {example}"),
    "cell_not_whole": Template(E, "「{text}」不是整数", "请填整数"),
    "cell_not_date": Template(E, "「{text}」不是真实日期", "请改成例如 2023-09-30"),
    "date_without_year": Template(E, "「{text}」没有写年份", "请写成例如 2023-09-30"),
    "month_unclear": Template(E, "「{text}」分不清是 1 月还是 10 月", "请写成例如 2023-01 或 2023-10"),
    "date_implausible": Template(E, "{date} 的年份不对", "请核对年份"),
    "cell_not_choice": Template(E, "「{text}」不在可选范围", "请改成 {choices} 之一"),
    "cell_struck": Template(W, "有删除线的 {count} 处也已计入（第{rows}行）", "请核对；作废的请删除后上传"),
    "amount_implausible": Template(
        E,
        "{amount} 万元是同列其他行的 {times} 倍，像是把元写成了万元",
        "请改成万元，或在表头写明单位；属实请在备注说明",
    ),
    "amounts_implausible": Template(
        E, "整列的金额大到 {amount} 万元，像是以元为单位", "请在表头写「{header}(元)」；属实请在备注说明"
    ),
    "amount_tiny": Template(
        E,
        "{amount} 万元只有同列其他行的 {times} 分之一，像是把万元写成了元",
        "请改成与表头一致的单位；属实请在备注说明",
    ),
    "amounts_tiny": Template(
        E, "整列的金额只有 {amount} 万元上下，像是以万元为单位", "请在表头写「{header}(万元)」；属实请在备注说明"
    ),
    "columns_hundredfold": Template(
        E, "比「{other}」{more} {times} 倍，两列像是单位不同", "请在两列的表头写明单位；属实请在备注说明"
    ),
    "amount_jumped": Template(
        E, "{after} 万元，{before_date} 是 {before} 万元，相差百倍以上，像是换了单位", "请核对单位；属实请在备注说明"
    ),
    "amounts_jumped": Template(
        E,
        "{count} 行的金额与上期相差百倍以上（例如 {after} 万元，{before_date} 是 {before} 万元），像是换了单位",
        "请核对表头的单位；属实请在备注说明",
    ),
    "value_above_hundred": Template(E, "{value}% 超过 100%", "请核对小数点；属实请在备注说明"),
    "value_like_fraction": Template(
        E, "{value} 像是小数比例，同一指标别处是 {other}", "百分比请填百分数，例如 {scaled}；属实请在备注说明"
    ),
    "identity_unclear": Template(
        E, "与第{other}行的{header}相同（{key}），地点或名称却不同", "请给每一项填写不重复的{header}"
    ),
    "cell_negative": Template(E, "{text} 是负数", "请填 0 或正数"),
    "cell_out_of_range": Template(E, "{text} 超出 {low} 到 {high}", "请核对"),
    "cell_scientific": Template(E, "{text}的后几位已丢失，无法还原", "请把整列设为文本后重新填写"),
    "cell_percent_unclear": Template(
        E, "「{text}」与其他行的写法不一致，分不清是 {as_is}% 还是 {scaled}%", "请统一写成 0 到 100 的数"
    ),
    "column_percent_unclear": Template(E, "整列只有 0 和 1，分不清是 1% 还是 100%", "请写成 0% 或 100%"),
    "unit_missing_optional": Template(
        W, "没有写明金额单位，这一列没有采用", "要用的请在表头写「{header}(万元)」或「{header}(元)」"
    ),
    "task_named_otherwise": Template(
        E,
        "「{title}」是计划的第 {meant} 项，序号却写 {number}（计划为「{planned}」）",
        "请按年度计划改正序号或任务名称",
    ),
    "outside_money": Template(R, "{sources}是四级以外的资金，{count} 行按不是衔接资金计", ""),
    "unit_missing": Template(E, "没有写明金额单位", "请在表头写「{header}(万元)」或「{header}(元)」"),
    "unit_converted": Template(R, "单位{unit}→万元", ""),
    "number_as_shown": Template(R, "{count} 处按单元格显示的数读取（显示格式改了单位）", ""),
    "unit_stripped": Template(R, "数字后的单位 {count} 处已去掉", ""),
    "thousands": Template(R, "千分位 {count} 处已去掉", ""),
    "full_width": Template(R, "全角字符 {count} 处已转换", ""),
    "spaces": Template(R, "多余空格 {count} 处已去掉", ""),
    "percent_sign": Template(R, "百分号 {count} 处已去掉", ""),
    "percent_fraction": Template(R, "小数比例 {count} 处已换成百分数", ""),
    "date_form": Template(R, "日期写法 {count} 处已统一", ""),
    "month_to_day": Template(R, "月份 {count} 处按当月最后一天计", ""),
    "synonym": Template(R, "「{text}」按「{value}」计，{count} 处", ""),
    "blank_word": Template(R, "「无」「—」等 {count} 处按空白计", ""),
    "kind_from_title": Template(R, "没有「类型」列，按标题计为「{kind}」", ""),
    "identifier_from_name": Template(R, "没有「{header}」，按名称识别", ""),
    # dates of the snapshot
    "as_of_missing": Template(
        E, "不知道数据截至哪一天", "请加「截至日期」列，或把日期写进文件名（如 户厕_2023-09.csv）"
    ),
    "as_of_from_name": Template(R, "截至日期取自文件名：{date}", ""),
    "as_of_from_title": Template(R, "截至日期取自标题：{date}", ""),
    "as_of_given": Template(R, "截至日期按指定：{date}", ""),
    "as_of_from_sheet": Template(R, "截至日期取自工作表名：{date}", ""),
    "as_of_differs": Template(W, "截至日期按{used_from}的 {used} 计，与{other_from}的 {other} 不同", "请核对"),
    "as_of_year_differs": Template(
        E, "截至日期{used_from}是 {used}，{other_from}是 {other}，年份对不上", "请把写错年份的那一处改过来"
    ),
    "as_of_month_start": Template(W, "{date} 是月初，像是月份", "请核对；数据到月底的写月末日期"),
    "as_of_several": Template(W, "有 {count} 个截至日期：{dates}", "请核对是否有行写错了日期"),
    "year_unplanned": Template(W, "{year} 年没有计划", "请核对截至日期的年份"),
    "date_future": Template(E, "{date} 在未来", "请核对年份和月份"),
    # places
    "village_spelling": Template(R, "村名「{text}」按「{village}」计", ""),
    "own_level": Template(R, "资金来源「{text}」按「{level}」计 {count} 处：同是本级财政", ""),
    "village_from_name": Template(R, "没有「镇」，按村名补上 {count} 处", ""),
    "village_unknown": Template(E, "没有「{text}」", "{suggestion}"),
    "village_wrong_town": Template(E, "{village}属于{town}，不属于{given}", "请核对镇和村{suggestion}"),
    "village_ambiguous": Template(E, "「{text}」可能是{candidates}", "请补上「镇」"),
    "town_unknown": Template(E, "没有「{text}」", "请改成 {towns} 之一"),
    "code_invalid": Template(E, "行政区划代码「{text}」不是 12 位数字", "请按文本填写 12 位代码"),
    # coordinates of sites
    "site_outside_village": Template(
        W, "坐标不在{village}范围内{where}（按 {system}）", "请核对经纬度、所属村和计划设置中的坐标系"
    ),
    "site_outside_district": Template(
        W, "坐标 {longitude}，{latitude} 不在本地范围内（按 {system}）", "请核对经纬度是否填反、是否为度"
    ),
    "setting_unknown": Template(W, "没有设置项「{name}」，这一行不起作用", "可用的设置项：{known}"),
    "setting_unit_unknown": Template(W, "设置「{name}」中的「{unit}」不是报数的单位，不起作用", "请改成 {units} 之一"),
    "setting_unreadable": Template(E, "设置「{name}」的值「{text}」不能用", "请写成 {form}"),
    "coordinate_system_unknown": Template(
        W, "计划设置中的坐标系「{text}」不认识，按 WGS84 核对", "请改成 {choices} 之一"
    ),
    # checks across columns, rows, tables
    "columns_exchanged": Template(
        E, "每一行的{smaller}都大于{larger}，像是两列的表头写反了", "请核对表头，或核对两列的数"
    ),
    "above": Template(E, "{smaller} {small} 大于{larger} {large}", "请核对"),
    "stage_progress": Template(W, "阶段为{stage}，形象进度却是 {progress}%", "请核对"),
    "finish_before_stage": Template(W, "已填实际完工，阶段却是{stage}", "请核对"),
    "date_after_snapshot": Template(W, "{date} 晚于截至日期 {as_of}", "请核对"),
    "handover_before_acceptance": Template(W, "确权移交日期早于验收日期", "请核对"),
    "fell": Template(W, "{what}由 {before}（{before_date}）降为 {after}", "请核实；属实请在备注说明"),
    "fell_remarked": Template(W, "{what}由 {before}（{before_date}）降为 {after}，备注：{remark}", ""),
    "plan_total_differs": Template(W, "任务数合计 {summed}，计划为 {planned}", "请核对是否缺村或改了任务数"),
    "rows_missing": Template(
        W,
        "与已有数据相比少了 {count} 行：{places}",
        "请选择保留（沿用原来的数）还是去掉（已经结束）；命令行加 --rest keep 或 --rest drop",
    ),
    "rows_kept": Template(R, "文件里没有的 {count} 行沿用原来的数：{places}", ""),
    "rows_ended": Template(R, "文件里没有的 {count} 行按已经结束处理：{places}", ""),
    "correction_undone": Template(
        W,
        "会把更正过的 {count} 处改掉：{cells}",
        "请核实哪个对；命令行加 --confirm correction_keep 或 --confirm correction_undo",
    ),
    "correction_kept": Template(R, "更正过的 {count} 处仍按更正：{cells}", ""),
    "correction_overruled": Template(W, "更正过的 {count} 处以这份台账为准：{cells}", "请告知更正的人"),
    "nothing_now": Template(R, "{reporters}本期无，以前报的不再计入", ""),
    "nothing_before": Template(
        E, "{whose}在 {day} 以前没有可以沿用的数，不能报本期无变化", "请上传这张台账，或核对截至日期"
    ),
    "nothing_of_whom": Template(E, "写明本期无，但看不出是哪个单位", "请在表中写上镇（管理处）的名称"),
    "reference_unknown": Template(E, "没有编号「{text}」", "请核对计划指标或任务清单的编号"),
    "village_list_missing": Template(
        W, "还没有村庄名录，各村的数、地图和“每村”都算不出来", "下载村庄名录模板，填好本地的村，和计划一起或随后交上来"
    ),
    "plan_unreviewed": Template(E, "还有 {count} 条没有核对：{titles}", "逐条看过后在「核对」写接受，不要的写不要"),
    "plan_word_unknown": Template(E, "不认识「{text}」", "请改成：{choices}"),
    "plan_scope_unknown": Template(W, "范围「{text}」不认识，这一项可能没有人算到", "可以写：{choices}"),
    "plan_scope_empty": Template(
        W, "「{text}」没有单位，这一项没有人做", "请补上计划设置的镇和管理处、行业部门或村庄名录"
    ),
    "plan_periods_none": Template(
        W, "「{text}」在这一年没有期限，这一项不会到期", "请补上计划设置的学期结束，核对假期月份"
    ),
    "duty_not_owed": Template(
        W, "{duty}不由「{unit}」完成，这条记录不计入", "这一项由{units}完成，请核对单位和事项编号"
    ),
    "duty_not_due": Template(W, "{date} 不在{duty}的期限内，这条记录不计入", "应在这些周期完成：{periods}；请核对日期"),
    "grades_missing": Template(
        W,
        "没有村填{grades}帮扶级别，{floors}显示为未报",
        "请在「数据上传」页下载村庄名录，填好帮扶级别后交回；没有这一级的村不用管",
    ),
    "plan_incomplete": Template(E, "计划缺少：{missing}", "请补齐后上传"),
    "actions_numbered": Template(
        W,
        "{numbers} 号是别次会议的另外的事，这一份按会议日期另编号（{first} 起）",
        "是同一件事的，请用原来的会议日期和事项",
    ),
    "batch_conflict": Template(E, "与〈{other}〉是同一张台账的同一期，内容重叠", "请只上传一份"),
    # what may not come in
    "columns_of_staff": Template(R, "工作人员的列未保存：{columns}", ""),
    "personal_data": Template(E, "含{what}，不得上传", "请删除该列或该内容后上传；文件未保存"),
    "sample_as_real": Template(
        E, "文件标有「示例数据」，不能作为正式数据发布", "请改用真实数据；演示请加 --sample 发布到空库"
    ),
    "sample_after_real": Template(E, "库中已有正式数据，不能再发布示例数据", "演示请另设 DASHBOARD_STORE"),
    "table_not_yours": Template(E, "{town}的账号不能上传「{table}」", "请交农办上传"),
    "unconfirmed": Template(
        E, "要有人核实后才能发布：{question}", "请在「数据上传」页选定答案后发布，或在命令行加 {options}"
    ),
    "confirmed_several": Template(E, "一次确认只能对一个界线文件", "请把要确认的界线文件单独发布"),
    # how an office lays its ledger out
    "layout_proposed": Template(
        E,
        "表头不是模板的写法，按内容提出了「{titles}」的读法（{columns} 列对上），还没有人确认",
        "请在「数据上传」页核对后接受，或在命令行加 --accept-layout",
    ),
    "layout_question": Template(E, "要确认：{question}", "请在「数据上传」页回答，或在命令行加 --say '{about}'"),
    "layout_used": Template(R, "按版式「{name}」读取", ""),
    "layout_accepted": Template(R, "版式已按确认的读取：{columns}", ""),
    "rows_no_part": Template(R, "{count} 行在这一项里都写「/」，不计入（第{rows}行）", ""),
    "sum_empty": Template(R, "{count} 行各期都没有填，按 0 计", ""),
    "saying_unreadable": Template(E, "看不懂这句说明", "请写成 源表头=我方列，或 我方列:=值"),
    "layout_unreadable": Template(E, "{reason}", "请用 layouts export 导出的文件"),
    "layout_unknown": Template(E, "没有版式「{name}」", "请用 layouts list 查看已有的版式"),
    "part_left_out": Template(R, "同一张工作表上的另一张表没有采用（像是汇总），止于这一行", ""),
    "sheet_unread": Template(
        E, "工作表「{sheet}」有数据，没有读懂：{reason}", "请把表头改成模板的写法；不用交的请隐藏或删除这张工作表"
    ),
    "rows_of_others": Template(R, "其他镇的 {count} 行未采用，沿用上一版", ""),
    # the store
    "store_unwritable": Template(E, "数据目录不能写入（{reason}）", "请检查磁盘空间和权限；原有版本不受影响"),
    "place_unusable": Template(E, "这个位置不能读写（{reason}）", "请核对路径，检查磁盘空间和权限；原有版本不受影响"),
    "store_away": Template(E, "数据存放位置暂时打不开", "请检查共享目录或对象存储的连接，恢复后再试；已有版本不受影响"),
    "store_damaged": Template(E, "存放的数据里这个文件已损坏", "请从备份恢复这个文件，或在历史版本中恢复较早的一版"),
    "edition_damaged": Template(
        E, "第 {number} 版的记录已损坏，不能在它上面发布", "请从备份恢复，或在历史版本中恢复较早的一版后再发布"
    ),
    "edition_unknown": Template(E, "没有第 {number} 版", "请用 history 查看已有的版本"),
    # its backup
    "backup_exists": Template(E, "已有同名文件，没有覆盖", "请换一个文件名，例如带上日期"),
    "backup_of_nothing": Template(E, "库是空的，没有可备份的内容", "请核对 DASHBOARD_STORE"),
    "backup_unwritable": Template(E, "备份没有写成（{reason}）", "请检查磁盘空间、权限和库的位置"),
    "backup_damaged": Template(E, "备份文件已损坏，或不是本产品的备份（{reason}）", "请换一份备份；库没有改动"),
    "store_not_empty": Template(E, "要恢复到的库不是空的，没有改动", "请把 DASHBOARD_STORE 指向一个新的空位置，再恢复"),
}
