"""Credentials as dated events, what else an account is about, attestations, reminders, and the first weeks' checklist.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")
TABLES = ("credential_event", "account_details", "attestation", "checklist_step", "checklist_mark")


def upgrade() -> None:
    op.create_table(
        "credential_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("form_edition", sa.String(length=40), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "corrects_id IS NULL OR because IS NOT NULL", name="ck_credential_event_correction_explained"
        ),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name="ck_credential_event_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_credential_event_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "corrects_id"],
            ["credential_event.organisation_id", "credential_event.id"],
            name="fk_credential_event_organisation_id_corrects_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "item_id"],
            ["evidence_item.organisation_id", "evidence_item.id"],
            name="fk_credential_event_organisation_id_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_credential_event_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_credential_event_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_credential_event"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_credential_event_organisation_id_id"),
    )
    op.create_index("ix_credential_event_number", "credential_event", ["organisation_id", "number"])
    op.create_index("ix_credential_event_person", "credential_event", ["organisation_id", "person_id", "id"])
    op.create_index(
        "uq_credential_event_corrected",
        "credential_event",
        ["organisation_id", "corrects_id"],
        unique=True,
        sqlite_where=CORRECTING,
        postgresql_where=CORRECTING,
    )
    op.create_table(
        "account_details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("npi", sa.String(length=20), nullable=True),
        sa.Column("no_npi_because", sa.String(length=200), nullable=True),
        sa.Column("licence", sa.String(length=200), nullable=True),
        sa.Column("no_licence_because", sa.String(length=200), nullable=True),
        sa.Column("malpractice", sa.String(length=200), nullable=True),
        sa.Column("no_malpractice_because", sa.String(length=200), nullable=True),
        sa.Column("payee_number", sa.String(length=20), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("licence IS NULL OR no_licence_because IS NULL", name="ck_account_details_licence_or_not"),
        sa.CheckConstraint(
            "malpractice IS NULL OR no_malpractice_because IS NULL", name="ck_account_details_malpractice_or_not"
        ),
        sa.CheckConstraint("npi IS NULL OR no_npi_because IS NULL", name="ck_account_details_npi_or_not"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_account_details_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_account_details_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_account_details_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_details"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_account_details_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "version", name="uq_account_details_organisation_id_person_id_version"
        ),
    )
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_attestation_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_attestation_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_attestation_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attestation"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_attestation_organisation_id_id"),
    )
    op.create_index("ix_attestation_person", "attestation", ["organisation_id", "person_id", "id"])
    op.create_table(
        "checklist_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("within_days IS NULL OR within_days >= 0", name="ck_checklist_step_within_days_positive"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_checklist_step_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_checklist_step_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_step"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_checklist_step_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "key", "version", name="uq_checklist_step_organisation_id_key_version"),
    )
    op.create_table(
        "checklist_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_checklist_mark_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_checklist_mark_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_checklist_mark_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_mark"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_checklist_mark_organisation_id_id"),
    )
    op.create_index("ix_checklist_mark_person", "checklist_mark", ["organisation_id", "person_id", "key", "id"])
    op.create_table(
        "credential_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_credential_reminder_organisation_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_credential_reminder_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credential_reminder"),
        sa.UniqueConstraint(
            "organisation_id",
            "person_id",
            "track",
            "kind",
            "remind_on",
            "week",
            name="uq_credential_reminder_once",
        ),
    )
    for table in TABLES:
        guard.written_once(table)


def downgrade() -> None:
    op.drop_table("credential_reminder")
    for table in reversed(TABLES):
        guard.lift(table)
        op.drop_table(table)
