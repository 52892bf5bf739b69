"""A database of either kind, empty or as it was at a revision, and the migrations run on it in this process."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, inspect, make_url, text

from onboarding import create_app, keys
from onboarding.config import ROOT, Config, Mode
from onboarding.extensions import db
from tests.databases import Cluster

SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
REVISIONS = [each.revision for each in reversed(list(SCRIPTS.walk_revisions()))]
BEFORE = dict(zip(REVISIONS, ["base", *REVISIONS], strict=False))
FILE = "onboarding.sqlite"
CLIMBED: dict[
    tuple[str, str], str
] = {}  # by kind and revision: a file that was climbed to it, or a PostgreSQL database
SHAPES: dict[object, list[Any]] = {}  # of tables, by all that the database keeps of each
SQLITE_SAYS = """
SELECT tbl_name, type, name, sql FROM sqlite_master
WHERE type IN ('table', 'index') AND tbl_name NOT LIKE 'sqlite_%'
"""
POSTGRESQL_SAYS = """
SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull::text
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid), contype::text
FROM pg_class JOIN pg_constraint ON conrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT tablename, indexname, indexdef, '' FROM pg_indexes WHERE schemaname = 'public'
"""


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
def climbed(request: pytest.FixtureRequest, tmp_path: Path, kind: str, to: str = REVISIONS[-1]) -> Iterator[Config]:
    """Settings with keys and a database that is at this revision: a copy of one that was climbed to it once."""
    with empty(request, tmp_path, kind) as config:
        _known_from_the_start(request, kind)
        below = [revision for of, revision in CLIMBED if of == kind and revision <= to]
        if below:
            _copy(request, CLIMBED[kind, max(below)], config)
        if to not in below:
            with application(config):
                up(to)
            CLIMBED[kind, to] = _kept(request, config, to)
        yield config


def _known_from_the_start(request: pytest.FixtureRequest, kind: str) -> None:
    """The last revision is what every test of stored things begins with."""
    if kind == "sqlite":
        CLIMBED[kind, REVISIONS[-1]] = str(request.getfixturevalue("sqlite_template") / FILE)
    else:
        CLIMBED[kind, REVISIONS[-1]] = request.getfixturevalue("postgres_template")


def _copy(request: pytest.FixtureRequest, made: str, config: Config) -> None:
    if config.database:
        running: Cluster = request.getfixturevalue("postgres")
        name = _name(config)
        running.execute(f"DROP DATABASE {name} WITH (FORCE)")
        running.copy(made, name)
    else:
        shutil.copy(made, config.instance / FILE)


def _kept(request: pytest.FixtureRequest, config: Config, revision: str) -> str:
    if config.database:
        kept = f"at{revision}"
        request.getfixturevalue("postgres").copy(_name(config), kept)
        return kept
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("climbed")
    return str(shutil.copy(config.instance / FILE, folder / FILE))


def _name(config: Config) -> str:
    return str(make_url(config.database).database)


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

    On SQLite also whether its numbers are ever used again, which nothing tells but the words it was made by. A table is
    looked at once for all the times at which the database keeps the same of it.
    """
    with db.engine.connect() as connection:
        kind = connection.dialect.name
        keys = {name: (kind, said) for name, said in _said(connection).items() if name != "alembic_version"}
        if unseen := [name for name, key in keys.items() if key not in SHAPES]:
            SHAPES.update({keys[name]: found for name, found in _looked_at(connection, unseen).items()})
        return {name: SHAPES[key] for name, key in keys.items()} | {"triggers": _triggers(connection)}


def _said(connection: Connection) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """By table, all that the database keeps of it."""
    asked = SQLITE_SAYS if connection.dialect.name == "sqlite" else POSTGRESQL_SAYS
    rows = sorted(map(tuple, connection.execute(text(asked))), key=repr)
    rows.sort(key=itemgetter(0))
    return {name: tuple(of) for name, of in groupby(rows, key=itemgetter(0))}


def _looked_at(connection: Connection, names: list[str]) -> dict[str, list[Any]]:
    seen = inspect(connection)
    said = (
        _each(seen.get_multi_columns(filter_names=names), lambda c: (c["name"], str(c["type"]), c["nullable"])),
        _each(seen.get_multi_foreign_keys(filter_names=names), str),
        _each(seen.get_multi_indexes(filter_names=names), _index),
        _each(seen.get_multi_unique_constraints(filter_names=names), str),
        _each(seen.get_multi_check_constraints(filter_names=names), str),
    )
    tables: dict[str, list[Any]] = {name: [each.get(name, []) for each in said] for name in names}
    if connection.dialect.name == "sqlite":
        made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        for name, sql in made:
            if name in tables and "AUTOINCREMENT" in sql:
                tables[name].append("counts on")
    return tables


def _triggers(connection: Connection) -> list[str]:
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    return sorted(connection.scalars(text(asked)))


def _each(reflected: Mapping[Any, Iterable[Any]], line: Callable[[Any], Any]) -> dict[str, list[Any]]:
    """By table, a line for each of what was found in it, in the same order every time."""
    return {table: sorted(map(line, found)) for (_schema, table), found in reflected.items()}


def _index(index: Any) -> tuple[str, ...]:
    where = [str(option) for name, option in index["dialect_options"].items() if name.endswith("_where")]
    return (index["name"], str(index["column_names"]), str(bool(index["unique"])), *where)
