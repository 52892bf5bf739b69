"""Determinations: recommended, made and reopened, with what was asked for.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("recommends", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("recommended_by_id", sa.Integer(), nullable=True),
        sa.Column("recommended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_recommendation_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_recommendation_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recommended_by_id"], ["user_account.id"], name="fk_recommendation_recommended_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_recommendation_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "number", name="uq_recommendation_organisation_id_person_id_number"
        ),
    )
    op.create_table(
        "determination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name="fk_determination_decided_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_determination_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_determination_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "recommendation_id"],
            ["recommendation.organisation_id", "recommendation.id"],
            name="fk_determination_organisation_id_recommendation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_determination"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_determination_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "recommendation_id", name="uq_determination_organisation_id_recommendation_id"
        ),
    )
    op.create_index("ix_determination_person", "determination", ["organisation_id", "person_id", "id"])
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reopening_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "determination_id"],
            ["determination.organisation_id", "determination.id"],
            name="fk_reopening_organisation_id_determination_id",
        ),
        sa.ForeignKeyConstraint(["reopened_by_id"], ["user_account.id"], name="fk_reopening_reopened_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reopening"),
        sa.UniqueConstraint(
            "organisation_id", "determination_id", name="uq_reopening_organisation_id_determination_id"
        ),
    )
    op.create_table(
        "information_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=False),
        sa.Column("asks", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_how", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_information_item_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "determination_id"],
            ["determination.organisation_id", "determination.id"],
            name="fk_information_item_organisation_id_determination_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_information_item_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user_account.id"], name="fk_information_item_settled_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_information_item"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_information_item_organisation_id_id"),
    )
    op.create_index("ix_information_item_chase", "information_item", ["chase_at"])
    op.create_index("ix_information_item_person", "information_item", ["organisation_id", "person_id", "id"])


def downgrade() -> None:
    for table in ("information_item", "reopening", "determination", "recommendation"):
        op.drop_table(table)
