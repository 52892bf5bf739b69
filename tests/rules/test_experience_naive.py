"""The rule, which looks at the least and the most generous readings first, against every combination, day by day."""

from datetime import date, timedelta

from hypothesis import given

from onboarding.rules.days import add_years
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Ruling
from tests.examples import examples
from tests.rules import naive
from tests.rules.make_law import make_rulings
from tests.rules.strategies import applicants, as_of_dates, laws

A_DAY = timedelta(1)


@examples(150)
@given(applicants(), laws(), as_of_dates)
def test_the_rule_gives_what_every_combination_of_readings_gives(
    applicant: Applicant, given_rulings: list[Ruling], as_of: date
) -> None:
    rulings = make_rulings(*given_rulings)
    law = rulings.in_force(as_of, applicant.cohe, applicant.role)
    screening = screen(applicant, rulings, as_of)
    for judged, proven in ((screening.claimed, False), (screening.verified, True)):
        found = judged.requirements["experience"]
        assert isinstance(found, ExperienceFinding)
        outcome, credited, readings = naive.judge(applicant, law, as_of, proven)
        assert (found.outcome, tuple(found.credited_days)) == (outcome, credited)
        assert {(str(each.question), each.reading): each.outcome for each in found.readings} == readings
        assert {str(question) for question in found.questions} == {question for question, _ in readings}
        if found.met_from is None:
            foreseen = add_years(as_of, law.numbers.foreseen_years)
            assert naive.judge(applicant, law, foreseen, proven)[0] != "met"
        else:
            assert naive.judge(applicant, law, found.met_from, proven)[0] == "met"
            assert naive.judge(applicant, law, found.met_from - A_DAY, proven)[0] != "met"
