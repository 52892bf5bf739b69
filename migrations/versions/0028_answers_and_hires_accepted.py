"""What applicants answer to what they were asked for, and that L&I agreed to a hire without a determination.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hire_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=500), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_hire_acceptance_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_hire_acceptance_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_hire_acceptance_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hire_acceptance"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_hire_acceptance_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hire_acceptance_person", "hire_acceptance", ["organisation_id", "person_id", "id"])
    op.create_table(
        "information_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_information_answer_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["information_item.organisation_id", "information_item.id"],
            name="fk_information_answer_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_information_answer_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_information_answer"),
        sa.UniqueConstraint("organisation_id", "item_id", name="uq_information_answer_organisation_id_item_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_information_answer_person", "information_answer", ["organisation_id", "person_id", "id"])


def downgrade() -> None:
    op.drop_table("information_answer")
    op.drop_table("hire_acceptance")
