"""That a table of staff updated somebody who was here already, and of what.

Revision: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imported_person", sa.Column("updated", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("imported_person", "updated")
