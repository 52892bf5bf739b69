"""What must hold of the experience requirement whoever applies: more never harms, order and seams do not matter."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import assume, given, strategies as st

from onboarding.rules.days import PartialDate
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant, Job
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Ruling
from tests.rules.make import make_applicant, make_job, vaguely
from tests.rules.make_law import make_ruling, make_rulings
from tests.rules.strategies import applicants, as_of_dates, barely_enough, jobs, laws, thoroughly

RANK = {"not_met": 0, "undetermined": 1, "met": 2}
A_DAY = timedelta(1)
NEVER = date.max
JUDGED_ON = date(2026, 11, 22)


def findings(applicant: Applicant, given_rulings: list[Ruling], as_of: date) -> list[ExperienceFinding]:
    """As claimed and as verified."""
    found = screen(applicant, make_rulings(*given_rulings), as_of)
    return [judged.requirements["experience"] for judged in (found.claimed, found.verified)]  # type: ignore[misc]


def with_jobs(applicant: Applicant, *jobs: Job) -> Applicant:
    return make_applicant(*jobs, degrees=applicant.degrees, role=applicant.role, cohe=applicant.cohe)


def no_worse(before: Applicant, after: Applicant, given_rulings: list[Ruling], as_of: date) -> None:
    """Nothing that is said of the one is less than what is said of the other."""
    for less, more in zip(findings(before, given_rulings, as_of), findings(after, given_rulings, as_of), strict=True):
        assert RANK[less.outcome] <= RANK[more.outcome]
        assert all(low <= high for low, high in zip(less.credited_days, more.credited_days, strict=True))
        assert (more.met_from or NEVER) <= (less.met_from or NEVER)


# More qualifying time, earlier or later, in part or in full, never makes anyone less qualified


@thoroughly
@given(applicants(3), jobs(), st.integers(0, 3), laws(), as_of_dates)
def test_another_job_never_harms(
    applicant: Applicant, job: Job, place: int, given_rulings: list[Ruling], as_of: date
) -> None:
    more = with_jobs(applicant, *applicant.jobs[:place], job, *applicant.jobs[place:])
    no_worse(applicant, more, given_rulings, as_of)


@thoroughly
@given(barely_enough(), st.integers(-1200, 1200), st.sampled_from([5, 10, 20, 40]), st.booleans())
def test_a_sliver_of_work_never_harms(enough: Job, days: int, hours: int, is_assistant: bool) -> None:
    # Half a day of work before them must not make three years a day longer.
    on = str(enough.start.earliest + timedelta(days))
    sliver = make_job(on, on, hours=hours)
    role, law = "assistant" if is_assistant else "hsc", [make_ruling("part-time-credit", "prorated")]
    before, after = (make_applicant(*jobs, role=role) for jobs in ([enough], [sliver, enough]))
    assert findings(before, law, JUDGED_ON)[0].outcome == "met"
    no_worse(before, after, law, JUDGED_ON)


@thoroughly
@given(applicants(3), st.integers(1, 800), laws(), as_of_dates)
def test_beginning_earlier_never_harms(
    applicant: Applicant, days: int, given_rulings: list[Ruling], as_of: date
) -> None:
    first, *others = applicant.jobs
    earlier = first._replace(start=moved(first.start, -days))
    no_worse(applicant, with_jobs(applicant, earlier, *others), given_rulings, as_of)


@thoroughly
@given(applicants(3), st.none() | st.integers(1, 800), laws(), as_of_dates)
def test_ending_later_or_going_on_never_harms(
    applicant: Applicant, days: int | None, given_rulings: list[Ruling], as_of: date
) -> None:
    first, *others = applicant.jobs
    later = first._replace(end=moved(first.end, days) if first.end and days else None)
    no_worse(applicant, with_jobs(applicant, later, *others), given_rulings, as_of)


BETTER: list[Callable[[Job], Job]] = [
    lambda job: job._replace(verified=True),
    lambda job: job._replace(hours_a_week=job.hours_a_week and min(Fraction(168), job.hours_a_week + 5)),
    lambda job: job._replace(hours_a_week=Fraction(168)),
    lambda job: job._replace(category="equivalent", duties=()),
    lambda job: job._replace(duties=tuple(duty._replace(category="equivalent") for duty in job.duties)),
    lambda job: (
        job._replace(duties=(job.duties[0]._replace(category="return_to_work"), *job.duties[1:])) if job.duties else job
    ),
]


@thoroughly
@given(applicants(3), st.sampled_from(BETTER), laws(), as_of_dates)
def test_more_hours_more_care_or_more_proof_never_harm(
    applicant: Applicant, better: Callable[[Job], Job], given_rulings: list[Ruling], as_of: date
) -> None:
    first, *others = applicant.jobs
    no_worse(applicant, with_jobs(applicant, better(first), *others), given_rulings, as_of)


@thoroughly
@given(applicants(3), laws(), as_of_dates, st.integers(1, 500))
def test_waiting_never_harms(applicant: Applicant, given_rulings: list[Ruling], as_of: date, days: int) -> None:
    for now, then in zip(
        findings(applicant, given_rulings, as_of),
        findings(applicant, given_rulings, as_of + timedelta(days)),
        strict=True,
    ):
        assert RANK[now.outcome] <= RANK[then.outcome]


# What does not matter


@thoroughly
@given(applicants(4), st.randoms(use_true_random=False), laws(), as_of_dates)
def test_the_order_of_jobs_does_not_matter(
    applicant: Applicant, chance: Random, given_rulings: list[Ruling], as_of: date
) -> None:
    shuffled = list(applicant.jobs)
    chance.shuffle(shuffled)
    same(applicant, with_jobs(applicant, *shuffled), given_rulings, as_of)


@thoroughly
@given(applicants(3, exact=True), st.integers(0, 3000), laws(), as_of_dates)
def test_a_job_split_in_two_that_touch_is_the_same_job(
    applicant: Applicant, days: int, given_rulings: list[Ruling], as_of: date
) -> None:
    first, *others = applicant.jobs
    last = first.start.earliest + timedelta(days)
    assume(first.end is None or last < first.end.latest)
    before = first._replace(end=vaguely(str(last)))
    after = first._replace(start=vaguely(str(last + A_DAY)))
    same(applicant, with_jobs(applicant, before, *others, after), given_rulings, as_of)


@given(applicants(3), laws(), as_of_dates)
def test_a_job_given_twice_is_one_job_where_it_is_all_of_a_day(
    applicant: Applicant, given_rulings: list[Ruling], as_of: date
) -> None:
    first, *others = applicant.jobs
    whole = first._replace(hours_a_week=Fraction(40), duties=(), category=first.category or "equivalent")
    same(with_jobs(applicant, whole, *others), with_jobs(applicant, whole, *others, whole), given_rulings, as_of)


# What is always so


@given(applicants(), laws(), as_of_dates)
def test_no_lower_bound_is_above_its_upper_bound(
    applicant: Applicant, given_rulings: list[Ruling], as_of: date
) -> None:
    for found in findings(applicant, given_rulings, as_of):
        spans = [found.credited_days, *(line.credited_days for line in found.ledger)]
        assert all(0 <= at_least <= at_most for at_least, at_most in spans)
        assert found.credited_days.at_most <= sum(line.credited_days.at_most for line in found.ledger)


@given(applicants(), laws(), as_of_dates)
def test_proof_never_turns_an_answer_round(applicant: Applicant, given_rulings: list[Ruling], as_of: date) -> None:
    claimed, verified = findings(applicant, given_rulings, as_of)
    assert verified.outcome in (claimed.outcome, "undetermined")
    assert verified.credited_days.at_least <= claimed.credited_days.at_least
    assert verified.credited_days.at_most == claimed.credited_days.at_most
    assert (claimed.met_from or NEVER) <= (verified.met_from or NEVER)


@given(applicants(), laws(), as_of_dates)
def test_a_finding_is_met_from_a_day_past_and_on_a_path_where_it_is_met(
    applicant: Applicant, given_rulings: list[Ruling], as_of: date
) -> None:
    for found in findings(applicant, given_rulings, as_of):
        assert (found.met_from is not None and found.met_from <= as_of) is (found.path is not None)
        assert found.path is None or found.outcome == "met"
        assert bool(found.questions) is bool(found.readings)
        assert found.outcome == "undetermined" or not (found.questions or found.needs)


def moved(start: PartialDate, days: int) -> PartialDate:
    """As exactly or vaguely known, so many days later: a year or a month is moved by whole ones."""
    if start.exact:
        return vaguely(str(start.earliest + timedelta(days)))
    earliest, latest = start.earliest + timedelta(days), start.latest + timedelta(days)
    return PartialDate(earliest, latest, f"{earliest} to {latest}")


def same(one: Applicant, other: Applicant, given_rulings: list[Ruling], as_of: date) -> None:
    for mine, theirs in zip(findings(one, given_rulings, as_of), findings(other, given_rulings, as_of), strict=True):
        assert (mine.outcome, mine.path, mine.credited_days, mine.met_from) == (
            theirs.outcome,
            theirs.path,
            theirs.credited_days,
            theirs.met_from,
        )
        assert (mine.questions, mine.readings) == (theirs.questions, theirs.readings)
