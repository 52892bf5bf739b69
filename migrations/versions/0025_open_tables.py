"""Tables that were sent and not taken in yet: sealed, each of one account, for a day.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_open_table_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_open_table_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_open_table"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_open_table_user", "open_table", ["organisation_id", "user_id", "id"])


def downgrade() -> None:
    op.drop_table("open_table")
