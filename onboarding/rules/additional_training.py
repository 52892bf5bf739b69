"""The additional training of a new HSC: two topics, two options, one deadline, and four open questions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.content import if_granted, rests_on
from onboarding.rules.facts import Activity, Trainee
from onboarding.rules.findings import Need, OnDemand, Outcome, ReadingOutcome
from onboarding.rules.once import once
from onboarding.rules.readings import Agreement, Combination, agreement, combinations, unanimous
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law, cohe_id
from onboarding.rules.shadowing import is_enough_shadowing, with_visit
from onboarding.rules.wording import count, figure, listed, matters, plainly

TOPICS = ("lni_processes", "other_cohe_practice")
TOPIC = {"lni_processes": "L&I's processes", "other_cohe_practice": "how HSCs of another COHE work"}
KINDS = ("approved_content", "orientation", "shadowing", "conference")
LOCATIONS = ("headquarters", "regional_office", "other")
HOST_ROLES = ("hsc", "assistant", "other")
SPONSORS = ("lni", "other")
ORIENTED_AT = frozenset({"headquarters", "regional_office"})
QUESTIONS = (Question.ROLL_FORWARD, Question.OPTION_TWO, Question.SHADOWING, Question.ASSISTANT_TRAINING)
WITHOUT_DAYS_OFF = tuple(each for each in QUESTIONS if each is not Question.ROLL_FORWARD)
PROVISIONS = (
    Provision.ADDITIONAL_TRAINING,
    Provision.CALENDAR_MONTHS,
    Provision.LAST_DAY_INCLUDED,
    Provision.LEGAL_HOLIDAYS,
)


class Deadlines(NamedTuple):
    """The due date as it falls, and rolled to a working day."""

    unrolled: date
    rolled: date

    def read(self, reading: str) -> date:
        return self.rolled if reading == "rolled" else self.unrolled


class _Progress(NamedTuple):
    """How far some activities get: the day they are enough (None: not yet), topics covered, minutes shadowed."""

    met_on: date | None
    topics: frozenset[str]
    shadowed: Fraction


class _Tried(NamedTuple):
    """The answer under one combination of readings. `proven`: proof makes no difference to it."""

    outcome: Outcome
    met_on: date | None
    progress: _Progress
    proven: bool


@dataclass(frozen=True, eq=False)
class AdditionalFinding(OnDemand):
    """Whether a new HSC has had the additional training by the deadline, under every open reading.

    `met_on`: the day on which it became met, the latest where readings differ.
    """

    trainee: Trainee
    due: Deadlines
    law: Law
    as_of: date
    as_verified: bool

    @once
    def outcome(self) -> Outcome:
        return self._agreed.outcome

    @once
    def met_on(self) -> date | None:
        if self.outcome not in (Outcome.MET, Outcome.MET_LATE):
            return None
        return max(each.met_on for each in self._tried if each.met_on is not None)

    @once
    def because(self) -> str:
        said = (
            _because(self, self._tried[0].progress)
            + rests_on(heard(self.trainee, self.as_of))
            + matters(self.law, self._agreed)
        )
        return said + self.caution

    @property
    def caution(self) -> str:
        """On which rulings it leans that L&I has not confirmed; one on days off matters where the deadline is one."""
        on_a_day_off = self.due.rolled != self.due.unrolled
        return self.law.caution(self.source if on_a_day_off else self._cited(WITHOUT_DAYS_OFF))

    @once
    def source(self) -> tuple[str, ...]:
        return self._cited(QUESTIONS)

    def _cited(self, questions: tuple[Question, ...]) -> tuple[str, ...]:
        return self.law.source(PROVISIONS, ("training_months", "shadowing_minutes", *questions))

    @once
    def questions(self) -> tuple[Question, ...]:
        return self._agreed.questions

    @once
    def readings(self) -> tuple[ReadingOutcome, ...]:
        return self._agreed.readings

    @once
    def needs(self) -> tuple[Need, ...]:
        return () if all(each.proven for each in self._tried) else tuple(_unproven(self))

    def under(self, question: Question, reading: str) -> Outcome:
        """What one reading of an open question gives; undetermined where the others still matter."""
        ways = zip(self._ways, self._tried, strict=True)
        return _merged(each.outcome for way, each in ways if way.readings[question] == reading)

    @once
    def _ways(self) -> "Sequence[_Way]":
        is_assistant = self.trainee.role == "assistant"
        return self.law.remembered(("additional", is_assistant), lambda: _ways(self.law, is_assistant))

    @once
    def _tried(self) -> "Sequence[_Tried]":
        had = heard(self.trainee, self.as_of)
        sure = [activity for activity in had if activity.verified] if self.as_verified else had
        return [self._try(had, sure, way.readings) for way in self._ways]

    @once
    def _agreed(self) -> Agreement:
        """What the combinations say together; the same outcomes say the same every time."""
        found = tuple([each.outcome for each in self._tried])
        return self.law.remembered(
            (self.trainee.role == "assistant", found),
            lambda: agreement([*zip([way.combination for way in self._ways], found, strict=True)], merge=_merged),
        )

    def _try(self, heard: Sequence[Activity], sure: Sequence[Activity], readings: Combination) -> "_Tried":
        trainee, due_on = self.trainee, self.due.read(readings[Question.ROLL_FORWARD])
        progress = _progress(sure, trainee.cohe, due_on, self.law, readings)
        if trainee.role == "assistant" and readings[Question.ASSISTANT_TRAINING] == "not-required":
            return _Tried(Outcome.NOT_REQUIRED, None, progress, proven=True)
        certain = _outcome(progress, due_on, self.as_of)
        if len(sure) < len(heard) or any(each.asked_about for each in heard):
            stated = _progress([if_granted(each) for each in heard], trainee.cohe, due_on, self.law, readings)
            if certain is not _outcome(stated, due_on, self.as_of):
                return _Tried(Outcome.UNDETERMINED, None, progress, proven=False)
        return _Tried(certain, progress.met_on, progress, proven=True)


def heard(trainee: Trainee, as_of: date) -> list[Activity]:
    """The activities from the hire to the as-of date, in order of day."""
    had = [activity for activity in trainee.activities if trainee.hired_on <= activity.on <= as_of]
    return sorted(had, key=lambda activity: activity.on)


def counts(activity: Activity, cohe: str | None, due_on: date) -> bool:
    """Whether an activity is one that is asked for. What is late is, but for a conference.

    Content approved on the day it is delivered is in time; approved afterwards it is not.
    """
    if activity.kind == "approved_content":
        return activity.approved_on is not None and activity.approved_on <= activity.on
    if activity.kind == "orientation":
        return activity.location in ORIENTED_AT
    if activity.kind == "shadowing":
        return activity.host_role == "hsc" and cohe_id(activity.host_cohe) != cohe_id(cohe)
    return activity.sponsor == "lni" and activity.attended and activity.on <= due_on


class _Way(NamedTuple):
    """One combination of the open questions' readings, and with it the reading of every question."""

    combination: Combination
    readings: Combination


def _ways(law: Law, is_assistant: bool) -> Sequence[_Way]:
    live = [q for q in QUESTIONS if law.is_open(q) and (q is not Question.ASSISTANT_TRAINING or is_assistant)]
    first = {question: law.readings[question][0] for question in QUESTIONS}
    return [_Way(combination, first | combination) for combination in combinations(law, live)]


def _merged(outcomes: Iterable[Outcome]) -> Outcome:
    """Not required under some readings and met under the others is met; else they must agree."""
    found = set(outcomes)
    return Outcome.MET if found == {Outcome.MET, Outcome.NOT_REQUIRED} else unanimous(found)


def _outcome(progress: _Progress, due_on: date, as_of: date) -> Outcome:
    if progress.met_on is not None:
        return Outcome.MET if progress.met_on <= due_on else Outcome.MET_LATE
    return Outcome.DUE if as_of <= due_on else Outcome.OVERDUE


def _progress(
    activities: Sequence[Activity], cohe: str | None, due_on: date, law: Law, readings: Combination
) -> _Progress:
    """Take the activities, in order of day: when are they enough?"""
    content: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    met_on, option_two, shadowed = None, False, Fraction(0)
    for activity in activities:
        if not counts(activity, cohe, due_on):
            continue
        if activity.kind == "approved_content":
            content |= activity.topics
        elif activity.kind == "orientation":
            option_two, others = True, others | {"lni_processes"}
        elif activity.kind == "conference":
            option_two, others = True, others | activity.topics
        else:
            shadowed = with_visit(shadowed, activity.minutes, readings[Question.SHADOWING] == "sum")
            if is_enough_shadowing(shadowed, law.numbers.shadowing_minutes):
                option_two, others = True, others | {"other_cohe_practice"}
        all_topics = content | others
        enough = readings[Question.OPTION_TWO] == "any-one" or all_topics.issuperset(TOPICS)
        if met_on is None and (content.issuperset(TOPICS) or (option_two and enough)):
            met_on = activity.on
    return _Progress(met_on, content | others, shadowed)


def _because(judged: AdditionalFinding, progress: _Progress) -> str:
    found, due, law, as_of = judged.outcome, judged.due, judged.law, judged.as_of
    if found is Outcome.NOT_REQUIRED:
        return "The additional training is asked of a new HSC, not of an Assistant HSC."
    months = count(law.numbers.training_months, "calendar month")
    text = f"Due on {due.unrolled}, {months} after hire"
    if due.rolled != due.unrolled:
        text += f" (on {due.rolled} if a deadline moves to the next working day; plan to the earlier day)"
    if (met_on := judged.met_on) is not None:
        late = (
            f": {count((met_on - due.unrolled).days, 'day')} after {due.unrolled}" if found is Outcome.MET_LATE else ""
        )
        return f"{text}. {'Met late' if late else 'Met'} on {met_on}{late}."
    if found is Outcome.UNDETERMINED:
        return f"{text}. Whether it is met in time is not certain. {_so_far(law, progress, judged.as_verified)}"
    days = count(abs((due.unrolled - as_of).days), "day")
    when = f"{days} left" if as_of <= due.unrolled else f"{days} past that day"
    return f"{text}: {when} on {as_of}. {_so_far(law, progress, judged.as_verified)}"


def _so_far(law: Law, progress: _Progress, as_verified: bool) -> str:
    known = "Verified" if as_verified else "Recorded"
    topics = listed(TOPIC[topic] for topic in TOPICS if topic in progress.topics) if progress.topics else "none"
    minutes = f"{figure(progress.shadowed)} of {law.numbers.shadowing_minutes} minutes of shadowing at another COHE"
    return f"{known} so far: topics covered: {topics}; {minutes}."


def _unproven(judged: AdditionalFinding) -> Iterator[Need]:
    for place, activity in enumerate(judged.trainee.activities):
        if not judged.trainee.hired_on <= activity.on <= judged.as_of:
            continue
        if activity.asked_about:
            yield Need(f"activities[{place}].approved_on", f"L&I's answer on {activity.asked_about}")
        if judged.as_verified and not activity.verified:
            yield Need(f"activities[{place}].verified", f"proof of the {plainly(activity.kind)} on {activity.on}")
