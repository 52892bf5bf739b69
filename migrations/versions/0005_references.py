"""References: what employers and schools are asked, and what they answer.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_reference_request_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reference_request_organisation_id"),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user_account.id"], name="fk_reference_request_requested_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reference_request"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_reference_request_organisation_id_id"),
        sa.UniqueConstraint("token_hash", name="uq_reference_request_token_hash"),
    )
    op.create_index("ix_reference_request_person", "reference_request", ["organisation_id", "person_id", "id"])
    op.create_index("ix_reference_request_chase", "reference_request", ["chase_at"])
    op.create_table(
        "reference_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("answered", sa.String(length=40), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "request_id"],
            ["reference_request.organisation_id", "reference_request.id"],
            name="fk_reference_answer_organisation_id_request_id",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reference_answer_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reference_answer"),
        sa.UniqueConstraint("organisation_id", "request_id", name="uq_reference_answer_organisation_id_request_id"),
    )


def downgrade() -> None:
    op.drop_table("reference_answer")
    op.drop_table("reference_request")
