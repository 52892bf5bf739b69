"""What an operator meets, in every command: said in words, with what to do, and never as a traceback.

The commands are the application's own list, so that a new one is walked through as well.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import Result

from onboarding import create_app
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.jobs.table import ended
from onboarding.queries.trail import chain_of
from onboarding.roles import Role
from onboarding.rules.rulebook_file import SHIPPED
from onboarding.services import accounts, checkpoints, members
from onboarding.services.change import SYSTEM, change
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
}
OTHERWISE = {
    "organisations add": ["cohe", "harbor", "Harbor COHE"],
    "members end": ["valley", GIVEN["email"], "hr"],
    "backup": ["new"],
    "restore": ["backup", "--replace"],
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
