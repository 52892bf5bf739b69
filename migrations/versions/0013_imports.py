"""Trainings, tables that were taken in as one; a posting may go with its person, as when such a table is undone.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

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
# Undoing an import takes this away from the people who came with it first, in the same transaction.
POINTED_AT = "EXISTS (SELECT 1 FROM person WHERE person.id = OLD.person_id AND person.posting_id IS NOT NULL)"


def upgrade() -> None:
    op.create_table(
        "training_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_training_record_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_training_record_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_training_record_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training_record"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_training_record_organisation_id_id"),
    )
    op.create_index("ix_training_record_person", "training_record", ["organisation_id", "person_id", "id"])
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_because", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user_account.id"], name="fk_import_batch_imported_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_import_batch_organisation_id"),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user_account.id"], name="fk_import_batch_undone_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_import_batch_organisation_id_id"),
    )
    op.create_table(
        "imported_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_imported_person_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "batch_id"],
            ["import_batch.organisation_id", "import_batch.id"],
            name="fk_imported_person_organisation_id_batch_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_imported_person_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_imported_person"),
        sa.UniqueConstraint(
            "organisation_id", "batch_id", "person_id", name="uq_imported_person_organisation_id_batch_id_person_id"
        ),
    )
    for table in ("training_record", "imported_person"):
        guard.written_once(table)
    guard.lift("posting")
    guard.only_blanked("posting", "reason", OTHERS, *KEYS, kept_while=POINTED_AT)


def downgrade() -> None:
    guard.lift("posting")
    guard.only_blanked("posting", "reason", OTHERS, *KEYS)
    for table in ("imported_person", "training_record"):
        guard.lift(table)
    op.drop_table("imported_person")
    op.drop_table("import_batch")
    op.drop_table("training_record")
