"""What is guarded is what is checked and stored: no character between the digits, and no way to write them, hides a number."""

import sys
import unicodedata
from itertools import islice

import pyarrow as pa
import pytest

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.guarding.person_numbers import ID_NUMBER, MOBILE, kind_of_text, mask, suspect_texts, worth_a_look
from data_loaders.guarding.visible import visible
from data_loaders.reading.names import display_name
from data_loaders.tidying.cells import clean_text, squeezed
from tests.security.planting import CSV, HEADER, ID, ID_X, OTHER, PARTS, ROW, remark, table
from tests.security.planting import MOBILE as NUMBER

BETWEEN = [
    letter
    for letter in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Zs", "Po")
]
HIDDEN = [letter for letter in BETWEEN if unicodedata.category(letter) in ("Cf", "Cc", "Mn") and letter not in "\t\n"]
# In two halves these write decimals and the members of a list: 138.00138000 is an amount.
LISTS = set(".．,，、;；\u037e/／")
MOBILE_PARTS = (NUMBER[:3], NUMBER[3:7], NUMBER[7:])

WAYS = {
    "between the parts of an ID number": (ID_NUMBER, lambda letter: letter.join(PARTS)),
    "between all digits of an ID number": (ID_NUMBER, lambda letter: letter.join(ID_X)),
    "twice between them": (ID_NUMBER, lambda letter: (letter * 2).join(ID)),
    "once in an ID number": (ID_NUMBER, lambda letter: f"户主{ID[:9]}{letter}{ID[9:]}已核"),
    "behind the first digit": (ID_NUMBER, lambda letter: ID[0] + letter + ID[1:]),
    "between the parts of a mobile": (MOBILE, lambda letter: letter.join(MOBILE_PARTS)),
    "between all digits of a mobile": (MOBILE, lambda letter: letter.join(NUMBER)),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_character_between_the_digits_hides_a_number(way: str) -> None:
    kind, written = WAYS[way]
    texts = [written(letter) for letter in BETWEEN]
    assert len(texts) > 2500
    assert suspect_texts(worth_a_look(pa.array(texts))) == dict.fromkeys(texts, kind)


@pytest.mark.parametrize("place", [3, 7])
def test_no_character_inside_a_mobile_hides_it(place: int) -> None:
    texts = [NUMBER[:place] + letter + NUMBER[place:] for letter in BETWEEN if letter not in LISTS]
    assert suspect_texts(worth_a_look(pa.array(texts))) == dict.fromkeys(texts, MOBILE)


def test_what_is_stored_shown_and_compared_has_no_hidden_character() -> None:
    for letter in HIDDEN:
        text = f"{NUMBER[:5]}{letter}村"
        assert (
            visible(text) == clean_text(text) == squeezed(text) == display_name(text) == mask(text) == f"{NUMBER[:5]}村"
        )


def test_a_letter_keeps_its_accent_and_words_keep_their_breaks() -> None:
    assert visible("nu\u0308\t女\n") == "n\u00fc\t女\n"
    assert all(visible(visible(letter * 3)) == visible(letter * 3) for letter in BETWEEN)


NUMERALS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
FORMAL = dict(zip("0123456789", "零壹贰叁肆伍陆柒捌玖", strict=True))
REWRITTEN = {
    "Chinese numerals": "".join(NUMERALS.get(digit, digit) for digit in ID),
    "numerals of banks": "".join(FORMAL.get(digit, digit) for digit in ID_X),
    "numerals within digits": ID[:6] + "".join(NUMERALS[digit] for digit in ID[6:14]) + ID[14:],
    "a mobile in numerals": "".join(NUMERALS[digit] for digit in NUMBER),
    "the letter O": ID.replace("0", "O"), "a small o": ID.replace("0", "o"), "an I": ID.replace("1", "I"), "an l": ID.replace("1", "l"),
    "a mobile with O": NUMBER.replace("0", "O"), "digits in circles": "".join(chr(0x245F + int(digit)) if digit != "0" else "⓪" for digit in NUMBER),
    "a Cyrillic X": ID_X[:-1] + "Х", "mathematical digits": "".join(chr(0x1D7CE + int(digit)) for digit in ID),
    "slashes": "/".join(PARTS), "commas": "，".join(PARTS), "enumeration commas": "、".join(PARTS), "brackets": f"({PARTS[0]}){PARTS[1]}({PARTS[2]})",
    "a masked ID number": f"{ID[:4]}{'*' * 10}{ID[-4:]}", "a masked birth date": f"{ID[:6]}********{ID[14:]}", "masked with X": f"{NUMBER[:3]}xxxx{NUMBER[7:]}",
    "a masked mobile": f"{NUMBER[:3]}****{NUMBER[7:]}", "a mobile with dashes": f"{NUMBER[:3]}----{NUMBER[7:]}", "a masked card": "6222 **** **** " + ID[-4:],
    "an e-mail address": "li.si" + "@" + "example.com", "a wide e-mail address": "li.si＠example．com", "WeChat": "微信：lisi" + "_88", "QQ": "QQ 12345" + "678",
    "a passport": "护照号 E" + "12345678", "a travel permit": "港澳居民来往内地通行证H" + "12345678", "a foreigner's card": "USA3607" + "850317" + "01",
    "a sign of multiplication for X": f"{ID_X[:-1]}×", "its end masked": f"{ID[:14]}****", "all but its ends masked": f"{ID[0]}{'*' * 16}{ID[17]}",
    "a birth date in dots": f"{ID[:6]}........{ID[14:]}", "a birth date in lines": f"{ID[:6]}________{ID[14:]}",
    "a mobile's end masked": f"{NUMBER[:7]}****", "a mobile with dots of omission": f"{NUMBER[:3]}……{NUMBER[7:]}", "a mobile in pairs": f"{NUMBER[:3]} {NUMBER[3:5]} {NUMBER[5:7]} {NUMBER[7:9]} {NUMBER[9:]}", "a mobile that begins with an l": f"l{NUMBER[1:]}", "a mobile of somebody": f"{NUMBER[:3]}某某某某{NUMBER[7:]}",
    "WeChat by its letters": "VX: lisi" + "_88", "WeChat's own number": "wx" + "id_abc123def456", "WeChat in Latin": "weixin：lisi" + "_88",
}  # fmt: skip


@pytest.mark.parametrize("way", REWRITTEN)
def test_a_number_written_otherwise_is_refused_and_not_repeated(way: str) -> None:
    text = REWRITTEN[way]
    batch = take([Drop(CSV, table([HEADER, [*ROW, f'"{text}"'], OTHER]))], reference.tables())
    assert {finding.code for finding in batch.findings} == {"personal_data"}
    assert not [finding for finding in batch.findings if text in finding.sentence]
    assert text not in mask(f"李四{text}")


def test_the_new_card_of_foreigners_is_one() -> None:
    from stdnum.cn import ric

    body = "936" + "156" + "19850317" + "425"
    assert kind_of_text(body + ric.calc_check_digit(body + "0")) == ID_NUMBER


@pytest.mark.parametrize("place", [1, 4, 6, 8, 12, 14, 17])
def test_an_id_number_across_two_cells_is_refused(place: int) -> None:
    batch = take(
        [Drop(CSV, table([[*HEADER, "说明"], [*ROW, ID_X[:place], ID_X[place:]], [*OTHER, None]]))], reference.tables()
    )
    assert {finding.code for finding in batch.findings} == {"personal_data"}


@pytest.mark.parametrize("lengths", [(6, 8, 4), (6, 4, 4, 4), (6, 8, 3, 1), (1,) * 18])
def test_an_id_number_across_several_cells_is_refused(lengths: tuple[int, ...]) -> None:
    rest = iter(ID_X)
    cells = ["".join(islice(rest, length)) for length in lengths]
    header = [*HEADER, *(f"说明{number}" for number in range(len(cells)))]
    rows = [header, [*ROW, None, *cells], [*OTHER, *[None] * len(cells)]]
    batch = take([Drop(CSV, table(rows))], reference.tables())
    assert {finding.code for finding in batch.findings} == {"personal_data"}


def test_an_id_number_across_two_rows_is_refused() -> None:
    batch = take([Drop(CSV, table([HEADER, [*ROW, ID_X[:6]], [*OTHER[:-1], ID_X[6:]]]))], reference.tables())
    assert {finding.code for finding in batch.findings} == {"personal_data"}


def test_a_village_s_code_beside_an_amount_is_no_id_number() -> None:
    # The code reads as a county and the October of 1922.
    rows = [[f"{ID[:6]}192210", f"{day:02d}{serial:04d}"] for day in range(1, 29) for serial in range(0, 10000, 500)]
    whole = [[*ROW, None, *cells] for cells in rows]
    batch = take([Drop(CSV, table([[*HEADER, "行政区划代码", "金额"], *whole]))], reference.tables())
    assert "personal_data" not in {finding.code for finding in batch.findings}


LEGITIMATE = [
    *["G20230001", "RJ-2023-0117", "500000202300012345", "360702202309300012", "赣财农〔2023〕117号", "虔蓉农字[2023]8号", "ZB2023-0930-1031"],
    *["360702192", "360702192210", "360703" + "101203" + "001", "3607021922100000000", "91360702MA35ABCD1X", "123607025892345678"[:15], "GD-13807-2023"],
    *["1,380,079,712.34", "13,800,797,123", "138.0079712", "138.00138000", "1380079.7123", "1500000/2000", "138+1200+1600", "150×1200×1600"],
    *["2023-09-30", "2023-09-30T08:30:15", "2023-09-30 08:30:15", "2023/9/30 8:30", "20230930083015123", "2023.09.30-2023.10.31", "2019至2023"],
    *["0797-8370123", "0797－8370123转8012", "(0797)8370123", "0797 837 0123", "12345", "400-800-1234", "95598"],
    *["114.935847,25.812345", "114.93584712 25.81234567", "N25°48'45\" E114°56'12\"", "(114.9358, 25.8123)", "E114.935847"],
    *["第一、二、三、四、五、六、七、八、九组", "一三五七九村", "二〇二三年九月三十日", "12、13、14、15、16、17、18", "完成14户（其中3户*）", "见附件1.2.3"],
    *["138****", "***", "x1x2", "Q235-B", "QQ群", "微信公众号：赣州蓉江", "车辆通行证", "@全体成员", "单价@12.5", "PE100 dn110*6.6", "C30混凝土200*150*20"],
    *["DN300×360", "wxid", "VX 系列泵", "36070219850317 次", "12....138"],
    *["4500、4600、4700、4800", "1#、2#、3#", "K0+138~K1+200", "6901234567892", "03600190011112345678", "5个村，30户，1200人，13800元"],
]  # fmt: skip


@pytest.mark.parametrize("text", LEGITIMATE)
def test_codes_amounts_days_and_places_are_taken_in(text: str) -> None:
    quoted = text.replace('"', '""')
    batch = take([Drop(CSV, remark(f'"{quoted}"'))], reference.tables())
    assert "personal_data" not in {finding.code for finding in batch.findings}
