"""A template of the office's own is looked through as every drop is, and kept beside the editions."""

import io
import zipfile

import pytest
from docx import Document

from data_loaders.delivering import desk
from data_loaders.delivering.stationery import LARGEST, checked
from data_loaders.findings import Refused
from data_loaders.store import backup, stationery
from data_loaders.store.accounts import Account, Denied, Role
from data_loaders.store.editions import open_store
from tests.briefing.exports.foreign import linked, master, red_head_in_the_text, rewritten
from tests.seeded import copied_to

BOTH = {"a.docx": "word/document.xml", "a.pptx": "ppt/presentation.xml"}


@pytest.fixture(scope="module")
def given():
    """Name → a template that may be used."""
    return {"a.docx": red_head_in_the_text(), "a.pptx": master(960, 540)}


def codes(name: str, content: bytes) -> set[str]:
    with pytest.raises(Refused) as refused:
        checked(name, content)
    return {finding.code for finding in refused.value.findings}


@pytest.mark.parametrize("name", BOTH)
def test_a_plain_template_is_kept_without_what_tells_of_persons_and_machines(given, name) -> None:
    kept = checked(name, given[name])
    parts = zipfile.ZipFile(io.BytesIO(kept.content)).namelist()
    assert kept.kind == name.partition(".")[2] and BOTH[name] in parts
    assert not [part for part in parts if part.startswith(("docProps/", "customXml/")) or "printer" in part]
    assert checked(name, given[name]).content == kept.content


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("part", ["vbaProject.bin", "activeX/activeX1.xml", "customUI/customUI.xml"])
def test_a_template_with_macros_or_controls_is_refused(given, name, part) -> None:
    folder = BOTH[name].partition("/")[0]
    assert "template_macros" in codes(name, rewritten(given[name], lambda parts: parts | {f"{folder}/{part}": b"<a/>"}))
    types = "[Content_Types].xml"
    enabled = rewritten(
        given[name], lambda parts: parts | {types: parts[types].replace(b"main+xml", b"macroEnabled.main+xml")}
    )
    assert "template_macros" in codes(name, enabled)


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "a.png"),
        ("hyperlink", "https://example.invalid/"),
        ("image", "file:///C:/a.png"),
        ("attachedTemplate", r"\\server\a.dotm"),
    ],
)
def test_a_template_that_leads_outside_is_refused(given, name, kind, target) -> None:
    assert "template_outside" in codes(
        name, rewritten(given[name], lambda parts: linked(parts, BOTH[name], kind, target))
    )


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("part", ["embeddings/oleObject1.bin", "charts/chart1.xml", "media/film.mp4", "comments.xml"])
def test_a_template_that_holds_other_things_is_refused_by_their_name(given, name, part) -> None:
    folder = BOTH[name].partition("/")[0]
    with pytest.raises(Refused, match="template_embedded") as refused:
        checked(name, rewritten(given[name], lambda parts: parts | {f"{folder}/{part}": b"<a/>"}))
    assert any(part.rpartition("/")[2] in finding.message for finding in refused.value.findings)


def in_the_text(content: bytes, xml: bytes) -> bytes:
    main = BOTH["a.docx"]
    return rewritten(content, lambda parts: parts | {main: parts[main].replace(b"<w:sectPr", xml + b"<w:sectPr", 1)})


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<w:p><w:r><w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE "a.png"</w:instrText></w:r></w:p>', "template_outside"),
        (b'<w:p><w:fldSimple w:instr="DDEAUTO c:\\x"/></w:p>', "template_outside"),
        (b'<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>a</w:t></w:r></w:ins></w:p>', "template_revisions"),
        (b"<w:p><w:r><w:t>1380013</w:t></w:r><w:r><w:t>8000</w:t></w:r></w:p>", "personal_data"),
    ],
)  # fmt: skip
def test_fields_that_fetch_revisions_and_personal_numbers_are_refused(given, xml, code) -> None:
    assert code in codes("a.docx", in_the_text(given["a.docx"], xml))


def test_entities_wrong_kinds_and_sizes_are_refused(given) -> None:
    main = BOTH["a.docx"]
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "template_outside" in codes(
        "a.docx", rewritten(given["a.docx"], lambda parts: parts | {"word/styles.xml": bomb})
    )
    assert codes("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) & {"template_kind", "file_protected"}
    assert codes("a.docx", b"PK\x03\x04" + bytes(LARGEST)) == {"file_too_large"}
    assert codes("13800138000.docx", given["a.docx"]) == {"personal_data"}
    assert "file_damaged" in codes("a.docx", rewritten(given["a.docx"], lambda parts: parts | {main: b"<a"}))


def test_a_template_file_of_word_is_read_as_a_document(given) -> None:
    types = "[Content_Types].xml"
    dotx = rewritten(
        given["a.docx"], lambda parts: parts | {types: parts[types].replace(b".document.main", b".template.main")}
    )
    Document(io.BytesIO(checked("a.dotx", dotx).content))


@pytest.fixture
def store(tmp_path):
    return open_store(str(copied_to(tmp_path / "store")))


def test_the_newest_template_of_a_kind_counts_until_it_is_given_up(store, given) -> None:
    assert stationery.templates(store) == {} and stationery.template(store, "docx") is None
    for content in (b"one", b"two", b"one"):
        stationery.keep(store, "docx", "红头.docx", content, by="李")
    assert stationery.template(store, "docx") == b"one" and stationery.template(store, "pptx") is None
    stationery.remove(store, "docx", by="李")
    assert stationery.template(store, "docx") is None
    with pytest.raises(Refused):
        stationery.remove(store, "docx", by="李")


def test_a_backup_brings_the_templates_back(store, given, tmp_path) -> None:
    stationery.keep(store, "pptx", "母版.pptx", given["a.pptx"], by="李")
    backup.back_up(store, tmp_path / "kept.zip")
    again = open_store(str(tmp_path / "again"))
    backup.recover(again, tmp_path / "kept.zip")
    assert stationery.template(again, "pptx") == given["a.pptx"]


def test_only_who_keeps_layouts_may_change_the_template_and_it_remembers_by_whom(store, given) -> None:
    one = checked("a.docx", given["a.docx"])
    with pytest.raises(Denied):
        desk.keep_stationery_as(Account("报", Role.UPLOADER), store, one)
    with pytest.raises(Denied):
        desk.remove_stationery_as(Account("报", Role.UPLOADER), store, "docx")
    keeper = Account("管", Role.ADMINISTRATOR)
    desk.keep_stationery_as(keeper, store, one)
    assert stationery.template(store, "docx") == one.content
    assert stationery.templates(store)["docx"].who == "管"
