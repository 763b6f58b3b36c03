"""What slides and bulletins say of the money. Made from the numbers of a Briefing only.

May import: `model`, `status`, `cards`, `figures.theme`; of exports: `labels`.
"""

from typing import NamedTuple

import pandas as pd

from briefing.cards import DISBURSEMENT, INDUSTRY, of_kind, short_title
from briefing.exports import labels
from briefing.figures import theme
from briefing.model import Briefing, Funds, FundSlice
from briefing.status import Status


class Fact(NamedTuple):
    """One key number with its title."""

    title: str
    number: str
    status: Status | None = None


def fund_facts(briefing: Briefing) -> list[Fact]:
    """The key numbers of the money."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    disbursement, industry = of_kind(briefing, DISBURSEMENT), of_kind(briefing, INDUSTRY)
    facts = [Fact(f"累计拨付（安排 {theme.money(funds.allocated)}）", _amount(funds.disbursed))]
    if disbursement is not None:
        facts.append(Fact(f"拨付率　{labels.marked(disbursement.status)}", theme.rate(funds.rate), disbursement.status))
    if coming is not None and funds.gap is not None:
        until = f"{theme.month_end(coming.due_on)} {coming.share:.0%} 节点"
        facts.append(Fact(f"{'超出' if funds.gap < 0 else '距'}{until}", _amount(abs(funds.gap))))
        if funds.pace_needed is not None:  # on the milestone's own day there is no month left
            facts.append(Fact("每月需拨付", _amount(funds.pace_needed)))
        facts.append(Fact("近三月每月拨付", _amount(funds.pace_recent)))
    if industry is not None:
        facts.append(
            Fact(
                f"{short_title(industry)}　{labels.marked(industry.status)}",
                theme.rate(industry.rate),
                industry.status,
            )
        )
    return facts


def _amount(value: float | None) -> str:
    return theme.MISSING if value is None else f"{theme.money(value)} 万元"


def slices(funds: Funds) -> list[tuple[str, FundSlice]]:
    """Every source, town and category with the word of its group."""
    groups = (("资金来源", funds.by_source), ("镇（管理处）", funds.by_town), ("项目类别", funds.by_category))
    return [(name, piece) for name, pieces in groups for piece in pieces]


def lowest_slice(funds: Funds) -> str:
    """拨付率全区 76.3%；资金来源中区级最低……"""
    told = []
    for name, pieces in (
        ("资金来源", funds.by_source),
        ("镇（管理处）", funds.by_town),
        ("项目类别", funds.by_category),
    ):
        known = [piece for piece in pieces if piece.rate is not None]
        if known:
            low = min(known, key=lambda piece: piece.rate)
            told.append(f"{name}中“{low.name}”最低，为 {theme.rate(low.rate)}")
    return f"拨付率 {theme.rate(funds.rate)}：{'；'.join(told)}。" if told else "衔接资金没有安排。"


def late_projects(late: pd.DataFrame) -> str:
    """How many projects are late with their money, and how much is still to go."""
    if late.empty:
        return "没有拨付落后的项目。"
    left = float((late["allocated"] - late["disbursed"]).sum())
    return f"拨付落后的项目 {len(late)} 个，还有 {theme.money(left)} 万元未拨付。"
