"""What an outcome is said to hang on is all that it hangs on: the list of a ruling's effect asks of nothing else."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from onboarding.rules import qualification, training
from onboarding.rules.facts import Applicant, Trainee
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Law, Ruling, Rulings
from tests.examples import examples
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import applicants, as_of_dates
from tests.rules.strategies_after_hire import trainees

thoroughly = examples(40)
TODAY = date(2026, 11, 22)


@dataclass
class Watching:
    """Numbers that note which of them were read."""

    numbers: Numbers
    asked: set[str]

    def __getattr__(self, id: str) -> Any:
        self.asked.add(id)
        return getattr(self.numbers, id)


class WatchingReadings(dict[Any, Any]):
    asked: set[str]

    def __getitem__(self, question: Any) -> Any:
        self.asked.add(str(question))
        return super().__getitem__(question)


@dataclass
class Watched(Rulings):
    """A law that notes which numbers and questions it was asked for, and remembers nothing."""

    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(shipped())

    def in_force(self, on: date, cohe: str | None, role: str | None, hired_on: date | None = None) -> Law:
        law = super().in_force(on, cohe, role, hired_on)
        readings = WatchingReadings(law.readings)
        readings.asked = self.asked
        numbers: Any = Watching(law.numbers, self.asked)
        return Law(law.book, on, numbers, readings, law.rulings)


@thoroughly
@given(applicants(), as_of_dates)
def test_the_outcomes_of_a_screening_hang_on_nothing_else(applicant: Applicant, as_of: date) -> None:
    rulings = Watched()
    found = qualification.screen(applicant, rulings, as_of)
    assert found.claimed.outcome
    assert found.verified.outcome
    assert rulings.asked
    assert rulings.asked <= {*qualification.HANGS_ON}


@thoroughly
@given(trainees())
def test_the_outcome_and_deadline_of_a_training_hang_on_nothing_else(hired: tuple[Trainee, date]) -> None:
    rulings = Watched()
    found = training.train(hired[0], rulings, hired[1])
    assert found.claimed.additional.outcome
    assert found.verified.additional.outcome
    assert rulings.asked
    assert rulings.asked <= {*training.HANGS_ON}


@pytest.mark.parametrize(
    ("ruling", "of_screening", "of_training"),
    [
        (make_ruling("part-time-credit", "calendar"), False, True),
        (make_ruling("years_assistant", 2), False, True),
        (make_ruling("option-two-coverage", "any-one"), True, False),
        (make_ruling("training_months", 9), True, False),
        (make_ruling("dormancy_months", 9), True, True),
        (make_ruling("training_months", 6), True, True),  # as it is in the rulebook
        (make_ruling("training_months", 9, role="assistant"), True, True),  # of another role
    ],
)
def test_laws_agree_where_nothing_is_said_otherwise(ruling: Ruling, of_screening: bool, of_training: bool) -> None:
    before, after = (each.in_force(TODAY, "valley", "hsc") for each in (make_rulings(), make_rulings(ruling)))
    assert before.agrees(after, qualification.HANGS_ON) is of_screening
    assert before.agrees(after, training.HANGS_ON) is of_training
