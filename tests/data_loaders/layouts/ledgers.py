"""Ledgers as offices keep them, for tests: their headers, our places, figures that are made up here."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from data_loaders.delivering.intake import Batch, Drop, take
from data_loaders.layouts.layout import Layout
from tests.data_loaders.dropping import TODAY, Row, shipped

PLACES = [
    ("潭东镇", "龙井村"),
    ("潭东镇", "上坝村"),
    ("潭口镇", "龙塘村"),
    ("潭口镇", "南街居委会"),
    ("高校园区管理处", "武陵村"),
]
PLANNED, DONE, ACCEPTED = [31, 22, 17, 9, 13], [20, 22, 4, 0, 7], [11, 6, 0, 0, 2]
TOTALS = {"任务数": 92, "完成数": 53}
COUNTS = list(zip(PLACES, PLANNED, DONE, ACCEPTED, strict=True))
TITLE = ["户厕问题整改情况（截至2023年10月31日）"]


def toilets(planned: str = "问题户厕（座）", done: str = "整改到位（座）", *, title: Row = TITLE) -> list[Row]:
    """A ledger whose words are not ours: 92 to be done, 53 done."""
    header: Row = ["序号", "所属镇街", "村别", planned, done, "包村单位"]
    rows: list[Row] = [[number, *place, p, d, "区农办"] for number, (place, p, d, _) in enumerate(COUNTS, 1)]
    return [title, header, *rows]


def explained(
    path: Path, *said: str, accept: bool = False, as_of: date | None = None, layouts: tuple[Layout, ...] = (), reporter: str | None = None
) -> Batch:  # fmt: skip
    """What becomes of one ledger, with what a person said about it."""
    drop = replace(Drop.of(path), said=said, accepts_layout=accept)
    return take([drop], shipped(), as_of=as_of, today=TODAY, layouts=layouts, reporter=reporter)


def meanings(batch: Batch) -> dict[str, str | None]:
    """Source header → our column, of the one layout."""
    (layout,) = batch.layouts()
    return {column["header"]: column["to"] for column in layout["columns"]}


def hows(batch: Batch) -> dict[str, str]:
    """Source header → how it is read, of the one layout."""
    (layout,) = batch.layouts()
    return {column["header"]: column["how"] for column in layout["columns"]}


def asked(batch: Batch) -> dict[str, str | None]:
    """What is asked about → what is suggested."""
    return {question["about"]: question["suggested"] for question in batch.layout_questions()}
