"""GET, HEAD and OPTIONS change nothing, also by a link that works: mail filters and browsers ask by them unasked."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from onboarding.extensions import db
from onboarding.models.sign_off import SignOffLink
from onboarding.roles import Role
from onboarding.services import applicant_links, calendar_links, invitations, links, references, sign_off_links
from onboarding.services.change import SYSTEM, Actor, UnsafeChangeError
from tests.access.cells import rules
from tests.make import HIRED, make_cohe, make_member, make_person, make_reference
from tests.packet_shares.make import make_share, token as shared_token
from tests.training_sessions.make import make_past_visit

SAFE = ("GET", "HEAD", "OPTIONS")
OF_COMING = {"visit", "chain", "trail_entry", "trail_detail", "alembic_version"}  # what may be noted of whoever came
APPLICANT = Actor(None, "applicant", "192.0.2.9")


def kept() -> dict[str, list[str]]:
    """Every row of every table, but for the notes of who came."""
    db.session.rollback()
    names = set(inspect(db.engine).get_table_names()) - OF_COMING
    return {name: sorted(map(repr, db.session.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


def of_application() -> str:
    link = applicant_links.send(SYSTEM, make_person(make_cohe("fir"), "Ana Ruiz"))
    token = links.token_of(applicant_links.PURPOSE, link.nonce)
    applicant_links.save(APPLICANT, token, {"work": [{"position": "Nurse, half a word typ"}]})
    return token


def of_reference() -> str:
    return links.token_of(references.PURPOSE, make_reference(make_person(make_cohe("fir"))).nonce)


def of_sign_off() -> str:
    host, trainee = (make_person(make_cohe(at), hired_on=HIRED) for at in ("fir", "oak"))
    make_past_visit(host, trainee)
    sign_off_links.ask_due()
    return links.token_of(sign_off_links.PURPOSE, db.session.query(SignOffLink).one().nonce)


def of_invitation() -> str:
    link = invitations.invite(SYSTEM, make_cohe("fir"), "new@example.org", "Nell New", Role.MANAGER)
    return link.rpartition("/")[2]


def of_calendar() -> str:
    cohe = make_cohe("fir")
    user = make_member(cohe, Role.MANAGER)
    nonce = calendar_links.make(SYSTEM, cohe, user, calendar_links.Whose.TEAM, None)
    return calendar_links.token_of(nonce)


def of_packet() -> str:
    return shared_token(make_share(make_cohe("fir")))


LIVE: dict[str, Callable[[], str]] = {
    "applicant_links.form": of_application,
    "applicant_links.files": of_application,
    "references.answer": of_reference,
    "sign_offs.answer": of_sign_off,
    "shared_packets.show": of_packet,
    "invitations.show": of_invitation,
    "calendars.feed": of_calendar,
}
# Of the sample world alone, and of Flask-Security, which has a signed token stand for a row that it does not keep.
OTHERS = {"sample.sign_in", "security.reset_password", "security.two_factor_setup_validate"}
OTHERS |= {
    "shared_packets.open_packet",
    "shared_packets.download",
    "sign_on.invitation",
}  # these take no safe method at all


def test_every_route_with_a_token_is_asked(app: Flask) -> None:
    assert {name for name, rule in rules(app).items() if "token" in rule.arguments} == LIVE.keys() | OTHERS


@pytest.mark.parametrize("endpoint", LIVE)
def test_a_link_that_works_changes_nothing_before_something_is_sent(app: Flask, endpoint: str) -> None:
    rule = rules(app)[endpoint]
    address = rule.rule.replace("<token>", LIVE[endpoint]())
    before = kept()
    assert any(before.values())
    for method in SAFE:
        assert app.test_client().open(address, method=method).status_code == 200
        assert kept() == before, method


@pytest.mark.parametrize("method", SAFE)
def test_a_view_that_would_write_then_is_stopped(app: Flask, method: str) -> None:
    person = make_person(make_cohe())
    with app.test_request_context(method=method):
        person.name = "Somebody Else"
        with pytest.raises(UnsafeChangeError, match="would write Person"):
            db.session.flush()
    db.session.rollback()
    assert person.name == "Ana Ruiz"
