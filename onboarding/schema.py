"""Whether the database is one that this version of the product can work with: asked at the start, and by /ready.

Plain SQL, since a database of another version has other tables than the models know.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from onboarding import troubles
from onboarding.config import ROOT, Config, Mode

SAMPLE_ACCOUNTS = text("SELECT 1 FROM user_account WHERE sample LIMIT 1")
ANY_RECORD = text("SELECT 1 FROM trail_entry LIMIT 1")  # no record is without its entry
SECONDS = "10"  # to wait for a server that says nothing, unless the address says otherwise
NO_TABLES = "The database has no tables: run `flask --app app setup`."
MIGRATE = "stop the product, back up, and run `flask --app app db upgrade`"


class Schema(StrEnum):
    """How the database's tables stand to this version."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    NEWER = "newer"


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The latest migrations, and all of them."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    scripts = ScriptDirectory.from_config(settings)
    return frozenset(scripts.get_heads()), frozenset(each.revision for each in scripts.walk_revisions())


def latest() -> str:
    """The revision that this version migrates to."""
    (head,) = _known()[0]
    return head


def known() -> frozenset[str]:
    """Every revision that this version can migrate from."""
    return _known()[1]


def stands(connection: Connection) -> Schema:
    """How the database that is connected stands to the migrations of this version."""
    heads, known = _known()
    found = frozenset(MigrationContext.configure(connection).get_current_heads())
    if found == heads:
        return Schema.CURRENT
    if not found:
        return Schema.EMPTY
    return Schema.OLDER if found <= known else Schema.NEWER


def sqlite_file(config: Config) -> Path | None:
    """The embedded database's file; None with PostgreSQL."""
    url = make_url(config.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


class AwayError(Exception):
    """The database does not answer at the moment: nothing is wrong with the settings, as far as can be told."""


def faults(config: Config, migrated: bool = True) -> Iterator[str]:
    """What keeps the product from working with its database, each with the remedy. Leaves no connection behind.

    `migrated` False: whether it could be migrated is asked, not whether it is. Raises AwayError.
    """
    file = sqlite_file(config)
    if file and not file.exists():
        yield from (NO_TABLES,) if migrated else ()
        return
    try:
        with _connected(config) as connection:
            yield from _faults(config, connection, migrated)
    except DBAPIError as error:
        yield _unusable(config, error)


def holds_records(config: Config) -> bool:
    """Whether anything was ever recorded in the database. Raises AwayError, or DBAPIError where it cannot be told."""
    file = sqlite_file(config)
    if file and not file.exists():
        return False
    with _connected(config) as connection:
        return inspect(connection).has_table("trail_entry") and connection.execute(ANY_RECORD).first() is not None


@contextmanager
def _connected(config: Config) -> Iterator[Connection]:
    """A connection of its own. Raises AwayError, or DBAPIError where the server or the file refuses."""
    url = make_url(config.database_url)
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": SECONDS})
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with _first_connection(engine) as connection:
            yield connection
    except DBAPIError as error:
        if _away(engine, error):
            raise AwayError(_unusable(config, error)) from error
        raise


def _first_connection(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except DBAPIError as error:
        if _away(engine, error):
            raise
        return engine.connect()  # it may have come back between the two questions


def _away(engine: Engine, error: DBAPIError) -> bool:
    """Whether the server cannot be reached or takes nobody yet, or another process holds the file."""
    if engine.dialect.name != "postgresql":
        return troubles.is_held(error.orig or error)
    from psycopg import conninfo, pq  # only where PostgreSQL is used

    arguments, named = engine.dialect.create_connect_args(engine.url)
    named.pop("context", None)  # the driver's, not the server's
    address = conninfo.make_conninfo(*arguments, **named)
    # Asked of the server itself: what it answered to us is in its own language, and has no code.
    return pq.PGconn.ping(address.encode()) in (pq.Ping.REJECT, pq.Ping.NO_RESPONSE)


def _unusable(config: Config, error: DBAPIError) -> str:
    said = troubles.said(error.orig or error)
    if file := sqlite_file(config):
        trouble = troubles.of_database(error.orig or error)
        return f"{file} cannot be used: {said}. {trouble.todo if trouble else ''}".strip()
    return f"The database cannot be used ({said}): check ONBOARDING_DATABASE_URL and its server."


def _faults(config: Config, connection: Connection, migrated: bool) -> Iterator[str]:
    found = stands(connection)
    if found is Schema.EMPTY and migrated:
        yield NO_TABLES
    elif found is Schema.OLDER and migrated:
        yield f"The database is of an earlier version: {MIGRATE}."
    elif found is Schema.NEWER:
        yield "The database is of a later version than this program: start the version that migrated it."
    if found is Schema.CURRENT and config.mode is Mode.PRODUCTION and connection.execute(SAMPLE_ACCOUNTS).first():
        yield (
            "The database holds the invented people of the sample world, who have no password: give production a "
            "database of its own (ONBOARDING_INSTANCE or ONBOARDING_DATABASE_URL)."
        )
