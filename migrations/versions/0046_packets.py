"""Packets of evidence: their definitions, each that was issued, the work on it, and whom it tells of.

Revision: 0046, after 0045.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_definition",
        *_first(),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("whom", sa.String(length=40), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("span", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("as_of", sa.String(length=40), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_packet_definition_last_after_first"),
        *_keys("packet_definition", "recorded_by_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "packet",
        *_first(),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=200), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("exceptions", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=True),
        sa.UniqueConstraint("organisation_id", "number", name="uq_packet_organisation_id_number"),
        sa.UniqueConstraint("key_id", name="uq_packet_key_id"),
        *_keys("packet", "asked_by_id", "withdrawn_by_id", of={"definition_id": "packet_definition"}),
        _within("packet", "superseded_by_id", "packet"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_packet_definition", "packet", ["organisation_id", "definition_id", "id"])
    op.create_index("ix_packet_file", "packet", ["file_sha256"])
    op.create_table(
        "packet_build",
        *_first(),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.UniqueConstraint("organisation_id", "packet_id", name="uq_packet_build_organisation_id_packet_id"),
        *_keys("packet_build", of={"packet_id": "packet"}, numbered=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_packet_build_open", "packet_build", ["finished_at", "id"])
    op.create_table(
        "packet_person",
        *_first(),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "organisation_id", "packet_id", "person_id", name="uq_packet_person_organisation_id_packet_id_person_id"
        ),
        *_keys("packet_person", of={"packet_id": "packet", "person_id": "person"}, numbered=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_packet_person_person", "packet_person", ["organisation_id", "person_id"])


def downgrade() -> None:
    for table in ("packet_person", "packet_build", "packet", "packet_definition"):
        op.drop_table(table)


def _first() -> list[sa.Column[int]]:
    """What each table begins with."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
    ]


def _keys(
    table: str, *users: str, of: dict[str, str] | None = None, numbered: bool = True
) -> list[sa.schema.SchemaItem]:
    found: list[sa.schema.SchemaItem] = [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        *(sa.ForeignKeyConstraint([each], ["user_account.id"], name=f"fk_{table}_{each}") for each in users),
        *(_within(table, column, to) for column, to in (of or {}).items()),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]
    if numbered:
        found.append(sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"))
    return found


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
