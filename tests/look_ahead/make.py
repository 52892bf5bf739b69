"""What the tests that look ahead begin with: one HSC, and how L&I counts settled."""

from datetime import date

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.rules.days import Quarter
from tests.make import make_person, make_ruling
from tests.staffing.make import split

AHEAD = "/at/valley/staffing/ahead"
HIRED = date(2019, 1, 2)
NOW = Quarter.of(clock.today())


def settle(cohe: Organisation) -> None:
    """Who may not bill yet counts, assistants do not, and half steps are none: then each figure is one number."""
    for settles, reading in (
        ("unbillable-time-counts", "included"),
        ("assistant-time-counts", "excluded"),
        ("required-fte-rounding", "proportional"),
    ):
        make_ruling(cohe, settles, reading, in_force=True)


def make_ana(cohe: Organisation) -> Person:
    """One FTE for years."""
    person = make_person(cohe, hired_on=HIRED)
    split(person, HIRED)
    return person
