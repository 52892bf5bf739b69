"""Part-time work: by the calendar or prorated, capped at a whole day for the person, and exact."""

from fractions import Fraction

import pytest

from tests.rules.ask import credited, experience, facts_needed, readings
from tests.rules.cast import HALF_TIME
from tests.rules.make import Amount, make_applicant, make_job
from tests.rules.make_law import make_rulings

CALENDAR, PRORATED = make_rulings(part_time_credit="calendar"), make_rulings(part_time_credit="prorated")
# 2018-03-15 through 2021-03-14 is 1,096 days, three years to the day.
DAYS = 1096


@pytest.mark.parametrize(
    ("hours", "days", "outcome"),
    [
        (39, "5343/5", "not_met"),  # 1,096 x 39/40 = 1,068.6
        ("39.99", str(DAYS * Fraction(3999, 4000)), "not_met"),
        (40, "1096", "met"),
        (41, "1096", "met"),  # a day never counts more than once
        (168, "1096", "met"),
    ],
)
def test_full_time_is_forty_hours(hours: Amount, days: str, outcome: str) -> None:
    finding = experience(make_applicant(make_job(hours=hours)), PRORATED)
    assert (credited(finding), finding.outcome) == ((days, days), outcome)


@pytest.mark.parametrize("hours", [1, 20, 39])
def test_by_the_calendar_a_day_is_a_day(hours: int) -> None:
    finding = experience(make_applicant(make_job(hours=hours)), CALENDAR)
    assert (credited(finding), finding.outcome) == (("1096", "1096"), "met")


def test_while_nobody_has_decided_part_time_both_are_shown() -> None:
    # Half-time: 1,096 / 2 = 548 days prorated, 1,096 by the calendar; three years lie between.
    finding = experience(HALF_TIME)
    assert (credited(finding), finding.outcome) == (("548", "1096"), "undetermined")
    assert readings(finding) == {"part-time-credit calendar": "met", "part-time-credit prorated": "not_met"}


def test_twenty_hours_for_twelve_months_are_six_months() -> None:
    # 2021: 365 / 2 days.
    finding = experience(make_applicant(make_job("2021-01-01", "2021-12-31", hours=20)), PRORATED)
    assert credited(finding) == ("365/2", "365/2")


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("37.5", "2055/2"),  # 37.5 / 40 is 15/16: 1,096 x 15/16 = 1,027.5
        ("13.3", "18221/50"),  # 13.3 / 40 is 133/400: 1,096 x 133/400 = 364.42
        ("0.1", "137/50"),  # 1,096 / 400 = 2.74
    ],
)
def test_hours_are_exact(hours: str, days: str) -> None:
    finding = experience(make_applicant(make_job(hours=hours)), PRORATED)
    assert credited(finding)[0] == days


def test_two_half_time_jobs_at_once_are_one_full_time() -> None:
    finding = experience(make_applicant(make_job(hours=20), make_job(hours=20)), PRORATED)
    assert (credited(finding), finding.outcome) == (("1096", "1096"), "met")


def test_three_half_time_jobs_at_once_are_no_more_than_one_full_time() -> None:
    finding = experience(make_applicant(*[make_job(end="2021-03-13", hours=20)] * 3), PRORATED)
    assert (credited(finding), finding.outcome) == (("1095", "1095"), "not_met")


def test_two_jobs_that_are_together_more_than_full_time_are_capped_on_the_days_they_share() -> None:
    # 30 hours (3/4) for 2021, 20 hours (1/2) from July on: 181 days x 3/4 + 184 days x 1 = 135.75 + 184 = 319.75.
    jobs = make_job("2021-01-01", "2021-12-31", hours=30), make_job("2021-07-01", "2021-12-31", hours=20)
    assert credited(experience(make_applicant(*jobs), PRORATED)) == ("1279/4", "1279/4")


def test_prorated_years_are_laid_end_to_end() -> None:
    # Half-time from 2015-03-16: 1,096 days are three years from 2015-03-16 (29 February 2016), which 2,192 days make:
    # 2015-03-16 through 2021-03-15 is 6 x 365 + 2 (2016, 2020) = 2,192.
    assert experience(make_applicant(make_job("2015-03-16", "2021-03-15", hours=20)), PRORATED).outcome == "met"
    assert experience(make_applicant(make_job("2015-03-16", "2021-03-14", hours=20)), PRORATED).outcome == "not_met"


# Hours not stated


def test_hours_not_stated_are_full_time_as_claimed() -> None:
    finding = experience(make_applicant(make_job(hours=None)))
    assert (credited(finding), finding.outcome, finding.questions) == (("1096", "1096"), "met", ())


def test_hours_not_stated_are_as_verified_nothing_certain_prorated() -> None:
    # By the calendar it is met whatever the hours; prorated it is anything from 0 to 1,096 days.
    finding = experience(make_applicant(make_job(hours=None)), proven=True)
    assert (credited(finding), finding.outcome) == (("0", "1096"), "undetermined")
    assert readings(finding) == {"part-time-credit calendar": "met", "part-time-credit prorated": "undetermined"}
    assert facts_needed(finding) == ["work[0].hoursPerWeek"]


def test_hours_not_stated_do_not_matter_once_days_count_by_the_calendar() -> None:
    finding = experience(make_applicant(make_job(hours=None)), CALENDAR, proven=True)
    assert (credited(finding), finding.outcome, facts_needed(finding)) == (("1096", "1096"), "met", [])
