"""The clock of the office, on a server that counts in another zone."""

from datetime import UTC, date, datetime

import pytest

from data_loaders import clock


def test_before_eight_in_the_morning_the_office_is_a_day_ahead_of_a_server_in_utc(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Server(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2023, 9, 29, 23, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Server)
    assert clock.today() == date(2023, 9, 30)
