"""The whole edition as one HTML file that opens by double click: no network, no server, no outside address.

Its scripts are those of the app's drawings and one of its own; a content policy forbids every host and every other script.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from briefing import formats, looks
from briefing.exports.offline.render import Drawn, buttons, screens, shown_by, stage
from briefing.exports.workbook import tables as ledger_tables
from briefing.exports.workbook.worksheets import Column, Kind, Sheet
from briefing.figures import theme
from briefing.html import markup
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.screens import drawn as charts
from briefing.screens import in_brief
from briefing.screens.catalogue import PRESENTED
from briefing.screens.outlook import Outlook
from briefing.wishes import NONE, Wishes
from briefing.wording import labels

HERE = Path(__file__).parent
UI = HERE.parents[1] / "ui" / "front"
SHEETS = "sheets"  # the tab after the screens


def page(briefing: Briefing, land: Land, wishes: Wishes = NONE) -> bytes:
    """The file. `wishes` are there because every format is asked in the same way."""
    drawn = screens(briefing, land)
    scripts = [file.read_text("utf-8") for file in (UI / "drawing.js", UI / "map.js", HERE / "page.js")]
    body = (
        _tabs(briefing, drawn),
        "<main>",
        *(_stage(screen, shown=at == 0) for at, screen in enumerate(drawn)),
        _sheets(briefing),
        "</main>",
    )
    return _document(briefing, "".join(body), theme.css_variables(theme.WIDE), scripts, kind="presenting")


def long_page(briefing: Briefing, land: Land) -> bytes:
    """The whole edition in brief, one column for a phone: what the long picture is taken of."""
    look = Outlook("overview", briefing, land, present=False, served=False)
    shown = stage(charts.drawn(in_brief.screen(look), look), look)
    return _document(
        briefing, f'<main><div class="screen stApp">{shown}</div></main>', theme.css_variables(), kind="long"
    )


def _document(briefing: Briefing, body: str, css: str, scripts: Sequence[str] = (), *, kind: str) -> bytes:
    css += (UI / "ui.css").read_text("utf-8") + (HERE / "page.css").read_text("utf-8")
    parts = (
        f'<!DOCTYPE html>\n<html lang="zh-CN" class="{kind}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(scripts)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{markup.text(labels.title(briefing))}　{formats.day(briefing.as_of)}</title>",
        f"<style>{css}</style></head><body>{body}",
        *(f"<script>{script}</script>" for script in scripts),
        "</body></html>\n",
    )
    return "".join(parts).encode()


def policy(scripts: Sequence[str]) -> str:
    """Nothing from anywhere; only these scripts run, so that no text of a drop ever can."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    ] or ["'none'"]
    rules = ("style-src 'unsafe-inline'", "img-src data: blob:", "base-uri 'none'", "form-action 'none'")
    return "; ".join(("default-src 'none'", f"script-src {' '.join(hashes)}", *rules))


def _tabs(briefing: Briefing, drawn: Sequence[Drawn]) -> str:
    names = [(screen.name, PRESENTED[screen.name]) for screen in drawn] + [(SHEETS, "全部数据")]
    buttons = "".join(
        f'<button type="button" role="tab" data-screen="{name}" aria-controls="{name}" aria-selected="false">'
        f"{title}</button>"
        for name, title in names
    )
    sample = f'<span class="sample">{labels.SAMPLE_MARK}</span>' if briefing.edition.sample else ""
    day = f'<span class="day">{labels.day_line(briefing)}　{labels.edition_line(briefing)}</span>'
    tabs = f'<div role="tablist" aria-label="屏幕">{buttons}</div>'
    return f"<nav><b>{markup.text(briefing.district)}</b>{tabs}{sample}{day}</nav>"


def _stage(screen: Drawn, *, shown: bool) -> str:
    """The buttons of a screen, and below them its stage of 1920×1080."""
    hidden = "" if shown else " hidden"
    return (
        f'<section role="tabpanel" id="{screen.name}" aria-label="{PRESENTED[screen.name]}"{hidden}>{screen.buttons}'
        f'<div class="screen stApp"><i class="present" hidden></i>{screen.html}</div></section>'
    )


# --- all figures as tables -----------------------------------------------------------------------------------------


def _sheets(briefing: Briefing) -> str:
    """The tables of the ledger and what every unit still owes, one at a time."""
    tables = [*ledger_tables.tables(briefing), ledger_tables.all_open_items(briefing)]
    shown = {sheet.name: table(sheet) for sheet in tables}
    field = '<input type="search" placeholder="筛选：输入村名、单位或事项" aria-label="筛选">'
    return (
        f'<section class="sheets" role="tabpanel" id="{SHEETS}" aria-label="全部数据" hidden>'
        f"{field}{buttons('sheet', shown, label='表')}{shown_by('sheet', shown)}"
        f"<p>{markup.text(labels.footer(briefing))}</p></section>"
    )


def table(sheet: Sheet) -> str:
    """A sheet as a table; a number carries its full value beside what is read."""
    heads = "".join(f'<th scope="col">{markup.text(column.title)}</th>' for column in sheet.columns)
    rows = "".join(f"<tr>{''.join(_cell(column, row) for column in sheet.columns)}</tr>" for row in sheet.rows)
    caption = f"<caption>{markup.text(sheet.title)}</caption>"
    name = markup.text(sheet.name)
    return f'<table data-sheet="{name}">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(column: Column, row: object) -> str:
    value = column.known(row)
    if value is None:
        return f'<td class="missing">{markup.text(column.missing)}</td>'
    if column.kind is Kind.STATUS and value in looks.LOOKS:
        return f"<td>{markup.badge(value)}</td>"
    if column.kind is Kind.NUMBER:
        return f'<td class="figure" data-value="{value.value:.6f}">{value}</td>'
    text = formats.day(value) if column.kind is Kind.DAY else value
    return f'<td class="{column.kind}">{markup.text(text)}</td>'
