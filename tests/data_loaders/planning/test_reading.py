"""Documents of every kind become the same blocks; what may not be read is refused in Chinese and repeats nothing."""

import io
import zipfile

import pytest
from docx import Document

from data_loaders.findings import Refused
from data_loaders.planning.document import paragraphs_of, tidied
from data_loaders.planning.outline import sentences_of
from data_loaders.planning.reading import read_document
from tests.data_loaders.planning.writing import numbered_word, word


def codes(name: str, content: bytes) -> set[str]:
    with pytest.raises(Refused) as refused:
        read_document(name, content)
    return {finding.code for finding in refused.value.findings}


def texts(name: str, content: bytes) -> list[str]:
    return [each.text for each in read_document(name, content).paragraphs]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("完成 1 7 个，达到 85 ％", "完成17个，达到85%"),
        ("２O25年1O月31曰前", "2025年10月31日前"),
        ("每村建成l条，6．8公里", "每村建成1条，6.8公里"),
        ("责仟单位：县政府", "责任单位：县政府"),
        ("组织—次评比，6月未前完成", "组织一次评比，6月末前完成"),
        ("投入12,500元", "投入12500元"),
    ],
)
def test_the_slips_of_a_scan_are_mended_where_what_stands_beside_tells(written, meant):
    assert tidied(written) == meant


@pytest.mark.parametrize("text", ["WiFi IoT 系统", "用于100-120亩", "Oracle", "末位的村"])
def test_what_is_no_slip_stays(text):
    assert tidied(text) in (text, text.replace(" 系", "系"))


def test_torn_lines_are_joined_and_page_numbers_and_running_heads_left_out():
    page = "河湾镇文件  河政〔2025〕1号"
    lines = [
        "一、任务",
        "1. 改厕120户，5月底前完",
        "成40%。（牵头单位：",
        "镇建设办；配合单位：各村）",
        "— 1 —",
        page,
        "2. 清垃圾，每",
        "— 2 —",
        page,
        "月一次。",
        "— 3 —",
        page,
    ]
    joined = [text for text, _ in paragraphs_of((line, None) for line in lines)]
    assert joined == [
        "一、任务",
        "1. 改厕120户，5月底前完成40%。（牵头单位：镇建设办；配合单位：各村）",
        "2. 清垃圾，每月一次。",
    ]
    torn = [
        "1. 建站7座。〔县水利局，各乡镇",
        "— 1 —",
        "（街道）〕",
        "2. 架桥2座。〔县交通局，各乡镇",
        "— 2 —",
        "（街道）〕",
    ]
    assert [text[-9:] for text, _ in paragraphs_of((line, None) for line in torn)] == ["，各乡镇（街道）〕"] * 2


def test_lines_of_cells_far_apart_and_between_strokes_are_rows():
    pieces = [
        text
        for text, _ in paragraphs_of(
            (line, None)
            for line in ["表：", "村名    改厕   污水", "东村    12    3", "| a | b |", "|---|---|", "| c | d |"]
        )
    ]
    assert pieces[1:] == [("村名", "改厕", "污水"), ("东村", "12", "3"), ("a", "b"), ("c", "d")]


def test_the_numbers_that_word_makes_are_read():
    content = numbered_word(
        [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
        [
            (0, "目标"),
            (1, "改厕"),
            (2, "建户厕。"),
            (2, "管户厕。"),
            (1, "治污"),
            (2, "建站。"),
            (0, "保障措施"),
            (1, "加强领导。"),
        ],
    )
    assert texts("要点.docx", content) == [
        "一、目标",
        "（一）改厕",
        "1.建户厕。",
        "2.管户厕。",
        "（二）治污",
        "1.建站。",
        "二、保障措施",
        "（一）加强领导。",
    ]
    assert [each.clause for each in sentences_of(read_document("要点.docx", content))] == ["一1", "一2", "二1", "保障1"]


def test_paragraphs_of_a_cell_are_sentences_names_or_one_name_torn_in_two():
    opened = Document()
    for cell, lines in zip(
        opened.add_table(1, 3).rows[0].cells,
        (["1.新建公厕7座", "2.改造水厂4座"], ["县城管局", "县水利局", "各镇"], ["责任", "单位"]),
        strict=True,
    ):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
    saved = io.BytesIO()
    opened.save(saved)
    (row,) = read_document("a.docx", saved.getvalue()).blocks
    assert row.cells == ("1.新建公厕7座；2.改造水厂4座", "县城管局、县水利局、各镇", "责任单位")


def test_articles_run_on_and_parts_that_start_again_name_their_clause():
    running = sentences_of(read_document("a.txt", "第一章 总则\n第一条 建站。\n第二章 细则\n第二条 管站。".encode()))
    assert [each.clause for each in running] == ["1", "2"]
    again = sentences_of(read_document("a.txt", "一、改厕\n1、建厕。\n二、治污\n1、建站。".encode()))
    assert [each.clause for each in again] == ["一1", "二1"]
    items = {
        "一、改厕\n（1）建厕。\n二、治污\n（2）建站。": ["1", "2"],
        "一、改厕\n1）建厕。\n二、治污\n2）建站。": ["1", "2"],
        "一、内容\n【1】建厕。\n【2】建站。": ["1", "2"],
        "总体目标\n全面改厕。\n行动一清洁乡村\n任务1：建厕。\n行动二治理污水\n任务2：建站。": ["总体目标", "1", "2"],
    }
    for text, names in items.items():
        assert [each.clause for each in sentences_of(read_document("a.txt", text.encode()))] == names


def test_where_every_paragraph_begins_with_blanks_a_line_without_goes_on():
    lines = "一、任务 1、到位资金6月底拨付六成、12月上旬全/部拨付完毕。 2、改厕；/完工后移交。 3、贷款户用率/100%。 二、其他 三、附则 四、说明"
    written = lines.replace("/", "\n").replace(" ", "\n　　")
    assert texts("a.txt", f"　　{written}".encode()) == lines.replace("/", "").split(" ")
    assert texts("b.txt", "1.大力开展隐患排查整治，确保全县农村房屋排查整治率\n100%；建成水厂2座。".encode()) == [
        "1.大力开展隐患排查整治，确保全县农村房屋排查整治率100%；建成水厂2座。"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_offices(encoding):
    assert texts("a.txt", "一、任务\n完成改厕十七户。".encode(encoding)) == ["一、任务", "完成改厕十七户。"]


ID = "360702" + "19850715" + "0018"


def _with_check_digit(digits: str) -> str:
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return (
        digits[:17] + "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, weights, strict=False)) % 11]
    )


@pytest.mark.parametrize("number", [_with_check_digit(ID), "139" + "1234" + "5678"])
def test_a_document_that_names_a_persons_number_is_refused_and_not_repeated(number):
    for name, content in (
        ("a.txt", f"一、任务\n联系人电话{number}。".encode()),
        ("a.docx", word("一、任务", f"联系人{number}。")),
        ("b.docx", word("一、任务", [["联系人"], [number]])),
    ):
        with pytest.raises(Refused) as refused:
            read_document(name, content)
        assert {finding.code for finding in refused.value.findings} == {"personal_data"}
        assert number not in "".join(finding.sentence for finding in refused.value.findings)


def test_other_kinds_of_file_and_empty_ones_are_refused():
    assert codes("a.txt", b"") == {"file_empty"}
    assert codes("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) <= {"document_kind", "file_damaged"}
    assert codes("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)) == {"document_kind"}
    assert codes("../a.txt", "一、任务".encode()) == {"file_name_path"}
    assert codes("a.docx", word("")) == {"no_rows"}


def _repacked(content: bytes, change) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return data.getvalue()


def _with_member(content: bytes, name: str) -> bytes:
    data = io.BytesIO(content)
    with zipfile.ZipFile(data, "a") as grown:
        grown.writestr(name, b"macro")
    return data.getvalue()


def test_macros_bombs_and_damaged_documents_are_refused():
    good = word("一、任务", "完成改厕十七户。")
    with_macros = _repacked(
        good, lambda name, part: part.replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    )
    assert codes("a.docm", with_macros) <= {"document_macros", "file_damaged"}
    assert codes("a.docx", _with_member(good, "word/vbaProject.bin")) == {"document_macros"}
    bomb = _repacked(good, lambda name, part: part + b" " * 600_000_000 if name == "word/styles.xml" else part)
    assert codes("a.docx", bomb) == {"file_bomb"}
    assert codes("a.docx", good[: len(good) // 2]) <= {"file_damaged", "document_kind"}
    lost = _repacked(
        good, lambda name, part: part.replace(b' Target="', b' Lost="') if name.endswith(".rels") else part
    )
    assert codes("a.docx", lost) == {"file_damaged"}
    torn = _repacked(good, lambda name, part: part[: len(part) // 2] if name == "word/document.xml" else part)
    assert codes("a.docx", torn) == {"file_damaged"}


def test_an_entity_in_a_document_is_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("完成秘密999户")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()

    def change(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        return part.replace(b"?>", b"?>" + entity, 1).replace("十七户".encode(), b"&e;")

    content = _repacked(word("一、任务", "完成改厕十七户。"), change)
    try:
        read = texts("a.docx", content)
    except Refused:
        return
    assert "999" not in "".join(read)


def test_deleted_words_are_not_read_and_inserted_ones_are():
    def change(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        old = "<w:r><w:t>完成改厕十七户。</w:t></w:r>".encode()
        assert old in part
        return part.replace(
            old,
            '<w:del w:id="1" w:author="a"><w:r><w:delText>完成16户</w:delText></w:r></w:del><w:ins w:id="2" w:author="a"><w:r><w:t>完成17户。</w:t></w:r></w:ins>'.encode(),
        )

    assert texts("a.docx", _repacked(word("一、任务", "完成改厕十七户。"), change)) == ["一、任务", "完成17户。"]
