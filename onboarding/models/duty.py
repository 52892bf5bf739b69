"""What is listed of people: whether they may bill, and what is to be done. Computed, and never a source."""

from datetime import date

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson
from onboarding.rules.duties import About, Kind, Who

UNSURE = text("as_of IS NULL")


class StaffLine(OfPerson):
    """One line for each person who has or had a role. It can be deleted and computed again at any time.

    On the day `as_of` (null: to be computed again): `in_role`: is in a role here, or will be. `may_bill`; null: what is
    recorded does not fit together. The others: from which day on something is next told about them by a ladder; null:
    nothing is to come.
    """

    __tablename__ = "staff_line"
    in_words = "line in the list of staff", "lines in the list of staff"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        Index("ix_staff_line_in_role", "organisation_id", "in_role", "person_id"),
        Index("ix_staff_line_as_of", "as_of"),
        Index(
            "ix_staff_line_unsure",
            *("organisation_id", "person_id"),
            sqlite_where=UNSURE,
            postgresql_where=UNSURE,
        ),
        Index("ix_staff_line_credentials", "credentials_next_on", "organisation_id", "person_id"),
        Index("ix_staff_line_training", "training_next_on", "organisation_id", "person_id"),
        Index("ix_staff_line_training_of_staff", "training_of_staff_next_on", "organisation_id", "person_id"),
    )

    in_role: Mapped[bool]
    may_bill: Mapped[bool | None]
    credentials_next_on: Mapped[date | None]
    training_next_on: Mapped[date | None]
    training_of_staff_next_on: Mapped[date | None]
    as_of: Mapped[date | None]
    rulebook: Mapped[str | None] = mapped_column(String(40))


class ListedDuty(OfPerson):
    """One thing to do about somebody, below the line that `about` belongs to: rules/duties.py says what it means."""

    __tablename__ = "duty"
    in_words = "thing to do", "things to do"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "about", "kind", "place"),
        Index("ix_duty_due", "organisation_id", "due_on", "person_id", "about", "kind", "place"),
    )

    about: Mapped[About]
    kind: Mapped[Kind]
    place: Mapped[str] = mapped_column(String(40))
    who: Mapped[Who]
    since: Mapped[date | None]
    due_on: Mapped[date | None]
    remind_on: Mapped[date | None]
    says: Mapped[str] = mapped_column(Text)
