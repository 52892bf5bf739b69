"""Real processes: senders and clocks at once, killed at the worst moment, and told to end."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock, create_app
from onboarding.config import ROOT, Config, MailServer
from onboarding.extensions import db
from onboarding.jobs.sender import send_due
from onboarding.messages import smtp
from onboarding.models.message import Message
from onboarding.models.work import JobRun
from onboarding.services import outbox, sending
from onboarding.services.change import SYSTEM, change
from tests.forks import forks
from tests.make import make_message
from tests.messages.server import Inbox, serving
from tests.warm_python import python


def send_all(config: Config) -> None:
    with create_app(config).app_context():
        send_due(config)


def die_before_sending(config: Config) -> None:
    smtp.hand_over = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    send_all(config)


def die_before_marking(config: Config) -> None:
    sending.sent = lambda _: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    send_all(config)


def run(work: Callable[[Config], None], config: Config, times: int = 1) -> list[int | None]:
    """How each of these processes ended."""
    db.session.rollback()
    started = [forks.Process(target=work, args=(config,)) for _ in range(times)]
    for each in started:
        each.start()
    for each in started:
        each.join(60)
    return [each.exitcode for each in started]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def with_server(config: Config, inbox: Inbox) -> Iterator[Config]:
    with serving(inbox) as port:
        yield config._replace(mail=MailServer("127.0.0.1", port, "none", None, None))


def states() -> Counter[str]:
    db.session.rollback()
    found = Counter(state.value for (state,) in db.session.query(Message.state))
    db.session.rollback()  # on SQLite whoever reads holds up whoever commits
    return found


def runs_ended() -> int:
    db.session.rollback()
    found = db.session.query(JobRun).filter(JobRun.ended_at.isnot(None)).count()
    db.session.rollback()
    return found


def test_four_processes_send_two_hundred_messages_once_each(app: Flask, with_server: Config, inbox: Inbox) -> None:
    with change(SYSTEM):
        for number in range(200):
            outbox.write(None, f"n{number}", "news", "a@example.org", f"Number {number}", "b", about=())
    assert run(send_all, with_server, times=4) == [0] * 4
    assert Counter(inbox.subjects) == {f"Number {number}": 1 for number in range(200)}
    assert states() == {"sent": 200}


@pytest.mark.parametrize(("die", "before"), [(die_before_sending, 0), (die_before_marking, 1)])
def test_a_sender_killed_with_a_message_in_hand_loses_nothing(
    app: Flask,
    with_server: Config,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    die: Callable[[Config], None],
    before: int,
) -> None:
    id = make_message().message_id
    assert run(die, with_server) == [-signal.SIGKILL]
    assert len(inbox.mails) == before
    assert send_due(with_server) == {}  # until the lease ends, the dead one has it
    assert states() == {"claimed": 1}
    later = clock.now() + sending.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert send_due(with_server) == {"sent": 1}
    assert [mail["Message-ID"] for mail in inbox.mails] == [id] * (before + 1)


@contextmanager
def clocks(config: Config, number: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """`flask clock`, so many times, as an operator starts it."""
    settings = {
        "ONBOARDING_INSTANCE": str(config.instance),
        "ONBOARDING_DATABASE_URL": config.database,
        "ONBOARDING_MODE": config.mode.value,
        "ONBOARDING_SMTP_URL": f"smtp://127.0.0.1:{config.mail.port}?security=none" if config.mail else "",
    }
    command = [*python(), "-m", "flask", "--app", "app", "clock"]
    started = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE)
        for _ in range(number)
    ]
    try:
        for each in started:
            assert each.stderr is not None
            assert b"the clock ticks" in each.stderr.readline()  # from here on it ends when it is told to
        yield started
    finally:
        for each in started:
            each.kill()
            each.communicate()


def until(done: Callable[[], bool], seconds: float = 40) -> None:
    """Wait for it. Fails when it does not come."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


def test_two_clocks_send_once_share_each_slot_and_end_when_they_are_told(
    app: Flask, with_server: Config, inbox: Inbox
) -> None:
    with change(SYSTEM):
        for number in range(30):
            outbox.write(None, f"n{number}", "news", "a@example.org", f"Number {number}", "b", about=())
    with clocks(with_server, 2) as started:
        until(lambda: states() == {"sent": 30})
        until(lambda: runs_ended() >= 2)
        for each in started:
            each.send_signal(signal.SIGTERM)
        ended = [(each.communicate(timeout=20)[1], each.returncode) for each in started]
    assert [status for _, status in ended] == [0, 0], ended
    assert all(b"Traceback" not in said for said, _ in ended), ended
    assert Counter(inbox.subjects) == {f"Number {number}": 1 for number in range(30)}
    db.session.rollback()
    assert {run.error for run in db.session.query(JobRun)} == {None}


def test_a_clock_told_to_end_in_the_midst_of_sending_leaves_nothing_claimed(
    app: Flask, with_server: Config, inbox: Inbox
) -> None:
    for _ in range(40):
        make_message()
    inbox.seconds = 0.5
    with clocks(with_server, 1) as (only,):
        until(lambda: len(inbox.mails) >= 2)
        only.send_signal(signal.SIGTERM)
        said = only.communicate(timeout=20)[1]
    assert only.returncode == 0, said
    assert states().keys() == {"sent", "waiting"}
    assert states()["sent"] == len(inbox.mails)
