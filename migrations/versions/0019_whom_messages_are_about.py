"""Messages know whom they are about; and what erasures so far left of people in messages is taken out.

What is noted on who supervises an assistant may be taken out, when that supervisor is erased.

Whom a message that is there already is about follows from its key. Where the record that the key names is gone, it was
of somebody who was erased, or undone with a table.

Revision: 0019, after 0018.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# The record of which the second part of a key is the number.
NAMED = {
    "reference": "reference_request",
    "letter": "letter",
    "information": "information_item",
    "applicant-link": "applicant_link",
    "handed-in": "applicant_link",
}
TOLD, REMINDED = "credentials", "credential_reminder"  # one message for all that came up at once, the first named
MESSAGE = sa.table(
    "message",
    *(sa.column(each) for each in ("id", "organisation_id", "key", "state", "claim", "claimed_until")),
    *(sa.column(each) for each in ("to_address", "subject", "body", "last_error")),
)
AT_ONCE = 1_000
OTHERS = ("id", "organisation_id", "person_id", "supervisor_id", "since", "recorded_by_id", "recorded_at")
About = dict[tuple[int, int], int]  # by organisation and number of a record, the person it is about


def upgrade() -> None:
    about = op.create_table(
        "message_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_message_person_organisation_id"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_message_person_message_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_message_person_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_message_person"),
        sa.UniqueConstraint("message_id", "person_id", name="uq_message_person_message_id_person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_person_person", "message_person", ["organisation_id", "person_id"])
    records, told = {table: _people(table) for table in {*NAMED.values(), REMINDED}}, _told()
    for messages in _messages():
        rows, gone = [], []
        for id, organisation_id, kind, number in messages:
            if kind == TOLD:
                people = _reminded(records[REMINDED], told[organisation_id], organisation_id, number)
            else:
                person = records[NAMED[kind]].get((organisation_id, number))
                people = {person} if person else set()
                gone += [] if person else [id]
            of = {"organisation_id": organisation_id, "message_id": id}
            rows += [{**of, "person_id": person} for person in sorted(people)]
        if rows:
            op.bulk_insert(about, rows)
        _blank(gone)
    guard.lift("supervision")
    guard.only_blanked("supervision", "note", OTHERS, "id", kept_while="1 = 0")


def downgrade() -> None:
    guard.lift("supervision")
    guard.written_once("supervision")
    op.drop_table("message_person")


def _messages() -> Iterator[list[tuple[int, int, str, int]]]:
    """Messages that are about people, some at a time: number, organisation, kind of key, number in the key."""
    last, chosen = 0, sa.select(MESSAGE.c.id, MESSAGE.c.organisation_id, MESSAGE.c.key).order_by(MESSAGE.c.id)
    of_ours = MESSAGE.c.organisation_id.is_not(None)
    while found := op.get_bind().execute(chosen.where(of_ours, MESSAGE.c.id > last).limit(AT_ONCE)).all():
        last = found[-1].id
        parts = [(row.id, row.organisation_id, *row.key.split(":")[:2]) for row in found if ":" in row.key]
        yield [
            (id, of, kind, int(number))
            for id, of, kind, number in parts
            if kind in {*NAMED, TOLD} and number.isdecimal()
        ]


def _people(table: str) -> About:
    record = sa.table(table, *(sa.column(each) for each in ("id", "organisation_id", "person_id")))
    rows = op.get_bind().execute(sa.select(record))
    return {(row.organisation_id, row.id): row.person_id for row in rows}


def _told() -> dict[int, list[int]]:
    """By organisation, with which reminder each message about many began."""
    first: dict[int, set[int]] = defaultdict(set)
    for messages in _messages():
        for _id, organisation_id, kind, number in messages:
            if kind == TOLD:
                first[organisation_id].add(number)
    return {organisation_id: sorted(numbers) for organisation_id, numbers in first.items()}


def _reminded(people: About, first: list[int], organisation_id: int, number: int) -> set[int]:
    """Everybody of whom a message told: from its first reminder on, up to where the next message begins."""
    following = bisect_left(first, number) + 1
    end = first[following] if following < len(first) else float("inf")
    return {person for (of, id), person in people.items() if of == organisation_id and number <= id < end}


def _blank(ids: list[int]) -> None:
    run, chosen = op.get_bind().execute, MESSAGE.c.id.in_(ids)
    said = {"to_address": "erased@invalid", "subject": "(erased)", "body": "(erased)", "last_error": None}
    run(sa.update(MESSAGE).where(chosen).values(**said))
    unsent = sa.update(MESSAGE).where(chosen, MESSAGE.c.state != "sent")
    run(unsent.values(state="withdrawn", claim=None, claimed_until=None))
