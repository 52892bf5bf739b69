"""Checks of L&I's pages against what the rulebook cites, and rulebooks that were put in force from a day.

Revision: 0057, after 0056.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("known", sa.String(length=64), nullable=False),
        sa.Column("rulebook", sa.String(length=60), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_source_check_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_source_check_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source_check"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_source_check_page", "source_check", ["page", "id"])
    op.create_index("ix_source_check_of", "source_check", ["organisation_id", "id"])
    op.create_table(
        "adopted_rulebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name="fk_adopted_rulebook_withdrawn_by_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_adopted_rulebook_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_adopted_rulebook"),
        sqlite_autoincrement=True,
    )
    for column in ("version", "since"):
        op.create_index(
            f"uq_adopted_rulebook_{column}",
            "adopted_rulebook",
            [column],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("adopted_rulebook")
    op.drop_table("source_check")
