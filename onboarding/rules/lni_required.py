"""What L&I requires by name: each training completed, and each test passed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onboarding.rules.facts import Required, Trainee
from onboarding.rules.findings import Need, OnDemand, Outcome, ReadingOutcome
from onboarding.rules.once import once
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law
from onboarding.rules.wording import listed


class Named(NamedTuple):
    """One training or test. `on`: the day that decides. `verified`: checked papers alone say the same."""

    name: str
    is_test: bool
    outcome: Outcome
    on: date | None
    verified: bool


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


def by_name(trainee: Trainee, as_of: date) -> Iterator[Named]:
    """Each training and test that is recorded as required, in the order in which they were named first."""
    for same in _by_name(trainee.required):
        is_test, sure = _is_test(same), [entry for entry in same if entry.verified]
        outcome, on = _one_required(same, is_test, as_of)
        yield Named(
            same[0].name, is_test, outcome, on, on is not None and _one_required(sure, is_test, as_of)[0] is outcome
        )


def _required(entries: Sequence[Required], as_of: date, only_verified: bool) -> tuple[Outcome, str]:
    """Every entry says by its name what is required, and whether that is a test; that it was done, only those verified
    where that is asked for.
    """
    if not entries:
        return Outcome.UNDETERMINED, "Nothing is recorded as required by L&I."
    found: dict[Outcome, list[str]] = {Outcome.NOT_MET: [], Outcome.DUE: [], Outcome.MET: []}
    for same in _by_name(entries):
        counted = [entry for entry in same if entry.verified or not only_verified]
        found[_one_required(counted, _is_test(same), as_of)[0]].append(same[0].name)
    if failed := found[Outcome.NOT_MET]:
        return Outcome.NOT_MET, f"Failed and not passed since: {listed(failed)}."
    if due := found[Outcome.DUE]:
        return Outcome.DUE, f"Not completed: {listed(due)}."
    return Outcome.MET, f"Completed: {listed(found[Outcome.MET])}."


def _by_name(entries: Sequence[Required]) -> list[list[Required]]:
    found: dict[str, list[Required]] = {}
    for entry in entries:
        found.setdefault(entry.name.strip().casefold(), []).append(entry)
    return list(found.values())


def _is_test(same: Sequence[Required]) -> bool:
    """Every entry of a name tells, verified or not."""
    return any(entry.passed is not None for entry in same)


def _one_required(entries: Sequence[Required], is_test: bool, as_of: date) -> tuple[Outcome, date | None]:
    """One training or test, and the day that decides: of a test that of its latest result so far."""
    completed = [(entry.completed_on, entry.passed) for entry in entries if entry.completed_on]
    done = [(on, passed) for on, passed in completed if on <= as_of]
    if not is_test:
        return (Outcome.MET, min(on for on, _ in done)) if done else (Outcome.DUE, None)
    results = [(on, passed) for on, passed in done if passed is not None]
    if not results:
        return Outcome.DUE, None
    # A test failed and passed on one day was passed at the second try: True is more than False.
    on, passed = max(results)
    return Outcome.MET if passed else Outcome.NOT_MET, on
