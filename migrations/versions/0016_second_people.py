"""Roles that a second person confirms, and holds that a second person lifts.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN = sa.text("confirmed_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "membership_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> granted_by_id", name="ck_membership_grant_two_people"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_membership_grant_organisation_id"),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name="fk_membership_grant_membership_id"),
        sa.ForeignKeyConstraint(["granted_by_id"], ["user_account.id"], name="fk_membership_grant_granted_by_id"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name="fk_membership_grant_confirmed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership_grant"),
        sa.UniqueConstraint("membership_id", name="uq_membership_grant_membership_id"),
    )
    op.create_index("ix_membership_grant_organisation_id", "membership_grant", ["organisation_id"])
    op.create_table(
        "hold_lifting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="ck_hold_lifting_two_people"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hold_id"],
            ["hold.organisation_id", "hold.id"],
            name="fk_hold_lifting_organisation_id_hold_id",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_hold_lifting_organisation_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name="fk_hold_lifting_asked_by_id"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name="fk_hold_lifting_confirmed_by_id"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name="fk_hold_lifting_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hold_lifting"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_hold_lifting_organisation_id_id"),
    )
    op.create_index(
        "uq_hold_lifting_open",
        "hold_lifting",
        ["organisation_id", "hold_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("hold_lifting")
    op.drop_table("membership_grant")
