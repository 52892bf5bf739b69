"""The COHE's own table of fees: entered, corrected and struck, each readable afterwards; none is shipped."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.queries import fees as found
from onboarding.rules.payment import Rest
from onboarding.services import fees
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_person
from tests.payments.make import LONG_AGO, fee, make_fee


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def holding(cohe: Organisation) -> list[tuple[str, str, date, date | None]]:
    return [(span.fee.kind, span.fee.code, span.first, span.last) for span in found.table(cohe).spans]


def test_no_fee_is_there_before_one_is_entered(valley: Organisation) -> None:
    assert holding(valley) == []


def test_the_next_fee_of_a_kind_ends_the_one_before(valley: Organisation) -> None:
    make_fee(valley)
    make_fee(valley, code="EXAMPLE-2", since_on=date(2026, 1, 1))
    make_fee(valley, "conference", code="EXAMPLE-3")
    assert holding(valley) == [
        ("shadowing", "EXAMPLE-2", date(2026, 1, 1), None),
        ("shadowing", "EXAMPLE-1", LONG_AGO, date(2025, 12, 31)),
        ("conference", "EXAMPLE-3", LONG_AGO, None),
    ]


def test_a_correction_takes_the_place_and_both_stay_readable(valley: Organisation) -> None:
    first = make_fee(valley)
    second = fees.correct(SYSTEM, valley, first.id, fee(code="EXAMPLE-9"), "Misread.")
    assert [code for _, code, *_ in holding(valley)] == ["EXAMPLE-9"]
    assert [row.code for row in found.table(valley).all] == ["EXAMPLE-1", "EXAMPLE-9"]
    with pytest.raises(OnboardingError, match="corrected already"):
        fees.correct(SYSTEM, valley, first.id, fee(code="EXAMPLE-8"), "Misread.")
    fees.strike(SYSTEM, valley, second.id, "There is none.")
    assert holding(valley) == []
    with pytest.raises(OnboardingError, match="corrected already"):
        fees.strike(SYSTEM, valley, second.id, "There is none.")


def test_what_was_entered_is_there_once(valley: Organisation) -> None:
    first = make_fee(valley)
    with pytest.raises(OnboardingError, match="is there already") as refused:
        make_fee(valley, code="EXAMPLE-2")
    assert refused.value.field == "since_on"
    with pytest.raises(OnboardingError, match="Nothing is different"):
        fees.correct(SYSTEM, valley, first.id, fee(), "No reason.")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"until_on": date(2023, 12, 31)}, "until_on"),
        ({"unit_minutes": None, "rest": Rest.WHOLE}, "rest"),
        ({"cited": "As Ana Ruiz told us"}, "cited"),
        ({"note": "Ask Ana Ruiz"}, "note"),
        ({"code": "Ana Ruiz"}, "code"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(valley: Organisation, said: dict[str, object], field: str) -> None:
    make_person(valley, "Ana Ruiz")
    with pytest.raises(OnboardingError) as refused:
        make_fee(valley, **said)
    assert refused.value.field == field
    with pytest.raises(OnboardingError, match="Choose from the list"):
        make_fee(valley, "lecture")


def test_each_cohe_has_its_own(valley: Organisation) -> None:
    theirs = make_fee(make_cohe("harbor"))
    assert holding(valley) == []
    with pytest.raises(NotFoundError):
        fees.correct(SYSTEM, valley, theirs.id, fee(amount=Decimal("1.00")), "Not ours.")
