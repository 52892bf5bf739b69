"""The screening as a whole: what the four requirements come to, twice, and whether an assistant's would do."""

from typing import Any

import pytest

from onboarding.rules.facts import Statement
from onboarding.rules.qualification import screen
from onboarding.rules.rulings import Rulings
from tests.rules.ask import NONE, outcomes
from tests.rules.cast import A_DAY_SHORT, ASSISTANT, HALF_TIME, NO_DEGREE, QUALIFIED
from tests.rules.make import day, make_applicant, make_degree, make_job
from tests.rules.make_law import make_ruling, make_rulings


def also(applicant: Any, rulings: Rulings = NONE) -> str | None:
    return screen(applicant, rulings, day("2026-11-22")).also_qualifies_as


def test_the_four_requirements_stand_in_the_order_of_the_page() -> None:
    found = screen(QUALIFIED, NONE, day("2026-11-22"))
    assert list(found.claimed.requirements) == ["experience", "provider_id", "skills", "training"]
    assert list(found.verified.requirements) == ["experience", "provider_id", "skills", "training"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "qualified"),
        ({"able": None}, "needs_review"),
        ({"able": Statement(False, True)}, "not_qualified"),
        ({"able": Statement(False, True), "skills": {}}, "not_qualified"),  # one not met decides
        ({"issues": Statement(True, True), "able": None}, "not_qualified"),
    ],
)
def test_one_not_met_decides_then_one_undetermined(changes: dict[str, Any], expected: str) -> None:
    assert outcomes(make_applicant(**changes)) == (expected, expected)


def test_the_cast_is_what_it_is_called() -> None:
    assert outcomes(QUALIFIED) == ("qualified", "qualified")
    assert outcomes(A_DAY_SHORT) == ("not_qualified", "not_qualified")
    assert outcomes(HALF_TIME) == ("needs_review", "needs_review")
    assert outcomes(NO_DEGREE) == ("not_qualified", "not_qualified")
    assert outcomes(ASSISTANT) == ("qualified", "qualified")


@pytest.mark.parametrize("unproven", ["job", "degree", "able", "issues", "skills"])
def test_one_unverified_fact_that_is_relied_on_keeps_the_verified_answer_open(unproven: str) -> None:
    changes: dict[str, Any] = {
        "job": {},
        "degree": {"degrees": [make_degree(verified=False)]},
        "able": {"able": Statement(True, False)},
        "issues": {"issues": Statement(False, False)},
        "skills": {"skills": {"communication": Statement(True, False)} | dict(QUALIFIED.skills[1:])},
    }[unproven]
    job = make_job(verified=unproven != "job")
    assert outcomes(make_applicant(job, **changes)) == ("qualified", "needs_review")


def test_a_fact_that_is_not_relied_on_need_not_be_verified() -> None:
    spare = make_job("2021-04-01", None, category=None, verified=False)
    assert outcomes(make_applicant(make_job(), spare, degrees=[make_degree(), make_degree(None, verified=False)])) == (
        "qualified",
        "qualified",
    )


# An HSC's screening that is not qualified says whether an assistant's is


def test_three_years_without_a_degree_make_an_assistant() -> None:
    assert also(NO_DEGREE) == "assistant"


def test_nobody_who_is_qualified_or_screened_as_an_assistant_is_asked() -> None:
    assert also(QUALIFIED) is None
    assert also(ASSISTANT) is None


def test_a_day_short_of_three_years_makes_no_assistant() -> None:
    # 2018-03-15 through 2021-03-13.
    assert also(A_DAY_SHORT) is None


def test_what_is_not_certain_for_an_assistant_either_is_no_yes() -> None:
    assert also(HALF_TIME) is None
    assert also(make_applicant(degrees=[], able=None)) is None
    assert also(make_applicant(degrees=[], skills={})) is None


def test_who_needs_review_as_an_hsc_may_be_an_assistant() -> None:
    abroad = make_applicant(degrees=[make_degree(country="PH")])
    assert outcomes(abroad)[0] == "needs_review"
    assert also(abroad) == "assistant"


def test_the_assistant_beside_takes_the_rulings_for_assistants() -> None:
    # Half-time for three years: not certain. By the calendar for assistants alone it is enough for one.
    calendar = make_ruling("part-time-credit", "calendar", role="assistant")
    prorated = make_ruling("part-time-credit", "prorated", role="hsc")
    assert also(HALF_TIME, make_rulings(calendar, prorated)) == "assistant"
    assert outcomes(HALF_TIME, make_rulings(calendar, prorated))[0] == "not_qualified"


def test_full_time_may_be_another_number_of_hours_for_assistants() -> None:
    # 20 hours are full time for an assistant and half of it for an HSC: 1,096 days or 548.
    part_time = make_ruling("part-time-credit", "prorated")
    full_time = make_ruling("full_time_hours", 20, role="assistant")
    assert also(HALF_TIME, make_rulings(part_time)) is None
    assert also(HALF_TIME, make_rulings(part_time, full_time)) == "assistant"
