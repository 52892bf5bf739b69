"""Who is away, and who covers.

Revision: 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "absence",
        *_correctable("absence"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_absence_last_after_first"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_absence_person", "absence", ["organisation_id", "person_id", "id"])
    _corrected_once("absence")
    op.create_table(
        "cover",
        *_correctable("cover"),
        sa.Column("covered_by_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="ck_cover_last_after_first"),
        sa.CheckConstraint("covered_by_id <> person_id", name="ck_cover_somebody_else"),
        _within("cover", "covered_by_id", "person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cover_person", "cover", ["organisation_id", "person_id", "id"])
    op.create_index("ix_cover_covered_by", "cover", ["organisation_id", "covered_by_id"])
    _corrected_once("cover")


def downgrade() -> None:
    for table in ("cover", "absence"):
        lift(table)
        op.drop_table(table)


def _correctable(table: str) -> list[sa.schema.SchemaItem]:
    """What each table of these has besides its own columns."""
    pointing = (("person_id", "person"), ("item_id", "evidence_item"), ("corrects_id", table))
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name=f"ck_{table}_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name=f"ck_{table}_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=f"fk_{table}_recorded_by_id"),
        *(_within(table, column, to) for column, to in pointing),
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
