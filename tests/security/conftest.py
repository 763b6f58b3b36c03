"""A folder to write hostile files into, and the browser to look at what becomes of them."""

import pytest

from tests.browser.conftest import browser
from tests.data_loaders.dropping import Office

__all__ = ["browser"]


@pytest.fixture
def office(tmp_path) -> Office:
    return Office(tmp_path)
