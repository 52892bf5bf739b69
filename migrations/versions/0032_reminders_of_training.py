"""By which message somebody was told of a reminder of training.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_reminder_mail_message_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_reminder_mail_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_reminder_mail_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name="fk_reminder_mail_reminder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_mail"),
        sa.UniqueConstraint("reminder_id", "message_id", name="uq_reminder_mail_reminder_id_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminder_mail_person", "reminder_mail", ["organisation_id", "person_id", "reminder_id"])


def downgrade() -> None:
    op.drop_table("reminder_mail")
