"""Which quarter ahead crosses which line, and how many FTE prevent it: the rules of staffing, asked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from onboarding.rules.days import Quarter
from onboarding.rules.facts import Staffing, StaffRow
from onboarding.rules.forecast import forecast
from onboarding.rules.lines_met import Held
from onboarding.rules.look_ahead import LineAhead, LookAhead, Stand, look_ahead
from onboarding.rules.rulings import Rulings
from onboarding.rules.staffing import Staffed
from tests.rules.make import day, make_quarters, make_row, make_staffing
from tests.rules.make_law import make_ruling, make_rulings

SETTLED = make_rulings(
    required_fte_rounding="proportional", assistant_time_counts="excluded", unbillable_time_counts="excluded"
)
TODAY = day("2026-11-30")  # Q4 2026 is under way


def ahead(
    facts: Staffing, rulings: Rulings = SETTLED, today: date = TODAY, factor: Fraction = Fraction(1)
) -> LookAhead:
    numbers, now = rulings.in_force(today, "valley", None).numbers, Quarter.of(today)
    claims = forecast({row.quarter: row.claims for row in facts.quarters}, now, numbers, factor)
    surgical = {row.quarter: row.surgical_claims for row in facts.quarters if row.surgical_claims is not None}
    return look_ahead(
        claims, forecast(surgical, now, numbers, factor), lambda of: Staffed(facts, rulings, of.last), today
    )


def facts(*claims: int, staff: list[StaffRow] | None = None, first: str = "2024-Q4") -> Staffing:
    return make_staffing(make_quarters(*claims, first=first), staff)


def line(held: Held, found: LookAhead) -> LineAhead:
    (of,) = [each for each in found.lines if each.held is held]
    return of


def long(claims: int, *staff: StaffRow) -> Staffing:
    """So many claims in each of sixteen quarters, so that every forecast was right and each range is one number."""
    return facts(*[claims] * 16, staff=list(staff) or None, first="2022-Q4")


def test_what_is_steady_stays_within_each_line() -> None:
    # 400 claims a quarter for one FTE: 400 of 588. 1,600 a year require 0.68 FTE. 1,650 are recommended.
    found = ahead(long(400))
    assert [(str(each.claims.quarter), each.claims.likely) for each in found.quarters] == [
        ("2026-Q4", 400), ("2027-Q1", 400), ("2027-Q2", 400), ("2027-Q3", 400)
    ]  # fmt: skip
    assert [each.ratio for each in found.quarters] == [(400, 400)] * 4
    for held in (Held.TRIGGER, Held.REQUIREMENT, Held.RECOMMENDATION):
        assert (line(held, found).stand, line(held, found).before, line(held, found).more) == (Stand.STAYS, False, None)
    assert [each.held for each in found.lines] == [Held.TRIGGER, Held.REQUIREMENT, Held.RECOMMENDATION]


def test_without_a_range_it_says_what_is_likely() -> None:
    within, over = ahead(facts(*[400] * 8)), ahead(facts(*[600] * 8))
    assert line(Held.TRIGGER, within).stands == (Stand.LIKELY_STAYS,) * 4
    assert line(Held.TRIGGER, over).stands == (Stand.LIKELY_CROSSES,) * 4


def test_a_leaving_that_is_recorded_crosses_the_trigger_in_the_quarter_after() -> None:
    # Two FTE, one of whom leaves on December 31: 800 / 2 = 400, and from January 1 on 800 / 1 = 800 of 588.
    found = ahead(long(800, make_row("ana"), make_row("ben", last="2026-12-31")))
    trigger = line(Held.TRIGGER, found)
    assert trigger.stands == (Stand.STAYS, Stand.CROSSES, Stand.CROSSES, Stand.CROSSES)
    assert (str(trigger.first), trigger.before) == ("2027-Q1", False)
    # 800 / 588 - 1 = 212 / 588 FTE, in each quarter and from its first day on.
    assert trigger.more is not None
    assert (trigger.more.by, trigger.more.through) == (day("2027-01-01"), day("2027-09-30"))
    assert trigger.more.likely == trigger.more.most == (Fraction(212, 588), Fraction(212, 588))


def test_the_requirement_is_that_of_four_quarters_and_takes_more_the_later_it_begins() -> None:
    # 1,000 claims a quarter are 4,000 a year and require 4,000 / 2,350 = 80/47 FTE. One of two leaves on December 31.
    requirement = line(Held.REQUIREMENT, ahead(long(1000, make_row("ana"), make_row("ben", last="2026-12-31"))))
    # To Q4 2026: 2. To Q1 2027: (365 + 275) / 365 = 1.75. To Q2 2027, 184 of 365 days with two: 1.504, below 1.702.
    assert [each.value for each in requirement.stands] == ["stays", "stays", "crosses", "crosses"]
    assert requirement.more is not None
    assert requirement.more.by == day("2027-04-01")
    # To Q2: 80/47 - (365 + 184)/365 is missing on average of 365 days, and 91 of them are left: 0.794.
    # To Q3: 80/47 - (365 + 92)/365, of which 183 days are left: 0.898, which is more.
    q2 = (Fraction(80, 47) - Fraction(549, 365)) * Fraction(365, 91)
    q3 = (Fraction(80, 47) - Fraction(457, 365)) * Fraction(365, 183)
    assert q3 > q2
    assert requirement.more.likely == (q3, q3)


def test_what_has_begun_can_be_prevented_from_tomorrow_on() -> None:
    # 600 claims for one FTE, in the quarter under way already: 600 / 588 - 1 = 12 / 588, spread over the 31 days of 92
    # that are left from December 1 on. In the quarters after it is 12 / 588 from their first day on.
    trigger = line(Held.TRIGGER, ahead(long(600)))
    assert (trigger.before, trigger.stand, str(trigger.first)) == (True, Stand.CROSSES, "2026-Q4")
    assert trigger.more is not None
    assert (trigger.more.by, trigger.more.likely.at_most) == (day("2026-12-01"), Fraction(12, 588) * Fraction(92, 31))
    # Of the next quarter no day has passed: 600 / 588 - 1 = 12 / 588.
    assert trigger.later is not None
    assert (trigger.later.by, trigger.later.likely.at_most) == (day("2027-01-01"), Fraction(12, 588))


def test_on_the_last_day_of_a_quarter_only_the_next_ones_can_be_helped() -> None:
    trigger = line(Held.TRIGGER, ahead(long(600), today=day("2026-12-31")))
    assert trigger.more is not None
    assert trigger.later is None
    assert (trigger.more.by, trigger.more.likely.at_most) == (day("2027-01-01"), Fraction(12, 588))


@pytest.mark.parametrize("held", [Held.TRIGGER, Held.REQUIREMENT, Held.RECOMMENDATION])
@pytest.mark.parametrize("claims", [620, 777, 1000, 1333])
def test_who_is_said_to_be_enough_is_enough_by_the_same_rules_and_a_hundredth_less_is_not(
    held: Held, claims: int
) -> None:
    """Somebody with that time is put among the staff, and the rules are asked again."""
    given = long(claims, make_row("ana"), make_row("ben", last="2026-12-31"))
    more = line(held, ahead(given)).more
    if more is None:
        assert all(each is Stand.STAYS for each in line(held, ahead(given)).stands)
        return
    enough = more.likely.at_most or 0
    for time, prevented in ((enough, True), (enough - Fraction(1, 100), False)):
        whole = [make_row(f"new {place}", str(part), first=str(more.by)) for place, part in enumerate(parts(time))]
        staff = [replace(row, billable_from=date.min) for row in whole]
        stands = line(held, ahead(replace(given, staff=(*given.staff, *staff)))).stands
        crossed = [each for each in stands if each is not Stand.STAYS]
        assert (not crossed) is prevented


def parts(time: Fraction | int) -> list[Fraction]:
    """That much time as people, none of whom is more than one FTE."""
    whole, rest = divmod(Fraction(time), 1)
    return [Fraction(1)] * int(whole) + ([rest] if rest else [])


def test_between_the_ends_of_the_range_it_may_cross() -> None:
    # Every past quarter was 580 but one in the middle, so that there are errors: the range goes past 588 and not below.
    claims = [580] * 10 + [700] + [580] * 13
    found = ahead(facts(*claims, first="2020-Q4"))
    first = found.quarters[0].claims
    assert first.least is not None
    assert first.most is not None
    assert first.least <= 588 < first.most
    assert line(Held.TRIGGER, found).stands[0] is Stand.MAY_CROSS


def test_what_hangs_on_a_reading_cannot_be_told_and_says_why() -> None:
    open_ = make_rulings(required_fte_rounding="proportional", assistant_time_counts="excluded")
    found = ahead(long(400, make_row("ana", billable=None)), open_)
    trigger = line(Held.TRIGGER, found)
    assert trigger.stands == (Stand.UNKNOWN,) * 4
    judged = trigger.likely[0]
    assert judged is not None
    assert "unbillable-time-counts" in judged.line.because
    # 400 / 588 FTE are missing where Ana does not count, and none where she does.
    assert trigger.first is None
    assert trigger.more is not None
    assert trigger.more.likely.at_least == 0
    assert line(Held.TRIGGER, ahead(long(400, make_row("ana")), open_)).more is None


def test_a_quarter_that_is_not_forecast_leaves_its_lines_open() -> None:
    # No claim in Q4 2025: Q4 2026 is not forecast, what was counted of it so far is no forecast, and no year has it.
    given = facts(*[400] * 4, 0, 400, 400, 400, 5)
    found = ahead(given)
    assert line(Held.TRIGGER, found).stands == (Stand.UNKNOWN, *[Stand.LIKELY_STAYS] * 3)
    assert line(Held.REQUIREMENT, found).stands == (Stand.UNKNOWN,) * 4


def test_surgical_claims_are_forecast_by_themselves() -> None:
    staff = [make_row("ana"), make_row("eli", "0.4", role="surgical_hsc")]
    quarters = make_quarters(*[400] * 8, first="2024-Q4", surgical=(50,) * 4 + (60,) * 4)
    found = ahead(make_staffing(quarters, staff))
    # 60 x 240 / 200 = 72 in each quarter. The four to Q4 2026: 60 x 3 + 72 = 252 for 0.4 FTE are 630 of 600.
    # 0.4 x 600 = 240 are within, and the four to Q3 2026 were just that.
    assert [each.likely for each in found.surgical.quarters] == [72] * 4
    surgical = line(Held.SURGICAL, found)
    assert (surgical.before, surgical.stands[0]) == (False, Stand.LIKELY_CROSSES)
    assert line(Held.TRIGGER, found).stands[0] is Stand.LIKELY_STAYS


def test_a_line_is_judged_by_the_law_of_the_quarters_last_day() -> None:
    later = make_rulings(
        make_ruling("quarter_trigger", 390, since="2027-06-30"),
        required_fte_rounding="proportional", assistant_time_counts="excluded", unbillable_time_counts="excluded",
    )  # fmt: skip
    # 400 claims for one FTE: within 588, and above 390, which holds from the last day of Q2 2027 on.
    stands = line(Held.TRIGGER, ahead(long(400), later)).stands
    assert stands == (Stand.STAYS, Stand.STAYS, Stand.CROSSES, Stand.CROSSES)


def test_without_a_forecast_nothing_is_said() -> None:
    found = ahead(facts(*[400] * 7, first="2025-Q1"))
    assert (found.quarters, found.lines) == ((), ())
    assert [str(each) for each in found.claims.missing] == ["2024-Q4"]


def test_a_day_of_the_year_changes_nothing_but_what_is_left_of_it() -> None:
    staff = [make_row("ana"), make_row("ben", last="2026-12-31")]
    for back in range(0, 60, 7):
        found = ahead(long(1000, *staff), today=TODAY - timedelta(back))
        assert [each.value for each in line(Held.REQUIREMENT, found).stands] == ["stays", "stays", "crosses", "crosses"]
