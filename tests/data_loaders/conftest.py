"""A folder to write files into, for every test of this room."""

import pytest

from tests.data_loaders.dropping import Office


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)
