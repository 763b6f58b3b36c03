"""From the official document to a running dashboard in a real browser, the process beside included; no file edited by hand."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import SCREEN_SECONDS, Server
from tests.browser.test_upload import desk, log_in, shows, store  # noqa: F401  # fixtures
from tests.data_loaders.planning.writing import COUNTY, word

pytestmark = pytest.mark.browser


def test_a_word_document_becomes_the_plan_of_its_year(page: Page, desk: Server, store: Path) -> None:  # noqa: F811
    log_in(page, desk)
    page.get_by_role("tab", name="年度计划").click()
    page.get_by_label("计划年度").wait_for()
    content = word(*[line for line in COUNTY.splitlines() if line])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("input[type=file]").last.set_input_files({"name": "要点.docx", "mimeType": kind, "buffer": content})
    shows(page, "19 条要求，已核 0 条")
    expect(page.get_by_label("计划年度")).to_have_value(
        "2025"
    )  # as its head says: its name says none, and the clock another
    expect(page.locator("mark")).to_be_visible()
    page.get_by_role("button", name="接受（含改动）").click()
    shows(page, "已核 1 条")
    page.get_by_role("button", name="其余 18 条都看过了，一并接受").click()
    page.get_by_text("审阅完毕，检查并发布").click()
    page.get_by_role("button", name="发布", exact=True).click(timeout=SCREEN_SECONDS * 1000)
    shows(page, "已发布第 1 版")
