"""Whatever is dropped, the answer is findings: never a traceback, never an edition of nonsense."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Batch, Drop, take
from data_loaders.findings import Refused, Source
from data_loaders.reading import Reading
from data_loaders.reading.bounded import cells_of
from data_loaders.reading.grid import Grid
from data_loaders.schema import DROP_TABLES
from tests.data_loaders.dropping import TODAY, Office, households

QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
ODD_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["合计", "小计", "注：", "示例行", "#REF!", "—", "2023.1", "2023-9-31", "75%", "1,234", "1E+20", "=1+1", "约30户", "镇", "村", "完成数",
         "龙井", "潭东镇", "在建", "单位：元", "万元", "\u200b", "1" * 30, "-0", "٣", "½", "①", "2023年9月", "99999-12-31", "0000-00-00", "NaN", "inf"]
    ),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)  # fmt: skip


def examined(drop: Drop) -> Batch:
    return take([drop], reference.tables(), today=TODAY)


@settings(max_examples=60, **QUIET)
@given(
    content=st.binary(max_size=300),
    name=st.sampled_from(["户厕.csv", "户厕.xlsx", "a.xls", "x.parquet", "界线.geojson", "无后缀"]),
)
def test_any_bytes_are_refused_in_words(content, name):
    batch = examined(Drop(name, content))
    assert not batch.publishable and batch.findings and not batch.deliveries


@settings(max_examples=60, **QUIET)
@given(
    text=st.text(
        st.sampled_from('截至日期镇村任务完成验收数潭东口龙井塘合计,，\t;"\n\r 0123456789%.-年月日'), max_size=400
    )
)
def test_any_text_is_answered(text):
    batch = examined(Drop("户厕_2023-10.csv", text.encode()))
    assert batch.publishable == bool(batch.deliveries) or batch.findings


@pytest.fixture(scope="module")
def good_files(tmp_path_factory) -> dict[str, bytes]:
    office = Office(tmp_path_factory.mktemp("good"))
    paths = [
        office.csv("户厕.csv", households()),
        office.xlsx("户厕.xlsx", households()),
        office.parquet("户厕.parquet", households()),
        office.xls("户厕.xls", households()),
    ]
    return {path.name: path.read_bytes() for path in paths}


@settings(max_examples=60, **QUIET)
@given(data=st.data())
def test_a_good_file_with_broken_bytes_is_answered(good_files, data):
    name = data.draw(st.sampled_from(sorted(good_files)))
    content = bytearray(good_files[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    batch = examined(Drop(name, bytes(content[:cut])))
    assert batch.publishable or any(finding.level == "error" for finding in batch.findings)


@settings(max_examples=60, **QUIET)
@given(data=st.data())
def test_odd_cells_in_a_good_table_are_answered(monkeypatch, data):
    table = data.draw(st.sampled_from(DROP_TABLES))
    titles = [column.title for column in table.columns]
    rows = data.draw(st.lists(st.lists(ODD_CELLS, min_size=len(titles), max_size=len(titles)), min_size=1, max_size=5))
    lines = [*([[data.draw(ODD_CELLS)]] if data.draw(st.booleans()) else []), titles, *rows]
    source = Source("x.xlsx", sheet=data.draw(st.sampled_from([None, "Sheet1", "9月"])))
    grid = Grid(source, cells_of([[plain(cell) for cell in line] for line in lines], source))
    with monkeypatch.context() as patched:
        patched.setattr("data_loaders.reading.read_bytes", lambda name, content: Reading((grid,)))
        batch = examined(Drop(f"{table.title}_2023-10.xlsx", b"x"))
    assert batch.publishable or any(finding.level == "error" for finding in batch.findings)


def plain(cell: object) -> object:
    """A cell as a Grid holds it; NaN never gets that far."""
    if isinstance(cell, float) and cell != cell:
        return None
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


@settings(max_examples=60, **QUIET)
@given(row=st.integers(2, 6), column=st.integers(0, 5), cell=ODD_CELLS)
def test_one_odd_cell_never_changes_a_total_in_silence(monkeypatch, row, column, cell):
    rows = households()
    rows[row - 1][column] = plain(cell)
    source = Source("户厕.xlsx", sheet="Sheet1")
    grid = Grid(source, cells_of(rows, source))
    with monkeypatch.context() as patched:
        patched.setattr("data_loaders.reading.read_bytes", lambda name, content: Reading((grid,)))
        batch = examined(Drop("户厕.xlsx", b"x"))
    if batch.publishable:
        changed = isinstance(cell, int | float | str) and column in (3, 4, 5)
        expected = sum(line[3] for line in households()[1:])
        (planned,) = {sum(table["totals"]["任务数"] for table in batch.tables())}
        assert changed or planned == expected
        assert sum(table["rows"] for table in batch.tables()) == 5


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        Drop.of(tmp_path / "户厕.csv")
    assert refused.value.findings[0].code == "file_missing"
