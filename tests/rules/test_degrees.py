"""The degree: which level counts, from where, from when, and how it is proven."""

import pytest

from onboarding.rules.facts import Degree
from onboarding.rules.study_types import LEVELS
from tests.rules.ask import experience, facts_needed
from tests.rules.cast import ASSISTANT, NO_DEGREE
from tests.rules.make import make_applicant, make_degree, make_job

COUNTING = ("bachelor", "master", "professional", "doctorate")


def outcomes(*degrees: Degree, as_of: str = "2026-11-22") -> tuple[str, str]:
    """Beside three years of experience, as claimed and as verified: met, where the degree is certain."""
    applicant = make_applicant(degrees=degrees)
    return experience(applicant, as_of=as_of).outcome, experience(applicant, as_of=as_of, proven=True).outcome


@pytest.mark.parametrize("level", COUNTING)
def test_these_levels_count(level: str) -> None:
    assert outcomes(make_degree(level)) == ("met", "met")


@pytest.mark.parametrize("level", [level for level in LEVELS if level not in COUNTING])
def test_other_levels_do_not(level: str) -> None:
    assert outcomes(make_degree(level)) == ("not_met", "not_met")


def test_an_assistant_needs_no_degree() -> None:
    assert experience(NO_DEGREE).outcome == "not_met"
    finding = experience(ASSISTANT)
    assert (finding.outcome, finding.path) == ("met", "experience_only")


def test_seven_years_help_an_assistant_no_more_than_three() -> None:
    # 2018-03-15 through 2021-03-13 is a day short of three years, and a degree makes no difference to that.
    short = make_applicant(make_job(end="2021-03-13"), role="assistant")
    assert experience(short).outcome == "not_met"


def test_an_associate_degree_is_no_equivalent_degree_and_equivalent_experience_is_no_degree() -> None:
    years = make_job(category="equivalent")
    assert experience(make_applicant(years, degrees=[make_degree("associate")])).outcome == "not_met"
    assert experience(make_applicant(years, degrees=[])).outcome == "not_met"
    assert experience(make_applicant(years, degrees=[make_degree("bachelor")])).outcome == "met"


def test_the_best_of_several_degrees_decides() -> None:
    assert outcomes(make_degree("certificate"), make_degree("master"), make_degree("other")) == ("met", "met")


# What level it is; what names say is in test_study_types


def test_the_study_type_is_asked_only_where_no_level_is_stated() -> None:
    assert outcomes(make_degree(None, study_type="Bachelor of Science")) == ("met", "met")
    assert outcomes(make_degree("certificate", study_type="Bachelor of Science")) == ("not_met", "not_met")


def test_a_level_that_nobody_knows_may_count() -> None:
    unknown = make_degree(None, study_type="Program of study")
    assert outcomes(unknown) == ("undetermined", "undetermined")
    assert facts_needed(experience(make_applicant(degrees=[unknown]))) == ["education[0].level"]


@pytest.mark.parametrize("name", ["BSN, pending", "Bachelor of Science - attended", "Master Barber", "Nursing, MS"])
def test_a_degree_that_nobody_says_was_earned_never_counts_for_certain(name: str) -> None:
    assert outcomes(make_degree(None, study_type=name)) == ("undetermined", "undetermined")


@pytest.mark.parametrize(
    ("name", "conferred", "expected"),
    [
        ("BSN (2016)", "2016-06-10", "met"),
        ("BSN (2015)", "2016-06-10", "met"),  # the ceremony was the year before
        ("BSN (2017)", "2016-06-10", "undetermined"),  # the studies ended in 2016, then, and the degree was to come
        ("BSN (2027)", "2016", "undetermined"),
    ],
)
def test_a_date_in_the_name_after_the_conferral_leaves_it_open(name: str, conferred: str, expected: str) -> None:
    assert outcomes(make_degree(None, conferred, study_type=name))[0] == expected


# From abroad

HOME = ["US", "USA", "United States", "U.S.", "U.S.A.", "United States of America", " united  states of AMERICA ", None]


@pytest.mark.parametrize("country", HOME)
def test_these_are_from_the_united_states(country: str | None) -> None:
    assert outcomes(make_degree(country=country)) == ("met", "met")


@pytest.mark.parametrize(
    "country", ["UM", "America", "States", "United Mexican States", "US Virgin", "Canada", "U S", ""]
)
def test_any_other_country_is_abroad(country: str) -> None:
    assert outcomes(make_degree(country=country)) == ("undetermined", "undetermined")


@pytest.mark.parametrize(("level", "expected"), [("bachelor", "undetermined"), (None, "undetermined")])
def test_a_degree_from_abroad_that_nobody_evaluated_may_count(level: str | None, expected: str) -> None:
    assert outcomes(make_degree(level, country="PH")) == (expected, expected)


@pytest.mark.parametrize("level", ["associate", "certificate", "other"])
def test_a_lower_one_from_abroad_does_not(level: str) -> None:
    assert outcomes(make_degree(level, country="PH")) == ("not_met", "not_met")


@pytest.mark.parametrize(("evaluated_as", "expected"), [("bachelor", "met"), ("associate", "not_met")])
def test_the_evaluation_says_the_level(evaluated_as: str, expected: str) -> None:
    assert outcomes(make_degree("master", country="PH", evaluated_as=evaluated_as)) == (expected, expected)
    assert outcomes(make_degree("associate", country="PH", evaluated_as=evaluated_as)) == (expected, expected)


def test_an_evaluation_is_taken_as_verified_only_where_somebody_verified_it() -> None:
    # Whose evaluation may be relied on L&I does not say: whoever marks it as verified decides.
    doubtful = make_degree(country="PH", evaluated_as="bachelor", evaluation_verified=False)
    assert outcomes(doubtful) == ("met", "undetermined")
    found = experience(make_applicant(degrees=[doubtful]), proven=True)
    assert facts_needed(found) == ["education[0].equivalency.verified"]


def test_as_verified_the_degree_itself_is_needed_too() -> None:
    assert outcomes(make_degree(verified=False)) == ("met", "undetermined")
    assert outcomes(make_degree(country="PH", evaluated_as="bachelor", verified=False)) == ("met", "undetermined")


def test_an_unverified_degree_counts_for_no_more_than_it_states() -> None:
    assert outcomes(make_degree("associate", verified=False)) == ("not_met", "not_met")


# From when


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-11-21", "not_met"), ("2026-11-22", "met"), ("2026-11-23", "met")]
)
def test_a_degree_counts_from_the_day_it_is_conferred(as_of: str, expected: str) -> None:
    assert outcomes(make_degree(conferred="2026-11-22"), as_of=as_of) == (expected, expected)


def test_experience_before_the_degree_counts_too() -> None:
    # Three years through 2021-03-14, the degree on 2026-06-12.
    finding = experience(make_applicant(degrees=[make_degree(conferred="2026-06-12")]))
    assert (finding.outcome, str(finding.met_from)) == ("met", "2026-06-12")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2025-12-31", "not_met"), ("2026-01-01", "undetermined"), ("2026-12-30", "undetermined"), ("2026-12-31", "met")],
)
def test_a_degree_of_a_year_may_be_of_any_day_in_it(as_of: str, expected: str) -> None:
    assert outcomes(make_degree(conferred="2026"), as_of=as_of) == (expected, expected)


def test_a_degree_without_its_day_may_count() -> None:
    undated = make_degree(conferred=None)
    assert outcomes(undated) == ("undetermined", "undetermined")
    assert facts_needed(experience(make_applicant(degrees=[undated]))) == ["education[0].endDate"]


# Which path


def test_the_path_is_the_one_that_is_met() -> None:
    # 2014-03-15 through 2021-03-14 is seven years: met with the degree, and without.
    seven = make_job("2014-03-15", "2021-03-14")
    assert experience(make_applicant(seven)).path == "degree_and_experience"
    assert experience(make_applicant(seven, degrees=[])).path == "experience_only"
    assert experience(make_applicant(seven, degrees=[make_degree(country="PH")])).path == "experience_only"
    assert experience(NO_DEGREE).path is None
    assert experience(make_applicant(seven, role="assistant")).path == "experience_only"


def test_without_a_degree_it_is_seven_years_to_the_day() -> None:
    # 2026-06-11 is the day before the degree and three years; seven years from 2014-03-15 end on 2021-03-14.
    late = make_applicant(make_job("2014-03-15", None), degrees=[make_degree(conferred="2026-06-12")])
    assert str(experience(late).met_from) == "2021-03-14"
