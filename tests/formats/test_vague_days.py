"""A date in an applicant's document: read where it can mean one thing only, refused with both readings where it could
mean two.
"""

import contextlib
from datetime import date

import pytest
from hypothesis import given, strategies as st

from onboarding.formats.claims import claimed
from onboarding.formats.tables.days import FIRST_YEAR, LAST_YEAR, NoDate
from onboarding.formats.vague_days import goes_on, vague_day
from onboarding.rules.days import partial_date

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
# Each way to write a day, and what may still come after it.
ONE_MEANING = [
    *(
        "{0:%Y-%m-%d}",
        "{0.year}-{0.month}-{0.day}",
        "{0:%Y/%m/%d}",
        "{0:%B} {0.day}, {0.year}",
        "{0:%b} {0.day} {0.year}",
    ),
    *("{0.day} {0:%B} {0.year}", "{0:%d-%b-%Y}", "{0:%Y-%m-%d}T00:00:00.000Z", "{0:%Y-%m-%d}T23:59:59+02:00"),
    *(
        "{0:%Y-%m-%d}T08:00-0800",
        "{0:%Y-%m-%d} 00:00:00",
        "{0:%Y-%m-%d}t00:00z",
        "{0:%Y-%m-%d} 00:00:00 UTC",
        " {0:%Y-%m-%d}\n",
    ),
]
A_MONTH = [
    *("{0:%Y-%m}", "{0.year}-{0.month}", "{0:%m/%Y}", "{0.month}/{0.year}", "{0:%b} {0.year}", "{0:%B}-{0.year}"),
    *("{0:%b}. {0.year}", "{0:%B}, {0.year}", "{0.year} {0:%B}", "{0:%B}  {0.year} "),
]


@given(DAYS, st.sampled_from(ONE_MEANING), st.sampled_from([str, str.upper, str.lower]))
def test_a_day_is_read_however_it_is_written(day: date, way: str, spelled: type[str]) -> None:
    assert vague_day(spelled(way.format(day))) == partial_date(day.isoformat())


@given(DAYS, st.sampled_from(A_MONTH))
def test_a_month_stands_for_any_day_in_it(day: date, way: str) -> None:
    assert vague_day(way.format(day)) == partial_date(f"{day:%Y-%m}")


@given(
    DAYS,
    st.sampled_from(["{0}/{1}/{2}", "{0:02}/{1:02}/{2}", "{0}-{1}-{2}", "{0:02}.{1:02}.{2}", "{0}/{1}/{2} 9:30 AM"]),
)
def test_two_numbers_are_read_where_they_can_be_one_day_only(day: date, way: str) -> None:
    month_first, day_first = way.format(day.month, day.day, day.year), way.format(day.day, day.month, day.year)
    other = f"{day.year}-{day.day:02}-{day.month:02}"
    for written in (month_first, day_first):
        if day.day > 12 or day.day == day.month:
            assert vague_day(written) == partial_date(day.isoformat())
        else:
            with pytest.raises(NoDate) as refused:
                vague_day(written)
            assert day.isoformat() in str(refused.value)
            assert other in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["soon", "2019-W01", "3/15/18", "Mar-18", "'19", "13/13/2019", "31/11/2019", "2/30/2020", "2019-02-30T00:00:00Z",
     "1/1/1899", "2019-01-01 to 2020-01-01", "2019 - 2020", "Jan 2019 - Dec 2019", "3/2019 - 4/2019", "March",
     "March 5", "3/15/2019 - 4/15/2020", "15/3/2019 to date", "5/5/2019?", "43174", "20190101", "03/04/22",
     "1/2/3/2019", "2019?", "03/04/20222", "ca. 2019", "unknown", "1546300800", "2019-01-01T", "T00:00:00Z", "-"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NoDate, match="is not a date"):
        vague_day(text)


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    found = None
    with contextlib.suppress(NoDate):
        found = vague_day(text)
    assert found is None or partial_date(str(found)) == found


@pytest.mark.parametrize(
    "text",
    ["", " ", "present", "Current", "NOW", "ongoing", "Today", "to date", "Till Date", " till\n date", "Currently"],
)
def test_an_end_may_say_that_there_is_none(text: str) -> None:
    assert goes_on(text)


@pytest.mark.parametrize("text", ["2019", "date", "until 2019", "never", "to be dated", "not present", "-"])
def test_any_other_word_is_no_such_end(text: str) -> None:
    assert not goes_on(text)


def test_a_claim_keeps_dates_as_we_write_them() -> None:
    job = {"position": "RN", "startDate": "Jan 2010", "endDate": "Till Date"}
    degree = {"studyType": "BSN", "endDate": "2009-06-10T00:00:00.000Z"}
    found = claimed(
        {"work": [job, {**job, "endDate": "3/15/2019"}], "education": [degree, {**degree, "endDate": "Ongoing"}]}
    )
    assert [entry.get("startDate") for entry in found["work"]] == ["2010-01", "2010-01"]
    assert [entry.get("endDate") for entry in found["work"]] == [None, "2019-03-15"]
    assert [entry.get("endDate") for entry in found["education"]] == ["2009-06-10", None]
    assert claimed(found, found) == found
