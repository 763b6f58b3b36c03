"""Who is responsible: 〔责任单位：…〕, （牵头单位：…；配合单位：…）, （县教育局牵头，县财政局配合）, or a cell of a table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data_loaders.planning.sentences.amounts import is_place

_OPEN, _CLOSE = "〔（(【[［", "〕）)】]］"
KEY = r"(?:归口|责任|牵头|主责|主管|主办|负责|配合|协办|协同|协助|参与|参加|实施|落实|承办|监管|督导|指导)(?:领导|单位|部门|主体|科室|机构|股室|站[所室办]|责任单位|分工)?(?:及?[、和]?(?:配合|责任)(?:单位|部门))?"
_NAMED = re.compile(rf"^\s*{KEY}\s*[：:]")
_SAID = re.compile(r"(?:牵头|配合|负责|落实|实施|按(?:各自)?职责分工|分工负责)[)）\]〕】]?$")
_LINE = re.compile(rf"^(?:{KEY})\s*[：:](?!.*。.)")
_ROLE = re.compile(
    rf"{KEY}\s*[：:]|(?<!各)(?:共同|分别)?(?:牵头|配合|具体)?(?:按(?:照)?(?:各自)?职责(?:分工)?|分工)?(?:负责|牵头|配合|落实|参与|组织实施)(?:落实|实施)?"
)
_KEYED = re.compile(rf"(?<![；;。，、：:（(及和或]){KEY}\s*[：:]")  # 牵头单位：县民政局 落实单位：各乡镇
# What may be called a unit, by how its name ends.
UNIT = re.compile(
    r"(?:局|委|办|办公室|部|中心|政府|小组|组|站|所|院|会|党委|党工委|乡|镇|镇街|街|街道|村|社区|单位|部门|专班|公司|[银商]行|联社|大队|队|处|室|科|股|校|学院|集团|法院|园区|支局"
    r"|联合会|总工会|妇联|团工委|团委|残联|科协|工商联|单位等|社|场|政办|分行|支行|管委会|机关|[)）〕】])$"
)
_SUBJECT = re.compile(
    r"^(?:请|责成|委托|商请|由)?(?!实[行施]|建立|落实|坚持|健全|完善|推行|执行|严格|继续|全面|[加强]强|强化|开展|组织(?!部))(?P<unit>[甲乙]方"
    r"|(?:各|县|区|市|镇|乡|州|省|由|全[县区市镇])?[\u4e00-\u9fff（）()、“”]{0,24}?(?:局|委”?|办|办公室|部|中心|政府|小组|站|所|院|党委|党工委"
    r"|妇联|乡|镇|街道|镇街|专班|村|社区|供销社|[合联]社|总?工会|残联|团委|银行|单位|部门|公司|[镇道县市区旗局办委部会社心]）|处）|干部|领导|联系人|责任人|[队专成]员|网格员"
    r"|书记|工作队|[^会商生教]室|[^大开]会|会议|[县市区镇乡村]级|联社))"
    r"(?:[主分]?[要管]?负责(?:人|同志)|班子(?!成员)|[主分包]\S领导)?(?=(?:要|须|应|至少|全年|年内|定期|负责|于|在)?(?:每|全年(?:[召开组举集]|$)|按月"
    r"|按季|逐月|月|季|[次下][月季周])|(?:20\d\d年度?|全年)?(?:要|须|应)|负责|牵头|在?\d+个?(?:工作|自然)?[日天小月周])"
)

# Units that govern what follows them whatever that is: 县水利局对…, 各乡镇识别准确率….
_GOVERNMENT = r"(?:人民政府|政府|党委|党工委|办事处)"
_GOVERNOR = (
    rf"(?:[甲乙]方|各?(?:有关|相关)?乡镇?{_GOVERNMENT}|各?镇{_GOVERNMENT}|各(?:有关|相关)?(?:乡镇|镇街|[镇乡县区市旗州]|街道)(?:[（(][^（）()]{{1,12}}[）)])?{_GOVERNMENT}?"
    r"|[县区市州旗][\u4e00-\u9fff]{0,16}?(?:局|[县区市州旗]委|(?<=农)委|[政纪编工]法?委|委(?=[会联][同合]|[、和]|对|按|全年)|[委府政农]办|办公室"
    r"|部|中心|政府|小组|党校|妇联|残联|总?工会|供销社|[合联]社|[银商]行|专班|公司)|国网[\u4e00-\u9fff]{1,8}公司"
    r"|[\u4e00-\u9fff]{2,8}(?:部门|(?<![格布结全破大])局))"
)
_GOVERNS = re.compile(
    rf"(?:由|请|责成|委托|商请)?(?P<unit>(?:会同|联合)?{_GOVERNOR}(?:(?:、|和|会同|联合){_GOVERNOR})*)(?:[主分包]\S领导)?(?P<act>对(?!口)|加[快大强]|强化|抓[好实]|做[好实]|优化|完善|健全|深化|保障|按|自|从|将|把|为(?!民)|于|全年|年内|年底|上半年|下半年"
    r"|\d|举办|开展|组织|共同|分别|[督指]导|督促|协调|统筹|推[动进]|推行|依托|[新补][造植种栽]|拿出|出台|印发|编制|[拨支兑]付|下达|投放|改造|整[治改]|治理|修[建复缮]"
    r"|硬化|种植|栽植|清[理运淤]|推广|引进|招引|安排|筹措|争取|帮助|确保|力争|抽查|监测对象|识别|[新改扩]建|完成|实施|制定|选派|培训|培育|落实|建立|建设|建成|打造|新增|发放"
    r"|[\u4e00-\u9fff]{2,14}(?<!效)率|$)"
)


_BEHIND_A_UNIT, _ENDS = r"(?<=[局委办部会社联站所府组司行院室心乡镇村街道位门等）)])", r"(?=[；;，,。）)]|$)"
# Other words for the usual ones, in a statement that says nothing but who does it.
_OTHER_WORDS = tuple(
    (re.compile(said), usual)
    for said, usual in (
        (
            r"(?:^|(?<=[（(，、；]))[^，。；、（(\d]{1,10}(?:局长|县长|区长|市长|镇长|乡长|主任|书记|部长|主席|委员|同志)(?:分管|负责|包抓|包联|牵头"
            r"|联系|督办)?[，、；]|[，（(](?:排|列)[^，。；）)]{0,6}[一首][^，。；）)]*[）)]?|，(?:另有|除)[^，。；）)]{2,12}外|，下同"
            r"|等(?:有关|相关)?(?:部门|单位)(?=[、，。；和及与]|$)",
            "",
        ),
        (r"(?:^|[；，、])[^；，、。\d]{0,4}\d+(?:\.\d+)?分(?=[；，]|$)", ""),  # …；本条30分
        (r"^[；，]|^[—－-]+", ""),
        (
            r"^(?:(?:以[上下]|上述|[此本该这])[^，。；：\d由（）]{0,8}由(?!单位)"
            r"|(?:以上|上述|[此本该这])(?:各?项|条|些)?(?:工作|任务|事项|措施|内容|要求|部分|章|节|段|类|领域|方面)?[，：]?"
            r"|(?:工作|任务|职责)?分工[：:])由?(?!单位)",
            "由",
        ),
        (rf"^由(?={KEY}[：:]|[牵配责主协])|[县乡镇区市]级(?={KEY}[：:])|乡镇[：:](?=各)", ""),
        (r"为(牵头|配合|责任|协办)单位", r"\1"),
        (
            rf"(?:(?<![一-龥])|(?<=[局委办部会社联站所府院室心乡镇]))({KEY}(?<=单位|部门))[\s　]*(?=[县区市镇州旗各])",
            r"\1：",
        ),
        (r"牵头(?:抓总|负责|落实|办理|统筹|组织)+|负责(?:统筹|牵头)+", "牵头"),
        (r"(?:协同|协助|做好|积极|密切|抓好|具体|共同|分别|分头)(?=配合|落实|实施)", ""),
        (r"，会同", "，"),
        (rf"{_BEHIND_A_UNIT}(?:共同|积极)?(?:参与|参加|协助|协同|协办|会办){_ENDS}", "配合"),
        (rf"{_BEHIND_A_UNIT}(?:主抓|主办|承办|主责|主管|统筹|为主){_ENDS}", "牵头"),
    )
)


def in_usual_words(text: str) -> str:
    """Who does something, said as most offices say it: 县水利局牵头抓总，县财政局抓好落实 → 县水利局牵头，县财政局落实."""
    for said, usual in _OTHER_WORDS:
        text = said.sub(usual, text)
    return text


DAY = r"(?:20\d\d年)?(?:年底|(?:1[0-2]|[1-9])月(?:\d{1,2}日|[底末初]|[上中下]旬)?)(?:之前|以前|前)?(?:完成|办结)?"
_DAY_ALONE = re.compile(
    r"(?:(?:完成|办结)?(?:时限|期限|时间)(?:要求)?[：:]?)?(?:于|在)?(?:20\d\d年)?(?:全年|年底|年内|常年"
    r"|(?:1[0-2]|[1-9])月(?:\d{1,2}日|[底末初]|[上中下]旬)?)(?:之前|以前|前|内)?(?:完成|办结)?"
)


def labelled(text: str) -> str:
    """Units and a day beside them as a line with labels: 县住建局；9月底前 → 责任单位：县住建局；完成时限：9月底前; "" for other text."""
    pieces = [piece.strip("。 ") for piece in re.split("[；;，,]", text)]
    days = [piece for piece in pieces if _DAY_ALONE.fullmatch(piece)]
    units = "；".join(piece for piece in pieces if piece not in days)
    named = owners_in(units).units
    if not named or len(days) > 1 or not all(UNIT.search(unit) and not re.search(r"\d|的", unit) for unit in named):
        return ""
    label = "" if _NAMED.match(units) else "责任单位："
    return "；".join([f"{label}{units}", *(f"完成时限：{re.sub('^.*[：:]', '', day)}" for day in days)])


# 教育保障由县教育局牵头，县妇联配合。
_ABOUT = re.compile(r"^[^，。；：\d（(〔【]{2,12}?由(?=[^，。；：\d]{2,40}(?:负责|牵头|落实|承担)(?:[，。；]|$))")


def stated(sentence: str) -> str:
    """A sentence that only says who does it as a line of units; any other as it is."""
    original, sentence = sentence, _ABOUT.sub("由", sentence)
    names = re.split("[、，；]", sentence.rstrip("。"))
    if all(map(is_unit, names)):
        return f"责任单位：{'、'.join(names)}。"
    usual = in_usual_words(sentence)
    if usual == sentence or re.match(rf"{KEY}[：:]", usual):
        return usual
    words, named = named_in(usual)
    if not named or words.strip("。；"):
        return original
    return (
        "；".join(
            f"{role}单位：{'、'.join(units)}"
            for role, units in (("牵头", named.lead), ("配合", named.support))
            if units
        )
        + "。"
    )


# 由县水利局牵头，县财政局配合; 由区住建委会同区城管局落实.
_BY = re.compile(
    r"(?:^|(?<=[，；：。]))(?P<by>(?:(?:以[上下]|上述|[此本该这]项|本条)[^，。；：\d]{0,8}?由"
    r"|由)?)(?P<who>[^，。；\d]{2,50}?)(?:按(?:照)?(?:各自)?职责(?:分工)?|共同|分别|具体)?(?P<act>统筹(?=[，。；])|各负其责|牵头负责|牵头落实"
    r"|牵头|组织实施|负责实施|负责落实|负责|落实|实施|承担|包干|(?<=[局办委部站所会中心])(?:考勤|考核|指导|管理))"
    r"(?:(?<=负责)(?P<what>(?!落实"
    r"|实施|牵头|组织)[^，。；\d]{2,6}))?(?:[，、](?P<more>[^，。；\d]{2,60}?)(?:按(?:各自)?职责(?:分工)?)?(?:配合|参与|参加|协助|协同|落实"
    r"|实施|负责|指导)(?:落实|实施)?)?"
    r"(?:[，。；：]|$|(?=(?:于|在)?(?:20\d\d年)?(?:\d{1,2}月|年[底内前]|[上下]半年|第?[一二三四]季度)))"
)
_NUMBERED = re.compile(r"^[（(]?\d{1,2}[）).、．](?!\d)|^[①-⑳]|^[一二三四五六七八九十]是")
_NO_UNIT = re.compile(r"每|至少|招聘|座谈会|现场会|推进会|展销|博览|深入|垃圾|污水|中转|供水|泵站|驿站|充电|加油|厕|的")


@dataclass(frozen=True)
class Owners:
    """Units as the document writes them, the leading ones first."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.lead, *self.support)))

    def called(self, names: Mapping[str, str]) -> "Owners":
        """The same with other names for some: 甲方 is 云岭县人民政府."""
        return Owners(
            *(
                tuple(name for unit in units for name in names.get(unit, unit).split("、"))
                for units in (self.lead, self.support)
            )
        )

    def __bool__(self) -> bool:
        return bool(self.lead or self.support)


# What is a unit by its first and its last letters, and no place: 县农业农村局, 各镇; not 东岭镇, 街道.
_SURELY = re.compile(
    r"(?:各|有关|相关)?街道办事处|(?:各|有关|相关)(?:乡镇|镇街|[镇乡村县区市]|街道|单位|部门)(?:人民政府)?(?:[（(][^（）()]{1,8}[）)])?"
    r"|(?:[县区市镇州旗]|乡(?!村))(?!场|区|中心|级)[\u4e00-\u9fff]{1,16}?(?:局|[^城镇]委|[府政农委]办|办公室|部|公司|中心|联|会|社|银行|商行"
    r"|[^举承开主协督]办|[查政研]室|分局|小组|队|院|站|所)"
)


def is_unit(name: str) -> bool:
    """Whether a name is that of a unit by its first and its last letters."""
    return bool(_SURELY.fullmatch(name))


def headed_by(text: str) -> tuple[int, Owners]:
    """Whose all is that stands behind or below the units that a text begins with, and where they end.

    县能源局：…, 区水务局（配合单位：区卫生健康局）.
    """
    text = re.sub("[（(](?:牵头|主责|主办|配合)[)）]", lambda role: "\u3000" * len(role[0]), text)
    head = re.match(
        r"(?P<lead>[^：:。，；（(]{3,60}|各[镇乡]+（[^（）：]{1,12}）)(?:[：:]|(?P<more>[（(](?P<inside>.+)[)）])?[。]?$)",
        text,
    )
    names = [name.strip("\u3000") for name in _names(head["lead"])] if head else []
    if not head or not names or not all(map(_SURELY.fullmatch, names)):
        return 0, Owners()
    inside = head["inside"] or ""
    if head["more"] and not is_about_owners(inside):
        return 0, Owners()
    named = owners_in(inside)
    return head.end(), Owners(tuple(names), tuple(dict.fromkeys((*named.lead, *named.support))))


_LONGEST = 800  # letters of a bracket with owners


def without_owners(text: str) -> Iterator[tuple[str, Owners | None]]:
    """Pieces of a text, each with the owners that a bracket behind it names; None behind the last one."""
    if _LINE.match(text):
        yield "", owners_in(text)
        return
    start = place = 0
    while place < len(text):
        if text[place] in _OPEN:
            end = _end_of_bracket(text, place)
            inside = text[place + 1 : end]
            kinds = text[place] in "（(" and text[start:place].endswith(
                ("乡镇", "各镇", "各乡")
            )  # 各乡镇（街道、管委会）
            named = re.split("[，；。：]", text[start:place])[-1]
            kinds = kinds or (
                is_unit(named) and text[end + 1 : end + 2] not in ("", *"。；")
            )  # 县委农办（县乡村振兴局）
            closes = text[start:place].endswith("。") and text[end + 1 :].strip("。；") == ""
            if len(inside) < _LONGEST and (
                is_about_owners(inside) or (not kinds and _lists_units(text[place], inside, closes))
            ):
                yield text[start:place].strip(), owners_in(inside)
                start = place = end + 1
                while start < len(text) and text[start] in "。；：":  # 〔责任单位：…〕。 belongs to what is before it
                    start = place = start + 1
                continue
        place += 1
    yield text[start:].strip(), None


def _end_of_bracket(text: str, place: int) -> int:
    """Where a bracket ends; a scan may close 〔 with 】."""
    depth = 0
    for end in range(place, min(len(text), place + _LONGEST)):
        depth += (text[end] in _OPEN) - (text[end] in _CLOSE)
        if depth == 0:
            return end
    return len(text)


def is_about_owners(inside: str) -> bool:
    """Whether what a bracket holds names those responsible."""
    inside = in_usual_words(inside)
    if _NAMED.match(inside):
        return True
    if re.search(r"\d|。.", inside) or not _SAID.search(inside.rstrip("。；")):
        return False
    named = owners_in(inside).units
    return bool(named) and all(UNIT.search(unit) for unit in named)


def _lists_units(opener: str, inside: str, closes: bool) -> bool:
    """Whether a bracket holds names of units and nothing else: 〔县水利局、各镇（街道）〕; one alone where it closes a text."""
    names = [name for name in _names(inside) if name]
    if all(map(is_place, names)):
        return False  # （上河村、下河村）: where
    enough = 1 if closes or opener in "〔【[［" or all(map(_SURELY.fullmatch, names)) else 2
    return (
        len(names) >= enough
        and all(UNIT.search(name) and len(name) <= 36 for name in names)
        and not re.search(r"\d", inside)
    )


def only_names_units(text: str) -> bool:
    """Whether a text is a bracket with names of units and nothing else: 〔旗农牧局〕."""
    text = text.rstrip("。；")
    return text[:1] in _OPEN and text[-1:] in _CLOSE and _lists_units(text[0], text[1:-1], closes=True)


def named_in(sentence: str) -> tuple[str, Owners]:
    """A sentence without 由…牵头, and whom that names."""
    for match in _BY.finditer(sentence):
        lead, _, joined = re.sub("会同|联合|协同", "\n", match["who"]).partition("\n")
        support = "、".join(filter(None, (joined, match["more"])))
        lead, support = ("、".join(one for name in _names(units) for one in _joined(name)) for units in (lead, support))
        named = [_unit(name) for name in _names(f"{lead}、{support}") if name.strip()]
        ends = not match["what"] and sentence[match.end() - 1 :][:1] in "。；" and all(map(is_unit, named))
        says = match["by"] or match["act"].startswith(("牵头", "各负")) or ends  # 新建泵站7座，县水利局负责。
        if says and named and all(UNIT.search(unit) for unit in named):
            before, behind = sentence[: match.start()], sentence[match.end() :]
            words = before + behind if behind.strip("。") else before.rstrip("，；") + ("。" if before else "")
            return words, Owners(tuple(map(_unit, _names(lead))), tuple(filter(None, map(_unit, _names(support)))))
    return sentence, Owners()


def owners_in(text: str) -> Owners:
    """The units a text names; 配合单位 come behind the leading ones."""
    text = in_usual_words(re.sub("[｜|]", "；", text)).removeprefix("由")
    text = _KEYED.sub(lambda key: key[0] if key.start() == 0 else f"；{key[0]}", text)
    lead: list[str] = []
    support: list[str] = []
    into = lead
    for part in (
        re.split(r"[；;。]|(?<=[牵配负]头|配合|负责)[，,]", text)
        if re.search("牵头|配合|协办|(?:领导|责任人|负责人|联系人|联络员|经办人)[：:]", text)
        else [text]
    ):
        if re.match(
            r"\s*(?:(?:责任|分管|包联|牵头|督办|联系)领导|(?:考核|验收|监督|督办)(?:单位|部门)?[：:]"
            r"|[\u4e00-\u9fff]{0,4}(?:责任人|负责人|联系人|联络员|经办人)[：:])",
            part,
        ):
            continue  # a person, not a unit
        begins = re.match(rf"\s*({KEY})\s*[：:]", part)
        said = begins[1] if begins else part
        into = (
            support
            if re.search("配合|协[办同助]|参与|参加|监管|督导|指导", said) and not re.search("牵头|主责", said)
            else (lead if re.search("牵头|责任|负责|主责|主办|落实|实施", said) else into)
        )
        into += [unit for name in _names(part) for one in _joined(_unit(name)) if (unit := _unit(one))]
    return Owners(tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(support)))


def _names(text: str) -> Iterator[str]:
    """Names between 、 and ， outside of brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter in _OPEN) - (letter in _CLOSE))
        if depth == 0 and letter in "、，,；; \n/\\":
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _joined(name: str) -> list[str]:
    """县财政局和各乡镇 are two units, 县发展和改革局 is one."""
    pieces = re.split("[和及与]", name)
    return pieces if all(map(_SURELY.fullmatch, pieces)) else [name]


def _unit(name: str) -> str:
    """A unit's name without what is said of its part: 县财政局牵头 → 县财政局."""
    name = re.sub("[（(][)）]", "", _ROLE.sub("", name)).strip(" 。；：:—等")
    while name and name[-1] in _CLOSE and not any(letter in _OPEN for letter in name):
        name = name[:-1]
    return name if 1 < len(name) <= 40 else ""


def nearest_subject(text: str) -> Owners:
    """Who does what a text says last: its last part that begins with a unit."""
    found = (subject_of(part.strip()) for part in reversed(re.split("[，；。]", text)))
    return next((owners for owners in found if owners), Owners())


def subject_of(text: str) -> Owners:
    """Who does it by the sentence itself: 县乡村振兴局每月通报 → 县乡村振兴局."""
    text = _NUMBERED.sub("", text)
    found = _SUBJECT.match(text)
    if not found or "的" in found["unit"]:  # 县委农办对滞后的乡镇每月约谈: not whom it is done to
        found = _GOVERNS.match(text)
    if not found:
        return Owners()
    if is_place(found["unit"]) and re.match(r"在?\d", text[found.end("unit") :]):
        return Owners()  # 石桥村10月底前硬化道路: where, not who
    joined = re.match(
        r"(?:要|须|应)?(?:会同|联合)([^，。；\d每]{2,24}?)(?=每|于|在|对|开展|组织|定期|全年|\d)",
        text[found.end("unit") :],
    )
    unit = found["unit"] + (f"、{joined[1]}" if joined else "")
    said = re.sub(r"会同|联合|(?<=[部员队长])[和与及](?=\S{2,6}(?:干部|[队专格]员|队|长)$)", "、", unit)
    names = tuple(name.rpartition("由")[2] for each in _names(said) for name in _joined(each) if len(name) > 1)
    if not all(len(name) <= 24 and not _NO_UNIT.search(name) for name in names):
        return Owners()
    return Owners((), names) if re.match("会同|联合|配合|协同|协助", found["unit"]) else Owners(names)


def charged(text: str) -> tuple[Owners, str]:
    """Whom a text charges, and with what: 县水利局、县住建局要改造水厂 → both, 改造水厂; nobody and the text else."""
    said = subject_of(text)
    end = text.find(said.units[-1]) + len(said.units[-1]) if said else 0
    charge = re.match("要(?!求)|须|应(?!急)当?|负责", text[end:])
    if not charge or not end or not all(map(is_unit, said.units)):
        return Owners(), text
    return said, text[end + charge.end() :]


def ungoverned(text: str) -> str:
    """A text without the units that it begins with: 县水利局举办培训班 → 举办培训班."""
    found = _GOVERNS.match(text)
    return text[found.start("act") :] if found else charged(text)[1]
