"""Records that could be of one person, and what was decided about them; the papers in which rulings are written.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MERGED = sa.text("same")


def upgrade() -> None:
    op.create_table(
        "duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> other_id", name="ck_duplicate_two_records"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name="fk_duplicate_decided_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_duplicate_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "other_id"],
            ["person.organisation_id", "person.id"],
            name="fk_duplicate_organisation_id_other_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_duplicate_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_duplicate_organisation_id_id"),
    )
    op.create_index("ix_duplicate_other", "duplicate", ["organisation_id", "other_id"])
    op.create_index("ix_duplicate_pair", "duplicate", ["organisation_id", "person_id", "other_id"])
    op.create_index(
        "uq_duplicate_merged",
        "duplicate",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=MERGED,
        postgresql_where=MERGED,
    )
    op.create_index("ix_person_phone", "person", ["organisation_id", "phone"])
    guard.written_once("duplicate")
    op.create_table(
        "ruling_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name="fk_ruling_paper_added_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_ruling_paper_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ruling_id"],
            ["ruling.organisation_id", "ruling.id"],
            name="fk_ruling_paper_organisation_id_ruling_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ruling_paper"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_ruling_paper_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "ruling_id", "original", name="uq_ruling_paper_organisation_id_ruling_id_original"
        ),
    )
    op.create_table(
        "ruling_paper_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_ruling_paper_copy_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "paper_id"],
            ["ruling_paper.organisation_id", "ruling_paper.id"],
            name="fk_ruling_paper_copy_organisation_id_paper_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ruling_paper_copy"),
        sa.UniqueConstraint("organisation_id", "paper_id", name="uq_ruling_paper_copy_organisation_id_paper_id"),
    )
    for table in ("ruling_paper", "ruling_paper_copy"):
        guard.written_once(table)


def downgrade() -> None:
    for table in ("ruling_paper_copy", "ruling_paper"):
        guard.lift(table)
        op.drop_table(table)
    guard.lift("duplicate")
    op.drop_index("ix_person_phone", "person")
    op.drop_table("duplicate")
