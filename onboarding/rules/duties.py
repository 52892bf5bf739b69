"""What is to be done about somebody: by whom, by which day, and from which day it is told."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.findings import Outcome
from onboarding.rules.training import TrainingAnswer
from onboarding.rules.training_options import options
from onboarding.rules.training_options_wording import advice

DONE = (Outcome.MET, Outcome.MET_LATE, Outcome.NOT_REQUIRED)
UNDONE = (Outcome.DUE, Outcome.NOT_MET)  # of what L&I is known to require


class Who(StrEnum):
    """Who has to act next."""

    COHE = "cohe"
    LNI = "lni"
    APPLICANT = "applicant"
    REFEREE = "referee"


class About(StrEnum):
    """What a duty is about."""

    CREDENTIALS = "credentials"
    TRAINING = "training"
    CHECKLIST = "checklist"
    REQUEST = "request"
    STAFFING = "staffing"
    PACKET = "packet"


class Kind(StrEnum):
    """What is to be done."""

    SEND = "send"
    RESEND = "resend"
    ANSWER = "answer"
    EFFECT = "effect"
    CHECK = "check"
    REPORT = "report"
    BILL = "bill"
    REACTIVATE = "reactivate"
    TRAIN = "train"
    STEP = "step"
    VOUCH = "vouch"
    HAND_IN = "hand_in"
    SUPPLY = "supply"
    REPLACE = "replace"
    REPLY = "reply"


class Duty(NamedTuple):
    """One thing to do. `place`: of credentials the track, of training which, of a request its number, else nothing.

    `since`: from when it waits (None: from no recorded day). `due_on`: the day by which it is to be done; None where
    L&I has to act, or no day is known. `remind_on`: the day from which it is told.
    """

    about: About
    kind: Kind
    place: str
    who: Who
    since: date | None
    due_on: date | None
    remind_on: date | None
    says: str
    source: tuple[str, ...] = ()

    def is_told(self, on: date) -> bool:
        """Whether it is told on that day."""
        return self.remind_on is not None and self.remind_on <= on

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < on


def of_training(answer: TrainingAnswer, hired_on: date) -> Iterator[Duty]:
    """What of the training after a hire is not done yet, as claimed. The initial training and L&I's own have no day.

    While nothing is recorded as required by L&I there is nothing to remind of.
    """
    additional, initial, required = answer.claimed
    if additional.outcome not in DONE:
        due, says = answer.due_on, f"Due on {answer.due_on}. {advice(additional, options(additional))}"
        yield Duty(About.TRAINING, Kind.TRAIN, "additional", Who.COHE, hired_on, due, due, says, additional.source)
    if initial.outcome not in DONE:
        says = f"Initial training: {initial.because}"
        yield Duty(About.TRAINING, Kind.TRAIN, "initial", Who.COHE, hired_on, None, None, says, initial.source)
    if required.outcome in UNDONE:
        says = f"What L&I requires: {required.because}"
        yield Duty(About.TRAINING, Kind.TRAIN, "lni_required", Who.COHE, hired_on, None, None, says, required.source)
