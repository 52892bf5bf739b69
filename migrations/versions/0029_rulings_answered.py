"""What a contract manager answers to a ruling that a COHE recorded, and for whom a ruling holds;
and what shows a statement on standing with L&I.

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

PROOF_OF = {"person_id": "person", "statement_id": "standing_statement", "item_id": "evidence_item"}


def upgrade() -> None:
    op.create_table(
        "ruling_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("confirmed OR because IS NOT NULL", name="ck_ruling_answer_dispute_explained"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_ruling_answer_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ruling_id"],
            ["ruling.organisation_id", "ruling.id"],
            name="fk_ruling_answer_organisation_id_ruling_id",
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name="fk_ruling_answer_answered_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling_answer"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_ruling_answer_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "ruling_id", name="uq_ruling_answer_organisation_id_ruling_id"),
        sqlite_autoincrement=True,
    )
    guard.written_once("ruling_answer")
    op.create_table(
        "standing_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(_within(column, table) for column, table in PROOF_OF.items()),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_standing_proof_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_standing_proof_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_standing_proof"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_standing_proof_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "statement_id", name="uq_standing_proof_organisation_id_statement_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_standing_proof_person", "standing_proof", ["organisation_id", "person_id", "id"])
    guard.written_once("standing_proof")
    op.add_column("ruling", sa.Column("hires_only", sa.Boolean(), nullable=False, server_default=sa.false()))


def _within(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_standing_proof_organisation_id_{column}"
    return sa.ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], name=name)


def downgrade() -> None:
    guard.lift("standing_proof")
    op.drop_table("standing_proof")
    guard.lift("ruling_answer")
    op.drop_table("ruling_answer")
    op.drop_column("ruling", "hires_only")  # what a ruling says of later hires alone, it then says of everybody
