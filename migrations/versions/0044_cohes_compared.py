"""What COHEs are compared by is listed, and notes for discussions with L&I are kept.

A line for each COHE is begun here; the clock computes what it says.

Revision: 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")
BEGUN = """
    INSERT INTO cohe_line (organisation_id, quarters, vacancies, uncovered_days)
    SELECT id, '[]', '[]', 0 FROM organisation WHERE kind = 'cohe' ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "cohe_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("quarters", sa.JSON(), nullable=False),
        sa.Column("vacancies", sa.JSON(), nullable=False),
        sa.Column("uncovered_days", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("rulebook", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_cohe_line_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohe_line"),
        sa.UniqueConstraint("organisation_id", name="uq_cohe_line_organisation_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cohe_line_as_of", "cohe_line", ["as_of"])
    op.execute(BEGUN)
    of_note = "fk_discussion_note_organisation_id"
    op.create_table(
        "discussion_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "corrects_id IS NULL OR because IS NOT NULL", name="ck_discussion_note_correction_explained"
        ),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="ck_discussion_note_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=of_note),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_discussion_note_recorded_by_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "corrects_id"],
            ["discussion_note.organisation_id", "discussion_note.id"],
            name=f"{of_note}_corrects_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_discussion_note"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_discussion_note_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_discussion_note_quarter", "discussion_note", ["organisation_id", "quarter", "id"])
    op.create_index(
        "uq_discussion_note_corrected",
        "discussion_note",
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    written_once("discussion_note")


def downgrade() -> None:
    lift("discussion_note")
    op.drop_table("discussion_note")
    op.drop_table("cohe_line")
