"""The shipped village list has no 帮扶级别: after the first real publish somebody is told, with the list to fill."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from briefing.compose import compose
from briefing.status import Status
from briefing.ui import upload_worker
from data_loaders.checking import rest
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import check, publish
from data_loaders.findings import Level
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import Store, open_store
from tests.data_loaders.dropping import Office, households

CLERK = Account("王", Role.UPLOADER)
FUNDS = [
    ["截至日期", "项目编号", "项目名称", "镇", "村", "项目类别", "资金来源", "是否衔接资金", "安排资金(万元)", "累计拨付(万元)"],
    ["2023-10-31", "A1", "龙井果园", "潭东镇", "龙井村", "产业", "中央", "是", 120, 60],
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "store"))


def _filled(workbook: bytes, grades: dict[str, str]) -> bytes:
    """The list as somebody gives it back, with the grades of some villages."""
    book = load_workbook(BytesIO(workbook))
    sheet = book["村庄名录"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        village = sheet.cell(row, heads["村"]).value
        if village in grades:
            sheet.cell(row, heads["帮扶级别"]).value = grades[village]
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def said(outcome) -> list:
    """The reminders that grades are missing."""
    return [finding for finding in outcome.findings if finding.code == "grades_missing"]


def test_the_first_real_publish_says_which_figures_wait_for_grades(office: Office, store: Store) -> None:
    drops = [Drop.of(office.csv("衔接资金.csv", FUNDS))]
    assert not said(check(store, drops))
    outcome = publish(store, drops, by="王")
    (finding,) = said(outcome)
    assert outcome.edition and finding.level is Level.WARNING
    assert "省定、市定、县定" in finding.message and "省定重点帮扶村衔接资金" in finding.message
    assert compose(outcome.edition).measure("F03").status is Status.UNREPORTED


def test_the_list_that_is_handed_out_comes_back_filled_and_the_reminder_is_gone(office: Office, store: Store) -> None:
    drops = [Drop.of(office.csv("衔接资金.csv", FUNDS))]
    lacking = upload_worker.check(CLERK, store, drops, ("key",)).ungraded
    assert lacking is not None and lacking.grades == ("省定", "市定", "县定")
    blank = publish(store, [*drops, Drop("村庄名录.xlsx", lacking.workbook)], by="王")
    assert blank.edition and said(blank) and len(blank.edition.table("villages")) == 34
    filled = _filled(lacking.workbook, {"龙井村": "省定", "三观村": "市定", "茶元村": "县定"})
    outcome = publish(store, [Drop("村庄名录.xlsx", filled)], by="王")
    assert outcome.edition and not said(outcome)
    villages = outcome.edition.table("villages")
    assert villages.set_index("village")["grade"].dropna().to_dict() == {
        "龙井村": "省定",
        "茶元村": "县定",
        "三观村": "市定",
    }
    assert villages["code"].notna().sum() == 34 and "迳背" in set(villages["village"].str.removesuffix("村"))
    assert compose(outcome.edition).measure("F03").status is Status.MET
    assert upload_worker.check(CLERK, store, drops, ("again",)).ungraded is None


def test_a_grade_that_one_floor_waits_for_is_named_alone(office: Office, store: Store) -> None:
    rows = [["镇", "村", "帮扶级别"], ["潭东镇", "龙井村", "省定"], ["潭东镇", "上坝村", "县定"]]
    drop = replace(Drop.of(office.csv("村庄名录.csv", rows)), confirmed=frozenset({rest.DROP}))
    (finding,) = said(publish(store, [drop], by="王"))
    assert "市定" in finding.message and "省定" not in finding.message


def test_a_sample_edition_says_nothing_of_it(office: Office, store: Store) -> None:
    assert not said(publish(store, [Drop.of(office.csv("户厕.csv", households()))], by="王", sample=True))


@pytest.mark.parametrize(("towns", "plan"), [("青溪镇", False), ("潭东镇", True)])
def test_a_village_list_of_other_towns_begins_without_the_plan_of_the_district_that_ships(store, towns, plan):
    """Else a county that hands over its villages first is shown the targets and the units of another."""
    rows = f"镇,村\n{towns},龙井村\n白岭乡,石桥村\n"
    drop = Drop("村庄名录.csv", rows.encode(), confirmed=frozenset({rest.DROP}))
    outcome = publish(store, [drop], by="县农办")
    assert outcome.edition, outcome.findings
    assert store.edition().table("plan_obligations").empty is not plan
