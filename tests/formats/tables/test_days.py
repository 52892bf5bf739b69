"""Dates as people type them: told for certain, or refused with what to write."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, strategies as st

from onboarding.formats.tables import cells
from onboarding.formats.tables.days import FIRST_YEAR, LAST_YEAR, NoDate, written
from onboarding.rules.days import partial_date

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
WAYS = [
    "{0:%Y-%m-%d}",
    "{0.month}/{0.day}/{0.year}",
    "{0:%m/%d/%Y}",
    "{0:%B} {0.day}, {0.year}",
    "{0.day} {0:%b} {0.year}",
]
WAYS += [
    "{0.month}-{0.day}-{0.year}",
    "{0:%Y/%m/%d}",
    "{0:%b}. {0.day} {0.year}",
    "{0:%d-%b-%Y}",
    "{0:%Y-%m-%d} 00:00:00",
]
WAYS += ["{0:%Y-%m-%d}T09:30:00Z", "{0:%m/%d/%Y} 9:30 AM"]
MONTH_WAYS = [
    "{0:%Y-%m}",
    "{0.month}/{0.year}",
    "{0:%B} {0.year}",
    "{0:%b} {0.year}",
    "{0:%b}-{0.year}",
    "{0:%b}, {0.year}",
]


@given(DAYS, st.sampled_from(WAYS))
def test_a_day_is_read_however_it_is_typed(day: date, way: str) -> None:
    assert written(way.format(day)) == day.isoformat()


@given(DAYS, st.sampled_from(MONTH_WAYS))
def test_a_month_stays_a_month(day: date, way: str) -> None:
    assert written(way.format(day)) == f"{day:%Y-%m}"


@given(st.text(max_size=20))
def test_any_other_text_is_refused_and_never_breaks(text: str) -> None:
    found = None
    with contextlib.suppress(NoDate):
        found = written(text)
    assert found is None or partial_date(found) is not None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3/15/18", "four digits"),
        ("Mar-18", "four digits"),
        ("15-Mar-18", "four digits"),
        ("03/18", "four digits"),
        ("13/5/2019", "no month 13"),
        ("2/29/2019", "no day 29 in February 2019"),
        ("2/30/2020", "no day 30 in February 2020"),
        ("0/1/2019", "no month 0"),
        ("43174", "spreadsheet keeps a date"),
        ("March 5", "year is missing"),
        ("--03-15", "year is missing"),
        ("218-03-01", "no date"),
        ("0218-03-01", "the year is 0218"),
        ("3018", "the year is 3018"),
        ("Smarch 2019", "no date"),
        ("ma 2019", "no date"),
        ("soon", "no date"),
        ("2019?", "no date"),
        ("２０１９", "no date"),  # noqa: RUF001
        ("2019-06-", "no date"),
        ("June 2019 - May 2020", "no date"),
        ("1/2/3/2019", "no date"),
        ("3.15/2019", "no date"),
    ],
)
def test_what_could_be_two_dates_is_none(text: str, why: str) -> None:
    with pytest.raises(NoDate, match=why):
        written(text)


@pytest.mark.parametrize("text", ["Present", "CURRENT", "now", "ongoing", "still here"])
def test_a_job_may_go_on_in_words(text: str) -> None:
    assert cells.end_day(text) == "present"


@pytest.mark.parametrize(
    ("text", "found"),
    [("40", "40"), ("37.5", "37.5"), ("37,5", "37.5"), ("40 hrs", "40"), ("36 h/week", "36"), ("168", "168")],
)
def test_hours_are_read(text: str, found: str) -> None:
    assert str(cells.hours(text)) == found


@pytest.mark.parametrize(
    "text", ["0", "-1", "169", "168.01", "1,000", "forty", "40-45", "1e2", "NaN", "٤٠", "full time"]
)
def test_hours_are_refused(text: str) -> None:
    with pytest.raises(cells.Unfit, match="Write it like 40"):
        cells.hours(text)
