"""Holds and erasures; the reason of a posting may be blanked, as an erasure does.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("confirmed_at IS NULL AND withdrawn_at IS NULL")
KEYS = ("id", "organisation_id, person_id, version")
OTHERS = (
    "id",
    "organisation_id",
    "person_id",
    "version",
    "role",
    "hired_on",
    "left_on",
    "recorded_at",
    "recorded_by_id",
)


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_because", sa.String(length=500), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["user_account.id"], name="fk_hold_lifted_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_hold_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_hold_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["placed_by_id"], ["user_account.id"], name="fk_hold_placed_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_hold_organisation_id_id"),
    )
    op.create_index("ix_hold_open", "hold", ["organisation_id", "person_id", "lifted_at"])
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="ck_erasure_two_people"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name="fk_erasure_asked_by_id"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user_account.id"], name="fk_erasure_confirmed_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_erasure_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_erasure_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name="fk_erasure_withdrawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_erasure_organisation_id_id"),
    )
    op.create_index(
        "uq_erasure_open",
        "erasure",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )
    if "mail_hold" not in sa.inspect(op.get_bind()).get_table_names():  # a restored copy is held before it is migrated
        op.create_table(
            "mail_hold",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("because", sa.String(length=200), nullable=False),
            sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
            sa.PrimaryKeyConstraint("id", name="pk_mail_hold"),
        )
    guard.lift("posting")
    guard.only_blanked("posting", "reason", OTHERS, *KEYS)


def downgrade() -> None:
    guard.lift("posting")
    guard.append_only("posting", *KEYS)
    op.drop_table("mail_hold")
    op.drop_table("erasure")
    op.drop_table("hold")
