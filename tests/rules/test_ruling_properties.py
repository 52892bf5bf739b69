"""What a ruling settles is one of the answers that its readings gave before; nothing else changes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from hypothesis import given, strategies as st

from onboarding.rules import additional_training, generosity, replacement
from onboarding.rules.facts import Applicant, Staffing, Trainee
from onboarding.rules.qualification import screen
from onboarding.rules.rulebook import READINGS, Question
from onboarding.rules.rulings import Ruling
from onboarding.rules.staffing import staff
from onboarding.rules.training import train
from tests.rules.make import day
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import applicants, as_of_dates, laws, settled, thoroughly
from tests.rules.strategies_after_hire import staffings, trainees

NO_ENTRY = "not_required"  # what a reading is said to give under which there is no replacement to tell of

Findings = Mapping[Any, Any]  # findings by what they are about


def outcome(finding: Any) -> str:
    if finding is None:
        return NO_ENTRY
    return str(
        next(getattr(finding, name) for name in ("discussion", "outcome", "recommendation") if hasattr(finding, name))
    )


def settles(answer: Callable[[list[Ruling]], Findings], questions: Iterable[Question]) -> None:
    """Settle each question by each of its readings, and compare with what was said before."""
    before = answer([])
    for question in questions:
        for reading in READINGS[question]:
            after = answer([make_ruling(question, reading, since="1900-01-01")])
            for about in {**before, **after}:
                expected = before_ruling(before.get(about), question, reading)
                assert outcome(after.get(about)) == expected, (about, question, reading)


def before_ruling(finding: Any, question: Question, reading: str) -> str:
    """What the reading gave if the question was named, else the outcome as it was."""
    if finding is None or question not in finding.questions:
        return outcome(finding)
    (found,) = (each.outcome for each in finding.readings if (each.question, each.reading) == (question, reading))
    return str(found)


def is_open(rulings: list[Ruling], question: Question) -> bool:
    return str(question) not in {ruling.settles for ruling in rulings}


@thoroughly
@given(applicants(), laws(), as_of_dates)
def test_a_ruling_on_experience_gives_what_its_reading_gave(
    applicant: Applicant, rulings: list[Ruling], as_of: date
) -> None:
    def answer(more: list[Ruling]) -> Findings:
        found = screen(applicant, make_rulings(*rulings, *more), as_of)
        return {
            "claimed": found.claimed.requirements["experience"],
            "verified": found.verified.requirements["experience"],
        }

    settles(answer, [question for question in generosity.QUESTIONS if is_open(rulings, question)])


@thoroughly
@given(trainees(), settled(additional_training.QUESTIONS))
def test_a_ruling_on_training_gives_what_its_reading_gave(
    trainee_and_day: tuple[Trainee, date], rulings: list[Ruling]
) -> None:
    trainee, as_of = trainee_and_day

    def answer(more: list[Ruling]) -> Findings:
        found = train(trainee, make_rulings(*rulings, *more), as_of)
        return {"claimed": found.claimed.additional, "verified": found.verified.additional}

    settles(answer, [question for question in additional_training.QUESTIONS if is_open(rulings, question)])


@thoroughly
@given(staffings(), settled(replacement.QUESTIONS))
def test_a_ruling_on_staffing_gives_what_its_reading_gave(facts: Staffing, rulings: list[Ruling]) -> None:
    def answer(more: list[Ruling]) -> Findings:
        found = staff(facts, make_rulings(*rulings, *more), day("2026-10-15"))
        by_leaving = {(each.staff, each.left_on): each for each in found.replacements}
        by_quarter = {str(each.quarter): each for each in found.quarters}
        return {"year": found.year, "surgical": found.surgical} | by_leaving | by_quarter

    settles(answer, [question for question in replacement.QUESTIONS if is_open(rulings, question)])


@given(applicants(), as_of_dates, st.sampled_from(generosity.QUESTIONS), st.integers(0, 1))
def test_a_ruling_never_widens_the_credited_days(
    applicant: Applicant, as_of: date, question: Question, reading: int
) -> None:
    ruling = make_ruling(question, READINGS[question][reading], since="2000-01-01")
    before, after = (screen(applicant, rulings, as_of) for rulings in (make_rulings(), make_rulings(ruling)))
    for wide, narrow in ((before.claimed, after.claimed), (before.verified, after.verified)):
        wider, narrower = (each.requirements["experience"].credited_days for each in (wide, narrow))  # type: ignore[union-attr]
        assert wider.at_least <= narrower.at_least <= narrower.at_most <= wider.at_most


@given(staffings(), st.sampled_from(replacement.QUESTIONS), st.integers(0, 1))
def test_a_ruling_never_widens_a_figure_of_staffing(facts: Staffing, question: Question, reading: int) -> None:
    ruling = make_ruling(question, READINGS[question][reading])
    before, after = (staff(facts, rulings, day("2026-10-15")) for rulings in (make_rulings(), make_rulings(ruling)))
    pairs = [(before.year.hsc_fte, after.year.hsc_fte), (before.year.required_fte, after.year.required_fte)]
    pairs += [(old.hsc_fte, new.hsc_fte) for old, new in zip(before.quarters, after.quarters, strict=True)]
    for wider, narrower in pairs:
        if wider and narrower:
            assert wider.at_least <= narrower.at_least <= narrower.at_most <= wider.at_most
        else:
            assert wider is narrower is None


@given(applicants(), as_of_dates)
def test_with_every_question_settled_none_is_named(applicant: Applicant, as_of: date) -> None:
    every = [make_ruling(question, readings[0], since="2000-01-01") for question, readings in READINGS.items()]
    found = screen(applicant, make_rulings(*every), as_of)
    for judged in (found.claimed, found.verified):
        assert all(not finding.questions and not finding.readings for finding in judged.requirements.values())
