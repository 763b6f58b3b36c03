"""The day that a panel shows, and when it is called old."""

from datetime import date

import pytest

from briefing import formats
from briefing.compose import compose
from briefing.html import tables
from data_loaders.store.editions import Edition, open_store
from tests.seeded import copied_to


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The sample, whose indicators are partly old on its own day while its ledgers are not."""
    return open_store(str(copied_to(tmp_path_factory.mktemp("dates") / "store"))).edition()


def test_a_panel_is_old_when_its_own_ledgers_are_and_not_when_others_are(edition: Edition) -> None:
    now, later = compose(edition), compose(edition, as_of=date(2023, 12, 31))
    assert formats.STALE in tables.tables_date(now, ["indicators"])
    for panel in ("sites", "stations", "courtyards", "funds"):
        assert formats.STALE not in tables.tables_date(now, [panel])
        assert formats.STALE in tables.tables_date(later, [panel])
