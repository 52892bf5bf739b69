"""Asking the time: the only place that does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

WASHINGTON = ZoneInfo("America/Los_Angeles")


def today() -> date:
    """Today's date in Washington, whatever the time zone of the machine."""
    return datetime.now(WASHINGTON).date()
