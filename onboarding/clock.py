"""Asking the time: the only place that does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

WASHINGTON = ZoneInfo("America/Los_Angeles")
_AS_IF: ContextVar[datetime | None] = ContextVar("as_if", default=None)


@contextmanager
def as_if(instant: datetime) -> Iterator[None]:
    """Have it be that instant in here: for the sample world alone, which has a past."""
    was = _AS_IF.set(instant)
    try:
        yield
    finally:
        _AS_IF.reset(was)


def today() -> date:
    """Today's date in Washington, whatever the time zone of the machine."""
    return (_AS_IF.get() or datetime.now(UTC)).astimezone(WASHINGTON).date()


def now() -> datetime:
    """This instant, in UTC and with its zone."""
    return _AS_IF.get() or datetime.now(UTC)


def in_utc(instant: datetime) -> str:
    """An instant as the trail and the logs write it: 2026-11-25T17:04:05.123456Z."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def day_of(instant: datetime) -> date:
    """The day of the calendar on which an instant fell in Washington."""
    return instant.astimezone(WASHINGTON).date()


def hour_of(instant: datetime) -> int:
    """The hour that the clocks in Washington showed, from 0 to 23."""
    return instant.astimezone(WASHINGTON).hour


def start_of(day: date) -> datetime:
    """The instant at which a day began in Washington, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=WASHINGTON).astimezone(UTC)


def at(day: date, hour: time) -> datetime:
    """The instant at which clocks in Washington show that hour of a day, in UTC."""
    return datetime.combine(day, hour, WASHINGTON).astimezone(UTC)
