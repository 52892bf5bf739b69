"""What an operator meets, in every command: said in words, with what to do, and never as a traceback.

The commands are the application's own list, so that a new one is walked through as well.
"""

import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import Result
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from onboarding import create_app, troubles
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.jobs.table import ended
from onboarding.queries.trail import chain_of
from onboarding.roles import Role
from onboarding.rules.rulebook_file import SHIPPED
from onboarding.services import accounts, checkpoints, members
from onboarding.services.change import SYSTEM, change
from tests.databases import Cluster
from tests.house.source import ROOT
from tests.make import make_cohe, make_evidence, make_message, make_person
from tests.operation.rights import as_anybody, with_no_room

# What each argument is given, so that a command comes as far as it can: by the argument's name, or for one command.
GIVEN = {
    "organisation": "valley",
    "slug": "valley",
    "cohe": "valley",
    "chain": "valley",
    "email": "sam.stranger@example.org",
    "name": "Sam Stranger",
    "id": "1",
    "number": "1",
    "reason": "The clock was wrong.",
    "revision": "head",
    "file": str(SHIPPED),
    "files": "file",
    "export": "file",
    "version": "2026-11-22",
}
OTHERWISE = {
    "organisations add": ["cohe", "harbor", "Harbor COHE"],
    "members end": ["valley", GIVEN["email"], "hr"],
    "backup": ["new"],
    "restore": ["backup", "--replace"],
    "evidence copy": ["evidence"],
    "packets verify": [GIVEN["file"]],
    "rulebook check": [GIVEN["file"]],
    "rulebook propose": [GIVEN["file"], "--from", "2040-01-01"],
    "rulebook adopt": [GIVEN["file"], "--from", "2040-01-01"],
    "packets use-key": [GIVEN["file"], "--passphrase", ""],
}
DEVELOPERS = {"init", "revision", "migrate", "edit", "merge", "list-templates"}  # of `db`: they write in the checkout
NEEDS_NO_DATABASE = {f"rules {each}" for each in ("screen", "training", "credential", "staffing", "show")} | {
    "audit verify",
    "restore",  # puts another in its place
}
LONGEST = 900  # characters; a traceback is longer


def leaves(below: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be given, by its words."""
    if not isinstance(below, click.Group) or below.invoke_without_command:
        yield " ".join(path), below
    for name, each in below.commands.items() if isinstance(below, click.Group) else ():
        if path != ("db",) or name not in DEVELOPERS:
            yield from leaves(each, (*path, name))


COMMANDS = dict(leaves(create_app(Config(instance=ROOT / "nowhere")).cli))


def arguments(words: str, command: click.Command) -> list[str]:
    """What to type: a value for each argument that must be given."""
    given = [each for each in command.params if isinstance(each, click.Argument) and each.required]
    return [*words.split(), *OTHERWISE.get(words, map(_given, given))]


def _given(argument: click.Argument) -> str:
    return str(argument.type.choices[0]) if isinstance(argument.type, click.Choice) else GIVEN[str(argument.name)]


class Trouble(NamedTuple):
    """How it is brought about in an instance folder, what every refusal must hold, and what lasts for the command.

    `at_start`: it is seen before anything is done, by every command that needs the database.
    """

    bring: Callable[[Path], object]
    says: str
    around: Callable[[], AbstractContextManager[None]] = nullcontext
    at_start: bool = True


def _sql(*statements: str) -> Callable[[Path], None]:
    def bring(instance: Path) -> None:
        connection = sqlite3.connect(instance / "onboarding.sqlite")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return bring


def _bite(instance: Path) -> None:
    """Everything of the file but its beginning is lost: what asks for no more than that does not see it."""
    path = instance / "onboarding.sqlite"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 8] + b"\xff" * (len(data) - len(data) // 8))


TROUBLES = {
    "no rights on the folder": Trouble(lambda at: at.chmod(0o000), "", as_anybody),
    "no rights on the database": Trouble(lambda at: (at / "onboarding.sqlite").chmod(0o000), "", as_anybody),
    "no rights on the keys": Trouble(lambda at: (at / "keys").chmod(0o000), "", as_anybody),
    "no rights on one key": Trouble(lambda at: (at / "keys" / "evidence").chmod(0o000), "evidence", as_anybody),
    "a read-only folder": Trouble(lambda at: at.chmod(0o500), "read-only", as_anybody),
    "a read-only database": Trouble(lambda at: (at / "onboarding.sqlite").chmod(0o400), "read-only", as_anybody),
    "read-only evidence": Trouble(lambda at: (at / "evidence").chmod(0o500), "read-only", as_anybody),
    "a full disk": Trouble(lambda _: None, "disk", with_no_room, at_start=False),
    "no database but some file": Trouble(
        lambda at: (at / "onboarding.sqlite").write_bytes(b"x" * 9999), "not a database"
    ),
    "a database of which the head is lost": Trouble(
        lambda at: (at / "onboarding.sqlite").write_bytes(
            b"\0" * 4096 + (at / "onboarding.sqlite").read_bytes()[4096:]
        ),
        "not a database",
    ),
    "a database of which the rest is lost": Trouble(_bite, "malformed", at_start=False),
    "a table that is gone": Trouble(_sql("DROP TABLE trail_chain"), "no such table", at_start=False),
    "a newer database": Trouble(_sql("UPDATE alembic_version SET version_num = '9999'"), "later version"),
}


@pytest.fixture(scope="module")
def sound(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sound installation that holds something, a backup of it and a file; to be copied."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copytree(sqlite_template, folder / "instance")
    config = Config(instance=folder / "instance", mode=Mode.SAMPLE)
    app = create_app(config)
    with app.app_context():
        cohe = make_cohe()
        make_evidence(make_person(cohe))
        make_message(cohe)
        with change(SYSTEM) as under_way:
            user = accounts.start_account(under_way, GIVEN["email"], GIVEN["name"], sample=True)
        members.give_role(SYSTEM, cohe, user, Role.HR)
        checkpoints.sign(config, chain_of(cohe.id).id)
        done = app.test_cli_runner().invoke(args=["backup", str(folder / "backup")])
        assert done.exit_code == 0, done.output
        db.session.remove()
        db.engine.dispose()
    (folder / "file").write_text("{}")
    return folder


def renewed(folder: Path, sound: Path) -> Path:
    """The installation as it was, whatever was made of it."""
    instance = folder / "instance"
    for each in (instance, instance / "keys", instance / "evidence"):
        if each.exists():
            each.chmod(0o700)
    shutil.rmtree(folder)
    shutil.copytree(sound, folder)
    return instance


@pytest.mark.parametrize("what", TROUBLES)
def test_every_command_says_in_words_what_is_wrong(
    what: str, sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = TROUBLES[what]
    monkeypatch.chdir(tmp_path)
    heeds = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    app = create_app(Config(instance=renewed(tmp_path, sound), mode=Mode.SAMPLE))
    ended.set()  # a clock that starts all the same ends at once
    try:
        for words, command in COMMANDS.items():
            trouble.bring(renewed(tmp_path, sound))
            with trouble.around():
                done = app.test_cli_runner().invoke(args=arguments(words, command))
            told(words, trouble, done)
            with app.app_context():
                db.engine.dispose()
    finally:
        ended.clear()
        renewed(tmp_path, sound)
        for each, handler in heeds.items():
            signal.signal(each, handler)


def told(words: str, trouble: Trouble, done: Result) -> None:
    """Nothing but words, and where the start must see it, the right ones."""
    assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exc_info)
    assert "Traceback" not in done.output, words
    seen = trouble.at_start and words not in NEEDS_NO_DATABASE and not words.startswith("db ")
    assert done.exit_code or not seen, (words, done.output)
    if done.exit_code and not words.startswith("db "):
        assert len(done.stderr) < LONGEST, (words, done.stderr)
        assert not re.search(r"sqlalche\.me|\bsqlite3\.|Error\(|\[Errno", done.stderr), (words, done.stderr)
        assert trouble.says in done.stderr or not seen, (words, done.stderr)


REFUSED: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "a full disk": (lambda _: Path("/dev/full").write_bytes(b"x"), "Make room on the disk", 1),
    "no such folder": (lambda at: (at / "no" / "x").write_bytes(b""), "No such file or directory", 1),
    "another user's": (lambda at: _unreadable(at).read_bytes(), "Run the command as the user that runs", 1),
    "a database that is full": (lambda at: _filled(at), "Make room on the disk", 1),
    "a database that is read-only": (
        lambda at: _opened(at, "ro").execute("CREATE TABLE b (c)"),
        "Run the command as",
        1,
    ),
    "a database that is held": (
        lambda at: _held(at).execute("CREATE TABLE b (c)"),
        "Repeat the command in a minute",
        75,
    ),
    "a file that is no database": (lambda at: _nonsense(at).execute("SELECT 1 FROM a"), "restore the last backup", 1),
}


def _unreadable(folder: Path) -> Path:
    (folder / "x").touch(0o000)
    return folder / "x"


def _opened(folder: Path, mode: str) -> sqlite3.Connection:
    with sqlite3.connect(folder / "a") as connection:
        connection.execute("CREATE TABLE a (b)")
    return sqlite3.connect(f"file:{folder / 'a'}?mode={mode}", uri=True, timeout=0)


def _filled(folder: Path) -> None:
    connection = _opened(folder, "rw")
    connection.execute("PRAGMA max_page_count = 3")
    connection.execute("INSERT INTO a VALUES (zeroblob(99999))")


def _held(folder: Path) -> sqlite3.Connection:
    HOLDING.append(_opened(folder, "rw"))
    HOLDING[-1].execute("BEGIN EXCLUSIVE")
    return sqlite3.connect(folder / "a", timeout=0)


HOLDING: list[sqlite3.Connection] = []


def _nonsense(folder: Path) -> sqlite3.Connection:
    (folder / "a").write_bytes(b"x" * 9999)
    return sqlite3.connect(folder / "a")


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_system_refuses_is_told_with_what_to_do(tmp_path: Path, what: str) -> None:
    refuse, says, status = REFUSED[what]
    with as_anybody(), pytest.raises((OSError, sqlite3.Error)) as raised:
        refuse(tmp_path)
    trouble = troubles.of(raised.value)
    assert trouble
    assert says in trouble.says
    assert trouble.status == status


REFUSED_BY_POSTGRESQL = {
    "no rights": ("SET ROLE nobody_here; SELECT * FROM pg_authid", "Give the role these rights"),
    "read-only": ("SET default_transaction_read_only = on; CREATE TABLE a (b int)", "may be written to"),
    "a full disk": (
        "DO $$ BEGIN RAISE 'full' USING ERRCODE = '53100'; END $$",
        "Make room on the database server's disk",
    ),
    "damaged": ("DO $$ BEGIN RAISE 'torn page' USING ERRCODE = 'XX001'; END $$", "restore the last backup"),
    "a table that is gone": ("SELECT * FROM nowhere", "not as this version made them"),
}


@pytest.mark.parametrize("what", REFUSED_BY_POSTGRESQL)
def test_what_postgresql_refuses_is_told_with_what_to_do(postgres: Cluster, what: str) -> None:
    statements, says = REFUSED_BY_POSTGRESQL[what]
    if what == "no rights":
        postgres.execute("DROP ROLE IF EXISTS nobody_here")
        postgres.execute("CREATE ROLE nobody_here")
    engine = create_engine(postgres.url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    *before, last = statements.split("; ") if "$$" not in statements else [statements]
    with engine.connect() as connection:
        for statement in before:
            connection.exec_driver_sql(statement)
        with pytest.raises(DBAPIError) as raised:
            connection.exec_driver_sql(last)
    trouble = troubles.of(raised.value)
    assert trouble
    assert says in trouble.says
    assert "LINE 1" not in trouble.says


def test_a_fault_of_ours_is_none_of_these() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE a (b UNIQUE)")
        connection.execute("INSERT INTO a VALUES (1)")
        with pytest.raises(sqlite3.IntegrityError) as raised:
            connection.execute("INSERT INTO a VALUES (1)")
    assert troubles.of(raised.value) is troubles.of(KeyError("x")) is None
