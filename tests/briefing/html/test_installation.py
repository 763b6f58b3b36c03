"""The administrator's tab in words: what is unknown says so, and every kind of error has its name."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefing import formats
from briefing.html import installation
from data_loaders.delivering.health import Age, Disk, Health
from data_loaders.store.editions import Edition

ROOT = Path(__file__).parents[3]
AT = datetime(2023, 10, 9, 16, 30, tzinfo=UTC)


@pytest.fixture
def well() -> Health:
    """An installation that has everything."""
    edition = Edition(3, AT, "王", "", True, None, (), {}, lambda name, version: None)
    ages = (Age("户厕问题整改台账", date(2023, 9, 30), 10), Age("美丽庭院台账", None, None))
    return Health(
        "s3://bucket/<b>",
        edition,
        ages,
        (2,),
        12,
        3_456_789,
        Disk(5_000_000_000, 9_000_000_000),
        None,
        {"Python": "3.11"},
        (),
    )


def test_the_edition_and_every_age_are_told_and_what_is_missing_is_unreported(well: Health) -> None:
    told = installation.data(well)
    assert "第 3 版（示例数据），2023-10-10 00:30 发布" in told
    assert "10 天" in told and told.count("未报") == 2


def test_sizes_are_told_as_people_say_them_and_the_unknown_is_not_guessed(well: Health) -> None:
    assert "第 2 版" in installation.store(well)
    assert "3.5 MB" in installation.store(well) and "5.0 GB（共 9.0 GB）" in installation.store(well)
    unknown = replace(well, files=None, size=None, disk=None)
    assert installation.store(unknown).count("未知") == 3
    assert [formats.size(size) for size in (0, 999, 1000, 10**15)] == ["0 B", "999 B", "1.0 KB", "1000.0 TB"]


def test_nothing_is_read_as_html(well: Health) -> None:
    assert "<b>" not in installation.store(well)


def test_errors_are_told_with_their_number_and_their_place(well: Health) -> None:
    line = {
        "at": "2023-10-09T16:30:00.000+00:00",
        "event": "page_failed",
        "times": 3,
        "error": ["ValueError", "ui.py:1 draw", "plan.py:7 read"],
    }
    told = installation.errors(replace(well, errors=(line,)))
    for words in ("2023-10-10 00:30", "页面出错", ">3<", "ValueError plan.py:7 read"):
        assert words in told
    assert "没有错误" in installation.errors(well)


def test_every_error_that_the_product_logs_has_its_chinese_words() -> None:
    logged = set()
    for room in ("briefing", "data_loaders", "pages"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "fault":
                    logged.add(node.args[0].value)
    assert logged == set(installation.ERROR_WORDS)
