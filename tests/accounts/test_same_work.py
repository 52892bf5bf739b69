"""Enumeration by time: a request does the same, whoever has the address. It is counted: seconds differ anyway."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from passlib.context import CryptContext
from sqlalchemy import event

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.queries import members as found
from onboarding.roles import Role
from onboarding.services import accounts, applicant_links, invitations, links, members, references, resets, throttle
from onboarding.services.change import SYSTEM
from onboarding.services.throttle import Place
from tests.accounts.steps import PASSWORD, browser, enrolled, half_signed_in, token_of
from tests.make import make_cohe, make_member, make_person, make_reference

WRONG = "not the password at all"
OF_WHAT = re.compile(r"^(\w+)(?:.*?(?:FROM|INTO|UPDATE)\s+(\w+))?", re.DOTALL)


class Work(NamedTuple):
    """What a request did: its statements in order, by kind and table, and how often it hashed and committed."""

    statements: list[tuple[str, ...]]
    hashed: int
    commits: int


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], object]], Work]]:
    hashes, commits, sent = list[str](), list[int](), list[tuple[str, ...]]()
    for name in ("hash", "verify"):
        real = getattr(CryptContext, name)

        def counted(*given: object, real: Callable[..., object] = real, **named: object) -> object:
            hashes.append(real.__name__)
            return real(*given, **named)

        monkeypatch.setattr(CryptContext, name, counted)

    def commit(_connection: object) -> None:
        commits.append(1)

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        of = OF_WHAT.match(statement)
        sent.append(of.groups(default="") if of else (statement,))

    event.listen(db.engine, "commit", commit)
    event.listen(db.engine, "before_cursor_execute", note)

    def of(does: Callable[[], object]) -> Work:
        for each in (hashes, commits, sent):
            each.clear()
        does()
        return Work(list(sent), len(hashes), len(commits))

    yield of
    event.remove(db.engine, "commit", commit)
    event.remove(db.engine, "before_cursor_execute", note)


def known(app: Flask, valley: Organisation) -> str:
    return enrolled(app, valley).email


def in_two(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    members.give_role(SYSTEM, make_cohe("delta"), member.user(), Role.HR)
    return member.email


def disabled(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    accounts.disable(SYSTEM, member.user())
    return member.email


def ended(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    for each in found.members(valley.id).rows:
        members.end_membership(SYSTEM, valley, each.id)
    return member.email


def without_a_password(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    member.user().password = None
    with writing():
        db.session.commit()
    return member.email


def invented(_app: Flask, valley: Organisation) -> str:
    return make_member(valley, Role.HR).email


def invited(_app: Flask, valley: Organisation) -> str:
    invitations.invite(SYSTEM, valley, "invited@example.org", "Invited", Role.HR)
    return "invited@example.org"


def at_home(app: Flask, valley: Organisation) -> str:
    member = enrolled(app, valley)
    with writing():
        throttle.succeeded(member.email, Place("127.0.0.1"))
        db.session.commit()
    return member.email


Whose = Callable[[Flask, Organisation], str]
WHOSE = [known, in_two, disabled, ended, without_a_password, invented, invited, at_home]


def asks(app: Flask, address: str, email: str, password: str = WRONG) -> Callable[[], object]:
    client = browser(app)
    data = {"csrf_token": token_of(client, address), "email": email, "password": password}
    return lambda: client.post(address, data=data)


@pytest.mark.parametrize("address", ["/login", "/reset"])
@pytest.mark.parametrize("whose", WHOSE)
def test_it_takes_the_same_whoever_has_the_address(
    app: Flask, valley: Organisation, work: Callable[..., Work], whose: Whose, address: str
) -> None:
    email = whose(app, valley)
    nobodys = work(asks(app, address, "nobody.at.all@example.org"))
    assert work(asks(app, address, email)) == nobodys
    assert work(asks(app, address, email)) == nobodys, "a second time"
    assert nobodys.hashed == 1
    assert ("INSERT", "attempt") in nobodys.statements


@pytest.mark.parametrize("whose", [disabled, invented])
def test_nor_does_the_right_password_of_an_account_that_is_refused(
    app: Flask, valley: Organisation, work: Callable[..., Work], whose: Whose
) -> None:
    email = whose(app, valley)
    nobodys = work(asks(app, "/login", "nobody.at.all@example.org", PASSWORD))
    assert work(asks(app, "/login", email, PASSWORD)) == nobodys


@pytest.mark.parametrize(("address", "purpose"), [("/login", ""), ("/reset", throttle.RESET)])
def test_it_takes_the_same_to_be_shut_out(
    app: Flask, valley: Organisation, work: Callable[..., Work], address: str, purpose: str
) -> None:
    done = []
    for email in (known(app, valley), at_home(app, valley), "nobody.at.all@example.org"):
        for _ in range(throttle.AT_ONE_ACCOUNT_FROM_ONE_PLACE):
            with writing():
                throttle.asked(email, Place("127.0.0.1"), purpose)
                db.session.commit()
        done.append(work(asks(app, address, email)))
        assert done[-1] == done[0]
        assert ("INSERT", "attempt") not in done[-1].statements


def test_a_second_factor_takes_the_same_with_and_without_recovery_codes(
    app: Flask, valley: Organisation, work: Callable[..., Work]
) -> None:
    done = []
    for codes in (None, ["aaaa-bbbb-cccc"]):
        member = enrolled(app, valley)
        member.user().mf_recovery_codes = codes
        with writing():
            db.session.commit()
        client = half_signed_in(member)
        data = {"csrf_token": token_of(client, "/mf-recovery"), "code": "dddd-eeee-ffff"}
        done.append(work(lambda client=client, data=data: client.post("/mf-recovery", data=data)))  # type: ignore[misc]
    assert done[0] == done[1]


def invitation(valley: Organisation) -> tuple[str, Callable[[], object]]:
    link = invitations.invite(SYSTEM, valley, "new@example.org", "New", Role.HR)
    id = found.invitations(valley.id)[0].id
    return f"/invitations/{link.rpartition('/')[2]}", lambda: invitations.withdraw(SYSTEM, valley, id)


def application(valley: Organisation) -> tuple[str, Callable[[], object]]:
    ana = make_person(valley, "Ana Ruiz")
    nonce = applicant_links.send(SYSTEM, ana).nonce
    token = links.token_of(applicant_links.PURPOSE, nonce)
    return f"/apply/{token}", lambda: applicant_links.withdraw(SYSTEM, ana)


def reference(valley: Organisation) -> tuple[str, Callable[[], object]]:
    request = make_reference(make_person(valley))
    token, id = links.token_of(references.PURPOSE, request.nonce), request.id
    return f"/references/{token}", lambda: references.withdraw(SYSTEM, valley, id, "Sent to the wrong school.")


@pytest.mark.parametrize("kind", [invitation, application, reference])
@pytest.mark.parametrize("how", ["withdrawn", "expired"])
def test_a_link_that_leads_nowhere_any_more_takes_the_same_as_a_made_up_one(
    app: Flask,
    valley: Organisation,
    work: Callable[..., Work],
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[Organisation], tuple[str, Callable[[], object]]],
    how: str,
) -> None:
    link, withdraw = kind(valley)
    if how == "withdrawn":
        withdraw()
    else:
        later = clock.now() + timedelta(days=30)
        monkeypatch.setattr(clock, "now", lambda: later)
    client = browser(app)
    client.get("/api-docs")  # of the day's rulebook the process asks once
    for method in (client.get, client.post):
        made_up = work(lambda method=method: method(f"{link.rpartition('/')[0]}/{'x' * 43}"))  # type: ignore[misc]
        assert work(lambda method=method: method(link)) == made_up  # type: ignore[misc]


def test_the_letter_is_the_clocks_and_goes_to_whoever_can_use_it(app: Flask, valley: Organisation) -> None:
    emails = {whose: whose(app, valley) for whose in WHOSE}
    for email in (*emails.values(), "nobody.at.all@example.org"):
        for _ in range(2):
            asks(app, "/reset", email)()
    assert db.session.query(Message).filter_by(kind=resets.KIND).count() == 0
    assert resets.answer() == 5
    assert resets.answer() == 0
    to = {each.to_address for each in db.session.query(Message).filter_by(kind=resets.KIND)}
    assert to == {emails[whose] for whose in (known, in_two, ended, without_a_password, at_home)}
