"""Who is shadowed at a session, and what the host signs of who shadowed them.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("answered_at IS NULL AND withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "hosting",
        *_of_person("hosting"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_hosting_session_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_hosting_recorded_by_id"),
        sa.UniqueConstraint("session_id", name="uq_hosting_session_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hosting_person", "hosting", ["organisation_id", "person_id"])
    op.create_table(
        "sign_off_link",
        *_of_person("sign_off_link"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name="fk_sign_off_link_session_id"),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name="fk_sign_off_link_sent_by_id"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_sign_off_link_organisation_id_id"),
        sa.UniqueConstraint("token_hash", name="uq_sign_off_link_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_sign_off_link_open",
        "sign_off_link",
        ["organisation_id", "person_id", "session_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )
    op.create_table(
        "sign_off",
        *_of_person("sign_off"),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("came = (minutes IS NOT NULL)", name="ck_sign_off_minutes_of_who_came"),
        sa.CheckConstraint("minutes > 0", name="ck_sign_off_minutes"),
        sa.CheckConstraint("came OR training_id IS NULL", name="ck_sign_off_training_of_who_came"),
        _within("sign_off", "link_id", "sign_off_link"),
        _within("sign_off", "training_id", "training_record"),
        sa.UniqueConstraint("organisation_id", "link_id", name="uq_sign_off_organisation_id_link_id"),
        sa.UniqueConstraint("organisation_id", "training_id", name="uq_sign_off_organisation_id_training_id"),
        sqlite_autoincrement=True,
    )
    written_once("hosting")
    written_once("sign_off")


def downgrade() -> None:
    for table in ("sign_off", "hosting"):
        lift(table)
    for table in ("sign_off", "sign_off_link", "hosting"):
        op.drop_table(table)


def _of_person(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        _within(table, "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
