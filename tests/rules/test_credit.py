"""Adding up credited days and laying them end to end, against walking day by day; around every kind of February."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, strategies as st

from onboarding.rules.credit import NEVER, Credit
from tests.examples import examples
from tests.rules import naive

Span = tuple[int, int, int]  # first day, day after the last, credit a day
UNIT = 4  # a day's credit is so many quarters of a day
# The edges of Februaries: common, leap, and those of 1900 and 2100, which are no leap years.
EDGES = [date(year, 2, 28).toordinal() for year in (1888, 1892, 1896, 1899, 1900, 2015, 2016, 2017, 2092, 2096, 2100)]


@st.composite
def spans(draw: st.DrawFn) -> tuple[list[Span], int]:
    """From the edge of a February, close to N full years or as long part-time; a sliver or two besides; and N."""
    years = draw(st.sampled_from([3, 3, 7, 1, 2, 4, 5, 8, 12, 0]))
    first, credit = draw(st.sampled_from(EDGES)) + draw(st.integers(-1, 3)), draw(st.sampled_from([UNIT, UNIT, 2, 1]))
    length = (years * 1461 // 4 + draw(st.integers(-2, 2))) * UNIT // credit
    found = [(first, first + max(1, length), credit)]
    for _ in range(draw(st.integers(0, 2))):
        begins = first + draw(st.integers(-1500, 1500))
        found.append((begins, begins + draw(st.sampled_from([1, 1, 2, 5, 400])), draw(st.integers(1, UNIT))))
    return found, years


def added_up(found: list[Span], through: int) -> Credit:
    changes = [change for first, after, credit in found for change in ((first, credit), (after, -credit))]
    return Credit(sorted(changes), UNIT, through)


def walked(found: list[Span], years: int, through: int) -> bool:
    """Whether N years are reached by a day, found by walking from day to day."""
    cut = [(first, min(after - 1, through), Fraction(credit, UNIT)) for first, after, credit in found]
    return naive.reached(tuple(cut), years)


@examples(250)
@given(spans(), st.integers(-400, 400))
@example(
    ([(date(2096, 2, 29).toordinal(), date(2104, 2, 28).toordinal(), UNIT)], 8), 0
)  # 2,920 days: no 8 years have fewer
def test_the_years_are_reached_on_the_day_that_walking_finds(found: tuple[list[Span], int], later: int) -> None:
    laid, years = found
    through = max(after for _, after, _ in laid) - 1 + later
    credit = added_up(laid, through)
    assert credit.has(years) is walked(laid, years, through)
    reached_on = credit.reached_on(years)
    if reached_on == NEVER:
        assert not walked(laid, years, NEVER)
    else:
        assert walked(laid, years, reached_on)
        assert not walked(laid, years, reached_on - 1)


@given(spans(), st.integers(-400, 400))
def test_the_total_is_that_of_the_days_through_a_day(found: tuple[list[Span], int], later: int) -> None:
    laid, _ = found
    through = max(after for _, after, _ in laid) - 1 + later
    cut = [(first, min(after - 1, through), Fraction(credit, UNIT)) for first, after, credit in laid]
    assert Fraction(added_up(laid, through).total, UNIT) == naive.total(tuple(cut))


@given(spans(), st.integers(1, 500))
def test_what_is_lacking_is_what_one_more_span_of_so_many_days_brings(
    found: tuple[list[Span], int], earlier: int
) -> None:
    laid, years = found[0], max(1, found[1])
    ends = max(after for _, after, _ in laid) - earlier  # of what is looked at: mostly, years that are not full
    seen = [(first, min(after, ends), credit) for first, after, credit in laid if first < ends]
    short = added_up(seen, ends - 1).short(years)
    assume(short >= UNIT)
    whole_days = -(-short // UNIT)
    assert walked([*seen, (ends, ends + whole_days, UNIT)], years, ends + whole_days)
    # Nothing less would do, unless the years that begin with what is added have a leap day less.
    leapless = walked([(ends, ends + whole_days - 1, UNIT)], years, NEVER)
    fewer = max(0, whole_days - 3) if leapless else whole_days - 1
    assert not walked([*seen, (ends, ends + fewer, UNIT)], years, ends + whole_days)


@pytest.mark.parametrize("years", [0, 1, 3])
def test_nothing_credited_reaches_no_years_at_all(years: int) -> None:
    nothing = added_up([], date(2026, 11, 22).toordinal())
    assert (nothing.total, nothing.first, nothing.has(years), nothing.reached_on(years)) == (0, None, False, NEVER)
