"""What slides and bulletins say of the money. Made from the numbers of a Briefing only."""

from typing import NamedTuple

import pandas as pd

from briefing import formats, looks
from briefing.formats import MONEY, amount
from briefing.measures.naming import DISBURSEMENT, INDUSTRY, of_kind, short_title
from briefing.measures.naming import MONEY as MONEY_NAME
from briefing.model import Briefing, Funds, FundSlice
from briefing.status import Status

NOT_COUNTED, OF_THAT = "不计入", "不计入中的"


class Fact(NamedTuple):
    """One key number with its title."""

    title: str
    number: str
    status: Status | None = None


def fund_facts(briefing: Briefing) -> list[Fact]:
    """The key numbers of the money."""
    funds, coming = briefing.funds, briefing.funds.next_milestone
    disbursement, industry = of_kind(briefing, DISBURSEMENT), of_kind(briefing, INDUSTRY)
    disbursed = amount(funds.disbursed, MONEY, funds.allocated)
    facts = [Fact(f"累计拨付（安排 {formats.money(funds.allocated)}）", disbursed)]
    if disbursement is not None:
        title = f"拨付率　{looks.marked(disbursement.status)}"
        facts.append(Fact(title, formats.fund_rate(funds.rate, funds), disbursement.status))
    if coming is not None and funds.gap is not None:
        until = f"{formats.month_end(coming.due_on)} {formats.share(coming.share)} 节点"
        facts.append(Fact(f"{'超出' if funds.gap < 0 else '距'}{until}", amount(abs(funds.gap), MONEY)))
        if funds.pace_needed is not None:
            facts.append(Fact("每月需拨付", amount(funds.pace_needed, MONEY, funds.pace_recent)))
        elif days := formats.last_days(funds, briefing.as_of):
            facts.append(Fact(f"{days}需拨付", amount(max(0.0, funds.gap), MONEY)))
        if coming.due_on > briefing.as_of and funds.pace_recent is not None:
            facts.append(
                Fact(f"{formats.recent_months(funds)}每月拨付", amount(funds.pace_recent, MONEY, funds.pace_needed))
            )
    elif funds.gap is not None:  # after the last milestone
        facts.append(Fact("还需拨付", amount(funds.gap, MONEY) if funds.gap > 0 else Status.DONE))
    if industry is not None:
        title = f"{short_title(industry)}　{looks.marked(industry.status)}"
        facts.append(Fact(title, formats.rate_of(industry), industry.status))
    return facts


def not_counted(funds: Funds) -> str:
    """What the ledgers hold besides the money that counts; empty when that is all."""
    if funds.apart is None:
        return ""
    spent = amount(funds.apart.disbursed, MONEY, funds.apart.allocated)
    sources = [f"{piece.name} {amount(piece.allocated, MONEY)}" for piece in funds.outside]
    among = f"（其中{'、'.join(sources)}）" if sources else ""
    return f"另有{funds.apart.name}项目安排 {amount(funds.apart.allocated, MONEY)}、拨付 {spent}{among}，不计入"


def slices(funds: Funds) -> list[tuple[str, FundSlice]]:
    """Every source, town and category with the word of its group."""
    towns = formats.units_word(piece.name for piece in funds.by_town)
    groups = (("资金来源", funds.by_source), (towns, funds.by_town), ("项目类别", funds.by_category))
    apart = [(NOT_COUNTED, funds.apart)] if funds.apart else []
    outside = [(OF_THAT, piece) for piece in funds.outside]
    return [*((name, piece) for name, pieces in groups for piece in pieces), *apart, *outside]


def lowest_slice(funds: Funds, *, in_short: bool = False) -> str:
    """拨付率 76.3%：资金来源中，区级资金拨付率最低，为 69.4%；……

    In short: 拨付率 76.3%；资金来源、项目类别中，最低的分别为区级资金（69.4%）、其他类项目（71.5%）.
    """
    told: list[str] = []
    groups: list[str] = []
    lowest: list[str] = []
    for name, pieces, said in (
        ("资金来源", funds.by_source, of_source),
        (formats.units_word(piece.name for piece in funds.by_town), funds.by_town, str),
        ("项目类别", funds.by_category, "{}类项目".format),
    ):
        # What belongs to no town is not one of them.
        known = [piece for piece in pieces if piece.rate is not None and formats.of_place(piece.name) == piece.name]
        if len(known) > 1:
            low = min(known, key=lambda piece: piece.rate or 0)
            rate = formats.fund_rate(low.rate, funds)
            # A bar that is lower still stands on the same slide.
            beside = [
                f"不分镇的{formats.of_no_town(piece.name)}为 {formats.fund_rate(piece.rate, funds)}"
                for piece in pieces
                if piece not in known and piece.rate is not None and piece.rate < (low.rate or 0)
            ]
            among = f"（{'、'.join(beside)}）" if beside else ""
            told.append(f"{name}中，{said(low.name)}拨付率最低，为 {rate}{among}")
            groups.append(name)
            lowest.append(f"{said(low.name)}（{rate}）")
    if funds.rate is None:
        return f"{MONEY_NAME}没有安排。"
    if in_short and len(groups) > 1:
        told = [f"{'、'.join(groups)}中，最低的分别为{'、'.join(lowest)}"]
    return f"拨付率 {formats.fund_rate(funds.rate, funds)}{'：' if told else ''}{'；'.join(told)}。"


def of_source(name: str) -> str:
    """Whose money it is, in a sentence: 中央资金, 区级资金."""
    return f"{name}级资金" if len(name) == 1 else f"{name.removesuffix('资金')}资金"


def project_names(projects: pd.DataFrame) -> list[str]:
    """What each is called: 坳上村污水管网配套（省级资金） where another has the same name, by its number where that has the
    same source too.
    """
    names, namesakes = list(projects["project"]), projects.duplicated("project", keep=False)
    paid_alike = projects.duplicated(["project", "source"], keep=False)
    for at in range(len(names)):
        if namesakes.iloc[at]:
            by = (
                f"编号 {projects['project_id'].iloc[at]}"
                if paid_alike.iloc[at]
                else of_source(projects["source"].iloc[at])
            )
            names[at] += f"（{by}）"
    return names


def late_projects(late: pd.DataFrame) -> str:
    """How many projects are late with their money, and how much is still to go."""
    if late.empty:
        return "没有拨付落后的项目。"
    left = float((late["allocated"] - late["disbursed"]).sum())
    return f"拨付落后的项目 {len(late)} 个，还有 {amount(left, MONEY)}未拨付。"
