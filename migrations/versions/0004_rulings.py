"""Rulings of contract managers, for one COHE each.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("settles", sa.String(length=60), nullable=False),
        sa.Column("reading", sa.String(length=60), nullable=True),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=True),
        sa.CheckConstraint("(reading IS NULL) <> (value IS NULL)", name="ck_ruling_reading_or_value"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_ruling_organisation_id"),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user_account.id"], name="fk_ruling_proposed_by_id"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name="fk_ruling_confirmed_by_id"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name="fk_ruling_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_ruling_organisation_id_id"),
    )
    op.create_index("ix_ruling_state", "ruling", ["organisation_id", "state", "since"])


def downgrade() -> None:
    op.drop_table("ruling")
