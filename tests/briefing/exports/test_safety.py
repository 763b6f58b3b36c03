"""Text from drops stays text: no formula, no script, no outside address, no character that breaks a file."""

import base64
import hashlib
import io
import re
import zipfile

import openpyxl
import pytest
from lxml import etree, html

from briefing.exports import FORMATS
from briefing.exports.workbook.worksheets import safe
from tests.briefing.exports.reading import deck, paper, paper_text, slide_text, workbook_tables

MOST_BYTES = 8_000_000
OFFICE = ("pptx", "docx", "xlsx")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1+2", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1", "  =1"])
def test_text_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "—", "=", "龙井村", "12 个", "a=b", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_no_cell_of_the_workbook_is_a_formula(case, made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(case, "xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if re.match(r"[=+\-@＝＋－＠\t](?!$)", text)]


def test_hostile_names_arrive_as_text(cases, made) -> None:
    rows = workbook_tables(made(cases["gaps"], "xlsx"))
    assert rows["建设点"][0]["名称"].startswith("'=HYPERLINK")
    assert "'=1+1" in {row["项目名称"] for row in rows["资金项目"]}
    assert "-" in {row["事项"] for row in rows["交办事项"]}
    assert -1 not in {row["逾期天数"] for row in rows["交办事项"]}


@pytest.mark.parametrize("name", OFFICE)
def test_office_files_are_well_formed_and_fetch_nothing(case, made, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made(case, name))) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(part))
                assert part == "" or not root.xpath("//*[@TargetMode='External']"), part


def test_every_workbook_sheet_is_a_frozen_filtered_table_of_its_own_name(september, made) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(september, "xlsx")))
    assert book.sheetnames[0] == "目录"
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None and sheet.freeze_panes == "B4"
        assert sheet["A2"].value == "示例数据" and "数据截至 2023-09-30" in sheet["B2"].value
        assert all(sheet.column_dimensions[column].width > 5 for column in ("A", "B", "C"))
    links = [cell.hyperlink.location for row in book["目录"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.split("'")[1] for link in links] == book.sheetnames[1:]


def test_rates_and_days_have_their_formats(september, made) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(september, "xlsx")))["指标"]
    heads = {cell.value: cell.column for cell in sheet[3]}
    assert sheet.cell(4, heads["完成率"]).number_format == "0.0%"
    assert sheet.cell(4, heads["数据截至"]).is_date


def test_every_unit_has_its_own_sheet_of_open_items(september, made) -> None:
    rows = workbook_tables(made(september, "xlsx"))
    for unit in (*september.briefing.towns, "区农办", "区生态环境分局"):
        assert rows[f"督办_{unit}"], unit
    late = [row for row in rows["督办_区生态环境分局"] if row["类别"] == "交办事项"]
    assert late and late[0]["状态"] == "逾期" and late[0]["原定时限"] == "2023-09-15"


def test_the_page_is_one_file_without_any_outside_address(case, made) -> None:
    content = made(case, "html")
    assert len(content) < MOST_BYTES
    root = html.document_fromstring(content.decode())
    assert not root.xpath("//@src | //link | //iframe | //object | //form | //@onclick | //base")
    assert all(address.startswith(("?", "#")) for address in root.xpath("//a/@href"))
    for style in root.xpath("//style/text()"):
        assert "url(" not in style and "@import" not in style


def test_the_policy_of_the_page_lets_only_its_own_scripts_run(case, made) -> None:
    content = made(case, "html").decode()
    root = html.document_fromstring(content)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy and "unsafe-eval" not in policy and "*" not in policy
    scripts = re.findall(r"<script>(.*?)</script>", content, re.S)
    hashes = re.findall(r"'sha256-([^']+)'", policy)
    assert [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts] == hashes


def test_text_of_drops_cannot_leave_its_place_in_the_page(cases, made) -> None:
    content = made(cases["gaps"], "html").decode()
    root = html.document_fromstring(content)
    assert not [bold for bold in root.xpath("//b") if bold.text_content().startswith("村&")]
    assert "</script><b>" not in content


@pytest.mark.parametrize("name", ["pptx", "docx", "xlsx", "html"])
def test_real_data_carries_no_sample_mark(cases, made, name: str) -> None:
    for key, sample in (("2023-09-30", True), ("nothing", False)):
        content = made(cases[key], name)
        if name == "html":
            marked = bool(html.document_fromstring(content.decode()).xpath("//nav/span[@class='sample']"))
        elif name == "xlsx":
            marked = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]["A2"].value == "示例数据"
        elif name == "docx":
            marked = any("示例数据" in line.text for line in paper(content).sections[0].header.paragraphs)
            assert sample or "示例数据" not in paper_text(paper(content))
        else:
            marked = all("示例数据" in slide_text(slide) for slide in deck(content).slides)
        assert marked == sample


def test_a_file_is_named_for_what_it_is(september) -> None:
    assert FORMATS["pptx"].file_name(september.briefing) == "调度材料_2023-09-30_第1版_示例数据.pptx"
    assert FORMATS["png"].file_name(september.briefing).endswith(".zip")
