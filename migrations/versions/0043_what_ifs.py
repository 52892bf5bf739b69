"""What a COHE thinks through of its staffing.

Revision: 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE = "what_if"
CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="ck_what_if_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="ck_what_if_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_what_if_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_what_if_recorded_by_id"),
        _within("first_id"),
        _within("corrects_id"),
        sa.PrimaryKeyConstraint("id", name="pk_what_if"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_what_if_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_what_if_first", TABLE, ["organisation_id", "first_id", "id"])
    op.create_index(
        "uq_what_if_corrected",
        TABLE,
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    written_once(TABLE)


def downgrade() -> None:
    lift(TABLE)
    op.drop_table(TABLE)


def _within(column: str) -> sa.ForeignKeyConstraint:
    target = ["what_if.organisation_id", "what_if.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_what_if_organisation_id_{column}")
