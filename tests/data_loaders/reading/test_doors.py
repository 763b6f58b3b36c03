"""The doors of the reading room: what a file really is, how large it may be, what it may be called."""

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from data_loaders.delivering.intake import Drop
from data_loaders.findings import Refused, Source
from data_loaders.reading import Kind, display_name, kind_of, limits, read_bytes
from data_loaders.reading.archive import checked_copy
from tests.effort import spent

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
ID_NUMBER = "11010519491231002X"


def refusals(name, content):
    with pytest.raises(Refused) as refused:
        read_bytes(name, content)
    return refused.value.findings


def refusal(name, content):
    return refusals(name, content)[0]


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return file.getvalue()


def workbook():
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "镇"
    book.save(file)
    return file.getvalue()


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Refused) as refused:
        Drop.of(tmp_path / "没有.csv")
    assert refused.value.findings[0].code == "file_missing"


def test_nothing_is_empty():
    assert refusal("a.csv", b"").code == "file_empty"


def test_an_oversized_file_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(Refused) as refused:
        Drop.of(path)
    assert refused.value.findings[0].message == "文件 201 MB，超过 200 MB"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", Kind.PDF),
        (b"MZ\x90\x00\x03", Kind.PROGRAM),
        (b"\x7fELF\x02", Kind.PROGRAM),
        (PNG, Kind.IMAGE),
        (b"\xff\xd8\xff\xe0", Kind.IMAGE),
        (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
        (b"Rar!\x1a\x07\x01\x00", Kind.ARCHIVE),
        (b"\x1f\x8b\x08", Kind.ARCHIVE),
        (b"SQLite format 3\x00", Kind.DATABASE),
        (zipped(word__document_dot_xml="x"), Kind.DOCX),
        (zipped(ppt__presentation_dot_xml="x"), Kind.PPTX),
        (zipped(mimetype="x", content_dot_xml="x"), Kind.ODS),
        (zipped(xl__workbook_dot_bin="x"), Kind.XLSB),
        (zipped(a_dot_csv="x"), Kind.ZIP),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', Kind.XML_2003),
        (b'<?xml version="1.0"?><a/>', Kind.XML),
        (b'{"type": "FeatureCollection"}', Kind.JSON),
        (b"MIME-Version: 1.0\r\n", Kind.MHTML),
    ],
)
def test_other_kinds_are_named_and_refused_under_any_extension(content, kind):
    assert kind_of(content) is kind
    for name in ("a.csv", "a.xlsx", "a.xls", "a.parquet"):
        finding = refusal(name, content)
        assert finding.code == "file_kind_unknown" and kind.value in finding.message


@pytest.mark.parametrize("content", [b"%TSD-Header-###%" + b"\0" * 90, b"b\x14#e\x01\x00E-SafeNet" + b"\0" * 90])
def test_files_of_encryption_products_are_protected(content):
    assert refusal("a.xlsx", content).code == "file_protected"


def test_a_csv_may_begin_like_a_program():
    assert kind_of("MZ,村\n潭东镇,龙井村\n".encode()) is Kind.DELIMITED
    assert kind_of("[备注],村\n".encode()) is Kind.DELIMITED


@pytest.mark.parametrize(
    ("name", "content", "codes"),
    [
        ("a.xls", "镇\t村\n潭东镇\t龙井村\n".encode("gbk"), ["file_kind_mismatch", "encoding", "delimiter"]),
        ("a.xls", workbook(), ["file_kind_mismatch"]),
        ("a.csv", workbook(), ["file_kind_mismatch"]),
        ("a.xls", b"<table><tr><td>1</td></tr></table>", ["file_kind_mismatch"]),
        ("a.XLSX", workbook(), []),
        ("a.txt", b"a,b\n", []),
    ],
)
def test_the_content_decides_and_a_wrong_extension_is_said(name, content, codes):
    assert [finding.code for finding in read_bytes(name, content).findings] == codes


def test_archives_inside_archives_are_named_as_such():
    assert refusal("a.zip", zipped(b_dot_zip="x")).code == "file_nested"
    assert refusal("a.zip", zipped(b_dot_EXE="x")).code == "file_nested"


def test_a_claimed_bomb_is_refused_at_once():
    content = zipped(xl__worksheets__sheet1_dot_xml=b"0" * 1000)
    # The sizes stand 24 bytes into the directory entry.
    at = content.rindex(b"PK\x01\x02") + 24
    forged = content[:at] + struct.pack("<I", 2**31) + content[at + 4 :]
    assert refusal("a.xlsx", forged).code == "file_bomb"


def test_a_bomb_that_claims_to_be_small_is_counted_while_it_is_inflated(monkeypatch):
    monkeypatch.setattr(limits, "INFLATED_BYTES", 8 * limits.MEGABYTE)
    content = zipped(xl__worksheets__sheet1_dot_xml=b"0" * (64 * limits.MEGABYTE))
    at = content.rindex(b"PK\x01\x02") + 24
    forged = content[:at] + struct.pack("<I", 10) + content[at + 4 :]
    assert refusal("a.xlsx", forged).code == "file_bomb"


def test_the_copy_of_a_workbook_stops_at_the_limit(monkeypatch):
    """By itself: what a part may grow to is a limit of its own, and so are those of the rooms that read the copy."""
    monkeypatch.setattr(limits, "INFLATED_BYTES", limits.MEGABYTE)
    content = zipped(xl__worksheets__sheet1_dot_xml=random.Random(2023).randbytes(4 * limits.MEGABYTE))
    at = content.rindex(b"PK\x01\x02") + 24
    with pytest.raises(Refused) as refused:
        checked_copy(content[:at] + struct.pack("<I", 10) + content[at + 4 :], Source("a.xlsx"))
    assert refused.value.findings[0].code == "file_bomb"


@pytest.mark.parametrize("sheet", [b"<worksheet><sheetData><row><c r='A1'", b"<worksheet><sheetData></row>"])
def test_a_workbook_whose_sheet_is_cut_off_is_damaged_and_no_error_of_ours(sheet):
    good, file = workbook(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.startswith("xl/worksheets/") else old.read(name))
    assert refusal("a.xlsx", file.getvalue()).code == "file_damaged"


def test_a_real_bomb_is_refused_with_little_work():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"\0" * limits.MEGABYTE
    packed = b"".join(packer.compress(block) for _ in range(600)) + packer.flush()
    name = b"xl/workbook.xml"
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0)
    local = b"PK\x03\x04" + head + name + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    with spent() as effort:
        assert refusal("a.xlsx", local + entry + end).code == "file_bomb"
    assert effort.pieces < 30


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE_MEMBERS", 3)
    assert refusal("a.xlsx", workbook()).code == "file_bomb"


@pytest.mark.parametrize(
    "name", ["../a.csv", "..\\a.csv", "/etc/passwd", "C:a.csv", "C:\\a.csv", "a\0.csv", "a\n.csv", "..", "", "x" * 300]
)
def test_a_name_that_is_a_way_is_refused(name):
    finding = refusal(name, b"a,b\n")
    assert finding.code == "file_name_path"
    assert not any(sign in finding.file for sign in "/\\\n\0")


def test_a_name_with_dots_is_a_name():
    assert read_bytes("户厕2023..9月.v2.csv", b"a,b\n").grids[0].source.file == "户厕2023..9月.v2.csv"


def test_a_personal_number_in_the_name_is_masked():
    assert display_name(f"张某{ID_NUMBER}.csv") == "张某〔身份证号〕.csv"
    assert display_name("13800138000户厕.csv") == "〔手机号〕户厕.csv"


def test_a_personal_number_in_the_name_of_an_unreadable_file_is_refused_too():
    findings = refusals("13800138000.xlsx", b"PK\x03\x04")
    assert [finding.code for finding in findings] == ["file_damaged", "personal_data"]
    assert not any("13800138000" in finding.sentence for finding in findings)


@pytest.mark.parametrize(
    "content",
    [
        f"姓名,身份证\n张三,{ID_NUMBER}\n".encode() + b"\xff\n",
        f"<table><tr><td>{ID_NUMBER}</td></tr></table><script>{ID_NUMBER}</script>".encode(),
        ("姓名\n" + '"' + f"{ID_NUMBER}\n" * 20_000).encode(),
        b"PAR1" + ID_NUMBER.encode() * 9 + b"PAR1",
        zipped(xl__workbook_dot_xml=f"<workbook {ID_NUMBER}"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ID_NUMBER.encode() * 90,
    ],
)
def test_no_refusal_repeats_what_the_file_holds(content):
    with pytest.raises(Refused) as refused:
        read_bytes("a.xls", content)
    said = str(refused.value) + "".join(finding.sentence for finding in refused.value.findings)
    assert ID_NUMBER not in said and "张三" not in said
    assert refused.value.__cause__ is None and refused.value.__suppress_context__
