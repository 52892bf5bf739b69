"""On SQLite nothing that has begun as a reader writes: while others write it could not, and would fail at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.extensions import db, will_write
from onboarding.jobs import clock_process, table
from onboarding.jobs.table import Job
from onboarding.roles import Role
from tests.make import make_claim, make_cohe, make_lni, make_member, make_message, make_person, make_reference
from tests.messages.server import Inbox, serving
from tests.operation.test_commands import did
from tests.stored import on_sqlite

pytestmark = on_sqlite
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def wrote_as_readers(app: Flask) -> Iterator[list[str]]:
    """Each statement that writes in a transaction that began as a reader."""
    found: list[str] = []

    def begun(connection: Connection) -> None:
        connection.info["reads"] = not will_write()

    def sent(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(WRITES) and connection.info.get("reads"):
            found.append(statement)

    event.listen(db.engine, "begin", begun)
    event.listen(db.engine, "before_cursor_execute", sent)
    yield found
    event.remove(db.engine, "begin", begun)
    event.remove(db.engine, "before_cursor_execute", sent)


def test_what_writes_as_a_reader_is_seen(app: Flask, wrote_as_readers: list[str]) -> None:
    make_cohe()
    db.session.rollback()
    db.session.execute(db.text("UPDATE organisation SET name = 'x'"))
    assert len(wrote_as_readers) == 1


def test_no_job_does(app: Flask, config: Config, wrote_as_readers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person(make_cohe())
    make_claim(person)
    make_reference(person)
    for _ in range(3):
        make_message()
    later = clock.now() + timedelta(days=8)  # by then there is something to chase
    monkeypatch.setattr(clock, "now", lambda: later)
    inbox = Inbox()
    with serving(inbox) as port:
        for job in table.JOBS:
            server = MailServer("127.0.0.1", port, "none", None, None)
            db.session.rollback()
            assert clock_process.run(app, config._replace(mail=server), job)
    assert len(inbox.mails) >= 4
    assert wrote_as_readers == []


def test_a_job_that_fails_while_it_reads_does_not(app: Flask, config: Config, wrote_as_readers: list[str]) -> None:
    def fail(_config: Config) -> None:
        db.session.execute(db.text("SELECT 1"))
        raise ValueError("no")

    clock_process.run(app, config, Job("fail", timedelta(hours=1), fail))
    clock_process.run(app, config, Job("send", timedelta(seconds=5), fail, slots=False))
    assert wrote_as_readers == []


def test_no_command_does(app: Flask, wrote_as_readers: list[str]) -> None:
    cohe = make_cohe()
    member, manager = make_member(cohe, Role.HR, Role.SCREENER), make_member(make_lni(), Role.CONTRACT_MANAGER)
    message = make_message()
    wrote_as_readers.clear()
    for command in (
        f"members invite valley ann@example.org Ann hr|members invite valley ann@example.org Ann hr|"
        f"administrators add valley ann@example.org Ann|members end valley {member.email} hr|"
        f"contract-managers assign {manager.email} valley|contract-managers end {manager.email} valley|"
        f"accounts disable {member.email}|accounts enable {member.email}|"
        f"accounts reset-second-factor {member.email}|messages list|messages show {message.id}|"
        f"messages retry {message.id}|messages withdraw {message.id}|messages release|erasures sweep|"
        "evidence check|organisations add cohe harbor Harbor|audit checkpoint valley|audit export valley|"
        "audit compare|audit rotate-key"
    ).split("|"):
        db.session.rollback()
        did(app, *command.split())
    assert wrote_as_readers == []
