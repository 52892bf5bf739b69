"""Backups: whole, checked, really restored, sending no mail; a damaged one is refused with the place named."""

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from onboarding import create_app, keys
from onboarding.config import Config, MailServer
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.jobs.sender import send_due
from onboarding.models.message import Message, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import messages, trail_compare
from onboarding.roles import Role
from onboarding.services import backups, erasures, files, reconciliation, sending, sweeping
from onboarding.services.change import SYSTEM, Actor
from tests.databases import Cluster
from tests.documents.make import make_docx, make_picture
from tests.make import make_cohe, make_evidence, make_member, make_message, make_person
from tests.stored import Browser, on_postgresql


@pytest.fixture
def valley(app: Flask) -> Organisation:
    valley = make_cohe()
    person = make_person(valley, "Ana Ruiz")
    make_evidence(person)
    make_evidence(person, make_docx("Twelve years."))
    make_message(valley)
    return valley


@dataclass
class Elsewhere:
    """Another machine: its own folder and database, and the keys of the first."""

    config: Config
    keys: Path

    @contextmanager
    def app(self) -> Iterator[Flask]:
        app = create_app(self.config)
        app.testing = True
        app.test_client_class = Browser
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    config: Config = app.extensions["config"]
    there = tmp_path / "elsewhere"
    there.mkdir(mode=0o700)
    shutil.copytree(config.instance / "keys", there / "keys")
    if not config.database:
        yield Elsewhere(config._replace(instance=there), there / "keys")
        return
    running: Cluster = request.getfixturevalue("postgres")
    name = f"r{uuid4().hex}"
    running.execute(f"CREATE DATABASE {name}")
    yield Elsewhere(config._replace(instance=there, database=running.url(name)), there / "keys")
    running.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rows() -> dict[str, list[Any]]:
    """Every row of every table, but for what a restore adds."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ("mail_hold", "job_run")]
    return {table.name: sorted(map(tuple, db.session.execute(table.select())), key=repr) for table in tables}


def test_a_backup_is_restored_whole_on_another_machine(
    app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backups.back_up(app.extensions["config"], tmp_path / "b")
    before = rows()
    with elsewhere.app():
        backups.restore(SYSTEM, elsewhere.config, tmp_path / "b")
        after = rows()
        more = {name for name in before if before[name] != after[name]}
        assert more <= {"trail_chain", "trail_entry", "trail_detail"}  # its own entry
        assert list(trail_compare.differences()) == list(reconciliation.faults()) == []


def test_a_restored_copy_sends_no_mail_until_it_is_released(
    app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backups.back_up(app.extensions["config"], tmp_path / "b")
    with elsewhere.app() as other:
        backups.restore(SYSTEM, elsewhere.config, tmp_path / "b")
        mailing = elsewhere.config._replace(mail=MailServer("127.0.0.1", 1, "none", None, None))
        assert not send_due(mailing)
        assert messages.held()
        assert db.session.query(Message).one().state is MessageState.WAITING
        done = other.test_cli_runner().invoke(args=["messages", "release"])
        assert done.output == "Mail is sent from now on.\n"
        assert messages.held() is None
        assert sending.release(SYSTEM) == 0


def test_who_was_erased_after_the_backup_is_erased_again(
    app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    config: Config = app.extensions["config"]
    person = db.session.query(Person).one()
    id = person.id  # asked elsewhere, an expired record would be looked up in the other database
    backups.back_up(config, tmp_path / "b")
    one, two = (make_member(valley, Role.MANAGER) for _ in range(2))
    erasures.ask(Actor(one.id, one.name), person, "Request 12.")
    erasures.confirm(Actor(two.id, two.name), valley, person.id)
    sweeping.sweep(config)
    shutil.copy(sweeping.ledger(config), elsewhere.config.instance)
    with elsewhere.app():
        backups.restore(SYSTEM, elsewhere.config, tmp_path / "b")
        assert db.session.query(Person).one().name == f"Erased person {id}"
        assert list(files.store().folders()) == []
        assert list(trail_compare.differences()) == []


def test_a_backup_holds_no_key(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    config: Config = app.extensions["config"]
    backups.back_up(config, tmp_path / "b")
    kept = b"".join(path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file())
    for key in (config.instance / "keys").iterdir():
        assert key.read_bytes().strip() not in kept


def test_without_the_key_a_restored_copy_is_refused(
    app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backups.back_up(app.extensions["config"], tmp_path / "b")
    (elsewhere.keys / "evidence").unlink()
    keys.make_missing(elsewhere.config.instance)
    with elsewhere.app(), pytest.raises(OnboardingError, match="keys/evidence"):
        backups.restore(SYSTEM, elsewhere.config, tmp_path / "b")


def test_backups_under_load_are_whole(app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path) -> None:
    config: Config = app.extensions["config"]
    done, written, organisation = threading.Event(), [0], valley.id

    def write() -> None:
        with app.app_context():
            while not done.is_set():
                cohe = db.session.get_one(Organisation, organisation)
                make_evidence(make_person(cohe, f"Person {written[0]}"), make_picture())
                written[0] += 1
            db.session.remove()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for each in writers:
        each.start()
    try:
        for number in range(4):
            db.session.rollback()  # no reading of ours keeps them from writing
            while written[0] <= number and all(each.is_alive() for each in writers):
                time.sleep(0.05)
            backups.back_up(config, tmp_path / f"b{number}")
    finally:
        done.set()
        for each in writers:
            each.join()
    assert written[0] >= 4
    for number in range(4):
        with elsewhere.app():
            backups.restore(SYSTEM, elsewhere.config, tmp_path / f"b{number}", replace=number > 0)
            assert list(trail_compare.differences()) == []
            assert not [each for each in reconciliation.faults() if not each.orphan]


def test_nothing_is_overwritten_without_being_told(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    config: Config = app.extensions["config"]
    backups.back_up(config, tmp_path / "b")
    with pytest.raises(OnboardingError, match="there already"):
        backups.back_up(config, tmp_path / "b")
    with pytest.raises(OnboardingError, match="--replace"):
        backups.restore(SYSTEM, config, tmp_path / "b")
    assert db.session.query(Person).one().name == "Ana Ruiz"
    assert messages.held() is None


NEWER = (
    "CREATE TABLE later (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person (id))",
    "INSERT INTO later SELECT 1, id FROM person",
    "ALTER TABLE person ADD COLUMN later_id INTEGER REFERENCES later (id)",
    "UPDATE alembic_version SET version_num = '9999'",
)


def test_what_a_later_version_added_goes_with_it(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    config: Config = app.extensions["config"]
    backups.back_up(config, tmp_path / "b")
    before = rows()
    db.session.rollback()  # no reading of ours keeps the tables from being altered
    with db.engine.begin() as connection:
        for statement in NEWER:
            connection.exec_driver_sql(statement)
    backups.restore(SYSTEM, config, tmp_path / "b", replace=True)
    with db.engine.connect() as connection:
        assert not inspect(connection).has_table("later")
    after = rows()
    assert {name for name in before if before[name] != after[name]} <= {"trail_chain", "trail_entry", "trail_detail"}


@on_postgresql
def test_a_restore_that_fails_loses_nothing(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    config: Config = app.extensions["config"]
    backups.back_up(config, tmp_path / "b")
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE mail_hold RENAME TO aside")
        connection.exec_driver_sql("CREATE VIEW mail_hold AS SELECT 1 AS in_the_way")
    with pytest.raises(OnboardingError, match="psql could not do it"):
        backups.restore(SYSTEM, config, tmp_path / "b", replace=True)
    assert db.session.query(Person).one().name == "Ana Ruiz"
    assert not list(config.instance.glob("restoring-*"))


def _rewrite(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _bite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _evidence(folder: Path) -> Path:
    return next((folder / "evidence").glob("*/*"))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a bit of the database": (lambda b: _bite(b / "database"), "database is damaged"),
    "the database cut short": (lambda b: os.truncate(b / "database", 100), "database is damaged"),
    "the database emptied": (lambda b: (b / "database").write_bytes(b""), "database is damaged"),
    "the database missing": (lambda b: (b / "database").unlink(), "database is missing"),
    "a bit of a file": (lambda b: _bite(_evidence(b)), "is damaged"),
    "a file missing": (lambda b: _evidence(b).unlink(), "is missing"),
    "two files swapped": (
        lambda b: (b / "x").write_bytes(b"") or _swap(sorted((b / "evidence").glob("*/*"))[:2], b / "x"),
        "is damaged",
    ),
    "a file added": (lambda b: (b / "evidence" / "more").write_bytes(b""), "does not belong"),
    "the manifest missing": (lambda b: (b / "manifest.json").unlink(), "is no backup"),
    "the manifest cut short": (lambda b: os.truncate(b / "manifest.json", 50), "is no backup"),
    "a manifest without files": (lambda b: _rewrite(b, files={}), "does not belong|no database"),
    "a manifest that leads out": (
        lambda b: _rewrite(b, files={"../x": "0"}),
        "missing|does not belong",
    ),
    "another format": (lambda b: _rewrite(b, format=2), "format 2"),
    "a later version": (lambda b: _rewrite(b, revision="9999"), "later version"),
    "another database": (lambda b: _rewrite(b, database="oracle"), "of oracle"),
}


def _swap(paths: list[Path], aside: Path) -> None:
    one, two = paths
    aside.unlink()
    one.rename(aside)
    two.rename(one)
    aside.rename(two)


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_backup_is_refused_before_anything_is_changed(
    app: Flask, valley: Organisation, tmp_path: Path, what: str
) -> None:
    damage, says = DAMAGE[what]
    config: Config = app.extensions["config"]
    backups.back_up(config, tmp_path / "b")
    damage(tmp_path / "b")
    with pytest.raises(OnboardingError, match=says):
        backups.restore(SYSTEM, config, tmp_path / "b", replace=True)
    assert db.session.query(Person).one().name == "Ana Ruiz"


def test_a_backup_that_fails_leaves_nothing_behind(
    app: Flask, valley: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config: Config = app.extensions["config"]
    files.store().remove(next(files.store().folders()))
    with pytest.raises(OnboardingError, match="recorded and not there"):
        backups.back_up(config, tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_the_commands_say_what_was_done(app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path) -> None:
    said = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "b")])
    assert (said.exit_code, "whole, with" in said.output) == (0, True)
    with elsewhere.app() as other:
        said = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "b")])
        assert (said.exit_code, "the audit trail verifies" in said.output) == (0, True), said.output


def test_the_database_says_who_restored_it(
    app: Flask, valley: Organisation, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backups.back_up(app.extensions["config"], tmp_path / "b")
    with elsewhere.app():
        backups.restore(SYSTEM, elsewhere.config, tmp_path / "b")
        found = text("SELECT action FROM trail_entry ORDER BY id DESC LIMIT 1")
        assert db.session.execute(found).scalar() == "installation.restored"
