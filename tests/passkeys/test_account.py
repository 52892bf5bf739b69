"""Passkeys on the page of one's account: added, renamed and removed, and who may not."""

import time
from typing import Any

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.passkey import Passkey
from onboarding.roles import Role
from onboarding.services import accounts, erased_accounts, passkeys
from onboarding.services.change import SYSTEM, change
from tests.accounts.steps import PASSWORD, Member, enrolled, half_signed_in, is_in
from tests.page import fetch
from tests.passkeys.authenticator import Authenticator
from tests.passkeys.steps import (
    FIRST,
    NEW,
    PARTY,
    USE,
    actions,
    add,
    at_a_name,
    by_code,
    options,
    use,
    with_passkey,
    without_app,
)
from tests.stored import on_sqlite


def kept() -> list[Passkey]:
    db.session.rollback()
    return db.session.query(Passkey).order_by(Passkey.id).all()


def letters(kind: str) -> list[str]:
    return [each.to_address for each in db.session.query(Message).filter_by(kind=kind)]


def test_adding_one_is_listed_told_and_ends_other_sessions(app: Flask, mia: Member) -> None:
    phone, desk = mia.signed_in(), mia.signed_in()
    assert "No passkeys yet" in fetch(desk, "/account").main
    page = add(desk, Authenticator(), "  Blue   key ")
    assert page.heading == "Your account"
    assert "Blue key" in page.main
    assert "Not yet" in page.main
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert actions()[-1] == "passkey_added"
    assert letters("passkey_added") == [mia.email]


def test_a_passkey_as_the_first_second_factor(app: Flask, mia: Member) -> None:
    without_app(mia)
    client = app.test_client()
    page = mia.password_given(client)
    assert page.heading == "Set up the second factor"
    assert "set up a passkey" in page.main
    device = Authenticator()
    page = add(client, device, at=FIRST)
    assert page.heading == "Recovery codes"
    assert len(page.submit().all("code")) == 10
    assert is_in(client)
    assert actions()[-3:] == ["passkey_added", "signed_in", "recovery_codes_made"]
    again = app.test_client()
    assert mia.password_given(again).heading == "Your passkey"
    use(again, device)
    assert is_in(again)


@on_sqlite
def test_an_app_as_the_first_leads_to_recovery_codes_too(app: Flask, mia: Member) -> None:
    without_app(mia)
    page = mia.password_given(app.test_client()).submit()
    anew = Member(app, mia.email, page.all("code")[0].text or "")
    assert page.submit(code=anew.code()).heading == "Recovery codes"


@on_sqlite
@pytest.mark.parametrize(
    "otherwise",
    [{"origin": "http://localhost:8001"}, {"host": "example.org"}, {"challenge": "AAAA"}, {"kind": "webauthn.get"}],
)
def test_what_was_made_for_somebody_else_is_not_added(app: Flask, mia: Member, otherwise: dict[str, Any]) -> None:
    assert "no passkey that we can use" in add(mia.signed_in(), Authenticator(), **otherwise).main
    assert kept() == []


@on_sqlite
def test_a_passkey_belongs_to_one_account(app: Flask, valley: Organisation, mia: Member, phone: Authenticator) -> None:
    other = enrolled(app, valley)
    for member in (mia, other):
        assert "in use for an account already" in add(by_code(member), Authenticator(id=phone.id)).main
    assert [each.user_id for each in kept()] == [mia.user().id]


@on_sqlite
def test_an_answer_is_added_once(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    page = fetch(client, NEW)
    made = Authenticator().made(options(client, NEW), PARTY.origin)
    assert page.submit(name="My phone", answer=made).heading == "Your account"
    assert "was sent twice" in page.submit(name="My phone", answer=made).main
    assert len(kept()) == 1


@on_sqlite
@pytest.mark.parametrize(("name", "says"), [("", "Enter a name"), ("  ", "Enter a name"), ("x" * 61, "60 characters")])
def test_a_name_is_needed(app: Flask, mia: Member, name: str, says: str) -> None:
    assert says in add(mia.signed_in(), Authenticator(), name).main
    assert kept() == []


@on_sqlite
def test_without_a_script_the_page_says_what_is_missing(app: Flask, mia: Member) -> None:
    assert "Turn on JavaScript" in fetch(mia.signed_in(), NEW).submit(name="My phone").main
    with_passkey(mia)
    assert "Turn on JavaScript" in fetch(half_signed_in(mia), USE).submit().main


@on_sqlite
def test_there_are_ten_at_most(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    for _ in range(passkeys.MOST):
        assert add(client, Authenticator()).heading == "Your account"
    assert "You have 10 passkeys" in add(client, Authenticator()).main
    assert len(kept()) == 10


@on_sqlite
def test_a_device_that_has_one_is_told_which(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = by_code(mia)
    asked = options(client, NEW)
    assert [each["type"] for each in asked["excludeCredentials"]] == ["public-key"]
    assert asked["user"]["id"] == phone.handle
    assert asked["attestation"] == "none"
    assert mia.email not in str(asked["user"]["id"])


@on_sqlite
@pytest.mark.parametrize("path", [NEW, "/account/passkeys/1/remove"])
def test_a_stale_session_gives_the_password_first(app: Flask, mia: Member, phone: Authenticator, path: str) -> None:
    client = by_code(mia)
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    assert fetch(client, path).heading == "Your password once more"
    assert client.post(path).status_code == 302
    assert client.post("/account/passkeys/options").status_code == 302
    assert fetch(client, path).submit(password=PASSWORD).heading in ("Add a passkey", "Remove a passkey")


def test_renaming(app: Flask, mia: Member, phone: Authenticator) -> None:
    client, (row,) = by_code(mia), kept()
    page = fetch(client, f"/account/passkeys/{row.id}/rename")
    assert page.submit(name="Old phone").heading == "Your account"
    assert page.submit(name="Old phone").heading == "Your account"  # twice is once
    assert kept()[0].name == "Old phone"
    assert actions().count("passkey_renamed") == 1
    assert is_in(client)


def test_removing_is_asked_told_and_ends_other_sessions(app: Flask, mia: Member, phone: Authenticator) -> None:
    client, elsewhere, (row,) = by_code(mia), by_code(mia), kept()
    page = fetch(client, f"/account/passkeys/{row.id}/remove")
    assert "My phone will no longer sign you in" in page.main
    assert page.submit().heading == "Your account"
    assert page.submit().status == 404  # from another tab: it is gone
    assert kept() == []
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert (actions()[-1], letters("passkey_removed")) == ("passkey_removed", [mia.email])
    assert mia.password_given(app.test_client()).heading == "The code of your authenticator"


def test_the_last_second_factor_stays(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = by_code(mia)
    add(client, Authenticator(), "Blue key")
    without_app(mia)
    first, second = kept()
    assert fetch(client, f"/account/passkeys/{first.id}/remove").submit().heading == "Your account"
    assert "only second factor" in fetch(client, f"/account/passkeys/{second.id}/remove").submit().main
    assert [each.name for each in kept()] == ["Blue key"]


@on_sqlite
def test_one_that_works_elsewhere_is_not_counted_as_left(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = by_code(mia)
    app.extensions["config"] = app.extensions["config"]._replace(base_url="https://new.example.org")
    assert "Does not work here" in fetch(client, "/account").main
    at_a_name(app)
    add(client, Authenticator(), "Blue key")
    old, new = kept()
    db.session.get(Passkey, old.id).rp_id = "old.example.org"  # type: ignore[union-attr]
    db.session.commit()
    without_app(mia)
    assert "only second factor" in fetch(client, f"/account/passkeys/{new.id}/remove").submit().main
    assert fetch(client, f"/account/passkeys/{old.id}/remove").submit().heading == "Your account"


@on_sqlite
@pytest.mark.parametrize("what", ["rename", "remove"])
def test_another_accounts_passkey_does_not_exist(
    app: Flask, valley: Organisation, mia: Member, phone: Authenticator, what: str
) -> None:
    other, (row,) = enrolled(app, valley).signed_in(), kept()
    path = f"/account/passkeys/{row.id}/{what}"
    assert other.get(path).status_code == 404
    app.config["WTF_CSRF_ENABLED"] = False
    assert other.post(path, data={"name": "Mine now"}).status_code == 404
    assert kept()[0].name == "My phone"


@on_sqlite
def test_where_passkeys_do_not_work_none_is_offered(app: Flask, mia: Member) -> None:
    app.extensions["config"] = app.extensions["config"]._replace(base_url="http://127.0.0.1:8000")
    client = mia.signed_in()
    page = fetch(client, "/account")
    assert "Passkeys cannot be added here" in page.main
    assert "Add a passkey" not in page.main
    assert "do not work at this address" in fetch(client, NEW).main
    without_app(mia)
    half = app.test_client()
    assert "passkey" not in mia.password_given(half).main
    assert fetch(half, FIRST).heading == "Sign in"


@on_sqlite
def test_people_of_the_sample_world_are_offered_none(app: Flask, mia: Member) -> None:
    """They sign in by a link, which asks for no second factor."""
    client = mia.signed_in()
    mia.user().sample = True
    db.session.commit()
    assert "Passkeys" not in fetch(client, "/account").main


@pytest.mark.parametrize("way", ["reset", "erased"])
def test_what_takes_the_second_factor_takes_passkeys(app: Flask, mia: Member, phone: Authenticator, way: str) -> None:
    client = by_code(mia)
    options(half_signed_in(mia), USE)
    if way == "reset":
        accounts.reset_second_factor(SYSTEM, mia.user())
    else:
        with change(SYSTEM) as under_way:
            erased_accounts.erase(under_way, [mia.user()], [], 1)
    assert kept() == []
    assert not is_in(client)
    if way == "reset":
        assert mia.password_given(app.test_client()).heading == "Set up the second factor"


@on_sqlite
def test_administrators_see_that_a_second_factor_is_set_up(app: Flask, valley: Organisation, mia: Member) -> None:
    with_passkey(mia)
    without_app(mia)
    administrator = enrolled(app, valley, Role.ADMINISTRATOR, "Ada Administrator")
    page = fetch(administrator.signed_in(), "/at/valley/members")
    assert page.main.count("Set up") == 2


def test_setting_up_an_app_is_told_and_ends_other_sessions_too(app: Flask, mia: Member) -> None:
    phone, desk = mia.signed_in(), mia.signed_in()
    page = fetch(desk, "/tf-setup").submit()
    anew = Member(app, mia.email, page.all("code")[0].text or "")
    assert page.submit(code=anew.code()).heading == "Your account"
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert (actions()[-1], letters("app_set_up")) == ("second_factor_set", [mia.email])
