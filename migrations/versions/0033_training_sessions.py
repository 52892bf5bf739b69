"""Sessions of training with so many seats, and who is booked for one.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("canceled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("canceled_because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seats > 0", name="ck_training_session_seats"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_training_session_ends_after"),
        sa.CheckConstraint(
            "(canceled_at IS NULL) = (canceled_because IS NULL)", name="ck_training_session_canceling_explained"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_training_session_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_training_session_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_session"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_session_list", "training_session", ["organisation_id", "starts_at", "id"])
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=40), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="ck_booking_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="ck_booking_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_booking_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_booking_recorded_by_id"),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_booking_session_id"),
        _within("person_id", "person"),
        _within("item_id", "evidence_item"),
        _within("training_id", "training_record"),
        _within("corrects_id", "booking"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_booking_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_booking_corrected",
        "booking",
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    op.create_index("ix_booking_session", "booking", ["session_id", "id"])
    op.create_index("ix_booking_person", "booking", ["organisation_id", "person_id", "id"])
    written_once("booking")


def downgrade() -> None:
    lift("booking")
    op.drop_table("booking")
    op.drop_table("training_session")


def _within(column: str, table: str) -> sa.ForeignKeyConstraint:
    of = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], of, name=f"fk_booking_organisation_id_{column}")
