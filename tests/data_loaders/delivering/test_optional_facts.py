"""What leaders ask besides the figures: owners, contents, days of beginning, money from elsewhere, names of tasks."""

from data_loaders.delivering import reference
from tests.data_loaders.dropping import check, codes, errors, finding, totals

FUNDS = [
    "截至日期", "项目编号", "项目名称", "镇", "村", "项目类别", "资金来源", "是否衔接资金", "安排资金(万元)", "累计拨付(万元)", "总投资(万元)",
    "完成投资(万元)", "文号", "主要建设内容", "实施单位", "开工日期",
]  # fmt: skip
PROJECT = [
    "2023-10-31", "B7", "上坝村冷库", "潭东镇", "上坝村", "产业", "省", "是", 44, 11, 70, 35, "赣市财农〔2023〕9号", "冷库 300 立方米", "区商务局", "2023-06-02",
]  # fmt: skip


def test_a_project_keeps_its_owner_its_contents_its_document_and_its_investment(office):
    batch = check(office.csv("资金.csv", [FUNDS, PROJECT]))
    assert totals(batch) == {"安排资金(万元)": 44, "累计拨付(万元)": 11}
    (row,) = batch.frames()["funds"].to_dict("records")
    assert (row["investment"], row["invested"], row["document"]) == (70, 35, "赣市财农〔2023〕9号")
    assert (row["owner"], row["content"], str(row["started_on"].date())) == ("区商务局", "冷库300立方米", "2023-06-02")


def test_the_whole_investment_is_the_money_arranged_only_where_nothing_better_stands(office):
    without = [FUNDS[:8] + FUNDS[9:], PROJECT[:8] + PROJECT[9:]]
    assert totals(check(office.csv("资金.csv", without)))["安排资金(万元)"] == 70


def test_an_investment_without_a_unit_is_left_out_and_said_so(office):
    header = [{"总投资(万元)": "总投资"}.get(name, name) for name in FUNDS]
    batch = check(office.csv("资金.csv", [header, PROJECT]))
    assert totals(batch)["安排资金(万元)"] == 44
    assert finding(batch, "unit_missing_optional").column == "总投资"
    assert batch.frames()["funds"]["investment"].isna().all()


def test_money_from_outside_the_four_levels_keeps_its_source_and_is_no_linked_money(office):
    own = [*PROJECT[:6], "群众自筹", "是", 6, 2, *PROJECT[10:]]
    given = [*PROJECT[:6], "社会捐赠", "否", 3, 3, *PROJECT[10:]]
    batch = check(office.csv("资金.csv", [FUNDS, PROJECT, own, given]))
    rows = batch.frames()["funds"]
    assert dict(zip(rows["source"], rows["linked"], strict=True)) == {"省": True, "自筹": False, "社会帮扶": False}
    assert "自筹" in finding(batch, "outside_money").message


def test_sites_and_courtyards_say_whom_they_serve_and_since_when(office):
    sites = ["截至日期", "类型", "名称", "镇", "村", "阶段", "开工时间", "受益户数"]
    courtyards = ["截至日期", "镇", "村", "任务数", "完成数", "受益农户", "开工时间"]
    site = ["2023-10-31", "村庄整治点", "东坑村老屋", "潭东镇", "东坑村", "在建", "2023-07-01", 23]
    yard = ["2023-10-31", "潭东镇", "东坑村", 9, 4, 17, "2023-04-03"]
    batch = check(office.csv("建设点.csv", [sites, site]), office.csv("美丽庭院.csv", [courtyards, yard]))
    assert batch.publishable
    frames = batch.frames()
    assert [frames[name]["beneficiaries"].tolist() for name in ("sites", "courtyards")] == [[23], [17]]
    assert [str(frames[name]["started_on"][0].date()) for name in ("sites", "courtyards")] == ["2023-07-01", "2023-04-03"]  # fmt: skip


TASKS = ["截至日期", "序号", "任务名称", "状态", "进展"]


def tasks(numbers: list[int], names: list[int]) -> list[list]:
    """Tasks under these numbers with the plan's names of those."""
    titles = dict(zip(*(reference.tables()["plan_tasks"][name] for name in ("number", "title")), strict=True))
    rows = [["2023-10-31", number, titles[named], "推进中", "按月推进"] for number, named in zip(numbers, names, strict=True)]  # fmt: skip
    return [TASKS, *rows]


def test_the_name_of_a_task_is_compared_with_the_number_of_the_plan(office):
    right = check(office.csv("任务清单.csv", tasks([4, 5, 6, 7, 8, 9], [4, 5, 6, 7, 8, 9])))
    assert right.publishable and not right.findings
    wrong = check(office.csv("任务清单.csv", tasks([4, 5, 6, 7, 8, 9, 10, 12], [4, 5, 6, 7, 8, 9, 12, 10])))
    assert errors(wrong) == [("task_named_otherwise", 8, "序号"), ("task_named_otherwise", 9, "序号")]


def test_a_running_number_beside_the_names_of_tasks_is_not_taken_for_the_plans(office):
    batch = check(office.csv("任务清单.csv", tasks([1, 2, 3, 4], [21, 22, 30, 31])))
    assert "layout_proposed" in codes(batch)
    assert batch.frames()["tasks"]["number"].tolist() == [21, 22, 30, 31]


def test_a_template_whose_names_are_left_blank_goes_in_by_its_numbers(office):
    rows = [[*row[:2], None, *row[3:]] for row in tasks([1, 2, 3], [1, 2, 3])[1:]]
    assert check(office.csv("任务清单.csv", [TASKS, *rows])).publishable
