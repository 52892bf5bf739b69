"""How somebody's working week is split, from a day on: recorded, corrected, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.models.evidence import EvidenceItem
from onboarding.models.person import Person
from onboarding.models.staffing import TimeSplit
from onboarding.queries import people, time_splits as found
from onboarding.rules.numbers import Numbers
from onboarding.rules.time_split import faults, full_time
from onboarding.rules.wording import long_day
from onboarding.services import correcting, names, sensible_days
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock


class SplitFacts(NamedTuple):
    """How the week is split from a day on: the whole week, and what goes to each task, in minutes."""

    since: date
    week: int
    parts: Mapping[str, int]


def record(
    actor: Actor, person: Person, said: SplitFacts, numbers: Numbers, item: EvidenceItem | None = None
) -> TimeSplit:
    """Record a split. Raises OnboardingError for what cannot be, and where one begins on that day already."""
    with change(actor) as under_way:
        lock(person)
        _refuse(person, said, numbers, None)
        return correcting.add(under_way, Action.TIME_SPLIT_RECORDED, _row(said), person, item, **_told(said))


def correct(
    actor: Actor,
    person: Person,
    earlier: TimeSplit,
    said: SplitFacts,
    because: str,
    numbers: Numbers,
    item: EvidenceItem | None = None,
) -> TimeSplit:
    """Put another split in the place of one that was recorded wrongly; both stay readable."""
    with change(actor) as under_way:
        lock(person)
        names.refuse_claimant(because, "because")
        _refuse(person, said, numbers, earlier)
        return correcting.correct(
            under_way, Action.TIME_SPLIT_CORRECTED, _row(said), person, earlier, because, item, **_told(said)
        )


def strike(actor: Actor, person: Person, earlier: TimeSplit, because: str) -> TimeSplit:
    """Take away a split that never was; it stays readable, with the reason. The one before it goes on."""
    with change(actor) as under_way:
        lock(person)
        names.refuse_claimant(because, "because")
        return correcting.strike(under_way, Action.TIME_SPLIT_STRUCK, person, earlier, because)


def _row(said: SplitFacts) -> TimeSplit:
    return TimeSplit(since=said.since, week=said.week, parts={task: time for task, time in said.parts.items() if time})


def _told(said: SplitFacts) -> dict[str, str]:
    return {"since": str(said.since)}


def _refuse(person: Person, said: SplitFacts, numbers: Numbers, instead_of: TimeSplit | None) -> None:
    if person.posting is None:
        raise OnboardingError("Record the hire first.")
    for field, says in faults(said.week, said.parts, full_time(numbers)).items():
        raise OnboardingError(says, field)
    first, last = min(each.hired_on for each in people.versions(person)), clock.today() + sensible_days.STARTS_WITHIN
    if not first <= said.since <= last:
        raise OnboardingError(
            f"{long_day(said.since)} is {'too far ahead' if said.since > last else 'before the first day in the role'}."
            f" Enter a day from {long_day(first)} to {long_day(last)}.",
            "since",
        )
    same = [row for row in found.by_day(found.history(person)) if row.since == said.since and row is not instead_of]
    if same:
        raise OnboardingError(
            f"A split from {long_day(said.since)} is recorded already. Correct that one, or choose another day.",
            "since",
        )
