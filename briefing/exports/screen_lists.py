"""The screens of money and accountability: funds, tasks, duties, baselines, assignments.

May import everything of `briefing` but `ui`; of exports: `screen_pieces`.
"""

from briefing import baselines as bounds_table
from briefing import bounds, cards, duty_grid, follow_up, lists, markup, matrix, ranking, task_list
from briefing.exports.screen_pieces import SIZES, Canvas, block, choices, columns, panel, room, rows
from briefing.figures import bars, closing, curves


def funds(canvas: Canvas) -> str:
    """The curve, the slices, the bounds, the projects."""
    briefing, funds = canvas.briefing, canvas.briefing.funds
    aside = markup.dated(funds.snapshot, stale=funds.stale)
    disbursement = cards.of_kind(briefing, cards.DISBURSEMENT)
    curve = curves.fund_curve(funds, briefing.year, sizes=SIZES, room=room("funds_curve"))
    slices = bars.fund_slices(
        funds, scheduled=disbursement and disbursement.scheduled, sizes=SIZES, room=room("funds_slices")
    )
    top = columns(
        [1.2, 1, 0.8],
        panel(
            "curve",
            block(markup.panel_title("累计拨付率", detail=curves.fund_finding(funds), aside=aside)),
            canvas.chart("funds-curve", curve, curves.fund_curve_alt(funds)),
        ),
        panel(
            "slices",
            block(markup.panel_title("分来源、镇、类别（万元）", aside=aside)),
            canvas.chart("funds-slices", slices, bars.fund_slices_alt(funds)),
        ),
        panel("bounds", block(markup.panel_title("资金底线", aside=aside) + lists.bounds(briefing.measures))),
        last=False,
    )
    projects = panel(
        "projects",
        block(
            markup.panel_title(f"项目拨付（{briefing.whole}，共 {len(funds.projects)} 个，慢的在前）", aside=aside)
            + lists.project_table(funds.projects, limit=rows("projects"))
        ),
        kind="last",
    )
    return block(cards.tiles(cards.fund_tiles(briefing))) + top + projects


def tasks(canvas: Canvas) -> str:
    """The tasks by part and unit, and what proves them."""
    briefing, tasks, towns = canvas.briefing, canvas.briefing.tasks, canvas.briefing.towns
    measures = {measure.id: measure for measure in briefing.measures}
    side = (
        panel("counts", block(markup.panel_title("分部分") + task_list.summary(tasks, {})), kind="fixed")
        + panel(
            "units",
            block(
                markup.panel_title("按责任单位")
                + task_list.unit_links(tasks, towns, {}, unit=task_list.ANY_UNIT, limit=rows("task_units"))
            ),
            kind="fixed",
        )
        + panel(
            "unlisted",
            block(
                markup.panel_title("条款有、清单未列") + task_list.unlisted(briefing.measures, limit=rows("unlisted"))
            ),
        )
    )
    table = panel(
        "tasks",
        block(
            markup.panel_title(
                f"任务（全部，{len(tasks)} 项，数据不符和未报的在前）", aside=markup.dated(task_list.snapshot(tasks))
            )
            + task_list.task_table(list(tasks), measures, lines=rows("task_lines"), proofs=rows("task_proofs"))
        ),
    )
    return columns([0.22, 0.78], side, table)


def duties(canvas: Canvas) -> str:
    """Duty by period and unit, and who is silent."""
    variants = {period: _duty_period(canvas, period) for period in (duty_grid.THIS_QUARTER, duty_grid.WHOLE_YEAR)}
    return choices("period", variants, label="时段")


def _duty_period(canvas: Canvas, period: str) -> str:
    briefing = canvas.briefing
    window = duty_grid.window_of(period, briefing)
    owed = duty_grid.duties(briefing)
    silent = duty_grid.silences(owed, duty_grid.homes(briefing), window)
    title = f"{duty_grid.window_name(window)}履职（{len(owed)} 项，逾期多的在前）"
    grid = panel(
        "matrix",
        block(
            markup.panel_title(
                title,
                detail=duty_grid.silent_finding(silent),
                aside=markup.dated(briefing.as_of if briefing.duties else None),
            )
            + matrix.legend(window)
            + matrix.duty_matrix(owed, matrix.blocks(briefing, owed, window), window, limit=rows("duties"))
        ),
    )
    units = panel(
        "silent",
        block(
            markup.panel_title(f"{duty_grid.window_name(window)}未报送的单位")
            + matrix.silent_units(silent, duty_grid.acts_due(owed, window), window, limit=rows("silent"))
        ),
    )
    return columns([0.76, 0.24], grid, units)


def baselines(canvas: Canvas) -> str:
    """Floors, caps and indicators, unit by unit."""
    briefing = canvas.briefing
    kept = [measure for own in bounds.grouped(briefing.measures).values() for measure in own]
    snapshot = max((measure.snapshot for measure in kept if measure.snapshot), default=None)
    fragment = (
        markup.panel_title(f"底线指标（{len(kept)} 项，未达标的在前）", aside=markup.dated(snapshot))
        + bounds_table.tally_line(kept)
        + bounds_table.baseline_table(kept, briefing.towns, whole=briefing.whole)
    )
    return panel("baselines", block(fragment), kind="last")


def actions(canvas: Canvas) -> str:
    """Assignments, closing rates, the ranking of units."""
    briefing, actions = canvas.briefing, canvas.briefing.actions
    delivered = "actions" in briefing.delivered
    aside = markup.dated(briefing.as_of if delivered else None)
    closed = closing.closing_rows(follow_up.by_owner(actions), follow_up.by_meeting(actions))
    figure = closing.closing_rates(closed, limit=rows("closing"), sizes=SIZES, room=room("closing"))
    top = columns(
        [0.68, 0.32],
        panel(
            "actions",
            block(
                markup.panel_title(f"交办事项（{len(actions)} 项，逾期的在前）", aside=aside)
                + follow_up.action_table(actions, delivered=delivered, limit=rows("actions"))
            ),
        ),
        panel(
            "closing",
            block(markup.panel_title("办结率", aside=aside)),
            canvas.chart("closing-rates", figure, closing.closing_rates_alt(actions)),
        ),
        last=False,
    )
    towns, departments = ranking.ranked_towns(briefing), ranking.ranked_departments(briefing)
    standings = panel(
        "ranking",
        block(
            markup.panel_title("单位晾晒", aside=markup.dated(briefing.as_of))
            + follow_up.rankings(towns, departments, limit=rows("departments"))
        ),
        kind="last",
    )
    return top + standings
