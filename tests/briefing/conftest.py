"""The sample, published once for all tests that read it."""

import pytest

from data_loaders.store.editions import open_store
from tests import seeded


@pytest.fixture(scope="session")
def sample_store():
    """A store whose only edition is the sample."""
    return open_store(str(seeded.sample_store()))


@pytest.fixture(scope="session")
def sample(sample_store):
    """The sample edition."""
    return sample_store.edition()
