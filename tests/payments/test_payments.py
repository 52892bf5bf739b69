"""Trainings are payable under the COHE's fees, billed, corrected and taken back; lists and pages say the same."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries import payment_lists as lists, payments as found, training as trainings
from onboarding.queries.payment_lists import Filters, State
from onboarding.queries.payments import Since
from onboarding.roles import Role
from onboarding.rules.payment import Missing
from onboarding.services import fees, payments, training
from onboarding.services.change import SYSTEM
from onboarding.services.payments import Bill
from tests.make import make_cohe, make_evidence, make_member, make_person
from tests.payments.make import TODAY, as_actor, facts, fee, had, make_fee, visited

HIRED = TODAY - timedelta(days=100)
NOW = Bill(TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


def stands(cohe: Organisation, state: State = State.PAYABLE, **asked: object) -> list[tuple[str, int | None]]:
    asked_for = Filters(state, **asked)  # type: ignore[arg-type]
    lines = lists.every(cohe, asked_for)
    page = lists.listed(cohe, asked_for)
    assert [line.training.id for line in page.rows] == [line.training.id for line in lines]
    assert page.total == len(lines)
    return [(line.person.name, line.now.units) for line in lines]


def of(person: Person) -> list[found.Line]:
    return found.of_person(person, trainings.history(person))


def billed(cohe: Organisation, *rows: TrainingRecord, said: Bill = NOW) -> list[TrainingPayment]:
    return payments.bill(SYSTEM, cohe, [row.id for row in rows], said)


def test_what_is_payable_is_billed_once_and_keeps_what_it_was_billed_as(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    assert stands(valley) == [("Ana Ruiz", 8)]  # 130 minutes are 8 x 15 and 10
    (payment,) = billed(valley, row)
    assert (payment.code, payment.units, payment.amount) == ("EXAMPLE-1", 8, Decimal("100.00"))
    assert stands(valley) == []
    assert stands(valley, State.BILLED) == [("Ana Ruiz", 8)]
    with pytest.raises(OnboardingError, match="Ana Ruiz: this was billed already"):
        billed(valley, row)
    held = db.session.query(fees.Fee).one()
    fees.correct(SYSTEM, valley, held.id, fee(amount=Decimal("13.00")), "Misread.")
    (line,) = of(ana)
    assert line.payment
    assert line.payment.amount == Decimal("100.00")


def test_amounts_are_exact_on_either_database(valley: Organisation, ana: Person) -> None:
    make_fee(valley, amount=Decimal("0.10"))
    (payment,) = billed(valley, visited(ana, 45))
    db.session.expire_all()
    assert payment.amount == Decimal("0.30")
    with pytest.raises(Exception, match="no amount of dollars and cents"):
        make_fee(valley, "conference", amount=Decimal("0.105"))


def test_a_fee_pays_the_trainings_of_its_days_and_kind_alone(valley: Organisation, ana: Person) -> None:
    make_fee(valley, since_on=TODAY - timedelta(days=20), until_on=TODAY - timedelta(days=10))
    early, first, last = (visited(ana, ago=ago) for ago in (21, 20, 10))
    late, other = visited(ana, ago=9), had(ana, "orientation", location="headquarters")
    assert {line.training.id for line in lists.every(valley, Filters())} == {first.id, last.id}
    without = {line.training.id for line in lists.every(valley, Filters(State.NO_FEE))}
    assert without == {early.id, late.id, other.id}
    with pytest.raises(OnboardingError, match="No fee is in force on its day"):
        billed(valley, early)


def test_a_list_is_narrowed_by_person_kind_and_period(valley: Organisation, ana: Person) -> None:
    for kind in ("shadowing", "orientation"):
        make_fee(valley, kind, unit_minutes=None, rest=None)
    visited(ana, ago=30)
    had(make_person(valley, "Bo Berg", hired_on=HIRED), "orientation", 5, location="headquarters")
    assert stands(valley) == [("Ana Ruiz", 1), ("Bo Berg", 1)]
    assert stands(valley, name="berg") == stands(valley, kind="orientation") == [("Bo Berg", 1)]
    assert stands(valley, since=TODAY - timedelta(days=5)) == [("Bo Berg", 1)]
    assert stands(valley, until=TODAY - timedelta(days=30)) == [("Ana Ruiz", 1)]
    assert stands(valley, since=TODAY - timedelta(days=29), until=TODAY - timedelta(days=6)) == []


def test_what_did_not_take_place_is_not_payable(valley: Organisation, ana: Person) -> None:
    for kind in ("conference", "lni_required"):
        make_fee(valley, kind, unit_minutes=None, rest=None)
    registered = had(ana, "conference", sponsor="lni", attended=False)
    training.record(SYSTEM, ana, training.TrainingFacts(trainings.Part.LNI_REQUIRED, {"name": "OHMS basics"}))
    assert stands(valley) == stands(valley, State.NO_FEE) == []
    with pytest.raises(OnboardingError, match="corrected or taken away meanwhile"):
        billed(valley, registered)


def test_minutes_that_are_not_recorded_are_asked_for_and_kept_with_the_bill(valley: Organisation, ana: Person) -> None:
    make_fee(valley, "orientation")
    row = had(ana, "orientation", location="headquarters")
    (line,) = of(ana)
    assert line.now.missing is Missing.MINUTES
    with pytest.raises(OnboardingError, match="minutes are not recorded") as refused:
        billed(valley, row)
    assert refused.value.field == "minutes"
    (payment,) = billed(valley, row, said=Bill(TODAY, 60))
    assert (payment.minutes, payment.units) == (60, 4)
    (line,) = of(ana)
    assert line.now.units == 4


def test_all_or_none_are_billed(valley: Organisation, ana: Person) -> None:
    make_fee(valley, rest=None)
    fits, not_quite = visited(ana, 120, 9), visited(ana, 130, 8)
    with pytest.raises(OnboardingError, match="Nothing was marked as billed"):
        billed(valley, fits, not_quite)
    assert db.session.query(TrainingPayment).all() == []


@pytest.mark.parametrize(("ago", "says"), [(-1, "after today"), (11, "cannot be billed before that")])
def test_it_is_billed_after_the_training_and_not_ahead(valley: Organisation, ana: Person, ago: int, says: str) -> None:
    make_fee(valley)
    row = visited(ana, ago=10)
    with pytest.raises(OnboardingError, match=says):
        billed(valley, row, said=Bill(TODAY - timedelta(days=ago)))


def test_it_can_be_billed_on_its_own_day(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    (payment,) = billed(valley, visited(ana, ago=10), said=Bill(TODAY - timedelta(days=10)))
    assert payment.billed_on == TODAY - timedelta(days=10)


def test_what_was_taken_away_after_it_was_billed_is_said_and_not_payable(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    (payment,) = billed(valley, row)
    training.strike(SYSTEM, ana, row, "It never was.")
    (line,) = of(ana)
    (listed,) = lists.every(valley, Filters(State.CHANGED))
    assert line.since is listed.since is Since.STRUCK
    with pytest.raises(OnboardingError, match="taken away since"):
        payments.correct(SYSTEM, ana, payment, NOW, "Why.")
    payments.strike(SYSTEM, ana, payment, "Paid back.")
    assert of(ana) == stands(valley, State.CHANGED) == stands(valley) == []


def test_what_was_corrected_after_it_was_billed_is_said_until_the_bill_is_too(
    valley: Organisation, ana: Person
) -> None:
    make_fee(valley)
    row = visited(ana)
    (payment,) = billed(valley, row)
    shorter = training.correct(SYSTEM, ana, row, facts("shadowing", minutes=60, **VISIT), "Misread.")
    assert stands(valley, State.CHANGED) == [("Ana Ruiz", 4)]
    assert stands(valley) == []  # it is billed, though otherwise
    corrected = payments.correct(SYSTEM, ana, payment, NOW, "As it is now.")
    assert (corrected.training_id, corrected.units) == (shorter.id, 4)
    assert stands(valley, State.CHANGED) == []
    assert [line.since for line in of(ana)] == [None]


VISIT = {"host_cohe": "Alliance", "host_role": "hsc"}


def test_a_paper_that_is_added_changes_nothing_about_what_was_billed(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    billed(valley, row)
    training.correct(SYSTEM, ana, row, facts("shadowing", minutes=130, **VISIT), "The sheet.", make_evidence(ana))
    assert stands(valley, State.CHANGED) == stands(valley) == []
    assert [line.since for line in of(ana)] == [None]


def test_a_bill_that_is_taken_back_makes_the_training_payable_again(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    row = visited(ana)
    (payment,) = billed(valley, row)
    payments.strike(SYSTEM, ana, payment, "Another training was meant.")
    assert stands(valley) == [("Ana Ruiz", 8)]
    assert billed(valley, row)
    with pytest.raises(OnboardingError, match="corrected already"):
        payments.strike(SYSTEM, ana, payment, "Once more.")
    with pytest.raises(OnboardingError, match="corrected already"):
        payments.correct(SYSTEM, ana, payment, NOW, "Once more.")


def test_a_correction_that_changes_nothing_is_refused(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    (payment,) = billed(valley, visited(ana))
    with pytest.raises(OnboardingError, match="Nothing is different"):
        payments.correct(SYSTEM, ana, payment, NOW, "No reason.")


def test_who_marks_it_is_told_that_the_fee_changed_meanwhile(valley: Organisation, ana: Person) -> None:
    held = make_fee(valley)
    row = visited(ana)
    seen = found.seen(of(ana))
    fees.correct(SYSTEM, valley, held.id, fee(unit_minutes=30), "Misread.")
    with pytest.raises(ChangedMeanwhileError, match="a fee or one of these trainings was corrected"):
        payments.bill(SYSTEM, valley, [row.id], NOW, seen)
    assert payments.bill(SYSTEM, valley, [row.id], NOW, found.seen(of(ana)))


def test_nobody_bills_their_own_training_nor_one_of_another_cohe(valley: Organisation, ana: Person) -> None:
    make_fee(valley)
    max_: User = make_member(valley, Role.MANAGER, Role.HSC, name="Max Moreno")
    his = make_person(valley, "Max Moreno", hired_on=HIRED, user=max_)
    with pytest.raises(OnboardingError, match="Max Moreno: this is your own record"):
        payments.bill(as_actor(max_), valley, [visited(his).id], NOW)
    elsewhere = make_person(make_cohe("harbor"), "Hal Harbor", hired_on=HIRED)
    with pytest.raises(NotFoundError):
        billed(valley, visited(elsewhere))
