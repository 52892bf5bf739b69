"""When the additional training is due: six calendar months after hire, and that day rolled to a working day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from tests.rules.ask import additional, due, readings
from tests.rules.make import day, make_content, make_trainee
from tests.rules.make_law import make_ruling, make_rulings

hires = st.dates(date(2000, 1, 1), date(2040, 12, 31))


# Hire date, six calendar months later, the working day it rolls to
VECTORS = [
    ("2025-08-28", "2026-02-28", "2026-03-02"),  # four hire dates, one deadline: a Saturday
    ("2025-08-29", "2026-02-28", "2026-03-02"),
    ("2025-08-30", "2026-02-28", "2026-03-02"),
    ("2025-08-31", "2026-02-28", "2026-03-02"),
    ("2023-08-31", "2024-02-29", "2024-02-29"),  # a leap year, a Thursday
    ("2025-12-31", "2026-06-30", "2026-06-30"),  # the 31st to the 30th
    ("2025-05-27", "2025-11-27", "2025-12-01"),  # Thanksgiving, Native American Heritage Day, a weekend
    ("2026-11-30", "2027-05-30", "2027-06-01"),  # a Sunday, then Memorial Day
    ("2026-01-03", "2026-07-03", "2026-07-06"),  # 4 July on a Saturday makes Friday the legal holiday
    ("2025-12-19", "2026-06-19", "2026-06-22"),  # Juneteenth, a Friday
    ("2024-02-29", "2024-08-29", "2024-08-29"),  # hired on a leap day
]


@pytest.mark.parametrize(("hired", "unrolled", "rolled"), VECTORS)
def test_the_deadline_vectors(hired: str, unrolled: str, rolled: str) -> None:
    assert due(make_trainee(hired_on=hired)) == (day(unrolled), day(rolled))


@pytest.mark.parametrize(
    ("hired", "unrolled", "rolled"),
    [
        ("2026-03-29", "2026-09-29", "2026-09-29"),
        ("2026-03-30", "2026-09-30", "2026-09-30"),
        ("2026-03-31", "2026-09-30", "2026-09-30"),  # September has 30 days
        ("2023-08-29", "2024-02-29", "2024-02-29"),
        ("2023-08-30", "2024-02-29", "2024-02-29"),
        ("2026-05-31", "2026-11-30", "2026-11-30"),
        ("2026-12-31", "2027-06-30", "2027-06-30"),
        ("2027-06-30", "2027-12-30", "2027-12-30"),
        ("2027-07-01", "2028-01-01", "2028-01-03"),  # a Saturday; its holiday was kept on Friday, 31 December
        ("2025-07-12", "2026-01-12", "2026-01-12"),
        ("2025-07-17", "2026-01-17", "2026-01-20"),  # Saturday, Sunday, Martin Luther King Day on the 19th
        ("2025-04-13", "2025-10-13", "2025-10-13"),  # Columbus Day, which Washington does not keep
    ],
)
def test_the_29th_30th_and_31st_and_holidays(hired: str, unrolled: str, rolled: str) -> None:
    assert due(make_trainee(hired_on=hired)) == (day(unrolled), day(rolled))


def test_the_31_december_that_is_kept_for_new_years_day_is_rolled_over() -> None:
    # 2028-01-01 is a Saturday, so that Friday 2027-12-31 is a legal holiday: Monday 2028-01-03. Six months from
    # 2027-06-30 end on 2027-12-30; at five months the deadline is on the day itself.
    hired_in_july = make_trainee(hired_on="2027-07-31")
    assert due(hired_in_july, make_rulings(training_months=5)) == (day("2027-12-31"), day("2028-01-03"))


@pytest.mark.parametrize(("months", "unrolled"), [(5, "2026-06-15"), (6, "2026-07-15"), (7, "2026-08-15")])
def test_six_months_are_asked_for_and_the_number_may_be_another(months: int, unrolled: str) -> None:
    assert due(make_trainee(hired_on="2026-01-15"), make_rulings(training_months=months))[0] == day(unrolled)


@pytest.mark.parametrize(
    ("hired", "days"),
    [
        ("2025-08-31", 181),  # 30 + 31 + 30 + 31 + 31 + 28
        ("2023-08-31", 182),  # 30 + 31 + 30 + 31 + 31 + 29
        ("2026-03-31", 183),  # 30 + 31 + 30 + 31 + 31 + 30
        ("2026-03-15", 184),  # 31 + 30 + 31 + 30 + 31 + 31
    ],
)
def test_six_calendar_months_are_not_a_number_of_days(hired: str, days: int) -> None:
    assert due(make_trainee(hired_on=hired))[0] - day(hired) == timedelta(days)


def test_six_months_after_31_august_is_the_last_of_february_and_never_in_march() -> None:
    assert due(make_trainee(hired_on="2025-08-31"))[0] == day("2026-02-28")
    assert due(make_trainee(hired_on="2023-08-31"))[0] == day("2024-02-29")


@given(hires)
def test_the_rolled_day_is_the_next_working_day_and_at_most_four_days_later(hired_on: date) -> None:
    # The longest stretch without a working day: Thanksgiving, the Friday, Saturday, Sunday.
    unrolled, rolled = due(make_trainee(hired_on=str(hired_on)))
    assert 0 <= (rolled - unrolled).days <= 4
    assert rolled.weekday() < 5


# On, a day late, between the two


@pytest.mark.parametrize(("on", "expected"), [("2026-07-14", "met"), ("2026-07-15", "met"), ("2026-07-16", "met_late")])
def test_the_last_day_is_in_time(on: str, expected: str) -> None:
    # Hired on Thursday 2026-01-15: due on Wednesday 2026-07-15.
    found = additional(make_trainee(make_content(on)))
    assert (found.outcome, found.met_on) == (expected, day(on))


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-07-14", "due"), ("2026-07-15", "due"), ("2026-07-16", "overdue")]
)
def test_it_is_overdue_from_the_day_after(as_of: str, expected: str) -> None:
    assert additional(make_trainee(), as_of=as_of).outcome == expected


def test_between_the_day_and_the_working_day_both_are_shown() -> None:
    # Due on Saturday 2026-02-28, rolled to Monday 2026-03-02; done on the Monday.
    found = additional(make_trainee(make_content("2026-03-02"), hired_on="2025-08-31"))
    assert found.outcome == "undetermined"
    assert readings(found) == {"deadline-roll-forward unrolled": "met_late", "deadline-roll-forward rolled": "met"}
    assert found.met_on is None


@pytest.mark.parametrize(("reading", "expected"), [("unrolled", "overdue"), ("rolled", "due")])
def test_a_ruling_settles_whether_the_deadline_rolls(reading: str, expected: str) -> None:
    trainee, rulings = make_trainee(hired_on="2025-08-31"), make_rulings(deadline_roll_forward=reading)
    assert additional(trainee, rulings, as_of="2026-03-01").outcome == expected
    assert additional(trainee, rulings, as_of="2026-02-28").outcome == "due"
    assert additional(trainee, rulings, as_of="2026-03-03").outcome == "overdue"


def test_the_number_may_differ_by_cohe() -> None:
    rulings = make_rulings(make_ruling("training_months", 9, cohe="valley"))
    assert due(make_trainee(cohe="valley"), rulings)[0] == day("2026-10-15")
    assert due(make_trainee(cohe="alliance"), rulings)[0] == day("2026-07-15")
