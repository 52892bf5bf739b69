"""Fixtures for tests of stored things: `app` is an application with an empty, migrated database of either kind."""

import pickle
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, Pool, event, text
from werkzeug.test import TestResponse

from onboarding import basis, confined, create_app, keys, packet_keys
from onboarding.config import Config, Mode
from onboarding.confined import Limits
from onboarding.extensions import db
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from tests import sampled, shared
from tests.addresses import Addresses
from tests.databases import Cluster, cluster, copied
from tests.kept import Kept
from tests.projected import differences
from tests.warm import Warm

run_apart = confined.run
WORLDS: dict[object, tuple[Path, Any]] = {}  # what was made once in this process, and what its maker said of it
SPOKEN: dict[str, Engine] = {}  # of each kind of database, the engine that a process spoke to it through first
TEMPLATE = "template"
KEPT = f"kept{uuid4().hex}"  # the database that PostgreSQL's tests of this process use one after the other
POOLS: dict[str, Pool] = {}  # the connections to it, which are kept as well
# Password hashes at a hundredth of their price; tests/accounts/test_hashing.py holds the product to the real one.
CHEAP = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
CHEAP_LINKS = {"sha256_crypt__default_rounds": 1000}  # of what a link to reset a password says of the present one
CHEAP_SEAL = 1  # of a second factor's key: two to the power of this rounds


Flask.url_map_class = Addresses


def _statements_compiled_once(real: Callable[..., Engine]) -> Callable[..., Engine]:
    """SQLAlchemy keeps what it compiles with an engine, and each application makes its own: they share one's memory."""

    def engine(extension: SQLAlchemy, *arguments: Any) -> Engine:
        made = real(extension, *arguments)
        if first := SPOKEN.get(made.dialect.name):
            made._compiled_cache, made.dialect = first._compiled_cache, first.dialect
        if made.url.database == KEPT:
            made.pool = POOLS.setdefault(KEPT, made.pool)
        return made

    return engine


SQLAlchemy._make_engine = _statements_compiled_once(SQLAlchemy._make_engine)  # type: ignore[method-assign]
KINDS = ("sqlite", "postgresql")
# For long tests of what no database decides: they run on one, and a shorter one runs on the other.
on_sqlite = pytest.mark.on_database("sqlite")
on_postgresql = pytest.mark.on_database("postgresql")
# The folders of tests whose examples differ in what they ask of the database itself.
EACH_EXAMPLE = frozenset({"races", "trail", "migrations", "keeping", "operation", "kill"})
# Tests that put another database in the place of theirs, or speak to the server itself: theirs is made for each.
OF_ITS_OWN = frozenset({"made_once", "sample_world", "postgres"})


class Browser(FlaskClient):
    """A client whose requests share nothing with the test but the database: no `g`, no session, no open transaction."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # the test's own reading must not keep the request from writing
        with self.application.app_context():
            return super().open(*args, **kwargs)


def migrated(config: Config) -> Config:
    """The same settings, with keys made and every migration run."""
    keys.make_missing(config.instance)
    packet_keys.make_missing(config)
    app = create_app(config)
    with app.app_context():
        flask_migrate.upgrade()
        _spoken()
    return config


def _spoken() -> None:
    """Have this process know the database, whoever made it: what one engine compiles is for all."""
    db.session.execute(text("SELECT 1"))
    db.session.remove()
    db.engine.dispose()
    SPOKEN.setdefault(db.engine.dialect.name, db.engine)


@pytest.fixture(scope="session", autouse=True)
def warm() -> Iterator[None]:
    """Have confined processes forked from such as have loaded what they load."""
    forking = Warm()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(confined, "subprocess", forking)
        yield
    forking.close()


@pytest.fixture
def started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have confined processes started as the product starts them."""
    monkeypatch.setattr(confined, "subprocess", subprocess)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with keys and an empty, migrated database, to be copied."""
    place = shared.folder(tmp_path_factory) / "empty"
    shared.once(place, lambda begun: migrated(Config(instance=begun)))
    instance = _copied(place, tmp_path_factory)
    with create_app(Config(instance=instance)).app_context():
        _spoken()
    return instance


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the sample world in it, to be copied."""
    place = shared.folder(tmp_path_factory) / "sample"
    return shared.once(place, lambda begun: sampled.serve_from_nothing(Config(instance=begun, mode=Mode.SAMPLE)))


@pytest.fixture(scope="session")
def postgres(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of this process alone, with TEMPLATE in it: a copy of one that the processes of a run make once."""
    place = shared.folder(tmp_path_factory) / "postgresql"
    data = shared.once(place, partial(_with_template, sqlite_template))
    with cluster(data=data) as running:
        yield running


def _with_template(instance: Path, place: Path) -> None:
    with cluster() as running:
        running.execute(f"CREATE DATABASE {TEMPLATE}")
        migrated(Config(instance=instance, database=running.url(TEMPLATE)))
        running.stop()
        copied(running.folder / "data", place)


@pytest.fixture(scope="session")
def postgres_template(postgres: Cluster, sqlite_template: Path) -> str:
    """The name of an empty, migrated database, to be copied."""
    with create_app(Config(instance=sqlite_template, database=postgres.url(TEMPLATE))).app_context():
        _spoken()
    return TEMPLATE


@pytest.fixture(scope="session")
def kept_database(postgres: Cluster, postgres_template: str) -> Iterator[Kept]:
    """The database that tests use one after the other."""
    with Kept(postgres, postgres_template, KEPT) as database:
        yield database
        _disconnected()


@pytest.fixture(scope="session")
def postgres_sample(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a sample world, and what PostgreSQL dumped of it."""
    place = shared.folder(tmp_path_factory) / "sample-postgresql"
    return shared.once(place, lambda begun: sampled.load_as_documented(postgres, migrated, begun))


@pytest.fixture(scope="session")
def postgres_sample_template(
    postgres: Cluster, postgres_template: str, postgres_sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An instance folder with the files of a sample world, whose database has the folder's name."""
    instance = _copied(postgres_sample / sampled.INSTANCE, tmp_path_factory)
    postgres.copy(postgres_template, instance.name)
    sampled.fill(postgres, postgres_sample, instance.name)
    return instance


def _make(make: Callable[[], Any], config: Config, place: Path) -> None:
    """Have what the function makes, and what it says, in a folder."""
    said = make()
    _closed()
    shutil.copytree(config.instance, place / "instance")
    (place / "said").write_bytes(pickle.dumps(said))


def _disconnected() -> None:
    if pool := POOLS.pop(KEPT, None):
        pool.dispose()


def _copied(instance: Path, made: pytest.TempPathFactory) -> Path:
    return shutil.copytree(instance, made.mktemp("world") / f"w{uuid4().hex}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have a test with a database run on each, unless it or its file says on which: tests/README.md."""
    if "config" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("on_database")
        metafunc.parametrize("config", mark.args if mark else KINDS, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test with many examples leave PostgreSQL the first, outside of EACH_EXAMPLE: tests/README.md."""
    seen, over = set(), []
    for item in items:
        spec = getattr(item, "callspec", None)
        if spec is None or spec.params.get("config") != "postgresql" or not EACH_EXAMPLE.isdisjoint(item.path.parts):
            continue
        test = item.nodeid.partition("[")[0]
        if test in seen:
            over.append(item)
        seen.add(test)
    if over:
        left_out = set(over)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=over)


@pytest.fixture
def config(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[Config]:
    """Settings of an installation of its own, on each database in turn."""
    instance = tmp_path / "instance"
    shutil.copytree(sqlite_template, instance)
    config = Config(instance=instance, mode=Mode.SAMPLE)
    if request.param == "sqlite":
        yield config
        return
    shares = OF_ITS_OWN.isdisjoint(request.fixturenames) and EACH_EXAMPLE.isdisjoint(request.path.parts)
    running: Cluster = request.getfixturevalue("postgres")
    if shares:
        database: Kept = request.getfixturevalue("kept_database")
        yield config._replace(database=running.url(KEPT))
        if database.emptied():
            _disconnected()
        return
    name = f"t{uuid4().hex}"
    running.copy(request.getfixturevalue("postgres_template"), name)
    yield config._replace(database=running.url(name))
    running.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates that an application before has compiled."""
    folder = shared.folder(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@lru_cache(maxsize=4)
def _rulebook(path: Path, _content: bytes) -> Rulebook:
    """A rulebook cannot be changed once it is read: one is enough for all applications."""
    return load(path)


def _loaded_once(path: Path) -> Rulebook:
    return _rulebook(path, path.read_bytes()) if path.is_file() else load(path)


@lru_cache(maxsize=100)
def _given_apart(target: str, data: bytes, limits: Limits, environment: tuple[tuple[str, str], ...]) -> bytes:
    """What a confined process gives follows from these alone: the same file or page is not gone through again."""
    return run_apart(target, data, limits, dict(environment))


def _run_once(target: str, data: bytes, limits: Limits, environment: Mapping[str, str] | None = None) -> bytes:
    return _given_apart(target, data, limits, tuple(sorted((environment or {}).items())))


class _Forked(confined.Kept):
    """A process for several questions, as one for each of which the same is not asked twice."""

    def ask(self, data: bytes) -> bytes:
        return confined.run(self._target, data, self._limits, self._environment)


def hashing_cheaply(app: Flask) -> None:
    """Have it hash passwords and reset links, and seal second factors, at a hundredth of their price."""
    security = app.extensions["security"]
    security.pwd_context.update(**CHEAP)
    security.hashing_context.update(**CHEAP_LINKS)
    security.totp_factory._totp.wallet.encrypt_cost = CHEAP_SEAL


@pytest.fixture
def app(
    config: Config, compiled_templates: FileSystemBytecodeCache, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The application, within its context. On leaving, what is listed is what the records say."""
    monkeypatch.setattr(confined, "run", _run_once)
    monkeypatch.setattr(confined, "Kept", _Forked)
    monkeypatch.setattr(basis, "load", _loaded_once)
    app = create_app(config)
    app.testing = True
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = compiled_templates
    hashing_cheaply(app)
    with app.app_context():
        yield app
        db.session.rollback()
        differing = differences()
        _closed()
    assert differing == []


@pytest.fixture
def made_once(
    app: Flask, config: Config, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[], Any]], Any]:
    """Puts what a function makes into the empty installation, and gives what the function gave: only plain values.

    The function runs once for each kind of database: on SQLite in a run, on PostgreSQL in a process, each of which has
    a server of its own. After that a copy of what it left is put in place.
    """

    def put(make: Callable[[], Any]) -> Any:
        cluster: Cluster | None = request.getfixturevalue("postgres") if config.database else None
        key = (make.__module__, make.__qualname__, db.engine.dialect.name)
        if made := WORLDS.get(key):
            _put(made[0], config, cluster)
        elif cluster:
            name, said = db.engine.url.database, make()
            _closed()
            kept = _copied(config.instance, tmp_path_factory)
            cluster.copy(str(name), kept.name)
            WORLDS[key] = kept, said
        else:
            place = shared.once(shared.folder(tmp_path_factory) / ".".join(key), partial(_make, make, config))
            WORLDS[key] = place / "instance", pickle.loads((place / "said").read_bytes())
            _put(WORLDS[key][0], config, None)
        return deepcopy(WORLDS[key][1])

    return put


@pytest.fixture
def sample_world(request: pytest.FixtureRequest) -> Callable[[Config], None]:
    """Puts the sample world in the place of what an installation holds; it is loaded once for each kind of database."""

    def put(config: Config) -> None:
        cluster = request.getfixturevalue("postgres") if config.database else None
        _put(request.getfixturevalue("postgres_sample_template" if cluster else "sample_template"), config, cluster)

    return put


def _put(world: Path, config: Config, cluster: Cluster | None) -> None:
    name = db.engine.url.database
    _closed()
    shutil.copytree(world, config.instance, dirs_exist_ok=True)
    if cluster:
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cluster.copy(world.name, str(name))


def _closed() -> None:
    db.session.remove()
    if db.engine.pool is not POOLS.get(KEPT):
        db.engine.dispose()


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement sent from here on."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
