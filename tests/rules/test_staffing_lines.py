"""How far a COHE is from each line, in words; and what the lines say at their edges."""

import pytest

from onboarding.rules import fte_parts, staffing_lines as lines
from onboarding.rules.claims_ratio import bounds_of
from onboarding.rules.facts import StaffRow
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing import Staffed, last_year, quarter
from onboarding.rules.staffing_day import on_day
from onboarding.rules.staffing_lines import Line
from tests.rules.make import day, make_quarters, make_row, make_staffing
from tests.rules.make_law import make_rulings

SETTLED = make_rulings(
    required_fte_rounding="proportional", assistant_time_counts="excluded", unbillable_time_counts="excluded"
)
OPEN = make_rulings()


def trigger(claims: int, *staff: StaffRow, first: str = "2025-Q1", as_of: str = "2026-11-22") -> Line:
    """The trigger of one quarter: January to March 2025, 90 days, if not said otherwise."""
    staffed = Staffed(make_staffing(make_quarters(claims, first=first), staff), SETTLED, day(as_of))
    (row,) = staffed.given
    fte = bounds_of(staffed.levels.averages([(row.quarter.first, row.quarter.last)]))
    return lines.trigger(quarter(row, staffed), claims, fte, staffed.law)


def year(*claims: int, staff: tuple[StaffRow, ...], rulings: Rulings = SETTLED) -> Staffed:
    return Staffed(make_staffing(make_quarters(*claims), staff), rulings, day("2026-01-15"))


@pytest.mark.parametrize(
    ("claims", "staff", "outcome", "distance"),
    [
        # 588 / 1 = 588, which is not more than 588. One more is 589.
        (588, [make_row()], "not_required", "1 more claim would have reached the discussion trigger."),
        # 1,177 / 2 = 588.5. 588 x 2 = 1,176 claims are within, so 1 is above; 1,177 / 588 - 2 = 1/588 FTE, begun
        # hundredths of which are one.
        (1177, [make_row("ana"), make_row("ben")], "required",
         "1 claim above the discussion trigger. 0.01 more FTE would be within it."),
        # 0 / 1 = 0. The first claim past 588 is the 589th.
        (0, [make_row()], "not_required", "589 more claims would have reached the discussion trigger."),
        # 10 claims and no FTE cannot be divided. 10 / 588 = 0.017, begun hundredths of which are two.
        (10, [], "required", "10 claims above the discussion trigger. 0.02 more FTE would be within it."),
        # 0 claims and no FTE: the ratio is 0, and the first claim is above.
        (0, [], "not_required", "1 more claim would have reached the discussion trigger."),
        # Hired on February 15: 14 days of February and 31 of March are 45 of 90, half an FTE. 588 / 2 = 294.
        (294, [make_row(first="2025-02-15")], "not_required",
         "1 more claim would have reached the discussion trigger."),
        (295, [make_row(first="2025-02-15")], "required",
         "1 claim above the discussion trigger. 0.01 more FTE would be within it."),
    ],
)  # fmt: skip
def test_the_trigger_of_a_quarter_that_is_over(claims: int, staff: list[StaffRow], outcome: str, distance: str) -> None:
    found = trigger(claims, *staff)
    assert (found.nature, found.outcome, found.distance) == ("trigger", outcome, distance)
    assert found.says == "More than 588 claims in a quarter for each HSC FTE."


def test_a_leap_year_has_91_days_in_its_first_quarter() -> None:
    # From February 29, 2024: 1 day of February and 31 of March are 32 of 91. 588 x 32 / 91 = 206.77: 206 are within.
    late = make_row(first="2024-02-29")
    assert trigger(206, late, first="2024-Q1").outcome == "not_required"
    assert trigger(207, late, first="2024-Q1").outcome == "required"
    (share,) = fte_parts.shares([late], (day("2024-01-01"), day("2024-03-31")))
    assert (share.days, share.of, str(share.fte)) == (32, 91, "32/91")


def test_a_role_that_changes_on_the_first_day_of_a_quarter_changes_that_quarter_alone() -> None:
    # An assistant through March 31, an HSC from April 1: 0 of 90 days, and then 91 of 91.
    rows = [make_row(last="2025-03-31", role="assistant"), make_row(first="2025-04-01")]
    assert trigger(1, *rows).distance.startswith("1 claim above")
    assert trigger(588, *rows, first="2025-Q2").outcome == "not_required"
    assert trigger(589, *rows, first="2025-Q2").outcome == "required"


def test_a_quarter_under_way_says_how_many_more_claims_reach_the_trigger() -> None:
    # 588 x 2 = 1,176. With 1,136 so far, 40 more are within and the 41st is above.
    two = make_row("ana"), make_row("ben")
    found = trigger(1136, *two, first="2026-Q4")
    assert (found.outcome, found.distance) == ("open", "41 more claims this quarter reach the discussion trigger.")
    one = trigger(1176, *two, first="2026-Q4")
    assert one.distance == "1 more claim this quarter reaches the discussion trigger."


def test_where_time_is_not_recorded_the_distance_is_a_range() -> None:
    # Ana is one FTE, and Ben anything from 0 to 1: 588 to 1,176 claims are within.
    ben = unrecorded("ben")
    assert trigger(500, make_row(), ben).distance == "89 to 677 more claims would have reached the discussion trigger."
    between = trigger(600, make_row(), ben)
    assert between.outcome == "undetermined"
    assert between.distance == "Between 12 claims above the discussion trigger and 577 claims short of it."
    assert "What is not recorded could change this: the time of ben from 2025-01-01 to 2025-03-31." in between.because
    assert trigger(1200, make_row(), ben).outcome == "required"  # also if Ben were a whole one: 1,200 / 2 = 600


def unrecorded(id: str) -> StaffRow:
    return StaffRow(id, "hsc", None, day("2020-01-01"), None, day("2020-01-01"))


@pytest.mark.parametrize(
    ("claims", "fte", "outcome", "distance"),
    [
        # 2,350 claims require 1 FTE.
        (2350, "1", "met", "Exactly the FTE that is required."),
        # 2,000 / 2,350 = 0.851: 0.1489 more than required, cut.
        (2000, "1", "met", "0.14 FTE more than required."),
        # 2,351 / 2,350 = 1.0004: one begun hundredth short.
        (2351, "1", "not_met", "0.01 FTE short of what is required."),
        (2350, "0.5", "not_met", "0.5 FTE short of what is required."),
    ],
)
def test_the_requirement_of_a_year(claims: int, fte: str, outcome: str, distance: str) -> None:
    staffed = year(claims, 0, 0, 0, staff=(make_row(fte=fte),))
    found, _ = staffed.year(last_year(staffed))
    line = lines.requirement(found, staffed.law)
    assert (line.nature, line.outcome, line.distance) == ("requirement", outcome, distance)
    assert line.says == "1 HSC FTE for every 2,350 claims a year."


@pytest.mark.parametrize(
    ("claims", "outcome", "distance"),
    [
        (1650, "within", "Exactly what L&I recommends."),
        (1649, "within", "1 more claim a year stays within what L&I recommends."),
        # 1,700 / 1,650 - 1 = 0.0303, begun hundredths of which are four.
        (1700, "over", "50 claims a year above what L&I recommends. 0.04 more FTE would be within it."),
    ],
)
def test_the_recommended_volume_of_a_year(claims: int, outcome: str, distance: str) -> None:
    staffed = year(claims, 0, 0, 0, staff=(make_row(),))
    found, _ = staffed.year(last_year(staffed))
    line = lines.recommendation(found, staffed.law)
    assert (line.nature, line.outcome, line.distance) == ("recommendation", outcome, distance)


def test_of_no_whole_year_nothing_is_said() -> None:
    staffed = year(2000, 100, 100, staff=(make_row(),))
    found, surgery = staffed.year(last_year(staffed))
    law = staffed.law
    for line in (lines.requirement(found, law), lines.recommendation(found, law)):
        assert (line.outcome, line.distance) == ("undetermined", "")
    assert lines.surgical_recommendation(surgery, is_year=False, law=law).distance == ""


def test_one_day_is_judged_by_the_four_quarters_before_it() -> None:
    # 4,700 claims of 2025 require 2 FTE. Ben leaves on January 10, 2026: 2 FTE on that day, 1 on the next.
    staffed = year(1175, 1175, 1175, 1175, staff=(make_row(), make_row("ben", last="2026-01-10")))
    for on, outcome, distance in (
        ("2026-01-10", "met", "Exactly the FTE that is required."),
        ("2026-01-11", "not_met", "1 FTE short of what is required."),
    ):
        line = lines.requirement_on(on_day(day(on), staffed), staffed.law)
        assert (line.outcome, line.distance) == (outcome, distance)
    missing = on_day(day("2027-01-10"), staffed)
    assert (missing.outcome, missing.required_fte) == ("undetermined", None)
    assert missing.needs[0].say == "claims of 2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4"


def test_with_and_without_assistants_and_those_who_may_not_bill() -> None:
    # January to March 2025, 90 days. Ana may bill from March 2: 30 days. Bo, an assistant, may bill throughout, half
    # time. Cy is a surgical HSC and stands apart.
    rows = [make_row("ana", billable="2025-03-02"), make_row("bo", "0.5", role="assistant"),
            make_row("cy", role="surgical_hsc")]  # fmt: skip
    period = day("2025-01-01"), day("2025-03-31")
    staffed = Staffed(make_staffing(make_quarters(100), rows), OPEN, day("2026-01-15"))
    counted = {each.says: str(each.fte.least) for each in fte_parts.counted(staffed, period)}
    assert counted == {
        "HSCs who may bill": "1/3",
        "All HSCs": "1",
        "HSCs and Assistant HSCs who may bill": "5/6",
        "All HSCs and Assistant HSCs": "3/2",
    }
    hsc, assistant, surgical = fte_parts.parts(rows, period)
    assert [str(each.least) for each in (hsc.billing, hsc.unbillable, hsc.together)] == ["1/3", "2/3", "1"]
    assert (str(assistant.together.least), str(surgical.together.least)) == ("1/2", "1")
    assert all(each.in_force for each in fte_parts.counted(staffed, period))
    ruled = Staffed(make_staffing(make_quarters(100), rows), SETTLED, day("2026-01-15"))
    assert [each.in_force for each in fte_parts.counted(ruled, period)] == [True, False, False, False]


def test_with_less_than_a_claim_to_spare_it_is_not_called_exact() -> None:
    # 1,650 x 0.99 = 1,633.5: 1,633 claims are within, the next is not, and half a claim is none.
    staffed = year(1633, 0, 0, 0, staff=(make_row(fte="0.99"),))
    found, _ = staffed.year(last_year(staffed))
    line = lines.recommendation(found, staffed.law)
    assert (line.outcome, line.distance) == ("within", "No more claims a year stay within what L&I recommends.")
