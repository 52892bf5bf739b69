"""What each person who owes additional training still needs, and which sessions would give it. Facts in; pure.

Planned is the strictest reading of every open question, as rules/training_options.py advises: then it is enough
whatever L&I rules.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.additional_training import AdditionalFinding, counts
from onboarding.rules.facts import Activity
from onboarding.rules.rulebook import Question
from onboarding.rules.training_options import COVERS, OPTION_TWO, options

ANY = "any"  # what is needed where one activity of option 2 is enough; else each topic that is missing


class Gone(StrEnum):
    """Why nobody can take a seat at a session any more."""

    FULL = "full"
    CLOSED = "closed"
    CANCELED = "canceled"


class Offer(NamedTuple):
    """A session: the training it would be, recorded on its last day; and how many seats can be taken.

    `host`: whose load is to be fair; None where nobody's is. `gone_on`: the first day on which no seat could be taken
    any more; None while one can. `first_on`: its first day, where it takes several.
    """

    id: int
    activity: Activity
    starts_at: datetime
    ends_at: datetime
    free: int
    host: str | None = None
    gone_on: date | None = None
    gone: Gone | None = None
    first_on: date | None = None

    def overlaps(self, other: "Offer") -> bool:
        """Whether nobody can be at both."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Held(NamedTuple):
    """What somebody is booked for, since which day; `seat`: they have one, and do not only wait for it."""

    offer: Offer
    since: date
    seat: bool = True


class Away(NamedTuple):
    """Days on which somebody is away, both included, as it is recorded since a day."""

    first: date
    last: date
    since: date

    def meets(self, offer: Offer) -> bool:
        """Whether a session has a day among them."""
        return self.first <= offer.activity.on and (offer.first_on or offer.activity.on) <= self.last


class Owing(NamedTuple):
    """Somebody who owes additional training. `left_on`: their last day in the role, where one is known."""

    id: int
    judged: AdditionalFinding
    held: tuple[Held, ...] = ()
    left_on: date | None = None
    away: tuple[Away, ...] = ()


class Lacking(NamedTuple):
    """What is open for somebody: needs that nothing they had, or are booked for in time, meets.

    `met_on`: the last day of what they are booked for and that meets the rest. `late`: when open needs are met by what
    they are booked for, too late. `minutes`: how much shadowing is lacking; in one visit where `single`.
    """

    owing: Owing
    due: date
    needs: tuple[str, ...]
    met_on: date | None
    late: dict[str, date]
    minutes: Fraction
    single: bool

    def gives(self, activity: Activity) -> frozenset[str]:
        """The open needs that an activity meets, a shadowing as far as it goes; none where it does not count."""
        return _gives(activity, self.owing.judged, self.due).intersection(self.needs)

    def is_enough(self, activity: Activity) -> bool:
        """Whether it meets its needs alone."""
        return activity.kind != "shadowing" or activity.minutes >= self.minutes

    def could_go(self, offer: Offer) -> bool:
        """Whether they are free then, in the role and not away."""
        busy = any(offer.overlaps(each.offer) for each in self.owing.held)
        return self.is_here(offer) and not busy and not self.is_away(offer)

    def is_away(self, offer: Offer) -> bool:
        """Whether they are recorded as away on one of its days."""
        return any(each.meets(offer) for each in self.owing.away)

    def is_here(self, offer: Offer) -> bool:
        """Whether they are in the role on its day."""
        return self.owing.left_on is None or offer.activity.on <= self.owing.left_on

    def helps(self, offer: Offer) -> bool:
        """Whether it meets an open need, alone or with other visits."""
        return bool(self.gives(offer.activity)) and (not self.single or self.is_enough(offer.activity))


def lacking(owing: Owing, today: date) -> Lacking:
    """What is open for somebody on a day, whatever L&I rules."""
    judged = owing.judged
    picture, readings = options(judged), judged.law.readings
    single = "single" in readings[Question.SHADOWING]
    lacks = Fraction(judged.law.numbers.shadowing_minutes) - (0 if single else picture.shadowed.together)
    needs = (ANY,) if readings[Question.OPTION_TWO] == ("any-one",) else picture.missing
    whole = Lacking(owing, picture.plan_to, needs, None, {}, lacks, single)
    is_past = picture.plan_to < today
    held = sorted((each.offer.activity for each in owing.held if each.seat), key=lambda activity: activity.on)
    in_time = [activity for activity in held if is_past or activity.on <= picture.plan_to]
    met = {need: on for need in needs if (on := met_on(whole, need, in_time))}
    visits = [activity for activity in in_time if activity.kind == "shadowing" and whole.gives(activity)]
    open_ = tuple(need for need in needs if need not in met)
    days = [*met.values()]
    if not single and visits and any("shadowing" in kinds_for(need) for need in open_):
        lacks -= sum(activity.minutes for activity in visits)
        days.append(visits[-1].on)
    late = {need: on for need in open_ if (on := met_on(whole, need, held))}
    return Lacking(owing, picture.plan_to, open_, max(days, default=None), late, lacks, single)


def met_on(lacking: Lacking, need: str, activities: Iterable[Activity]) -> date | None:
    """The day on which these meet a need; they are in order of day."""
    had = Fraction(0)
    for activity in activities:
        if need not in lacking.gives(activity):
            continue
        if lacking.is_enough(activity):
            return activity.on
        had += 0 if lacking.single else activity.minutes
        if had >= lacking.minutes and had:
            return activity.on
    return None


def kinds_for(need: str) -> Sequence[str]:
    """Which kinds of activity can meet a need, by what they are: a conference by its topics."""
    return [kind for kind in OPTION_TWO if need == ANY or need in COVERS.get(kind, (need,))]


def _gives(activity: Activity, judged: AdditionalFinding, due: date) -> frozenset[str]:
    if not counts(activity, judged.trainee.cohe, due):
        return frozenset()
    topics = COVERS.get(activity.kind) or activity.topics
    return topics | {ANY} if activity.kind in OPTION_TWO else topics
