"""The workbook and the tables of the offline page, number by number against `briefing show --json`."""

import pytest

from tests.briefing.exports.reading import page_tables, workbook_tables

READERS = {"xlsx": workbook_tables, "html": page_tables}


@pytest.fixture(scope="session", params=READERS)
def tables(request, case, made):
    """Every table of a case, as a workbook and as a page."""
    return READERS[request.param](made(case, request.param))


def same(shown: object, said: float | None, missing: str) -> bool:
    """Whether a cell shows what JSON says; what is not known is a word, never 0."""
    return shown == missing if said is None else shown == pytest.approx(said, abs=1e-6)


def test_every_measure(case, tables) -> None:
    rows = tables["指标"]
    assert [row["编号"] for row in rows] == [measure["id"] for measure in case.json["measures"]]
    for row, measure in zip(rows, case.json["measures"], strict=True):
        assert same(row["完成值"], measure["value"], "未报"), measure["id"]
        assert same(row["目标值"], measure["target"], "—"), measure["id"]
        assert same(row["完成率"], measure["rate"], "—"), measure["id"]
        assert same(row["序时进度"], measure["scheduled"], "—"), measure["id"]
        assert same(row["较上季末"], measure["change"], "—"), measure["id"]
        assert row["数据截至"] == (measure["snapshot"] or "未报")
        assert row["期限"] == (measure["deadline"] or "—")
        assert (row["状态"], row["单位"]) == (measure["status"], measure["unit"])


def test_every_part_and_every_point_of_the_past(case, tables) -> None:
    parts = [(measure, part) for measure in case.json["measures"] for part in measure["parts"]]
    assert len(tables["指标分项"]) == len(parts)
    for row, (measure, part) in zip(tables["指标分项"], parts, strict=True):
        assert row["编号"] == measure["id"]
        assert same(row["完成值"], part["value"], "未报"), part
        assert same(row["目标值"], part["target"], "—"), part
        assert same(row["完成率"], part["rate"], "—"), part
        assert row["状态"] == part["status"]
    points = [point for measure in case.json["measures"] for point in measure["history"]]
    assert len(tables["逐期进度"]) == len(points)
    for row, point in zip(tables["逐期进度"], points, strict=True):
        assert row["截至日期"] == point["date"]
        assert same(row["完成值"], point["value"], "未报")
        assert same(row["完成率"], point["rate"], "—")


def test_the_money(case, tables) -> None:
    funds = case.json["funds"]
    slices = [*funds["by_source"], *funds["by_town"], *funds["by_category"]]
    for name, pieces in (("资金汇总", slices), ("资金逐月", [*funds["by_month"], *funds["projection"]])):
        assert len(tables[name]) == len(pieces)
        for row, piece in zip(tables[name], pieces, strict=True):
            assert row.get("名称", row.get("截至日期")) == piece.get("name", piece.get("date"))
            assert same(row["安排资金（万元）"], piece["allocated"], "未报")
            assert same(row["累计拨付（万元）"], piece["disbursed"], "未报")
            assert same(row["拨付率"], piece["rate"], "—")
    if funds["allocated"] is not None:
        assert sum(row["安排资金（万元）"] for row in tables["资金项目"]) == pytest.approx(funds["allocated"])
        assert sum(row["累计拨付（万元）"] for row in tables["资金项目"]) == pytest.approx(funds["disbursed"])


def test_duties_tasks_actions_attention(case, tables) -> None:
    words = {"已完成": "完成"}
    duties = [
        (cell["id"], cell["unit"], cell["period"], words.get(cell["status"], cell["status"]))
        for cell in case.json["duties"]
    ]
    assert [(row["编号"], row["单位"], row["周期编号"], row["状态"]) for row in tables["定期履职"]] == duties
    assert [(row["序号"], row["状态"]) for row in tables["任务清单"]] == [
        (task["number"], task["status"]) for task in case.json["tasks"]
    ]
    assert [(row["完成时限"], row["状态"], row["逾期天数"]) for row in tables["交办事项"]] == [
        (action["due_on"], words.get(action["status"], action["status"]), action["days_late"])
        for action in case.json["actions"]
    ]
    assert [(row["序号"], row["事项"], row["责任单位"], row["状态"]) for row in tables["需要调度"]] == [
        (number, item["title"], item["owner"], item["status"]) for number, item in enumerate(case.json["attention"], 1)
    ]


def test_every_village_and_site(case, tables) -> None:
    assert [row["村（社区）"] for row in tables["村庄"]] == [village.village for village in case.briefing.villages]
    for name, sites in (("建设点", case.briefing.sites), ("污水处理站", case.briefing.stations)):
        assert [row["状态"] for row in tables[name]] == [site.status for site in sites]
        for row, site in zip(tables[name], sites, strict=True):
            assert same(row["形象进度"], site.progress, "未报")
