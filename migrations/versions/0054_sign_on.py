"""Which account is signed in to by which account of a sign-in provider.

On the way back the ties go: whoever signed in by them alone asks for a new password.

Revision: 0054, after 0053.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_on_tie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_sign_on_tie_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_on_tie"),
        sa.UniqueConstraint("issuer", "subject", name="uq_sign_on_tie_issuer_subject"),
        sa.UniqueConstraint("issuer", "user_id", name="uq_sign_on_tie_issuer_user_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sign_on_tie_user_id", "sign_on_tie", ["user_id"])


def downgrade() -> None:
    op.drop_table("sign_on_tie")
