"""What recipients say of the lines of a packet, and what the COHE answers.

Revision: 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
FIRST = sa.text("corrects_id IS NULL")
CORRECTS = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "packet_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=64), nullable=False),
        *_corrected(),
        sa.CheckConstraint("(verdict = 'accepted') = (text IS NULL)", name="ck_packet_answer_text_of_what_is_asked"),
        sa.CheckConstraint("(verdict = 'accepted') = (due_on IS NULL)", name="ck_packet_answer_due_is_what_is_asked"),
        *_keys("packet_answer", "share_id", "packet_share"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "packet_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        *_corrected(),
        *_keys("packet_reply", "answer_id", "packet_answer"),
        sqlite_autoincrement=True,
    )
    _unique("uq_packet_answer_line", "packet_answer", ["organisation_id", "share_id", "line"], FIRST)
    _unique("uq_packet_reply_answer", "packet_reply", ["organisation_id", "answer_id"], FIRST)
    for table in ("packet_answer", "packet_reply"):
        _unique(f"uq_{table}_corrected", table, ["organisation_id", "corrects_id"], CORRECTS)


def downgrade() -> None:
    op.drop_table("packet_reply")
    op.drop_table("packet_answer")


def _unique(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _corrected() -> list[sa.Column[object]]:
    return [
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _keys(table: str, column: str, of: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        _within(table, column, of),
        _within(table, "corrects_id", table),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=f"fk_{table}_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("organisation_id", "id", name=f"uq_{table}_organisation_id_id"),
        sa.CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name=f"ck_{table}_correction_explained"),
        sa.CheckConstraint("corrects_id IS NOT NULL OR NOT struck", name=f"ck_{table}_strikes_something"),
    ]


def _within(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    target = [f"{of}.organisation_id", f"{of}.id"]
    return sa.ForeignKeyConstraint(["organisation_id", column], target, name=f"fk_{table}_organisation_id_{column}")
