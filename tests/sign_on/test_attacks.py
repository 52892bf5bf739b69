"""What others may try: other people's answers, old ones, planted visits, stale pages and two at the same moment."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User, Visit
from onboarding.models.organisation import Invitation, Organisation
from onboarding.roles import Role
from onboarding.services import invitations, sign_on
from onboarding.services.change import SYSTEM
from onboarding.web.access import FRESH_PAGE
from tests.accounts.race import at_once
from tests.accounts.steps import Member, enrolled, is_in, letter, link_in, token_of
from tests.make import make_cohe
from tests.page import fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, tied, ties
from tests.stored import on_sqlite

AGAIN = "Sign in with Skagit Health again"
STALE = "begun more than 10 minutes ago, in another browser, or was finished"
KNOWN_OTHERWISE = "is tied to another account here"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    """How much later it is than it is; what the browser's visit says of a fresh sign-in does not move with it."""
    real, by = clock.now, [timedelta(0)]
    monkeypatch.setattr(clock, "now", lambda: real() + by[0])
    return by


def secret(client: FlaskClient) -> str:
    cookie = client.get_cookie("visit")
    assert cookie
    return cookie.value


def invited(valley: Organisation, email: str = "nell@example.org") -> str:
    invitations.invite(SYSTEM, valley, email, "Nell New", Role.MANAGER)
    return link_in(letter(email))


@on_sqlite
def test_an_answer_opens_one_visit_once(app: Flask, trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    mine, other = app.test_client(), app.test_client()
    address = go(fetch(mine, "/login"))
    answer = trusting.authorize(address)
    assert STALE in come_back(other, trusting, address, **answer).main
    assert come_back(mine, trusting, address, **answer).address == "/tf-validate"
    assert STALE in come_back(mine, trusting, address, **answer).main


@on_sqlite
@pytest.mark.parametrize(("minutes", "taken"), [(9, True), (10, False)])
def test_a_sign_in_under_way_lasts_ten_minutes(
    app: Flask, trusting: Idp, mia: Member, later: list[timedelta], minutes: int, taken: bool
) -> None:
    tied(mia, trusting)
    client = app.test_client()
    address = go(fetch(client, "/login"))
    later[0] = timedelta(minutes=minutes)
    trusting.claims = {"iat": clock.now().timestamp() // 1, "exp": clock.now().timestamp() // 1 + 300}
    assert (STALE in come_back(client, trusting, address).main) is not taken


@on_sqlite
def test_two_tabs_both_come_back_and_a_sixth_sign_in_has_the_first_forgotten(app: Flask, trusting: Idp) -> None:
    client = app.test_client()
    addresses = [go(fetch(client, "/login")) for _ in range(6)]
    assert STALE in come_back(client, trusting, addresses[0]).main
    for address in (addresses[2], addresses[1], addresses[5]):
        assert "we do not know who that is" in come_back(client, trusting, address).main


@on_sqlite
def test_whoever_is_signed_in_already_stays_who_they_are(app: Flask, trusting: Idp, valley: Organisation) -> None:
    one, two = enrolled(app, valley), enrolled(app, valley, name="Otto Other")
    tied(two, trusting)
    client = app.test_client()
    address = go(fetch(client, "/login"))
    one.signed_in(client)
    page = come_back(client, trusting, address)
    assert page.messages == ["You are signed in already."]
    assert fetch(client, "/account").facts["Email address"] == one.email


@on_sqlite
def test_each_step_gives_the_visit_a_new_secret(app: Flask, trusting: Idp, valley: Organisation, mia: Member) -> None:
    client, secrets = app.test_client(), []
    page = fetch(client, invited(valley))
    secrets.append(secret(client))
    page = come_back(client, trusting, go(page))
    secrets.append(secret(client))
    page.submit()
    secrets.append(secret(client))
    assert len(set(secrets)) == 3
    tied(mia, trusting, "subject-2")
    trusting.subject, other = "subject-2", app.test_client()
    address = go(fetch(other, "/login"))
    planted = secret(other)
    page = come_back(other, trusting, address)
    assert secret(other) != planted
    page.submit(code=mia.code())
    assert is_in(other)
    thief = app.test_client()
    thief.set_cookie("visit", planted)
    assert not is_in(thief)


@on_sqlite
def test_a_page_of_another_site_begins_nothing(app: Flask, trusting: Idp, valley: Organisation, mia: Member) -> None:
    client, link = mia.signed_in(), invited(valley)
    for path in ("/sign-on", link.replace("/invitations/", "/sign-on/invitations/"), "/account/sign-on/again"):
        assert client.post(path).status_code == 400, path
        assert client.get(path).status_code == 405, path
    assert client.post("/account/sign-on").status_code == 400
    assert client.post("/sign-on/back").status_code in (400, 405)


@on_sqlite
def test_coming_back_unasked_leaves_no_trace(app: Flask, trusting: Idp) -> None:
    page = fetch(app.test_client(), "/sign-on/back?code=c&state=s")
    assert STALE in page.main
    assert db.session.query(Visit).count() == 0


@on_sqlite
def test_an_invitation_is_accepted_once_and_only_while_it_is_open(
    app: Flask, trusting: Idp, valley: Organisation
) -> None:
    link = invited(valley)
    one, two = app.test_client(), app.test_client()
    pages = []
    for client, subject in ((one, "subject-1"), (two, "subject-2")):
        trusting.subject = subject
        pages.append(come_back(client, trusting, go(fetch(client, link))))
    assert pages[0].submit().heading == "Set up the second factor"
    assert pages[0].submit().messages == ["This step is over. Open the link of your invitation again."]
    assert pages[1].submit().messages == ["This step is over. Open the link of your invitation again."]
    assert [subject for _, subject in ties()] == ["subject-1"]
    token = token_of(two)
    path = link.replace("/invitations/", "/sign-on/invitations/")
    for address in (path, "/sign-on/invitations/made-up"):
        assert two.post(address, data={"csrf_token": token}).status_code == 404


@on_sqlite
@pytest.mark.parametrize("ended", ["withdrawn", "expired"])
def test_an_invitation_that_ended_meanwhile_makes_no_account(
    app: Flask, trusting: Idp, valley: Organisation, ended: str
) -> None:
    client = app.test_client()
    page = come_back(client, trusting, go(fetch(client, invited(valley))))
    invitation = db.session.query(Invitation).one()
    if ended == "withdrawn":
        invitations.withdraw(SYSTEM, valley, invitation.id)
    else:
        invitation.expires_at = clock.now()
        with sign_on.change(SYSTEM) as under_way:
            under_way.record(valley.id, sign_on.Action.INVITATION_WITHDRAWN, invitation)
    assert page.submit().messages == ["This step is over. Open the link of your invitation again."]
    assert (db.session.query(User).count(), ties()) == (0, [])


@on_sqlite
def test_a_subject_that_is_tied_elsewhere_makes_no_second_account(
    app: Flask, trusting: Idp, valley: Organisation, mia: Member
) -> None:
    tied(mia, trusting)
    client = app.test_client()
    page = come_back(client, trusting, go(fetch(client, invited(valley)))).submit()
    assert KNOWN_OTHERWISE in page.messages[0]
    assert db.session.query(User).count() == 1
    assert db.session.query(Invitation).one().accepted_at is None


@on_sqlite
def test_tying_needs_the_password_given_lately_and_the_account_that_began_it(
    app: Flask, trusting: Idp, valley: Organisation, mia: Member
) -> None:
    client = mia.signed_in()
    stale(client)
    for path in ("/account/sign-on", "/account/sign-on/tie", "/account/sign-on/untie"):
        assert fetch(client, path).heading == "Your password once more", path
    other = enrolled(app, valley, name="Otto Other").signed_in()
    address = go(fetch(other, "/account/sign-on"), "Go to Skagit Health")
    assert come_back(other, trusting, address).heading == "Tie your account to Skagit Health"
    with other.session_transaction() as session:
        session["sign_on_tying"]["about"] = mia.user().id
        session.modified = True
    assert fetch(other, "/account/sign-on/tie").messages == ["This step is over. Begin again."]
    assert ties() == []


def stale(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["fs_paa"] -= 2 * FRESH_PAGE.total_seconds() + 3600


@on_sqlite
def test_what_is_shown_of_tying_is_over_after_ten_minutes(trusting: Idp, mia: Member, later: list[timedelta]) -> None:
    client = mia.signed_in()
    page = come_back(client, trusting, go(fetch(client, "/account/sign-on"), "Go to Skagit Health"))
    later[0] = timedelta(minutes=11)
    assert page.submit().messages == ["This step is over. Begin again."]
    assert ties() == []


@on_sqlite
def test_tying_twice_says_so(trusting: Idp, mia: Member) -> None:
    client = mia.signed_in()
    first = fetch(client, "/account/sign-on")
    page = come_back(client, trusting, go(first, "Go to Skagit Health"))
    assert page.submit().messages == ["You can sign in with Skagit Health now."]
    assert page.submit().messages == ["Your account is tied to Skagit Health already."]
    assert first.submit().messages == ["Your account is tied to Skagit Health already."]
    page = fetch(client, "/account/sign-on/untie")
    assert page.submit().messages == ["Your account is not tied to Skagit Health any more."]
    assert page.submit().messages == ["Your account is not tied to Skagit Health."]


@on_sqlite
def test_the_provider_shows_again_who_somebody_is_only_when_they_signed_in_there_just_now(
    trusting: Idp, mia: Member
) -> None:
    tied(mia, trusting)
    client = mia.signed_in()
    now = int(clock.now().timestamp())
    for claims, subject, heading in (
        ({}, "subject-1", "You did not sign in with Skagit Health"),  # it does not say when
        ({"auth_time": now - 3600}, "subject-1", "You did not sign in with Skagit Health"),
        ({"auth_time": now}, "another", "Your password once more"),
        ({"auth_time": now}, "subject-1", "Sign in with Skagit Health"),
    ):
        stale(client)
        trusting.claims, trusting.subject = claims, subject
        page = fetch(client, "/account/sign-on")
        assert page.heading == "Your password once more"
        assert come_back(client, trusting, go(page, AGAIN)).heading == heading


@on_sqlite
def test_of_two_accounts_a_subject_is_tied_to_the_first(app: Flask, trusting: Idp, valley: Organisation) -> None:
    one, two = enrolled(app, valley), enrolled(app, valley)
    tied(one, trusting)
    with pytest.raises(OnboardingError, match=KNOWN_OTHERWISE):
        tied(two, trusting)
    with pytest.raises(OnboardingError, match="tied to another Skagit Health account"):
        tied(one, trusting, "subject-2")
    tied(one, trusting)
    assert ties() == [(one.user().id, "subject-1")]


def test_of_many_who_tie_at_once_one_has_the_subject(app: Flask, trusting: Idp, valley: Organisation) -> None:
    provider = app.extensions["config"].sign_on
    ids = [enrolled(app, valley).user().id for _ in range(4)]

    def job(id: int) -> bool:
        try:
            sign_on.tie(SYSTEM, db.session.get_one(User, id), provider, "subject-1")
        except OnboardingError:
            return False
        return True

    assert sorted(at_once(app, [lambda id=id: job(id) for id in ids])) == [False] * 3 + [True]
    assert len(ties()) == 1


@on_sqlite
def test_a_tie_of_another_issuer_opens_nothing(app: Flask, trusting: Idp, mia: Member) -> None:
    provider = app.extensions["config"].sign_on
    sign_on.tie(SYSTEM, mia.user(), provider._replace(issuer="https://before.example.org"), "subject-1")
    assert "we do not know who that is" in by_provider(app.test_client(), trusting).main
