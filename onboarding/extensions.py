"""The Flask extensions, made here and bound to the application in create_app; and how each database is spoken to."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Dialect, Engine, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
READ_ONLY_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
WAIT_FOR_LOCK = "20000"  # milliseconds; the unluckiest of several writers waits for seconds
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """What every table's class derives from. A number that a row had is never another's, on SQLite too."""

    metadata = MetaData(naming_convention=NAMES)

    @classmethod
    def __table_cls__(cls, *arguments: Any, **named: Any) -> Table:
        return Table(*arguments, sqlite_autoincrement=True, **named)


def ours(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether a table is the models', as Alembic asks by its name: what workers share is Procrastinate's."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()


@contextmanager
def writing() -> Iterator[None]:
    """What begins in here begins as a writer, also where no request says so: commands, jobs."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def only_reads() -> bool:
    """Whether what is under way is a request by a safe method: GET, HEAD or OPTIONS."""
    return has_request_context() and request.method in READ_ONLY_METHODS


def will_write() -> bool:
    """Whether a transaction that begins now begins as a writer."""
    return _writing.get() or (has_request_context() and not only_reads())


def journal_mode(version: tuple[int, int, int]) -> str:
    """The journal mode that this build of SQLite keeps safe.

    Up to 3.51.2 two connections that write and checkpoint at once can corrupt a database in write-ahead mode (the
    WAL-reset bug); 3.50.7 and 3.44.6 carry the correction back, and 3.52.0 was withdrawn.
    """
    fixed = version >= (3, 51, 3) and version[:2] != (3, 52)
    carried_back = (version[:2] == (3, 50) and version[2] >= 7) or (version[:2] == (3, 44) and version[2] >= 6)
    return "WAL" if fixed or carried_back else "TRUNCATE"


@event.listens_for(Engine, "do_connect")
def _own_file(dialect: Dialect, _record: Any, arguments: list[Any], _named: Any) -> None:
    if dialect.name == "sqlite" and arguments and arguments[0] not in ("", ":memory:"):
        # Its owner's alone from the first moment; SQLite gives the files beside it the same mode.
        with contextlib.suppress(OSError):  # is there already, or cannot be: then connecting says why
            os.close(os.open(arguments[0], os.O_CREAT | os.O_EXCL, 0o600))


@event.listens_for(Engine, "connect")
def _set_up(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the driver must not begin for us: see _begin
        for pragma in (
            f"busy_timeout = {WAIT_FOR_LOCK}",
            f"journal_mode = {journal_mode(sqlite3.sqlite_version_info)}",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",  # what was erased is not left in free pages
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A writer takes its lock at once: one that began as a reader could not become a writer while others write.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if will_write() else "BEGIN")
