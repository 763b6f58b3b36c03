"""The clauses of a document and the sentences in them: numbering 一、（一）1. or 第一条, owners in brackets."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import inf

from data_loaders.planning.document import AFTER_POINT, Document, Paragraph
from data_loaders.planning.sentences.amounts import amounts_in, demands_in
from data_loaders.planning.sentences.numerals import chinese, value_of
from data_loaders.planning.sentences.owners import (
    DAY,
    KEY,
    Owners,
    charged,
    headed_by,
    is_about_owners,
    is_unit,
    labelled,
    named_in,
    only_names_units,
    owners_in,
    stated,
    subject_of,
    without_owners,
)
from data_loaders.planning.sentences.times import frequencies_in, limits_in

_LEVELS = (
    re.compile(r"^第([一二三四五六七八九十百零\d]+)[章部](?:分)?[、：:]?"),
    re.compile(r"^(?:【(?=[一二三四五六七八九十]+】))?([一二三四五六七八九十]{1,3})[、.】]"),
    re.compile(r"^[（(]?([一二三四五六七八九十]{1,3})[)）][、.]?"),
    re.compile(rf"^(?:【(?=\d+】))?(\d{{1,2}})(?:】|[.、]{AFTER_POINT}|、(?!\d+月))"),
    re.compile(r"^[（(]?(\d{1,2})[)）][、.]?"),
    re.compile(r"^([①-⑳])[、.]?"),
)
_CHAPTER, _FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH = range(6)
_DECIMAL, _DECIMALS = re.compile(r"^\d{1,2}(?:[.-]\d{1,2}){1,2}(?=、)"), 100  # 1.12、 is number 112 in its part
_CODED = re.compile(r"^([A-H])-?(\d{1,2})(?:[.、：: ](?!\d)|(?=[\u4e00-\u9fff“【])(?![纸级幅])|$)")  # A1 is number 6501
_ARTICLE = re.compile(r"^第([一二三四五六七八九十百零\d]+)条[、：:]?")
# 攻坚1：…, 任务三、…: an item below a heading of the first level.
_ITEM = re.compile(
    r"^(?:攻坚|行动|任务|工程|专项|举措|措施|战役|工作|事项|项目|目标|清单|板块|专栏|第(?=\S{1,3}项))([一二三四五六七八九十]{1,3}|\d{1,2})(?:项?[、：:.]"
    r"|(?=[\u4e00-\u9fff]{2,16}$|$)(?![览次周批个体致起定样直律并切旦方面线流把抓盘张站村县户镇对年月季日]))"
)
# What opens a part without a number, in a document whose other parts have one.
_NAMED_PART = re.compile(
    "(?:(?:总体|工作|年度|主要|目标)?(?:目标|任务|思路)|(?:总体|工作|目标|有关)要求|(?:重点|主要)(?:工作|任务|举措)|保障(?:措施|机制)"
    "|(?:组织|工作)保障)(?:$|[：:](?=.{8}))"
)
# 【防返贫监测】（县农业农村局牵头，县民政局配合）, or the same without its sign: a heading by what it is.
_TITLED = re.compile(
    rf"(?:【(?!{KEY}|[一二三四五六七八九十]{{1,3}}】|[\u4e00-\u9fff]{{0,4}}(?:目标|举措|措施|任务|内容|要求|时限|期限|时间)】)(?P<said>[^【】。；]{{2,24}})】|(?P<bare>[\u4e00-\u9fff“”、]{{4,24}}(?=[（〔(])))(?P<behind>[（〔(【].*[）〕)】])?"
)
_SUPPORT = re.compile(
    "(?:组织|工作|政策|实施|制度|综合|推进|责任|机制|落实|要素|支撑|服务|监督)保障$|保障(?:措施|机制|体系|工作|要求)$"
    "|^(?:强化|加强|健全|完善|落实|夯实|做好|做实|狠抓|突出)?保障$|，\\S{0,4}保障$"
    "|组织领导|工作要求|组织实施|有关要求|工作措施"
)
_STAGES = re.compile("步骤|阶段|(?:进度|时间|工作)安排")
_ANNEX = re.compile(r"^附(?:件|表|录)\s*\d*\s*[:：.]?")
_CLOSING = re.compile(r"[”’』」）〕】]")
# 时限：6月底前完成45%，11月底前全部完成
_LEVELS_DUE = r"(?=[^。；]*%)[\d.%一二三四年月日底末初前上中下旬半季度至到达完成全部面办结力争确保累计实现以，、；]{6,}"
_DUE = re.compile(
    rf"(?:^|[；;，,]\s*|(?<=。))(?:(?:完成|办结)?(?:时限|期限|时间)(?:要求|节点)?|(?:时序)?进度(?:安排|要求)?|节点)[：:]\s*(?P<due>[^；;）〕】。%]{{2,30}}|{_LEVELS_DUE})(?:[。；;]|(?=[）〕】])|$)"
)
# 【责任】, [时限]: a label as its words with a colon would be; 【目标】 says what the rest is, no more.
_LABEL = re.compile(
    rf"(?P<stop>。?)[【\[［](?:(?P<said>{KEY}|(?:完成|办结)?(?:时限|期限|时间)(?:要求)?)|[\u4e00-\u9fff]{{0,4}}(?:目标|举措|措施|任务|内容|要求))[】\]］][：:]?"
)
# 夏季战役（6月至8月）, 集中整治阶段（9月底前）: by when all is that stands below.
_PHASE = re.compile(
    r"[（(]((?:20\d\d年)?(?:\d{1,2}月?(?:\d{1,2}日)?[—~～至到-])?\d{1,2}月(?:\d{1,2}日|[底末]|[上中下]旬)?(?:之?前)?)[)）]$"
)
# Where a label begins behind a sentence, and where what it names ends.
_BEFORE_LABEL = re.compile(rf"[，,；;]\s*(?=(?:{KEY})[：:])")
_LABELLED = re.compile(rf"(?<=。)\s*(?=(?:{KEY})[：:])")
# 责任单位为县城管局: as with a colon.
_LABEL_IS = re.compile(
    r"((?:责任|牵头|主责|主办|配合|协办|负责|实施|承办)(?:单位|部门|主体|科室|机构))(?:为|是|(?<=^.{4})|(?<=[，；。].{4}))[：:]?(?=[各县区市镇乡州省旗])"
)
# 新建公厕6座。——县城管局: as in a bracket.
_DASHED = re.compile(
    r"(?:(?<=。)|^)[—―─]{1,3}\s*(?P<whole>[^。：:]+)。?$"
    r"|(?:[—―─→]{1,3}|(?<![局委办部会社联站所院室心府])[/／|｜])\s*(?P<who>[县区市州旗镇乡各由][^，。；：—（()）\d]{1,60}(?:[，；][^，。；：—（()）\d]{2,60}(?:配合|参与|协助))?)(?=[。；]|$)"
)
_DUE_IN_A_ROW = re.compile(
    r"(?<=[\u4e00-\u9fff）)])(?=(?:(?:完成|办结)(?:时限|期限|时间)|时限|期限)(?:要求)?[：:])(?<!完成)(?<!办结)"
)
# 责任单位和时限：县住建局，9月底前
_BOTH = re.compile(
    r"((?:责任|牵头|主责|落实)(?:单位|部门))(?:和|及|与|、)(?:完成|办结)?(?:时限|期限|时间)(?=[：:])[：:]"
)
_DUE_BESIDE = re.compile(rf"((?:{KEY})[：:][^。；：:]*?)[，,]({DAY})(?=[。；）〕】]|$)")
# （县住建局、各镇；9月底前）
_BRACKET = re.compile(
    r"(?P<open>[（(〔【\[])(?P<inside>(?:[^（()）〔〕【】\[\]]|[（(〔][^（()）〔〕]*[）)〕])*)(?P<close>[）)〕】\]])"
)
# （1）责任单位：…。（2）工作目标：…
_NUMBERED_LABEL = re.compile(
    rf"(?:^|(?<=[。；]))(?:[（(]\d{{1,2}}[)）]|\d{{1,2}}[.、]|[①-⑳])(?=(?:{KEY}|(?:完成|办结)?(?:时限|期限|时间)|[\u4e00-\u9fff]{{0,4}}(?:目标|举措|措施|任务))[：:])"
)
PREFACE = "前言"
_AIM = re.compile(
    "(?:今年|本年|全年|年度|20\\d\\d年)[^。；]{0,12}目标(?:任务)?(?:是|为|[:：])"
    "|(?:确保|力争|努力实现)[^，。；\\d]{2,24}(?:达到?|不低于|不少于|增长|提高到|控制在|稳定在|保持在)\\d"
)
# What a preface asks for each month or quarter: 每季度末月25日前报送进展.
_REPORTS = re.compile(
    r"^(?!.*(?:去年|上年|以来|成效))(?=.*(?:[须要应请]|各\S))[^。；]*?每(?:半年|[两二三]?个?[月周旬]|季度?)[^，。；]{0,14}?(?:报送|上报|报告"
    r"|填报|汇报|报(?=[县市区镇省]))"
)
_OPEN, _CLOSE = "（(〔【[《“‘「『", "）)〕】]》”’」』"


@dataclass(frozen=True)
class Sentence:
    """A sentence of the text: its words without owners, the clause it belongs to and that clause's heading."""

    number: int
    text: str
    clause: str
    heading: str
    part: str  # the heading of the first level above it
    place: str
    block: int
    owners: Owners = field(default_factory=Owners)
    earlier: Owners = field(default_factory=Owners)  # named before it or above: its own subject comes first
    due: str = ""  # what a line 完成时限：… below it says


@dataclass
class _Clause:
    """A clause while it is read."""

    path: dict[int, int]
    heading: str
    part: str
    sentences: list[tuple[str, Paragraph]]
    owned: list[tuple[int, Owners]]  # so many sentences, counted from the first, belong to these owners
    chapter: str = ""
    code: str = ""  # 1.12, A1: what its own numbering calls it and what is numbered below it
    in_article: bool = False  # 第三条, and what is numbered below it
    due: list[tuple[int, str]] = field(default_factory=list)  # the same of days: none is said of what follows
    of_those_above: Owners = field(default_factory=Owners)
    begins: int = 0  # the block of its heading, and that of the heading behind it
    ends: float = inf

    def due_of(self, position: int) -> str:
        """By when a sentence is to be done: as the line next behind it says, or one before all of them."""
        behind = [due for count, due in self.due if position < count]
        return behind[0] if behind else self.due[-1][1] if self.due and not self.due[-1][0] else ""

    def owners_of(self, position: int) -> Owners:
        """Whose the sentence at a position is: those named next behind it."""
        return next((owners for count, owners in self.owned if position < count), Owners())

    def of_all(self) -> Owners:
        """Whose all of it is, and what stands below it: the only bracket, behind its heading or at its end; 各县应当完成以下目标："""
        named = [(place, owners) for place, owners in self.owned if owners]
        if len(named) == 1 and named[0][0] in (0, len(self.sentences)):
            return named[0][1]
        opens = bool(self.sentences) and self.sentences[-1][0].endswith(("：", ":"))
        return subject_of(self.sentences[-1][0]) if opens else Owners()

    def earlier(self, position: int) -> Owners:
        """Who was named last, where nobody is named behind a sentence."""
        return self.owned[-1][1] if self.owned and position >= self.owned[-1][0] else Owners()


def sentences_of(document: Document) -> list[Sentence]:
    """The sentences below the first heading, in order; a document without any heading is read from its first paragraph."""
    clauses = [] if _is_a_table(document) else list(_clauses(list(document.paragraphs)))
    names = _names(clauses)
    if (not clauses or any(clause.path for clause in clauses)) and (aims := list(_aims(preface_of(document)))):
        clauses, names = [_Clause({}, "", "", aims, []), *clauses], [PREFACE, *names]
    whole = [
        (clause, name, place)
        for clause, name in zip(clauses, names, strict=True)
        for place in range(len(clause.sentences))
    ]
    for clause in clauses:
        _share_with_item(clause)
    _share_with_all(clauses)
    above = dict(zip(map(id, clauses), _named_above(clauses), strict=True))
    _share_with_siblings([clause for clause in clauses if not above[id(clause)]])
    parties = parties_of(document)
    return [
        Sentence(
            number, clause.sentences[place][0], name, clause.heading, clause.part, clause.sentences[place][1].place,
            clause.sentences[place][1].number,
            clause.owners_of(place), clause.earlier(place) or above[id(clause)] or _charged(clause, place) or _party(clause, parties), clause.due_of(place),
        )
        for number, (clause, name, place) in enumerate(whole, 1)
    ]  # fmt: skip


def _charged(clause: _Clause, place: int) -> Owners:
    """Whom the first sentence of a paragraph charges, for those behind it: 县水利局要改造水厂2座。供水率达到93%。

    Nobody where another unit is named between them.
    """
    paragraph = clause.sentences[place][1]
    own = [text for text, each in clause.sentences[: place + 1] if each is paragraph]
    named = [said for text in own[1:-1] if (said := subject_of(text)) and all(map(is_unit, said.units))]
    return Owners() if named else charged(own[0])[0]


def _party(clause: _Clause, parties: Mapping[str, str]) -> Owners:
    """Whose a clause of a contract is: the other party's, unless its heading or its part names the first."""
    named = re.search("[甲乙]方", clause.heading) or re.search("[甲乙]方", clause.part)
    party = parties.get(named[0] if named else "乙方") or parties.get("责任单位")
    return Owners(tuple(filter(None, party.split("、"))) if party else ())


def _is_a_table(document: Document) -> bool:
    """Whether a document without headings is its tables: what stands before them leads into them."""
    written = [sum(map(len, row.cells)) for table in document.tables for row in table]
    paragraphs = document.paragraphs
    return 2 * sum(written) > sum(len(each.text) for each in paragraphs) and not any(map(_begins, paragraphs))


def preface_of(document: Document) -> list[Paragraph]:
    """The paragraphs before the first heading."""
    paragraphs = list(document.paragraphs)
    begins = [place for place, each in enumerate(paragraphs) if _begins(each)]
    named = [place for place, each in enumerate(paragraphs) if begins and _NAMED_PART.match(each.text)]
    return paragraphs[: min([*begins, *named], default=len(paragraphs))]


def _aims(preface: list[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """What is asked for before the first heading: sentences that say 今年的主要目标是, and what is to be reported how often."""
    for before, each in zip([None, *preface], preface, strict=False):
        goes_on = before is not None and before.text.endswith("：") and _AIM.search(before.text)
        for text in split(each.text):
            if goes_on or _AIM.search(text) or _REPORTS.match(text) or _acts(text):
                yield text, each


def _acts(text: str) -> bool:
    """Whether a unit does something every so often: 2.市委农办每季度通报一次."""
    said = subject_of(re.sub("^(?:说明|备?注)[：:]", "", text))
    return bool(said and all(map(is_unit, said.units)) and frequencies_in(text) and not _TOLD.search(text))


_TOLD = re.compile("去年|上年|以来|截至|目前|成效")


def outside_of(document: Document) -> Iterator[tuple[str, Paragraph]]:
    """The sentences with numbers or frequencies that belong to no clause: those of the preface, those below an annex's title."""
    paragraphs = list(document.paragraphs)
    clauses = [] if _is_a_table(document) else _clauses(paragraphs)
    inside = {paragraph.number for clause in clauses for _, paragraph in clause.sentences}
    asked = {(text, paragraph.number) for text, paragraph in _aims(preface_of(document))}
    for each in paragraphs:
        if each.number not in inside and not _begins(each) and not _DUE.search(each.text):
            told = (text for text in split(each.text) if (text, each.number) not in asked)
            yield from ((text, each) for text in told if amounts_in(text) or frequencies_in(text))


def clause_finder(document: Document) -> Callable[[int], str]:
    """In which clause a block stands, by its number; "" for one outside of all, as in an annex."""
    clauses = list(_clauses(list(document.paragraphs)))
    spans = [(each.begins, each.ends, name) for each, name in zip(clauses, _names(clauses), strict=True)]
    return lambda block: next((name for begins, ends, name in spans if begins < block < ends), "")


def _share_with_siblings(clauses: list[_Clause]) -> None:
    """What only the last clause of a section says of its owners holds for the section."""
    sections: dict[tuple, list[_Clause]] = {}
    for clause in clauses:
        if clause.sentences and clause.path:
            deepest = max(clause.path)
            sections.setdefault(
                (deepest, *((level, number) for level, number in clause.path.items() if level != deepest)), []
            ).append(clause)
    by_path = {tuple(clause.path.items()): clause for clause in clauses}
    for path, siblings in sorted(sections.items(), key=lambda each: -each[0][0]):  # the deepest first
        *others, last = siblings
        if others and last.owned and not any(each.owned for each in others) and len(siblings[0].path) > 1:
            section = by_path.get(path[1:])
            for each in (*others, *([section] if section and not section.owned else [])):
                each.owned.append((len(each.sentences), last.owned[-1][1]))


def _share_with_all(clauses: list[_Clause]) -> None:
    """Whose all items above are by a paragraph of its own: 以上任务由各乡镇落实."""
    for place, clause in enumerate(clauses):
        if clause.of_those_above:
            for each in clauses[:place]:
                if each.sentences and not each.owned:
                    each.owned.append((len(each.sentences), clause.of_those_above))


def _share_with_item(clause: _Clause) -> None:
    """Whose an item is by its first or last sentence, where nothing else names them: 县住建局要把好质量关。"""
    for place in (0, len(clause.sentences) - 1) if len(clause.sentences) > 1 and not clause.owned else ():
        text = clause.sentences[place][0]
        said = subject_of(text)
        if said and all(map(is_unit, said.units)) and not (amounts_in(text) or frequencies_in(text) or limits_in(text)):
            clause.owned.append((place and place + 1, said))
            return


# Who signs for whom: 甲方：云岭县人民政府, 乙方（盖章）：石桥镇人民政府.
_PARTY = re.compile(r"^(?P<party>[甲乙]方|责任单位(?=[：:]))[^：:]{0,8}[：:]\s*(?P<name>[\u4e00-\u9fff（）、]{2,30})?")


def parties_of(document: Document) -> dict[str, str]:
    """Who the parties of a contract are; a blank stays 乙方."""
    found: dict[str, str] = {}
    preface = {each.number for each in preface_of(document)}
    for each in document.paragraphs:
        if each.text.startswith("责任") and each.number not in preface:
            continue
        if party := _PARTY.match(each.text):
            name = re.split("[（(]|[甲乙]方", party["name"] or "")[0]
            found.setdefault(party["party"], name or party["party"])
    return found if len(found) > 1 or "责任单位" in found else {}


def _named_above(clauses: list[_Clause]) -> Iterator[Owners]:
    """Whose each clause is by the headings above it: they name units behind themselves, or at the end of what they say.

    That holds until the next heading of the same or a higher level.
    """
    inherited: dict[tuple, Owners] = {}
    for clause in clauses:
        path = tuple(sorted(clause.path.items()))
        inherited[path] = clause.of_all()
        yield next(
            (inherited[path[:end]] for end in range(len(path) - 1, 0, -1) if inherited.get(path[:end])), Owners()
        )


def _marker(text: str) -> tuple[int, int, str] | None:
    """Level, number and the rest of a paragraph that begins with a number."""
    if article := _ARTICLE.match(text):
        return _THIRD, int(value_of(article[1]) or 0), text[article.end() :].strip()
    if item := _ITEM.match(text):
        return _THIRD if item[1].isdigit() else _SECOND, int(value_of(item[1]) or 0), text[item.end() :].strip()
    if coded := _CODED.match(text):
        return _THIRD, _DECIMALS * ord(coded[1]) + int(coded[2]), text[coded.end() :].strip()
    if decimal := _DECIMAL.match(text):
        numbers = [int(each) for each in re.split("[.-]", decimal[0])]
        whole = reduce(lambda above, number: _DECIMALS * above + number, numbers)
        return _THIRD + len(numbers) - 2, whole, text[decimal.end() + 1 :].strip()
    for level, pattern in enumerate(_LEVELS):
        if (match := pattern.match(text)) and (number := value_of(match[1]) or " ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".find(match[1])):
            return level, int(number), text[match.end() :].strip()
    return None


def _code(text: str) -> str:
    """What a paragraph's number of several parts calls it: 1.12, A1; "" for another."""
    coded = _CODED.match(text)
    decimal = _DECIMAL.match(text)
    return f"{coded[1]}{coded[2]}" if coded else decimal[0] if decimal else ""


def _styled(paragraph: Paragraph, path: dict[int, int]) -> tuple[int, int, str] | None:
    """The same for a heading that its style or its brackets make one; it gets the next number of its level."""
    titled = _TITLED.fullmatch(paragraph.text)
    if titled and (titled["said"] or is_about_owners(titled["behind"][1:-1])):
        text = (titled["said"] or titled["bare"]) + (titled["behind"] or "")
        return _SECOND, path.get(_SECOND, 0) + 1, text
    end, owners = headed_by(paragraph.text)
    if (
        owners
        and end == len(paragraph.text)
        and paragraph.text[-1] in "：:"
        and not re.search("各|有关|相关", owners.units[0])
    ):
        return _SECOND, path.get(_SECOND, 0) + 1, paragraph.text  # 县水利局：
    if not paragraph.level or len(paragraph.text) > 60:
        return None
    level = min(_FIRST + paragraph.level - 1, _FOURTH)
    return level, path.get(level, 0) + 1, paragraph.text


def _begins(paragraph: Paragraph) -> bool:
    return bool(_marker(paragraph.text) or _styled(paragraph, {}))


def _clauses(paragraphs: list[Paragraph]) -> Iterator[_Clause]:
    begins = any(map(_begins, paragraphs))
    clause = _Clause({}, "", "", [], [])
    is_open, is_article = not begins, False
    for paragraph in paragraphs:
        if (
            is_open
            and _ANNEX.match(paragraph.text)
            and len(paragraph.text) < 80
            and not re.search("。", paragraph.text)
        ):
            clause.ends = paragraph.number
            yield clause
            clause, is_open = _Clause({}, "", "", [], []), False
            continue
        marked = _marker(paragraph.text) or _styled(paragraph, clause.path)
        if (
            not marked
            and is_open
            and _SECOND in clause.path
            and paragraph.text[-1:] in "：:"
            and headed_by(paragraph.text)[1]
        ):
            marked = _SECOND, clause.path[_SECOND] + 1, paragraph.text  # 各镇（街道）：
        if marked and is_open and clause.path and marked[0] >= _FOURTH and _NUMBERED_LABEL.match(paragraph.text):
            marked = None  # （1）责任单位：…
        if not marked and begins and _NAMED_PART.match(paragraph.text):
            marked = _FIRST, 0, paragraph.text
        if marked:
            if is_open:
                clause.ends = paragraph.number
                yield clause
            level, number, rest = marked
            if level == _SECOND and is_article and not _ARTICLE.match(paragraph.text):
                level = _FOURTH  # 第五条…：（一）…
            is_article = bool(_ARTICLE.match(paragraph.text)) or (is_article and level > _THIRD)
            path = {kept: value for kept, value in clause.path.items() if kept < level} | {level: number}
            head, owners = headed_by(rest)
            heading, body = ("", rest[head:]) if owners else _heading(rest)
            part = heading if level <= _FIRST else clause.part
            chapter = heading if level == _CHAPTER else clause.chapter
            clause, is_open = (
                _Clause(
                    path,
                    heading or clause.heading,
                    part,
                    [],
                    [],
                    chapter=chapter,
                    code=_code(paragraph.text) or (clause.code if max(path.values()) > _DECIMALS else ""),
                    in_article=is_article,
                    begins=paragraph.number,
                ),
                True,
            )
            _take(clause, body, paragraph, bare=rest if not (body or owners) else "")
            if (phase := _PHASE.search(heading)) and not clause.due:
                clause.due.append((0, phase[1]))
            if owners and not clause.owned:
                clause.owned.append((len(clause.sentences), owners))
        elif is_open:
            _take(clause, paragraph.text, paragraph)
    if is_open:
        yield clause


# 责任领导：…责任站所：…: labels in a row, the blanks between them lost.
_IN_A_ROW = re.compile(
    rf"(?<=[\u4e00-\u9fff）)])(?<!牵头)(?<!主要)(?<!主责)(?<!具体)(?<!配合)(?<!实施)(?<!及)(?={KEY}[：:])"
)


# 由市教育局牵头、各镇配合，落实控辍责任。…: of all that the paragraph says behind it, too.
_OPENS = re.compile(r"由[^。；\d]{2,60}牵头[^。；\d]*?(?:配合|参与|协助)(?=，[^。]*。.)")


def _take(clause: _Clause, text: str, paragraph: Paragraph, bare: str = "") -> None:
    """Adds the sentences of a paragraph to its clause, and whom its brackets name."""
    text = "".join(map(stated, re.split("(?<=。)", _NUMBERED_LABEL.sub("", text or bare))))
    text = _DASHED.sub(_bracketed, _LABEL_IS.sub(r"\1：", _LABEL.sub(_with_colon, text)))
    text = _BRACKET.sub(
        _with_labels, _DUE_BESIDE.sub(r"\1；完成时限：\2", _DUE_IN_A_ROW.sub("；", _BOTH.sub(r"\1：", text)))
    )
    if re.match(rf"{KEY}[：:]", text):
        text = _IN_A_ROW.sub("；", text)
    text = _BEFORE_LABEL.sub(_ends_before, text)
    opens, begin = _OPENS.match(text), len(clause.sentences)
    leading = _DUE.match(text)
    for part, due in _by_due(text[leading.end() :] if leading else text):
        for piece in _pieces(part):
            _take_piece(clause, piece, paragraph, bare)
        if due:
            clause.due.append((len(clause.sentences), due))
    if opens and len(clause.sentences) > max([begin, *(place for place, _ in clause.owned)]):
        clause.owned.append((len(clause.sentences), named_in(opens[0])[1]))
    if leading:
        clause.due.append((len(clause.sentences), leading["due"]))
    if re.match("以上|上述", paragraph.text) and len(clause.sentences) == begin and clause.owned:
        clause.of_those_above = clause.owned[-1][1]


def _by_due(text: str) -> Iterator[tuple[str, str]]:
    """A text up to each label of a day, with what that says; "" behind the last one."""
    start = 0
    for label in _DUE.finditer(text):
        closes = re.compile("[）)〕】]*[。；]?").match(text, label.end())
        end = closes.end() if closes else label.end()
        yield re.sub("。+", "。", f"{text[start : label.start()]}。{text[label.end() : end]}"), label["due"]
        start = end
    yield re.sub("。+", "。", text[start:]), ""


def _with_labels(bracket: re.Match) -> str:
    """A bracket that names units and a day, with their labels."""
    said = labelled(bracket["inside"])
    return f"{bracket['open']}{said}{bracket['close']}" if "时限" in said else bracket[0]


def _ends_before(stop: re.Match) -> str:
    """A sentence ends before a label that stands in no bracket."""
    before = stop.string[: stop.start()]
    is_inside = sum(map(before.count, "（(〔【[")) > sum(map(before.count, "）)〕】]"))
    return stop[0] if is_inside else "。"


def _with_colon(label: re.Match) -> str:
    begins = not label.start() or label["stop"]
    return label["stop"] + (("" if begins else "。") + label["said"] + "：" if label["said"] else "")


def _bracketed(dash: re.Match) -> str:
    if dash["whole"]:
        said = labelled(dash["whole"])
        return f"（{said}）" if said else dash[0]
    named = owners_in(dash["who"])
    return f"（责任单位：{dash['who']}）" if named and all(map(is_unit, named.units)) else dash[0]


def _pieces(text: str) -> Iterator[str]:
    """A text without its labels of owners, and each of them alone: …3座。责任单位：县交通局。"""
    for piece in _LABELLED.split(text):
        labelled = re.match(rf"(?:{KEY})[：:][^。]*。", piece)
        if labelled:
            yield labelled[0]
            piece = piece[labelled.end() :]
        if piece:
            yield piece


def _take_piece(clause: _Clause, text: str, paragraph: Paragraph, bare: str) -> None:
    for part, owners in without_owners(text):
        if part and len(part) <= 60 and is_about_owners(part.strip("。").removeprefix("由")):
            owners, part = owners_in(part.strip("。").removeprefix("由")), ""
        if part and not (bare and owners is None and _is_heading(_PHASE.sub("", part))):
            for sentence in split(part):
                _take_sentence(clause, sentence, paragraph)
        if (
            owners and clause.owned and clause.owned[-1][0] == len(clause.sentences)
        ):  # 牵头单位, and 责任单位 on the next line
            before = clause.owned.pop()[1]
            owners = Owners(before.lead, tuple(dict.fromkeys((*before.support, *owners.lead, *owners.support))))
        if owners:
            clause.owned.append((len(clause.sentences), owners))


def _take_sentence(clause: _Clause, sentence: str, paragraph: Paragraph) -> None:
    """Adds a sentence, without the words that name who does it: by themselves they speak for what is before them."""
    several = len([part for part in sentence.split("；") if named_in(part)[1]]) > 1
    for part in re.split("(?<=；)", sentence) if several else [sentence]:
        words, owners = named_in(part)
        before = len(clause.sentences)
        if owners and words and (not clause.owned or clause.owned[-1][0] < before):
            clause.owned.append((before, Owners()))
        if words:
            clause.sentences.append((words, paragraph))
        if owners:
            clause.owned.append((len(clause.sentences), owners))


def _is_heading(text: str) -> bool:
    return (
        not re.search(r"[。；！？]", text)
        and not re.search(r"\d|每[月季年周日半]|清零|增不减|全覆盖|[二三四五六七八九十百]+[个户处座名成]|为零", text)
        and not (
            amounts_in(text) or frequencies_in(text) or any(each.comparison == "zero" for each in demands_in(text))
        )
    )


def _heading(text: str) -> tuple[str, str]:
    """A clause's heading and what is said behind it in the same paragraph: 强化教育帮扶。持续抓好… → both."""
    first, stop, rest = text.partition("。")
    if (
        stop
        and rest
        and stated(f"{first}。") == f"{first}。"
        and not any(map(is_unit, subject_of(first).units))
        and len(first) <= 40
        and _is_heading(_PHASE.sub("", first))
        and not is_about_owners(rest.strip("〔【（(）)】〕。"))
        and not only_names_units(rest)
    ):
        bracket = re.search(r"[（〔(【][^（〔(【]*(?:责任|牵头|负责)[^（〔(【]*$", first)
        return (first[: bracket.start()], bracket[0] + rest) if bracket else (first, rest)
    colon = re.match(r"^([^：:。，；]{2,25})[：:](?=.{8})", text)
    if colon and not subject_of(colon[1]) and _is_heading(colon[1]) and not re.search("责任|牵头|配合", colon[1]):
        return colon[1], text[colon.end() :]
    if not stop and len(text) <= 40 and _is_heading(re.sub(r"[（〔].*$", "", text)):
        bracket = re.search(r"[（〔(【].*$", text)
        return (
            (text[: bracket.start()], bracket[0]) if bracket and re.search("责任|牵头|负责", bracket[0]) else (text, "")
        )
    return "", text


def split(text: str) -> list[str]:
    """The sentences of a text, each with its end; no bracket or quotation is torn where a person wrote it."""
    sentences, start, depth = [], 0, 0
    for place, letter in enumerate(text):
        depth = depth + 1 if letter in _OPEN else max(0, depth - 1) if letter in _CLOSE else depth
        if (depth == 0 and letter in "。！？") or (letter == "。" and place - start > 400) or place - start > 2000:
            sentences.append(text[start : place + 1])
            start, depth = place + 1, 0
        elif depth == 0 and letter in _CLOSING.pattern and place == start and sentences:
            sentences[-1] += letter
            start = place + 1
    return [sentence.strip() for sentence in [*sentences, text[start:]] if sentence.strip()]


def _names(clauses: list[_Clause]) -> list[str]:
    """What each clause is called: 8, 三2, 一, 保障1, as the document's own numbering makes it unmistakable."""
    matter = [clause for clause in clauses if not _is_support(clause)]
    levels = {level for clause in matter or clauses for level in clause.path}  # 三、保障措施 1. is below no （一）
    item = next((level for level in (_THIRD, _FOURTH) if level in levels), _SECOND if _FIRST in levels else _FIFTH)
    numbered = [clause.path for clause in clauses if max(clause.path, default=0) == item]
    running = all(count == 1 for count in Counter(path[item] for path in numbered).values())
    if item == _SECOND:  # （一） of the only part with such items, or （七） of the third
        running = running and len({path.get(_FIRST) for path in numbered}) > 1
    taken = {_lower(clause.path) for clause in clauses if not _is_support(clause)}
    if not running and not any(_SECOND in path and _THIRD in path for path in (clause.path for clause in clauses)):
        taken = {
            lower for lower in taken if lower and lower[0] == _SECOND
        }  # 一1, 二1: each part's number tells them apart
    again = {clause.path[_FIRST] for clause in clauses if _is_support(clause) and _lower(clause.path) in taken - {None}}
    deep = _is_ambiguous(clauses)

    def named() -> list[str]:
        return [_name(clause, item if running else None, again, deep) for clause in clauses]

    called = list(zip(clauses, named(), strict=True))
    own = {name for clause, name in called if not _is_support(clause)}  # 三、保障措施 1 is no （三）1
    again |= {
        clause.path[_FIRST] for clause, name in called if _is_support(clause) and _lower(clause.path) and name in own
    }
    names = named()
    items = [place for place, clause in enumerate(clauses) if max(clause.path, default=0) == item == _SECOND]
    tasks = [place for place in items if not (_is_support(clauses[place]) or _STAGES.search(clauses[place].part))]
    if not running and len({clauses[place].path[item] for place in tasks}) == len(tasks):
        for place in tasks:  # （三） of the only part that says what is to be done
            names[place] = chinese(clauses[place].path[item])
    return names


def _is_ambiguous(clauses: list[_Clause]) -> bool:
    """Whether （一）1 is in two parts: only the part's number before it tells them apart."""
    parts: dict[tuple[int, int], set[int]] = {}
    for path in (clause.path for clause in clauses):
        if path.get(_FIRST) and path.get(_SECOND) and path.get(_THIRD):
            parts.setdefault((path[_SECOND], path[_THIRD]), set()).add(path[_FIRST])
    return any(len(each) > 1 for each in parts.values())


def _is_support(clause: _Clause) -> bool:
    return bool(_SUPPORT.search(clause.part)) and _FIRST in clause.path


def _lower(path: Mapping[int, int]) -> tuple[int, int] | None:
    return next(((level, path[level]) for level in (_SECOND, _THIRD, _FOURTH) if path.get(level)), None)


def _name(clause: _Clause, running: int | None, again: Collection[int], is_ambiguous: bool) -> str:
    """A clause's name; `running` is the level whose numbers go on from part to part, `again` are the parts of support whose begin again."""
    path = clause.path
    if path and not path[max(path)]:
        return clause.heading
    if _is_support(clause) and (path[_FIRST] in again or running not in path) and (lower := _lower(path)):
        return f"保障{lower[1]}"
    if clause.code:
        return clause.code
    if clause.in_article and (item := path.get(_FOURTH)):
        return f"{chinese(path[_THIRD])}{item}"  # 第三条（1）
    if running in path and (running == _THIRD or max(path) == running):
        return str(path[running])
    if _CHAPTER in path and _SUPPORT.search(clause.chapter) and path.get(_FIRST):
        return f"保障{path[_FIRST]}"
    above = next((chinese(path[level]) for level in (_SECOND, _FIRST, _CHAPTER) if path.get(level)), "")
    if _THIRD in path:
        if is_ambiguous and path.get(_FIRST) and path.get(_SECOND):
            return f"{chinese(path[_FIRST])}{path[_SECOND]}.{path[_THIRD]}"
        return f"{above}{path[_THIRD]}"
    if lowest := path.get(_FOURTH, path.get(_FIFTH)):
        return f"{above}{lowest}"
    if _SECOND in path:
        top = next((chinese(path[level]) for level in (_FIRST, _CHAPTER) if path.get(level)), "")
        return f"{top}{path[_SECOND]}" if top else chinese(path[_SECOND])
    return above
