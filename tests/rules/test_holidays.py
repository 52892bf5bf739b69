"""Washington's legal holidays, against the `holidays` package for ten years: every difference listed and explained."""

from datetime import date, timedelta

import holidays
import pytest

from onboarding.rules.holidays import legal_holidays, next_working_day
from onboarding.rules.rulebook_file import shipped
from tests.rules.make import day

YEARS = range(2020, 2030)
SATURDAY = 5

# They list a day beside the day on which it is kept. We list the day on which it is kept alone: the other is a Saturday
# or a Sunday, on which nothing falls due either way.
ITSELF = "the holiday itself, kept on another day"
# The federal act is of 17 June 2021, and they take it for every state. Washington's own (Laws of 2021, chapter 295)
# took effect on 25 July 2021, so that the first Juneteenth that is a legal holiday under RCW 1.16.050 is that of 2022.
FEDERAL = "Juneteenth of 2021, which was no holiday of Washington's yet"

# What only the package has. There is nothing that only we have.
DIFFERENCES = {
    "2020-07-04": ITSELF,  # Saturday, kept on Friday 3 July
    "2021-06-18": FEDERAL,  # Friday, on which the federal holiday was kept
    "2021-06-19": FEDERAL,  # Saturday
    "2021-07-04": ITSELF,  # Sunday, kept on Monday 5 July
    "2021-12-25": ITSELF,  # Saturday, kept on Friday 24 December
    "2022-01-01": ITSELF,  # Saturday, kept on Friday 31 December 2021
    "2022-06-19": ITSELF,  # Sunday, kept on Monday 20 June
    "2022-12-25": ITSELF,  # Sunday, kept on Monday 26 December
    "2023-01-01": ITSELF,  # Sunday, kept on Monday 2 January
    "2023-11-11": ITSELF,  # Saturday, kept on Friday 10 November
    "2026-07-04": ITSELF,  # Saturday, kept on Friday 3 July
    "2027-06-19": ITSELF,  # Saturday, kept on Friday 18 June
    "2027-07-04": ITSELF,  # Sunday, kept on Monday 5 July
    "2027-12-25": ITSELF,  # Saturday, kept on Friday 24 December
    "2028-01-01": ITSELF,  # Saturday, kept on Friday 31 December 2027
    "2028-11-11": ITSELF,  # Saturday, kept on Friday 10 November
    "2029-11-11": ITSELF,  # Sunday, kept on Monday 12 November
}


def ours() -> set[date]:
    return {found for year in YEARS for found in legal_holidays(shipped(), year)}


def theirs() -> set[date]:
    listed = holidays.country_holidays("US", subdiv="WA", years=[*YEARS, YEARS.stop], observed=True)
    return {found for found in listed if found.year in YEARS}


def test_every_difference_from_the_package_is_explained() -> None:
    assert {str(found) for found in theirs() - ours()} == set(DIFFERENCES)
    assert ours() - theirs() == set()


@pytest.mark.parametrize("itself", [on for on, why in DIFFERENCES.items() if why == ITSELF])
def test_a_holiday_on_a_saturday_is_kept_on_friday_and_one_on_a_sunday_on_monday(itself: str) -> None:
    on = day(itself)
    assert on.weekday() >= SATURDAY
    kept = on + timedelta(-1 if on.weekday() == SATURDAY else 1)
    assert kept in ours() & theirs()


def test_on_every_day_of_ten_years_the_next_working_day_is_the_packages_but_for_juneteenth_2021() -> None:
    off = {found for found in theirs() if DIFFERENCES.get(str(found)) != FEDERAL}
    days = (day("2030-01-01") - day("2020-01-01")).days
    for on in (day("2020-01-01") + timedelta(after) for after in range(days)):
        working = on
        while working.weekday() >= SATURDAY or working in off:
            working += timedelta(1)
        assert next_working_day(shipped(), on) == working


def test_2026_has_eleven_legal_holidays_and_these_are_their_days() -> None:
    assert sorted(str(found) for found in legal_holidays(shipped(), 2026)) == [
        "2026-01-01",
        "2026-01-19",  # the third Monday: the 5th, the 12th, the 19th
        "2026-02-16",  # the third Monday: the 2nd, the 9th, the 16th
        "2026-05-25",  # the last Monday
        "2026-06-19",
        "2026-07-03",  # 4 July is a Saturday
        "2026-09-07",  # the first Monday
        "2026-11-11",
        "2026-11-26",  # the fourth Thursday: the 5th, the 12th, the 19th, the 26th
        "2026-11-27",  # Native American Heritage Day, the Friday after it
        "2026-12-25",
    ]


def test_the_friday_after_the_fourth_thursday_is_not_always_the_fourth_friday() -> None:
    # November 2024 begins on a Friday: the fourth Friday is the 22nd, Thanksgiving the 28th, the day after it the 29th.
    assert {day("2024-11-28"), day("2024-11-29")} <= legal_holidays(shipped(), 2024)
    assert day("2024-11-22") not in legal_holidays(shipped(), 2024)


def test_31_december_is_a_holiday_where_new_years_day_is_a_saturday() -> None:
    # 2028-01-01 is a Saturday: 2027-12-31 is kept, so that 2027 has twelve and 2028 ten.
    assert day("2027-12-31") in legal_holidays(shipped(), 2027)
    assert [len(legal_holidays(shipped(), year)) for year in (2026, 2027, 2028)] == [11, 12, 10]
    assert next_working_day(shipped(), day("2027-12-31")) == day("2028-01-03")


def test_columbus_day_is_no_holiday_of_washingtons() -> None:
    # The second Monday of October 2026 is the 12th.
    assert next_working_day(shipped(), day("2026-10-12")) == day("2026-10-12")


@pytest.mark.parametrize(("year", "is_one"), [(2020, False), (2021, False), (2022, True), (2026, True)])
def test_juneteenth_is_a_legal_holiday_from_2022_on(year: int, is_one: bool) -> None:
    around = {date(year, 6, 18), date(year, 6, 19), date(year, 6, 20)}
    assert bool(around & legal_holidays(shipped(), year)) is is_one
