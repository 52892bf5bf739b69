"""Links to calendars, invitations that go with messages, and how often a session was moved.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

OPEN = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("whose", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_calendar_link_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_calendar_link_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_link"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_link_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_calendar_link_open",
        "calendar_link",
        ["organisation_id", "user_id", "whose"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.add_column("training_session", sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("message", sa.Column("calendar", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("thread", sa.String(length=200), nullable=True))
    op.create_index("ix_message_thread", "message", ["thread", "id"])


def downgrade() -> None:
    op.drop_index("ix_message_thread", "message")
    op.drop_column("message", "thread")
    op.drop_column("message", "calendar")
    op.drop_column("training_session", "moves")
    op.drop_table("calendar_link")
