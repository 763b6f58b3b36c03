"""What the head of a document tells: the work, the district, who issued it, its number, the towns it is addressed to."""

import re
from datetime import date

from data_loaders.plan_words import DISTRICT_NAME, DOCUMENT, PUBLISHER, TITLE, UNITS, WHOLE
from data_loaders.planning.document import Document, Paragraph
from data_loaders.planning.outline import parties_of, preface_of
from data_loaders.planning.sentences.amounts import FARM

_FORMS = "(?:重点|目标|主要|年度)*(?:工作)?(?:目标|任务|责任)*(?:分解|分工)(?:表|方案|一览表|意见|清单|台账)?(?=[》（(的]|$)|工作要点|(?:目标)?(?:管理)?责任书|工作实施方案|实施方案|行动方案|工作方案|工作计划|行动计划|实施计划|实施意见|工作意见|工作安排|考核评估办法|考核办法|评估办法|考核细则|(?:考核|评价|监测)*指标(?:体系|表)|评价办法|办法|分解方案|任务清单|工作任务|任务分解表|分解表|责任清单|工作清单|清单|工作台账|台账|一览表|分工方案|若干措施|任务书|要点|方案|计划|意见|安排"
_DISTRICT = r"[\u4e00-\u9fff]{1,12}?(?:新区|开发区|管理区|自治县|自治旗|县|区(?!域)|市(?!场)|州|旗|(?<!城)镇|(?<!城)(?<!推进)乡(?!村|镇)|街道)"
_TITLES = (
    re.compile(
        rf"(?P<district>{_DISTRICT})[\u4e00-\u9fff]{{0,12}}?(?:局|委|办公室|办|中心|小组|政府)20\d\d年度?(?P<work>[^《》，。；\d]{{2,48}}?)(?:工作)?(?:{_FORMS})"
    ),
    re.compile(rf"(?P<district>{_DISTRICT})20\d\d年度?(?P<work>[^《》，。；]{{2,48}}?)(?:工作)?(?:{_FORMS})"),
    re.compile(rf"20\d\d年度?(?P<district>{_DISTRICT})(?P<work>[^《》，。；]{{2,48}}?)(?:工作)?(?:{_FORMS})"),
    re.compile(
        rf"(?P<district>{_DISTRICT})(?:关于)?(?:做好|印发)?(?P<work>[^《》，。；\d]{{2,48}}?)(?:工作)?20\d\d年度?(?:{_FORMS})"
    ),
    re.compile(rf"(?P<district>{_DISTRICT})(?P<work>[^《》，。；\d]{{4,48}}?)(?:工作)?(?:{_FORMS})"),
)
_NOTICE = re.compile(
    rf"(?:中共)?(?P<district>{_DISTRICT})[\u4e00-\u9fff]{{0,20}}?关于(?:进一步|扎实|切实|全力|全面)*(?:做好|抓好|印发|下达|加强|开展|推进)?20\d\d年度?(?P<work>[\u4e00-\u9fff]{{2,40}}?)(?:工作)?的(?:通知|意见|实施意见)"
)
_WORK_OF_NOTICE = re.compile(
    r"关于[\u4e00-\u9fff]{0,6}?20\d\d年度?(?P<work>[\u4e00-\u9fff]{2,40}?)(?:目标任务|工作任务|任务|工作)?的(?:通知|意见)"
)
_WORK_ALONE = re.compile(rf"20\d\d年度?(?P<work>[^《》，。；]{{2,48}}?)(?:工作)?的?(?:{_FORMS})")
_OTHER_LEVELS = tuple("镇乡州旗")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[［（(【]20\d\d[〕\]］）)】]第?\d{1,4}号")
_DATE = re.compile(r"^20\d\d年\d{1,2}月\d{1,2}日$|^二[〇○零O0]\S{2,3}年\S{1,3}月\S{1,3}日$")
_SIGNED_ON = re.compile(r"^([\u4e00-\u9fff、]{4,40}(?:政府|办公室|委员会|小组|局|委|部))20\d\d年\d{1,2}月\d{1,2}日$")
_TOWN = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{1,10}}?(?:镇|乡|街道|管理处|开发区|园区|{FARM}|办事处))(?:党|人民政府|政府|办事处|委员会|管委会|和|及|$)"
)
_CHANGES = re.compile(r"(?:关于|对).{0,20}(?:调整|补充|修改|修订|变更)|补充(?:通知|方案|意见)|调整(?:通知|方案)")
_FROM = re.compile(r"(?:自|从)(?:(20\d\d)年)?(1[0-2]|0?[1-9])月([12]\d|3[01]|0?[1-9])日(?:起|开始)")
_ORGAN = re.compile(r"(?:政府|办公室|委员会|小组|局|县委|区委|市委|镇委|乡委|党委|党工委|办|部)$")


def year_of(document: Document) -> int | None:
    """The year that the head of a document plans: that of its title, else of its number; None where it names none."""
    lines = [each.text for each in preface_of(document)]
    titled = [
        line
        for line in lines
        if len(line) < 80 and re.search(f"20\\d\\d年.*(?:{_FORMS}|通知)|(?:{_FORMS}).*20\\d\\d年", line)
    ]
    numbers = [match[0] for line in lines for match in _NUMBER.finditer(line)]
    found = [year for text in (*titled, *numbers) for year in re.findall(r"20\d\d", text)]
    return int(found[0]) if found else None


def changes_a_plan(document: Document) -> bool:
    """Whether its title says that a document only changes a plan: 补充通知, 关于调整……的通知."""
    lines = [each.text for each in preface_of(document)]
    return any(len(line) < 80 and _CHANGES.search(line) for line in lines)


def begins_on(document: Document, year: int) -> date | None:
    """The day from which a document says it holds, 自7月1日起; None where it says none, or several."""
    found = {match for each in document.paragraphs for match in _FROM.findall(each.text)}
    if len(found) != 1:
        return None
    ((said, month, day),) = found
    try:
        return date(int(said or year), int(month), int(day))
    except ValueError:
        return None


def settings_of(document: Document, year: int) -> dict[str, str]:
    """设置项 → value for what the document tells; what it does not tell is not there."""
    preface = preface_of(document)
    lines = [each.text for each in preface]
    found = _title(lines, year)
    issuer = _issuer(preface, list(document.paragraphs), found.get("区域名称", ""))
    found[PUBLISHER.name] = parties_of(document).get("甲方", "") or issuer
    if not found.get("区域名称") and (
        place := re.match(rf"(?:中共)?({_DISTRICT})(?:委|人民政府|党|农|乡)", found["发布单位"])
    ):
        found["区域名称"] = place[1]
    labelled = [cell for rows in document.tables for row in rows for cell in row.cells] + lines
    found[PUBLISHER.name] = _labelled(labelled, "发[布文](?:机[构关]|单位)") or found[PUBLISHER.name]
    numbers = [match[0] for line in lines for match in _NUMBER.finditer(line)]
    found["文号"] = _labelled(labelled, "(?:发?文|文件编)[号字]") or (numbers[0] if numbers else "")
    found["镇和管理处"] = ";".join(_towns(lines))
    if (level := found.get("区域名称", "")[-1:]) in _OTHER_LEVELS:  # a town's plan speaks of 全镇
        found[WHOLE.name] = f"全{level}"
    order = (TITLE, DISTRICT_NAME, WHOLE, PUBLISHER, DOCUMENT, UNITS)
    return {setting.name: found[setting.name] for setting in order if found.get(setting.name)}


def _labelled(lines: list[str], label: str) -> str:
    """What the head of a web page says behind a label: 发布机构：某县人民政府."""
    found = (re.search(rf"(?:^|\s){label}[：:]\s*(\S{{4,30}})", line) for line in lines)
    return next((each[1] for each in found if each), "")


def _title(lines: list[str], year: int) -> dict[str, str]:
    """The work and the district, from the title that names the plan's year, else from any."""
    titles = [
        re.sub("《[^《》]*报告》", "", line) for line in lines if not (_NUMBER.fullmatch(line) or _DATE.match(line))
    ]  # 《政府工作报告》重点任务分解表
    joined = [*lines, *("".join(titles[place : place + 3]) for place in range(len(titles)))]
    candidates = [part for line in joined for part in (*re.findall(r"《([^《》]+)》", line), line)]
    ordered = sorted(candidates, key=lambda text: (str(year) not in text, len(text)))
    for pattern in (*_TITLES[:4], _NOTICE, _TITLES[4]):
        for text in ordered:
            if (
                (match := pattern.search(text))
                and "印发" not in match[0]
                and not match["work"].startswith(("委", "人民政府"))
                and not _NO_WORK.match(_work(match["work"]))
            ):
                return {
                    "区域名称": match["district"].removeprefix("关于").removeprefix("中共"),
                    "工作名称": _work(match["work"]),
                }
    for text in ordered:
        if (
            (match := _WORK_ALONE.search(text) or _WORK_OF_NOTICE.search(text))
            and "印发" not in match[0]
            and not _NO_WORK.match(_work(match["work"]))
        ):
            return {"工作名称": _work(match["work"])}
    return {}


_NO_WORK = re.compile(r"(?:重点|主要|年度|目标)$|\d+月\d")  # 2024年重点任务 names no work


def _work(text: str) -> str:
    if text.startswith("关于"):
        return re.sub(r"^(?:关于)?(?:全面)?(?:做好|推进)?(?=.{6})", "", text)
    text = re.sub("^.{2,16}?(?:机制|体系|制度)(?:推进|做好|抓好|促进)(?=.{6})", "", text)
    text = text.removeprefix("下半年").removeprefix("上半年")
    text = re.sub("“[^”]{1,8}”(?:专项)?(?:行动)?$", "", text) or text
    text = re.sub("^各?(?:(?:县|区|市|乡|镇)（[^（）]*）|乡镇(?=.{6}))", "", text)
    return (
        re.sub(r"(?<=.{4})(?:(?:重点|目标|主要)*(?:工作)?任务(?:责任)?|责任|重点|年度|[三五]年)$", "", text)
        .removesuffix("工作")
        .strip("的")
    )


def _issuer(preface: list[Paragraph], whole: list[Paragraph], district: str) -> str:
    """Who issued it: the red head …文件, else the signature above the date, else the first line."""
    for place, each in enumerate(preface[:4]):
        above = [one.text for one in preface[:place]]
        if place and each.text == "文件" and all(map(_ORGAN.search, above)):
            return "、".join(_apart(name, district) for name in above)
        head = re.fullmatch(r"([\u4e00-\u9fff（）()、]{4,40}?)(?:（?文件）?)", each.text)
        if head:  # 中共某县委办公室文件 above 中共某县委办公室、某县人民政府办公室关于印发…
            both = (re.match(rf"{head[1]}、[\u4e00-\u9fff]{{4,30}}?(?=关于)", one.text) for one in preface)
            return _apart(next((said[0] for said in both if said), head[1]), district)
    first = preface[0].text if preface else ""
    is_first = _ORGAN.search(first) and len(first) <= 40 and first.startswith((district or "中共", "中共"))
    return _apart(_signed(preface) or (first if is_first else _signed(whole) or _makes_it(preface, district)), district)


_MAKES = re.compile(
    r"(?:^|(?<=[，。]))(?P<who>[\u4e00-\u9fff、]{4,60}?)(?:联合|共同|研究|决定)*(?:特?制定|印发|下发|出台|编制)了?(?:本|此|该|以下|如下)"
)


def _makes_it(preface: list[Paragraph], district: str) -> str:
    """Who says of themselves that they make it: 某县农业农村局、某县财政局联合制定本方案."""
    for said in (match["who"] for each in preface for match in _MAKES.finditer(each.text)):
        if (
            district
            and all(map(_ORGAN.search, re.split("[、和]", said)))
            and said.removeprefix("中共").startswith(district)
        ):
            return re.sub("和", "、", said)
    return ""


def _apart(names: str, district: str) -> str:
    """Two organs whose names follow each other: 中共某县委办公室某县人民政府办公室."""
    return re.sub(rf"(?<=[室会府局组部])(?=(?:中共)?{district})", "、", names) if district else names


def _signed(paragraphs: list[Paragraph]) -> str:
    """Whose names stand above the date, or before it on its line."""
    for place, each in enumerate(paragraphs):
        if both := _SIGNED_ON.match(each.text):
            return both[1]
        if _DATE.match(re.sub(r"\s", "", each.text)) and place:
            name = paragraphs[place - 1].text
            above = paragraphs[place - 2].text if place > 1 else ""
            if above and len(above) <= 30 and not re.search("[。：，]", above):
                name = f"{above}、{name}" if _ORGAN.search(above) else above + name
            if len(name) <= 60 and not re.search("[。：]", name):
                return name
    return ""


def _towns(lines: list[str]) -> list[str]:
    """The towns that the letter is addressed to, by name."""
    for line in lines:
        if not line.endswith(("：", ":")):
            continue
        names = []
        for part in re.split("[、，,；]", line.rstrip("：:")):
            match = _TOWN.match(part.strip())
            if (
                match
                and not match["name"].startswith(("各", "县直", "区直", "市直", "镇直"))
                and match["name"] not in ("乡镇", "街道", "街道办事处", "镇街")
            ):
                names.append(match["name"])
        if names:
            return list(dict.fromkeys(names))
    return []
