"""What those who are not let in leave behind until the clock sees to it: refusals, and asking for resets.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_knock_actor_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_knock_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_knock"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_knock_visitor", "knock", ["actor_id", "organisation_id"])
    op.create_table(
        "reset_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_reset_ask_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reset_ask"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("reset_ask")
    op.drop_table("knock")
