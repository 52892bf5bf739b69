"""The short test of a version of a course, who took it with which answers, and who checked what came of it.

Revision: 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLES = ("course_test", "course_attempt", "training_check")


def upgrade() -> None:
    op.create_table(
        "course_test",
        *_named("course_test"),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("most_tries", sa.Integer(), nullable=True),
        *_recorded("course_test"),
        _within("course_test", "version_id", "course_version"),
        sa.UniqueConstraint(
            "organisation_id", "version_id", "number", name="uq_course_test_organisation_id_version_id_number"
        ),
        sa.CheckConstraint("pass_mark > 0", name="ck_course_test_pass_mark"),
        sa.CheckConstraint("most_tries > 0", name="ck_course_test_most_tries"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "course_attempt",
        *_named("course_attempt"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        _within("course_attempt", "person_id", "person"),
        _within("course_attempt", "test_id", "course_test"),
        _within("course_attempt", "training_id", "training_record"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user_account.id"], name="fk_course_attempt_taken_by_id"),
        sa.UniqueConstraint("organisation_id", "training_id", name="uq_course_attempt_organisation_id_training_id"),
        sa.CheckConstraint("passed = (training_id IS NOT NULL)", name="ck_course_attempt_passing_completes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_course_attempt_test", "course_attempt", ["test_id", "person_id"])
    op.create_table(
        "training_check",
        *_named("training_check"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        *_recorded("training_check"),
        _within("training_check", "person_id", "person"),
        _within("training_check", "training_id", "training_record"),
        sa.UniqueConstraint("organisation_id", "training_id", name="uq_training_check_organisation_id_training_id"),
        sqlite_autoincrement=True,
    )
    for table in TABLES:
        written_once(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        lift(table)
        op.drop_table(table)


def _named(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"),
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
