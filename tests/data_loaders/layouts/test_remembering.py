"""A layout that was confirmed once is recognised by its headers, asks only about what changed, and travels as a file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from data_loaders.delivering import known_layouts
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import check, publish
from data_loaders.layouts.layout import NoLayout, from_json
from data_loaders.store.editions import Store
from data_loaders.store.layouts import editions_with, kept_layouts, remove_layout, rename_layout
from tests.data_loaders.layouts.ledgers import COUNTS, TOTALS, explained, toilets


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(str(tmp_path / "store"))


def dropped(path, *said: str, accept: bool = False) -> list[Drop]:
    return [replace(Drop.of(path), said=said, accepts_layout=accept)]


def next_month() -> list:
    """The same ledger in November: other order, another title, a total, one more done."""
    header, *rows = toilets()[1:]
    order = [1, 2, 4, 3, 5, 0]
    moved = [[row[place] for place in order] for row in [header, *rows]]
    moved[1][2] += 1
    total = ["合计", None, TOTALS["完成数"] + 1, TOTALS["任务数"], None, None]
    return [["户厕问题整改情况（截至2023年11月30日）"], *moved, total]


def test_next_month_needs_no_answer(office, store):
    assert not publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets())), by="区农办").edition
    first = publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets()), accept=True), by="区农办")
    again = publish(store, dropped(office.xlsx("户厕11月.xlsx", next_month())), by="区农办")
    assert (first.edition.number, again.edition.number) == (1, 2)
    assert again.tables[0]["totals"] == TOTALS | {"完成数": TOTALS["完成数"] + 1}
    (kept,) = kept_layouts(store)
    assert editions_with(store, kept) == [1, 2]


def test_nothing_unconfirmed_is_published(office, store):
    path = office.xlsx("户厕10月.xlsx", toilets())
    refused = publish(store, dropped(path), by="区农办")
    assert not refused.questions  # every column is plain, and still somebody has to say so
    assert refused.edition is None and not kept_layouts(store)
    assert publish(store, dropped(path, accept=True), by="区农办").edition


def test_a_fact_that_the_file_lacks_stays_a_question_when_everything_is_accepted(office, store):
    path = office.xlsx("户厕10月.xlsx", [row[:4] if len(row) > 1 else row for row in toilets()])
    refused = publish(store, dropped(path, accept=True), by="区农办")
    assert [question["about"] for question in refused.questions] == ["完成数"]
    assert refused.edition is None and not kept_layouts(store)


def test_a_new_column_is_the_only_thing_asked_about(office, store):
    publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets()), accept=True), by="区农办")
    rows = [row + ([] if at == 0 else ["验收数"] if at == 1 else [0]) for at, row in enumerate(toilets())]
    outcome = check(store, dropped(office.xlsx("户厕11月.xlsx", rows)), reporter="区农办")
    assert [question["about"] for question in outcome.questions] == ["验收数"]
    assert publish(store, dropped(office.xlsx("户厕11月.xlsx", rows), accept=True), by="区农办").edition


def test_a_layout_holds_headers_and_no_cells(office, store):
    publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets()), accept=True), by="区农办")
    text = json.dumps(kept_layouts(store)[0].plain, ensure_ascii=False)
    assert "整改到位" in text
    assert not any(word in text for (town, village), *_ in COUNTS for word in (town, village))
    assert "2023" not in text


def two_meanings(office) -> tuple[Path, Path]:
    """The same ledger twice under the same headers, the two numbers the other way round."""
    rows = toilets("甲数", "乙数")
    swapped = [[*row[:3], row[4], row[3], row[5]] if at > 1 else row for at, row in enumerate(rows)]
    return office.xlsx("户厕10月.xlsx", rows), office.xlsx("户厕.xlsx", swapped)


def test_offices_that_mean_different_things_by_the_same_headers_keep_their_own(office, store):
    path, swapped = two_meanings(office)
    publish(store, dropped(path, "甲数=任务数", "乙数=完成数", accept=True), by="潭东镇")
    assert publish(store, dropped(swapped, "甲数=完成数", "乙数=任务数", accept=True), by="潭口镇").edition
    for by in ("潭东镇", "潭口镇"):
        own = check(store, dropped(path if by == "潭东镇" else swapped), reporter=by)
        assert not own.questions
        assert own.tables[0]["totals"] == TOTALS
    strange = check(store, dropped(path), reporter="区妇联")
    assert [question["about"] for question in strange.questions] == ["版式"]


def test_what_the_office_kept_under_its_former_name_is_still_its_own(office, store):
    path, swapped = two_meanings(office)
    publish(store, dropped(path, "甲数=任务数", "乙数=完成数", accept=True), by="区农办")
    assert publish(store, dropped(swapped, "甲数=完成数", "乙数=任务数", accept=True), by="潭口镇").edition
    own = check(store, dropped(path), reporter="农办")
    assert not own.questions and own.tables[0]["totals"] == TOTALS
    asked = check(store, dropped(path), reporter="县农办")
    assert [question["about"] for question in asked.questions] == ["版式"]


def test_a_layout_is_renamed_and_removed_and_its_editions_stay_known(office, store):
    publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets()), accept=True), by="区农办")
    (kept,) = kept_layouts(store)
    rename_layout(store, kept.name, "改厕月报", by="管理员")
    (renamed,) = kept_layouts(store)
    assert (renamed.name, editions_with(store, renamed)) == ("改厕月报", [1])
    with pytest.raises(ValueError, match="名称"):
        rename_layout(store, "改厕月报", " ", by="管理员")
    remove_layout(store, "改厕月报", by="管理员")
    assert not kept_layouts(store)
    assert check(store, dropped(office.xlsx("户厕11月.xlsx", next_month()))).questions is not None
    assert not publish(store, dropped(office.xlsx("户厕11月.xlsx", next_month())), by="区农办").edition


def test_a_layout_goes_to_another_district_as_a_file(office, store, tmp_path):
    publish(store, dropped(office.xlsx("户厕10月.xlsx", toilets()), accept=True), by="区农办")
    file = tmp_path / "layout.json"
    file.write_text(json.dumps(kept_layouts(store)[0].plain, ensure_ascii=False), encoding="utf-8")
    layout = known_layouts.of_file(file)
    other = Store(str(tmp_path / "other"))
    drop = replace(Drop.of(office.xlsx("户厕11月.xlsx", next_month())), layout=layout)
    assert publish(other, [drop], by="别的区").edition
    assert len(kept_layouts(other)) == 1


@pytest.mark.parametrize(
    "plain",
    [None, {}, {"layout": 1, "table": "nothing"}, {"layout": 1, "table": "toilets", "columns": [{"header": "a", "how": "eval"}]},
     {"layout": 1, "table": "toilets", "columns": [{"header": "a" * 999, "how": "as_is"}]},
     {"layout": 1, "table": "toilets", "columns": [{"header": "a", "how": "as_is", "to": "没有的列"}]}],
)  # fmt: skip
def test_a_file_that_is_no_layout_is_refused_in_words(plain):
    with pytest.raises(NoLayout):
        from_json(plain)


def test_a_house_that_is_ticked_under_both_steps_next_month_is_counted_once(office):
    def ledger(month: int, *ticks: tuple[str | None, str | None]):
        head = [[f"2023年美丽庭院清册（截至2023年{month}月30日）"], ["镇", "村", "庭院编号", "已建成", "已验收"]]
        return office.xlsx(
            "清册.xlsx", [*head, *(["潭东镇", "龙井村", f"{at}号", *own] for at, own in enumerate(ticks))]
        )

    first = explained(ledger(9, ("√", None), (None, "√"), (None, None)), accept=True)
    layout = first.deliveries[0].explained.layout.remembered("清册")
    again = explained(ledger(11, ("√", "√"), ("√", None), (None, None)), layouts=(layout,))
    assert again.publishable
    assert [table["totals"] for table in again.tables()] == [{"任务数": 3, "完成数": 2, "验收数": 1}]
