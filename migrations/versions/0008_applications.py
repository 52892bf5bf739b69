"""Lists of applicants by what was computed of them, letters about determinations, hires and supervision.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("ended_at IS NULL")
WRITTEN_ONCE = ("letter_wording", "letter", "hire", "supervision")


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed", sa.String(length=20), nullable=True),
        sa.Column("verified", sa.String(length=20), nullable=True),
        sa.Column("also_assistant", sa.Boolean(), nullable=False),
        sa.Column("met_from", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("rulebook", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_application_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_application_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("organisation_id", "person_id", name="uq_application_organisation_id_person_id"),
    )
    op.create_index("ix_application_as_of", "application", ["as_of"])
    op.create_index("ix_application_met_from", "application", ["organisation_id", "met_from"])
    op.create_index("ix_application_state", "application", ["organisation_id", "state", "since"])
    op.create_table(
        "letter_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_letter_wording_organisation_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_letter_wording_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_wording"),
        sa.UniqueConstraint(
            "organisation_id", "decision", "version", name="uq_letter_wording_organisation_id_decision_version"
        ),
        sa.UniqueConstraint("organisation_id", "id", name="uq_letter_wording_organisation_id_id"),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_to", sa.String(length=254), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_letter_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "determination_id"],
            ["determination.organisation_id", "determination.id"],
            name="fk_letter_organisation_id_determination_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_letter_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user_account.id"], name="fk_letter_written_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_letter_organisation_id_id"),
    )
    op.create_index("ix_letter_person", "letter", ["organisation_id", "person_id", "id"])
    op.create_table(
        "hire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("determination_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_hire_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "determination_id"],
            ["determination.organisation_id", "determination.id"],
            name="fk_hire_organisation_id_determination_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_hire_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "posting_id"],
            ["posting.organisation_id", "posting.id"],
            name="fk_hire_organisation_id_posting_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_hire"),
        sa.UniqueConstraint("organisation_id", "determination_id", name="uq_hire_organisation_id_determination_id"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_hire_organisation_id_id"),
        sa.UniqueConstraint("organisation_id", "posting_id", name="uq_hire_organisation_id_posting_id"),
    )
    op.create_index("ix_hire_person", "hire", ["organisation_id", "person_id", "id"])
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["begun_by_id"], ["user_account.id"], name="fk_promotion_begun_by_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_promotion_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_promotion_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_promotion"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_promotion_organisation_id_id"),
    )
    op.create_index(
        "uq_promotion_under_way",
        "promotion",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=UNDER_WAY,
        postgresql_where=UNDER_WAY,
    )
    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_supervision_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name="fk_supervision_organisation_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "supervisor_id"],
            ["person.organisation_id", "person.id"],
            name="fk_supervision_organisation_id_supervisor_id",
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_supervision_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision"),
        sa.UniqueConstraint("organisation_id", "id", name="uq_supervision_organisation_id_id"),
    )
    op.create_index("ix_supervision_person", "supervision", ["organisation_id", "person_id", "id"])
    for table in WRITTEN_ONCE:
        guard.written_once(table)
    # A line for everybody who is there already; the clock computes what is to be said in it.
    op.execute(
        "INSERT INTO application (organisation_id, person_id, state, since, also_assistant) "
        "SELECT organisation_id, id, 'empty', created_at, FALSE FROM person "
        "WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.organisation_id = person.organisation_id "
        "AND erasure.person_id = person.id AND erasure.confirmed_at IS NOT NULL)"
    )


def downgrade() -> None:
    for table in WRITTEN_ONCE:
        guard.lift(table)
    for table in ("supervision", "promotion", "hire", "letter", "letter_wording", "application"):
        op.drop_table(table)
