"""Training after hire: the initial training, and with it what L&I requires by name and the additional training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onboarding.rules.additional_training import QUESTIONS, AdditionalFinding, Deadlines
from onboarding.rules.days import add_months
from onboarding.rules.facts import AreaTrained, Trainee
from onboarding.rules.findings import Need, OnDemand, Outcome, ReadingOutcome
from onboarding.rules.holidays import next_working_day
from onboarding.rules.lni_required import RequiredFinding
from onboarding.rules.once import once
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.wording import listed, plainly

ROLES = ("hsc", "assistant", "surgical_hsc")
AREAS = ("referrals", "barriers", "monitoring", "community", "medication", "return_to_work", "transitions", "surgical")
# The numbers and questions that an outcome and the deadline hang on, beside the legal holidays.
HANGS_ON = ("training_months", "shadowing_minutes", *QUESTIONS)


@dataclass(frozen=True, eq=False)
class InitialFinding(OnDemand):
    """Each of the eight areas of standard work, recorded on or after the hire date.

    `missing` are the areas not recorded (as verified: not verified).
    """

    trainee: Trainee
    law: Law
    as_of: date
    as_verified: bool

    @once
    def outcome(self) -> Outcome:
        if not self.missing:
            return Outcome.MET
        return Outcome.UNDETERMINED if self._is_claimed else Outcome.DUE

    @once
    def missing(self) -> tuple[str, ...]:
        had = {row.area for row in self._recorded if row.verified or not self.as_verified}
        return tuple([area for area in AREAS if area not in had])

    @once
    def because(self) -> str:
        if not self.missing:
            return "All eight areas of the standard work are recorded."
        names = listed(plainly(area) for area in self.missing)
        if self._is_claimed:
            return f"Recorded but not verified: {names}."
        done = f"{len(AREAS) - len(self.missing)} of {len(AREAS)} areas are"
        return f"{done} {'verified' if self.as_verified else 'recorded'}; missing: {names}. No deadline is stated."

    @once
    def source(self) -> tuple[str, ...]:
        return self.law.source((Provision.INITIAL_TRAINING, Provision.STANDARD_WORK))

    @once
    def questions(self) -> tuple[Question, ...]:
        return ()

    @once
    def readings(self) -> tuple[ReadingOutcome, ...]:
        return ()

    @once
    def needs(self) -> tuple[Need, ...]:
        """Proof of what is recorded, where that is all that is missing."""
        if self.outcome is not Outcome.UNDETERMINED:
            return ()
        return tuple(
            Need(f"initial[{place}].verified", f"proof of the initial training in {plainly(row.area)} on {row.on}")
            for place, row in enumerate(self.trainee.initial)
            if row.area in self.missing and row in self._recorded
        )

    @once
    def _recorded(self) -> Sequence[AreaTrained]:
        return [row for row in self.trainee.initial if self.trainee.hired_on <= row.on <= self.as_of]

    @once
    def _is_claimed(self) -> bool:
        return {row.area for row in self._recorded}.issuperset(AREAS)


class TrainingJudgement(NamedTuple):
    additional: AdditionalFinding
    initial: InitialFinding
    lni_required: RequiredFinding


class TrainingAnswer(NamedTuple):
    """A new hire's training, with the deadline under both readings."""

    id: str
    role: str
    as_of: date
    due_on: date
    due_on_rolled: date
    claimed: TrainingJudgement
    verified: TrainingJudgement


def train(trainee: Trainee, rulings: Rulings, as_of: date) -> TrainingAnswer:
    """What the training comes to on the as-of date, as claimed and as verified.

    Raises OverflowError for a hire date so late that its deadline is past the year 9999.
    """
    law = rulings.in_force(as_of, trainee.cohe, trainee.role, trainee.hired_on)
    due_on = add_months(trainee.hired_on, law.numbers.training_months)
    due = Deadlines(due_on, next_working_day(law.book, due_on))
    claimed, verified = (
        TrainingJudgement(
            AdditionalFinding(trainee, due, law, as_of, as_verified),
            InitialFinding(trainee, law, as_of, as_verified),
            RequiredFinding(trainee, law, as_of, as_verified),
        )
        for as_verified in (False, True)
    )
    return TrainingAnswer(trainee.id, trainee.role, as_of, due.unrolled, due.rolled, claimed, verified)
