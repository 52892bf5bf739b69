"""Comments on people: what colleagues say to each other.

Revision: 0030, after 0029.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_comment_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_comment_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_comment_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_comment_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comment_person", "comment", ["organisation_id", "person_id", "id"])
    written_once("comment")


def downgrade() -> None:
    lift("comment")
    op.drop_table("comment")
