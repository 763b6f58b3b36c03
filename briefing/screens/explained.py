"""The panel above a screen that says where one of its numbers, or a village, comes from; a link opens it."""

from briefing.explaining.explanation import Explanation, Row
from briefing.html import explanation, links
from briefing.html.markup import calm, text
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Panel

Found = Explanation | tuple[Row, ...] | None  # of a measure, the rows of a village, or nothing of that name

TITLE = "这个数从哪来"


def panel(look: Outlook, what: str, found: Found) -> Panel:
    """What was asked for, see `links.explained`."""
    if found is None:
        return _panel(look, found, TITLE, calm(f"没有编号或村“{what}”，请从屏幕上点要看的数。"))
    if isinstance(found, Explanation):

        def to_edition(number: int) -> str:
            return links.address(look.query, edition=str(number), as_of=found.as_of.isoformat(), explain=what)

        pieces = (explanation.arithmetic(found), explanation.history(found, to_edition), explanation.rows(found.rows))
        return _panel(look, found, explanation.heading(found), "".join(pieces))
    place = next(village for village in look.briefing.villages if village.label == what)
    return _panel(look, found, place.label, explanation.village(place) + explanation.rows(found))


def _panel(look: Outlook, found: Found, title: str, body: str) -> Panel:
    briefing = look.briefing
    close = f'<a href="{text(links.address(look.query))}" target="_self">关闭</a>'
    as_of = found.as_of if isinstance(found, Explanation) else briefing.as_of
    detail = f"第 {briefing.edition.number} 版，数据截至 {as_of.isoformat()}"
    return Panel("explained", (body,), title=title, detail=detail, aside=close)
