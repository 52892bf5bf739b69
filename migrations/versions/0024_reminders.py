"""What was promised to be told again, and what was told, is one table for every kind of reminder.

What managers were told of credentials keeps its number, which the keys of messages name. Of what somebody was asked for
the trail says when they were reminded; where it does not say so any more, they were asked then, and reminded later.

Revision: 0024, after 0023.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Of each table of what somebody was asked for: what it is about, and when it was asked.
ASKED = {
    "reference_request": ("reference", "requested_at"),
    "applicant_link": ("application", "sent_at"),
    "information_item": ("information", "asked_at"),
}
REMINDED = [f"{each}.chased" for each in ("reference", "applicant_link", "information")]
PROMISED = sa.text("told_at IS NULL")
INSTANT = sa.DateTime(timezone=True)
DAY = {"sqlite": "remind_on", "postgresql": "to_char(remind_on, 'YYYY-MM-DD')"}
AT_ONCE = 1_000
Said = dict[tuple[int, str], dict[int, datetime]]  # by organisation and record: since when it was told so often


def upgrade() -> None:
    reminder = _create(
        "reminder",
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=100), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("promised_at", INSTANT, nullable=True),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.UniqueConstraint(
            *("organisation_id", "person_id", "about", "thing", "times"),
            name="uq_reminder_organisation_id_person_id_about_thing_times",
        ),
        sa.CheckConstraint("promised_at IS NOT NULL OR told_at IS NOT NULL", name="ck_reminder_promised_or_told"),
    )
    of = ["organisation_id", "about", "promised_at"]
    op.create_index("ix_reminder_promised", "reminder", of, sqlite_where=PROMISED, postgresql_where=PROMISED)
    thing = f"kind || ':' || track || ':' || {DAY[op.get_bind().dialect.name]}"
    op.execute(
        "INSERT INTO reminder (id, organisation_id, person_id, about, thing, times, told_at)"
        f" SELECT id, organisation_id, person_id, 'credentials', {thing}, week, reminded_at"
        " FROM credential_reminder ORDER BY id"
    )
    _count_on("reminder", "credential_reminder")
    said = _said()
    for table, (about, asked_at) in ASKED.items():
        for rows in _told(table, about, asked_at, said):
            op.bulk_insert(reminder, rows)
        op.execute(
            "INSERT INTO reminder (organisation_id, person_id, about, thing, times, promised_at)"
            f" SELECT organisation_id, person_id, '{about}', CAST(id AS VARCHAR), chased, chase_at"
            f" FROM {table} WHERE chase_at IS NOT NULL ORDER BY id"
        )
        op.drop_index(f"ix_{table}_chase", table)
        op.drop_column(table, "chase_at")
        op.drop_column(table, "chased")
    op.drop_table("credential_reminder")


def downgrade() -> None:
    before = _create(
        "credential_reminder",
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("reminded_at", INSTANT, nullable=False),
        sa.UniqueConstraint(
            *("organisation_id", "person_id", "track", "kind", "remind_on", "week"),
            name="uq_credential_reminder_once",
        ),
        counts=False,
    )
    _count_as_before("credential_reminder")
    for rows in _of_credentials():
        op.bulk_insert(before, rows)
    _count_on("credential_reminder", "reminder")
    for table, (about, _) in ASKED.items():
        mine = f"FROM reminder WHERE about = '{about}' AND thing = CAST({table}.id AS VARCHAR)"
        mine += f" AND reminder.organisation_id = {table}.organisation_id"
        op.add_column(table, sa.Column("chased", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(table, sa.Column("chase_at", INSTANT, nullable=True))
        op.execute(f"UPDATE {table} SET chased = (SELECT count(*) {mine} AND told_at IS NOT NULL)")
        op.execute(f"UPDATE {table} SET chase_at = (SELECT min(promised_at) {mine} AND told_at IS NULL)")
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(table, "chased", server_default=None)
        op.create_index(f"ix_{table}_chase", table, ["chase_at"])
    op.drop_table("reminder")


def _create(name: str, *columns: sa.schema.SchemaItem, counts: bool = True) -> sa.Table:
    return op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{name}_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=f"fk_{name}_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=counts,
    )


def _count_as_before(table: str) -> None:
    """Have SQLite count on in the table by the very words that 0017 put in, and takes out."""
    if op.get_bind().dialect.name == "sqlite":
        run = op.get_bind().exec_driver_sql
        (made,) = run(f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'").one()
        run(f"DROP TABLE {table}")
        counting = f"id INTEGER CONSTRAINT pk_{table} PRIMARY KEY AUTOINCREMENT NOT NULL"
        run(
            made.replace(f", \n\tCONSTRAINT pk_{table} PRIMARY KEY (id)", "").replace(
                "id INTEGER NOT NULL", counting, 1
            )
        )


def _count_on(table: str, before: str) -> None:
    """Give out no number that the table before this one gave out: the keys of messages name them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval('{table}_id_seq', greatest(last_value, most), is_called OR most > 0)"
            f" FROM {before}_id_seq, (SELECT coalesce(max(id), 0) AS most FROM {table}) AS counted"
        )
    else:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
        op.execute(
            "INSERT INTO sqlite_sequence (name, seq)"
            f" SELECT '{table}', seq FROM sqlite_sequence WHERE name = '{before}'"
        )


def _said() -> Said:
    """What the trail says of when somebody was reminded."""
    entry = sa.table("trail_entry", *map(sa.column, ("id", "chain_id", "action", "subject", "at")))
    detail = sa.table("trail_detail", sa.column("entry_id"), sa.column("body", sa.JSON()))
    chain = sa.table("trail_chain", sa.column("id"), sa.column("organisation_id"))
    rows = (
        sa.select(chain.c.organisation_id, entry.c.subject, entry.c.at, detail.c.body)
        .join_from(entry, chain, entry.c.chain_id == chain.c.id)
        .join(detail, detail.c.entry_id == entry.c.id)
        .where(entry.c.action.in_(REMINDED))
        .order_by(entry.c.id)
    )
    found: Said = defaultdict(dict)
    for row in op.get_bind().execute(rows):
        if times := (row.body or {}).get("times"):
            found[row.organisation_id, row.subject].setdefault(times, datetime.fromisoformat(row.at))
    return found


def _told(table: str, about: str, asked_at: str, said: Said) -> Iterator[list[dict[str, Any]]]:
    """The lines on what somebody was reminded of, some records at a time."""
    columns = (sa.column(each) for each in ("id", "organisation_id", "person_id", "chased"))
    record = sa.table(table, *columns, sa.column(asked_at, INSTANT))
    chosen, last = sa.select(record).where(record.c.chased > 0).order_by(record.c.id).limit(AT_ONCE), 0
    while found := op.get_bind().execute(chosen.where(record.c.id > last)).all():
        last = found[-1].id
        yield [
            {
                "organisation_id": row.organisation_id,
                "person_id": row.person_id,
                "about": about,
                "thing": str(row.id),
                "times": times,
                "told_at": said[row.organisation_id, f"{table}:{row.id}"].get(times + 1, getattr(row, asked_at)),
            }
            for row in found
            for times in range(row.chased)
        ]


def _of_credentials() -> Iterator[list[dict[str, Any]]]:
    """The lines on credentials as they were kept before, some at a time."""
    kept = ("id", "organisation_id", "person_id")
    reminder = sa.table("reminder", *map(sa.column, (*kept, "about", "thing", "times")), sa.column("told_at", INSTANT))
    ours = reminder.c.about == "credentials"
    chosen, last = sa.select(reminder).where(ours).order_by(reminder.c.id).limit(AT_ONCE), 0
    while found := op.get_bind().execute(chosen.where(reminder.c.id > last)).all():
        last = found[-1].id
        yield [{**{each: getattr(row, each) for each in kept}, **_before(row)} for row in found]


def _before(row: Any) -> dict[str, Any]:
    kind, track, remind_on = row.thing.split(":")
    days = {"remind_on": date.fromisoformat(remind_on), "week": row.times, "reminded_at": row.told_at}
    return {"kind": kind, "track": track, **days}
