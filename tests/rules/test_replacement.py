"""Replacing an HSC who left: by when, and whether the level required on leaving was regained.

The year to December 2025 had 4 x 1,175 = 4,700 claims: two HSC FTE, by either rounding.
"""

from collections.abc import Sequence

import pytest

from onboarding.rules.facts import StaffRow
from onboarding.rules.replacement import ReplacementFinding
from onboarding.rules.rulings import Rulings
from tests.rules.ask import NONE, facts_needed, readings, replacements
from tests.rules.make import day, make_absence, make_quarters, make_row, make_staffing
from tests.rules.make_law import make_rulings

YEAR = make_quarters(1175, 1175, 1175, 1175)
ANA = make_row("ana")


def ben(left_on: str = "2026-02-10", **row: str) -> StaffRow:
    return make_row("ben", last=left_on, **row)


def found(*staff: StaffRow, as_of: str = "2026-11-22", rulings: Rulings = NONE) -> Sequence[ReplacementFinding]:
    return replacements(make_staffing(YEAR, staff), rulings, as_of)


def replaced(left_on: str, begins: str, as_of: str = "2026-11-22") -> tuple[str, str, str]:
    """The outcome where ana stays, ben leaves and chi begins: with when it is due and when it was regained."""
    (one,) = found(ANA, ben(left_on), make_row("chi", first=begins), as_of=as_of)
    return str(one.outcome), str(one.replace_by), str(one.replaced_on)


@pytest.mark.parametrize(
    ("begins", "expected"),
    [("2026-05-09", "replaced"), ("2026-05-10", "replaced"), ("2026-05-11", "replaced_late")],
)
def test_an_hsc_is_replaced_within_three_months(begins: str, expected: str) -> None:
    assert replaced("2026-02-10", begins) == (expected, "2026-05-10", begins)


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2026-05-09", "open"), ("2026-05-10", "open"), ("2026-05-11", "overdue")]
)
def test_until_then_it_is_open(as_of: str, expected: str) -> None:
    (one,) = found(ANA, ben(), as_of=as_of)
    assert (one.outcome, one.replaced_on) == (expected, None)


@pytest.mark.parametrize(
    ("left_on", "replace_by"),
    [
        ("2026-01-29", "2026-04-29"),
        ("2026-01-30", "2026-04-30"),
        ("2026-01-31", "2026-04-30"),  # April has 30 days
        ("2026-03-31", "2026-06-30"),
        ("2026-02-28", "2026-05-28"),
    ],
)
def test_three_months_from_the_29th_30th_and_31st(left_on: str, replace_by: str) -> None:
    facts = make_staffing(make_quarters(*[1175] * 5), [ANA, ben(left_on)])
    (one,) = replacements(facts)
    assert one.replace_by == day(replace_by)


@pytest.mark.parametrize(
    ("left_on", "replace_by"),
    [
        ("2025-11-29", "2026-02-28"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-29", "2024-02-29"),  # 2024 is a leap year
        ("2023-11-30", "2024-02-29"),
        ("2024-02-29", "2024-05-29"),  # left on a leap day
    ],
)
def test_three_months_to_and_from_the_end_of_february(left_on: str, replace_by: str) -> None:
    facts = make_staffing(make_quarters(*[1175] * 16, first="2022-Q1"), [ANA, ben(left_on)])
    (one,) = replacements(facts)
    assert one.replace_by == day(replace_by)


@pytest.mark.parametrize(("months", "by"), [(2, "2026-04-10"), (3, "2026-05-10"), (4, "2026-06-10")])
def test_the_months_are_a_number(months: int, by: str) -> None:
    (one,) = found(ANA, ben(), rulings=make_rulings(replacement_months=months))
    assert one.replace_by == day(by)


# Which leaving matters


def test_a_leaving_that_leaves_enough_is_no_matter() -> None:
    assert found(ANA, make_row("chi"), ben()) == ()


def test_a_leaving_from_below_the_level_is_told_and_has_no_date() -> None:
    (one,) = found(make_row("ana", "0.5"), ben())
    assert (one.outcome, one.replace_by, one.replaced_on) == ("already_below", None, None)


@pytest.mark.parametrize(
    ("fte", "expected"),
    [("0.9999", "already_below"), (1, "overdue")],  # with ben's 1 just below, and just at, the two required
)
def test_exactly_the_level_is_enough(fte: str | int, expected: str) -> None:
    (one,) = found(make_row("ana", fte), ben())
    assert one.outcome == expected


def test_a_vacation_is_no_leaving() -> None:
    away = make_absence("2026-02-01", "2026-06-30")
    assert replacements(make_staffing(YEAR, [ANA, make_row("ben")], [away])) == ()


def test_a_change_of_time_is_no_leaving() -> None:
    assert found(ANA, ben(), make_row("ben", "0.5", first="2026-02-11")) == ()


@pytest.mark.parametrize("role", ["assistant", "surgical_hsc"])
def test_a_change_of_role_is_one(role: str) -> None:
    excluded = make_rulings(assistant_time_counts="excluded")
    (one,) = found(ANA, ben(), make_row("ben", first="2026-02-11", role=role), rulings=excluded)
    assert (one.staff, one.outcome) == ("ben", "overdue")


def test_a_gap_of_a_day_is_a_leaving_and_a_return() -> None:
    (one,) = found(ANA, ben(), make_row("ben", first="2026-02-12"))
    assert (one.outcome, str(one.replaced_on)) == ("replaced", "2026-02-12")


@pytest.mark.parametrize("role", ["assistant", "surgical_hsc"])
def test_only_an_hsc_leaves(role: str) -> None:
    assert found(ANA, make_row("chi"), ben(role=role)) == ()


@pytest.mark.parametrize(("as_of", "entries"), [("2026-02-09", 0), ("2026-02-10", 1), ("2026-02-11", 1)])
def test_a_leaving_to_come_is_none_yet(as_of: str, entries: int) -> None:
    assert len(found(ANA, ben(), as_of=as_of)) == entries


def test_leavings_stand_in_order_of_day() -> None:
    both = found(ben("2026-03-10"), make_row("chi", last="2026-02-20"))
    assert [(one.staff, str(one.left_on)) for one in both] == [("chi", "2026-02-20"), ("ben", "2026-03-10")]


# Which level


def test_the_level_is_that_of_the_four_quarters_before_the_leaving() -> None:
    # By 2025-12-31 the year is 2025 (4,700 claims); a day before it is October 2024 to September 2025, with one claim.
    facts = (1, 0, 0, 0, 4700)
    for left_on, entries in (("2025-12-30", 0), ("2025-12-31", 1)):
        staffing = make_staffing(make_quarters(*facts, first="2024-Q4"), [ANA, ben(left_on)])
        assert len(replacements(staffing)) == entries


def test_without_the_claims_of_a_quarter_the_level_is_not_known() -> None:
    (one,) = replacements(make_staffing(make_quarters(1175, 1175, 1175), [ANA, ben()]))
    assert (one.outcome, one.replace_by, facts_needed(one)) == ("undetermined", day("2026-05-10"), ["quarters"])
    assert [need.say for need in one.needs] == ["claims of 2025-Q4"]


def test_the_level_regained_is_the_one_required_then_and_not_the_staff_before() -> None:
    # 2.5 before, 1.5 after, 2 required: half a person more is enough.
    staff = ANA, make_row("chi", "0.5"), ben(), make_row("dan", "0.5", first="2026-03-01")
    (one,) = found(*staff)
    assert (one.outcome, str(one.replaced_on)) == ("replaced", "2026-03-01")


def test_whether_a_replacement_who_may_not_bill_yet_counts_is_a_question() -> None:
    # In her seat on 1 March, may bill from 1 June: in time or late.
    (one,) = found(ANA, ben(), make_row("chi", first="2026-03-01", billable="2026-06-01"))
    assert (one.outcome, one.replaced_on) == ("undetermined", None)
    assert readings(one) == {
        "unbillable-time-counts excluded": "replaced_late",
        "unbillable-time-counts included": "replaced",
    }


def test_where_the_readings_agree_on_all_but_the_day_it_is_the_latest() -> None:
    (one,) = found(ANA, ben(), make_row("chi", first="2026-03-01", billable="2026-04-01"))
    assert (one.outcome, str(one.replaced_on), one.questions) == ("replaced", "2026-04-01", ())


def test_no_entry_is_one_of_the_answers_that_may_differ() -> None:
    # Two assistants: with them there is enough without ben, without them there is not.
    assistants = [make_row(id, role="assistant") for id in ("x", "y")]
    (one,) = found(ANA, ben(), *assistants)
    assert one.outcome == "undetermined"
    assert readings(one) == {
        "assistant-time-counts excluded": "overdue",
        "assistant-time-counts included": "not_required",
    }
    assert found(ANA, ben(), *assistants, rulings=make_rulings(assistant_time_counts="included")) == ()
