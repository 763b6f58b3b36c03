"""The guard against persons: it finds them everywhere, takes no code for one, and never repeats one."""

import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from data_loaders.findings import LISTED_AT_MOST, Source
from data_loaders.guarding.person_columns import personal_header
from data_loaders.guarding.person_numbers import MAY_BE_DIGIT, mask
from data_loaders.reading.distinct import Coded, Different
from data_loaders.reading.grid import Grid
from data_loaders.reading.personal_data import find_personal_data


def id_number(born="19900101", county="360702", sequence="123"):
    begin = county + born + sequence
    return begin + ric.calc_check_digit(begin + "0")


def card(begin="622202100112233445"):
    return begin + luhn.calc_check_digit(begin)


ID = id_number()
WITH_X = next(number for i in range(100, 999) if (number := id_number(sequence=str(i))).endswith("X"))
MOBILE = "13807971234"
CARD = card()
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def grid(*rows, file="a.csv", sheet=None, visible=True):
    width = max(map(len, rows))
    cells = pd.DataFrame(
        [[*row, *[None] * (width - len(row))] for row in rows], dtype=object, index=range(1, len(rows) + 1)
    )
    return Grid(Source(file, sheet), cells, visible=visible)


def places(*rows, **options):
    return [(finding.row, finding.column) for finding in find_personal_data([grid(*rows, **options)])]


def what(cell):
    """The kinds found in one cell under a harmless header."""
    findings = find_personal_data([grid(["村", "备注"], ["龙井村", cell])])
    assert not any(str(cell) in finding.sentence for finding in findings)
    return [finding.message.removeprefix("含").removesuffix("，不得上传") for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        ID,
        WITH_X,
        WITH_X.lower(),
        f"户主身份证{ID}，已核",
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        "\u00a0".join([ID[:6], ID[6:14], ID[14:]]),
        "\u200b".join(ID),
        " ".join(ID),
        ID.translate(FULL_WIDTH),
        WITH_X[:-1].translate(FULL_WIDTH) + "ｘ",
        f"编号：{ID}{MOBILE}",
        f"1.{ID}",
        f"No{ID}abc",
        "360702900101123",
        "360702 900101 123",
        "3.60702199001011E+17",
        "3.6070219900101123e+17",
    ],
)
def test_id_numbers_are_found_however_they_are_written(text):
    assert what(text) == ["身份证号"]


@pytest.mark.parametrize("number", [float(ID), int(ID), 360702900101123.0, 360702199001011000.0])
def test_id_numbers_are_found_in_number_cells_that_lost_their_last_digits(number):
    assert what(number) == ["身份证号"]


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"联系人张三 {MOBILE}",
        f"+86{MOBILE}",
        f"+86 {MOBILE}",
        f"0086{MOBILE}",
        f"86-{MOBILE}",
        "138 0797 1234",
        "138-0797-1234",
        "138－0797－1234",
        MOBILE.translate(FULL_WIDTH),
        f"0797-8123456/{MOBILE}",
        f"2023-09-30 {MOBILE}",
        float(MOBILE),
        int(MOBILE),
    ],
)
def test_mobiles_are_found_however_they_are_written(text):
    assert what(text) == ["手机号"]


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        f"卡{CARD}",
        f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
        float(CARD),
        "4111111111111111",
        "5555 5555 5555 4444",
        "6.22202100112233E+18",
    ],
)
def test_bank_cards_are_found(text):
    assert what(text) == ["银行卡号"]


@pytest.mark.parametrize(
    "text",
    [
        "360702192210",
        360702192210.0,
        "3607021922100000000",
        3.60702192210e18,
        "RJ2023-001",
        "360702202313990001",  # a project number: the birth date is none
        ID[:-1] + str((int(ID[-1]) + 1) % 10),  # its check digit is wrong
        "91360702MA35ABCD1X",
        "20230930",
        "2023-09-30 12:00:00",
        "2023-09-30 2023-10-31",
        "1,380,079,712.34",
        1234567.89,
        "0.123456789012345",
        0.138079712345,
        "0.13807971234",
        "114.9358471234567",
        "0797-8123456",
        "07978123456",
        "1695945600",
        "1695945600000",
        62220210.5,
        "龙井村120户、坳上村80户、共200户",
        "3120.00 2381.00 1200.50",
        "138****",
        True,
        float("inf"),
    ],
)  # fmt: skip
def test_codes_dates_and_amounts_are_not_taken_for_persons(text):
    assert what(text) == []


@pytest.mark.parametrize(
    "header",
    [
        *["身份证号", "身份证号码", "身份证\n号码", "户主身份证号", "公民身份号码", "银行卡号"],
        *["手机", "手机号(必填)", "联系电话", "电话", "户主", "户主姓名", "姓 名", "农户姓名"],
    ],
)  # fmt: skip
def test_masked_details_under_a_personal_header_are_found(header):
    findings = find_personal_data([grid(["村", header], ["龙井村", "138****1234"], ["坳上村", None])])
    assert [finding.row for finding in findings] == [2]


@pytest.mark.parametrize(
    "header", ["村名", "名称", "点位名称", "项目名称", "户数", "受益户数", "电话普及率", "手机信号覆盖", "责任人"]
)
def test_other_headers_are_harmless(header):
    assert personal_header(header) is None
    assert places(["村", header], ["龙井村", "张家围"]) == []


def test_a_blank_name_column_is_fine():
    assert places(["村", "姓名"], ["龙井村", None], ["坳上村", "—"], ["合计", "合计"]) == []


@pytest.mark.parametrize("phone", ["0797-8123456", "(0797)8123456", "8123456", "0797 8123456", "12345"])
def test_an_office_phone_is_fine(phone):
    assert places(["单位", "联系电话"], ["区农办", phone]) == []
    assert places(["村", "数"], ["龙井村", "3"], ["填表人：", f"联系电话：{phone}"]) == []


def test_a_header_below_a_title_and_a_merged_header_counts():
    rows = [["户厕整改台账"], ["村", "户主", None], [None, "姓名", "电话"], ["龙井村", "张三", "0797-8123456"]]
    assert places(*rows) == [(4, "姓名")]


def test_every_cell_is_looked_at():
    assert places([f"填报人{MOBILE}"], ["村", "数"], ["龙井村", "3"]) == [(1, "A")]
    assert places(["村", "备注", None], ["龙井村", None, ID]) == [(2, "C")]
    assert places(["村", MOBILE], ["龙井村", "3"]) == [(1, "B")]
    assert places(["村"], [MOBILE], sheet="字典", visible=False) == [(2, "A")]


def test_the_column_is_named_by_its_header():
    assert places(["台账", None], ["村", "备注"], ["龙井村", MOBILE]) == [(3, "备注")]


def test_names_of_files_and_sheets_are_looked_at_and_masked():
    findings = find_personal_data(
        [grid(["村"], ["龙井村"], file=f"{MOBILE}.xlsx", sheet=f"表{ID}"), grid(["村"], file=f"{MOBILE}.xlsx")]
    )
    assert [(finding.file, finding.sheet) for finding in findings] == [
        ("〔手机号〕.xlsx", None),
        ("〔手机号〕.xlsx", "表〔身份证号〕"),
    ]


def test_a_full_column_is_said_once_with_the_count():
    findings = find_personal_data([grid(["村", "手机"], *[["龙井村", MOBILE]] * 50)])
    assert len(findings) == LISTED_AT_MOST + 1
    assert findings[-1].row is None and f"另有 {50 - LISTED_AT_MOST} 处" in findings[-1].message


def test_an_empty_grid_holds_nobody():
    assert find_personal_data([grid([])]) == []


def test_all_finds_are_errors():
    assert {finding.level for finding in find_personal_data([grid(["村"], [ID], [MOBILE])])} == {"error"}


def test_masking_keeps_the_rest_of_the_text():
    assert mask(f"张某 {MOBILE}、{ID}。") == "张某 〔手机号〕、〔身份证号〕。"
    assert mask("龙井村 2023-09-30") == "龙井村 2023-09-30"


around = st.text(alphabet="张三，。 户主abc()（）:\n", max_size=6)


@settings(deadline=None)  # what is slow here is the machine
@example(before="户主(", behind=")", number=ID)
@given(before=around, behind=around, number=st.sampled_from([ID, WITH_X, MOBILE, CARD]))
def test_no_surrounding_hides_a_number_and_no_finding_repeats_it(before, behind, number):
    text = before + number + behind
    findings = find_personal_data([grid(["村", text], ["龙井村", text])])
    assert [finding.row for finding in findings] == [1, 2]
    assert not any(number in finding.sentence for finding in findings)
    assert number not in mask(text)


@settings(deadline=None)  # of the clock; a busy machine is not slow masking
@given(st.text())
def test_any_text_can_be_masked(text):
    mask(text)


def test_every_digit_of_every_script_is_looked_at_closely():
    digits = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isdecimal()]
    assert pc.all(pc.match_substring_regex(pa.array(digits), MAY_BE_DIGIT)).as_py()
    assert not pc.any(pc.match_substring_regex(pa.array(["龙井村", "，。（）“”", "a-b"]), MAY_BE_DIGIT)).as_py()


DOTTED = f"{ID[:6]}.{ID[6:14]}.{ID[14:]}"
SPACED = ["138 0797 1234", "138\n0797\n1234", "138.0797.1234", "(138)07971234", "1.3807971234E+10"]
WAYS = [MOBILE, *SPACED, MOBILE.translate(FULL_WIDTH), ID, DOTTED, CARD]


@pytest.mark.parametrize("way", WAYS)
def test_a_column_of_a_million_texts_is_looked_at_as_closely_as_single_cells(way):
    texts = ["备注", *(f"第{at}次" for at in range(50)), f"联系{way}后", None]
    column = Coded(np.arange(len(texts)), Different(pa.array(texts)))
    one_by_one = find_personal_data([grid(*([text] for text in texts))])
    assert find_personal_data([Grid(Source("a.csv"), (column,))]) == one_by_one
    assert [finding.row for finding in one_by_one] == [len(texts) - 1]
