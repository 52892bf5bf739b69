"""How a working week may be split, and what of it is an FTE."""

from fractions import Fraction

import pytest

from onboarding.rules.fte import share
from onboarding.rules.time_split import faults, full_time, hours
from tests.rules.make import day
from tests.rules.make_law import make_rulings

NUMBERS = make_rulings().in_force(day("2026-11-22"), None, None).numbers


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(2400, "40 hours"), (2250, "37.5 hours"), (60, "1 hour"), (2000, "33 hours 20 minutes"), (1, "0 hours 1 minute"),
     (0, "0 hours"), (45, "0.75 hours"), (63, "1.05 hours")],
)  # fmt: skip
def test_hours_in_words_are_exact_to_the_minute(minutes: int, says: str) -> None:
    assert hours(minutes) == says


@pytest.mark.parametrize(
    ("minutes", "fte"),
    # 40 hours are 2,400 minutes: 1,920 of them are 4/5, 1 is 1/2400; nobody is more than one.
    [(2400, "1"), (1920, "4/5"), (1, "1/2400"), (0, "0"), (2401, "1")],
)
def test_the_share_of_full_time(minutes: int, fte: str) -> None:
    assert share(minutes, NUMBERS) == Fraction(fte)


def test_a_contract_with_another_full_time_is_a_ruling() -> None:
    # 30 of 37.5 hours are 4/5.
    ruled = make_rulings(full_time_hours="37.5").in_force(day("2026-11-22"), None, None).numbers
    assert (share(1800, ruled), full_time(ruled)) == (Fraction(4, 5), 2250)


@pytest.mark.parametrize(
    ("week", "parts", "field"),
    [
        (2400, {"claims": 2400}, None),
        (2400, {"claims": 2000, "outreach": 400}, None),
        (2400, {"claims": 2000, "outreach": 401}, "week"),
        (2400, {"claims": 1000}, None),
        (3000, {"claims": 2401}, "claims"),
        (0, {}, "week"),
        (10081, {}, "week"),
    ],
)
def test_the_parts_do_not_exceed_the_person(week: int, parts: dict[str, int], field: str | None) -> None:
    assert list(faults(week, parts, 2400)) == ([field] if field else [])
