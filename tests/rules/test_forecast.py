"""The plain forecast, by hand: the trend, the range from past errors, what cannot be told; and each past quarter."""

from fractions import Fraction

import pytest

from onboarding.rules.days import Quarter
from onboarding.rules.forecast import Forecast, forecast
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from tests.rules.make import day
from tests.rules.make_law import make_rulings

NUMBERS = Rulings(shipped()).in_force(day("2026-11-30"), None, None).numbers
LAST_TWO = (100, 200, 100, 100, 110, 220, 110, 110)


def quarter(name: str) -> Quarter:
    found = Quarter.parse(name)
    assert found, name
    return found


def series(*claims: int | None, first: str = "2024-Q1") -> dict[Quarter, int]:
    """The claims of quarters that follow each other; None: of that quarter none are recorded."""
    start = quarter(first)
    return {start.earlier(-place): number for place, number in enumerate(claims) if number is not None}


def made(given: dict[Quarter, int], now: str, numbers: Numbers = NUMBERS) -> Forecast:
    return forecast(given, quarter(now), numbers)


def likely(found: Forecast) -> list[tuple[str, int | None]]:
    return [(str(each.quarter), each.likely) for each in found.quarters]


def test_the_same_quarter_of_last_year_is_scaled_by_the_trend() -> None:
    found = made(series(*LAST_TWO), "2026-Q1")
    # 110 + 220 + 110 + 110 = 550 after 100 + 200 + 100 + 100 = 500: a trend of 550 / 500 = 1.1.
    assert (found.before, found.after, found.trend) == (500, 550, Fraction(11, 10))
    # 110 x 1.1 = 121, and 220 x 1.1 = 242.
    assert likely(found) == [("2026-Q1", 121), ("2026-Q2", 242), ("2026-Q3", 121), ("2026-Q4", 121)]
    assert [each.base for each in found.quarters] == [110, 220, 110, 110]
    assert (found.last, found.missing) == (quarter("2025-Q4"), ())


@pytest.mark.parametrize(("base", "whole"), [(100, 50), (101, 51), (99, 50)])
def test_claims_are_whole_and_half_a_claim_is_one(base: int, whole: int) -> None:
    # The year before: 4 x 200 = 800. The last one: base + 100 + 100 + (200 - base) = 400: a trend of 1/2.
    found = made(series(200, 200, 200, 200, base, 100, 100, 200 - base), "2026-Q1")
    assert found.quarters[0].likely == whole  # 100 / 2 = 50; 101 / 2 = 50.5, so 51; 99 / 2 = 49.5, so 50


def test_a_leap_day_changes_nothing() -> None:
    # The first quarter of 2028 has 91 days, that of 2027 has 90: claims are not counted by the day.
    found = made(series(*LAST_TWO, first="2026-Q1"), "2028-Q1")
    assert likely(found)[0] == ("2028-Q1", 121)


def test_without_eight_quarters_in_a_row_it_says_which_are_missing() -> None:
    few = made(series(*LAST_TWO[1:], first="2024-Q2"), "2026-Q1")
    assert (few.last, few.quarters, few.trend, few.missing) == (None, (), None, (quarter("2024-Q1"),))
    gap = made(series(100, 200, None, 100, 110, 220, 110, 110), "2026-Q1")
    assert (gap.last, gap.missing) == (None, (quarter("2024-Q3"),))


def test_where_the_last_quarter_is_not_entered_it_begins_with_it_and_ends_a_quarter_earlier() -> None:
    found = made(series(*LAST_TWO), "2026-Q2")
    assert likely(found) == [("2026-Q1", 121), ("2026-Q2", 242), ("2026-Q3", 121), ("2026-Q4", 121)]
    assert found.missing == (quarter("2026-Q1"),)
    assert made(series(*LAST_TWO), "2026-Q4").last == quarter("2025-Q4")
    assert made(series(*LAST_TWO), "2027-Q1").last is None  # the one under way would be five ahead


def test_a_quarter_without_a_claim_last_year_is_not_forecast() -> None:
    found = made(series(100, 100, 100, 100, 0, 100, 100, 100), "2026-Q1")
    # 300 / 400 of 0 claims would be 0 whatever the trend is: that is no forecast. 100 x 300 / 400 = 75.
    assert likely(found) == [("2026-Q1", None), ("2026-Q2", 75), ("2026-Q3", 75), ("2026-Q4", 75)]


def test_after_a_year_without_claims_there_is_no_trend() -> None:
    found = made(series(0, 0, 0, 0, 100, 100, 100, 100), "2026-Q1")
    assert (found.trend, [each.likely for each in found.quarters]) == (None, [None] * 4)


def test_what_was_counted_of_the_quarter_under_way_is_the_least_it_can_come_to() -> None:
    found = made({**series(*LAST_TWO), quarter("2026-Q1"): 130}, "2026-Q1")
    assert (found.quarters[0].so_far, found.quarters[0].likely) == (130, 130)  # and not 121
    below = made({**series(*LAST_TWO), quarter("2026-Q1"): 120}, "2026-Q1")
    assert (below.quarters[0].so_far, below.quarters[0].likely) == (120, 121)
    assert below.quarters[1].so_far is None


def test_more_claims_can_be_supposed() -> None:
    found = forecast(series(*LAST_TWO), quarter("2026-Q1"), NUMBERS, Fraction(3, 2))
    assert [each.likely for each in found.quarters] == [182, 363, 182, 182]  # 181.5, 363, 181.5, 181.5


EVEN = (100,) * 8


def test_each_past_quarter_is_forecast_with_what_was_known_then() -> None:
    found = made(series(*EVEN, 110, 105), "2026-Q3")
    one, two, three, four = found.tested
    # 2026-Q1 from 2025-Q4: 100 x 400 / 400 = 100, and it was 110: off by 10 / 100.
    # 2026-Q2 from 2026-Q1: 100 x (100 + 100 + 100 + 110) / 400 = 102.5, and it was 105: off by 2.5 / 102.5 = 1/41.
    assert [(str(row.quarter), row.forecast, row.claims, row.off) for row in one.rows] == [
        ("2026-Q1", 100, 110, Fraction(1, 10)),
        ("2026-Q2", Fraction(205, 2), 105, Fraction(1, 41)),
    ]
    # 2026-Q2 from 2025-Q4, two ahead: 100, off by 5 / 100. Three ahead, from 2025-Q3, one of its eight is missing.
    assert [(str(row.quarter), row.forecast, row.off) for row in two.rows] == [("2026-Q2", 100, Fraction(1, 20))]
    assert (three.rows, four.rows) == ((), ())
    assert one.off is None  # two errors, and four are needed
    assert [(each.least, each.most) for each in found.quarters] == [(None, None)] * 4


def test_the_range_is_what_eight_of_ten_were_off_by_and_never_narrower_than_whole_claims() -> None:
    # Each a new first quarter of a ninth to twelfth: from 2025-Q4 on, always one ahead.
    found = made(series(*EVEN, 100, 100, 100, 120), "2027-Q1")
    one = found.tested[0]
    # 100 was forecast each time. Off by 0, 0, 0 and 20 / 100: of four, 80 % are 3.2, so that all four are to be held.
    assert [row.off for row in one.rows] == [0, 0, 0, Fraction(1, 5)]
    assert (one.off, one.widened) == (Fraction(1, 5), 0)  # at the fourth only three errors were known: no range then
    # 2027-Q1: 100 x 420 / 400 = 105, 4/5 and 6/5 of which are 84 and 126.
    assert found.quarters[0][3:6] == (105, 84, 126)
    # 2028-Q1 is not asked: four ahead there is one error.
    assert [each.least for each in found.quarters[1:]] == [None, None, None]


def test_a_range_that_did_not_hold_is_widened_until_it_did() -> None:
    found = made(series(*EVEN, 100, 100, 100, 100, 120), "2027-Q2")
    one = found.tested[0]
    # The errors known before 2027-Q1 are 0, 0, 0, 0: the range was 100 to 100, and 120 came. It held in 0 of 1.
    assert one.rows[-1].known_off == 0
    # 20 / 100 wider, it is 80 to 120, and held in 1 of 1. Of five errors 80 % are four: the fourth smallest is 0.
    assert (one.off, one.widened, one.width) == (0, Fraction(1, 5), Fraction(1, 5))
    assert (one.rows[-1].drawn, one.rows[-1].held) == ((80, 120), True)
    assert (one.held, len(one.drawn)) == (1, 1)


def test_no_range_has_fewer_claims_than_none() -> None:
    found = made(series(*EVEN, 10, 10, 10, 500), "2027-Q1")
    # 2026-Q4 from 2026-Q3: 100 x (100 + 10 + 10 + 10) / 400 = 32.5, and 500 came: off by 467.5 / 32.5, more than 1.
    assert found.tested[0].width is not None
    assert found.tested[0].width > 1
    assert found.quarters[0].least == 0


def test_later_quarters_change_no_earlier_forecast() -> None:
    known = series(*EVEN, 110, 105, 90, 120, 130, 80, 99, 101)
    for ahead in range(4):
        whole = made(known, "2028-Q1").tested[ahead].rows
        for cut in range(9, 16):
            early = made(dict(list(known.items())[:cut]), str(list(known)[cut])).tested[ahead].rows
            assert [row._replace(drawn=None) for row in early] == [
                row._replace(drawn=None) for row in whole[: len(early)]
            ]


@pytest.mark.parametrize(("percent", "width"), [(80, Fraction(1, 5)), (75, Fraction(0))])
def test_how_many_are_to_be_held_is_a_number_of_the_house(percent: int, width: Fraction) -> None:
    law = make_rulings(forecast_held_percent=percent).in_force(day("2026-11-30"), None, None)
    # Of 0, 0, 0 and 1/5, 80 % are 3.2, so four; 75 % are three, the third smallest of which is 0.
    assert made(series(*EVEN, 100, 100, 100, 120), "2027-Q1", law.numbers).tested[0].off == width
