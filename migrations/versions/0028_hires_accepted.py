"""That L&I agreed in writing to a hire without a determination.

Revision: 0028, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0025"
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


def downgrade() -> None:
    op.drop_table("hire_acceptance")
