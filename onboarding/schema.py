"""Whether the database is one that this version of the product can work with: asked at the start, and by /ready.

Plain SQL, since a database of another version has other tables than the models know.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from onboarding.config import ROOT, Config, Mode

SAMPLE_ACCOUNTS = text("SELECT 1 FROM user_account WHERE sample LIMIT 1")
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


def faults(config: Config) -> Iterator[str]:
    """What keeps the product from working with its database, each with the remedy. Leaves no connection behind."""
    file = sqlite_file(config)
    if file and not file.exists():
        yield NO_TABLES
        return
    engine = create_engine(config.database_url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield from _faults(config, connection)
    except DBAPIError as error:
        yield f"The database cannot be used ({str(error.orig).strip()}): check ONBOARDING_DATABASE_URL and its server."


def _faults(config: Config, connection: Connection) -> Iterator[str]:
    found = stands(connection)
    if found is Schema.EMPTY:
        yield NO_TABLES
    elif found is Schema.OLDER:
        yield f"The database is of an earlier version: {MIGRATE}."
    elif found is Schema.NEWER:
        yield "The database is of a later version than this program: start the version that migrated it."
    if found is Schema.CURRENT and config.mode is Mode.PRODUCTION and connection.execute(SAMPLE_ACCOUNTS).first():
        yield (
            "The database holds the invented people of the sample world, who have no password: give production a "
            "database of its own (ONBOARDING_INSTANCE or ONBOARDING_DATABASE_URL)."
        )
