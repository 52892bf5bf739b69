"""Fixtures for tests of stored things: `app` is an application with an empty, migrated database of either kind."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from onboarding import create_app, keys
from onboarding.config import Config, Mode
from onboarding.extensions import db
from tests.databases import Cluster, cluster
from tests.projected import differences

COMPILED: dict[object, Any] = {}  # what the library compiles of each address, for whoever has the same one


def _compiled_once(real: Callable[[Rule, bool], Any]) -> Callable[[Rule, bool], Any]:
    """An application for each test compiles a hundred addresses, which is most of the time it takes to make one."""

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, tuple(rule._trace), tuple(sorted((rule.defaults or {}).items())), append_unknown)
        if key not in COMPILED:
            COMPILED[key] = real(rule, append_unknown)
        return COMPILED[key]

    return compiled


Rule._compile_builder = _compiled_once(Rule._compile_builder)  # type: ignore[method-assign]
KINDS = ("sqlite", "postgresql")
# For long tests of what no database decides: they run on one, and a shorter one runs on the other.
on_sqlite = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("config", ["postgresql"], indirect=True)


class Browser(FlaskClient):
    """A client whose requests share nothing with the test but the database: no `g`, no session, no open transaction."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # the test's own reading must not keep the request from writing
        with self.application.app_context():
            return super().open(*args, **kwargs)


def migrated(config: Config) -> Config:
    """The same settings, with keys made and every migration run."""
    keys.make_missing(config.instance)
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()
    return config


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with keys and an empty, migrated database, to be copied."""
    return migrated(Config(instance=tmp_path_factory.mktemp("sqlite"))).instance


@pytest.fixture(scope="session")
def postgres_template(postgres: Cluster, sqlite_template: Path) -> str:
    """The name of an empty, migrated database, to be copied."""
    postgres.execute("CREATE DATABASE template")
    migrated(Config(instance=sqlite_template, database=postgres.url("template")))
    return "template"


@pytest.fixture(params=KINDS)
def config(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[Config]:
    """Settings of an installation of its own, on each database in turn."""
    instance = tmp_path / "instance"
    shutil.copytree(sqlite_template, instance)
    config = Config(instance=instance, mode=Mode.SAMPLE)
    if request.param == "sqlite":
        yield config
        return
    running: Cluster = request.getfixturevalue("postgres")
    name = f"t{uuid4().hex}"
    running.execute(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    yield config._replace(database=running.url(name))
    running.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates that an application before has compiled."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(config: Config, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application, within its context. On leaving, what is listed is what the records say."""
    app = create_app(config)
    app.testing = True
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        yield app
        db.session.rollback()
        differing = differences()
        db.session.remove()
        db.engine.dispose()
    assert differing == []


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement sent from here on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
