"""The additional training by its options: which is done, which still can be, and until when each can be started.

Whether the training is had in time is the finding's to say (additional_training). What follows in sentences is in
training_options_wording.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.additional_training import KINDS, TOPICS, AdditionalFinding, counts, heard
from onboarding.rules.content import if_granted
from onboarding.rules.facts import Activity
from onboarding.rules.findings import Outcome
from onboarding.rules.holidays import working_day_before
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.shadowing import is_enough_shadowing, with_visit

# How many working days before it takes place each kind has to be started.
LEAD: dict[str, Callable[[Numbers], int]] = {
    "approved_content": lambda numbers: numbers.content_approval_days,
    "orientation": lambda numbers: numbers.orientation_notice_days,
    "shadowing": lambda numbers: numbers.shadowing_notice_days,
    "conference": lambda numbers: numbers.conference_registration_days,
}
LEADS = ("content_approval_days", "orientation_notice_days", "shadowing_notice_days", "conference_registration_days")
COVERS = {"orientation": frozenset({"lni_processes"}), "shadowing": frozenset({"other_cohe_practice"})}
OPTION_TWO = ("orientation", "shadowing", "conference")
SETTLED = (Outcome.MET, Outcome.MET_LATE, Outcome.NOT_REQUIRED)


class Stands(StrEnum):
    """How an option stands by itself, whatever the others do."""

    DONE = "done"
    HANGS = "hangs"  # on a ruling
    ASKED = "asked"  # L&I, which has not answered
    POSSIBLE = "possible"
    SHORT = "short"  # in time only if it takes less than the usual lead time
    LATE = "late"  # counts, and late
    GONE = "gone"
    SPARE = "spare"  # the training is had without it, or not asked for


class Option(NamedTuple):
    """One option, as far as it is recorded. `verified`: by checked papers alone it would stand the same.

    `topics` are those it covers. `last_on` is the last working day in time, and `start_by` the last on which it can be
    started to take place then, `lead_days` working days later.
    """

    kind: str
    stands: Stands
    done_on: date | None
    verified: bool
    topics: frozenset[str]
    start_by: date
    last_on: date
    lead_days: int


class Shadowed(NamedTuple):
    """Minutes of shadowing that count: of all visits together, of the longest one, and of the checked ones together."""

    together: Fraction
    longest: Fraction
    verified: Fraction
    needed: int
    visits: int


class TimeUsed(NamedTuple):
    """Which day of how many it is; the day of the hire is not counted."""

    day: int
    of: int


class Options(NamedTuple):
    """The picture of one hire's additional training. `plan_to`: the due date to plan to.

    `covered`: the topics that are, under every open reading. `option_two`: whether one of its activities is done.
    """

    plan_to: date
    time: TimeUsed
    options: tuple[Option, ...]
    shadowed: Shadowed
    covered: frozenset[str]
    option_two: bool

    def of(self, kind: str) -> Option:
        """The option of that kind."""
        return next(option for option in self.options if option.kind == kind)

    @property
    def missing(self) -> tuple[str, ...]:
        """The topics that are not covered for certain."""
        return tuple(topic for topic in TOPICS if topic not in self.covered)


def options(judged: AdditionalFinding) -> Options:
    """The options on the as-of date of a finding as claimed, by the rulings and numbers of its law."""
    trainee, law, as_of = judged.trainee, judged.law, judged.as_of
    plan_to = judged.due.read(law.readings[Question.ROLL_FORWARD][0])
    had = heard(trainee, as_of)
    found = tuple(_option(kind, judged, had, plan_to) for kind in KINDS)
    done = [option for option in found if option.stands is Stands.DONE]
    content = next(option.topics for option in found if option.kind == "approved_content")
    whole = (plan_to - trainee.hired_on).days
    return Options(
        plan_to,
        TimeUsed(min(max((as_of - trainee.hired_on).days, 0), whole), whole),
        found,
        _shadowed(judged, had),
        content.union(*(option.topics for option in done)),
        any(option.kind in OPTION_TWO for option in done),
    )


def misses(judged: AdditionalFinding, kind: str, on: date) -> date | None:
    """The last day on which such an activity counts, where that day is past it under every open reading."""
    latest = max(judged.due.read(reading) for reading in judged.law.readings[Question.ROLL_FORWARD])
    return latest if kind == "conference" and on > latest else None


def source(judged: AdditionalFinding) -> tuple[str, ...]:
    """Where the lead times stand."""
    return judged.law.source((Provision.ADDITIONAL_TRAINING,), LEADS)


def _option(kind: str, judged: AdditionalFinding, had: Sequence[Activity], plan_to: date) -> Option:
    book, lead = judged.law.book, LEAD[kind](judged.law.numbers)
    last_on = working_day_before(book, plan_to)
    start_by = working_day_before(book, last_on, lead)
    stated = _done_on(kind, judged, had)
    proven = _done_on(kind, judged, [activity for activity in had if activity.verified])
    granted = _done_on(kind, judged, [if_granted(activity) for activity in had])
    mine = [activity for activity in had if activity.kind == kind and counts(activity, judged.trainee.cohe, plan_to)]
    return Option(
        kind,
        _stands(kind, judged, stated, plan_to, start_by, waits=all(granted)),
        max(day for day in stated if day) if all(stated) else None,
        stated == proven and any(stated),
        COVERS.get(kind) or frozenset().union(*(activity.topics for activity in mine)),
        start_by,
        last_on,
        lead,
    )


def _stands(
    kind: str, judged: AdditionalFinding, done: Sequence[date | None], plan_to: date, start_by: date, waits: bool
) -> Stands:
    if all(done):
        return Stands.DONE
    if judged.outcome in SETTLED:
        return Stands.SPARE
    if waits:
        return Stands.ASKED
    if any(done):
        return Stands.HANGS
    if judged.as_of <= plan_to:
        return Stands.POSSIBLE if judged.as_of <= start_by else Stands.SHORT
    if kind != "conference":
        return Stands.LATE
    return Stands.GONE if misses(judged, kind, judged.as_of) else Stands.HANGS


def _done_on(kind: str, judged: AdditionalFinding, had: Iterable[Activity]) -> list[date | None]:
    """The day on which the activities of a kind are enough, under each open reading on which that kind hangs."""
    mine, cohe = [activity for activity in had if activity.kind == kind], judged.trainee.cohe
    readings = judged.law.readings
    days = [judged.due.read(reading) for reading in readings[Question.ROLL_FORWARD]]
    sums = [reading == "sum" for reading in readings[Question.SHADOWING]]
    return [
        _enough_on(
            [each for each in mine if counts(each, cohe, due_on)], together, judged.law.numbers.shadowing_minutes
        )
        for due_on in (days if kind == "conference" else days[:1])
        for together in (sums if kind == "shadowing" else sums[:1])
    ]


def _enough_on(activities: Iterable[Activity], together: bool, minutes_needed: int) -> date | None:
    """The day of the activity with which they are enough; all are of one kind, count, and are in order of day."""
    topics: frozenset[str] = frozenset()
    minutes = Fraction(0)
    for activity in activities:
        if activity.kind == "approved_content":
            topics |= activity.topics
            enough = topics.issuperset(TOPICS)
        elif activity.kind == "shadowing":
            minutes = with_visit(minutes, activity.minutes, together)
            enough = is_enough_shadowing(minutes, minutes_needed)
        else:
            enough = True
        if enough:
            return activity.on
    return None


def _shadowed(judged: AdditionalFinding, had: Iterable[Activity]) -> Shadowed:
    cohe, due_on = judged.trainee.cohe, judged.due.unrolled
    visits = [activity for activity in had if activity.kind == "shadowing" and counts(activity, cohe, due_on)]
    return Shadowed(
        sum((visit.minutes for visit in visits), Fraction(0)),
        max((visit.minutes for visit in visits), default=Fraction(0)),
        sum((visit.minutes for visit in visits if visit.verified), Fraction(0)),
        judged.law.numbers.shadowing_minutes,
        len(visits),
    )
