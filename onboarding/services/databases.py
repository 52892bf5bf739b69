"""Copying a whole database out and in, with each kind's own means: SQLite's backup, PostgreSQL's pg_dump."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from onboarding import schema
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing

ROWS = 400  # of each index, as SQLite's documentation advises
PLACES = "/usr/lib/postgresql"  # where Debian keeps the tools of each version


class Kept(NamedTuple):
    """A sealed file that a snapshot names: its folder and name in the store, and the sealed key that opens it."""

    folder: str
    name: str
    wrapped: bytes


FILES = text(
    "SELECT person_key.key_id, stored_file.sha256, person_key.wrapped FROM stored_file JOIN person_key"
    " ON person_key.organisation_id = stored_file.organisation_id AND person_key.person_id = stored_file.person_id"
    " WHERE person_key.wrapped IS NOT NULL"
    " UNION SELECT key_id, content_sha256, wrapped FROM packet WHERE wrapped IS NOT NULL AND content_sha256 IS NOT NULL"
    " UNION SELECT key_id, file_sha256, wrapped FROM packet WHERE wrapped IS NOT NULL AND file_sha256 IS NOT NULL"
    " ORDER BY 1, 2"
)

# A later version's tables, which the dump does not know, go as well: else they would be in the way of the next upgrade.
# So do types that are no table's: what workers share has some.
EMPTIED = """
DO $$ DECLARE each record; BEGIN
    FOR each IN SELECT oid::regclass AS named FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE')
    LOOP EXECUTE 'DROP TABLE ' || each.named || ' CASCADE'; END LOOP;
    FOR each IN SELECT oid::regprocedure AS named FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND pg_has_role(proowner, 'USAGE')
    LOOP EXECUTE 'DROP ROUTINE ' || each.named || ' CASCADE'; END LOOP;
    FOR each IN SELECT oid::regtype AS named FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace AND pg_has_role(typowner, 'USAGE')
        AND (typtype = 'e' OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c'))
    LOOP EXECUTE 'DROP TYPE ' || each.named || ' CASCADE'; END LOOP;
END $$
"""


def kind(config: Config) -> str:
    """sqlite or postgresql."""
    return make_url(config.database_url).get_backend_name()


def gather_statistics() -> None:
    """Have SQLite see how much is stored, so that it looks things up by the right index; PostgreSQL does it by itself.

    Without, a page over ten thousand people may take half a minute. ROWS of each index are looked at, which takes some
    milliseconds; within such a limit SQLite keeps counts alone, and no value of anybody's.
    """
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()  # what is being read would be in the writer's way
        with writing():
            db.session.execute(text(f"PRAGMA analysis_limit = {ROWS}"))
            db.session.execute(text("ANALYZE"))
            db.session.commit()


def dump(config: Config, target: Path) -> list[Kept]:
    """Write the database as it is at one moment into a file; the sealed files that it names."""
    db.session.rollback()
    if kind(config) == "sqlite":
        with db.engine.connect() as connection, sqlite3.connect(target) as copy:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)
        copy.close()
        with _opened(f"sqlite:///{target}") as connection:
            return _files(connection)
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}",
             f"--dbname={_address(config)}", config=config)  # fmt: skip
        return _files(connection)


def load(config: Config, source: Path, replace: bool) -> None:
    """Put a dump in the database's place, held for mail from its first moment. Raises OnboardingError."""
    db.session.rollback()
    db.engine.dispose()
    if kind(config) == "sqlite":
        _load_sqlite(config, source, replace)
        return
    if (others := _other_connections()) and replace:
        raise OnboardingError(f"{others} other connections use this database. Stop the product on every machine first.")
    if not replace and not _is_empty():
        raise OnboardingError("This database holds tables. Give an empty one, or --replace to lose what is in it.")
    with tempfile.TemporaryDirectory(dir=config.instance, prefix="restoring-") as folder:
        script = Path(folder) / "script.sql"
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        emptied = ("--command", EMPTIED) if replace else ()
        _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *emptied,
             f"--file={script}", f"--dbname={_address(config)}", config=config)  # fmt: skip
    db.engine.dispose()


def _load_sqlite(config: Config, source: Path, replace: bool) -> None:
    file = schema.sqlite_file(config)
    assert file is not None
    if file.exists() and not replace:
        raise OnboardingError(f"{file} is there. Move it away, or give --replace to lose what is in it.")
    half = file.with_name(f"{file.name}.restoring")
    descriptor = os.open(half, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with source.open("rb") as dumped, os.fdopen(descriptor, "wb") as copy:
        shutil.copyfileobj(dumped, copy)
        copy.flush()
        os.fsync(copy.fileno())
    with _opened(f"sqlite:///{half}") as connection:
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            half.unlink()
            raise OnboardingError("The database in this backup is damaged.")
    for end in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    half.replace(file)


def _is_empty() -> bool:
    with db.engine.connect() as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        return connection.execute(text(tables)).scalar() == 0


def _other_connections() -> int:
    with db.engine.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return connection.execute(text(others)).scalar() or 0


def _files(connection: Connection) -> list[Kept]:
    return [Kept(*row) for row in connection.execute(FILES)]


@contextmanager
def _opened(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _address(config: Config) -> str:
    """The database as PostgreSQL's own tools are told it; the password goes another way."""
    url: URL = make_url(config.database_url).set(drivername="postgresql", password=None)
    return url.render_as_string(hide_password=False)


def _run(tool: str, *options: str, config: Config | None = None) -> None:
    """Run one of PostgreSQL's tools; on the database of the settings, where they are given. Raises OnboardingError."""
    password = make_url(config.database_url).password if config else None
    command = [_tool(tool), *options]
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OnboardingError(f"{tool} could not do it: {done.stderr.strip()[-500:]}")


def _tool(name: str) -> str:
    """The newest of PostgreSQL's tools: one older than the server refuses it."""
    versions = sorted(Path(PLACES).glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if not found:
        raise OnboardingError(f"{name} is not installed. Install postgresql-client of the server's version.")
    return found
