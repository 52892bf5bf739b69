"""Links that sign in: resets and invitations, attacked. Each test names the class of attack it replays."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from onboarding import clock, create_app
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.message import Message
from onboarding.models.organisation import Invitation, Membership, Organisation
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.roles import Role
from onboarding.services import accounts, invitations, members, resets, throttle
from onboarding.services.change import SYSTEM
from onboarding.services.throttle import Place
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, is_in, letter, link_in, token_of
from tests.make import make_cohe, make_member, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

NEW = "eleven otters in the Sound"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def reset_link(member: Member) -> str:
    fetch(browser(member.app), "/reset").submit(email=member.email)
    return link_in(letter(member.email))


def reset(member: Member, link: str, **more: str) -> int:
    client = browser(member.app)
    data = {"csrf_token": token_of(client), "password": NEW, "password_confirm": NEW, **more}
    return client.post(link, data=data).status_code


def knows(member: Member, password: str) -> bool:
    return "authenticator" in member.password_given(browser(member.app), password).heading


@pytest.mark.parametrize("named", ["email", "user", "user_id", "id", "fs_uniquifier", "token"])
def test_a_link_resets_the_account_it_was_sent_to(app: Flask, valley: Organisation, mia: Member, named: str) -> None:
    """Class 7, OrangeHRM CVE-2025-66225: another account named in the form."""
    other = enrolled(app, valley)
    value = {"email": other.email, "fs_uniquifier": other.user().fs_uniquifier}.get(named, str(other.user().id))
    before = other.user().password
    reset(mia, reset_link(mia), **{named: value})
    db.session.expire_all()
    assert other.user().password == before


def test_a_link_put_together_from_two_is_none(app: Flask, valley: Organisation, mia: Member) -> None:
    """Class 7: one account's claim with another's signature."""
    other = enrolled(app, valley)
    mine, theirs = (reset_link(each).rpartition("/")[2].split(".") for each in (mia, other))
    before = other.user().password
    for parts in ([theirs[0], *mine[1:]], [*theirs[:-1], mine[-1]], [theirs[0], mine[1], theirs[2]]):
        reset(mia, f"/reset/{'.'.join(parts)}")
    db.session.expire_all()
    assert other.user().password == before


@pytest.mark.parametrize("token", ["x", "null", "None", "..", "%00", "0" * 3000, "W10.x.y", "eyJhIjoxfQ.x.y"])
@pytest.mark.parametrize("path", ["/reset/", "/invitations/"])
def test_a_made_up_link_leads_nowhere(app: Flask, path: str, token: str) -> None:
    """Class 7: tokens that nobody gave."""
    client = browser(app)
    assert client.get(path + token).status_code in (302, 308, 404)
    answer = client.post(path + token, data={"csrf_token": token_of(client), "password": NEW, "again": NEW})
    assert answer.status_code in (302, 308, 404)


def test_a_token_of_another_purpose_is_not_a_reset_link(app: Flask, mia: Member) -> None:
    """Class 7: what the same key signed for something else."""
    security = app.extensions["security"]
    user = mia.user()
    data: Any = [user.fs_uniquifier, None]
    before = user.password
    for name in ("tf_setup", "tf_validity", "remember_token", "login", "confirm"):
        serializer = getattr(security, f"{name}_serializer", None)
        if serializer:
            assert reset(mia, f"/reset/{serializer.dumps(data)}") == 302
    db.session.expire_all()
    assert mia.user().password == before


@pytest.mark.parametrize(("after", "works"), [(119, True), (121, False)])
def test_a_reset_link_works_for_two_hours(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch, after: int, works: bool
) -> None:
    """Class 16: one minute under the limit and one over."""
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - after * 60)
        link = reset_link(mia)
    reset(mia, link)
    assert knows(mia, NEW) is works


@pytest.mark.parametrize("first", ["reset", "change", "disable", "role"])
def test_a_reset_link_is_dead_after(app: Flask, valley: Organisation, mia: Member, first: str) -> None:
    """Class 16: whatever ends visits ends the links that were sent before."""
    link, last = reset_link(mia), "nine ravens on Mount Baker"
    if first == "reset":
        reset(mia, link, password=last, password_confirm=last)
    elif first == "change":
        page = fetch(sign_in(browser(app), mia.user()), "/change")
        page.submit(password=PASSWORD, new_password=last, new_password_confirm=last)
    elif first == "disable":
        accounts.disable(SYSTEM, mia.user())
        accounts.enable(SYSTEM, mia.user())
    else:
        members.give_role(SYSTEM, valley, mia.user(), Role.HR)
    assert reset(mia, link) == 302
    assert not knows(mia, NEW)


def test_a_reset_does_not_sign_in_and_keeps_the_second_factor(app: Flask, mia: Member) -> None:
    """Class 5: the way around the second factor by mail."""
    client = browser(app)
    page = fetch(client, reset_link(mia)).submit(password=NEW, password_confirm=NEW)
    assert page.heading == "Sign in"
    assert not is_in(client)
    assert knows(mia, NEW)


def test_a_reset_lets_the_owner_in_from_where_they_are(app: Flask, mia: Member) -> None:
    """The victim is never locked out: who follows the link shows that the account is theirs, wherever they are."""
    link = reset_link(mia)
    for number in range(100):
        throttle.failed(SYSTEM, mia.email, Place(f"203.0.{number}.1"))
    assert throttle.wait(mia.email, Place("198.51.100.7"))
    fetch(browser(app, "198.51.100.7"), link).submit(password=NEW, password_confirm=NEW)
    assert throttle.wait(mia.email, Place("198.51.100.7")) is None


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server", "Origin"])
def test_no_header_changes_where_a_link_leads(app: Flask, mia: Member, header: str) -> None:
    """Host-header poisoning: the link in a letter leads to our own address."""
    client = browser(app)
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    data = {"csrf_token": token_of(client), "email": mia.email}
    client.post("/reset", data=data, headers={header: value})
    resets.answer()
    bodies = [each.body for each in db.session.query(Message)]
    assert not any("evil" in body for body in bodies)
    assert all("http://127.0.0.1:8000/reset/" in body for body in bodies)
    assert len(bodies) == (0 if header == "Host" else 1)


def test_invitations_lead_to_our_own_address(app: Flask, valley: Organisation) -> None:
    """Host-header poisoning, by somebody who invites."""
    client = sign_in(browser(app), make_member(valley, Role.ADMINISTRATOR))
    data = {"csrf_token": token_of(client, "/account"), "name": "N", "email": "new@example.org", "role": "hr"}
    client.post("/at/valley/members/invite", data=data, headers={"X-Forwarded-Host": "evil.example"})
    assert link_in(letter("new@example.org")).startswith("/invitations/")


@pytest.mark.parametrize("ended", ["accepted", "withdrawn", "expired", "invited again"])
def test_an_invitation_that_is_over_leads_nowhere(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch, ended: str
) -> None:
    """Class 16, Outline CVE-2026-120449: withdrawn, and still open by its link."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    page = fetch(browser(app), link)
    if ended == "accepted":
        invitations.accept_anew(SYSTEM, link.rpartition("/")[2], "New Member", NEW)
    elif ended == "withdrawn":
        invitations.withdraw(SYSTEM, valley, db.session.query(Invitation).one().id)
    elif ended == "expired":
        later = clock.now() + timedelta(days=7)
        monkeypatch.setattr(clock, "now", lambda: later)
    else:
        invitations.invite(SYSTEM, valley, "NEW@example.org", "New Member", Role.HR)
    answer = browser(app).get(link)
    if ended == "accepted":
        assert answer.headers["Location"] == "/login"  # whoever clicks twice is told that it was done
    else:
        assert answer.status_code == 404
    before = db.session.query(User).count()
    assert page.submit(name="N", password=NEW, again=NEW).status in (200, 400, 404)
    assert db.session.query(User).count() == before


def test_an_invitation_of_another_address_cannot_be_accepted(app: Flask, valley: Organisation, mia: Member) -> None:
    """Class 2: acting for somebody else, by a link that was passed on."""
    thief = enrolled(app, valley)
    link = link_in(invitations.invite(SYSTEM, make_cohe("delta"), mia.email, "Mia", Role.ADMINISTRATOR))
    client = sign_in(browser(app), thief.user())
    assert "Sign in with it" in fetch(client, link).main
    data = {
        "csrf_token": token_of(client, "/account"),
        "name": "T",
        "password": NEW,
        "again": NEW,
        "email": thief.email,
    }
    client.post(link, data=data)
    browser(app).post(link, data=data)
    assert db.session.query(Membership).filter_by(role=Role.ADMINISTRATOR).count() == 0
    assert knows(mia, PASSWORD)


def test_who_accepts_as_themselves_has_the_role_and_signs_in_again(app: Flask, mia: Member) -> None:
    link = link_in(invitations.invite(SYSTEM, make_cohe("delta"), mia.email.upper(), "Mia", Role.HR))
    client = sign_in(browser(app), mia.user())
    assert fetch(client, link).submit().heading == "Sign in"
    assert not is_in(client)
    assert db.session.query(Membership).filter_by(role=Role.HR).one().user_id == mia.user().id


@pytest.mark.parametrize("field", ["role", "organisation_id", "email", "sample", "active", "token"])
def test_no_field_changes_what_was_offered(app: Flask, valley: Organisation, field: str) -> None:
    """Class 2: more fields than the form has."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.SCREENER))
    value = {"role": "administrator", "email": "other@example.org", "sample": "1", "active": "0"}.get(field, "2")
    fetch(browser(app), link).submit(name="New Member", password=NEW, again=NEW, **{field: value})
    membership, user = db.session.query(Membership).one(), db.session.query(User).one()
    assert (membership.role, membership.organisation_id) == (Role.SCREENER, valley.id)
    assert (user.email, user.sample, user.active) == ("new@example.org", False, True)


@pytest.mark.parametrize(
    "password",
    ["\u00e9l\u00e8ve de la for\u00eat", "e\u0301le\u0300ve de la fore\u0302t", "  two  blanks  at each end  "],
)
def test_a_password_chosen_by_invitation_signs_in(app: Flask, valley: Organisation, password: str) -> None:
    """The same password in another form of Unicode, or with blanks, is the one that was chosen."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    fetch(browser(app), link).submit(password=password, again=password)
    page = fetch(browser(app), "/login").submit(email="new@example.org", password=password)
    assert page.heading == "Set up the second factor"


def test_neither_link_nor_password_nor_code_is_in_a_log_or_the_trail(
    app: Flask, valley: Organisation, capfd: pytest.CaptureFixture[str]
) -> None:
    """Class 15, Frappe CRM CVE-2026-53761: keys of invitations and resets in logs."""
    link = link_in(invitations.invite(SYSTEM, valley, "canary@example.org", "Canary Member", Role.HR))
    client = browser(app)
    page = fetch(client, link).submit(password=NEW, again=NEW).submit(email="canary@example.org", password=NEW).submit()
    mia = Member(app, "canary@example.org", page.all("code")[0].text or "")
    key, code = page.all("code")[0].text or "", mia.code()
    page.submit(code=code)
    codes = [each.text or "" for each in fetch(client, "/mf-recovery-codes").submit().all("code")]
    fetch(browser(app), "/login").submit(email="stranger.canary@example.org", password="wrong canary password")
    reset_address = reset_link(mia)
    reset(mia, reset_address, password="nine ravens on Mount Baker", password_confirm="nine ravens on Mount Baker")
    browser(app).get(reset_address)
    browser(app).get(link)
    cookie = client.get_cookie("visit")
    assert cookie
    secrets = [link.rpartition("/")[2], reset_address.rpartition("/")[2], NEW, "nine ravens", "wrong canary", key, code]
    secrets += [*codes, cookie.value, mia.user().fs_uniquifier, "canary@example.org", "Canary Member"]
    written = "".join(capfd.readouterr())
    trail = str([(each.subject, each.actor) for each in db.session.query(TrailEntry)])
    trail += str([each.body for each in db.session.query(TrailDetail)])
    assert [each for each in secrets if each in written] == []
    assert [each for each in secrets if each in trail] == []


def test_links_are_kept_as_hashes(app: Flask, valley: Organisation) -> None:
    """Class 15: whoever reads the table cannot accept."""
    token = invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR).rpartition("/")[2]
    row = db.session.query(Invitation).one()
    assert len(token) >= 43
    assert token not in str(vars(row))
    assert all(each.secret for each in db.session.query(Message))


@pytest.mark.parametrize("kind", ["invitation", "reset"])
def test_a_page_whose_address_is_a_secret_gives_no_referrer(
    app: Flask, valley: Organisation, mia: Member, kind: str
) -> None:
    """Class 15: the address of the page in the next request's referrer."""
    link = reset_link(mia) if kind == "reset" else invitations.invite(SYSTEM, valley, "new@example.org", "N", Role.HR)
    answer = browser(app).get(re.sub(r"^http://[^/]+", "", link))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_a_referrer_is_taken_over_tls(app: Flask, config: Config, valley: Organisation) -> None:
    """The other side of it: the page that gives no referrer can still be sent."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    at = "https://onboarding.example.org"
    tls = create_app(config._replace(base_url=at))
    with tls.test_client() as client:
        found = re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"', client.get(link, base_url=at).get_data(as_text=True)
        )
        assert found
        data = {"csrf_token": found[1], "name": "New Member", "password": NEW, "again": NEW}
        assert client.post(link, base_url=at, data=data).status_code == 302
    with tls.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("email", ["mia@example.org\r\nBcc: x@evil.example", "mia@example.org\n", "a\x00@example.org"])
def test_no_header_of_a_letter_can_be_written(app: Flask, mia: Member, email: str) -> None:
    """Class 24, OrangeHRM CVE-2025-66224: line breaks in what goes into a header."""
    client = browser(app)
    answer = client.post("/reset", data={"csrf_token": token_of(client), "email": email})
    resets.answer()
    assert answer.status_code in (200, 302)
    assert db.session.query(Message).count() == 0
