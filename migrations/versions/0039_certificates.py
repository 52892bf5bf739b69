"""What HSCs bring of their own training until a manager accepts it, and what words of imported tables mean.

Revision: 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.String(length=40), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(training_id IS NULL) = (part IS NOT NULL)", name="ck_certificate_of_one_or_the_other"),
        sa.CheckConstraint("(answered IS NULL) = (answered_at IS NULL)", name="ck_certificate_answered_at"),
        sa.CheckConstraint(
            "answered <> 'sent_back' OR because IS NOT NULL", name="ck_certificate_sending_back_explained"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_certificate_organisation_id"),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name="fk_certificate_sent_by_id"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name="fk_certificate_answered_by_id"),
        _within("person_id", "person"),
        _within("item_id", "evidence_item"),
        _within("training_id", "training_record"),
        _within("recorded_id", "training_record"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_certificate_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_certificate_person", "certificate", ["organisation_id", "person_id", "id"])
    op.create_index("ix_certificate_waiting", "certificate", ["organisation_id", "answered", "sent_at"])
    op.create_table(
        "word_meaning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("meaning", sa.String(length=80), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_word_meaning_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_word_meaning_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_word_meaning"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_word_meaning_organisation_id_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_word_meaning_word", "word_meaning", ["organisation_id", "kind", "word", "id"])
    written_once("word_meaning")


def downgrade() -> None:
    lift("word_meaning")
    op.drop_table("word_meaning")
    op.drop_table("certificate")


def _within(column: str, table: str) -> sa.ForeignKeyConstraint:
    of = [f"{table}.organisation_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], of, name=f"fk_certificate_organisation_id_{column}")
