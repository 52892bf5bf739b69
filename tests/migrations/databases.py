"""An empty database of either kind, and the migrations run on it in this process."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, inspect, text

from onboarding import create_app, keys
from onboarding.config import ROOT, Config, Mode
from onboarding.extensions import db
from tests.databases import Cluster

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
REVISIONS = [each.revision for each in reversed(list(SCRIPTS.walk_revisions()))]
SHAPES: dict[object, dict[str, list[Any]]] = {}  # of what SQLite keeps of each table: the words that made it
BEFORE = dict(zip(REVISIONS, ["base", *REVISIONS], strict=False))


@contextmanager
def empty(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Iterator[Config]:
    """Settings with keys and a database that has no tables."""
    config = Config(instance=tmp_path / "instance", mode=Mode.SAMPLE)
    keys.make_missing(config.instance)
    if kind == "sqlite":
        yield config
        return
    running: Cluster = request.getfixturevalue("postgres")
    name = f"m{uuid4().hex}"
    running.execute(f"CREATE DATABASE {name}")
    yield config._replace(database=running.url(name))
    running.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def application(config: Config) -> Iterator[Flask]:
    """An application on it, within its context."""
    app = create_app(config)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _read_once() -> Iterator[None]:
    """Have Alembic take the migrations as they were read: each step of the way would read every file again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", lambda _config: SCRIPTS)
        yield


def up(to: str = "head") -> None:
    with _read_once():
        flask_migrate.upgrade(revision=to)


def down(to: str) -> None:
    with _read_once():
        flask_migrate.downgrade(revision=to)


def shape() -> dict[str, list[Any]]:
    """Every table with its columns, keys, indexes and checks, and every trigger: what a migration can change.

    On SQLite also whether its numbers are ever used again, which nothing tells but the words it was made by.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return _shape(connection)
        words = connection.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")).all()
        if (key := tuple(map(tuple, words))) not in SHAPES:
            SHAPES[key] = _shape(connection)
        return SHAPES[key]


def _shape(connection: Connection) -> dict[str, list[Any]]:
    seen = inspect(connection)
    said = (
        _each(seen.get_multi_columns(), lambda c: (c["name"], str(c["type"]), c["nullable"])),
        _each(seen.get_multi_foreign_keys(), str),
        _each(seen.get_multi_indexes(), _index),
        _each(seen.get_multi_unique_constraints(), str),
        _each(seen.get_multi_check_constraints(), str),
    )
    names = (name for name in seen.get_table_names() if name != "alembic_version")
    tables: dict[str, list[Any]] = {name: [each.get(name, []) for each in said] for name in names}
    if connection.dialect.name == "sqlite":
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        for name, sql in made:
            if "AUTOINCREMENT" in sql:
                tables[name].append("counts on")
    triggers = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    tables["triggers"] = sorted(connection.scalars(text(triggers)))
    return tables


def _each(reflected: Mapping[Any, Iterable[Any]], line: Callable[[Any], Any]) -> dict[str, list[Any]]:
    """By table, a line for each of what was found in it, in the same order every time."""
    return {table: sorted(map(line, found)) for (_schema, table), found in reflected.items()}


def _index(index: Any) -> tuple[str, ...]:
    where = [str(option) for name, option in index["dialect_options"].items() if name.endswith("_where")]
    return (index["name"], str(index["column_names"]), str(bool(index["unique"])), *where)
