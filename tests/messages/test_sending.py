"""Messages go out: once, with the same id, again after a pause when they must, and visibly not at all."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.messages import smtp
from onboarding.models.message import Message, MessageState
from onboarding.models.trail import TrailEntry
from onboarding.services import outbox, sending
from onboarding.services.change import SYSTEM, change
from tests.make import make_cohe, make_message
from tests.messages.server import Inbox, certificate, serving, text_of


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def with_server(config: Config, inbox: Inbox) -> Iterator[Config]:
    with serving(inbox) as port:
        yield config._replace(mail=MailServer("127.0.0.1", port, "none", None, None))


def states() -> list[str]:
    db.session.rollback()
    return [each.state.value for each in db.session.query(Message).order_by(Message.id)]


def test_what_is_due_is_sent_and_says_so(app: Flask, with_server: Config, inbox: Inbox) -> None:
    message = make_message(to="Ana@example.org", subject="Grüße, Núñez")
    assert send_due(with_server) == {"sent": 1}
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"], mail["Message-ID"]) == ("Ana@example.org", "Grüße, Núñez", message.message_id)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "This is message" in text_of(mail)
    assert states() == ["sent"]
    assert send_due(with_server) == {}


def test_without_a_server_messages_wait(app: Flask, config: Config) -> None:
    make_message()
    assert send_due(config) == {}
    assert states() == ["waiting"]


def test_a_message_is_undone_with_the_change_it_tells_of(app: Flask) -> None:
    def half_done() -> None:
        with change(SYSTEM):
            outbox.write(None, "k", "news", "a@example.org", "s", "b", about=())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert states() == []


def test_what_was_promised_once_is_written_once(app: Flask) -> None:
    valley = make_cohe()
    with change(SYSTEM):
        first = outbox.write(valley.id, "due:7", "news", "a@example.org", "s", "b", about=())
        assert outbox.write(valley.id, "due:7", "news", "a@example.org", "s", "b", about=()) is first
        assert outbox.write(None, "due:7", "news", "a@example.org", "s", "b", about=()) is not first


@pytest.mark.parametrize(
    ("to", "subject"), [("a@b.c\nBcc: x@y.z", "s"), ("a@b.c", "s\r\nBcc: x@y.z"), ("a@b.c\0", "s")]
)
def test_nobody_adds_a_header(app: Flask, to: str, subject: str) -> None:
    with pytest.raises(OnboardingError, match="line break"), change(SYSTEM):
        outbox.write(None, "k", "news", to, subject, "b", about=())


def test_after_a_failure_the_pauses_grow_and_in_the_end_it_is_given_up(
    app: Flask, with_server: Config, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    valley = make_cohe()
    make_message(valley)
    inbox.answer = lambda _mail: "451 not now"
    pauses = []
    while states() == ["waiting"]:
        assert sum(send_due(with_server).values()) == 1
        db.session.rollback()
        message = db.session.query(Message).one()
        pauses.append(message.due_at - now)
        assert send_due(with_server) == {}
        now = message.due_at
    assert pauses[:4] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]
    assert len(pauses) == 10
    assert (message.state, message.last_error) == (MessageState.GIVEN_UP, "451 not now")
    assert [each.action for each in db.session.query(TrailEntry)][-1] == "message.given_up"


def test_a_refusal_for_good_is_given_up_at_once_and_holds_up_nobody_else(
    app: Flask, with_server: Config, inbox: Inbox
) -> None:
    for to in ("gone@example.org", "here@example.org"):
        make_message(to=to)
    inbox.answer = lambda mail: "550 no such mailbox" if mail["To"] == "gone@example.org" else "250 taken"
    assert send_due(with_server) == {"given up": 1, "sent": 1}
    assert states() == ["given_up", "sent"]


def test_a_server_that_is_not_there_loses_nothing(app: Flask, config: Config) -> None:
    make_message()
    down = config._replace(mail=MailServer("127.0.0.1", 1, "none", None, None))
    assert send_due(down) == {"failed": 1}
    assert states() == ["waiting"]


def test_whoever_died_between_claim_and_sending_loses_nothing(
    app: Flask, with_server: Config, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    claimed = sending.claim()
    assert claimed
    assert send_due(with_server) == {}
    later = clock.now() + sending.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert send_due(with_server) == {"sent": 1}
    assert not sending.sent(claimed)  # the dead one, back: its claim is no longer good
    assert [mail["Message-ID"] for mail in inbox.mails] == [claimed.message_id]


def test_whoever_died_after_the_server_took_it_sends_it_once_more_with_the_same_id(
    app: Flask, with_server: Config, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    monkeypatch.setattr(sending, "sent", lambda _claimed: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        send_due(with_server)
    monkeypatch.undo()
    later = clock.now() + sending.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert send_due(with_server) == {"sent": 1}
    first, second = (mail["Message-ID"] for mail in inbox.mails)
    assert first == second


def test_four_senders_at_once_send_nothing_twice(app: Flask, with_server: Config, inbox: Inbox) -> None:
    with change(SYSTEM):
        for number in range(80):
            outbox.write(None, f"n{number}", "news", "a@example.org", f"Number {number}", "b", about=())
    db.session.rollback()

    def send() -> None:
        with app.app_context():
            send_due(with_server)

    senders = [threading.Thread(target=send) for _ in range(4)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sorted(inbox.subjects) == sorted(f"Number {number}" for number in range(80))
    assert set(states()) == {"sent"}


def test_a_secret_is_blanked_once_sent(app: Flask, with_server: Config) -> None:
    with change(SYSTEM):
        outbox.write(None, "k", "reset_instructions", "a@example.org", "s", "https://secret", secret=True, about=())
    send_due(with_server)
    db.session.rollback()
    assert db.session.query(Message).one().body == outbox.GONE


def test_bodies_are_not_kept_for_ever(app: Flask, with_server: Config) -> None:
    make_message()
    send_due(with_server)
    outbox.purge(clock.now() + timedelta(days=29))
    assert "This is" in db.session.query(Message).one().body
    outbox.purge(clock.now() + timedelta(days=31))
    db.session.rollback()
    assert db.session.query(Message).one().body == outbox.GONE


def test_over_tls_and_signed_in(app: Flask, config: Config, inbox: Inbox, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    make_message()
    with serving(inbox, server, sign_in=True) as port:
        signed = config._replace(mail=MailServer("127.0.0.1", port, "starttls", "us", "secret"))
        assert send_due(signed, tls=client) == {"sent": 1}
    assert inbox.signed_in == [b"us"]


def test_a_certificate_nobody_vouches_for_gets_nothing(
    app: Flask, config: Config, inbox: Inbox, tmp_path: Path
) -> None:
    server, _ = certificate(tmp_path)
    make_message()
    with serving(inbox, server) as port:
        strange = config._replace(mail=MailServer("127.0.0.1", port, "starttls", None, None))
        assert send_due(strange) == {"failed": 1}
    assert inbox.mails == []


def test_no_mail_goes_in_clear_text_to_another_machine(app: Flask) -> None:
    with pytest.raises(smtp.UnsafeServerError), smtp.connected(MailServer("192.0.2.1", 25, "none", None, None)):
        pass
