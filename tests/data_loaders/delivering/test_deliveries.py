"""Files together and after one another: all or nothing, town by town, against the edition before."""

import pandas as pd
import pytest

from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.store.editions import open_store
from tests.data_loaders.dropping import (
    HOUSEHOLD_TOTALS,
    check,
    codes,
    errors,
    finding,
    households,
    totals,
    with_cell,
)


def of_town(rows, town):
    return [rows[0], *(row for row in rows[1:] if row[1] == town)]


@pytest.fixture
def store(tmp_path):
    return open_store(str(tmp_path / "store"))


def published(store, *paths):
    return publish(store, [Drop.of(path) for path in paths], by="测试")


def test_two_towns_files_of_one_day_are_one_snapshot(office):
    east = office.csv("潭东镇户厕.csv", of_town(households(), "潭东镇"))
    mouth = office.csv("潭口镇户厕.csv", of_town(households(), "潭口镇"))
    assert totals(check(east, mouth)) == HOUSEHOLD_TOTALS


def test_towns_published_after_one_another_keep_each_other(office, store):
    for town in ("潭东镇", "潭口镇"):
        outcome = published(store, office.csv(f"{town}户厕.csv", of_town(households(), town)))
        assert outcome.edition, outcome.findings
    assert store.edition().table("toilets")["planned"].sum() == HOUSEHOLD_TOTALS["任务数"]


def test_a_corrected_file_replaces_its_town_s_rows_only(office, store):
    published(store, office.csv("户厕.csv", households()))
    corrected = with_cell(of_town(households(), "潭东镇"), 2, "完成数", 25)
    published(store, office.csv("户厕.csv", corrected))
    assert store.edition().table("toilets")["done"].sum() == HOUSEHOLD_TOTALS["完成数"] + 5


def test_one_bad_file_keeps_the_good_ones_out(office, store):
    good = office.csv("户厕.csv", households())
    bad = office.csv("庭院.csv", with_cell(households(), 3, "完成数", "约15"))
    outcome = published(store, good, bad)
    assert outcome.edition is None
    assert store.editions() == []
    assert [(said.file, said.row) for said in outcome.findings if said.level == "error"] == [("庭院.csv", 3)]


def test_the_mistakes_of_all_files_are_told_together(office):
    first = office.csv("户厕.csv", with_cell(households(), 2, "村", ""))
    second = office.csv("庭院.csv", with_cell(households(), 3, "完成数", "约15"))
    third = office.bytes("空.csv", b"")
    assert {code for code, _, _ in errors(check(first, second, third))} == {
        "cell_blank",
        "cell_not_number",
        "file_empty",
    }


def test_two_files_with_different_numbers_for_one_village_are_refused(office):
    one = office.csv("户厕1.csv", households())
    other = office.csv("户厕2.csv", with_cell(households(), 2, "完成数", 21))
    batch = check(one, other)
    assert errors(batch) == [("batch_conflict", None, None)]
    assert "户厕1.csv" in finding(batch, "batch_conflict").message


def test_the_same_file_twice_is_counted_once(office):
    assert (
        totals(check(office.csv("户厕.csv", households()), office.xlsx("户厕.xlsx", households()))) == HOUSEHOLD_TOTALS
    )


def edition_of(office, rows) -> dict[str, pd.DataFrame]:
    return check(office.csv("户厕_前.csv", rows)).frames()


def month_before(rows):
    return [rows[0], *(["2023-09-30", *row[1:]] for row in rows[1:])]


def test_a_fall_against_the_stored_edition_is_a_reminder(office):
    known = edition_of(office, month_before(households()))
    batch = check(office.csv("户厕.csv", with_cell(households(), 3, "完成数", 12)), known=known)
    assert batch.publishable
    said = finding(batch, "fell")
    assert (said.row, said.column, said.level) == (3, "完成数", "warning")
    assert said.message == "上坝村由 15（2023-09-30）降为 12"


def test_a_fall_with_a_remark_says_the_remark(office):
    known = edition_of(office, month_before(households()))
    rows = with_cell(with_cell(households(), 3, "完成数", 12), 3, "备注", "核减3户")
    said = finding(check(office.csv("户厕.csv", rows), known=known), "fell_remarked")
    assert said.message == "上坝村由 15（2023-09-30）降为 12，备注：核减3户"


def test_a_fall_between_two_files_of_a_batch_is_seen_in_any_order(office):
    september = office.csv("户厕9月.csv", month_before(households()))
    october = office.csv("户厕10月.csv", with_cell(households(), 3, "完成数", 12))
    for paths in ((september, october), (october, september)):
        said = finding(check(*paths), "fell")
        assert (said.file, said.row) == ("户厕10月.csv", 3)


def test_a_town_s_own_snapshot_before_counts_although_another_town_came_later(office):
    known = edition_of(
        office,
        [*of_town(month_before(households()), "潭东镇"), ["2023-10-10", *of_town(households(), "潭口镇")[1][1:]]],
    )
    batch = check(office.csv("户厕.csv", with_cell(of_town(households(), "潭东镇"), 3, "完成数", 12)), known=known)
    assert finding(batch, "fell").row == 3


def test_a_new_year_begins_anew(office):
    known = edition_of(office, [households()[0], *(["2022-12-31", *row[1:]] for row in households()[1:])])
    batch = check(office.csv("户厕.csv", with_cell(households(), 3, "完成数", 1)), known=known)
    assert "fell" not in codes(batch)


def test_a_village_that_vanished_is_asked_about(office):
    known = edition_of(office, month_before(households()))
    rows = households()
    del rows[3]
    said = finding(check(office.csv("户厕.csv", rows), known=known), "rows_missing")
    assert (said.message, said.asks) == ("与已有数据相比少了 1 行：潭东镇东坑村", True)
    alone = check(office.csv("户厕.csv", of_town(households(), "潭口镇")), known=known)
    assert "rows_missing" not in codes(alone), "潭东镇 did not deliver, so nothing of it vanished"


def test_planned_totals_are_compared_with_the_plan_over_all_towns(office):
    rows = households()
    rows[1][3] += 256  # the plan has 356 for the district
    east, mouth = office.csv("东.户厕.csv", of_town(rows, "潭东镇")), office.csv("口.户厕.csv", of_town(rows, "潭口镇"))
    assert "plan_total_differs" not in codes(check(east, mouth))
    stored = check(mouth).frames()
    assert "plan_total_differs" not in codes(check(east, known=stored))
    assert finding(check(mouth), "plan_total_differs").message == "任务数合计 40，计划为 356"
    earlier = {"toilets": stored["toilets"].assign(as_of=stored["toilets"]["as_of"] - pd.Timedelta(days=2))}
    assert "plan_total_differs" not in codes(check(east, known=earlier)), "towns report on their own days"


def test_sample_data_does_not_become_a_real_edition(office, store):
    path = office.csv("户厕.csv", with_cell(households(), 2, "备注", "示例数据"))
    assert published(store, path).edition is None
    assert store.editions() == []
