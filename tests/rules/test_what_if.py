"""What if: only facts are changed, and what is known of the staff for days to come."""

from dataclasses import replace
from fractions import Fraction

import pytest

from onboarding.rules.facts import StaffRow
from onboarding.rules.staff_ahead import What, events
from onboarding.rules.what_if import Bills, Change, Claims, Hire, Leaves, Time, does_something, factor, staff_with
from tests.rules.make import day, make_row

ANA = make_row("ana")
DEC, JAN, MAR = day("2026-12-31"), day("2027-01-01"), day("2027-03-01")
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("staff", "change", "expected"),
    [
        # Who leaves is there through that day, and what comes after it is gone.
        ([ANA], Leaves("ana", DEC), [replace(ANA, last=DEC)]),
        ([make_row("ana", last="2026-12-31"), make_row("ana", HALF, "2027-01-01")], Leaves("ana", DEC),
         [make_row("ana", last="2026-12-31")]),
        ([make_row("ana", first="2027-03-01")], Leaves("ana", DEC), []),
        # Who left before, leaves no later; nobody else does.
        ([make_row("ana", last="2026-12-30")], Leaves("ana", DEC), [make_row("ana", last="2026-12-30")]),
        ([make_row("ben")], Leaves("ana", DEC), [make_row("ben")]),
        # Time changes from that day on, and in all that is recorded after it.
        ([ANA], Time("ana", JAN, HALF), [replace(ANA, last=DEC), make_row("ana", HALF, "2027-01-01")]),
        ([ANA], Time("ana", ANA.first, HALF), [replace(ANA, claim_fte=HALF)]),
        ([make_row("ana", last="2026-12-31")], Time("ana", JAN, HALF), [make_row("ana", last="2026-12-31")]),
        ([replace(ANA, claim_fte=None)], Time("ana", JAN, HALF),
         [replace(ANA, claim_fte=None, last=DEC), make_row("ana", HALF, "2027-01-01")]),
        # Who may not bill yet, may from that day on. Who may, may.
        ([make_row("ana", billable=None)], Bills("ana", MAR), [make_row("ana", billable="2027-03-01")]),
        ([ANA], Bills("ana", MAR), [ANA]),
        ([make_row("ana", billable=None, last="2026-12-31")], Bills("ana", JAN),
         [make_row("ana", billable=None, last="2026-12-31")]),
        # Somebody comes, and may bill later.
        ([], Hire("hsc", JAN, HALF, MAR), [StaffRow("(new hire 1)", "hsc", HALF, JAN, None, MAR)]),
        # More claims change nobody.
        ([ANA], Claims(Fraction(10)), [ANA]),
    ],
)  # fmt: skip
def test_a_change_changes_the_facts(staff: list[StaffRow], change: Change, expected: list[StaffRow]) -> None:
    assert list(staff_with(staff, [change])) == expected
    assert does_something(staff, change) is (staff != expected or isinstance(change, Claims))


def test_changes_add_up() -> None:
    changes = [Leaves("ana", MAR), Time("ana", JAN, HALF), Time("ana", day("2027-02-01"), Fraction(1, 4))]
    found = staff_with([ANA], changes)
    assert [(row.claim_fte, str(row.first), str(row.last)) for row in found] == [
        (1, "2020-01-01", "2026-12-31"),
        (HALF, "2027-01-01", "2027-01-31"),
        (Fraction(1, 4), "2027-02-01", "2027-03-01"),
    ]
    two = staff_with([], [Hire("hsc", JAN, HALF, MAR)] * 2)
    assert [row.id for row in two] == ["(new hire 1)", "(new hire 2)"]


def test_percent_on_percent_multiply() -> None:
    # 1.1 x 0.5 = 0.55
    assert factor([Claims(Fraction(10)), Claims(Fraction(-50)), Leaves("ana", JAN)]) == Fraction(11, 20)
    assert factor([]) == 1
    assert not does_something([ANA], Claims(Fraction(0)))


def test_what_is_recorded_for_days_to_come_is_told_in_order_of_day() -> None:
    staff = [
        make_row("ana", last="2026-12-31"),
        make_row("ana", "1/2", first="2027-01-01", last="2027-06-30"),
        make_row("ben", first="2027-02-01", billable=None),
        make_row("chi", last="2026-11-29"),  # left before
        make_row("dee", first="2027-12-01"),  # after what is asked
        make_row("eli", last="2026-11-30"),  # today is the last day
    ]
    found = events(staff, day("2026-11-30"), day("2027-09-30"))
    assert [each.bills for each in found if each.staff == "ben"] == [False]
    assert [(str(each.on), each.staff, each.what, each.share) for each in found] == [
        ("2026-11-30", "eli", What.LEAVES, 1),
        ("2027-01-01", "ana", What.CHANGES, HALF),
        ("2027-02-01", "ben", What.COMES, 1),
        ("2027-06-30", "ana", What.LEAVES, HALF),
    ]


def test_who_is_here_and_may_not_bill_is_told_and_a_piece_of_their_time_is_no_change() -> None:
    staff = [make_row("ana", last="2026-10-31"), make_row("ana", first="2026-11-01", billable=None)]
    found = events(staff, day("2026-11-30"), day("2027-09-30"))
    assert [(str(each.on), each.what) for each in found] == [("2026-11-01", What.CANNOT_BILL)]
    later = [make_row("ana", last="2027-01-31"), make_row("ana", first="2027-02-01", billable=None)]
    assert events(later, day("2026-11-30"), day("2027-09-30")) == []
