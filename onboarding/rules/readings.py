"""Evaluating a rule under each combination of readings of the open questions, and saying whether they agree."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import NamedTuple

from onboarding.rules.findings import Outcome, ReadingOutcome
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

Combination = dict[Question, str]


class Agreement(NamedTuple):
    """The outcome under all combinations together, the questions it hangs on, and what each of their readings gives."""

    outcome: Outcome
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()


def combinations(law: Law, questions: Iterable[Question]) -> list[Combination]:
    """Each way to read these questions: one reading of each, the only one where the question is settled."""
    asked = tuple(questions)
    return [
        dict(zip(asked, chosen, strict=True)) for chosen in product(*(law.readings[question] for question in asked))
    ]


def unanimous(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that all give, else undetermined."""
    found = set(outcomes)
    return found.pop() if len(found) == 1 else Outcome.UNDETERMINED


def agreement(
    tried: Sequence[tuple[Combination, Outcome]], merge: Callable[[Iterable[Outcome]], Outcome] = unanimous
) -> Agreement:
    """What the combinations say together.

    A question matters where two combinations that differ in it alone give different outcomes. They are in order of id.
    """
    if len(tried) == 1:
        return Agreement(tried[0][1])
    deciding = tuple(sorted(question for question in tried[0][0] if _matters(question, tried)))
    readings = tuple(
        ReadingOutcome(question, reading, merge(outcome for each, outcome in tried if each[question] == reading))
        for question in deciding
        for reading in dict.fromkeys(each[question] for each, _ in tried)
    )
    return Agreement(merge(outcome for _, outcome in tried), deciding, readings)


def _matters(question: Question, tried: Sequence[tuple[Combination, Outcome]]) -> bool:
    with_others: dict[tuple[str, ...], Outcome] = {}
    for combination, outcome in tried:
        others = tuple(reading for other, reading in combination.items() if other is not question)
        if with_others.setdefault(others, outcome) is not outcome:
            return True
    return False
