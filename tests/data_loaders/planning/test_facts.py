"""Numbers, days, frequencies, limits and owners, one form of writing after another."""

from calendar import monthrange
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loaders.planning.sentences.amounts import amounts_in, demands_in
from data_loaders.planning.sentences.numerals import chinese, value_of
from data_loaders.planning.sentences.owners import owners_in, without_owners
from data_loaders.planning.sentences.read import read_sentence
from data_loaders.planning.sentences.times import days_in, frequencies_in, limits_in

YEAR = 2025


@pytest.mark.parametrize(
    ("text", "value"),
    [("17", 17), ("十七", 17), ("三百二十", 320), ("一千零五", 1005), ("一万二千", 12000), ("六百", 600), ("二〇二四", 2024), ("1.2", 1.2), ("两", 2), ("二十", 20), ("三点五", 3.5), ("百千", None), ("十百", None)],
)  # fmt: skip
def test_a_numeral_is_its_number(text, value):
    assert value_of(text) == value


@given(st.integers(1, 99))
def test_every_clause_number_is_read_as_it_is_written(number):
    assert value_of(chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparison"),
    [
        ("参保率稳定在95%以上", 95, "%", "at_least"),
        ("比例不低于60%", 60, "%", "at_least"),
        ("费用控制在10%以内", 10, "%", "at_most"),
        ("失业率不超过4.5%", 4.5, "%", "at_most"),
        ("漏损率降至12%", 12, "%", "at_most"),
        ("收入增长8%", 8, "%", "growth"),
        ("投诉较2024年下降20%", -20, "%", "growth"),
        ("普及率较上年提高1.5个百分点", 1.5, "个百分点", "growth"),
        ("普及率提高到58%", 58, "%", "at_least"),
        ("改厕1.2万户", 1.2, "万户", "at_least"),
        ("打造十七个示范点", 17, "个", "at_least"),
        ("覆盖率达到百分之九十五", 95, "%", "at_least"),
        ("参与率九成以上", 90, "%", "at_least"),
        ("受害率控制在0.8‰以内", 0.8, "‰", "at_most"),
        ("存量为0处", 0, "处", "zero"),
        ("比例不小于60%", 60, "%", "at_least"),
        ("收入增幅须≥8%", 8, "%", "growth"),
    ],
)
def test_an_amount_is_its_number_its_unit_and_what_it_is_to_be(text, value, unit, comparison):
    (amount,) = amounts_in(text)
    assert (amount.value, amount.unit, amount.comparison) == (value, unit, comparison)


@pytest.mark.parametrize(
    "text",
    ["第2次会议审议通过", "打造一批示范点", "推进三项机制建设", "抓好8个方面工作", "拨打12345热线", "扣2分", "〔2025〕3号", "年收入20万元以上的村", "第一书记", "统一部署", "进一步抓好", "4A级景区", "两个维度", "位列前三名"],
)  # fmt: skip
def test_what_only_looks_like_an_amount_is_none(text):
    assert amounts_in(text) == []


@pytest.mark.parametrize(
    ("text", "comparison"),
    [("问题动态清零", "zero"), ("岗位“只增不减”", "not_below_last_year"), ("规模不低于上年", "not_below_last_year"), ("信访件只降不升", "not_above_last_year"), ("人数有新的增加", "growth"), ("网络全覆盖", "all"), ("存量为零", "zero")],
)  # fmt: skip
def test_words_that_ask_for_a_number_without_one(text, comparison):
    assert [each.comparison for each in demands_in(text)] == [comparison]


def test_an_action_called_清零_asks_for_nothing():
    assert demands_in("开展撂荒地“清零”行动") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月底前完成", date(2025, 9, 30)),
        ("6月末完成", date(2025, 6, 30)),
        ("11月15日前完成", date(2025, 11, 15)),
        ("4月中旬前完成", date(2025, 4, 20)),
        ("三季度末完成", date(2025, 9, 30)),
        ("上半年完成", date(2025, 6, 30)),
        ("年底前完成", date(2025, 12, 31)),
        ("年内完成", date(2025, 12, 31)),
        ("清明节前栽植", date(2025, 4, 3)),
        ("2025年8月底前完成", date(2025, 8, 31)),
        ("到2025年底达到", date(2025, 12, 31)),
        ("2027年底前完成", None),
        ("春节前完成", None),
    ],
)
def test_a_day_is_the_last_one_it_may_mean(text, day):
    (found,) = days_in(text, YEAR)
    assert found.day == day


@pytest.mark.parametrize("text", ["每月完成", "每季度末公示", "春节前后组织", "1月—2月", "就业援助月"])
def test_what_only_looks_like_a_day_is_none(text):
    assert days_in(text, YEAR) == []


@given(st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31)))
def test_every_day_of_the_year_is_read(day):
    (found,) = days_in(f"{day.month}月{day.day}日前完成", YEAR)
    assert found.day == day


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("每月开展1次排查", "每月"),
        ("除寒暑假外每月开展1次", "每月（寒暑假除外）"),
        ("每季度至少开展1次", "每季度"),
        ("每半年检测一次", "每半年"),
        ("半年一督导", "每半年"),
        ("每年至少进行2次检测", "每年2次"),
        ("每年开展1次检测", "每年1次"),
        ("每日清运", "每日"),
        ("每周清运不少于2次", "每周2次"),
        ("每旬报送", "每旬"),
        ("每两个月走访一次", "每2个月"),
        ("每6个月公示一次", "每半年"),
        ("每半月巡林", "每月2次"),
        ("按季度核实发放", "每季度"),
        ("实行“月调度”机制", "每月"),
        ("6月、11月定期调度", "6月;11月"),
        ("春、秋两季各组织一次排查", "每年2次"),
        ("每学期开展一次", "每学期"),
        ("秋季学期结束前落实", "学期结束前"),
    ],
)
def test_a_frequency_is_told_in_the_words_of_the_plan(text, period):
    assert [each.period for each in frequencies_in(text)] == [period]


@pytest.mark.parametrize(
    "text", ["逐年提高", "每人每月300元", "6月底、9月底分别达到50%、75%", "12月通报情况已印发", "平时考核"]
)
def test_what_only_looks_like_a_frequency_is_none(text):
    assert frequencies_in(text) == []


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("在10个工作日内办结", 10, "个工作日"), ("验收后1个月内移交", 1, "个月"), ("发放不超过15个工作日", 15, "个工作日"), ("30日内办理", 30, "日"), ("48小时内处置", 48, "小时"), ("限期7天整改", 7, "天")],
)  # fmt: skip
def test_a_time_limit_is_its_number_and_unit(text, value, unit):
    assert [(each.value, each.unit) for each in limits_in(text)] == [(value, unit)]


@pytest.mark.parametrize("text", ["纳入超过1年未消除", "用3年时间", "6月30日前", "每月在村不少于20天"])
def test_what_only_looks_like_a_time_limit_is_none(text):
    assert limits_in(text) == []


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("〔责任单位：县教育局、县财政局，各镇（管理处）〕", ("县教育局", "县财政局", "各镇（管理处）")),
        ("（牵头单位：县住建局；配合单位：县林业局、各村）", ("县住建局", "县林业局", "各村")),
        ("（县教育局牵头，县财政局配合）", ("县教育局", "县财政局")),
        ("（县教育局、县财政局按职责分工负责）", ("县教育局", "县财政局")),
        ("〔责任单位：县教育局，各镇（管理处）】", ("县教育局", "各镇（管理处）")),
        ("（责任单位：县教育局等）", ("县教育局",)),
    ],
)
def test_owners_are_read_out_of_their_bracket_the_leading_one_first(text, units):
    (_, owners), *rest = without_owners("抓好落实。" + text)
    assert owners is not None and owners.units == units
    assert rest == [("", None)]


@pytest.mark.parametrize("text", ["城关街道（城区）要落实", "各镇（管理处）负责排查", "（以下简称方案）"])
def test_another_bracket_names_nobody(text):
    assert list(without_owners(text)) == [(text, None)]


def test_a_cell_of_units_is_read_by_its_signs():
    assert owners_in("县水利局、县财政局，各乡镇（街道）").units == ("县水利局", "县财政局", "各乡镇（街道）")


NOISE = st.text(st.sampled_from("建设完成达到不低于每月季度前底年户个万元亩%％，。；、（）“”〔〕：等各村镇第的分别控制在以内上下较增长降0123456789十百千一二三九.年月日次"), max_size=60)  # fmt: skip


@given(NOISE)
def test_whatever_is_written_no_number_is_invented(text):
    """Each number of a row can be found in its sentence, and reading never fails."""
    reading = read_sentence(text, YEAR)
    digits = {value_of(part) for part in _numerals(text)}
    for asked in reading.asked:
        zero_or_all = {0.0, 100.0} if demands_in(text) or "完成" in text or "到" in text or "建成" in text else set()
        tens = {value * 10 + more for value in digits if value is not None for more in range(10)}
        levels = () if asked.counted else asked.milestones  # counts by day are shares of the whole: test_kinds
        for number in (asked.target, *(rate for _, rate in levels)):
            assert number is None or abs(number) in digits | zero_or_all | tens
        start, end = asked.span
        assert 0 <= start <= end <= len(text)


def _numerals(text: str):
    """Every run of digits or Chinese numerals, and every piece of one."""
    letters = "0123456789.零〇一二两三四五六七八九十百千万点"
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 24) + 1):
            if text[end - 1] not in letters:
                break
            yield text[start:end]


@pytest.mark.parametrize(
    ("text", "period"),
    [("枯水期、丰水期各检测1次", "每年2次"), ("上半年、下半年各组织一次清查", "每年2次"), ("镇区垃圾日产日清", "每日")],
)  # fmt: skip
def test_how_often_is_read_from_the_seasons_that_are_named_and_the_words_of_the_trade(text, period):
    (asked,) = read_sentence(f"{text}。", YEAR).asked
    assert (asked.kind, asked.frequency) == ("duty", period)


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("2023年创建示范村15个，今年再创建20个。", [20]), ("2024年全县投入资金1.2亿元，建成精品村6个。", []),
        ("配齐保洁员72名，取缔露天垃圾池41个。", [72, 41]), ("乡村医生每年轮训1次，每次不少于3天。", [None]),
        ("义务教育阶段脱贫家庭学生无失学辍学。", [0]),
    ],
)  # fmt: skip
def test_what_was_done_in_another_year_and_how_long_each_time_ask_for_nothing(sentence, targets):
    assert [asked.target for asked in read_sentence(sentence, YEAR).asked] == targets


def _end(month: int) -> date:
    return date(YEAR, month, monthrange(YEAR, month)[1])


def _forms_of_a_day() -> list[tuple[str, date | None, bool]]:
    """(as written, the day, whether a person is asked which day is meant)."""
    forms: list[tuple[str, date | None, bool]] = [
        ("上半年", _end(6), False), ("下半年", _end(12), False), ("年内", _end(12), False), ("年底前", _end(12), False),
        ("今年底", _end(12), False), (f"{YEAR}年底前", _end(12), False), ("元旦前", _end(12), False), ("春节前", None, True), ("国庆节前", _end(9), False),
    ]  # fmt: skip
    for quarter, number in zip("一二三四", range(3, 13, 3), strict=True):
        forms += [(f"{said}{quarter}季度{edge}", _end(number), False) for said in ("", "第") for edge in ("末", "底前")]
    for month in range(1, 13):
        for said in (f"{month}月", f"{YEAR}年{month}月", f"{chinese(month)}月"):
            forms += [(f"{said}{edge}", _end(month), False) for edge in ("底前", "末", "下旬前", "底以前")]
            forms += [
                (f"{said}中旬前", date(YEAR, month, 20), False),
                (f"{said}上旬", date(YEAR, month, 10), False),
                (f"{said}15日前", date(YEAR, month, 15), False),
            ]
        forms += [(f"{month}月前", _end(month), True), (f"{month}月8日18时前", date(YEAR, month, 8), False)]
        forms += [
            (f"{first}{to}{month}月", _end(month), False) for first in range(1, month) for to in ("—", "月至", "-")
        ]
    return forms


@pytest.mark.parametrize(
    "sentence",
    [
        "{day}建成公厕5座。", "{day}，建成公厕5座。", "建成公厕5座，{day}完成。", "全年建成公厕5座，{day}完成验收。",
        "建成公厕5座，其中东岭镇2座、西岭镇3座，{day}完成。",
    ],
)  # fmt: skip
def test_every_form_of_a_day_is_read_wherever_it_stands(sentence):
    for written, day, is_open in _forms_of_a_day():
        (asked,) = read_sentence(sentence.format(day=written), YEAR).asked
        expected = day or (_end(12) if "全年" in sentence else None)
        assert (asked.title, asked.target, asked.deadline, bool(asked.unfixed)) == ("公厕", 5, expected, is_open), (
            written
        )


def test_levels_by_one_day_after_the_other_are_one_obligation():
    days = ("一季度", "6月底前", "9月底", "年底前")
    subjects = (
        ("{0}达到{1}，{2}达到{3}", "开工率{}。"), ("{0}{1}、{2}{3}", "开工率{}。"), ("{0}不低于{1}；{2}不低于{3}", "确保开工率{}。"),
        ("{0}，开工率达到{1}；{2}，开工率达到{3}", "{}。"), ("{0}开工率{1}以上，{2}开工率{3}以上", "{}。"),
        ("{0}{1}，{2}{3}", "开工率：{}。"), ("{0}、{2}分别达到{1}、{3}", "开工率{}。"), ("{0}{1}，{2}{3}", "开工率{}，抓好落实。"),
    )  # fmt: skip
    for first, last in combinations(days, 2):
        for chain, sentence in subjects:
            text = sentence.format(chain.format(first, "30%", last, "60%"))
            (asked,) = read_sentence(text, YEAR).asked
            assert (asked.kind, asked.title) == ("milestones", "开工率"), text
            assert [level for _, level in asked.milestones] == [30, 60] and asked.deadline == asked.milestones[-1][0], (
                text
            )


@pytest.mark.parametrize(
    ("sentence", "title", "target", "shares"),
    [
        ("改造户厕356户，其中东岭镇50户、西岭镇120户、南岭乡186户。", "户厕", 356, "东岭镇50户、西岭镇120户、南岭乡186户"),
        ("新建高标准农田2.5万亩（东岭镇1万亩、西岭镇1.5万亩）。", "高标准农田", 2.5, "东岭镇1万亩、西岭镇1.5万亩"),
        ("新建公厕10座，东岭镇、西岭镇分别建设4座和6座。", "公厕", 10, "东岭镇、西岭镇分别建设4座和6座"),
        ("打造美丽庭院500个，其中：城关街道200个，其余各镇300个。", "美丽庭院", 500, "城关街道200个，其余各镇300个"),
    ],
)  # fmt: skip
def test_what_each_town_owes_of_a_number_is_said_of_that_number(sentence, title, target, shares):
    (asked,) = read_sentence(sentence, YEAR).asked
    assert (asked.title, asked.target, asked.shares) == (title, target, shares)


def test_no_obligation_is_called_by_a_town_alone():
    reading = read_sentence("新建公厕，东岭镇2座、西岭镇3座。", YEAR)
    assert all("公厕" in asked.title for asked in reading.asked) and (reading.asked or reading.unused)
    kinds = read_sentence("打造示范村32个，其中重点村12个、提升村20个。", YEAR).asked
    assert [asked.target for asked in kinds] == [32, 12, 20]  # kinds of villages, not villages


def test_a_number_without_a_name_is_said_of_the_heading_above_it():
    (asked,) = read_sentence("9月底75%，年底100%。", YEAR, "资金拨付进度").asked
    assert (asked.title, [level for _, level in asked.milestones]) == ("资金拨付进度", [75, 100])
    assert read_sentence("9月底75%，年底100%。", YEAR).asked == ()
