"""Every figure of the sample equals a sum done here with pandas, straight from the dropped CSV files.

Nothing of `briefing` or `data_loaders` is used for the sums.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from briefing.compose import compose

FOLDER = Path(__file__).parents[3] / "sample_data" / "csv"
SNAPSHOTS = ("2023-01-31", "2023-02-28", "2023-06-30", "2023-08-31", "2023-09-30")
BETWEEN = ("2023-02-10", "2023-05-15", "2023-09-29", "2023-10-01")
OUTSIDE = ("2023-01-01", "2023-01-30", "2023-11-14", "2023-12-31", "2024-01-15")
DAYS = (*SNAPSHOTS, *BETWEEN, *OUTSIDE)
DONE = ("完工", "验收")
KEY_TARGETS = {"T01": "新农村建设点", "T02": "村庄整治点"}
COVERED = {"T06": "自选整治村庄", "T07": "自来水项目", "T08": "产业基地"}
TOTALS = {
    "T01": 17,
    "T02": 4,
    "T03": 334,
    "T04": 356,
    "T05": 4,
    "T06": 34,
    "T07": 5,
    "T08": 12,
    "T09": 3,
    "T10": 3,
    "T11": 100,
}


@cache
def ledger(title):
    """All drops of a table, as they lie on disk."""
    frames = [
        pd.read_csv(path, dtype={"项目编号": str, "行政区划代码": str}) for path in sorted(FOLDER.glob(f"{title}*.csv"))
    ]
    return pd.concat(frames, ignore_index=True)


REPORTERS = {"建设点台账": ["镇", "类型"], "监测指标台账": ["指标编号", "单位"]}


def newest(title, day, **where):
    """Of each reporter the rows of its newest 截至日期 up to a day; no rows before the first."""
    rows = ledger(title)
    for column, value in where.items():
        rows = rows[rows[column] == value]
    taken = rows[rows["截至日期"] <= day]
    last = taken.groupby(REPORTERS.get(title, ["镇"] if "镇" in taken else ["序号"]))["截至日期"].transform("max")
    return taken[taken["截至日期"] == last]


@pytest.fixture(scope="module")
def told(sample):
    """Day → the Briefing of the sample on that day, composed once."""
    return cache(lambda day: compose(sample, date.fromisoformat(day)))


def same(value, rows, expected):
    """None where no rows were dropped by the day, else the number."""
    assert value is None if rows.empty else value == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("day", DAYS)
def test_counted_targets(told, day):
    found = {measure.id: measure for measure in told(day).measures if measure.kind == "target"}
    assert {id: measure.target for id, measure in found.items()} == TOTALS
    for id, kind in KEY_TARGETS.items():
        rows = newest("建设点台账", day, 类型=kind)
        same(found[id].value, rows, rows["阶段"].isin(DONE).sum())
    for id, title in (("T03", "美丽庭院台账"), ("T04", "户厕问题整改台账")):
        rows = newest(title, day)
        same(found[id].value, rows, rows["完成数"].sum())
        by_town = rows.groupby("镇")["完成数"].sum()
        parts = pd.Series(
            {town: sum(part.value for part in found[id].parts if part.town == town) for town in by_town.index},
            dtype=float,
        )
        assert parts.to_dict() == by_town.to_dict()
    stations = newest("污水处理站台账", day)
    same(found["T05"].value, stations, stations["阶段"].isin(DONE).sum())
    for id, kind in COVERED.items():
        rows = newest("建设点台账", day, 类型=kind)
        same(found[id].value, rows, rows[rows["阶段"].isin(DONE)].groupby(["镇", "村"]).ngroups)
    models = newest("建设点台账", day, 类型="示范村")
    same(found["T09"].value, models, models.loc[models["阶段"].isin(DONE), "镇"].nunique())
    for id in ("T10", "T11"):
        rows = newest("监测指标台账", day, 指标编号=id)
        same(found[id].value, rows, rows["数值"].sum())
    for measure in found.values():
        assert (
            measure.rate is None
            if measure.value is None
            else measure.rate == pytest.approx(measure.value / measure.target)
        )


@pytest.mark.parametrize("day", DAYS)
def test_schedules(told, day):
    found = told(day)
    line = min(1.0, (date.fromisoformat(day) - date(2022, 12, 31)).days / 365)
    assert found.year_progress == pytest.approx(line)
    for id in ("T03", "T04", "T10", "T11"):
        assert found.measure(id).scheduled == pytest.approx(line)
    for id, kind in KEY_TARGETS.items():
        rows = newest("建设点台账", day, 类型=kind)
        share = (rows["计划完工"] <= day).mean() if len(rows) else line
        assert found.measure(id).scheduled == pytest.approx(share)


@pytest.mark.parametrize("day", DAYS)
def test_money(told, day):
    funds, rows = told(day).funds, newest("衔接资金台账", day, 是否衔接资金="是")
    allocated, disbursed = rows["安排资金(万元)"].sum(), rows["累计拨付(万元)"].sum()
    same(funds.allocated, rows, allocated)
    same(funds.disbursed, rows, disbursed)
    same(funds.rate, rows, disbursed / allocated if allocated else None)
    central = rows[rows["资金来源"] == "中央"]
    industry = central.loc[central["项目类别"] == "产业", "安排资金(万元)"].sum()
    same(funds.industry_share_central, rows, industry / central["安排资金(万元)"].sum() if len(central) else None)
    for column, slices in (("资金来源", funds.by_source), ("镇", funds.by_town), ("项目类别", funds.by_category)):
        sums = rows.groupby(column)[["安排资金(万元)", "累计拨付(万元)"]].sum()
        assert {piece.name for piece in slices} == set(sums.index)
        for piece in slices:
            assert (piece.allocated, piece.disbursed) == pytest.approx(tuple(sums.loc[piece.name]))
    assert len(funds.projects) == len(rows)


@pytest.mark.parametrize("day", DAYS)
def test_the_monthly_curve_and_both_milestones(told, day):
    funds, rows = told(day).funds, ledger("衔接资金台账")
    rows = rows[rows["是否衔接资金"] == "是"]
    sums = rows[rows["截至日期"] <= day].groupby("截至日期")[["安排资金(万元)", "累计拨付(万元)"]].sum()
    rates = (sums["累计拨付(万元)"] / sums["安排资金(万元)"]).to_dict()
    assert {str(point.date): point.rate for point in funds.by_month} == pytest.approx(rates)
    for milestone, share in (("2023-09-30", 0.75), ("2023-12-31", 1.0)):
        verdict = next(each for each in funds.milestones if str(each.due_on) == milestone)
        reached = max(rate for when, rate in rates.items() if when <= milestone) >= share if day >= milestone else None
        # Nobody delivered December: what had not been reached by September may have been since.
        expected = None if not reached and max(rates, default="") < milestone else reached
        assert verdict.met is expected


@pytest.mark.parametrize("day", DAYS)
def test_floors_of_the_key_villages(told, day):
    found, rows, villages = told(day), newest("衔接资金台账", day), ledger("村庄名录")
    for id, grade in (("F03", "省定"), ("F04", "市定"), ("F05", "县定")):
        counted = rows[rows["是否衔接资金"] == "是"] if id == "F03" else rows
        sums = counted.groupby("村")["安排资金(万元)"].sum()
        own = {village: float(sums.get(village, 0)) for village in villages.loc[villages["帮扶级别"] == grade, "村"]}
        measure = found.measure(id)
        same(measure.value, rows, min(own.values()))
        if len(rows):
            assert {part.name: part.value for part in measure.parts} == pytest.approx(own)


@pytest.mark.parametrize("day", DAYS)
def test_late_handovers(told, day):
    rows = newest("衔接资金台账", day)
    rows = rows[(rows["是否衔接资金"] == "是") & (rows["验收日期"] <= day)]
    due = pd.to_datetime(rows["验收日期"]) + pd.DateOffset(months=1)
    handed = pd.to_datetime(rows["确权移交日期"].where(rows["确权移交日期"] <= day))
    late = ((handed > due) | (handed.isna() & (pd.Timestamp(day) >= due))).sum()
    same(told(day).measure("F06").value, newest("衔接资金台账", day), late)


@pytest.mark.parametrize("day", DAYS)
def test_indicators(told, day):
    for measure in told(day).measures:
        if measure.kind != "indicator":
            continue
        rows = newest("监测指标台账", day, 指标编号=measure.id)
        total = {"%": rows["数值"].min()}.get(measure.unit, rows["数值"].sum())
        same(measure.value, rows, total)
        assert {part.name: part.value for part in measure.parts if part.value is not None} == dict(
            zip(rows["单位"], rows["数值"], strict=True)
        )


@pytest.mark.parametrize("day", DAYS)
def test_acts_that_were_done(told, day):
    """Every monthly cell by unit or village is done exactly when the ledger has an act in that month."""
    rows = ledger("定期履职记录")
    rows = rows[rows["完成日期"] <= day]
    done = set(zip(rows["事项编号"], rows["单位"], rows["完成日期"].str[:7], strict=True))
    towns = sorted(ledger("村庄名录")["镇"].unique())
    checked = 0
    for cell in told(day).duties:
        if cell.id not in ("D01", "D06", "D11", "D15", "D19"):
            continue
        village = next(
            (cell.unit.removeprefix(town) for town in towns if cell.unit.startswith(town) and cell.unit != town),
            cell.unit,
        )
        expected = (cell.id, village, cell.period) in done
        assert (cell.status == "已完成") is expected, cell
        checked += 1
    assert checked == 34 * 12 + 3 * (9 + 12 * 3)


@pytest.mark.parametrize("day", DAYS)
def test_tasks_and_assignments(told, day):
    found = told(day)
    rows = ledger("任务清单进展")
    last = (
        rows[rows["截至日期"] <= day]
        .sort_values("截至日期")
        .drop_duplicates("序号", keep="last")
        .set_index("序号")["状态"]
    )
    assert {task.number: task.status for task in found.tasks} == {
        number: last.get(number, "未报") for number in range(1, 49)
    }
    actions = ledger("交办事项台账")
    judged = actions["会议日期"].where(actions["会议日期"] > day, day)  # a meeting is later than its newest ledger
    done = actions["完成日期"].notna() & (actions["完成日期"] <= judged)
    late = ~done & (actions["完成时限"] <= judged)
    by_status = pd.Series([action.status for action in found.actions], dtype=object).value_counts()
    assert [by_status.get(status, 0) for status in ("已完成", "逾期", "未到期")] == [
        done.sum(),
        late.sum(),
        (~done & ~late).sum(),
    ]


@pytest.mark.parametrize("day", DAYS)
def test_what_was_never_dropped_by_a_day_is_unreported(told, day):
    if day >= "2023-01-31":
        return
    statuses = {measure.status.value for measure in told(day).measures if measure.kind != "duty"}
    assert statuses == {"未报"}
