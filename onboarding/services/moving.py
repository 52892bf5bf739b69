"""Moving an installation from SQLite to PostgreSQL: every row with its number, and no number ever another's.

Keys and evidence files stay where they are. What was copied is read again and compared before it is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import JSON, Connection, Select, Table, Text, bindparam, cast, create_engine, func, select, text
from sqlalchemy.pool import NullPool

from onboarding import schema
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db, writing
from onboarding.models.trail import Chain
from onboarding.services import databases
from onboarding.services.change import INSTALLATION, Actor, change

AT_ONCE = 1000  # rows
MOVED = ".moved"  # what the file is called afterwards, so that nobody serves it by mistake
UNCACHED: dict[str, Any] = {"compiled_cache": None}  # one of Flask-Security's types has no key for a cache
TABLES = Base.metadata.sorted_tables
BY_ITSELF = Base.metadata.tables[Chain.__tablename__]  # of which a migration puts in a row


class _Later(NamedTuple):
    """A row that refers to one that comes after it: what has to be put in once all are there."""

    table: Table
    id: int
    said: dict[str, Any]


def move(actor: Actor, config: Config, file: Path) -> int:
    """Copy what the SQLite file holds into the database of the settings, and put the file aside; how many rows.

    Raises OnboardingError, and leaves both as they were, where the database is no PostgreSQL or holds records, where
    the file is of another version, and where what was copied reads otherwise.
    """
    if databases.kind(config) != "postgresql":
        raise OnboardingError("Set ONBOARDING_DATABASE_URL to the PostgreSQL database to move to, and run flask setup.")
    with _held(file) as source, db.engine.execution_options(**UNCACHED).begin() as target:
        _refuse_other(source, target, file)
        target.execute(BY_ITSELF.delete())
        later = [each for table in TABLES for each in _copy(table, source, target)]
        for each in later:
            target.execute(each.table.update().where(each.table.c.id == each.id).values(each.said))
        rows = sum(_compare(table, source, target) for table in TABLES)
        _go_on_counting(source, target)
    file.rename(file.with_name(file.name + MOVED))
    with change(actor) as under_way:
        under_way.record(None, Action.MOVED, f"chain:{INSTALLATION}", rows=rows)
    return rows


@contextmanager
def _held(file: Path) -> Iterator[Connection]:
    """The file, into which nobody else can write meanwhile."""
    if not file.is_file():
        raise OnboardingError(f"{file} is not there.")
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, execution_options=UNCACHED)
    try:
        with writing(), engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def _refuse_other(source: Connection, target: Connection, file: Path) -> None:
    version = text("SELECT version_num FROM alembic_version")
    if source.execute(version).scalar() != schema.latest() or target.execute(version).scalar() != schema.latest():
        raise OnboardingError(
            f"{file} or the database is of another version. Upgrade both with flask db upgrade first."
        )
    others = [table for table in TABLES if table is not BY_ITSELF]
    if holding := [table.name for table in others if target.execute(select(table).limit(1)).first()]:
        raise OnboardingError(
            f"The database holds records already ({holding[0]}). Give one that flask setup just made."
        )


def _copy(table: Table, source: Connection, target: Connection) -> Iterator[_Later]:
    seen, (itself, later) = set[Any](), _references(table)
    rows = source.execute(_as_stored(table)).mappings()
    put = table.insert().values({name: cast(bindparam(name, type_=Text), JSON) for name in _documents(table)})
    while some := list(map(dict, islice(rows, AT_ONCE))):
        for row in some:
            seen.add(row.get("id"))
            ahead = [name for name in later if row[name] is not None]
            ahead += [name for name in itself if row[name] is not None and row[name] not in seen]
            if ahead:
                yield _Later(table, row["id"], {name: row[name] for name in ahead})
                row.update(dict.fromkeys(ahead))
        target.execute(put, some)


def _as_stored(table: Table) -> Select[Any]:
    """Every row in the order of the keys; a document as its text, in which nothing and `null` are not the same."""
    columns = [cast(each, Text).label(each.name) if isinstance(each.type, JSON) else each for each in table.columns]
    return select(*columns).order_by(*table.primary_key)


def _documents(table: Table) -> list[str]:
    return [each.name for each in table.columns if isinstance(each.type, JSON)]


def _references(table: Table) -> tuple[list[str], list[str]]:
    """The columns that refer to rows of the table itself, and those that refer to tables that come after it."""
    place, itself, later = TABLES.index(table), [], []
    for key in table.foreign_key_constraints:
        if key.referred_table is table:
            itself.append(key.column_keys[-1])
        elif TABLES.index(key.referred_table) > place:
            later.append(key.column_keys[-1])
    return itself, later


def _compare(table: Table, source: Connection, target: Connection) -> int:
    """How many rows there are, each of them read the same from both. Raises OnboardingError."""
    chosen, count = _as_stored(table), 0
    for one, other in zip(source.execute(chosen), target.execute(chosen), strict=False):
        count += 1
        if tuple(one) != tuple(other):
            raise OnboardingError(f"A row of {table.name} reads otherwise once it is copied. Nothing was moved.")
    for where in (source, target):
        if where.execute(select(func.count()).select_from(table)).scalar_one() != count:
            raise OnboardingError(f"Rows of {table.name} are missing once they are copied. Nothing was moved.")
    return count


def _go_on_counting(source: Connection, target: Connection) -> None:
    """Have the next row of each table get the number that it would have had: one that was erased is nobody else's."""
    put = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
    for table, last in source.exec_driver_sql("SELECT name, seq FROM sqlite_sequence WHERE seq > 0").all():
        if table in Base.metadata.tables:
            target.execute(put.bindparams(bindparam("table", table), bindparam("last", last)))
