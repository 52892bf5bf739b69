"""From applying to being trained: which steps somebody has taken, on which day, and the one that is next.

What each step asks for is a rule of its own. Here is only their order.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.credential import CredentialAnswer
from onboarding.rules.duties import DONE, UNDONE, Duty, Kind
from onboarding.rules.facts import Tracks
from onboarding.rules.lni_required import by_name
from onboarding.rules.training import TrainingAnswer, TrainingJudgement

AT_LNI = {"provider": ("sent", "issued", "active", "inactive"), "supplemental": ("sent", "accepted")}
OURS = (Kind.SEND, Kind.RESEND, Kind.REACTIVATE)  # until then L&I has nothing to answer, and nobody bills
IN_ROLE = (Kind.TRAIN, Kind.STEP)


class Step(StrEnum):
    """A step on the way, in the order in which they are taken."""

    APPLIED = "applied"
    SCREENED = "screened"
    DECIDED = "decided"
    HIRED = "hired"
    SENT = "sent"
    MAY_BILL = "may_bill"
    TRAINED = "trained"


IN_WORDS = {
    Step.APPLIED: "Applied",
    Step.SCREENED: "Screened",
    Step.DECIDED: "Decided",
    Step.HIRED: "Hired",
    Step.SENT: "Sent to L&I",
    Step.MAY_BILL: "May bill",
    Step.TRAINED: "Trained",
}


class Progress(StrEnum):
    """How a step stands. `unrecorded`: it was passed, and nothing here says how."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    UNRECORDED = "unrecorded"


class Act(StrEnum):
    """What an application waits for, or a hire; what is to be done about somebody in a role is a `Kind` of duty."""

    APPLY = "apply"
    SCREEN = "screen"
    SETTLE = "settle"
    DECIDE = "decide"
    HIRE = "hire"
    SUPERVISE = "supervise"
    MEND = "mend"


class Known(NamedTuple):
    """What is known of somebody, as far as the way asks.

    `application`: what it waits for; None: it was decided against, or withdrawn. `recommended_on` and `decided_on` are
    days of that application. `answer` None: not hired, or what is recorded of L&I does not fit together.
    """

    applied_on: date | None
    application: Act | None
    recommended_on: date | None = None
    decided_on: date | None = None
    hired_on: date | None = None
    left_on: date | None = None
    promotion: bool = False
    supervised: bool = True
    tracks: Tracks | None = None
    answer: CredentialAnswer | None = None
    training: TrainingAnswer | None = None
    duties: Sequence[Duty] = ()


class Taken(NamedTuple):
    """A step, how it stands, and its day, where one is known."""

    step: Step
    progress: Progress
    on: date | None


class Next(NamedTuple):
    """What is to be done next. `place`: of an application to L&I the track, of training which."""

    act: Act | Kind
    place: str = ""
    due_on: date | None = None


class Journey(NamedTuple):
    """Every step, in order, and what is next; None where nothing is."""

    steps: tuple[Taken, ...]
    next: Next | None


def journey(known: Known, on: date) -> Journey:
    """How far somebody has come on a day."""
    return Journey(tuple(_steps(known, on)), next(_acts(known, on), None))


def _steps(known: Known, on: date) -> Iterator[Taken]:
    """The first step that is not taken is the one under way, unless nobody is to take it any more."""
    over = _left(known, on) or (known.hired_on is None and known.application is None)
    for step, day, done in _days(known, on):
        if done:
            yield Taken(step, Progress.DONE, day)
        elif known.hired_on and not known.promotion and step in (Step.APPLIED, Step.SCREENED, Step.DECIDED):
            yield Taken(step, Progress.UNRECORDED, day)
        else:
            yield Taken(step, Progress.AHEAD if over else Progress.NOW, day)
            over = True


def _days(known: Known, on: date) -> Iterator[tuple[Step, date | None, bool]]:
    decided = known.application in (None, Act.HIRE)
    applied = known.applied_on is not None and known.hired_on is not None  # else something of it has to be entered
    yield Step.APPLIED, known.applied_on, applied or known.application is not Act.APPLY
    screened = known.recommended_on is not None and (decided or known.application is Act.DECIDE)
    yield Step.SCREENED, known.recommended_on if screened else None, screened
    yield Step.DECIDED, known.decided_on if decided else None, decided and known.decided_on is not None
    yield Step.HIRED, known.hired_on, known.hired_on is not None and known.hired_on <= on
    sent = known.answer is not None and all(getattr(known.answer, track).state in AT_LNI[track] for track in AT_LNI)
    yield Step.SENT, _sent_on(known, on) if sent else None, sent
    may_bill = known.answer is not None and known.answer.may_bill
    yield Step.MAY_BILL, known.answer.provider.may_bill_from if known.answer and may_bill else None, may_bill
    claimed = known.training.claimed if known.training else None
    trained = claimed is not None and _is_trained(claimed)
    yield Step.TRAINED, _trained_on(claimed) if claimed and trained else None, trained


def _sent_on(known: Known, on: date) -> date | None:
    """The day on which the later of the two applications went to L&I."""
    tracks = (known.tracks.provider, known.tracks.supplemental) if known.tracks else ()
    return max((each.on for track in tracks for each in track if each.event == "sent" and each.on <= on), default=None)


def _is_trained(claimed: TrainingJudgement) -> bool:
    """Nothing that is known to be required is missing; L&I may require nothing by name."""
    had = claimed.additional.outcome in DONE and claimed.initial.outcome in DONE
    return had and claimed.lni_required.outcome not in UNDONE


def _trained_on(claimed: TrainingJudgement) -> date | None:
    """The day of the last that was missing: of the standard work the first time that each area was trained counts."""
    first: dict[str, date] = {}
    for row in claimed.initial.trainee.initial:
        first[row.area] = min(row.on, first.get(row.area, row.on))
    required = claimed.lni_required
    days = [claimed.additional.met_on, *(each.on for each in by_name(required.trainee, required.as_of))]
    return max([*first.values(), *(day for day in days if day)], default=None)


def _acts(known: Known, on: date) -> Iterator[Next]:
    """What is to be done, the most pressing first: what keeps others from going on, what is due, and then the rest."""
    if _left(known, on):
        return
    if known.hired_on is None:
        if known.application:
            yield Next(known.application)
        return
    if known.answer is None:
        yield Next(Act.MEND)
    yield from (_next(duty) for duty in known.duties if duty.kind in OURS)
    if not known.supervised:
        yield Next(Act.SUPERVISE)
    told = sorted((duty for duty in known.duties if duty.is_told(on)), key=lambda duty: duty.remind_on or on)
    yield from map(_next, told)
    if known.promotion and known.application:
        yield Next(known.application)
    yield from (_next(duty) for duty in known.duties if duty.kind in IN_ROLE)
    yield from (_next(duty) for duty in known.duties if duty.kind in (Kind.ANSWER, Kind.EFFECT))


def _next(duty: Duty) -> Next:
    return Next(duty.kind, duty.place, duty.due_on)


def _left(known: Known, on: date) -> bool:
    return known.left_on is not None and known.left_on < on
