"""A second plan year is a choice on every screen, made from data files alone."""

import csv
from pathlib import Path

import pytest

from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.delivering.reference import FOLDER
from data_loaders.store.editions import STORE_VARIABLE, open_store
from tests.pages.harness import open_script, words
from tests.seeded import copied_to, sample_store


def next_year(path: Path) -> Drop:
    """A plan file of 2023 as next year's: year and dates moved on, 400 toilets instead of 356."""
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    text = text.replace("2023", "2024").replace('"356"', '"400"')
    return Drop(path.name, text.encode())


@pytest.fixture
def two_years(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(copied_to(tmp_path / "store")))
    plan_files = [path for path in sorted((FOLDER / "2023").glob("*.csv")) if path.stem != "村庄名录"]
    outcome = publish(open_store(), [next_year(path) for path in plan_files], by="测试", sample=True)
    assert outcome.edition, [finding.sentence for finding in outcome.findings]


def test_with_one_plan_there_is_no_year_to_choose(monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(sample_store()))
    assert [box.label for box in open_script("pages/overview.py").selectbox] == ["版本", "数据截至"]


def test_the_newest_data_stays_the_first_choice(two_years):
    assert "2023 年工作调度" in words(open_script("pages/overview.py"))


def test_choosing_a_year_switches_targets_and_days(two_years):
    app = open_script("pages/overview.py", year="2024")
    assert not app.exception
    assert "2024 年工作调度" in words(app)
    assert "/ 400 户" in words(app)
    assert "290" not in words(app)
