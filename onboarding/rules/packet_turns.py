"""When the clock has a packet prepared: on the first working day after each quarter. House policy."""

from datetime import date

from onboarding.rules.days import Quarter
from onboarding.rules.holidays import next_working_day
from onboarding.rules.rulebook import Rulebook


def turn_on(book: Rulebook, quarter: Quarter) -> date:
    """The first working day of a quarter, on which there is a packet of the one before."""
    return next_working_day(book, quarter.first)


def due(book: Rulebook, since: date, on: date) -> Quarter | None:
    """The quarter whose turn has come by a day, of what is prepared since a day; None where none has.

    Of several that passed while nothing ran, the last: a packet is about the quarter that ended last.
    """
    quarter = Quarter.of(on)
    return quarter if since < turn_on(book, quarter) <= on else None


def following(book: Rulebook, since: date, on: date) -> date:
    """The next day on which it comes, that day itself included."""
    quarter = Quarter.of(on)
    while (day := turn_on(book, quarter)) < on or day <= since:
        quarter = quarter.earlier(-1)
    return day
