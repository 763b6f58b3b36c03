"""Days, frequencies and time limits as documents write them: 9月底前, 每季度至少1次, 验收后1个月内."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data_loaders.planning.sentences.numerals import CHINESE, NUMERAL, value_of

Span = tuple[int, int]


@dataclass(frozen=True)
class Day:
    """A day named in a text; `stated` as written; None for `day` when it lies in another year or names no day."""

    span: Span
    stated: str
    day: date | None

    @property
    def is_open(self) -> bool:
        """Whether a person has to say which day is meant: 春节前, or 10月前, which may leave October out."""
        return self.day is None or bool(re.search(r"\d月(?:份)?(?:之前|以前|前)$", self.stated))


@dataclass(frozen=True)
class Frequency:
    """How often something is to be done, in the words of the plan: 每月, 每年2次, 6月;11月."""

    span: Span
    stated: str
    period: str


@dataclass(frozen=True)
class Limit:
    """So long after an event at most: 10 个工作日."""

    span: Span
    value: float
    unit: str


_QUARTER_ENDS = {"一": 3, "1": 3, "二": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}
_BY = r"(?:之前|以前|前|之内|以内|内)?"
_YEAR = r"(?:(?P<year>20\d\d)年度?|今年|本年度?|当年)?"
_DAY = re.compile(
    rf"(?:到|至|于|在|截至)?{_YEAR}(?:"
    rf"(?:(?P<from>1[0-2]|0?[1-9])月?(?:份)?(?:[0-3]?\d[日号])?[—~～至到-])?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(?:[0-3]?\d[日号]?[—~～至到-])?(?P<day>[0-3]?\d)[日号](?:\d{{1,2}}[时点])?|(?P<edge>底|末|初|上旬|中旬|下旬))?{_BY}"
    rf"|(?<![\d.])(?P<m>1[0-2]|0?[1-9])\.(?P<d>[0-3]?\d)(?!\d)(?:之前|以前|前)"
    rf"|(?P<half>上半年|下半年)(?:底|末)?{_BY}"
    rf"|[第前]?(?P<quarter>[一二三四1-4])季度(?:底|末)?{_BY}"
    rf"|(?P<end>年底|年末|年终|底|末){_BY}"
    r"|(?P<within>(?<=年)内|年内|全年度?)"
    r")"
    r"|(?P<plan>(?<!\d)20\d\d年度?(?=[，,]))"
    r"|(?P<mid>(?<![每上下一两个])半年(?:底|末)?(?=[^，。；、\d]{0,6}\d+(?:\.\d+)?%))"
    r"|(?P<eve>国庆节?|元旦|清明节?|[“]?五一[”]?)(?:来临|到来)?(?:之前|以前|前(?!后))"
    r"|(?:到|至)(?P<only>20\d\d)年(?:底|末)?"
    r"|(?P<this>年内|全年|今年内|今年底|本年度|当年底|年度内|年底前?|年末前?|今年)"
)
# Days that the calendar moves: a person says which.
_UNFIXED = re.compile(
    r"(?:春节|中秋节?|[入主]?汛期?|入冬|冬季|供暖期|采暖期|雨季|[夏秋]收|春耕|[春夏秋]播|[春夏秋冬]种|(?:土地)?(?:封冻|上冻)|开学|学期结束|暑假|寒假|换届"
    r"|两会)(?:来临|到来)?(?:之前|以前|前(?!后))"
)

_UNITS = {
    "工作日": "每日", "日": "每日", "天": "每日", "周": "每周", "星期": "每周", "旬": "每旬", "月": "每月", "季": "每季度", "季度": "每季度",
    "半年": "每半年", "年": "每年", "年度": "每年", "学期": "每学期", "半个月": "每月2次", "半月": "每月2次",
}  # fmt: skip
_SPANS = {7: "每周", 10: "每旬", 15: "每月2次"}  # every so many days
_MONTHS_OF = {3: "每季度", 6: "每半年"}
_TIMES = "次|遍|轮|回|场|场次|批次"
_EVERY = re.compile(
    r"(?P<lead>每|逐|按)(?P<n>[两二三四五六双]|十五?|\d{1,2}|一)?个?(?P<unit>半个?月|半年|季度|学期|星期|工作日|日|天"
    r"|周(?:[一二三四五六日天](?![个名次]))?|旬|月|季|年度?)度?"
    r"(?P<edge>末|底|初)?(?:的)?(?!度|[一两二三]?[人户亩])"
)
_SHORT = re.compile(
    r"(?<![\d一二三四五六七八九十上下本当按逐每全同])(?P<unit>日|周|旬|月|季度?|半年|年(?!度))(?P<act>调度|通报|会商|研判|考核|督查|督导|报告|例会|小结|点评"
    r"|晾晒|巡查|评比|公示|分析|监测|排名|清点|暗访|抽查|研究|考评|评价|评估|复盘|提醒|汇报|盘点|观摩|验收|会办|推进会)(?!(?:靠|倒数|最)?[前后末]|位次)"
)
_ONE_ONE = re.compile(
    r"(?:每|一|(?<![两二三四五六七八九十双隔\d]))(?P<unit>日|天|周|旬|半个?月|(?<!半)月|季度?|半年"
    r"|年)一(?P<act>(?!次|遍|轮|回|场|期|个|篇|批|名|条|天|定)[\u4e00-\u9fff]{2,3}?(?=[、，。；”“,;]|$))"
)
_MONTH = r"(?:(?:1[0-2]|[1-9])月?[—~～至到-])?(?:1[0-2]|[1-9])月(?:份|底|末|初)?"
_MONTHS = re.compile(rf"(?<!\d)(?:每年)?(?P<months>{_MONTH}(?:[、和及与]{_MONTH})+)(?:前|期间)?(?:各|分别|均)?")
# 隔月督查, 双月例会, 逢双周: every other one.
_EVERY_OTHER = re.compile(r"(?:每?隔|每?逢?(?<![一二三四五六七八九十])双)(?:一?个)?(?P<unit>月|周|日|天)(?!份|期)")
_SEASONS = re.compile(
    r"(?:每年)?[春夏秋冬]季?(?P<more>(?:[、和]?[春夏秋冬]季?)+)(?:[两二三四]季|学期)?(?P<ends>(?:学期)?结束前)?"
)
# What comes once a year: so many of them named, so many times a year.
_SEASON = r"(?:(?:上|下)半年|上(?=、下半年)|[枯丰平]水期|[入出]?汛[前后期]|节[前后]|(?:春节|元旦|清明节?|[“]?[五六七八]一[”]?|端午节?|中秋节?|国庆节?|重阳节?|[入开]春|[入开]冬|[春夏秋冬]季|雨季|春耕|[三夏秋]收|主?汛期|供暖季?|[开放]学|[寒暑]假)(?:来临|到来|开始|结束)?(?:之前|之后|前后|前|后|期间)?|[\u4e00-\u9fff]{2,6}期间)"
_HALVES = re.compile(rf"(?:每年)?{_SEASON}(?P<more>(?:[、和及与]{_SEASON})+)[，]?(?=各|分别|均)")
# 学期一轮, 半年一次: without 每.
_ONCE_A = re.compile(
    rf"(?<![\d一二两三四五六七八九十上下本当逐每全同])(?P<unit>学期|半年|季度|[周旬月年])(?P<count>[一两二])(?:{_TIMES})(?!性)"
)
# 汛期前后各一次: before it and behind it.
_BOTH_SIDES = re.compile(
    r"(?:每年)?(?:[入主]?汛期?|春节|国庆节?|[春夏秋冬]季|雨季|枯水期|丰水期|供暖[季期]|[三夏秋]收|春耕|[开放]学|[寒暑]假)(?:的)?(?:前后"
    r"|(?:之|以)?前[、和](?:之|以)?后)(?=各|分别|均)"
)
# 7月5日前、12月20日前各报告一次
_ON_DAYS = re.compile(
    r"(?P<months>\d{1,2}月\d{1,2}[日号](?:之?前)?(?:[、和及]\d{1,2}月\d{1,2}[日号](?:之?前)?)+)(?=各|分别)(?=[^，。；%\d]{0,16}[一1][次份])"
)
# 2次/月, as tables write it.
_PER = re.compile(rf"(?P<count>{NUMERAL})(?:{_TIMES})(?:以上)?/每?个?(?P<unit>日|天|周|旬|月|季度?|半年|学期|年度?)")
_DAILY = re.compile(r"(?:日产日清|日清日结|日收日清)(?!率|比例)")
# 各镇于次月5日前报送 is every month; a day after something happened is none.
_NEXT = re.compile(
    r"(?<!后)(?<!后的)(?<!后于)[次下](?P<unit>月|季度?|周)(?:首月|第一个月)?(?:\d{1,2}[日号]|初|上旬|周?[一二三四五])(?:之?前|内)"
)
_TERM_END = re.compile(r"(?:每)?学期(?:结束|期末)前?")
_COUNT = re.compile(rf"(?P<count>{NUMERAL})(?:{_TIMES})(?!会议|全会)")
_LISTED = re.compile(
    r"每(?:月\d{1,2}[日号]?前?(?:[、和及]\d{1,2}[日号])+|周周?[一二三四五六日天](?:[、和及]周?[一二三四五六日天])+)"
)
_EXCEPT = re.compile(r"除(?P<what>[^，。；除]{2,8}?)(?:以|之)?外[,，]?$")

_LIMIT = re.compile(
    rf"(?P<value>{NUMERAL})(?P<unit>个?工作日|个?自然日|个?小时|日|天|个月|周|分钟|月)(?P<inside>之内|以内|内)?"
)


# 各季度末依次达到25%、50%、80%、100%; 3、6、9、12月底分别…: as many days as levels stand behind.
_LEVELS = r"(?=[^，。；、%\d年季月]{0,16}(?P<levels>\d+(?:\.\d+)?%(?:以上)?(?:[、和及]\d+(?:\.\d+)?%(?:以上)?)+))"
_SERIES = re.compile(
    rf"(?<![、和及\d])(?:在|于)?(?:(?:全年)?(?:各|[四4]个|[每逐]个?|按|分|前(?P<first>[二三两23])个?|(?P<until>(?:第?[一1]季?度?[至到—~～-]第?[二三四2-4]))个?)季度?(?:末|底)?"
    rf"|(?P<quarters>[一二三1-3]季?度?(?:[、和及][二三四2-4]季?度?)+)(?<!季度)(?:季度|季)(?:末|底)?(?P<end>[、和及](?:年[底末终]|全年))?"
    rf"|(?P<months>(?:1[0-2]|[1-9])(?:月[末底]?)?(?:[、和及](?:1[0-2]|[1-9])(?:月[末底]?)?)+)(?<=[月末底])份?(?:底前|[前末底])?){_LEVELS}"
)


def _series(text: str) -> Iterator[tuple[re.Match, list[int]]]:
    """Months at whose ends levels are due that are told together; none when there are not as many levels."""
    for match in _SERIES.finditer(text):
        if match["months"]:
            months = [int(each) for each in re.findall(r"\d+", match["months"])]
        elif match["quarters"]:
            months = [_QUARTER_ENDS[each] for each in re.findall("[一二三四1-4]", match["quarters"])]
            months += [12] if match["end"] else []
        else:
            last = match["first"] or (match["until"] or "四")[-1].replace("度", "四")
            months = list(range(3, {"两": 6}.get(last) or _QUARTER_ENDS[last] + 1, 3))
        if months == sorted(set(months)) and len(months) == match["levels"].count("%"):
            yield match, months


def days_in(text: str, year: int) -> list[Day]:
    """The days a text names, resolved in a plan's year; 每… and spans inside other words are not looked at."""
    found = [
        Day(match.span(), match[0], _day(year, month, None, None))
        for match, months in _series(text)
        for month in months
    ]
    told = {each.span for each in found}
    for match in _DAY.finditer(text):
        stated = match[0]
        if any(match.start() < end and start < match.end() for start, end in told):
            continue
        if not _is_day(match, text) or text[match.end() :].startswith("起"):
            continue
        if next_year := re.search("(?:次|明|翌|来)年$", text[: match.start()]):  # of that year: a person sees to it
            found.append(Day((next_year.start(), match.end()), next_year[0] + stated, None))
            continue
        if match["plan"] and match["plan"][:4] != str(year):
            continue  # told of another year: the reader of sentences sees to it
        found.append(Day(match.span(), stated, _resolved(match, year)))
    found += [Day(match.span(), match[0], None) for match in _UNFIXED.finditer(text)]
    return sorted(found, key=lambda each: each.span)


def _is_day(match: re.Match, text: str) -> bool:
    if match["end"] in ("底", "末") and not match["year"] and "年" not in match[0]:
        return False
    if match[0].startswith("年") and text[: match.start()].endswith(("上", "去")):
        return False  # 上年末
    if match["within"] and re.match("(?:目标|工作)?任务|目标|计划|工作量", text[match.end() :]):
        return False  # 6月底完成全年任务的60%
    before = "" if match[0][0] in "到至于在截" else text[: match.start()][-1:]
    if match["month"] and before and (before.isdecimal() or before in "每个第零一二三四五六七八九十"):
        return False
    if match["month"] and not match["day"] and not match["edge"] and not re.search("前|内", match[0]):
        opens = r"[，、]?(?:期间)?" if match["from"] else ""
        acts = "完成|达到|达|实现|全面|全部|建成|竣工|完工|验收|投用|新建|建设|改造|整治|清理|启动|实施|集中|统一|开展|组织|进行|举办|召开"
        return bool(re.match(rf"{opens}(?:{acts})", text[match.end() :]))
    return not (match["quarter"] and before == "每") and not (match["half"] and before == "每")


def _resolved(match: re.Match, year: int) -> date | None:
    named = match["year"] or match["only"]
    if named and int(named) != year:
        return None
    if match["month"]:
        month = int(value_of(match["month"]) or 0)
        return _day(year, month, match["day"], match["edge"])
    if match["m"]:
        return _day(year, int(match["m"]), match["d"], None)
    if match["mid"]:
        return date(year, 6, 30)
    if match["eve"]:
        ends = {"国": (9, 30), "元": (12, 31), "五": (4, 30), "清": (4, _qingming(year) - 1)}
        return date(year, *ends[match["eve"].strip("“”")[0]])
    if match["half"]:
        return date(year, 6, 30) if match["half"] == "上半年" else date(year, 12, 31)
    if match["quarter"]:
        return _day(year, _QUARTER_ENDS[match["quarter"]], None, None)
    return date(year, 12, 31)


def _qingming(year: int) -> int:
    """The day of April that 清明 is, in the years of this century."""
    return int((year % 100) * 0.2422 + 4.81) - year % 100 // 4


def _day(year: int, month: int, day: str | None, edge: str | None) -> date | None:
    last = monthrange(year, month)[1]
    number = int(day) if day else {"初": 10, "上旬": 10, "中旬": 20}.get(edge or "", last)
    return date(year, month, number) if 1 <= number <= last else None


def names_another_year(day: Day, year: int) -> bool:
    """Whether a day is said of another year than the plan's."""
    named = re.search(r"20\d\d", day.stated)
    return named is not None and named[0] != str(year)


def frequencies_in(text: str) -> list[Frequency]:
    """The frequencies a text asks for, with the number of times where it is more than one."""
    found: list[Frequency] = []
    for match, _ in _series(text):
        text = text[: match.start()] + "□" * len(match[0]) + text[match.end() :]
    for pattern, read in (
        (_DAILY, _daily), (_PER, _per), (_ONCE_A, _once_a), (_BOTH_SIDES, _both_sides), (_HALVES, _halves), (_SEASONS, _seasons), (_ONE_ONE, _one_one), (_EVERY, _every), (_EVERY_OTHER, _every_other), (_SHORT, _short), (_ON_DAYS, _on_days), (_MONTHS, _months), (_TERM_END, _term_end),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            if any(match.start() < each.span[1] and each.span[0] < match.end() for each in found):
                continue
            if frequency := read(match, text):
                found.append(frequency)
    for each in _NEXT.finditer(text):
        own = re.split("[，。；]", text[: each.start()])[-1]
        before = [one for one in found if one.span[1] <= each.start()]
        if not before or (len(own) > 2 and before[-1].span[1] <= each.start() - len(own)):
            found.append(Frequency(each.span(), each[0], before[-1].period if before else _UNITS[each["unit"]]))
    return sorted(found, key=lambda each: each.span)


def _every(match: re.Match, text: str) -> Frequency | None:
    unit = re.sub("个", "", match["unit"])
    unit = "周" if unit.startswith("周") else unit
    if re.search("每[人户亩头只名生吨株]$", text[: match.start()]) and not re.match(
        rf"[^，；。\d]{{0,6}}(?:{_COUNT.pattern})", text[match.end() :]
    ):
        return None  # 每人每月300元; 每户每月见面1次 is every month
    if match["lead"] != "每" and unit not in ("月", "季", "季度", "周", "旬", "日"):
        return None  # 逐年提高, 按年度 ask for no act
    if match["lead"] != "每" and re.match(r"时|期|照|程|需", text[match.end() :]):
        return None
    number = int(value_of(match["n"] or "一") or 1) if match["n"] != "双" else 2
    word = {"季": "季度", "年度": "年", "星期": "周"}.get(unit, unit)
    start = match.start()
    exception = _EXCEPT.search(text[:start])
    start = exception.start() if exception else start
    end = match.end()
    stop = re.search(r"[，；。、：]", text[end:])
    behind = text[end : end + stop.start()] if stop else text[end:]
    if months := re.match(rf"\s*(?P<months>{_MONTH}(?:[、和及]{_MONTH})*)(?!\d)", text[end:]):
        if unit == "年" and number == 1:
            return Frequency(
                (start, end + months.end()), text[start : end + months.end()], _month_list(months["months"])
            )
    listed = _LISTED.match(text[match.start() :]) if number == 1 and unit in ("月", "周") else None
    if listed:  # 每月5日、20日, 每周一、三、五
        end, times = match.start() + listed.end(), 1 + len(re.findall("[、和及]", listed[0]))
        span = (start, end)
        return Frequency(span, text[slice(*span)], f"{_UNITS[unit]}{times}次")
    count = _COUNT.search(behind) if unit != "半月" else None
    times = int(value_of(count["count"]) or 1) if count and not behind[: count.start()].endswith("第") else 1
    if word in ("日", "天") and number in _SPANS:
        period = _SPANS[number]
    elif word == "月" and number in _MONTHS_OF:
        period = _MONTHS_OF[number]
    elif number > 1:
        period = f"每{number}个{word}" if word == "月" else f"每{number}{word}"
    else:
        period = _UNITS[unit]
    if exception:
        period += f"（{exception['what']}除外）"
    if times > 1 or (unit in ("年", "年度") and count):
        period += f"{times}次"
    counted = end + count.end() if count else end
    return Frequency((start, counted), text[start:counted], period)


def _every_other(match: re.Match, text: str) -> Frequency | None:
    count = _COUNT.match(text, match.end())
    end = count.end() if count else match.end()
    return Frequency(
        (match.start(), end), text[match.start() : end], f"每2{'个' if match['unit'] == '月' else ''}{match['unit']}"
    )


def _period(unit: str) -> str:
    """一年一评 is once a year, as the plan says it."""
    return "每年1次" if _UNITS[unit] == "每年" else _UNITS[unit]


def _short(match: re.Match, text: str) -> Frequency | None:
    before = text[: match.start()][-1:]
    if match["unit"] in ("日", "月", "年") and not re.match(
        r"[“”、，。；：行按施建立健全落化持善的（级镇乡村县区市局办组]|^$", before or ""
    ):
        return None
    return Frequency(match.span(), match[0], _period(match["unit"]))


def _one_one(match: re.Match, text: str) -> Frequency | None:
    return Frequency(match.span(), match[0], _period(match["unit"]))


def _once_a(match: re.Match, text: str) -> Frequency | None:
    times = int(value_of(match["count"]) or 1)
    return Frequency(
        match.span(), match[0], f"{_UNITS[match['unit']]}{times}次" if times > 1 else _period(match["unit"])
    )


def _per(match: re.Match, text: str) -> Frequency | None:
    times, period = int(value_of(match["count"]) or 1), _UNITS[match["unit"]]
    return Frequency(match.span(), match[0], f"{period}{times}次" if times > 1 or period == "每年" else period)


def _months(match: re.Match, text: str) -> Frequency | None:
    behind = text[match.end() : match.end() + 12]
    times = re.match(r"(?:各|分别|均)?(?:组织|开展|进行|举办|召开|安排|集中)*(?:[一两二三四]|\d)[次轮场]", behind)
    if re.match(r"[，,]|$", behind) or (text[: match.start()].endswith(("到", "至", "于")) and not times):
        return None  # days, not a frequency
    if re.match(r"前|之前|(?:分别)?(?:累计)?(?:达到?|完成|建成)", behind) or "%" in behind:
        return None
    return Frequency(match.span(), match[0], _month_list(match["months"]))


def _on_days(match: re.Match, text: str) -> Frequency | None:
    return Frequency(match.span(), match[0], _month_list(match["months"]))


def _month_list(text: str) -> str:
    return ";".join(f"{number}月" for number in re.findall(r"\d+(?=月)", text))


def _seasons(match: re.Match, text: str) -> Frequency | None:
    if match["ends"]:
        return Frequency(match.span(), match[0], "学期结束前")
    if not re.search(r"各|分别|均", text[match.end() : match.end() + 12]):
        return None
    return Frequency(match.span(), match[0], f"每年{1 + len(re.findall('[春夏秋冬]', match['more']))}次")


def _daily(match: re.Match, text: str) -> Frequency | None:
    return Frequency(match.span(), match[0], "每日")


def _halves(match: re.Match, text: str) -> Frequency | None:
    """枯水期、丰水期各一次: as many times a year as are named; with shares behind they are days."""
    behind = re.split("[，。；]", text[match.end() :])[0]
    count = _COUNT.search(behind)
    if "%" in behind:
        return None
    times = int(value_of(count["count"]) or 1) if count else 1
    return Frequency(match.span(), match[0], f"每年{times * (1 + len(re.findall('[、和及与]', match['more'])))}次")


def _both_sides(match: re.Match, text: str) -> Frequency | None:
    count = _COUNT.search(re.split("[，。；]", text[match.end() :])[0])
    return Frequency(match.span(), match[0], f"每年{2 * int(value_of(count['count']) or 1) if count else 2}次")


def _term_end(match: re.Match, text: str) -> Frequency | None:
    return Frequency(match.span(), match[0], "学期结束前")


def limits_in(text: str) -> list[Limit]:
    """How long something may take: 10个工作日内, 不超过15个工作日; ages, years and plain spans of time are none."""
    found = []
    for match in _LIMIT.finditer(text):
        value = value_of(match["value"])
        before, behind = text[: match.start()], text[match.end() :]
        if value is None or before[-1:] in {*"第年月.", *CHINESE} or behind.startswith(("份", "底", "末")):
            continue
        if match["unit"] == "月" or (match["unit"] == "日" and before.endswith("月")):
            continue
        asked = match["inside"] or re.search(
            r"(?:不超过|不得超过|不多于|控制在|限时|限期|不晚于|缩短至|压缩至|缩短到|[≤＜<])$", before
        )
        if asked and not re.match(r"的(?!要求|时限|规定|标准)", behind):
            found.append(Limit(match.span(), value, match["unit"]))
    return found
