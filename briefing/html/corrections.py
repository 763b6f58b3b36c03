"""更正 as HTML: what to do, what changes with old and new value, who was first. No Streamlit; see `markup`."""

from collections.abc import Sequence

from briefing import formats
from briefing.html.markup import panel_title, text
from data_loaders.delivering.correcting import Part
from data_loaders.delivering.retyped import Change
from data_loaders.origins import Plain
from data_loaders.store.editions import Edition


def how_to(part: Part, edition: int) -> str:
    """What the grid is and what may be done in it."""
    return (
        f'<p class="hint"><b>{text(part.name)}</b>，第 {edition} 版。双击格子直接改；最下面一行可以加行，'
        "选中左边的方框后按删除键可以去掉一行。改动先列在下面，填了原因、看过影响再发布。</p>"
    )


def changes(changed: Sequence[Change]) -> str:
    """Every changed cell old → new, then rows that are new or gone."""
    rows = "".join(
        f'<tr><th scope="row">{text(one.name)}</th><td>{text(one.what)}</td>'
        f"<td>{_cell(one.old)}</td><td><b>{_cell(one.new)}</b></td></tr>"
        for one in changed
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("哪一行", "改什么", "原来", "改成"))
    table = f'<table class="grid"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return panel_title(f"改动（{len(changed)} 处）") + table


def _cell(value: Plain) -> str:
    return formats.DASH if value is None else text(value)


def overtaken(newest: Edition, on: int) -> str:
    """Who has published since, and what to do."""
    return (
        f'<div class="verdict warning">您是从第 {on} 版开始改的，{text(newest.by)} {formats.moment(newest.published_at)}'
        f" 已发布第 {newest.number} 版（{text(newest.note or formats.DASH)}）。您的改动还没有发布，也没有丢：点下面的按钮，"
        "在新的一版上接着改；同一格别人也改了的，会列出来请您核对。</div>"
    )


def lost(words: Sequence[str]) -> str:
    """What somebody else changed too, and so was not taken along."""
    if not words:
        return ""
    return (
        f'<div class="watched"><b>这 {len(words)} 处别人也改了，没有带过来，请核对：</b>'
        f"<ul>{''.join(f'<li>{text(one)}</li>' for one in words)}</ul></div>"
    )
