"""Whatever works once works once, however many do it at the same moment."""

from functools import partial

from flask import Flask
from flask.testing import FlaskClient

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.passkey import Passkey
from onboarding.services import passkeys
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.accounts.steps import Member, half_signed_in, is_in, token_of
from tests.passkeys.authenticator import Authenticator
from tests.passkeys.make import make_passkey
from tests.passkeys.steps import PARTY, USE, options, without_app

SOME = 6


def posts(client: FlaskClient, **data: str) -> int:
    return client.post(USE, data=data).status_code


def test_one_answer_sent_by_many_signs_in_one(app: Flask, mia: Member) -> None:
    """The authenticator counts nothing, so that the challenge alone tells one answer from a second."""
    device = Authenticator(counts=False)
    make_passkey(mia.user(), device)
    clients = [half_signed_in(mia) for _ in range(SOME)]
    signed = device.used(options(clients[0], USE), PARTY.origin)
    with clients[0].session_transaction() as session:
        asked = session["passkey_challenge"]
    for client in clients:
        with client.session_transaction() as session:
            session["passkey_challenge"] = asked
    at_once(app, [partial(posts, each, csrf_token=token_of(each, USE), answer=signed) for each in clients])
    assert [is_in(each) for each in clients].count(True) == 1


def test_of_the_last_two_one_stays(app: Flask, mia: Member) -> None:
    ids = [make_passkey(mia.user()).id for _ in range(2)]
    without_app(mia)

    def remove(id: int) -> bool:
        try:
            passkeys.remove(SYSTEM, mia.user(), id, PARTY.id, None)
        except OnboardingError:
            return False
        return True

    assert sorted(at_once(app, [partial(remove, id) for id in ids])) == [False, True]
    db.session.rollback()
    assert db.session.query(Passkey).count() == 1


def test_no_more_than_there_may_be_are_added_at_once(app: Flask, mia: Member) -> None:
    for _ in range(passkeys.MOST - 1):
        make_passkey(mia.user())

    def add() -> bool:
        try:
            make_passkey(mia.user())
        except OnboardingError:
            return False
        return True

    assert at_once(app, [add] * 3).count(True) == 1
    db.session.rollback()
    assert db.session.query(Passkey).count() == passkeys.MOST
