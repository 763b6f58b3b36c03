"""Construction: which sites are late, whose are they, and why?"""

from briefing.figures import curves
from briefing.html import cards, markup, tables
from briefing.model import Measure
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Chart, Panel, Row, Screen
from briefing.wording import asked, headlines


def screen(look: Outlook) -> Screen:
    """The sites of a kind: cards and curve beside the table."""
    briefing = look.briefing
    kinds = tables.site_choices(briefing)
    kind = look.choice("类型", "kind", list(kinds), segmented=True, carried=True)
    measures = tables.site_measures(briefing, kinds[kind.chosen])
    sites = [site for site in look.here(briefing.sites) if site.kind in kinds[kind.chosen]]
    table = Panel(
        "table",
        (tables.site_table(sites, limit=look.rows("sites")),),
        title=f"{kind.chosen}：共 {len(sites)} 个",
        aside=tables.tables_date(briefing, ["sites"]),
    )
    side: tuple[Panel | str, ...] = (
        cards.measure_cards(briefing, measures, stacked=True),
        *(_curve(look, measure) for measure in measures[:1]),
    )
    stands = headlines.measures_headline(measures, briefing.as_of, named=0)
    return Screen(
        (Row((0.24, 0.76), (side, (table,))),), choices=(kind,), headline=stands + asked.works(sites, briefing.year)
    )


def _curve(look: Outlook, measure: Measure) -> Panel:
    figure = curves.progress_curve(measure, look.briefing.year, sizes=look.sizes, room=look.room("sites_curve"))
    return Panel(
        "curve",
        (Chart("sites-curve", figure, curves.progress_curve_alt(measure), explains=look.by_day(measure)),),
        title="逐月进度",
        aside=markup.dated_of(measure),
    )
