"""Claims for each HSC full-time equivalent: the discussion trigger of a quarter, the requirement of a year."""

import pytest

from onboarding.rules.facts import StaffRow
from tests.rules.ask import discussions, names, quarters, readings, year
from tests.rules.make import make_quarters, make_row, make_staffing
from tests.rules.make_law import make_rulings

ONE = [make_row()]
TEN = [make_row(f"s{n}") for n in range(10)]
HUNDRED = [make_row(f"s{n}") for n in range(100)]
PROPORTIONAL = make_rulings(required_fte_rounding="proportional")
HALF_STEPS = make_rulings(required_fte_rounding="half-steps")


def level(claims: int) -> tuple[int, ...]:
    """A year's claims over four quarters, as level as they can be."""
    return tuple(claims // 4 + (quarter < claims % 4) for quarter in range(4))


# A quarter


@pytest.mark.parametrize(
    ("claims", "expected"), [(587, "not_required"), (588, "not_required"), (589, "required"), (0, "not_required")]
)
def test_a_discussion_is_required_above_588_claims_in_a_quarter(claims: int, expected: str) -> None:
    assert discussions(make_staffing(make_quarters(claims))) == [expected]


@pytest.mark.parametrize(
    ("claims", "staff", "expected"),
    [
        (5879, TEN, "not_required"),  # 587.9
        (5880, TEN, "not_required"),  # 588 is not more than 588
        (5881, TEN, "required"),  # 588.1
        (58800, HUNDRED, "not_required"),
        (58801, HUNDRED, "required"),  # 588.01
    ],
)
def test_588_is_not_more_than_588_and_any_more_is(claims: int, staff: list[StaffRow], expected: str) -> None:
    assert discussions(make_staffing(make_quarters(claims), staff)) == [expected]


def test_a_year_over_the_requirement_need_not_trigger_a_discussion() -> None:
    # 2,351 over level quarters is 588, 588, 588, 587: none above 588, and the year needs 2,351 / 2,350 FTE.
    facts = make_staffing(make_quarters(*level(2351)))
    assert discussions(facts) == ["not_required"] * 4
    assert year(facts, PROPORTIONAL).outcome == "not_met"


def test_a_discussion_may_be_triggered_in_a_year_that_is_fine() -> None:
    # 589 + 560 + 560 + 560 = 2,269, below 2,350.
    facts = make_staffing(make_quarters(589, 560, 560, 560))
    assert discussions(facts) == ["required", "not_required", "not_required", "not_required"]
    assert year(facts).outcome == "met"


def test_a_quarter_that_is_not_over_is_open_and_has_no_figures() -> None:
    facts = make_staffing(make_quarters(600, 600, first="2026-Q3"))
    found = quarters(facts, as_of="2026-12-30")
    assert [str(each.discussion) for each in found.values()] == ["required", "open"]
    last = found["2026-Q4"]
    assert (last.complete, last.hsc_fte, last.claims_per_fte) == (False, None, None)
    assert discussions(facts, as_of="2026-12-31") == ["required", "required"]


def test_quarters_stand_in_order_of_date_however_they_are_given() -> None:
    facts = make_staffing(reversed(make_quarters(1, 2, 3, 4)))
    assert list(quarters(facts)) == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]


# No claims, no staff


def test_no_claims_are_a_ratio_of_0_even_without_staff() -> None:
    for staff in (ONE, []):
        (found,) = quarters(make_staffing(make_quarters(0), staff)).values()
        assert (found.claims_per_fte, found.discussion) == ((0, 0), "not_required")


def test_claims_without_staff_are_never_compliant_and_never_infinite() -> None:
    facts = make_staffing(make_quarters(100, 100, 100, 100), [])
    found = quarters(facts)["2025-Q1"]
    assert (found.claims_per_fte, found.discussion) == ((None, None), "required")
    assert (year(facts).outcome, year(facts).recommendation) == ("not_met", "over")


def test_where_a_reading_has_staff_and_another_has_none_only_the_lower_bound_is_known() -> None:
    # An assistant alone: 100 claims for 1 FTE, or for none.
    facts = make_staffing(make_quarters(100), [make_row(role="assistant")])
    found = quarters(facts)["2025-Q1"]
    assert (found.claims_per_fte, found.hsc_fte, found.discussion) == ((100, None), (0, 1), "undetermined")


# A year


@pytest.mark.parametrize(("claims", "expected"), [(2349, "met"), (2350, "met"), (2351, "not_met")])
def test_one_full_time_hsc_is_required_for_2350_claims_a_year(claims: int, expected: str) -> None:
    assert year(make_staffing(make_quarters(*level(claims))), PROPORTIONAL).outcome == expected


@pytest.mark.parametrize(("claims", "expected"), [(1174, "met"), (1175, "met"), (1176, "not_met")])
def test_or_half_a_one_for_every_1175_begun(claims: int, expected: str) -> None:
    facts = make_staffing(make_quarters(*level(claims)), [make_row(fte="0.5")])
    assert year(facts, HALF_STEPS).outcome == expected


@pytest.mark.parametrize(
    ("claims", "required"), [(0, "0"), (1, "1/2"), (1175, "1/2"), (1176, "1"), (2350, "1"), (2351, "3/2")]
)
def test_half_steps_are_started_and_never_finished_ones(claims: int, required: str) -> None:
    found = year(make_staffing(make_quarters(*level(claims))), HALF_STEPS).required_fte
    assert found
    assert (str(found.at_least), str(found.at_most)) == (required, required)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [(2937, "met"), (2938, "not_met")],  # 1.25 x 2,350 = 2,937.5
)
def test_the_required_staffing_is_never_rounded(claims: int, expected: str) -> None:
    staff = [make_row("ana"), make_row("ben", "0.25")]
    found = year(make_staffing(make_quarters(*level(claims)), staff), PROPORTIONAL)
    assert found.outcome == expected
    assert found.required_fte
    assert str(found.required_fte.at_least) == {2937: "2937/2350", 2938: "1469/1175"}[claims]


def test_whether_it_is_rounded_is_a_question() -> None:
    # 2,351 claims and 1.25 FTE: 2,351 / 2,350 is less, three half steps are more.
    staff = [make_row("ana"), make_row("ben", "0.25")]
    found = year(make_staffing(make_quarters(*level(2351)), staff))
    assert found.outcome == "undetermined"
    assert readings(found) == {
        "required-fte-rounding proportional": "met",
        "required-fte-rounding half-steps": "not_met",
    }


@pytest.mark.parametrize(("claims", "expected"), [(1649, "within"), (1650, "within"), (1651, "over")])
def test_1650_claims_a_year_are_recommended_at_most(claims: int, expected: str) -> None:
    assert year(make_staffing(make_quarters(*level(claims)))).recommendation == expected


def test_the_requirement_and_the_recommendation_are_two_things() -> None:
    # 2,000 claims for one HSC: fewer than 2,350 and more than 1,650; 500 a quarter, fewer than 588.
    facts = make_staffing(make_quarters(*level(2000)))
    found = year(facts)
    assert (found.outcome, found.recommendation) == ("met", "over")
    assert discussions(facts) == ["not_required"] * 4


# Which quarters make a year


def test_it_is_the_last_four_complete_quarters() -> None:
    facts = make_staffing(make_quarters(5000, 100, 100, 100, 100, 5000, first="2025-Q2"))
    found = year(facts, as_of="2026-06-30")
    assert (names(found.quarters), found.claims) == (["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"], 400)
    assert names(year(facts, as_of="2026-06-29").quarters) == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]


def test_less_than_a_year_is_never_taken_for_one() -> None:
    # Three quarters' 1,800 claims against a year's 2,350 would look compliant.
    found = year(make_staffing(make_quarters(600, 600, 600, first="2025-Q2")))
    assert (found.outcome, found.recommendation, found.required_fte) == ("undetermined", "undetermined", None)
    assert [need.say for need in found.needs] == ["claims of 2025-Q1"]
    assert found.claims == 1800


def test_a_gap_between_quarters_is_named() -> None:
    given = make_quarters(500, 500, first="2025-Q1") + make_quarters(500, 500, first="2025-Q4")
    found = year(make_staffing(given))
    assert (found.outcome, [need.say for need in found.needs]) == ("undetermined", ["claims of 2025-Q3"])


def test_without_any_quarter_the_last_four_are_named() -> None:
    found = year(make_staffing(), as_of="2026-04-20")
    assert (found.quarters, found.outcome) == ((), "undetermined")
    assert [need.say for need in found.needs] == ["claims of 2025-Q2, 2025-Q3, 2025-Q4, 2026-Q1"]
