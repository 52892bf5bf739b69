"""The additional training of a new HSC: two topics, two options, one deadline, and four open questions."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.facts import Activity, Trainee
from onboarding.rules.findings import Need, Outcome, ReadingOutcome
from onboarding.rules.readings import Agreement, Combination, agreement, combinations, unanimous
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law, cohe_id
from onboarding.rules.wording import count, figure, listed, matters, plainly

TOPICS = ("lni_processes", "other_cohe_practice")
TOPIC = {"lni_processes": "L&I's processes", "other_cohe_practice": "how HSCs of another COHE work"}
KINDS = ("approved_content", "orientation", "shadowing", "conference")
LOCATIONS = ("headquarters", "regional_office", "other")
HOST_ROLES = ("hsc", "assistant", "other")
SPONSORS = ("lni", "other")
ORIENTED_AT = frozenset({"headquarters", "regional_office"})
QUESTIONS = (Question.ROLL_FORWARD, Question.OPTION_TWO, Question.SHADOWING, Question.ASSISTANT_TRAINING)
PROVISIONS = (
    Provision.ADDITIONAL_TRAINING,
    Provision.CALENDAR_MONTHS,
    Provision.LAST_DAY_INCLUDED,
    Provision.LEGAL_HOLIDAYS,
)


class AdditionalFinding(NamedTuple):
    """The additional training. `met_on`: the day on which it became met, the latest where readings differ."""

    outcome: Outcome
    met_on: date | None
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...]
    readings: tuple[ReadingOutcome, ...]
    needs: tuple[Need, ...]


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


def additional(trainee: Trainee, due: Deadlines, law: Law, as_of: date, as_verified: bool) -> AdditionalFinding:
    """Whether a new HSC has had the additional training by the deadline, under every open reading."""
    live = [
        q for q in QUESTIONS if law.is_open(q) and (q is not Question.ASSISTANT_TRAINING or trainee.role == "assistant")
    ]
    tried = []
    for combination in combinations(law, live):
        readings = {question: combination.get(question) or law.readings[question][0] for question in QUESTIONS}
        tried.append((combination, _try(trainee, due, law, as_of, readings, as_verified)))
    agreed = agreement([(combination, each.outcome) for combination, each in tried], merge=_merged)
    days = [each.met_on for _, each in tried if each.met_on is not None]
    met_on = max(days) if agreed.outcome in (Outcome.MET, Outcome.MET_LATE) else None
    proven = all(each.proven for _, each in tried)
    return AdditionalFinding(
        agreed.outcome,
        met_on,
        _because(due, law, as_of, agreed, met_on, tried[0][1].progress, as_verified) + matters(law, agreed),
        law.source(PROVISIONS, ("training_months", "shadowing_minutes", *QUESTIONS)),
        agreed.questions,
        agreed.readings,
        () if proven else _unproven(trainee, as_of),
    )


def _merged(outcomes: Iterable[Outcome]) -> Outcome:
    """Not required under some readings and met under the others is met; else they must agree."""
    found = set(outcomes)
    return Outcome.MET if found == {Outcome.MET, Outcome.NOT_REQUIRED} else unanimous(found)


def _try(trainee: Trainee, due: Deadlines, law: Law, as_of: date, readings: Combination, as_verified: bool) -> _Tried:
    due_on = due.read(readings[Question.ROLL_FORWARD])
    heard = [activity for activity in trainee.activities if trainee.hired_on <= activity.on <= as_of]
    sure = [activity for activity in heard if activity.verified] if as_verified else heard
    progress = _progress(sure, trainee.cohe, due_on, law, readings)
    if trainee.role == "assistant" and readings[Question.ASSISTANT_TRAINING] == "not-required":
        return _Tried(Outcome.NOT_REQUIRED, None, progress, proven=True)
    certain = _outcome(progress, due_on, as_of)
    if certain is not _outcome(_progress(heard, trainee.cohe, due_on, law, readings), due_on, as_of):
        return _Tried(Outcome.UNDETERMINED, None, progress, proven=False)
    return _Tried(certain, progress.met_on, progress, proven=True)


def _outcome(progress: _Progress, due_on: date, as_of: date) -> Outcome:
    if progress.met_on is not None:
        return Outcome.MET if progress.met_on <= due_on else Outcome.MET_LATE
    return Outcome.DUE if as_of <= due_on else Outcome.OVERDUE


def _progress(
    activities: Sequence[Activity], cohe: str | None, due_on: date, law: Law, readings: Combination
) -> _Progress:
    """Take the activities day by day: when are they enough? What is late counts, but for a late conference."""
    content: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    met_on, option_two, shadowed = None, False, Fraction(0)
    for activity in sorted(activities, key=lambda activity: activity.on):
        if activity.kind == "approved_content":
            content |= activity.topics if _is_pre_approved(activity) else frozenset()
        elif activity.kind == "shadowing" and _is_hosted_elsewhere(activity, cohe):
            together = readings[Question.SHADOWING] == "sum"
            shadowed = shadowed + activity.minutes if together else max(shadowed, activity.minutes)
        if shadowed >= law.numbers.shadowing_minutes and shadowed:
            option_two, others = True, others | {"other_cohe_practice"}
        if activity.kind == "orientation" and activity.location in ORIENTED_AT:
            option_two, others = True, others | {"lni_processes"}
        if activity.kind == "conference" and _is_sponsored(activity) and activity.on <= due_on:
            option_two, others = True, others | activity.topics
        all_topics = content | others
        enough = readings[Question.OPTION_TWO] == "any-one" or all_topics.issuperset(TOPICS)
        if met_on is None and (content.issuperset(TOPICS) or (option_two and enough)):
            met_on = activity.on
    return _Progress(met_on, content | others, shadowed)


def _is_pre_approved(activity: Activity) -> bool:
    """Approved on the day it is delivered is in time; approved afterwards is not."""
    return activity.approved_on is not None and activity.approved_on <= activity.on


def _is_hosted_elsewhere(activity: Activity, cohe: str | None) -> bool:
    return activity.host_role == "hsc" and cohe_id(activity.host_cohe) != cohe_id(cohe)


def _is_sponsored(activity: Activity) -> bool:
    return activity.sponsor == "lni" and activity.attended


def _because(
    due: Deadlines,
    law: Law,
    as_of: date,
    agreed: Agreement,
    met_on: date | None,
    progress: _Progress,
    as_verified: bool,
) -> str:
    found = agreed.outcome
    if found is Outcome.NOT_REQUIRED:
        return "The additional training is asked of a new HSC, not of an Assistant HSC."
    months = count(law.numbers.training_months, "calendar month")
    text = f"Due on {due.unrolled}, {months} after hire"
    if due.rolled != due.unrolled:
        text += f" (on {due.rolled} if a deadline moves to the next working day; plan to the earlier day)"
    if met_on is not None:
        late = (
            f": {count((met_on - due.unrolled).days, 'day')} after {due.unrolled}" if found is Outcome.MET_LATE else ""
        )
        return f"{text}. {'Met late' if late else 'Met'} on {met_on}{late}."
    if found is Outcome.UNDETERMINED:
        return f"{text}. Whether it is met in time is not certain. {_so_far(law, progress, as_verified)}"
    days = count(abs((due.unrolled - as_of).days), "day")
    when = f"{days} left" if as_of <= due.unrolled else f"{days} past that day"
    return f"{text}: {when} on {as_of}. {_so_far(law, progress, as_verified)}"


def _so_far(law: Law, progress: _Progress, as_verified: bool) -> str:
    known = "Verified" if as_verified else "Recorded"
    topics = listed(TOPIC[topic] for topic in TOPICS if topic in progress.topics) if progress.topics else "none"
    minutes = f"{figure(progress.shadowed)} of {law.numbers.shadowing_minutes} minutes of shadowing at another COHE"
    return f"{known} so far: topics covered: {topics}; {minutes}."


def _unproven(trainee: Trainee, as_of: date) -> tuple[Need, ...]:
    return tuple(
        Need(f"activities[{place}].verified", f"proof of the {plainly(activity.kind)} on {activity.on}")
        for place, activity in enumerate(trainee.activities)
        if not activity.verified and trainee.hired_on <= activity.on <= as_of
    )
