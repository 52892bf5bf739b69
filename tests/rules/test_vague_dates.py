"""Dates known only in part, jobs that go on, and the as-of date: bounds, never guesses."""

from typing import Any

import pytest

from onboarding.formats.faults import Refused
from onboarding.formats.resume import applicant
from onboarding.formats.shape import Shape
from tests.rules.ask import credited, experience, facts_needed
from tests.rules.make import make_applicant, make_job


@pytest.mark.parametrize(
    ("start", "end", "certain", "possible"),
    [
        # 2019-12-31..2021-01-01 is 1 + 366 + 1; 2019-01-01..2021-12-31 is 365 + 366 + 365
        ("2019", "2021", "368", "1096"),
        # 2019-06-30..2021-06-01 is 731 - 28; 2019-06-01..2021-06-30 is 731 + 30
        ("2019-06", "2021-06", "703", "761"),
        # 29 February and 1 March; 29 + 31
        ("2020-02", "2020-03", "2", "60"),
        # begun and ended within June, or 2019: no day is certain
        ("2019-06", "2019-06", "0", "30"),
        ("2019", "2019", "0", "365"),
        # 2019-06-15..2019-12-31 is 16 + 31 + 31 + 30 + 31 + 30 + 31; the days before 2019-06-16 are 166
        ("2019-06-15", "2019", "0", "200"),
        ("2019", "2019-06-15", "0", "166"),
    ],
)
def test_the_certain_days_and_all_that_may_be(start: str, end: str, certain: str, possible: str) -> None:
    assert credited(experience(make_applicant(make_job(start, end)))) == (certain, possible)


def test_years_alone_do_not_make_three_years_of_what_may_be_one() -> None:
    # 2019 to 2021 is from just over one year to three (2019-01-01..2021-12-31).
    finding = experience(make_applicant(make_job("2019", "2021")))
    assert finding.outcome == "undetermined"
    assert facts_needed(finding) == ["work[0].startDate", "work[0].endDate"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2019-03-02", "2022-02", "not_met"),  # three years would be full on 2022-03-01
        ("2019-03", "2022-02", "undetermined"),  # 2019-03-01..2022-02-28 at most: three years
        ("2019-03", "2022-03", "undetermined"),  # 2019-03-31..2022-03-01 at least
        ("2019-03", "2022-04", "met"),  # 2019-03-31..2022-04-01 at least
    ],
)
def test_a_month_is_vague_too(start: str, end: str, expected: str) -> None:
    assert experience(make_applicant(make_job(start, end))).outcome == expected


def test_a_vague_date_that_cannot_matter_is_not_asked_for() -> None:
    # Begun in 2010 or not, 2011-01-01..2021-03-14 is more than seven years.
    finding = experience(make_applicant(make_job("2010", "2021-03-14"), degrees=[]))
    assert (finding.outcome, facts_needed(finding)) == ("met", [])


# The as-of date


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2021-03-13", "not_met"), ("2021-03-14", "met"), ("2021-03-15", "met")]
)
def test_a_job_that_goes_on_goes_on_through_the_as_of_date(as_of: str, expected: str) -> None:
    # From 2018-03-15. The same document judged as of the same day gives the same answer for ever.
    assert experience(make_applicant(make_job(end=None)), as_of=as_of).outcome == expected


def test_nothing_after_the_as_of_date_counts() -> None:
    # 2018-03-15..2021-03-14, of which by 2020-03-14 two years are over: 365 + 366 = 731 days.
    assert credited(experience(make_applicant(), as_of="2020-03-14")) == ("731", "731")
    assert credited(experience(make_applicant(make_job("2027-01-01", None)))) == ("0", "0")


def test_a_job_that_may_have_begun_by_the_as_of_date_may_count() -> None:
    # "2026" on 2026-11-22: begun on 1 January, 326 days (365 - 8 - 31), or not begun.
    assert credited(experience(make_applicant(make_job("2026", None)))) == ("0", "326")


# What the document says


def document(**job: Any) -> Shape:
    return Shape.of({"work": [{"startDate": "2018-03-15", "category": "equivalent"} | job]})


@pytest.mark.parametrize(
    "written", [None, "", "present", "Present", "CURRENT", "now", " Now ", "Till Date", "ongoing", "today", "To  date"]
)
def test_a_job_goes_on_in_any_of_these_words(written: str | None) -> None:
    assert applicant(document(endDate=written), "a-1").jobs[0].end is None


@pytest.mark.parametrize("written", ["2021-3", "3/2021", "Mar 2021", "March-2021"])
def test_a_month_written_otherwise_is_as_vague_and_said_as_we_write_it(written: str) -> None:
    end = applicant(document(endDate=written), "a-1").jobs[0].end
    assert end
    assert (str(end.earliest), str(end.latest), str(end)) == ("2021-03-01", "2021-03-31", "2021-03")


@pytest.mark.parametrize(
    ("start", "end"), [("2021-03-14", "2018-03-15"), ("2021", "2020-12-31"), ("2021-03", "2021-02")]
)
def test_an_end_before_any_possible_start_is_refused_and_never_turned_round(start: str, end: str) -> None:
    with pytest.raises(Refused, match=r"work\[0\]\.endDate"):
        applicant(document(startDate=start, endDate=end), "a-1")


@pytest.mark.parametrize("written", ["2021-02-29", "2021-13", "2021-00", "2021-06-00", "June 31, 2021"])
def test_an_impossible_date_is_refused(written: str) -> None:
    with pytest.raises(Refused, match=r"work\[0\]\.endDate"):
        applicant(document(endDate=written), "a-1")
