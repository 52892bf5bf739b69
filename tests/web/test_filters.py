"""Dates and instants in words; what is unknown is said."""

from datetime import UTC, date, datetime

import pytest

from onboarding.web.filters import day, instant, recorded, short_day


def test_a_day_is_written_as_in_washington() -> None:
    assert day(date(2026, 1, 5)) == "January 5, 2026"
    assert short_day(date(2026, 1, 5)) == "Jan 5, 2026"


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (datetime(2026, 11, 22, 23, 4, tzinfo=UTC), "November 22, 2026, 3:04 PM PST"),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), "July 1, 2026, 12:00 AM PDT"),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), "June 30, 2026, 11:59 PM PDT"),  # the day before, there
        (datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "November 1, 2026, 1:30 AM PDT"),  # the hour that comes twice
        (datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "November 1, 2026, 1:30 AM PST"),
    ],
)
def test_an_instant_is_shown_as_the_clocks_in_washington_do(utc: datetime, local: str) -> None:
    assert instant(utc) == local


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        instant(datetime(2026, 1, 1))  # noqa: DTZ001


def test_unknown_is_said_and_zero_is_a_value() -> None:
    assert {day(None), short_day(None), instant(None), recorded(None), recorded("")} == {"Not recorded"}
    assert recorded(0) == 0
