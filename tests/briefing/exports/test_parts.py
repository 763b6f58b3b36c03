"""Parts are chosen and ordered, each slide has its notes, and an office program makes the PDF."""

import io
import zipfile

import pytest

from briefing import formats
from briefing.__main__ import main
from briefing.exports import BULLETINS, FORMATS, printing
from briefing.wishes import Wishes
from briefing.wording.open_items import urgent_items
from data_loaders.store.editions import STORE_VARIABLE
from tests.briefing.exports.reading import PERCENT, deck, paper, paper_text, slide_tables, slide_text, workbook_tables
from tests.briefing.exports.test_slides import known_percentages


def titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace("\v", "") for slide in deck(content).slides]


def test_slides_hold_the_parts_that_were_chosen_in_their_order(september) -> None:
    wishes = Wishes(september.previous, parts=("actions", "map"))
    told = titles(FORMATS["pptx"].make(september.briefing, september.land, wishes))
    assert len(told) <= 4
    assert told[1].startswith(september.briefing.headlines["actions"])
    assert told[-1] == september.briefing.headlines["map"]


def test_a_bulletin_tells_the_progress_that_was_chosen_in_its_order(september) -> None:
    wishes = Wishes(september.previous, parts=("funds", "sites"))
    told = paper_text(paper(BULLETINS["quarter"].make(september.briefing, september.land, wishes)))
    assert told.index("（一）衔接资金拨付") < told.index("（二）新农村建设点和村庄整治点")
    assert "（三）" not in told.partition("三、存在的主要问题")[0] and "四、下一步工作和交办事项" in told


def test_the_notes_of_a_slide_say_its_numbers_and_where_they_come_from(case, made) -> None:
    slides = deck(made(case, "pptx"))
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides.slides]
    assert all(f"第 {case.briefing.edition.number} 版" in note and "来源：" in note for note in notes)
    for id in case.briefing.headline_measures:
        measure = case.briefing.measure(id)
        line = next(line for line in notes[1].splitlines() if line.startswith(f"{id} "))
        assert measure.title in line and (measure.value is None or formats.value_of(measure) in line or "/" in line)
        assert measure.value is None or ("出自" in line and formats.day(measure.snapshot) in line)
    assert {found for note in notes for found in PERCENT.findall(note)} <= known_percentages(case)


def test_every_town_has_its_folder_with_its_rows_alone(september) -> None:
    archive = zipfile.ZipFile(io.BytesIO(september.make("towns")))
    folders = {name.partition("/")[0] for name in archive.namelist()}
    assert folders == set(september.briefing.towns)
    own = [name for name in archive.namelist() if name.startswith("潭口镇/")]
    assert [name.rpartition(".")[2] for name in own] == ["docx", "pptx", "xlsx"]
    tables = workbook_tables(archive.read(own[2]))
    assert {row["镇（管理处）"] for row in tables["村庄"]} == {"潭口镇"} and "督办_潭口镇" in tables
    assert not [name for name in tables if name.startswith("督办_") and name != "督办_潭口镇"]
    wanted = [village for village in september.briefing.villages if village.town == "潭口镇"]
    assert len(tables["村庄"]) == len(wanted)
    slides = deck(archive.read(own[1]))
    told = "\n".join(slide_text(slide) for slide in slides.slides)
    titles = "".join(slide.shapes.title.text_frame.text for slide in slides.slides)
    assert "潭口镇有建设点" in titles and "12/17" not in titles  # no figure of the whole district
    others = {village.village for village in september.briefing.villages if village.town != "潭口镇"}
    assert "潭口镇 · 2023 年工作调度" in told and f"潭口镇所辖 {len(wanted)} 个村（社区）中" in told
    assert [name for name in others if f"\n{name}" in told] == [] and all(
        village.village in told for village in wanted if village.mapped
    )
    asked = [
        row for slide in slides.slides for heads, *rows in slide_tables(slide) if "办理要求" in heads for row in rows
    ]
    assert [row[1] for row in asked] == [item.title for item in urgent_items(september.briefing)["潭口镇"]][
        : len(asked)
    ] and asked


def test_the_command_line_chooses_parts_and_refuses_others(sample_store, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv(STORE_VARIABLE, sample_store.uri)
    out = tmp_path / "a.pptx"
    assert main(["export", "pptx", "--out", str(out), "--parts", "funds,overview"]) == 0
    assert "累计拨付" in titles(out.read_bytes())[1]
    with pytest.raises(SystemExit):
        main(["export", "pptx", "--out", str(out), "--parts", "weather"])
    assert "weather" in capsys.readouterr().err


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A stand-in for the office program: it writes what it was asked for."""
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\nprintf "%%PDF-1 " > "$out/paper.pdf"\ncat "$1" >> "$out/paper.pdf"\n')  # fmt: skip
    program.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(program))
    return program


def test_a_pdf_is_made_by_the_office_program_of_what_was_made(
    office, sample_store, tmp_path, monkeypatch, capsys
) -> None:
    assert printing.as_pdf(b"content", "docx") == b"%PDF-1 content"
    monkeypatch.setenv(STORE_VARIABLE, sample_store.uri)
    assert main(["export", "docx", "--out", str(tmp_path / "a.pdf")]) == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1 PK")
    office.write_text("#!/bin/sh\nexit 3\n")
    assert main(["export", "docx", "--out", str(tmp_path / "b.pdf")]) == 1
    monkeypatch.setenv(printing.VARIABLE, str(tmp_path / "none"))
    assert main(["export", "pptx", "--out", str(tmp_path / "b.pdf")]) == 1
    said = capsys.readouterr().err
    assert "LibreOffice 没有生成 PDF" in said and "没有找到 LibreOffice" in said and not (tmp_path / "b.pdf").exists()
