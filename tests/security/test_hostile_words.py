"""Uploaded words stay words: in office files, in what the readers take in, in the findings, whatever they look like.

On screens: tests/browser/test_hostile_words.py.
"""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

from briefing.compose import compose
from briefing.exports import FORMATS
from briefing.measures.village_shapes import land_of
from data_loaders.delivering import desk
from data_loaders.delivering.intake import Drop
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import Edition, open_store
from tests.security.hostile import WORDS, publish_hostile

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SHOWN = WORDS[0]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return publish_hostile(tmp_path_factory.mktemp("hostile") / "store")


@pytest.mark.parametrize("name", ["pptx", "docx", "xlsx"])
def test_in_office_files_they_are_text_that_opens_and_fetches_nothing(edition: Edition, name: str) -> None:
    content = FORMATS[name].make(compose(edition), land_of(edition))
    texts = ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(part))
                assert not root.xpath("//*[@TargetMode='External']"), part
                assert not root.xpath("//*[local-name()='instrText' or local-name()='f'][contains(., 'HYPERLINK')]"), (
                    part
                )
                texts += "".join(root.itertext())
    assert SHOWN in texts and not CONTROL.search(
        texts.replace("\u202e", "").replace("\u202c", "").replace("\u200b", "").replace("\ufeff", "")
    )


def workbooks(edition: Edition, name: str) -> list[bytes]:
    """The workbook that an export is, or those that the charts of its slides carry inside."""
    content = FORMATS[name].make(compose(edition), land_of(edition))
    if name == "xlsx":
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(part) for part in archive.namelist() if part.endswith(".xlsx")]


@pytest.mark.parametrize("name", ["xlsx", "pptx"])
def test_no_cell_of_a_workbook_is_a_formula(edition: Edition, name: str) -> None:
    books = workbooks(edition, name)
    assert books
    for content in books:
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        assert not [
            cell.value for cell in cells if isinstance(cell.value, str) and re.match(r"[=+@＝＋＠\t]", cell.value)
        ]


def test_the_readers_take_them_as_text_and_drop_what_cannot_be_seen(tmp_path: Path) -> None:
    """Names through a real file: markup stays as it is written, marks that turn or hide text do not come in."""
    store, somebody = open_store(str(tmp_path / "store")), Account(WORDS[0], Role.ADMINISTRATOR)
    for at, words in enumerate(WORDS):
        quoted = words.replace('"', '""').replace("\x00", "")
        row = f'2023-09-30,新农村建设点,"点{at}{quoted}",潭东镇,龙井村,在建,"{quoted}"'
        content = f"截至日期,类型,名称,镇,村,阶段,存在问题\n{row}\n".encode()
        batch = desk.examine_as(somebody, store, [Drop(f"建设点_{at}.csv", content)])
        assert not any(CONTROL.search(finding.sentence) for finding in batch.findings)
        (name,) = batch.frames()["sites"]["name"]
        assert not CONTROL.search(name)
        if not CONTROL.search(words):
            assert name.replace(" ", "") == f"点{at}{words}".replace(" ", "")
    outcome = desk.publish_as(somebody, store, batch, note=WORDS[11] + WORDS[0])
    assert not CONTROL.search(outcome.edition.note + outcome.edition.by) and WORDS[0] in outcome.edition.note


def test_findings_repeat_them_as_text(tmp_path: Path) -> None:
    from briefing.html.upload import finding_groups

    store, somebody = open_store(str(tmp_path / "store")), Account("王", Role.ADMINISTRATOR)
    for words in WORDS:
        quoted = words.replace('"', '""').replace("\x00", "")
        content = f'镇,村,任务数,完成数,"{quoted[:60]}"\n潭东镇,"{quoted}","{quoted}",9,x\n'.encode()
        batch = desk.examine_as(somebody, store, [Drop("户厕_2023-09.csv", content)])
        assert not batch.publishable
        shown = html.fromstring(f"<div>{finding_groups(batch.findings)}</div>")
        assert {element.tag for element in shown.iter()} <= {"div", "ul", "li", "b", "p", "span", "details", "summary"}
        assert not [name for element in shown.iter() for name in element.attrib if name != "class"]
