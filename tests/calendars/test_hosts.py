"""The visit in the calendar of who is shadowed: once somebody comes, moved with it, and out again when nobody does."""

from datetime import timedelta

from flask import Flask

from onboarding.config import Config
from onboarding.jobs.sender import send_due
from onboarding.services import training_sessions
from onboarding.services.change import SYSTEM
from onboarding.services.training_sessions import When
from tests.calendars.reading import lines, read
from tests.calendars.test_invitations import HIRED, calendar_of, came, inbox, server
from tests.make import make_cohe, make_person
from tests.messages.server import Inbox
from tests.training_sessions.make import IN_A_MONTH, book, give_back, make_visit

__all__ = ["inbox", "server"]


def test_the_host_has_the_visit_while_somebody_comes(app: Flask, server: Config, inbox: Inbox) -> None:
    harbor, valley = make_cohe("harbor"), make_cohe()
    dana = make_person(harbor, "Dana Holm", hired_on=HIRED)
    ana, ben = (make_person(valley, name, hired_on=HIRED) for name in ("Ana Ruiz", "Ben Stone"))
    session = make_visit(dana, seats=2)
    book(valley, session, ana)
    book(valley, session, ben)
    give_back(valley, session, ana)
    give_back(valley, session, ben)
    book(valley, session, ana)
    later = [each + timedelta(days=1) for each in (session.starts_at, session.ends_at)]
    to = When("Room 5", *later, IN_A_MONTH, session.facts)
    training_sessions.move(SYSTEM, harbor, session.id, to, session.moves)
    training_sessions.cancel(SYSTEM, harbor, session.id, "The office is closed.")
    while send_due(server):
        pass
    asked = came(inbox, dana.email)
    assert [each[0] for each in asked] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL", "REQUEST", "REQUEST"]
    versions = [version for _, _, version, _ in asked]
    assert versions == sorted(set(versions))
    assert len({entry for *_, entry in asked}) == 1
    first = calendar_of(next(mail for mail in inbox.mails if mail["To"] == dana.email))
    assert first
    (found,) = read(first).values()
    assert found.says == "An HSC of another COHE shadows you. If you cannot come, tell your manager at Harbor COHE."
    assert (found.title, found.place) == ("Shadowing at Harbor COHE", "Room 4")
    assert "Ana" not in first
    lines(first)


def test_several_at_once_bring_the_visit_once(app: Flask, server: Config, inbox: Inbox) -> None:
    dana, valley = make_person(make_cohe("harbor"), "Dana Holm", hired_on=HIRED), make_cohe()
    people = [make_person(valley, name, hired_on=HIRED) for name in ("Ana Ruiz", "Ben Stone")]
    book(valley, make_visit(dana, seats=2), *people)
    send_due(server)
    assert len([mail for mail in inbox.mails if mail["To"] == dana.email]) == 2
    assert [each[0] for each in came(inbox, dana.email)] == ["REQUEST"]
