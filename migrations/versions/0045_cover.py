"""Who was asked to cover for somebody, and how a COHE says that cover works.

Revision: 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "cover_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.String(length=40), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("last_on >= first_on", name="ck_cover_request_last_after_first"),
        sa.CheckConstraint("asked_id <> person_id", name="ck_cover_request_somebody_else"),
        sa.CheckConstraint("(answered IS NULL) = (answered_at IS NULL)", name="ck_cover_request_answered_at"),
        sa.CheckConstraint(
            "(cover_id IS NOT NULL) = (coalesce(answered, '') = 'accepted')", name="ck_cover_request_accepted_covers"
        ),
        sa.CheckConstraint(
            "answered <> 'declined' OR because IS NOT NULL", name="ck_cover_request_declining_explained"
        ),
        _organisation("cover_request"),
        *(
            _within("cover_request", column, to)
            for column, to in (("person_id", "person"), ("asked_id", "person"), ("cover_id", "cover"))
        ),
        *(_account("cover_request", column) for column in ("asked_by_id", "answered_by_id")),
        sa.PrimaryKeyConstraint("id", name="pk_cover_request"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_cover_request_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cover_request_person", "cover_request", ["organisation_id", "person_id", "id"])
    op.create_index("ix_cover_request_asked", "cover_request", ["organisation_id", "asked_id", "answered"])
    op.create_table(
        "coverage_way",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="ck_coverage_way_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="ck_coverage_way_strikes_something"),
        _organisation("coverage_way"),
        _within("coverage_way", "corrects_id", "coverage_way"),
        _account("coverage_way", "recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coverage_way"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_coverage_way_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_coverage_way_since", "coverage_way", ["organisation_id", "since"])
    op.create_index(
        "uq_coverage_way_corrected",
        "coverage_way",
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    written_once("coverage_way")


def downgrade() -> None:
    lift("coverage_way")
    op.drop_table("coverage_way")
    op.drop_table("cover_request")


def _organisation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id")


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user_account.id"], name=f"fk_{table}_{column}")


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
