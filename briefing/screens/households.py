"""Courtyards and toilets: are the counts growing as fast as the year, and which villages are behind?"""

from briefing.figures import bars, curves
from briefing.html import cards, markup
from briefing.measures.comparison import part_place
from briefing.model import Measure
from briefing.screens.outlook import Outlook
from briefing.screens.pieces import Cell, Chart, Panel, Row, Screen
from briefing.status import TROUBLED, Status
from briefing.wording import asked, headlines


def screen(look: Outlook) -> Screen:
    """A column for each number of places: the number, its curve, the villages furthest behind."""
    measures = look.briefing.judged_by("places_done")
    if not measures:
        return Screen((markup.calm("计划没有这一类目标"),))
    briefing = look.briefing
    stands = headlines.measures_headline(measures, briefing.as_of, named=0)
    return Screen(
        (Row((1,) * len(measures), tuple(_column(look, measure) for measure in measures)),),
        headline=stands + asked.households(measures, briefing.year),
    )


def _column(look: Outlook, measure: Measure) -> tuple[Cell, ...]:
    aside = markup.dated_of(measure)
    parts = look.here(measure.parts)
    curve = curves.progress_curve(measure, look.briefing.year, sizes=look.sizes, room=look.room("household_curve"))
    behind = [part for part in bars.ranked(parts) if part.status in {*TROUBLED, Status.UNREPORTED}]
    behind_most = (behind or bars.ranked(parts))[: look.rows("gaps")]
    gaps = bars.village_gaps(behind_most, sizes=look.sizes, room=look.room("household_gaps"))
    villages = {str(at): part_place(part) for at, part in enumerate(behind_most)}
    over_the_year, gap = f"curve-{measure.id}", f"gaps-{measure.id}"
    return (
        cards.measure_strip(measure, look.briefing),
        Panel(
            over_the_year,
            (Chart(over_the_year, curve, curves.progress_curve_alt(measure), explains=look.by_day(measure)),),
            title=f"{measure.title}逐月",
            aside=aside,
        ),
        Panel(
            gap,
            (
                Chart(gap, gaps, bars.village_gaps_alt(measure, parts), explains=villages),
                cards.gaps_line(measure, len(parts) - len(behind_most)),
            ),
            title=f"{'落后' if behind else '领先'}最{'多' if behind else '少'}的村（{look.place}）",
            aside=aside,
        ),
    )
