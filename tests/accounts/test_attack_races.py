"""Whatever works once works once, however many use it at the same moment; and guessing together gains nothing.

Each test names the class of attack it replays: the row of the advisories that it stands for.
"""

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.models.account import Attempt, User
from onboarding.models.message import Message
from onboarding.models.organisation import Invitation, Membership, Organisation
from onboarding.models.trail import TrailEntry
from onboarding.roles import Role
from onboarding.services import invitations, throttle
from onboarding.services.change import SYSTEM
from onboarding.services.throttle import Place
from tests.accounts.race import MANY, at_once
from tests.accounts.steps import Member, browser, enrolled, half_signed_in, is_in, letter, link_in, token_of
from tests.make import make_cohe
from tests.page import fetch
from tests.stored import on_postgresql

NEW = "eleven otters in the Sound"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def posts(client: FlaskClient, address: str, **data: str) -> int:
    return client.post(address, data=data).status_code


def entries(action: str) -> int:
    return db.session.query(TrailEntry).filter_by(action=action).count()


def recovery_codes(member: Member) -> list[str]:
    codes: list[str] = member.app.extensions["security"].totp_factory.generate_recovery_codes(10)
    user = member.user()
    user.mf_recovery_codes = member.app.extensions["security"].mf_recovery_codes_util._encrypt_codes(codes)
    with writing():
        db.session.commit()
    return codes


def test_one_code_used_by_many_at_once_signs_in_one(app: Flask, mia: Member) -> None:
    """Class 6, TOB-PYPI26-9: a code of the authenticator replayed."""
    code = mia.code()
    clients = [half_signed_in(mia) for _ in range(MANY)]
    jobs = [
        partial(posts, each, "/tf-validate", csrf_token=token_of(each, "/tf-validate"), code=code) for each in clients
    ]
    at_once(app, jobs)
    assert [is_in(each) for each in clients].count(True) == 1
    assert entries("account.signed_in") == 1


def test_one_recovery_code_used_by_many_at_once_signs_in_one(app: Flask, mia: Member) -> None:
    """Class 6, TOB-PYPI26-2: a token raced."""
    code = recovery_codes(mia)[0]
    clients = [half_signed_in(mia) for _ in range(MANY)]
    jobs = [
        partial(posts, each, "/mf-recovery", csrf_token=token_of(each, "/mf-recovery"), code=code) for each in clients
    ]
    at_once(app, jobs)
    assert [is_in(each) for each in clients].count(True) == 1
    assert len(mia.user().mf_recovery_codes or []) == 9
    assert entries("account.recovery_code_used") == 1


def test_ten_recovery_codes_used_at_once_are_all_gone(app: Flask, mia: Member) -> None:
    """Class 6: of two that are crossed off at once, neither comes back."""
    codes = recovery_codes(mia)
    clients = [half_signed_in(mia) for _ in codes]
    jobs = [
        partial(posts, each, "/mf-recovery", csrf_token=token_of(each, "/mf-recovery"), code=code)
        for each, code in zip(clients, codes, strict=True)
    ]
    at_once(app, jobs)
    assert [is_in(each) for each in clients].count(True) == 10
    assert not mia.user().mf_recovery_codes


def test_one_reset_link_used_by_many_at_once_sets_one_password(app: Flask, mia: Member) -> None:
    """Class 6: a reset link raced."""
    fetch(browser(app), "/reset").submit(email=mia.email)
    link = link_in(letter(mia.email))
    clients = [browser(app) for _ in range(MANY)]
    jobs = [
        partial(
            posts,
            each,
            link,
            csrf_token=token_of(each, link),
            password=f"{NEW} {number}",
            password_confirm=f"{NEW} {number}",
        )
        for number, each in enumerate(clients)
    ]
    at_once(app, jobs)
    assert entries("account.password_reset") == 1
    assert db.session.query(Message).filter_by(kind="reset_notice").count() == 1


def test_one_invitation_accepted_by_many_at_once_makes_one_account(app: Flask, valley: Organisation) -> None:
    """Class 6: an invitation raced."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    clients = [browser(app) for _ in range(MANY)]
    jobs = [
        partial(posts, each, link, csrf_token=token_of(each, link), name="New", password=NEW, again=NEW)
        for each in clients
    ]
    assert set(at_once(app, jobs)) == {302}  # who comes second is told that it was accepted
    assert db.session.query(User).filter_by(email="new@example.org").count() == 1
    assert db.session.query(Membership).count() == 1
    assert entries("invitation.accepted") == 1


@on_postgresql  # where another writes while one reads
def test_who_is_second_by_a_moment_is_told_so_too(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Class 6: accepted by another request between the two looks at the invitation and at its address."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    client, looks_up, first = browser(app), invitations.account_of, [link.rpartition("/")[2]]
    token = token_of(client, link)

    def after_another(invitation: Invitation) -> User | None:
        while first:
            with app.app_context():
                invitations.accept_anew(SYSTEM, first.pop(), "New", NEW)
        return looks_up(invitation)

    monkeypatch.setattr(invitations, "account_of", after_another)
    assert posts(client, link, csrf_token=token, name="New", password=NEW, again=NEW) == 302
    assert entries("invitation.accepted") == 1


def test_an_address_invited_by_many_at_once_has_one_open_invitation(app: Flask, valley: Organisation) -> None:
    """Class 6: of two links for one role, one that was replaced must not work."""

    def invite() -> str:
        return invitations.invite(SYSTEM, db.session.merge(valley, load=False), "new@example.org", "New", Role.HR)

    links = at_once(app, [invite] * MANY)
    assert len(set(links)) == MANY
    db.session.expire_all()
    still = [each for each in db.session.query(Invitation) if each.withdrawn_at is None]
    assert len(still) == 1
    assert entries("invitation.withdrawn") == MANY - 1


def test_two_invitations_of_one_address_accepted_at_once_make_one_account(app: Flask, valley: Organisation) -> None:
    """Class 6: never two accounts for one address, and no fault on our side."""
    delta = make_cohe("delta")
    links = [link_in(invitations.invite(SYSTEM, each, "new@example.org", "New", Role.HR)) for each in (valley, delta)]
    clients = [browser(app) for _ in links]
    jobs = [
        partial(posts, each, link, csrf_token=token_of(each, link), name="New", password=NEW, again=NEW)
        for each, link in zip(clients, links, strict=True)
    ]
    answers = at_once(app, jobs)
    assert sorted(answers)[0] in (200, 302)
    assert max(answers) < 500
    assert db.session.query(User).filter_by(email="new@example.org").count() == 1


def test_an_invitation_is_not_both_accepted_and_withdrawn(app: Flask, valley: Organisation) -> None:
    """Class 16, Outline CVE-2026-120449: a revocation that loses a race must say so."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    invitation = db.session.query(Invitation).one()
    id, token, organisation = invitation.id, link.rpartition("/")[2], valley

    def accept() -> str:
        try:
            invitations.accept_anew(SYSTEM, token, "New", NEW)
        except invitations.NotFoundError:
            return "gone"
        return "accepted"

    def withdraw() -> str:
        try:
            invitations.withdraw(SYSTEM, db.session.merge(organisation), id)
        except OnboardingError:
            return "gone"
        return "withdrawn"

    answers = at_once(app, [accept, withdraw])
    assert answers.count("gone") == 1
    db.session.expire_all()
    invitation = db.session.query(Invitation).one()
    assert (invitation.accepted_at is None) != (invitation.withdrawn_at is None)


def test_many_guesses_at_once_are_no_more_than_ten(app: Flask, mia: Member) -> None:
    """Rate limit raced: the tries are looked at one by one, so none slips in between counting and remembering."""
    clients = [half_signed_in(mia, browser(app, "203.0.113.9")) for _ in range(MANY)]
    jobs = [
        partial(posts, each, "/tf-validate", csrf_token=token_of(each, "/tf-validate"), code=f"00000{number % 10}")
        for number, each in enumerate(clients)
    ]
    answers = at_once(app, jobs)
    assert db.session.query(Attempt).filter_by(succeeded=False).count() == 10
    assert answers.count(429) == MANY - 10
    assert throttle.wait(mia.email, Place("203.0.113.1"))


def test_the_first_of_two_who_set_up_a_second_factor_at_once_keeps_it(app: Flask, mia: Member) -> None:
    """Class 5: who knows the password only cannot put their own key in the place of the owner's."""
    user = mia.user()
    user.tf_primary_method = user.tf_totp_secret = None
    with writing():
        db.session.commit()
    clients = [half_signed_in(mia, state="setup_from_login") for _ in range(4)]
    pages = [fetch(each, "/tf-setup").submit() for each in clients]
    shown = [Member(app, mia.email, page.all("code")[0].text or "") for page in pages]
    codes = [str(each.totp.generate().token) for each in shown]
    jobs = [
        partial(posts, each, "/tf-validate", csrf_token=token_of(each, "/tf-validate"), code=code)
        for each, code in zip(clients, codes, strict=True)
    ]
    at_once(app, jobs)
    assert [is_in(each) for each in clients].count(True) == 1
    assert entries("account.second_factor_set") == 1
