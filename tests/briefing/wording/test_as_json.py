"""`python -m briefing show --json`: the pinned keys and types, exit codes, and the same bytes every time."""

import json
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from briefing.__main__ import main
from briefing.compose import compose
from briefing.wording.as_json import as_json
from data_loaders.store.editions import STORE_VARIABLE

ROOT = Path(__file__).parents[3]
STATUSES = {"完成", "达序时", "略滞后", "滞后", "逾期", "未报", "达标", "未达标"}
NUMBER = (int, float)
MAYBE_NUMBER = (int, float, type(None))
MAYBE_TEXT = (str, type(None))
# What other programs rely on, key by key; more keys may stand beside them.
TOP = {
    "edition": int, "as_of": str, "sample": bool, "headline": str, "measures": list, "funds": dict, "duties": list, "tasks": list,
    "actions": list, "attention": list,
}  # fmt: skip
MEASURE = {
    "id": str, "title": str, "kind": str, "target": MAYBE_NUMBER, "value": MAYBE_NUMBER, "unit": str, "rate": MAYBE_NUMBER,
    "scheduled": MAYBE_NUMBER, "status": str, "snapshot": MAYBE_TEXT, "clause": str,
}  # fmt: skip
FUNDS = {
    "allocated": MAYBE_NUMBER, "disbursed": MAYBE_NUMBER, "rate": MAYBE_NUMBER, "industry_share_central": MAYBE_NUMBER, "by_month": list,
}  # fmt: skip
DUTY = {"id": str, "unit": str, "period": str, "status": str}
TASK = {"number": int, "status": str}
ATTENTION = {"title": str, "owner": str, "status": str}
KINDS = {"target", "milestones", "ratio", "floor", "deadline", "indicator", "duty"}


def fits(found, shape):
    assert set(shape) <= set(found)
    for key, kind in shape.items():
        assert isinstance(found[key], kind), (key, found[key])


@pytest.mark.parametrize("day", ["2023-01-01", "2023-05-15", "2023-09-30", "2023-12-31", "2024-06-30"])
def test_the_shape_is_the_pinned_one_on_any_day(sample, day):
    found = json.loads(json.dumps(as_json(compose(sample, date.fromisoformat(day))), allow_nan=False))
    fits(found, TOP)
    assert (found["as_of"], found["sample"]) == (day, True)
    assert [measure["id"] for measure in found["measures"]][:11] == [f"T{number:02d}" for number in range(1, 12)]
    assert (len(found["measures"]), len(found["tasks"])) == (65, 48)
    for measure in found["measures"]:
        fits(measure, MEASURE)
        assert measure["status"] in STATUSES and measure["kind"] in KINDS
        assert measure["snapshot"] is None or date.fromisoformat(measure["snapshot"])
    fits(found["funds"], FUNDS)
    for point in found["funds"]["by_month"]:
        assert date.fromisoformat(point["date"]) and isinstance(point["rate"], float)
    for duty in found["duties"]:
        fits(duty, DUTY)
        assert duty["status"] in {"已完成", "逾期", "未到期"}
    for task in found["tasks"]:
        fits(task, TASK)
    for item in found["attention"]:
        fits(item, ATTENTION)


def test_rates_are_fractions_and_money_is_in_ten_thousands(sample):
    found = as_json(compose(sample, date(2023, 9, 30)))
    by_id = {measure["id"]: measure for measure in found["measures"]}
    assert (by_id["T01"]["rate"], by_id["T01"]["value"], by_id["T01"]["target"]) == (0.705882, 12, 17)
    assert (by_id["F01"]["rate"], by_id["F01"]["value"]) == (0.763141, 76.314103)
    assert (by_id["F02"]["rate"], by_id["F02"]["value"], by_id["F02"]["target"]) == (0.62, 62, 60)
    assert {key: found["funds"][key] for key in ("allocated", "disbursed", "rate", "gap", "pace_needed", "pace_recent")} == {
        "allocated": 3120.0, "disbursed": 2381.0, "rate": 0.763141, "gap": 739.0, "pace_needed": 246.333333, "pace_recent": 440.066667,
    }  # fmt: skip
    assert found["funds"]["by_month"][0] == {
        "date": "2023-01-31",
        "rate": 0.02,
        "allocated": 3120.0,
        "disbursed": 62.4,
        "mixed": False,
    }
    assert [point["date"] for point in found["funds"]["projection"]] == [
        "2023-09-30",
        "2023-10-31",
        "2023-11-30",
        "2023-12-31",
    ]


# What only draws and computes; the edition stands there by its number, the day of a milestone as its date.
KEPT_BACK = {"edition", "delivered", "made", "reporters", "acts", "due_on"}


def lacking(thing: object, told: dict) -> set[str]:
    """The fields of a part of the model, and of its parts, that the JSON does not have."""
    missed = {field.name for field in fields(thing)} - set(told) - KEPT_BACK
    for name in set(told) & {field.name for field in fields(thing)} - KEPT_BACK:
        inner = getattr(thing, name)
        things = inner if isinstance(inner, tuple) else (inner,)
        for one, its in zip(things, told[name] if isinstance(inner, tuple) else (told[name],), strict=True):
            if is_dataclass(one):
                missed |= lacking(one, its)
    return missed


def test_no_field_of_the_model_is_left_out(sample):
    briefing = compose(sample, date(2023, 9, 30))
    assert lacking(briefing, as_json(briefing)) == {"apart"}  # there as not_counted
    milestone = as_json(briefing)["funds"]["milestones"][0]
    assert set(milestone) == {"date", "share", "rate", "met", "unknown", "silent"}


def test_what_nobody_reported_is_null(sample):
    found = as_json(compose(sample, date(2023, 1, 15)))
    assert {(measure["value"], measure["status"]) for measure in found["measures"] if measure["kind"] != "duty"} == {
        (None, "未报")
    }


def show(store, *arguments, seed="0"):
    return subprocess.run(
        [sys.executable, "-m", "briefing", "show", *arguments], cwd=ROOT, capture_output=True, check=False,
        env=os.environ | {STORE_VARIABLE: store, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip


def test_two_processes_give_the_same_bytes(sample_store):
    one, other = (show(sample_store.uri, "--as-of", "2023-09-30", "--json", seed=seed) for seed in ("1", "2"))
    assert (one.returncode, one.stdout) == (0, other.stdout)
    assert json.loads(one.stdout)["edition"] == 1


def test_the_newest_day_is_shown_when_none_is_asked_for(sample_store, monkeypatch, capfd):
    monkeypatch.setenv(STORE_VARIABLE, sample_store.uri)
    assert main(["show"]) == 0
    assert capfd.readouterr().out.startswith("第 1 版  数据截至 2023-09-30  示例数据\n")


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--edition", "9"], 1), (["--as-of", "gestern"], 2), (["--nonsense"], 2)]
)
def test_what_cannot_be_shown_has_its_exit_code(sample_store, monkeypatch, arguments, code):
    monkeypatch.setenv(STORE_VARIABLE, sample_store.uri)
    try:
        assert main(["show", *arguments]) == code
    except SystemExit as leaving:
        assert leaving.code == code


def test_an_empty_store_has_nothing_to_show(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "none"))
    assert main(["show", "--json"]) == 1
    assert "还没有数据" in capfd.readouterr().err
