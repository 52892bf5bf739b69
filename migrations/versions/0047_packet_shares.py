"""Packets shared by a link: with whom, and each time the link was used.

Revision: 0047, after 0046.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "packet_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("passphrase", sa.String(length=255), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("token_hash", name="uq_packet_share_token_hash"),
        *_keys("packet_share", "packet_id", "packet"),
        *(
            sa.ForeignKeyConstraint([each], ["user_account.id"], name=f"fk_packet_share_{each}")
            for each in ("made_by_id", "revoked_by_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_packet_share_packet", "packet_share", ["organisation_id", "packet_id", "id"])
    op.create_table(
        "packet_share_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("packet_share_use", "share_id", "packet_share"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_packet_share_use_share", "packet_share_use", ["organisation_id", "share_id", "id"])


def downgrade() -> None:
    op.drop_table("packet_share_use")
    op.drop_table("packet_share")


def _keys(table: str, column: str, of: str) -> list[sa.schema.SchemaItem]:
    within = ["organisation_id", column], [f"{of}.organisation_id", f"{of}.id"]
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(*within, name=f"fk_{table}_organisation_id_{column}"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"),
    ]
