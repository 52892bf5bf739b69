"""A database of PostgreSQL that tests use one after the other: emptied in between, which costs a tenth of another copy.

What is emptied is vacuumed: the next test's rows lie in the order in which they are added, as in a new database.
"""

from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.sql import SQL, Identifier

from tests.databases import Cluster

# The tables that have pages, which is asked of the file system and not of each table.
USED = """SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 ORDER BY relname"""
DRAWN = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL ORDER BY sequencename"
# Of whom a test has left in the middle of a transaction nobody could empty a table.
END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""


class Kept:
    """A copy of a template, and what was in it from the start."""

    def __init__(self, cluster: Cluster, template: str, name: str) -> None:
        cluster.copy(template, name)
        address = f"host={cluster.folder} user=onboarding dbname={name}"
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.execute("SET session_replication_role = replica")  # no foreign key is asked
        self._drawn: dict[str, int] = dict(self._connection.execute(DRAWN).fetchall())
        self._rows = {table: self._all(table) for table in self._used()}

    def emptied(self) -> bool:
        """Whether, while everything was put back as it was, somebody's transaction had to be ended."""
        ended = self._connection.execute(END_OTHERS).rowcount > 0
        used = self._used()
        self._connection.execute(SQL("; ").join(SQL("DELETE FROM {}").format(Identifier(each)) for each in used))
        tables = SQL(", ").join(map(Identifier, used))
        self._connection.execute(SQL("VACUUM (INDEX_CLEANUP ON, TRUNCATE ON) {}").format(tables))
        for table, rows in self._rows.items():
            self._put(table, rows)
        for sequence, _ in self._connection.execute(DRAWN).fetchall():
            first = self._drawn.get(sequence)
            self._connection.execute("SELECT setval(%s::regclass, %s, %s)", (sequence, first or 1, first is not None))
        return ended

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _what: object, _where: TracebackType | None) -> None:
        self._connection.close()

    def _used(self) -> list[str]:
        return [name for (name,) in self._connection.execute(USED)]

    def _all(self, table: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(SQL("SELECT * FROM {}").format(Identifier(table))).fetchall()

    def _put(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        for row in rows:
            places = SQL(", ").join(SQL("%s") for _ in row)
            self._connection.execute(SQL("INSERT INTO {} VALUES ({})").format(Identifier(table), places), row)
