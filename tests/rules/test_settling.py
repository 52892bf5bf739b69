"""The shortest way to settle the experience requirement: the fewest proofs that are enough, and never one too many."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from onboarding.rules import settling
from onboarding.rules.facts import Applicant, Degree, Job
from onboarding.rules.findings import Outcome
from onboarding.rules.generosity import GENEROSITY
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Ruling
from onboarding.rules.settling import Settled, shortest
from tests.rules.ask import NONE, experience
from tests.rules.cast import A_DAY_SHORT, QUALIFIED
from tests.rules.make import make_applicant, make_degree, make_job, vaguely
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import applicants, as_of_dates, laws, thoroughly

# By the calendar: 2018-03-15 through 2021-03-14 is three years, 2010-01-01 through 2016-12-31 seven.
THREE = make_job(verified=False)
SEVEN = make_job("2010-01-01", "2016-12-31", verified=False)
DEGREE = make_degree(verified=False)


def settled(applicant: Applicant, rulings: Any = NONE) -> Settled:
    return shortest(experience(applicant, rulings, proven=True).judged)


def needed(applicant: Applicant, rulings: Any = NONE) -> list[str]:
    """The facts to find out, by their paths in the document."""
    return [need.fact for each in settled(applicant, rulings).facts for need in each.needs]


@pytest.mark.parametrize("applicant", [QUALIFIED, A_DAY_SHORT])
def test_nothing_is_needed_where_it_is_decided(applicant: Applicant) -> None:
    assert settled(applicant) == Settled()


def test_one_job_of_seven_years_is_enough_beside_three_years_and_a_degree() -> None:
    assert needed(make_applicant(THREE, SEVEN, degrees=[DEGREE])) == ["work[1].verified"]


def test_three_years_and_a_degree_are_enough_where_no_job_is_long_enough_alone() -> None:
    short = make_job("2012-01-01", "2013-12-31", verified=False)  # two years, and another two
    other = make_job("2014-01-01", "2015-12-31", verified=False)
    assert needed(make_applicant(short, THREE, other, degrees=[DEGREE])) == [
        "work[1].verified",
        "education[0].verified",
    ]


def test_with_a_proven_degree_three_years_are_enough() -> None:
    assert needed(make_applicant(SEVEN, THREE, degrees=[make_degree()])) == ["work[0].verified"]


def test_what_is_proven_already_is_counted_in() -> None:
    proven = make_job("2010-01-01", "2013-12-31")  # four of the seven years
    rest = make_job("2014-01-01", "2016-12-31", verified=False)  # the other three
    short = make_job("2017-01-01", "2018-12-31", verified=False)
    assert needed(make_applicant(proven, short, rest, degrees=[])) == ["work[2].verified"]


def test_jobs_at_the_same_time_do_not_add_up() -> None:
    # Each four years; the first two are the same days, and only with the third they come to eight.
    same = make_job("2010-01-01", "2013-12-31", verified=False)
    later = make_job("2014-01-01", "2017-12-31", verified=False)
    assert needed(make_applicant(same, same, later, degrees=[])) == ["work[0].verified", "work[2].verified"]


def test_of_equally_many_proofs_those_that_leave_less_open_are_chosen() -> None:
    for unsure in ({"hours": None}, {"category": None, "position": "Registered Nurse"}):
        other = make_job("2010-01-01", "2016-12-31", verified=False, **unsure)
        assert needed(make_applicant(other, SEVEN, degrees=[])) == ["work[1].verified"]


def test_what_is_verified_but_not_decided_costs_no_proof() -> None:
    undecided = make_job("2010-01-01", "2016-12-31", category=None, position="Registered Nurse")
    assert needed(make_applicant(SEVEN, undecided, degrees=[])) == ["work[1].category"]


def test_a_job_whose_title_does_not_count_is_relied_on_only_where_nothing_else_will_do() -> None:
    desk = make_job("2001-01-01", "2009-12-31", category=None, position="Surgery Scheduler", verified=False)
    assert needed(make_applicant(desk, THREE, degrees=[DEGREE])) == ["work[1].verified", "education[0].verified"]
    assert needed(make_applicant(desk, degrees=[])) == ["work[0].category", "work[0].verified"]


def test_exact_days_are_asked_for_only_where_they_matter() -> None:
    long = make_job("2009", "2017", verified=False)  # from December 31, 2009 through January 1, 2017 in any case
    assert needed(make_applicant(long, degrees=[])) == ["work[0].verified"]
    tight = make_job("2010-01", "2016-12", verified=False)  # seven years only if from the first through the last day
    assert needed(make_applicant(tight, degrees=[])) == ["work[0].verified", "work[0].startDate", "work[0].endDate"]


def test_a_degree_from_abroad_takes_an_evaluation_and_a_proof() -> None:
    abroad = make_degree(country="Canada", verified=False)
    assert needed(make_applicant(make_job(), degrees=[abroad])) == ["education[0].equivalency", "education[0].verified"]


def test_a_ruling_is_named_where_no_proof_is_enough_without() -> None:
    half = make_job("2010-01-01", "2016-12-31", hours=20, verified=False)  # three and a half years prorated
    found = settled(make_applicant(half, degrees=[]))
    assert ([each.place for each in found.facts], found.questions) == ([0], ("part-time-credit",))
    by_the_calendar = make_rulings(make_ruling("part-time-credit", "calendar"))
    assert settled(make_applicant(half, degrees=[]), by_the_calendar).questions == ()
    assert (
        settled(make_applicant(half, degrees=[]), make_rulings(make_ruling("part-time-credit", "prorated")))
        == Settled()
    )


def test_a_ruling_alone_is_needed_where_all_is_proven() -> None:
    half = make_job("2010-01-01", "2016-12-31", hours=20)
    assert settled(make_applicant(half, degrees=[])) == Settled((), ("part-time-credit",))


def test_an_assistant_needs_no_degree() -> None:
    assert needed(make_applicant(THREE, degrees=[DEGREE], role="assistant")) == ["work[0].verified"]


def test_a_document_made_to_take_every_way_gets_a_list_that_cannot_be_shortened() -> None:
    # Forty jobs of 90 days, each at its own time: 7 years of 2,557 days take 29 of them.
    jobs = [
        make_job(str(start), str(date.fromordinal(start.toordinal() + 89)), verified=False)
        for start in (date.fromordinal(date(2010, 1, 1).toordinal() + 100 * number) for number in range(40))
    ]
    found = settled(make_applicant(*jobs, degrees=[]))
    assert len(found.facts) == 29


def proven(applicant: Applicant, found: Settled) -> Applicant:
    """The applicant once that was found out, all of it as stated and as favourable as may be."""
    jobs, degrees = list(applicant.jobs), list(applicant.degrees)
    for each in found.facts:
        if each.kind == settling.WORK:
            jobs[each.place] = _proven_job(jobs[each.place], [need.fact for need in each.needs])
        else:
            degrees[each.place] = _proven_degree(degrees[each.place])
    return applicant._replace(jobs=tuple(jobs), degrees=tuple(degrees))


def _proven_job(job: Job, facts: Iterable[str]) -> Job:
    exactly = any(fact.endswith(("startDate", "endDate")) for fact in facts)
    return job._replace(
        verified=True,
        category=job.category or (None if job.duties else "equivalent"),
        hours_a_week=job.hours_a_week if job.hours_a_week is not None else make_job().hours_a_week,
        start=vaguely(str(job.start.earliest)) if exactly else job.start,
        end=vaguely(str(job.end.latest)) if exactly and job.end else job.end,
    )


def _proven_degree(degree: Degree) -> Degree:
    day = degree.conferred.earliest if degree.conferred else date(1990, 1, 1)
    equivalency = degree.equivalency and degree.equivalency._replace(verified=True)
    return degree._replace(
        verified=True, level="bachelor", country="US", conferred=vaguely(str(day)), equivalency=equivalency
    )


@thoroughly
@given(applicants(4), laws(), as_of_dates)
def test_it_is_enough_and_nothing_of_it_can_be_left_out(applicant: Applicant, given: list[Ruling], as_of: date) -> None:
    rulings, on = make_rulings(*given), str(as_of)
    finding = experience(applicant, rulings, on, proven=True)
    found = shortest(finding.judged)
    if finding.outcome is not Outcome.UNDETERMINED:
        assert found == Settled()
        return
    generous = make_rulings(*given, *(read_generously(each) for each in found.questions))
    assert found.facts or found.questions
    assert experience(proven(applicant, found), generous, on, proven=True).outcome is Outcome.MET
    for fewer in combinations(found.facts, len(found.facts) - 1) if found.facts else ():
        left_out = proven(applicant, Settled(fewer))
        assert experience(left_out, generous, on, proven=True).outcome is not Outcome.MET


def read_generously(question: Question) -> Ruling:
    return make_ruling(question, GENEROSITY[question][1])._replace(since=date.min)
