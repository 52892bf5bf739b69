"""What a training is billed as: which fee is in force on its day, and how many units that makes, by hand."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest

from onboarding.rules.payment import (
    KINDS,
    Billable,
    Missing,
    Rest,
    billable,
    in_force_on,
    kind_of,
    minutes_of,
    spans,
    took_place,
)

JAN, JUL = date(2026, 1, 1), date(2026, 7, 1)


class Fee(NamedTuple):
    """A fee with made-up words; what is asked for of one is in rules/payment.py."""

    id: int = 1
    kind: str = "shadowing"
    code: str = "EXAMPLE-1"
    unit_minutes: int | None = 15
    rest: Rest | None = None
    amount: Decimal | None = None
    since_on: date = JAN
    until_on: date | None = None


def units(minutes: float | None, **fee: object) -> Billable:
    return billable(Fee(**fee), None if minutes is None else Fraction(minutes))  # type: ignore[arg-type]


def codes(*fees: Fee, on: date, kind: str = "shadowing") -> str | None:
    found = in_force_on(spans(fees), kind, on)
    return found.code if found else None


FIRST, SECOND = Fee(1, code="EXAMPLE-1"), Fee(2, code="EXAMPLE-2", since_on=JUL)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2025, 12, 31), None),
        (JAN, "EXAMPLE-1"),
        (date(2026, 6, 30), "EXAMPLE-1"),
        (JUL, "EXAMPLE-2"),
        (date(2030, 1, 1), "EXAMPLE-2"),
    ],
)
def test_a_fee_is_in_force_until_the_day_before_the_next_of_its_kind(on: date, code: str | None) -> None:
    assert codes(SECOND, FIRST, Fee(3, "conference", "EXAMPLE-3", since_on=date(2026, 3, 1)), on=on) == code


@pytest.mark.parametrize(("on", "code"), [(3, "EXAMPLE-1"), (4, None), (30, None)])
def test_a_fee_with_a_last_day_ends_on_it_though_no_other_follows_at_once(on: int, code: str | None) -> None:
    ended = FIRST._replace(until_on=date(2026, 6, 3))
    assert codes(ended, SECOND, on=date(2026, 6, on)) == code


def test_a_last_day_after_the_next_fee_begins_ends_at_the_next() -> None:
    assert codes(FIRST._replace(until_on=date(2026, 12, 31)), SECOND, on=JUL) == "EXAMPLE-2"


def test_without_a_fee_that_is_said_and_no_code_is_made_up() -> None:
    assert billable(None, Fraction(120)) == Billable(None, None, "", missing=Missing.FEE)


@pytest.mark.parametrize(
    ("minutes", "rest", "found"),
    [
        (120, None, 8),  # 120 = 8 x 15
        (134, Rest.DROPPED, 8),  # 8 x 15 = 120, 14 left
        (135, Rest.DROPPED, 9),
        (121, Rest.WHOLE, 9),  # 120 and 1
        (127, Rest.NEAREST, 8),  # 7 left; half of 15 is 7.5
        (127.5, Rest.NEAREST, 9),
        (128, Rest.NEAREST, 9),
        (14, Rest.WHOLE, 1),
    ],
)
def test_units_follow_from_the_minutes(minutes: float, rest: Rest | None, found: int) -> None:
    assert units(minutes, rest=rest).units == found


def test_the_arithmetic_is_shown() -> None:
    assert units(120).arithmetic == "120 minutes are 8 units of 15 minutes."
    said = units(130, rest=Rest.DROPPED, amount=Decimal("12.50"))
    assert said.arithmetic == (
        "130 minutes are 8 units of 15 minutes and 10 minutes more, counted as 8 units: a part of a unit is dropped. "
        "8 units at $12.50 = $100.00."
    )
    assert said.amount == Decimal("100.00")


def test_an_amount_is_exact() -> None:
    """Three times ten cents is thirty, which no binary fraction says."""
    assert units(45, amount=Decimal("0.10")).amount == Decimal("0.30")


@pytest.mark.parametrize(
    ("minutes", "fee", "missing"),
    [
        (None, {}, Missing.MINUTES),
        (130, {}, Missing.REST),
        (14, {"rest": Rest.DROPPED}, Missing.TOO_SHORT),
        (7, {"rest": Rest.NEAREST}, Missing.TOO_SHORT),
    ],
)
def test_what_is_missing_is_said_and_nothing_guessed(
    minutes: float | None, fee: dict[str, object], missing: Missing
) -> None:
    said = units(minutes, **fee)
    assert (said.units, said.amount, said.missing) == (None, None, missing)


def test_where_each_training_is_a_unit_its_minutes_are_not_asked_for() -> None:
    assert units(None, unit_minutes=None).units == units(400, unit_minutes=None).units == 1


def test_a_training_is_known_by_its_part_or_kind() -> None:
    assert [kind_of("activities", {"kind": "shadowing"}), kind_of("initial", {})] == ["shadowing", "initial"]
    assert set(KINDS) >= {"initial", "lni_required", "shadowing"}


def test_minutes_that_are_recorded_go_before_those_that_are_entered() -> None:
    assert minutes_of({"minutes": 120}, 60) == 120
    assert minutes_of({}, 60) == 60
    assert minutes_of({}) is None


def test_what_was_only_registered_for_or_is_still_to_do_did_not_take_place() -> None:
    assert took_place({"on": "2026-01-05"})
    assert took_place({"on": "2026-01-05", "attended": True})
    assert not took_place({"on": "2026-01-05", "attended": False})
    assert not took_place({"name": "OHMS basics"})
