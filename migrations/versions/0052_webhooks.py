"""Webhooks: addresses that are told, their sealed secrets, how far each was told, and the tries of late.

Revision: 0052, after 0051.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        *_first(),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_because", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name="fk_webhook_made_by_id"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_webhook_organisation_id_id"),
        *_keys("webhook"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook_secret",
        *_first(),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        *_keys("webhook_secret"),
        _of_webhook("webhook_secret"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_secret_webhook", "webhook_secret", ["webhook_id"])
    op.create_table(
        "webhook_place",
        *_first(),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("test", sa.String(length=60), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("organisation_id", "webhook_id", name="uq_webhook_place_organisation_id_webhook_id"),
        *_keys("webhook_place"),
        _of_webhook("webhook_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_place_asked_at", "webhook_place", ["asked_at", "id"])
    op.create_table(
        "webhook_delivery",
        *_first(),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        *_keys("webhook_delivery"),
        _of_webhook("webhook_delivery"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhook_delivery_list", "webhook_delivery", ["webhook_id", "id"])
    op.create_index("ix_webhook_delivery_at", "webhook_delivery", ["at"])


def downgrade() -> None:
    for table in ("webhook_delivery", "webhook_place", "webhook_secret", "webhook"):
        op.drop_table(table)


def _first() -> list[sa.Column[int]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
    ]


def _keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _of_webhook(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "webhook_id"],
        ["webhook.organisation_id", "webhook.id"],
        name=f"fk_{table}_organisation_id_webhook_id",
    )
