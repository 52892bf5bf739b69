"""A COHE's own table of fees for training, and which trainings were billed under it.

Revision: 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models.guard import lift, written_once

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CORRECTING = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "fee",
        *_correctable("fee"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit_minutes", sa.Integer(), nullable=True),
        sa.Column("rest", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("cited", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.CheckConstraint("unit_minutes > 0", name="ck_fee_unit_minutes"),
        sa.CheckConstraint("amount >= 0", name="ck_fee_amount"),
        sa.CheckConstraint("until_on >= since_on", name="ck_fee_until_after_since"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fee_since", "fee", ["organisation_id", "kind", "since_on", "id"])
    op.create_table(
        "training_payment",
        *_correctable("training_payment"),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("fee_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("units > 0", name="ck_training_payment_units"),
        sa.CheckConstraint("minutes > 0", name="ck_training_payment_minutes"),
        _within("training_payment", "person_id", "person"),
        _within("training_payment", "item_id", "evidence_item"),
        _within("training_payment", "training_id", "training_record"),
        _within("training_payment", "fee_id", "fee"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_training_payment_training", "training_payment", ["organisation_id", "training_id"])
    op.create_index("ix_training_payment_person", "training_payment", ["organisation_id", "person_id", "id"])
    for table in ("fee", "training_payment"):
        op.create_index(
            f"uq_{table}_corrected",
            table,
            ["organisation_id", "corrects_id"],
            unique=True,
            sqlite_where=CORRECTING,
            postgresql_where=CORRECTING,
        )
        written_once(table)


def downgrade() -> None:
    for table in ("training_payment", "fee"):
        lift(table)
        op.drop_table(table)


def _correctable(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name=f"ck_{table}_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name=f"ck_{table}_strikes_something"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=f"fk_{table}_recorded_by_id"),
        _within(table, "corrects_id", table),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"),
    ]


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
