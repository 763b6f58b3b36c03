"""What would eat the machine is refused before it is read."""

import zipfile
from io import BytesIO

from openpyxl import Workbook

from data_loaders import reference
from data_loaders.intake import Drop, take
from geo.archive import TEXT_AT_MOST


def codes(drop: Drop) -> list[str]:
    return [finding.code for finding in take([drop], reference.tables()).findings]


def workbook_with_part(name: str, filling: bytes) -> bytes:
    """A small workbook, one part of which was blown up."""
    whole, blown = BytesIO(), BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(blown, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == name:
                at = content.rindex(b"</")
                content = content[:at] + filling + content[at:]
            target.writestr(part, content)
    return blown.getvalue()


def test_a_workbook_whose_list_of_sheets_is_blown_up_is_refused():
    content = workbook_with_part("xl/workbook.xml", b"<a/>" * 5_000_000)
    assert codes(Drop("户厕_2023-09.xlsx", content)) == ["file_damaged"]


def test_a_boundary_text_beyond_any_survey_is_refused():
    content = b'{"type":"FeatureCollection","features":[' + b" " * TEXT_AT_MOST + b"]}"
    assert codes(Drop("村界.geojson", content)) == ["boundary_too_large"]
