"""A draft under review: what is accepted, changed, split and left out, and what differs from last year."""

from dataclasses import replace
from datetime import datetime

from data_loaders.delivering import reference
from data_loaders.findings import Source
from data_loaders.plan_rules import RULES
from data_loaders.planning.draft import OF_SETTINGS
from data_loaders.planning.review import (
    Decision,
    all_accepted,
    changed,
    differences,
    found_in_document,
    items_of,
    kind_under,
    lacks_target,
    milestones_of,
    plan_before,
    questions,
    remarks,
    reviewed_rows,
    rule_in_words,
    split,
    takes_milestones,
    waiting,
    words_of_scope,
)
from data_loaders.schema import PLAN_MILESTONES, PLAN_OBLIGATIONS, PLAN_SETTINGS
from tests.data_loaders.planning.writing import COUNTY, draft

READ = draft(COUNTY)
ITEMS = items_of(READ)
PLACE = next(place for place, item in enumerate(ITEMS) if item.row["target"] == 860)


def test_an_item_keeps_its_sentence_and_its_block():
    item = ITEMS[PLACE]
    assert "新建户厕860户" in item.quote and item.quote in item.sentence
    assert item.quote in next(each.text for each in READ.document.paragraphs if each.number == item.block)
    assert item.decision is Decision.OPEN and len(item.milestones) == 3


def test_a_reviewer_is_told_what_towns_owe_and_chooses_in_the_words_of_the_district():
    assert rule_in_words("indicator_at_least") == "指标不低于目标值"  # its name stands once
    assert all(rule_in_words(name).count(RULES[name].judges) == 1 for name in RULES)
    assert rule_in_words("recorded") == "按期履职：每个周期都有履职记录"
    words = words_of_scope(RULES["recorded"], READ.settings)
    assert "全县" in words and "河东镇" in words and "全区" not in words
    town = draft("柏塬镇2025年改厕工作方案\n一、任务\n完成改厕50户，其中东村20户、西村30户。")
    (item,) = items_of(town)
    assert item.row["scope"] == "全镇" and remarks(item)[0] == "其中：东村20户、西村30户"


def test_a_changed_row_is_published_as_changed_and_one_left_out_is_not_there():
    items = changed(ITEMS, PLACE, Decision.ACCEPTED, {"target": 900})
    items = changed(items, PLACE + 1, Decision.LEFT_OUT)
    rows = reviewed_rows(READ, items, {})
    published = {row["id"]: row["target"] for row in rows[PLAN_OBLIGATIONS]}
    assert published[ITEMS[PLACE].id] == 900
    assert ITEMS[PLACE + 1].id not in published and len(published) == len(ITEMS) - 1


def test_what_a_reviewer_is_asked_is_no_remark_of_the_published_plan():
    read = draft(
        "柏塬镇2025年工作方案\n一、任务\n户均存粮不低于380公斤。每学期开展1次家访。完成改厕50户，其中东村20户、西村30户。"
    )
    assert any("学期结束" in question for question in read.questions)
    items = items_of(read)
    assert any("监测指标" in question for item in items for question in item.questions)
    rows = reviewed_rows(read, all_accepted(items), {})[PLAN_OBLIGATIONS]
    assert [row["remark"] for row in rows if row["remark"]] == ["其中：东村20户、西村30户"]


def test_nobody_takes_a_row_without_its_number_together_with_the_rest():
    bare = changed(ITEMS, PLACE, Decision.OPEN, {"rule": "sites_finished", "target": None})
    after = all_accepted(bare)
    assert [item.id for item in waiting(after)] == [ITEMS[PLACE].id] and lacks_target(after[PLACE])
    assert not waiting(all_accepted(changed(after, PLACE, Decision.OPEN, {"target": 860})))


def test_a_class_that_only_the_old_rule_made_does_not_outlive_it():
    of_money = changed(ITEMS, PLACE, Decision.OPEN, {"rule": "disbursed_share", "kind": "milestones"})[PLACE]
    duty = changed(ITEMS, PLACE, Decision.OPEN, {"rule": "recorded", "kind": "duty"})[PLACE]
    told = [(kind_under(item, "by_hand"), kind_under(item, "indicator_at_least")) for item in (of_money, duty)]
    assert told == [("indicator", "indicator"), ("duty", "indicator")]
    assert kind_under(of_money, "disbursed_share") == "milestones" and kind_under(duty, "category_share") == "ratio"


def test_levels_by_day_are_changed_in_the_review_where_the_rule_looks_at_any():
    assert ITEMS[PLACE].milestones == (("2025-05-31", 30), ("2025-08-31", 70), ("2025-11-10", 100))
    typed = [
        (datetime(2025, 9, 30), 62.5),
        (datetime(2025, 4, 30), 20.0),
        (None, 90.0),
        (datetime(2025, 10, 1), float("nan")),
    ]
    stones = milestones_of({"due_on": day, "rate": rate} for day, rate in typed)
    assert stones == (("2025-04-30", 20), ("2025-09-30", 62.5))
    rows = reviewed_rows(READ, changed(ITEMS, PLACE, Decision.ACCEPTED, {}, stones), {})[PLAN_MILESTONES]
    assert [(row["due_on"], row["rate"]) for row in rows if row["id"] == ITEMS[PLACE].id] == [*stones]
    assert [takes_milestones(RULES[name]) for name in ("places_done", "recorded", "by_hand")] == [True, False, False]


def test_the_milestones_of_a_row_left_out_go_with_it():
    rows = reviewed_rows(READ, changed(ITEMS, PLACE, Decision.LEFT_OUT), {})
    assert ITEMS[PLACE].id not in {row["id"] for row in rows[PLAN_MILESTONES]}


def test_a_row_is_split_under_a_number_that_is_free():
    items = split(ITEMS, PLACE)
    assert len(items) == len(ITEMS) + 1 and len({item.id for item in items}) == len(items)
    assert items[PLACE + 1].row["title"] == ITEMS[PLACE].row["title"]


def test_what_the_document_does_not_say_goes_on_from_the_plan_before_of_the_same_district_only():
    def settings(before: dict) -> dict:
        return {row["name"]: row["value"] for row in reviewed_rows(READ, ITEMS, before)[PLAN_SETTINGS]}

    same = settings({"区域名称": "云岭县", "坐标系": "GCJ-02", "文号": "旧"})
    assert (same["坐标系"], same["文号"]) == ("GCJ-02", "云农领〔2025〕7号")
    assert "坐标系" not in settings({"区域名称": "别县", "坐标系": "GCJ-02"})


def test_only_this_districts_own_plan_of_the_year_before_is_compared_with():
    def before(text: str, year: int):
        return plan_before(draft(text, year), reference.tables())[0]

    own = "赣州蓉江新区{}年乡村振兴工作要点\n一、任务\n完成改厕50户。"
    assert len(before(own.format(2024), 2024)) > 50
    assert before(own.format(2025), 2025) is None  # two years later
    assert before(COUNTY.replace("2025", "2024"), 2024) is None  # another district's
    nameless = draft("一、任务\n完成改厕50户。", 2024)
    assert plan_before(nameless, reference.tables())[1]["区域名称"] == "赣州蓉江新区"
    assert plan_before(nameless, reference.tables(), begins=True) == (None, {})  # nobody's plan before


def test_what_rose_fell_is_new_and_is_gone_against_last_year():
    def last(title: str, target: float | None, unit: str, frequency: str | None = None) -> dict:
        return {"title": title, "target": target, "unit": unit, "frequency": frequency}

    before = [
        last("户厕", 900, "户"),
        last("农村卫生厕所普及率", 88, "%"),
        last("村史馆", 2, "个"),
        last("县乡村振兴局通报", None, "次", "每季度"),
    ]
    found = {each.title: (each.kind, each.before, each.after) for each in differences(before, ITEMS)}
    assert found["户厕"] == ("降低", "900 户", "860 户")
    assert found["农村卫生厕所普及率"] == ("提高", "88 %", "91 %")
    assert found["村史馆"] == ("取消", "2 个", "")
    assert found["县乡村振兴局通报"] == ("频次不同", "每季度", "每月")
    assert found["问题厕所"][0] == "新增"


def test_what_a_reviewer_says_of_the_district_holds_and_answers_its_question():
    said = READ.settings | {"镇和管理处": "河东镇;松岭林场", "行业部门": "", "工作名称": "秸秆利用"}
    draft = replace(
        READ, settings=said, questions=("哪个月放假，请在计划设置「假期月份」里填写", OF_SETTINGS["工作名称"])
    )
    rows = {row["name"]: row["value"] for row in reviewed_rows(draft, ITEMS, {})[PLAN_SETTINGS]}
    assert rows["镇和管理处"] == "河东镇;松岭林场" and rows["工作名称"] == "秸秆利用"
    assert "行业部门" not in rows  # emptied by hand, not read anew
    assert questions(draft) == ("哪个月放假，请在计划设置「假期月份」里填写",)
    assert questions(replace(draft, settings=said | {"假期月份": "8"})) == ()


def test_a_finding_about_a_row_names_the_row_and_its_sentence_and_no_file_that_nobody_made():
    rows = reviewed_rows(READ, ITEMS, {})
    first = rows[PLAN_OBLIGATIONS][0]
    source = Source("要点.docx（计划指标）", table="plan_obligations")
    clash = source.finding("rows_conflict", row=2, other=3, key="甲")
    told = found_in_document(clash, "要点.docx", rows)
    assert told.place == "〈要点.docx〉" and first["title"] in told.message and first["出处"] in told.message
    assert str(rows[PLAN_OBLIGATIONS][1]["id"]) in told.message and "行" not in told.message
    at_cell = replace(clash, column="截止日期", message="不对")
    assert "的「截止日期」：不对" in found_in_document(at_cell, "要点.docx", rows).message
    whole = found_in_document(source.finding("village_list_missing"), "要点.docx", rows)
    assert whole.place == "〈要点.docx〉" and whole.message.startswith("还没有村庄名录")
    other = Source("村庄名录.xlsx").finding("village_list_missing")
    assert found_in_document(other, "要点.docx", rows) == other
    setting = found_in_document(
        Source("要点.docx（计划设置）").finding("rows_conflict", row=2, other=2, key="甲"), "要点.docx", rows
    )
    assert setting.message.startswith("计划设置「")
