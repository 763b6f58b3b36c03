"""A template of the office's own, looked through before it is used: may it be, and what does it lack by name."""

from typing import NamedTuple
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from lxml import etree
from pptx.exc import PythonPptxError

from briefing.exports.bulletin import template as paper
from briefing.exports.slides import template as slides
from data_loaders.delivering import stationery
from data_loaders.delivering.stationery import Stationery
from data_loaders.findings import Refused, Source

# What the libraries of office files raise over parts that are there but not as they should be.
BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, NotImplementedError, BadZipFile, OpcError, PythonPptxError, etree.LxmlError,
)  # fmt: skip


class Looked(NamedTuple):
    """A template that may be used, and what of it is missing: ours stands in."""

    stationery: Stationery
    missing: list[str]


def looked_through(name: str, content: bytes) -> Looked:
    """A dropped template. Raises Refused, whose findings repeat nothing of its text."""
    checked = stationery.checked(name, content)
    source = Source(checked.name)
    try:
        if checked.kind == "docx":
            return Looked(checked, paper.missing(checked.content))
        upright, missing = slides.is_upright(checked.content), slides.missing(checked.content)
    except BROKEN:
        raise Refused(source.finding("file_damaged", reason="内部的部分不完整")) from None
    if upright:
        raise Refused(source.finding("template_size"))
    return Looked(checked, missing)
