"""A clerk's way, in a real browser: log in, drop a bad file, drop a good one, publish, undo."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from shapely import box
from shapely.geometry import mapping

from data_loaders.schema import TOILETS
from data_loaders.store.accounts import Role, add_account
from data_loaders.store.editions import open_store
from tests.browser.harness import PROJECTOR, SCREEN_SECONDS, Server, open_screen, running_server

PASSWORD = "a long password"
HEADER = "镇,村,任务数,完成数,验收数"
GOOD = f"{HEADER}\n潭东镇,龙井村,14,13,9\n潭口镇,三观村,10,8,5\n"
BAD = f"{HEADER}\n潭东镇,龙井村,14,约13户,9\n潭东镇,龙景村,12,9,8\n"
# Four villages in metres that no file says the reference system of.
DOUBTFUL = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"镇": "潭东镇", "村": name}, "geometry": mapping(box(x, 2_850_000, x + 1_800, 2_852_000))}
    for name, x in zip(("龙井村", "上坝村", "茶元村", "迳背村"), range(585_000, 593_000, 1_800), strict=False)
]}).encode()  # fmt: skip
MOBILE = "138" + "0013" + "8000"

pytestmark = pytest.mark.browser


def store_at(path: Path) -> Path:
    """An empty store with one administrator."""
    add_account(open_store(str(path)), "李", Role.ADMINISTRATOR, PASSWORD)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store to publish into."""
    return store_at(tmp_path / "store")


@pytest.fixture
def desk(store: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of its own, for who publishes changes what it shows."""
    with running_server(store, tmp_path / "server.log") as running:
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the store lies, and the log, of those that publish nothing."""
    return tmp_path_factory.mktemp("unpublished")


@pytest.fixture(scope="module")
def unpublished(place: Path) -> Iterator[Server]:
    """The server of those that publish nothing."""
    with running_server(store_at(place / "store"), place / "server.log") as running:
        yield running


def log_in(page: Page, desk: Server, password: str = PASSWORD) -> None:
    open_screen(page, f"{desk.url}/upload")
    page.get_by_label("账号").fill("李")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def drop(page: Page, text: str, name: str = "户厕_2023-10.csv") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def shows(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=SCREEN_SECONDS * 1000)


def test_nobody_uploads_without_logging_in(page: Page, unpublished: Server) -> None:
    log_in(page, unpublished, "wrong password")
    shows(page, "账号或密码不对")
    assert page.locator("input[type=file]").count() == 0


def test_from_a_bad_file_to_a_published_edition_and_back(page: Page, desk: Server, store: Path) -> None:
    log_in(page, desk)
    drop(page, BAD)
    shows(page, "有 2 处错误")
    shows(page, "是否为「龙井村」或「龙塘村」？")
    assert page.get_by_role("button", name="发布").count() == 0

    page.get_by_role("button", name="Remove 户厕_2023-10.csv").or_(
        page.get_by_label("Remove 户厕_2023-10.csv")
    ).first.click()
    drop(page, GOOD)
    shows(page, "没有错误，可以发布")
    shows(page, "发布后会变化的数字")
    page.get_by_label("备注").fill("十月")
    page.get_by_role("button", name="发布").click()
    shows(page, "已发布第 1 版")

    drop(page, GOOD.replace("13,9", "14,9"))
    shows(page, "没有错误，可以发布")
    page.get_by_role("button", name="发布").click()
    shows(page, "已发布第 2 版")

    page.get_by_role("tab", name="历史版本").click()
    page.get_by_role("button", name="恢复…").first.click()
    page.get_by_role("button", name="恢复为当前版").click()
    shows(page, "已发布第 3 版")
    editions = open_store(str(store)).editions()
    assert [int(edition.table("toilets")["done"].sum()) for edition in editions] == [21, 22, 21]
    assert [edition.by for edition in editions] == ["农办"] * 3  # readers never see who logs in


def test_an_offices_own_ledger_fits_a_small_window_and_what_it_lacks_is_typed(
    page: Page, desk: Server, store: Path
) -> None:
    log_in(page, desk)
    page.set_viewport_size({"width": 1366, "height": 768})
    shows(page, "把台账文件拖到这里")
    drop(
        page,
        "2023年第三季度履职登记,,,\n编号,事项,完成日期,次数\nD06,饮水安全排查监测,2023-08-07,2\n",
        "履职（三季度）.csv",
    )
    shows(page, "表里没有「单位」")
    page.get_by_role("combobox", name="答案").fill("潭口镇")
    page.get_by_role("option", name="填写：潭口镇").click()
    accept = page.get_by_role("button", name="全部接受，按此读取")
    expect(accept).to_be_in_viewport(ratio=1)
    accept.click()
    page.get_by_role("button", name="发布", exact=True).click()
    shows(page, "已发布第 1 版")
    page.set_viewport_size(PROJECTOR)
    assert list(open_store(str(store)).edition().table("duties")["unit"]) == ["潭口镇"]


def test_a_boundary_file_in_doubt_is_published_only_after_the_clerk_has_answered(
    page: Page, desk: Server, store: Path
) -> None:
    log_in(page, desk)
    page.set_input_files(
        "input[type=file]", {"name": "界线.geojson", "mimeType": "application/json", "buffer": DOUBTFUL}
    )
    shows(page, "有 1 个问题要先核实")
    assert page.get_by_role("button", name="发布").count() == 0
    page.get_by_text("已向提供单位核实，坐标系就是这个").click()
    shows(page, "没有错误，可以发布")
    page.get_by_role("button", name="重新核实").click()
    shows(page, "有 1 个问题要先核实")
    page.get_by_text("已向提供单位核实，坐标系就是这个").click()
    page.get_by_role("button", name="发布").click()
    shows(page, "已发布第 1 版")
    assert open_store(str(store)).edition().files[0]["confirmed"] == ["boundary_crs_guessed"]


def test_a_personal_number_is_refused_and_nowhere_to_be_found(page: Page, unpublished: Server, place: Path) -> None:
    log_in(page, unpublished)
    drop(page, f"{HEADER},备注\n潭东镇,龙井村,14,13,9,{MOBILE}\n")
    shows(page, "含手机号，不得上传")
    assert MOBILE not in page.content()
    assert all(MOBILE.encode() not in path.read_bytes() for path in place.rglob("*") if path.is_file())
    events = [
        json.loads(line)["event"]
        for line in unpublished.log.read_text(encoding="utf-8").splitlines()
        if line.startswith("{")
    ]
    assert {"started", "logged_in", "refused"} <= set(events)


def test_what_a_file_does_not_say_is_asked_beside_it(page: Page, unpublished: Server) -> None:
    log_in(page, unpublished)
    page.set_input_files(
        "input[type=file]",
        [
            {"name": "庭院.csv", "mimeType": "text/csv", "buffer": GOOD.encode()},
            {"name": "户厕_2023-10.csv", "mimeType": "text/csv", "buffer": BAD.encode()},
        ],
    )
    shows(page, "不知道数据截至哪一天")
    expect(page.locator("[data-testid=stSelectbox]").nth(1)).to_contain_text("是哪张台账")
    chosen = page.locator("[data-testid=stSelectbox] input").nth(1)
    assert "户厕问题整改台账" in f"{chosen.input_value()}{chosen.get_attribute('aria-label')}"
    with page.expect_download(timeout=SCREEN_SECONDS * 1000) as download:
        page.get_by_role("button", name="下载批注版：户厕_2023-10.csv").click()
    marked = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[1]
    assert {cell.coordinate for row in marked for cell in row if cell.comment} == {"D2", "B3"}
    shows(page, "截至日期（请选择）")


def test_a_template_can_be_downloaded_and_says_what_to_fill_in(page: Page, unpublished: Server) -> None:
    log_in(page, unpublished)
    with page.expect_download(timeout=SCREEN_SECONDS * 1000) as download:
        page.get_by_role("button", name=TOILETS.title).click()
    workbook = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert [cell.value for cell in workbook[TOILETS.title][1]] == [column.title for column in TOILETS.columns]


def ledger(month: str, done: int) -> str:
    """An office's own words for the same counts, with a title that names the month."""
    head = f"农村改厕进展（截至2023年{month}月末）\n序号,所属镇街,村别,应改厕数,已改厕数\n"
    return f"{head}1,潭东镇,龙井村,14,{done}\n2,潭口镇,三观村,10,8\n3,潭口镇,上元村,9,4\n"


def test_an_unknown_ledger_is_explained_once_and_next_month_takes_two_clicks(
    page: Page, desk: Server, store: Path
) -> None:
    log_in(page, desk)
    drop(page, ledger("9", 11), "改厕.csv")
    shows(page, "核对读法")
    shows(page, "应改厕数")
    assert page.get_by_role("button", name="发布").count() == 0
    page.get_by_role("button", name="全部接受，按此读取").click()
    shows(page, "没有错误，可以发布")
    page.get_by_role("button", name="发布").click()
    shows(page, "已发布第 1 版")

    drop(page, ledger("10", 13), "改厕进展.csv")
    shows(page, "没有错误，可以发布")
    page.get_by_role("button", name="发布").click()
    shows(page, "已发布第 2 版")
    newest = open_store(str(store)).edition().table("toilets").groupby("as_of")["done"].sum()
    assert {str(day.date()): int(done) for day, done in newest.items()} == {"2023-09-30": 23, "2023-10-31": 25}
