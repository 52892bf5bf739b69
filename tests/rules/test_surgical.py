"""Surgical claims and surgical HSCs stand apart: against 600 a year, and never pooled with the others."""

import pytest

from tests.rules.ask import facts_needed, readings, surgical, year
from tests.rules.make import make_quarters, make_row, make_staffing

SURGEON = make_row("sam", role="surgical_hsc")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [((150, 150, 150, 149), "within"), ((150, 150, 150, 150), "within"), ((151, 150, 150, 150), "over")],
)
def test_600_claims_a_year_are_recommended_at_most(claims: tuple[int, ...], expected: str) -> None:
    # 599, 600 and 601 for one surgical HSC.
    facts = make_staffing(make_quarters(0, 0, 0, 0, surgical=claims), [SURGEON])
    assert surgical(facts).recommendation == expected


def test_surgical_claims_are_not_pooled_with_the_others() -> None:
    # 4 x 150 surgical claims and 4 x 400 others: 600 for the one, 1,600 for the other. Together 2,200 for two.
    quarters = make_quarters(400, 400, 400, 400, surgical=(150,) * 4)
    facts = make_staffing(quarters, [make_row("ana"), SURGEON])
    assert (surgical(facts).claims, surgical(facts).claims_per_fte, surgical(facts).recommendation) == (
        600,
        (600, 600),
        "within",
    )
    assert (year(facts).claims, year(facts).recommendation) == (1600, "within")


def test_an_hsc_does_no_surgical_claims() -> None:
    found = surgical(make_staffing(make_quarters(0, 0, 0, 0, surgical=(1, 1, 1, 1)), [make_row("ana")]))
    assert (found.fte, found.recommendation) == ((0, 0), "over")


def test_claims_and_nobody_cannot_be_computed_and_are_over() -> None:
    found = surgical(make_staffing(make_quarters(0, 0, 0, 0, surgical=(1, 1, 1, 1)), []))
    assert (found.claims_per_fte, found.recommendation) == ((None, None), "over")


def test_no_claims_and_nobody_are_within() -> None:
    found = surgical(make_staffing(make_quarters(0, 0, 0, 0), []))
    assert (found.claims, found.claims_per_fte, found.recommendation) == (0, (0, 0), "within")


def test_time_before_one_may_bill_is_a_question_here_too() -> None:
    facts = make_staffing(
        make_quarters(0, 0, 0, 0, surgical=(100,) * 4), [make_row("sam", role="surgical_hsc", billable=None)]
    )
    found = surgical(facts)
    assert (found.fte, found.recommendation) == ((0, 1), "undetermined")
    assert readings(found) == {"unbillable-time-counts excluded": "over", "unbillable-time-counts included": "within"}


def test_less_than_a_year_is_not_judged() -> None:
    found = surgical(make_staffing(make_quarters(0, 0, 0, surgical=(200, 200, 200)), [SURGEON]))
    assert (found.claims, found.recommendation) == (600, "undetermined")
    assert facts_needed(found) == ["quarters"]


def test_surgical_claims_that_are_not_stated_are_not_none() -> None:
    found = surgical(make_staffing(make_quarters(0, 0, 0, 0, surgical=(100, 100, None, 100)), [SURGEON]))
    assert (found.claims, found.recommendation, facts_needed(found)) == (None, "undetermined", ["quarters"])
