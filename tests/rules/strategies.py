"""Applicants for the property tests of experience: vague, part-time, mixed, unverified, and close to a threshold.

Only titles that `naive` knows, and no more days than it can walk through.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from onboarding.rules.career import CATEGORIES, COUNTING
from onboarding.rules.days import PartialDate, add_years
from onboarding.rules.facts import Applicant, Degree, Duty, Equivalency, Job
from onboarding.rules.rulebook import READINGS
from onboarding.rules.rulings import Ruling
from onboarding.rules.study_types import LEVELS
from tests.examples import examples
from tests.rules.make import make_applicant, make_job, vaguely
from tests.rules.make_law import make_ruling
from tests.rules.naive import QUESTIONS, TITLES

thoroughly = examples(100)


@lru_cache(maxsize=1000, typed=True)
def among(*values: Any) -> st.SearchStrategy[Any]:
    """One of these. To make a strategy anew for each draw takes a quarter of the tests' time."""
    return st.sampled_from(values)


LEAP_EDGES = [
    date(2016, 2, 28),
    date(2016, 2, 29),
    date(2016, 3, 1),
    date(2017, 2, 28),
    date(2017, 3, 1),
    date(2018, 3, 15),
]
# What a day of a job counts for under some reading, turned round: how much longer the job must be.
FACTORS = (1, 1, 2, 2, 4, Fraction(5, 3), Fraction(4, 3))

starts = st.one_of(st.sampled_from(LEAP_EDGES), st.dates(date(2014, 1, 1), date(2020, 12, 31)))
as_of_dates = st.one_of(st.just(date(2026, 11, 22)), st.dates(date(2015, 1, 1), date(2027, 12, 31)))
hours = st.sampled_from([None, *map(Fraction, ("40", "20", "20", "10", "30", "37.5", "13.3", "60"))])
categories = st.sampled_from([*sorted(COUNTING), *sorted(COUNTING), "claims_management", *CATEGORIES])
is_verified = st.sampled_from([True, True, False])


def vague(day: date) -> st.SearchStrategy[PartialDate]:
    """The day as somebody may write it: mostly in full."""
    return st.sampled_from([f"{day}"] * 4 + [f"{day:%Y-%m}", f"{day:%Y}"]).map(vaguely)


@st.composite
def lengths(draw: st.DrawFn, start: date) -> int:
    """A job's days: any number, or close to what some number of years takes with some credit a day."""
    if draw(st.booleans()):
        return draw(st.integers(1, 1500))
    years = draw(among(1, 2, 3, 3, 7))
    needed = (add_years(start, years) - start).days * draw(among(*(FACTORS if years < 7 else FACTORS[:2])))
    return max(1, -int(-needed // 1) + draw(st.integers(-2, 2)))


@st.composite
def all_duties(draw: st.DrawFn) -> tuple[Duty, ...]:
    """Shares that add up to 1, of which some count and some may not."""
    shares = draw(among(("1",), ("1/2", "1/2"), ("0.6", "0.4"), ("1/4", "3/4"), ("0.1", "0.5", "0.4")))
    return tuple(Duty(draw(categories), Fraction(share)) for share in shares)


@st.composite
def jobs(draw: st.DrawFn, exact: bool = False) -> Job:
    start = draw(starts)
    end = start + timedelta(draw(lengths(start)) - 1)
    kind = draw(among("category", "category", "duties", "duties", "title"))
    goes_on = draw(st.integers(0, 4)) == 0
    return Job(
        name="Valley Clinic",
        position=draw(among(*TITLES)),
        start=vaguely(str(start)) if exact else draw(vague(start)),
        end=None if goes_on else vaguely(str(end)) if exact else draw(vague(end)),
        category=draw(categories) if kind == "category" else None,
        duties=draw(all_duties()) if kind == "duties" else (),
        hours_a_week=draw(hours),
        verified=draw(is_verified),
    )


@st.composite
def barely_enough(draw: st.DrawFn) -> Job:
    """Three years to the day, full time, mostly from the edge of a February."""
    start = draw(starts)
    return make_job(str(start), str(add_years(start, 3) - timedelta(1)))


conferred = st.none() | st.dates(date(2010, 1, 1), date(2028, 12, 31)).flatmap(vague) | st.just(vaguely("2010-06-10"))


@st.composite
def degrees(draw: st.DrawFn) -> Degree:
    level = draw(among("bachelor", "bachelor", "bachelor", None, *LEVELS))
    evaluated = draw(among(None, None, "bachelor", "associate"))
    return Degree(
        institution="WGU",
        study_type=None,
        area=None,
        level=level,
        country=draw(among(None, "US", "PH")),
        conferred=draw(conferred),
        equivalency=Equivalency(evaluated, None, draw(is_verified)) if evaluated else None,
        verified=draw(is_verified),
    )


some_degrees = st.lists(degrees(), max_size=2)


@lru_cache
def some_jobs(most: int, exact: bool) -> st.SearchStrategy[list[Job]]:
    return st.lists(jobs(exact), min_size=1, max_size=most)


@st.composite
def applicants(draw: st.DrawFn, most: int = 4, exact: bool = False) -> Applicant:
    """One to `most` jobs, for either role, all else shown; `exact`: every date of every job to the day."""
    return make_applicant(
        *draw(some_jobs(most, exact)),
        degrees=draw(some_degrees),
        role=draw(among("hsc", "hsc", "assistant")),
    )


def settled(questions: Any = QUESTIONS) -> st.SearchStrategy[list[Ruling]]:
    """Rulings that settle some of the questions; mostly none of them."""
    each = [st.sampled_from([None, None, *READINGS[question]]) for question in questions]
    named = st.tuples(*each).map(lambda read: [make_ruling(q, to) for q, to in zip(questions, read, strict=True) if to])
    return st.just([]) | named


mostly_unsettled = settled()
NUMBERS = {
    "years_with_degree": st.sampled_from([3, 3, 3, 0, 1, 2, 4, 5]),
    "years_without_degree": st.sampled_from([7, 7, 7, 2, 4, 8]),
    "years_assistant": st.sampled_from([3, 3, 3, 1, 2, 4, 5]),
    "full_time_hours": st.sampled_from(["40", "40", "35", "37.5"]),
    "foreseen_years": st.sampled_from([5, 1, 0]),
}


@st.composite
def laws(draw: st.DrawFn) -> list[Ruling]:
    """Rulings on readings and on numbers; we look ahead five years only, which `naive` can walk through."""
    return draw(mostly_unsettled) + [make_ruling(number, draw(value)) for number, value in NUMBERS.items()]
