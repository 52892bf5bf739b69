"""The API: tokens, when each was used last, and what each created by which key.

Revision: 0051, after 0050.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_token",
        *_first(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name="fk_api_token_made_by_id"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_api_token_organisation_id_id"),
        *_keys("api_token"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_token_use",
        *_first(),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("organisation_id", "token_id", name="uq_api_token_use_organisation_id_token_id"),
        *_keys("api_token_use"),
        _of_token("api_token_use"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_key",
        *_first(),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("made", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("token_id", "key_hash", name="uq_api_key_token_id_key_hash"),
        *_keys("api_key"),
        _of_token("api_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_api_key_at", "api_key", ["at"])


def downgrade() -> None:
    for table in ("api_key", "api_token_use", "api_token"):
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


def _of_token(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id", "token_id"],
        ["api_token.organisation_id", "api_token.id"],
        name=f"fk_{table}_organisation_id_token_id",
    )
