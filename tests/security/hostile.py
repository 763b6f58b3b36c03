"""An edition whose every name and remark is an attack: what a file may hold, and more than the readers would let in."""

import re
from pathlib import Path

import pandas as pd

from data_loaders.delivering import reference
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import examine
from data_loaders.schema import TABLES, Kind
from data_loaders.store.editions import Edition, open_store
from data_loaders.store.meetings import name_meeting
from data_loaders.typed_frames import typed

SAMPLE = Path(__file__).parents[2] / "sample_data" / "csv"
OLDER = re.compile("2023-0[1-8]")  # one month is enough

OUTSIDE = "outside.invalid"
# Each sets window.hostile, or asks for an address outside, or breaks a file, when anything takes it for more than text.
WORDS = (
    '<img src=x onerror="window.hostile=1">',
    "<script>window.hostile=1</script>",
    '"><svg onload=window.hostile=1>',
    "</script></title><script>window.hostile=1</script>",
    '<a href="javascript:window.hostile=1">点我</a>',
    f'<a href="https://{OUTSIDE}/x" onmouseover="window.hostile=1">点我</a>',
    f"[点我](https://{OUTSIDE}/x) ![](https://{OUTSIDE}/x.png) $\\href{{https://{OUTSIDE}}}{{x}}$",
    f'=HYPERLINK("https://{OUTSIDE}/x","点我")',
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "%{customdata} {{7*7}} ${window.hostile=1} :material/delete: &lt;b&gt;",
    f'<b style="position:fixed;inset:0;background:url(https://{OUTSIDE}/x)">',
    "\u202e倒着写\u202c 零\u200b宽\ufeff",
    "\x00\x07\x0b\x1b[2J",
    "长" * 300,
)
# Names of places are the same in every table, so they are changed alike in all; these columns are free text.
FREE = {
    "sites": ("name", "owner", "problem", "remark"),
    "stations": ("name", "owner", "problem", "remark"),
    "courtyards": ("remark",),
    "toilets": ("remark",),
    "funds": ("project", "remark"),
    "tasks": ("progress_text", "problem", "next_step", "remark"),
    "duties": ("detail", "remark"),
    "indicators": ("remark",),
    "actions": ("item", "owner", "detail", "remark"),
    "plan_obligations": ("title", "clause", "owner", "remark"),
    "plan_tasks": ("part", "clause", "task", "owner", "remark"),
}


def publish_hostile(folder: Path) -> Edition:
    """The hostile edition, straight in a new store: past the readers, as an older version might have left it."""
    store = open_store(str(folder))
    drops = [Drop.of(path) for path in sorted(SAMPLE.glob("*.csv")) if not OLDER.search(path.name)]
    tables = hostile_tables(store.preview(examine(store, drops, sample=True).frames(), shipped=reference.tables()))
    files = [{"name": WORDS[0], "sha256": "0", "table": "toilets"}]
    published = store.publish(tables, by=WORDS[1], note=WORDS[5], files=files, shipped=reference.tables())
    name_meeting(store, 1, WORDS[3], published.published_at.date(), by=WORDS[4])
    return store.edition()


def hostile_tables(edition: Edition) -> dict[str, pd.DataFrame]:
    """The tables of an edition with its places and texts made hostile; numbers and identifiers stay."""
    villages = edition.table("villages")
    towns = {town: f"=1+{town[:-1]}{WORDS[0]}{town[-1]}" for town in villages["town"].unique()}
    names = {village: f"{WORDS[at % len(WORDS)]}{village}" for at, village in enumerate(villages["village"])}
    return {name: _hostile(name, edition.table(name), towns, names) for name in edition.versions}


def _hostile(name: str, rows: pd.DataFrame, towns: dict[str, str], names: dict[str, str]) -> pd.DataFrame:
    table, changed = TABLES[name], rows.copy()
    for column in table.columns:
        if column.kind is not Kind.TEXT:
            continue
        values = rows[column.name].astype(object)
        if column.name in FREE.get(name, ()):
            words = [WORDS[at % len(WORDS)] for at in range(len(rows))]
            values = pd.Series(
                [f"{word}{value}" if pd.notna(value) else word for word, value in zip(words, values, strict=True)],
                rows.index,
                dtype=object,
            )
        if column.name == "village":
            values = values.map(lambda value: names.get(value, value))
        for town, other in towns.items():
            values = values.map(
                lambda value, town=town, other=other: value.replace(town, other) if isinstance(value, str) else value
            )
        changed[column.name] = values
    return typed(changed, table)
