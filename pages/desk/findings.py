"""What the check says of the files, and copies of them that show it at the cells."""

from collections.abc import Sequence

import streamlit as st

from briefing.html import markup, upload
from briefing.ui import downloads
from briefing.ui.draw import html, panel
from briefing.ui.upload_worker import Checked
from data_loaders import reading
from data_loaders.delivering.intake import Drop
from data_loaders.findings import Finding, Level
from pages.desk import progress


def draw_turned_away(findings: Sequence[Finding]) -> None:
    """Why files were not kept at all."""
    with panel("findings"):
        html(markup.panel_title("检查结果") + upload.verdict(findings) + upload.finding_groups(findings))


def draw(drops: Sequence[Drop], checked: Checked) -> None:
    """The verdict, marked copies, finding by finding, and what the files were taken for.

    While a proposed layout waits only what stands in its way is shown: the rest is told once it is accepted.
    """
    told = [finding for finding in checked.findings if finding.code not in upload.PROPOSED and not finding.asks]
    if any(finding.code in upload.PROPOSED for finding in checked.findings):
        told = [finding for finding in told if finding.level is Level.ERROR]
        if not told:
            return
    with panel("findings"):
        html(markup.panel_title("检查结果") + upload.verdict(checked.findings))
        _offer_marked_copies(drops, checked.findings)
        html(upload.finding_groups(told))
        if checked.tables:
            html(upload.recognised(checked.tables))


def _offer_marked_copies(drops: Sequence[Drop], findings: Sequence[Finding]) -> None:
    """For every file with something to mend at cells: a copy with the cells coloured."""
    with st.container(horizontal=True):
        for position, drop in enumerate(drops):
            shown = reading.display_name(drop.name)
            own = [finding for finding in findings if finding.file == shown]
            if any(finding.row and finding.level is not Level.REPAIR for finding in own):
                make = lambda drop=drop, own=own: progress.marked(drop, own)  # noqa: E731
                label = f"下载批注版：{upload.button_label(shown)}"
                downloads.offer(label, make, f"{shown}_检查结果.xlsx", key=f"marked-{position}")
