"""The steps of a new HSC's first weeks: those that are shipped, and by when each is to be done."""

from datetime import date, timedelta
from typing import NamedTuple

from onboarding.rules.numbers import Numbers

# What L&I's pages name of a first week, or take for granted. A COHE words, drops and adds as it likes.
SHIPPED = {
    "ohms": "Access to OHMS requested, and working",
    "updates": "Subscribed to L&I's program updates",
    "work_list": "Work list assigned in OHMS",
    "supervisor": "Supervisor named",
}


class Step(NamedTuple):
    """One step. `within_days` after the first day in the role; None: without a day. `version` 0: as shipped."""

    key: str
    says: str
    within_days: int | None
    version: int = 0
    dropped: bool = False

    def due_on(self, hired_on: date) -> date | None:
        """The day by which it is to be done for who was hired that day; None where it has none."""
        return None if self.within_days is None else hired_on + timedelta(days=self.within_days)


def shipped(numbers: Numbers) -> dict[str, Step]:
    """The steps that every COHE begins with, by key."""
    return {key: Step(key, says, numbers.first_week_days) for key, says in SHIPPED.items()}
