"""Evidence: files about people, the keys that seal them, verifications, withdrawals and redactions.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "person_key",
    "stored_file",
    "evidence_item",
    "evidence_verification",
    "evidence_withdrawal",
    "redaction",
    "evidence_page",
)
# Written once. Erasing a person takes their rows away whole, so that deleting is not refused.
WRITTEN_ONCE = TABLES[1:]


def upgrade() -> None:
    op.create_table(
        "person_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_key_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_person_key_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_key"),
        sa.UniqueConstraint("key_id", name="uq_person_key_key_id"),
        sa.UniqueConstraint("organisation_id", "person_id", name="uq_person_key_organisation_id_person_id"),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_stored_file_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_stored_file_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "sha256", name="uq_stored_file_organisation_id_person_id_sha256"
        ),
    )
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("proves", sa.String(length=40), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("file_name", sa.String(length=150), nullable=False),
        sa.Column("file_kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("copy", sa.String(length=64), nullable=True),
        sa.Column("text", sa.String(length=64), nullable=True),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_as", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_evidence_item_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_evidence_item_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id", "copy"],
            ["stored_file.organisation_id", "stored_file.person_id", "stored_file.sha256"],
            name="fk_evidence_item_organisation_id_person_id_copy",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id", "original"],
            ["stored_file.organisation_id", "stored_file.person_id", "stored_file.sha256"],
            name="fk_evidence_item_organisation_id_person_id_original",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id", "text"],
            ["stored_file.organisation_id", "stored_file.person_id", "stored_file.sha256"],
            name="fk_evidence_item_organisation_id_person_id_text",
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user_account.id"], name="fk_evidence_item_submitted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_item"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_evidence_item_organisation_id_id"),
    )
    op.create_index("ix_evidence_item_person", "evidence_item", ["organisation_id", "person_id", "id"])
    op.create_table(
        "evidence_verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("whom", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_evidence_verification_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_evidence_verification_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["user_account.id"], name="fk_evidence_verification_verified_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_verification"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_evidence_verification_organisation_id_id"),
    )
    op.create_index("ix_evidence_verification_item", "evidence_verification", ["item_id"])
    op.create_table(
        "evidence_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_evidence_withdrawal_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_evidence_withdrawal_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "replaced_by_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_evidence_withdrawal_organisation_id_replaced_by_id",
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name="fk_evidence_withdrawal_withdrawn_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_withdrawal"),
        sa.UniqueConstraint("organisation_id", "item_id", name="uq_evidence_withdrawal_organisation_id_item_id"),
    )
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("copy", sa.String(length=64), nullable=False),
        sa.Column("redacted_by_id", sa.Integer(), nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_redaction_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_redaction_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id", "copy"],
            ["stored_file.organisation_id", "stored_file.person_id", "stored_file.sha256"],
            name="fk_redaction_organisation_id_person_id_copy",
        ),
        sa.ForeignKeyConstraint(["redacted_by_id"], ["user_account.id"], name="fk_redaction_redacted_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_redaction"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_redaction_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "item_id", "version", name="uq_redaction_organisation_id_item_id_version"
        ),
    )
    op.create_table(
        "evidence_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("redaction_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_evidence_page_number_positive"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_evidence_page_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_evidence_page_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id", "sha256"],
            ["stored_file.organisation_id", "stored_file.person_id", "stored_file.sha256"],
            name="fk_evidence_page_organisation_id_person_id_sha256",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "redaction_id"],
            ["redaction.organisation_id", "redaction.id"],
            name="fk_evidence_page_organisation_id_redaction_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_page"),
        sa.UniqueConstraint(
            "organisation_id",
            "item_id",
            "redaction_id",
            "number",
            name="uq_evidence_page_organisation_id_item_id_redaction_id_number",
        ),
    )
    op.create_index("ix_evidence_page_item", "evidence_page", ["organisation_id", "item_id", "number"])
    for table in WRITTEN_ONCE:
        guard.written_once(table)


def downgrade() -> None:
    for table in WRITTEN_ONCE:
        guard.lift(table)
    for table in reversed(TABLES):
        op.drop_table(table)
