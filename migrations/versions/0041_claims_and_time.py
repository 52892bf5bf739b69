"""A COHE's claims by quarter, and how people split their time.

Revision: 0041, after 0040.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "initiated_claims",
        *_correctable("initiated_claims", of_person=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("surgical_claims", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("claims >= 0", name="ck_initiated_claims_claims"),
        sa.CheckConstraint("surgical_claims >= 0", name="ck_initiated_claims_surgical_claims"),
        _within("initiated_claims", "batch_id", "import_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_initiated_claims_quarter", "initiated_claims", ["organisation_id", "quarter", "id"])
    _corrected_once("initiated_claims")
    op.create_table(
        "time_split",
        *_correctable("time_split"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.CheckConstraint("week > 0", name="ck_time_split_week"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_time_split_person", "time_split", ["organisation_id", "person_id", "id"])
    _corrected_once("time_split")


def downgrade() -> None:
    for table in ("time_split", "initiated_claims"):
        lift(table)
        op.drop_table(table)


def _correctable(table: str, of_person: bool = True) -> list[sa.schema.SchemaItem]:
    """What each table of these has besides its own columns."""
    of = [sa.Column("person_id", sa.Integer(), nullable=False)] if of_person else []
    paper = [sa.Column("item_id", sa.Integer(), nullable=True)] if of_person else []
    pointing = (("person_id", "person"), ("item_id", "evidence_item")) if of_person else ()
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        *of,
        *paper,
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name=f"ck_{table}_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name=f"ck_{table}_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=f"fk_{table}_recorded_by_id"),
        *(_within(table, column, to) for column, to in (*pointing, ("corrects_id", table))),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"),
    ]


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")


def _corrected_once(table: str) -> None:
    op.create_index(
        f"uq_{table}_corrected",
        table,
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    written_once(table)
