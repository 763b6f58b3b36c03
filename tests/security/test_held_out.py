"""Personal numbers in ninety places are refused without one echo; their innocent look-alikes pass."""

import json
import logging
import os
from pathlib import Path

import pytest

from data_loaders.delivering import desk, reference
from data_loaders.delivering.inbox import Inbox
from data_loaders.delivering.intake import Drop, take
from data_loaders.store.accounts import Account, Role
from data_loaders.store.editions import open_store
from tests.security.planting import CSV, INNOCENT, PLANTED, SECRETS, remark

# One of each door into the file, for what is slow: the whole way through store, journal, log and inbox.
ALL_THE_WAY = (
    "an ID number", "a mobile", "a card", "a title", "a hidden sheet", "a note", "the author", "a part's name", "a file name",
    "Parquet metadata", "a nested property", "a description", "a comment in a web page",
)  # fmt: skip


@pytest.mark.parametrize("place", PLANTED)
def test_a_planted_number_is_refused_and_not_repeated(place: str) -> None:
    batch = take([Drop(*PLANTED[place])], reference.tables())
    said = json.dumps([finding.as_json() for finding in batch.findings], ensure_ascii=False)
    assert "personal_data" in {finding.code for finding in batch.findings}
    assert not batch.publishable
    assert batch.deliveries == ()
    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("kind", INNOCENT)
def test_an_innocent_number_is_not_taken_for_a_person(kind: str) -> None:
    batch = take([Drop(CSV, remark(INNOCENT[kind]))], reference.tables())
    assert "personal_data" not in {finding.code for finding in batch.findings}


def test_a_number_in_a_note_says_where_it_was() -> None:
    (finding,) = take([Drop(*PLANTED["a note"])], reference.tables()).findings
    assert "在批注中" in finding.sentence


def test_nothing_of_a_refused_file_stays_in_store_journal_log_or_inbox(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store, folder = open_store(str(tmp_path / "store")), tmp_path / "inbox"
    folder.mkdir()
    for number, place in enumerate(ALL_THE_WAY):
        name, content = PLANTED[place]
        desk.examine_as(Account("王", Role.ADMINISTRATOR), store, [Drop(name, content)])
        (folder / f"{number}{name}").write_bytes(content)
        os.utime(folder / f"{number}{name}", (1, 1))
    box = Inbox(folder, store)
    box.look()
    assert len(box.look()) == len(ALL_THE_WAY)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > len(ALL_THE_WAY)
    assert not [
        path for path in kept for secret in SECRETS if secret in path.name or secret.encode() in path.read_bytes()
    ]
    assert not [secret for secret in SECRETS if secret in caplog.text]
