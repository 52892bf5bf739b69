"""From which day the experience is met: past, today, to come, or never."""

from datetime import timedelta

import pytest

from tests.rules.ask import AS_OF, experience
from tests.rules.cast import CLAIMS_MANAGER, HALF_TIME
from tests.rules.make import day, make_applicant, make_degree, make_job
from tests.rules.make_law import make_rulings


def test_a_day_past() -> None:
    assert experience(make_applicant()).met_from == day("2021-03-14")


def test_a_day_to_come_if_open_jobs_go_on() -> None:
    # From 2024-06-01 three years are full on 2027-05-31.
    assert experience(make_applicant(make_job("2024-06-01", None))).met_from == day("2027-05-31")


def test_a_job_with_an_end_to_come_goes_on_until_then() -> None:
    assert experience(make_applicant(make_job("2024-06-01", "2027-05-31"))).met_from == day("2027-05-31")
    assert experience(make_applicant(make_job("2024-06-01", "2027-05-30"))).met_from is None


def test_never_where_no_job_goes_on() -> None:
    assert experience(make_applicant(make_job(end="2021-03-13"))).met_from is None


def test_the_day_the_degree_is_conferred_where_that_is_later() -> None:
    to_come = make_applicant(degrees=[make_degree(conferred="2027-06-12")])
    assert experience(to_come).met_from == day("2027-06-12")


def test_the_earlier_of_two_paths() -> None:
    # Seven years from 2020-01-01 are full on 2026-12-31, before the degree of 2027.
    both = make_applicant(make_job("2020-01-01", None), degrees=[make_degree(conferred="2027-06-12")])
    assert experience(both).met_from == day("2026-12-31")


def test_under_every_open_reading() -> None:
    # Half-time from 2018-03-15: three years by the calendar on 2021-03-14. Prorated, 1,096 days take 2,192, which are
    # full on 2024-03-14 (2018-03-15..2024-03-14 is 6 x 365 + 2), without an end in 2021.
    going_on = make_applicant(make_job(end=None, hours=20))
    assert experience(going_on).met_from == day("2024-03-14")
    assert experience(going_on, make_rulings(part_time_credit="calendar")).met_from == day("2021-03-14")
    assert experience(HALF_TIME).met_from is None
    assert experience(CLAIMS_MANAGER).met_from is None


def test_a_reading_that_a_ruling_put_aside_does_not_delay_it() -> None:
    assert experience(CLAIMS_MANAGER, make_rulings(claims_management_counts="counts")).met_from == day("2021-03-14")


def test_on_the_latest_day_that_vague_dates_allow() -> None:
    # Begun on 31 March 2024 at the latest: three years are full on 2027-03-30.
    assert experience(make_applicant(make_job("2024-03", None))).met_from == day("2027-03-30")


def test_as_verified_only_what_is_verified_goes_on() -> None:
    open_job = make_applicant(make_job("2024-06-01", None, verified=False))
    assert experience(open_job).met_from == day("2027-05-31")
    assert experience(open_job, proven=True).met_from is None


@pytest.mark.parametrize(
    ("start", "met_from"),
    [
        ("2083-11-22", "2086-11-21"),
        ("2083-11-23", "2086-11-22"),  # sixty years from 2026-11-22, to the day
        ("2083-11-24", None),
    ],
)
def test_sixty_years_ahead_is_as_far_as_we_look(start: str, met_from: str | None) -> None:
    found = experience(make_applicant(make_job(start, None))).met_from
    assert found == (day(met_from) if met_from else None)


def test_a_day_past_is_told_however_long_ago() -> None:
    long_ago = make_applicant(make_job("1950-01-01", "1952-12-31"), degrees=[make_degree(conferred="1940")])
    assert experience(long_ago).met_from == day("1952-12-31")


@pytest.mark.parametrize("hours", [40, 20, "13.3", 5])
def test_it_is_met_on_that_day_and_not_on_the_day_before(hours: str | int) -> None:
    # From a 28 February, without a degree: seven years, fourteen, 21 and a bit, 56.
    applicant = make_applicant(make_job("2010-02-28", None, hours=hours), degrees=[])
    prorated = make_rulings(part_time_credit="prorated", foreseen_years=100)
    found = experience(applicant, prorated).met_from
    assert found
    assert experience(applicant, prorated, as_of=str(found)).outcome == "met"
    assert experience(applicant, prorated, as_of=str(found - timedelta(1))).outcome == "not_met"


def test_what_takes_longer_than_we_look_ahead_is_never() -> None:
    # Seven years at an hour a week are 280.
    applicant = make_applicant(make_job("2010-02-28", None, hours=1), degrees=[])
    assert experience(applicant, make_rulings(part_time_credit="prorated")).met_from is None


def test_the_as_of_date_does_not_move_it() -> None:
    applicant = make_applicant(make_job("2018-03-15", None))
    asked = ["2018-03-15", "2021-03-13", "2021-03-14", AS_OF]
    assert {experience(applicant, as_of=as_of).met_from for as_of in asked} == {day("2021-03-14")}
