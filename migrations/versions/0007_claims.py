"""Claims of applicants, what screeners decide about them, what proves them, and what is said of skills and standing.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("claim", "fact_decision", "fact_evidence", "standing_statement")


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name="ck_claim_version_positive"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_claim_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_claim_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_claim_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "version", name="uq_claim_organisation_id_person_id_version"
        ),
    )
    op.create_table(
        "fact_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name="fk_fact_decision_decided_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_fact_decision_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_fact_decision_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_decision"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_fact_decision_organisation_id_id"),
    )
    op.create_index("ix_fact_decision_person", "fact_decision", ["organisation_id", "person_id", "fact", "id"])
    op.create_index("ix_fact_decision_title", "fact_decision", ["organisation_id", "title", "id"])
    op.create_table(
        "fact_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("fact_hash", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attached_by_id"], ["user_account.id"], name="fk_fact_evidence_attached_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_fact_evidence_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_fact_evidence_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_fact_evidence_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_evidence"),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "fact",
            "item_id",
            "fact_hash",
            name="uq_fact_evidence_once",
        ),
    )
    op.create_table(
        "standing_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_standing_statement_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_standing_statement_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_standing_statement_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_standing_statement"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_standing_statement_organisation_id_id"),
    )
    op.create_index(
        "ix_standing_statement_person", "standing_statement", ["organisation_id", "person_id", "about", "id"]
    )
    for table in TABLES:
        guard.written_once(table)


def downgrade() -> None:
    for table in TABLES:
        guard.lift(table)
    for table in reversed(TABLES):
        op.drop_table(table)
