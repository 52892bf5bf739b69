"""What happens to accounts is written to the trail, with its transaction, where it belongs, and with nothing secret.

Class 17, TOB-PYPI26-4 and -14: an event that is silently dropped.
"""

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Chain, TrailEntry
from onboarding.services import knocks, outbox
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, half_signed_in, joined, letter, link_in, token_of
from tests.make import make_cohe, sign_in
from tests.page import fetch

NEW = "eleven otters in the Sound"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def written(app: Flask) -> list[tuple[str, str, str, str]]:
    """Each entry of an account: chain, who, what, on what; the making of the test's own left out."""
    rows = db.session.query(TrailEntry, Chain.name).join(Chain, Chain.id == TrailEntry.chain_id)
    return [
        (chain, entry.actor, entry.action.removeprefix("account."), entry.subject)
        for entry, chain in rows.order_by(TrailEntry.id)
        if entry.action.startswith("account.") and entry.action != "account.added"
    ]


def test_a_first_sign_in_says_that_a_second_factor_was_set(app: Flask, valley: Organisation) -> None:
    id = joined(app, valley).user().id
    assert [each[2] for each in written(app)] == ["second_factor_set", "signed_in"]
    assert {each[1] for each in written(app)} == {f"user:{id}"}


def test_a_later_sign_in_does_not(app: Flask, mia: Member) -> None:
    mia.signed_in()
    id = f"user:{mia.user().id}"
    assert written(app) == [("valley", id, "signed_in", id)]


def test_refused_sign_ins_are_written_where_they_belong(app: Flask, mia: Member) -> None:
    mia.password_given(browser(app), "not the password at all")
    client = half_signed_in(mia)
    client.post("/tf-validate", data={"csrf_token": token_of(client, "/tf-validate"), "code": "000000"})
    fetch(browser(app), "/login").submit(email="nobody@example.org", password=PASSWORD)
    knocks.tell()
    refused = ("valley", "visitor", "sign_in_refused", f"user:{mia.user().id}")
    assert written(app) == [("installation", "visitor", "sign_in_refused", "user:unknown"), refused]


def test_recovery_codes_made_and_used(app: Flask, mia: Member) -> None:
    codes = fetch(sign_in(browser(app), mia.user()), "/mf-recovery-codes").submit().all("code")
    fetch(half_signed_in(mia), "/mf-recovery").submit(code=codes[0].text)
    assert [each[2] for each in written(app)] == ["recovery_codes_made", "recovery_code_used", "signed_in"]


def test_a_changed_password_is_not_another_sign_in(app: Flask, mia: Member) -> None:
    page = fetch(sign_in(browser(app), mia.user()), "/change")
    page.submit(password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    assert [each[2] for each in written(app)] == ["password_changed"]


def test_a_reset_asked_for_and_done(app: Flask, mia: Member) -> None:
    fetch(browser(app), "/reset").submit(email=mia.email)
    fetch(browser(app), link_in(letter(mia.email))).submit(password=NEW, password_confirm=NEW)
    assert [each[2] for each in written(app)] == ["password_reset_asked", "password_reset"]


def test_who_belongs_to_several_organisations_is_written_in_each(app: Flask, mia: Member) -> None:
    from onboarding.roles import Role
    from onboarding.services import members
    from onboarding.services.change import SYSTEM

    members.give_role(SYSTEM, make_cohe("delta"), mia.user(), Role.HR)
    mia.signed_in()
    assert {each[0] for each in written(app) if each[2] == "signed_in"} == {"valley", "delta"}


def test_who_belongs_nowhere_is_written_in_the_installations_chain(app: Flask) -> None:
    nobody = enrolled(app)
    client = browser(app)
    nobody.password_given(client).submit(code=nobody.code())
    assert {each[0] for each in written(app)} == {"installation"}


@pytest.mark.parametrize("way", ["change", "reset"])
def test_where_the_letter_cannot_be_written_nothing_is_changed(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Password, letter and entry are one transaction."""
    client = sign_in(browser(app), mia.user()) if way == "change" else browser(app)
    if way == "reset":
        fetch(client, "/reset").submit(email=mia.email)
    page = fetch(client, "/change" if way == "change" else link_in(letter(mia.email)))
    before, app.config["PROPAGATE_EXCEPTIONS"] = (mia.user().password, len(written(app))), False

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(outbox, "write", full)
    data = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    answer = page.submit(**(data if way == "change" else {"password": NEW, "password_confirm": NEW}))
    assert answer.status == 500
    db.session.expire_all()
    assert (mia.user().password, len(written(app))) == before


def test_a_sign_out_and_the_end_of_other_visits(app: Flask, mia: Member) -> None:
    client = sign_in(browser(app), mia.user())
    sign_in(browser(app), mia.user())
    fetch(client, "/account").submit()
    client.post("/logout", data={"csrf_token": token_of(client, "/account")})
    assert [each[2] for each in written(app)] == ["other_visits_ended", "signed_out"]
