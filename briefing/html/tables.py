"""Lists and tables, worst first: attention, villages, floors, sites, projects. No Streamlit; see `markup`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

import pandas as pd

from briefing import formats, looks
from briefing.figures.map_furniture import SCHEMATIC_NOTE
from briefing.figures.map_labels import stem
from briefing.figures.village_map import status_on, worst_words
from briefing.formats import Number
from briefing.html.cards import finish_words, left_and_until, owners_in
from briefing.html.links import Leads, explained, led_to, nowhere
from briefing.html.markup import badge, calm, dated, item_row, mark, more, progress_bar, site_sign, text, tone
from briefing.measures import map_layers
from briefing.measures.naming import DISBURSEMENT, laggards_first, short_title, worst_first
from briefing.model import MONEY_BOUNDS, Attention, Briefing, Funds, Measure, Site, VillageState
from briefing.status import OF_PROGRESS, SEVERITY, TROUBLED, Status
from briefing.wording import asked

# Layer → the table it is drawn from.
LAYER_TABLES = {
    **dict.fromkeys(map_layers.SITE_LAYERS.values(), "sites"),
    map_layers.COURTYARDS: "courtyards",
    map_layers.TOILETS: "toilets",
    map_layers.SEWAGE: "stations",
    map_layers.KEY_VILLAGES: "funds",
    map_layers.FUNDS: "funds",
}  # of all others: every one of them
NAMED_ON_LITTLE_MAPS = 6
LITTLE_TITLE_EMS = 8  # a longer title would push the land away; the layer's own name says it as well
LITTLE_OWNERS_EMS = 12
SITE_RULES = ("sites_finished", "places_covered")  # the rules of the plan that count sites
TOWN_HEAD = "镇"  # where there are others, too, they stand beside it
SITE_HEADS = (
    "状态",
    "名称",
    TOWN_HEAD,
    "阶段",
    "形象进度（黑线为序时）",
    "计划完工",
    "实际",
    "责任单位",
    "存在问题",
)
PROJECT_HEADS = ("状态", "项目", "地点", "责任单位", "来源", "类别", "安排（万元）", "拨付（万元）", "拨付率")


def layer_date(briefing: Briefing, layer: str) -> str:
    """The 截至日期 of what a map layer shows; of all layers together, the newest."""
    return tables_date(briefing, [LAYER_TABLES[layer]] if layer in LAYER_TABLES else list(LAYER_TABLES.values()))


def tables_date(briefing: Briefing, tables: Sequence[str]) -> str:
    """The newest 截至日期 of some tables, marked old when what was made of these tables is."""
    newest = max((day for table in tables if (day := briefing.snapshots.get(table))), default=None)
    own = [measure for measure in briefing.measures if not measure.ledgers.isdisjoint(tables)]
    return dated(newest, stale=formats.STALE if any(measure.stale for measure in own) else "")


def attention_list(items: Sequence[Attention], *, year: int, limit: int | None, link: Callable[[str], str]) -> str:
    """需要调度的事项, worst first; each links to the screen that shows it, at the address that `link` has for it."""
    if not items:
        return calm("目前没有需要调度的事项")
    shown = items[:limit]
    rows = "".join(
        f"<li {tone(item.status)}><b>{_linked(item, link)}</b>"
        f"<footer><span>{text(_answers(item, year))}</span>{badge(item.status)}</footer></li>"
        for item in shown
    )
    return f'<ul class="attention">{rows}</ul>{more(len(items) - len(shown), "项")}'


def _answers(item: Attention, year: int) -> str:
    """Who answers for it, and by when; only another year is named."""
    due = formats.spaced(formats.short_due(item.due_on, year)) if item.due_on else ""
    return f"{item.owner}　{due}{'到期' if item.status is Status.OVERDUE else '前'}" if due else item.owner


def findings(found: Mapping[str, str]) -> str:
    """What is found of each thing, in a sentence."""
    return f'<dl class="findings">{"".join(f"<dt>{text(name)}</dt><dd>{text(said)}</dd>" for name, said in found.items())}</dl>'


def _linked(item: Attention, link: Callable[[str], str]) -> str:
    return f'<a href="{text(link(item.page))}">{text(item.title)}</a>'


def _items(rows: Sequence[str], hidden: int, what: str) -> str:
    return f'<ul class="items">{"".join(rows)}</ul>{more(hidden, what)}'


def village_card(village: VillageState, *, limit: int | None) -> str:
    """A village and everything it has, worst first; what it has not delivered is said at the top."""
    own = [item for item in village.items if item.layer != map_layers.REPORTING]
    items = sorted(own, key=lambda item: -SEVERITY[item.status])
    shown = items[:limit]
    grade = f'<span class="grade">{text(village.grade)}重点帮扶村</span>' if village.grade else ""
    rows = [item_row(item.status, item.title, item.text, problem=item.problem) for item in shown]
    body = _items(rows, len(items) - len(shown), "项") if rows else calm("○ 没有填报的项目")
    late = map_layers.is_trouble(map_layers.REPORTING, village.statuses.get(map_layers.REPORTING))
    delivery = f'<p class="hint">填报：{text(worst_words(village, map_layers.REPORTING))}</p>' if late else ""
    name = explained(village.label, text(village.town))
    return f'<div class="village"><p>{name}{grade}</p>{delivery}{body}</div>'


def ranked_villages(
    villages: Sequence[VillageState], layer: str, *, limit: int | None, one: str = "村", leads: Leads = nowhere,
    sites: Sequence[Site] = (),
) -> str:  # fmt: skip
    """The villages (or towns) that have something on a layer, worst and longest overdue first, each with the item that
    makes it so.

    A name leads to where it stands out on the map.
    """
    known = [village for village in villages if layer in village.statuses]
    if not known:
        return calm("这一图层没有任务" if villages else "还没有村庄名录")
    causes = _causes(sites, layer)

    def cause(village: VillageState) -> Site | None:
        return causes.get((village.label, village.statuses[layer]))

    def badness(village: VillageState) -> tuple[int, int]:
        late = cause(village)
        return -map_layers.badness(layer, village.statuses[layer]), -late.days_late if late else 0

    ranked = sorted(known, key=badness)
    shown = ranked[:limit]
    rows = [_ranked_row(place, layer, leads, cause(place)) for place in shown]
    return _items(rows, len(ranked) - len(shown), f"个{one}")


def _causes(sites: Sequence[Site], layer: str) -> dict[tuple[str, Status], Site]:
    """Village and status → the site that makes it so on a layer, the longest overdue."""
    late = [site for site in sites if site.status in TROUBLED and layer in (map_layers.ALL, site.layer)]
    return {(site.town + site.village, site.status): site for site in sorted(late, key=lambda site: site.days_late)}


def _ranked_row(village: VillageState, layer: str, leads: Leads, cause: Site | None) -> str:
    status = village.statuses[layer]
    grade = f"{village.grade}　" if layer == map_layers.KEY_VILLAGES and village.grade else ""
    detail = grade + (
        _cause_words(village, cause) if cause else worst_words(village, layer).removeprefix(village.village)
    )
    town = "" if village.town == village.village else f" <small>{text(village.town)}</small>"
    name = f"<b>{text(village.village)}</b>{town}"
    words = f"<div>{led_to(leads(village.label), name)}<span>{text(detail)}</span></div>"
    return f"<li {tone(status)}>{words}{_layer_badge(status, layer)}</li>"


def _cause_words(village: VillageState, site: Site) -> str:
    """How long a site that is behind is overdue, whose it is, and how it stands."""
    own = next((item.text for item in village.items if item.title == site.name), "")
    late = f"{formats.lateness(site.days_late)}，" if site.status is Status.OVERDUE else ""
    return f"{late}{site.owner or site.town}：{site.name.removeprefix(village.village)}{f'：{own}' if own else ''}"


def _layer_badge(status: Status, layer: str) -> str:
    """Mark and word of a status as a layer calls it."""
    return badge(status, map_layers.word(layer, status))


def ranking_title(layer: str, one: str = "村") -> str:
    """The heading of the villages in order."""
    return f"没有报的{one}在前" if layer == map_layers.REPORTING else f"落后的{one}在前"


def map_title(layer: str, one: str = "村") -> str:
    """The heading of a map."""
    return map_layers.REPORTING if layer == map_layers.REPORTING else f"各{one}{layer}状态"


def map_legend(
    villages: Sequence[VillageState],
    layer: str,
    *,
    meaning: bool = True,
    by_town: bool = False,
    clicks: bool = True,
    sites: Sequence[Site] = (),
    leads: Leads = nowhere,
) -> str:
    """What the colours of a layer mean, with how many villages have each, the grades of key villages and the signs of sites.

    `clicks` says whether a click on a town opens it; `leads` has the address at which a status stands out.
    """
    counts = Counter(status_on(village, layer) for village in villages)
    known = sorted(filter(None, counts), key=lambda status: map_layers.badness(layer, status))
    entries = [
        f"<li>{led_to(leads(status), _layer_badge(status, layer))} <b>{counts[status]}</b></li>" for status in known
    ]
    if counts[None]:
        swatch = '<span class="badge"><i class="swatch"></i>无此项任务</span>'
        entries.append(f"<li>{swatch} <b>{counts[None]}</b></li>")
    for kind, number in Counter(site.kind for site in sites).items():
        entries.append(f"<li>{site_sign(kind)}{text(kind)} <b>{number}</b></li>")
    if layer == map_layers.KEY_VILLAGES:
        grades = Counter(village.grade for village in villages if village.grade)
        entries += [f"<li>{text(grade)} <b>{number}</b></li>" for grade, number in grades.most_common()]
    click = map_layers.TOWN_CLICK if clicks else ""
    said = map_layers.TOWN_MEANING + click if by_town else map_layers.MEANINGS.get(layer, "")
    if meaning and said:
        entries.append(f"<li><small>{said}</small></li>")
    return f'<ul class="legend{"" if meaning else " short"}">{"".join(entries)}</ul>'


def beside_the_map(villages: Sequence[VillageState], layer: str, *, limit: int | None) -> str:
    """The villages that have no shape on the map, worst first, each with the mark of its status; nothing without any."""
    known = [(village, status) for village in villages if (status := status_on(village, layer))]
    ranked = sorted(known, key=lambda pair: -map_layers.badness(layer, pair[1]))
    if not ranked:
        return ""
    chips = "".join(
        f"<li>{mark(status)}{explained(one.label, text(one.village))}</li>" for one, status in ranked[:limit]
    )
    hidden = len(ranked) - len(ranked[:limit])
    rest = f"<li>另有 {hidden} 个</li>" if hidden else ""
    return f'<ul class="chips"><li>不在图上：</li>{chips}{rest}</ul>'


def layer_measure(briefing: Briefing, layer: str) -> Measure | None:
    """The measure that a little map is about; None when the plan has none."""
    word = map_layers.SIX[layer]
    return next((measure for measure in briefing.measures if word in measure.title), None)


def little_map_head(
    briefing: Briefing, layer: str, drawn: Sequence[VillageState], undrawn: Sequence[VillageState], one: str = "村"
) -> str:
    """What stands beside a little map: the title, the one number, and the villages that are behind, drawn or not."""
    measure = layer_measure(briefing, layer)
    title = layer if measure is None or looks.ems(short_title(measure)) > LITTLE_TITLE_EMS else short_title(measure)
    status = Status.UNREPORTED if measure is None else measure.status
    return (
        f'<div class="little" {tone(status)}><h2>{text(title)}</h2>{_little_number(briefing, measure)}'
        f"<p>{badge(status)}</p>{_behind(briefing, drawn, undrawn, layer, one)}{_owed(briefing, measure)}</div>"
    )


def _owed(briefing: Briefing, measure: Measure | None) -> str:
    """Who owes it, and by when."""
    if measure is None:
        return ""
    _, until = left_and_until(measure, briefing)
    return f'<p class="owed-by">全部：{text("，".join(filter(None, (until or "年底前", owners_in(measure, LITTLE_OWNERS_EMS)))))}</p>'


def _little_number(briefing: Briefing, measure: Measure | None) -> str:
    if measure is None or measure.value is None:
        return f'<div class="key-number missing">{formats.MISSING}</div>'
    if measure.kind == DISBURSEMENT:
        return f'<div class="key-number">{formats.fund_rate(briefing.funds.rate, briefing.funds)}</div>'
    aim = f"<small> / {formats.aim(measure.target)} {text(measure.unit)}</small>" if measure.target is not None else ""
    return f'<div class="key-number">{formats.digits_of(measure)}{aim}</div>'


def _behind(
    briefing: Briefing, drawn: Sequence[VillageState], undrawn: Sequence[VillageState], layer: str, one: str
) -> str:
    """Which villages are in each kind of trouble, and of one or two whose work makes them so and by when; the little map
    has no room for all names.
    """
    causes = _causes((*briefing.sites, *briefing.stations), layer)
    names = {place.label: f"{stem(place.village)}（图外）" for place in undrawn}
    bad: dict[Status, list[str]] = {}
    known = [(place, status) for place in (*drawn, *undrawn) if (status := place.statuses.get(layer))]
    for status in [one for one in looks.WORST_FIRST if map_layers.is_trouble(layer, one)]:
        places = [place for place, own in known if own == status]
        whose = _whose([causes.get((place.label, status)) for place in places], briefing.year)
        told = [
            (late, names.get(place.label, stem(place.village)) + words)
            for place, (late, words) in zip(places, whose, strict=True)
        ]
        if told:
            bad[status] = [name for _, name in sorted(told, key=itemgetter(0), reverse=True)]
    if not bad:
        return f'<p class="calm">没有落后的{one}</p>' if known else ""
    rows = "".join(
        f"<li>{badge(status)} <b>{len(told)}</b> 个{one}<br><small>{text(formats.few(told, NAMED_ON_LITTLE_MAPS))}</small></li>"
        for status, told in bad.items()
    )
    return f"<ul>{rows}</ul>"


def _whose(causes: Sequence[Site | None], year: int) -> list[tuple[int, str]]:
    """How late each of some works is, and whose it is and by when where there is room for that."""
    room = None not in causes and len(causes) <= formats.NAMED_IN_A_LINE
    return [(site.days_late if site else 0, asked.whose(site, year) if site and room else "") for site in causes]


def map_note(briefing: Briefing, *, schematic: bool) -> str:
    """Under little maps, which carry no notes of their own: the colours, what the lines are, and the review number."""
    marks = (
        "".join(badge(status) for status in OF_PROGRESS) + '<span class="badge"><i class="swatch"></i>无此项任务</span>'
    )
    number = f"审图号：{text(briefing.map_approval)}" if briefing.map_approval else ""
    words = "　".join(filter(None, [number, SCHEMATIC_NOTE if schematic else ""]))
    return f'<div class="map-note"><span>{marks}</span><span>{words}</span></div>'


def bounds(briefing: Briefing) -> str:
    """Floors and limits of money as one line each: name, why, of what is broken also whose and by when, status."""
    kept = [measure for measure in briefing.measures if measure.kind in MONEY_BOUNDS]
    return _items(
        [
            item_row(
                measure.status,
                explained(measure.id, text(measure.title)),
                measure.reason or measure.note,
                owed=_owed_by(measure, briefing.year),
            )
            for measure in kept
        ],
        0,
        "",
    )


def _owed_by(measure: Measure, year: int) -> str:
    """Whose a broken bound is, and by when."""
    owed = (*measure.responsible[:1], asked.until(measure, year)) if measure.status in TROUBLED else ()
    return "，".join(filter(None, owed))


def site_choices(briefing: Briefing) -> dict[str, tuple[str, ...]]:
    """What the screen of sites can show, choice → kinds: what the plan counts or somebody delivered, else all."""
    known = {measure.subject for measure in briefing.judged_by(*SITE_RULES)} | {site.kind for site in briefing.sites}
    found = {name: kinds for name, kinds in map_layers.SITE_CHOICES.items() if known.intersection(kinds)}
    return found or map_layers.SITE_CHOICES


def site_measures(briefing: Briefing, kinds: Sequence[str]) -> list[Measure]:
    """The counted targets about some kinds of site."""
    return briefing.judged_by(*SITE_RULES, subjects=kinds)


def _table(kind: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col"{_aligned(name)}>{name}</th>' for name in heads)
    return f'<table class="grid {kind}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _aligned(head: str) -> str:
    return ' class="figure"' if "万元" in head else ""


def _named(name: str, place: str) -> str:
    """The name of a thing; it leads to the rows of its village."""
    words = explained(place, text(name)) if place else text(name)
    return f'<th scope="row" title="{text(name)}">{words}</th>'


def _bar_cell(rate: Number, scheduled: float | None, status: str, what: str) -> str:
    bar = progress_bar(rate.value, scheduled, status, said=f"{what} {rate}")
    return f'<td class="wide"><div class="with-bar">{bar}<span>{rate}</span></div></td>'


def _site_row(site: Site) -> str:
    late = ' class="late"' if site.days_late > 0 and not site.actual_finish else ""
    return (
        f"<tr><td>{badge(site.status)}</td>{_named(site.name, site.town + site.village)}<td>{text(site.town)}</td><td>{text(site.stage)}</td>"
        f"{_bar_cell(formats.progress_of(site), site.scheduled, site.status, '形象进度')}<td>{formats.day(site.planned_finish)}</td>"
        f"<td{late}>{finish_words(site)}</td><td>{text(site.owner or formats.MISSING)}</td>"
        f'<td class="words" title="{text(site.problem)}">{text(site.problem or "—")}</td></tr>'
    )


def site_table(sites: Sequence[Site], *, limit: int | None) -> str:
    """One row a site: status, stage, plan against actual, lateness, owner, problem."""
    if not sites:
        return calm("○ 未报：没有单位报送这一类建设点")
    ranked = worst_first(sites)
    # The line that says one more is as high as that one.
    shown = ranked if limit is None or len(ranked) <= limit + 1 else ranked[:limit]
    hidden = ranked[len(shown) :]
    troubled = any(site.status in {*TROUBLED, Status.UNREPORTED} for site in hidden)
    rest = more(len(hidden), "个（含落后或未报）" if troubled else "个正常")
    heads = [formats.units_word(site.town for site in sites) if head == TOWN_HEAD else head for head in SITE_HEADS]
    return _table("sites", heads, [_site_row(site) for site in shown]) + rest


def _project_row(row, funds: Funds) -> str:
    village = f"{row.town}{row.village}" if isinstance(row.village, str) else ""
    owner = row.owner if isinstance(row.owner, str) else row.town
    rate = formats.fund_rate(row.rate, funds)
    return (
        f"<tr><td>{badge(row.status)}</td>{_named(row.project, village)}<td>{text(village or row.town)}</td><td>{text(owner)}</td>"
        f"<td>{text(row.source)}</td>"
        f'<td>{text(row.category)}</td><td class="figure">{formats.money(row.allocated)}</td>'
        f'<td class="figure">{formats.money(row.disbursed, row.allocated)}</td>{_bar_cell(rate, None, row.status, "拨付率")}</tr>'
    )


def project_table(projects: pd.DataFrame, funds: Funds, *, limit: int | None) -> str:
    """One row a project of the funds, laggards first."""
    if projects.empty:
        return calm("○ 未报：没有项目")
    shown = laggards_first(projects).head(len(projects) if limit is None else limit)
    late = int(projects["status"].isin(TROUBLED).sum() - shown["status"].isin(TROUBLED).sum())
    rest = more(len(projects) - len(shown), f"个项目{f'，其中落后 {late} 个' if late else ''}")
    return _table("projects", PROJECT_HEADS, [_project_row(row, funds) for row in shown.itertuples()]) + rest
