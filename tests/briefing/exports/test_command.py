"""`python -m briefing export`, and the words said where something cannot be made."""

import zipfile
from datetime import date

import pytest

from briefing.__main__ import main
from briefing.exports.pictures import browser
from data_loaders.delivering import reference
from data_loaders.store.editions import STORE_VARIABLE, open_store
from data_loaders.store.meetings import name_meeting
from tests.briefing.exports.reading import deck, paper, workbook_tables
from tests.seeded import copied_to


@pytest.fixture
def store(sample_store, monkeypatch):
    """The sample store as the one that the command line finds."""
    monkeypatch.setenv(STORE_VARIABLE, sample_store.uri)
    return sample_store


@pytest.mark.parametrize(
    ("name", "begins"), [("pptx", b"PK"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")]
)
def test_a_file_is_written(store, tmp_path, capsys, name, begins) -> None:
    out = tmp_path / "new" / f"a.{name}"
    assert main(["export", name, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(begins)
    assert str(out) in capsys.readouterr().out


def test_a_day_and_an_edition_can_be_named(store, tmp_path) -> None:
    out = tmp_path / "a.xlsx"
    assert main(["export", "xlsx", "--out", str(out), "--as-of", "2023-06-30", "--edition", "1"]) == 0
    rows = workbook_tables(out.read_bytes())["指标"]
    assert {row["数据截至"] for row in rows if row["编号"].startswith("T0")} == {"2023-06-30"}


def test_the_bulletin_can_be_asked_for_by_name(store, tmp_path) -> None:
    out = tmp_path / "a.docx"
    assert main(["export", "docx", "--out", str(out), "--bulletin", "month"]) == 0
    assert "工作调度情况" in paper(out.read_bytes()).core_properties.title


def test_what_is_told_of_a_paper_is_remembered_with_its_edition(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    told = ["--dated", "2023-10-12", "--number", "赣蓉振办字〔2023〕9号", "--meeting", "三季度调度会"]
    assert main(["export", "docx", "--out", str(tmp_path / "a.docx"), *told]) == 0
    assert main(["export", "docx", "--out", str(tmp_path / "b.docx"), "--copied-to", "区委办公室"]) == 0
    text = "".join(paragraph.text for paragraph in paper((tmp_path / "b.docx").read_bytes()).paragraphs)
    assert "赣蓉振办字〔2023〕9号" in text and "三季度调度会材料" in text and "2023年10月12日" in text


def test_an_unknown_edition_is_refused(store, tmp_path, capsys) -> None:
    assert main(["export", "html", "--out", str(tmp_path / "a.html"), "--edition", "99"]) == 1
    assert "99" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_said(store, tmp_path, capsys) -> None:
    (tmp_path / "file").write_text("")
    assert main(["export", "xlsx", "--out", str(tmp_path / "file" / "a.xlsx")]) == 1
    assert "文件没有写成" in capsys.readouterr().err


def test_an_unknown_format_is_a_usage_error(store, tmp_path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export", "odt", "--out", str(tmp_path / "a.odt")])
    assert stop.value.code == 2


def test_the_meeting_before_is_compared_with(tmp_path, monkeypatch, sample) -> None:
    store = open_store(str(tmp_path / "store"))
    tables = {name: sample.table(name) for name in ("sites", "courtyards", "toilets", "funds")}
    old = {name: frame[frame["as_of"] <= "2023-06-30"] for name, frame in tables.items()}
    store.publish(old, by="测试", shipped=reference.tables())
    store.publish(tables, by="测试", shipped=reference.tables())
    name_meeting(store, 1, "二季度调度会", date(2023, 7, 5), by="测试")
    monkeypatch.setenv(STORE_VARIABLE, store.uri)
    out = tmp_path / "a.pptx"
    assert main(["export", "pptx", "--out", str(out)]) == 0
    titles = [slide.shapes.title.text_frame.text for slide in deck(out.read_bytes()).slides]
    assert any("与 6 月 30 日（第 1 版）相比" in title for title in titles)


@pytest.mark.parametrize("name", ["png", "long", "pdf"])
def test_without_a_browser_other_formats_are_offered(store, tmp_path, monkeypatch, capsys, name) -> None:
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "none"))
    assert main(["export", name, "--out", str(tmp_path / f"a.{name}")]) == 1
    said = capsys.readouterr().err
    assert "没有找到 Chrome、Edge 或 Chromium" in said and "pptx、docx、xlsx 或 html" in said
    assert not list(tmp_path.iterdir())


def test_a_browser_that_fails_is_said(store, tmp_path, monkeypatch, capsys) -> None:
    broken = tmp_path / "browser"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv(browser.VARIABLE, str(broken))
    assert main(["export", "pdf", "--out", str(tmp_path / "a.pdf")]) == 1
    assert "浏览器没有应答，没有生成图片" in capsys.readouterr().err


def test_pictures_are_zipped_in_the_order_of_the_screens() -> None:
    import io

    from briefing.exports import zipped
    from briefing.exports.pictures import pictures

    archive = zipfile.ZipFile(io.BytesIO(zipped(pictures.named({"map": b"2", "overview": b"1"}))))
    assert archive.namelist() == ["01_总览.png", "02_村庄地图.png"]
