"""A folder to write hostile files into."""

import pytest

from tests.data_loaders.dropping import Office


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)
