"""Briefing → HTML tables: sites and projects, worst first. No Streamlit; text is escaped by `cards.text`."""

from collections.abc import Sequence

import pandas as pd

from briefing.cards import badge, lateness, more, progress_bar, text
from briefing.figures import theme
from briefing.model import Site
from briefing.status import SEVERITY, TROUBLED, Status


def worst_first(sites: Sequence[Site]) -> list[Site]:
    """Sites by severity, then lateness, then how far they are behind."""
    return sorted(
        sites,
        key=lambda site: (-SEVERITY[site.status], -site.days_late, (site.progress or 0) - site.scheduled, site.town, site.name),
    )


def _site_row(site: Site) -> str:
    finish = f"{theme.day(site.actual_finish)} 完工" if site.actual_finish else lateness(site)
    late = ' class="late"' if site.days_late > 0 and not site.actual_finish else ""
    return (
        f"<tr><td>{badge(site.status)}</td><th scope='row' title='{text(site.name)}'>{text(site.name)}</th><td>{text(site.town)}</td>"
        f"<td>{text(site.stage)}</td><td class='wide'><div class='with-bar'>"
        f"{progress_bar(site.progress, site.scheduled, site.status, what='形象进度')}<span>{theme.rate(site.progress)}</span></div></td>"
        f"<td class='date'>{theme.day(site.planned_finish)}</td><td{late}>{finish}</td><td>{text(site.owner or theme.MISSING)}</td>"
        f"<td class='words' title='{text(site.problem)}'>{text(site.problem or '—')}</td></tr>"
    )


def _calm_words(hidden: Sequence[Site]) -> str:
    troubled = sum(site.status in {*TROUBLED, Status.UNREPORTED} for site in hidden)
    return "个（含落后或未报）" if troubled else "个正常"


def site_table(sites: Sequence[Site], *, limit: int | None) -> str:
    """One row a site: status, stage, plan against actual, lateness, owner, problem."""
    if not sites:
        return '<p class="calm">○ 未报：没有单位报送这一类建设点</p>'
    ranked = worst_first(sites)
    shown = ranked if limit is None or len(ranked) <= limit else ranked[:limit]
    heads = ("状态", "名称", "镇（管理处）", "阶段", "形象进度（▏为序时）", "计划完工", "实际", "责任单位", "存在问题")
    return (
        f'<table class="grid sites"><thead><tr>{"".join(f"<th scope=col>{head}</th>" for head in heads)}</tr></thead>'
        f"<tbody>{''.join(map(_site_row, shown))}</tbody></table>"
        f"{more(len(ranked) - len(shown), _calm_words(ranked[len(shown):]))}"
    )


def laggards_first(projects: pd.DataFrame) -> pd.DataFrame:
    """Projects by severity, then by how much money is still to go."""
    severity = projects["status"].map(lambda status: -SEVERITY[Status(status)])
    left = projects["disbursed"] - projects["allocated"]
    return projects.assign(_severity=severity, _left=left).sort_values(["_severity", "_left"]).drop(columns=["_severity", "_left"])


def _project_row(row) -> str:
    place = f"{row.town}{row.village}" if isinstance(row.village, str) else row.town
    rate = None if pd.isna(row.rate) else row.rate
    return (
        f"<tr><td>{badge(row.status)}</td><th scope='row' title='{text(row.project)}'>{text(row.project)}</th><td>{text(place)}</td>"
        f"<td>{text(row.source)}</td><td>{text(row.category)}</td><td class='figure'>{theme.money(row.allocated)}</td>"
        f"<td class='figure'>{theme.money(row.disbursed)}</td><td class='wide'><div class='with-bar'>"
        f"{progress_bar(rate, None, row.status, what='拨付率')}<span>{theme.rate(rate)}</span></div></td></tr>"
    )


def project_table(projects: pd.DataFrame, *, limit: int | None) -> str:
    """One row a project, laggards first."""
    if projects.empty:
        return '<p class="calm">○ 未报：没有项目</p>'
    ranked = laggards_first(projects)
    shown = ranked if limit is None else ranked.head(limit)
    heads = ("状态", "项目", "地点", "来源", "类别", "安排（万元）", "拨付（万元）", "拨付率")
    return (
        f'<table class="grid projects"><thead><tr>{"".join(f"<th scope=col>{head}</th>" for head in heads)}</tr></thead>'
        f"<tbody>{''.join(_project_row(row) for row in shown.itertuples())}</tbody></table>{more(len(ranked) - len(shown), '个项目')}"
    )
