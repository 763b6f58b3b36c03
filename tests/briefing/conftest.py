"""The sample, published once for all tests that read it."""

from pathlib import Path

import pytest

from data_loaders.intake import Drop
from data_loaders.publish import publish
from data_loaders.store import open_store

SAMPLE = Path(__file__).parents[2] / "sample_data" / "csv"


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """A store whose only edition is the sample, read from its CSV files."""
    store = open_store(str(tmp_path_factory.mktemp("sample") / "store"))
    outcome = publish(store, [Drop.of(path) for path in sorted(SAMPLE.glob("*.csv"))], by="tests", sample=True)
    assert outcome.edition, [finding.sentence for finding in outcome.findings]
    return store


@pytest.fixture(scope="session")
def sample(sample_store):
    """The sample edition."""
    return sample_store.edition()
