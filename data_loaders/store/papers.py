"""What the papers of an edition's 调度会 carry: day, number, who signs, to whom they are copied; the newest row counts.

A list of its own beside the meetings, whose rows other versions of the product read.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import pyarrow as pa

from data_loaders.store import audit
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.editions import Store

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "who": pa.string(),
        "edition": pa.int64(),
        "meeting": pa.string(),
        "dated": pa.date32(),
        "number": pa.string(),
        "signed_by": pa.string(),
        "copied_to": pa.string(),
    }
)
PLACE = "papers"


@dataclass(frozen=True)
class Particulars:
    """The 调度会 of a paper, its 成文日期, 发文字号, 签发人 and 抄送机关; what is not given stays open."""

    meeting: str = ""
    dated: date | None = None
    number: str = ""
    signed_by: str = ""
    copied_to: str = ""


def particulars(store: Store, edition: int) -> Particulars:
    """What was last remembered for an edition's papers; nothing before the first time. StoreAway or Damaged."""
    own = [row for row in read_records(store.location(PLACE)) if row["edition"] == edition]
    return Particulars(**{name: own[-1][name] for name in asdict(Particulars())}) if own else Particulars()


def remember(store: Store, edition: int, told: Particulars, *, by: str) -> None:
    """Keep what the papers of an edition carry from now on, personal numbers masked. Refused when it cannot be written."""
    texts = {name: audit.kept(value) for name, value in asdict(told).items() if isinstance(value, str)}
    told = Particulars(dated=told.dated, **texts)
    if told != particulars(store, edition):
        record = {"at": datetime.now(UTC), "who": by, "edition": edition, **asdict(told)}
        append_record(store.location(PLACE), record, SCHEMA)
