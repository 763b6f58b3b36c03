"""A document as numbered blocks: paragraphs and rows of tables, each with the place where a person finds it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from data_loaders.planning.sentences.numerals import chinese


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `number` counts the document's blocks from 1, `page` its pages where it has any."""

    number: int
    text: str
    page: int | None = None
    level: int | None = None  # of a heading by its style: 1 is the highest

    @property
    def place(self) -> str:
        """Where it stands, in words: 第 3 页第 12 段."""
        return f"第 {self.page} 页第 {self.number} 段" if self.page else f"第 {self.number} 段"


@dataclass(frozen=True)
class Row:
    """A row of a table; a merged cell stands in each of its places where the file says so, else in one of them."""

    number: int
    table: int
    row: int
    cells: tuple[str, ...]
    page: int | None = None

    @property
    def place(self) -> str:
        """Where it stands, in words: 表 1 第 14 行."""
        return f"表 {self.table} 第 {self.row} 行" + (f"（第 {self.page} 页）" if self.page else "")


Block = Paragraph | Row
_CAPTION_LENGTH = 60


@dataclass(frozen=True)
class Document:
    """What was read of a file, in reading order."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs without the tables."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[tuple[Row, ...], ...]:
        """The tables, each as its rows."""
        tables: dict[int, list[Row]] = {}
        for block in self.blocks:
            if isinstance(block, Row):
                tables.setdefault(block.table, []).append(block)
        return tuple(map(tuple, tables.values()))

    def caption(self, row: Row) -> str:
        """The lines between the paragraphs of the text and the table that a row stands in: 附件2 改厕任务分解表（单位：户）."""
        first = next(at for at, block in enumerate(self.blocks) if isinstance(block, Row) and block.table == row.table)
        lines: list[str] = []
        for block in reversed(self.blocks[max(0, first - 3) : first]):
            if isinstance(block, Row) or len(block.text) > _CAPTION_LENGTH or block.text.endswith(("。", "；")):
                break
            lines.insert(0, block.text)
        return "\n".join(lines)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of the document, cells included."""
        for block in self.blocks:
            yield from (block.text,) if isinstance(block, Paragraph) else block.cells


class Heading(str):
    """A text whose style makes it a heading of a level."""

    level: int = 1


# A text or a row of cells, and its page; what the readers of the formats hand over.
Piece = tuple[str | tuple[str, ...], int | None]


def numbered(name: str, pieces: Iterable[Piece]) -> Document:
    """Pieces in reading order → a document; rows that follow each other are one table."""
    blocks: list[Block] = []
    table, row, was_row = 0, 0, False
    for content, page in _with_points(pieces):
        if isinstance(content, str):
            if text := tidied(content):
                level = content.level if isinstance(content, Heading) else None
                blocks.append(Paragraph(len(blocks) + 1, text, page, level))
                was_row = False
            continue
        table, row = (table, row + 1) if was_row else (table + 1, 1)
        was_row = True
        blocks.append(Row(len(blocks) + 1, table, row, tuple(map(tidied, content)), page))
    return Document(name, tuple(blocks))


_DECIMAL = re.compile(
    r"(?<!\S)(?:(?:任务|项目|事项|工作)(?=\d{1,2}[-－—–]))?(\d{1,2}(?:(?:\s*[.．]\s*\d{1,2}){1,2}|[-－—–]\d{1,2}))(?![\d.．%％—年月日号])[、．.：:]?\s*"
)
_WHOLE = re.compile(r"(?<!\S)(\d{1,2})[.．、\s]\s*(?=[\u4e00-\u9fff])")


def _decimals(pieces: list[Piece]) -> list[Piece]:
    """Pieces with 1.1、 before what a run of decimals numbers, and 一、 before what the whole number above them does."""
    found: dict[int, tuple[int, ...]] = {}
    signs: dict[int, str] = {}
    last: tuple[int, ...] = ()
    for place, (content, _) in enumerate(pieces):
        if isinstance(content, str) and (said := _DECIMAL.match(content, _begin(content))):
            number = tuple(map(int, re.findall(r"\d+", said[1])))
            if _follows(number, last):
                found[place] = last = number
                signs[place] = "." if re.search("[.．]", said[1]) else "-"
    if len(found) < _RUN:
        return pieces
    firsts = {number[0]: place for place, number in reversed(found.items()) if number[1] == 1}
    for place, (content, page) in enumerate(pieces):
        if not isinstance(content, str):
            continue
        begin = _begin(content)
        whole = _WHOLE.match(content, begin)
        if place in found:
            written = signs[place].join(map(str, found[place])) + "、"
            pieces[place] = (content[:begin] + _DECIMAL.sub(written, content[begin:], count=1), page)
        elif whole and place < firsts.get(int(whole[1]), 0) and not _DECIMAL.match(content, begin):
            pieces[place] = (f"{content[:begin]}{chinese(int(whole[1]))}、{content[whole.end() :]}", page)
    return pieces


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number comes next: 1.2 or 2.1 or 1.1.1 behind 1.1."""
    same = next((at for at, (one, other) in enumerate(zip(number, last, strict=False)) if one != other), len(last))
    rises = not last or same == len(last) or (same < len(number) and number[same] == last[same] + 1)
    return rises and len(number) > same and set(number[same + 1 :]) <= {1} and (same < len(last) or number[-1] == 1)


_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "一二三四五六七八九十" * 2)
_ORDINAL = re.compile(r"^(\s*)(?:第(\d{1,2})项[、：:.．\s]*|[\[【〔](\d{1,2})[\]】〕]\s*)(?=\S)")
_ENCLOSED = {code: f"（{code - 0x2473}）" for code in range(0x2474, 0x2488)} | {
    code: f"{code - 0x2487}." for code in range(0x2488, 0x249C)
} | {code: f"（{chinese(code - 0x321F)}）" for code in range(0x3220, 0x322A)}  # fmt: skip
_BULLET = re.compile(r"^\s*[★☆◆◇●○■▲△▪•►➢✓※]+\s*")


def _in_usual_numbers(content: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """A line whose number is written 壹、 or ⑴ with the usual one, and without a bullet."""
    if not isinstance(content, str):
        return content
    plainer = _BULLET.sub("", content).translate(_ENCLOSED)
    plainer = _ORDINAL.sub(lambda said: f"{said[1]}{said[2] or said[3]}. ", plainer)
    formal = re.match("\\s*[（(]?(?:[壹贰叁肆伍陆柒捌玖拾]{1,3}|[Ⅰ-Ⅹ])[、.．）)]", plainer)
    plainer = plainer[: formal.end()].translate(_FORMAL) + plainer[formal.end() :] if formal else plainer
    if plainer == content or not isinstance(content, Heading):
        return plainer if plainer != content else content
    heading = Heading(plainer)
    heading.level = content.level
    return heading


def _begin(text: str) -> int:
    """Where a line's words begin."""
    return len(text) - len(text.lstrip())


_RUN = 3  # decimals one behind the other, that are no numbers of things
_SPACED = re.compile(r"(\s*\d{1,2})[ \t\u3000\xa0]+(?=[\u4e00-\u9fff])")


def _with_points(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces with a point behind a number that has but a blank, where such numbers run on: 1 抓实…, 2 抓好…."""
    pieces = _decimals([(_in_usual_numbers(content), page) for content, page in pieces])
    runs: list[list[int]] = []
    last = 0
    for place, (content, _) in enumerate(pieces):
        text = content if isinstance(content, str) else ""
        spaced = _SPACED.match(text)
        if not spaced or _GAP.search(text[spaced.end() :]) or int(spaced[1]) not in (1, last + 1):
            continue
        if int(spaced[1]) == 1:
            runs.append([])
        last = int(spaced[1])
        runs[-1].append(place)
    for place in (place for run in runs if len(run) > 1 for place in run):
        content, page = pieces[place]
        pointed = Heading(_SPACED.sub(r"\1. ", str(content), count=1))
        pointed.level = content.level if isinstance(content, Heading) else 0
        pieces[place] = (pointed if pointed.level else str(pointed), page)
    return pieces


_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = _FULL_WIDTH | {
    ord("％"): "%",
    ord("．"): ".", ord("﹪"): "%", ord("＋"): "+", ord("\u3000"): " ", ord("\xa0"): " ", ord("\t"): " ",
    ord("／"): "/", ord("﹣"): "-", ord("－"): "—", ord("–"): "—", ord("∶"): "：", ord("丄"): "工", ord("︰"): "：", ord("\u200b"): None, ord("\ufeff"): None, ord("\xad"): None,
}  # fmt: skip
_POINT = re.compile(r"(?<=\d)\s*[．·]\s*(?=\d)")
_CJK = "\u3400-\u9fff\u3001-\u303f\uff00-\uffef“”‘’—…"
# A blank means nothing beside a Chinese character or sign, and inside a number that was torn apart.
_BLANKS = re.compile(
    rf"(?<=[{_CJK}])\s+|(?<!\d\.)\s+(?=[{_CJK}])|(?<=\d)\s+(?=[\d%.])|(?<=[.\d])\s+(?=\d)|(?<=\d)\s+(?=[OoＯlI][\d年月日曰%])|(?<=\d[lIOoＯ])\s+(?=\d)"
)
_BETWEEN_UNITS = re.compile(
    r"(?<=[局委办部会社联心站所府组司行院室）])[ \u3000\t]+(?=(?:[县区市镇乡州旗]|中国|国家)[\u4e00-\u9fff]{2}|各(?:有关|相关)?[镇乡村县区市街部单])"
)
_COMMA = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")

# What a scanner takes one sign for another by, told from what stands beside it.
_MEASURED = "年月日曰号个户人名座处所条次遍项场期株亩万%公里"
_MISREAD = (
    (re.compile(r"(?<=职)贵"), "责"),
    (re.compile(rf"(?<=\d)[OoＯ〇](?=[OoＯ〇]*[\d{_MEASURED}.])|(?<=\d[OoＯ〇])[OoＯ〇](?=[\d{_MEASURED}.])|(?<![A-Za-z])[OoＯ](?=[.]\d)|(?<=\d\.)[Oo](?=\d)"), "0"),
    (re.compile(rf"(?<![A-Za-z0-9])[lI|](?=[0-9{_MEASURED}])|(?<=\d)[lI|](?=[\d{_MEASURED}])"), "1"),
    (re.compile(r"(?<=\d)S(?=[\d%])"), "5"),
    (re.compile(r"(?<=\d)曰"), "日"),
    (re.compile(r"(?<=[责主])仟|仟(?=务)"), "任"),
    (re.compile(r"(?<=[年月度])未(?=[前，。、；：]|$)"), "末"),
    (re.compile(r"(?<=\d)干(?=[株户人亩元米名])"), "千"),
    (re.compile(rf"(?<=[{_CJK}])[—-](?=[次遍个名轮])"), "一"),
)  # fmt: skip


def tidied(text: str) -> str:
    """The text with ordinary digits and signs, without blanks that mean nothing, and with a scanner's slips mended."""
    text = _BETWEEN_UNITS.sub("、", _POINT.sub(".", text.translate(_SIGNS)))
    for _ in range(2):  # blanks overlap: 1 2 3
        text = _BLANKS.sub("", text)
    text = _COMMA.sub("", text)
    for wrong, right in _MISREAD:
        text = wrong.sub(right, text)
    return text.strip()


# Lines of a text or of a page → paragraphs

_PAGE_NUMBER = re.compile(r"^[^\w%。；]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/／共]\s*第?\s*\d{1,3}\s*页?)?[^\w%。；]*$")
_BLANK = re.compile(r"[ \t\u3000]{2,}|\u3000")
_GAP = re.compile(r" {2,}|\t+")
# What a paragraph or heading begins with.
# What may follow 1. as digits: 1.2025年, 1.6月, and what is counted whole, 1.17个.
AFTER_POINT = r"(?:(?!\d)|(?=20\d\d(?:[—~～至-]20\d\d)?年|\d{1,2}(?:[—~～至-]\d{1,2})?月|\d{1,4}(?:[户人名座所家条处]|个(?!百分点|月|小时|工作日))))"
NUMBERED = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零\d]+[章节条部]|[A-H]-?\d{1,2}(?:[.、：: ](?!\d)|(?=[\u4e00-\u9fff“【])(?![纸级幅]))|[一二三四五六七八九十]{1,3}[、.．]|[（(]?[一二三四五六七八九十]{1,3}[)）]|【[一二三四五六七八九十]{1,3}】"
    rf"|\d{{1,2}}(?:[.-]\d{{1,2}}){{1,2}}、|\d{{1,2}}\s*[.．、]{AFTER_POINT}"
    r"|(?:攻坚|行动|任务|工程|专项|举措|措施|战役|工作|事项|项目|目标|清单|板块|专栏|第(?=\S{1,3}项))(?:[一二三四五六七八九十]{1,3}|\d{1,2})项?[、：:. \u3000])"
)
MARKER = re.compile(
    rf"(?:{NUMBERED.pattern}|^\s*(?:[（(]\d{{1,2}}[)）]|[①-⑳]|附\s*(?:件|表|录)|\d{{1,2}}[)）]|【[^】]{{1,8}}】|(?:责任|牵头|配合|主责|协办)(?:(?:单位|部门)?[：:]|(?:单位|部门)为)|(?:督办|分管|联系|包联)(?:领导|单位|部门)?[：:]|(?:(?:完成|办结)?(?:时限|时间|期限)|(?:时序)?进度(?:安排)?)[：:]|(?:工作|主要|重点)?(?:目标|举措|措施|任务)[：:]))"
)
_END = re.compile(r"[。！？；：:;][”’』」]?$|[〕】］\]][。]?$")
# A line of owners with the whole name of its last unit.
_LABELLED = re.compile(
    r"^(?:责任|牵头|配合|主责|协办)(?:单位|部门)?[：:][^。]*(?:局|办公?室?|委|部|中心|会|联|社|公司|政府|乡镇|[）)])$"
)
_LABEL_ALONE = re.compile("(?:(?:责任|牵头|配合|主责|协办|落实)(?:单位|部门)|(?:完成|办结)?(?:时限|期限|时间))[：:]$")
_OF_MONTHS = re.compile(r"[（(][^（()）]*月[^（()）]*[)）]$")  # 集中整治阶段（4月至9月）
_HEADING_LENGTH = 40
_FULL_LINE, _LONG_LINE = 0.85, 1.3  # of a usual line
_HEAD_LENGTH = 60


def paragraphs_of(lines: Iterable[Piece]) -> Iterator[Piece]:
    """Lines and rows with their page → paragraphs and rows: torn lines joined, page numbers and running heads left out.

    Lines between strokes (| a | b |) and lines of cells far apart are rows, too.
    """
    kept = _without_running_heads(_with_points(_with_rows(list(lines))))
    width = _usual_width([line for line, _ in kept if isinstance(line, str)])
    is_indented = _marks_by_blanks([line for line, _ in kept if isinstance(line, str)])
    waiting, waiting_page = "", None
    for position, (line, page) in enumerate(kept):
        if not isinstance(line, str):
            if waiting:
                yield waiting, waiting_page
                waiting = ""
            yield line, page
            continue
        around = [text for text, _ in kept[max(0, position - 1) : position + 2] if isinstance(text, str)]
        cells = _cells(line, around)
        if _UNITS_LINE.match(waiting) and _ORGAN.search(line):
            goes_on = False  # who signs, below the last line of units
        elif is_indented and not _is_torn(waiting, line):
            goes_on = not (MARKER.match(line) or _BLANK.match(line) or _ends_head(waiting))
        else:
            goes_on = _goes_on(waiting, line, width)
        if cells is None and waiting and line.strip() and goes_on:
            waiting += " " + line.strip() if waiting[-1].isascii() and line.strip()[0].isascii() else line.strip()
            continue
        if waiting and (line.strip() or cells is not None):
            yield waiting, waiting_page
            waiting = ""
        if cells:
            yield cells, page
        elif cells is None and line.strip():
            waiting, waiting_page = line.strip(), page
    if waiting:
        yield waiting, waiting_page


# A head of columns with but one blank between them: 序号 任务 完成时限 责任单位.
_HEADS = re.compile(
    r"\s*(?:(?:20\d\d年)?[\u4e00-\u9fff]{0,4}(?:完成|实绩|实际|序号|编号|项目|任务|工作|名称|目标|指标|内容|措施|要求|单位|部门|时限|时间|期限|备注"
    r"|数量?|规模|乡镇|村名?)(?:[（(][^（()）]{1,4}[)）])?(?:\s+|$)){3,}"
)


def _with_rows(lines: list[Piece]) -> list[Piece]:
    """Lines below a head of columns as rows, where each has as many words: 1 改造水厂3座 9月底 县水利局."""
    width, rows = 0, []
    for line, page in lines:
        words = line.split() if isinstance(line, str) else []
        if words and _HEADS.fullmatch(str(line)):
            width = len(words)
        elif words and len(words) == width - 1 and re.fullmatch("合计|总计|小计", words[0]):
            words.insert(1, "")
        elif len(words) != width:
            width = 0
        rows.append((tuple(words) if width else line, page))
    heads = {at for at, (row, _) in enumerate(rows) if row != lines[at][0]}
    return [row if at in heads and {at - 1, at + 1} & heads else lines[at] for at, row in enumerate(rows)]


# 局、各乡镇（街道）〕 is torn off the page before, however often it comes.
_ENDS_SENTENCE = re.compile("[。；，、〕】]$|^[^（(〔【]*[)）〕】]")


def _without_running_heads(lines: list[Piece]) -> list[Piece]:
    """Without page numbers, and without what stands at every page's edge: a short line that comes back beside them."""
    plain = [re.sub(r"\s+", "", line) if isinstance(line, str) else "" for line, _ in lines]
    edges = {place for place, line in enumerate(plain) if line and _PAGE_NUMBER.match(line)}
    pages = [page for _, page in lines]
    starts = {place + 1 for place, (one, other) in enumerate(pairwise(pages)) if one != other}
    near = {place + step for place in edges for step in (-2, -1, 1, 2)} | {
        place + step for place in starts for step in (-1, 0)
    }
    counts: dict[str, int] = {}
    for place in near & set(range(len(plain))):
        counts[plain[place]] = counts.get(plain[place], 0) + 1
    heads = {
        line
        for line, count in counts.items()
        if count > 1 and line and len(line) <= _HEAD_LENGTH and "|" not in line and not _ENDS_SENTENCE.search(line)
    }
    return [
        line for place, line in enumerate(lines)
        if place not in edges and not (place in near and plain[place] in heads and not MARKER.match(plain[place]))
    ]  # fmt: skip


def _usual_width(lines: list[str]) -> int:
    """How long a full line is, in characters: the length that nine in ten lines keep within."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip() and "|" not in line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _marks_by_blanks(lines: list[str]) -> bool:
    """Whether blanks before a line tell that a paragraph begins: most numbered ones have them, and some lines none."""
    begins = [line for line in lines if NUMBERED.match(line)]
    blank = sum(bool(_BLANK.match(line)) for line in begins)
    return len(begins) >= 5 and blank >= 0.8 * len(begins) and not all(map(_BLANK.match, filter(str.strip, lines)))


def _is_torn(waiting: str, line: str) -> bool:
    """Whether a bracket is open before a line."""
    is_open = sum(waiting.count(sign) for sign in "（(〔【") > sum(waiting.count(sign) for sign in "）)〕】")
    return is_open and not NUMBERED.match(line)


def _ends_head(waiting: str) -> bool:
    """Whether these are a line of a letter's head."""
    ends = re.search(r"(?:通知|方案|要点|计划|意见|任务分[解工]表?|文件|\d号|政府|委员会|小组|办公室)$", waiting)
    return bool(ends) and not re.search("[，。]", waiting)


_UNITS_LINE = re.compile("(?:责任|牵头|配合|落实)(?:单位|部门)[：:]")
_ORGAN = re.compile(r"^\s*[\u4e00-\u9fff（）]{6,30}(?:委员会|小组|办公室|政府|局|县委|市委|区委)\s*$")


def _goes_on(waiting: str, line: str, width: int) -> bool:
    """Whether a line belongs to the paragraph before it."""
    if re.match(r"^\s*[。，、；：）〕】”%]", line):
        return True
    if _ends_head(waiting) or _LABELLED.search(waiting):
        return False
    if re.match(r"^\s*\d[\d.]*(?:%|[万亿]?[个户人亩元座处])", line) and re.search(
        "[率到达至为过建造训增占约]$", waiting
    ):
        return True
    if _is_torn(waiting, line) or _LABEL_ALONE.search(waiting):
        return True
    if MARKER.match(line) or _END.search(waiting):
        return False
    is_marked = MARKER.match(waiting) is not None
    is_heading = is_marked and not re.search(r"[；。\d每]", _OF_MONTHS.sub("", MARKER.sub("", waiting)))
    short = len(waiting) <= _HEADING_LENGTH and (is_heading or not re.search("[，；。]", waiting))
    is_one_line = not width or len(waiting) <= _LONG_LINE * width
    last = len(waiting) if is_one_line else len(waiting) % width
    return not short or (
        last >= _FULL_LINE * width
        and width > _HEADING_LENGTH / 3
        and (not is_marked or "，" in waiting or not is_heading)
    )


def _cells(line: str, around: list[str]) -> tuple[str, ...] | None:
    """The cells of a row; () for the stroke below a header, None for a line that is none."""
    text = line.strip()
    if text.startswith("|") and text.endswith("|") and len(text) > 1:
        cells = tuple(cell.strip() for cell in text[1:-1].split("|"))
        return () if all(re.fullmatch(r":?-{2,}:?|", cell) for cell in cells) and any(cells) else cells
    loose = _GAP.split(text)
    if len(loose) >= 3 and any(len(_GAP.split(other.strip())) >= len(loose) - 1 for other in around if other != line):
        return tuple(loose)
    if len(loose) == 2 and any(len(_GAP.split(other.strip())) >= 3 for other in around if other != line):
        return tuple(loose)
    return None
