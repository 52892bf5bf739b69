"""The forecast of the COHE of tests/staffing/five_years.csv: its own backtest, and that its range held."""

from fractions import Fraction

import pytest

from onboarding.rules.days import Quarter
from onboarding.rules.forecast import Forecast, forecast
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from tests.rules.make import day
from tests.staffing.five_years import worked_by_hand

NUMBERS = Rulings(shipped()).in_force(day("2026-01-15"), None, None).numbers


@pytest.fixture
def found() -> Forecast:
    known = {
        quarter: int(line["Result"])
        for line in worked_by_hand()
        if line["Step"] == "claims" and (quarter := Quarter.parse(line["Quarter"]))
    }
    return forecast(known, Quarter(2026, 1), NUMBERS)


def test_the_next_year_by_hand(found: Forecast) -> None:
    # 2024: 1,950 + 2,010 + 2,202 + 2,088 = 8,250. 2025: 2,221 + 2,150 + 1,850 + 1,763 = 7,984. 7,984 / 8,250 = 0.96776.
    assert found.trend == Fraction(7984, 8250)
    # 2,221 x 0.96776 = 2,149.39; 2,150 x 0.96776 = 2,080.68; 1,850 x 0.96776 = 1,790.35; 1,763 x 0.96776 = 1,706.16.
    assert [each.likely for each in found.quarters] == [2149, 2081, 1790, 1706]


def test_the_first_past_quarter_by_hand(found: Forecast) -> None:
    # Q1 2023, one ahead: 2022 had 795 + 700 + 588 + 815 = 2,898 claims, 2021 had 823 + 824 + 760 + 801 = 3,208.
    # 795 x 2,898 / 3,208 = 718.18. It came to 880, which is 161.82 / 718.18 = 22.5 % off.
    first = found.tested[0].rows[0]
    assert (str(first.quarter), first.likely, first.claims) == ("2023-Q1", 718, 880)
    assert first.forecast == Fraction(795 * 2898, 3208)
    assert 0.225 < first.off < 0.226
    assert [len(each.rows) for each in found.tested] == [12, 11, 10, 9]


def test_the_range_held_in_at_least_eight_of_ten_past_quarters_or_was_widened_until_it_did(found: Forecast) -> None:
    for tested in found.tested:
        assert tested.drawn
        assert tested.held * 10 >= len(tested.drawn) * 8
        assert tested.width is not None
        # As wide as it is drawn now, it would have held in as many of all past quarters.
        assert tested.held_now * 10 >= len(tested.rows) * 8


def test_it_was_widened_by_no_more_than_it_takes(found: Forecast) -> None:
    for tested in found.tested:
        if tested.widened:
            known = [row for row in tested.rows if row.known_off is not None]
            less = tested.widened - Fraction(1, 10**6)
            held = sum(row.off <= (row.known_off or 0) + less for row in known)
            assert held * 10 < len(known) * 8
