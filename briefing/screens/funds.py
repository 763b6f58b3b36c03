"""Funds: is the money leaving as fast as the law wants, and where does it stick?"""

from briefing.figures import bars, curves
from briefing.html import cards, markup, tables
from briefing.measures.naming import DISBURSEMENT, of_kind
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Panel, Row, Screen
from briefing.wording import asked, money


def screen(look: Outlook) -> Screen:
    """Tiles; the curve, the slices and the bounds; the projects."""
    funds = look.briefing.funds
    aside = markup.dated_of(funds)
    bounds = Panel("bounds", (tables.bounds(look.briefing),), title="资金底线", aside=aside)
    return Screen(
        (
            cards.tiles(cards.fund_tiles(look.briefing)),
            Row((1.2, 1, 0.8), ((curve(look, "funds_curve", "累计拨付率"),), (_slices(look, aside),), (bounds,))),
            _projects(look, aside),
        ),
        headline=look.headline(asked.funds(look.briefing)),
    )


def curve(look: Outlook, name: str, title: str) -> Panel:
    """The disbursed share over the year, in the room that a screen has for it under that name."""
    funds = look.briefing.funds
    figure = curves.fund_curve(funds, look.briefing.year, sizes=look.sizes, room=look.room(name))
    days = look.by_day(of_kind(look.briefing, DISBURSEMENT))
    return Panel(
        "curve",
        (Chart(name.replace("_", "-"), figure, curves.fund_curve_alt(funds), explains=days),),
        title=title,
        detail=curves.fund_finding(funds),
        aside=markup.dated_of(funds),
    )


def _slices(look: Outlook, aside: str) -> Panel:
    funds, disbursement = look.briefing.funds, of_kind(look.briefing, DISBURSEMENT)
    figure = bars.fund_slices(
        funds,
        scheduled=disbursement.scheduled if disbursement else None,
        sizes=look.sizes,
        room=look.room("funds_slices"),
    )
    slices = Chart("funds-slices", figure, bars.fund_slices_alt(funds))
    apart = markup.note(money.not_counted(funds))
    return Panel("slices", (slices, apart) if apart else (slices,), title="分来源、镇、类别（万元）", aside=aside)


def _projects(look: Outlook, aside: str) -> Panel:
    projects = look.briefing.funds.projects
    projects = projects if look.town is None else projects[projects["town"] == look.town]
    return Panel(
        "projects",
        (tables.project_table(projects, look.briefing.funds, limit=look.rows("projects")),),
        title=f"项目拨付（{look.place}，共 {len(projects)} 个，慢的在前）",
        aside=aside,
    )
