"""What waits of an application is listed among the things to do: every line is computed again.

Revision: 0034, after 0031.
"""

from alembic import op

revision = "0034"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE application SET as_of = NULL")


def downgrade() -> None:
    op.execute("DELETE FROM duty WHERE about = 'request'")
