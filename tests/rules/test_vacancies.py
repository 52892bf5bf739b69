"""Vacancies: which leavings stand open, and by when to hire so that somebody can bill in time."""

from fractions import Fraction

from onboarding.rules.facts import Staffing
from onboarding.rules.lead_times import LeadTime, Step
from onboarding.rules.vacancies import Vacancy, vacancies
from tests.rules.make import day, make_quarters, make_row, make_staffing
from tests.rules.make_law import make_rulings

LAW = make_rulings(
    required_fte_rounding="proportional", assistant_time_counts="excluded", unbillable_time_counts="excluded"
)
BILL = LeadTime(Step.BILL, 5, Fraction(40), 60)
FEW = LeadTime(Step.BILL, 0, None, None)


def of(left_on: str, *more: object, as_of: str, bill: LeadTime = BILL) -> list[Vacancy]:
    """Ana and Ben are two FTE, which 4,700 claims of 2025 require, and Ben leaves."""
    rows = [make_row(), make_row("ben", last=left_on), *more]
    facts: Staffing = make_staffing(make_quarters(1175, 1175, 1175, 1175), rows)  # type: ignore[arg-type]
    return vacancies(facts, LAW.in_force(day(as_of), "valley", None), bill, day(as_of))


def test_a_leaving_starts_three_months_and_says_by_when_to_hire() -> None:
    # From January 10, 2026 three months are April 10. 60 days before that is February 9.
    (found,) = of("2026-01-10", as_of="2026-01-20")
    assert (found.found.staff, str(found.found.replace_by), found.found.outcome) == ("ben", "2026-04-10", "open")
    assert (found.ahead, str(found.hire_by)) == (False, "2026-02-09")
    assert found.advice == (
        "From the hire to billing it took 60 days at the most here, so somebody hired by 2026-02-09 can bill in time."
    )


def test_the_last_day_to_hire_is_itself_in_time_and_the_next_is_not() -> None:
    (on_it,) = of("2026-01-10", as_of="2026-02-09")
    (after,) = of("2026-01-10", as_of="2026-02-10")
    assert str(on_it.hire_by) == "2026-02-09"
    assert (after.hire_by, after.advice[-42:]) == (None, "so somebody hired today may bill too late.")


def test_with_too_few_cases_of_its_own_no_day_is_named() -> None:
    (found,) = of("2026-01-10", as_of="2026-01-20", bill=FEW)
    assert found.hire_by is None
    assert found.advice.startswith("Here 0 people went from the hire to billing, and ")


def test_it_is_overdue_after_the_three_months_and_closed_by_a_person_in_place() -> None:
    (late,) = of("2026-01-10", as_of="2026-04-11")
    assert (late.found.outcome, late.hire_by, late.advice) == (
        "overdue", None, "The last day has passed. Hire as soon as you can.",
    )  # fmt: skip
    chi = make_row("chi", first="2026-03-02")
    assert of("2026-01-10", chi, as_of="2026-04-11") == []
    # Hired, and may not bill yet: under this reading the level is not regained.
    dee = make_row("dee", first="2026-03-02", billable=None)
    assert len(of("2026-01-10", dee, as_of="2026-04-11")) == 1


def test_a_last_day_to_come_is_told_before_it_comes() -> None:
    (found,) = of("2026-03-10", as_of="2026-01-20")
    # Three months from March 10 are June 10; 60 days before that is April 11.
    assert (found.ahead, str(found.found.replace_by), str(found.hire_by)) == (True, "2026-06-10", "2026-04-11")


def test_a_leaving_that_leaves_enough_is_none() -> None:
    assert of("2026-01-10", make_row("chi"), as_of="2026-01-20") == []


def test_what_cannot_be_told_is_shown_while_its_months_run() -> None:
    # The claims of 2024 are not recorded, by which a leaving of January 10, 2025 is judged.
    (found,) = of("2025-01-10", as_of="2025-02-01")
    assert (found.found.outcome, str(found.found.replace_by)) == ("undetermined", "2025-04-10")
    assert of("2025-01-10", as_of="2025-04-11") == []


def test_where_time_counts_before_billing_nobody_has_to_wait_for_that() -> None:
    law = make_rulings(
        required_fte_rounding="proportional", assistant_time_counts="excluded", unbillable_time_counts="included"
    )
    facts: Staffing = make_staffing(
        make_quarters(1175, 1175, 1175, 1175), [make_row(), make_row("ben", last="2026-01-10")]
    )
    found, late = (
        vacancies(facts, law.in_force(day(on), "valley", None), BILL, day(on)) for on in ("2026-04-10", "2026-04-11")
    )
    # The level is regained on the first day in the role, so that this may be the last day itself.
    assert str(found[0].hire_by) == "2026-04-10"
    assert found[0].advice == (
        "By a ruling, time counts before a person may bill, so somebody whose first day in the role is 2026-04-10 or"
        " earlier is in time."
    )
    assert late[0].hire_by is None


def test_a_leaving_to_come_from_a_cohe_that_is_below_already_says_what_to_do() -> None:
    # 2,351 claims in each quarter require 4 FTE, of which there are two.
    rows = [make_row(), make_row("ben", last="2026-03-10")]
    facts: Staffing = make_staffing(make_quarters(2351, 2351, 2351, 2351), rows)
    (found,) = vacancies(facts, LAW.in_force(day("2026-01-20"), "valley", None), BILL, day("2026-01-20"))
    assert (found.found.outcome, found.found.replace_by) == ("already_below", None)
    assert found.advice.endswith("so this leaving starts no three months. Hire as soon as you can.")
