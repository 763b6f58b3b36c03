"""Where a number comes from: rows give the terms, terms the value, and the named rows of the dropped file the figures."""

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from briefing.__main__ import main
from briefing.compose import compose
from briefing.explaining import words
from briefing.explaining.explanation import explain, explained
from briefing.model import Measure
from data_loaders.checking import rest
from data_loaders.delivering.correcting import as_correction
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import examine, publish, publish_batch
from data_loaders.schema import TABLES
from data_loaders.store.editions import Edition, Store, open_store
from tests import seeded
from tests.data_loaders.dropping import Office

FOLDER = Path(__file__).parents[3] / "sample_data"
DAYS = ("2023-01-15", "2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31")
FIRST_CHANGED = "2023-09-30"  # before it all editions of the store below say the same
HOUSES = "户厕问题整改台账（截至2023年9月30日）.csv"
MONEY = "衔接资金明细（截至2023年9月30日）.xlsx"
MARK = "示例数据"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def store(office: Office) -> Store:
    """The sample, then a village counted from a list of houses, then money in 元 under other headers."""
    folder = office.folder / "store"
    shutil.copytree(seeded.sample_store(), folder)
    store = open_store(str(folder))
    houses = [["序号", "镇", "村", "门牌", "整改情况", "备注"]]
    houses += [[at, "潭东镇", "龙井村", f"{at}号", "已整改" if at % 3 else "未整改", MARK] for at in range(1, 11)]
    money = [
        [
            "项目编号",
            "项目名称",
            "乡镇",
            "项目类别",
            "资金来源",
            "是否衔接资金",
            "计划投资（元）",
            "已支付（元）",
            "备注",
        ]
    ]
    money += [
        [f"X{at}", f"示例项目{at}", "潭东镇", "产业", "中央", "是", at * 100_000, at * 30_000, MARK] for at in (1, 2, 3)
    ]
    dropped = [
        (office.csv(HOUSES, houses), "toilets", rest.KEEP), (office.xlsx(MONEY, {"明细": money}), "funds", rest.DROP),
    ]  # fmt: skip
    for path, table, answer in dropped:
        drop = Drop(path.name, path.read_bytes(), table, confirmed=frozenset({answer}), accepts_layout=True)
        outcome = publish(store, [drop], by="小李", sample=True)
        assert outcome.edition, [finding.message for finding in outcome.findings]
    return store


@pytest.fixture(scope="module")
def editions(store: Store) -> list[Edition]:
    """The editions, each reading a table once."""
    return [replace(edition, _read=cache(edition._read)) for edition in store.editions()]


@cache
def cells(name: str) -> list[list[str]]:
    path = next(FOLDER.rglob(name))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def put_together(told: dict, term: dict) -> float:
    """A term from the rows that are shown, with nothing of the product but the headers."""
    title = {
        column.name: column.title for name in {row["table"] for row in told["rows"]} for column in TABLES[name].columns
    }
    rows = [
        row["values"] for row in told["rows"] if title.get(term["name"]) in row["values"] or term["name"] not in title
    ]
    if about := term.get("about"):
        rows = [row for row in rows if about in (row.get("项目类别"), f"{row.get('镇')}{row.get('村')}")]
    match term["operation"]:
        case "count":
            return len(told["rows"])
        case "distinct":
            return len({row["计入"] for row in rows})
        case "sum":
            return sum(row[title[term["name"]]] for row in rows)
        case "share":
            part, whole = (one["value"] for one in told["terms"] if one["operation"] == "sum")
            return part / whole
    if any(row["table"] == "villages" for row in told["rows"]):
        return min(one["value"] for one in told["terms"] if one["operation"] == "sum")
    return {"min": min, "max": max}[term["operation"]](row[title[term["name"]]] for row in rows)


def check(told: dict, value: float | None) -> None:
    """Rows make the terms, the terms make the value, and the value is the one that is shown."""
    if value is None:
        assert (told["value"], told["rows"], told["terms"]) == (None, [], []) and told["reason"]
        return
    assert told["value"] == pytest.approx(value) and told["formula"] and not told["reason"]
    for term in told["terms"]:
        assert term["value"] == pytest.approx(put_together(told, term), abs=1e-6), term
    last = told["terms"][-1]
    assert told["value"] == pytest.approx(last["value"] * (100 if last["operation"] == "share" else 1), abs=1e-4)


@pytest.mark.parametrize(
    ("day", "number"),
    [*((day, 3) for day in DAYS), *((day, number) for day in DAYS if day >= FIRST_CHANGED for number in (1, 2))],
)
def test_for_every_measure_rows_make_the_terms_and_terms_the_value(
    editions: list[Edition], number: int, day: str
) -> None:
    edition = editions[number - 1]
    as_of = date.fromisoformat(day)
    for measure in compose(edition, as_of).measures:
        told = words.as_json(explained(measure, edition, editions, as_of))
        check(told, measure.value)
        for row in told["rows"]:
            assert row["by"] and row["at"] and row["edition"] <= number and row["file"], row
            if row["edition"] == 1:
                holds(row)


def holds(row: dict) -> None:
    """The line of the dropped file says what the row says."""
    lines = cells(row["file"])
    (line,) = (lines[number - 1] for number in row["source_rows"])
    written = dict(zip((header.partition("(")[0] for header in lines[0]), line, strict=True))
    for title, value in row["values"].items():
        cell = written.get(title.partition("(")[0])
        if cell is None or title == "计入":
            continue
        if isinstance(value, bool):
            assert cell == ("是" if value else "否")
        elif isinstance(value, float | int):
            assert float(cell) == pytest.approx(value)
        else:
            # Ours names a village that acted with its town.
            assert cell == value or (title == "单位" and value.endswith(cell))


def explanation(store: Store, id: str, **more: object) -> dict:
    return words.as_json(explain(store, store.edition(), id, date(2023, 9, 30), **more))


def test_a_village_counted_from_houses_names_the_houses(store: Store, office: Office) -> None:
    (row,) = (row for row in explanation(store, "T04")["rows"] if row["file"] == HOUSES)
    assert (row["values"]["任务数"], row["values"]["完成数"], row["source_rows"]) == (10, 7, list(range(2, 12)))
    lines = (office.folder / HOUSES).read_text("utf-8").splitlines()
    assert sum("已整改" in lines[number - 1] for number in row["source_rows"]) == row["values"]["完成数"]
    assert row["layout"] and row["by"] == "小李"


def test_money_in_yuan_is_found_again_through_its_layout(store: Store, office: Office) -> None:
    told = explanation(store, "F01", town="潭东镇")
    rows = {row["row"]: row["values"]["累计拨付(万元)"] for row in told["rows"]}
    assert {(row["file"], row["sheet"]) for row in told["rows"]} == {(MONEY, "明细")} and rows == {2: 3, 3: 6, 4: 9}
    assert told["value"] == pytest.approx(30)
    again = examine(
        store, [Drop(MONEY, (office.folder / MONEY).read_bytes(), "funds", accepts_layout=True)], sample=True
    )
    frame = again.deliveries[0].frame
    assert dict(zip(frame["from_row"], frame["disbursed"], strict=True)) == rows


def test_every_edition_s_value_on_the_same_day_is_the_history(store: Store) -> None:
    day = date(2023, 9, 30)
    values = [compose(store.edition(number), day).measure("F01").value for number in (1, 2, 3)]
    assert [said["value"] for said in explanation(store, "F01")["history"]] == pytest.approx(values)
    assert values[0] == values[1] != values[2]


def test_the_towns_of_a_sum_make_the_whole(store: Store) -> None:
    whole = explanation(store, "T03")["value"]
    towns = [explanation(store, "T03", town=town)["value"] for town in ("潭东镇", "潭口镇", "高校园区管理处")]
    assert sum(filter(None, towns)) == whole


def test_a_correction_is_told_with_old_and_new_value_who_and_why(office: Office) -> None:
    store = open_store(str(office.folder / "corrected"))
    head = ["截至日期", "镇", "村", "任务数", "完成数"]
    for done, by in ((4, "区农办"), (6, "小李")):
        path = office.csv("户厕.csv", [head, ["2023-09-30", "潭东镇", "龙井村", 10, done]])
        batch = examine(store, [Drop.of(path)])
        if by == "小李":
            batch = as_correction(batch, store.known_tables(sample=False), "抄错")
        assert publish_batch(store, batch, by=by).edition
    told = explanation(store, "T04")
    (row,) = told["rows"]
    assert (row["edition"], row["by"], row["correction"]["by"], row["correction"]["reason"]) == (
        1,
        "区农办",
        "小李",
        "抄错",
    )
    assert [row["correction"][key] for key in ("column", "old", "new", "edition")] == ["完成数", 4, 6, 2]
    text = words.in_words(explain(store, store.edition(), "T04", date(2023, 9, 30)))
    assert "〈户厕.csv〉第 2 行" in text and "完成数 4 改为 6，小李，抄错（第2版）" in text


def test_the_command_line_tells_it_and_refuses_what_the_plan_has_not(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    assert main(["explain", "T04", "--as-of", "2023-09-30", "--edition", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["terms"] == [{"name": "done", "operation": "sum", "value": told["value"]}]
    assert main(["explain", "T04", "--town", "潭口镇"]) == 0
    assert "算法：完成数之和" in capsys.readouterr().out
    assert main(["explain", "T99"]) == 1 and "计划里没有 T99" in capsys.readouterr().err
    assert main(["explain", "T04", "--town", "某镇"]) == 1 and "没有「某镇」" in capsys.readouterr().err


def test_a_measure_with_a_value_says_what_it_is_made_of(store: Store) -> None:
    def is_dark(measure: Measure) -> bool:
        return (measure.value is None) != (measure.made is None)

    assert [measure.id for measure in compose(store.edition()).measures if is_dark(measure)] == []
