"""A template of the office's own, dropped: looked through as every drop is, then written anew without what it need not have.

It gives text, tables, pictures, styles and layouts; whatever could act, fetch or hide is refused by the kind of its part.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from data_loaders.allowance import Allowance
from data_loaders.findings import Finding, Refused, Source
from data_loaders.guarding.person_numbers import number_kinds
from data_loaders.reading import Kind, display_name, kind_of, limits
from data_loaders.reading.archive import checked_parts
from data_loaders.reading.outside_cells import markup_texts, printable_texts
from data_loaders.reading.personal_data import source_of

LARGEST = 20 * limits.MEGABYTE
KINDS = {Kind.DOCX: "docx", Kind.PPTX: "pptx"}
TYPES = "[Content_Types].xml"
_MACROS = re.compile(r"vba|activeX|macro|customUI|userCustomization", re.IGNORECASE)
_PICTURE = r"media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)"
# What a template may hold; besides these nothing.
_PARTS = {
    "docx": re.compile(
        r"word/(?:document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes"
        r"|endnotes|header\d*|footer\d*"
        rf"|theme/theme\d*)\.xml|word/{_PICTURE}|word/(?:_rels/)[^/]+\.rels",
        re.IGNORECASE,
    ),
    "pptx": re.compile(
        r"ppt/(?:presentation|presProps|viewProps|tableStyles|commonViewProps)\.xml"
        r"|ppt/(?:slideMasters|slideLayouts|slides|notesMasters|notesSlides|handoutMasters|theme"
        r"|tags)/(?:_rels/)?[^/]+\.(?:xml|rels)"
        rf"|ppt/{_PICTURE}|ppt/_rels/[^/]+\.rels",
        re.IGNORECASE,
    ),
}
# Properties, thumbnails and the data of other programs: told about persons and programs, of no use here, left out.
_LEFT_OUT = re.compile(
    r"docProps/|customXml/|(?:word/)?glossary/|(?:word/)?people\.xml|(?:ppt/|word/)?printerSettings/", re.IGNORECASE
)
_FETCHING = re.compile(
    r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD|HYPERLINK|MACROBUTTON)\b", re.IGNORECASE
)
_AWAY = re.compile(r"[a-z][a-z0-9+.\-]*:|\\\\|//", re.IGNORECASE)
_MARKUP = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml"}


class Stationery(NamedTuple):
    """A template that may be used: its kind, the name of its file, and what is kept of it."""

    kind: str
    name: str
    content: bytes


def checked(name: str, content: bytes) -> Stationery:
    """A template as it is kept. Raises Refused, whose findings repeat nothing of its text."""
    source = source_of(name)
    if len(content) > LARGEST:
        size, limit = limits.megabytes(len(content)), limits.megabytes(LARGEST)
        raise Refused(source.finding("file_too_large", size=size, limit=limit))
    kind = KINDS.get(kind_of(content))
    if kind is None:
        protected = kind_of(content) is Kind.PROTECTED
        raise Refused(
            source.finding("file_protected")
            if protected
            else source.finding("template_kind", kind=kind_of(content).value)
        )
    with Allowance(source.file, content):
        parts = checked_parts(content, source)
        found = [*dict.fromkeys(_findings(kind, parts, source))]
        if found:
            raise Refused(found)
        return Stationery(kind, display_name(name), _written(kind, parts))


def _findings(kind: str, parts: Mapping[str, bytes], source: Source) -> Iterable[Finding]:
    if TYPES not in parts or _MAIN[kind] not in parts:
        yield source.finding("file_damaged", reason="缺少主体部分")
        return
    if any(_MACROS.search(name) for name in parts) or b"macroEnabled" in parts[TYPES]:
        yield source.finding("template_macros")
    for name in parts:
        if not _is_known(kind, name) and not _MACROS.search(name):
            yield source.finding("template_embedded", part=name.rpartition("/")[2] or name)
    for name, part in parts.items():
        yield from _of_part(name, part, source)


def _is_known(kind: str, name: str) -> bool:
    return bool(
        name in (TYPES, "_rels/.rels") or _LEFT_OUT.match(name) or _PARTS[kind].fullmatch(name) or name.endswith("/")
    )


def _of_part(name: str, part: bytes, source: Source) -> Iterable[Finding]:
    """Links, fields that fetch, revisions, persons; of what is left out persons only matter as they are not kept."""
    if _LEFT_OUT.match(name):
        return
    texts = [*(markup_texts(part.decode("utf-8", "replace")) if _MARKUP.search(name) else printable_texts(part))]
    for what in sorted(number_kinds(texts)):
        yield source.finding("personal_data", what=f"{what}（在模板中）")
    if not _MARKUP.search(name):
        return
    try:
        root = _tree(part)
    except etree.XMLSyntaxError:
        yield source.finding("file_damaged", reason="内部的标记不完整")
        return
    if root.getroottree().docinfo.doctype:
        yield source.finding("template_outside", place="文档类型声明")
        return
    for link in root.iter():
        if link.get("TargetMode") == "External" or _AWAY.match(link.get("Target", "")):
            yield source.finding("template_outside", place=_place(link.get("Type", "")))
    commands = [
        run.get(f"{{{_WORD}}}instr") or run.text or ""
        for run in root.iter(f"{{{_WORD}}}instrText", f"{{{_WORD}}}fldSimple")
    ]
    if _FETCHING.search(" ".join(commands)) or _FETCHING.search("".join(commands)):  # a word may be torn apart
        yield source.finding("template_outside", place="域")
    if next(root.iter(f"{{{_WORD}}}ins", f"{{{_WORD}}}del"), None) is not None:
        yield source.finding("template_revisions")


def _place(link: str) -> str:
    last = link.rpartition("/")[2]
    return {"hyperlink": "超链接", "image": "链接的图片", "attachedTemplate": "附加模板"}.get(last, "链接")


def _tree(part: bytes):
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _written(kind: str, parts: Mapping[str, bytes]) -> bytes:
    """What is kept, as a plain document however the template called itself, without links to what was left out."""
    kept = {name: part for name, part in parts.items() if not _LEFT_OUT.match(name) and not name.endswith("/")}
    types = _tree(kept[TYPES])
    for entry in list(types):
        if _LEFT_OUT.match(entry.get("PartName", "").lstrip("/")):
            types.remove(entry)
        elif entry.get("PartName", "").lstrip("/") == _MAIN[kind]:
            entry.set("ContentType", entry.get("ContentType").replace(".template.", _PLAIN[kind]))
    kept[TYPES] = _bytes(types)
    for name in [name for name in kept if name.endswith(".rels")]:
        root = _tree(kept[name])
        for link in list(root):
            if _LEFT_OUT.search(link.get("Target", "").lstrip("./")):
                root.remove(link)
        kept[name] = _bytes(root)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in kept.items():
            archive.writestr(
                zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED
            )  # no moment of making: same in, same out
    return content.getvalue()


_PLAIN = {"docx": ".document.", "pptx": ".presentation."}


def _bytes(root) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
