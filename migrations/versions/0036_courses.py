"""Courses in versions, what L&I says of each, their files; and of which version a training is a completion.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("course", "course_version", "course_approval", "course_paper", "course_paper_copy")
WRITTEN_ONCE = ("course", "course_approval", "course_paper", "course_paper_copy")
TRAININGS, VERSION = "training_record", "version_id"


def upgrade() -> None:
    op.create_table(
        "course",
        *_of_organisation("course"),
        sa.Column("title", sa.String(length=200), nullable=False),
        *_recorded("course"),
        sa.UniqueConstraint("organisation_id", "title", name="uq_course_organisation_id_title"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "course_version",
        *_of_organisation("course_version"),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=True),
        *_recorded("course_version"),
        _within("course_version", "course_id", "course"),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["user_account.id"], name="fk_course_version_withdrawn_by_id"),
        sa.UniqueConstraint(
            "organisation_id", "course_id", "label", name="uq_course_version_organisation_id_course_id_label"
        ),
        sa.CheckConstraint("minutes > 0", name="ck_course_version_minutes"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name="ck_course_version_withdrawal_explained"
        ),
        sqlite_autoincrement=True,
    )
    _create_approvals()
    op.create_table(
        "course_paper",
        *_of_organisation("course_paper"),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _within("course_paper", "version_id", "course_version"),
        _within("course_paper", "approval_id", "course_approval"),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name="fk_course_paper_added_by_id"),
        sa.UniqueConstraint(
            "organisation_id", "version_id", "original", name="uq_course_paper_organisation_id_version_id_original"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "course_paper_copy",
        *_of_organisation("course_paper_copy", named=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _within("course_paper_copy", "paper_id", "course_paper"),
        sa.UniqueConstraint("organisation_id", "paper_id", name="uq_course_paper_copy_organisation_id_paper_id"),
        sqlite_autoincrement=True,
    )
    for table in WRITTEN_ONCE:
        written_once(table)
    # One statement on both databases: SQLite takes a column with its reference, and the table's guards stay.
    op.execute(
        f"ALTER TABLE {TRAININGS} ADD COLUMN {VERSION} INTEGER "
        f"CONSTRAINT fk_{TRAININGS}_{VERSION} REFERENCES course_version (id)"
    )
    op.create_index("ix_training_record_version", TRAININGS, [VERSION])


def downgrade() -> None:
    op.drop_index("ix_training_record_version", TRAININGS)
    op.execute(f"ALTER TABLE {TRAININGS} DROP COLUMN {VERSION}")  # a completion is then content that nobody approved
    for table in WRITTEN_ONCE:
        lift(table)
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_approvals() -> None:
    op.create_table(
        "course_approval",
        *_of_organisation("course_approval"),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=True),
        sa.Column("theirs", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("says", sa.String(length=500), nullable=True),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=True),
        *_recorded("course_approval"),
        _within("course_approval", "version_id", "course_version"),
        _within("course_approval", "of_id", "course_approval"),
        _within("course_approval", "corrects_id", "course_approval"),
        sa.CheckConstraint("(step = 'granted') = (since IS NOT NULL)", name="ck_course_approval_grant_dated"),
        sa.CheckConstraint(
            "(step IN ('confirmed', 'disputed')) = (of_id IS NOT NULL)", name="ck_course_approval_answers_something"
        ),
        sa.CheckConstraint(
            "corrects_id IS NULL OR because IS NOT NULL", name="ck_course_approval_correction_explained"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_course_approval_version", "course_approval", ["version_id", "id"])
    for name, column in (("corrected", "corrects_id"), ("answered", "of_id")):
        of = sa.text(f"{column} IS NOT NULL")
        columns = ["organisation_id", column]
        index = f"uq_course_approval_{name}"
        op.create_index(index, "course_approval", columns, unique=True, sqlite_where=of, postgresql_where=of)


def _of_organisation(table: str, named: bool = True) -> list[sa.schema.SchemaItem]:
    unique = [sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id")] if named else []
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        *unique,
    ]


def _recorded(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=f"fk_{table}_recorded_by_id"),
    ]


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
