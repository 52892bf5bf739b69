"""Training after hire: the initial training, what L&I requires by name, and with them the additional training."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from onboarding.rules.additional_training import AdditionalFinding, Deadlines, additional
from onboarding.rules.days import add_months
from onboarding.rules.facts import Required, Trainee
from onboarding.rules.findings import Finding, Need, Outcome, ReadingOutcome
from onboarding.rules.holidays import next_working_day
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.wording import listed, plainly

ROLES = ("hsc", "assistant", "surgical_hsc")
AREAS = ("referrals", "barriers", "monitoring", "community", "medication", "return_to_work", "transitions", "surgical")


class InitialFinding(NamedTuple):
    """The initial training; `missing` are the areas not recorded (as verified: not verified)."""

    outcome: Outcome
    missing: tuple[str, ...]
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


class TrainingJudgement(NamedTuple):
    additional: AdditionalFinding
    initial: InitialFinding
    lni_required: Finding


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
    law = rulings.in_force(as_of, trainee.cohe, trainee.role)
    due_on = add_months(trainee.hired_on, law.numbers.training_months)
    due = Deadlines(due_on, next_working_day(law.book, due_on))
    claimed, verified = (
        TrainingJudgement(
            additional(trainee, due, law, as_of, as_verified),
            _initial(trainee, law, as_of, as_verified),
            _lni_required(trainee, law, as_of, as_verified),
        )
        for as_verified in (False, True)
    )
    return TrainingAnswer(trainee.id, trainee.role, as_of, due.unrolled, due.rolled, claimed, verified)


def _initial(trainee: Trainee, law: Law, as_of: date, as_verified: bool) -> InitialFinding:
    """Each of the eight areas of standard work, recorded on or after the hire date."""
    recorded = [row for row in trainee.initial if trainee.hired_on <= row.on <= as_of]
    claimed = {row.area for row in recorded}
    verified = {row.area for row in recorded if row.verified}
    had = verified if as_verified else claimed
    missing = tuple(area for area in AREAS if area not in had)
    source = law.source((Provision.INITIAL_TRAINING, Provision.STANDARD_WORK))
    if not missing:
        return InitialFinding(Outcome.MET, (), "All eight areas of the standard work are recorded.", source)
    names = listed(plainly(area) for area in missing)
    if claimed.issuperset(AREAS):
        needs = tuple(
            Need(f"initial[{place}].verified", f"proof of the initial training in {plainly(row.area)} on {row.on}")
            for place, row in enumerate(trainee.initial)
            if row.area in missing and row in recorded
        )
        return InitialFinding(
            Outcome.UNDETERMINED, missing, f"Recorded but not verified: {names}.", source, needs=needs
        )
    done = f"{len(AREAS) - len(missing)} of {len(AREAS)} areas are {'verified' if as_verified else 'recorded'}"
    return InitialFinding(Outcome.DUE, missing, f"{done}; missing: {names}. No deadline is stated.", source)


def _lni_required(trainee: Trainee, law: Law, as_of: date, as_verified: bool) -> Finding:
    """What L&I requires, by name: each completed, and passed where it is a test."""
    provision = Provision.LNI_TRAINING_ASSISTANT if trainee.role == "assistant" else Provision.LNI_TRAINING_HSC
    source = law.source((provision,))
    found, because = _required(trainee.required, as_of, only_verified=False)
    if as_verified:
        proven, said = _required(trainee.required, as_of, only_verified=True)
        if proven is not found:
            needs = tuple(
                Need(f"lni_required[{place}].verified", f"proof of {entry.name}")
                for place, entry in enumerate(trainee.required)
                if not entry.verified and entry.completed_on and entry.completed_on <= as_of
            )
            return Finding(
                Outcome.UNDETERMINED, f"That hangs on entries not verified. As stated: {because}", source, needs=needs
            )
        because = said
    needs = ()
    if found is Outcome.UNDETERMINED:
        needs = (Need("lni_required", "the training and tests that L&I requires, by name"),)
    return Finding(found, because, source, needs=needs)


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
