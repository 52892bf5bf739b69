"""Two at one bill, or at one certificate, at the same moment: one of them is told, and nothing is done twice.

PostgreSQL, where two really write at once. TIMES=100 tries each pair so many times as often.
"""

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.certificate import Certificate
from onboarding.models.evidence import EvidenceWithdrawal
from onboarding.models.organisation import Organisation
from onboarding.models.payment import TrainingPayment
from onboarding.models.person import Person
from onboarding.queries import payments as billed, training as trainings
from onboarding.queries.training import one
from onboarding.roles import Role
from onboarding.services import certificates, fees, payments, training
from onboarding.services.change import SYSTEM
from onboarding.services.payments import Bill
from tests.accounts.race import at_once
from tests.certificates.make import add, as_actor, make_hsc
from tests.examples import TIMES
from tests.make import HIRED, make_cohe, make_member, make_person
from tests.payments.make import TODAY, fee, make_fee, visited
from tests.races.told import order, refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 5 * TIMES


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_training_is_billed_once_by_two_who_choose_otherwise(app: Flask, valley: Organisation, number: int) -> None:
    make_fee(valley)
    people = [make_person(valley, f"{name} {number}", hired_on=HIRED) for name in ("Ana", "Ben")]
    ids = [visited(person).id for person in people]

    def bill(*ids: int) -> Callable[[], object]:
        return lambda: payments.bill(SYSTEM, db.session.merge(valley, load=False), ids, Bill(TODAY))

    assert sorted(at_once(app, [refused(bill(*ids)), refused(bill(*reversed(ids)))])) == [False, True]
    assert db.session.query(TrainingPayment).count() == len(ids)


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_bill_rests_on_the_fee_that_holds(app: Flask, valley: Organisation, number: int) -> None:
    """It is billed by the fee that the page showed, before that is corrected; or it is told of the correction."""
    held, ana = make_fee(valley), make_person(valley, f"Ana {number}", hired_on=HIRED)
    id, row = held.id, visited(ana).id
    seen = billed.seen(billed.of_person(ana, trainings.history(ana)))

    def cohe() -> Organisation:
        return db.session.merge(valley, load=False)

    bill, corrected = at_once(
        app,
        [
            refused(lambda: payments.bill(SYSTEM, cohe(), [row], Bill(TODAY), seen)),
            refused(lambda: fees.correct(SYSTEM, cohe(), id, fee(unit_minutes=30), "Misread.")),
        ],
    )
    assert not corrected
    found = order(Action.FEE_CORRECTED, Action.PAYMENT_BILLED)
    assert found == (["fee.corrected"] if bill else ["payment.billed", "fee.corrected"])
    assert [each.units for each in db.session.query(TrainingPayment)] == ([] if bill else [8])


@pytest.mark.parametrize("number", range(TRIALS))
def test_what_is_taken_away_is_not_billed_after_that(app: Flask, valley: Organisation, number: int) -> None:
    make_fee(valley)
    ana = make_person(valley, f"Ana {number}", hired_on=HIRED)
    person, row = ana.id, visited(ana).id

    def strike() -> object:
        had = one(valley_id, row)
        assert had
        return training.strike(SYSTEM, db.session.get_one(Person, person), had, "It never was.")

    valley_id = valley.id
    bill, struck = at_once(
        app,
        [
            refused(lambda: payments.bill(SYSTEM, db.session.merge(valley, load=False), [row], Bill(TODAY))),
            refused(strike),
        ],
    )
    assert not struck
    found = order(Action.TRAINING_STRUCK, Action.PAYMENT_BILLED)
    assert found == (["training.struck"] if bill else ["payment.billed", "training.struck"])


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_certificate_is_answered_once_by_whoever_is_first(app: Flask, valley: Organisation, number: int) -> None:
    hana, person = make_hsc(valley, f"Hana {number}")
    row = add(hana, person).id
    mia, moe = (make_member(valley, Role.MANAGER, name=name) for name in ("Mia", "Moe"))
    id = person.id

    def by(user: User, answer: Callable[..., object], *more: str) -> Callable[[], object]:
        actor = as_actor(user)
        return lambda: answer(actor, db.session.get_one(Person, id), row, *more)

    jobs = [
        by(mia, certificates.accept),
        by(moe, certificates.send_back, "Too dark."),
        by(hana, certificates.take_back),
        by(moe, certificates.accept),
    ]
    assert sorted(at_once(app, [refused(job) for job in jobs])) == [False, True, True, True]
    (after,) = db.session.query(Certificate)
    recorded = len(trainings.of(db.session.get_one(Person, id)))
    assert (recorded, db.session.query(EvidenceWithdrawal).count()) == (
        (1, 0) if after.answered == "accepted" else (0, 1)
    )
