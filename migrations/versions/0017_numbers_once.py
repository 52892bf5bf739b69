"""A number that a record had is never another's, on SQLite too, where it was only while the record was there.

PostgreSQL counts on by itself. SQLite does for a table that says AUTOINCREMENT, which no table can be told afterwards:
each is written anew. How far each had counted is what is in it, or in the trail of what went.

Revision: 0017, after 0016.
"""

import re
from collections.abc import Callable

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NUMBERED = "\tid INTEGER NOT NULL, "
KEY = re.compile(r",\s*CONSTRAINT (pk_\w+) PRIMARY KEY \(id\)")
COUNTED = re.compile(r"\tid INTEGER CONSTRAINT (pk_\w+) PRIMARY KEY AUTOINCREMENT NOT NULL, ")
END = re.compile(r"\s*\)\s*\Z")
ASIDE = "set_aside"
SPOKEN_OF = """
    SELECT substr(subject, 1, instr(subject, ':') - 1), max(CAST(substr(subject, instr(subject, ':') + 1) AS INTEGER))
    FROM trail_entry GROUP BY 1
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(_counting)
        _count_on()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(_not_counting)


def _counting(table: str) -> str:
    key = KEY.search(table)
    if key is None or NUMBERED not in table:
        return table
    counted = f"\tid INTEGER CONSTRAINT {key[1]} PRIMARY KEY AUTOINCREMENT NOT NULL, "
    return KEY.sub("", table, count=1).replace(NUMBERED, counted, 1)


def _not_counting(table: str) -> str:
    key = COUNTED.search(table)
    if key is None:
        return table
    return END.sub(f", \n\tCONSTRAINT {key[1]} PRIMARY KEY (id)\n)", COUNTED.sub(NUMBERED, table, count=1))


def _write_anew(said: Callable[[str], str]) -> None:
    """Make each table that is to be said otherwise, with all that is in it; env.py has foreign keys looked at after.

    What is in it is set aside meanwhile. To make the table beside it and rename that would cost ten times as much:
    whenever a table is renamed, SQLite reads all that the database is made of for its name.
    """
    run = op.get_bind().exec_driver_sql
    triggers, indexes = _made("trigger"), _made("index")
    for _table, name, _sql in triggers:  # some ask other tables, one of which is always away
        run(f"DROP TRIGGER {name}")
    for table, _name, sql in _made("table"):
        if (new := said(sql)) == sql:
            continue
        run(f"CREATE TABLE {ASIDE} AS SELECT * FROM {table}")
        run(f"DROP TABLE {table}")
        run(f'CREATE TABLE "{table}" {new[new.index("(") :]}')
        run(f"INSERT INTO {table} SELECT * FROM {ASIDE}")
        run(f"DROP TABLE {ASIDE}")
        for of, _name, index in indexes:
            if of == table:
                run(index)
    for _table, _name, sql in triggers:
        run(sql)


def _made(what: str) -> list[tuple[str, str, str]]:
    """What the database has of this kind: of which table, its name, and the statement that makes it."""
    chosen = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL ORDER BY name"
    return [(row[0], row[1], row[2]) for row in op.get_bind().exec_driver_sql(chosen, (what,))]


def _count_on() -> None:
    run = op.get_bind().exec_driver_sql
    counted = {table for table, _name, sql in _made("table") if COUNTED.search(sql)}
    reached = {row.name: row.seq for row in run("SELECT name, seq FROM sqlite_sequence")}
    for table, number in run(SPOKEN_OF).all():
        if table in counted and number > reached.get(table, 0):
            run("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, number))
