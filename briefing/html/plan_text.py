"""The document of a plan beside its rows: the words that a row was read from are marked. Everything is escaped."""

from collections.abc import Iterable, Sequence

from briefing.html import markup
from data_loaders.planning.document import Block, Document, Paragraph
from data_loaders.planning.review import Difference

AROUND = 5  # blocks before and behind the marked one: what fits beside a row


def document_window(document: Document, block: int, quote: str) -> str:
    """The blocks around one, with a quote marked in it."""
    shown = [each for each in document.blocks if abs(each.number - block) <= AROUND]
    return (
        f'<div class="plan-text">{"".join(_block(each, quote if each.number == block else "") for each in shown)}</div>'
    )


def _block(block: Block, quote: str) -> str:
    if isinstance(block, Paragraph):
        return f'<p><span class="faint">{block.number}</span> {_marked(block.text, quote)}</p>'
    cells = "".join(f"<td>{_marked(cell, quote)}</td>" for cell in block.cells)
    return f"<table><tr>{cells}</tr></table>"


def _marked(text: str, quote: str) -> str:
    if not quote or quote not in text:
        return markup.text(text)
    before, _, behind = text.partition(quote)
    return f"{markup.text(before)}<mark>{markup.text(quote)}</mark>{markup.text(behind)}"


def questions(asked: Iterable[str]) -> str:
    """What the document does not say, as a list."""
    items = "".join(f"<li>{markup.text(question)}</li>" for question in asked)
    return f"<ul>{items}</ul>" if items else ""


def unread(sentences: Iterable[tuple[str, str]]) -> str:
    """(place, sentence) of what became nothing."""
    items = "".join(
        f"<li><span class='faint'>{markup.text(place)}</span> {markup.text(said)}</li>" for place, said in sentences
    )
    return f"<ul>{items}</ul>" if items else markup.calm("没有")


def differences(found: Sequence[Difference] | None) -> str:
    """What changed against last year's plan, as a table; None where there is none of this district."""
    if found is None:
        return markup.calm("库里没有本地上一年的计划，不作比较")
    if not found:
        return markup.calm("与上年计划相比没有不同")
    rows = "".join(
        f"<tr><td>{markup.text(each.kind)}</td><td>{markup.text(each.title)}</td><td>{markup.text(each.before)}</td><td>{markup.text(each.after)}</td></tr>"
        for each in found
    )
    return (
        f'<table class="plan-differences"><tr><th>变化</th><th>要求</th><th>上年</th><th>今年</th></tr>{rows}</table>'
    )
