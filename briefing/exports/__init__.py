"""What leaves the house: a Briefing as slides, bulletins, workbook, offline page and pictures.

Every format is one room, asked in one way: function(briefing, land, wishes) → bytes, or files by name. A format is a
row of FORMATS; its room is imported when it is asked for, so that nobody waits for libraries they do not use.
Nothing in here may import Streamlit or `briefing.ui`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from briefing.model import Briefing
from briefing.wishes import NONE, Wishes
from briefing.wording import labels

if TYPE_CHECKING:
    from briefing.measures.village_shapes import Land

OFFICE = "application/vnd.openxmlformats-officedocument"


class Format(NamedTuple):
    """One thing that can be made of an edition."""

    title: str  # as people call it; also the first part of the file's name
    suffix: str
    media_type: str
    room: str
    maker: str
    needs_browser: bool = False
    compares: bool = False  # whether it says more when the Briefing of the meeting before is given
    signed: bool = False  # whether it is an official paper, which has a day, a number, somebody who signs
    parted: bool = False  # whether its parts can be chosen and ordered
    template: str = ""  # which of the office's own templates gives its look: docx, pptx
    deck: str = ""  # and which gives that of the slides beside its papers

    def make(self, briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
        """The file. Raises `browser.CannotPhotograph` where pictures cannot be made."""
        made = getattr(import_module(f"briefing.exports.{self.room}"), self.maker)(briefing, land, wishes)
        return made if isinstance(made, bytes) else zipped(made)

    def file_name(self, briefing: Briefing) -> str:
        """调度材料_2023-09-30_第3版_示例数据.pptx."""
        return f"{labels.file_stem(briefing, self.title)}.{self.suffix}"


FORMATS = {
    "pptx": Format(
        "调度材料",
        "pptx",
        f"{OFFICE}.presentationml.presentation",
        "slides.deck",
        "slides",
        compares=True,
        parted=True,
        template="pptx",
    ),
    "docx": Format(
        "通报",
        "docx",
        f"{OFFICE}.wordprocessingml.document",
        "bulletin.bulletin",
        "bulletin",
        compares=True,
        signed=True,
        parted=True,
        template="docx",
    ),
    "xlsx": Format(
        "工作台账和督办单", "xlsx", f"{OFFICE}.spreadsheetml.sheet", "workbook.ledger", "ledger", compares=True
    ),
    "orders": Format("督办单", "zip", "application/zip", "bulletin.order", "orders", signed=True, template="docx"),
    "towns": Format(
        "分镇材料", "zip", "application/zip", "towns.pack", "packs", signed=True, template="docx", deck="pptx"
    ),
    "html": Format("离线看板", "html", "text/html", "offline.page", "page"),
    "png": Format("屏幕图片", "zip", "application/zip", "pictures.pictures", "pictures", needs_browser=True),
    "long": Format("手机长图", "png", "image/png", "pictures.pictures", "long", needs_browser=True),
    "pdf": Format("屏幕图册", "pdf", "application/pdf", "pictures.pictures", "document", needs_browser=True),
}


# The bulletin is a 季通报 at a quarter's end and a 月调度 otherwise; who wants the other one asks for it by name.
BULLETINS = {
    "month": FORMATS["docx"]._replace(title="月调度", maker="monthly"),
    "quarter": FORMATS["docx"]._replace(title="季通报", maker="quarterly"),
}


PRINTED = frozenset({"pptx", "docx"})  # suffixes that an office program makes a PDF of


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files by their names as one archive; pictures do not shrink further, and stay as they are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, file in files.items():
            archive.writestr(name, file, zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED)
    return content.getvalue()
