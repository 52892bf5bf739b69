"""A mail server that refuses, breaks off, dawdles or is not there: what becomes of the messages."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.messages import mail, smtp
from onboarding.models.message import Message
from onboarding.services import outbox, sending
from onboarding.services.change import SYSTEM, change
from tests.make import make_message
from tests.messages.server import Inbox, certificate, serving, talking, text_of


def at(config: Config, port: int, security: str = "none", user: str | None = None) -> Config:
    return config._replace(mail=MailServer("127.0.0.1", port, security, user, "secret" if user else None))


def found() -> list[tuple[str, str | None]]:
    db.session.rollback()
    return [(each.state.value, each.last_error) for each in db.session.query(Message).order_by(Message.id)]


@pytest.mark.parametrize(
    ("inbox_says", "becomes"),
    [
        ({"to": "450 busy"}, "waiting"),
        ({"to": "550 no such mailbox"}, "given_up"),
        ({"answer": "451 not now"}, "waiting"),
        ({"answer": "554 looks like spam"}, "given_up"),
        ({"to": "421 closing"}, "waiting"),
        # It is us whom the server does not want, not this message: giving up would empty the outbox at once.
        ({"sender": "550 who are you"}, "waiting"),
        ({"sender": "530 sign in first"}, "waiting"),
    ],
)
def test_what_the_server_says_is_told_apart_and_shown(
    app: Flask, config: Config, inbox_says: dict[str, str], becomes: str
) -> None:
    make_message()
    inbox = Inbox()
    ((where, says),) = inbox_says.items()
    setattr(inbox, where, lambda _: says)
    with serving(inbox) as port:
        send_due(at(config, port))
    assert found() == [(becomes, says)]


def test_a_batch_goes_over_one_connection_a_refused_message_in_it_or_not(app: Flask, config: Config) -> None:
    for number in range(6):
        make_message(to=f"a{number}@example.org")
    inbox = Inbox()
    inbox.to = lambda address: "550 no" if address.startswith(("a2", "a4")) else "250 yes"
    with serving(inbox) as port:
        assert send_due(at(config, port)) == {"sent": 4, "given up": 2}
    assert inbox.connections == 1


def test_a_server_that_is_not_there_is_asked_once_not_once_for_each_message(app: Flask, config: Config) -> None:
    for _ in range(3):
        make_message()
    for failures in (1, 2, 3):
        assert send_due(at(config, 1)) == {"failed": 1}
        assert [bool(error) for _, error in found()].count(True) == failures
    assert send_due(at(config, 1)) == {}  # all of them pause
    assert "no connection to the mail server" in str(found()[0][1])


def test_a_server_that_hangs_up_without_an_answer_gets_it_again_with_the_same_id(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    inbox = Inbox()
    inbox.hangs_up = True
    with serving(inbox) as port:
        assert send_due(at(config, port)) == {"failed": 1}
        inbox.hangs_up = False
        later = clock.now() + timedelta(minutes=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert send_due(at(config, port)) == {"sent": 1}
    first, second = (each["Message-ID"] for each in inbox.mails)
    assert first == second


def says_nothing(connection: socket.socket) -> None:
    connection.recv(1)


def drips(connection: socket.socket) -> None:
    connection.sendall(b"220 here\r\n")
    for answer in (b"250 hello\r\n", b"250 sender\r\n", b"250 recipient\r\n", b"354 go on\r\n"):
        connection.recv(9000)
        connection.sendall(answer)
    while True:
        connection.sendall(b"2")
        time.sleep(0.05)


@pytest.mark.parametrize("talk", [says_nothing, drips])
def test_a_server_that_dawdles_is_left(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch, talk: Callable[[socket.socket], None]
) -> None:
    make_message()
    monkeypatch.setattr(smtp, "SECONDS", 0.5)
    monkeypatch.setattr(smtp, "LONGEST", timedelta(seconds=1))
    began = time.monotonic()
    with talking(talk) as port:
        assert send_due(at(config, port)) == {"failed": 1}
    assert time.monotonic() - began < 5
    assert found()[0][0] == "waiting"


def test_nothing_is_handed_over_that_another_sender_may_have_by_then(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    inbox, now = Inbox(), clock.now()
    times = [now, now + sending.LEASE]  # the claim; and after a connection that took its time
    monkeypatch.setattr(clock, "now", lambda: times.pop(0) if len(times) > 1 else times[0])
    with serving(inbox) as port:
        assert send_due(at(config, port)) == {"failed": 1}
    assert inbox.mails == []


def test_a_message_that_kills_its_senders_is_given_up_at_last(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(10):
        assert sending.claim()
        now += sending.LEASE
    with serving(Inbox()) as port:
        assert send_due(at(config, port)) == {"given up": 1}
    assert found()[0][0] == "given_up"


def test_a_message_that_we_cannot_write_down_holds_up_no_other(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in ("bad", "good"):
        make_message(subject=subject)
    letter = mail.letter

    def breaks(claimed: mail.Claimed, sender: str) -> object:
        return letter(claimed, sender) if claimed.subject == "good" else {}["bad"]

    monkeypatch.setattr(mail, "letter", breaks)
    with serving(Inbox()) as port:
        assert send_due(at(config, port)) == {"failed": 1, "sent": 1}
    assert [state for state, _ in found()] == ["waiting", "sent"]


def test_an_address_beyond_ascii_is_sent_where_the_server_can_and_else_given_up_in_words(
    app: Flask, config: Config
) -> None:
    inbox = Inbox()
    make_message(to="zoë@bücher.example")
    with serving(inbox) as port:
        assert send_due(at(config, port)) == {"sent": 1}
    assert inbox.recipients == ["zoë@xn--bcher-kva.example"]
    make_message(to="zoë@example.org")
    make_message(to="zoe@bücher.example")
    with serving(inbox, utf8=False) as port:
        assert send_due(at(config, port)) == {"given up": 1, "sent": 1}
    assert "letters beyond ASCII" in str(found()[1][1])
    assert inbox.recipients[1:] == ["zoe@xn--bcher-kva.example"]


def test_the_message_id_is_not_folded_however_long_our_domain_is(app: Flask, config: Config) -> None:
    inbox, domain = Inbox(), f"{'onboarding.' * 9}example.org"
    app.extensions["config"] = config._replace(mail_from=f"HSC onboarding <us@{domain}>")
    id = make_message().message_id
    assert id.endswith(f"@{domain}>")
    with serving(inbox) as port:
        assert send_due(at(config, port)._replace(mail_from=f"HSC onboarding <us@{domain}>")) == {"sent": 1}
    assert inbox.mails[0]["Message-ID"] == id
    assert inbox.mails[0]["From"] == f"HSC onboarding <us@{domain}>"


def test_long_lines_and_dots_arrive_as_they_were_written(app: Flask, config: Config) -> None:
    inbox, body = Inbox(), f".\n..\n{'ñ' * 2000}\n.\nFrom me\n{'x' * 2000}\n"
    with change(SYSTEM):
        outbox.write(None, "k", "news", "ana@example.org", "s", body, about=())
    with serving(inbox) as port:
        send_due(at(config, port))
    assert text_of(inbox.mails[0]) == body


def test_tls_from_the_start(app: Flask, config: Config, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    inbox = Inbox()
    make_message()
    with serving(inbox, server, from_the_start=True) as port:
        assert send_due(at(config, port, "tls"), tls=client) == {"sent": 1}
    assert len(inbox.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_tls_gets_nothing_where_tls_was_asked_for(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 1)
    inbox = Inbox()
    make_message()
    with serving(inbox) as port:
        assert send_due(at(config, port, security)) == {"failed": 1}
    assert inbox.mails == []


def test_a_wrong_password_is_shown_and_tried_again(app: Flask, config: Config, tmp_path: Path) -> None:
    server, client = certificate(tmp_path)
    make_message()
    wrong = MailServer("127.0.0.1", 0, "starttls", "us", "wrong")
    with serving(Inbox(), server, sign_in=True) as port:
        assert send_due(config._replace(mail=wrong._replace(port=port)), tls=client) == {"failed": 1}
    ((state, error),) = found()
    assert state == "waiting"
    assert "535" in str(error)
    assert "wrong" not in str(error)


def test_mail_in_clear_text_to_another_machine_is_refused_before_anything_is_claimed(
    app: Flask, config: Config
) -> None:
    make_message()
    with pytest.raises(smtp.UnsafeServerError):
        send_due(config._replace(mail=MailServer("192.0.2.1", 25, "none", None, None)))
    assert found() == [("waiting", None)]
    assert db.session.query(Message).one().attempts == 0


def test_whoever_is_told_to_end_does_so_between_two_messages(app: Flask, config: Config) -> None:
    for _ in range(3):
        make_message()
    inbox = Inbox()
    with serving(inbox) as port:
        assert send_due(at(config, port), ended=lambda: len(inbox.mails) == 2) == {"sent": 2}
    assert [state for state, _ in found()] == ["sent", "sent", "waiting"]
