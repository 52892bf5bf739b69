"""Calendar months, anniversaries and dates known in part. The 29th, 30th and 31st, and every leap day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from onboarding.rules.days import Quarter, add_months, add_years, partial_date, whole_date, years_months_days
from tests.rules.make import day, vaguely

dates = st.dates(date(1890, 1, 1), date(2110, 12, 31))
ends_of_months = dates.map(lambda found: (found.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-15", 6, "2025-07-15"),
        ("2025-08-28", 6, "2026-02-28"),
        ("2025-08-29", 6, "2026-02-28"),  # February 2026 has 28 days
        ("2025-08-30", 6, "2026-02-28"),
        ("2025-08-31", 6, "2026-02-28"),  # never 3 March
        ("2023-08-28", 6, "2024-02-28"),
        ("2023-08-29", 6, "2024-02-29"),  # 2024 is a leap year
        ("2023-08-30", 6, "2024-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-03-29", 6, "2025-09-29"),
        ("2025-03-30", 6, "2025-09-30"),
        ("2025-03-31", 6, "2025-09-30"),  # September has 30
        ("2024-02-29", 6, "2024-08-29"),  # from a leap day
        ("2025-12-31", 6, "2026-06-30"),
        ("2025-11-29", 3, "2026-02-28"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 3, "2026-03-31"),
        ("2026-01-29", 3, "2026-04-29"),
        ("2026-01-30", 3, "2026-04-30"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2024-08-29", 18, "2026-02-28"),
        ("2024-08-30", 18, "2026-02-28"),
        ("2024-08-31", 18, "2026-02-28"),
        ("2022-08-31", 18, "2024-02-29"),
        ("2025-10-31", 0, "2025-10-31"),
        ("2025-12-31", 12, "2026-12-31"),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_there_is(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2018-03-15", 3, "2021-03-15"),
        ("2016-02-29", 3, "2019-02-28"),
        ("2016-02-28", 4, "2020-02-28"),
        ("2096-02-29", 4, "2100-02-28"),  # 2100 is no leap year
    ],
)
def test_anniversaries(start: str, years: int, end: str) -> None:
    assert add_years(day(start), years) == day(end)


def test_months_are_counted_from_the_day_given_and_not_from_a_day_cut_short() -> None:
    # 31 August and six months is 28 February; six more from there would be 28 August, and a year is 31 August.
    assert add_months(day("2025-08-31"), 12) == day("2026-08-31")
    assert add_months(add_months(day("2025-08-31"), 6), 6) == day("2026-08-28")


@given(dates, st.integers(0, 120))
def test_so_many_months_later_it_is_that_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(ends_of_months, st.integers(0, 120))
def test_a_later_start_never_ends_earlier(end_of_month: date, months: int) -> None:
    around = [end_of_month + timedelta(days=back) for back in range(-3, 3)]
    ends = [add_months(each, months) for each in around]
    assert ends == sorted(ends)


@given(dates, dates)
def test_years_months_and_days_added_again_give_the_day(one: date, other: date) -> None:
    first, after = sorted((one, other))
    years, months, over = years_months_days(first, after)
    assert 0 <= months <= 11
    assert 0 <= over <= 30
    assert add_months(first, years * 12 + months) <= after < add_months(first, years * 12 + months + 1)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-04", "2019-04-01", "2019-04-30"),
        ("2019-12", "2019-12-01", "2019-12-31"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
    ],
)
def test_a_date_known_in_part_stands_for_any_day_in_it(text: str, earliest: str, latest: str) -> None:
    found = vaguely(text)
    assert (found.earliest, found.latest) == (day(earliest), day(latest))


@pytest.mark.parametrize(
    "text", ["2019-02-29", "2020-02-30", "2019-06-31", "2019-13", "2019-13-01", "2019-06-32", "0000"]
)
def test_an_impossible_date_is_none(text: str) -> None:
    assert partial_date(text) is None
    assert whole_date(text) is None


@pytest.mark.parametrize("text", ["2019-00", "2019-00-15", "2019-06-00", "2019-00-00"])
def test_there_is_no_month_or_day_0(text: str) -> None:
    assert partial_date(text) is None
    assert whole_date(text) is None


@pytest.mark.parametrize(
    "text", ["2019-6-1", "19", "2019-06-01T00:00", "2019/06/01", "06-2019", " 2019", "\uff12\uff10\uff11\uff19", ""]
)
def test_a_date_written_otherwise_is_none(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize("text", ["2019", "2019-06"])
def test_a_whole_date_has_its_day(text: str) -> None:
    assert whole_date(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_quarter_is_three_calendar_months(text: str, first: str, last: str) -> None:
    quarter = Quarter.parse(text)
    assert quarter
    assert (quarter.first, quarter.last, str(quarter)) == (day(first), day(last), text)
    assert Quarter.of(day(first)) == Quarter.of(day(last)) == quarter


@pytest.mark.parametrize("text", ["2026-Q0", "2026-Q5", "2026-q1", "2026Q1", "2026-1", "26-Q1", "0000-Q1", ""])
def test_what_is_no_quarter_is_none(text: str) -> None:
    assert Quarter.parse(text) is None


def test_the_quarter_before_the_first_is_of_the_year_before() -> None:
    first = Quarter.parse("2026-Q1")
    assert first
    assert [str(first.earlier(back)) for back in range(1, 6)] == ["2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1", "2024-Q4"]
