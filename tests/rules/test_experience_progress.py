"""How far somebody is: years and months of those needed, and the days on which the years were reached."""

from datetime import date
from typing import Any

import pytest

from onboarding.rules.experience_progress import progress, reached, rounded
from tests.rules.ask import experience
from tests.rules.cast import A_DAY_SHORT, NO_DEGREE, QUALIFIED
from tests.rules.make import make_applicant, make_job


@pytest.mark.parametrize(
    ("applicant", "says"),
    [
        (QUALIFIED, "3 years of the 3 years needed"),
        (A_DAY_SHORT, "2 years 11 months of the 3 years needed"),  # 2018-03-15 through 2021-03-13
        (NO_DEGREE, "3 years of the 3 years needed"),  # what is lacking there is the degree
        (make_applicant(make_job(end="2018-03-31"), degrees=[]), "17 days of the 3 years needed"),
        (make_applicant(make_job(category="excluded")), "none of the 3 years needed"),
    ],
)
def test_how_far_it_is_as_stated(applicant: Any, says: str) -> None:
    assert progress(experience(applicant).judged) == says


def test_what_is_certain_and_what_may_be_are_told_apart() -> None:
    # Proven: 2018-03-15 through 2019-03-14, a year; not proven: the same a year later, and so two years together.
    one, two = make_job(end="2019-03-14"), make_job("2019-03-15", "2020-03-14", verified=False)
    assert progress(experience(make_applicant(one, two), proven=True).judged) == (
        "1 year certain, up to 2 years of the 3 years needed"
    )
    assert progress(experience(make_applicant(two), proven=True).judged) == "up to 1 year of the 3 years needed"


def test_what_may_come_on_top_is_not_told_where_it_is_enough_without() -> None:
    # Three years proven, and two more that are not.
    enough = make_applicant(make_job(), make_job("2022-01-01", "2023-12-31", verified=False))
    assert progress(experience(enough, proven=True).judged) == "3 years of the 3 years needed"


def test_days_are_rounded_down_to_months() -> None:
    assert rounded(date(2024, 1, 31), 28) == "28 days"  # a month ends on February 29, as there is no 31
    assert rounded(date(2024, 3, 1), 31) == "1 month"
    assert rounded(date(2024, 3, 1), 1) == "1 day"


def test_the_day_on_which_the_years_were_reached() -> None:
    # From 2010-01-01: three years are full on 2012-12-31, seven on 2016-12-31.
    seven = make_job("2010-01-01", "2017-06-30")
    assert reached(experience(make_applicant(seven)).judged) == {3: date(2012, 12, 31), 7: date(2016, 12, 31)}
    assert reached(experience(QUALIFIED).judged) == {3: date(2021, 3, 14)}
    assert reached(experience(A_DAY_SHORT).judged) == {}
