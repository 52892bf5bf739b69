"""Invitations that go with mails about a seat: of one seat one entry, in order, and never another beside it."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import TrainingSession
from onboarding.roles import Role
from onboarding.services import erasures, outbox, training_sessions
from onboarding.services.change import SYSTEM, Actor
from tests.calendars.make import OWN, fetched, make_link
from tests.calendars.reading import lines, read
from tests.make import make_cohe, make_lni, make_member, make_message, make_person
from tests.messages.server import TAKEN, Inbox, serving
from tests.stored import on_sqlite
from tests.training_sessions.make import book, facts, give_back, make_session

HIRED = clock.today() - timedelta(days=30)
NOT_NOW = "451 try again"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(config: Config, inbox: Inbox) -> Iterator[Config]:
    with serving(inbox) as port:
        yield config._replace(mail=MailServer("127.0.0.1", port, "none", None, None))


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


@pytest.fixture
def ben(valley: Organisation) -> Person:
    return make_person(valley, "Ben Stone", hired_on=HIRED)


@pytest.fixture
def session(lni: Organisation) -> TrainingSession:
    return make_session(lni, seats=1)


def calendar_of(mail: EmailMessage) -> str | None:
    """The invitation that a mail carries, as a program is offered it."""
    parts = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True).decode() if parts else None  # type: ignore[union-attr]


def came(inbox: Inbox, to: str | None) -> list[tuple[str, str, int, str]]:
    """What somebody's calendar was asked to do: the method, as both parts say it; the state, the version, the entry."""
    found = []
    for mail in inbox.mails:
        if mail["To"] == to and (text := calendar_of(mail)):
            (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
            (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
            assert icalendar.Calendar.from_ical(text)["METHOD"] == part.get_param("method")
            found.append(
                (str(part.get_param("method")), str(event["STATUS"]), int(event["SEQUENCE"]), str(event["UID"]))
            )
    return found


def test_a_booking_comes_with_an_invitation_that_three_libraries_read(
    server: Config, inbox: Inbox, valley: Organisation, ana: Person, session: TrainingSession
) -> None:
    book(valley, session, ana)
    assert send_due(server) == {"sent": 1}
    (mail,) = inbox.mails
    assert mail.get_content_type() == "multipart/alternative"
    plain, _html, part = mail.iter_parts()
    assert "Seat booked." in plain.get_content()
    assert (part.get_param("charset"), part["Content-Transfer-Encoding"]) == ("utf-8", "base64")
    text = calendar_of(mail)
    assert text
    (found,) = read(text).values()
    assert (found.title, found.place, found.status) == ("L&I orientation", "Tumwater", "CONFIRMED")
    assert (found.starts, found.ends) == (session.starts_at, session.ends_at)
    assert found.says == "If you cannot come, tell your manager at Valley COHE."
    said = text.replace("\r\n ", "").split("\r\n")
    assert f'ORGANIZER;CN="Valley COHE":mailto:{mail["From"]}' in said
    assert f'ATTENDEE;CN="Ana Ruiz";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{ana.email}' in said
    lines(text)


def test_a_seat_taken_given_back_taken_and_canceled_is_one_entry_of_rising_versions(
    server: Config, inbox: Inbox, lni: Organisation, valley: Organisation, ana: Person, session: TrainingSession
) -> None:
    book(valley, session, ana)
    give_back(valley, session, ana)
    book(valley, session, ana)
    training_sessions.cancel(SYSTEM, lni, session.id, "The trainer is ill.")
    assert send_due(server) == {"sent": 4}
    found = came(inbox, ana.email)
    assert [each[:3] for each in found] == [
        ("REQUEST", "CONFIRMED", 1),
        ("CANCEL", "CANCELLED", 2),
        ("REQUEST", "CONFIRMED", 3),
        ("CANCEL", "CANCELLED", 4),
    ]
    assert len({uid for *_, uid in found}) == 1
    text = calendar_of(inbox.mails[-1])
    assert text
    (last,) = read(text).values()
    assert last.says == "Why it was canceled: The trainer is ill."
    assert (last.starts, last.ends) == (session.starts_at, session.ends_at)


def test_who_waits_is_invited_once_they_have_a_seat_and_not_before(
    server: Config, inbox: Inbox, lni: Organisation, valley: Organisation, ana: Person, ben: Person
) -> None:
    cyd = make_person(valley, "Cyd", hired_on=HIRED)
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben, cyd)
    give_back(valley, session, cyd)
    send_due(server)
    assert (came(inbox, ben.email), came(inbox, cyd.email)) == ([], [])
    give_back(valley, session, ana)
    book(valley, session, cyd)
    training_sessions.cancel(SYSTEM, lni, session.id, "The trainer is ill.")
    send_due(server)
    assert [each[:2] for each in came(inbox, ben.email)] == [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")]
    assert [each[:2] for each in came(inbox, ana.email)] == [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")]
    assert came(inbox, cyd.email) == []


def test_each_has_an_entry_of_their_own_and_the_calendar_they_fetch_knows_it_by_the_same_name(
    app: Flask, server: Config, inbox: Inbox, valley: Organisation, ana: Person
) -> None:
    user = make_member(valley, Role.HSC)
    hana = make_person(valley, "Hana", hired_on=HIRED, user=user)
    book(valley, make_session(valley), ana, hana)
    send_due(server)
    (one,), (other,) = came(inbox, ana.email), came(inbox, hana.email)
    assert one[3] != other[3]
    assert f"UID:{other[3]}\r\n" in fetched(app, make_link(valley, user, OWN)).get_data(as_text=True)


def test_colleagues_and_who_offers_are_told_without_an_invitation(
    server: Config, inbox: Inbox, lni: Organisation, valley: Organisation, ana: Person, ben: Person
) -> None:
    cora = make_member(lni, Role.CONTRACT_MANAGER, name="Cora Contract")
    mia = make_member(valley, Role.MANAGER)
    session = make_session(lni, seats=1, actor=Actor(cora.id, cora.name))
    book(valley, session, ana, ben)
    give_back(valley, session, ana)
    send_due(server)
    assert {each["To"] for each in inbox.mails} == {ana.email, ben.email, cora.email, mia.email}
    assert (came(inbox, cora.email), came(inbox, mia.email)) == ([], [])


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    now = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: now)


def test_an_end_never_overtakes_a_beginning(
    server: Config,
    inbox: Inbox,
    valley: Organisation,
    ana: Person,
    session: TrainingSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox.answer = lambda mail: NOT_NOW if mail["Subject"].startswith("Seat booked") else TAKEN
    book(valley, session, ana)
    assert send_due(server) == {"failed": 1}
    give_back(valley, session, ana)
    make_message(valley)
    assert send_due(server) == {"sent": 1}  # what is about something else waits for nothing
    inbox.answer = lambda _mail: TAKEN
    later(monkeypatch, timedelta(minutes=2))
    assert send_due(server) == {"sent": 2}
    assert [each[:3] for each in came(inbox, ana.email)] == [("REQUEST", "CONFIRMED", 1), ("CANCEL", "CANCELLED", 2)]


def test_a_beginning_that_was_given_up_holds_up_no_end_and_is_not_sent_after_it(
    server: Config, inbox: Inbox, valley: Organisation, ana: Person, session: TrainingSession
) -> None:
    inbox.answer = lambda mail: "550 no" if mail["Subject"].startswith("Seat booked") else TAKEN
    book(valley, session, ana)
    give_back(valley, session, ana)
    assert send_due(server) == {"given up": 1, "sent": 1}
    given_up = db.session.query(Message).filter_by(state=MessageState.GIVEN_UP).one()
    with pytest.raises(OnboardingError, match="A later message about the same seat has gone out"):
        outbox.retry(SYSTEM, valley, given_up.id)
    assert send_due(server) == {}


@on_sqlite
def test_texts_of_others_are_texts_in_an_invitation_too(
    server: Config, inbox: Inbox, lni: Organisation, valley: Organisation
) -> None:
    name = 'Núñez, Ana "Annie"; 李'
    person = make_person(valley, name, hired_on=HIRED)
    said = facts(place="Room 4, 2nd floor; ask:\nATTENDEE:mailto:eve@example.com " + "é" * 60)
    book(valley, training_sessions.offer(SYSTEM, lni, said), person)
    send_due(server)
    text = calendar_of(inbox.mails[0])
    assert text
    (found,) = read(text).values()
    assert found.place == said.place
    lines(text)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (str(event["ATTENDEE"]), event["ATTENDEE"].params["CN"]) == (
        f"mailto:{person.email}",
        name.replace('"', "'"),
    )


def test_an_erasure_and_the_end_of_a_month_take_invitations_too(
    server: Config, valley: Organisation, ana: Person, ben: Person, session: TrainingSession
) -> None:
    one, two = (make_member(valley, Role.MANAGER, name=name) for name in ("One", "Two"))
    book(valley, session, ana)
    book(valley, make_session(valley), ben)
    assert db.session.query(Message).filter(Message.calendar.contains("Ana Ruiz")).count() == 1
    send_due(server)
    erasures.ask(Actor(one.id, one.name), ana, "She asked.")
    erasures.confirm(Actor(two.id, two.name), valley, ana.id)
    assert db.session.query(Message).filter(Message.calendar.contains("Ana Ruiz")).count() == 0
    assert db.session.query(Message).filter(Message.calendar.contains("Ben Stone")).count() == 1
    outbox.purge(clock.now() + outbox.KEPT + timedelta(days=1))
    assert db.session.query(Message).filter(Message.calendar.is_not(None)).count() == 0
