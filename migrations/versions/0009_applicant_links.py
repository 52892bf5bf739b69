"""Links by which applicants fill in their applications, what they have typed so far, and the files that came that way.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("handed_in_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "applicant_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_applicant_link_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_applicant_link_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name="fk_applicant_link_sent_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_link"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_applicant_link_organisation_id_id"),
        sa.UniqueConstraint("token_hash", name="uq_applicant_link_token_hash"),
    )
    op.create_index("ix_applicant_link_chase", "applicant_link", ["chase_at"])
    op.create_index(
        "uq_applicant_link_open",
        "applicant_link",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )
    op.create_table(
        "applicant_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_applicant_draft_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "link_id"],
            ["applicant_link.organisation_id", "applicant_link.id"],
            name="fk_applicant_draft_organisation_id_link_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_draft"),
        sa.UniqueConstraint("organisation_id", "link_id", name="uq_applicant_draft_organisation_id_link_id"),
    )
    op.create_table(
        "applicant_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_applicant_file_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_applicant_file_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "link_id"],
            ["applicant_link.organisation_id", "applicant_link.id"],
            name="fk_applicant_file_organisation_id_link_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_applicant_file"),
        sa.UniqueConstraint("organisation_id", "item_id", name="uq_applicant_file_organisation_id_item_id"),
    )
    op.create_index("ix_applicant_file_link", "applicant_file", ["organisation_id", "link_id"])
    guard.written_once("applicant_file")


def downgrade() -> None:
    guard.lift("applicant_file")
    for table in ("applicant_file", "applicant_draft", "applicant_link"):
        op.drop_table(table)
