"""Training after hire: the initial training, what L&I requires by name, and with them the additional training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onboarding.rules.additional_training import QUESTIONS, AdditionalFinding, Deadlines
from onboarding.rules.days import add_months
from onboarding.rules.facts import AreaTrained, Required, Trainee
from onboarding.rules.findings import Need, OnDemand, Outcome, ReadingOutcome
from onboarding.rules.holidays import next_working_day
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


@dataclass(frozen=True, eq=False)
class RequiredFinding(OnDemand):
    """What L&I requires, by name: each completed, and passed where it is a test."""

    trainee: Trainee
    law: Law
    as_of: date
    as_verified: bool

    @once
    def outcome(self) -> Outcome:
        return Outcome.UNDETERMINED if self._hangs_on_proof else self._stated[0]

    @once
    def because(self) -> str:
        if self._hangs_on_proof:
            return f"That hangs on entries not verified. As stated: {self._stated[1]}"
        return self._proven[1]

    @once
    def source(self) -> tuple[str, ...]:
        is_assistant = self.trainee.role == "assistant"
        provision = Provision.LNI_TRAINING_ASSISTANT if is_assistant else Provision.LNI_TRAINING_HSC
        return self.law.source((provision,))

    @once
    def questions(self) -> tuple[Question, ...]:
        return ()

    @once
    def readings(self) -> tuple[ReadingOutcome, ...]:
        return ()

    @once
    def needs(self) -> tuple[Need, ...]:
        if self._hangs_on_proof:
            return tuple(
                Need(f"lni_required[{place}].verified", f"proof of {entry.name}")
                for place, entry in enumerate(self.trainee.required)
                if not entry.verified and entry.completed_on and entry.completed_on <= self.as_of
            )
        if self.outcome is Outcome.UNDETERMINED:
            return (Need("lni_required", "the training and tests that L&I requires, by name"),)
        return ()

    @once
    def _stated(self) -> tuple[Outcome, str]:
        return _required(self.trainee.required, self.as_of, only_verified=False)

    @once
    def _proven(self) -> tuple[Outcome, str]:
        """The same, as far as it is proven where that is asked."""
        return _required(self.trainee.required, self.as_of, only_verified=True) if self.as_verified else self._stated

    @once
    def _hangs_on_proof(self) -> bool:
        return self._proven[0] is not self._stated[0]


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


def _required(entries: Sequence[Required], as_of: date, only_verified: bool) -> tuple[Outcome, str]:
    """Every entry says by its name what is required, and whether that is a test; that it was done, only those verified
    where that is asked for.
    """
    by_name: dict[str, list[Required]] = {}
    for entry in entries:
        by_name.setdefault(entry.name.strip().casefold(), []).append(entry)
    if not by_name:
        return Outcome.UNDETERMINED, "Nothing is recorded as required by L&I."
    found: dict[Outcome, list[str]] = {Outcome.NOT_MET: [], Outcome.DUE: [], Outcome.MET: []}
    for same in by_name.values():
        is_test = any(entry.passed is not None for entry in same)
        counted = [entry for entry in same if entry.verified or not only_verified]
        found[_one_required(counted, is_test, as_of)].append(same[0].name)
    if failed := found[Outcome.NOT_MET]:
        return Outcome.NOT_MET, f"Failed and not passed since: {listed(failed)}."
    if due := found[Outcome.DUE]:
        return Outcome.DUE, f"Not completed: {listed(due)}."
    return Outcome.MET, f"Completed: {listed(found[Outcome.MET])}."


def _one_required(entries: Sequence[Required], is_test: bool, as_of: date) -> Outcome:
    """One training or test. The latest result of a test so far decides; that it was sat decides nothing."""
    completed = [entry for entry in entries if entry.completed_on and entry.completed_on <= as_of]
    if not is_test:
        return Outcome.MET if completed else Outcome.DUE
    results = [(entry.completed_on, entry.passed) for entry in completed if entry.passed is not None]
    if not results:
        return Outcome.DUE
    # A test failed and passed on one day was passed at the second try: True is more than False.
    return Outcome.MET if max(results)[1] else Outcome.NOT_MET
