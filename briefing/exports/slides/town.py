"""The deck of one town: its share of every goal, its villages, what of it is late, and what it is asked for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefing import looks
from briefing.exports.slides import funds, works
from briefing.exports.slides.deck import cover
from briefing.exports.slides.maker import Maker
from briefing.exports.slides.tables import Head
from briefing.measures.village_shapes import Land
from briefing.model import Briefing
from briefing.status import Status

ITEM_HEADS = (Head("状态", 11), Head("事项", 30), Head("目前情况", 34), Head("办理要求", 19), Head("办结时限", 16))
ITEM_SLIDES = 3


def of_town(
    briefing: Briefing, land: Land, town: str, *, headline: str, shares: Sequence[tuple[str, str, str]],
    asked: Sequence[tuple[Status | str, str, str, str, str]], template: bytes | None = None,
) -> bytes:  # fmt: skip
    """The slides; `shares` are its goals, what is done of them there and in the whole district, `asked` what is urgent:
    how it stands, what, why, what is asked, by when.
    """
    own = _narrowed(briefing, town)
    maker = Maker(own, template)
    cover(maker, headline, f"{town} · {briefing.year} 年工作调度")
    maker.table(
        headline, (Head("指标", 44), Head(town, 28, True), Head(briefing.whole, 28, True)), shares,
        nothing=f"{town}没有分到镇的目标。",
    )  # fmt: skip
    if any(village.mapped for village in own.villages):
        works.map(maker, land, town)
    works.sites(maker, own.headlines["sites"].rstrip("。"))
    funds.late_projects(maker, own.funds)
    counts = Counter(status for status, *_ in asked)
    told = "、".join(f"{status} {counts[status]} 项" for status in looks.WORST_FIRST if counts[status])
    nothing = f"{town}没有需要督办的事项。"
    maker.table(
        f"{town}需要督办 {len(asked)} 项：{told}。" if asked else nothing, ITEM_HEADS, asked,
        nothing=nothing, most_slides=ITEM_SLIDES,
    )  # fmt: skip
    maker.rest(f"{town}：其余各项没有要点名的，或还没有报数")
    return maker.saved()


def _narrowed(briefing: Briefing, town: str) -> Briefing:
    """The same Briefing with the villages, sites and projects of one town alone."""
    villages = tuple(village for village in briefing.villages if village.town == town)
    sites = tuple(site for site in (*briefing.sites, *briefing.stations) if site.town == town)
    projects = briefing.funds.projects
    return replace(
        briefing,
        villages=villages, sites=sites, stations=(),
        funds=replace(briefing.funds, projects=projects[projects["town"] == town]),
        headlines=briefing.headlines | {"sites": f"{town}有建设点 {len(sites)} 个。"},
    )  # fmt: skip
