"""The days on which Ana is away, and since when she and Ben work here."""

from datetime import date, timedelta

from onboarding import clock

HIRED, TODAY = date(2024, 1, 2), clock.today()
FIRST, LAST = TODAY + timedelta(10), TODAY + timedelta(14)
