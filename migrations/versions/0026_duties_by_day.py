"""The duties of an organisation in the order of their days, so that home reads only what it shows.

Revision: 0026, after 0025.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_duty_due", "duty", ["organisation_id", "due_on", "person_id", "about", "kind", "place"])


def downgrade() -> None:
    op.drop_index("ix_duty_due", "duty")
