"""From which day on something is next told about somebody in a role; and what an organisation told on a day.

Until a line is computed again, the day after, it says that there may be something to tell now, and the clock looks.

Revision: 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

PROMISED = "ix_reminder_promised"
OPEN = sa.text("told_at IS NULL")
UNSURE = sa.text("as_of IS NULL")
LADDERS = ("credentials", "training", "training_of_staff")


def upgrade() -> None:
    for ladder in LADDERS:
        op.add_column("staff_line", sa.Column(f"{ladder}_next_on", sa.Date(), nullable=True))
        named = f"ix_staff_line_{ladder}"
        op.create_index(named, "staff_line", [f"{ladder}_next_on", "organisation_id", "person_id"])
    op.create_index(
        "ix_staff_line_unsure",
        "staff_line",
        ["organisation_id", "person_id"],
        sqlite_where=UNSURE,
        postgresql_where=UNSURE,
    )
    op.create_index("ix_reminder_told", "reminder", ["organisation_id", "about", "told_at"])
    _promised("about", "promised_at", "organisation_id", "person_id")
    op.execute(f"UPDATE staff_line SET {', '.join(f'{ladder}_next_on = as_of' for ladder in LADDERS)} WHERE in_role")


def downgrade() -> None:
    _promised("organisation_id", "about", "promised_at")
    op.drop_index("ix_reminder_told", "reminder")
    op.drop_index("ix_staff_line_unsure", "staff_line")
    for ladder in LADDERS:
        op.drop_index(f"ix_staff_line_{ladder}", "staff_line")
        op.drop_column("staff_line", f"{ladder}_next_on")


def _promised(*columns: str) -> None:
    op.drop_index(PROMISED, "reminder")
    op.create_index(PROMISED, "reminder", columns, sqlite_where=OPEN, postgresql_where=OPEN)
