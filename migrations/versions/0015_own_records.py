"""Whose own a record is, or ever was: the accounts and the mailboxes that it had.

What the trail still tells is taken over: every account that was linked, and who recorded the present address.

Revision: 0015, after 0014.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard
from onboarding.rules.alike import mailbox

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

PERSON = sa.table(
    "person",
    *(sa.column(name) for name in ("id", "organisation_id", "email", "user_id")),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
ENTRY = sa.table("trail_entry", *(sa.column(name) for name in ("id", "number", "actor", "action", "subject")))
DETAIL = sa.table("trail_detail", sa.column("entry_id"), sa.column("body", sa.JSON))
AT_ONCE = 1_000
ONCE = "uq_person_account_organisation_id_person_id_user_id"


def upgrade() -> None:
    of_person = ["organisation_id", "person_id"], ["person.organisation_id", "person.id"]
    accounts = op.create_table(
        "person_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_account_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_person_account_user_id"),
        sa.ForeignKeyConstraint(*of_person, name="fk_person_account_organisation_id_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_account"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "user_id", name="uq_person_account_organisation_id_person_id_user_id"
        ),
    )
    op.create_index("ix_person_account_user", "person_account", ["user_id"])
    addresses = op.create_table(
        "person_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_address_organisation_id"),
        sa.ForeignKeyConstraint(["set_by_id"], ["user_account.id"], name="fk_person_address_set_by_id"),
        sa.ForeignKeyConstraint(*of_person, name="fk_person_address_organisation_id_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person_address"),
    )
    op.create_index("ix_person_address_mailbox", "person_address", ["mailbox"])
    op.create_index("ix_person_address_person", "person_address", ["organisation_id", "person_id"])
    for table in ("person_account", "person_address"):
        guard.written_once(table)
    linked, recorded = _from_the_trail()
    for people in _people():
        if rows := [each for person in people for each in _accounts(person, linked)]:
            op.bulk_insert(accounts, rows)
        if rows := [_address(person, recorded) for person in people if person["email"]]:
            op.bulk_insert(addresses, rows)


def downgrade() -> None:
    for table in ("person_account", "person_address"):
        guard.lift(table)
    op.drop_table("person_address")
    op.drop_table("person_account")


def _people() -> Iterator[list[Any]]:
    connection, last = op.get_bind(), 0
    chosen = sa.select(PERSON).order_by(PERSON.c.id).limit(AT_ONCE)
    while rows := connection.execute(chosen.where(PERSON.c.id > last)).mappings().all():
        yield list(rows)
        last = rows[-1]["id"]


def _from_the_trail() -> tuple[dict[int, set[int]], dict[int, int]]:
    """By person: the accounts that were linked, and the user who recorded the address last."""
    linked, recorded = dict[int, set[int]](), dict[int, int]()
    entries = (
        sa.select(ENTRY.c.actor, ENTRY.c.action, ENTRY.c.subject, DETAIL.c.body)
        .outerjoin(DETAIL, DETAIL.c.entry_id == ENTRY.c.id)
        .where(ENTRY.c.action.in_(("person.added", "person.edited", "person.linked")))
        .where(ENTRY.c.subject.startswith("person:"))
        .order_by(ENTRY.c.id)
    )
    for actor, action, subject, body in op.get_bind().execute(entries):
        person, said = int(subject.removeprefix("person:")), body or {}
        if action == "person.linked":
            linked.setdefault(person, set()).update({said["user"]} if "user" in said else ())
        elif action == "person.added" or "email" in said.get("fields", ()):
            recorded.pop(person, None)
            if actor.startswith("user:"):
                recorded[person] = int(actor.removeprefix("user:"))
    return linked, recorded


def _accounts(person: Any, linked: dict[int, set[int]]) -> Iterator[dict[str, Any]]:
    now = {person["user_id"]} - {None}
    for user_id in sorted(now | linked.get(person["id"], set())):
        yield _of(person) | {"user_id": user_id, "since_at": person["created_at"]}


def _address(person: Any, recorded: dict[int, int]) -> dict[str, Any]:
    who = recorded.get(person["id"])
    return _of(person) | {"mailbox": mailbox(person["email"]), "set_by_id": who, "set_at": person["created_at"]}


def _of(person: Any) -> dict[str, Any]:
    return {"organisation_id": person["organisation_id"], "person_id": person["id"]}
