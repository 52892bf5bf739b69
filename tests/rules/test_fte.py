"""Full-time equivalents: whose time counts, from when, and averaged over which days."""

import pytest

from onboarding.rules.facts import StaffRow
from onboarding.rules.rulings import Rulings
from tests.rules.ask import NONE, quarters, readings, year
from tests.rules.make import make_absence, make_quarters, make_row, make_staffing
from tests.rules.make_law import make_rulings


def fte(*staff: StaffRow, rulings: Rulings = NONE, first: str = "2025-Q1") -> tuple[str, str]:
    """The HSC full-time equivalents of one quarter: January to March 2025, 90 days, if not said otherwise."""
    (found,) = quarters(make_staffing(make_quarters(100, first=first), staff), rulings).values()
    assert found.hsc_fte
    return str(found.hsc_fte.at_least), str(found.hsc_fte.at_most)


def test_three_people_half_time_are_one_and_a_half() -> None:
    assert fte(*(make_row(id, "0.5") for id in ("ana", "ben", "chi"))) == ("3/2", "3/2")


@pytest.mark.parametrize(("time", "expected"), [("0.8", "4/5"), ("4/5", "4/5"), ("1/3", "1/3"), (0, "0"), (1, "1")])
def test_time_is_exact(time: str | int, expected: str) -> None:
    assert fte(make_row(fte=time)) == (expected, expected)


def test_ten_tenths_are_one() -> None:  # as floats they are less
    assert fte(*(make_row(f"s{n}", "0.1") for n in range(10))) == ("1", "1")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2025-03-31", "1"),
        ("2025-01-02", "2025-03-31", "89/90"),
        ("2025-01-01", "2025-03-30", "89/90"),
        ("2025-02-15", None, "1/2"),  # 14 days of February and 31 of March are 45
        ("2025-03-31", None, "1/90"),
        ("2025-04-01", None, "0"),
        ("2020-01-01", "2024-12-31", "0"),
        ("2025-02-01", "2025-02-01", "1/90"),
    ],
)
def test_a_quarters_time_is_the_average_over_its_days(first: str, last: str | None, expected: str) -> None:
    assert fte(make_row(first=first, last=last)) == (expected, expected)


@pytest.mark.parametrize(
    ("quarter", "a_day", "days"),
    [
        ("2024-Q1", "2024-02-29", 91),
        ("2025-Q1", "2025-01-31", 90),
        ("2025-Q2", "2025-06-30", 91),
        ("2025-Q3", "2025-08-31", 92),
    ],
)
def test_a_quarter_has_its_own_number_of_days(quarter: str, a_day: str, days: int) -> None:
    assert fte(make_row(first=a_day, last=a_day), first=quarter) == (f"1/{days}", f"1/{days}")


def test_a_year_is_averaged_over_its_days_and_not_over_its_quarters() -> None:
    # 2025-01-01..2025-03-31 is 90 of 365 days: 18/73, and not a quarter.
    found = year(make_staffing(make_quarters(1, 1, 1, 1), [make_row(last="2025-03-31")]))
    assert found.hsc_fte
    assert str(found.hsc_fte.at_least) == "18/73"


def test_a_change_of_time_is_two_rows_of_one_person() -> None:
    # 31 days at 1 and 59 at one half: 60.5 of 90 days.
    rows = make_row(last="2025-01-31"), make_row(fte="0.5", first="2025-02-01")
    assert fte(*rows) == ("121/180", "121/180")


def test_whether_an_assistants_time_counts_is_a_question() -> None:
    staff = make_row("ana", "0.5"), make_row("ben", "0.5", role="assistant")
    assert fte(*staff) == ("1/2", "1")
    assert fte(*staff, rulings=make_rulings(assistant_time_counts="excluded")) == ("1/2", "1/2")
    assert fte(*staff, rulings=make_rulings(assistant_time_counts="included")) == ("1", "1")


def test_a_surgical_hscs_time_does_not_count_by_any_reading() -> None:
    assert fte(make_row("ana"), make_row("ben", role="surgical_hsc")) == ("1", "1")


@pytest.mark.parametrize(
    ("billable", "expected"),
    [
        ("always", ("1", "1")),
        ("2025-01-01", ("1", "1")),
        ("2025-02-15", ("1/2", "1")),  # 45 of 90 days
        ("2025-04-01", ("0", "1")),
        (None, ("0", "1")),  # not yet
    ],
)
def test_whether_time_before_one_may_bill_counts_is_a_question(billable: str | None, expected: tuple[str, str]) -> None:
    assert fte(make_row(billable=billable)) == expected


def test_both_questions_may_matter_at_once() -> None:
    # 1,000 claims: fewer than 588 for each of 2 FTE only; an assistant who may not bill yet counts by both readings.
    facts = make_staffing(make_quarters(1000), [make_row("ana"), make_row("ben", role="assistant", billable=None)])
    (found,) = quarters(facts).values()
    assert found.discussion == "undetermined"
    assert readings(found) == {
        "assistant-time-counts excluded": "required",
        "assistant-time-counts included": "undetermined",
        "unbillable-time-counts excluded": "required",
        "unbillable-time-counts included": "undetermined",
    }


def test_an_absence_does_not_lower_it() -> None:
    away = make_absence("2025-01-01", "2025-03-31")
    (found,) = quarters(make_staffing(make_quarters(100), [make_row()], [away])).values()
    assert found.hsc_fte == (1, 1)
