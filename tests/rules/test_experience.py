"""Years of experience, to the day: the thresholds, days that overlap or touch, and leap days. All of it full time."""

import pytest

from tests.rules.ask import credited, experience
from tests.rules.cast import A_DAY_SHORT, QUALIFIED
from tests.rules.make import day, make_applicant, make_job
from tests.rules.make_law import make_rulings


def outcome(*jobs: tuple[str, str], role: str = "hsc", has_degree: bool = True) -> str:
    """What full-time care between these days comes to; for an HSC with a degree if not said otherwise."""
    applicant = make_applicant(*(make_job(*job) for job in jobs), role=role, degrees=None if has_degree else ())
    return experience(applicant).outcome


# Thresholds: one under, on, one over


@pytest.mark.parametrize(
    ("last", "expected"), [("2021-03-13", "not_met"), ("2021-03-14", "met"), ("2021-03-15", "met")]
)
def test_an_hsc_with_a_degree_needs_three_years(last: str, expected: str) -> None:
    # From 2018-03-15 the third anniversary is 2021-03-15, and the day before it is the last of three years: 365 + 365
    # + 366 (29 February 2020) = 1,096 days.
    assert outcome(("2018-03-15", last)) == expected


@pytest.mark.parametrize(
    ("last", "expected"), [("2021-03-13", "not_met"), ("2021-03-14", "met"), ("2021-03-15", "met")]
)
def test_an_hsc_without_a_degree_needs_seven_years(last: str, expected: str) -> None:
    # From 2014-03-15 the seventh anniversary is 2021-03-15: 7 x 365 + 2 (29 February 2016 and 2020) = 2,557 days.
    assert outcome(("2014-03-15", last), has_degree=False) == expected


@pytest.mark.parametrize(
    ("last", "expected"), [("2021-03-13", "not_met"), ("2021-03-14", "met"), ("2021-03-15", "met")]
)
def test_an_assistant_needs_three_years(last: str, expected: str) -> None:
    assert outcome(("2018-03-15", last), role="assistant", has_degree=False) == expected


def test_the_days_credited_are_those_of_the_calendar() -> None:
    assert credited(experience(QUALIFIED)) == ("1096", "1096")
    assert credited(experience(A_DAY_SHORT)) == ("1095", "1095")


# Traps


def test_it_is_degree_and_three_years_or_seven_years_and_not_a_degree_and_either() -> None:
    # 2014-03-15 through 2021-03-14 is seven years. No degree: enough. A day less (6.99 years): not enough.
    assert outcome(("2014-03-15", "2021-03-14"), has_degree=False) == "met"
    assert outcome(("2014-03-15", "2021-03-13"), has_degree=False) == "not_met"
    assert outcome(("2018-03-15", "2021-03-14"), has_degree=True) == "met"


def test_two_full_time_jobs_at_once_for_two_years_are_two_years() -> None:
    # 2019-01-01 through 2020-12-31: 365 + 366 = 731 days, though two jobs of 731 would make four years.
    twice = make_applicant(make_job("2019-01-01", "2020-12-31"), make_job("2019-01-01", "2020-12-31"))
    assert credited(experience(twice)) == ("731", "731")
    assert experience(twice).outcome == "not_met"


def test_jobs_that_overlap_for_a_day_count_that_day_once() -> None:
    # The first half ends on the day on which the second begins: 2018-03-15..2021-03-13 is a day short all the same.
    assert outcome(("2018-03-15", "2019-09-30"), ("2019-09-30", "2021-03-13")) == "not_met"
    assert outcome(("2018-03-15", "2019-09-30"), ("2019-09-30", "2021-03-14")) == "met"


def test_both_ends_of_a_job_are_worked() -> None:
    # 2021-01-01 through 2023-12-31: 3 x 365 = 1,095 days, exactly three years; end less start is only 1,094.
    three_years = make_applicant(make_job("2021-01-01", "2023-12-31"))
    assert credited(experience(three_years)) == ("1095", "1095")
    assert experience(three_years).outcome == "met"


def test_a_day_too_few_does_not_pass_for_the_leap_day_in_it() -> None:
    # 2020-01-01 through 2022-12-30 is 366 + 365 + 364 = 1,095 days, which is 3 x 365, and a day short of three years.
    a_day_short = make_applicant(make_job("2020-01-01", "2022-12-30"))
    assert credited(experience(a_day_short)) == ("1095", "1095")
    assert experience(a_day_short).outcome == "not_met"


def test_jobs_that_touch_leave_no_gap() -> None:
    # Through 31 March and from 1 April: as one job.
    assert outcome(("2018-03-15", "2020-03-31"), ("2020-04-01", "2021-03-14")) == "met"
    assert outcome(("2018-03-15", "2020-03-31"), ("2020-04-02", "2021-03-14")) == "not_met"


def test_a_gap_of_a_day_costs_a_day() -> None:
    # Without 2020-04-01 one more day is worked at the end.
    assert outcome(("2018-03-15", "2020-03-31"), ("2020-04-02", "2021-03-15")) == "met"


def test_almost_three_years_are_not_rounded_up() -> None:
    # 2018-03-15 through 2021-02-28 is 1,096 - 14 = 1,082 days: 2.96 years, which people would print as 3.0.
    finding = experience(make_applicant(make_job("2018-03-15", "2021-02-28")))
    assert credited(finding) == ("1082", "1082")
    assert finding.outcome == "not_met"


def test_a_practicum_that_counted_for_the_degree_is_not_experience_again() -> None:
    # A screener gives it the category `other`: only 2018-06-15..2021-03-14 is left, three months short.
    practicum = make_job("2018-03-15", "2018-06-14", category="other", position="Nursing Student, Practicum")
    finding = experience(make_applicant(practicum, make_job("2018-06-15", "2021-03-14")))
    assert finding.ledger[0].credited_days == (0, 0)
    assert finding.outcome == "not_met"


# Leap days


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2016-02-29", "2019-02-26", "not_met"),  # 29 February's third anniversary is 28 February:
        ("2016-02-29", "2019-02-27", "met"),  # the 27th is the last of three years
        ("2016-02-28", "2019-02-26", "not_met"),
        ("2016-02-28", "2019-02-27", "met"),  # as from the day before
        ("2016-03-01", "2019-02-27", "not_met"),
        ("2016-03-01", "2019-02-28", "met"),
        ("2017-03-01", "2020-02-28", "not_met"),  # the 29th is the last of three years
        ("2017-03-01", "2020-02-29", "met"),
        ("2017-02-28", "2020-02-26", "not_met"),
        ("2017-02-28", "2020-02-27", "met"),
        ("2013-02-28", "2016-02-27", "met"),
    ],
)
def test_three_years_from_or_through_the_end_of_february(first: str, last: str, expected: str) -> None:
    assert outcome((first, last)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2012-02-29", "2019-02-26", "not_met"),
        ("2012-02-29", "2019-02-27", "met"),  # 7 x 365 + 2 (2012, 2016) - 1 = 2,556 days
        ("2013-03-01", "2020-02-28", "not_met"),
        ("2013-03-01", "2020-02-29", "met"),
    ],
)
def test_seven_years_from_or_through_a_leap_day(first: str, last: str, expected: str) -> None:
    assert outcome((first, last), has_degree=False) == expected


@pytest.mark.parametrize(("last", "expected"), [("2020-02-26", "not_met"), ("2020-02-27", "met")])
def test_29_februarys_anniversary_is_28_february_in_a_leap_year_too(last: str, expected: str) -> None:
    # Where a ruling asks for four years, they are full on the day before 2020-02-28.
    leap_day = make_applicant(make_job("2016-02-29", last))
    assert experience(leap_day, make_rulings(years_with_degree=4)).outcome == expected


@pytest.mark.parametrize(
    ("first", "last"),
    [("2018-01-29", "2021-01-28"), ("2018-01-30", "2021-01-29"), ("2018-01-31", "2021-01-30")],
)
def test_three_years_from_the_end_of_a_month(first: str, last: str) -> None:
    finding = experience(make_applicant(make_job(first, last)))
    assert (finding.outcome, finding.met_from) == ("met", day(last))


def test_a_leap_day_worked_before_the_years_does_not_make_them_longer() -> None:
    # Worked: 2016-02-29 alone, then 2017-03-01..2020-02-28. Laid end to end from 2016-02-29 that is 1 + 1,095 = 1,096
    # days; its third anniversary, 2019-02-28, is 1,095 days away. From 2017-03-01 it would be a day short.
    assert outcome(("2017-03-01", "2020-02-28")) == "not_met"
    assert outcome(("2016-02-29", "2016-02-29"), ("2017-03-01", "2020-02-28")) == "met"


def test_an_earlier_day_of_work_never_makes_the_years_longer() -> None:
    # From 2017-02-28 three years are 1,095 days. A day of 2016 before them, from which three years hold a leap day and
    # are 1,096, is more than that: it is simply not where the years are counted from.
    enough = ("2017-02-28", "2020-02-27")
    assert outcome(enough) == "met"
    assert outcome(("2016-01-04", "2016-01-04"), enough) == "met"
