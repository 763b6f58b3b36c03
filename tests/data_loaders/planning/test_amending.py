"""A 补充通知 changes a few obligations of a plan from a day on; everything else of the plan stays."""

from datetime import date

import pandas as pd
import pytest

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop, take
from data_loaders.planning import drafting, review, tables
from data_loaders.planning.letterhead import begins_on, changes_a_plan
from data_loaders.planning.review import Decision
from data_loaders.planning.sentences.read import read_sentence
from data_loaders.schema import PLAN_OBLIGATIONS
from tests.data_loaders.planning.writing import draft

NOTICE = """关于调整2023年工作任务的补充通知
蓉农领字〔2023〕19号
各镇（管理处）：
一、美丽庭院建设任务由334个调整为350个，12月31日前完成。（责任单位：区农办）
二、项目资金拨付率9月底前达到80%，12月底前达到100%。（责任单位：区财政局）
三、新增移动公厕6座，10月底前建成。（责任单位：区农办）
"""
SINCE = date(2023, 7, 1)


def published(*left_out: int):
    """What the door makes of the plan of 2023 as the notice changes it."""
    draft = drafting.draft_from("补充通知.txt", NOTICE.encode(), 2023)
    items = review.all_accepted(review.items_of(draft))
    for place in left_out:
        items = review.changed(items, place, Decision.LEFT_OUT)
    rows = review.amended_rows(draft, items, tables.plan_of_year(reference.tables(), 2023), SINCE)
    return take([Drop(f"{table.title}.csv", tables.as_csv(table, body), table=table.name) for table, body in rows.items()], reference.tables())  # fmt: skip


def test_what_a_notice_changes_stands_beside_what_held_before():
    batch = published()
    assert batch.publishable, [finding.sentence for finding in batch.findings]
    rows = batch.frames()["plan_obligations"]
    courtyards = rows[rows["id"] == "T03"]
    assert list(courtyards["target"]) == [334, 350]
    assert list(courtyards["effective_on"]) == [pd.Timestamp(2023, 1, 1), pd.Timestamp(SINCE)]
    assert set(courtyards["rule"]) == {"places_done"} and set(courtyards["title"]) == {"美丽庭院"}
    assert len(rows) == len(reference.tables()["plan_obligations"]) + 3


def test_a_notice_s_milestones_hold_from_its_day_on():
    stones = published().frames()["plan_milestones"]
    own = stones[stones["effective_on"] == pd.Timestamp(SINCE)]
    assert list(own["rate"]) == [80, 100] and set(own["id"]) == {"F01"}


def test_what_the_plan_did_not_have_gets_the_next_number():
    rows = published().frames()["plan_obligations"]
    (new,) = rows[rows["title"] == "移动公厕"].to_dict("records")
    assert (new["id"], new["target"], new["effective_on"]) == ("T12", 6, pd.Timestamp(SINCE))


def test_what_a_reviewer_leaves_out_changes_nothing():
    rows = published(0, 1).frames()["plan_obligations"]
    assert list(rows[rows["id"] == "T03"]["target"]) == [334]


def test_the_notice_is_named_beside_the_plan_s_document():
    settings = published().frames()["plan_settings"]
    (value,) = settings.loc[settings["name"] == "文号", "value"]
    assert value.endswith("、蓉农领字〔2023〕19号")


def test_from_what_to_what_is_one_row_of_what_is_now_asked():
    for words, target in (("公厕由12座调整为15座", 15), ("任务从原来的40户核减至32户", 32)):
        (asked,) = read_sentence(f"{words}，年底前完成。", 2023).asked
        assert asked.target == target


def test_one_row_twice_on_one_day_is_refused():
    row = tables.plan_of_year(reference.tables(), 2023)[PLAN_OBLIGATIONS][0]
    twice = [row, {**row, "target": 18}]
    batch = take([Drop("计划指标.csv", tables.as_csv(PLAN_OBLIGATIONS, twice))], reference.tables())
    assert not batch.publishable


def test_a_year_that_no_calendar_has_is_a_finding_and_nothing_breaks():
    plan = reference.tables()["plan_obligations"].head(2).to_csv(index=False)
    plan = plan.replace("year,", "年度,", 1).replace("2023,", "99999999999,")
    batch = take([Drop("计划指标.csv", plan.encode(), table="plan_obligations")], reference.tables())
    assert not batch.publishable
    assert any(finding.column == "年度" for finding in batch.findings)


@pytest.mark.parametrize(
    ("text", "changes", "day"),
    [
        ("关于调整槐荫县2025年部分目标的通知\n一、户厕改为410座，自5月20日起执行。", True, date(2025, 5, 20)),
        ("槐荫县2025年工作方案的补充通知\n一、户厕改为410座，从2025年9月1日起执行。其余自4月1日起执行。", True, None),
        ("槐荫县2025年工作要点\n一、户厕改为410座，11月底前完成。", False, None),
    ],
)
def test_a_document_tells_that_it_changes_a_plan_and_from_which_day_on(
    text: str, changes: bool, day: date | None
) -> None:
    document = draft(text).document
    assert (changes_a_plan(document), begins_on(document, 2025)) == (changes, day)
