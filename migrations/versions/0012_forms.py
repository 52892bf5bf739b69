"""L&I's forms as COHEs loaded them, and what their fields are filled from.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blank_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("loaded_by_id", sa.Integer(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["user_account.id"], name="fk_blank_form_loaded_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_blank_form_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_blank_form"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_blank_form_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "original", name="uq_blank_form_organisation_id_original"),
    )
    op.create_table(
        "blank_form_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_blank_form_copy_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["blank_form.organisation_id", "blank_form.id"],
            name="fk_blank_form_copy_organisation_id_form_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_blank_form_copy"),
        sa.UniqueConstraint("organisation_id", "form_id", name="uq_blank_form_copy_organisation_id_form_id"),
    )
    op.create_table(
        "form_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_form_mapping_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "form_id"],
            ["blank_form.organisation_id", "blank_form.id"],
            name="fk_form_mapping_organisation_id_form_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_form_mapping_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_form_mapping"),
        sa.UniqueConstraint(
            "organisation_id", "form_id", "version", name="uq_form_mapping_organisation_id_form_id_version"
        ),
        sa.UniqueConstraint("organisation_id", "id", name="uq_form_mapping_organisation_id_id"),
    )
    for table in ("blank_form_copy", "form_mapping"):
        guard.written_once(table)


def downgrade() -> None:
    for table in ("form_mapping", "blank_form_copy"):
        guard.lift(table)
        op.drop_table(table)
    op.drop_table("blank_form")
