"""The tab 年度计划: a document is read, its rows are reviewed beside the text, and the plan is published."""

import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from briefing.plan import Plan, read_plan
from briefing.ui import upload_worker
from data_loaders.delivering import reference
from data_loaders.findings import Source
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import STORE_VARIABLE, Store, open_store
from pages.desk import beside
from tests.briefing.ledgers import frame, households
from tests.data_loaders.planning.writing import COUNTY
from tests.pages.harness import ROOT, SECONDS, words


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with an edition; the process beside is left out, which a page run as a script cannot begin."""
    beside_nothing = SimpleNamespace(prepare=lambda: None, forget=lambda: None)
    monkeypatch.setattr(beside, "worker", lambda: beside_nothing)
    monkeypatch.setattr(beside, "done", lambda doing, work, *arguments: work(*arguments))
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    store = open_store()
    store.publish({"toilets": frame("toilets", [households(3, 9)])}, by="测试", shipped=reference.tables())
    return store


def opened(store: Store, town: str | None = None) -> AppTest:
    account = add_account(store, "王", Role.UPLOADER, "long enough 2023", town=town)
    app = AppTest.from_file(str(ROOT / "pages/upload.py"), default_timeout=SECONDS)
    app.session_state["desk"] = {"account": account, "seen": time.monotonic()}
    app.session_state["desk-tab"] = "年度计划"
    app.session_state["plan-year"] = 2025
    return app.run()


def dropped(app: AppTest, name: str, content: bytes) -> AppTest:
    uploader = next(each for each in app.get("file_uploader") if "工作要点" in each.label)
    return uploader.upload(name, content, "text/plain").run()


def pressed(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


TASKS = "\n附件 任务清单\n| 序号 | 工作任务 | 完成时限 | 责任单位 |\n| 1 | 抓好粪污利用 | 全年 | 县农业农村局 |\n| 2 | 开展清洁行动 | 全年 | 县妇联 |"


def test_a_document_is_reviewed_beside_its_text_and_published_as_the_plan_of_its_year(store: Store) -> None:
    app = dropped(opened(store), "要点.txt", f"{COUNTY}{TASKS}".encode())
    assert not app.exception
    shown = words(app)
    assert "19 条要求，已核 0 条；任务 2 项，已核 0 项" in shown and "<mark>" in shown and "连续3次末位" in shown
    rule = next(each for each in app.selectbox if each.label.startswith("规则"))
    assert all(option[0] >= "一" for option in rule.options)  # in Chinese, and so is what it is about
    app = rule.set_value("places_done").run()
    assert next(each for each in app.selectbox if each.label == "对象").options == ["美丽庭院", "户厕"]
    assert "库里没有本地上一年的计划" in shown
    app = pressed(app, "不要这一条")
    assert "已核 1 条" in words(app)
    next(each for each in app.number_input if each.label == "目标值").set_value(95.0)
    levels = {"edited_rows": {}, "added_rows": [{"due_on": "2025-06-30", "rate": 80}], "deleted_rows": []}
    app.session_state[app.data_editor[0].key] = levels
    app = pressed(app, "接受（含改动）")
    assert all(each.label != "审阅完毕，检查并发布" for each in app.toggle)
    app = next(each for each in app.selectbox if each.label == "核对哪一条").set_value(19).run()
    next(each for each in app.text_area if "要求" in each.label).set_value("抓好粪污还田利用")
    app = pressed(pressed(app, "接受（含改动）"), "不要这一条")
    assert "任务 2 项，已核 2 项" in words(app)
    assert any("还有 17 条没有核对" in each.value for each in app.warning)
    app = pressed(app, "其余 17 条都看过了，一并接受")
    app = next(each for each in app.toggle if each.label == "审阅完毕，检查并发布").set_value(True).run()
    assert not app.exception
    app = pressed(app, "发布")
    assert not app.exception
    tables = store.known_tables(sample=False, shipped=reference.tables())
    plan = read_plan(tables, 2025)
    assert plan.district == "云岭县" and len(plan.obligations) == 18
    assert [task.requirement for task in plan.tasks] == ["抓好粪污还田利用"]
    (changed,) = [one for one in plan.obligations if one.title == "群众满意度"]
    assert changed.target == 95 and [(stone.due_on, stone.share) for stone in changed.milestones] == [
        (date(2025, 6, 30), 0.8)
    ]
    assert len(read_plan(tables, 2023).obligations) > 50  # last year's plan stays


def test_the_year_in_the_name_of_a_document_is_the_plan_s(store: Store) -> None:
    app = dropped(opened(store), "云岭县2026年工作要点.txt", COUNTY.encode())
    assert not app.exception and "2026 年计划草稿" in words(app)
    app = next(each for each in app.number_input if each.label == "计划年度").set_value(2027).run()
    assert "2027 年计划草稿" in words(app)


NOTICE = "云岭县关于调整2025年工作任务的补充通知\n一、行政村卫生厕所普及率达到93%，自8月1日起执行。（责任单位：县农业农村局）\n"


def test_a_later_notice_changes_the_plan_of_its_year_from_its_day_on(store: Store) -> None:
    app = pressed(dropped(opened(store), "要点.txt", COUNTY.encode()), "其余 19 条都看过了，一并接受")
    app = next(each for each in app.toggle if each.label == "审阅完毕，检查并发布").set_value(True).run()
    assert all("补充通知" not in each.label for each in app.toggle)  # nothing to change yet
    app = pressed(app, "发布")
    number = {one.title: one.id for one in plan_of(store, date(2025, 1, 1)).obligations}
    app = dropped(opened(store), "补充通知.txt", NOTICE.encode())
    assert next(each for each in app.toggle if "补充通知" in each.label).value  # as its title says
    since = next(each for each in app.date_input if "生效日期" in each.label)
    assert since.value == date(2025, 8, 1)  # as it says itself
    app = since.set_value(date(2025, 7, 1)).run()
    app = pressed(app, "接受（含改动）")
    app = next(each for each in app.toggle if each.label == "审阅完毕，检查并发布").set_value(True).run()
    assert not app.exception
    app = pressed(app, "发布")
    before, after = plan_of(store, date(2025, 6, 30)), plan_of(store, date(2025, 7, 1))
    assert len(number) > 10 and len(before.obligations) >= 18
    assert [one.target for one in after.obligations if "普及率" in one.title and one.target == 93] == [93]
    assert all(one.target != 93 for one in before.obligations)


def test_a_refusal_at_the_last_moment_names_the_document_and_its_row(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clash = Source("要点.txt（计划指标）", table="plan_obligations").finding("rows_conflict", row=2, other=3, key="甲")
    monkeypatch.setattr(upload_worker, "publish", lambda *_: upload_worker.Published(None, (clash,)))
    app = pressed(dropped(opened(store), "要点.txt", COUNTY.encode()), "其余 19 条都看过了，一并接受")
    app = next(each for each in app.toggle if each.label == "审阅完毕，检查并发布").set_value(True).run()
    shown = words(pressed(app, "发布"))
    assert "〈要点.txt〉" in shown and "（计划指标）" not in shown and "第2行" not in shown


def plan_of(store: Store, day: date) -> Plan:
    return read_plan(store.known_tables(sample=False, shipped=reference.tables()), 2025, day)


def test_a_document_that_cannot_be_read_is_turned_away_and_forgotten(store: Store) -> None:
    number = "139" + "1234" + "5678"
    app = dropped(opened(store), "要点.txt", f"一、任务\n联系人{number}。".encode())
    shown = words(app)
    assert "不得上传" in shown and number not in shown
    assert "plan-review" not in app.session_state
    assert not next(each for each in app.get("file_uploader") if "工作要点" in each.label).value


def test_an_account_of_a_town_uploads_no_plan(store: Store) -> None:
    app = opened(store, town="潭东镇")
    assert "年度计划由不绑定镇的账号上传" in "".join(each.value for each in app.info)


@pytest.mark.usefixtures("store")
def test_what_the_document_does_not_say_of_the_county_is_filled_in_and_the_way_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "new"))
    store = open_store()
    app = dropped(
        opened(store),
        "要点.txt",
        "松岭县2025年农村工作要点\n一、任务\n完成改厕70户，9月底前完成。（县农业农村局）".encode(),
    )
    assert "请在计划设置「镇和管理处」里填写" in words(app) and "没有列出各镇" in words(app)
    towns = next(each for each in app.text_area if each.label.startswith("镇和管理处"))
    app = towns.set_value("北溪镇、南溪乡，松岭林场").run()
    assert not app.exception and "「镇和管理处」里填写" not in words(app)
    assert "报数的 3 个镇（乡、街道）：北溪镇、南溪乡、松岭林场" in words(app)
    app = pressed(app, "接受（含改动）")
    app = next(each for each in app.toggle if each.label == "审阅完毕，检查并发布").set_value(True).run()
    assert "计划指标.csv" not in words(app) and "〈要点.txt〉" in words(app)
    app = pressed(app, "发布")
    assert not app.exception and "2025 年计划草稿" not in words(app)  # the review is over
    assert any("下一步" in each.value and "村庄名录" in each.value for each in app.success)
    (edition,) = store.editions()
    assert [file["name"] for file in edition.files][:2] == ["要点.txt（计划设置）", "要点.txt（计划指标）"]  # 历史版本
    assert plan_of(store, date(2025, 12, 31)).units == ("北溪镇", "南溪乡", "松岭林场")
