"""What is typed, and what is told: enumeration, spellings, sizes and guesses. Each test names the class it replays."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import Attempt, User
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import accounts, invitations, resets, throttle, visits
from onboarding.services.change import SYSTEM
from onboarding.services.throttle import Place
from onboarding.web.account_parts import refusals
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, half_signed_in, is_in, link_in, token_of
from tests.make import make_cohe, make_member, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

WRONG, NEW = "not the password at all", "eleven otters in the Sound"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def said(client: FlaskClient, address: str, **data: str) -> tuple[int, str]:
    """The answer without what differs each time."""
    answer = client.post(address, data={"csrf_token": token_of(client, address), **data}, follow_redirects=True)
    html = re.sub(r'name="csrf_token"[^>]*value="[^"]+"', "", answer.get_data(as_text=True))
    return answer.status_code, html.replace(data.get("email", "-"), "(address)")


def unknown(_app: Flask, _valley: Organisation) -> str:
    return "nobody.at.all@example.org"


def disabled(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    accounts.disable(SYSTEM, member.user())
    return member.email


def invented(_app: Flask, valley: Organisation) -> str:
    return make_member(valley, Role.HR).email


def invited(_app: Flask, valley: Organisation) -> str:
    invitations.invite(SYSTEM, valley, "invited@example.org", "Invited", Role.HR)
    return "invited@example.org"


Other = Callable[[Flask, Organisation], str]
OTHERS = [unknown, disabled, invented, invited]


@pytest.mark.parametrize("other", OTHERS)
def test_signing_in_does_not_tell_who_has_an_account(
    app: Flask, valley: Organisation, mia: Member, other: Other
) -> None:
    """Enumeration by text and status."""
    email = other(app, valley)
    known = said(browser(app), "/login", email=mia.email, password=WRONG)
    assert said(browser(app), "/login", email=email, password=WRONG) == known
    assert said(browser(app), "/login", email=email, password=PASSWORD) == known


@pytest.mark.parametrize("other", OTHERS)
def test_asking_for_a_reset_does_not_tell_who_has_an_account(
    app: Flask, valley: Organisation, mia: Member, other: Other
) -> None:
    """Enumeration by text and status, and by a letter to whoever cannot use it."""
    email = other(app, valley)
    before = db.session.query(Message).count()
    known = said(browser(app), "/reset", email=mia.email)
    assert said(browser(app), "/reset", email=email) == known
    resets.answer()
    assert db.session.query(Message).count() == before + 1


@on_sqlite
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("address", ["/login", "/reset"])
def test_being_shut_out_does_not_tell_who_has_an_account(
    app: Flask, valley: Organisation, mia: Member, other: Other, address: str
) -> None:
    """Enumeration by the throttle: whoever does not exist is shut out at the same try, with the same words."""
    email = other(app, valley)
    answers = []
    for each in (mia.email, email):
        client, codes = browser(app, "203.0.113.9" if each == email else "198.51.100.9"), []
        token = token_of(client, address)
        for _ in range(11):
            data = {"csrf_token": token, "email": each, "password": WRONG}
            codes.append(client.post(address, data=data))
        answers.append([answer.status_code for answer in codes])
        assert codes[-1].headers["Retry-After"].isdigit()
        assert 0 < int(codes[-1].headers["Retry-After"]) <= 15 * 60
        assert "Too many tries" in codes[-1].get_data(as_text=True)
    assert answers[0] == answers[1] == [200] * 10 + [429]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "a capital": str.capitalize,
    "a full-width domain": lambda email: email.replace("example", "\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45"),
    "full-width letters": lambda email: email.replace("m", "\uff4d", 1),
    "an ideographic dot": lambda email: email.replace(".org", "\u3002org"),
    "mathematical letters": lambda email: email.replace("b", "\U0001d41b", 1),
    "a capital domain": lambda email: email.replace("example.org", "EXAMPLE.ORG"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_the_address_does_not_give_more_guesses(app: Flask, mia: Member, spelling: str) -> None:
    """Rate-limit evasion by case and Unicode: whatever leads to the account counts for it, and is shut out with it."""
    client = browser(app, "203.0.113.9")
    token = token_of(client)
    spelled = SPELLINGS[spelling](mia.email)
    for _ in range(10):
        client.post("/login", data={"csrf_token": token, "email": mia.email, "password": WRONG})
    answer = client.post("/login", data={"csrf_token": token, "email": spelled, "password": PASSWORD})
    assert answer.status_code in (200, 429)  # it is shut out, or no address at all
    assert "tf_user_id" not in dict(_session(client))


def _session(client: FlaskClient) -> dict[str, object]:
    with client.session_transaction() as session:
        return dict(session)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_an_address_makes_no_second_account(
    app: Flask, valley: Organisation, mia: Member, spelling: str
) -> None:
    """Collisions: never two accounts for one address."""
    link = link_in(invitations.invite(SYSTEM, make_cohe("delta"), SPELLINGS[spelling](mia.email), "Mia", Role.HR))
    if "domain" in spelling or "capital" in spelling:
        assert "Sign in with it" in fetch(browser(app), link).main
    fetch(browser(app), link)
    assert db.session.query(User).filter(User.email == mia.email).count() == 1


@pytest.mark.parametrize(("one", "other"), [("stra\u00dfe", "strasse"), ("m\u0131a", "mia"), ("\u212aim", "him")])
def test_addresses_that_are_two_mailboxes_are_two_accounts(one: str, other: str) -> None:
    """Collisions, the other way (Django CVE-2019-19844): a letter for one must not go to the other."""
    assert accounts.normal(f"{one}@example.org") != accounts.normal(f"{other}@example.org")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.1", "203.0.113.254", True),
        ("203.0.113.1", "203.0.114.1", False),
        ("::ffff:203.0.113.1", "203.0.113.77", True),
        ("::ffff:203.0.113.1", "::ffff:198.51.100.1", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "nonsense", True),
    ],
)
def test_what_counts_as_one_network(one: str, other: str, same: bool) -> None:
    """Rate-limit evasion by changing address; and no shutting out of everybody who comes by IPv4 on one socket."""
    assert (visits.network_of(one) == visits.network_of(other)) is same


def test_refused_tries_do_not_make_it_last_longer(app: Flask, mia: Member) -> None:
    """Locking out: who keeps asking while refused is let in when the time is over."""
    for _ in range(10):
        throttle.failed(SYSTEM, mia.email, Place("203.0.113.9"))
    client = browser(app, "203.0.113.9")
    for _ in range(3):
        said(client, "/login", email=mia.email, password=WRONG)
    assert db.session.query(Attempt).count() == 10


def test_the_owner_is_never_shut_out_at_home_by_what_others_do_elsewhere(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locking out: a thousand failures from everywhere, and the owner signs in from where they did before."""
    home = "198.51.100.7"
    throttle.succeeded(mia.email, Place(home))
    db.session.commit()
    rows = [
        Attempt(
            account_hash=throttle.account_hash(mia.email), network=f"203.{n % 250}.{n // 250}.0/24", succeeded=False
        )
        for n in range(1000)
    ]
    for row in rows:
        row.at = throttle.clock.now()
    db.session.add_all(rows)
    db.session.commit()
    mia.signed_in(browser(app, home))
    later = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert throttle.wait(mia.email, Place("192.0.2.1")) is None  # and the owner's coming ends the row of failures


def test_a_slip_in_the_new_password_is_no_guess(app: Flask, mia: Member) -> None:
    """Locking out: only a wrong present password counts when it is changed."""
    client = sign_in(browser(app), mia.user())
    for _ in range(3):
        said(client, "/change", password=PASSWORD, new_password="short", new_password_confirm="short")
    assert db.session.query(Attempt).count() == 0
    said(client, "/change", password=WRONG, new_password=NEW, new_password_confirm=NEW)
    assert db.session.query(Attempt).count() == 1


@pytest.mark.parametrize("address", ["/verify", "/change"])
def test_the_present_password_is_guessed_as_slowly(app: Flask, mia: Member, address: str) -> None:
    """Class 19: guessing in a session that was left open."""
    client = sign_in(browser(app, "203.0.113.9"), mia.user())
    token = token_of(client, address)
    data = {"csrf_token": token, "password": WRONG, "new_password": NEW, "new_password_confirm": NEW}
    codes = [client.post(address, data=data).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert client.post(address, data={**data, "password": PASSWORD}).status_code == 429


HOSTILE = {
    "a nul": "mia\x00@example.org",
    "nothing": "",
    "no at": "mia",
    "long": "a" * 5000 + "@example.org",
    "a tag": "<script>alert(1)</script>@example.org",
    "a query": "' OR '1'='1",
    "a template": "{{7*7}}@example.org",
    "right to left": "\u202egro.elpmaxe@aim",
    "an emoji": "\U0001f600@example.org",
    "a surrogate": b"\xed\xa0\x80@example.org",
    "line breaks": "mia@example.org\r\nBcc: x@evil.example",
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_address_breaks_a_form(app: Flask, mia: Member, shape: str) -> None:
    """Class 20: what is typed is refused, and never our fault."""
    for address in ("/login", "/reset"):
        client = browser(app)
        data = {"csrf_token": token_of(client, address), "email": HOSTILE[shape], "password": WRONG}
        answer = client.post(address, data=data)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)
        assert "49@example" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("password", ["x" * 5000, "\ufdfa" * 400, "\x00" * 20, "a\x00b", " " * 30, "\U0001f600" * 128])
def test_no_password_breaks_a_form(app: Flask, mia: Member, password: str) -> None:
    """Classes 20 and 28: sizes and signs that a hash does not take."""
    client = browser(app)
    assert said(client, "/login", email=mia.email, password=password)[0] == 200
    client = sign_in(browser(app), mia.user())
    assert said(client, "/verify", password=password)[0] == 200
    assert said(client, "/change", password=PASSWORD, new_password=password, new_password_confirm=password)[0] == 200
    assert is_in(client) or password == "\U0001f600" * 128


def test_no_name_breaks_an_invitation(app: Flask, valley: Organisation) -> None:
    """Class 20: a name that a database does not take."""
    link = link_in(invitations.invite(SYSTEM, valley, "new@example.org", "New Member", Role.HR))
    client = browser(app)
    for name in ("N\r\nBcc: x", "x" * 5000, " "):
        answer = client.post(
            link, data={"csrf_token": token_of(client, link), "name": name, "password": NEW, "again": NEW}
        )
        assert answer.status_code == 200, name
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(
    "password",
    [
        *(
            "Password123!Password",
            "onboarding2026!",
            "mia.manager.2026",
            "MiaManager12",
            "member1member1",
            "Manager Mia 1",
        ),
        *("washington2026", "aaaaaaaaaaaaaaaa", "abababababab", "1234567890123456", "hsc onboarding", "qwertyuiop123"),
    ],
)
def test_a_password_that_knows_its_owner_is_refused(password: str) -> None:
    """Guessing by what is known of the owner and the product."""
    assert refusals(password, password, "member1", "Mia Manager")


@pytest.mark.parametrize(
    "password",
    [
        "seven herons over the Skagit",
        "correct horse battery staple",
        "x7#Lq9!vT2pw",
        "\u00e9t\u00e9 \u00e0 la plage bleue",
        "z" * 60 + "abcdefgh",
    ],
)
def test_a_good_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert refusals(password, password, "member1", "Mia Manager") is None


@pytest.mark.parametrize(("length", "taken"), [(11, False), (12, True), (64, True), (128, True), (129, False)])
def test_lengths_that_are_taken(length: int, taken: bool) -> None:
    password = ("seven herons " * 12)[:length]
    assert (refusals(password, password) is None) is taken


def test_codes_guessed_by_way_of_many_half_sign_ins_count_together(app: Flask, mia: Member) -> None:
    """Rate-limit evasion by beginning anew: each browser gives the password again, and the count goes on."""
    for number in range(10):
        client = half_signed_in(mia, browser(app, f"203.0.113.{number}"))
        client.post("/tf-validate", data={"csrf_token": token_of(client, "/tf-validate"), "code": "000000"})
    client = half_signed_in(mia, browser(app, "203.0.113.77"))
    answer = client.post("/mf-recovery", data={"csrf_token": token_of(client, "/mf-recovery"), "code": "aaaa"})
    assert answer.status_code == 429
