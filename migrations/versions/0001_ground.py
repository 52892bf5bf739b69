"""The ground: accounts, organisations, people, the trail, the outbox and the job runs.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written once: a correction is another row. Each with its keys.
APPEND_ONLY = {
    "trail_entry": ("id", "chain_id, number"),
    "trail_checkpoint": ("id", "chain_id, number"),
    "posting": ("id", "organisation_id, person_id, version"),
}


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_account", "attempt", ["account_hash", "network", "at"])
    op.create_index("ix_attempt_network", "attempt", ["network", "at"])

    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("name", "slot", name="pk_job_run"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug = lower(slug)", name="ck_organisation_slug_lower"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
        sa.UniqueConstraint("slug", name="uq_organisation_slug"),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("tf_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("email", name="uq_user_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_user_account_fs_uniquifier"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_assignment_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_assignment_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_organisation_id", "assignment", ["organisation_id"])
    op.create_index("ix_assignment_user_id", "assignment", ["user_id"])
    op.create_index(
        "uq_assignment_open",
        "assignment",
        ["organisation_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user_account.id"], name="fk_invitation_invited_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_invitation_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("organisation_id", "token_hash", name="uq_invitation_organisation_id_token_hash"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_organisation_id", "invitation", ["organisation_id"])

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_membership_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_membership_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_organisation_id", "membership", ["organisation_id"])
    op.create_index("ix_membership_user_id", "membership", ["user_id"])
    op.create_index(
        "uq_membership_open",
        "membership",
        ["organisation_id", "user_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_message_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("message_id", name="uq_message_message_id"),
        sa.UniqueConstraint("organisation_id", "key", name="uq_message_organisation_id_key"),
    )
    op.create_index("ix_message_due", "message", ["state", "due_at"])
    op.create_index("ix_message_list", "message", ["organisation_id", "created_at", "id"])
    op.create_index(
        "uq_message_key",
        "message",
        ["key"],
        unique=True,
        sqlite_where=sa.text("organisation_id IS NULL"),
        postgresql_where=sa.text("organisation_id IS NULL"),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sorted_as", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("applied_for", sa.String(length=40), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_person_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_person_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("organisation_id", "email", name="uq_person_organisation_id_email"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_person_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "user_id", name="uq_person_organisation_id_user_id"),
    )
    op.create_index("ix_person_list", "person", ["organisation_id", "sorted_as", "id"])

    op.create_table(
        "trail_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_trail_chain_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trail_chain"),
        sa.UniqueConstraint("name", name="uq_trail_chain_name"),
        sa.UniqueConstraint("organisation_id", name="uq_trail_chain_organisation_id"),
    )
    op.create_table(
        "visit",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_visit_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_visit"),
    )
    op.create_index("ix_visit_seen_at", "visit", ["seen_at"])
    op.create_index("ix_visit_user_id", "visit", ["user_id"])

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("left_on IS NULL OR left_on >= hired_on", name="ck_posting_left_after_hired"),
        sa.CheckConstraint("version >= 1", name="ck_posting_version_positive"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_posting_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_posting_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_posting_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_posting_organisation_id_id"),
        sa.UniqueConstraint(
            "organisation_id", "person_id", "version", name="uq_posting_organisation_id_person_id_version"
        ),
    )
    op.create_index("ix_posting_hired", "posting", ["organisation_id", "hired_on"])
    with op.batch_alter_table("person") as person:  # the two tables point at each other
        person.create_foreign_key(
            "fk_person_posting", "posting", ["organisation_id", "posting_id"], ["organisation_id", "id"]
        )
    op.create_table(
        "trail_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["trail_chain.id"], name="fk_trail_checkpoint_chain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trail_checkpoint"),
        sa.UniqueConstraint("chain_id", "number", name="uq_trail_checkpoint_chain_id_number"),
    )
    op.create_table(
        "trail_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["trail_chain.id"], name="fk_trail_entry_chain_id"),
        sa.PrimaryKeyConstraint("id", name="pk_trail_entry"),
        sa.UniqueConstraint("chain_id", "number", name="uq_trail_entry_chain_id_number"),
    )
    op.create_index("ix_trail_entry_action", "trail_entry", ["chain_id", "action", "number"])
    op.create_index("ix_trail_entry_actor", "trail_entry", ["chain_id", "actor", "number"])
    op.create_index("ix_trail_entry_at", "trail_entry", ["chain_id", "at"])
    op.create_index("ix_trail_entry_subject", "trail_entry", ["chain_id", "subject", "number"])

    op.create_table(
        "trail_detail",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["trail_entry.id"], name="fk_trail_detail_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_trail_detail"),
    )
    op.execute(
        "INSERT INTO trail_chain (organisation_id, name, number, head) VALUES (NULL, 'installation', 0, '"
        + "0" * 64
        + "')"
    )
    for table, keys in APPEND_ONLY.items():
        guard.append_only(table, *keys)
    guard.only_erased("trail_detail")


def downgrade() -> None:
    guard.lift("trail_detail")
    for table in APPEND_ONLY:
        guard.lift(table)
    with op.batch_alter_table("person") as person:
        person.drop_constraint("fk_person_posting", type_="foreignkey")
    for table in (
        "trail_detail",
        "trail_entry",
        "trail_checkpoint",
        "posting",
        "visit",
        "trail_chain",
        "person",
        "message",
        "membership",
        "invitation",
        "assignment",
        "user_account",
        "organisation",
        "job_run",
        "attempt",
    ):
        op.drop_table(table)
